"""How events of goal and reports change a membership."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, assert_never

from domain.membership.accompanying import events as happened
from domain.membership.accompanying.events import AccompanyingEvent
from domain.membership.accompanying.state import ANSWERS_KEPT
from domain.shared.periods import local_date
from domain.shared.waiting import Wait, closed, opened

if TYPE_CHECKING:
    from domain.membership.state import Membership

KIND = "report_answer"


def accompanying_changes(state: "Membership", event: AccompanyingEvent, at: datetime) -> dict[str, Any]:
    """The fields of a membership that are others after the event."""
    match event:
        case happened.GoalSet():
            goal = {"goal": event.goal, "steps": event.steps, "done": ()}
            return {"accompanying": state.accompanying.model_copy(update=goal)}
        case happened.ReportWritten():
            return _written(state, event, at)
        case happened.ReportAnswered():
            return _answered(state, event)
        case _:
            assert_never(event)


def _written(state: "Membership", event: happened.ReportWritten, at: datetime) -> dict[str, Any]:
    known, subject = state.accompanying, str(event.number)
    changes = {
        "reports": event.number,
        "unanswered": {**known.unanswered, subject: event.text},
        "done": tuple(sorted({*known.done, *event.done})),
        "days": known.reported(local_date(at, state.time_zone)),
    }
    wait = Wait(kind=KIND, subject=subject, owner=event.owner, schedule=event.schedule)
    return {"accompanying": known.model_copy(update=changes), "waits": opened(state.waits, wait)}


def _answered(state: "Membership", event: happened.ReportAnswered) -> dict[str, Any]:
    known, subject = state.accompanying, str(event.number)
    answers = {**known.answers, subject: event.text}
    changes = {
        "answered": known.answered + 1,
        "unanswered": {number: text for number, text in known.unanswered.items() if number != subject},
        "answers": dict(list(answers.items())[-ANSWERS_KEPT:]),
    }
    return {"accompanying": known.model_copy(update=changes), "waits": closed(state.waits, f"{KIND}:{subject}")}
