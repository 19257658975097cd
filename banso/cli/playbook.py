"""`banso playbook`: which there are, what is wrong with one, what a new version changes, and adding one's own."""

from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from banso.cli.errors import NOT_FOUND, OK, REFUSED, WRONG_USAGE, Problem, nothing_changed
from banso.cli.help import described, subcommands
from banso.cli.output import USUAL, Table, View, advise, write, write_json
from banso.cli.session import WHOSE, Tenant, ask
from banso.cli.texts import language, say

if TYPE_CHECKING:
    from banso.client import BansoClient
    from banso.playbook_differences import Differences, MessageDifference, Side
    from banso.playbook_folder import OwnPlaybook, Playbooks
    from banso.playbooks import Mistake
    from domain.playbooks.schema import Rules


playbook = subcommands(
    "playbook",
    say("プレイブック(進め方のデータ)を書き、確かめ、使います。", "Playbooks: how a kind of engagement goes, as data."),
    "banso playbook check my-desk.toml",
    "banso playbook add my-desk.toml",
    "banso playbook list",
)


FILE = Parameter(allow_leading_hyphen=True, help=say("プレイブック(TOML)のファイル", "A playbook's file (TOML)"))
SIDE = Parameter(
    help=say(
        "ファイル、使えるプレイブックの名前、または 名前@版(始まったものが固定した規則)",
        "A file, the name of a playbook that can be used, or NAME@VERSION of rules that something began with",
    )
)


@playbook.command
@described(
    say(
        "プレイブックの誤りを、すべて行番号とともに示します。誤りがあれば終了コードは 1 です。- は標準入力です。",
        "Names every mistake in a playbook with its line. The exit code is 1 where there is one. - is standard input.",
    ),
    "banso playbook check my-desk.toml",
)
def check(
    file: Annotated[str, FILE],
    /,
    *,
    view: View = USUAL,
) -> int:
    """Name every mistake in a playbook."""
    from banso.playbooks import check_playbook

    mistakes = check_playbook(_bytes_of(file), _name_of(file))
    if view.json:
        write_json({"ok": not mistakes, "mistakes": [_mistake(one) for one in mistakes]})
    elif mistakes:
        write("\n".join(mistake.explain(language()) for mistake in mistakes))
        advise(
            say(f"誤りが {len(mistakes)} 件あります。", f"{len(mistakes)} mistake{'s' if len(mistakes) > 1 else ''}.")
        )
    else:
        write(say("誤りはありません。このプレイブックは使えます。", "No mistakes: this playbook can be used."))
    return REFUSED if mistakes else OK


@playbook.command
@described(
    say(
        "プレイブックを確かめ、この設置の置き場(BANSO_PLAYBOOKS)に加えます。規則を変えたら version を上げます。"
        "すでに始まったものは、始めたときの版のまま進みます。",
        "Checks a playbook and puts it where this installation's own are (BANSO_PLAYBOOKS). Other rules need a higher "
        "version. What has begun goes on with the version that it began with.",
    ),
    "banso playbook add my-desk.toml",
)
def add(file: Annotated[str, FILE], /, *, view: View = USUAL) -> int:
    """Check a playbook and put it among this installation's own."""
    added = _playbooks().add(_bytes_of(file), _name_of(file))
    rules = added.rules
    if view.json:
        said = {"name": rules.name, "version": rules.version, "before": added.before, "changed": added.changed}
        write_json({"ok": True, **said, "file": str(added.path)})
        return OK
    what = say(f"{rules.name} 第{rules.version}版", f"{rules.name}, version {rules.version},")
    if not added.changed:
        write(say(f"{what}は、もうそのままあります。", f"{what} is there already, just like this."))
    else:
        write(say(f"{what}を加えました({added.path})。", f"{what} can be used from now on ({added.path})."))
    return OK


@playbook.command(name="list")
@described(
    say(
        "使えるプレイブックの一覧です。使えないファイルは、その誤りとともに示します。",
        "Lists the playbooks that can be used, and files of your own that cannot, with their mistakes.",
    ),
    "banso playbook list",
)
def list_playbooks(*, view: View = USUAL) -> None:
    """The playbooks that can be used, and files that cannot."""
    from banso.playbooks import shipped_playbooks

    playbooks, shipped = _playbooks(), shipped_playbooks()
    rules = [playbooks.load(name).rules for name in playbooks.names()]
    broken = [own for own in playbooks.own() if own.playbook is None]
    if view.json:
        known = [{**_named(one), "shipped": one.name in shipped} for one in rules]
        write_json({"playbooks": known, "broken": [_broken(own) for own in broken]})
        return
    headings = (say("名前", "Name"), say("版", "Version"), say("出どころ", "From"), say("題名", "Title"))
    origins = {True: say("製品", "the product"), False: say("自分たち", "yourselves")}
    rows = [(one.name, str(one.version), origins[one.name in shipped], one.title.of(language())) for one in rules]
    Table(headings, rows).write(view)
    for own in broken:
        write(say(f"使えません: {own.path}", f"Cannot be used: {own.path}"))
        write("\n".join(mistake.explain(language()) for mistake in own.mistakes))


@playbook.command
@described(
    say(
        "二つの版の違いを示します。規則は場所ごとに、文面は行ごとに示します。違いがあれば終了コードは 1 です。",
        "Shows what differs between two versions: rules by their places, messages line by line. The exit code is 1 "
        "where anything does.",
    ),
    "banso playbook diff my-desk my-desk.toml",
    "banso playbook diff my-desk@1 my-desk",
)
def diff(old: Annotated[str, SIDE], new: Annotated[str, SIDE], /, *, tenant: Tenant = WHOSE, view: View = USUAL) -> int:
    """What a new version changes."""
    from banso.playbook_differences import differences

    found = differences(_side(old, tenant), _side(new, tenant))
    if view.json:
        write_json({"same": not found.any, "rules": found.rules, "messages": found.messages})
    else:
        _write_differences(found, view)
    return REFUSED if found.any else OK


def _write_differences(found: "Differences", view: View) -> None:
    if found.rules:
        headings = (say("規則", "Rule"), say("前", "Before"), say("後", "After"))
        Table(headings, [(one.place, _value(one.old), _value(one.new)) for one in found.rules]).write(view)
    for one in found.messages or ():
        write(_heading(one))
        write("\n".join(one.lines))
    if found.messages is None:
        advise(
            say(
                "固定された版は規則だけを持つので、文面は比べていません。",
                "What is pinned are rules; messages were not compared.",
            )
        )
    if not found.any:
        write(say("違いはありません。", "They do not differ."))


def _heading(one: "MessageDifference") -> str:
    words = {
        "added": say("独自の文面になります", "gets words of its own"),
        "removed": say("標準の文面に戻ります", "is worded as in the standard again"),
        "reworded": say("文面が変わります", "is worded anew"),
    }
    return f"messages.{one.message}.{one.language}: {words[one.change]}"


def _value(value: Any) -> str:
    """A rule's value as a table shows it."""
    if value is None:
        return say("(なし)", "(none)")
    if isinstance(value, list):
        return ", ".join(str(entry) for entry in value) or say("(空)", "(empty)")
    return str(value)


def _side(given: str, tenant: Tenant) -> "Side":
    """What one argument of a comparison stands for.

    Raises:
        Problem: it is no playbook, or one with mistakes.
    """
    from pathlib import Path

    from banso.playbook_differences import Side
    from banso.playbooks import PlaybookError, parse_playbook

    name, at, version = given.partition("@")
    is_file = given.endswith(".toml") or Path(given).is_file()
    if at and not is_file:
        return Side(_pinned(name, version, tenant), None)
    try:
        found = parse_playbook(_bytes_of(given), _name_of(given)) if is_file else _playbooks().load(given)
    except PlaybookError as error:
        code = NOT_FOUND if error.code == "playbook-unknown" else WRONG_USAGE
        wrong, right = error.wrong.of(language()), error.right.of(language())
        raise Problem(error.code, wrong, right, code, given, nothing_changed()) from None
    return Side(found.rules, found.messages)


def _pinned(name: str, version: str, tenant: Tenant) -> "Rules":
    """Rules that engagements of a tenant began with: by version, or by the first digits of their hash.

    Raises:
        Problem: there are none, or several that differ.
    """

    async def question(client: "BansoClient") -> "dict[str, Rules]":
        return await client.queries.pinned(tenant.id, name)

    pinned = ask(question)
    found = {digest: one for digest, one in pinned.items() if version == str(one.version)}
    found = found or {digest: one for digest, one in pinned.items() if version and digest.startswith(version)}
    if found and all(one == next(iter(found.values())) for one in found.values()):
        return next(iter(found.values()))
    named = ", ".join(f"{name}@{digest[:12] if found else one.version}" for digest, one in (found or pinned).items())
    raise Problem(
        "playbook-pin-unknown",
        say(f"{name}@{version} がどれか、決まりません。", f"{name}@{version} names several.")
        if found
        else say(f"{name}@{version} で始まったものはありません。", f"Nothing began with {name}@{version}."),
        say(f"あるのは: {named}。", f"There are: {named}.") if named else say("何もありません。", "There is none."),
        NOT_FOUND,
        "NAME@VERSION",
        nothing_changed(),
    )


def _playbooks() -> "Playbooks":
    from banso.playbook_folder import Playbooks
    from banso.settings import Settings

    return Playbooks(Settings.from_environment().playbook_directory)


def _bytes_of(file: str) -> bytes:
    import sys
    from pathlib import Path

    from banso.playbook_text import bytes_of

    if file == "-":
        return bytes_of(sys.stdin.buffer)
    with Path(file).open("rb") as opened:
        return bytes_of(opened)


def _name_of(file: str) -> str:
    from pathlib import Path

    return "-" if file == "-" else Path(file).name


def _mistake(one: "Mistake") -> dict[str, Any]:
    wrong, right = one.wrong.of(language()), one.right.of(language())
    return {"line": one.line, "place": one.place, "wrong": wrong, "right": right}


def _named(one: "Rules") -> dict[str, Any]:
    return {"name": one.name, "version": one.version, "title": one.title}


def _broken(own: "OwnPlaybook") -> dict[str, Any]:
    return {"file": str(own.path), "mistakes": [_mistake(one) for one in own.mistakes]}
