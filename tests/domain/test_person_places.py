"""Where somebody lives from a day on, and when they have time."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from domain.person.aggregate import PERSON
from domain.person.commands import RecordPermit
from domain.person.events import PersonErased
from domain.person.places.commands import CallOffMove, Relocate, SetAvailability
from domain.person.places.deciding import MOST_AHEAD
from domain.person.places.events import AvailabilityBegan, AvailabilitySet, MoveBegan, MoveCalledOff, Relocated
from domain.person.places.history import place_on
from domain.shared.deadlines import MeetDeadline
from domain.shared.effects import TellEach
from domain.shared.periods import local_date

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


OFFICE_HOURS = ("mon-fri 09:00-15:00",)


def said(*hours: str, since: date = TODAY) -> AvailabilitySet:
    """What was said of a day; days to come are announced."""
    return AvailabilitySet(since=since, hours=hours, reason=None, begun=since <= TODAY)


def available() -> Given:
    """Somebody in Vietnam who has time in office hours."""
    return given().events(said(*OFFICE_HOURS))


def hours_deadlines(state: Any) -> list[tuple[str, str]]:
    """Keys and moments of what is announced."""
    due = [one for one in PERSON.deadlines(state) if one.kind == "hours"]
    return [(one.key, one.due.isoformat()) for one in due]


def test_hours_that_are_announced_hold_from_the_first_midnight_of_their_day() -> None:
    outcome = available().when(SetAvailability(hours=(), since=DAY), by=PARTICIPANT).then(said(since=DAY))
    (told,) = outcome.effects()
    assert told.command["hours"] == list(OFFICE_HOURS)  # type: ignore[union-attr]
    assert told.command["hours_ahead"] == [{"since": DAY.isoformat(), "hours": []}]  # type: ignore[union-attr]
    assert hours_deadlines(outcome.state) == [("hours:2:1", "2026-04-20T17:00:00+00:00")]
    assert not PERSON.finished(outcome.state)
    meeting, there = MeetDeadline(kind="hours", subject="2", ordinal=1), available().events(*outcome.events)
    early = there.at(datetime.fromisoformat("2026-04-20T16:59Z"))
    early.when(meeting, by=SYSTEM).then()
    begun = early.at(datetime.fromisoformat("2026-04-20T17:00Z")).when(meeting, by=SYSTEM)
    (told,) = begun.then(AvailabilityBegan(number=2)).effects()
    assert (told.command["hours"], told.command["hours_ahead"]) == ([], [])  # type: ignore[union-attr]
    assert PERSON.finished(begun.state)
    there.events(*begun.events).when(meeting, by=SYSTEM).then()


@pytest.mark.parametrize(
    "way", [OFFICE_HOURS, ("mon-wed 09:00-15:00", "thu-fri 09:00-15:00")], ids=["same", "rewritten"]
)
def test_what_is_announced_is_taken_back_by_the_hours_that_hold_anyway(way: tuple[str, ...]) -> None:
    off = available().events(said(since=DAY), said(*OFFICE_HOURS, since=DAY + timedelta(days=9)))
    outcome = off.when(SetAvailability(hours=way, since=DAY), by=PARTICIPANT)
    assert outcome.effects()[0].command["hours_ahead"] == [], "with the absence its end is off, too"  # type: ignore[union-attr]
    assert not PERSON.deadlines(outcome.state)
    off.events(*outcome.events).when(SetAvailability(hours=way, since=DAY), by=PARTICIPANT).then()
    available().when(SetAvailability(hours=way, since=DAY), by=PARTICIPANT).then()


def test_a_later_word_about_the_same_day_replaces_the_one_before() -> None:
    announced_once = available().events(said(since=DAY))
    announced_once.when(SetAvailability(hours=(), since=DAY), by=PARTICIPANT).then()
    other = SetAvailability(hours=("mon 09:00-12:00",), since=DAY)
    outcome = announced_once.when(other, by=PARTICIPANT).then(said("mon 09:00-12:00", since=DAY))
    assert [(one.since, one.hours) for one in outcome.state.whereabouts.hours_ahead] == [(DAY, other.hours)]
    assert hours_deadlines(outcome.state)[0][0] == "hours:3:1", "the deadline of the word before has no successor"


def test_nobody_announces_without_end() -> None:
    days = [DAY + timedelta(days=number) for number in range(MOST_AHEAD)]
    full = available().events(
        *(said("sat 10:00-12:00" if day.toordinal() % 2 else "sun 10:00-12:00", since=day) for day in days)
    )
    assert len(full.state.whereabouts.hours_ahead) == MOST_AHEAD
    beyond = SetAvailability(hours=(), since=days[-1] + timedelta(days=1))
    assert str(DAY) in full.when(beyond, by=PARTICIPANT).refused("hours-ahead-too-many", "since").explain("en")
    assert full.when(beyond.model_copy(update={"since": DAY}), by=PARTICIPANT).refusal is None
    assert full.when(SetAvailability(hours=()), by=PARTICIPANT).refusal is None


def test_hours_of_today_leave_what_is_announced_as_it_is() -> None:
    outcome = available().events(said(since=DAY)).when(SetAvailability(hours=("sat 10:00-12:00",)), by=PARTICIPANT)
    known = outcome.state.whereabouts
    assert (known.hours, [one.since for one in known.hours_ahead]) == (("sat 10:00-12:00",), [DAY])


def test_what_was_said_of_a_day_that_has_come_stands_though_it_changed_nothing_for_a_while() -> None:
    before = TODAY - timedelta(days=9)
    twice_the_same = available().events(said(since=before), said(*OFFICE_HOURS, since=before))
    corrected = twice_the_same.when(SetAvailability(hours=(), since=before), by=PARTICIPANT)
    assert corrected.state.whereabouts.hours == OFFICE_HOURS
    assert place_on(corrected.state, before).hours == ()


def test_announced_hours_begin_where_the_person_is_by_then() -> None:
    west = announced(1, since=DAY - timedelta(days=9), country="US", time_zone="America/New_York",
                     begins_at=datetime.fromisoformat("2026-04-12T04:00Z"))  # fmt: skip
    there = available().events(said(since=DAY), west)
    assert hours_deadlines(there.state) == [("hours:2:1", "2026-04-21T04:00:00+00:00")]
    off = there.when(CallOffMove(since=west.since), by=PARTICIPANT)
    assert hours_deadlines(off.state) == [("hours:2:1", "2026-04-20T17:00:00+00:00")]


def test_hours_that_have_begun_go_on_for_who_travels_back_into_the_day_before() -> None:
    arrived = available().events(moved(country="US", time_zone="America/New_York", since=TODAY - timedelta(days=1)))
    assert local_date(NOW, "America/New_York") < TODAY
    outcome = arrived.when(SetAvailability(hours=()), by=PARTICIPANT).then(said())
    assert outcome.state.whereabouts.hours == ()


def test_of_two_days_that_have_come_both_begin_in_their_order() -> None:
    both = available().events(said(since=DAY), said("sat 10:00-12:00", since=DAY + timedelta(days=1)))
    late = both.at(NOW + timedelta(days=40))
    for number, hours in ((2, ()), (3, ("sat 10:00-12:00",))):
        due = PERSON.next_deadline(late.state)
        assert due is not None
        outcome = late.when(MeetDeadline(kind="hours", subject=due.subject, ordinal=1), by=SYSTEM)
        outcome.then(AvailabilityBegan(number=number))
        late = late.events(*outcome.events)
        assert late.state.whereabouts.hours == hours
    assert PERSON.finished(late.state)


def test_hours_of_days_to_come_are_answered_as_they_were_known() -> None:
    then = available()
    now = then.events(said(since=DAY))
    for day, hours in ((TODAY, OFFICE_HOURS), (DAY - timedelta(days=1), OFFICE_HOURS), (DAY, ())):
        assert place_on(now.state, day).hours == hours
    assert place_on(then.state, DAY).hours == OFFICE_HOURS, "nobody knew of it then"
    assert place_on(then.state, TODAY - timedelta(days=1)).hours is None


def test_nobody_waits_for_the_hours_of_somebody_who_was_erased() -> None:
    erased = available().events(said(since=DAY), PersonErased(reason="本人の希望", kept_purposes=()))
    assert PERSON.finished(erased.state)


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
