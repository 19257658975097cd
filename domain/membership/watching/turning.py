"""When the radar of a membership turns: with what happens, and with the days on which nothing does."""

from datetime import date

from domain.membership.state import Membership
from domain.shared.decider import Context
from domain.shared.models import Event
from domain.shared.periods import local_date
from domain.shared.radar import Counts, Days, silent_days
from domain.shared.waiting import Deadline
from domain.shared.watching import silence_deadlines, turn, word_due_on

LATE = "report_answer"


def counts(state: Membership, today: date) -> Counts:
    """What the formula counts of this member on a day, in the member's zone."""
    radar, due_on = state.radar, word_due_on(state)
    if radar.watch is None or state.stage == "ended":
        return Counts()
    late = [wait for wait in state.waits.values() if wait.kind == LATE and wait.step == "escalated"]
    return Counts(
        silent_days=silent_days(due_on, today, _away(state)) if due_on is not None else 0,
        unanswered_reports=len(late) + len(radar.overdue),
        missed_meetings=radar.missed,
    )


def _away(state: Membership) -> tuple[Days, ...]:
    return tuple((absence.first_day, absence.last_day) for absence in state.matching.absences)


def deadlines(state: Membership) -> list[Deadline]:
    """When silence alone would turn the radar."""
    if state.stage == "ended":
        return []
    return silence_deadlines(state, lambda day: counts(state, day), _away(state))


def turned(state: Membership, context: Context) -> list[Event]:
    """That the radar turned, where it did."""
    if state.stage == "ended":
        return []
    return turn(state, counts(state, local_date(context.now, state.time_zone)), context)
