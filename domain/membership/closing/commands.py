"""What may be asked of a membership when its service ends, and about what lives on."""

from datetime import date
from typing import ClassVar, Literal

from pydantic import AwareDatetime

from domain.shared.actors import Role
from domain.shared.meeting import Meeting
from domain.shared.models import Command, FrozenModel
from domain.shared.periods import Period
from domain.shared.values import Identifier, Line, Prose

OFFICE = frozenset({Role.COORDINATOR, Role.OPERATOR})
MEMBER = OFFICE | {Role.PARTICIPANT}
BANSO = frozenset({Role.SYSTEM})


class EndOfService(FrozenModel):
    """What a member has to know of the end of their service.

    `announced_at` is the moment of the announcement, though each has their notice from when they are told.
    `stays_connected` can be asked afterwards. Members of `working_roles` are given the notice of the law. Of
    `farewells` every member is invited to one. Whoever comes home from abroad within `call_before` is called. `gains`
    and `dimensions` are what the retrospective asks about; where there are none, nobody is asked.
    """

    last_day: date
    announced_at: AwareDatetime
    reason: Line
    stays_connected: Identifier
    working_roles: tuple[Identifier, ...]
    farewells: tuple[Meeting, ...]
    call_before: Period
    gains: tuple[Identifier, ...]
    dimensions: tuple[Identifier, ...]

    @property
    def looks_back(self) -> bool:
        """Whether members are asked what it was to them."""
        return bool(self.gains or self.dimensions)


class AgreeOnNotice(Command):
    """How long before its end this member's agreement has to be told of it, where that differs from the service's."""

    type: Literal["AgreeOnNotice"] = "AgreeOnNotice"
    who: ClassVar[frozenset[Role]] = OFFICE
    notice: Period


class NoteReturn(Command):
    """The member is abroad, and comes home on this day; without a day, they are no longer abroad."""

    type: Literal["NoteReturn"] = "NoteReturn"
    who: ClassVar[frozenset[Role]] = MEMBER
    returns_on: date | None = None


class NoteClosing(Command):
    """The end of the service was announced."""

    type: Literal["NoteClosing"] = "NoteClosing"
    who: ClassVar[frozenset[Role]] = BANSO
    end: EndOfService


class MarkForCall(Command):
    """A mail is not enough here: the coordinator calls this member."""

    type: Literal["MarkForCall"] = "MarkForCall"
    who: ClassVar[frozenset[Role]] = OFFICE
    reason: Prose


class RecordCall(Command):
    """The member was called; what was talked about stays with the membership."""

    type: Literal["RecordCall"] = "RecordCall"
    who: ClassVar[frozenset[Role]] = OFFICE
    talked_about: Prose


class GiveClosingVoice(Command):
    """What the member gained, and how engaged they were: from 1 (hardly) to 5 (fully) in each dimension."""

    type: Literal["GiveClosingVoice"] = "GiveClosingVoice"
    who: ClassVar[frozenset[Role]] = MEMBER
    gains: tuple[Identifier, ...] = ()
    involvement: tuple[int, ...]
    text: Prose | None = None


class AskAgain(Command):
    """Voices are still missing: whoever has not answered is asked once more."""

    type: Literal["AskAgain"] = "AskAgain"
    who: ClassVar[frozenset[Role]] = BANSO


class AgreeToLead(Command):
    """The member is ready to lead the community that lives on, or no longer is."""

    type: Literal["AgreeToLead"] = "AgreeToLead"
    who: ClassVar[frozenset[Role]] = MEMBER
    ready: bool = True


class OfferCommunity(Command):
    """A community was founded, which members may join."""

    type: Literal["OfferCommunity"] = "OfferCommunity"
    who: ClassVar[frozenset[Role]] = BANSO
    community: Line
    leader: Identifier


class JoinCommunity(Command):
    """The member stays connected, in the community."""

    type: Literal["JoinCommunity"] = "JoinCommunity"
    who: ClassVar[frozenset[Role]] = MEMBER


class LeaveCommunity(Command):
    """The member leaves the community; whoever leads it hands it over first."""

    type: Literal["LeaveCommunity"] = "LeaveCommunity"
    who: ClassVar[frozenset[Role]] = MEMBER


class ConsentToSuccessor(Command):
    """The member wants to be invited to what follows this service, or wants it no longer."""

    type: Literal["ConsentToSuccessor"] = "ConsentToSuccessor"
    who: ClassVar[frozenset[Role]] = MEMBER
    agrees: bool = True


class OfferSuccessor(Command):
    """Another service follows this one; members who wished to hear of it are invited."""

    type: Literal["OfferSuccessor"] = "OfferSuccessor"
    who: ClassVar[frozenset[Role]] = BANSO
    next_service: Identifier
    name: Line


MemberClosingCommand = (
    AgreeOnNotice
    | NoteReturn
    | NoteClosing
    | MarkForCall
    | RecordCall
    | GiveClosingVoice
    | AskAgain
    | AgreeToLead
    | OfferCommunity
    | JoinCommunity
    | LeaveCommunity
    | ConsentToSuccessor
    | OfferSuccessor
)
