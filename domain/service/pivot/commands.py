"""What may be asked of a service that learns: what it believes, what changed, who is invited to what comes next."""

from typing import ClassVar, Literal

from domain.shared.actors import Role
from domain.shared.models import Command
from domain.shared.values import Identifier, Prose

OFFICE = frozenset({Role.COORDINATOR, Role.OPERATOR})


class RecordServicePremise(Command):
    """What a service believes of those whom it serves, and what speaks for it."""

    type: Literal["RecordServicePremise"] = "RecordServicePremise"
    who: ClassVar[frozenset[Role]] = OFFICE
    premise: Identifier
    believed: Prose
    evidence: Prose


class ChangeServicePremise(Command):
    """A premise turned out otherwise: what is believed now, what showed it, and what the service changes."""

    type: Literal["ChangeServicePremise"] = "ChangeServicePremise"
    who: ClassVar[frozenset[Role]] = OFFICE
    premise: Identifier
    believed: Prose
    evidence: Prose
    change: Prose


class InvitePool(Command):
    """This service follows another one: those who stayed in that one's pool are invited, once each."""

    type: Literal["InvitePool"] = "InvitePool"
    who: ClassVar[frozenset[Role]] = OFFICE
    predecessor: Identifier


PivotCommand = RecordServicePremise | ChangeServicePremise | InvitePool
