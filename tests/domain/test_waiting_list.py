"""The waiting list: its order, offers that are kept for a while, and answers; in the engagement and in each way."""

from datetime import timedelta
from typing import Any

import pytest

from domain.engagement import commands as to_engagement
from domain.engagement import events as on_engagement
from domain.participation import commands as asked
from domain.participation import events as happened
from domain.participation.aggregate import PARTICIPATION
from domain.shared.deadlines import MeetDeadline, Reminded
from domain.shared.effects import DeliverToStream
from domain.shared.models import Event

from support import engagements, participations
from support.deciding import COMPANY, COORDINATOR, NOW, OTHER_PARTICIPANT, PARTICIPANT, SYSTEM, Outcome
from support.engagements import FIRST, SECOND, THIRD
from support.people import private
from support.rules import RULES, waiting


def delivered(outcome: Outcome) -> list[tuple[str, Any]]:
    """Which stream is sent which command, in order."""
    return [(one.target.key, one.command["type"]) for one in outcome.effects() if isinstance(one, DeliverToStream)]


def put(participation: str) -> to_engagement.PutOnWaitingList:
    """Somebody is put on the list."""
    return to_engagement.PutOnWaitingList(participation=participation)


def joined(participation: str, place: int) -> on_engagement.WaitingListJoined:
    """Somebody waits."""
    return on_engagement.WaitingListJoined(participation=participation, place=place)


def closed(participation: str = FIRST) -> to_engagement.NoteApplicationClosed:
    """Somebody's way ended."""
    return to_engagement.NoteApplicationClosed(participation=participation)


RESERVED = on_engagement.SeatReserved(participation=SECOND)
FREED = on_engagement.ApplicationClosed(participation=FIRST, freed_seat=True)
FULL = [*engagements.filled(), engagements.noted(THIRD)]
TWO_WAIT = [*FULL, joined(SECOND, 1), joined(THIRD, 2)]
OFFERING = [*TWO_WAIT, FREED, RESERVED]


def test_those_without_a_seat_wait_in_the_order_in_which_they_were_put_on_the_list() -> None:
    outcome = engagements.given().history([*FULL, joined(SECOND, 1)]).when(put(THIRD)).then(joined(THIRD, 2))
    assert delivered(outcome) == [(f"participation:{THIRD}", "NoteWaiting")]
    assert outcome.state.waiting_list == (SECOND, THIRD)
    engagements.given().history(TWO_WAIT).when(put(SECOND)).then()


@pytest.mark.parametrize(
    ("events", "participation", "code"),
    [
        ([*engagements.published(), engagements.noted()], FIRST, "seat-free"),
        (FULL, "participation-9", "application-unknown"),
        (FULL, FIRST, "person-has-place"),
        (engagements.executing(), SECOND, "not-recruiting"),
    ],
)
def test_waiting_is_refused(events: list[Event], participation: str, code: str) -> None:
    engagements.given().history(events).when(put(participation)).refused(code, "participation")


def test_the_list_has_room_for_as_many_as_the_playbook_says() -> None:
    one_waits = [*FULL, joined(SECOND, 1)]
    short = RULES.model_copy(update={"waiting_list": 1})
    refusal = engagements.given().under(short).history(one_waits).when(put(THIRD))
    refusal.refused("waiting-list-full", "participation")
    engagements.given().under(short).history(one_waits).when(put(SECOND)).then()


def test_a_seat_that_becomes_free_is_kept_for_the_first_on_the_list() -> None:
    outcome = engagements.given().history(TWO_WAIT).when(closed(), by=SYSTEM).then(FREED, RESERVED)
    assert delivered(outcome) == [(f"participation:{SECOND}", "OfferSeat")]
    assert (outcome.state.waiting_list, outcome.state.seats_offered) == ((THIRD,), (SECOND,))


def test_the_offer_goes_on_to_the_next_when_it_comes_to_nothing_and_ends_with_the_list() -> None:
    gone = on_engagement.ApplicationClosed(participation=SECOND, freed_seat=True)
    next_one = on_engagement.SeatReserved(participation=THIRD)
    engagements.given().history(OFFERING).when(closed(SECOND), by=SYSTEM).then(gone, next_one)
    last = on_engagement.ApplicationClosed(participation=THIRD, freed_seat=True)
    engagements.given().history([*OFFERING, gone, next_one]).when(closed(THIRD), by=SYSTEM).then(last)


def test_whoever_leaves_the_list_frees_nothing() -> None:
    event = on_engagement.ApplicationClosed(participation=SECOND, freed_seat=False)
    outcome = engagements.given().history(TWO_WAIT).when(closed(SECOND), by=SYSTEM).then(event)
    assert outcome.state.waiting_list == (THIRD,)


def test_an_offered_seat_is_nobody_elses() -> None:
    given = engagements.given().history([*OFFERING, engagements.noted("participation-4")])
    for other in (THIRD, "participation-4"):
        given.when(to_engagement.SelectParticipant(participation=other)).refused("seats-taken")
    given.when(to_engagement.SelectParticipant(participation=SECOND)).refused("seat-offered", "participation")


def test_accepting_fills_the_seat_once_and_without_an_offer_nothing_happens() -> None:
    accepted = to_engagement.NoteSeatAccepted(participation=SECOND)
    outcome = engagements.given().history(OFFERING).when(accepted, by=SYSTEM)
    outcome.then(engagements.chosen(SECOND), on_engagement.SeatsFilled(seats=1))
    assert delivered(outcome) == [(f"participation:{SECOND}", "RecordSelection")]
    engagements.given().history([*OFFERING, *outcome.events]).when(accepted, by=SYSTEM).then()
    engagements.given().history(TWO_WAIT).when(accepted, by=SYSTEM).then()


def test_there_is_no_kick_off_while_somebody_was_promised_a_seat() -> None:
    two = [
        *engagements.published(seats=2),
        *(engagements.noted(one) for one in (FIRST, SECOND, THIRD)),
        engagements.chosen(),
        engagements.chosen(SECOND),
        joined(THIRD, 1),
        on_engagement.ApplicationClosed(participation=SECOND, freed_seat=True),
        on_engagement.SeatReserved(participation=THIRD),
        engagements.became_ready(),
        engagements.planned(),
    ]
    engagements.given().history(two).when(to_engagement.StartExecution()).refused("seat-offered")


def test_the_kick_off_tells_those_who_still_wait_and_no_seat_is_offered_after_it() -> None:
    events = [*TWO_WAIT, engagements.became_ready(), engagements.planned()]
    outcome = engagements.given().history(events).when(to_engagement.StartExecution())
    told = [f"participation:{one}" for one in (SECOND, THIRD)]
    assert [key for key, type_ in delivered(outcome) if type_ == "NoteRecruitingClosed"] == told
    later = engagements.given().history([*events, *outcome.events]).when(closed(), by=SYSTEM)
    later.then(FREED)


# The same from the side of whoever waits.

OWNER = participations.PARTICIPANT_OWNS
WAITS = [participations.applied(), happened.WaitingBegan(place=1)]
OFFERED = [*WAITS, happened.SeatOffered(schedule=waiting("seat_offer", NOW), owner=OWNER)]


def test_whoever_is_put_on_the_list_is_told_the_place_and_has_an_answer() -> None:
    outcome = participations.given().history([participations.applied()]).when(asked.NoteWaiting(place=1), by=SYSTEM)
    outcome.then(happened.WaitingBegan(place=1))
    assert outcome.told() == [("waitlisted", "participant-1")]
    assert outcome.state.waits == {}


def test_an_offer_is_told_with_its_last_moment_where_the_person_lives() -> None:
    outcome = participations.given().history(WAITS).when(asked.OfferSeat(), by=SYSTEM)
    outcome.then(OFFERED[-1])
    (effect,) = outcome.effects()
    assert effect.spoken["due"].ja == "4月4日(土) 10:00(日本時間)"  # type: ignore[union-attr]
    participations.given().history(OFFERED).when(asked.OfferSeat(), by=SYSTEM).then()


def test_the_offer_is_accepted_once_by_whoever_waited_or_in_their_name() -> None:
    for actor in (PARTICIPANT, COORDINATOR):
        outcome = participations.given().history(OFFERED).when(asked.AcceptSeat(), by=actor)
        outcome.then(happened.SeatAccepted())
        assert delivered(outcome) == [("engagement:engagement-1", "NoteSeatAccepted")]
        assert outcome.state.waits == {}
        participations.given().history([*OFFERED, *outcome.events]).when(asked.AcceptSeat(), by=actor).then()
    assert not {COMPANY.role, SYSTEM.role} & asked.AcceptSeat.who
    assert PARTICIPATION.relations(outcome.state, OTHER_PARTICIPANT.person) == frozenset()


def test_the_offer_is_declined_with_or_without_a_reason() -> None:
    for reason in (None, "仕事が忙しく"):
        outcome = participations.given().history(OFFERED).when(asked.DeclineSeat(reason=reason), by=PARTICIPANT)
        outcome.then(happened.SeatDeclined(reason=private("participant-1", reason) if reason else None))
        assert delivered(outcome) == [("engagement:engagement-1", "NoteApplicationClosed")]
        assert outcome.told() == [("seat_declined", "coordinator-1")]
        assert outcome.state.stage == "ended"


@pytest.mark.parametrize("command", [asked.AcceptSeat(), asked.DeclineSeat()])
def test_what_was_not_offered_cannot_be_answered(command: Any) -> None:
    withdrawn = happened.Withdrawn(reason=private("participant-1", "都合により"))
    over = ([*OFFERED, happened.SeatOfferLapsed()], [*OFFERED, withdrawn])
    for events in ([participations.applied()], WAITS, *over):
        participations.given().history(events).when(command, by=PARTICIPANT).refused("no-seat-offered")


def test_time_reminds_once_and_then_the_offer_lapses_and_nothing_is_decided_for_anybody() -> None:
    reminder = MeetDeadline(kind="seat_offer", subject=FIRST, ordinal=1)
    lapse = reminder.model_copy(update={"ordinal": 2})
    given = participations.given().history(OFFERED)
    given.at(NOW + timedelta(hours=47)).when(reminder, by=SYSTEM).then()
    reminded = Reminded(kind="seat_offer", subject=FIRST, owner=OWNER)
    outcome = given.at(NOW + timedelta(hours=48)).when(reminder, by=SYSTEM).then(reminded)
    assert outcome.told() == [("seat_offer_reminder", "participant-1")]
    late = participations.given().history([*OFFERED, reminded])
    late.at(NOW + timedelta(hours=71)).when(lapse, by=SYSTEM).then()
    lapsed = late.at(NOW + timedelta(hours=72)).when(lapse, by=SYSTEM).then(happened.SeatOfferLapsed())
    assert lapsed.told() == [("seat_offer_lapsed", "participant-1"), ("seat_offer_escalated", "coordinator-1")]
    assert delivered(lapsed) == [("engagement:engagement-1", "NoteApplicationClosed")]


def test_an_answer_counts_as_long_as_the_offer_has_not_lapsed_even_after_its_moment() -> None:
    given = participations.given().history(OFFERED).at(NOW + timedelta(hours=80))
    given.when(asked.AcceptSeat(), by=PARTICIPANT).then(happened.SeatAccepted())


def test_a_promised_seat_is_not_taken_away_by_declining() -> None:
    no = asked.DeclineApplicant(reason="別の方に")
    for events in (OFFERED, [*OFFERED, happened.SeatAccepted()]):
        participations.given().history(events).when(no).refused("seat-offered")
    assert participations.given().history(WAITS).when(no).refusal is None


def test_whoever_waited_in_vain_is_told_and_may_stay_in_the_pool() -> None:
    over = asked.NoteRecruitingClosed()
    outcome = participations.given().history(WAITS).when(over, by=SYSTEM).then(happened.WaitingEnded())
    assert outcome.told() == [("recruiting_closed", "participant-1")]
    pool = participations.given().history([*WAITS, *outcome.events])
    pool.when(asked.AgreeToPool(), by=PARTICIPANT).then(happened.PoolJoined())
    participations.given().history(participations.selected()).when(over, by=SYSTEM).then()


def test_news_of_the_list_that_come_too_late_change_nothing() -> None:
    withdrawn = happened.Withdrawn(reason=private("participant-1", "都合により"))
    given = participations.given().history([*WAITS, withdrawn])
    for command in (asked.NoteWaiting(place=1), asked.OfferSeat(), asked.NoteRecruitingClosed()):
        given.when(command, by=SYSTEM).then()


@pytest.mark.parametrize("answer", [asked.AcceptSeat(), asked.DeclineSeat()])
def test_nobody_answers_an_offer_of_an_engagement_that_was_called_off(answer: asked.AcceptSeat) -> None:
    given = participations.given().history([*OFFERED, happened.ParticipationCalledOff()])
    given.when(answer, by=PARTICIPANT).refused("no-seat-offered")
