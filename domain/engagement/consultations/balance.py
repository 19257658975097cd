"""Whether problems and people are spread so that nobody is left alone with too much, nor surrounded by too many."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from pydantic import AwareDatetime

from domain.engagement.consultations.events import SupportBalanced, SupportTilted, Tilt
from domain.engagement.state import Engagement
from domain.engagement.telling import companions, participants
from domain.playbooks.capabilities.consultations import ConsultationRules
from domain.shared.models import Event, FrozenModel


class CarrierCounts(FrozenModel):
    """How alone somebody is with what they brought home; `overdue` are those that were silent for too long."""

    unanswered: int = 0
    overdue: int = 0
    unanswered_since: AwareDatetime | None = None


def carrier_counts(state: Engagement, person: str, now: datetime) -> CarrierCounts:
    """What a person has raised that nobody answered yet, counted from its beginning, whoever had it since."""
    waiting = [
        case
        for case in state.consultations.open_cases.values()
        if case.carrier == person and case.first_answer_at is None
    ]
    return CarrierCounts(
        unanswered=len(waiting),
        overdue=sum(case.answer_due <= now for case in waiting),
        unanswered_since=min((case.raised_at for case in waiting), default=None),
    )


def front_of(state: Engagement) -> tuple[str, ...]:
    """Those who meet the customers: the participants, and whoever was put there besides them."""
    return tuple(dict.fromkeys([*participants(state), *state.consultations.front]))


def supporters_of(state: Engagement) -> tuple[str, ...]:
    """Those who own kinds or open problems by name, and the companion; not those at the front themselves."""
    supporters = {*state.consultations.owners, *companions(state)}
    return tuple(sorted(supporters - {*front_of(state)}))


class Tilted(NamedTuple):
    """One imbalance: whom it is about, and how much of how much."""

    person: str | None
    part: int
    whole: int


def tilts_of(state: Engagement, rules: ConsultationRules) -> dict[Tilt, Tilted]:
    """The imbalances that there are now."""
    found: dict[Tilt, Tilted] = {}
    open_cases = state.consultations.open_cases
    person, count = _most_loaded(state)
    enough = len(open_cases) >= rules.concentration_from
    if enough and person is not None and count > rules.concentration_share * len(open_cases):
        found["concentrated"] = Tilted(person, count, len(open_cases))
    supporters, front = len(supporters_of(state)), len(front_of(state))
    if front and supporters > rules.supporters_at_most * front:
        found["outnumbered"] = Tilted(None, supporters, front)
    return found


def _most_loaded(state: Engagement) -> tuple[str | None, int]:
    """Whoever has most of the open problems, in whatever role; what several coordinators share is nobody's alone."""
    alone = state.office[0] if len(state.office) == 1 else None
    loads = Counter(case.owner or alone for case in state.consultations.open_cases.values())
    del loads[None]
    return min(loads.items(), key=lambda load: (-load[1], load[0] or ""), default=(None, 0))


def balance_events(state: Engagement, rules: ConsultationRules) -> Iterable[Event]:
    """What became better since the coordinators were told last, then what they do not know of yet."""
    now, known = tilts_of(state, rules), state.consultations.tilts
    tilts: tuple[Tilt, ...] = ("concentrated", "outnumbered")
    for tilt in tilts:
        is_known, found = tilt in known, now.get(tilt)
        same = found is not None and is_known and known[tilt] == found.person
        if is_known and not same:
            yield SupportBalanced(tilt=tilt)
        if found is not None and not same:
            yield SupportTilted(tilt=tilt, person=found.person, count=found.part, of=found.whole)
