"""A coordinator's first hour on the command line: steps that are really taken, and the pages that are written from it.

`PYTHONPATH=tests:. python -m support.tour` takes them on new stacks, once in each language, and writes docs/tour.md and
docs/tour.ja.md.
"""

import asyncio
import re
import shlex
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx

from banso.stack.waiting import poll

from support.command_line import CommandLine, Said
from support.visiting import Visitor

DOCS = Path(__file__).parents[2] / "docs"
PAGES = {"en": DOCS / "tour.md", "ja": DOCS / "tour.ja.md"}
LINK = re.compile(r"https?://[^\s/]+/decide/[\w-]+")
WIDEST = 100
PATIENCE_SECONDS = 60


@dataclass(frozen=True)
class Step:
    """What is told (Japanese, English), what is typed after it, and the exit code that it comes to.

    `{document}` in a word stands for the hash of the contract. `until` waits for what the worker does in between.
    `last` shows so many lines of the answer only.
    """

    told: tuple[str, str]
    commands: tuple[tuple[str, ...], ...]
    code: int = 0
    until: Callable[["Walk"], bool] | None = None
    last: int | None = None
    after: Callable[["Walk"], None] | None = None


@dataclass
class Walk:
    """One walk through all steps."""

    line: CommandLine
    language: str
    pages: list[str] = field(default_factory=list)

    def take(self, step: Step) -> None:
        """Take a step and write down what was typed and what came of it."""
        if step.until:
            assert poll(lambda: bool(step.until and step.until(self)), limit=PATIENCE_SECONDS, pause=0.3), step.told[1]
        shown = [self._typed(step, words) for words in step.commands]
        self.pages.append("\n".join([self._say(step.told), "", "```console", "\n\n".join(shown), "```", ""]))
        if step.after:
            step.after(self)

    def ask(self, *words: str) -> Said:
        """A command that is not told of."""
        return self.line.ask(*words, language=self.language)

    def document(self) -> str:
        """The hash of the contract; empty where none was written down yet."""
        said = self.ask("document", "hata-aoi", "--json")
        return str(said.json["document"]["sha256"]) if said.code == 0 else ""

    def approve(self) -> None:
        """The company opens the link of its latest mail, types the fee and approves."""
        link = LINK.search(self.ask("mail", "latest").out)
        assert link is not None
        asyncio.run(_approve(link[0]))

    def _typed(self, step: Step, words: tuple[str, ...]) -> str:
        filled = [self.document() if word == "{document}" else word for word in words]
        said = self.ask(*filled)
        assert said.code == step.code, f"{filled}: {said.code}\n{said.out}{said.err}"
        lines = [*said.out.rstrip().splitlines(), *said.err.rstrip().splitlines()]
        if step.last is not None:
            lines = ["…", *lines[-step.last :]]
        return "\n".join([typed(filled), *lines])

    def _say(self, told: tuple[str, str]) -> str:
        return told[0] if self.language == "ja" else told[1]


def typed(words: list[str]) -> str:
    """A command as somebody types it, on several lines where it is long."""
    parts = ["$ banso"]
    for word in words:
        if word.startswith("--") and len(parts[-1]) > WIDEST - 40:
            parts.append("   ")
        parts[-1] += f" {shlex.quote(word)}"
    return " \\\n".join(parts)


async def _approve(link: str) -> None:
    origin, _, token = link.partition("/decide/")
    async with httpx.AsyncClient(base_url=origin) as http:
        visitor = Visitor(http)
        done = await visitor.send("approve", await visitor.open(token), confirmation="150000")
    assert done.status_code < 400, done.text


def _is_ready(walk: Walk) -> bool:
    return bool(walk.ask("show", "participation:hata-aoi", "--json").json["state"]["ready"])


def _company_was_asked(walk: Walk) -> bool:
    return LINK.search(walk.ask("mail", "latest").out) is not None


def _person(identifier: str, name: str, *more: str) -> tuple[str, ...]:
    return ("person", "register", identifier, "--name", name, "--email", f"{identifier}@example.jp", *more)


def _as(role: str, person: str) -> tuple[str, str]:
    return ("--as", f"{role}:{person}")


def steps(today: date) -> Iterator[Step]:
    """The whole hour. `today` is the day on which it is walked, in Japan."""
    yield from _join()
    yield from _post()
    yield from _choose(today)
    yield from _agree(today)
    yield from _work(today)
    yield from _look()


def _join() -> Iterator[Step]:
    yield Step(
        (
            "## 窓口を開く\n\nまず、コーディネーターになる人を登録し、その人として作業することを覚えさせます。"
            "あとは毎回書かなくて済みます。",
            "## A desk is opened\n\nFirst the person who coordinates is registered. Then the command line keeps as "
            "whom you work, so that you need not say it again.",
        ),
        (
            _person("sakura", "架空 さくら", "--employment", "not_working"),
            ("login", "--as", "coordinator:sakura"),
            ("whoami",),
        ),
    )
    yield Step(
        (
            "地域の団体が、プレイブックを決めて加わります。",
            "The regional organisation joins with the playbook that its projects follow.",
        ),
        (
            (
                "service", "open", "gifu-desk", "--name", "岐阜デスク", "--region", "岐阜県",
                "--playbook", "furusato-kengyo", "--coordinators", "sakura",
            ),
        ),
    )  # fmt: skip
    yield Step(
        (
            "企業の方、参加したい人、その人の勤務先の担当者を登録します。",
            "A company's president, somebody who wants to take part, and whoever decides at her employer.",
        ),
        (
            _person("ichiro", "架空 一郎", "--employment", "self_employed", "--uses-employees"),
            _person("jinji", "架空 人事", "--employment", "employed"),
            _person("aoi", "架空 あおい", "--citizen-of", "JP", "--employer-contact", "jinji"),
        ),
    )


def _post() -> Iterator[Step]:
    yield Step(
        (
            "## 募集をつくる\n\n企業の願いを下書きにして、公開してみます。人手だけを求めるものは、公開できません。",
            "## A posting\n\nThe company's wish becomes a draft.",
        ),
        (
            (
                "posting", "draft", "hata", "--service", "gifu-desk", "--title", "旗屋の発信", "--theme", "広報",
                "--host", "見本旗店", "--weekly-hours", "8", "--coordinator", "sakura", "--company-contacts", "ichiro",
            ),
        ),
    )  # fmt: skip
    yield Step(
        (
            "断られました。何が足りず、どうすればよいかが書かれています。何も変わっていません。",
            "A posting that only asks for hands is refused, with what is missing. Nothing has changed.",
        ),
        (("posting", "publish", "hata"),),
        code=1,
    )
    yield Step(
        (
            "共有する目標、一緒に決めること、役割を書き足すと、公開できます。",
            "With a goal to share, a decision to take together and roles, it goes out.",
        ),
        (
            (
                "posting", "revise", "hata", "--goal", "若い世代に旗が届く", "--shared-decision",
                "何から始めるかを一緒に決める", "--roles", "広報", "企画",
            ),
            ("posting", "publish", "hata"),
        ),
    )  # fmt: skip


def _choose(today: date) -> Iterator[Step]:
    yield Step(
        (
            "## 応募から選考まで\n\nあおいさんが応募します。返事を待っていることが、受信箱に現れます。",
            "## From the application to the choice\n\nAoi applies. That she waits for an answer is in the inbox.",
        ),
        (
            (
                "application", "apply", "hata-aoi", "--engagement", "hata", "--person", "aoi",
                "--motivation", "祭りで見た大漁旗が忘れられません。", *_as("participant", "aoi"),
            ),
            ("inbox",),
        ),
    )  # fmt: skip
    yield Step(
        (
            "面談し、枠を渡します。`--dry-run` は試すだけで、何も変えません。",
            "You meet her and give her the seat. `--dry-run` only tries it.",
        ),
        (
            ("application", "interview", "hata-aoi", "--held-on", today.isoformat(), "--note", "話が弾みました。"),
            ("application", "select", "hata-aoi", "--dry-run"),
            ("application", "select", "hata-aoi"),
        ),
    )


def _offer(today: date, hours: str) -> tuple[str, ...]:
    period = ("--starts-on", f"{today + timedelta(days=14)}", "--ends-on", f"{today + timedelta(days=180)}")
    terms = ("--work", "旗の広報の企画", "--fee", "150000", "--weekly-hours", hours, *period, "--place", "オンライン")
    return ("contract", "offer", "hata-aoi", *terms)


def _agree(today: date) -> Iterator[Step]:
    yield Step(
        (
            "## 同意と契約\n\n勤務先が、週六時間までとして同意します。",
            "## Consent and contract\n\nHer employer agrees, up to six hours a week.",
        ),
        (("consent", "record", "hata-aoi", "--weekly-hours-cap", "6", *_as("employer", "jinji")),),
    )
    yield Step(
        ("それを超える契約は示せません。", "A contract above that cannot be offered."), (_offer(today, "8"),), code=1
    )
    yield Step(("六時間なら示せます。", "One of six hours can."), (_offer(today, "6"),))
    yield Step(
        (
            "契約書はワーカーが書き上げます。双方が、まさにその文書に署名します。",
            "A worker writes the terms down. Both sides sign exactly that document.",
        ),
        (("document", "hata-aoi"),),
        until=lambda walk: bool(walk.document()),
        last=6,
    )
    sign = ("contract", "sign", "hata-aoi", "--document", "{document}", "--side")
    yield Step(
        (
            "就労できることは、規則に照らしてワーカーが確かめています。",
            "That she may do this work was meanwhile checked by rule.",
        ),
        ((*sign, "participant", *_as("participant", "aoi")), (*sign, "company", *_as("company", "ichiro"))),
    )


def _work(today: date) -> Iterator[Step]:
    yield Step(
        ("## 成果\n\n成果を決めて、始めます。", "## A result\n\nA result is planned, and the work begins."),
        (
            (
                "milestone", "plan", "hata", "m1", "--title", "最初の発信", "--fee", "150000",
                "--due-on", f"{today + timedelta(days=60)}",
            ),
            ("project", "start", "hata"),
        ),
        until=_is_ready,
    )  # fmt: skip
    yield Step(
        (
            "あおいさんが成果を渡すと、承認のお願いがメールで企業に届きます。",
            "Aoi delivers it, and the company is asked for its approval by mail.",
        ),
        (("milestone", "deliver", "hata", "m1", "--evidence", "記事を三本公開しました。", *_as("participant", "aoi")),),
    )
    yield Step(
        (
            "実際の環境では本人に届くメールを、手元では見ることができます。",
            "On a stack of your own, mails are caught and can be read.",
        ),
        (("mail", "latest"),),
        until=_company_was_asked,
        after=Walk.approve,
    )


def _look() -> Iterator[Step]:
    yield Step(
        (
            "リンクを開いただけでは、何も決まりません。企業の方が報酬の額を入力して承認しました。\n\n## ふりかえる\n\n"
            "起きたことは、物語として、一行ずつ、または記録のまま(`--raw`)読めます。",
            "Opening the link decides nothing. The president types the fee and approves.\n\n## Looking back\n\n"
            "What happened reads as a story, line by line, or as the record itself (`--raw`).",
        ),
        (("timeline", "engagement:hata"), ("timeline", "engagement:hata", "--compact")),
    )
    yield Step(
        (
            "題名・企業・地域の言葉から探し、誰の番かを見ます。",
            "Find it again by a word of its title, host or region, and see whose turn it is.",
        ),
        (("search", "旗"), ("inbox",)),
    )
    yield Step(
        (
            "地域として何を語れるかは、いつでも数えられます。個人に関することは含みません。",
            "What the region can tell is counted at any time. Nothing in it is about a single person.",
        ),
        (("report",),),
        until=lambda walk: walk.ask("report", "--json").json["report"]["milestones_approved"] == 1,
    )


INTRODUCTION = {
    "en": "# A coordinator's first hour\n\nStart Banso in one terminal with `banso up`, and type this in another. "
    "All of it was really typed: this page was written by running it (`tests/support/tour.py`). "
    "[日本語](tour.ja.md)\n",
    "ja": "# コーディネーターの最初の一時間\n\n一つの端末で `banso up` として起動し、別の端末で次のとおりに入力します。"
    "このページは、実際に実行して書き出したものです(`tests/support/tour.py`)。[English](tour.md)\n",
}


def walk(line: CommandLine, language: str, today: date) -> str:
    """Take every step; the page that tells of it."""
    walked = Walk(line, language)
    for step in steps(today):
        walked.take(step)
    return "\n".join([INTRODUCTION[language], *walked.pages]).rstrip() + "\n"


def commands_of(page: str) -> list[str]:
    """What a page says to type, in order; days, hashes and links of one run are left open."""
    joined = page.replace(" \\\n    ", " ")
    lines = [line for line in joined.splitlines() if line.startswith("$ ")]
    return [re.sub(r"\b[0-9a-f]{64}\b", "HASH", re.sub(r"\b\d{4}-\d\d-\d\d\b", "DAY", line)) for line in lines]


def main() -> None:
    """Walk twice and write both pages."""
    today = datetime.now(ZoneInfo("Asia/Tokyo")).date()
    for language, page in PAGES.items():
        with tempfile.TemporaryDirectory() as folder:
            line = CommandLine(Path(folder) / "data", {"COLUMNS": f"{WIDEST}"})
            with line.up("--json") as running:
                running.wait_until_ready()
                page.write_text(walk(line, language, today), encoding="utf-8")
        print(f"wrote {page.name}")


if __name__ == "__main__":
    main()
