"""`banso progress`, `banso radar`, `banso member suggest`: how people fare, drawn without anybody's work."""

from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from banso.cli.columns import padded
from banso.cli.help import described
from banso.cli.output import USUAL, Table, View, moment, write, write_json
from banso.cli.session import MYSELF, WHOSE, Acting, Tenant, ask, checked_identifier, found_in, id_of, seen, stream_of
from banso.cli.texts import language, say
from banso.cli.words import VALUES, word

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from banso.client import BansoClient, RadarRow
    from domain.membership.matching.fitting import Fit
    from domain.membership.state import Membership
    from domain.shared.radar import Reason
    from domain.shared.values import StreamReference

Client = Annotated[str, Parameter(name="CLIENT", help=say("メンバーの番号", "Id of the membership"))]


def _membership(text: str) -> "StreamReference":
    from domain.shared.values import StreamReference

    return StreamReference(kind="membership", id=id_of(text, "membership"))


@described(
    say(
        "合いそうな伴走者を、重なる時間と言葉とともに示します。選ぶのは人です。",
        "Accompanists who may fit, with the hours and tags that both share. People choose.",
    ),
    "banso member suggest desk.applicant-a1",
)
def suggest(client: Client, /, *, whose: Tenant = WHOSE, view: View = USUAL) -> None:
    """Who may fit a client."""
    tenant, stream = whose.id, _membership(client)

    async def question(banso: "BansoClient") -> "tuple[list[Fit], dict[str, str]]":
        now = banso.handler.clock.now()
        fits = await seen(banso, tenant, stream, banso.accompaniment.suggest(tenant, stream, now))
        return fits, await banso.queries.names(tenant, [one.person for one in fits])

    fits, names = ask(question)
    if view.json:
        write_json({"fits": [{**one.__dict__, "tags": list(one.tags)} for one in fits], "names": names})
        return
    headings = (
        say("メンバー", "Member"),
        say("人", "Person"),
        say("重なる時間", "Hours shared"),
        say("重なる言葉", "Tags shared"),
        say("空き", "Places"),
    )
    rows = [
        (one.membership, names.get(one.person, one.person), f"{one.hours:g}", ", ".join(one.tags), str(one.places))
        for one in fits
    ]
    nothing = say(
        "いま合いそうな伴走者はいません。`banso member suits` で時間や言葉を広げられます。",
        "Nobody fits at the moment. `banso member suits` says more hours or tags.",
    )
    Table(headings, rows, nothing).write(view)


@described(
    say(
        "目標と一歩一歩、報告のあった日を示します。点数や評価はありません。",
        "A goal, its steps, the days with a report. There are no marks and no verdicts.",
    ),
    "banso progress desk.applicant-a1",
)
def progress(client: Client, /, *, whose: Tenant = WHOSE, view: View = USUAL) -> None:
    """How a goal comes along."""
    tenant, stream = whose.id, _membership(client)

    async def question(banso: "BansoClient") -> "tuple[Membership, Any]":
        state = await seen(banso, tenant, stream, banso.accompaniment.member(tenant, stream))
        return state, banso.handler.clock.now()

    state, now = ask(question)
    from domain.shared.periods import local_date

    drawn = strip(state.accompanying.days, local_date(now, state.time_zone))
    if view.json:
        known = state.accompanying.model_dump(mode="json", include={"goal", "steps", "done", "reports", "answered"})
        write_json({"progress": known, "strip": drawn})
    else:
        write(_drawn(state, drawn))


def strip(days: "Sequence[date]", today: "date", length: int = 28) -> str:
    """The last days, today at the right: a full mark for a day with a report, a small one for one without."""
    reported = {day.toordinal() for day in days}
    ordinals = range(today.toordinal() - length + 1, today.toordinal() + 1)
    return "".join("■" if day in reported else "・" for day in ordinals)


def _drawn(state: "Membership", drawn: str) -> str:
    known = state.accompanying
    goal = known.goal.shown(language()) if known.goal else say("(まだありません)", "(none yet)")
    marks = "".join("●" if number in known.done else "○" for number in range(1, len(known.steps) + 1))
    lines = [f"{say('目標', 'Goal')}: {goal}"]
    if marks:
        lines.append(f"{say('一歩一歩', 'Steps')}: {marks}  {len(known.done)}/{len(known.steps)}")
    lines += [
        f"  {'●' if number in known.done else '○'} {number} {step.shown(language())}"
        for number, step in enumerate(known.steps, start=1)
    ]
    lines.append(f"{say('この 4 週間', 'These four weeks')}: {drawn}")
    told = say(
        f"報告 {known.reports} 件、返事 {known.answered} 件", f"{known.reports} reports, {known.answered} answers"
    )
    return "\n".join([*lines, told])


@described(
    say(
        "ひとりになっているかもしれない方を、その理由とともに示します。数え方は docs/radar.md にあります。"
        "--person では、その方の移り変わりも示します。ご自分のものは誰でも見られます。",
        "Who may be on their own, and why; docs/radar.md tells how it adds up. --person shows one person, and how it "
        "went with them. Everybody can see their own.",
    ),
    "banso radar",
    "banso radar --person participant-a --as participant:participant-a",
)
def radar(
    service: Annotated[str | None, Parameter(name="SERVICE", help=say("サービスの番号", "Id of the service"))] = None,
    /,
    *,
    person: Annotated[str | None, Parameter(help=say("この人だけ", "Only this person"))] = None,
    myself: Acting = MYSELF,
    whose: Tenant = WHOSE,
    view: View = USUAL,
) -> None:
    """Who may be on their own."""
    tenant, actor = whose.id, myself.actor
    wanted = id_of(service, "service") if service is not None else None
    if person is not None:
        checked_identifier(person, "--person")

    async def question(banso: "BansoClient") -> "tuple[list[RadarRow], dict[str, str]]":
        now = banso.handler.clock.now()
        if wanted is not None:
            asked = stream_of(f"service:{wanted}")
            await seen(banso, tenant, asked, banso.queries.show(tenant, asked))
        looking = banso.accompaniment.radar(tenant, actor, now, service=wanted, person=person)
        rows = await found_in(banso, whose, looking)
        if person is not None and not rows:
            # A slip in the id must not read as if all were well.
            asked = stream_of(f"person:{person}")
            await seen(banso, tenant, asked, banso.queries.show(tenant, asked))
        people = [name for row in rows for name in (row.person, *row.cares)]
        return rows, await banso.queries.names(tenant, people)

    rows, names = ask(question)
    if view.json:
        write_json({"radar": [_as_json(row) for row in rows], "names": names})
        return
    _write_radar(rows, names, view)
    for row in rows if person is not None else ():
        for turn in row.history:
            write(f"{moment(turn.at)}  {padded(word(VALUES, turn.level), 8)}{_why(turn.reasons)}")


def _write_radar(rows: "list[RadarRow]", names: dict[str, str], view: View) -> None:
    headings = (
        say("色", "Level"),
        say("人", "Person"),
        say("声をかける人", "Who cares"),
        say("期限", "Until"),
        say("理由", "Why"),
    )
    cells = [
        (
            word(VALUES, row.level),
            f"{names.get(row.person, row.person)} ({row.stream.id})",
            ", ".join(names.get(one, one) for one in row.cares),
            moment(row.until) if row.until else "",
            _why(row.reasons),
        )
        for row in rows
    ]
    Table(headings, cells, say("気になる方はいません。", "There is nobody to worry about."), title_last=True).write(
        view
    )


def _why(reasons: "tuple[Reason, ...]") -> str:
    from domain.shared.radar import in_words

    return in_words(reasons).of(language())


def _as_json(row: "RadarRow") -> dict[str, Any]:
    said = {"stream": row.stream.key, "person": row.person, "role": row.role, "level": row.level}
    history = [
        {"at": turn.at, "level": turn.level, "reasons": [one.model_dump() for one in turn.reasons]}
        for turn in row.history
    ]
    reasons = [one.model_dump() for one in row.reasons]
    return {**said, "reasons": reasons, "cares": list(row.cares), "until": row.until, "history": history}
