"""The ledger: missions on written premises, reviews that come by themselves, what rests on them, two positions."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from domain.engagement import commands as engagement
from domain.engagement import course_commands as course
from domain.engagement.premises import commands as ledger
from domain.engagement.premises.events import MissionStated, PremiseReviewAsked
from domain.shared.actors import Role
from domain.shared.effects import Notify
from domain.shared.periods import local_date
from domain.shared.waiting import Owner
from domain.shared.wording import day_in_words

from support import engagements, stories
from support.deciding import (
    COMPANY,
    COORDINATOR,
    EMPLOYER,
    NOW,
    OTHER_COMPANY,
    PARTICIPANT,
    SYSTEM,
    Given,
)
from support.driving import Driver, meeting
from support.engagement_stories import decision, deliver
from support.premise_stories import (
    FALLEN,
    FIRST,
    HQ_PAYS,
    MARKET,
    MISSION,
    SECOND,
    SENT,
    TITLES,
    position,
    record,
    review,
)
from support.rules import RULES, waiting
from support.scenes import Story

HALF_A_YEAR_LATER = datetime.fromisoformat("2026-10-04T09:00+09:00")


def after(story: Story) -> Driver:
    """The engagement after a story."""
    driver = stories.driver("engagement")
    for scene in story:
        scene.play(driver)
    return driver


def given(story: Story = SENT) -> Given:
    """What is true after a story."""
    driver = after(story)
    base = engagements.given().at(driver.now)
    return Given(base.aggregate, stream=base.stream, now=driver.now, state=driver.state, facts=base.facts)


WITHOUT_PREMISES = SENT[:8]


def test_a_mission_without_written_premises_is_refused() -> None:
    refused = given(WITHOUT_PREMISES).when(MISSION).refused("mission-without-premises")
    assert "RecordPremise" in refused.explain("en")


@pytest.mark.parametrize("field", ["survival", "customer", "customer_is"])
def test_a_mission_says_what_the_unit_needs_to_survive_and_who_pays(field: str) -> None:
    given().when(MISSION.model_copy(update={field: None, "goal": "Another"})).refused("mission-incomplete", field)


def test_a_mission_whose_premises_have_all_fallen_is_refused() -> None:
    driver = after(SENT[:-1])
    for premise, actor in ((HQ_PAYS, PARTICIPANT), (MARKET, COMPANY)):
        driver.send(review(premise), actor)
    assert driver.send(MISSION, COORDINATOR).refusal.code == "mission-without-premises"  # type: ignore[union-attr]


def test_an_internal_customer_is_a_customer_and_everybody_reads_the_mission() -> None:
    outcome = given(SENT[:-1]).when(MISSION)
    values = MISSION.model_dump(exclude={"type"})
    outcome.then(MissionStated(version=1, by=COORDINATOR, premises=(HQ_PAYS, MARKET), **values))
    assert {person for _, person in outcome.told()} == {
        "company-1", "company-2", "companion-1", "participant-1", "coordinator-1",
    }  # fmt: skip


def test_the_same_mission_again_changes_nothing_and_another_one_is_a_new_version() -> None:
    given().when(MISSION).then()
    (event,) = given().when(MISSION.model_copy(update={"customer_is": "external"})).events
    assert isinstance(event, MissionStated)
    assert (event.version, event.customer_is) == (2, "external")


def test_a_playbook_without_a_ledger_says_which_section_would_open_one() -> None:
    none = RULES.model_copy(update={"premises": RULES.premises.model_copy(update={"kept": False})})
    for command in (MISSION, record("x"), position("home"), ledger.WithdrawPlan(reason="x")):
        refused = given().under(none).when(command).refused("no-ledger")
        assert "[rules.premises]" in refused.explain("ja")
        assert "[rules.premises]" in refused.explain("en")


@pytest.mark.parametrize(
    ("command", "code", "field"),
    [
        (record(HQ_PAYS), "premise-exists", "premise"),
        (record("a.b"), "premise-id", "premise"),
        (record("a" * 57), "premise-id", "premise"),
        (record("new", "coordinator-2"), "owner-not-here", "owner"),
        (record("new", "participant-1", "third"), "milestone-unknown", "milestone"),
        (record("new", review_on=date(2026, 4, 4)), "review-date", "review_on"),
        (record("new", review_on=date(2026, 10, 5)), "review-date", "review_on"),
        (review("new"), "premise-unknown", "premise"),
        (review(MARKET, "changed"), "premise-unchanged", "into"),
        (review(MARKET, "changed", into="market will stay as it is"), "premise-unchanged", "into"),
        (review(MARKET, "holds", review_on=date(2027, 1, 1)), "review-date", "review_on"),
        (ledger.RestOnPremise(premise="new", milestones=(FIRST,)), "premise-unknown", "premise"),
    ],
)
def test_what_cannot_be_written_down(command: Any, code: str, field: str) -> None:
    given().when(command).refused(code, field)


@pytest.mark.parametrize("owner", ["participant-1", "company-2", "employer-1", "companion-1", "coordinator-1"])
def test_everybody_in_the_engagement_may_answer_for_a_premise(owner: str) -> None:
    assert len(given().when(record("new", owner, review_on=date(2026, 10, 4))).events) == 1


def test_a_premise_is_looked_at_by_whoever_answers_for_it_or_an_office_that_was_told() -> None:
    refused = given().when(review(MARKET), by=PARTICIPANT).refused("not-the-owner", "premise")
    assert "company-1" in refused.explain("en")
    assert given().when(review(MARKET), by=COMPANY).events
    assert given().when(review(MARKET), by=COORDINATOR).events


def test_the_review_comes_by_itself_half_a_year_later_and_only_then() -> None:
    driver = after(SENT)
    due = next(one for one in driver.aggregate.deadlines(driver.state) if one.subject == HQ_PAYS)
    assert due.due == HALF_A_YEAR_LATER
    assert given().at(due.due - timedelta(seconds=1)).when(meeting(due), by=SYSTEM).events == []
    owner = Owner(role=Role.PARTICIPANT, persons=("participant-1",))
    outcome = given().at(due.due).when(meeting(due), by=SYSTEM)
    waits = waiting("premise_review", due.due)
    outcome.then(PremiseReviewAsked(premise=HQ_PAYS, number=1, schedule=waits, owner=owner))
    assert outcome.told() == [("premise_review_request", "participant-1")]


def test_no_answer_reminds_the_owner_then_tells_the_office_and_the_premise_still_stands() -> None:
    driver = after((*SENT[:9], SENT[-1]))
    steps = [driver.meet_next() for _ in range(3)]
    kinds = [type(event).__name__ for step in steps if step for event in step.events]
    assert kinds == ["PremiseReviewAsked", "Reminded", "Escalated"]
    assert not driver.state.ledger.premises[HQ_PAYS].fallen
    assert driver.meet_next() is None


def test_whoever_is_gone_is_not_asked_but_the_office() -> None:
    driver = after(SENT)
    driver.send(engagement.NoteParticipantLeft(participation=engagements.FIRST), SYSTEM)
    driver.meet_next()
    (wait,) = driver.state.waits.values()
    assert (wait.owner.role, wait.owner.persons) == (Role.COORDINATOR, ("coordinator-1",))


def test_a_premise_that_holds_is_asked_for_again_after_another_half_year() -> None:
    driver = after(SENT)
    driver.meet_next()
    driver.send(review(HQ_PAYS, "holds"), PARTICIPANT)
    assert not driver.state.waits
    due = next(one for one in driver.aggregate.deadlines(driver.state) if one.subject == HQ_PAYS)
    assert (due.ordinal, due.due) == (2, datetime.fromisoformat("2027-04-04T09:00+09:00"))


def test_other_words_take_the_place_of_a_premise_and_the_old_ones_are_kept() -> None:
    driver = after(SENT)
    driver.send(review(MARKET, "changed", into="The market asks for service"), COMPANY)
    premise = driver.state.ledger.premises[MARKET]
    assert premise.believed == "The market asks for service"
    assert [(one.finding, one.believed) for one in premise.reviews.values()] == [
        ("changed", "market will stay as it is")
    ]
    driver.send(deliver(FIRST), PARTICIPANT)
    assert driver.state.milestones[FIRST].delivery == 1


def test_a_fallen_premise_names_what_rests_on_it_and_everybody_is_told() -> None:
    outcome = given().when(review(), by=PARTICIPANT)
    (event,) = outcome.events
    assert event.milestones == (FIRST,)  # type: ignore[attr-defined]
    assert {person for _, person in outcome.told()} >= {"company-1", "company-2", "companion-1", "coordinator-1"}


@pytest.mark.parametrize("kind", [engagement.ApproveMilestone, course.ApprovePartly])
def test_what_rests_on_a_fallen_premise_is_not_approved_but_may_be_sent_back(kind: Any) -> None:
    driver = after(SENT)
    driver.send(deliver(FIRST), PARTICIPANT)
    driver.send(review(), PARTICIPANT)
    step = driver.send(decision(kind, FIRST)(driver.state, NOW), COMPANY)
    assert step.refusal is not None
    assert step.refusal.code == "needs-rescoping"
    for language in ("ja", "en"):
        assert "hq-pays will stay as it is" in step.refusal.explain(language)
    assert "proposed a new plan" in step.refusal.right.en
    assert driver.send(decision(engagement.RequestChanges, FIRST)(driver.state, NOW), COMPANY).events


def test_it_is_not_delivered_either_and_what_rests_on_nothing_fallen_goes_on() -> None:
    driver = after(FALLEN)
    assert driver.send(deliver(FIRST), PARTICIPANT).refusal.code == "needs-rescoping"  # type: ignore[union-attr]
    assert driver.send(deliver(SECOND), PARTICIPANT).events


def test_nothing_more_rests_on_a_fallen_premise_and_it_is_not_reviewed_again() -> None:
    fallen = given(FALLEN)
    fallen.when(review(HQ_PAYS, "holds"), by=PARTICIPANT).refused("premise-fallen", "premise")
    fallen.when(ledger.RestOnPremise(premise=HQ_PAYS, milestones=(SECOND,))).refused("premise-fallen", "premise")


def test_both_sides_state_their_position_and_every_version_is_kept() -> None:
    driver = after(FALLEN)
    driver.send(position("home", "もう一度、別の言葉で"), EMPLOYER)
    positions = driver.state.ledger.positions
    assert {unit: list(said) for unit, said in positions.items()} == {"home": ["1", "2"], "local": ["1"]}
    assert positions["home"]["1"].words.text == "私たちにはこう見えている"


@pytest.mark.parametrize(
    ("unit", "by", "readers"),
    [
        ("home", EMPLOYER, {"company-1", "company-2", "participant-1", "coordinator-1"}),
        ("local", PARTICIPANT, {"employer-1", "coordinator-1"}),
        ("local", COMPANY, {"employer-1", "coordinator-1"}),
        ("home", COORDINATOR, {"company-1", "company-2", "participant-1"}),
    ],
)
def test_each_side_is_shown_what_the_other_one_said(unit: str, by: Any, readers: set[str]) -> None:
    assert {person for _, person in given().when(position(unit), by=by).told()} == readers


@pytest.mark.parametrize(("unit", "by"), [("local", EMPLOYER), ("home", COMPANY), ("home", PARTICIPANT)])
def test_nobody_speaks_for_the_other_side(unit: str, by: Any) -> None:
    given().when(position(unit), by=by).refused("other-side", "unit")


def test_no_field_is_left_for_blame() -> None:
    assert set(ledger.StatePosition.model_fields) == {"type", "unit", "words"}


def test_reviews_end_with_the_work() -> None:
    driver = after(SENT)
    for scene in (deliver(FIRST), deliver(SECOND)):
        driver.send(scene, PARTICIPANT)
    for milestone in (FIRST, SECOND):
        driver.send(decision(engagement.ApproveMilestone, milestone)(driver.state, NOW), OTHER_COMPANY)
    driver.send(engagement.OpenRetrospective(), COORDINATOR)
    assert not [one for one in driver.aggregate.deadlines(driver.state) if one.kind == "premise_review_due"]


def test_where_the_playbook_says_so_nobody_is_sent_without_a_mission() -> None:
    premises = RULES.premises.model_copy(update={"mission_first": True})
    first = RULES.model_copy(update={"premises": premises})
    begin = engagement.StartExecution()
    ready = given(SENT[:7])
    assert ready.when(begin).refusal is None
    ready.under(first).when(begin).refused("mission-missing")
    stated = ready.history(ready.when(record()).events)
    stated = stated.history(stated.when(MISSION).events)
    assert stated.under(first).when(begin).refusal is None


def test_whoever_answers_for_a_premise_is_told_when_somebody_else_wrote_it_down() -> None:
    outcome = given().when(record("third", "participant-1", FIRST), by=COMPANY)
    (told,) = outcome.effects()
    assert isinstance(told, Notify)
    assert (told.template, told.to, told.names["who"]) == ("premise_entrusted", "participant-1", "company-1")
    assert told.about["believed"] == "third will stay as it is"
    assert TITLES[FIRST] in told.spoken["changes"].en
    day = outcome.state.ledger.premises["third"].review_at
    assert told.spoken["due"] == day_in_words(local_date(day, outcome.state.time_zone))
    assert given().when(record("fourth", "participant-1"), by=PARTICIPANT).told() == []


def test_whoever_answers_for_a_premise_is_told_when_more_rests_on_it() -> None:
    outcome = given().when(ledger.RestOnPremise(premise=HQ_PAYS, milestones=(SECOND,)), by=COMPANY)
    (told,) = outcome.effects()
    assert isinstance(told, Notify)
    assert (told.template, told.to) == ("premise_carries_more", "participant-1")
    assert TITLES[SECOND] in told.spoken["changes"].en
