"""Who is looked after by the isolation radar: their signs of life, when it turns, and that red asks a named person.

Shared by every stream that is one person's way. How much of what counts is theirs to say; the sum is `radar`'s.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import reduce
from typing import Any, ClassVar, Literal, Protocol, Self, TypeVar

from domain.playbooks.capabilities.radar import RadarRules
from domain.shared.actors import Role
from domain.shared.deadlines import MeetDeadline
from domain.shared.decider import Context
from domain.shared.effects import Effect
from domain.shared.models import Command, Event, FrozenModel
from domain.shared.periods import Period, after, local_date, morning_of
from domain.shared.radar import Counts, Days, Level, Reason, day_of_silence, days_until_above, in_words, level, reasons
from domain.shared.refusals import DomainError, refusal
from domain.shared.telling import OfOnePerson, tell
from domain.shared.values import PersonalText, Prose, narrative
from domain.shared.waiting import Deadline, Owner, Schedule, Wait, closed, opened

DEADLINE = "radar"
CARE = "isolation_care"
S = TypeVar("S")
Turn = TypeVar("Turn", bound=Event)


class CloseCare(Command):
    """Somebody was looked after; what was done about it is said."""

    type: Literal["CloseCare"] = "CloseCare"
    who: ClassVar[frozenset[Role]] = frozenset({Role.COORDINATOR, Role.OPERATOR})
    text: Prose


class RadarTurned(Event):
    """The radar shows another level, for these reasons. Red asks the owner to look after the person.

    `schedule` and `owner` are those of the care that this asks for; None where none is, or somebody cares already.
    """

    type: Literal["RadarTurned"] = "RadarTurned"
    number: int
    level: Level
    reasons: tuple[Reason, ...]
    schedule: Schedule | None = None
    owner: Owner | None = None


class CareGiven(Event):
    """Somebody looked after the person, and said what was done."""

    type: Literal["CareGiven"] = "CareGiven"
    number: str
    text: PersonalText


class Watch(FrozenModel):
    """The formula's numbers, and how often a word is due; kept with the event from which on they count.

    Without `every` no regular word is asked for, and nobody is silent.
    """

    rules: RadarRules
    every: Period | None = None


class Radar(FrozenModel):
    """How somebody stands on the radar; without `watch` they are not looked after by it.

    `signs` counts the signs of life and `last_sign` is the day of the latest, `turns` how often the level changed.
    """

    watch: Watch | None = None
    last_sign: date | None = None
    signs: int = 0
    turns: int = 0
    level: Level = "green"
    reasons: tuple[Reason, ...] = ()

    def heard(self, day: date) -> Self:
        """After a sign of life."""
        return self.model_copy(update={"last_sign": day, "signs": self.signs + 1})


class Watched(OfOnePerson, Protocol):
    """A state of somebody whom the radar may look after."""

    @property
    def radar(self) -> Radar: ...

    @property
    def started_at(self) -> datetime: ...


def word_due_on(state: Watched) -> date | None:
    """The day on which the next word is due, where one is."""
    watch, zone = state.radar.watch, state.time_zone
    if watch is None or watch.every is None:
        return None
    last = state.radar.last_sign or local_date(state.started_at, zone)
    return local_date(after(morning_of(last, zone), watch.every, zone), zone)


def silence_deadlines(state: Watched, counts: Callable[[date], Counts], away: tuple[Days, ...] = ()) -> list[Deadline]:
    """Nine in the morning (the person's zone) of the day on which silence alone would turn the radar.

    `counts` are those of a day, if nothing happens until then.
    """
    radar, due_on = state.radar, word_due_on(state)
    if radar.watch is None or due_on is None:
        return []
    days = days_until_above(counts(due_on), radar.watch.rules, radar.level)
    if days is None:
        return []
    moment = morning_of(day_of_silence(due_on, days, away), state.time_zone).astimezone(UTC)
    return [Deadline(kind=DEADLINE, subject=str(radar.signs), ordinal=radar.turns + 1, due=moment)]


def with_turn(
    command: Command,
    state: S | None,
    events: list[Event],
    context: Context,
    evolve: Callable[[S | None, Any, datetime], S],
    deadlines: Callable[[S], list[Deadline]],
    turned: Callable[[S, Context], list[Event]],
) -> list[Event]:
    """The events of a command, and that the radar turned with them, or with the silence whose deadline has come.

    Nothing happens to anybody only because they were looked at.
    """
    due = state is not None and _has_come(command, deadlines(state), context.now)
    if not events and not due:
        return events
    after_them = reduce(lambda known, event: evolve(known, event, context.now), events, state)
    return [*events, *turned(after_them, context)] if after_them is not None else events


def _has_come(command: Command, deadlines: list[Deadline], now: datetime) -> bool:
    return isinstance(command, MeetDeadline) and any(
        (one.kind, one.subject, one.ordinal) == (command.kind, command.subject, command.ordinal) and one.due <= now
        for one in deadlines
    )


def turn(state: Watched, found: Counts, context: Context) -> list[Event]:
    """That the radar shows another level than it did last, where it does."""
    watch, radar = state.radar.watch, state.radar
    known = reasons(found, watch.rules) if watch is not None else ()
    shown = level(found, watch.rules) if watch is not None else "green"
    if shown == radar.level:
        return []
    turned = RadarTurned(number=radar.turns + 1, level=shown, reasons=known)
    if shown != "red" or open_care(state.waits) is not None:
        return [turned]
    return [with_care(turned, Owner(role=Role.COORDINATOR, persons=(state.coordinator,)), state.time_zone, context)]


def with_care(turned: Turn, owner: Owner, zone: str, context: Context) -> Turn:
    """A turn to red that asks somebody by name, from now on, by the calendar of `zone`."""
    return turned.model_copy(update={"schedule": context.schedule(CARE, zone), "owner": owner})


def open_care(waits: dict[str, Wait]) -> Wait | None:
    """The request to look after the person that waits for a word, if there is one."""
    return next((wait for wait in waits.values() if wait.kind == CARE), None)


def close_care(command: CloseCare, state: Watched) -> CareGiven:
    """What was done for the person.

    Raises:
        DomainError: nobody was asked to do anything.
    """
    care = open_care(state.waits)
    if care is None:
        raise no_care_open()
    return CareGiven(number=care.subject, text=narrative(state.person, command.text))


def no_care_open(field: str | None = None) -> DomainError:
    """The refusal where nobody was asked to look after somebody."""
    return refusal(
        "no-care-open",
        wrong=("この方について、見守りの依頼は出ていません。", "Nobody is asked to look after this person now."),
        right=("`banso radar` で、気にかけたい方を確かめてください。", "`banso radar` shows who may be alone."),
        field=field,
    )


def watching_changes(state: Watched, event: RadarTurned | CareGiven) -> dict[str, Any]:
    """What a turn, or care that was given, changes about a state."""
    if isinstance(event, CareGiven):
        return {"waits": closed(state.waits, f"{CARE}:{event.number}")}
    shown = {"turns": event.number, "level": event.level, "reasons": event.reasons}
    changes: dict[str, Any] = {"radar": state.radar.model_copy(update=shown)}
    if event.schedule is not None and event.owner is not None:
        care = Wait(kind=CARE, subject=str(event.number), owner=event.owner, schedule=event.schedule)
        changes["waits"] = opened(state.waits, care)
    return changes


def ask_for_care(event: RadarTurned | CareGiven, state: Watched) -> list[Effect]:
    """Whoever is asked to look after the person learns why."""
    if isinstance(event, CareGiven) or event.owner is None:
        return []
    spoken = {"reasons": in_words(event.reasons)}
    return tell(state, "isolation_red", event.owner.persons, {"subject": str(event.number)}, spoken=spoken)
