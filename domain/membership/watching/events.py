"""What happened on the radar of a membership."""

from typing import Literal

from domain.shared.models import Event
from domain.shared.values import Identifier
from domain.shared.watching import CareGiven, RadarTurned, Watch


class WatchBegan(Event):
    """Somebody without clients, who stood in, is watched from now on, because an answer of theirs is late."""

    type: Literal["WatchBegan"] = "WatchBegan"
    watch: Watch


class ReportOverdue(Event):
    """This accompanist's answer to a client's report is late."""

    type: Literal["ReportOverdue"] = "ReportOverdue"
    client: Identifier
    number: int


class ReportSettled(Event):
    """A client's report was answered; `own` where this accompanist did it, which is a sign of life."""

    type: Literal["ReportSettled"] = "ReportSettled"
    client: Identifier
    number: int
    own: bool


WatchingEvent = RadarTurned | CareGiven | WatchBegan | ReportOverdue | ReportSettled
