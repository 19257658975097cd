"""Premises of a service: who answers for them, when they are looked at anew, and what becomes of that."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from banso.eventstore.envelope import decode
from domain.service.aggregate import SERVICE
from domain.service.commands import AddDeskCoordinator, ChangeDeskContact, CloseService, RemoveDeskCoordinator
from domain.service.events import DeskCoordinatorAdded
from domain.service.pivot import events as happened
from domain.service.pivot.commands import KeepServicePremise
from domain.service.pivot.state import in_charge
from domain.shared.deadlines import MeetDeadline
from domain.shared.effects import Notify
from domain.shared.values import narrative

from support.deciding import COORDINATOR, NOW, OPERATOR, OTHER_COORDINATOR, SYSTEM, Given, Outcome
from support.driving import meeting
from support.people import DESK, FACTS, opened
from support.programme_stories import otherwise, premise
from support.rules import RULES, waiting
from support.stories import told

REVIEW_DAY = datetime.fromisoformat("2026-10-01T09:00+09:00")
"""Half a year after the premise was recorded, as the playbook says, in the morning."""
KEEP = KeepServicePremise(premise="information", evidence="いまも同じ声を聞く")
NO_LEDGER = RULES.model_copy(update={"premises": RULES.premises.model_copy(update={"kept": False})})


def desk() -> Given:
    """A desk with two coordinators and a contact."""
    added = DeskCoordinatorAdded(coordinator="coordinator-2")
    return Given(SERVICE, stream=DESK, facts=FACTS).events(opened(contact="company-1"), added)


def after(given: Given, *outcomes: Outcome) -> Given:
    """What is true after what was decided."""
    return given.events(*(event for outcome in outcomes for event in outcome.events))


def recorded(**said: Any) -> Given:
    """The premise is there; its review comes in half a year."""
    return after(desk(), desk().when(premise(**said)))


def asked(**said: Any) -> Given:
    """The day of its review has come."""
    given = recorded(**said).at(REVIEW_DAY)
    deadline = next(one for one in SERVICE.deadlines(given.state) if one.kind == "premise_review_due")
    return after(given, given.when(meeting(deadline), by=SYSTEM))


def test_whoever_records_a_premise_answers_for_it_and_it_is_looked_at_as_often_as_the_playbook_says() -> None:
    outcome = desk().when(premise())
    (event,) = outcome.events
    assert isinstance(event, happened.ServicePremiseRecorded)
    assert (event.owner, event.review) == ("coordinator-1", waiting("premise_review", REVIEW_DAY))
    assert outcome.told() == []
    later = desk().when(premise(review_on=date(2026, 5, 1)))
    assert [one.due for one in SERVICE.deadlines(later.state)] == [datetime(2026, 5, 1, tzinfo=UTC)]


def test_who_is_named_learns_of_it_and_of_the_day_of_the_review() -> None:
    outcome = desk().when(premise(owner="company-1"))
    assert outcome.told() == [("service_premise_entrusted", "company-1")]
    (mail,) = outcome.effects()
    assert isinstance(mail, Notify)
    assert (mail.names, mail.spoken["due"].en) == ({"who": "coordinator-1"}, "Thu 1 Oct 2026")
    assert outcome.state.pivot.premises["information"].now.believed.text == "情報が足りない"
    assert mail.personal == {"believed": "pivot/premises/information/now/believed"}


def test_an_operator_who_belongs_to_no_desk_leaves_it_to_the_first_coordinator() -> None:
    assert desk().when(premise(), by=OPERATOR).told() == [("service_premise_entrusted", "coordinator-1")]


def test_where_the_playbook_keeps_no_premises_there_is_a_review_only_when_somebody_wants_one() -> None:
    none = desk().under(NO_LEDGER)
    assert SERVICE.deadlines(none.when(premise()).state) == []
    spoken = [one.spoken["due"] for one in none.when(premise(owner="company-1")).effects() if isinstance(one, Notify)]
    assert [one.en for one in spoken] == ["not settled yet"]
    wanted = none.when(premise(review_on=date(2028, 4, 1)))
    assert [one.due.date() for one in SERVICE.deadlines(wanted.state)] == [date(2028, 4, 1)]


@pytest.mark.parametrize(
    ("said", "code", "field"),
    [
        ({"owner": "participant-1"}, "owner-not-here", "owner"),
        ({"review_on": date(2026, 4, 1)}, "review-date", "review_on"),
        ({"review_on": date(2026, 10, 2)}, "review-date", "review_on"),
        ({"premise": "a" * 57}, "premise-id", "premise"),
        ({"premise": "a.b"}, "premise-id", "premise"),
    ],
)
def test_what_cannot_be_written_down(said: dict[str, Any], code: str, field: str) -> None:
    desk().when(premise(**said)).refused(code, field)


def test_a_review_comes_by_itself_and_silence_is_told_to_the_office_and_decides_nothing() -> None:
    given = recorded(owner="coordinator-2").at(REVIEW_DAY)
    due = MeetDeadline(kind="premise_review_due", subject="information", ordinal=1)
    assert given.at(REVIEW_DAY - timedelta(minutes=1)).when(due, by=SYSTEM).events == []
    outcome = given.when(due, by=SYSTEM)
    assert outcome.told() == [("premise_review_request", "coordinator-2")]
    wait = outcome.state.waits["premise_review:information.1"]
    assert (wait.owner, wait.schedule) == (in_charge("coordinator-2"), waiting("premise_review", REVIEW_DAY))
    given = after(given, outcome)
    assert given.when(due, by=SYSTEM).events == []
    reminded = given.at(REVIEW_DAY + timedelta(days=7)).when(meeting(SERVICE.deadlines(given.state)[0]), by=SYSTEM)
    assert reminded.told() == [("premise_review_reminder", "coordinator-2")]
    given = after(given, reminded)
    escalated = given.at(REVIEW_DAY + timedelta(days=10)).when(meeting(SERVICE.deadlines(given.state)[0]), by=SYSTEM)
    office = ("company-1", "coordinator-1", "coordinator-2")
    assert escalated.told() == [("premise_review_escalated", one) for one in office]
    assert "premise_review:information.1" in escalated.state.waits


def test_a_premise_that_holds_is_kept_with_what_speaks_for_it_and_looked_at_again() -> None:
    outcome = asked().when(KEEP)
    (event,) = outcome.events
    assert isinstance(event, happened.ServicePremiseHeld)
    assert outcome.state.waits == {}
    kept = outcome.state.pivot.premises["information"]
    assert [(one.by, one.evidence.text) for one in kept.now.held] == [("coordinator-1", KEEP.evidence)]
    assert kept.now.believed.text == "情報が足りない"
    (deadline,) = SERVICE.deadlines(outcome.state)
    assert (deadline.ordinal, deadline.due.date()) == (2, date(2027, 4, 1))
    assert desk().when(KEEP).refused("premise-unknown", "premise")


def test_a_premise_that_changed_is_answered_for_as_well() -> None:
    outcome = asked().when(otherwise(review_on=date(2026, 12, 1)))
    assert [event.type for event in outcome.events] == ["ServicePremiseChanged"]
    assert outcome.state.waits == {}
    assert [one.due for one in SERVICE.deadlines(outcome.state)] == [datetime(2026, 12, 1, tzinfo=UTC)]


@pytest.mark.parametrize("command", [KEEP.model_copy(update={"owner": "company-1"}), otherwise(owner="company-1")])
def test_a_review_may_put_it_into_other_hands(command: Any) -> None:
    outcome = asked().when(command)
    entrusted = happened.ServicePremiseEntrusted(premise="information", owner="company-1", by="coordinator-1")
    assert outcome.events[1:] == [entrusted]
    assert ("service_premise_entrusted", "company-1") in outcome.told()
    assert asked().when(command.model_copy(update={"owner": "coordinator-1"})).events[1:] == []


def test_who_leaves_the_desk_leaves_premises_and_open_reviews_to_a_successor() -> None:
    given = asked(owner="coordinator-2")
    outcome = given.when(RemoveDeskCoordinator(coordinator="coordinator-2"), by=OTHER_COORDINATOR)
    assert ("service_premise_handed_over", "coordinator-1") in outcome.told()
    assert outcome.state.pivot.premises["information"].owner == "coordinator-1"
    assert outcome.state.waits["premise_review:information.1"].owner == in_charge("coordinator-1")
    mail = next(one for one in outcome.effects() if isinstance(one, Notify) and one.template.endswith("handed_over"))
    assert (mail.names["who"], mail.spoken["due"].en) == ("coordinator-2", "come already; your answer is awaited")
    unasked = given.when(RemoveDeskCoordinator(coordinator="coordinator-2"))
    assert ("service_premise_handed_over", "coordinator-1") in unasked.told(), "whoever let them go learns of it, too"
    stays = asked().when(RemoveDeskCoordinator(coordinator="coordinator-2"))
    assert [event.type for event in stays.events] == ["DeskCoordinatorRemoved"]
    assert stays.state.waits["premise_review:information.1"].owner == in_charge("coordinator-1")


def test_another_contact_takes_over_what_the_former_one_answered_for() -> None:
    given = asked(owner="company-1")
    outcome = given.when(ChangeDeskContact(contact="company-2"))
    assert outcome.state.waits["premise_review:information.1"].owner == in_charge("company-2")
    added = after(given, given.when(AddDeskCoordinator(coordinator="company-1")))
    stays = added.when(ChangeDeskContact(contact="company-2"))
    assert stays.state.pivot.premises["information"].owner == "company-1", "still a coordinator of this desk"


def test_nobody_looks_at_the_premises_of_a_service_that_has_ended() -> None:
    for given in (recorded(), asked()):
        outcome = given.when(CloseService(reason="終了"))
        assert outcome.state.waits == {}
        assert SERVICE.deadlines(outcome.state) == []
        assert SERVICE.finished(outcome.state)
    due = MeetDeadline(kind="premise_review_due", subject="information", ordinal=1)
    closed = after(recorded(), recorded().when(CloseService(reason="終了"))).at(REVIEW_DAY)
    assert closed.when(due, by=SYSTEM).events == []


def test_what_was_written_down_before_premises_had_owners_gets_one_with_its_next_review() -> None:
    believed = {"believed": narrative("coordinator-2", "情報"), "evidence": narrative("coordinator-2", "聞き取り")}
    old = happened.ServicePremiseRecorded(premise="information", by="coordinator-2", **believed)
    stored = old.model_dump_json(exclude={"owner", "review"}).encode()
    given = desk().events(decode("service", "ServicePremiseRecorded", 1, stored))
    assert SERVICE.deadlines(given.state) == []
    removed = given.when(RemoveDeskCoordinator(coordinator="coordinator-2"))
    assert [event.type for event in removed.events] == ["DeskCoordinatorRemoved"]
    outcome = given.when(KEEP, by=COORDINATOR)
    assert outcome.state.pivot.premises["information"].owner == "coordinator-1"
    assert len(SERVICE.deadlines(outcome.state)) == 1


def test_the_whole_story_of_a_premise_that_is_looked_at_anew() -> None:
    driver = told("service", "reviewed")
    about = [
        event.type for event, _ in driver.log if "Premise" in event.type or event.type in ("Reminded", "Escalated")
    ]
    assert about == [
        "ServicePremiseRecorded",
        "ServicePremiseReviewAsked",
        "Reminded",
        "Escalated",
        "ServicePremiseHeld",
        "ServicePremiseReviewAsked",
        "ServicePremiseEntrusted",
        "ServicePremiseChanged",
        "ServicePremiseReviewAsked",
    ]
    assert driver.state.closed
    assert not driver.state.waits
    assert driver.log[0][1] == NOW
