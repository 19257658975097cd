"""What may be asked about a programme: its sessions, its information packs, its completion by one participant."""

from typing import Annotated, ClassVar, Literal

from pydantic import AwareDatetime, Field

from domain.shared.actors import Role
from domain.shared.models import Command
from domain.shared.periods import ZoneName
from domain.shared.values import Identifier, Line, Prose

OFFICE = frozenset({Role.COORDINATOR, Role.OPERATOR})
PARTICIPANT = OFFICE | {Role.PARTICIPANT}
COUNSELLOR = OFFICE | {Role.COMPANION}


class ArrangeSession(Command):
    """One more session of a kind that the playbook knows: when, and where (a place or a link).

    `at` carries its offset from UTC; `time_zone` is the zone in which it was thought of (None: the participant's).
    """

    type: Literal["ArrangeSession"] = "ArrangeSession"
    who: ClassVar[frozenset[Role]] = COUNSELLOR
    session_kind: Identifier
    at: AwareDatetime
    place: Line
    time_zone: ZoneName | None = None


class MoveSession(Command):
    """A session takes place at another time or elsewhere; calendars follow."""

    type: Literal["MoveSession"] = "MoveSession"
    who: ClassVar[frozenset[Role]] = COUNSELLOR
    session: Identifier
    at: AwareDatetime
    place: Line
    time_zone: ZoneName | None = None


class CancelSession(Command):
    """A session does not take place, for a reason; it does not count."""

    type: Literal["CancelSession"] = "CancelSession"
    who: ClassVar[frozenset[Role]] = COUNSELLOR
    session: Identifier
    reason: Prose


class RecordSession(Command):
    """What became of a session after its time: it was held, or missed and does not count."""

    type: Literal["RecordSession"] = "RecordSession"
    who: ClassVar[frozenset[Role]] = COUNSELLOR
    session: Identifier
    attendance: Literal["held", "missed"]
    note: Prose | None = None


class DeliverPack(Command):
    """An information pack for the participant, as text, as a link, or both. A newer version is read anew."""

    type: Literal["DeliverPack"] = "DeliverPack"
    who: ClassVar[frozenset[Role]] = OFFICE
    pack: Identifier
    version: Annotated[int, Field(ge=1, le=10_000)]
    title: Line
    text: Prose | None = None
    link: Line | None = None


class AcknowledgePack(Command):
    """The participant has read a pack, in exactly this version."""

    type: Literal["AcknowledgePack"] = "AcknowledgePack"
    who: ClassVar[frozenset[Role]] = PARTICIPANT
    pack: Identifier
    version: int


class CompleteProgramme(Command):
    """One participant has come to the end of the programme: sessions held, packs read."""

    type: Literal["CompleteProgramme"] = "CompleteProgramme"
    who: ClassVar[frozenset[Role]] = PARTICIPANT


ProgrammeCommand = (
    ArrangeSession | MoveSession | CancelSession | RecordSession | DeliverPack | AcknowledgePack | CompleteProgramme
)
