"""What may be asked about the radar of a membership."""

from typing import ClassVar, Literal

from domain.shared.actors import Role
from domain.shared.models import Command
from domain.shared.values import Identifier
from domain.shared.watching import CloseCare


class NoteReportOverdue(Command):
    """An answer of this accompanist is late; `standing_in` where the client is somebody else's."""

    type: Literal["NoteReportOverdue"] = "NoteReportOverdue"
    who: ClassVar[frozenset[Role]] = frozenset({Role.SYSTEM})
    client: Identifier
    number: int
    standing_in: bool = False


class NoteReportAnswered(Command):
    """A client's report was answered; `by` is the person who did."""

    type: Literal["NoteReportAnswered"] = "NoteReportAnswered"
    who: ClassVar[frozenset[Role]] = frozenset({Role.SYSTEM})
    client: Identifier
    number: int
    by: Identifier


WatchingCommand = CloseCare | NoteReportOverdue | NoteReportAnswered
