"""Where somebody was on a day, going by what was known at some time."""

from datetime import date

from domain.legal.work_permission import KnownPermit, Outcome, assess
from domain.participation.places.gates import open_gates
from domain.participation.state import Participation
from domain.person.places import state as places
from domain.person.state import Person
from domain.playbooks.schema import Gate
from domain.shared.models import FrozenModel
from domain.shared.values import PersonalText


class Place(FrozenModel):
    """Where somebody was on a day. `since` is None from the registration on, `hours` where nobody has said.

    `by_rule` is what can be said about work from there without asking anybody.
    """

    country: str
    time_zone: str
    since: date | None
    move: str | None
    hours: tuple[str, ...] | None
    reason: PersonalText | None
    permit_until: date | None
    by_rule: Outcome


class Standing(FrozenModel):
    """How one participation stood then. `permitted` is true where the work was cleared for that very country."""

    participation: str
    title: str
    stage: str
    permission: str
    permitted: bool
    open_gates: tuple[Gate, ...]
    rests: bool


def place_on(person: Person, day: date) -> Place:
    """Where somebody was on a day, as far as `person` (the fold of what was known) tells."""
    stay, said = person.whereabouts.stay_on(day), person.whereabouts.said_on(day)
    country, zone = places.place_on(day, person)
    permits = [KnownPermit(country=one.country, valid_until=one.valid_until) for one in person.permits]
    ends = [one.valid_until for one in permits if one.country == country and one.valid_until and one.valid_until >= day]
    return Place(
        country=country,
        time_zone=zone,
        since=stay.since if stay else None,
        move=stay.move if stay else None,
        hours=said.hours if said else None,
        reason=said.reason if said else None,
        permit_until=max(ends, default=None),
        by_rule=assess(country, person.citizen_of, permits, day).outcome,
    )


def standing(participation: Participation, country: str, registered_in: str) -> Standing:
    """How a participation stood; what was cleared for another country counts for nothing in this one."""
    looked_at = participation.places.country or registered_in
    gates = open_gates(participation)
    under_way = participation.stage in ("prepare", "work")
    return Standing(
        participation=participation.id,
        title=participation.title,
        stage=participation.stage,
        permission=participation.permission if looked_at == country else "not_started",
        permitted=under_way and participation.permission_settled and looked_at == country,
        open_gates=gates,
        rests=participation.paused_since is not None,
    )
