"""Who looks after a member in the office, and what becomes of open waits when somebody else does."""

from collections.abc import Sequence

from domain.membership.commands import NoteCoordinators
from domain.membership.events import CoordinatorChanged
from domain.membership.state import Membership
from domain.shared.actors import Role
from domain.shared.decider import Context
from domain.shared.models import Event
from domain.shared.waiting import Schedule, Wait


def responsible(coordinators: Sequence[str], person: str) -> str:
    """The first of a desk's coordinators; nobody looks after themselves, as long as there is anybody else."""
    return next((one for one in coordinators if one != person), coordinators[0])


def note_coordinators(command: NoteCoordinators, state: Membership, context: Context) -> list[Event]:
    """The desk is in other hands; what the office owes this member waits anew, for whoever came."""
    coordinator = responsible(command.coordinators, state.person)
    # Whoever has left is looked after until the last survey that they were sent is answered or closed.
    left = state.stage == "ended" and not state.closing.ended and not state.waits
    if left or coordinator == state.coordinator:
        return []
    theirs = {key: wait for key, wait in state.waits.items() if wait.owner.role == Role.COORDINATOR}
    return [CoordinatorChanged(coordinator=coordinator, schedules=schedules_anew(theirs, state.time_zone, context))]


def schedules_anew(waits: dict[str, Wait], zone: str, context: Context) -> dict[str, Schedule]:
    """Those of waits that others take over; a report whose answer is late stays late, whoever answers it."""
    late = {key for key, wait in waits.items() if wait.kind == "report_answer" and wait.step == "escalated"}
    return {key: context.schedule(wait.kind, zone) for key, wait in waits.items() if key not in late}
