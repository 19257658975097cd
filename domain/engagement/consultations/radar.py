"""How those who carry problems stand on the isolation radar: who brought one home, and who has to answer it.

What counts is that a first answer is late, and for how long. Nothing else of an engagement is looked at.
"""

from collections.abc import Iterator
from datetime import UTC, datetime

from domain.engagement.consultations.events import CarrierTurned
from domain.engagement.consultations.state import WAIT, Consultation, Standing
from domain.engagement.state import Engagement, office_but
from domain.playbooks.capabilities.radar import RadarRules
from domain.shared.deadlines import MeetDeadline
from domain.shared.decider import Context
from domain.shared.models import Event
from domain.shared.periods import days_after, local_date, morning_of
from domain.shared.radar import Counts, days_until_above, is_above, level, reasons, silent_days
from domain.shared.waiting import Deadline, Wait
from domain.shared.watching import CARE, DEADLINE, with_care


def _unanswered(state: Engagement) -> dict[str, Consultation]:
    """What nobody has answered yet, while the work goes on."""
    if state.stage != "accompany":
        return {}
    return {number: case for number, case in state.consultations.open_cases.items() if case.first_answer_at is None}


def _late_from(state: Engagement, person: str) -> list[datetime]:
    """From when on each first answer that concerns somebody is late, the earliest first.

    Whoever brought it home counts from the beginning; whoever has to answer has a time of their own.
    """
    waiting = _unanswered(state)
    awaited = [case.answer_due for case in waiting.values() if case.carrier == person]
    owed = [
        state.waits[f"{WAIT}:{number}"].schedule.escalate_at for number, case in waiting.items() if case.owner == person
    ]
    return sorted([*awaited, *owed])


def counts(state: Engagement, person: str, now: datetime) -> Counts:
    """What the formula counts of somebody at a moment; days are those of the engagement's zone."""
    late = [moment for moment in _late_from(state, person) if moment <= now]
    if not late:
        return Counts()
    since, today = (local_date(moment, state.time_zone) for moment in (late[0], now))
    return Counts(silent_days=silent_days(since, today), unanswered_consultations=len(late))


def standing(state: Engagement, person: str) -> Standing:
    """How somebody stood when it was looked at last."""
    return state.consultations.radar.get(person, Standing())


def open_care(state: Engagement, person: str) -> Wait | None:
    """The request to look after somebody that waits for a word, if there is one."""
    cares = [one for one in state.waits.values() if one.kind == CARE]
    return next((one for one in cares if cared_for(state, one.subject) == person), None)


def cared_for(state: Engagement, care: str) -> str:
    """Whom a request to look after somebody is about, by its number."""
    return state.consultations.cares[int(care) - 1]


def _concerned(state: Engagement) -> list[str]:
    """Who waits for an answer or owes one, and those whose level is not the quiet one."""
    waiting = _unanswered(state).values()
    carrying = {person for case in waiting for person in (case.carrier, case.owner) if person is not None}
    return sorted(carrying.union(person for person, one in state.consultations.radar.items() if one.level != "green"))


def deadlines(state: Engagement) -> list[Deadline]:
    """For each of them, when the radar turns if nobody says anything until then."""
    rules = state.consultations.radar_rules
    return [] if rules is None else [one for person in _concerned(state) for one in _turns_at(state, person, rules)]


def _turns_at(state: Engagement, person: str, rules: RadarRules) -> Iterator[Deadline]:
    known = standing(state, person)
    moments = _late_from(state, person)
    for moment, following in zip(moments, [*moments[1:], None], strict=True):
        due = _turns_between(state, person, moment, rules)
        if due is not None and (following is None or due <= following):
            yield Deadline(kind=DEADLINE, subject=person, ordinal=known.turns + 1, due=due)
            return


def _turns_between(state: Engagement, person: str, moment: datetime, rules: RadarRules) -> datetime | None:
    """When it turns with what is late at a moment: then, or at nine on a later morning, in the engagement's zone."""
    found, recorded = counts(state, person, moment), standing(state, person).level
    if is_above(level(found, rules), recorded):
        return moment
    days = days_until_above(found, rules, recorded)
    if days is None:
        return None
    since = local_date(_late_from(state, person)[0], state.time_zone)
    return morning_of(days_after(since, days), state.time_zone).astimezone(UTC)


def meet(command: MeetDeadline, state: Engagement, context: Context) -> list[Event]:
    """Somebody has waited so long that the radar turns; nothing where it has not come to that."""
    due = {one.key for one in deadlines(state) if one.due <= context.now}
    is_due = f"{command.kind}:{command.subject}:{command.ordinal}" in due
    return turned(state, context) if is_due else []


def turned(state: Engagement, context: Context) -> list[Event]:
    """That the radar shows another level than it did last, for each for whom it does."""
    rules = state.consultations.radar_rules
    if rules is None:
        return []
    return [turn for person in _concerned(state) for turn in _turn(state, person, rules, context)]


def _turn(state: Engagement, person: str, rules: RadarRules, context: Context) -> Iterator[CarrierTurned]:
    found, known = counts(state, person, context.now), standing(state, person)
    shown = level(found, rules)
    if shown == known.level:
        return
    turn = CarrierTurned(person=person, number=known.turns + 1, level=shown, reasons=reasons(found, rules))
    asks = shown == "red" and open_care(state, person) is None
    # Somebody else is asked to look after them, as long as there is anybody else.
    yield with_care(turn, office_but(state, person), state.time_zone, context) if asks else turn
