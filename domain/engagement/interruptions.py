"""Pauses and early ends as an engagement keeps them, and how events change them."""

from typing import Literal, assert_never

from pydantic import AwareDatetime

from domain.engagement import course_events as course
from domain.shared.actors import Actor
from domain.shared.models import FrozenModel
from domain.shared.values import PersonalText
from domain.shared.waiting import Wait

WORK_WAITS = ("milestone_approval", "disagreement")
"""Kinds of waits that belong to the work: nobody is reminded of them while it rests."""

InterruptionEvent = (
    course.EngagementPaused
    | course.EngagementResumed
    | course.NoticeGiven
    | course.NoticeWithdrawn
    | course.EngagementTerminated
    | course.EngagementCancelled
)


class Pause(FrozenModel):
    """Why work rests, and who let it."""

    by: Actor
    reason: PersonalText


class Ending(FrozenModel):
    """Why it ends early or never began, and who wants it so; `ends_at` is when the notice is over."""

    kind: Literal["notice", "terminated", "cancelled"]
    by: Actor
    reason: PersonalText
    given_by: str | None = None
    ends_at: AwareDatetime | None = None


def interruption_changes(ending: Ending | None, waits: dict[str, Wait], event: InterruptionEvent) -> dict[str, object]:
    """What one event changes about pause, ending and waits."""
    match event:
        case course.EngagementPaused():
            return {"pause": Pause(by=event.by, reason=event.reason)}
        case course.EngagementResumed():
            fresh = {key: waits[key].model_copy(update={"schedule": one}) for key, one in event.schedules.items()}
            return {"pause": None, "waits": {**waits, **fresh}}
        case course.NoticeGiven():
            return {"ending": Ending(kind="notice", **event.model_dump(exclude={"type"}))}
        case course.NoticeWithdrawn():
            return {"ending": None}
        case course.EngagementTerminated():
            return {"ending": ending.model_copy(update={"kind": "terminated"}) if ending else None}
        case course.EngagementCancelled():
            return {"ending": Ending(kind="cancelled", by=event.by, reason=event.reason), "stage": "ended", "waits": {}}
        case _:
            assert_never(event)
