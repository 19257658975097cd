"""When the radar of a membership turns: with what happens, and with the days on which nothing does."""

from datetime import UTC, date, datetime

from domain.membership.state import Membership, evolve
from domain.membership.watching.events import RadarTurned
from domain.membership.watching.state import Watch
from domain.shared.actors import Role
from domain.shared.deadlines import MeetDeadline
from domain.shared.decider import Context
from domain.shared.models import Event
from domain.shared.periods import after, local_date, morning_of
from domain.shared.radar import Counts, Days, day_of_silence, days_until_above, level, reasons, silent_days
from domain.shared.waiting import Deadline, Owner

DEADLINE = "radar"
CARE = "isolation_care"
LATE = "report_answer"


def counts(state: Membership, today: date) -> Counts:
    """What the formula counts of this member on a day, in the member's zone."""
    radar = state.radar
    if radar.watch is None or state.stage == "ended":
        return Counts()
    late = [wait for wait in state.waits.values() if wait.kind == LATE and wait.step == "escalated"]
    return Counts(
        silent_days=silent_days(_due_on(state, radar.watch), today, _away(state)),
        unanswered_reports=len(late) + len(radar.overdue),
        missed_meetings=radar.missed,
    )


def _due_on(state: Membership, watch: Watch) -> date:
    """The day on which the next word is due."""
    last = state.radar.last_sign or local_date(state.started_at, state.time_zone)
    return local_date(after(morning_of(last, state.time_zone), watch.every, state.time_zone), state.time_zone)


def _away(state: Membership) -> tuple[Days, ...]:
    return tuple((absence.first_day, absence.last_day) for absence in state.matching.absences)


def deadlines(state: Membership) -> list[Deadline]:
    """Nine in the morning (member's zone) of the day on which silence alone would turn the radar."""
    watch = state.radar.watch
    if watch is None or state.stage == "ended":
        return []
    due_on = _due_on(state, watch)
    days = days_until_above(counts(state, due_on), watch.rules, state.radar.level)
    if days is None:
        return []
    moment = morning_of(day_of_silence(due_on, days, _away(state)), state.time_zone).astimezone(UTC)
    return [Deadline(kind=DEADLINE, subject=str(state.radar.signs), ordinal=state.radar.turns + 1, due=moment)]


def meet(command: MeetDeadline, state: Membership, context: Context) -> bool:
    """Whether this is the radar's deadline, and it has come."""
    return any(
        (one.kind, one.subject, one.ordinal) == (command.kind, command.subject, command.ordinal)
        and one.due <= context.now
        for one in deadlines(state)
    )


def turned(state: Membership | None, events: list[Event], context: Context, *, due: bool = False) -> list[Event]:
    """The events, and that the radar turned where it did. Nothing happens to a member only because it was looked at."""
    if not events and not due:
        return events
    after_them = state
    for event in events:
        after_them = evolve(after_them, event, context.now)  # type: ignore[arg-type]
    return [*events, *_turn(after_them, context)] if after_them is not None else events


def _turn(state: Membership, context: Context) -> list[Event]:
    watch, now = state.radar.watch, context.now
    if state.stage == "ended":
        return []
    found = counts(state, local_date(now, state.time_zone))
    shown = level(found, watch.rules) if watch is not None else "green"
    if shown == state.radar.level:
        return []
    why = reasons(found, watch.rules) if watch is not None else ()
    turn = RadarTurned(number=state.radar.turns + 1, level=shown, reasons=why)
    cared = any(wait.kind == CARE for wait in state.waits.values())
    return [turn if shown != "red" or cared else _with_care(turn, state, now, context)]


def _with_care(turn: RadarTurned, state: Membership, now: datetime, context: Context) -> RadarTurned:
    times = context.schedule(CARE, state.time_zone, now)
    owner = Owner(role=Role.COORDINATOR, persons=(state.coordinator,))
    return turn.model_copy(update={"schedule": times, "owner": owner})
