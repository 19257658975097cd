"""Versions of the plan: proposed, accepted by everybody whom they bind, in force; what differs, in words."""

from datetime import date
from typing import Any

import pytest

from domain.engagement import commands as engagement
from domain.engagement.premises import commands as ledger
from domain.engagement.premises.differences import differences, of_versions
from domain.engagement.premises.events import PlanAccepted, PlanInForce, PlannedResult
from domain.shared.actors import Actor

from support import engagements, stories
from support.consultation_stories import raised, reflect
from support.deciding import COMPANY, COORDINATOR, OTHER_COMPANY, OTHER_COORDINATOR, PARTICIPANT, SYSTEM
from support.driving import Driver
from support.engagement_stories import decision, deliver, pay
from support.premise_stories import (
    FALLEN,
    FIRST,
    HQ_PAYS,
    MARKET,
    SECOND,
    SENT,
    WITHDRAW,
    accept,
    contacts,
    disagree,
    propose,
    record,
    review,
)
from support.scenes import Scene, Story, made

EVERYBODY_BOUND = {"company-1": COMPANY, "company-2": OTHER_COMPANY, "participant-1": PARTICIPANT}


def after(story: Story, *more: Scene) -> Driver:
    """The engagement after a story."""
    driver = stories.driver("engagement")
    for scene in (*story, *more):
        scene.play(driver)
    return driver


def say(driver: Driver, make: Any, by: Actor = COORDINATOR) -> Any:
    """One command, made from where it stands."""
    return driver.send(made(make, driver.state, driver.now), by)


def code(driver: Driver, make: Any, by: Actor = COORDINATOR) -> str:
    """How one command is refused, which leaves no event."""
    step = say(driver, make, by)
    assert step.refusal is not None, step.events
    assert not step.events
    return str(step.refusal.code)


PROPOSED = (*FALLEN, Scene(propose(fee=200_000)))


def test_a_proposal_asks_everybody_whom_it_binds_and_says_what_changes() -> None:
    driver = after(FALLEN)
    step = say(driver, propose(fee=200_000))
    (event,) = step.events
    assert (event.version, event.because_of) == (2, (HQ_PAYS,))
    assert [one.person for one in event.bound] == list(EVERYBODY_BOUND)
    effects = driver.aggregate.react(event, step.after)
    assert [(one.template, one.to) for one in effects] == [("plan_proposed", one) for one in EVERYBODY_BOUND]
    said = effects[0].spoken["changes"].en
    assert "fee 120,000 yen → 200,000 yen" in said
    assert 'no longer rests on "hq-pays will stay as it is"' in said


def test_it_is_in_force_when_the_last_of_them_agrees_and_the_milestones_are_as_it_says() -> None:
    driver = after(PROPOSED)
    for person, actor in list(EVERYBODY_BOUND.items())[:2]:
        assert [type(one) for one in say(driver, accept(person), actor).events] == [PlanAccepted]
        assert driver.state.milestones[FIRST].fee == engagements.FEE
        assert code(driver, deliver(FIRST), PARTICIPANT) == "needs-rescoping"
    last = say(driver, accept("participant-1"), PARTICIPANT).events
    assert [type(one) for one in last] == [PlanAccepted, PlanInForce]
    assert driver.state.milestones[FIRST].fee == 200_000
    assert driver.state.ledger.rests_on[FIRST] == (MARKET,)
    assert say(driver, deliver(FIRST), PARTICIPANT).events
    assert say(driver, decision(engagement.ApproveMilestone, FIRST), COMPANY).events


def test_agreeing_twice_changes_nothing() -> None:
    driver = after(PROPOSED, Scene(accept("company-1"), COMPANY))
    assert say(driver, accept("company-1"), COMPANY).events == ()


def test_no_answer_reminds_then_escalates_and_agrees_to_nothing() -> None:
    driver = after(PROPOSED)
    kinds = []
    while (step := driver.meet_next()) is not None:
        kinds += [type(event).__name__ for event in step.events if getattr(event, "kind", "") == "plan_acceptance"]
    assert kinds == ["Reminded"] * 3 + ["Escalated"] * 3
    plan = driver.state.ledger.open_plan
    assert plan is not None
    assert plan.unanswered == list(EVERYBODY_BOUND)
    assert code(driver, deliver(FIRST), PARTICIPANT) == "needs-rescoping"


def test_people_answer_for_themselves_or_tell_a_coordinator() -> None:
    driver = after(PROPOSED)
    assert code(driver, accept("company-1"), PARTICIPANT) == "not-bound"
    assert code(driver, accept("coordinator-1"), COORDINATOR) == "not-bound"
    assert code(driver, accept("company-1", back=1), COMPANY) == "plan-not-open"
    assert say(driver, accept("company-1"), COORDINATOR).events[0].by == COORDINATOR


def test_a_no_with_a_reason_ends_the_proposal_and_another_one_is_made() -> None:
    driver = after(PROPOSED, Scene(disagree("participant-1"), PARTICIPANT))
    assert driver.state.ledger.plans["2"].standing == "declined"
    assert not [wait for wait in driver.state.waits.values() if wait.kind == "plan_acceptance"]
    assert code(driver, accept("company-1"), COMPANY) == "plan-not-open"
    assert say(driver, propose()).events[0].version == 3


def test_a_new_proposal_takes_the_place_of_an_open_one_and_is_agreed_to_anew() -> None:
    driver = after(PROPOSED, Scene(accept("company-1"), COMPANY), Scene(propose(days=50)))
    plans = driver.state.ledger.plans
    assert [one.standing for one in plans.values()] == ["in_force", "replaced", "asked"]
    assert plans["3"].unanswered == list(EVERYBODY_BOUND)


def test_a_proposal_that_is_taken_back_leaves_the_plan_as_it_is() -> None:
    driver = after(PROPOSED, Scene(WITHDRAW))
    assert driver.state.ledger.open_plan is None
    assert driver.state.milestones[FIRST].fee == engagements.FEE
    assert code(driver, WITHDRAW) == "plan-not-open"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (propose("third"), "milestone-unknown"),
        (propose(days=-1), "date-past"),
        (propose(rests_on=(HQ_PAYS,)), "rests-on-nothing"),
        (propose(rests_on=("never-written",)), "rests-on-nothing"),
        (
            ledger.ProposePlan(changes=(ledger.MilestoneChange(milestone=SECOND),), reason="何も変えない"),
            "plan-unchanged",
        ),
        (
            ledger.ProposePlan(changes=(ledger.MilestoneChange(milestone=FIRST),) * 2, reason="二度"),
            "milestone-twice",
        ),
    ],
)
def test_plans_that_cannot_be(change: Any, expected: str) -> None:
    assert code(after(FALLEN), change) == expected


def test_the_same_results_without_the_fallen_premise_are_a_plan_too() -> None:
    as_it_is = ledger.ProposePlan(changes=(ledger.MilestoneChange(milestone=FIRST),), reason="前提なしでも続ける")
    driver = after(FALLEN, Scene(as_it_is))
    assert [one.en for one in of_versions(driver.state.ledger, 1, 2)] == [
        '"Customer map" (first): no longer rests on "hq-pays will stay as it is"'
    ]


def test_what_lies_before_the_company_stays_as_it_was_shown() -> None:
    driver = after(SENT, Scene(deliver(FIRST), PARTICIPANT), Scene(review(), PARTICIPANT))
    content = driver.state.milestones[FIRST].content
    assert code(driver, propose(fee=200_000)) == "delivered-already"
    assert code(driver, propose(title="Another")) == "delivered-already"
    for scene in (Scene(propose()), *(Scene(accept(one), by) for one, by in EVERYBODY_BOUND.items())):
        scene.play(driver)
    assert driver.state.milestones[FIRST].content == content
    assert say(driver, decision(engagement.ApproveMilestone, FIRST), COMPANY).events


def test_a_fee_is_not_lowered_after_the_work_was_received_and_not_changed_after_it_was_paid() -> None:
    sent_back = Scene(decision(engagement.RequestChanges, FIRST), COMPANY)
    driver = after(SENT, Scene(deliver(FIRST), PARTICIPANT), sent_back)
    assert code(driver, propose(fee=engagements.FEE - 1)) == "fee-received"
    say(driver, pay(FIRST), COMPANY)
    assert code(driver, propose(fee=engagements.FEE + 1)) == "fee-received"
    assert say(driver, propose()).events


def test_what_was_approved_is_not_re_scoped() -> None:
    done = Scene(decision(engagement.ApproveMilestone, FIRST), COMPANY)
    assert code(after(SENT, Scene(deliver(FIRST), PARTICIPANT), done), propose()) == "approved-already"


def test_nothing_is_delivered_while_a_new_plan_for_it_is_open() -> None:
    driver = after(SENT, Scene(propose()))
    step = say(driver, deliver(FIRST), PARTICIPANT)
    assert step.refusal.code == "plan-open"
    assert "participant-1" in step.refusal.explain("en")
    assert say(driver, deliver(SECOND), PARTICIPANT).events


def test_whoever_decides_for_the_company_anew_is_asked_and_whoever_does_no_longer_is_not() -> None:
    driver = after(PROPOSED, Scene(accept("company-1"), COMPANY))
    step = say(driver, contacts("company-1", "coordinator-2"))
    assert step.events[1].newcomers == ("coordinator-2",)
    asked = [(one.template, one.to) for one in driver.aggregate.react(step.events[1], step.after)]
    assert asked == [("plan_proposed", "coordinator-2")]
    assert driver.state.ledger.open_plan.unanswered == ["coordinator-2", "participant-1"]
    assert code(driver, accept("company-2"), COORDINATOR) == "not-bound"


def test_when_the_last_who_had_not_answered_leaves_the_others_have_agreed() -> None:
    driver = after(PROPOSED, Scene(accept("company-1"), COMPANY), Scene(accept("company-2"), OTHER_COMPANY))
    left = say(driver, engagement.NoteParticipantLeft(participation=engagements.FIRST), SYSTEM)
    assert [type(one).__name__ for one in left.events] == ["ParticipantLeft", "PlanBinding", "PlanInForce"]


def test_a_premise_that_was_found_beneath_it_meanwhile_is_not_lost_when_the_plan_comes_into_force() -> None:
    found = ledger.RestOnPremise(premise="third", milestones=(FIRST,))
    driver = after(PROPOSED, Scene(record("third")), Scene(found), Scene(review("third"), PARTICIPANT))
    for one, by in EVERYBODY_BOUND.items():
        say(driver, accept(one), by)
    assert driver.state.ledger.plans["2"].standing == "in_force"
    assert driver.state.ledger.rests_on[FIRST] == (MARKET, "third")
    assert code(driver, deliver(FIRST), PARTICIPANT) == "needs-rescoping"


BEFORE_KICK_OFF = (*SENT[:7], *SENT[8:], Scene(review(), PARTICIPANT), Scene(propose()))
UNREADY = Scene(engagement.NoteParticipantNotReady(participation=engagements.FIRST), SYSTEM)
READY = Scene(engagement.NoteParticipantReady(participation=engagements.FIRST, employer_contact=None), SYSTEM)


def test_who_comes_later_is_bound_by_what_is_in_force_without_being_asked() -> None:
    agreed = [Scene(accept(one), by) for one, by in EVERYBODY_BOUND.items()]
    driver = after(BEFORE_KICK_OFF, *agreed, UNREADY, READY)
    assert driver.state.ledger.plans["2"].standing == "in_force"
    assert not [wait for wait in driver.state.waits.values() if wait.kind == "plan_acceptance"]


def test_who_comes_while_a_plan_is_open_is_asked_and_earlier_deadlines_do_not_come_back() -> None:
    driver = after(BEFORE_KICK_OFF)
    driver.meet_next()
    UNREADY.play(driver)
    assert list(driver.state.ledger.open_plan.bound) == ["company-1", "company-2"]
    READY.play(driver)
    plan = driver.state.ledger.open_plan
    assert (plan.unanswered, plan.bound["participant-1"].number) == (list(EVERYBODY_BOUND), 4)


def test_differences_are_told_in_both_languages() -> None:
    before = PlannedResult(title="A", fee=100_000, due_on=date(2027, 3, 31), rests_on=("p1",))
    later = PlannedResult(title="B", fee=90_000, due_on=date(2027, 6, 30), rests_on=("p2",))
    new = PlannedResult(title="N", fee=0, due_on=date(2027, 7, 1))
    found = differences({"m1": before, "m2": new}, {"m1": later, "m3": new}, {"p1": "One", "p2": "Two"})
    assert [one.en for one in found] == [
        '"A" (m1): is called "B" now',
        '"A" (m1): due Wed 31 Mar 2027 → Wed 30 Jun 2027',
        '"A" (m1): fee 100,000 yen → 90,000 yen',
        '"A" (m1): no longer rests on "One"',
        '"A" (m1): rests on "Two"',
        '"N" (m3): is new: due Thu 1 Jul 2027, fee 0 yen',
        '"N" (m2): is dropped',
    ]
    assert found[1].ja == "「A」（m1）: 納期 2027年3月31日(水) → 2027年6月30日(水)"
    assert differences({"m1": before}, {"m1": before}, {}) == []


def test_a_change_is_written_as_text_on_a_command_line() -> None:
    written = ledger.MilestoneChange.model_validate("m1 due_on=2027-03-31 fee=5 title='Two words' rests_on=p1,p2")
    assert written == ledger.MilestoneChange(
        milestone="m1", due_on=date(2027, 3, 31), fee=5, title="Two words", rests_on=("p1", "p2")
    )
    assert ledger.MilestoneChange.model_validate("m1 rests_on=").rests_on == ()
    for wrong in ("m1 due", "m1 fee=x", "m1 owner=me", "", "m1 title='"):
        with pytest.raises(ValueError, match=r"."):
            ledger.MilestoneChange.model_validate(wrong)


def test_other_coordinators_may_propose_and_only_they() -> None:
    driver = after(FALLEN)
    say(driver, engagement.AppointCoordinator(coordinator="coordinator-2"))
    assert code(driver, propose(), COMPANY) == "not-allowed"
    assert say(driver, propose(), OTHER_COORDINATOR).events


def test_a_day_that_is_told_is_not_undone_by_a_plan_that_was_open_then() -> None:
    driver = after(PROPOSED, Scene(raised(), PARTICIPANT))
    assert code(driver, reflect(1, FIRST)) == "plan-open"
    assert say(driver, reflect(1, SECOND)).events, "what the plan does not change may move"
    due_on = driver.state.milestones[SECOND].due_on
    say(driver, WITHDRAW)
    assert say(driver, reflect(1, FIRST)).events
    say(driver, propose(fee=200_000))
    for person, actor in EVERYBODY_BOUND.items():
        say(driver, accept(person), actor)
    assert driver.state.ledger.open_plan is None
    assert driver.state.milestones[SECOND].due_on == due_on
