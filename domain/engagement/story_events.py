"""What happened to an engagement's story."""

from typing import Literal

from domain.shared.actors import Actor
from domain.shared.models import Event, FrozenModel
from domain.shared.values import Identifier, PersonalText
from domain.shared.waiting import Schedule


class StoryPerson(FrozenModel):
    """Somebody who is in the story, in which capacity."""

    person: Identifier
    capacity: Literal["participant", "company", "employer"]


class StoryDrafted(Event):
    """The story was written, and everybody who is in it was asked."""

    type: Literal["StoryDrafted"] = "StoryDrafted"
    version: int
    by: Actor
    text: PersonalText
    asked: tuple[StoryPerson, ...]
    schedule: Schedule


class StoryConsentGiven(Event):
    """Somebody agreed to be in it."""

    type: Literal["StoryConsentGiven"] = "StoryConsentGiven"
    version: int
    person: Identifier
    by: Actor


class StoryPublished(Event):
    """Everybody had agreed; the story is public."""

    type: Literal["StoryPublished"] = "StoryPublished"
    version: int


class StoryDeclined(Event):
    """Somebody did not agree; this version is never published."""

    type: Literal["StoryDeclined"] = "StoryDeclined"
    version: int
    person: Identifier
    by: Actor
    reason: PersonalText | None


class StoryWithdrawn(Event):
    """Somebody agreed no longer; the story is public no longer."""

    type: Literal["StoryWithdrawn"] = "StoryWithdrawn"
    version: int
    person: Identifier
    by: Actor
    reason: PersonalText | None


class StoryDropped(Event):
    """The coordinator gave it up."""

    type: Literal["StoryDropped"] = "StoryDropped"
    version: int
    by: Actor
    reason: PersonalText


StoryEvent = StoryDrafted | StoryConsentGiven | StoryPublished | StoryDeclined | StoryWithdrawn | StoryDropped
