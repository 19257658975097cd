"""How events change an interview, and what is waited for after it."""

from typing import assert_never

from domain.participation.events import InterviewArranged, Interviewed
from domain.participation.interviews import events as happened
from domain.participation.interviews.events import InterviewEvent
from domain.participation.parts import Interview
from domain.shared.waiting import Wait, opened, without

RECORD = "interview_record"


def interview_changes(
    known: Interview | None, waits: dict[str, Wait], event: InterviewEvent | InterviewArranged | Interviewed
) -> dict[str, object]:
    """What one event changes about the interview and the participation's waits."""
    interview = known or Interview()
    match event:
        case happened.InterviewToRecord():
            wait = Wait(kind=RECORD, subject=str(event.number), owner=event.owner, schedule=event.schedule)
            asked = interview.model_copy(update={"number": event.number, "minutes": event.minutes})
            return {"interview": asked, "waits": opened(without(waits, RECORD), wait)}
        case InterviewArranged():
            return {"interview": _arranged(interview, event)}
        case Interviewed():
            over = interview.model_copy(update={"standing": "held", "held_on": event.held_on})
        case happened.InterviewMissed():
            over = interview.model_copy(update={"standing": "missed"})
        case happened.InterviewCancelled():
            over = interview.model_copy(update={"standing": "cancelled", "reason": event.reason})
        case _:
            assert_never(event)
    return {"interview": over, "waits": without(waits, RECORD)}


def _arranged(known: Interview, event: InterviewArranged) -> Interview:
    # Calendars take a newer word only; one that was taken out had a number of its own.
    sequence = known.sequence + 1 + (known.standing == "cancelled") if known.at else 0
    changes = {**event.model_dump(exclude={"type"}), "sequence": sequence}
    return known.model_copy(update={**changes, "standing": "arranged", "held_on": None, "reason": None})
