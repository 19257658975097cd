"""Who is called in person before a service ends: whoever comes home from abroad about then, by name."""

from datetime import timedelta

import pytest

from domain.membership.aggregate import MEMBERSHIP
from domain.membership.closing import commands as ending
from domain.membership.closing import events as happened
from domain.shared.periods import after, local_date, morning_of

from support import closing_stories as told
from support.closings import TODAY, member, note
from support.deciding import COORDINATOR, NOW, PARTICIPANT, SYSTEM
from support.people import private
from support.stories import driver


@pytest.mark.parametrize(("days", "called"), [(0, True), (21, True), (22, False)])
def test_who_comes_home_within_three_weeks_is_marked_for_a_call(days: int, called: bool) -> None:
    away = member().events(happened.ReturnNoted(returns_on=TODAY + timedelta(days=days)))
    outcome = away.when(note(), by=SYSTEM)
    assert any(isinstance(event, happened.MarkedForCall) for event in outcome.events) == called
    assert (("personal_call_asked", "coordinator-1") in outcome.told()) == called


def test_a_journey_that_becomes_known_after_the_announcement_calls_as_well() -> None:
    known = member().events(*member().when(note(), by=SYSTEM).events)
    outcome = known.when(ending.NoteReturn(returns_on=TODAY + timedelta(days=5)), by=PARTICIPANT)
    assert [type(event) for event in outcome.events] == [happened.ReturnNoted, happened.MarkedForCall]
    again = known.events(*outcome.events).when(ending.NoteReturn(returns_on=TODAY + timedelta(days=6)), by=PARTICIPANT)
    assert [type(event) for event in again.events] == [happened.ReturnNoted]
    past = ending.NoteReturn(returns_on=TODAY - timedelta(days=1))
    member().when(past, by=PARTICIPANT).refused("date-past", "returns_on")


def test_a_later_journey_calls_on_the_day_on_which_it_has_come_near() -> None:
    made = driver("membership")
    made.state = member().state
    made.send(ending.NoteReturn(returns_on=TODAY + timedelta(days=40)), PARTICIPANT)
    made.send(note(90), SYSTEM)
    assert not made.state.waits
    step = made.meet_next()
    assert step is not None
    assert [type(event) for event in step.events] == [happened.MarkedForCall]
    assert (step.now + timedelta(hours=9)).date() == TODAY + timedelta(days=40 - 21)
    assert [one.kind for one in MEMBERSHIP.deadlines(made.state)] == ["personal_call", "membership_end"]
    made.send(ending.RecordCall(talked_about="帰国のこと"), COORDINATOR)
    assert [one.kind for one in MEMBERSHIP.deadlines(made.state)] == ["membership_end"], "called once for a journey"
    # Another journey is another call, and whoever is home already is called no more.
    made.send(ending.NoteReturn(returns_on=TODAY + timedelta(days=70)), PARTICIPANT)
    assert "journey_home" in [one.kind for one in MEMBERSHIP.deadlines(made.state)]
    made.send(ending.NoteReturn(returns_on=None), PARTICIPANT)
    assert "journey_home" not in [one.kind for one in MEMBERSHIP.deadlines(made.state)]


@pytest.mark.parametrize("period", ["P21D", "P1M", "PT100H", "P3W"])
def test_the_day_of_the_call_is_the_first_from_which_the_period_reaches(period: str) -> None:
    from domain.membership.closing.state import MemberClosing, evolve

    for days in range(60, 140):
        home, end = TODAY + timedelta(days=days), told.end(NOW, 200).model_copy(update={"call_before": period})
        known = MemberClosing(end=end)
        on = evolve(known, happened.ReturnNoted(returns_on=home), NOW, "Asia/Tokyo").call_on
        assert on is not None
        reaches = [
            local_date(after(morning_of(day, "Asia/Tokyo"), period, "Asia/Tokyo"), "Asia/Tokyo") >= home
            for day in (on - timedelta(days=1), on)
        ]
        assert reaches == [False, True]


def test_a_journey_that_lies_before_the_announcement_calls_nobody() -> None:
    known = member().events(happened.ReturnNoted(returns_on=TODAY - timedelta(days=100)))
    known = known.events(*known.when(note(), by=SYSTEM).events)
    assert [one.kind for one in MEMBERSHIP.deadlines(known.state)] == ["membership_end"]


def test_a_call_is_owed_by_name_until_somebody_says_what_was_talked_about() -> None:
    marked = member().when(ending.MarkForCall(reason="声が聞きたい"))
    (wait,) = marked.state.waits.values()
    assert (wait.kind, wait.owner.persons) == ("personal_call", ("coordinator-1",))
    owed = member().events(*marked.events)
    owed.when(ending.MarkForCall(reason="もう一度")).refused("call-owed")
    called = owed.when(ending.RecordCall(talked_about="これからのこと"))
    text = private("participant-1", "これからのこと")
    assert called.then(happened.CallRecorded(number=1, talked_about=text)).state.waits == {}
    member().when(ending.RecordCall(talked_about="なし")).refused("no-call-owed")
