"""What messages of a participation say of moments, and put into calendars."""

from datetime import datetime

from domain.participation.state import Participation
from domain.shared.effects import CalendarEntry
from domain.shared.values import BilingualText
from domain.shared.wording import moment_in_words

INTERVIEW_MINUTES = 60
"""So long a calendar keeps free for an interview. †"""


def on_both_clocks(moment: datetime, state: Participation, other_zone: str) -> BilingualText:
    """A moment as the participant's clock shows it, and as that of another zone does where it differs."""
    told = [moment_in_words(moment, zone) for zone in dict.fromkeys((state.time_zone, other_zone))]
    return BilingualText(ja=" / ".join(one.ja for one in told), en=" / ".join(one.en for one in told))


def interview_entry(state: Participation, *, cancelled: bool = False) -> CalendarEntry | None:
    """The calendar entry of an interview; with `cancelled` None where there is none that is still to come about."""
    interview = state.interview
    if interview is None or interview.at is None or (cancelled and interview.held_on is not None):
        return None
    return CalendarEntry(
        uid=f"{state.id}.interview",
        sequence=interview.sequence + cancelled,
        title=BilingualText(ja="面談", en="Interview"),
        start=interview.at,
        minutes=INTERVIEW_MINUTES,
        cancelled=cancelled,
    )
