"""Questions that a story asks: where somebody was on a day, and what was permitted, as it was known on another."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from pydantic import BaseModel, ConfigDict

from banso.client import BansoClient
from banso.demo.scenario import ZONE, After, Chronicle, DayOf
from domain.legal.work_permission import country_in_words
from domain.participation.places.gates import in_words
from domain.playbooks.schema import Gate
from domain.shared.values import BilingualText

_PERMITTED = {
    True: BilingualText(ja="就労は認められていました", en="work was permitted"),
    False: BilingualText(ja="就労は認められていませんでした", en="work was not permitted"),
}
_FORESEEN = {
    True: BilingualText(ja="就労は認められる見込みでした", en="work was permitted, as it looked"),
    False: BilingualText(ja="就労は認められない見込みでした", en="work was not permitted, as it looked"),
}


class Answer(BaseModel):
    """What was answered about one day (`on`), going by what was known on another; the days are those of the calendar.

    `permitted` is what the law of the place said of the work; a participation `rests` until its gates are clear.
    """

    model_config = ConfigDict(frozen=True)

    on: date
    as_known_on: date
    country: str
    permitted: bool
    rests: bool = False
    open_gates: tuple[Gate, ...] = ()


@dataclass(frozen=True)
class Question:
    """Asked at a moment of the story about a day of it. `known` None: going by all that is known when it is asked.

    `country`, `permitted` and `rests` are what the answer has to say. `name` tells the questions of one story apart.
    """

    name: str
    person: str
    when: After
    on: DayOf
    known: DayOf | None
    country: str
    permitted: bool
    rests: bool = False

    async def ask(self, client: BansoClient, tenant: str, moment: datetime, happened: Chronicle) -> Answer:
        """What `banso where` answers, too.

        Raises:
            NotThere: a day that it names belongs to an event that did not happen.
        """
        known = self.known.day(happened) if self.known else moment.astimezone(ZONE).date()
        return await answer(client, tenant, self.person, self.on.day(happened), known)


async def answer(client: BansoClient, tenant: str, person: str, on: date, known: date) -> Answer:
    """Where somebody was, and how any of their participations that were under way stood."""
    told = await client.where(tenant, person, on, known)
    under_way = [one for one in told.standings if one.stage in ("prepare", "work")]
    return Answer(
        on=on,
        as_known_on=known,
        country=told.place.country,
        permitted=any(one.permitted for one in under_way),
        rests=any(one.rests for one in under_way),
        open_gates=tuple(gate for one in under_way for gate in one.open_gates),
    )


async def right_answers(
    client: BansoClient, tenant: str, questions: Sequence[Question], given: Mapping[str, Answer]
) -> int:
    """How many were answered as they have to be, and are answered the same when they are asked once more."""
    right = 0
    for one in questions:
        if (first := given.get(one.name)) is not None:
            again = await answer(client, tenant, one.person, first.on, first.as_known_on)
            said = (first.country, first.permitted, first.rests)
            right += again == first and said == (one.country, one.permitted, one.rests)
    return right


def answer_in_words(told: Answer) -> BilingualText:
    """Where it was, and what was permitted, to be read after the question; a day to come is foreseen."""
    country, gates = country_in_words(told.country), in_words(told.open_gates)
    work = (_FORESEEN if told.on > told.as_known_on else _PERMITTED)[told.permitted]
    ja, en = f"{country.ja}にいて、{work.ja}", f"in {country.en}; {work.en}"
    if told.rests:
        ja, en = f"{ja}。参加はお休み中でした", f"{en}; resting"
    if told.open_gates:
        ja, en = f"{ja}(まだ確かめられていないこと: {gates.ja})", f"{en} (still to be settled: {gates.en})"
    return BilingualText(ja=ja, en=en)
