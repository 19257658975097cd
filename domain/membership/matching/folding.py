"""How events of matching change a membership."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, assert_never

from domain.membership.matching import events as happened
from domain.membership.matching.events import AbsenceEvent, MatchingEvent
from domain.membership.matching.state import Absence, Absences, with_days, without_days
from domain.shared.actors import Role
from domain.shared.periods import local_date
from domain.shared.waiting import Owner, Wait, opened, without

if TYPE_CHECKING:
    from domain.membership.state import Membership


def matching_changes(state: "Membership", event: MatchingEvent, at: datetime) -> dict[str, Any]:
    """The fields of a membership that are others after the event."""
    if isinstance(event, AbsenceEvent):
        return {"matching": state.matching.model_copy(update=_days_away(state, event, local_date(at, state.time_zone)))}
    matching, waits = state.matching, state.waits
    match event:
        case happened.SuitsSaid():
            said = {"spare_time": event.spare_time, "tags": event.tags, "most_clients": event.clients}
            return {"matching": matching.model_copy(update=said)}
        case happened.ClientsWelcome():
            return {"matching": matching.model_copy(update={"open": event.open})}
        case happened.AccompanistMatched():
            pair = matching.model_copy(update={"accompanist": event.accompanist, "covers": ()})
            owner = Owner(role=Role.COMPANION, persons=(event.accompanist,))
            return {"matching": pair, "waits": _in_hands_of(without(waits, "rematch"), "report_answer", owner)}
        case happened.MatchAwaited() | happened.RematchWished():
            return {"matching": matching.model_copy(update={"wishes": event.number}), "waits": _asked(waits, event)}
        case happened.AccompanistLeft():
            alone = matching.model_copy(update={"accompanist": None, "covers": (), "wishes": event.number})
            return {"matching": alone, "waits": _asked(_in_hands_of(waits, "report_answer", event.owner), event)}
        case happened.ClientTaken():
            return {"matching": matching.model_copy(update={"clients": (*matching.clients, event.client)})}
        case happened.ClientParted():
            others = tuple(one for one in matching.clients if one != event.client)
            return {"matching": matching.model_copy(update={"clients": others})}
        case _:
            assert_never(event)


def _days_away(state: "Membership", event: AbsenceEvent, today: date) -> dict[str, Absences]:
    absences, covers = state.matching.absences, state.matching.covers
    match event:
        case happened.AbsenceAnnounced():
            return {"absences": with_days(_since(state, today), _absence(event))}
        case happened.AbsenceTakenBack():
            return {"absences": without_days(absences, event.first_day, today)}
        case happened.AbsenceNoted():
            upcoming = tuple(one for one in covers if one.last_day >= today)
            return {"covers": with_days(upcoming, _absence(event))}
        case happened.CoverTakenBack():
            return {"covers": without_days(covers, event.first_day, today)}
        case _:
            assert_never(event)


def _since(state: "Membership", today: date) -> Absences:
    """The absences that may still explain why nothing was heard; those before the last sign of life do not matter."""
    since = min(today, state.radar.last_sign or today)
    return tuple(one for one in state.matching.absences if one.last_day >= since)


def _absence(event: happened.AbsenceAnnounced | happened.AbsenceNoted) -> Absence:
    return Absence(first_day=event.first_day, last_day=event.last_day, deputy=event.deputy)


def _asked(
    waits: dict[str, Wait], event: happened.MatchAwaited | happened.RematchWished | happened.AccompanistLeft
) -> dict[str, Wait]:
    wait = Wait(kind="rematch", subject=str(event.number), owner=event.owner, schedule=event.schedule)
    return opened(without(waits, "rematch"), wait)


def _in_hands_of(waits: dict[str, Wait], kind: str, owner: Owner) -> dict[str, Wait]:
    """Whatever of this kind is still open is somebody else's to answer; it has waited for as long as it has."""
    return {key: wait.model_copy(update={"owner": owner}) if wait.kind == kind else wait for key, wait in waits.items()}
