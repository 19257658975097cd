"""A programme: so many sessions and no more, packs read in their last version, and a completion that lacks nothing."""

from datetime import date, datetime, timedelta

import pytest

from domain.engagement import commands as of_engagement
from domain.engagement.events import ExecutionStarted
from domain.participation import events as on_participation
from domain.participation.commands import (
    AgreeToPool,
    ArrangeInterview,
    DeclineApplicant,
    NoteResponsible,
    RecordInterview,
    Withdraw,
)
from domain.participation.programme import commands as asked
from domain.participation.programme import events as happened
from domain.shared.effects import Notify
from domain.shared.models import Event
from domain.shared.surveys import SurveySent

from support import engagements, participations
from support.deciding import COMPANION, NOW, PARTICIPANT, SYSTEM, Given, Outcome, offers
from support.programme_stories import ANSWER, COMPLETE, KIND, acknowledge, cancel, deliver, record
from support.rules import RULES

NO_PROGRAMME = RULES.model_copy(update={"sessions": {}, "packs": (), "surveys": {}})
LATER = NOW + timedelta(days=3)


def arrange(at: datetime = LATER, place: str = "Room 1") -> asked.ArrangeSession:
    """One more session."""
    return asked.ArrangeSession(session_kind=KIND, at=at, place=place)


def working() -> Given:
    """The programme has begun for somebody."""
    return participations.given().history(participations.working())


def after(given: Given, *commands: object) -> Given:
    """These commands were accepted, each on a day of its own."""
    for command in commands:
        outcome = given.when(command)  # type: ignore[arg-type]
        assert outcome.events, command
        given = given.events(*outcome.events).at(given.now + timedelta(days=4))
    return given


def held(given: Given, number: int) -> Given:
    """One more session was arranged and held."""
    return after(given, arrange(given.now + timedelta(days=1)), record(number))


def read(given: Given) -> Given:
    """Every pack was delivered and read."""
    return after(given, *(one for pack in RULES.packs for one in (deliver(pack), acknowledge(pack))))


def notifications(outcome: Outcome) -> list[Notify]:
    """What people are told."""
    return [effect for effect in outcome.effects() if isinstance(effect, Notify)]


def types(events: list[Event]) -> list[str]:
    """What happened, by name."""
    return [type(event).__name__ for event in events]


def test_a_session_is_told_with_a_calendar_entry_to_everybody_concerned() -> None:
    outcome = working().when(arrange(), by=COMPANION)
    assert types(outcome.events) == ["SessionArranged"]
    people = ["participant-1", "companion-1", "coordinator-1"]
    assert outcome.told() == [("session_arranged", one) for one in people]
    for notify in notifications(outcome):
        entry = notify.calendar
        assert entry is not None
        assert (entry.uid, entry.sequence, entry.cancelled) == (f"{participations.ID}.counselling.1", 0, False)
        assert (entry.start, entry.minutes) == (LATER, 60)


def test_a_moved_session_changes_the_same_entry_and_a_cancelled_one_takes_it_out() -> None:
    given = after(working(), arrange(NOW + timedelta(days=30)))
    later = given.now + timedelta(days=9)
    moved = given.when(asked.MoveSession(session="counselling.1", at=later, place="Room 2"))
    cancelled = given.events(*moved.events).when(cancel(1))
    entries = [notifications(outcome)[0].calendar for outcome in (moved, cancelled)]
    assert [(one.uid, one.sequence, one.start, one.cancelled) for one in entries if one] == [
        (f"{participations.ID}.counselling.1", 1, later, False),
        (f"{participations.ID}.counselling.1", 2, later, True),
    ]
    assert {path for one in notifications(cancelled) for path in one.personal.values()} == {
        "programme/sessions/counselling.1/note"
    }


def test_a_fourth_session_is_refused_held_or_arranged() -> None:
    given = held(held(held(working(), 1), 2), 3)
    refused = given.when(arrange(given.now + timedelta(days=1))).refused("sessions-full", "session_kind")
    assert "3回まで" in refused.explain("ja")
    arranged = after(working(), *(arrange(NOW + timedelta(days=30 + day)) for day in range(3)))
    arranged.when(arrange(NOW + timedelta(days=40))).refused("sessions-full", "session_kind")


def test_what_was_missed_or_cancelled_leaves_room() -> None:
    given = held(held(working(), 1), 2)
    for ending in (record(3, "missed"), cancel(3)):
        over = after(given, arrange(given.now + timedelta(days=1)), ending)
        again = over.when(arrange(over.now + timedelta(days=1)))
        assert [event.session for event in again.events if isinstance(event, happened.SessionArranged)] == [
            "counselling.4"
        ]


@pytest.mark.parametrize(
    ("command", "code", "field"),
    [
        (asked.ArrangeSession(session_kind="yoga", at=LATER, place="Room"), "session-kind-unknown", "session_kind"),
        (arrange(NOW), "date-past", "at"),
        (record(1), "session-to-come", "session"),
        (record(7), "session-unknown", "session"),
        (cancel(7), "session-unknown", "session"),
        (asked.MoveSession(session="counselling.1", at=NOW, place="Room"), "date-past", "at"),
        (deliver("cooking"), "pack-unknown", "pack"),
        (deliver("settling-in", text=None, link=None), "pack-empty", "text"),
        (acknowledge("settling-in"), "pack-not-delivered", "pack"),
    ],
)
def test_what_does_not_fit_is_refused(command: asked.ProgrammeCommand, code: str, field: str) -> None:
    given = working().events(*working().when(arrange()).events)
    refused = given.when(command).refused(code, field)
    if code == "session-kind-unknown":
        offers(refused, {name: one.title for name, one in RULES.sessions.items()})


def test_sessions_belong_to_the_time_of_the_programme() -> None:
    participations.given().history(participations.ready()).when(arrange()).refused("not-working")
    participations.given().events(participations.applied()).when(deliver("settling-in")).refused("not-taking-part")


def test_recording_twice_or_the_same_time_again_changes_nothing() -> None:
    given = after(working(), arrange(NOW + timedelta(days=30)))
    same = asked.MoveSession(session="counselling.1", at=NOW + timedelta(days=30), place="Room 1")
    given.when(same).then()
    over = held(working(), 1)
    over.when(record(1)).then()
    over.when(record(1, "missed")).refused("session-over", "session")
    over.when(cancel(1)).refused("session-over", "session")


def test_a_newer_version_of_a_pack_is_delivered_and_read_anew() -> None:
    given = after(working(), deliver("settling-in"), acknowledge("settling-in"))
    given.when(deliver("settling-in")).then()
    again = given.when(deliver("settling-in", 2))
    assert again.told() == [("pack_delivered", "participant-1")]
    assert list(again.state.waits) == ["pack_acknowledgement:settling-in.2"]
    newer = given.events(*again.events)
    newer.when(acknowledge("settling-in")).refused("pack-not-delivered", "version")
    newer.when(deliver("settling-in", 1)).refused("pack-version-old", "version")
    read_again = newer.when(acknowledge("settling-in", 2), by=PARTICIPANT)
    read_again.then(happened.PackAcknowledged(pack="settling-in", version=2))
    assert not read_again.state.waits
    newer.events(*read_again.events).when(acknowledge("settling-in", 2)).then()


def test_completing_with_one_session_names_what_is_missing() -> None:
    refused = read(held(working(), 1)).when(COMPLETE).refused("programme-incomplete")
    assert "キャリア相談(2回以上のうち1回)" in refused.explain("ja")
    assert "Counselling (1 of at least 2 held)" in refused.explain("en")
    assert "settling-in" not in refused.explain("en")


def test_completing_names_packs_that_were_not_delivered_not_read_or_renewed_and_sessions_not_recorded() -> None:
    given = after(held(held(working(), 1), 2), deliver("settling-in"), acknowledge("settling-in"))
    given = after(given, deliver("settling-in", 2), arrange(given.now + timedelta(days=60)))
    said = given.when(COMPLETE).refused("programme-incomplete").explain("en")
    assert "the pack settling-in, to be acknowledged" in said
    assert "the pack finding-work, to be delivered" in said
    assert "counselling.3" in said


def test_a_complete_programme_ends_the_work_plans_follow_ups_and_sends_the_survey() -> None:
    outcome = read(held(held(working(), 1), 2)).when(COMPLETE, by=PARTICIPANT)
    assert types(outcome.events) == ["ProgrammeCompleted", "WorkEnded", "SurveySent"]
    assert outcome.events[0] == happened.ProgrammeCompleted(sessions=2, packs=2)
    assert outcome.state.stage == "stay_connected"
    assert ("survey_request", "participant-1") in outcome.told()
    assert ("programme_completed", "participant-1") in outcome.told()
    again = read(held(held(working(), 1), 2)).events(*outcome.events)
    again.when(COMPLETE).then()
    again.when(arrange(again.now + timedelta(days=1))).refused("not-working")


def test_who_completed_may_stay_in_the_pool_and_who_is_working_may_not_yet() -> None:
    working().when(AgreeToPool(), by=PARTICIPANT).refused("out-of-order")
    given = read(held(held(working(), 1), 2))
    done = given.events(*given.when(COMPLETE).events)
    done.when(AgreeToPool(), by=PARTICIPANT).then(on_participation.PoolJoined())


def test_the_employer_is_not_told_of_a_programme_that_never_asked_for_its_consent() -> None:
    unheard = {"gates": (), "employer_heard": False}
    events = [event.model_copy(update=unheard) if isinstance(event, on_participation.Applied) else event
              for event in participations.working()]  # fmt: skip
    given = read(held(held(participations.given().history(events), 1), 2))
    assert "employer-1" not in {person for _, person in given.when(COMPLETE).told()}
    asked_for = read(held(held(working(), 1), 2))
    assert ("employer_summary", "employer-1") in asked_for.when(COMPLETE).told()


@pytest.mark.parametrize(
    ("command", "code", "field", "section"),
    [
        (arrange(), "session-kind-unknown", "session_kind", "[rules.sessions"),
        (deliver("settling-in"), "pack-unknown", "pack", "packs"),
        (COMPLETE, "no-programme-here", None, "[rules.sessions"),
        (ANSWER, "survey-unknown", "survey", "[rules.surveys"),
    ],
)
def test_a_playbook_without_programmes_says_where_one_would_be(
    command: asked.ProgrammeCommand, code: str, field: str | None, section: str
) -> None:
    refused = working().under(NO_PROGRAMME).when(command).refused(code, field)
    assert section in refused.explain("ja")
    assert section in refused.explain("en")


def test_a_new_coordinator_is_asked_for_a_session_after_it_not_before() -> None:
    given = after(working(), arrange(NOW + timedelta(days=30)))
    taken_over = given.when(NoteResponsible(coordinator="coordinator-2", company_contacts=("company-1",)), by=SYSTEM)
    wait = taken_over.state.waits["session_record:counselling.1"]
    assert wait.owner.persons == ("coordinator-2",)
    assert wait.schedule.remind_at > NOW + timedelta(days=30)
    assert ("wait_handed_over", "coordinator-2") in taken_over.told()


def test_a_programme_begins_without_a_milestone() -> None:
    given = engagements.given().history([*engagements.filled(), engagements.became_ready()])
    given.when(of_engagement.StartExecution()).then(ExecutionStarted())


def test_a_survey_goes_out_once_however_the_programme_ends() -> None:
    given = read(held(held(working(), 1), 2))
    sent = [event for event in given.when(COMPLETE).events if isinstance(event, SurveySent)]
    assert [one.survey for one in sent] == ["closing"]
    both = RULES.surveys["closing"].model_copy(update={"asked": "work_ended"})
    outcome = given.under(RULES.model_copy(update={"surveys": {"closing": both}})).when(COMPLETE)
    assert [type(event).__name__ for event in outcome.events].count("SurveySent") == 1


def test_an_interview_is_in_the_calendar_until_it_was_held_or_came_to_nothing() -> None:
    def meet(at: datetime) -> ArrangeInterview:
        return ArrangeInterview(at=at, place="Room 1")

    given = participations.given().events(participations.applied())
    given = after(given, meet(NOW + timedelta(days=20)), meet(NOW + timedelta(days=21)))
    moved = given.state
    declined = given.when(DeclineApplicant(reason="席が足りず"))
    withdrawn = given.when(Withdraw(reason="帰国"), by=PARTICIPANT)
    entries = [notifications(one)[0].calendar for one in (declined, withdrawn)]
    assert moved.interview.sequence == 1
    assert [(one.uid, one.sequence, one.cancelled) for one in entries if one] == [
        (f"{participations.ID}.interview", 2, True)
    ] * 2
    over = after(given.at(NOW + timedelta(days=22)), RecordInterview(held_on=date(2026, 4, 22), note="話が弾んだ"))
    assert notifications(over.when(DeclineApplicant(reason="席が足りず")))[0].calendar is None
