"""Waiting for a seat, being offered one for a while, answering. No answer is nobody's decision: the offer lapses."""

from domain.participation import commands as asked
from domain.participation.events import (
    SeatAccepted,
    SeatDeclined,
    SeatOffered,
    SeatOfferLapsed,
    WaitingBegan,
    WaitingEnded,
)
from domain.participation.state import Participation
from domain.shared.actors import Role
from domain.shared.deadlines import Escalated, MeetDeadline, meet
from domain.shared.decider import Context
from domain.shared.models import Event
from domain.shared.refusals import DomainError, refusal
from domain.shared.values import narrative
from domain.shared.waiting import Owner


def note_waiting(command: asked.NoteWaiting, state: Participation) -> list[Event]:
    """Whoever stepped back meanwhile does not wait; the engagement learns it by itself."""
    return [WaitingBegan(place=command.place)] if state.stage == "apply" and state.seat == "none" else []


def offer(state: Participation, context: Context) -> list[Event]:
    """A seat is offered once, to whoever still waits."""
    if state.stage != "apply" or state.seat not in ("none", "waiting"):
        return []
    waiting = context.schedule("seat_offer", state.time_zone)
    return [SeatOffered(schedule=waiting, owner=Owner(role=Role.PARTICIPANT, persons=(state.person,)))]


def _no_offer() -> DomainError:
    return refusal(
        "no-seat-offered",
        wrong=("いまお返事を待っている席のご案内はありません。", "No offer of a seat waits for an answer."),
        right=(
            "席のご案内が届いてから、期限までにお返事ください。",
            "Answer after a seat was offered, and before the offer lapses.",
        ),
    )


def accept(state: Participation) -> list[Event]:
    """As long as the offer has not lapsed the seat is kept, so an answer counts; accepting twice changes nothing."""
    if state.seat in ("accepted", "given"):
        return []
    if state.seat != "offered":
        raise _no_offer()
    return [SeatAccepted()]


def decline(command: asked.DeclineSeat, state: Participation) -> list[Event]:
    """The seat goes to the next; a reason is welcome and not asked for."""
    if state.seat != "offered":
        raise _no_offer()
    reason = command.reason and narrative(state.person, command.reason)
    return [SeatDeclined(reason=reason or None)]


def end_waiting(state: Participation) -> list[Event]:
    """Nobody else is taken. Whoever was offered a seat keeps the offer."""
    return [WaitingEnded()] if state.stage == "apply" and state.seat in ("none", "waiting") else []


def meet_offer(command: MeetDeadline, state: Participation, context: Context) -> list[Event]:
    """One reminder; then the offer lapses."""
    events = meet(state.waits, command, context.now)
    return [SeatOfferLapsed() if isinstance(event, Escalated) else event for event in events]
