"""`banso consultations`, `banso front suggest`, `banso validation`: how teams at the front fare."""

from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from banso.cli.columns import pairs
from banso.cli.help import described, subcommands
from banso.cli.output import USUAL, Table, View, moment, write, write_json
from banso.cli.session import WHOSE, Tenant, ask, checked_identifier, found_in, seen
from banso.cli.texts import language, say
from banso.cli.words import VALUES, word
from domain.shared.values import StreamReference

if TYPE_CHECKING:
    from banso.client import BansoClient, ProjectBoard, Suggestion

Names = dict[str, str]
ENGAGEMENT = Parameter(help=say("プロジェクトの番号", "Id of an engagement"))

front = subcommands(
    "front",
    say("現場に立つ人をさがします。", "People for the front, where customers are met."),
    "banso front suggest robot",
)


@described(
    say(
        "プロジェクトごとに、続いている困りごと(種類と日数)、最初の返事までの時間、くり返す原因を示します。"
        "相談の言葉は含みません。",
        "For each project: open problems by kind and age, time to the first answer, causes that come again. "
        "What people wrote is not shown.",
    ),
    "banso consultations",
    "banso consultations robot",
    "banso consultations --service desk --json",
)
def consultations(
    engagement: Annotated[str | None, ENGAGEMENT] = None,
    /,
    *,
    service: Annotated[str | None, Parameter(help=say("この窓口の分だけ", "Only those of this desk"))] = None,
    whose: Tenant = WHOSE,
    view: View = USUAL,
) -> None:
    """Problems from the front, by project."""
    tenant = whose.id
    only = None if engagement is None else checked_identifier(engagement.removeprefix("engagement:"), "ENGAGEMENT")
    desk = None if service is None else checked_identifier(service.removeprefix("service:"), "--service")

    async def question(client: "BansoClient") -> "tuple[list[ProjectBoard], Names]":
        found = await found_in(client, whose, client.consultations(tenant, engagement=only, service=desk))
        people = [person for one in found for person in (*one.waiting, *filter(None, one.tilts.values()))]
        return found, await client.queries.names(tenant, people)

    boards, names = ask(question)
    if view.json:
        write_json({"projects": boards, "names": names})
    else:
        _write_boards(boards, names, view)


def _write_boards(boards: "list[ProjectBoard]", names: Names, view: View) -> None:
    headings = (
        say("プロジェクト", "Project"),
        say("続いている困りごと", "Open problems"),
        say("最初の返事まで", "To first answer"),
        say("くり返す原因", "Causes again"),
        say("返事を待つ人", "Still unanswered"),
        say("現場と支え", "Front / support"),
    )
    rows = [_board_row(one, names) for one in boards]
    Table(headings, rows, say("困りごとの相談はまだありません。", "Nobody has brought a problem home yet.")).write(view)


def _board_row(one: "ProjectBoard", names: Names) -> tuple[str, ...]:
    open_kinds = [_open_kind(kind.problem.of(language()), kind.days) for kind in one.open]
    hours = one.median_hours_to_first_answer
    waiting = [
        say(
            f"{names.get(person, person)} {counts.unanswered} 件({moment(counts.unanswered_since)} から)",
            f"{names.get(person, person)}: {counts.unanswered} (since {moment(counts.unanswered_since)})",
        )
        for person, counts in one.waiting.items()
    ]
    tilts = [
        word(VALUES, tilt) + (f": {names.get(person, person)}" if person else "") for tilt, person in one.tilts.items()
    ]
    return (
        f"{one.engagement} {one.title}",
        "\n".join(open_kinds) or "-",
        "-" if hours is None else say(f"{hours:g} 時間", f"{hours:g} h"),
        "\n".join(f"{cause} ×{times}" for cause, times in one.repeats.items()) or "-",
        "\n".join(waiting) or "-",
        "\n".join([f"{one.front} / {one.supporters}", *tilts]),
    )


def _open_kind(problem: str, days: list[int]) -> str:
    ages = ", ".join(str(one) for one in days)
    return say(f"{problem} {len(days)} 件({ages} 日)", f"{problem}: {len(days)} (days: {ages})")


@front.command
@described(
    say(
        "参加を最後まで終えた人や、この種類の困りごとに答えた人を、理由とともに示します。名前のほかの個人情報は含みません。",
        "People who finished participations or answered problems of such kinds, with the reasons. Nothing personal but "
        "names.",
    ),
    "banso front suggest robot",
)
def suggest(
    engagement: Annotated[str, ENGAGEMENT],
    /,
    *,
    whose: Tenant = WHOSE,
    view: View = USUAL,
) -> None:
    """Who could go to the front."""
    tenant, wanted = whose.id, checked_identifier(engagement.removeprefix("engagement:"), "ENGAGEMENT")

    async def question(client: "BansoClient") -> "tuple[list[Suggestion], Names]":
        found = await client.queries.front_suggestions(tenant, wanted)
        return found, await client.queries.names(tenant, [one.person for one in found])

    found, names = ask(question)
    # Whoever was erased has no name any more, and is not to be asked.
    known = [one for one in found if one.person in names]
    if view.json:
        write_json({"suggestions": known, "names": names})
        return
    headings = (say("人", "Person"), say("理由", "Why"))
    rows = [(f"{names[one.person]} ({one.person})", _reasons(one)) for one in known]
    nobody = say("経験のある人は、まだ見つかりません。", "Nobody has such experience yet.")
    Table(headings, rows, nobody).write(view)


def _reasons(one: "Suggestion") -> str:
    answered = [
        say(f"「{one.problems[kind].ja}」に {times} 件お返事", f'answered "{one.problems[kind].en}": {times}')
        for kind, times in one.answered.items()
    ]
    finished = say(f"参加を {one.finished} 回終えた", f"participations finished: {one.finished}")
    return say("、", "; ").join([*answered, *([finished] if one.finished else [])])


@described(
    say(
        "新しい製品を、何社の顧客に尋ね、何社が対価を払い、何を学んだか。",
        "A new product: how many customers were asked, how many pay, what was learned.",
    ),
    "banso validation robot",
    "banso validation robot --json",
)
def validation(
    engagement: Annotated[str, ENGAGEMENT],
    /,
    *,
    whose: Tenant = WHOSE,
    view: View = USUAL,
) -> None:
    """Customers asked, and those who pay."""
    tenant = whose.id
    stream = StreamReference(
        kind="engagement", id=checked_identifier(engagement.removeprefix("engagement:"), "ENGAGEMENT")
    )

    async def question(client: "BansoClient") -> tuple[Any, int]:
        state = (await seen(client, tenant, stream, client.queries.show(tenant, stream)))[1]
        pinned = await client.queries.pinned(tenant, state.playbook.name)
        return state.validation, pinned[state.playbook.hash].validation.customers_to_ask

    log, to_ask = ask(question)
    if view.json:
        told = {"asked": len(log.customers), "to_ask": to_ask, "paying": len(log.paying), "paid_yen": log.paid_yen}
        write_json({"engagement": stream.id, **told, "log": log})
    else:
        _write_validation(log, to_ask)


def _write_validation(log: Any, to_ask: int) -> None:
    count = len(log.customers)
    asked = say(f"{to_ask} 社のうち {count} 社", f"{count} of {to_ask}") if to_ask else str(count)
    summary = (
        (say("尋ねた顧客", "Customers asked"), asked),
        (say("対価を払う顧客", "Customers who pay"), str(len(log.paying))),
        (say("有償の契約", "Paid contracts"), say(f"{log.paid_yen:,} 円", f"{log.paid_yen:,} yen")),
    )
    write(pairs(summary, indent=""))
    for one in log.contracts:
        write(f"  {one.signed_on} {one.customer}: {say(f'{one.amount:,} 円', f'{one.amount:,} yen')}")
    for learned in log.learned:
        about = f"{learned.customer}: " if learned.customer else ""
        write(f"{say('学んだこと', 'Learned')}: {about}{learned.text.shown(language())}")
