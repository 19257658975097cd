"""What the end of the service, and what lives on, mean for one member."""

from datetime import date, datetime
from typing import Any, assert_never

from pydantic import AwareDatetime, Field

from domain.membership.closing import events as happened
from domain.membership.closing.commands import EndOfService
from domain.membership.closing.events import MemberClosingEvent
from domain.shared.models import FrozenModel
from domain.shared.periods import after, days_after, local_date, morning_of
from domain.shared.values import PersonalText
from domain.shared.waiting import Deadline


class Call(FrozenModel):
    """A call that somebody is to make, or has made."""

    reason: PersonalText | None
    talked_about: PersonalText | None = None


class MemberClosing(FrozenModel):
    """One member's end of the service. `last_day` is their own, `ends_at` the midnight after it (aware).

    Whoever comes home from abroad is called from `call_on` on; `called_on` is the day of the latest call.

    `calls` are numbered from 1; `ends` counts the ends that were announced, over all times that somebody was a member.
    """

    notice: str | None = None
    returns_on: date | None = None
    call_on: date | None = None
    called_on: date | None = None
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


def evolve(state: MemberClosing, event: MemberClosingEvent, at: datetime, zone: str) -> MemberClosing:
    """The state after one more event, which occurred at `at`; days are those of the member's `zone`."""
    changed = state.model_copy(update=_changes(state, event, local_date(at, zone)))
    if isinstance(event, happened.ReturnNoted | happened.ClosingNoted | happened.NoticeTooShort):
        return changed.model_copy(update={"call_on": _call_on(changed, zone)})
    return changed


def _call_on(state: MemberClosing, zone: str) -> date | None:
    """The first day from which the playbook's period reaches to the journey home; None where none is to come."""
    home, end = state.returns_on, state.end
    if home is None or end is None or home < local_date(end.announced_at, zone):
        return None
    day = home
    while local_date(after(morning_of(days_after(day, -1), zone), end.call_before, zone), zone) >= home:
        day = days_after(day, -1)
    return day


def _changes(state: MemberClosing, event: MemberClosingEvent, today: date) -> dict[str, Any]:
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
            return {"calls": {**state.calls, str(event.number): call}, "called_on": today}
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
