"""Command lines that need no running system: help, version, and mistakes of every kind."""

import json
import re
import resource
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from rich.cells import cell_len

from banso.cli.app import names
from banso.cli.main import main
from banso.demo.programme import FIRST, STORIES

from support.command_line import CommandLine

MOST_SECONDS = 0.3
KANA = range(0x3040, 0x30FF)


@dataclass(frozen=True)
class Answer:
    code: int
    out: str
    err: str


Ask = Callable[..., Answer]


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Ask:
    """One command line in this process, on a data directory where nothing runs."""
    for variable in ("DATABASE_URL", "BANSO_TENANT", "BANSO_AS", "BANSO_DEBUG"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("BANSO_DATA", str(tmp_path / "nothing"))

    def run(*words: str, language: str = "en") -> Answer:
        monkeypatch.setenv("BANSO_LANG", language)
        code = main(words)
        said = capsys.readouterr()
        return Answer(code, said.out, said.err)

    return run


def has_kana(text: str) -> bool:
    return any(ord(character) in KANA for character in text)


@pytest.mark.parametrize("words", ["--version", "--help"])
def test_what_everybody_types_first_answers_at_once(words: str) -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    for _ in range(3):
        subprocess.run([sys.executable, "-m", "banso.cli.main", words], check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)

    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    assert seconds / 3 < MOST_SECONDS


def test_the_overview_names_every_command_in_both_languages(ask: Ask) -> None:
    for language in ("ja", "en"):
        answer = ask("--help", language=language)
        assert answer.code == 0
        assert [name for name in names() if f"  {name} " not in answer.out] == []
        assert has_kana(answer.out) == (language == "ja")


EVERY_HELP = """
import contextlib, io, json
from banso.cli.app import names
from banso.cli.main import main
said = {}
for name in names():
    with contextlib.redirect_stdout(io.StringIO()) as out:
        code = main([name, "--help"])
    said[name] = (code, out.getvalue())
print(json.dumps(said))
"""
"""In a process of its own for each language: help is made while commands are loaded."""


@pytest.mark.parametrize("language", ["ja", "en"])
def test_every_command_explains_itself_with_an_example_first(alone: CommandLine, language: str) -> None:
    printed = subprocess.check_output([sys.executable, "-c", EVERY_HELP], env=alone.environment(language), text=True)
    said = json.loads(printed)

    assert list(said) == names()
    heading, options = ("例:", "指定:") if language == "ja" else ("For example:", "Options:")
    for name, (code, text) in said.items():
        assert code == 0, name
        assert has_kana(text) == (language == "ja"), name
        assert f"{heading}\n  " in text, name
        assert f"banso {name}" in text, name
        assert options not in text or text.index(heading) < text.index(options), name
    assert re.findall(r"\n  ([0-9])  ", said["demo"][1]) == [str(one) for one in STORIES if one != FIRST]


@pytest.mark.parametrize("columns", [60, 80])
@pytest.mark.parametrize("language", ["ja", "en"])
def test_help_keeps_to_the_terminal_and_tears_no_words(alone: CommandLine, language: str, columns: int) -> None:
    environment = {**alone.environment(language), "COLUMNS": str(columns)}
    said = json.loads(subprocess.check_output([sys.executable, "-c", EVERY_HELP], env=environment, text=True))
    for name, (_, text) in said.items():
        _, *lines = [line for line in text.splitlines() if not line.startswith(("  banso ", "  echo "))]
        assert [line for line in lines if cell_len(line) > columns or line.endswith(" ")] == [], name
        assert not re.search(r"\b(STR|INT|ARGS)\b", text), name
        assert [line for line in lines if re.match(r"\s*[ぁ-ゟ]。?$", line)] == [], "the rest of a word stands alone"


@pytest.mark.parametrize(
    ("words", "code", "hint"),
    [
        (["inbx"], "usage", "inbox"),
        (["inbox", "--rol", "company"], "usage", "--role"),
        (["inbox", "--role", "compny"], "choice-unknown", "company"),
        (["list", "engagment"], "choice-unknown", "engagement"),
        (["show"], "usage", "STREAM"),
        (["show", "engagement:a", "more"], "usage", "more"),
        (["show", "engagment:a"], "stream-invalid", "engagement:a"),
        (["show", "a"], "stream-invalid", "engagement:a"),
        (["show", "engagement:A b"], "id-invalid", "STREAM"),
        (["show", "engagement:a", "--tenant", "Gifu!"], "id-invalid", "--tenant"),
        (["events", "engagement:a", "--after", "soon"], "usage", "--after"),
        (["timeline", "engagement:a", "--compact", "--raw"], "usage", "--compact"),
        (["effects", "--status", "park"], "choice-unknown", "parked"),
        (["effects", "retyr"], "usage", "retry"),
        (["commands", "engagment"], "kind-unknown", "engagement"),
        (["commands", "engagement", "PublishPostng"], "command-unknown", "PublishPosting"),
        (["mail", "first"], "number-invalid", "banso mail 3"),
        (["document", "engagement:a"], "stream-invalid", "participation:a1"),
        (["send", "engagement:a"], "type-missing", "banso commands engagement"),
        (["send", "engagement:a", "PublishPostng"], "command-unknown", "PublishPosting"),
        (["send", "engagement:a", "SelectParticipant", "--participaton", "a1"], "field-unknown", "--participation"),
        (["send", "engagement:a", "PublishPosting", "--as", "chef:x"], "role-unknown", "coordinator"),
        (["send", "engagement:a", "PublishPosting", "--as", "company"], "actor-invalid", "--as"),
        (["send", "engagement:a", "PublishPosting", "--as", "company:旗屋"], "id-invalid", "--as"),
        (["send", "engagement:a", "PublishPosting", "--command-id", "x y"], "command-id-invalid", "--command-id"),
        (["send", "engagement:a", "--data", "{"], "json-invalid", "--data"),
        (["send", "engagement:a", "--data", '{"type": 3}'], "type-missing", "banso commands"),
        (["send", "engagement:a", "--data", '{"type": "X"}'], "command-unknown", "X"),
        (["send", "engagement:a", "Y", "--data", '{"type": "X"}'], "type-differs", "X"),
        (["send", "engagement:a", "Y", "--data", "{}", "--file", "-"], "usage", "--file"),
        (["send", "engagement:a", "--file", "nowhere.json"], "file-unreadable", "nowhere.json"),
        (["export", "engagement:a", "--format", "xml"], "usage", "--format"),
        (["playbook", "check", "nowhere.toml"], "file-unreadable", "nowhere.toml"),
        (["playbook", "chek", "x"], "usage", "check"),
        (["front", "--plain"], "usage", "banso front --help"),
        (["--tenant", "other", "inbox"], "usage", "has to stand before --tenant"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_a_mistake_is_named_with_what_would_be_right(ask: Ask, words: list[str], code: str, hint: str) -> None:
    english, japanese, program = ask(*words), ask(*words, language="ja"), ask(*words, "--json")

    assert [english.code, japanese.code, program.code] == [2, 2, 2]
    assert (english.out, japanese.out, program.err) == ("", "", "")
    error = json.loads(program.out)["error"]
    assert error["code"] == code
    assert hint in f"{english.err} {error['field']}"
    assert "Nothing was changed." in english.err
    assert "何も変更されていません。" in japanese.err
    assert "Traceback" not in english.err


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"type": "PlanMilestone", "milestone": "m1", "title": "x", "fee": -1, "due_on": "2030-01-01"}, "fee"),
        ({"type": "PlanMilestone", "milestone": "m1", "title": "x", "fee": 10**12, "due_on": "2030-01-01"}, "fee"),
        ({"type": "PlanMilestone", "milestone": "m1", "title": "=1+1", "fee": 1, "due_on": "2030-01-01"}, "title"),
        ({"type": "PlanMilestone", "milestone": "m1", "title": "a\u202eb", "fee": 1, "due_on": "2030-01-01"}, "title"),
        ({"type": "PlanMilestone", "milestone": "m1", "title": "x" * 201, "fee": 1, "due_on": "2030-01-01"}, "title"),
        ({"type": "PlanMilestone", "milestone": "m1", "title": "x", "fee": 1, "due_on": "soon"}, "due_on"),
        ({"type": "PlanMilestone", "milestone": "m1", "title": "x", "fee": 1}, "due_on"),
    ],
)
def test_a_wrong_value_is_refused_before_anything_is_asked(ask: Ask, fields: dict[str, object], field: str) -> None:
    answer = ask("send", "engagement:a", "--data", json.dumps(fields), "--json")

    assert answer.code == 1
    error = json.loads(answer.out)["error"]
    assert (error["code"], error["field"]) == ("input-invalid", field)


@pytest.mark.parametrize(
    ("words", "ja", "en"),
    [
        (["milestone", "plan", "a", "m1", "--title", "x", "--fee", "-1", "--due-on", "2030-01-01"], "報酬(円): ",
         "fee: "),
        (["checkin", "submit", "a1", "--week-of", "2026-11-23", "--hours", "nan", "--main-job", "well", "--text", "x"],
         "時間: 終わりのある数で", "hours: write a number"),
        (["consent", "record", "a1", "--weekly-hours-cap", "200"], "週の上限時間: ", "weekly hours cap: "),
        (["person", "register", "x", "--name", "x", "--email", "x@example.jp", "--citizen-of", "Japan"], "国籍: ",
         "citizen of: "),
    ],
    ids=lambda value: " ".join(value[:2]) if isinstance(value, list) else None,
)  # fmt: skip
def test_a_wrong_value_is_named_as_people_read_it(ask: Ask, words: list[str], ja: str, en: str) -> None:
    assert ask(*words, language="ja").err.startswith(ja)
    assert ask(*words).err.startswith(en)


@pytest.mark.parametrize(
    ("kind", "fields", "right"),
    [
        ("engagement", {"type": "PlanMilestone", "due_on": "soon"}, "2026-12-01"),
        ("engagement", {"type": "PlanMilestone", "fee": "much", "due_on": "2030-01-01"}, ("整数", "whole number")),
        ("participation", {"type": "SignContract", "side": "company", "document": "beef"}, "SHA-256"),
    ],
)
def test_what_would_be_right_is_said_in_plain_words(
    ask: Ask, kind: str, fields: dict[str, object], right: str | tuple[str, str]
) -> None:
    whole = {"milestone": "m1", "title": "x", "fee": 1, **fields} if kind == "engagement" else fields
    japanese, english = (right, right) if isinstance(right, str) else right

    assert english in ask("send", f"{kind}:a", "--data", json.dumps(whole)).err
    assert japanese in ask("send", f"{kind}:a", "--data", json.dumps(whole), language="ja").err


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        (["posting", "select", "a1"], "`banso application select`"),
        (["posting", "selct", "a1"], "`banso application select`"),
        (["selct", "a1"], "`banso application select`"),
        (["posting", "inbx"], "`banso inbox`"),
        (["posting", "pubish"], "`banso posting publish`"),
        (["contract", "consent"], "`banso consent`"),
        (["plan", "dif"], "`banso plan diff`"),
        (["member", "diff"], "`banso plan diff`"),
        (["effects", "retyr"], "`banso effects retry`"),
        (["approve"], "`banso milestone approve`"),
        (["milestone", "close"], " or `banso retrospective close`"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_a_command_is_found_also_where_it_was_not_looked_for(ask: Ask, words: list[str], meant: str) -> None:
    english, japanese = ask(*words).err, ask(*words, language="ja").err

    assert f"{meant}?" in english
    assert meant.rpartition(" or ")[2] in japanese
    assert english.count("`banso") == len(set(re.findall("`[^`]*`", english))), "one is named twice"


def test_nothing_far_away_is_suggested(ask: Ask) -> None:
    assert "Did you mean" not in ask("inbox", "--as", "participant:a").err
    assert "Did you mean" not in ask("posting", "zzz").err
    assert "Did you mean --role?" in ask("inbox", "--rool", "company").err


@pytest.mark.parametrize(
    "words",
    [
        ["inbox"], ["list"], ["show", "engagement:a"], ["timeline", "engagement:a"], ["effects"],
        ["send", "engagement:a", "PublishPosting"], ["links", "revoke", "engagement:a", "m1.1"], ["audit", "verify"],
        ["anchor"], ["rebuild", "waits"], ["recover"], ["export", "engagement:a"], ["erase", "x", "--yes"],
    ],
    ids=" ".join,
)  # fmt: skip
def test_where_nothing_runs_it_is_said_how_to_start(ask: Ask, words: list[str]) -> None:
    english, program = ask(*words), ask(*words, "--json")

    assert (english.code, program.code) == (3, 3)
    assert "banso up --sample" in english.err
    assert json.loads(program.out)["error"]["code"] == "nothing-runs"
    assert "banso up --sample" in ask(*words, language="ja").err


def test_a_database_that_does_not_answer_is_said(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody:secret@127.0.0.1:9/none")
    monkeypatch.setenv("BANSO_MASTER_KEY", "YSBrZXkgZm9yIHRlc3RzLCBvZiAzMiBieXRlcyAuLi4=")
    answer = ask("inbox")

    assert answer.code == 3
    assert "The database does not answer." in answer.err
    assert "secret" not in answer.err


def test_a_wrong_setting_is_named(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BANSO_WEB_PORT", "eighty")

    assert (ask("inbox").code, ask("doctor").code, ask("up").code) == (2, 2, 2)
    assert "BANSO_WEB_PORT" in ask("up").err


def test_an_unknown_language_is_refused_in_both(ask: Ask) -> None:
    answer = ask("inbox", "--lang", "fr")

    assert answer.code == 2
    assert "ja / en" in answer.err


def test_options_for_all_commands_may_stand_before_the_command(ask: Ask) -> None:
    answer = ask("--json", "--lang", "ja", "show", "a")

    assert answer.code == 2
    assert has_kana(json.loads(answer.out)["error"]["wrong"])


def test_commands_are_described_from_their_models(ask: Ask) -> None:
    described = json.loads(ask("commands", "engagement", "PlanMilestone", "--json").out)["command"]

    assert described["who"] == ["coordinator", "operator"]
    assert described["verb"] == "banso milestone plan"
    assert [field["name"] for field in described["fields"] if field["required"]] == [
        "milestone",
        "title",
        "fee",
        "due_on",
    ]
    assert "--due-on" in ask("commands", "PlanMilestone").out
    assert "PlanMilestone" in ask("commands", "engagement", language="ja").out


def test_a_playbook_is_checked(ask: Ask, tmp_path: Path) -> None:
    listed = json.loads(ask("playbook", "list", "--json").out)["playbooks"]
    assert "furusato-kengyo" in [playbook["name"] for playbook in listed]

    broken = tmp_path / "desk.toml"
    broken.write_text('[rules]\nname = "desk"\n')
    answer = ask("playbook", "check", str(broken))
    assert answer.code == 1
    assert "desk.toml, line " in answer.out
    assert json.loads(ask("playbook", "check", str(broken), "--json").out)["ok"] is False


def test_a_playbook_can_come_from_standard_input(alone: CommandLine) -> None:
    said = alone.run("playbook", "check", "-", given="[rules")

    assert said.code == 1
    assert "line 1" in said.out


def test_doctor_looks_and_changes_nothing(ask: Ask, tmp_path: Path) -> None:
    answer = json.loads(ask("doctor", "--json").out)

    assert {"python", "postgresql", "temporal", "master key"} <= {check["name"] for check in answer["checks"]}
    assert not (tmp_path / "nothing").exists()
