"""What the world should do about a member's end of the service, and about what lives on."""

from typing import Any, assert_never

from domain.membership.closing import events as happened
from domain.membership.closing.events import MemberClosingEvent
from domain.membership.matching import reactions as matching
from domain.membership.state import Membership
from domain.service.closing.commands import CountClosingVoice, CountCommunity
from domain.service.commands import NoteMember
from domain.shared.effects import Effect
from domain.shared.telling import tell, to_stream
from domain.shared.wording import day_in_words


def react(event: MemberClosingEvent, state: Membership) -> list[Effect]:
    """The effects of one event; `state` is that after the event."""
    match event:
        case happened.ClosingNoted():
            about = {"due": event.end.last_day.isoformat(), "reason": event.end.reason}
            return _with_whom(state, "closing_announced", about)
        case happened.NoticeTooShort():
            return _too_short(event, state)
        case happened.MarkedForCall():
            asked = tell(state, "personal_call_asked", event.owner.persons)
            names = {"who": state.coordinator}
            return [*asked, *tell(state, "personal_call_planned", (state.person,), names=names)]
        case happened.EndedWithService():
            left = to_stream("service", state.service, NoteMember(member_role=state.member_role, joined=False))
            asks = state.closing.end is not None and state.closing.end.looks_back
            thanked = _asked_to_look_back(state) if asks else _with_whom(state, "service_ended_plainly", {})
            # Silence is no answer: a report that had none is not passed over.
            unheard = _with_whom(state, "reports_left_open", {}) if state.accompanying.unanswered else []
            # Everybody was told of their last day: nobody is thanked once more for each of their clients.
            return [left, *matching.parted(state), *thanked, *unheard]
        case happened.VoiceAskedAgain():
            return _with_whom(state, "closing_voice_again", {})
        case happened.ClosingVoiceGiven():
            counted = CountClosingVoice(gains=event.gains, involvement=event.involvement)
            return [to_stream("service", state.service, counted)]
        case happened.CommunityOffered():
            return _community(event, state)
        case happened.CommunityJoined() | happened.CommunityLeft():
            return _counted(event, state)
        case happened.MemberInvitedOn():
            return tell(state, "members_successor_invited", (state.person,), {"successor": event.name})
        case (
            happened.NoticeAgreed()
            | happened.ReturnNoted()
            | happened.CallRecorded()
            | happened.LeadingAgreed()
            | happened.SuccessorConsented()
        ):
            return []
        case _:
            assert_never(event)


def _with_whom(state: Membership, template: str, about: dict[str, str], **values: Any) -> list[Effect]:
    stays = state.closing.end.stays_connected if state.closing.end is not None else state.coordinator
    return tell(state, template, (state.person,), about, names={"who": stays}, **values)


def _asked_to_look_back(state: Membership) -> list[Effect]:
    end = state.closing.end
    assert end is not None
    return _with_whom(state, "service_ended", {}, chosen={"gains": end.gains, "dimensions": end.dimensions})


def _too_short(event: happened.NoticeTooShort, state: Membership) -> list[Effect]:
    """The office is told by name; the member is told both days."""
    days = {"due": event.last_day.isoformat()}
    service_ends = {"day": day_in_words(event.end.last_day)}
    office = tell(state, "notice_too_short", (state.coordinator,), days, spoken=service_ends)
    reason = {"reason": event.end.reason}
    names = {"who": event.end.stays_connected}
    later = tell(state, "closing_later_for_you", (state.person,), {**days, **reason}, names=names, spoken=service_ends)
    return [*office, *later]


def _community(event: happened.CommunityOffered, state: Membership) -> list[Effect]:
    if event.leader == state.person or not (event.first or state.closing.in_community):
        return []
    about, names = {"community": event.community}, {"who": event.leader}
    return tell(state, "community_invited", (state.person,), about, names=names)


def _counted(event: happened.CommunityJoined | happened.CommunityLeft, state: Membership) -> list[Effect]:
    joined, offered = isinstance(event, happened.CommunityJoined), state.closing.community
    counted = to_stream("service", state.service, CountCommunity(joined=joined))
    if not joined or offered is None or offered.leader == state.person:
        return [counted]
    return [counted, *tell(state, "community_joined", (offered.leader,), {"community": offered.community})]
