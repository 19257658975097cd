"""The story that others may learn from: published with everybody's consent only, and taken back at anybody's wish."""

from domain.engagement.state import Engagement
from domain.engagement.story_commands import AgreeToStory, DraftStory, DropStory, WithdrawFromStory
from domain.engagement.story_events import (
    StoryConsentGiven,
    StoryDeclined,
    StoryDrafted,
    StoryDropped,
    StoryPerson,
    StoryPublished,
    StoryWithdrawn,
)
from domain.engagement.story_state import Story
from domain.shared.actors import Role
from domain.shared.decider import Context
from domain.shared.models import Event
from domain.shared.refusals import refusal
from domain.shared.values import narrative


def draft(command: DraftStory, state: Engagement, context: Context) -> list[Event]:
    """After the retrospective; a later draft takes the place of an earlier one and is agreed to anew."""
    if state.stage != "stay_connected":
        raise refusal(
            "retrospective-open",
            wrong=("ふりかえりがまだ終わっていません。", "The retrospective is not over yet."),
            right=("ふりかえりを終えてから書いてください。", "Write the story when the retrospective is closed."),
        )
    return [
        StoryDrafted(
            version=state.story.version + 1 if state.story else 1,
            by=context.actor,
            text=narrative(context.actor.person, command.text),
            asked=_who_is_in_it(state),
            schedule=context.schedule("story_consent", state.time_zone),
        )
    ]


def _who_is_in_it(state: Engagement) -> tuple[StoryPerson, ...]:
    taking_part = [applicant for applicant in state.selected.values() if applicant.ready]
    asked = [StoryPerson(person=one.person, capacity="participant") for one in taking_part]
    asked.append(StoryPerson(person=state.company_contacts[0], capacity="company"))
    employers = (one.employer_contact for one in taking_part)
    asked += [StoryPerson(person=employer, capacity="employer") for employer in employers if employer]
    known: dict[str, StoryPerson] = {}
    for one in asked:
        known.setdefault(one.person, one)
    return tuple(known.values())


def agree(command: AgreeToStory, state: Engagement, context: Context) -> list[Event]:
    """One consent to what was shown; the last one publishes. Agreeing twice changes nothing."""
    story = _of_person(command.person, state, context)
    if command.version != story.version or story.standing not in ("asked", "published"):
        raise refusal(
            "story-changed",
            wrong=(
                f"第 {command.version} 版への同意はもう求められていません。",
                f"Consent to version {command.version} is not asked for any more.",
            ),
            right=(
                f"最新は第 {story.version} 版です。取り下げられた物語は DraftStory で書き直してください。",
                f"The latest is version {story.version}; one that was taken back is written anew with DraftStory.",
            ),
            field="version",
        )
    if command.person in story.agreed:
        return []
    given: list[Event] = [StoryConsentGiven(version=story.version, person=command.person, by=context.actor)]
    missing = set(story.people) - {*story.agreed, command.person}
    return given if missing else [*given, StoryPublished(version=story.version)]


def withdraw(command: WithdrawFromStory, state: Engagement, context: Context) -> list[Event]:
    """A no, before or after it was published, from anybody who is in it and at any time."""
    story = _of_person(command.person, state, context)
    if story.standing not in ("asked", "published"):
        return []
    kind = StoryWithdrawn if story.published else StoryDeclined
    reason = narrative(context.actor.person, command.reason) if command.reason else None
    return [kind(version=story.version, person=command.person, by=context.actor, reason=reason)]


def drop(command: DropStory, state: Engagement, context: Context) -> list[Event]:
    """The coordinator gives it up; doing so twice changes nothing."""
    story = _written(state)
    if story.standing not in ("asked", "published"):
        return []
    return [
        StoryDropped(version=story.version, by=context.actor, reason=narrative(context.actor.person, command.reason))
    ]


def _written(state: Engagement) -> Story:
    if state.story is None:
        raise refusal(
            "no-story",
            wrong=("この案件の物語はまだありません。", "There is no story of this engagement yet."),
            right=("先に DraftStory で書いてください。", "Write it first, with DraftStory."),
        )
    return state.story


def _of_person(person: str, state: Engagement, context: Context) -> Story:
    story = _written(state)
    if person not in story.people or not _may_answer(person, story, context):
        names = ", ".join(story.people)
        raise refusal(
            "not-in-the-story",
            wrong=(f"{person} さんとして答えることはできません。", f"You cannot answer for {person}."),
            right=(
                f"物語に登場するのは {names} です。ご本人か、ご本人から聞いたコーディネーターが答えます。",
                f"In the story are: {names}. They answer themselves, or a coordinator whom they told.",
            ),
            field="person",
        )
    return story


def _may_answer(person: str, story: Story, context: Context) -> bool:
    actor = context.actor
    if actor.role in (Role.COORDINATOR, Role.OPERATOR) or actor.person == person:
        return True
    return actor.role == Role.COMPANY and story.people[person] == Role.COMPANY.value
