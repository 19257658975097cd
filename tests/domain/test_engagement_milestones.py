"""Results: planned, delivered, approved or sent back, paid. Silence never approves."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from domain.engagement import commands as asked
from domain.engagement import events as happened
from domain.engagement.deliveries import content_of
from domain.shared.deadlines import Escalated, MeetDeadline, Reminded
from domain.shared.effects import Notify
from domain.shared.models import Event
from domain.shared.waiting import Schedule

from support import engagements as made
from support.deciding import COMPANY, NOW, OTHER_COMPANY, PARTICIPANT, SYSTEM
from support.people import private
from support.rules import waiting

PLAN = asked.PlanMilestone(milestone=made.MILESTONE, title="企画書", fee=made.FEE, due_on=date(2026, 6, 30))
DELIVER = asked.DeliverMilestone(milestone=made.MILESTONE, evidence=made.EVIDENCE)


def approve(number: int = 1, content: str = made.CONTENT) -> asked.ApproveMilestone:
    """The company's yes."""
    return asked.ApproveMilestone(milestone=made.MILESTONE, delivery=number, content=content)


def send_back(number: int = 1, content: str = made.CONTENT) -> asked.RequestChanges:
    """The company's not yet."""
    return asked.RequestChanges(milestone=made.MILESTONE, delivery=number, content=content, missing="費用の見積もり")


def test_a_result_is_planned_until_the_retrospective() -> None:
    for events in (made.published(), made.filled()):
        made.given().history(events).when(PLAN).then(made.planned())


def test_today_where_the_company_is_is_early_enough() -> None:
    # 15:30 in London on the first is already the second in Japan.
    late = datetime(2026, 4, 1, 15, 30, tzinfo=UTC)
    for day, refused in ((date(2026, 4, 1), True), (date(2026, 4, 2), False)):
        outcome = made.given().history(made.published()).at(late).when(PLAN.model_copy(update={"due_on": day}))
        assert (outcome.refusal is not None) is refused


@pytest.mark.parametrize(
    ("events", "changes", "code", "field"),
    [
        (made.executing(), {}, "milestone-exists", "milestone"),
        (made.published(), {"milestone": "a.b"}, "milestone-id", "milestone"),
        (made.published(), {"due_on": date(2026, 3, 31)}, "date-past", "due_on"),
        (made.looking_back(), {"milestone": "another"}, "work-over", None),
    ],
)
def test_a_plan_is_refused(events: list[Event], changes: dict[str, Any], code: str, field: str | None) -> None:
    made.given().history(events).when(PLAN.model_copy(update=changes)).refused(code, field)


def test_a_delivery_asks_the_company_and_starts_the_sixty_days() -> None:
    outcome = made.given().history(made.executing()).when(DELIVER, by=PARTICIPANT).then(made.delivery())
    requests = [effect for effect in outcome.effects() if isinstance(effect, Notify)]
    assert [(one.to, one.decision) for one in requests] == [("company-1", "flag-plan.1"), ("company-2", "flag-plan.1")]
    assert {one.template for one in requests} == {"milestone_approval_request"}
    assert requests[0].about["amount"] == "120,000"
    assert requests[0].about["due"] == "2026-05-30"


def test_what_is_owed_nothing_for_is_waited_for_by_nobody() -> None:
    outcome = made.given().history(made.executing(fee=0)).when(DELIVER, by=PARTICIPANT)
    assert set(outcome.state.waits) == {"milestone_approval:flag-plan.1"}


def test_the_content_is_what_is_shown() -> None:
    evidence = private("participant-1", made.EVIDENCE)
    shown = (made.MILESTONE, "企画書", made.FEE, 1, evidence)
    others = [
        ("other", *shown[1:]),
        (*shown[:2], made.FEE + 1, *shown[3:]),
        (*shown[:3], 2, shown[4]),
        (*shown[:4], private("participant-1", "別の文")),
        (*shown[:4], evidence.model_copy(update={"text": None, "sealed": "c2VhbGVk"})),
    ]
    assert len({content_of(*one) for one in (shown, *others)}) == len(others) + 1


@pytest.mark.parametrize(
    ("events", "command", "code", "field"),
    [
        (made.executing(), DELIVER.model_copy(update={"milestone": "other"}), "milestone-unknown", "milestone"),
        ([*made.filled(), made.planned()], DELIVER, "not-in-execution", None),
        (made.looking_back(), DELIVER, "not-in-execution", None),
        (made.delivered(), DELIVER, "delivered-already", None),
        (made.approved(), DELIVER, "approved-already", None),
    ],
)
def test_a_delivery_is_refused(events: list[Event], command: Any, code: str, field: str | None) -> None:
    made.given().history(events).when(command, by=PARTICIPANT).refused(code, field)


def test_the_company_approves_exactly_what_it_was_shown() -> None:
    outcome = made.given().history(made.delivered()).when(approve(), by=COMPANY).then(made.approval())
    told = [("milestone_approved", person) for person in ("participant-1", "coordinator-1", "company-2")]
    assert outcome.told() == told
    assert set(outcome.state.waits) == {"payment:flag-plan"}


def test_the_company_sends_back_and_says_what_is_missing() -> None:
    outcome = made.given().history(made.delivered()).when(send_back(), by=COMPANY).then(made.sent_back())
    told = [("milestone_changes_requested", person) for person in ("participant-1", "coordinator-1", "company-2")]
    assert outcome.told() == told


def test_a_fee_is_due_on_its_day_until_it_is_paid() -> None:
    owed = made.given().history(made.delivered()).state
    assert owed.due_days == {f"payment:{made.MILESTONE}": made.SIXTIETH_DAY}
    assert owed.waits[f"payment:{made.MILESTONE}"].schedule.escalate_at.date() > made.SIXTIETH_DAY
    paid = happened.PaymentRecorded(milestone=made.MILESTONE, paid_on=made.SIXTIETH_DAY)
    assert made.given().history([*made.delivered(), paid]).state.due_days == {}


def test_a_second_delivery_asks_again_and_payment_still_runs_from_the_first_receipt() -> None:
    later = NOW + timedelta(days=20)
    again = made.given().history([*made.delivered(), made.sent_back()]).at(later)
    outcome = again.when(DELIVER, by=PARTICIPANT)
    due = datetime.fromisoformat("2026-05-30T09:00+09:00")
    schedule = Schedule(since=later, remind_at=due, escalate_at=due + timedelta(days=1))
    approval = waiting("milestone_approval", later)
    outcome.then(made.delivery(2, approval=approval, payment_schedule=schedule))
    assert set(outcome.state.waits) == {"milestone_approval:flag-plan.2", "payment:flag-plan"}


SECOND_DELIVERY = [*made.delivered(), made.sent_back(), made.delivery(2)]


@pytest.mark.parametrize("decision", [approve, send_back])
@pytest.mark.parametrize(
    ("events", "number", "content", "code"),
    [
        (made.executing(), 1, made.CONTENT, "not-delivered"),
        (made.delivered(), 2, made.CONTENT, "not-delivered"),
        (made.delivered(), 1, made.OTHER_CONTENT, "content-changed"),
        (made.approved(), 1, made.CONTENT, "decided-already"),
        ([*made.delivered(), made.sent_back()], 1, made.CONTENT, "decided-already"),
        (SECOND_DELIVERY, 1, made.CONTENT, "superseded"),
    ],
)
def test_a_decision_is_refused(decision: Any, events: list[Event], number: int, content: str, code: str) -> None:
    made.given().history(events).when(decision(number, content), by=COMPANY).refused(code)


def test_the_second_to_decide_is_told_who_did_and_when_there() -> None:
    refusal = made.given().history(made.approved()).when(send_back(), by=OTHER_COMPANY).refused("decided-already")
    assert refusal.details == {"by": "company-1", "at": "2026-04-01T10:00+09:00", "decision": "approved"}
    assert "company-1" in refusal.explain("ja")
    assert "4月1日(水) 10:00(日本時間) に「承認」" in refusal.explain("ja")
    assert "decided on Wed 1 Apr, 10:00 (Japan time): approved." in refusal.explain("en")


def test_an_unknown_milestone_is_not_decided_on() -> None:
    command = asked.ApproveMilestone(milestone="other", delivery=1, content=made.CONTENT)
    made.given().history(made.delivered()).when(command, by=COMPANY).refused("milestone-unknown", "milestone")


def test_silence_reminds_then_escalates_and_never_approves() -> None:
    given = made.given().history(made.delivered())
    first = MeetDeadline(kind="milestone_approval", subject="flag-plan.1", ordinal=1)
    second = first.model_copy(update={"ordinal": 2})
    values = {"kind": "milestone_approval", "subject": "flag-plan.1", "owner": made.OWNER}
    early = given.at(NOW + timedelta(days=3, seconds=-1)).when(first, by=SYSTEM)
    early.then()
    reminded = given.at(NOW + timedelta(days=3)).when(first, by=SYSTEM).then(Reminded.model_validate(values))
    assert [one.decision for one in reminded.effects() if isinstance(one, Notify)] == ["flag-plan.1"] * 2
    after = given.events(*reminded.events)
    escalated = after.at(NOW + timedelta(days=7)).when(second, by=SYSTEM).then(Escalated.model_validate(values))
    assert escalated.told() == [("milestone_approval_escalated", "coordinator-1")]
    assert [one.decision for one in escalated.effects() if isinstance(one, Notify)] == [None]
    assert not escalated.state.milestones[made.MILESTONE].approved


@pytest.mark.parametrize("ordinal", [0, 2, 3])
def test_a_deadline_of_another_step_changes_nothing(ordinal: int) -> None:
    command = MeetDeadline(kind="milestone_approval", subject="flag-plan.1", ordinal=ordinal)
    made.given().history(made.delivered()).at(NOW + timedelta(days=365)).when(command, by=SYSTEM).then()


def test_payment_is_reminded_on_the_sixtieth_day_whether_or_not_anyone_approved() -> None:
    reminder = MeetDeadline(kind="payment", subject="flag-plan", ordinal=1)
    expected = Reminded(kind="payment", subject="flag-plan", owner=made.OWNER)
    due = datetime.fromisoformat("2026-05-30T09:00+09:00")
    for events in (made.delivered(), made.approved()):
        outcome = made.given().history(events).at(due).when(reminder, by=SYSTEM).then(expected)
        assert outcome.told() == [("payment_reminder", "company-1"), ("payment_reminder", "company-2")]


def pay(day: date) -> asked.RecordPayment:
    """The fee was paid on that day."""
    return asked.RecordPayment(milestone=made.MILESTONE, paid_on=day)


def test_a_payment_is_recorded_and_no_longer_waited_for() -> None:
    event = happened.PaymentRecorded(milestone=made.MILESTONE, paid_on=date(2026, 4, 1))
    outcome = made.given().history(made.approved()).when(pay(date(2026, 4, 1)), by=COMPANY).then(event)
    assert outcome.state.waits == {}


def test_a_fee_is_still_paid_when_everything_else_is_over() -> None:
    given = made.given().history(made.ended()).at(NOW + timedelta(days=300))
    assert set(given.state.waits) == {"payment:flag-plan"}
    event = happened.PaymentRecorded(milestone=made.MILESTONE, paid_on=date(2026, 5, 1))
    given.when(pay(date(2026, 5, 1))).then(event)


PAID = happened.PaymentRecorded(milestone=made.MILESTONE, paid_on=date(2026, 4, 1))


@pytest.mark.parametrize(
    ("events", "day", "code", "field"),
    [
        (made.executing(), date(2026, 4, 1), "not-delivered", None),
        ([*made.approved(), PAID], date(2026, 4, 1), "paid-already", None),
        (made.approved(), date(2026, 3, 31), "date-impossible", "paid_on"),
        (made.approved(), date(2026, 4, 2), "date-impossible", "paid_on"),
    ],
)
def test_a_payment_is_refused(events: list[Event], day: date, code: str, field: str | None) -> None:
    made.given().history(events).when(pay(day)).refused(code, field)


def test_evidence_belongs_to_whom_delivered_it() -> None:
    outcome = made.given().history(made.executing()).when(DELIVER)
    delivered = outcome.events[0]
    assert isinstance(delivered, happened.MilestoneDelivered)
    assert delivered.evidence == private("coordinator-1", made.EVIDENCE)
