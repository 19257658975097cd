"""Where somebody lives from a day on, and when they have time."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from domain.person.aggregate import PERSON
from domain.person.commands import RecordPermit
from domain.person.places.commands import CallOffMove, Relocate, SetAvailability
from domain.person.places.events import AvailabilitySet, MoveBegan, MoveCalledOff, Relocated
from domain.person.places.history import place_on
from domain.shared.deadlines import MeetDeadline
from domain.shared.effects import TellEach

from support.deciding import NOW, PARTICIPANT, SYSTEM, Given
from support.people import private, registered

PERSON_ID = "participant-1"
TODAY = date(2026, 4, 1)
HANOI = "Asia/Ho_Chi_Minh"


def given() -> Given:
    """Somebody who lives in Vietnam and is registered there."""
    begun = registered(PERSON_ID, residence="VN", time_zone=HANOI)
    return Given(PERSON, stream=PERSON_ID).events(begun)


def move(**changes: Any) -> Relocate:
    """Overnight, to Japan."""
    values = {"since": TODAY, "move": "overnight", "country": "JP", "time_zone": "Asia/Tokyo", **changes}
    return Relocate.model_validate(values)


def moved(**changes: Any) -> Relocated:
    """The event of that."""
    values: dict[str, Any] = {
        **move().model_dump(exclude={"type"}),
        "number": 1,
        "begins_at": datetime.fromisoformat("2026-03-31T15:00Z"),
        "begun": True,
    }
    return Relocated.model_validate({**values, **changes})


def test_an_overnight_return_is_one_command_and_the_same_again_changes_nothing() -> None:
    outcome = given().when(move(), by=PARTICIPANT).then(moved())
    assert (outcome.state.residence, outcome.state.time_zone) == ("JP", "Asia/Tokyo")
    effect, zone = outcome.effects()
    assert isinstance(effect, TellEach)
    assert isinstance(zone, TellEach)
    assert (zone.kind, zone.person) == ("membership", PERSON_ID)
    assert zone.command == {"type": "NoteTimeZone", "number": 1, "time_zone": "Asia/Tokyo"}
    assert (effect.kind, effect.person, effect.command["country"]) == ("participation", PERSON_ID, "JP")
    assert effect.command["moved_at"] is not None
    back = given().events(moved())
    back.when(move(), by=PARTICIPANT).then()
    back.at(NOW + timedelta(days=3)).when(move(since=TODAY + timedelta(days=3)), by=PARTICIPANT).then()


def test_a_planned_move_is_announced_and_begins_with_its_day_over_there() -> None:
    day = TODAY + timedelta(days=20)
    begins = datetime.fromisoformat("2026-04-20T15:00Z")
    planned = moved(since=day, move="planned", begins_at=begins, begun=False)
    outcome = given().when(move(since=day, move="planned")).then(planned)
    assert (outcome.state.residence, outcome.state.time_zone) == ("VN", HANOI)
    (told,) = outcome.effects()
    assert told.command["moves_on"] == day.isoformat(), "who is only about to move lives where they live"  # type: ignore[union-attr]
    (deadline,) = PERSON.deadlines(outcome.state)
    assert (deadline.key, deadline.due) == ("move:1:1", begins)
    meeting = MeetDeadline(kind="move", subject="1", ordinal=1)
    given().events(planned).when(meeting, by=SYSTEM).then()
    there = given().events(planned).at(begins).when(meeting, by=SYSTEM).then(MoveBegan(number=1))
    assert [effect.kind for effect in there.effects()] == ["participation", "membership"]  # type: ignore[union-attr]
    assert there.state.residence == "JP"
    assert PERSON.finished(there.state)


DAY = TODAY + timedelta(days=20)
"""Of the announced move to Japan below."""


def announced(number: int = 1, **changes: Any) -> Relocated:
    """A move that is announced."""
    begins = datetime.fromisoformat("2026-04-20T15:00Z")
    return moved(**{"number": number, "since": DAY, "move": "planned", "begins_at": begins, "begun": False, **changes})


@pytest.mark.parametrize(
    "word", [move(since=DAY, move="planned", country="VN", time_zone=HANOI), CallOffMove(since=DAY)], ids=type
)
def test_an_announced_move_that_is_off_leaves_nothing_to_come(word: Any) -> None:
    outcome = given().events(announced()).when(word, by=PARTICIPANT)
    assert outcome.refusal is None
    assert outcome.effects()[0].command["moves_on"] is None  # type: ignore[union-attr]
    assert not outcome.state.whereabouts.stays
    assert not PERSON.deadlines(outcome.state)
    later = given().events(announced(), *outcome.events).at(NOW + timedelta(days=40))
    later.when(MeetDeadline(kind="move", subject=str(outcome.state.whereabouts.moves), ordinal=1), by=SYSTEM).then()
    assert place_on(later.state, DAY).country == "VN"


def test_a_move_that_was_called_off_may_come_on_another_day() -> None:
    off = given().events(announced(), MoveCalledOff(number=1))
    later = move(since=DAY + timedelta(days=9), move="planned")
    outcome = off.when(later, by=PARTICIPANT)
    assert [(stay.number, stay.since) for stay in outcome.state.whereabouts.stays] == [(2, later.since)]


def test_with_the_way_there_the_way_back_is_off_too() -> None:
    back = announced(2, since=DAY + timedelta(days=9), country="VN", time_zone=HANOI)
    outcome = given().events(announced(), back).when(CallOffMove(since=DAY), by=PARTICIPANT)
    assert not outcome.state.whereabouts.stays


def test_only_a_move_that_is_announced_can_be_called_off() -> None:
    given().when(CallOffMove(since=DAY), by=PARTICIPANT).refused("no-such-move", "since")
    wrong_day = given().events(announced()).when(CallOffMove(since=TODAY), by=PARTICIPANT)
    assert str(DAY) in wrong_day.refused("no-such-move", "since").explain("ja")
    given().events(moved()).when(CallOffMove(since=TODAY), by=PARTICIPANT).refused("no-such-move", "since")


def test_nobody_knows_of_an_overnight_move_ahead() -> None:
    given().when(move(since=TODAY + timedelta(days=2))).refused("move-ahead", "move")


def test_no_time_at_all_ends_nothing() -> None:
    lockdown = SetAvailability(hours=(), reason="建物の封鎖")
    said = AvailabilitySet(since=TODAY, hours=(), reason=private(PERSON_ID, "建物の封鎖"))
    outcome = given().when(lockdown, by=PARTICIPANT).then(said)
    assert outcome.effects()[0].command["hours"] == []  # type: ignore[union-attr]
    given().events(said).when(lockdown, by=PARTICIPANT).then()
    ahead = SetAvailability(hours=(), since=TODAY + timedelta(days=2))
    given().when(ahead, by=PARTICIPANT).refused("availability-ahead", "since")


def test_the_permit_that_counts_is_the_longest_one_for_the_present_place() -> None:
    abroad = Given(PERSON, stream=PERSON_ID).events(
        registered(PERSON_ID, residence="VN", time_zone=HANOI, citizen_of=("JP",))
    )
    for country, day in (("VN", date(2027, 1, 1)), ("VN", date(2026, 6, 1)), ("US", date(2030, 1, 1))):
        outcome = abroad.when(RecordPermit(country=country, kind="許可", valid_until=day), by=PARTICIPANT)
        abroad = abroad.events(*outcome.events)
    assert outcome.effects()[0].command["permit_until"] == "2027-01-01"  # type: ignore[union-attr]
    home = abroad.when(move(), by=PARTICIPANT)
    assert home.effects()[0].command["permit_until"] is None, "nobody needs a permit at home"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("day", "country", "zone", "by_rule"),
    [
        (TODAY - timedelta(days=1), "VN", HANOI, "information_needed"),
        (TODAY, "JP", "Asia/Tokyo", "clear"),
        (TODAY + timedelta(days=400), "JP", "Asia/Tokyo", "clear"),
    ],
)
def test_where_somebody_was_on_a_day(day: date, country: str, zone: str, by_rule: str) -> None:
    place = place_on(given().events(moved()).state, day)
    assert (place.country, place.time_zone, place.by_rule) == (country, zone, by_rule)


def test_a_move_that_is_recorded_late_changes_the_past_and_not_the_present() -> None:
    late = move(since=TODAY - timedelta(days=40), country="GB", time_zone="Europe/London")
    outcome = given().events(moved()).when(late)
    assert outcome.state.residence == "JP"
    assert place_on(outcome.state, TODAY - timedelta(days=1)).country == "GB"
