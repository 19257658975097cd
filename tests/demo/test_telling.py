"""What people are shown: lines, a board, and how it ended, in both languages."""

import io
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import get_args

import pytest
from rich.console import Console

from banso.demo.asking import Answer
from banso.demo.board import REPEATED_LINES, Lines, Live, Telling
from banso.demo.moving import STORY as REMOTE
from banso.demo.notebook import Broken, new_page
from banso.demo.playing import Scene
from banso.demo.scenario import Act, Happening
from banso.demo.stories import Thread
from banso.demo.story import STORY
from banso.demo.summary import summary
from banso.demo.verdict import Verdict
from banso.demo.watching import Head, World
from domain.shared.actors import Actor, Role
from domain.shared.refusals import not_found
from domain.shared.values import Language
from domain.shared.waiting import Owner, Schedule, Wait

AT = datetime(2026, 4, 20, 1, tzinfo=UTC)
LANGUAGES = get_args(Language)
ACT = Act("engagement:a", "ApproveMilestone", Actor(person="president-a", role=Role.COMPANY), refused="not-found")


def happening(version: int, type_: str = "PostingPublished", **content: object) -> Happening:
    return Happening(version, "engagement:a", version, type_, AT, {"person": "coordinator"}, f"id-{version}", content)


def scene(*happened: Happening, wait: Wait | None = None, open_effects: int = 1) -> Scene:
    waits = {wait.key: wait} if wait else {}
    head = Head(1, False, "accompany", waits, ())
    effects = {"done": 3, "pending": open_effects}
    return Scene(AT, World(list(happened), len(happened), {"engagement:a": head}, 0, effects), 5, 10)


def late_payment() -> Wait:
    since = AT - timedelta(days=30)
    schedule = Schedule(since=since, remind_at=AT, escalate_at=AT + timedelta(days=1))
    owner = Owner(role=Role.COMPANY, persons=("president-a",))
    return Wait(kind="payment", subject="m1", owner=owner, schedule=schedule, step="reminded")


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_happening_is_told_once(language: Language) -> None:
    lines: list[str] = []
    shown = Lines(Telling(language, STORY, STORY.letters), lines.append)
    first, second = happening(1), happening(2, "ExecutionStarted")
    for seen in (scene(first), scene(first, second), scene(first, second)):
        shown.see(seen)

    assert [line[-len(words) :] for line, words in zip(lines, told_in(language), strict=True)] == told_in(language)


@pytest.mark.parametrize(("language", "words"), [("ja", "応募が2件ありました"), ("en", "2 applications")])
def test_several_at_once_are_told_in_one_sentence(language: Language, words: str) -> None:
    lines: list[str] = []
    own = replace(
        STORY,
        told={
            "ApplicationNoted": ("done", "{participation}の応募({about})", "An application of {participation}: {about}")
        },
        together={"ApplicationNoted": ("done", "応募が{count}件ありました", "{count} applications")},
        called={"dye": ("染め", "dyeing")},
    )
    shown = Lines(Telling(language, own, own.letters), lines.append)
    one, *others = (happening(version, "ApplicationNoted", participation="a1", about="dye") for version in (1, 2, 3))
    shown.see(scene(one, open_effects=0))
    shown.see(scene(one, others[0]))
    assert len(lines) == 1, "there may be more of them"
    shown.see(scene(one, *others, open_effects=0))

    japanese, english = "参加者の見本 あおいさんの応募(染め)", "An application of the participant 見本 あおい: dyeing"
    first = japanese if language == "ja" else english
    assert [line.partition("A  ")[2] for line in lines] == [first, words]


def told_in(language: Language) -> list[str]:
    return ["募集を公開しました", "キックオフしました"] if language == "ja" else ["The posting is out", "Kick-off"]


def test_of_an_interrupted_story_only_the_last_lines_are_told_again() -> None:
    lines: list[str] = []
    shown = Lines(Telling("en", STORY, STORY.letters), lines.append)
    shown.see(scene(*(happening(version) for version in range(1, 30))))
    assert len(lines) == REPEATED_LINES


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ja", ("2026年4月20日(14日目)", "200年続く旗屋", "伴走", "報酬の支払い: 企業の見本 一郎さん (30日目)", "50%")),
        ("en", ("20 April 2026 (day 14)", "at work", "the payment: the company's 見本 一郎 (day 30)", "50%")),
    ],
)
def test_the_board_says_the_day_and_who_is_late(language: Language, words: tuple[str, ...]) -> None:
    board = Live(Telling(language, STORY, STORY.letters), lambda: "")
    board.see(scene(happening(1), wait=late_payment()))
    board.close()
    paper = io.StringIO()
    Console(file=paper, width=110, force_terminal=True, color_system="standard").print(board.drawn())

    plain = paper.getvalue()
    for word in words:
        assert word in plain
    assert "\x1b[33m" in plain, "what is late is yellow"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ja", ("分野", "ことば", "届かない 2日")),
        ("en", ("Field", "words", "it does not arrive, 2 days")),
    ],
)
def test_a_story_may_show_how_its_threads_stand(language: Language, words: tuple[str, ...]) -> None:
    own = replace(
        STORY,
        threads=lambda: (Thread("a", "ことば", "words"),),
        heading=("分野", "Field"),
        standing=lambda state, at: ("届かない 2日", f"it does not arrive, {(at - state).days} days"),
    )
    head = Head(1, False, "accompany", {}, (), AT - timedelta(days=2))
    board = Live(Telling(language, own, "a"), lambda: "")
    board.see(Scene(AT, World([], 0, {"engagement:a": head}, 0, {}), 0, 1))
    board.refused(ACT, not_found("x"), AT)
    board.close()
    paper = io.StringIO()
    Console(file=paper, width=160).print(board.drawn())

    for word in (*words, not_found("x").wrong.of(language)):
        assert word in paper.getvalue()


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_is_told_no_is_told_why(language: Language) -> None:
    lines: list[str] = []
    Lines(Telling(language, STORY, STORY.letters), lines.append).refused(ACT, not_found("x"), AT)

    (line,) = lines
    assert "見本 一郎" in line
    assert not_found("x").wrong.of(language) in line
    Lines(Telling(language, STORY, STORY.letters), lines.append).refused(ACT, not_found("a1"), AT)
    assert "見本 あおい" in lines[-1], "people stand there instead of their participations"


def answer(**values: object) -> Answer:
    days = {"on": "2026-07-07", "as_known_on": "2027-01-02"}
    return Answer.model_validate({**days, "country": "JP", "permitted": False, **values})


RESTS = {"permitted": True, "rests": True, "open_gates": ["tax_treatment"]}


@pytest.mark.parametrize(
    ("language", "given", "words"),
    [
        ("en", RESTS, ("7 Jul,", "2 Jan 2027?", "In Japan; work was permitted; resting", "settled: the tax")),
        ("ja", RESTS, ("7月 7日、", "2027年 1月 2日", "日本にいて、就労は認められていました。", "お休み中", "税務")),
        ("en", {"country": "VN"}, ("In Vietnam; work was not permitted",)),
        ("ja", {"country": "VN"}, ("ベトナムにいて、就労は認められていませんでした",)),
        ("en", {"permitted": True, "as_known_on": "2026-07-06"}, ("work was permitted, as it looked",)),
        ("ja", {"permitted": True, "as_known_on": "2026-07-06"}, ("認められる見込みでした",)),
    ],
)
def test_a_question_about_the_past_is_told_with_its_answer(
    language: Language, given: dict[str, object], words: tuple[str, ...]
) -> None:
    lines: list[str] = []
    (first, *_) = REMOTE.questions()
    Lines(Telling(language, REMOTE, "r"), lines.append).answered(first, answer(**given), AT)

    (line,) = lines
    for word in ("見本 あおい", *words):
        assert word in line


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_end_is_told_with_its_counts_and_a_loss_is_not_hidden(language: Language) -> None:
    verdict = Verdict(10, 10, 57, 4, 2, 0, {"done": 9}, 8, 8, 0, 0, 0, 0)
    heads = {"engagement:a": (3, "00")}
    broken = Broken(at=AT, heads=heads, events=31, open_effects=2, mails=6, decided_meanwhile=1)
    changes = {"seconds": 61.0, "broken": broken, "refused": tuple("abcdefg")}
    page = new_page("a", 30.0).model_copy(update=changes)
    lost = Verdict(10, 10, 57, 4, 2, 0, {"done": 8, "parked": 1}, 8, 7, 1, 0, 0, 0)

    good, bad = (" ".join(summary(page, each, 374, language)) for each in (verdict, lost))
    assert verdict.right
    assert not lost.right
    assert not replace(verdict, questions=3, answered=2).right
    asked = replace(verdict, questions=12, answered=12)
    assert asked.right
    assert "12" in " ".join(summary(page, asked, 374, language))
    for count in ("374", "61", "57", "31", " 7"):
        assert count in good
    assert good[-20:] != bad[-20:]
