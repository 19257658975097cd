"""What may be asked of a service that learns: what it believes, what changed, who is invited to what comes next."""

from datetime import date
from typing import ClassVar, Literal

from domain.shared.actors import Role
from domain.shared.models import Command
from domain.shared.values import Identifier, Prose

OFFICE = frozenset({Role.COORDINATOR, Role.OPERATOR})


class RecordServicePremise(Command):
    """What a service believes of those whom it serves, and what speaks for it.

    `owner` answers for it (None: whoever records it). It is looked at anew on `review_on` (None: as the playbook says,
    where it keeps premises).
    """

    type: Literal["RecordServicePremise"] = "RecordServicePremise"
    who: ClassVar[frozenset[Role]] = OFFICE
    premise: Identifier
    believed: Prose
    evidence: Prose
    owner: Identifier | None = None
    review_on: date | None = None


class ChangeServicePremise(Command):
    """A premise turned out otherwise: what is believed now, what showed it, and what the service changes.

    `owner` answers for it from now on (None: whoever did), and `review_on` is the day of the next review (None: as the
    playbook says, where it keeps premises).
    """

    type: Literal["ChangeServicePremise"] = "ChangeServicePremise"
    who: ClassVar[frozenset[Role]] = OFFICE
    premise: Identifier
    believed: Prose
    evidence: Prose
    change: Prose
    owner: Identifier | None = None
    review_on: date | None = None


class KeepServicePremise(Command):
    """A premise was looked at anew and still holds; what speaks for it now.

    `owner` answers for it from now on (None: whoever did), and `review_on` is the day of the next review (None: as the
    playbook says, where it keeps premises).
    """

    type: Literal["KeepServicePremise"] = "KeepServicePremise"
    who: ClassVar[frozenset[Role]] = OFFICE
    premise: Identifier
    evidence: Prose
    owner: Identifier | None = None
    review_on: date | None = None


class InvitePool(Command):
    """This service follows another one: those who stayed in that one's pool are invited, once each."""

    type: Literal["InvitePool"] = "InvitePool"
    who: ClassVar[frozenset[Role]] = OFFICE
    predecessor: Identifier


ServicePremiseCommand = RecordServicePremise | ChangeServicePremise | KeepServicePremise
PivotCommand = ServicePremiseCommand | InvitePool
