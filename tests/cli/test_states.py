"""How a stream stands is told in a person's words, whatever has happened to it, in both languages and every width."""

import re
from datetime import date
from typing import Any, get_args

import pytest
from pydantic import BaseModel
from rich.cells import cell_len

from banso.cli.layout import laid_out
from banso.cli.parts import INNER, LEFT_OUT, QUIET, entries_of, node_of
from banso.cli.states import describe, people_of
from banso.cli.texts import Language, use
from banso.cli.words import FIELDS_JA, VALUES, field_label
from domain.aggregates import AGGREGATES
from domain.membership.closing.state import MemberClosing
from domain.membership.matching.state import Matching
from domain.person.places.state import Availability, Whereabouts
from domain.shared.values import StreamReference

from support import engagements
from support.samples import read_history
from support.stories import STORIES

LANGUAGES: tuple[Language, ...] = ("ja", "en")
SHOWN_ELSEWHERE = {
    "Actor", "PersonalText", "BilingualText", "PlaybookReference", "Meeting", "Ledger", "ServicePremise", "Wait",
}  # fmt: skip
HISTORIES = [(kind, name) for kind in STORIES for name in STORIES[kind]]
RAW = re.compile(r"\b[a-z]+_[a-z_]+\b|\b[A-Z][a-z]+[A-Z]\w*|\bNone\b|[{}<>]|\bP\d+D\b|=")
PLAYBOOKS_OWN = re.compile(r"does_not_work|does_not_arrive|wrong_size|early_bird")


def states(kind: str, name: str) -> list[Any]:
    """Every state that a stored history goes through, alike ones once."""
    state, found = None, {}
    for event, at in read_history(kind, name):
        state = AGGREGATES[kind].evolve(state, event, at)
        found[state.model_dump_json()] = state
    return list(found.values())


def told(kind: str, state: Any, width: int | None = None) -> str:
    names = dict.fromkeys(people_of(state), "架空")
    return describe(StreamReference(kind=kind, id=state.id), 1, state, names, width)  # type: ignore[arg-type]


@pytest.mark.parametrize(("kind", "name"), HISTORIES, ids=["-".join(one) for one in HISTORIES])
def test_no_stage_of_any_story_shows_a_name_of_the_program(kind: str, name: str) -> None:
    for state in states(kind, name):
        for language in LANGUAGES:
            use(language)
            said = re.sub(r"Asia/\w+", "", told(kind, state))
            assert RAW.findall(PLAYBOOKS_OWN.sub("", said)) == [], said


@pytest.mark.parametrize(("kind", "name"), HISTORIES, ids=["-".join(one) for one in HISTORIES])
def test_no_stage_of_any_story_shows_numbers_that_mean_nothing_to_people(kind: str, name: str) -> None:
    use("en")
    inner = {field_label(one) for one in INNER - {"number"}}
    for state in states(kind, name):
        shown = [re.split(r"  +", line.strip())[0] for line in told(kind, state).splitlines()]
        assert not inner & set(shown), shown
        assert "number" not in shown or kind == "service"


def test_how_many_looked_back_is_shown() -> None:
    use("en")
    voices, *_ = [state for state in states("service", "closing") if state.closing.voices.number]
    assert f"number  {voices.closing.voices.number}" in re.sub("   +", "  ", told("service", voices))


@pytest.mark.parametrize(("language", "words"), [("ja", "2026-05-30 までに"), ("en", "until 2026-05-30 (")])
def test_a_fee_waits_until_the_day_on_which_it_is_due(language: Language, words: str) -> None:
    owed = engagements.given().history(engagements.delivered()).state
    use(language)
    (line,) = (line for line in told("engagement", owed).splitlines() if "2026-05-30" in line and "flag-plan)" in line)
    assert words in line


@pytest.mark.parametrize("width", [60, 120])
@pytest.mark.parametrize(("kind", "name"), HISTORIES, ids=["-".join(one) for one in HISTORIES])
def test_lines_keep_to_the_terminal(kind: str, name: str, width: int) -> None:
    for state in states(kind, name)[-3:]:
        for language in LANGUAGES:
            use(language)
            _, _, *lines = told(kind, state, width).splitlines()
            # What nobody can part, such as the fingerprint of a document, may be longer.
            long = [line for line in lines if cell_len(line) > width and max(map(len, line.split())) < 40]
            assert long == []


def parts(model: Any, found: set[type[BaseModel]]) -> set[type[BaseModel]]:
    """Every model that a state is made of."""
    if isinstance(model, type) and issubclass(model, BaseModel) and model not in found:
        if model.__name__ in SHOWN_ELSEWHERE:
            return found
        found.add(model)
        for info in model.model_fields.values():
            parts(info.annotation, found)
    for inner in get_args(model):
        parts(inner, found)
    return found


def test_every_field_of_every_part_has_a_japanese_label() -> None:
    models = {model for aggregate in AGGREGATES.values() for model in parts(aggregate.state, set())}
    fields = {name for model in models for name in model.model_fields}

    assert fields - set(FIELDS_JA) - set(LEFT_OUT) == set()


def test_people_are_called_by_their_names_and_the_ids_that_commands_take() -> None:
    use("en")
    state = states("engagement", "main")[-1]
    said = told("engagement", state)
    assert {"coordinator-2", "company-1", "companion-1", "participant-1", "employer-1"} <= set(people_of(state))
    assert "架空 (company-1)" in said
    assert re.search(r"coordinators +架空 \(coordinator-2\)", said)


def test_what_stands_beside_its_label_stands_in_one_column() -> None:
    lines = laid_out([("窓口", "x"), ("tasks", [("a", "y")]), ("goal", "v w"), ("seats", "")], 40)
    assert lines == ["  窓口  x", "  tasks", "    a  y", "  goal  v w"]


def test_where_it_is_too_narrow_a_text_stands_below_its_label() -> None:
    text = "旗に込められた思いが若い世代に届く"
    lines = laid_out([("a label that is rather long", text)], 40)
    assert lines[0] == "  a label that is rather long"
    assert "".join(line.strip() for line in lines[1:]) == text
    assert max(map(cell_len, lines)) <= 40


def test_words_of_ours_are_not_shown_as_names() -> None:
    use("en")
    assert field_label("in_pool") == "in the pool"
    assert all("_" not in english for _, english in VALUES.values())


def test_an_applicant_reads_what_makes_a_role_worth_taking() -> None:
    published = next(one for one in states("engagement", "consulted") if one.published)
    for language, label in (("ja", "この役割の魅力"), ("en", "attraction")):
        use(language)
        said = told("engagement", published)
        assert label in said
        assert "お客さまの驚く顔を最初に見られる" in said


def test_no_hours_at_all_are_said_and_not_shown_as_a_gap() -> None:
    since = date(2026, 12, 1)
    part = Whereabouts(availability=(Availability(number=3, since=since, hours=()),), hours_since=since)
    for language, row, label in (("ja", "なし", "いまの時間の始まり"), ("en", "none", "hours hold since")):
        use(language)
        rows = dict(entries_of(part, {}))
        assert (FIELDS_JA["hours"] if language == "ja" else "hours", row) in rows[field_label("availability")][0][1]
        assert rows[label] == "2026-12-01"


def test_what_never_happened_to_a_member_takes_no_lines() -> None:
    use("en")
    quiet = {field_label(one) for one in QUIET} - {"open"}
    closing = MemberClosing(last_day=date(2027, 3, 31))
    assert [label for label, _ in entries_of(closing, {})] == ["last day"]
    assert {label for label, _ in entries_of(MemberClosing(leads=True, ended=True), {})} == {"leads", "ended"} <= quiet
    assert entries_of(Matching(spare_time=("mon 20:00-22:00",)), {}) == [("spare time", "mon 20:00-22:00")]
    assert ("open", "no") in entries_of(Matching(open=False), {})


def test_a_member_reads_of_the_region_and_of_a_survey_in_their_language() -> None:
    use("ja")
    assert (field_label("host", "Membership"), field_label("host", "Engagement")) == ("地域", "受入企業")
    assert node_of("standing", "answered", {}) == "回答済み"
