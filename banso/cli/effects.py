"""`banso effects`: what goes outside, how far it is, and another try for what is parked."""

from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from banso.cli.effect_words import EFFECT_KINDS, EFFECT_STATES
from banso.cli.errors import NOT_FOUND, Problem, did_you_mean, nothing_changed, wrong_usage
from banso.cli.happenings import command_words
from banso.cli.help import described, subcommands
from banso.cli.output import USUAL, Table, View, moment, write, write_json
from banso.cli.session import WHOSE, Tenant, ask, found_in, stream_of
from banso.cli.texts import say
from banso.cli.words import message_word, spaced, word

if TYPE_CHECKING:
    from banso.client import BansoClient, LedgerEntry

MOST_ROWS = 200

effects = subcommands(
    "effects",
    say(
        "メール・伝達・契約書の作成など、外への働きかけの台帳です。人の手が要るものが先に並びます。",
        "The ledger of what goes outside: mails, word to other streams, documents. What needs a human comes first.",
    ),
    "banso effects",
    "banso effects --status parked",
    "banso effects retry 0d6fb2c1",
)


@effects.default
def list_effects(
    *,
    status: Annotated[str | None, Parameter(help=", ".join(EFFECT_STATES))] = None,
    stream: Annotated[str | None, Parameter(help=say("この記録の分だけ", "Only those of this stream"))] = None,
    whose: Tenant = WHOSE,
    view: View = USUAL,
) -> None:
    """What goes outside, and how far it is."""
    tenant, key = whose.id, stream_of(stream).key if stream else None
    if status is not None and status not in EFFECT_STATES:
        known = ", ".join(EFFECT_STATES)
        raise wrong_usage(
            "choice-unknown",
            say(f"「{status}」という状態はありません。", f"There is no status {status!r}."),
            f"{did_you_mean(status, EFFECT_STATES)} {say(f'使えるのは: {known}。', f'There are: {known}.')}".strip(),
            "--status",
        )

    async def question(client: "BansoClient") -> "list[LedgerEntry]":
        entries = client.queries.effects(tenant, status=status, stream=key, limit=MOST_ROWS)
        return await found_in(client, whose, entries)

    rows = ask(question)
    if view.json:
        write_json({"effects": rows})
        return
    headings = (
        say("番号", "Id"),
        say("状態", "Status"),
        say("何を", "What"),
        say("記録", "Stream"),
        say("試行", "Tries"),
        say("日時", "Since"),
        say("理由", "Reason"),
    )
    cells = [
        (
            str(row.effect_id)[:8],
            word(EFFECT_STATES, row.status),
            _what(row),
            row.stream,
            str(row.attempts),
            moment(row.created_at),
            row.reason or "",
        )
        for row in rows
    ]
    Table(headings, cells, say("該当するものはありません。", "There are none.")).write(view)


def _what(row: "LedgerEntry") -> str:
    kind = word(EFFECT_KINDS, row.kind)
    if row.kind == "notify":
        return f"{message_word(str(row.payload.get('template')))} -> {row.payload.get('to')}"
    if row.kind == "deliver_to_stream":
        target, command = row.payload.get("target", {}), row.payload.get("command", {})
        return f"{_step(command)} -> {target.get('kind')}:{target.get('id')}"
    if row.kind == "tell_each":
        return f"{_step(row.payload.get('command', {}))} -> {row.payload.get('kind')} *"
    return kind


def _step(command: dict[str, Any]) -> str:
    """What one stream tells another, in words."""
    type_ = str(command.get("type"))
    return command_words(type_, spaced(type_)).partition("(")[0].rstrip("。")


@effects.command
@described(
    say(
        "停止中または不明の働きかけを、もう一度試します。番号は始めの数文字で足ります。",
        "Tries a parked or uncertain effect again. The first characters of its id are enough.",
    ),
    "banso effects retry 0d6fb2c1",
)
def retry(
    effect: Annotated[str, Parameter(help=say("番号、またはその始め", "Its id, or the beginning of it"))],
    /,
    *,
    whose: Tenant = WHOSE,
    view: View = USUAL,
) -> None:
    """Try a parked or uncertain effect again."""
    tenant = whose.id

    async def question(client: "BansoClient") -> "LedgerEntry":
        found = await _find(client, tenant, effect)
        entry = await client.handler.retry_effect(tenant, found.effect_id)
        if entry is None:
            raise _needs_no_retry(found)
        return entry

    entry = ask(question)
    if view.json:
        write_json({"effect": entry})
    else:
        write(
            say(
                f"もう一度試します: {_what(entry)}({entry.stream})",
                f"It is tried again: {_what(entry)} ({entry.stream})",
            )
        )


async def _find(client: "BansoClient", tenant: str, beginning: str) -> "LedgerEntry":
    """The one effect whose id begins like this, among those that need a human and the latest others."""
    rows = await client.queries.effects(tenant, limit=10_000)
    found = [row for row in rows if str(row.effect_id).startswith(beginning.lower())]
    if len(found) == 1:
        return found[0]
    lists = say("`banso effects` で番号を確かめてください。", "`banso effects` shows the ids.")
    if not found:
        wrong = say(f"番号 {beginning} の働きかけはありません。", f"There is no effect {beginning}.")
        raise Problem("not-found", wrong, lists, NOT_FOUND, "EFFECT", nothing_changed())
    wrong = say(
        f"{beginning} で始まるものが {len(found)} 件あります。", f"{len(found)} effects begin with {beginning}."
    )
    raise wrong_usage("id-ambiguous", wrong, say("もう少し長く書いてください。", "Write more of the id."), "EFFECT")


def _needs_no_retry(entry: "LedgerEntry") -> Problem:
    status = word(EFFECT_STATES, entry.status)
    return Problem(
        "effect-not-parked",
        say(f"この働きかけは「{status}」です。", f"This effect is {status}."),
        say("再試行できるのは、停止中か不明のものです。", "Only a parked or uncertain one can be tried again."),
        1,
        outcome=nothing_changed(),
    )
