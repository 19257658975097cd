"""Who is told of an engagement's story."""

from typing import assert_never

from domain.engagement import story_events as told
from domain.engagement.state import Engagement
from domain.engagement.story_state import Story
from domain.shared.decider import begun
from domain.shared.effects import Effect
from domain.shared.telling import tell


def react_to_story(event: told.StoryEvent, state: Engagement) -> list[Effect]:
    """The effects of one event; `state` is that after the event."""
    story: Story = begun(state.story)
    everybody = [*story.people, *state.office]
    match event:
        case told.StoryDrafted():
            return tell(state, "story_consent_request", story.people, personal={"text": "story/text"})
        case told.StoryConsentGiven():
            return []
        case told.StoryPublished():
            return tell(state, "story_published", everybody)
        case told.StoryDeclined():
            return tell(state, "story_declined", state.office, names={"person": event.person})
        case told.StoryWithdrawn() | told.StoryDropped():
            return tell(state, "story_taken_back", everybody)
        case _:
            assert_never(event)
