"""The ledger as people and programs read it."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest

from banso.cli import texts
from banso.cli.ledger import as_json, believed, in_words, people_of
from banso.cli.parts import node_of
from domain.engagement.premises.state import Ledger
from domain.service.pivot.events import ServicePremiseChanged, ServicePremiseRecorded
from domain.service.pivot.state import Pivot, pivot_changes
from domain.shared.waiting import Schedule

from support.command_line import CommandLine
from support.people import private
from support.stories import told

RECORDED = ServicePremiseRecorded(
    premise="information",
    by="coordinator-1",
    believed=private("coordinator-1", "足りないのは情報"),
    evidence=private("coordinator-1", "聞き取り"),
)
CHANGED = ServicePremiseChanged(
    premise="information",
    number=1,
    by="coordinator-1",
    believed=private("coordinator-1", "足りないのは働く場"),
    evidence=private("coordinator-1", "十人のうち八人"),
    change=private("coordinator-1", "情報から仕事へ"),
)
LEDGER: Ledger = told("engagement", "rescoped").state.ledger


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "en",
            (
                "The procurement of the parent house (internal)",
                "Premise hq-pays: hq-pays will stay as it is  [fallen]",
                "a predecessor: 引き継ぎで聞いた",
                "Position 1 of the home unit",
                "Position 1 of the local unit",
                "Plan, version 3 (in force",
                "version 3\n",
                'until then "market will stay as it is"',
                'no longer rests on "hq-pays will stay as it is"',
            ),
        ),
        (
            "ja",
            (
                "(社内)",
                "[崩れた]",
                "前任者: 引き継ぎで聞いた",
                "送り出す側の立場 1",
                "現地の立場 1",
                "計画 第 3 版(決定",
            ),
        ),
    ],
)
def test_the_ledger_says_what_was_believed_what_fell_and_what_changed_because_of_it(
    language: str, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(texts._Present, "language", language)
    text = in_words(LEDGER, {"participant-1": "架空 花子"})
    for one in words:
        assert one in text, text
    assert "架空 花子" in text
    assert node_of("ledger", LEDGER, {}) == in_words(LEDGER)
    assert in_words(Ledger()) == ""


def test_a_service_says_what_it_believed_what_showed_otherwise_and_what_it_changed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    at = datetime(2026, 4, 1, tzinfo=UTC)
    pivot = Pivot()
    for number, event in enumerate((RECORDED, CHANGED)):
        pivot = pivot_changes(pivot, event, at + timedelta(days=90 * number))
    monkeypatch.setattr(texts._Present, "language", "en")
    lines = [line.strip() for line in believed(pivot, {"coordinator-1": "架空 花子"}).splitlines()]
    assert lines[0] == "Premise information"
    assert [line.split(" ", 1)[0] for line in lines[1:]] == ["now,", "evidence", "change", "before,", "evidence"]
    assert lines[1].startswith("now, since 2026-06-30")
    assert lines[4].startswith("before, from 2026-04-01")
    told = [line.rsplit("  ", 1)[1] for line in lines[1:]]
    assert told[:3] == ["足りないのは働く場 (架空 花子)", "十人のうち八人", "情報から仕事へ"]
    assert told[3:] == ["足りないのは情報 (架空 花子)", "聞き取り"]
    assert believed(Pivot()) == ""


def test_a_review_is_told_by_its_day_where_the_desk_is() -> None:
    texts.use("en")
    since = datetime(2026, 12, 19, 15, tzinfo=UTC)
    review = Schedule(since=since, remind_at=since + timedelta(days=3), escalate_at=since + timedelta(days=7))
    pivot = pivot_changes(Pivot(), RECORDED.model_copy(update={"review": review}), since)
    for zone, day in (("Asia/Tokyo", "2026-12-20"), ("America/New_York", "2026-12-19")):
        (line,) = (one for one in believed(pivot, {}, zone).splitlines() if "next review" in one)
        assert line.endswith(f"  {day}")


def test_programs_get_what_follows_from_it_as_well() -> None:
    found = json.loads(json.dumps(as_json(LEDGER)))
    premise = found["premises"]["hq-pays"]
    assert (premise["standing"], premise["milestones"], premise["led_to"]) == ("fallen", [], ["2", "3"])
    assert found["plans"]["3"]["standing"] == "in_force"
    assert any("no longer rests on" in one["en"] for one in found["plans"]["3"]["differences"])
    assert {"participant-1", "company-1", "employer-1"} <= set(people_of(LEDGER))


def test_a_coordinator_keeps_a_ledger_on_the_command_line(banso: CommandLine) -> None:
    def say(*words: str) -> None:
        said = banso.ask(*words)
        assert said.code == 0, said.err

    sent = ["--coordinators", "coordinator", "--playbook", "overseas-assignment"]
    say("service", "open", "abroad", "--name", "越境", "--region", "本社", *sent)
    posting = ["--service", "abroad", "--title", "現地法人", "--theme", "調達", "--host", "架空の現地法人"]
    people = ["--company-contacts", "president-a", "--coordinator", "coordinator", "--weekly-hours", "40"]
    say("posting", "draft", "sent", *posting, *people)
    say("milestone", "plan", "sent", "m1", "--title", "Menu", "--fee", "100000", "--due-on", "2099-01-31")
    mission = ["--goal", "g", "--survival", "s", "--customer", "c", "--customer-is", "internal"]
    refused = banso.ask("premise", "mission", "sent", *mission, "--json")
    assert refused.json["error"]["code"] == "mission-without-premises"
    nothing = banso.ask("premises", "sent")
    assert (nothing.code, nothing.out) == (0, "")
    words = ["--believed", "HQ pays", "--owner", "president-a", "--source", "predecessor"]
    say("premise", "record", "sent", "p1", *words, "--heard", "h", "--evidence", "e", "--milestones", "m1")
    say("premise", "mission", "sent", *mission)
    say("premise", "position", "sent", "home", "--words", "w")
    say("premise", "review", "sent", "p1", "--finding", "fallen", "--evidence", "e")
    missing = banso.ask("plan", "diff", "sent", "--json")
    assert (missing.code, missing.json["error"]["code"]) == (4, "version-missing")
    say("plan", "propose", "sent", "--reason", "r", "--changes", "m1 due_on=2099-03-31 title='A menu'")
    say("plan", "accept", "sent", "president-a", "--version", "2")
    for language, line in (("en", '"Menu" (m1): is called "A menu" now'), ("ja", "題名を「A menu」に")):
        assert line in banso.ask("plan", "diff", "sent", "1", "2", language=language).out
        assert "HQ pays" in banso.ask("premises", "sent", language=language).out
        assert "HQ pays" in banso.ask("show", "engagement:sent", language=language).out
    told_as_json = banso.ask("plan", "diff", "sent", "--json").json
    assert (told_as_json["from"], told_as_json["to"], len(told_as_json["differences"])) == (1, 2, 3)
    assert banso.ask("premises", "sent", "--json").json["ledger"]["premises"]["p1"]["led_to"] == ["2"]
    assert banso.ask("premises", "person:president-a").code == 2
    say("pivot", "record", "abroad", "mission", "--believed", "One mission", "--evidence", "e")
    say("pivot", "change", "abroad", "mission", "--believed", "Many", "--evidence", "e2", "--change", "c")
    told = banso.ask("premises", "service:abroad", language="en").out
    assert told.index("Many") < told.index("One mission")
    assert re.search(r"next review +\d{4}-\d{2}-\d{2}$", told, re.MULTILINE)
    happened = banso.ask("timeline", "service:abroad", language="ja").out
    assert all(
        words in happened for words in ("責任を持つ人: coordinator", "次の見直し: 2", "根拠: e2", "変えること: c")
    )
    kept = banso.ask("premises", "service:abroad", "--json").json["premises"]["mission"]
    assert [one["believed"]["text"] for one in (kept["now"], *kept["before"])] == ["Many", "One mission"]
