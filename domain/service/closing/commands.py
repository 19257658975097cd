"""What may be asked of a service when it ends, and about what lives on."""

from datetime import date
from typing import ClassVar, Literal

from domain.shared.actors import Role
from domain.shared.models import Command
from domain.shared.values import Identifier, Line

OFFICE = frozenset({Role.COORDINATOR, Role.OPERATOR})
BANSO = frozenset({Role.SYSTEM})


class AnnounceClosing(Command):
    """The service ends with this day, after the notice that its playbook asks for; every member is told and invited.

    Where the playbook has no [rules.closing], members are told with the notice of the law, and no more is done. Nothing
    new begins from here on; whoever is in an engagement hears that the work goes on.
    `stays_connected` can be asked afterwards; else it is the contact, or the first coordinator where there is none.
    """

    type: Literal["AnnounceClosing"] = "AnnounceClosing"
    who: ClassVar[frozenset[Role]] = OFFICE
    last_day: date
    reason: Line
    stays_connected: Identifier | None = None


class CountClosingVoice(Command):
    """A member looked back; numbers only, no words and no name."""

    type: Literal["CountClosingVoice"] = "CountClosingVoice"
    who: ClassVar[frozenset[Role]] = BANSO
    gains: tuple[Identifier, ...]
    involvement: dict[Identifier, int]


class CloseLookingBack(Command):
    """The service's retrospective is over; what it found is told without names."""

    type: Literal["CloseLookingBack"] = "CloseLookingBack"
    who: ClassVar[frozenset[Role]] = OFFICE


class FoundCommunity(Command):
    """A community lives on, led by a member who agreed to; sent again, it gives it another leader.

    `leader` is a membership's id.
    """

    type: Literal["FoundCommunity"] = "FoundCommunity"
    who: ClassVar[frozenset[Role]] = OFFICE
    leader: Identifier
    community: Line


class CountCommunity(Command):
    """Somebody joined the community, or left it."""

    type: Literal["CountCommunity"] = "CountCommunity"
    who: ClassVar[frozenset[Role]] = BANSO
    joined: bool


class InviteMembersOn(Command):
    """Another service follows this one: members who wished to hear of it are invited, once each."""

    type: Literal["InviteMembersOn"] = "InviteMembersOn"
    who: ClassVar[frozenset[Role]] = OFFICE
    next_service: Identifier


ClosingCommand = (
    AnnounceClosing | CountClosingVoice | CloseLookingBack | FoundCommunity | CountCommunity | InviteMembersOn
)
