"""What may be asked about an interview that was arranged, besides recording that it was held."""

from typing import ClassVar, Literal

from domain.shared.actors import Role
from domain.shared.models import Command
from domain.shared.values import Prose

OFFICE = frozenset({Role.COORDINATOR, Role.OPERATOR})


class CancelInterview(Command):
    """The arranged interview does not take place, and why; another one can be arranged."""

    type: Literal["CancelInterview"] = "CancelInterview"
    who: ClassVar[frozenset[Role]] = OFFICE
    reason: Prose


class RecordMissedInterview(Command):
    """The arranged interview did not come about; another one can be arranged."""

    type: Literal["RecordMissedInterview"] = "RecordMissedInterview"
    who: ClassVar[frozenset[Role]] = OFFICE


InterviewCommand = CancelInterview | RecordMissedInterview
