"""Who is told of where somebody is, and when time itself has something to say about it."""

from collections.abc import Iterable
from typing import Any, assert_never

from domain.engagement.team.commands import NoteStanding
from domain.legal.work_permission import country_in_words
from domain.participation.places import events as happened
from domain.participation.places.deciding import EXPIRED, EXPIRING, RECHECK, UNDER_WAY
from domain.participation.places.events import PlacesEvent
from domain.participation.places.gates import in_words, open_gates
from domain.participation.places.state import tells
from domain.participation.state import Participation
from domain.shared.effects import Effect
from domain.shared.models import Event
from domain.shared.periods import days_after
from domain.shared.telling import tell, to_stream
from domain.shared.values import BilingualText
from domain.shared.waiting import Deadline
from domain.shared.wording import day_in_words


def react(event: PlacesEvent, state: Participation) -> list[Effect]:
    """The messages of one event; `state` is that after the event."""
    office, both = (state.coordinator,), (state.person, state.coordinator)
    everybody = (*both, *state.company_contacts)
    place = country_in_words(state.places.country or "")
    match event:
        case happened.WhereaboutsNoted():
            return _no_time(event, state, both)
        case happened.PlaceChanged():
            return _place_changed(event, state, place)
        case happened.ConsentAskedAnew():
            return _tell(state, "employer_consent_request", event.owner.persons)
        case happened.TaxTreatmentAsked():
            return _tell(state, "tax_treatment_request", event.owner.persons, spoken={"place": place})
        case happened.TaxTreatmentSettled():
            return _tell(state, "tax_treatment_settled", both, spoken={"place": place})
        case happened.NotPermittedHere():
            return _tell(state, "not_permitted_here", everybody, spoken={"place": place})
        case happened.RecheckCame():
            words = {"place": place, "gates": in_words(event.open_gates)}
            return _tell(state, "recheck_came", office, about={"number": str(event.number)}, spoken=words)
        case happened.PermitExpiring():
            words = {"place": place, "due": day_in_words(event.last_day)}
            return _tell(state, "permit_expiring", both, spoken=words)
        case happened.PermitExpired():
            # Only where the work rests does it concern the company.
            return _tell(state, "permit_expired", everybody if event.pauses else both, spoken={"place": place})
        case _:
            assert_never(event)


def _no_time(event: happened.WhereaboutsNoted, state: Participation, both: Iterable[str]) -> list[Effect]:
    """Somebody has no time from now on, or will have none from a day on."""
    now = event.hours == () and state.places.hours_number == event.number
    told = _tell(state, "member_unavailable", both) if now else []
    if event.away_on is None:
        return told
    return [*told, *_tell(state, "member_unavailable_ahead", both, spoken={"due": day_in_words(event.away_on)})]


def _place_changed(event: happened.PlaceChanged, state: Participation, place: BilingualText) -> list[Effect]:
    """Somebody's place is between them and the office, until it opens gates for those who work with them."""
    companions = (state.companion,) if state.companion else ()
    others = (*state.company_contacts, *companions) if event.reopened else ()
    everybody = (state.person, state.coordinator, *others)
    gates = in_words(open_gates(state)) if event.reopened else NOTHING
    words = {"place": place, "since": day_in_words(event.since), "gates": gates}
    return _tell(state, "place_changed", everybody, spoken=words)


NOTHING = BilingualText(ja="特にありません", en="nothing")


def _tell(state: Participation, template: str, people: Iterable[str], **values: Any) -> list[Effect]:
    return tell(state, template, people, names={"person": state.person}, **values)


def standing(event: Event, state: Participation) -> list[Effect]:
    """The engagement learns whether somebody is there, where their hours are known and minded."""
    if not tells(event) or state.places.number == 0:
        return []
    places = state.places
    permit_over = days_after(places.permit_until, 1) if places.permit_until else None
    noted = NoteStanding(
        participation=state.id,
        number=places.told,
        active=state.stage in ("prepare", "work") and state.ready and state.paused_since is None,
        time_zone=state.time_zone,
        hours=places.hours or (),
        hours_ahead=places.hours_ahead,
        missing=open_gates(state) if state.stage in ("prepare", "work") else (),
        until=min((day for day in (places.moves_on, permit_over) if day), default=None),
    )
    return [to_stream("engagement", state.engagement, noted)]


def deadlines(state: Participation) -> list[Deadline]:
    """The next re-check, and the moments that belong to a permit's last day."""
    places = state.places
    moments = (
        (RECHECK, places.rechecks + 1, places.recheck_at),
        (EXPIRING, places.permit, places.warn_at),
        (EXPIRED, places.permit, places.ends_at),
    )
    return [
        Deadline(kind=kind, subject=str(number), ordinal=1, due=due)
        for kind, number, due in moments
        if due is not None and state.stage in UNDER_WAY
    ]
