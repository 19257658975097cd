"""The end of a service and what lives on: days and counts, no names of members but the leader's."""

from typing import Any, Literal, assert_never

from pydantic import Field

from domain.service.closing import events as happened
from domain.service.closing.events import ClosingAnnounced, ClosingEvent
from domain.shared.models import FrozenModel
from domain.shared.values import BilingualText
from domain.shared.waiting import Deadline, Process, Wait

PROCESS = "closing:all"
VOICES = "closing_voices"


class Community(FrozenModel):
    """What lives on after the end: its name, the person who leads it, and how many belong to it."""

    name: str
    leader: str
    number: int = 0


class Voices(FrozenModel):
    """How many looked back, how many named each gain, and the sum over all voices of each dimension."""

    number: int = 0
    gains: dict[str, int] = Field(default_factory=dict)
    involvement: dict[str, int] = Field(default_factory=dict)


class Closing(FrozenModel):
    """Where the end of a service stands: nothing announced, announced, looking back, over."""

    announced: ClosingAnnounced | None = None
    standing: Literal["open", "announced", "looking_back", "over"] = "open"
    voices: Voices = Voices()
    found: happened.ServiceLookedBack | None = None
    community: Community | None = None
    successors: tuple[str, ...] = ()

    def over(self) -> "Closing":
        """Where it stands when the service has closed; it may still be looked back upon."""
        return self.model_copy(update={"standing": "over"})


def evolve(state: Closing, event: ClosingEvent) -> Closing:
    """The state after one more event."""
    return state.model_copy(update=_changes(state, event))


def _changes(state: Closing, event: ClosingEvent) -> dict[str, Any]:
    match event:
        case happened.ClosingAnnounced():
            return {"announced": event, "standing": "announced"}
        case happened.MemberCameLate():
            return {}
        case happened.LookingBackBegan():
            return {"standing": "looking_back"}
        case happened.ClosingVoiceCounted():
            return {"voices": _counted(state.voices, event)}
        case happened.ServiceLookedBack():
            return {"standing": "over", "found": event}
        case happened.CommunityFounded():
            number = state.community.number if state.community is not None else 0
            return {"community": Community(name=event.community, leader=event.leader, number=number)}
        case happened.CommunityCounted():
            assert state.community is not None
            return {"community": state.community.model_copy(update={"number": event.number})}
        case happened.SuccessorFound():
            return {"successors": (*state.successors, event.successor)}
        case _:
            assert_never(event)


def _counted(voices: Voices, event: happened.ClosingVoiceCounted) -> Voices:
    gains = {
        name: voices.gains.get(name, 0) + (name in event.gains)
        for name in {**voices.gains, **dict.fromkeys(event.gains)}
    }
    involvement = {name: voices.involvement.get(name, 0) + level for name, level in event.involvement.items()}
    return Voices(number=voices.number + 1, gains=gains, involvement=involvement)


def voices_wait(announced: ClosingAnnounced) -> Wait:
    """The office waits for the members' voices."""
    return Wait(kind=VOICES, subject="all", owner=announced.owner, schedule=announced.voices, process=PROCESS)


def deadlines(state: Closing) -> list[Deadline]:
    """The end of the last day."""
    if state.standing != "announced" or state.announced is None:
        return []
    return [Deadline(kind="service_end", subject="all", ordinal=1, due=state.announced.ends_at, process=PROCESS)]


def processes(state: Closing) -> list[Process]:
    """The end as a process, from its announcement to the last day; looking back then has a wait of its own."""
    if state.standing != "announced":
        return []
    kind, _, subject = PROCESS.partition(":")
    return [Process(kind=kind, subject=subject, step="announced")]


def words_of(words: dict[str, BilingualText], name: str) -> BilingualText:
    """What the playbook calls a gain or a dimension."""
    return words.get(name, BilingualText(ja=name, en=name))
