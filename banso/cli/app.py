"""All commands: what each is called, what it is for, and where it is found when it is used."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from banso.cli.texts import say
from banso.cli.verbs import GROUPS

if TYPE_CHECKING:
    from cyclopts import App

GLOBAL_FLAGS = ("--json", "--plain")
"""May stand before the command as well as after it."""


@dataclass(frozen=True)
class Entry:
    """One command: `place` is module:object."""

    name: str
    place: str
    summary: str


def groups() -> dict[str, list[Entry]]:
    """Commands under the headings that help shows, in the order in which a newcomer needs them."""
    return {
        say("動かす", "Run it"): [
            Entry("up", "starting:up", say("すべてを起動し、動かし続けます", "Start everything and keep it running")),
            Entry("demo", "demo:demo", say("一年分を数分で見ます", "Watch five projects, a year in minutes")),
            Entry("doctor", "examining:doctor", say("必要なものを調べます", "Look at everything that is needed")),
        ],
        say("見る", "Look"): [
            Entry("inbox", "reading:inbox", say("誰が、いつまでに、何をするか", "Who must act, on what, until when")),
            Entry("list", "reading:list_", say("記録の一覧", "What there is")),
            Entry("search", "searching:search", say("題名・企業・地域などから探します", "Find by title, host, region")),
            Entry("show", "reading:show", say("一つの記録の今", "How one stream stands")),
            Entry("where", "where:where", say("その日どこにいて、何が認められていたか", "Where somebody was on a day")),
            Entry("timeline", "history:timeline", say("これまでの経過", "What happened, in order")),
            Entry("events", "history:events", say("出来事の記録", "The events of one stream")),
            Entry(
                "consultations",
                "consulting:consultations",
                say("現場の困りごと", "Problems from the front, by project"),
            ),
            Entry("front", "consulting:front", say("現場に向く人", "Who could go to the front")),
            Entry("validation", "consulting:validation", say("顧客への検証", "Customers asked, and those who pay")),
            Entry(
                "premises", "premises:premises", say("前提の台帳", "What a mission takes for granted, and what fell")
            ),
            Entry("report", "reporting:report", say("地域の報告", "What the region can tell, in figures")),
            Entry("effects", "effects:effects", say("外への働きかけと再試行", "What goes outside, and retries")),
            Entry("progress", "accompaniment:progress", say("目標と報告の歩み", "How a goal comes along")),
            Entry("radar", "accompaniment:radar", say("ひとりになっていないか", "Who may be on their own, and why")),
            Entry("mail", "mail:mail", say("受け止めたメール", "Mails that were caught")),
            Entry("document", "documents:document", say("契約書", "The document of a contract")),
        ],
        say("手順ごとに進める", "Act, step by step"): [
            Entry(name, f"steps:{name}", say(*about)) for name, about in GROUPS.items()
        ],
        say("あなた", "You"): [
            Entry("login", "login:login", say("どの地域で誰として作業するか", "Keep tenant and person")),
            Entry("whoami", "login:whoami", say("今、誰として作業しているか", "Who you are now")),
            Entry("logout", "login:logout", say("それを消します", "Forget them")),
            Entry("completion", "completion:completion", say("シェルの補完", "Completion for your shell")),
        ],
        say("プログラムと運営のために", "For programs and operators"): [
            Entry("send", "sending:send", say("コマンドを一つ送ります", "Send one command")),
            Entry(
                "commands",
                "describing:commands",
                say("送れるコマンドとその項目", "Which commands there are, and their fields"),
            ),
            Entry("links", "documents:links", say("決定リンクの取り消し", "Make decision links worthless")),
            Entry("playbook", "playbook:playbook", say("プレイブックを書き、使う", "Write and use playbooks")),
        ],
        say("守る", "Keep it safe"): [
            Entry("audit", "keeping:audit", say("記録が無傷かを確かめます", "Prove that nothing was altered or lost")),
            Entry(
                "anchor",
                "keeping:anchor",
                say("記録の指紋を外に残します", "Write the chains' heads outside the database"),
            ),
            Entry(
                "rebuild",
                "keeping:rebuild",
                say("一覧を出来事から作り直します", "Build a read model anew from the events"),
            ),
            Entry(
                "recover",
                "keeping:recover",
                say("消去をやり直し、すべての流れを再開させます", "Replay erasures, start every open workflow again"),
            ),
            Entry("export", "keeping:export", say("一つの記録を書き出します", "Write one stream out")),
            Entry("erase", "keeping:erase", say("個人情報を消去します", "Erase a person's data")),
        ],
    }


def names() -> list[str]:
    """The names of all commands."""
    return [entry.name for entries in groups().values() for entry in entries]


def build() -> "App":
    """The command line, with nothing of any command loaded yet."""
    from cyclopts import App, Group

    from banso.cli.help import HelpFormatter

    app = App(
        name="banso",
        help_flags=["--help", "-h"],
        version_flags=[],
        help_format="plaintext",
        help_formatter=HelpFormatter(),
        group_commands=Group(say("コマンド", "Commands")),
        group_arguments=Group(say("対象", "Arguments")),
        group_parameters=Group(say("指定", "Options")),
        exit_on_error=False,
        print_error=False,
        result_action="return_value",
    )
    for entries in groups().values():
        for entry in entries:
            app.command(f"banso.cli.{entry.place}", name=entry.name)
    return app


def overview() -> str:
    """What `banso --help` says: examples first, then every command."""
    from banso.cli.columns import padded

    examples = (
        ("banso up --sample", say("見本のプロジェクト五つとともに起動", "start with five sample projects in it")),
        ("banso inbox", say("誰の番かを見る", "see whose turn it is")),
        ("banso timeline engagement:a", say("一つのプロジェクトの経過", "what happened in one project")),
        ("banso application --help", say("応募について何ができるか", "what can be done about applications")),
        (
            "banso application select a1 --dry-run",
            say("試すだけで、何も変えない", "try it, changing nothing"),
        ),
    )
    lines = [
        say(
            "Banso(伴走): 副業プロジェクトの、募集からその後まで。",
            "Banso (伴走) accompanies side-job projects, from posting to last follow-up.",
        ),
        "",
    ]
    lines += [say("例:", "Examples:"), *(f"  {example}\n      {meaning}" for example, meaning in examples), ""]
    for heading, entries in groups().items():
        lines += [f"{heading}:", *(f"  {padded(entry.name, 15)}{entry.summary}" for entry in entries), ""]
    return "\n".join([*lines, _footer()])


def _footer() -> str:
    return say(
        "banso コマンド --help で詳しい説明。--json は JSON を一つ、--plain は飾りなし、--lang は言葉(ja|en)。\n"
        "終了コード: 0 成功、1 断られた・点検で問題あり、2 使い方の誤り、3 まだ分からない・使えない、4 見つからない",
        "banso COMMAND --help tells more. --json answers with one JSON object, --plain without decoration;\n"
        "--lang ja|en chooses the language.\n"
        "Exit codes: 0 done, 1 refused or something found wrong, 2 wrong usage,\n"
        "3 not known yet or unavailable, 4 not found",
    )
