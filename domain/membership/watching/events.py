"""What happened on the radar of a membership."""

from typing import Literal

from domain.membership.watching.state import Watch
from domain.shared.models import Event
from domain.shared.radar import Level, Reason
from domain.shared.values import Identifier, PersonalText
from domain.shared.waiting import Owner, Schedule


class RadarTurned(Event):
    """The radar shows another level, for these reasons. Red asks the owner to look after the person.

    `schedule` and `owner` are those of the care that this asks for; None where none is, or somebody cares already.
    """

    type: Literal["RadarTurned"] = "RadarTurned"
    number: int
    level: Level
    reasons: tuple[Reason, ...]
    schedule: Schedule | None = None
    owner: Owner | None = None


class CareGiven(Event):
    """Somebody looked after the member, and said what was done."""

    type: Literal["CareGiven"] = "CareGiven"
    number: str
    text: PersonalText


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
