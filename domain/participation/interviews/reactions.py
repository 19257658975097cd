"""Who is told of an interview, and what goes into their calendars."""

from typing import assert_never

from domain.participation.events import InterviewArranged
from domain.participation.interviews import events as happened
from domain.participation.interviews.events import InterviewEvent
from domain.participation.interviews.state import RECORD
from domain.participation.state import Participation
from domain.participation.telling import interview_entry, interview_words
from domain.shared.effects import Effect
from domain.shared.telling import tell
from domain.shared.values import BilingualText
from domain.shared.waiting import Wait


def react(event: InterviewEvent | InterviewArranged, state: Participation) -> list[Effect]:
    """The effects of one event; `state` is that after the event."""
    people, names, spoken = (state.person, state.coordinator), {"person": state.person}, interview_words(state)
    match event:
        case InterviewArranged():
            entry = interview_entry(state)
            return tell(state, "interview_arranged", people, names=names, spoken=spoken, calendar=entry)
        case happened.InterviewCancelled():
            off, personal = interview_entry(state, cancelled=True), {"reason": "interview/reason"}
            return tell(
                state, "interview_cancelled", people, names=names, spoken=spoken, personal=personal, calendar=off
            )
        case happened.InterviewMissed():
            return tell(state, "interview_missed", people, names=names, spoken=spoken)
        case happened.InterviewToRecord():
            return []
        case _:
            assert_never(event)


def wait_words(wait: Wait, state: Participation) -> dict[str, BilingualText]:
    """What reminders and escalations say of the interview of which nobody has recorded what became."""
    return interview_words(state) if wait.kind == RECORD else {}
