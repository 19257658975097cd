"""What a membership decides about its radar when it is told, or when somebody was looked after."""

from typing import assert_never

from domain.membership.standing import require_member
from domain.membership.state import Membership
from domain.membership.watching import commands as asked
from domain.membership.watching import events as happened
from domain.membership.watching.commands import WatchingCommand
from domain.shared.decider import Context
from domain.shared.models import Event
from domain.shared.watching import CloseCare, close_care


def decide(command: WatchingCommand, state: Membership, context: Context) -> list[Event]:
    """The events that follow from a command.

    Raises:
        DomainError: the command is refused.
    """
    match command:
        case CloseCare():
            require_member(state, context.now)
            return [close_care(command, state)]
        case _ if state.stage == "ended":
            return []
        case asked.NoteReportOverdue():
            known = f"{command.client}/{command.number}" in state.radar.overdue
            theirs = command.client in state.matching.clients
            return [happened.ReportOverdue(client=command.client, number=command.number)] if theirs > known else []
        case asked.NoteReportAnswered():
            own = command.by == state.person
            return [happened.ReportSettled(client=command.client, number=command.number, own=own)]
        case _:
            assert_never(command)
