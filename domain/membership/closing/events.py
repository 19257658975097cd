"""What the end of a service, and what lives on, meant for a member."""

from datetime import date
from typing import Literal

from pydantic import AwareDatetime

from domain.membership.closing.commands import EndOfService
from domain.shared.models import Event
from domain.shared.values import Identifier, PersonalText
from domain.shared.waiting import Owner, Schedule


class NoticeAgreed(Event):
    """This member's agreement has a notice of its own."""

    type: Literal["NoticeAgreed"] = "NoticeAgreed"
    notice: str


class ReturnNoted(Event):
    """The member is abroad until this day; None: no longer."""

    type: Literal["ReturnNoted"] = "ReturnNoted"
    returns_on: date | None


class ClosingNoted(Event):
    """The member learnt that the service ends, and ends with it at `ends_at`."""

    type: Literal["ClosingNoted"] = "ClosingNoted"
    end: EndOfService
    ends_at: AwareDatetime


class NoticeTooShort(Event):
    """The announced last day is too early for this member, by their agreement or by law; theirs is a later one."""

    type: Literal["NoticeTooShort"] = "NoticeTooShort"
    end: EndOfService
    last_day: date
    ends_at: AwareDatetime


class MarkedForCall(Event):
    """Somebody is to call this member. `reason` is the office's own; None: the journey home is near."""

    type: Literal["MarkedForCall"] = "MarkedForCall"
    number: int
    owner: Owner
    schedule: Schedule
    reason: PersonalText | None


class CallRecorded(Event):
    """The member was called."""

    type: Literal["CallRecorded"] = "CallRecorded"
    number: int
    talked_about: PersonalText


class EndedWithService(Event):
    """The membership ended, because the service did; the member is asked to look back."""

    type: Literal["EndedWithService"] = "EndedWithService"
    last_day: date


class ClosingVoiceGiven(Event):
    """The member looked back. `involvement` is from 1 to 5, for each dimension."""

    type: Literal["ClosingVoiceGiven"] = "ClosingVoiceGiven"
    gains: tuple[Identifier, ...]
    involvement: dict[Identifier, int]
    text: PersonalText | None


class VoiceAskedAgain(Event):
    """The member had not looked back yet, and was asked once more."""

    type: Literal["VoiceAskedAgain"] = "VoiceAskedAgain"


class LeadingAgreed(Event):
    """The member is ready to lead a community, or no longer is."""

    type: Literal["LeadingAgreed"] = "LeadingAgreed"
    ready: bool


class CommunityOffered(Event):
    """The member may join the community that lives on. Where it is not the `first` time, somebody else leads it now."""

    type: Literal["CommunityOffered"] = "CommunityOffered"
    community: str
    leader: Identifier
    first: bool


class CommunityJoined(Event):
    """The member belongs to the community."""

    type: Literal["CommunityJoined"] = "CommunityJoined"


class CommunityLeft(Event):
    """The member does not belong to the community any more."""

    type: Literal["CommunityLeft"] = "CommunityLeft"


class SuccessorConsented(Event):
    """The member wants to hear of what follows this service, or wants it no longer."""

    type: Literal["SuccessorConsented"] = "SuccessorConsented"
    agrees: bool


class MemberInvitedOn(Event):
    """The member was invited to a service that follows this one."""

    type: Literal["MemberInvitedOn"] = "MemberInvitedOn"
    successor: Identifier
    name: str


MemberClosingEvent = (
    NoticeAgreed
    | ReturnNoted
    | ClosingNoted
    | NoticeTooShort
    | MarkedForCall
    | CallRecorded
    | EndedWithService
    | ClosingVoiceGiven
    | VoiceAskedAgain
    | LeadingAgreed
    | CommunityOffered
    | CommunityJoined
    | CommunityLeft
    | SuccessorConsented
    | MemberInvitedOn
)
