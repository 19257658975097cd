"""Goals, reports and answers; silence and late answers on the radar; whoever is asked to care."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from domain.membership.accompanying import commands as asked
from domain.membership.aggregate import MEMBERSHIP
from domain.membership.gatherings.commands import RecordAttendance
from domain.membership.matching.commands import MatchAccompanist, TakeBackAbsence
from domain.membership.matching.events import AbsenceTakenBack, AccompanistMatched, ClientTaken
from domain.membership.watching.commands import NoteReportOverdue
from domain.membership.watching.events import RadarTurned
from domain.playbooks.capabilities.accompanying import ReportRules
from domain.shared.actors import Role
from domain.shared.effects import DeliverToStream, Notify
from domain.shared.waiting import Owner
from domain.shared.watching import Watch

from support.closing_stories import invite
from support.deciding import COORDINATOR, NOW, PARTICIPANT, SYSTEM, Given
from support.driving import Driver
from support.membership_stories import (
    ACCOMPANIST,
    BESIDE,
    CARE,
    CLIENT,
    GOAL,
    LEAVE,
    MEMBER_FACTS,
    answer,
    away,
    joined,
    report,
)
from support.people import FACTS
from support.rules import RULES
from support.stories import driver, told

WATCH = Watch(rules=RULES.radar, every="P1D")
MATCHED = AccompanistMatched(accompanist="companion-1", former=None, watch=WATCH)
OFFICE = Owner(role=Role.COORDINATOR, persons=("coordinator-1",))


def given(*events: Any) -> Given:
    """A client who is accompanied."""
    known = Given(MEMBERSHIP, stream=CLIENT, facts={**FACTS, **MEMBER_FACTS})
    return known.events(joined("participant-1", "client"), MATCHED, *events)


def running(*events: Any) -> Driver:
    """The same, to be driven through time."""
    made = driver("membership")
    made.state = MEMBERSHIP.fold(None, [(one, NOW) for one in (joined("participant-1", "client"), MATCHED, *events)])
    made.log = [(one, NOW) for one in (joined("participant-1", "client"), MATCHED, *events)]
    return made


def levels(made: Driver) -> list[tuple[str, str]]:
    """When the radar turned, in Japan, and to what."""
    zone = timedelta(hours=9)
    return [(f"{at + zone:%a %d %H:%M}", event.level) for event, at in made.log if isinstance(event, RadarTurned)]


def test_a_report_goes_to_the_accompanist_who_answers_by_replying() -> None:
    outcome = given().when(report(), by=PARTICIPANT)
    (notify,) = [one for one in outcome.effects() if isinstance(one, Notify)]
    assert (notify.template, notify.to, notify.reply) == ("report_arrived", "companion-1", "answer.1")
    assert notify.until is not None
    answered = given(*outcome.events).when(answer(1)(outcome.state, NOW), by=BESIDE)
    (notify,) = [one for one in answered.effects() if isinstance(one, Notify)]
    assert (notify.template, notify.to, notify.reply) == ("report_answered", "participant-1", "report")
    (delivery,) = [one for one in answered.effects() if isinstance(one, DeliverToStream)]
    assert (delivery.target.id, delivery.command["type"]) == (ACCOMPANIST, "NoteReportAnswered")
    again = given(*outcome.events, *answered.events)
    again.when(answer(1)(outcome.state, NOW), by=BESIDE).refused("answered-already")
    again.when(asked.AnswerReport(number=2, text="x"), by=BESIDE).refused("report-unknown", "number")


def test_there_is_nothing_by_which_anybody_could_be_assessed() -> None:
    assert set(asked.AnswerReport.model_fields) == {"type", "number", "text"}
    assert set(asked.WriteReport.model_fields) == {"type", "text", "done"}
    assert set(asked.SetGoal.model_fields) == {"type", "goal", "steps"}


def test_whoever_the_playbook_does_not_name_writes_no_reports() -> None:
    known = Given(MEMBERSHIP, stream=CLIENT, facts=FACTS).events(joined("participant-1", "accompanist"))
    known.when(report(), by=PARTICIPANT).refused("no-reports-here")
    unused = RULES.model_copy(update={"reports": ReportRules()})
    given().under(unused).when(report(), by=PARTICIPANT).refused("capability-unused")


def test_without_an_accompanist_the_office_answers() -> None:
    known = Given(MEMBERSHIP, stream=CLIENT, facts=FACTS).events(joined("participant-1", "client"))
    assert known.when(report(), by=PARTICIPANT).events[0].owner == OFFICE  # type: ignore[attr-defined]


def test_steps_are_done_once_and_only_those_that_there_are() -> None:
    goal = given().when(GOAL, by=PARTICIPANT)
    assert goal.told() == [("goal_told", "companion-1")]
    first = given(*goal.events).when(report(2, 2), by=PARTICIPANT)
    again = given(*goal.events, *first.events).when(report(1, 2), by=PARTICIPANT)
    assert [one.done for one in (*first.events, *again.events)] == [(2,), (1,)]  # type: ignore[attr-defined]
    assert again.state.accompanying.done == (1, 2)
    given(*goal.events).when(report(3), by=PARTICIPANT).refused("step-unknown", "done")


def test_an_unanswered_report_is_raised_and_stands_on_both_radars() -> None:
    made = running()
    made.send(report(), PARTICIPANT)
    made.meet_next()
    step = made.meet_next()
    assert step is not None
    effects = [effect for event in step.events for effect in MEMBERSHIP.react(event, step.after)]
    assert [(one.template, one.to) for one in effects if isinstance(one, Notify)] == [
        ("report_answer_escalated", "coordinator-1")
    ]
    (delivery,) = [one for one in effects if isinstance(one, DeliverToStream)]
    assert (delivery.target.id, delivery.command["type"]) == (ACCOMPANIST, "NoteReportOverdue")
    theirs = [("silent_days", 1), ("unanswered_reports", 1)]
    assert (made.state.radar.level, causes(made.state)) == ("yellow", theirs)
    beside = Given(MEMBERSHIP, stream=ACCOMPANIST, facts=FACTS, state=MEMBER_FACTS[f"membership:{ACCOMPANIST}"])
    beside = beside.events(ClientTaken(client=CLIENT, watch=WATCH)).at(made.now)
    noted = beside.when(NoteReportOverdue.model_validate(delivery.command), by=SYSTEM)
    assert (noted.state.radar.level, causes(noted.state)) == ("yellow", theirs)


def causes(state: Any) -> list[tuple[str, int]]:
    """What the radar shows, with its counts."""
    return [(one.cause, one.count) for one in state.radar.reasons]


def test_meetings_that_were_missed_in_a_row_turn_it_and_one_that_was_not_turns_it_back() -> None:
    made = running()
    turned = []
    for number in range(1, 8):
        made.send(invite(f"study-{number}", 0)(made.state, made.now), SYSTEM)
        made.now += timedelta(minutes=90)
        made.send(RecordAttendance(gathering=f"study-{number}", attended=number == 7), COORDINATOR)
        turned.append((made.state.radar.level, causes(made.state)))
    assert turned[2] == ("green", [])
    assert turned[3] == ("yellow", [("missed_meetings", 4)])
    assert turned[5] == ("red", [("missed_meetings", 6)])
    assert turned[6] == ("green", [])
    assert [wait.owner for wait in made.state.waits.values()] == [OFFICE], "somebody was asked to get in touch"


def test_the_weights_are_those_of_the_members_playbook() -> None:
    weights = RULES.radar.weights.model_copy(update={"silent_days": 2, "missed_meetings": 15})
    heavier = RULES.radar.model_copy(update={"weights": weights, "yellow": 15, "red": 19})
    client = Given(MEMBERSHIP, stream=CLIENT, facts={**FACTS, **MEMBER_FACTS}).events(joined("participant-1", "client"))
    known = client.under(RULES.model_copy(update={"radar": heavier}))
    known = known.events(*known.when(MatchAccompanist(accompanist=ACCOMPANIST)).events)
    known = known.events(*known.when(invite("study-1", 0)(known.state, NOW), by=SYSTEM).events)
    missed = known.at(NOW + timedelta(minutes=90)).when(RecordAttendance(gathering="study-1", attended=False))
    assert (missed.state.radar.level, causes(missed.state)) == ("yellow", [("missed_meetings", 1)])
    (deadline,) = [one for one in MEMBERSHIP.deadlines(missed.state) if one.kind == "radar"]
    assert deadline.due == datetime(2026, 4, 4, 0, tzinfo=UTC), "15 and 4 points are red: with the second silent day"


def test_three_silent_days_turn_it_red_and_a_word_turns_it_green_again() -> None:
    made = running()
    made.meet_next()
    made.meet_next()
    assert levels(made) == [("Sat 04 09:00", "yellow"), ("Sun 05 09:00", "red")]
    assert made.state.waits["isolation_care:2"].owner == OFFICE
    made.send(report(), PARTICIPANT)
    assert made.state.radar.level == "green"
    assert "isolation_care:2" in made.state.waits, "somebody has to say what was done"
    made.send(CARE, COORDINATOR)
    assert "isolation_care:2" not in made.state.waits
    given().when(CARE, by=COORDINATOR).refused("no-care-open")


def test_where_reports_are_weekly_silence_begins_after_a_week() -> None:
    weekly = MATCHED.model_copy(update={"watch": Watch(rules=RULES.radar, every="P1W")})
    made = running(weekly)
    made.meet_next()
    made.meet_next()
    # The last word was on Wednesday the 1st, so the next was due on the 8th.
    assert levels(made) == [("Fri 10 09:00", "yellow"), ("Sat 11 09:00", "red")]


def test_reports_are_written_by_whoever_the_playbook_says() -> None:
    theirs = RULES.model_copy(update={"reports": ReportRules(every="P1W", by=("accompanist",))})
    helper = Given(MEMBERSHIP, stream=CLIENT, facts=FACTS).events(joined("participant-1", "accompanist"))
    assert len(helper.under(theirs).when(report(), by=PARTICIPANT).events) == 1
    given().under(theirs).when(report(), by=PARTICIPANT).refused("no-reports-here")


def test_days_away_are_no_silence() -> None:
    made = running()
    made.send(away(3, later=1)(made.state, made.now), PARTICIPANT)
    made.meet_next()
    assert levels(made) == [("Tue 07 09:00", "yellow")]


def test_several_absences_are_kept_and_none_of_their_days_is_silence() -> None:
    made = running()
    made.send(away(3, later=6)(made.state, made.now), PARTICIPANT)
    made.send(away(3, later=1)(made.state, made.now), PARTICIPANT)
    assert [one.first_day.day for one in made.state.matching.absences] == [2, 7]
    made.meet_next()
    # Silent were the 5th and the 6th, and the 10th after the second absence.
    assert levels(made) == [("Tue 07 09:00", "yellow")]
    made.meet_next()
    assert levels(made)[1:] == [("Sat 11 09:00", "red")]


def test_an_absence_that_is_taken_back_leaves_only_the_days_that_lie_behind() -> None:
    made = running()
    made.send(away(9, later=1)(made.state, made.now), PARTICIPANT)
    made.now += timedelta(days=2)
    back = TakeBackAbsence(first_day=date(2026, 4, 2))
    assert made.send(back, PARTICIPANT).events == (
        AbsenceTakenBack(first_day=date(2026, 4, 2), last_day=date(2026, 4, 10), deputy=None),
    )
    (kept,) = made.state.matching.absences
    assert (kept.first_day.day, kept.last_day.day) == (2, 2)
    made.meet_next()
    assert levels(made) == [("Sun 05 09:00", "yellow")]
    known = Given(MEMBERSHIP, stream=CLIENT, now=made.now, state=made.state)
    known.when(TakeBackAbsence(first_day=date(2026, 5, 1)), by=PARTICIPANT).refused("absence-unknown", "first_day")
    known.when(back, by=PARTICIPANT).refused("absence-unknown", "first_day")


def test_the_accompanist_knows_why_a_client_is_quiet() -> None:
    outcome = given().when(away(3, later=1)(given().state, NOW), by=PARTICIPANT)
    (notify,) = [one for one in outcome.effects() if isinstance(one, Notify)]
    assert (notify.template, notify.to, notify.names["person"]) == ("client_away", "companion-1", "participant-1")
    assert (notify.spoken["day"].en, notify.spoken["due"].en) == ("Thu 2 Apr 2026", "Sat 4 Apr 2026")
    back = given(*outcome.events).when(TakeBackAbsence(first_day=date(2026, 4, 2)), by=PARTICIPANT)
    assert back.told() == [("absence_taken_back", "companion-1")]


def test_the_days_are_those_of_the_members_zone() -> None:
    made = running()
    made.state = made.state.model_copy(update={"time_zone": "America/New_York"})
    made.meet_next()
    assert [at for event, at in made.log if isinstance(event, RadarTurned)] == [datetime(2026, 4, 4, 13, tzinfo=UTC)]


def test_nothing_is_asked_of_somebody_who_has_left() -> None:
    left = told("membership", "client").log
    known = Given(MEMBERSHIP, stream=CLIENT, facts=FACTS).history([event for event, _ in left])
    known.when(report(), by=PARTICIPANT).refused("membership-ended")
    known.when(GOAL, by=PARTICIPANT).refused("membership-ended")
    known.when(CARE).refused("membership-ended")


def test_the_state_stays_small_over_two_years() -> None:
    made = running()
    sizes = []
    for day in range(730):
        made.now = NOW + timedelta(days=day)
        made.state = MEMBERSHIP.fold(
            made.state,
            [(event, made.now) for event in _day(made.state, made.now)],
        )
        sizes.append(len(made.state.model_dump_json()))
    assert made.state.accompanying.reports == 730
    assert sizes[-1] <= sizes[60] + 50
    assert len(made.state.accompanying.days) == 28
    assert made.state.accompanying.days[-1] == date(2028, 3, 30)


def _day(state: Any, now: datetime) -> list[Any]:
    """A report, and its answer."""
    known = Given(MEMBERSHIP, stream=CLIENT, now=now, state=state, facts={**FACTS, **MEMBER_FACTS})
    written = known.when(report(), by=PARTICIPANT)
    answered = Given(MEMBERSHIP, stream=CLIENT, now=now, state=written.state).when(
        asked.AnswerReport(number=written.state.accompanying.reports, text="よい一日でした"), by=BESIDE
    )
    return [*written.events, *answered.events]


@pytest.mark.parametrize("name", ["client", "accompanist"])
def test_whoever_comes_back_goes_on_with_their_numbers(name: str) -> None:
    before = told("membership", name)
    role = "client" if name == "client" else "accompanist"
    joining = joined("participant-1", role)
    state = MEMBERSHIP.evolve(before.state, joining, before.now)
    assert state.accompanying.reports == before.state.accompanying.reports
    assert (state.radar.signs, state.radar.turns) == (before.state.radar.signs, before.state.radar.turns)
    assert state.matching.accompanist is None
    assert state.matching.clients == ()


def test_what_is_noted_of_somebody_who_left_changes_nothing() -> None:
    before = told("membership", "client")
    before.send(LEAVE, PARTICIPANT)
    from domain.membership.matching.commands import NoteClient

    assert before.send(NoteClient(client="desk-1.x", taken=True), SYSTEM).events == ()
