"""Surveys of members: asked once when they leave or their service ends, and answered until they are closed."""

from datetime import date, timedelta
from typing import Any

import pytest

from domain.membership.accompanying.commands import WriteReport
from domain.membership.aggregate import MEMBERSHIP
from domain.membership.closing.events import EndedWithService
from domain.membership.commands import NoteCoordinators
from domain.membership.events import JoinedService, LeftService
from domain.participation.commands import NoteEngagementClosed
from domain.playbooks.schema import Rules
from domain.shared.actors import Role
from domain.shared.deadlines import MeetDeadline, Reminded
from domain.shared.surveys import AnswerSurvey, SurveyAnswered, SurveyClosed, SurveySent
from domain.shared.waiting import Owner

from support import participations
from support.closings import member, note
from support.deciding import NOW, PARTICIPANT, SYSTEM, Given
from support.membership_stories import JOIN_AS_FRIEND, LEAVE, LEAVING, PARTING, PERSON, joined
from support.people import private
from support.rules import RULES, waiting

OWNER = Owner(role=Role.PARTICIPANT, persons=(PERSON,))
END = MeetDeadline(kind="membership_end", subject="1", ordinal=1)
LEFT = LeftService(reason=private(PERSON, "卒業します"))
ENDED = EndedWithService(last_day=date(2026, 4, 1))
REMINDER = MeetDeadline(kind="survey_answer", subject="parting", ordinal=1)
CLOSE = MeetDeadline(kind="survey_answer", subject="parting", ordinal=2)


def sent(name: str) -> SurveySent:
    """A survey went out now."""
    rules = RULES.surveys[name]
    schedule = waiting("survey_answer", NOW)
    return SurveySent(survey=name, title=rules.title, questions=rules.questions, schedule=schedule, owner=OWNER)


def friend(*events: Any) -> Given:
    """A member whose role is asked, to whom this has happened."""
    return member(joined(PERSON, "friend")).events(*events)


def at_the_end(who: JoinedService, rules: Rules = RULES) -> Any:
    """The last day of a member's service is over."""
    known = member(who).under(rules)
    over = known.events(*known.when(note(0), by=SYSTEM).events)
    return over.at(over.state.closing.ends_at).when(END, by=SYSTEM)


def test_the_roles_that_the_playbook_names_are_asked_when_the_service_ends() -> None:
    outcome = at_the_end(joined(PERSON, "friend"))
    assert [type(event) for event in outcome.events] == [EndedWithService, SurveySent]
    assert outcome.events[1].survey == "parting"
    assert ("survey_request", PERSON) in outcome.told()
    assert set(outcome.state.waits) == {"survey_answer:parting"}
    assert not MEMBERSHIP.finished(outcome.state)
    client = at_the_end(joined(PERSON, "client"))
    assert [type(event) for event in client.events] == [EndedWithService]


def test_whoever_leaves_is_asked_what_is_asked_of_those_who_leave() -> None:
    outcome = friend().when(LEAVE, by=PARTICIPANT).then(LEFT, sent("leaving"))
    assert outcome.told()[-1] == ("survey_request", PERSON)
    other = member(joined(PERSON, "client")).when(LEAVE, by=PARTICIPANT)
    assert [type(event) for event in other.events] == [LeftService]


def test_what_is_asked_of_members_is_asked_of_no_participant() -> None:
    of_friends = RULES.surveys["parting"].model_copy(update={"asked": "work_ended"})
    given = participations.given().under(RULES.model_copy(update={"surveys": {"parting": of_friends}}))
    ended = given.history(participations.working()).when(
        NoteEngagementClosed(follow_ups=participations.FOLLOW_UPS), by=SYSTEM
    )
    assert [type(event).__name__ for event in ended.events] == ["WorkEnded"]
    of_participants = RULES.surveys["parting"].model_copy(update={"of": ()})
    silent = RULES.model_copy(update={"surveys": {"parting": of_participants}})
    assert [type(one) for one in at_the_end(joined(PERSON, "friend"), silent).events] == [EndedWithService]


def test_an_answer_is_welcome_after_the_end_when_all_else_is_refused_kindly() -> None:
    over = friend(ENDED, sent("parting"))
    over.when(WriteReport(text="きょうも元気です"), by=PARTICIPANT).refused("service-ended")
    answered = over.when(PARTING, by=PARTICIPANT)
    words = private(PERSON, "また会いましょう")
    answered.then(SurveyAnswered(survey="parting", ratings={"again": 4}, chosen={}, texts={"words": words}))
    assert answered.told() == [("survey_answered", PERSON)]
    assert MEMBERSHIP.finished(answered.state)
    assert MEMBERSHIP.deadlines(answered.state) == []
    over.events(*answered.events).when(PARTING, by=PARTICIPANT).refused("survey-over", "survey")


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        (("words=また",), "answers-missing"),
        (("again=6",), "answer-unknown"),
        (("again",), "answer-unclear"),
        (("weather=fine",), "answer-unclear"),
    ],
)
def test_an_answer_that_says_nothing_is_refused(answers: tuple[str, ...], code: str) -> None:
    refused = friend(ENDED, sent("parting")).when(AnswerSurvey(survey="parting", answers=answers), by=PARTICIPANT)
    refused.refused(code, "answers")
    assert refused.events == []


def test_nothing_is_answered_that_was_not_asked() -> None:
    for known in (friend(), friend(ENDED, sent("parting"))):
        refused = known.when(LEAVING, by=PARTICIPANT)
        refused.refused("survey-unknown", "survey")
        assert refused.events == []


def test_one_reminder_then_it_is_closed_and_the_membership_is_over() -> None:
    over = friend(ENDED, sent("parting"))
    reminded = over.at(NOW + timedelta(days=8)).when(REMINDER, by=SYSTEM)
    reminded.then(Reminded(kind="survey_answer", subject="parting", owner=OWNER))
    assert reminded.told() == [("survey_answer_reminder", PERSON)]
    (mail,) = reminded.effects()
    assert mail.type == "notify"
    assert mail.spoken["questions"].en.splitlines()[0] == "1. Shall we meet again? (1 to 5)"
    silent = over.events(*reminded.events).at(NOW + timedelta(days=16))
    closed = silent.when(CLOSE, by=SYSTEM).then(SurveyClosed(survey="parting"))
    assert closed.told() == [("survey_answer_escalated", "coordinator-1")]
    assert MEMBERSHIP.finished(closed.state)
    assert MEMBERSHIP.deadlines(closed.state) == []
    silent.events(*closed.events).when(PARTING, by=PARTICIPANT).refused("survey-over", "survey")


def test_whoever_comes_back_can_still_answer_and_is_never_asked_twice() -> None:
    back = friend(LEFT, sent("leaving")).when(JOIN_AS_FRIEND, by=PARTICIPANT)
    again = friend(LEFT, sent("leaving"), *back.events)
    assert set(again.state.waits) == {"survey_answer:leaving"}
    once_more = again.when(LEAVE, by=PARTICIPANT).then(LEFT)
    assert set(once_more.state.waits) == {"survey_answer:leaving"}, "leaving closes no survey"
    with_the_service = again.events(ENDED, sent("parting"))
    assert set(with_the_service.state.waits) == {"survey_answer:leaving", "survey_answer:parting"}
    assert with_the_service.when(LEAVING, by=PARTICIPANT).events


def test_whoever_coordinates_by_then_hears_that_no_answer_came() -> None:
    left = friend(LEFT, sent("leaving"))
    handed = left.events(*left.when(NoteCoordinators(coordinators=("coordinator-2",)), by=SYSTEM).events)
    assert handed.state.waits == left.state.waits, "it is the member's to answer, in whose hands the desk may be"
    silent = handed.events(Reminded(kind="survey_answer", subject="leaving", owner=OWNER)).at(NOW + timedelta(days=16))
    closed = silent.when(CLOSE.model_copy(update={"subject": "leaving"}), by=SYSTEM)
    assert closed.told() == [("survey_answer_escalated", "coordinator-2")]
    over = silent.events(*closed.events)
    over.when(NoteCoordinators(coordinators=("coordinator-1",)), by=SYSTEM).then()


def test_an_answer_is_a_sign_of_life() -> None:
    known = friend(LEFT, sent("leaving"), joined(PERSON, "friend"))
    answered = known.when(LEAVING, by=PARTICIPANT)
    assert (known.state.radar.last_sign, answered.state.radar.last_sign) == (None, date(2026, 4, 1))
