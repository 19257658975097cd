"""The command line on a real stack with the sample in it. The tests stand in the order of a newcomer's first hour."""

import csv
import io
import json
from typing import Any

import pytest
from rich.cells import cell_len

from banso.stack.waiting import poll

from support.command_line import CommandLine

LANGUAGES = ("ja", "en")
APPLICATIONS = ["a1", "a2", "b1", "c1", "c2", "d1", "e1", "e2"]


def versions(banso: CommandLine) -> dict[str, int]:
    """Every stream's version."""
    kinds = ("engagement", "participation", "service", "person")
    rows = [row for kind in kinds for row in banso.ask("list", kind, "--json").json["streams"]]
    return {row["stream"]: row["version"] for row in rows}


def caught(banso: CommandLine) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = banso.ask("mail", "--json").json["mails"]
    return found


def test_the_sample_is_five_published_projects_with_people_who_applied(banso: CommandLine) -> None:
    engagements = banso.ask("list", "engagement", "--json").json["streams"]

    assert sorted(row["stream"] for row in engagements) == [f"engagement:{letter}" for letter in "abcde"]
    assert {row["stage"] for row in engagements} == {"recruit"}
    state = banso.ask("show", "engagement:d", "--json").json["state"]
    assert state["published"]
    assert "飛騨市ファンクラブ" in state["title"]
    assert state["roles"] == ["リブランディング", "広報PR"]
    inbox = banso.ask("inbox", "--json").json["inbox"]
    assert {row["kind"] for row in inbox} == {"application_answer"}
    assert sorted(row["about"] for row in inbox) == [f"applicant-{each}" for each in APPLICATIONS]


def test_the_first_audit_has_anchors_to_compare_with(banso: CommandLine) -> None:
    audit = banso.ask("audit", "verify", "--json").json

    assert audit["anchors"] == audit["streams"] == len(versions(banso)) > 0
    assert audit["sound"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_list_keeps_its_columns_with_full_width_text(banso: CommandLine, language: str) -> None:
    said = banso.run("list", "participation", language=language)
    lines = said.out.splitlines()

    starts = {cell_len(line[: line.index("見本")]) for line in lines[1:]}
    assert len(lines) == 1 + len(APPLICATIONS)
    assert len(starts) == 1
    assert cell_len(lines[0][: lines[0].index("人" if language == "ja" else "Person")]) in starts


@pytest.mark.parametrize("language", LANGUAGES)
def test_one_project_can_be_looked_at_from_all_sides(banso: CommandLine, language: str) -> None:
    shown = banso.ask("show", "engagement:a", language=language)
    story = banso.run("timeline", "engagement:a", language=language)
    compact = banso.ask("timeline", "engagement:a", "--compact", language=language)
    raw = banso.ask("timeline", "engagement:a", "--raw", language=language)

    assert [one.code for one in (shown, story, compact, raw)] == [0, 0, 0, 0]
    assert ("募集を公開しました" if language == "ja" else "Posting published") in story.out
    assert "祭りで見た大漁旗" in story.out
    assert "JST" in story.out
    assert len(compact.out.splitlines()) == 6
    assert "correlation sample/engagement:a/DraftPosting" in raw.out
    assert ("共有する目標" if language == "ja" else "goal") in shown.out


def test_every_answer_is_one_json_object(banso: CommandLine) -> None:
    commands = {
        "inbox": ["inbox"],
        "streams": ["list"],
        "state": ["show", "person:coordinator"],
        "timeline": ["timeline", "engagement:b"],
        "events": ["events", "engagement:b", "--after", "1"],
        "effects": ["effects", "--stream", "engagement:b"],
        "checks": ["doctor"],
    }
    answers = {key: banso.ask(*words, "--json") for key, words in commands.items()}

    assert {key: (said.code, said.err) for key, said in answers.items()} == dict.fromkeys(commands, (0, ""))
    assert all(said.json[key] for key, said in answers.items() if key != "inbox")
    assert [event["version"] for event in answers["events"].json["events"]] == [2, 3]


def test_people_were_told_by_mail(banso: CommandLine) -> None:
    def owed() -> int:
        return sum(effect["kind"] == "notify" for effect in banso.ask("effects", "--json").json["effects"])

    assert poll(lambda: len(caught(banso)) == owed() > 20, limit=60, pause=0.5)

    latest = banso.ask("mail", "latest")
    assert latest.code == 0
    assert "@example.jp" in latest.out
    assert banso.ask("mail", "999").code == 4


def test_a_dry_run_changes_nothing(banso: CommandLine) -> None:
    before = versions(banso)
    words = ("send", "engagement:a", "SelectParticipant", "--participation", "a1", "--dry-run")
    english, program = banso.ask(*words), banso.ask(*words, "--json")

    assert (english.code, program.code) == (0, 0)
    assert "nothing was changed" in english.out
    assert [event["type"] for event in program.json["receipt"]["events"]] == ["ParticipantSelected", "SeatsFilled"]
    assert versions(banso) == before


@pytest.mark.parametrize(
    ("words", "exit_code", "error_code", "hint"),
    [
        (["send", "engagement:a", "PublishPosting"], 1, "posting-published", "once"),
        (
            ["send", "engagement:a", "PublishPosting", "--as", "company:president-a"],
            1,
            "not-allowed",
            "--as coordinator:ID",
        ),
        (["send", "engagement:a", "SelectParticipant", "--participation", "x9"], 1, "application-unknown", "id"),
        (["send", "engagement:aa", "PublishPosting"], 4, "not-found", "engagement:a"),
        (["show", "engagement:aa"], 4, "not-found", "engagement:a"),
        (["timeline", "participation:a11"], 4, "not-found", "participation:a1"),
        (["events", "person:coordinatr"], 4, "not-found", "person:coordinator"),
        (["show", "engagement:a", "--tenant", "hida"], 4, "not-found", "banso list"),
        (["document", "participation:a1"], 4, "document-missing", "banso contract offer"),
        (["effects", "retry", "00000000-0000"], 4, "not-found", "banso effects"),
        (["rebuild", "overvews"], 1, "read-model-unknown", "overviews"),
        (["erase", "nobody", "--yes"], 4, "not-found", "banso"),
        (["erase", "applicant-a1"], 2, "confirmation-missing", "--yes"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_a_refusal_says_what_would_be_right(
    banso: CommandLine, words: list[str], exit_code: int, error_code: str, hint: str
) -> None:
    english, program = banso.ask(*words), banso.ask(*words, "--json", language="ja")

    assert (english.code, program.code) == (exit_code, exit_code)
    assert program.json["error"]["code"] == error_code
    assert hint in english.err
    assert "Nothing was changed." in english.err
    assert "Traceback" not in english.err + program.err


def test_a_command_says_what_happened_and_who_is_told(banso: CommandLine) -> None:
    words = ("send", "engagement:a", "SelectParticipant", "--participation", "a1", "--command-id", "choose-a1")
    japanese = banso.ask(*words, language="ja")

    assert japanese.code == 0, japanese.err
    for part in ("受け付けました", "参加者を選びました", "coordinator に「満席」", "choose-a1"):
        assert part in japanese.out
    # What came of it on the participant's own stream was passed on at once, and is told with it.
    for part in ("participation:a1: 勤務先 employer-a1", "employer-a1 に「"):
        assert part in japanese.out

    again = banso.ask(*words)
    assert again.code == 0
    assert "accepted before" in again.out
    assert "Participant selected" in again.out

    other = banso.ask("send", "engagement:a", "PublishPosting", "--command-id", "choose-a1", "--json")
    assert (other.code, other.json["error"]["code"]) == (1, "command-id-reused")


def test_what_comes_next_is_in_the_inbox(banso: CommandLine) -> None:
    (row,) = banso.ask("inbox", "--role", "employer", "--json").json["inbox"]

    assert (row["stream"], row["kind"], row["persons"]) == ("participation:a1", "employer_consent", ["employer-a1"])
    japanese = banso.ask("inbox", language="ja").out
    assert "勤務先 見本 A1(勤務先)" in japanese
    assert "応募への返事" in japanese


def test_an_empty_answer_names_whom_or_what_it_is_about(banso: CommandLine) -> None:
    assert banso.ask("inbox", "--person", "president-a").err == "Nothing waits for president-a.\n"
    assert (
        banso.ask("inbox", "--person", "president-a", language="ja").err == "president-a さんを待つことはありません。\n"
    )
    assert banso.ask("inbox", "--role", "operator").err == "Nothing waits for this role.\n"
    nobody = banso.ask("inbox", "--person", "momo")
    assert (nobody.code, nobody.err.startswith("There is no person:momo that you can see.")) == (4, True)
    nowhere = banso.ask("list", "participation", "--engagement", "nope")
    assert (nowhere.code, nowhere.err.startswith("There is no engagement:nope that you can see.")) == (4, True)
    none = banso.ask("list", "membership", "--engagement", "a")
    assert (none.code, none.err) == (0, "engagement:a has no membership.\n")


def test_a_command_can_come_from_standard_input(banso: CommandLine) -> None:
    command = {"type": "RecordInterview", "held_on": "2020-01-01", "note": "良い対話でした"}
    words = ("send", "participation:b1", "--file", "-", "--json")
    sent = banso.run(*words, given=json.dumps(command))

    assert sent.code == 0, sent.out
    assert [event["type"] for event in sent.json["receipt"]["events"]] == ["Interviewed"]
    assert banso.run(*words, given="{").json["error"]["code"] == "json-invalid"


def test_no_link_can_be_revoked_where_there_is_none(banso: CommandLine) -> None:
    assert banso.ask("links", "revoke", "engagement:a", "m1.1", "--json").json["revoked"] == 0


def test_the_store_is_kept_safe(banso: CommandLine) -> None:
    assert banso.ask("anchor", "--json").json["anchored"] > 0
    audit = banso.ask("audit", "verify", "--json")
    rebuilt = banso.ask("rebuild", "overviews", "--json").json["rebuilt"]

    assert len(versions(banso)) == rebuilt["rows"]
    assert (audit.code, audit.json["sound"], audit.json["found"]) == (0, True, [])
    assert audit.json["anchors"] == len(versions(banso))
    assert "書かれたときのまま" in banso.ask("audit", "verify", language="ja").out


def test_recovery_is_harmless_while_everything_runs(banso: CommandLine) -> None:
    mails = len(caught(banso))
    said = banso.ask("recover", "--json")

    assert said.code == 0, said.err
    assert said.json["recovered"]["waiting"] == 0
    assert said.json["recovered"]["streams"] >= 14
    assert len(caught(banso)) == mails


def test_a_stream_can_be_written_out(banso: CommandLine) -> None:
    lines = banso.ask("export", "engagement:c").out.splitlines()
    table = list(csv.DictReader(io.StringIO(banso.ask("export", "engagement:c", "--format", "csv").out)))

    assert [json.loads(line)["type"] for line in lines] == [row["type"] for row in table]
    assert json.loads(lines[0])["command_id"] == "sample/engagement:c/DraftPosting"


def test_an_erased_person_is_shown_as_erased(banso: CommandLine) -> None:
    said = banso.ask("erase", "applicant-e2", "--yes", language="ja")
    assert said.code == 0, said.err
    assert "法律により残るもの: 契約" in said.out

    assert "この香りを伝える役" not in banso.ask("timeline", "participation:e2", "--raw").out
    assert "(消去されました)" in banso.ask("timeline", "participation:e2", language="ja").out
    assert banso.ask("audit", "verify").code == 0
    again = banso.ask("send", "person:applicant-e2", "ErasePerson", "--reason", "x", "--json")
    assert (again.code, again.json["error"]["code"]) == (1, "person-erased")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_second_one_says_who_runs(banso: CommandLine, language: str) -> None:
    said = banso.run("up", language=language)

    assert said.code == 3
    assert "すでに動いています" in said.err if language == "ja" else "already running" in said.err
    assert "http://127.0.0.1:" in said.err
    assert banso.ask("list", "engagement").code == 0
