"""Gatherings of a service's members: study meetings, counselling days, whatever a playbook names."""

from typing import Annotated

from pydantic import Field, StringConstraints

from domain.playbooks.capabilities.capability import Capability
from domain.playbooks.models import PlaybookModel
from domain.shared.periods import Period
from domain.shared.values import BilingualText

TimeOfDay = Annotated[str, StringConstraints(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]
"""Hours and minutes by the clocks of the service's zone, such as 19:00."""

WHEN_AND_WHERE = frozenset({"gathering", "when", "place"})


class GatheringRules(PlaybookModel):
    """One kind of gathering: what it is called, how long it lasts, for how many.

    With fewer than `minimum` registered, the office is told two days before; no more than `capacity` may register
    (where it is not said, everybody).
    """

    name: BilingualText
    minutes: Annotated[int, Field(ge=10, le=1440)] = 90
    minimum: Annotated[int, Field(ge=0, le=100_000)] = 0
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


GATHERINGS = Capability(
    name="gatherings",
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
    },
    examples={
        "rules.gatherings*": '[rules.gatherings.counselling_day] ⏎ name = { ja = "相談日", en = "Counselling day" }',
        "rules.study_meetings.every": 'every = "P6M"',
        "rules.study_meetings.invite_before": 'invite_before = "P21D"',
        "rules.study_meetings.at": 'at = "14:00"',
        "rules.study_meetings*": '[rules.study_meetings] ⏎ name = { ja = "勉強会", en = "Study meeting" }'
        ' ⏎ every = "P6M" ⏎ place = "オンライン"',
    },
)
