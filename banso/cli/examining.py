"""`banso doctor`: everything that is needed, looked at; nothing is changed."""

import asyncio
from typing import TYPE_CHECKING

from banso.cli.errors import OK, REFUSED
from banso.cli.help import described
from banso.cli.output import USUAL, Table, View, advise, write_json
from banso.cli.texts import language, say

if TYPE_CHECKING:
    from banso.stack.check import Check

NAMES_JA = {
    "data directory": "データの置き場",
    "free space": "空き容量",
    "running": "動いているもの",
    "master key": "マスターキー",
    "own playbooks": "自分たちのプレイブック",
    "postgresql": "PostgreSQL",
    "backup programs": "バックアップの道具",
    "temporal": "Temporal",
    "time-skipping test server": "テスト用サーバー",
    "mail": "メール",
    "libraries": "ライブラリ",
}
LIBRARY = "library "


@described(
    say(
        "Python、ライブラリ、データの置き場、PostgreSQL、Temporal、ポート、メール、鍵を調べます。何も変えません。"
        "直すべきものがあれば終了コードは 1 です。",
        "Looks at Python, libraries, data directory, PostgreSQL, Temporal, ports, mail and key. Changes nothing. The "
        "exit code is 1 where something needs mending.",
    ),
    "banso doctor",
    "banso doctor --json",
)
def doctor(*, view: View = USUAL) -> int:
    """Look at everything that is needed."""
    from banso.settings import Settings
    from banso.stack.doctor import diagnose

    checks = asyncio.run(diagnose(Settings.from_environment()))
    wrong = [check for check in checks if check.ok is False]
    if view.json:
        write_json({"ok": not wrong, "checks": [_as_json(check) for check in checks]})
        return REFUSED if wrong else OK
    headings = (say("判定", "Check"), say("対象", "What"), say("わかったこと", "Found"))
    Table(headings, [_row(check) for check in _libraries_together(checks)]).write(view)
    advise(_conclusion(len(wrong)))
    return REFUSED if wrong else OK


def _as_json(check: "Check") -> dict[str, str | bool | None]:
    found, advice = check.found(language()), check.advice(language())
    return {"name": check.name, "ok": check.ok, "detail": found, "remedy": advice or None}


def _libraries_together(checks: "list[Check]") -> "list[Check]":
    """The libraries that are right in one row."""
    from banso.stack.check import Check

    right = [check for check in checks if check.name.startswith(LIBRARY) and check.ok]
    others = [check for check in checks if check not in right]
    versions = ", ".join(f"{check.name.removeprefix(LIBRARY)} {check.found(language())}" for check in right)
    return [*others[:1], Check(name="libraries", ok=True, detail=versions), *others[1:]]


def _row(check: "Check") -> tuple[str, str, str]:
    mark = {True: say("よし", "ok"), False: say("要対応", "WRONG"), None: say("参考", "note")}[check.ok]
    advice = check.advice(language())
    remedy = f"\n-> {advice}" if advice else ""
    return mark, say(NAMES_JA.get(check.name, check.name), check.name), check.found(language()) + remedy


def _conclusion(wrong: int) -> str:
    if wrong:
        return say(
            f"直すべきものが {wrong} 件あります。",
            f"{wrong} to be mended." if wrong > 1 else "One thing is to be mended.",
        )
    return say("問題は見つかりませんでした。", "Nothing is wrong.")
