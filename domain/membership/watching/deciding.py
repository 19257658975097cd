"""What a membership decides about its radar when it is told, or when somebody was looked after."""

from typing import assert_never

from domain.membership.standing import require_member
from domain.membership.state import Membership
from domain.membership.watching import commands as asked
from domain.membership.watching import events as happened
from domain.membership.watching.commands import WatchingCommand
from domain.membership.watching.state import Watch
from domain.membership.watching.turning import CARE
from domain.shared.decider import Context
from domain.shared.models import Event
from domain.shared.refusals import refusal
from domain.shared.values import narrative


def decide(command: WatchingCommand, state: Membership, context: Context) -> list[Event]:
    """The events that follow from a command.

    Raises:
        DomainError: the command is refused.
    """
    match command:
        case asked.CloseCare():
            return _close(command, state, context)
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


def _close(command: asked.CloseCare, state: Membership, context: Context) -> list[Event]:
    require_member(state, context.now)
    open_care = next((wait for wait in state.waits.values() if wait.kind == CARE), None)
    if open_care is None:
        raise refusal(
            "no-care-open",
            wrong=("この方について、見守りの依頼は出ていません。", "Nobody is asked to look after this person now."),
            right=("`banso radar` で、気にかけたい方を確かめてください。", "`banso radar` shows who may be alone."),
        )
    text = narrative(state.person, command.text)
    return [happened.CareGiven(number=open_care.subject, text=text)]
