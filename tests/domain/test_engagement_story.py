"""The story: published with the consent of everybody who is in it, never by silence, and taken back at any time."""

from datetime import timedelta
from typing import Any

import pytest

from domain.engagement import events as on_engagement
from domain.engagement import story_commands as story
from domain.engagement import story_events as happened
from domain.shared.actors import Actor, Role
from domain.shared.deadlines import Escalated, MeetDeadline, Reminded
from domain.shared.models import Command, Event
from domain.shared.waiting import Owner

from support import engagements as made
from support.deciding import (
    COMPANY,
    COORDINATOR,
    EMPLOYER,
    NOW,
    OTHER_COMPANY,
    OTHER_PARTICIPANT,
    PARTICIPANT,
    SYSTEM,
)
from support.people import private
from support.rules import waiting

TEXT = "旗屋と参加者が、新しい旗を一枚つくりました。"
DRAFT = story.DraftStory(text=TEXT)
DROP = story.DropStory(reason="連絡がつかない")
PEOPLE = {"participant-1": "participant", "company-1": "company", "employer-1": "employer"}
IN_IT = tuple(PEOPLE)
ACTORS = {"participant-1": PARTICIPANT, "company-1": COMPANY, "employer-1": EMPLOYER}


def drafted(version: int = 1, **changes: Any) -> happened.StoryDrafted:
    """The story was written, and three were asked."""
    values: dict[str, Any] = {
        "version": version,
        "by": COORDINATOR,
        "text": private("coordinator-1", TEXT),
        "asked": [{"person": person, "capacity": capacity} for person, capacity in PEOPLE.items()],
        "schedule": waiting("story_consent", NOW),
    }
    return happened.StoryDrafted.model_validate({**values, **changes})


def agree(person: str, version: int = 1) -> story.AgreeToStory:
    """Somebody's yes."""
    return story.AgreeToStory(person=person, version=version)


def agreed(person: str, by: Actor | None = None) -> happened.StoryConsentGiven:
    """The event of that."""
    return happened.StoryConsentGiven(version=1, person=person, by=by or ACTORS[person])


def withdraw(person: str) -> story.WithdrawFromStory:
    """Somebody's no."""
    return story.WithdrawFromStory(person=person, reason="社名を出したくない")


PUBLISHED = happened.StoryPublished(version=1)
DRAFTED = [*made.connected(), drafted()]
PUBLIC = [*DRAFTED, *(agreed(person) for person in IN_IT), PUBLISHED]
DECLINED = happened.StoryDeclined(
    version=1, person="employer-1", by=EMPLOYER, reason=private("employer-1", "社名を出したくない")
)
WITHDRAWN = happened.StoryWithdrawn(**DECLINED.model_dump(exclude={"type"}))
DROPPED = happened.StoryDropped(version=1, by=COORDINATOR, reason=private("coordinator-1", "連絡がつかない"))


def test_everybody_who_is_in_it_is_asked() -> None:
    outcome = made.given().history(made.connected()).when(DRAFT).then(drafted())
    assert outcome.told() == [("story_consent_request", person) for person in IN_IT]
    owners = [wait.owner for wait in outcome.state.waits.values() if wait.kind == "story_consent"]
    assert owners == [Owner(role=Role(capacity), persons=(person,)) for person, capacity in PEOPLE.items()]


def test_who_has_no_employer_needs_no_employers_consent() -> None:
    events = [event for event in made.connected() if not isinstance(event, on_engagement.ParticipantReady)]
    place = events.index(made.planned())
    events.insert(place, made.became_ready(employer=None))
    outcome = made.given().history(events).when(DRAFT)
    assert [person for _, person in outcome.told()] == ["participant-1", "company-1"]


@pytest.mark.parametrize("events", [made.executing(), made.looking_back()])
def test_no_story_is_written_before_everybody_looked_back(events: list[Event]) -> None:
    made.given().history(events).when(DRAFT).refused("retrospective-open")


def test_the_last_consent_publishes_and_no_earlier_one() -> None:
    given = made.given().history(DRAFTED)
    first = given.when(agree("company-1"), by=COMPANY).then(agreed("company-1"))
    assert first.told() == []
    assert "story_consent:1.2" not in first.state.waits
    given = given.events(agreed("company-1"), agreed("participant-1"))
    last = given.when(agree("employer-1"), by=EMPLOYER).then(agreed("employer-1"), PUBLISHED)
    assert last.told() == [("story_published", person) for person in (*IN_IT, "coordinator-1")]
    assert last.state.story.published
    given.when(agree("company-1"), by=COMPANY).then()


def test_silence_reminds_and_escalates_and_never_publishes() -> None:
    given = made.given().history([*DRAFTED, agreed("participant-1"), agreed("employer-1")])
    values = {"kind": "story_consent", "subject": "1.2", "owner": Owner(role=Role.COMPANY, persons=("company-1",))}
    first = MeetDeadline(kind="story_consent", subject="1.2", ordinal=1)
    reminded = given.at(NOW + timedelta(days=8)).when(first, by=SYSTEM).then(Reminded.model_validate(values))
    assert reminded.told() == [("story_consent_reminder", "company-1")]
    second = first.model_copy(update={"ordinal": 2})
    late = given.events(*reminded.events).at(NOW + timedelta(days=13)).when(second, by=SYSTEM)
    late.then(Escalated.model_validate(values))
    assert late.told() == [("story_consent_escalated", "coordinator-1")]
    assert not late.state.story.published


def test_a_coordinator_writes_down_what_they_were_told_and_the_company_answers_as_one() -> None:
    given = made.given().history(DRAFTED)
    given.when(agree("employer-1")).then(agreed("employer-1", COORDINATOR))
    given.when(agree("company-1"), by=OTHER_COMPANY).then(agreed("company-1", OTHER_COMPANY))


@pytest.mark.parametrize(
    ("person", "by"),
    [("participant-1", COMPANY), ("company-1", PARTICIPANT), ("stranger", COORDINATOR), ("company-2", OTHER_COMPANY)],
)
@pytest.mark.parametrize("command", [agree, withdraw])
def test_nobody_answers_for_somebody_else(command: Any, person: str, by: Actor) -> None:
    made.given().history(DRAFTED).when(command(person), by=by).refused("not-in-the-story", "person")


def test_one_no_is_enough_and_nobody_is_asked_any_more() -> None:
    given = made.given().history([*DRAFTED, agreed("participant-1")])
    outcome = given.when(withdraw("employer-1"), by=EMPLOYER).then(DECLINED)
    assert outcome.told() == [("story_declined", "coordinator-1")]
    assert "story_consent" not in {wait.kind for wait in outcome.state.waits.values()}
    given.events(DECLINED).when(agree("company-1"), by=COMPANY).refused("story-changed", "version")
    given.events(DECLINED).when(withdraw("company-1"), by=COMPANY).then()


def test_whoever_agreed_may_take_it_back_and_the_story_is_public_no_longer() -> None:
    outcome = made.given().history(PUBLIC).when(withdraw("employer-1"), by=EMPLOYER).then(WITHDRAWN)
    assert outcome.told() == [("story_taken_back", person) for person in (*IN_IT, "coordinator-1")]
    assert not outcome.state.story.published


def test_it_can_be_taken_back_when_everything_else_is_over() -> None:
    sent = [made.follow_up(number, made.FOLLOW_UPS[number - 1]) for number in (1, 2, 3)]
    over = on_engagement.EngagementCompleted(reason="連絡がつかない")
    given = made.given().history([*PUBLIC, *sent, over])
    given.when(withdraw("employer-1"), by=EMPLOYER).then(WITHDRAWN)
    given.when(DRAFT).refused("engagement-ended")
    still_asked = made.given().history([*DRAFTED, *sent, over])
    assert len([wait for wait in still_asked.state.waits.values() if wait.kind == "story_consent"]) == 3
    assert not still_asked.aggregate.finished(still_asked.state)
    still_asked.when(agree("company-1"), by=COMPANY).then(agreed("company-1"))


def test_a_story_that_is_written_anew_is_agreed_to_anew() -> None:
    for events in ([*DRAFTED, agreed("company-1")], PUBLIC, [*DRAFTED, DECLINED]):
        given = made.given().history(events)
        outcome = given.when(DRAFT).then(drafted(2))
        assert outcome.state.story.agreed == ()
        assert not outcome.state.story.published
        again = given.events(drafted(2))
        again.when(agree("company-1"), by=COMPANY).refused("story-changed", "version")
        assert again.when(agree("company-1", 2), by=COMPANY).events


def test_a_coordinator_lets_the_story_go() -> None:
    for events in (DRAFTED, PUBLIC):
        outcome = made.given().history(events).when(DROP).then(DROPPED)
        assert outcome.told() == [("story_taken_back", person) for person in (*IN_IT, "coordinator-1")]
        assert "story_consent" not in {wait.kind for wait in outcome.state.waits.values()}
    made.given().history([*DRAFTED, DROPPED]).when(DROP).then()


@pytest.mark.parametrize("command", [agree("company-1"), withdraw("company-1"), DROP])
def test_where_there_is_no_story_there_is_nothing_to_agree_to(command: Command) -> None:
    made.given().history(made.connected()).when(command).refused("no-story")
    made.given().when(command).refused("engagement-unknown")


def test_who_may_answer() -> None:
    office = {Role.COORDINATOR, Role.OPERATOR}
    assert story.DraftStory.who == story.DropStory.who == office
    everybody = office | {Role.COMPANY, Role.PARTICIPANT, Role.EMPLOYER}
    assert story.AgreeToStory.who == story.WithdrawFromStory.who == everybody
    given = made.given().history(DRAFTED)
    given.when(agree("participant-1"), by=OTHER_PARTICIPANT).refused("not-in-the-story", "person")
