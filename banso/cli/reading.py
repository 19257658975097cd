"""`banso inbox`, `banso list`, `banso show`: how things stand."""

from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from banso.cli.errors import did_you_mean, wrong_usage
from banso.cli.help import described
from banso.cli.output import USUAL, Table, View, advise, console, moment, until, write, write_json
from banso.cli.session import WHOSE, Tenant, ask, checked_identifier, found_in, seen, stream_of
from banso.cli.texts import say
from banso.cli.words import KINDS, ROLES, STAGES, STEPS, WAITS, word

if TYPE_CHECKING:
    from banso.client import BansoClient, InboxRow, OverviewRow

MOST_ROWS = 200
USUAL_KINDS = ("engagement", "participation", "membership", "service")
"""What `banso list` shows when no kind is named: work, not people."""


@described(
    say(
        "待っていること(誰が、何を、いつまでに)を急ぐ順に示します。",
        "What waits, the most urgent first: who must act, on what, until when.",
    ),
    "banso inbox",
    "banso inbox --role company",
    "banso inbox --person president-a",
)
def inbox(
    *,
    role: Annotated[str | None, Parameter(help=say("この役割の分だけ", "Only what waits for this role"))] = None,
    person: Annotated[str | None, Parameter(help=say("この人の分だけ", "Only what waits for this person"))] = None,
    whose: Tenant = WHOSE,
    view: View = USUAL,
) -> None:
    """Who must act, on what, until when."""
    tenant = whose.id
    _check_choice(role, ROLES, "--role")
    if person is not None:
        checked_identifier(person, "--person")

    async def question(client: "BansoClient") -> "tuple[list[InboxRow], dict[str, str]]":
        waits = client.queries.inbox(tenant, role=role, person=person, limit=MOST_ROWS)
        rows = await found_in(client, whose, waits)
        if not rows and person is not None:
            await _require(client, tenant, f"person:{person}")
        people = [one for row in rows for one in row.persons] + [row.about for row in rows if row.about]
        return rows, await client.queries.names(tenant, people)

    rows, names = ask(question)
    if view.json:
        write_json({"inbox": rows, "names": names})
        return
    _write_waits(rows, names, _nothing_waits(role, person), view)


async def _require(client: "BansoClient", tenant: str, stream: str) -> None:
    """What is asked about has to be there: that nothing was found must not read as if all were well.

    Raises:
        Problem: there is no such stream.
    """
    reference = stream_of(stream)
    await seen(client, tenant, reference, client.queries.show(tenant, reference))


def _nothing_waits(role: str | None, person: str | None) -> str:
    if person is not None and role is not None:
        return say(f"この役割の {person} さんを待つことはありません。", f"Nothing waits for {person} in this role.")
    if person is not None:
        return say(f"{person} さんを待つことはありません。", f"Nothing waits for {person}.")
    if role is not None:
        return say("この役割を待つことはありません。", "Nothing waits for this role.")
    return say("待っていることはありません。", "Nothing waits for anybody.")


def _write_waits(rows: "list[InboxRow]", names: dict[str, str], empty: str, view: View) -> None:
    headings = (
        say("期限", "Until"),
        say("記録", "Stream"),
        say("何を", "What"),
        say("誰の", "Of whom"),
        say("誰が", "Who"),
        say("プロジェクト", "Engagement"),
    )
    cells = [
        (
            until(row.due_on, row.escalate_at),
            row.stream,
            word(WAITS, row.kind) + (f" ({word(STEPS, row.step)})" if row.step != "asked" else ""),
            names.get(row.about, row.about) if row.about else row.subject,
            " ".join([word(ROLES, row.role), ", ".join(names.get(one, one) for one in row.persons)]).strip(),
            row.title,
        )
        for row in rows
    ]
    Table(headings, cells, empty, title_last=True).write(view)


def _people(persons: list[str], names: dict[str, str]) -> str:
    return ", ".join(f"{names[person]} ({person})" if person in names else person for person in persons)


@described(
    say("記録の一覧です。進行中のものが先に並びます。", "Lists streams; those that go on come first."),
    "banso list",
    "banso list engagement",
    "banso list participation --engagement a",
)
def list_(
    kind: Annotated[str | None, Parameter(help=say("種類", "Kind: ") + " " + ", ".join(KINDS))] = None,
    /,
    *,
    engagement: Annotated[
        str | None, Parameter(help=say("このプロジェクトの分だけ", "Only those of this engagement"))
    ] = None,
    whose: Tenant = WHOSE,
    view: View = USUAL,
) -> None:
    """What there is."""
    tenant = whose.id
    _check_choice(kind, KINDS, "KIND")
    if engagement is not None:
        engagement = checked_identifier(engagement.removeprefix("engagement:"), "--engagement")

    kinds = (kind,) if kind else USUAL_KINDS

    async def question(client: "BansoClient") -> "tuple[list[OverviewRow], dict[str, str]]":
        rows = await found_in(client, whose, _overviews(client, tenant, kinds, engagement))
        if not rows and engagement is not None:
            await _require(client, tenant, f"engagement:{engagement}")
        return rows, await client.queries.names(tenant, [row.person for row in rows if row.person])

    rows, names = ask(question)
    if view.json:
        write_json({"streams": rows, "names": names})
        return
    _write_list(rows, names, _nothing_here(tenant, kind, engagement), view)
    if kind is None:
        advise(say("人の一覧は `banso list person` です。", "People: `banso list person`."))
    if len(rows) >= MOST_ROWS:
        advise(say(f"種類ごとに最初の {MOST_ROWS} 件です。", f"These are the first {MOST_ROWS} of a kind."))


async def _overviews(
    client: "BansoClient", tenant: str, kinds: tuple[str, ...], engagement: str | None
) -> "list[OverviewRow]":
    found = [
        await client.queries.overviews(tenant, kind=kind, engagement=engagement, limit=MOST_ROWS) for kind in kinds
    ]
    return [row for rows in found for row in rows]


def _write_list(rows: "list[OverviewRow]", names: dict[str, str], empty: str, view: View) -> None:
    headings = (
        say("記録", "Stream"),
        say("段階", "Stage"),
        say("版", "Version"),
        say("開始", "Since"),
        say("人", "Person"),
        say("題名", "Title"),
    )
    cells = [
        (
            row.stream,
            word(STAGES, row.stage),
            str(row.version),
            moment(row.started_at),
            _people([row.person], names) if row.person else "",
            "" if row.title == row.person else row.title,
        )
        for row in rows
    ]
    # Columns that say nothing about this kind are left out.
    kept = [place for place in range(len(headings)) if place == 0 or any(row[place] not in ("", "-") for row in cells)]
    kept_cells = [[row[place] for place in kept] for row in cells]
    title_last = kept[-1] == len(headings) - 1
    Table([headings[place] for place in kept], kept_cells, empty, title_last=title_last).write(view)


def _nothing_here(tenant: str, kind: str | None, engagement: str | None) -> str:
    what = word(KINDS, kind) if kind else say("記録", "stream")
    if engagement is not None:
        return say(f"engagement:{engagement} に、{what}はありません。", f"engagement:{engagement} has no {what}.")
    return say(
        f"地域 {tenant} に、該当する{what}はありません。別の地域は --tenant で選びます。",
        f"Tenant {tenant} has no such {what}. Choose another tenant with --tenant.",
    )


def _check_choice(given: str | None, known: dict[str, Any], where: str) -> None:
    if given is None or given in known:
        return
    listed = ", ".join(known)
    raise wrong_usage(
        "choice-unknown",
        say(f"「{given}」は使えません。", f"{given!r} is not known."),
        f"{did_you_mean(given, known)} {say(f'使えるのは: {listed}。', f'There are: {listed}.')}".strip(),
        where,
    )


@described(
    say("一つの記録の今の状態と、待っていることを示します。", "How one stream stands now, and what it waits for."),
    "banso show engagement:a",
    "banso show person:coordinator --json",
)
def show(
    stream: Annotated[str, Parameter(help=say("記録(種類:番号)", "Stream, as kind:id"))],
    /,
    *,
    whose: Tenant = WHOSE,
    view: View = USUAL,
) -> None:
    """How one stream stands."""
    tenant, reference = whose.id, stream_of(stream)

    async def question(client: "BansoClient") -> "tuple[int, Any, dict[str, str]]":
        from banso.cli.states import people_of

        version, state = await seen(client, tenant, reference, client.queries.show(tenant, reference))
        return version, state, await client.queries.names(tenant, people_of(state))

    version, state, names = ask(question)
    if view.json:
        write_json(
            {"stream": reference.key, "tenant": tenant, "version": version, "state": state.model_dump(mode="json")}
        )
        return
    from banso.cli.states import describe

    write(describe(reference, version, state, names, console().width if view.decorated else None))
