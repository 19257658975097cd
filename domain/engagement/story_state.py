"""An engagement's story as it is kept, and how events change it."""

from typing import Literal, assert_never

from domain.engagement import story_events as told
from domain.shared.actors import Role
from domain.shared.models import FrozenModel
from domain.shared.values import PersonalText
from domain.shared.waiting import Owner, Wait, closed

Standing = Literal["asked", "published", "declined", "withdrawn", "dropped"]


class Story(FrozenModel):
    """The last version of the story: who is in it by person, with their capacity, and who of them agreed."""

    version: int
    text: PersonalText
    people: dict[str, str]
    agreed: tuple[str, ...] = ()
    standing: Standing = "asked"

    @property
    def published(self) -> bool:
        """Whether it is public."""
        return self.standing == "published"

    def wait_of(self, person: str) -> str:
        """The key of the wait for somebody's answer. Its subject is short, however long their id is."""
        return f"story_consent:{self.version}.{list(self.people).index(person) + 1}"


def story_changes(story: Story | None, waits: dict[str, Wait], event: told.StoryEvent) -> dict[str, object]:
    """What one event changes about the story and its waits."""
    if isinstance(event, told.StoryDrafted) or story is None:
        return _drafted(waits, event) if isinstance(event, told.StoryDrafted) else {}
    match event:
        case told.StoryConsentGiven():
            agreed = story.model_copy(update={"agreed": (*story.agreed, event.person)})
            return {"story": agreed, "waits": closed(waits, story.wait_of(event.person))}
        case told.StoryPublished():
            return {"story": story.model_copy(update={"standing": "published"})}
        case told.StoryDeclined():
            return _over(story, "declined", waits)
        case told.StoryWithdrawn():
            return _over(story, "withdrawn", waits)
        case told.StoryDropped():
            return _over(story, "dropped", waits)
        case _:
            assert_never(event)


def _drafted(waits: dict[str, Wait], event: told.StoryDrafted) -> dict[str, object]:
    people = {one.person: str(one.capacity) for one in event.asked}
    story = Story(version=event.version, text=event.text, people=people)
    asked = {}
    for person, capacity in people.items():
        key = story.wait_of(person)
        kind, _, subject = key.partition(":")
        owner = Owner(role=Role(capacity), persons=(person,))
        asked[key] = Wait(kind=kind, subject=subject, owner=owner, schedule=event.schedule)
    return {"story": story, "waits": {**_unasked(waits), **asked}}


def _over(story: Story, standing: Standing, waits: dict[str, Wait]) -> dict[str, object]:
    return {"story": story.model_copy(update={"standing": standing}), "waits": _unasked(waits)}


def _unasked(waits: dict[str, Wait]) -> dict[str, Wait]:
    return {key: wait for key, wait in waits.items() if wait.kind != "story_consent"}
