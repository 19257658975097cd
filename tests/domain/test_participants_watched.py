"""Participants on the isolation radar: what counts while they work, when it turns, and who is asked to care."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from domain.participation import commands as asked
from domain.participation import events as happened
from domain.participation.places.events import WhereaboutsNoted
from domain.participation.programme.events import SessionArranged, SessionHeld, SessionMissed
from domain.participation.watching.commands import NoteRest
from domain.participation.watching.events import RestNoted
from domain.participation.watching.turning import counts
from domain.playbooks.pinned import pinned_rules
from domain.playbooks.schema import Rules
from domain.shared.actors import Role
from domain.shared.deadlines import Escalated, MeetDeadline
from domain.shared.models import Event
from domain.shared.periods import after, local_date, morning_of
from domain.shared.values import BilingualText
from domain.shared.waiting import Deadline, Owner
from domain.shared.watching import CareGiven, CloseCare, RadarTurned, Watch

from support import participations as made
from support.deciding import COMPANION, NOW, PARTICIPANT, SYSTEM, Given, Outcome
from support.people import private
from support.rules import RULES, waiting
from support.watched_stories import WEEKLY

TOKYO = "Asia/Tokyo"
CARE = CloseCare(text="電話で話しました")
OFFICE = Owner(role=Role.COORDINATOR, persons=("coordinator-1",))


def at_work(rules: Rules = WEEKLY, *events: Event) -> Given:
    """The kick-off took place under these rules, today; then these events."""
    watch = Watch(rules=rules.radar, every=rules.execution.check_in_every)
    return made.given().under(rules).history([*made.ready(), happened.WorkStarted(watch=watch), *events])


def morning(days: int) -> datetime:
    """Nine in the morning in Tokyo, so many days after today."""
    return morning_of(local_date(NOW, TOKYO) + timedelta(days=days), TOKYO).astimezone(UTC)


def due(here: Given) -> Deadline | None:
    """The radar's deadline, if there is one."""
    return next((one for one in here.aggregate.deadlines(here.state) if one.kind == "radar"), None)


def silent(here: Given) -> tuple[Given, Outcome]:
    """The radar's next deadline comes."""
    deadline = due(here)
    assert deadline is not None
    later = here.at(deadline.due)
    command = MeetDeadline(kind=deadline.kind, subject=deadline.subject, ordinal=deadline.ordinal)
    early = here.at(deadline.due - timedelta(minutes=1)).when(command, by=SYSTEM)
    assert early.events == [], "a deadline counts from its time on"
    outcome = later.when(command, by=SYSTEM)
    return later.history(outcome.events), outcome


def turns(outcome: Outcome) -> list[tuple[str, dict[str, int]]]:
    """To which levels the radar turned, with the counts behind them."""
    found = [one for one in outcome.events if isinstance(one, RadarTurned)]
    return [(one.level, {why.cause: why.count for why in one.reasons}) for one in found]


def red() -> Given:
    """Nobody has heard of them for ten days."""
    here, _ = silent(at_work())
    here, _ = silent(here)
    return here


def test_the_kick_off_pins_what_the_radar_goes_by() -> None:
    outcome = made.given().under(WEEKLY).history(made.ready()).when(asked.NoteExecutionStarted(), by=SYSTEM)
    outcome.then(happened.WorkStarted(watch=Watch(rules=WEEKLY.radar, every="P7D")))


def test_two_days_after_a_word_was_due_it_is_yellow_after_three_red_and_somebody_is_asked() -> None:
    here, yellow = silent(at_work())
    assert (here.now, turns(yellow)) == (morning(9), [("yellow", {"silent_days": 2})])
    assert yellow.told() == []
    here, red = silent(here)
    assert (here.now, turns(red)) == (morning(10), [("red", {"silent_days": 3})])
    [event] = red.events
    assert event == RadarTurned(
        number=2, level="red", reasons=event.reasons, schedule=waiting("isolation_care", here.now), owner=OFFICE
    )
    assert red.told() == [("isolation_red", "coordinator-1")]
    [mail] = [one for one in red.effects() if type(one).__name__ == "Notify"]
    assert mail.names == {"person": made.PERSON}
    assert mail.spoken["reasons"].en == "3 days without a word"
    assert due(here) is None, "red is as far as it goes"


def test_a_report_turns_it_back_and_the_care_stays_until_somebody_says_how_it_went() -> None:
    here = red()
    report = asked.SubmitCheckIn(week_of=local_date(here.now, TOKYO), hours=6, main_job="well", text="戻りました")
    outcome = here.when(report, by=PARTICIPANT)
    assert turns(outcome) == [("green", {})]
    here = here.history(outcome.events)
    assert due(here).due == after(morning_of(local_date(here.now, TOKYO), TOKYO), "P9D", TOKYO)
    assert here.state.waits["isolation_care:2"].owner == OFFICE
    cared = here.when(CARE)
    cared.then(CareGiven(number="2", text=private(made.PERSON, "電話で話しました")))
    here.history(cared.events).when(CARE).refused("no-care-open")


def test_one_request_is_open_at_a_time() -> None:
    here = red()
    heard = here.history(
        [made.report(week_of=local_date(here.now, TOKYO)), RadarTurned(number=3, level="green", reasons=())]
    )
    here, _ = silent(heard)
    here, again = silent(here)
    [event] = again.events
    assert (event.level, event.schedule, event.owner) == ("red", None, None)
    assert again.told() == []


def test_without_a_rhythm_nobody_is_silent() -> None:
    assert due(at_work(RULES)) is None
    later = at_work(RULES).at(NOW + timedelta(days=300))
    assert turns(later.when(NoteRest(number=1, resting=False), by=SYSTEM)) == []


def late(number: int) -> list[Event]:
    """A report whose answer is late."""
    told = Escalated(kind="check_in_answer", subject=str(number), owner=made.COMPANION_OWNS)
    return [made.report(number), told]


def test_reports_whose_answer_is_late_count_without_a_rhythm_too() -> None:
    here = at_work(RULES, *late(1), *late(2), made.report(3)).at(NOW + timedelta(days=4))
    outcome = here.when(MeetDeadline(kind="check_in_answer", subject="3", ordinal=1), by=SYSTEM)
    here = here.history(outcome.events)
    told = here.when(MeetDeadline(kind="check_in_answer", subject="3", ordinal=2), by=SYSTEM)
    assert turns(told) == [("red", {"unanswered_reports": 3})]
    assert told.told() == [("check_in_answer_escalated", "coordinator-1"), ("isolation_red", "coordinator-1")]
    answered = here.history(told.events).when(asked.AnswerCheckIn(number=1, text="いいですね"), by=COMPANION)
    assert turns(answered) == [("yellow", {"unanswered_reports": 2})]


def session(number: int, days: int, *, held: bool) -> list[Event]:
    """A session so many days from now that took place, or did not."""
    at = NOW + timedelta(days=days)
    arranged = SessionArranged(
        session=f"counselling.{number}", session_kind="counselling", number=number,
        title=BilingualText(ja="相談", en="Counselling"), at=at, minutes=60, time_zone=TOKYO, place="Room 1",
        schedule=waiting("session_record", at), owner=OFFICE,
    )  # fmt: skip
    became = SessionHeld if held else SessionMissed
    return [arranged, became(session=f"counselling.{number}", note=None)]


@pytest.mark.parametrize(
    ("sessions", "expected"),
    [
        ([(1, False), (2, False)], 2),
        ([(1, False), (2, True)], 0),
        ([(2, True), (1, False)], 0),
        ([(2, False), (1, True)], 1),
    ],
)
def test_sessions_missed_in_a_row_count_in_the_order_of_their_times(
    sessions: list[tuple[int, bool]], expected: int
) -> None:
    events = [event for place, (days, held) in enumerate(sessions, 1) for event in session(place, days, held=held)]
    found = counts(at_work(RULES, *events).state, local_date(NOW, TOKYO))
    assert found.missed_meetings == expected


def whereabouts(hours: tuple[str, ...] | None, number: int = 1) -> Event:
    """What is known of somebody's time."""
    known: dict[str, Any] = dict.fromkeys(("moved_at", "moves_on", "permit_until", "warn_at", "ends_at"))
    return WhereaboutsNoted(number=number, moved=False, country="JP", hours=hours, permit=0, **known)


def consent_withdrawn() -> Event:
    """The employer's consent is taken back, and work pauses."""
    schedule = waiting("consent_renewal", NOW)
    return happened.EmployerConsentWithdrawn(
        reason=private(made.PERSON, "決算期"), pauses=True, schedule=schedule, owner=made.EMPLOYER_OWNS
    )


@pytest.mark.parametrize(
    ("rests", "goes_on"),
    [
        (RestNoted(number=1, resting=True), RestNoted(number=2, resting=False)),
        (whereabouts(()), whereabouts(("mon-fri 09:00-12:00",), 2)),
        (consent_withdrawn(), happened.WorkResumed()),
    ],
    ids=["engagement rests", "no time at all", "paused"],
)
def test_while_somebody_rests_nobody_waits_for_a_word_and_silence_is_counted_anew(rests: Event, goes_on: Event) -> None:
    here = at_work(WEEKLY, rests).at(NOW + timedelta(days=40))
    assert due(here) is None
    back = here.history([goes_on])
    assert due(back).due == morning(49)


def test_a_rest_of_everybody_turns_it_back_and_an_older_word_never_overtakes_a_later_one() -> None:
    here = red()
    outcome = here.when(NoteRest(number=2, resting=True), by=SYSTEM)
    assert [type(one).__name__ for one in outcome.events] == ["RestNoted", "RadarTurned"]
    here = here.history(outcome.events)
    here.when(NoteRest(number=1, resting=False), by=SYSTEM).then()
    here.when(NoteRest(number=2, resting=True), by=SYSTEM).then()
    assert turns(here.when(NoteRest(number=3, resting=False), by=SYSTEM)) == []


def test_the_end_of_the_work_ends_the_watch_and_the_care_is_still_owed() -> None:
    here = red()
    outcome = here.when(asked.NoteEngagementClosed(follow_ups=made.FOLLOW_UPS), by=SYSTEM)
    assert turns(outcome) == [("green", {})]
    after_it = here.history(outcome.events)
    assert due(after_it) is None
    assert "isolation_care:2" in after_it.state.waits
    after_it.when(NoteRest(number=9, resting=True), by=SYSTEM).then()


def test_who_began_before_the_radar_knew_participants_is_not_on_it() -> None:
    here = made.given().under(WEEKLY).history([*made.working(), *late(1), *late(2), *late(3)])
    assert due(here) is None
    assert turns(here.when(NoteRest(number=1, resting=True), by=SYSTEM)) == []


def test_a_pin_that_is_older_than_the_rhythm_asks_for_none() -> None:
    stored = RULES.model_dump_json(exclude={"execution": {"check_in_every"}}).encode()
    assert pinned_rules(stored).execution.check_in_every is None
