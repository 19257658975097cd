"""Looking back: voices, and how events change them."""

from typing import TYPE_CHECKING, assert_never

from domain.engagement import events as happened
from domain.shared.actors import Role
from domain.shared.models import FrozenModel
from domain.shared.values import PersonalText
from domain.shared.waiting import Owner, Wait, closed

if TYPE_CHECKING:
    from domain.engagement.state import Engagement


class Voice(FrozenModel):
    """One voice of the retrospective; `text` is None until it was given, `in_touch` where it did not say."""

    voice: str
    tags: tuple[str, ...] = ()
    text: PersonalText | None = None
    in_touch: PersonalText | None = None


def retrospective_changes(
    state: "Engagement", event: happened.RetrospectiveOpened | happened.VoiceGiven | happened.RetrospectiveClosed
) -> dict[str, object]:
    """What asking for voices, giving one and closing make of the state."""
    match event:
        case happened.RetrospectiveOpened():
            waits = dict(state.waits)
            for asked in event.asked:
                owner = Owner(role=Role(asked.voice), persons=(asked.person,))
                wait = Wait(
                    kind="retrospective",
                    subject=asked.person,
                    owner=owner,
                    schedule=event.schedule,
                    process="retrospective:all",
                )
                waits[wait.key] = wait
            voices = {asked.person: Voice(voice=asked.voice) for asked in event.asked}
            return {"stage": "look_back", "voices": voices, "waits": waits}
        case happened.VoiceGiven():
            said = {"text": event.text, "in_touch": event.in_touch}
            voice = Voice(voice=event.voice, tags=event.tags, **said)
            waits = closed(state.waits, f"retrospective:{event.person}")
            return {"voices": {**state.voices, event.person: voice}, "waits": waits}
        case happened.RetrospectiveClosed():
            waits = {key: wait for key, wait in state.waits.items() if wait.kind != "retrospective"}
            return {"stage": "stay_connected", "follow_ups": event.follow_ups, "waits": waits}
        case _:
            assert_never(event)
