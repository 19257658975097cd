"""What may be asked of a service about its gatherings."""

from typing import ClassVar, Literal

from pydantic import AwareDatetime

from domain.shared.actors import Role
from domain.shared.models import Command
from domain.shared.values import Identifier, Line

OFFICE = frozenset({Role.COORDINATOR, Role.OPERATOR})


class ArrangeGathering(Command):
    """A gathering of a kind that the playbook names; every member is invited. `place` may be a link."""

    type: Literal["ArrangeGathering"] = "ArrangeGathering"
    who: ClassVar[frozenset[Role]] = OFFICE
    gathering: Identifier
    kind: Identifier
    at: AwareDatetime
    place: Line


class CancelGathering(Command):
    """A gathering does not take place; whoever was invited is told why."""

    type: Literal["CancelGathering"] = "CancelGathering"
    who: ClassVar[frozenset[Role]] = OFFICE
    gathering: Identifier
    reason: Line


class CountRegistration(Command):
    """A member registers for a gathering, or gives the place back."""

    type: Literal["CountRegistration"] = "CountRegistration"
    who: ClassVar[frozenset[Role]] = frozenset({Role.SYSTEM})
    gathering: Identifier
    membership: Identifier
    registered: bool


class CountAttendance(Command):
    """A member came to a gathering, or missed it. `was` is what had been recorded before, if anything.

    `registered` tells whether the member had a place, and is waited for therefore.
    """

    type: Literal["CountAttendance"] = "CountAttendance"
    who: ClassVar[frozenset[Role]] = frozenset({Role.SYSTEM})
    gathering: Identifier
    attended: bool
    was: bool | None = None
    registered: bool = True


class CompleteAttendance(Command):
    """Who came to a gathering is recorded as far as it ever will be; nobody waits for more. It decides about nobody."""

    type: Literal["CompleteAttendance"] = "CompleteAttendance"
    who: ClassVar[frozenset[Role]] = OFFICE
    gathering: Identifier


GatheringCommand = ArrangeGathering | CancelGathering | CountRegistration | CountAttendance | CompleteAttendance
