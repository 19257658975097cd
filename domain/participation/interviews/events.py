"""What happened around an interview, besides its being arranged and held."""

from typing import Literal

from domain.shared.models import Event
from domain.shared.values import PersonalText
from domain.shared.waiting import Owner, Schedule


class InterviewToRecord(Event):
    """What becomes of the interview that is arranged with this is to be recorded; calendars keep `minutes` free."""

    type: Literal["InterviewToRecord"] = "InterviewToRecord"
    number: int
    minutes: int
    owner: Owner
    schedule: Schedule


class InterviewMissed(Event):
    """They did not meet."""

    type: Literal["InterviewMissed"] = "InterviewMissed"


class InterviewCancelled(Event):
    """It does not take place, and why."""

    type: Literal["InterviewCancelled"] = "InterviewCancelled"
    reason: PersonalText


InterviewEvent = InterviewToRecord | InterviewMissed | InterviewCancelled
