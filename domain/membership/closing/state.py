"""What the end of the service, and what lives on, mean for one member."""

from datetime import date
from typing import Any, assert_never

from pydantic import AwareDatetime, Field

from domain.membership.closing import events as happened
from domain.membership.closing.commands import EndOfService
from domain.membership.closing.events import MemberClosingEvent
from domain.shared.models import FrozenModel
from domain.shared.values import PersonalText
from domain.shared.waiting import Deadline


class Call(FrozenModel):
    """A call that somebody is to make, or has made."""

    reason: PersonalText | None
    talked_about: PersonalText | None = None


class MemberClosing(FrozenModel):
    """One member's end of the service. `last_day` is their own, `ends_at` the midnight after it (aware).

    `calls` are numbered from 1; `ends` counts the ends that were announced, over all times that somebody was a member.
    """

    notice: str | None = None
    returns_on: date | None = None
    end: EndOfService | None = None
    last_day: date | None = None
    ends_at: AwareDatetime | None = None
    ended: bool = False
    ends: int = 0
    calls: dict[str, Call] = Field(default_factory=dict)
    voice: happened.ClosingVoiceGiven | None = None
    asked_again: bool = False
    leads: bool = False
    community: happened.CommunityOffered | None = None
    in_community: bool = False
    successor_welcome: bool = False
    successors: tuple[str, ...] = ()

    def renewed(self) -> "MemberClosing":
        """What goes on for somebody who comes back: ordinals are never used twice."""
        return MemberClosing(ends=self.ends, calls=self.calls)


def evolve(state: MemberClosing, event: MemberClosingEvent) -> MemberClosing:
    """The state after one more event."""
    return state.model_copy(update=_changes(state, event))


def _changes(state: MemberClosing, event: MemberClosingEvent) -> dict[str, Any]:
    match event:
        case happened.NoticeAgreed():
            return {"notice": event.notice}
        case happened.ReturnNoted():
            return {"returns_on": event.returns_on}
        case happened.ClosingNoted() | happened.NoticeTooShort():
            return _ending(state, event)
        case happened.MarkedForCall():
            return {"calls": {**state.calls, str(event.number): Call(reason=event.reason)}}
        case happened.CallRecorded():
            call = state.calls[str(event.number)].model_copy(update={"talked_about": event.talked_about})
            return {"calls": {**state.calls, str(event.number): call}}
        case happened.EndedWithService():
            return {"ended": True}
        case happened.ClosingVoiceGiven():
            return {"voice": event}
        case happened.VoiceAskedAgain():
            return {"asked_again": True}
        case happened.LeadingAgreed():
            return {"leads": event.ready}
        case happened.CommunityOffered():
            return {"community": event}
        case happened.CommunityJoined() | happened.CommunityLeft():
            return {"in_community": isinstance(event, happened.CommunityJoined)}
        case happened.SuccessorConsented():
            return {"successor_welcome": event.agrees}
        case happened.MemberInvitedOn():
            return {"successors": (*state.successors, event.successor)}
        case _:
            assert_never(event)


def _ending(state: MemberClosing, event: happened.ClosingNoted | happened.NoticeTooShort) -> dict[str, Any]:
    last_day = event.last_day if isinstance(event, happened.NoticeTooShort) else event.end.last_day
    return {"end": event.end, "last_day": last_day, "ends_at": event.ends_at, "ends": state.ends + 1}


def deadlines(state: MemberClosing) -> list[Deadline]:
    """The end of the member's own last day."""
    if state.ends_at is None or state.ended:
        return []
    return [Deadline(kind="membership_end", subject=str(state.ends), ordinal=1, due=state.ends_at)]
