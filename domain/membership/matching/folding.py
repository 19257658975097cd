"""How events of matching change a membership."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, assert_never

from domain.membership.matching import events as happened
from domain.membership.matching.events import AbsenceEvent, CoverEvent, MatchingEvent
from domain.membership.matching.state import Absence, Absences, Cover, with_days, without_days
from domain.shared.actors import Role
from domain.shared.periods import local_date, midnight_of
from domain.shared.waiting import Owner, Wait, handed_over, opened, without

if TYPE_CHECKING:
    from domain.membership.state import Membership


def matching_changes(state: "Membership", event: MatchingEvent, at: datetime) -> dict[str, Any]:
    """The fields of a membership that are others after the event."""
    if isinstance(event, AbsenceEvent):
        return {"matching": state.matching.model_copy(update=_days_away(state, event, at))}
    if isinstance(event, CoverEvent):
        return _covered(state, event)
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


def _days_away(state: "Membership", event: AbsenceEvent, at: datetime) -> dict[str, Any]:
    absences, covers, today = state.matching.absences, state.matching.covers, local_date(at, state.time_zone)
    match event:
        case happened.AbsenceAnnounced():
            away = Absence(**event.model_dump(exclude={"type"}))
            return {"absences": with_days(_since(state, today), away)}
        case happened.AbsenceTakenBack():
            return {"absences": without_days(absences, event.first_day, today)}
        case happened.AbsenceNoted():
            cover = _cover(event, state, at)
            return {"covers": with_days(covers, cover), "covers_noted": cover.number}
        case happened.CoverTakenBack():
            return {"covers": tuple(one for one in covers if one.first_day != event.first_day)}
        case _:
            assert_never(event)


def _since(state: "Membership", today: date) -> Absences:
    """The absences that may still explain why nothing was heard; those before the last sign of life do not matter."""
    since = min(today, state.radar.last_sign or today)
    return tuple(one for one in state.matching.absences if one.last_day >= since)


def _cover(event: happened.AbsenceNoted, state: "Membership", at: datetime) -> Cover:
    begins_at = max(at, midnight_of(event.first_day, state.time_zone))
    number = state.matching.covers_noted + 1
    return Cover(**event.model_dump(exclude={"type"}), number=number, begins_at=begins_at)


def _covered(state: "Membership", event: CoverEvent) -> dict[str, Any]:
    matching = state.matching
    if isinstance(event, happened.CoverEnded):
        others = tuple(one for one in matching.covers if one.number != event.number)
        return {"matching": matching.model_copy(update={"covers": others})}
    begun = [one.model_copy(update={"begun": True}) if one.number == event.number else one for one in matching.covers]
    waits = {
        key: handed_over(wait, event.owner, event.schedules.get(key)) if key in _handed(event) else wait
        for key, wait in state.waits.items()
    }
    changes = {"covers": tuple(begun), "stood_in": _stood_in(matching.stood_in, event, waits)}
    return {"matching": matching.model_copy(update=changes), "waits": waits}


def _handed(event: happened.CoverBegan) -> set[str]:
    return {f"report_answer:{number}" for number in event.reports}


def _stood_in(known: tuple[str, ...], event: happened.CoverBegan, waits: dict[str, Wait]) -> tuple[str, ...]:
    """Those who answer now, and those who have not answered yet what was theirs."""
    owing = {person for wait in waits.values() if wait.kind == "report_answer" for person in wait.owner.persons}
    deputies = event.owner.persons if event.owner.role == Role.COMPANION else ()
    return tuple(dict.fromkeys((*(one for one in known if one in owing), *deputies)))


def _asked(
    waits: dict[str, Wait], event: happened.MatchAwaited | happened.RematchWished | happened.AccompanistLeft
) -> dict[str, Wait]:
    wait = Wait(kind="rematch", subject=str(event.number), owner=event.owner, schedule=event.schedule)
    return opened(without(waits, "rematch"), wait)


def _in_hands_of(waits: dict[str, Wait], kind: str, owner: Owner) -> dict[str, Wait]:
    """Whatever of this kind is still open is somebody else's to answer; it has waited for as long as it has."""
    return {key: wait.model_copy(update={"owner": owner}) if wait.kind == kind else wait for key, wait in waits.items()}
