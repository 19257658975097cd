"""What a membership decides about its radar when it is told, or when somebody was looked after."""

from typing import assert_never

from domain.membership.standing import require_member
from domain.membership.state import Membership
from domain.membership.watching import commands as asked
from domain.membership.watching import events as happened
from domain.membership.watching.commands import WatchingCommand
from domain.shared.decider import Context
from domain.shared.models import Event
from domain.shared.watching import CloseCare, Watch, close_care


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
            return _overdue(command, state, context)
        case asked.NoteReportAnswered():
            own = command.by == state.person
            late = f"{command.client}/{command.number}" in state.radar.overdue
            if not (own or late or command.client in state.matching.clients):
                return []
            return [happened.ReportSettled(client=command.client, number=command.number, own=own)]
        case _:
            assert_never(command)


def _overdue(command: asked.NoteReportOverdue, state: Membership, context: Context) -> list[Event]:
    known = f"{command.client}/{command.number}" in state.radar.overdue
    if known or not (command.standing_in or command.client in state.matching.clients):
        return []
    overdue = happened.ReportOverdue(client=command.client, number=command.number)
    if state.radar.watch is not None:
        return [overdue]
    watch = Watch(rules=context.rules.radar, every=context.rules.reports.every)
    return [happened.WatchBegan(watch=watch), overdue]
