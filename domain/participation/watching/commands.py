"""What may be asked about the radar of a participation."""

from typing import ClassVar, Literal

from domain.shared.actors import Role
from domain.shared.models import Command
from domain.shared.watching import CloseCare


class NoteRest(Command):
    """The whole engagement rests, or looks back already, so nobody waits for a word; or it goes on.

    `number` counts how often that changed, so that an older word never overtakes a later one.
    """

    type: Literal["NoteRest"] = "NoteRest"
    who: ClassVar[frozenset[Role]] = frozenset({Role.SYSTEM})
    number: int
    resting: bool


WatchingCommand = CloseCare | NoteRest
