"""Results and how events change them: deliveries, decisions on them, disagreements about them."""

from datetime import date, datetime
from typing import Literal, assert_never

from pydantic import AwareDatetime, Field

from domain.engagement import course_events as course
from domain.engagement import events as happened
from domain.engagement.deliveries import content_of
from domain.shared.actors import Actor
from domain.shared.models import FrozenModel
from domain.shared.values import PersonalText
from domain.shared.waiting import Wait, closed, opened

Outcome = Literal["approved", "partly_approved", "changes_requested"]
DecisionEvent = happened.MilestoneApproved | happened.ChangesRequested | course.MilestonePartlyApproved
ResultEvent = (
    happened.MilestonePlanned
    | happened.MilestoneDelivered
    | DecisionEvent
    | happened.PaymentRecorded
    | course.DisagreementRaised
    | course.DisagreementSettled
)


class Decision(FrozenModel):
    """Who decided on a delivery, when and how."""

    outcome: Outcome
    by: Actor
    at: AwareDatetime

    @property
    def approved(self) -> bool:
        """Whether the whole delivery was accepted."""
        return self.outcome == "approved"


class Disagreement(FrozenModel):
    """Both positions about one delivery, and how it was settled (None while it is open)."""

    by: Actor
    position: PersonalText
    company_position: PersonalText | None
    outcome: str | None = None
    settlement: PersonalText | None = None
    settled_by: Actor | None = None


class Milestone(FrozenModel):
    """A result with its fee in yen; `delivery` counts its deliveries, `decision` is that on the last one.

    `content` is the fingerprint of the last delivery (see `content_of`), which a decision has to name. `accepted_fee`
    is the part of the fee that was accepted so far; `disagreements` are kept by delivery.
    """

    title: str
    fee: int
    due_on: date
    delivery: int = 0
    evidence: PersonalText | None = None
    content: str | None = None
    received_on: date | None = None
    payment_due_on: date | None = None
    paid_on: date | None = None
    decision: Decision | None = None
    missing: PersonalText | None = None
    accepted_fee: int = 0
    disagreements: dict[str, Disagreement] = Field(default_factory=dict)

    @property
    def approved(self) -> bool:
        """Whether the company accepted it, as a whole."""
        return self.decision is not None and self.decision.approved

    @property
    def waits_for_decision(self) -> bool:
        """Whether a delivery lies before the company, undecided."""
        return self.delivery > 0 and self.decision is None

    @property
    def open_disagreement(self) -> Disagreement | None:
        """The disagreement about the last delivery that is not settled yet."""
        last = self.disagreements.get(str(self.delivery))
        return last if last is not None and last.outcome is None else None


def result_changes(
    milestones: dict[str, Milestone], waits: dict[str, Wait], event: ResultEvent, at: datetime
) -> dict[str, object]:
    """What one event changes about milestones and waits."""
    key = event.milestone
    match event:
        case happened.MilestonePlanned():
            planned = Milestone(title=event.title, fee=event.fee, due_on=event.due_on)
            return {"milestones": {**milestones, key: planned}}
        case happened.MilestoneDelivered():
            milestone, waits = _delivered(milestones[key], waits, event)
        case happened.PaymentRecorded():
            milestone = milestones[key].model_copy(update={"paid_on": event.paid_on})
            waits = closed(waits, f"payment:{key}")
        case happened.MilestoneApproved() | happened.ChangesRequested() | course.MilestonePartlyApproved():
            milestone = _decided(milestones[key], event, at)
            waits = closed(waits, f"milestone_approval:{key}.{event.delivery}")
        case course.DisagreementRaised():
            milestone, waits = _disputed(milestones[key], waits, event)
        case course.DisagreementSettled():
            milestone = _settled(milestones[key], event)
            waits = closed(waits, f"disagreement:{key}.{event.delivery}")
        case _:
            assert_never(event)
    return {"milestones": {**milestones, key: milestone}, "waits": waits}


def _delivered(
    milestone: Milestone, waits: dict[str, Wait], event: happened.MilestoneDelivered
) -> tuple[Milestone, dict[str, Wait]]:
    key, subject = event.milestone, f"{event.milestone}.{event.delivery}"
    taken_over = event.model_dump(include={"delivery", "received_on", "payment_due_on"})
    content = content_of(key, milestone.title, milestone.fee, event.delivery, event.evidence)
    changes = {**taken_over, "evidence": event.evidence, "content": content, "decision": None, "missing": None}
    approval = Wait(
        kind="milestone_approval",
        subject=subject,
        owner=event.owner,
        schedule=event.approval,
        process=f"milestone_approval:{subject}",
    )
    waits = opened(waits, approval)
    owed = milestone.fee and milestone.paid_on is None and f"payment:{key}" not in waits
    if owed and event.payment_schedule is not None:
        waits = opened(waits, Wait(kind="payment", subject=key, owner=event.owner, schedule=event.payment_schedule))
    return milestone.model_copy(update=changes), waits


def _decided(milestone: Milestone, event: DecisionEvent, at: datetime) -> Milestone:
    missing, accepted = None, milestone.accepted_fee
    outcome: Outcome
    match event:
        case happened.MilestoneApproved():
            outcome, accepted = "approved", milestone.fee
        case happened.ChangesRequested():
            outcome, missing = "changes_requested", event.missing
        case course.MilestonePartlyApproved():
            outcome, missing, accepted = "partly_approved", event.missing, accepted + event.accepted_fee
        case _:
            assert_never(event)
    decision = Decision(outcome=outcome, by=event.by, at=at)
    return milestone.model_copy(update={"decision": decision, "missing": missing, "accepted_fee": accepted})


def _disputed(
    milestone: Milestone, waits: dict[str, Wait], event: course.DisagreementRaised
) -> tuple[Milestone, dict[str, Wait]]:
    raised = Disagreement(by=event.by, position=event.position, company_position=milestone.missing)
    disagreements = {**milestone.disagreements, str(event.delivery): raised}
    subject = f"{event.milestone}.{event.delivery}"
    wait = Wait(kind="disagreement", subject=subject, owner=event.owner, schedule=event.schedule)
    return milestone.model_copy(update={"disagreements": disagreements}), opened(waits, wait)


def _settled(milestone: Milestone, event: course.DisagreementSettled) -> Milestone:
    number = str(event.delivery)
    changes = {"outcome": event.outcome, "settlement": event.settlement, "settled_by": event.by}
    settled = milestone.disagreements[number].model_copy(update=changes)
    return milestone.model_copy(update={"disagreements": {**milestone.disagreements, number: settled}})
