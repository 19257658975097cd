"""The retrospective in several voices, and the follow-ups after it."""

from datetime import timedelta

import pytest

from domain.engagement import commands as asked
from domain.engagement import events as happened
from domain.participation.commands import NoteEngagementClosed
from domain.playbooks.capabilities.retrospective import TAGS
from domain.shared.deadlines import MeetDeadline
from domain.shared.effects import DeliverToStream
from domain.shared.models import Event

from support import engagements as made
from support.deciding import COMPANY, COORDINATOR, EMPLOYER, NOW, PARTICIPANT, SYSTEM, offers

OPEN = asked.OpenRetrospective()
CLOSE = asked.CloseRetrospective()


def speak(person: str) -> asked.GiveVoice:
    """One voice."""
    return asked.GiveVoice(person=person, tags=("strength_discovered",), text="ふだんの仕事が強みだと気づいた")


def test_three_voices_are_asked_for_when_everything_is_approved() -> None:
    outcome = made.given().history(made.approved()).when(OPEN).then(made.opened())
    assert [person for _, person in outcome.told()] == ["participant-1", "company-1", "employer-1"]


@pytest.mark.parametrize(
    ("events", "code"),
    [
        (made.filled(), "not-in-execution"),
        (made.looking_back(), "not-in-execution"),
        (made.executing(), "milestones-open"),
        (made.delivered(), "milestones-open"),
        ([*made.delivered(), made.sent_back()], "milestones-open"),
    ],
)
def test_a_retrospective_is_not_opened(events: list[Event], code: str) -> None:
    made.given().history(events).when(OPEN).refused(code)


def test_everybody_speaks_for_themselves_and_a_coordinator_may_write_it_down() -> None:
    given = made.given().history(made.looking_back())
    given.when(speak("participant-1"), by=PARTICIPANT).then(made.voice("participant-1", "participant"))
    given.when(speak("employer-1"), by=EMPLOYER).then(made.voice("employer-1", "employer"))
    given.when(speak("company-1"), by=COORDINATOR).then(made.voice("company-1", "company"))


def test_whoever_looks_back_may_say_how_they_wish_to_stay_connected() -> None:
    wish = speak("participant-1").model_copy(update={"in_touch": "年に一度の集まりで"})
    outcome = made.given().history(made.looking_back()).when(wish, by=PARTICIPANT)
    said = outcome.state.voices["participant-1"].in_touch
    assert (said.text, said.subject) == ("年に一度の集まりで", "participant-1")


def test_what_was_gained_is_named_once() -> None:
    twice = speak("participant-1").model_copy(update={"tags": ("strength_discovered", "strength_discovered")})
    outcome = made.given().history(made.looking_back()).when(twice, by=PARTICIPANT)
    outcome.then(made.voice("participant-1", "participant"))


def test_the_last_voice_closes_and_plans_the_follow_ups() -> None:
    others = [made.voice("participant-1", "participant"), made.voice("employer-1", "employer")]
    outcome = made.given().history([*made.looking_back(), *others]).when(speak("company-1"), by=COMPANY)
    outcome.then(made.voice("company-1", "company"), made.closed())
    deliveries = [effect for effect in outcome.effects() if isinstance(effect, DeliverToStream)]
    assert [one.target.key for one in deliveries] == ["participation:participation-1"]
    command = NoteEngagementClosed.model_validate(deliveries[0].command)
    assert command.follow_ups == made.FOLLOW_UPS


def test_a_coordinator_closes_and_the_silent_are_named() -> None:
    outcome = made.given().history([*made.looking_back(), made.voice("employer-1", "employer")]).when(CLOSE)
    outcome.then(made.closed("participant-1", "company-1"))
    assert "retrospective:participant-1" not in outcome.state.waits


def test_looking_back_is_refused_outside_of_its_time() -> None:
    for events in (made.approved(), made.connected()):
        made.given().history(events).when(CLOSE).refused("no-retrospective")
        made.given().history(events).when(speak("participant-1"), by=PARTICIPANT).refused("no-retrospective")


def test_a_voice_is_refused() -> None:
    given = made.given().history(made.looking_back())
    given.when(speak("participant-3")).refused("voice-not-asked", "person")
    given.when(speak("employer-1"), by=PARTICIPANT).refused("voice-not-asked", "person")
    unknown_tag = speak("participant-1").model_copy(update={"tags": ("strength_discovered", "luck")})
    refused = given.when(unknown_tag, by=PARTICIPANT).refused("tag-unknown", "tags")
    offers(refused, {tag: TAGS[tag] for tag in ("new_challenge_realised", "strength_discovered")})
    spoken = given.events(made.voice("participant-1", "participant"))
    spoken.when(speak("participant-1"), by=PARTICIPANT).refused("voice-given")


def meet(ordinal: int) -> MeetDeadline:
    """The moment of a follow-up has come."""
    return MeetDeadline(kind="follow_up_due", subject=str(ordinal), ordinal=ordinal)


def test_follow_ups_come_after_one_three_and_six_months() -> None:
    given = made.given().history(made.connected())
    for number, moment in enumerate(made.FOLLOW_UPS, start=1):
        early = given.at(moment - timedelta(seconds=1))
        early.when(meet(number), by=SYSTEM).then()
        outcome = given.at(moment).when(meet(number), by=SYSTEM).then(made.follow_up(number, moment))
        assert outcome.told() == [("follow_up_request", "company-1"), ("follow_up_request", "company-2")]
        given = given.at(moment).history(outcome.events)
        given.when(meet(number), by=SYSTEM).then()


def test_a_follow_up_is_answered_and_the_last_answer_completes() -> None:
    reply = asked.AnswerFollowUp(ordinal=1, text="順調です")
    first = made.given().history([*made.connected(), made.follow_up(1, NOW)])
    first.when(reply, by=COMPANY).then(made.answer(1))
    almost = made.given().history([*made.asked_three_times(), made.answer(1), made.answer(3)])
    last = almost.when(reply.model_copy(update={"ordinal": 2}), by=COMPANY)
    last.then(made.answer(2), happened.EngagementCompleted())


def test_a_follow_up_is_answered_once_and_not_before_it_was_sent() -> None:
    reply = asked.AnswerFollowUp(ordinal=1, text="順調です")
    for events in (made.connected(), [*made.connected(), made.follow_up(1, NOW), made.answer(1)]):
        made.given().history(events).when(reply, by=COMPANY).refused("follow-up-not-open", "ordinal")


def test_a_coordinator_completes_only_after_the_last_follow_up() -> None:
    complete = asked.CompleteEngagement(reason="連絡がつかない")
    done = happened.EngagementCompleted(reason="連絡がつかない")
    made.given().history(made.asked_three_times()).when(complete).then(done)
    for events in (made.executing(), made.connected(), [*made.connected(), made.follow_up(1, NOW)]):
        made.given().history(events).when(complete).refused("follow-ups-open")
