"""Who is told of goals, reports and answers, and by which mail one can answer."""

from typing import assert_never

from domain.membership.accompanying import events as happened
from domain.membership.accompanying.events import AccompanyingEvent
from domain.membership.matching.reactions import arrival, membership_of
from domain.membership.state import Membership
from domain.membership.watching.commands import NoteReportAnswered, NoteReportOverdue
from domain.shared.deadlines import Escalated
from domain.shared.effects import Effect
from domain.shared.telling import tell, to_stream


def react(event: AccompanyingEvent, state: Membership) -> list[Effect]:
    """The effects of one event; `state` is that after the event."""
    match event:
        case happened.GoalSet():
            accompanist = state.matching.accompanist
            place = {"text": "accompanying/goal"}
            return tell(state, "goal_told", (accompanist,), personal=place) if accompanist else []
        case happened.ReportWritten():
            return arrival(state, str(event.number), event.owner.persons)
        case happened.ReportAnswered():
            return _answered(event, state)
        case _:
            assert_never(event)


def _answered(event: happened.ReportAnswered, state: Membership) -> list[Effect]:
    place = {"text": f"accompanying/answers/{event.number}"}
    names = {"who": event.by}
    told = tell(state, "report_answered", (state.person,), names=names, personal=place, reply="report")
    accompanist = state.matching.accompanist
    if accompanist is None:
        return told
    note = NoteReportAnswered(client=state.id, number=event.number, by=event.by)
    return [*told, to_stream("membership", membership_of(state, accompanist), note)]


def on_escalation(event: Escalated, state: Membership) -> list[Effect]:
    """An accompanist hears on their own radar that an answer of theirs is late."""
    accompanist = state.matching.accompanist
    if event.kind != "report_answer" or accompanist not in event.owner.persons or accompanist is None:
        return []
    note = NoteReportOverdue(client=state.id, number=int(event.subject))
    return [to_stream("membership", membership_of(state, accompanist), note)]
