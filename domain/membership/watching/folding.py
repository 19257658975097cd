"""How a membership's events change what its radar goes by."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, assert_never

from domain.membership.accompanying.events import ReportWritten
from domain.membership.gatherings.events import AttendanceRecorded
from domain.membership.matching.events import AccompanistMatched, ClientParted, ClientTaken
from domain.membership.watching import events as happened
from domain.membership.watching.events import WatchingEvent
from domain.membership.watching.state import MemberRadar
from domain.shared.periods import local_date
from domain.shared.surveys import SurveyAnswered
from domain.shared.watching import CareGiven, RadarTurned, Watch
from domain.shared.watching import watching_changes as shared_changes

if TYPE_CHECKING:
    from domain.membership.state import Membership


def watching_changes(state: "Membership", event: WatchingEvent, at: datetime) -> dict[str, Any]:
    """The fields of a membership that are others after the event."""
    radar = state.radar
    match event:
        case RadarTurned() | CareGiven():
            return shared_changes(state, event)
        case happened.WatchBegan():
            began = radar.heard(local_date(at, state.time_zone))
            return {"radar": began.model_copy(update={"watch": event.watch})}
        case happened.ReportOverdue():
            key = f"{event.client}/{event.number}"
            return {"radar": radar.model_copy(update={"overdue": (*radar.overdue, key)})}
        case happened.ReportSettled():
            return {"radar": _settled(radar, event, state, at)}
        case _:
            assert_never(event)


def _settled(radar: MemberRadar, event: happened.ReportSettled, state: "Membership", at: datetime) -> MemberRadar:
    rest = tuple(key for key in radar.overdue if key != f"{event.client}/{event.number}")
    without = radar.model_copy(update={"overdue": rest, "watch": _watched(state, rest)})
    return without.heard(local_date(at, state.time_zone)) if event.own else without


def _watched(state: "Membership", overdue: tuple[str, ...]) -> Watch | None:
    """Clients are watched, with somebody beside them or waiting for somebody; others while they have clients or an
    answer of theirs is late."""
    matching = state.matching
    as_client = matching.accompanist or state.waits_for_match
    return state.radar.watch if as_client or matching.clients or overdue else None


def signs_of(state: "Membership", event: Any, at: datetime) -> MemberRadar:
    """The radar after an event of another part: a report, an answered survey or somebody who came is a sign of life,
    a match begins the watch, parting ends it.

    `state` is that after the event.
    """
    today = local_date(at, state.time_zone)
    match event:
        case ReportWritten() | SurveyAnswered():
            return state.radar.heard(today)
        case AttendanceRecorded(attended=True):
            return state.radar.heard(today).model_copy(update={"missed": 0})
        case AttendanceRecorded() if event.was is not False:
            return state.radar.model_copy(update={"missed": state.radar.missed + 1})
        case AccompanistMatched():
            return state.radar.heard(today).model_copy(update={"watch": event.watch})
        case ClientTaken() if state.radar.watch is None:
            return state.radar.heard(today).model_copy(update={"watch": event.watch})
        case ClientParted():
            gone = f"{event.client}/"
            rest = tuple(key for key in state.radar.overdue if not key.startswith(gone))
            return state.radar.model_copy(update={"overdue": rest, "watch": _watched(state, rest)})
        case _:
            return state.radar
