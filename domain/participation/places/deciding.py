"""What a participation decides because of where somebody is: gates per place, re-checks, permits that end."""

from datetime import date, datetime, timedelta
from typing import assert_never

from domain.participation.events import ParticipationEvent
from domain.participation.gates import SEATED, start_permission_check
from domain.participation.places import events as happened
from domain.participation.places.commands import NoteWhereabouts, PlacesCommand, SettleTaxTreatment
from domain.participation.places.gates import open_gates
from domain.participation.places.state import Places
from domain.participation.standing import with_what_follows
from domain.participation.state import Participation, evolve
from domain.person.places.reactions import picture
from domain.playbooks.schema import Gate
from domain.shared.actors import Role
from domain.shared.deadlines import MeetDeadline
from domain.shared.decider import Context
from domain.shared.models import Event
from domain.shared.periods import after, days_after, local_date, midnight_of
from domain.shared.refusals import refusal
from domain.shared.values import PersonalText
from domain.shared.waiting import Owner, Schedule
from domain.shared.weekly import HoursAhead

UNDER_WAY = ("apply", "prepare", "work")
RECHECK, EXPIRING, EXPIRED = "recheck", "permit_expiring", "permit_expired"
KINDS = (RECHECK, EXPIRING, EXPIRED)
"""Kinds of deadlines."""

TOLD = {"number", "country", "moved_at", "hours", "moves_on", "permit_until", "hours_ahead"}
"""What is noted of a picture as it was told."""


def decide(command: PlacesCommand, state: Participation, context: Context) -> list[Event]:
    """The events that follow from a command.

    Raises:
        DomainError: the command is refused.
    """
    match command:
        case NoteWhereabouts():
            return _note(command, state, context)
        case SettleTaxTreatment():
            return _settle_tax(command, state, context)
        case _:
            assert_never(command)


def begin(applied: list[Event], context: Context) -> list[Event]:
    """What is known of the applicant's place when they apply, where there is anything."""
    state = evolve(None, applied[0], context.now)  # type: ignore[arg-type]
    person = context.facts[f"person:{state.person}"]
    if person.whereabouts.number == 0:
        return applied
    return [*applied, _noted(_minded(picture(person), state, context), state, context)]


def _note(command: NoteWhereabouts, state: Participation, context: Context) -> list[Event]:
    if state.stage not in UNDER_WAY or command.number <= state.places.number:
        return []
    told = _minded(command, state, context)
    moved = _elsewhere(told, state)
    noted = _noted(told, state, context, moved)
    if not moved and _known(noted, state.places):
        return []
    events: list[ParticipationEvent] = [noted]
    if moved:
        events += _moved(told, _after(state, events, context), context)
    elif noted.permit != state.places.permit and _waits_for_permit(state, context):
        events += [start_permission_check(state, context)]
    return with_what_follows(state, events, context)


def _minded(command: NoteWhereabouts, state: Participation, context: Context) -> NoteWhereabouts:
    """As much of a picture as concerns this participation: hours where a team relies on them, a permit where one is
    asked for. Everybody's deadlines follow them to another zone."""
    reopen, teams = context.rules.places.reopen, context.rules.teams.business_hours
    permit = "work_permission" in (*state.gates, *reopen)
    without: dict[str, object] = {} if permit else {"permit_until": None}
    if not (reopen or teams):
        without |= {"hours": None, "hours_ahead": ()}
    return command.model_copy(update=without)


def _known(noted: happened.WhereaboutsNoted, places: Places) -> bool:
    said = (noted.country, noted.hours, noted.moves_on, noted.permit_until, noted.hours_ahead)
    return said == (places.country, places.hours, places.moves_on, places.permit_until, places.hours_ahead)


def _waits_for_permit(state: Participation, context: Context) -> bool:
    """Whether they were asked for a permit and the check goes on by itself, once they have recorded one."""
    by_itself = state.stage == "work" or (state.stage == "prepare" and bool(context.rules.places.reopen))
    return by_itself and state.permission == "information_needed"


def _elsewhere(command: NoteWhereabouts, state: Participation) -> bool:
    """Whether they are in another place than was known; where none was, whether they moved since they applied."""
    if state.places.country is None:
        return command.moved_at is not None and command.moved_at > state.started_at
    return (command.country, command.time_zone) != (state.places.country, state.time_zone)


def _noted(
    command: NoteWhereabouts, state: Participation, context: Context, moved: bool = False
) -> happened.WhereaboutsNoted:
    places = state.places
    same = (command.permit_until, command.country) == (places.permit_until, places.country)
    warn_at = ends_at = None
    if command.permit_until is not None:
        ends_at = midnight_of(days_after(command.permit_until, 1), command.time_zone)
        warn_at = _before(ends_at, context.rules.places.permit_recheck_before, command.time_zone)
    return happened.WhereaboutsNoted(
        moved=moved,
        **command.model_dump(include=TOLD),
        permit=places.permit if same else places.permit + 1,
        warn_at=places.warn_at if same else warn_at,
        ends_at=places.ends_at if same else ends_at,
        away_on=min(_away(command.hours_ahead) - _away(places.hours_ahead), default=None),
    )


def _away(announced: tuple[HoursAhead, ...]) -> set[date]:
    """The days from which somebody has no time at all."""
    return {one.since for one in announced if not one.hours}


def _before(moment: datetime, period: str, zone: str) -> datetime:
    """The first moment (to the day) from which a period reaches to `moment` at least."""
    day = timedelta(days=1)
    found = moment
    while after(found, period, zone) > moment:
        found -= day
    return found


def _moved(command: NoteWhereabouts, state: Participation, context: Context) -> list[ParticipationEvent]:
    """The gates that depend on the place are asked anew, as far as they were asked at all."""
    reopened: tuple[Gate, ...] = tuple(
        gate for gate in context.rules.places.reopen if gate != "employer_consent" or state.consented
    )
    seated = state.stage in SEATED
    opens = bool(reopened) and seated
    looks = opens or (state.places.recheck_at is not None and bool(open_gates(state)))
    changed = happened.PlaceChanged(
        country=command.country,
        time_zone=command.time_zone,
        since=command.since or local_date(context.now, command.time_zone),
        move=command.move,
        reopened=reopened if seated else (),
        pauses=opens and state.ready,
        recheck_at=after(context.now, context.rules.places.recheck_every, command.time_zone) if looks else None,
        schedules=_schedules_there(state, command.time_zone, context),
    )
    events: list[ParticipationEvent] = [changed]
    return [*events, *_asked_there(_after(state, events, context), reopened, context)] if seated else events


def _schedules_there(state: Participation, zone: str, context: Context) -> dict[str, Schedule]:
    """Open waits of the participant, as their calendar at the new place counts them."""
    found = {}
    for key, wait in state.waits.items():
        if wait.owner.role == Role.PARTICIPANT and wait.step != "escalated":
            found[key] = context.schedule(wait.kind, zone, wait.schedule.since)
    return found


def _asked_there(state: Participation, reopened: tuple[Gate, ...], context: Context) -> list[ParticipationEvent]:
    events: list[ParticipationEvent] = []
    if "employer_consent" in reopened:
        waiting = context.schedule("employer_consent", state.time_zone)
        number = state.places.consent_asked + 1
        events.append(happened.ConsentAskedAnew(number=number, schedule=waiting, owner=_who_consents(state)))
    if "work_permission" in reopened:
        events.append(start_permission_check(state, context))
    return [*events, *(ask_tax(state, context) if "tax_treatment" in reopened else [])]


def ask_tax(state: Participation, context: Context) -> list[ParticipationEvent]:
    """The office is asked how the pay is taxed, where that is a gate and not settled yet."""
    if "tax_treatment" not in state.gates or state.places.tax == "settled":
        return []
    waiting = context.schedule("tax_treatment", state.time_zone)
    return [
        happened.TaxTreatmentAsked(attempt=state.places.tax_attempt + 1, schedule=waiting, owner=_coordinator(state))
    ]


def _who_consents(state: Participation) -> Owner:
    if state.employer_contact:
        return Owner(role=Role.EMPLOYER, persons=(state.employer_contact,))
    return Owner(role=Role.PARTICIPANT, persons=(state.person,))


def _coordinator(state: Participation) -> Owner:
    return Owner(role=Role.COORDINATOR, persons=(state.coordinator,))


def _after(state: Participation, events: list[ParticipationEvent], context: Context) -> Participation:
    for event in events:
        state = evolve(state, event, context.now)
    return state


def _settle_tax(command: SettleTaxTreatment, state: Participation, context: Context) -> list[Event]:
    if state.stage not in SEATED or state.places.tax != "asked":
        raise refusal(
            "tax-not-asked",
            wrong=("税務上の取り扱いの確認は、いま求められていません。", "Nobody asks for the tax treatment now."),
            right=(
                "プレイブックの gates か [rules.places] の reopen に tax_treatment がある案件で、"
                "確認が求められてから記録してください。",
                "Settle it once it is asked for, where the playbook names tax_treatment among its gates or in reopen "
                "of [rules.places].",
            ),
        )
    grounds = PersonalText(personal="contract", subject=state.person, text=command.grounds)
    return with_what_follows(state, [happened.TaxTreatmentSettled(grounds=grounds, by=context.actor.person)], context)


def meet(command: MeetDeadline, state: Participation, context: Context) -> list[Event]:
    """A re-check, a permit that ends soon, a permit that has ended: each once, and only where it still stands."""
    places = state.places
    due = {
        (RECHECK, str(places.rechecks + 1)): places.recheck_at,
        (EXPIRING, str(places.permit)): places.warn_at,
        (EXPIRED, str(places.permit)): places.ends_at,
    }.get((command.kind, command.subject))
    if due is None or due > context.now or state.stage not in UNDER_WAY:
        return []
    match command.kind:
        case "recheck":
            return _recheck(state, places, context)
        case "permit_expiring":
            return _expiring(state, places, context)
        case _:
            return _expired(state, places, context)


def _recheck(state: Participation, places: Places, context: Context) -> list[Event]:
    number = places.rechecks + 1
    last = number - places.rechecks_before >= context.rules.places.rechecks_at_most
    next_at = None if last else after(context.now, context.rules.places.recheck_every, state.time_zone)
    came: ParticipationEvent = happened.RecheckCame(number=number, open_gates=open_gates(state), next_at=next_at)
    events = [came]
    if not state.permission_settled and state.permission != "not_started":
        events.append(start_permission_check(state, context))
    return [*events, *(ask_tax(state, context) if places.tax == "asked" else [])]


def _expiring(state: Participation, places: Places, context: Context) -> list[Event]:
    waiting = context.schedule("permit_renewal", state.time_zone)
    last_day = places.permit_until or local_date(context.now, state.time_zone)
    return [
        happened.PermitExpiring(permit=places.permit, last_day=last_day, schedule=waiting, owner=_coordinator(state))
    ]


def _expired(state: Participation, places: Places, context: Context) -> list[Event]:
    checked = state.stage in SEATED and "work_permission" in state.gates and state.permission != "not_started"
    recheck_at = after(context.now, context.rules.places.recheck_every, state.time_zone)
    over = happened.PermitExpired(permit=places.permit, pauses=checked and state.ready, recheck_at=recheck_at)
    return [over, start_permission_check(state, context)] if checked else [over]
