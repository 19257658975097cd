"""What happened to an engagement between its steps: in part, in dispute, paused, ended early, in other hands."""

from typing import Literal

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


CourseEvent = MilestonePartlyApproved | DisagreementRaised | DisagreementSettled
