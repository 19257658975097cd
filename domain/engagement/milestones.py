"""Results: planned, delivered, approved or sent back, paid. Silence never approves."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from domain.engagement import commands as asked
from domain.engagement.course_commands import ApprovePartly
from domain.engagement.events import (
    ChangesRequested,
    MilestoneApproved,
    MilestoneDelivered,
    MilestonePlanned,
    PaymentRecorded,
)
from domain.engagement.interrupting import require_work
from domain.engagement.results import Milestone, Outcome
from domain.engagement.state import Engagement
from domain.legal.payment import act_applies, due_date
from domain.shared.decider import Context
from domain.shared.models import Event
from domain.shared.periods import days_after, local_date, morning_of
from domain.shared.refusals import DomainError, refusal
from domain.shared.values import narrative
from domain.shared.waiting import Schedule
from domain.shared.wording import moment_in_words

DECIDED: dict[Outcome, tuple[str, str]] = {
    "approved": ("承認", "approved"),
    "partly_approved": ("一部承認", "approved in part"),
    "changes_requested": ("修正依頼", "sent back"),
}
LONGEST_ID = 56
"""A milestone's id stands in its deliveries' ids, with a number behind it."""


def plan(command: asked.PlanMilestone, state: Engagement, context: Context) -> list[Event]:
    """A result is agreed on, with a day that is not past."""
    # Messages name places in the state with dots between, and an approval's subject ends with a dot and a number.
    if "." in command.milestone:
        raise refusal(
            "milestone-id",
            wrong=(f"番号「{command.milestone}」に点があります。", f"The id {command.milestone} holds a dot."),
            right=(
                "英小文字・数字・ハイフンで書いてください。",
                "Write it with lower-case letters, digits and dashes.",
            ),
            field="milestone",
        )
    if len(command.milestone) > LONGEST_ID:
        raise refusal(
            "milestone-id",
            wrong=("番号が長すぎます。", "The id is too long."),
            right=(f"{LONGEST_ID} 文字までにしてください。", f"Write at most {LONGEST_ID} characters."),
            field="milestone",
        )
    if command.milestone in state.milestones:
        raise refusal(
            "milestone-exists",
            wrong=(
                f"マイルストーン「{command.milestone}」はすでにあります。",
                f"Milestone {command.milestone} exists.",
            ),
            right=("別の番号にしてください。", "Give it another id."),
            field="milestone",
        )
    if state.stage not in ("recruit", "prepare", "accompany") or state.terminated:
        raise refusal(
            "work-over",
            wrong=("作業の期間は終わっています。", "The time of work is over."),
            right=("振り返りの前に計画してください。", "Plan results before the retrospective."),
        )
    if command.due_on < local_date(context.now, state.time_zone):
        raise refusal(
            "date-past",
            wrong=(f"期日 {command.due_on} は過ぎています。", f"{command.due_on} is past."),
            right=("今日以降の日付にしてください。", "Choose today or a later day."),
            field="due_on",
        )
    return [MilestonePlanned(**command.model_dump(exclude={"type"}))]


def require_milestone(state: Engagement, milestone: str) -> Milestone:
    """The milestone of this id.

    Raises:
        DomainError: there is none.
    """
    if milestone not in state.milestones:
        known = ", ".join(state.milestones) or "-"
        raise refusal(
            "milestone-unknown",
            wrong=(f"マイルストーン「{milestone}」はありません。", f"There is no milestone {milestone}."),
            right=(f"あるのは: {known}。", f"There are: {known}."),
            field="milestone",
        )
    return state.milestones[milestone]


def deliver(command: asked.DeliverMilestone, state: Engagement, context: Context) -> list[Event]:
    """A result is handed over: the company is asked, and the days until payment begin to count."""
    milestone = require_milestone(state, command.milestone)
    require_work(state)
    if milestone.approved:
        raise refusal(
            "approved-already",
            wrong=("この成果はすでに承認されています。", "This result was approved already."),
            right=("続きは新しいマイルストーンとして計画してください。", "Plan what comes next as another milestone."),
        )
    if milestone.open_disagreement is not None:
        raise refusal(
            "disagreement-open",
            wrong=("修正依頼についての話し合いが続いています。", "The changes that were asked for are in dispute."),
            right=(
                "コーディネーターが SettleDisagreement で話し合いの結果を記録してから納品してください。",
                "Deliver when the coordinator has recorded how it was settled, with SettleDisagreement.",
            ),
        )
    if milestone.waits_for_decision:
        raise refusal(
            "delivered-already",
            wrong=("すでに納品されています。", "This was delivered already."),
            right=("企業の返答を待ってください。", "Wait for the company's answer; changes are delivered after that."),
        )
    return [_delivered(command, milestone, state, context)]


def _delivered(
    command: asked.DeliverMilestone, milestone: Milestone, state: Engagement, context: Context
) -> MilestoneDelivered:
    number = milestone.delivery + 1
    # A second delivery does not move the due date: the first receipt counts, which is the stricter reading.
    received = milestone.received_on or local_date(context.now, state.time_zone)
    due = _due_on(milestone, received, state)
    return MilestoneDelivered(
        milestone=command.milestone,
        delivery=number,
        evidence=narrative(context.actor.person, command.evidence),
        received_on=received,
        payment_due_on=due,
        payment_schedule=None if due is None else _payment_schedule(due, state.time_zone, context.now),
        approval=context.schedule("milestone_approval", state.time_zone),
        owner=state.company,
    )


def _due_on(milestone: Milestone, received: date, state: Engagement) -> date | None:
    """When the fee is due; what is done for nothing has no such day."""
    applies = act_applies(state.host_uses_employees, freelancer_uses_employees=False)
    return due_date(received, state.payment_days, applies) if milestone.fee else None


def _payment_schedule(due_on: date, zone: str, now: datetime) -> Schedule:
    remind = max(now, morning_of(due_on, zone))
    return Schedule(since=now, remind_at=remind, escalate_at=max(remind, morning_of(days_after(due_on, 1), zone)))


def approve(command: asked.ApproveMilestone, state: Engagement, context: Context) -> list[Event]:
    """The company accepts exactly what it was shown."""
    undecided(command, state)
    return [MilestoneApproved(milestone=command.milestone, delivery=command.delivery, by=context.actor)]


def request_changes(command: asked.RequestChanges, state: Engagement, context: Context) -> list[Event]:
    """The company says what is missing."""
    undecided(command, state)
    missing = narrative(context.actor.person, command.missing)
    return [ChangesRequested(milestone=command.milestone, delivery=command.delivery, by=context.actor, missing=missing)]


def undecided(command: asked.ApproveMilestone | asked.RequestChanges | ApprovePartly, state: Engagement) -> Milestone:
    """The milestone, if the delivery lies before the company, undecided and as it was shown.

    Raises:
        DomainError: it does not.
    """
    milestone = require_milestone(state, command.milestone)
    if milestone.delivery == 0 or command.delivery > milestone.delivery:
        raise refusal(
            "not-delivered",
            wrong=("まだ納品されていません。", "This was not delivered yet."),
            right=("納品を待ってください。", "Wait for the delivery."),
        )
    if milestone.decision is not None or command.delivery < milestone.delivery:
        raise _decided(milestone, state.time_zone)
    if command.content != milestone.content:
        raise refusal(
            "content-changed",
            wrong=("表示された内容と納品が一致しません。", "What was shown is not what was delivered."),
            right=("リンクをもう一度開いてください。", "Open the link again and read it anew."),
        )
    return milestone


def _decided(milestone: Milestone, zone: str) -> DomainError:
    decision = milestone.decision
    if decision is None:
        return refusal(
            "superseded",
            wrong=("この納品は新しいものに置き換えられました。", "A later delivery has taken its place."),
            right=("最新の納品について決めてください。", "Decide on the latest delivery."),
        )
    ja, en = DECIDED[decision.outcome]
    told = moment_in_words(decision.at, zone)
    when = decision.at.astimezone(ZoneInfo(zone)).isoformat(timespec="minutes")
    return refusal(
        "decided-already",
        wrong=(
            f"{decision.by.person} さんが {told.ja} に「{ja}」と決めています。",
            f"{decision.by.person} decided on {told.en}: {en}.",
        ),
        right=("決定は一度だけです。", "A delivery is decided once."),
        details={"by": decision.by.person, "at": when, "decision": en},
    )


def record_payment(command: asked.RecordPayment, state: Engagement, context: Context) -> list[Event]:
    """A fee that was due is paid; not before its receipt, and not in the future."""
    milestone = require_milestone(state, command.milestone)
    today = local_date(context.now, state.time_zone)
    if milestone.received_on is None:
        raise refusal(
            "not-delivered",
            wrong=("まだ納品されていません。", "This was not delivered yet."),
            right=("納品の後に支払いを記録してください。", "Record its payment after the delivery."),
        )
    if not milestone.fee:
        raise refusal(
            "no-fee",
            wrong=("この成果に報酬はありません。", "There is no fee for this result."),
            right=("支払いの記録は要りません。", "No payment has to be recorded."),
            field="milestone",
        )
    if milestone.paid_on is not None:
        raise refusal(
            "paid-already",
            wrong=(f"{milestone.paid_on} に支払い済みです。", f"It was paid on {milestone.paid_on}."),
            right=("支払いは一度だけ記録します。", "A payment is recorded once."),
        )
    if not milestone.received_on <= command.paid_on <= today:
        raise refusal(
            "date-impossible",
            wrong=(f"支払日 {command.paid_on} はありえません。", f"{command.paid_on} cannot be the day of payment."),
            right=(
                f"{milestone.received_on} から {today} までの日付にしてください。",
                f"Choose a day from {milestone.received_on} to {today}.",
            ),
            field="paid_on",
        )
    return [PaymentRecorded(milestone=command.milestone, paid_on=command.paid_on)]
