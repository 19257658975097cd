"""`banso playbook`: those that ship with the product, and a check that names every mistake with its line."""

from typing import Annotated

from cyclopts import Parameter

from banso.cli.errors import OK, REFUSED
from banso.cli.help import described, subcommands
from banso.cli.output import USUAL, Table, View, advise, write, write_json
from banso.cli.texts import language, say

playbook = subcommands(
    "playbook",
    say("プレイブック(進め方のデータ)を点検します。", "Playbooks: how a kind of engagement goes, as data."),
    "banso playbook list",
    "banso playbook check my-desk.toml",
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
    file: Annotated[
        str, Parameter(allow_leading_hyphen=True, help=say("プレイブック(TOML)のファイル", "A playbook's file (TOML)"))
    ],
    /,
    *,
    view: View = USUAL,
) -> int:
    """Name every mistake in a playbook."""
    import sys
    from pathlib import Path

    from banso.playbooks import check_playbook

    raw = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
    mistakes = check_playbook(raw, "-" if file == "-" else Path(file).name)
    if view.json:
        told = [
            {"line": one.line, "place": one.place, "wrong": one.wrong.of(language()), "right": one.right.of(language())}
            for one in mistakes
        ]
        write_json({"ok": not mistakes, "mistakes": told})
    elif mistakes:
        write("\n".join(mistake.explain(language()) for mistake in mistakes))
        advise(
            say(f"誤りが {len(mistakes)} 件あります。", f"{len(mistakes)} mistake{'s' if len(mistakes) > 1 else ''}.")
        )
    else:
        write(say("誤りはありません。このプレイブックは使えます。", "No mistakes: this playbook can be used."))
    return REFUSED if mistakes else OK


@playbook.command(name="list")
@described(
    say("製品に付いてくるプレイブックの一覧です。", "Lists the playbooks that ship with the product."),
    "banso playbook list",
)
def list_playbooks(*, view: View = USUAL) -> None:
    """The playbooks that ship with the product."""
    from banso.playbooks import load_playbook, shipped_playbooks

    rules = [load_playbook(name).rules for name in shipped_playbooks()]
    if view.json:
        write_json({"playbooks": [{"name": one.name, "version": one.version, "title": one.title} for one in rules]})
        return
    headings = (say("名前", "Name"), say("版", "Version"), say("題名", "Title"))
    Table(headings, [(one.name, str(one.version), one.title.of(language())) for one in rules]).write(view)
