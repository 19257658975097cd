"""Who is told of goals, reports and answers, and by which mail one can answer."""

from typing import assert_never

from domain.membership.accompanying import events as happened
from domain.membership.accompanying.events import AccompanyingEvent
from domain.membership.matching.reactions import arrival, membership_of
from domain.membership.state import Membership
from domain.membership.watching.commands import NoteReportAnswered, NoteReportOverdue
from domain.shared.actors import Role
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
    note = NoteReportAnswered(client=state.id, number=event.number, by=event.by)
    people = dict.fromkeys(one for one in (state.matching.accompanist, *state.matching.stood_in) if one is not None)
    return [*told, *(to_stream("membership", membership_of(state, one), note) for one in people)]


def on_escalation(event: Escalated, state: Membership) -> list[Effect]:
    """Whoever was to answer, an accompanist or their deputy, hears on their own radar that an answer is late."""
    if event.kind != "report_answer" or event.owner.role != Role.COMPANION:
        return []
    number, accompanist = int(event.subject), state.matching.accompanist
    return [
        to_stream(
            "membership",
            membership_of(state, person),
            NoteReportOverdue(client=state.id, number=number, standing_in=person != accompanist),
        )
        for person in event.owner.persons
    ]
