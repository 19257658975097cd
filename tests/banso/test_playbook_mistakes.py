"""Every kind of mistake in every section: its own line, its reason in both languages, and an example that helps."""

import re
import tomllib
from copy import deepcopy
from pathlib import Path as File
from typing import Any, NamedTuple

import pytest

from banso.playbook_findings import examine
from banso.playbook_schema import toml_value
from banso.playbook_standard import over
from banso.playbooks import Mistake, check_playbook
from domain.playbooks.lines import Path
from domain.playbooks.schema import Rules

from support.mutating import at, paths
from support.plain_words import in_plain_words
from support.playbook_cases import (
    CASES,
    CLOSING,
    GATHERING,
    NOTICE,
    QUESTION,
    SESSION,
    START,
    STUDY,
    SURVEY,
    WORDS,
    Case,
)
from support.rules import RULES


def only(text: str) -> Mistake:
    """The one mistake of what follows the shortest playbook."""
    mistakes = check_playbook(START + text, "museum.toml")
    assert len(mistakes) == 1, [mistake.explain("en") for mistake in mistakes]
    return mistakes[0]


def explained(mistake: Mistake, case: Case) -> None:
    """Line, place and reasons are those of the case, in plain words of both languages."""
    assert mistake.place == f"rules.{case.place}"
    lines = [line.endswith("#!") for line in (START + case.text).splitlines()]
    assert (mistake.line, lines.count(True)) == (lines.index(True) + 1, 1), mistake.explain("en")
    assert case.ja in mistake.wrong.ja, mistake.wrong.ja
    assert case.en in mistake.wrong.en, mistake.wrong.en
    in_plain_words(mistake)


def mended(text: str, mistake: Mistake) -> dict[str, Any]:
    """The playbook with the example written where the mistake is."""
    data = tomllib.loads(text)
    example = mistake.right.en.removeprefix("Right would be, for example: ").replace("⏎", "\n")
    said = tomllib.loads(example)
    if set(said) <= {"rules", "messages"}:
        return over(_without(data, mistake.place) if _has(said, mistake.place) else data, said)
    place = [part for part in mistake.place.split(".") if not part.isdigit()]
    first = next(iter(said))
    depth = place.index(first) if first in place else len(place) - 1
    table = data
    for name in place[:depth]:
        table = table.setdefault(name, {})
    table.update(said)
    return data


def _has(said: Any, place: str) -> bool:
    for name in place.split("."):
        said = said.get(name) if isinstance(said, dict) else None
    return said is not None


def _without(data: dict[str, Any], place: str) -> dict[str, Any]:
    """The playbook without what is wrong, where something stands there that is no table."""
    whole = deepcopy(data)
    *above, last = [part for part in place.split(".") if not part.isdigit()]
    table: Any = whole
    for name in above:
        table = table.get(name, {})
    if isinstance(table, dict) and not isinstance(table.get(last), dict):
        table.pop(last, None)
    return whole


@pytest.mark.parametrize("what", CASES)
def test_a_mistake_has_its_line_its_reason_and_an_example_that_helps(what: str) -> None:
    case = CASES[what]

    mistake = only(case.text)

    explained(mistake, case)
    assert examine(mended(START + case.text, mistake))[1] == [], mistake.right.en


def test_all_that_makes_no_sense_is_told_beside_what_cannot_be_read() -> None:
    text = START + "seats = 1\n[rules.radar]\nred = 5\n[rules.sessions.one]\nminutes = 3\n" + SESSION
    text += 'at_least = 3\nat_most = 2\n[rules.waits]\npayment = { remind_after = "soon" }\n'
    text += 'follow_up = { remind_after = "P9Y" }\n'

    assert {mistake.place for mistake in check_playbook(text, "museum.toml")} == {
        "rules.seats", "rules.radar.red", "rules.sessions.one.minutes", "rules.sessions.one.title",
        "rules.sessions.one.at_least", "rules.sessions.one.at_most", "rules.sessions.talk.at_most",
        "rules.waits.payment.remind_after", "rules.waits.follow_up.remind_after",
    }  # fmt: skip


def test_what_is_wrong_below_a_wrong_name_is_told_with_it() -> None:
    text = START + "[rules.executoin]\nweekly_hours_cap = -3\nnotise = 1\n"
    text += '[rules.waits]\nsurvey_anwser = { remind_after = "soon", escalate_after = "P14D" }\n'
    text += '[messages.selectd.ja]\nsubject = "{nobody}"\nbody = "{title}"\n'
    text += "[rules.surveys]\n[rules.survey.end]\ntitel = 1\n" + QUESTION.replace("surveys", "survey")
    text += '[rules.surveyz.other]\nasked = "never"\n[rulse]\nseats_at_most = 0\nnaem = 1\n'

    mistakes = check_playbook(text, "museum.toml")

    written = text.splitlines()
    assert {(one.place, written[one.line - 1]) for one in mistakes} == {
        ("rules.executoin", "[rules.executoin]"),
        ("rules.executoin.weekly_hours_cap", "weekly_hours_cap = -3"),
        ("rules.executoin.notise", "notise = 1"),
        ("rules.waits.survey_anwser", 'survey_anwser = { remind_after = "soon", escalate_after = "P14D" }'),
        ("rules.waits.survey_anwser.remind_after", 'survey_anwser = { remind_after = "soon", escalate_after = "P14D" }'),  # noqa: E501
        ("messages.selectd", "[messages.selectd.ja]"),
        ("messages.selectd.ja.subject", 'subject = "{nobody}"'),
        ("rules.survey", "[rules.survey.end]"),
        ("rules.survey.end.title", "[rules.survey.end]"),
        ("rules.survey.end.titel", "titel = 1"),
        ("rules.survey.end.questions.wish.kind", "[rules.survey.end.questions.wish]"),
        ("rules.surveyz", "[rules.surveyz.other]"),
        ("rules.surveyz.other.questions", "[rules.surveyz.other]"),
        ("rules.surveyz.other.title", "[rules.surveyz.other]"),
        ("rules.surveyz.other.asked", 'asked = "never"'),
        ("rulse", "[rulse]"),
        ("rulse.seats_at_most", "seats_at_most = 0"),
        ("rulse.naem", "naem = 1"),
    }  # fmt: skip


@pytest.mark.parametrize(
    "deep",
    ["[rules." + ".".join(["a"] * 500) + "]", ".".join(["a"] * 500) + " = 1", "gates = " + "[" * 400 + "]" * 400,
     "gates = " + "[" * 5000 + "]" * 5000],
)  # fmt: skip
def test_what_is_nested_without_end_is_told_like_any_mistake(deep: str) -> None:
    (mistake,) = check_playbook(f"{START}{deep}\n", "deep.toml")

    assert mistake.line == START.count("\n") + 1
    assert "20 段" in mistake.wrong.ja
    assert "20 levels" in mistake.wrong.en


def test_a_file_without_end_is_no_playbook() -> None:
    (mistake,) = check_playbook(START + "#" * 1_000_000, "large.toml")

    assert "1,000,000 バイト" in mistake.wrong.ja
    assert "1,000,000 bytes" in mistake.wrong.en


def test_the_example_of_a_name_that_is_none_does_not_repeat_it() -> None:
    mistakes = check_playbook(START + SURVEY.replace("end", "Bad") + WORDS.replace("end", "Bad"), "museum.toml")

    assert mistakes[0].place == "rules.surveys.Bad"
    assert "Bad" not in mistakes[0].right.en


def test_where_roles_cannot_be_read_nothing_is_said_of_who_has_them() -> None:
    text = START + '[rules.memberships.client]\nrules = 1\n[rules.reports]\nby = ["client"]\n'
    text = text.replace("rules = 1", "understandings = 1")

    assert [one.place for one in check_playbook(text, "a.toml")] == ["rules.memberships.client.understandings"]


@pytest.mark.parametrize("at", ["7pm", "25:00", "9:00", "19:60", "19:00:00", "１９:00", ""])
def test_a_farewell_at_no_time_of_day_is_told_what_a_time_is(at: str) -> None:
    mistake = only(f'{NOTICE}{CLOSING}at = "{at}"\n')

    assert mistake.place == "rules.closing.farewell.at"
    assert "時刻ではありません" in mistake.wrong.ja
    assert "no time of day" in mistake.wrong.en
    assert mistake.right.en.endswith('at = "19:00"')


LONG = ("P9000Y", "P101Y", "P1201M", "P40000D", "PT1000000H", "P99999999Y", "-P1D", "P0D")
PERIODS = {
    "rules.study_meetings.every": STUDY + 'every = "PERIOD"\n',
    "rules.study_meetings.invite_before": STUDY + 'every = "P6M"\ninvite_before = "PERIOD"\n',
    "rules.closing.notice": CLOSING + '[rules.closing]\nnotice = "PERIOD"\n',
    "rules.closing.call_before": CLOSING + '[rules.closing]\nnotice = "P30D"\ncall_before = "PERIOD"\n',
    "rules.study_meetings.small_before": STUDY + 'every = "P6M"\nsmall_before = "PERIOD"\n',
    "rules.gatherings.day.small_before": GATHERING + 'small_before = "PERIOD"\n',
    "rules.closing.farewell.small_before": CLOSING + 'small_before = "PERIOD"\n[rules.closing]\nnotice = "P30D"\n',
    "rules.execution.check_in_every": '[rules.execution]\ncheck_in_every = "PERIOD"\n',
    "rules.execution.notice": '[rules.execution]\nnotice = "PERIOD"\n',
    "rules.places.recheck_every": '[rules.places]\nrecheck_every = "PERIOD"\n',
    "rules.places.permit_recheck_before": '[rules.places]\npermit_recheck_before = "PERIOD"\n',
    "rules.teams.forecast_ahead": '[rules.teams]\nforecast_ahead = "PERIOD"\n',
    "rules.premises.review_every": '[rules.premises]\nreview_every = "PERIOD"\n',
    "rules.reports.every": '[rules.reports]\nevery = "PERIOD"\n',
    "rules.waits.payment.remind_after": '[rules.waits.payment]\nremind_after = "PERIOD"\n',
    "rules.waits.payment.escalate_after": '[rules.waits.payment]\nescalate_after = "PERIOD"\n',
    "rules.follow_ups.0": 'follow_ups = ["PERIOD"]\n',
}


def test_every_period_of_the_rules_is_tried() -> None:
    guide = (File(__file__).parents[2] / "docs" / "playbooks.md").read_text(encoding="utf-8")
    named = set(re.findall(r"^\| `(rules\.[^`]+)` \| (?:a list: )?a period", guide, re.MULTILINE))
    assert {re.sub(r"\.(payment|day)\b", ".*", place).removesuffix(".0") for place in PERIODS} == named


@pytest.mark.parametrize("place", PERIODS)
def test_no_period_is_longer_than_a_century(place: str) -> None:
    for period in LONG:
        mistake = only(PERIODS[place].replace("PERIOD", period))
        assert mistake.place == place, period
        assert "使える期間ではありません" in mistake.wrong.ja
        assert "no usable period" in mistake.wrong.en
        assert re.search(r'"P[^"]+"', mistake.right.en)


WHOLE: dict[str, Any] = {"rules": RULES.model_dump(mode="json", exclude_none=True)}
"""A playbook that says something in every section."""


class Written(NamedTuple):
    """A playbook as text, and the line of every table and value in it."""

    text: str
    lines: dict[Path, int]


def written(data: dict[str, Any]) -> Written:
    """A playbook with each table and each value in a line of its own."""
    found = Written("", {})
    return _written(found, data, ())


def _written(found: Written, table: dict[str, Any], path: Path) -> Written:
    head = f"[{'.'.join(path)}]\n" if path else ""
    found.lines[path] = found.text.count("\n") + 1
    found = Written(found.text + head, found.lines)
    for name, value in table.items():
        if not _is_table(value):
            found.lines[(*path, name)] = found.text.count("\n") + 1
            found = Written(f"{found.text}{name} = {toml_value(value)}\n", found.lines)
    for name, value in table.items():
        if _is_table(value):
            found = _written(found, value, (*path, name))
    return found


def _is_table(value: Any) -> bool:
    return isinstance(value, dict) and set(value) != {"ja", "en"}


def line_of(whole: Written, path: Path) -> int:
    """The line of a place, or of what it stands in."""
    while path not in whole.lines:
        path = path[:-1]
    return whole.lines[path]


def changed(path: tuple[Any, ...], value: Any) -> dict[str, Any]:
    """The whole playbook with another value at a place; with none, it is left out."""
    data = deepcopy(WHOLE)
    table = at(data, path[:-1])
    if value is None:
        del table[path[-1]]
    else:
        table[path[-1]] = value
    return data


def wrong_for(value: Any) -> list[Any]:
    """Values of other kinds, too small and too large ones."""
    match value:
        case bool():
            return ["perhaps", []]
        case int():
            return ["many", 0.5, -1, "3" * 5000]
        case str():
            return [[], {}, " ", "many words" * 500] if value[0].isdigit() else [5, {}, ""]
        case list():
            return ["all", 3, [[]]]
        case _:
            return ["x", 3]


@pytest.mark.parametrize("section", [name for name in Rules.model_fields if name in WHOLE["rules"]])
def test_in_every_place_of_a_section_what_is_wrong_is_told_where_it_is(section: str) -> None:
    places = [("rules", section), *(("rules", section, *path) for path in paths(WHOLE["rules"][section]))]
    for path in places:
        for wrong in wrong_for(at(WHOLE, path)):
            told(changed(path, wrong), tuple(str(part) for part in path))


@pytest.mark.parametrize("section", [name for name in Rules.model_fields if name in WHOLE["rules"]])
def test_what_a_table_lacks_or_does_not_know_is_told_at_its_line(section: str) -> None:
    tables = [("rules", section), *(("rules", section, *path) for path in paths(WHOLE["rules"][section]))]
    for table in (path for path in tables if isinstance(at(WHOLE, path), dict)):
        told(changed((*table, "zz"), [[7]]), (*map(str, table), "zz"))
        for name in at(WHOLE, table):
            without = changed((*table, name), None)
            if any(mistake.place == ".".join((*table, name)) for mistake in check_playbook(written(without).text, "a")):
                told(without, (*map(str, table), name))


def told(data: dict[str, Any], path: Path) -> None:
    """A mistake in this place, at its line, in plain words, with an example that helps where it is one."""
    whole = written(data)
    mistakes = check_playbook(whole.text, "a.toml")
    about = [one for one in mistakes if one.place == ".".join(path) or one.place.startswith(".".join(path) + ".")]
    assert about, f"{path} {str(at_or_none(data, path))[:99]} {[mistake.explain('en') for mistake in mistakes]}"
    for mistake in about:
        in_plain_words(mistake)
        assert mistake.line == line_of(whole, tuple(mistake.place.split("."))), mistake.explain("en")
    if len(mistakes) == 1 and "not known" not in mistakes[0].wrong.en:
        left = examine(mended(whole.text, mistakes[0]))[1]
        assert mistakes[0].wrong not in [one.wrong for one in left], mistakes[0].explain("en")


def at_or_none(data: Any, path: Path) -> Any:
    """What stands at a place, if anything does."""
    try:
        return at(data, tuple(int(part) if part.isdigit() else part for part in path))
    except (KeyError, IndexError, TypeError):
        return None
