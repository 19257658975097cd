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
from support.rules import RULES

START = """[rules]
name = "museum"
version = 1
title = { ja = "博物館", en = "Museum" }
"""
ROLES = "[rules.memberships.client]\n[rules.memberships.accompanist]\n"
STUDY = '[rules.study_meetings]\nname = { ja = "勉強会", en = "Study meeting" }\nplace = "ここ"\n'
GATHERING = '[rules.gatherings.day]\nname = { ja = "相談日", en = "Counselling day" }\n'
SESSION = '[rules.sessions.talk]\ntitle = { ja = "相談", en = "A talk" }\n'
SURVEY = '[rules.surveys.end]\ntitle = { ja = "終わり", en = "The end" }\n'
QUESTION = '[rules.surveys.end.questions.wish]\ntext = { ja = "望み", en = "A wish" }\n'
GAINS = '[rules.closing.gains]\nmoney = { ja = "収入", en = "Money" }\n'
DIMENSIONS = '[rules.closing.dimensions]\nmind = { ja = "頭で", en = "In thought" }\n'
FAREWELL = '[rules.closing.farewell]\nname = { ja = "お別れ", en = "Farewell" }\nplace = "ここ"\n'
CLOSING = GAINS + DIMENSIONS + FAREWELL
NOTICE = '[rules.closing]\nnotice = "P30D"\n'


class Case(NamedTuple):
    """What follows the shortest playbook, the place of its mistake, and words of the reason, in both languages.

    The mistake is in the only line that ends in `#!`.
    """

    text: str
    place: str
    ja: str
    en: str


REASONS = {
    "red below the usual yellow": Case("[rules.radar]\nred = 5 #!\n", "radar.red", "20 点)より先に", "not be less"),
    "yellow above the usual red": Case("[rules.radar]\nyellow = 50 #!\n", "radar.yellow", "赤(30 点)", "not be less"),
    "remind later than the usual escalation": Case(
        '[rules.waits.payment]\nremind_after = "P40D" #!\n', "waits.payment.remind_after",
        "催促(P40D)より前に", "before it reminds"),
    "escalate before the usual reminder": Case(
        '[rules.waits.payment]\nescalate_after = "P1D" #!\n', "waits.payment.escalate_after",
        "より前に報告(P1D)", "before it reminds"),
    "no weekly hours": Case(
        '[rules.teams]\nbusiness_hours = ["mon-fri 9-18"] #!\n', "teams.business_hours.0",
        "曜日と時刻として読めません", "no weekly hours"),
    "hours that end before they begin": Case(
        '[rules.teams]\nbusiness_hours = ["mon 18:00-09:00"] #!\n', "teams.business_hours.0",
        "始まって終わっていません", "does not end after it begins"),
    "fewer sessions than are needed": Case(
        SESSION + "at_least = 3\nat_most = 2 #!\n", "sessions.talk.at_most", "3 回に届きません", "never be held"),
    "a choice without choices": Case(
        SURVEY + QUESTION + 'kind = "choice" #!\n', "surveys.end.questions.wish.kind",
        "二つ以上必要", "two choices or more"),
    "choices where none are chosen": Case(
        SURVEY + QUESTION + 'kind = "scale"\nchoices = { a = { ja = "あ", en = "A" } } #!\n',
        "surveys.end.questions.wish.choices", "付けられません", "has no choices"),
    "no period": Case('[rules.reports]\nevery = "daily" #!\n', "reports.every", "使える期間ではありません", "usable"),
    "a role that nobody has, in matching": Case(
        ROLES + '[rules.matching]\nclient = "cliant" #!\naccompanist = "accompanist"\n', "matching.client",
        "「cliant」という役割は", "no role cliant"),
    "a role that nobody has, in reports": Case(
        ROLES + '[rules.reports]\nby = ["client", "nobody"] #!\n', "reports.by.1",
        "「nobody」という役割は", "no role nobody"),
    "one of few": Case(
        '[rules.places]\nconsent_by = "anybody" #!\n', "places.consent_by",
        "'own_employer'、'employer_of_the_assigned' のどれでもありません", "is none of"),
    "true where a text belongs": Case(
        '[rules.reports]\nevery = true #!\n', "reports.every", "true は文字列", "true is"),
    "a day where a text belongs": Case(
        '[rules.reports]\nevery = 2026-01-01 #!\n', "reports.every", "2026-01-01 は文字列", "2026-01-01 is"),
    "no time of day": Case(
        STUDY + 'every = "P6M"\nat = "25:00" #!\n', "study_meetings.at", "時刻ではありません", "no time"),
    "a name that is too long": Case(f'packs = ["{"x" * 65}"] #!\n', "packs.0", "64 字まで", "at most 64"),
    "a number without end": Case(
        f"[rules.radar]\nred = 0x{'f' * 4000} #!\n", "radar.red", "0xfff", "0xfff"),
}  # fmt: skip


SENSELESS = {
    "a working role that nobody has": Case(
        ROLES + CLOSING + NOTICE + 'working_roles = ["acompanist"] #!\n', "closing.working_roles.0",
        "「acompanist」という役割は", "no role acompanist"),
    "a working role where there are none": Case(
        CLOSING + NOTICE + 'working_roles = ["accompanist"] #!\n', "closing.working_roles.0",
        "「accompanist」という役割は", "no role accompanist"),
    "a farewell after the last day": Case(
        NOTICE + CLOSING + "days = [1, 31] #!\n", "closing.farewell.days.1", "最後の日(P30D 後)", "after the last day"),
    "a farewell on the usual days, after the last one": Case(
        CLOSING + '[rules.closing]\nnotice = "P1D" #!\n', "closing.notice", "2 日目は", "Day 2"),
    "two farewells on one day": Case(
        NOTICE + CLOSING + "days = [1, 2, 1] #!\n", "closing.farewell.days.2", "1 が二度", "1 is written twice"),
    "more hoped for at the farewell than there is room": Case(
        NOTICE + CLOSING + "capacity = 3\nminimum = 5 #!\n", "closing.farewell.minimum", "定員(3 名)", "room for 3"),
    "more hoped for than there is room": Case(
        GATHERING + "capacity = 3\nminimum = 5 #!\n", "gatherings.day.minimum", "定員(3 名)", "room for 3"),
    "more hoped for at a study meeting than there is room": Case(
        STUDY + 'every = "P6M"\ncapacity = 3\nminimum = 5 #!\n', "study_meetings.minimum", "定員(3 名)", "room for 3"),
    "invited before the meeting before": Case(
        STUDY + 'every = "P2W"\ninvite_before = "P3W" #!\n', "study_meetings.invite_before", "P3W 前", "P3W ahead"),
    "meetings more often than they are usually invited to": Case(
        STUDY + 'every = "P7D" #!\n', "study_meetings.every", "P21D 前", "P21D ahead"),
    "coverage without hours": Case(
        "[rules.teams]\nminimum_coverage = 2 #!\n", "teams.minimum_coverage", "営業時間", "Without business_hours"),
    "a client's contract without a team": Case(
        "[rules.teams]\nclient_contract = true #!\n", "teams.client_contract", "チームもなく", "there is no team"),
    "a client whom nobody accompanies": Case(
        ROLES + '[rules.matching]\nclient = "client" #!\n', "matching.client", "client だけでは", "With client alone"),
    "an accompanist of nobody": Case(
        '[rules.memberships.friend]\n[rules.matching]\naccompanist = "friend" #!\n', "matching.accompanist",
        "accompanist だけでは", "With accompanist alone"),
    "follow-ups out of order": Case(
        'follow_ups = ["P3M", "P1M"] #!\n', "follow_ups.1", "早い順に", "in their order"),
    "follow-ups at the same time": Case(
        'follow_ups = ["P1Y", "P12M"] #!\n', "follow_ups.1", "後になりません", "not come later"),
    "a follow-up twice": Case('follow_ups = ["P1M", "P1M"] #!\n', "follow_ups.1", "P1M が二度", "P1M is written twice"),
    "a tag twice": Case(
        '[rules.retrospective]\ntags = ["online_skills", "next_step_seen", "online_skills"] #!\n',
        "retrospective.tags.2", "二度", "twice"),
    "a voice twice": Case(
        '[rules.retrospective]\nvoices = ["company", "company"] #!\n', "retrospective.voices.1", "二度", "twice"),
    "a gate twice": Case('gates = ["contract", "contract"] #!\n', "gates.1", "contract が二度", "twice"),
    "a pack twice": Case('packs = ["visa", "visa"] #!\n', "packs.1", "visa が二度", "twice"),
    "hours twice": Case(
        '[rules.teams]\nbusiness_hours = ["mon 09:00-10:00", "mon 09:00-10:00"] #!\n', "teams.business_hours.1",
        "二度", "twice"),
    "no Japanese words": Case(
        '[rules.modules]\nskill = { ja = "", en = "Skill" } #!\n', "modules.skill.ja", "空です", "is empty"),
    "English words of spaces": Case(
        '[rules.consultations.kinds]\nslow = { ja = "遅い", en = "  " } #!\n', "consultations.kinds.slow.en",
        "空です", "is empty"),
    "a place of spaces": Case(
        '[rules.study_meetings]\nname = { ja = "勉強会", en = "Study" }\nevery = "P6M"\nplace = " " #!\n',
        "study_meetings.place", "空です", "is empty"),
    "a survey after programmes that there are not": Case(
        SURVEY + 'asked = "programme_completed" #!\n' + QUESTION + 'kind = "text"\n', "surveys.end.asked",
        "修了する人がなく", "nobody completes a programme"),
}  # fmt: skip


CASES = REASONS | SENSELESS


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
