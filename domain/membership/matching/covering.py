"""Days on which somebody else answers a client's reports: they begin, open reports are handed over, they end."""

from datetime import timedelta

from domain.membership.hands import schedules_anew
from domain.membership.matching import events as happened
from domain.membership.matching.state import Cover
from domain.membership.state import Membership
from domain.shared.actors import Role
from domain.shared.deadlines import MeetDeadline
from domain.shared.decider import Context
from domain.shared.models import Event
from domain.shared.periods import local_date, midnight_of
from domain.shared.waiting import Deadline, Owner

DEADLINE = "cover"
BEGINS, ENDS = 1, 2


def deadlines(state: Membership) -> list[Deadline]:
    """When days on which somebody else answers begin, and when they are over, in the client's zone."""
    return [_deadline(one, state.time_zone) for one in state.matching.covers] if state.stage == "member" else []


def _deadline(cover: Cover, zone: str) -> Deadline:
    ends_at = midnight_of(cover.last_day + timedelta(days=1), zone)
    ordinal, due = (ENDS, ends_at) if cover.begun else (BEGINS, cover.begins_at)
    return Deadline(kind=DEADLINE, subject=str(cover.number), ordinal=ordinal, due=due)


def meet(command: MeetDeadline, state: Membership, context: Context) -> list[Event]:
    """Such days begin or are over, if that is the deadline; otherwise nothing."""
    named = f"{command.kind}:{command.subject}:{command.ordinal}"
    due = {one.key for one in deadlines(state) if one.due <= context.now}
    cover = next((one for one in state.matching.covers if str(one.number) == command.subject), None)
    if cover is None or named not in due:
        return []
    # Whoever learns of the days only after them has nothing to hand over.
    if cover.begun or cover.last_day < local_date(context.now, state.time_zone):
        return [happened.CoverEnded(number=cover.number)]
    return [_begun(cover, state, context)]


def _begun(cover: Cover, state: Membership, context: Context) -> happened.CoverBegan:
    theirs = {
        key: wait
        for key, wait in state.waits.items()
        if wait.kind == "report_answer" and wait.owner.persons == (state.matching.accompanist,)
    }
    role, person = (Role.COMPANION, cover.deputy) if cover.deputy else (Role.COORDINATOR, state.coordinator)
    return happened.CoverBegan(
        number=cover.number,
        owner=Owner(role=role, persons=(person,)),
        reports=tuple(wait.subject for wait in theirs.values()),
        schedules=schedules_anew(theirs, state.time_zone, context),
    )
