"""What messages of a participation say of moments, and put into calendars."""

from datetime import datetime

from domain.participation.state import Participation
from domain.shared.effects import CalendarEntry
from domain.shared.values import BilingualText
from domain.shared.wording import moment_in_words


def on_both_clocks(moment: datetime, state: Participation, other_zone: str) -> BilingualText:
    """A moment as the participant's clock shows it, and as that of another zone does where it differs."""
    told = [moment_in_words(moment, zone) for zone in dict.fromkeys((state.time_zone, other_zone))]
    return BilingualText(ja=" / ".join(one.ja for one in told), en=" / ".join(one.en for one in told))


def interview_words(state: Participation) -> dict[str, BilingualText]:
    """When and where the interview is."""
    interview = state.interview
    if interview is None or interview.at is None:
        return {}
    place = interview.place or ""
    when = on_both_clocks(interview.at, state, interview.time_zone or state.time_zone)
    return {"when": when, "place": BilingualText(ja=place, en=place)}


def interview_entry(state: Participation, *, cancelled: bool = False) -> CalendarEntry | None:
    """The calendar entry of an interview; `cancelled` takes it out again."""
    interview = state.interview
    if interview is None or interview.at is None:
        return None
    return CalendarEntry(
        uid=f"{state.id}.interview",
        sequence=interview.sequence + cancelled,
        title=BilingualText(ja="面談", en="Interview"),
        start=interview.at,
        minutes=interview.minutes,
        cancelled=cancelled,
    )


def no_more_interview(state: Participation) -> CalendarEntry | None:
    """What takes an interview that is still to come about out of calendars; None where there is none."""
    awaited = state.interview is not None and state.interview.standing == "arranged"
    return interview_entry(state, cancelled=True) if awaited else None
