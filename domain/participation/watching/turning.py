"""When the radar of a participation turns: with what happens, and with the days on which nothing does."""

from datetime import date

from domain.participation.programme.state import Programme
from domain.participation.state import Participation
from domain.participation.watching.folding import is_watched
from domain.shared.decider import Context
from domain.shared.models import Event
from domain.shared.periods import local_date
from domain.shared.radar import Counts, silent_days
from domain.shared.waiting import Deadline
from domain.shared.watching import silence_deadlines, turn, word_due_on

LATE = "check_in_answer"


def counts(state: Participation, today: date) -> Counts:
    """What the formula counts of this participant on a day, in their zone."""
    if not is_watched(state):
        return Counts()
    due_on = word_due_on(state)
    late = [wait for wait in state.waits.values() if wait.kind == LATE and wait.step == "escalated"]
    return Counts(
        silent_days=silent_days(due_on, today) if due_on is not None else 0,
        unanswered_reports=len(late),
        missed_meetings=missed_in_a_row(state.programme),
    )


def missed_in_a_row(programme: Programme) -> int:
    """How many sessions were missed since the last that was held, in the order of their times."""
    over = [one for one in programme.sessions.values() if one.standing in ("held", "missed")]
    missed = 0
    for session in sorted(over, key=lambda one: one.at):
        missed = missed + 1 if session.standing == "missed" else 0
    return missed


def deadlines(state: Participation) -> list[Deadline]:
    """When silence alone would turn the radar."""
    return silence_deadlines(state, lambda day: counts(state, day)) if is_watched(state) else []


def turned(state: Participation, context: Context) -> list[Event]:
    """That the radar turned, where it did."""
    return turn(state, counts(state, local_date(context.now, state.time_zone)), context)
