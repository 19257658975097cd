"""Gatherings: arranged by the office or by the service itself, counted, moved, called off, attended."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from domain.membership.aggregate import MEMBERSHIP
from domain.membership.commands import LeaveService
from domain.membership.gatherings import commands as invited
from domain.membership.gatherings import events as happened
from domain.membership.gatherings.deciding import invited_to_one
from domain.playbooks.schema import Rules
from domain.service.aggregate import SERVICE
from domain.service.commands import NoteMember, OpenService
from domain.service.gatherings import commands as asked
from domain.service.gatherings import events as counted
from domain.shared.deadlines import MeetDeadline
from domain.shared.effects import DeliverToStream, TellEach

from support.closing_stories import JOIN, MEMBERSHIP_ID, OPEN, farewells, meeting
from support.deciding import COORDINATOR, NOW, PARTICIPANT, SYSTEM, Given, offers
from support.gatherings import ARRANGED, INVITED, TERMS, answers, member, number_of, register, service
from support.people import DESK, FACTS
from support.rules import RULES

ARRANGE = asked.ArrangeGathering(
    gathering="day-1", kind="counselling_day", at=NOW + timedelta(days=10), place="オンライン"
)
NO_GATHERINGS = RULES.model_copy(update={"gatherings": {}, "study_meetings": None})


def test_a_gathering_is_arranged_and_every_member_is_invited() -> None:
    outcome = service().when(ARRANGE).then(TERMS, ARRANGED)
    service().events(TERMS).when(ARRANGE).then(ARRANGED)
    (telling,) = [one for one in outcome.effects() if isinstance(one, TellEach)]
    assert (telling.kind, telling.service, telling.command["type"]) == ("membership", DESK, "InviteToGathering")


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"kind": "party"}, "gathering-kind-unknown", "kind"),
        ({"gathering": "study-1"}, "gathering-exists", "gathering"),
        ({"gathering": "farewell-9"}, "gathering-exists", "gathering"),
        ({"at": NOW}, "date-past", "at"),
    ],
)
def test_arranging_is_refused(changes: dict[str, Any], code: str, field: str) -> None:
    refused = service().when(ARRANGE.model_copy(update=changes)).refused(code, field)
    if field == "kind":
        offers(refused, {name: one.name for name, one in RULES.gatherings.items()})


def test_a_playbook_without_gatherings_is_named_with_what_it_lacks() -> None:
    refused = service().under(NO_GATHERINGS).when(ARRANGE).refused("gathering-kind-unknown", "kind")
    assert "[rules.gatherings." in refused.explain("ja")
    service().events(ARRANGED).when(ARRANGE).refused("gathering-exists", "gathering")


def test_a_service_without_study_meetings_arranges_none() -> None:
    bare = Given(SERVICE, stream=DESK, facts=FACTS, rules=NO_GATHERINGS)
    assert [type(event).__name__ for event in bare.when(OPEN).events] == ["ServiceOpened"]


def study_meetings(zone: str, now: datetime, rules: Rules = RULES) -> list[datetime]:
    """When the study meetings of a service are that opens now, as its deadlines bring them about."""
    given = Given(SERVICE, stream=DESK, facts=FACTS, now=now, rules=rules)
    open_ = OpenService(**{**OPEN.model_dump(exclude={"type"}), "time_zone": zone})
    state, moments = given.when(open_).state, []
    while deadline := SERVICE.next_deadline(state):
        command = MeetDeadline(kind=deadline.kind, subject=deadline.subject, ordinal=deadline.ordinal)
        outcome = Given(SERVICE, stream=DESK, now=deadline.due, state=state).when(command, by=SYSTEM)
        moments += [event.meeting.at for event in outcome.events if isinstance(event, counted.GatheringArranged)]
        state = outcome.state
    return moments


def test_in_two_years_there_are_four_study_meetings() -> None:
    assert study_meetings("Asia/Tokyo", NOW) == [
        datetime(2026, 10, 1, 5, tzinfo=UTC),
        datetime(2027, 4, 1, 5, tzinfo=UTC),
        datetime(2027, 10, 1, 5, tzinfo=UTC),
        datetime(2028, 4, 1, 5, tzinfo=UTC),
    ]


def test_the_hour_of_study_meetings_is_that_of_the_services_clocks_whatever_the_season() -> None:
    hours = {(one.month, one.hour) for one in study_meetings("America/New_York", datetime(2026, 1, 10, tzinfo=UTC))}
    assert hours == {(7, 18), (1, 19)}


def test_the_last_place_is_given_once_and_comes_free_again() -> None:
    full = service().events(ARRANGED, number_of(1), number_of(2))
    away = counted.RegistrationTurnedAway(gathering="day-1", membership=f"{DESK}.participant-3")
    assert answers(full.when(register(3), by=SYSTEM).then(away)) == [
        {"type": "AnswerRegistration", "gathering": "day-1", "accepted": False}
    ]
    freed = full.when(register(1, registered=False), by=SYSTEM)
    assert [(event.number, event.registered) for event in freed.events] == [(1, False)]
    assert answers(freed) == []
    again = full.events(*freed.events).when(register(3), by=SYSTEM)
    assert [type(event).__name__ for event in again.events] == ["RegistrationCounted"]


def test_few_registrations_are_told_to_the_office_and_decide_nothing() -> None:
    small = MeetDeadline(kind="gathering_small", subject="day-1", ordinal=1)
    eve = NOW + timedelta(days=8)
    outcome = service().events(ARRANGED, number_of(1)).at(eve).when(small, by=SYSTEM)
    assert outcome.then(counted.GatheringTooSmall(gathering="day-1", registered=1)).told() == [
        ("gathering_too_small", "coordinator-1")
    ]
    service().events(ARRANGED, number_of(1), number_of(2)).at(eve).when(small, by=SYSTEM).then()
    service().events(ARRANGED).when(small, by=SYSTEM).then()


def test_how_long_before_few_registrations_are_told_of_is_for_the_playbook_to_say() -> None:
    earlier = TERMS.model_copy(update={"small_before": "P5D"})
    for terms, days in (([], 2), ([TERMS], 2), ([earlier], 5)):
        state = service().events(*terms, ARRANGED).state
        (small,) = [one for one in SERVICE.deadlines(state) if one.kind == "gathering_small"]
        assert small.due == meeting().at - timedelta(days=days)


def test_a_cancelled_gathering_takes_no_registrations_and_cannot_be_cancelled_again() -> None:
    cancel = asked.CancelGathering(gathering="day-1", reason="台風のため")
    cancelled = counted.GatheringCancelled(gathering="day-1", reason="台風のため")
    outcome = service().events(ARRANGED).when(cancel).then(cancelled)
    assert [one.type for one in outcome.effects()] == ["tell_each"]
    over = service().events(ARRANGED, cancelled)
    over.when(cancel).refused("gathering-not-to-come", "gathering")
    assert [type(event).__name__ for event in over.when(register(1), by=SYSTEM).events] == ["RegistrationTurnedAway"]
    assert SERVICE.deadlines(over.state) == []


def test_a_member_is_invited_once_and_not_after_leaving() -> None:
    invite = invited.InviteToGathering(meeting=meeting())
    assert member().when(invite, by=SYSTEM).then(INVITED).told() == [("gathering_invited", "participant-1")]
    member().events(INVITED).when(invite, by=SYSTEM).then()


def test_a_member_registers_and_hears_whether_there_is_a_place() -> None:
    asks = invited.RegisterForGathering(gathering="day-1")
    wish = happened.RegistrationAsked(gathering="day-1")
    outcome = member().events(INVITED).when(asks, by=PARTICIPANT).then(wish)
    assert [one["type"] for one in answers(outcome)] == ["CountRegistration"]
    member().events(INVITED, wish).when(asks, by=PARTICIPANT).then()
    accepted = invited.AnswerRegistration(gathering="day-1", accepted=True)
    confirmed = happened.RegistrationConfirmed(gathering="day-1")
    assert member().events(INVITED, wish).when(accepted, by=SYSTEM).then(confirmed).told() == [
        ("gathering_registered", "participant-1")
    ]
    member().events(INVITED, wish, confirmed).when(accepted, by=SYSTEM).then()
    member().when(asks, by=PARTICIPANT).refused("not-invited", "gathering")
    late = member().events(INVITED).at(NOW + timedelta(days=10))
    late.when(asks, by=PARTICIPANT).refused("not-invited", "gathering")


def test_attendance_is_recorded_after_the_beginning_and_can_be_put_right() -> None:
    came = invited.RecordAttendance(gathering="day-1", attended=True)
    member().events(INVITED).when(came).refused("gathering-to-come", "gathering")
    begun = member().events(INVITED).at(NOW + timedelta(days=10))
    missed = happened.AttendanceRecorded(gathering="day-1", attended=False, was=None)
    begun.when(came.model_copy(update={"attended": False}), by=COORDINATOR).then(missed)
    assert [one.gathering for one in begun.events(missed).state.gatherings.missed] == ["day-1"]
    right = happened.AttendanceRecorded(gathering="day-1", attended=True, was=False)
    outcome = begun.events(missed).when(came).then(right)
    assert answers(outcome)[0]["was"] is False
    begun.events(missed, right).when(came).then()


def test_of_a_series_a_member_has_exactly_one_however_often_they_move() -> None:
    series = farewells(NOW)
    first = invited_to_one(MEMBERSHIP_ID, series)
    other = next(one for one in series if one != first.meeting)
    given = member().events(first)
    move = invited.MoveGathering(gathering=other.gathering)
    moved = given.when(move, by=PARTICIPANT).then(
        happened.GatheringChosenAnew(
            former=first.meeting.gathering, meeting=other.model_copy(update={"sequence": 1}), had_place=False
        )
    )
    assert list(moved.state.gatherings.known) == [other.gathering]
    given.events(*moved.events).when(move, by=PARTICIPANT).then()
    back = invited.MoveGathering(gathering=first.meeting.gathering)
    again = given.events(*moved.events).when(back, by=PARTICIPANT)
    assert list(again.state.gatherings.known) == [first.meeting.gathering]
    entries = {
        one.meeting.uid for one in (*given.state.gatherings.known.values(), *again.state.gatherings.known.values())
    }
    assert len(entries) == 1, "one entry of the calendar, whatever the day"
    assert again.state.gatherings.known[first.meeting.gathering].meeting.sequence == 2
    given.at(other.at).when(move, by=PARTICIPANT).refused("gathering-over", "gathering")
    pending = given.events(happened.RegistrationAsked(gathering=first.meeting.gathering))
    pending.when(move, by=PARTICIPANT).refused("registration-pending", "gathering")
    member().when(move, by=PARTICIPANT).refused("not-invited", "gathering")


def with_a_place() -> tuple[Given, str, str]:
    """Somebody has a place at one of two farewells; with the names of theirs and of the other one."""
    first = invited_to_one(MEMBERSHIP_ID, farewells(NOW))
    mine = first.meeting.gathering
    other = next(one.gathering for one in farewells(NOW) if one.gathering != mine)
    asked_for, has = happened.RegistrationAsked(gathering=mine), happened.RegistrationConfirmed(gathering=mine)
    return member().events(first, asked_for, has), mine, other


def test_who_has_a_place_moves_with_it_once_there_is_one_on_the_other_day() -> None:
    given, mine, other = with_a_place()
    move = invited.MoveGathering(gathering=other)
    asking = given.when(move, by=PARTICIPANT).then(happened.MoveAsked(former=mine, gathering=other))
    registers = {"type": "CountRegistration", "membership": MEMBERSHIP_ID}
    assert answers(asking) == [{**registers, "gathering": other, "registered": True}]
    assert asking.state.gatherings.known[mine].answer == "registered", "nothing is given up for a hope"
    pending = given.events(*asking.events)
    pending.when(move, by=PARTICIPANT).then()
    moved = pending.when(invited.AnswerRegistration(gathering=other, accepted=True), by=SYSTEM)
    assert {key: one.answer for key, one in moved.state.gatherings.known.items()} == {other: "registered"}
    assert answers(moved) == [{**registers, "gathering": mine, "registered": False}]
    assert moved.told() == [("gathering_moved", "participant-1")]


def test_where_the_other_day_is_full_the_place_stays_what_it_was_and_the_mail_says_so() -> None:
    given, mine, other = with_a_place()
    pending = given.events(happened.MoveAsked(former=mine, gathering=other))
    full = pending.when(invited.AnswerRegistration(gathering=other, accepted=False), by=SYSTEM)
    full.then(happened.MoveDeclined(former=mine, gathering=other))
    assert full.state.gatherings == given.state.gatherings
    assert (answers(full), full.told()) == ([], [("gathering_move_full", "participant-1")])
    assert full.effects()[0].calendar.start == given.state.gatherings.known[mine].meeting.at  # type: ignore[union-attr]


def test_who_is_invited_only_is_not_told_that_a_place_is_kept() -> None:
    first = invited_to_one(MEMBERSHIP_ID, farewells(NOW))
    other = next(one.gathering for one in farewells(NOW) if one.gathering != first.meeting.gathering)
    moved = member().events(first).when(invited.MoveGathering(gathering=other), by=PARTICIPANT)
    assert (answers(moved), moved.told()) == ([], [("gathering_invitation_moved", "participant-1")])


def test_the_choice_among_a_series_is_stable_and_fair() -> None:
    series = farewells(NOW)
    members = [f"{DESK}.member-{number}" for number in range(1000)]
    chosen = [invited_to_one(one, series).meeting.gathering for one in members]
    assert chosen == [invited_to_one(one, series).meeting.gathering for one in members]
    assert 430 < chosen.count("farewell-1") < 570


def test_who_is_no_member_is_not_invited() -> None:
    left = Given(MEMBERSHIP, stream=MEMBERSHIP_ID, facts=FACTS)
    joined_and_left = left.events(*left.when(JOIN, by=PARTICIPANT).events)
    gone = joined_and_left.events(*joined_and_left.when(LeaveService(reason="卒業"), by=PARTICIPANT).events)
    gone.when(invited.InviteToGathering(meeting=meeting()), by=SYSTEM).then()


def newcomer(joined: bool = True) -> NoteMember:
    """Somebody becomes a member, or leaves."""
    return NoteMember(member_role="client", joined=joined, membership=MEMBERSHIP_ID)


def test_whoever_joins_later_is_invited_once_to_what_was_arranged_before() -> None:
    other = counted.GatheringArranged(meeting=meeting("day-2", 20), minimum=0, capacity=None)
    evening = counted.GatheringArranged(meeting=farewells(NOW)[1], minimum=0, capacity=None)
    given = service().events(ARRANGED, other, evening).at(NOW + timedelta(days=1))
    outcome = given.when(newcomer(), by=SYSTEM)
    assert outcome.events[1:] == [counted.NewcomerInvited(membership=MEMBERSHIP_ID, gatherings=("day-1", "day-2"))]
    told = [one for one in outcome.effects() if isinstance(one, DeliverToStream)]
    assert {one.target.key for one in told} == {f"membership:{MEMBERSHIP_ID}"}
    (first, second) = (invited.InviteToGathering.model_validate(one.command) for one in told)
    assert (first.meeting, second.meeting) == (meeting(), other.meeting)
    member().events(INVITED).when(first, by=SYSTEM).then()


def test_whoever_joins_is_not_invited_to_what_is_over_or_called_off_and_nobody_is_who_leaves() -> None:
    cancelled = counted.GatheringCancelled(gathering="day-1", reason="台風のため")
    for given in (
        service(),
        service().events(ARRANGED, cancelled),
        service().events(ARRANGED).at(meeting().at),
    ):
        assert len(given.when(newcomer(), by=SYSTEM).events) == 1
    assert len(service().events(ARRANGED).when(newcomer(joined=False), by=SYSTEM).events) == 1
