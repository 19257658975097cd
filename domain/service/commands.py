"""What may be asked of a service: an operator's standing programme, here a regional desk."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from domain.shared.actors import Role
from domain.shared.deadlines import MeetDeadline
from domain.shared.models import Command
from domain.shared.values import Identifier, Line

OFFICE = frozenset({Role.COORDINATOR, Role.OPERATOR})


class OpenService(Command):
    """A regional organisation joins the platform with its playbook and its first coordinators."""

    type: Literal["OpenService"] = "OpenService"
    who: ClassVar[frozenset[Role]] = OFFICE
    creates: ClassVar[bool] = True
    name: Line
    region: Line
    playbook: Identifier
    coordinators: tuple[Identifier, ...] = Field(min_length=1, max_length=50)


class NoteEngagement(Command):
    """An engagement of this service was drafted."""

    type: Literal["NoteEngagement"] = "NoteEngagement"
    who: ClassVar[frozenset[Role]] = frozenset({Role.SYSTEM})
    engagement: Identifier


class CloseService(Command):
    """The service ends; engagements that run go on to their own end."""

    type: Literal["CloseService"] = "CloseService"
    who: ClassVar[frozenset[Role]] = OFFICE
    reason: Line


ServiceCommand = Annotated[OpenService | NoteEngagement | CloseService | MeetDeadline, Field(discriminator="type")]
