"""What README and docs name exists: commands, fields, settings, files, headings, make's targets, codes."""

import ast
import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import pytest
from cyclopts import CycloptsError

from banso.cli.app import build, names
from banso.cli.errors import Problem
from banso.cli.fields import command_model, read_fields
from banso.cli.main import without_leading
from banso.cli.verbs import GROUPS

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
RECORDS = sorted((ROOT / "docs" / "adr").glob("[0-9]*.md"))
OPERATIONS = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")

FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
INLINE = re.compile(r"`([^`\n]+)`")
COMMAND = re.compile(r"^(?:\$ )?(?:docker compose (?:exec|run)[\w -]* worker )?(banso [a-z-].*)$")
LEFT_OUT = re.compile(r"…|\.\.\.")
LINK = re.compile(r"\]\(([^)\s]+)\)")
PLACE = re.compile(
    r"(?:activities|banso|docs|domain|tests|workflows)/[\w./-]*|(?:\.ci/run|\.importlinter|\.env\.example)"
)
VARIABLE = re.compile(r"\b(?:BANSO|DATABASE|MAIL|POSTGRES|SMTP|TEMPORAL)(?:_[A-Z]+)+\b")
MADE = re.compile(r"\bmake ([a-z]+(?: (?:lint|types|test))*)\b")


def prose(text: str) -> str:
    """A page without its blocks of code."""
    return FENCE.sub("", text)


def commands(text: str) -> Iterator[str]:
    """Every call of the command line that a page shows, in blocks and in lines."""
    for _, block in FENCE.findall(text):
        for line in block.replace("\\\n", " ").splitlines():
            if found := COMMAND.match(line):
                yield found[1]
    for code in INLINE.findall(prose(text)):
        if found := COMMAND.match(code):
            yield found[1]


def mistake_in(command: str) -> str | None:
    """What is wrong with a call; None where it would be taken. What is left out in it is not missed."""
    words = without_leading(shlex.split(command, comments=True)[1:])
    if LEFT_OUT.search(command):
        return None if not words or words[0] in names() or LEFT_OUT.match(words[0]) else f"no command {words[0]}"
    try:
        build()(shlex.join([*_without_arguments(words), "--help"]), result_action="return_value")
        called, bound, _ = build().parse_args(words, exit_on_error=False, print_error=False)
        if called.__name__ == "send":
            stream, type_, *fields = bound.args
            read_fields(command_model(stream.partition(":")[0], type_), fields)
    except (CycloptsError, Problem, ValueError) as error:
        # A command is named without its arguments where only its name matters.
        return None if type(error).__name__ == "MissingArgumentError" and len(words) == 1 else str(error)
    return None


def _without_arguments(words: list[str]) -> list[str]:
    """The command's name, with that of its subcommand where it has one."""
    second = words[1:2] if words[0] in ("audit", "effects", "links", "playbook", *GROUPS) else []
    return [words[0], *(word for word in second if not word.startswith("-"))]


def slug(heading: str) -> str:
    """The address of a heading, as it is made where these pages are read."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def headings(path: Path) -> set[str]:
    """The addresses of all headings of a page."""
    text = prose(path.read_text(encoding="utf-8"))
    return {slug(heading) for heading in re.findall(r"^#+ (.+)$", text, re.MULTILINE)}


def broken_links(page: Path, text: str) -> list[str]:
    """Links of a page that lead nowhere; those to other places are not followed."""
    found = []
    for link in LINK.findall(prose(text)):
        if "://" in link:
            continue
        path, _, heading = link.partition("#")
        target = (page.parent / path) if path else page
        if not target.exists() or (heading and heading not in headings(target)):
            found.append(link)
    return found


def program_texts(*places: str) -> dict[Path, str]:
    """The source files below some places."""
    files = [file for place in places for file in (ROOT / place).rglob("*.py")]
    return {file: file.read_text(encoding="utf-8") for file in files}


def settings_of_programs() -> set[str]:
    """Every variable that our programs, Compose and its example read."""
    texts = program_texts("banso")
    read = set(re.findall(r'"([A-Z]+(?:_[A-Z]+)+)"', texts[ROOT / "banso" / "settings.py"]))
    for text in texts.values():
        read |= set(re.findall(r'(?:os\.)?environ(?:ment)?\.get\("([A-Z_]+)"', text))
    compose = (ROOT / "docker-compose.yml").read_text(encoding="utf-8")
    return read | set(re.findall(r"(?<!\$)\$\{(\w+)", compose))


def known_codes() -> set[str]:
    """Every stable code of a refusal or a problem."""
    codes = set()
    for text in program_texts("banso", "domain").values():
        constants = (node.value for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Constant))
        codes |= {value for value in constants if isinstance(value, str) and re.fullmatch(r"[a-z]+(-[a-z]+)+", value)}
    errors = re.findall(r"class (\w+)Error\(", (ROOT / "banso/stack/errors.py").read_text(encoding="utf-8"))
    return codes | {re.sub(r"(?<=[a-z])(?=[A-Z])", "-", name).lower() for name in errors}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_command_that_is_shown_would_be_taken(page: Path) -> None:
    shown = set(commands(page.read_text(encoding="utf-8")))

    assert {command: wrong for command in shown if (wrong := mistake_in(command))} == {}


def test_readme_and_operations_show_commands() -> None:
    assert len(set(commands(PAGES[0].read_text(encoding="utf-8")))) > 10
    assert len(set(commands(OPERATIONS))) > 10


@pytest.mark.parametrize(
    "command",
    [
        "banso inbx",
        "banso inbox --rolle company",
        "banso rebuild waits overviews",
        "banso audit verfy",
        "banso frobnicate …",
        "banso posting publsh a",
        "banso milestone deliver a m1 --evidense x",
        "banso send engagement:a SelectParticipants --participation a1",
        "banso send engagement:a SelectParticipant --participant a1",
    ],
)
def test_the_look_for_mistakes_finds_them(command: str) -> None:
    assert mistake_in(command)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    assert broken_links(page, page.read_text(encoding="utf-8")) == []


def test_the_look_for_links_finds_broken_ones() -> None:
    text = "[a](docs/nowhere.md) [b](docs/concepts.md#no-such-heading) [c](docs/concepts.md#effect)"

    assert broken_links(PAGES[0], text) == ["docs/nowhere.md", "docs/concepts.md#no-such-heading"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_file_that_is_named_exists(page: Path) -> None:
    named = [code for code in INLINE.findall(prose(page.read_text(encoding="utf-8"))) if PLACE.fullmatch(code)]

    assert [place for place in named if not (ROOT / place).exists()] == []


def test_every_setting_is_explained() -> None:
    assert settings_of_programs() - set(VARIABLE.findall(OPERATIONS)) == set()


def test_the_settings_are_found() -> None:
    assert {"BANSO_DATA", "DATABASE_URL", "TEMPORAL_CLI", "BANSO_LANG", "TEMPORAL_UI_PORT"} <= settings_of_programs()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_setting_that_is_named_exists(page: Path) -> None:
    tests = program_texts("tests")
    known = settings_of_programs() | {name for text in tests.values() for name in VARIABLE.findall(text)}

    assert set(VARIABLE.findall(page.read_text(encoding="utf-8"))) - known == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_target_of_make_that_is_named_exists(page: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    text = page.read_text(encoding="utf-8")
    shown = [*(block for _, block in FENCE.findall(text)), *INLINE.findall(prose(text))]
    named = {word for code in shown for words in MADE.findall(code) for word in words.split()}

    assert named - targets == set()


def test_every_code_in_the_table_of_symptoms_exists() -> None:
    table = OPERATIONS.partition("## What to do when")[2]
    seen = [line.split("|")[1] for line in table.splitlines() if line.startswith("| ")]
    codes = {code for cell in seen for code in INLINE.findall(cell) if re.fullmatch(r"[a-z]+(-[a-z]+)+", code)}

    assert len(codes) > 10
    assert codes - known_codes() == set()


def test_decision_records_are_numbered_and_listed() -> None:
    listed = LINK.findall((ROOT / "docs" / "adr" / "README.md").read_text(encoding="utf-8"))

    assert [int(record.name[:4]) for record in RECORDS] == list(range(1, len(RECORDS) + 1))
    assert listed == [record.name for record in RECORDS]


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.name)
def test_a_decision_record_says_what_why_and_which_check_holds_it(record: Path) -> None:
    text = record.read_text(encoding="utf-8")

    assert text.startswith(f"# {int(record.name[:4])}. ")
    for part in ("**Decision.** ", "**Why.** ", "**Check.** "):
        assert part in text
    assert PLACE.search(text.partition("**Check.** ")[2])
