"""What a participation knows of where somebody is, and how events change it."""

from datetime import date, datetime
from typing import Any, Literal, assert_never

from pydantic import AwareDatetime

from domain.participation.places import events as happened
from domain.participation.places.events import PlacesEvent
from domain.shared.models import FrozenModel
from domain.shared.periods import days_after, morning_of
from domain.shared.waiting import Wait, closed, opened, without
from domain.shared.weekly import HoursAhead

OF_PLACES = ("tax_treatment", "permit_renewal")
WHILE_WORKING = (*OF_PLACES, "work_permission", "employer_consent", "consent_renewal")
"""Waits that mean nothing once the work is over."""


class Places(FrozenModel):
    """Place, hours and permit as they were last told; `told` counts what the engagement has to know anew.

    `hours_number` is that of the picture with which the hours last changed.

    `rechecks` counts all that ever came; before the gates were last opened there were `rechecks_before`.
    """

    number: int = 0
    country: str | None = None
    moved_at: AwareDatetime | None = None
    since: date | None = None
    hours: tuple[str, ...] | None = None
    hours_number: int = 0
    moves_on: date | None = None
    permit: int = 0
    permit_until: date | None = None
    hours_ahead: tuple[HoursAhead, ...] = ()
    warn_at: AwareDatetime | None = None
    ends_at: AwareDatetime | None = None
    tax: Literal["not_asked", "asked", "settled"] = "not_asked"
    tax_attempt: int = 0
    consent_asked: int = 0
    rechecks: int = 0
    rechecks_before: int = 0
    recheck_at: AwareDatetime | None = None
    told: int = 0


def places_changes(state: Any, event: PlacesEvent, at: datetime) -> dict[str, object]:
    """What one event changes about a participation."""
    places: Places = state.places
    match event:
        case happened.WhereaboutsNoted():
            known = {name: value for name, value in event if name in Places.model_fields}
            known |= {"hours_number": event.number if event.hours != places.hours else places.hours_number}
            waits = without(state.waits, "permit_renewal") if event.permit != places.permit else state.waits
            return {"places": places.model_copy(update=known), "waits": waits}
        case happened.PlaceChanged():
            return _moved(state, event, at)
        case happened.ConsentAskedAnew():
            wait = Wait(
                kind="employer_consent", subject=f"place-{event.number}", owner=event.owner, schedule=event.schedule
            )
            asked = places.model_copy(update={"consent_asked": event.number})
            return {"places": asked, "waits": opened(state.waits, wait)}
        case happened.TaxTreatmentAsked() | happened.TaxTreatmentSettled():
            return _tax_changes(state, event)
        case happened.NotPermittedHere():
            waits = closed(state.waits, f"work_permission:{state.permission_attempt}")
            return {"permission": "refused", "waits": waits}
        case happened.RecheckCame():
            return {"places": places.model_copy(update={"rechecks": event.number, "recheck_at": event.next_at})}
        case happened.PermitExpiring():
            wait = Wait(kind="permit_renewal", subject=str(event.permit), owner=event.owner, schedule=event.schedule)
            return {"places": places.model_copy(update={"warn_at": None}), "waits": opened(state.waits, wait)}
        case happened.PermitExpired():
            anew = {"recheck_at": event.recheck_at, "rechecks_before": places.rechecks}
            over = places.model_copy(update={"warn_at": None, "ends_at": None, **anew})
            paused = (state.paused_since or at) if event.pauses else state.paused_since
            return {"places": over, "permission": "not_started", "paused_since": paused}
        case _:
            assert_never(event)


def _moved(state: Any, event: happened.PlaceChanged, at: datetime) -> dict[str, object]:
    places: Places = state.places
    fresh = {key: state.waits[key].model_copy(update={"schedule": one}) for key, one in event.schedules.items()}
    waits = {**state.waits, **fresh}
    changes: dict[str, object] = {
        "time_zone": event.time_zone,
        "gates": (*state.gates, *(gate for gate in event.reopened if gate not in state.gates)),
        "paused_since": (state.paused_since or at) if event.pauses else state.paused_since,
        "leaving": _leaving_there(state.leaving, event.time_zone),
    }
    told: dict[str, object] = {"since": event.since, "recheck_at": event.recheck_at, "rechecks_before": places.rechecks}
    if "work_permission" in event.reopened:
        waits = closed(waits, f"work_permission:{state.permission_attempt}")
        changes |= {"permission": "not_started", "permission_reviewer": None, "permission_note": None}
    if "employer_consent" in event.reopened:
        waits = without(waits, "employer_consent", "consent_renewal")
        changes |= {"consented": False, "weekly_hours_cap": None, "consent_conditions": None}
    if "tax_treatment" in event.reopened:
        told |= {"tax": "not_asked"}
        waits = without(waits, "tax_treatment")
    return {**changes, "places": places.model_copy(update=told), "waits": waits}


def _leaving_there(leaving: Any, zone: str) -> Any:
    """An announced last day is over when it is over where the participant is."""
    due = leaving and morning_of(days_after(leaving.last_day, 1), zone)
    return leaving.model_copy(update={"due": due}) if leaving else None


def _tax_changes(state: Any, event: happened.TaxTreatmentAsked | happened.TaxTreatmentSettled) -> dict[str, object]:
    places: Places = state.places
    waits = without(state.waits, "tax_treatment")
    if isinstance(event, happened.TaxTreatmentSettled):
        return {"places": places.model_copy(update={"tax": "settled"}), "waits": waits}
    wait = Wait(kind="tax_treatment", subject=str(event.attempt), owner=event.owner, schedule=event.schedule)
    asked = places.model_copy(update={"tax": "asked", "tax_attempt": event.attempt})
    return {"places": asked, "waits": opened(waits, wait)}


TELLING = frozenset(
    {
        "WhereaboutsNoted", "PlaceChanged", "PermitExpired", "BecameReady", "WorkResumed", "EmployerConsentWithdrawn",
        "EmployerConsented", "WorkPermissionCleared", "TaxTreatmentSettled", "ContractConcluded", "Selected",
        "LeftEarly", "Withdrawn", "WorkPermissionRefused", "EmployerRefused",
    }
)  # fmt: skip
"""Events after which the engagement has to know anew whether somebody is there, and what keeps them from it."""


def tells(event: Any) -> bool:
    """Whether the engagement is told after this event; of a move only once, when it is known what it changes."""
    return event.type in TELLING and not (isinstance(event, happened.WhereaboutsNoted) and event.moved)


def settled_places(state: Any, event: Any) -> Any:
    """The state with what every event means for places: who goes on waits for nothing, who ended has nothing open."""
    places: Places = state.places
    changes: dict[str, object] = {}
    if event.type in ("WorkResumed", "BecameReady"):
        places = places.model_copy(update={"recheck_at": None})
    if tells(event):
        places = places.model_copy(update={"told": places.told + 1})
    if state.stage not in ("apply", "prepare", "work"):
        places = places.model_copy(update={"recheck_at": None, "warn_at": None, "ends_at": None})
        waits = without(state.waits, *WHILE_WORKING)
        changes |= {"waits": waits} if len(waits) != len(state.waits) else {}
    return state.model_copy(update={**changes, "places": places}) if changes or places != state.places else state
