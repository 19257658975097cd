"""Results that are accepted in part, and changes that the participants do not agree with."""

from datetime import timedelta
from typing import Any

import pytest

from domain.engagement import commands as asked
from domain.engagement import course_commands as course
from domain.engagement import course_events as happened
from domain.shared.actors import Actor, Role
from domain.shared.deadlines import Escalated, MeetDeadline, Reminded
from domain.shared.models import Event
from domain.shared.policy import authorize
from domain.shared.refusals import NotAllowed
from domain.shared.waiting import Owner

from support import engagements as made
from support.deciding import COMPANY, COORDINATOR, NOW, OTHER_COMPANY, PARTICIPANT, SYSTEM
from support.people import private
from support.rules import waiting

DELIVER = asked.DeliverMilestone(milestone=made.MILESTONE, evidence=made.EVIDENCE)
OFFICE = Owner(role=Role.COORDINATOR, persons=("coordinator-1",))


def accept(fee: int = 80_000, number: int = 1, content: str = made.CONTENT) -> course.ApprovePartly:
    """The company's yes to a part."""
    return course.ApprovePartly(
        milestone=made.MILESTONE, delivery=number, content=content, accepted_fee=fee, missing="費用の見積もり"
    )


def accepted(fee: int = 80_000, number: int = 1) -> happened.MilestonePartlyApproved:
    """The event of that."""
    missing = private("company-1", "費用の見積もり")
    return happened.MilestonePartlyApproved(
        milestone=made.MILESTONE, delivery=number, by=COMPANY, accepted_fee=fee, missing=missing
    )


def disagree(number: int = 1) -> course.DisagreeWithChanges:
    """The participants' no to the changes."""
    return course.DisagreeWithChanges(milestone=made.MILESTONE, delivery=number, position="契約の範囲を超えている")


def raised(number: int = 1, by: Actor = PARTICIPANT) -> happened.DisagreementRaised:
    """The event of that."""
    return happened.DisagreementRaised(
        milestone=made.MILESTONE,
        delivery=number,
        by=by,
        position=private(by.person, "契約の範囲を超えている"),
        schedule=waiting("disagreement", NOW),
        owner=OFFICE,
    )


SETTLE = course.SettleDisagreement(milestone=made.MILESTONE, outcome="changes_dropped", settlement="概算で足りる")
SETTLED = happened.DisagreementSettled(
    milestone=made.MILESTONE,
    delivery=1,
    by=COORDINATOR,
    outcome="changes_dropped",
    settlement=private("coordinator-1", "概算で足りる"),
)
PARTLY = [*made.delivered(), accepted()]
DISPUTED = [*PARTLY, raised()]


def test_a_part_is_accepted_and_the_rest_is_delivered_again() -> None:
    outcome = made.given().history(made.delivered()).when(accept(), by=COMPANY).then(accepted())
    told = [("milestone_partly_approved", person) for person in ("participant-1", "coordinator-1", "company-2")]
    assert outcome.told() == told
    assert set(outcome.state.waits) == {"payment:flag-plan"}
    assert not outcome.state.milestones[made.MILESTONE].approved
    again = made.given().history(PARTLY).when(DELIVER, by=PARTICIPANT)
    assert set(again.state.waits) == {"milestone_approval:flag-plan.2", "payment:flag-plan"}


def test_the_due_day_and_the_wait_for_the_payment_stay_as_they_were() -> None:
    before = made.given().history(made.delivered()).state
    after = made.given().history(PARTLY).state
    assert after.waits["payment:flag-plan"] == before.waits["payment:flag-plan"]
    assert after.milestones[made.MILESTONE].payment_due_on == made.SIXTIETH_DAY


def test_parts_add_up_and_never_to_the_whole() -> None:
    content = made.content_of(made.MILESTONE, "企画書", made.FEE, 2, private("participant-1", made.EVIDENCE))
    given = made.given().history([*PARTLY, made.delivery(2)])
    given.when(accept(40_000, 2, content), by=COMPANY).refused("not-a-part", "accepted_fee")
    state = given.when(accept(39_999, 2, content), by=COMPANY).then(accepted(39_999, 2)).state
    assert state.milestones[made.MILESTONE].accepted_fee == 119_999
    approve = asked.ApproveMilestone(milestone=made.MILESTONE, delivery=2, content=content)
    assert given.when(approve, by=COMPANY).state.milestones[made.MILESTONE].accepted_fee == made.FEE


@pytest.mark.parametrize("fee", [0, made.FEE, made.FEE + 1])
def test_neither_nothing_nor_everything_is_a_part(fee: int) -> None:
    refusal = made.given().history(made.delivered()).when(accept(fee), by=COMPANY).refused("not-a-part", "accepted_fee")
    assert "119,999" in refusal.explain("ja")


def test_where_there_is_no_fee_a_part_of_the_result_is_accepted() -> None:
    content = made.content_of(made.MILESTONE, "企画書", 0, 1, private("participant-1", made.EVIDENCE))
    given = made.given().history([*made.executing(fee=0), made.delivery()])
    given.when(accept(0, content=content), by=COMPANY).then(accepted(0))
    given.when(accept(1, content=content), by=COMPANY).refused("not-a-part", "accepted_fee")


@pytest.mark.parametrize(
    ("events", "content", "code"),
    [
        (made.executing(), made.CONTENT, "not-delivered"),
        (made.delivered(), made.OTHER_CONTENT, "content-changed"),
        (made.approved(), made.CONTENT, "decided-already"),
        (PARTLY, made.CONTENT, "decided-already"),
    ],
)
def test_a_delivery_is_decided_once_in_part_as_well(events: list[Event], content: str, code: str) -> None:
    made.given().history(events).when(accept(content=content), by=OTHER_COMPANY).refused(code)


def test_the_second_to_decide_hears_of_the_part() -> None:
    command = asked.ApproveMilestone(milestone=made.MILESTONE, delivery=1, content=made.CONTENT)
    refusal = made.given().history(PARTLY).when(command, by=OTHER_COMPANY).refused("decided-already")
    assert refusal.details["decision"] == "approved in part"
    assert "一部承認" in refusal.explain("ja")


def test_only_the_company_accepts_a_part_and_only_the_office_settles() -> None:
    given = made.given().history(DISPUTED)
    for command, actor in ((accept(), PARTICIPANT), (disagree(), COMPANY), (SETTLE, PARTICIPANT)):
        with pytest.raises(NotAllowed):
            authorize(given.aggregate, made.ID, command, actor, given.state)


@pytest.mark.parametrize("events", [PARTLY, [*made.delivered(), made.sent_back()]])
def test_participants_disagree_with_changes_and_the_coordinator_has_it(events: list[Event]) -> None:
    outcome = made.given().history(events).when(disagree(), by=PARTICIPANT).then(raised())
    assert outcome.told() == [("disagreement_raised", "coordinator-1")]
    assert outcome.state.waits["disagreement:flag-plan.1"].owner == OFFICE
    made.given().history(events).when(disagree()).then(raised(by=COORDINATOR))


@pytest.mark.parametrize(
    ("events", "number", "code", "field"),
    [
        (made.executing(), 1, "no-changes-requested", "delivery"),
        (made.delivered(), 1, "no-changes-requested", "delivery"),
        (made.approved(), 1, "no-changes-requested", "delivery"),
        (PARTLY, 2, "no-changes-requested", "delivery"),
        ([*PARTLY, made.delivery(2)], 1, "no-changes-requested", "delivery"),
        (DISPUTED, 1, "disagreed-already", None),
        ([*DISPUTED, SETTLED], 1, "disagreed-already", None),
    ],
)
def test_a_disagreement_is_refused(events: list[Event], number: int, code: str, field: str | None) -> None:
    made.given().history(events).when(disagree(number), by=PARTICIPANT).refused(code, field)


def test_nothing_is_delivered_while_it_is_in_dispute() -> None:
    made.given().history(DISPUTED).when(DELIVER, by=PARTICIPANT).refused("disagreement-open")
    outcome = made.given().history([*DISPUTED, SETTLED]).when(DELIVER, by=PARTICIPANT)
    assert [type(event).__name__ for event in outcome.events] == ["MilestoneDelivered"]


def test_a_settlement_keeps_both_positions_and_approves_nothing() -> None:
    outcome = made.given().history(DISPUTED).when(SETTLE).then(SETTLED)
    people = ("participant-1", "company-1", "company-2", "coordinator-1")
    assert outcome.told() == [("disagreement_settled", person) for person in people]
    milestone = made.given().history([*DISPUTED, SETTLED, made.delivery(2)]).state.milestones[made.MILESTONE]
    kept = milestone.disagreements["1"]
    assert (kept.company_position.text, kept.position.text) == ("費用の見積もり", "契約の範囲を超えている")
    assert kept.settlement.text == "概算で足りる"
    assert not milestone.approved
    assert "disagreement:flag-plan.1" not in outcome.state.waits


@pytest.mark.parametrize("events", [made.executing(), PARTLY, [*DISPUTED, SETTLED]])
def test_where_nothing_is_in_dispute_nothing_is_settled(events: list[Event]) -> None:
    made.given().history(events).when(SETTLE).refused("no-disagreement", "milestone")


def test_an_open_disagreement_reminds_the_coordinator_and_then_escalates() -> None:
    given: Any = made.given().history(DISPUTED)
    values = {"kind": "disagreement", "subject": "flag-plan.1", "owner": OFFICE}
    first = MeetDeadline(kind="disagreement", subject="flag-plan.1", ordinal=1)
    given.at(NOW + timedelta(days=2)).when(first, by=SYSTEM).then()
    reminded = given.at(NOW + timedelta(days=3)).when(first, by=SYSTEM).then(Reminded.model_validate(values))
    assert reminded.told() == [("disagreement_reminder", "coordinator-1")]
    second = first.model_copy(update={"ordinal": 2})
    later = given.events(*reminded.events).at(NOW + timedelta(days=9)).when(second, by=SYSTEM)
    later.then(Escalated.model_validate(values))
    assert later.told() == [("disagreement_escalated", "coordinator-1")]
    assert later.state.milestones[made.MILESTONE].open_disagreement is not None


def test_a_long_id_of_a_milestone_is_refused_before_its_deliveries_cannot_be_named() -> None:
    long = asked.PlanMilestone(milestone="m" * 57, title="企画書", fee=1, due_on=made.RECEIVED)
    given = made.given().history(made.published())
    given.when(long).refused("milestone-id", "milestone")
    assert given.when(long.model_copy(update={"milestone": "m" * 56})).events
