"""What the answers to a survey come to: counts and means, never a name, and nothing where too few answered."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from statistics import mean

from psycopg import AsyncConnection

from banso.eventstore.reading import current_state, read_head
from banso.playbook_folder import Playbooks
from domain.aggregates import AGGREGATES
from domain.playbooks.capabilities.surveys import SCALE, Question
from domain.service.aggregate import SERVICE
from domain.shared.refusals import NotFound, not_found
from domain.shared.surveys import Survey
from domain.shared.values import BilingualText
from domain.shared.wording import choices_in_words

FEWEST = 3
"""With fewer answers than this, whoever knows the people could tell whose they are."""


@dataclass(frozen=True)
class Option:
    """One answer that may be chosen, and how many chose it."""

    answer: str
    text: BilingualText
    count: int


@dataclass(frozen=True)
class QuestionSummary:
    """One question: how many answered it, the mean of numbers (else None), and what was chosen how often.

    Of words only their number is told: they may say who wrote them.
    """

    question: str
    kind: str
    text: BilingualText
    answered: int
    mean: float | None
    options: tuple[Option, ...]


@dataclass(frozen=True)
class SurveySummary:
    """A survey of one service: to how many it was sent, how many answered, are still asked, or were not heard.

    `questions` is empty where fewer than `fewest` answered.
    """

    service: str
    survey: str
    title: BilingualText
    sent: int
    answered: int
    still_open: int
    closed: int
    fewest: int = FEWEST
    questions: tuple[QuestionSummary, ...] = field(default=())


_SURVEYED = (
    "SELECT stream, overviews.kind, state, state_version FROM banso.streams "
    "JOIN banso.overviews USING (tenant, stream) "
    "WHERE tenant = %(tenant)s AND overviews.kind IN ('participation', 'membership') AND service = %(service)s "
    "AND EXISTS (SELECT FROM banso.events WHERE events.tenant = streams.tenant AND events.stream = streams.stream "
    "AND type = 'SurveySent') ORDER BY stream"
)


async def survey_summary(
    connection: AsyncConnection, tenant: str, playbooks: Playbooks, service: str, survey: str
) -> SurveySummary:
    """The summary of one survey, within one tenant's transaction. Personal words stay sealed.

    Raises:
        NotFound: there is no such service in this tenant, it has no such survey, or nobody was sent it yet.
    """
    head = await read_head(connection, tenant, f"service:{service}", SERVICE)
    if head is None:
        raise not_found(f"service:{service}")
    cursor = await connection.execute(_SURVEYED, {"tenant": tenant, "service": service})
    found: list[Survey] = []
    sent: dict[str, BilingualText | None] = {}
    for stream, kind, state, version in await cursor.fetchall():
        surveys = (await current_state(connection, tenant, stream, AGGREGATES[kind], state, version)).surveys
        found += [surveys[survey]] if survey in surveys else []
        sent |= {name: one.title for name, one in surveys.items()}
    if not found:
        playbook = playbooks.find(head[1].playbook)
        raise _not_sent(service, survey, sent, playbook is not None and survey in playbook.rules.surveys)
    return summary_of(service, survey, found)


def _not_sent(service: str, survey: str, sent: dict[str, BilingualText | None], known: bool) -> NotFound:
    """Nobody was asked; `known`: the playbook of the service has a survey of this name."""
    names = choices_in_words(sent)
    ja = f"届いたアンケートは: {names.ja}。" if sent else "この窓口では、まだどのアンケートも届いていません。"
    en = f"Sent were: {names.en}." if sent else "No survey of this service was sent yet."
    if known:
        return NotFound(
            "survey-not-sent",
            wrong=BilingualText(
                ja=f"窓口 {service} のアンケート「{survey}」は、まだ誰にも届いていません。",
                en=f"The survey {survey} of service {service} was sent to nobody yet.",
            ),
            right=BilingualText(
                ja=f"プレイブックの [rules.surveys.{survey}] の asked で決まるときに、自動で届きます。{ja}",
                en=f"It goes out by itself, when [rules.surveys.{survey}] asked in the playbook says so. {en}",
            ),
        )
    return NotFound(
        "survey-unknown",
        wrong=BilingualText(
            ja=f"窓口 {service} に「{survey}」というアンケートはありません。",
            en=f"Service {service} has no survey {survey}.",
        ),
        right=BilingualText(ja=ja, en=en),
    )


def summary_of(service: str, name: str, surveys: list[Survey]) -> SurveySummary:
    """What the surveys of several people come to; there is at least one."""
    standings = Counter(one.standing for one in surveys)
    answered = [one for one in surveys if one.standing == "answered"]
    # Where a playbook was changed meanwhile, the last who were asked got its latest words.
    questions = {key: question for one in surveys for key, question in one.questions.items()}
    told = tuple(_question(key, question, answered) for key, question in questions.items())
    return SurveySummary(
        service=service,
        survey=name,
        title=surveys[-1].title,
        sent=len(surveys),
        answered=standings["answered"],
        still_open=standings["asked"],
        closed=standings["closed"],
        questions=told if len(answered) >= FEWEST else (),
    )


def _question(name: str, question: Question, surveys: Iterable[Survey]) -> QuestionSummary:
    ratings = [one.ratings[name] for one in surveys if name in one.ratings]
    chosen = [one.chosen[name] for one in surveys if name in one.chosen]
    words = sum(name in one.texts for one in surveys)
    enough = len(ratings) + len(chosen) >= FEWEST
    return QuestionSummary(
        question=name,
        kind=question.kind,
        text=question.text,
        answered=len(ratings) + len(chosen) + words,
        mean=round(mean(ratings), 2) if ratings and enough else None,
        options=_options(question, [*map(str, ratings), *chosen]) if enough else (),
    )


def _options(question: Question, given: list[str]) -> tuple[Option, ...]:
    counts = Counter(given)
    numbers = {str(number): BilingualText(ja=str(number), en=str(number)) for number in SCALE}
    known = question.choices or numbers
    return tuple(Option(answer=answer, text=text, count=counts[answer]) for answer, text in known.items())
