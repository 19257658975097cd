"""What happened to an engagement between its steps: in part, in dispute, paused, ended early, in other hands."""

from typing import Literal

from pydantic import AwareDatetime

from domain.shared.actors import Actor
from domain.shared.models import Event
from domain.shared.values import Identifier, PersonalText, Yen
from domain.shared.waiting import Owner, Schedule


class MilestonePartlyApproved(Event):
    """The company accepted a part of a delivery, worth `accepted_fee` yen; the rest is delivered again."""

    type: Literal["MilestonePartlyApproved"] = "MilestonePartlyApproved"
    milestone: Identifier
    delivery: int
    by: Actor
    accepted_fee: Yen
    missing: PersonalText


class DisagreementRaised(Event):
    """The participants do not agree with the changes that were asked for; the coordinator has it."""

    type: Literal["DisagreementRaised"] = "DisagreementRaised"
    milestone: Identifier
    delivery: int
    by: Actor
    position: PersonalText
    schedule: Schedule
    owner: Owner


class DisagreementSettled(Event):
    """Both sides settled it, and the coordinator wrote down how."""

    type: Literal["DisagreementSettled"] = "DisagreementSettled"
    milestone: Identifier
    delivery: int
    by: Actor
    outcome: Literal["changes_stand", "changes_dropped", "agreed_otherwise"]
    settlement: PersonalText


class EngagementPaused(Event):
    """Work rests."""

    type: Literal["EngagementPaused"] = "EngagementPaused"
    by: Actor
    reason: PersonalText


class EngagementResumed(Event):
    """Work goes on; `schedules` are the new ones of what is waited for, by the keys of the waits."""

    type: Literal["EngagementResumed"] = "EngagementResumed"
    by: Actor
    schedules: dict[str, Schedule]


class NoticeGiven(Event):
    """The work ends early, at `ends_at`."""

    type: Literal["NoticeGiven"] = "NoticeGiven"
    by: Actor
    given_by: Literal["company", "participants", "region"]
    reason: PersonalText
    ends_at: AwareDatetime


class NoticeWithdrawn(Event):
    """The notice of an early end at `ends_at` is taken back: the work goes on."""

    type: Literal["NoticeWithdrawn"] = "NoticeWithdrawn"
    by: Actor
    ends_at: AwareDatetime


class EngagementTerminated(Event):
    """The notice is over and the work has ended early; what was delivered is still decided on."""

    type: Literal["EngagementTerminated"] = "EngagementTerminated"


class EngagementCancelled(Event):
    """It does not take place."""

    type: Literal["EngagementCancelled"] = "EngagementCancelled"
    by: Actor
    reason: PersonalText


CourseEvent = (
    MilestonePartlyApproved
    | DisagreementRaised
    | DisagreementSettled
    | EngagementPaused
    | EngagementResumed
    | NoticeGiven
    | NoticeWithdrawn
    | EngagementTerminated
    | EngagementCancelled
)
