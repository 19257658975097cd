"""Gatherings of a service's members: study meetings, counselling days, whatever a playbook names."""

import re
from collections.abc import Iterator, Mapping
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from domain.playbooks.capabilities.capability import Capability, Check, Senseless, longer, senseless
from domain.playbooks.models import PlaybookModel
from domain.shared.mistakes import mistake
from domain.shared.periods import Period
from domain.shared.values import BilingualText


def checked_time(text: str) -> str:
    """A time of day by the clock.

    Raises:
        ValueError: it is none from 00:00 to 23:59; told in both languages.
    """
    if not re.fullmatch(r"([01][0-9]|2[0-3]):[0-5][0-9]", text):
        raise mistake(
            f"{text[:60]!r} は時刻ではありません。00:00 から 23:59 までを、19:00 のように書いてください。",
            f"{text[:60]!r} is no time of day; write one from 00:00 to 23:59, such as 19:00.",
        )
    return text


TimeOfDay = Annotated[str, AfterValidator(checked_time)]
"""Hours and minutes by the clocks of the service's zone, such as 19:00."""

WHEN_AND_WHERE = frozenset({"gathering", "when", "place"})


class GatheringRules(PlaybookModel):
    """One kind of gathering: what it is called, how long it lasts, for how many.

    With fewer than `minimum` registered, the office is told `small_before` it begins; no more than `capacity` may
    register (where it is not said, everybody).
    """

    name: BilingualText
    minutes: Annotated[int, Field(ge=10, le=1440)] = 90
    minimum: Annotated[int, Field(ge=0, le=100_000)] = 0
    small_before: Period = "P2D"
    capacity: Annotated[int, Field(ge=1, le=100_000)] | None = None


class StudyMeetingRules(GatheringRules):
    """Meetings that the service arranges itself: one `every` period, at a time of day, at a place or a link.

    Invitations go out `invite_before`; `times` bounds their number (where it is not said, the service's life does).
    """

    every: Period
    invite_before: Period = "P21D"
    at: TimeOfDay = "14:00"
    place: Annotated[str, StringConstraints(min_length=1, max_length=200)]
    times: Annotated[int, Field(ge=1, le=1000)] | None = None


def enough_room(rules: GatheringRules, *place: str) -> Iterator[Senseless]:
    """That as many may register as are hoped for."""
    if rules.capacity is not None and rules.minimum > rules.capacity:
        yield senseless(
            f"定員({rules.capacity} 名)より多い {rules.minimum} 名を、最少の人数にはできません。",
            f"With room for {rules.capacity}, the {rules.minimum} that are hoped for can never register.",
            f"minimum = {rules.capacity} ⏎ capacity = {rules.minimum}",
            (*place, "minimum"),
        )


def _room_in_gatherings(gatherings: Mapping[str, GatheringRules]) -> Iterator[Senseless]:
    for name, one in gatherings.items():
        yield from enough_room(one, "gatherings", name)


def _study_meetings_make_sense(meetings: StudyMeetingRules | None) -> Iterator[Senseless]:
    if meetings is None:
        return
    yield from enough_room(meetings, "study_meetings")
    if longer(meetings.invite_before, meetings.every):
        yield senseless(
            f"次の会({meetings.every} ごと)への招待({meetings.invite_before} 前)が、その前の会より先になります。",
            f"Invitations would go out {meetings.invite_before} ahead, before the meeting that comes before: "
            f"there is one every {meetings.every}.",
            f'invite_before = "{meetings.every}" ⏎ every = "{meetings.invite_before}"',
            ("study_meetings", "invite_before"),
            ("study_meetings", "every"),
        )


GATHERINGS = Capability(
    name="gatherings",
    waits=("attendance_record",),
    messages={
        "gathering_invited": WHEN_AND_WHERE,
        "gathering_registered": WHEN_AND_WHERE,
        "gathering_full": WHEN_AND_WHERE,
        "gathering_moved": WHEN_AND_WHERE,
        "gathering_invitation_moved": WHEN_AND_WHERE,
        "gathering_move_full": WHEN_AND_WHERE,
        "gathering_called_off": WHEN_AND_WHERE | {"reason"},
        "gathering_too_small": WHEN_AND_WHERE | {"number", "minimum"},
        "gathering_held": WHEN_AND_WHERE | {"number"},
        "attendance_record_reminder": WHEN_AND_WHERE | {"number"},
        "attendance_record_escalated": WHEN_AND_WHERE | {"number"},
    },
    examples={
        "rules.*.minimum": "minimum = 2",
        "rules.*.capacity": "capacity = 20",
        "rules.gatherings*": '[rules.gatherings.counselling_day] ⏎ name = { ja = "相談日", en = "Counselling day" }',
        "rules.study_meetings.times": "times = 4",
        "rules.study_meetings.every": 'every = "P6M"',
        "rules.study_meetings.invite_before": 'invite_before = "P21D"',
        "rules.study_meetings.at": 'at = "14:00"',
        "rules.study_meetings*": '[rules.study_meetings] ⏎ name = { ja = "勉強会", en = "Study meeting" }'
        ' ⏎ every = "P6M" ⏎ place = "オンライン"',
    },
    checks=(Check(("gatherings",), _room_in_gatherings), Check(("study_meetings",), _study_meetings_make_sense)),
)
