"""Enquiries, deputies, companions and hand-overs: in whose hands an engagement is."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from domain.engagement import commands as asked
from domain.engagement import events as on_engagement
from domain.engagement import hands_commands as hands
from domain.engagement import hands_events as happened
from domain.engagement.aggregate import ENGAGEMENT
from domain.shared.actors import Actor, Role
from domain.shared.deadlines import Escalated, MeetDeadline, Reminded
from domain.shared.effects import DeliverToStream
from domain.shared.models import Command, Event
from domain.shared.waiting import Owner

from support import engagements as made
from support import participations
from support.deciding import COMPANY, COORDINATOR, NOW, OTHER_COORDINATOR, STRANGER, SYSTEM
from support.people import DESK, private
from support.rules import RULES, waiting

WISH = "何から始めればよいか分からない"
RECORD = hands.RecordEnquiry(service=DESK, host="試験旗店", wish=WISH, company_contacts=made.CONTACTS)
CLOSE = hands.CloseEnquiry(reason="商工会の窓口がお役に立てそうです")
CLOSED = happened.EnquiryClosed(by=COORDINATOR, reason=private("coordinator-1", "商工会の窓口がお役に立てそうです"))
OFFICE = Owner(role=Role.COORDINATOR, persons=("coordinator-1",))
UNTIL = date(2026, 4, 10)
NEXT_MORNING = datetime.fromisoformat("2026-04-11T09:00+09:00")


def recorded(by: Actor = COMPANY) -> happened.EnquiryRecorded:
    """The enquiry arrived."""
    return happened.EnquiryRecorded(
        engagement=made.ID,
        service=DESK,
        playbook=RULES.reference,
        host="試験旗店",
        wish=private("company-1", WISH),
        company_contacts=made.CONTACTS,
        coordinator="coordinator-1",
        time_zone="Asia/Tokyo",
        payment_days=60,
        by=by,
        schedule=waiting("enquiry_answer", NOW),
    )


def test_a_company_asks_in_its_own_words_and_the_first_coordinator_has_it() -> None:
    outcome = made.given().when(RECORD, by=COMPANY).then(recorded())
    assert outcome.told() == [
        ("enquiry_arrived", "coordinator-1"),
        ("enquiry_received", "company-1"),
        ("enquiry_received", "company-2"),
    ]
    assert outcome.state.stage == "enquire"
    assert outcome.state.waits["enquiry_answer:1"].owner == OFFICE
    made.given().when(RECORD).then(recorded(COORDINATOR))


@pytest.mark.parametrize(
    ("changes", "by", "code", "field"),
    [
        ({"service": "elsewhere"}, COMPANY, "service-unknown", "service"),
        ({"company_contacts": ("company-1", "nobody")}, COMPANY, "person-unknown", "company_contacts"),
        ({"coordinator": "nobody"}, COMPANY, "person-unknown", "coordinator"),
        ({}, STRANGER, "not-in-their-name", "company_contacts"),
    ],
)
def test_an_enquiry_is_refused(changes: dict[str, Any], by: Actor, code: str, field: str) -> None:
    made.given().when(RECORD.model_copy(update=changes), by=by).refused(code, field)


def test_an_id_is_used_once() -> None:
    for events in ([recorded()], made.published()):
        made.given().history(events).when(RECORD, by=COMPANY).refused("engagement-exists")


def test_a_posting_is_made_of_the_enquiry() -> None:
    outcome = made.given().history([recorded()]).when(made.draft()).then(made.drafted())
    state = outcome.state
    assert (state.stage, state.title, state.wish.text) == ("recruit", made.draft().title, WISH)
    assert state.waits == {}
    elsewhere = made.draft(service="elsewhere")
    made.given().history([recorded()]).when(elsewhere).refused("other-service", "service")
    made.given().history(made.published()).when(made.draft()).refused("engagement-exists")


def test_the_posting_keeps_the_rules_that_the_enquiry_began_with() -> None:
    earlier = RULES.reference.model_copy(update={"hash": "0" * 64})
    enquiry = recorded().model_copy(update={"playbook": earlier})
    outcome = made.given().history([enquiry]).when(made.draft())
    assert outcome.state.playbook == earlier


def test_an_enquiry_is_closed_with_a_kind_reason() -> None:
    outcome = made.given().history([recorded()]).when(CLOSE).then(CLOSED)
    assert outcome.told() == [("enquiry_closed", "company-1"), ("enquiry_closed", "company-2")]
    assert ENGAGEMENT.finished(outcome.state)
    made.given().history([recorded(), CLOSED]).when(made.draft()).refused("engagement-exists")
    made.given().history(made.published()).when(CLOSE).refused("no-enquiry")


def test_an_enquiry_is_answered_by_people_and_not_by_time() -> None:
    given = made.given().history([recorded()])
    values = {"kind": "enquiry_answer", "subject": "1", "owner": OFFICE}
    first = MeetDeadline(kind="enquiry_answer", subject="1", ordinal=1)
    reminded = given.at(NOW + timedelta(days=4)).when(first, by=SYSTEM).then(Reminded.model_validate(values))
    second = first.model_copy(update={"ordinal": 2})
    late = given.events(*reminded.events).at(NOW + timedelta(days=6)).when(second, by=SYSTEM)
    late.then(Escalated.model_validate(values))
    assert (late.state.stage, late.told()) == ("enquire", [("enquiry_answer_escalated", "coordinator-1")])


@pytest.mark.parametrize(
    "command",
    [
        asked.PublishPosting(),
        asked.RevisePosting(goal="共に", shared_decision="選び方", roles=("企画",)),
        asked.StartExecution(),
        hands.ChangeCompanion(companion="operator-1"),
    ],
    ids=lambda command: type(command).__name__,
)
def test_what_needs_a_posting_waits_for_one(command: Command) -> None:
    made.given().history([recorded()]).when(command).refused("still-an-enquiry")


def deputise(deputy: str = "operator-1", of: str = "coordinator-1", until: date = UNTIL) -> hands.NameDeputy:
    """Somebody is to stand in."""
    return hands.NameDeputy(deputy=deputy, stands_in_for=of, until=until)


def named(deputy: str = "operator-1", of: str = "coordinator-1", number: int = 1) -> happened.DeputyNamed:
    """Somebody stands in."""
    return happened.DeputyNamed(number=number, deputy=deputy, stands_in_for=of, ends_at=NEXT_MORNING)


ENDED = happened.DeputyEnded(deputy="operator-1")
DEPUTY_END = MeetDeadline(kind="deputy_end", subject="1", ordinal=1)


def test_a_deputy_has_the_waits_and_the_mails_of_the_coordinator_for_a_period() -> None:
    given = made.given().history([recorded()])
    outcome = given.when(deputise()).then(named())
    assert [person for _, person in outcome.told()] == ["operator-1", "company-1", "company-2", "coordinator-1"]
    assert outcome.state.waits["enquiry_answer:1"].owner.persons == ("coordinator-1", "operator-1")
    assert Role.COORDINATOR in ENGAGEMENT.relations(outcome.state, "operator-1")
    over = given.events(named()).at(NEXT_MORNING)
    given.events(named()).at(NEXT_MORNING - timedelta(seconds=1)).when(DEPUTY_END, by=SYSTEM).then()
    ended = over.when(DEPUTY_END, by=SYSTEM).then(ENDED)
    assert ended.state.waits["enquiry_answer:1"].owner == OFFICE
    assert Role.COORDINATOR not in ENGAGEMENT.relations(ended.state, "operator-1")
    over.events(ENDED).when(DEPUTY_END, by=SYSTEM).then()


def test_the_companions_deputy_answers_the_reports_meanwhile() -> None:
    given = made.given().history(made.executing())
    outcome = given.when(deputise(of="companion-1")).then(named(of="companion-1"))
    assert noted(outcome.effects()) == {"operator-1"}
    assert Role.COMPANION in ENGAGEMENT.relations(outcome.state, "operator-1")
    ended = given.events(named(of="companion-1")).when(hands.DismissDeputy(deputy="operator-1")).then(ENDED)
    assert noted(ended.effects()) == {"companion-1"}


def noted(effects: list[Any]) -> set[str]:
    """Whom the participations hear of as their companion."""
    deliveries = [effect for effect in effects if isinstance(effect, DeliverToStream)]
    return {one.command["companion"] for one in deliveries if one.command["type"] == "NoteCompanion"}


@pytest.mark.parametrize(
    ("events", "command", "code", "field"),
    [
        (made.executing(), deputise(of="company-1"), "not-responsible", "stands_in_for"),
        (made.executing(), deputise("companion-1"), "deputy-already", "deputy"),
        ([*made.executing(), named()], deputise(), "deputy-already", "deputy"),
        (made.executing(), deputise("nobody"), "person-unknown", "deputy"),
        (made.executing(), deputise(until=date(2026, 3, 31)), "date-past", "until"),
    ],
)
def test_a_deputy_is_refused(events: list[Event], command: Command, code: str, field: str) -> None:
    made.given().history(events).when(command).refused(code, field)


def test_who_stands_in_for_nobody_is_not_dismissed_and_who_leaves_has_no_deputy() -> None:
    made.given().history(made.executing()).when(hands.DismissDeputy(deputy="operator-1")).then()
    given = made.given().history([*made.executing(), named()])
    outcome = given.when(asked.LeaveAsCoordinator(coordinator="coordinator-1", successor="coordinator-2"))
    outcome.then(
        on_engagement.CoordinatorAppointed(coordinator="coordinator-2"),
        ENDED,
        on_engagement.CoordinatorLeft(coordinator="coordinator-1"),
    )
    assert outcome.state.office == ("coordinator-2",)


def test_whoever_takes_over_has_the_open_waits_and_is_told_of_them() -> None:
    given = made.given().history([recorded()])
    outcome = given.when(asked.LeaveAsCoordinator(coordinator="coordinator-1", successor="coordinator-2"))
    assert ("handed_over", "coordinator-2") in outcome.told()
    assert outcome.state.waits["enquiry_answer:1"].owner.persons == ("coordinator-2",)
    nothing_open = made.given().history(made.published())
    told = nothing_open.when(asked.AppointCoordinator(coordinator="coordinator-2"), by=OTHER_COORDINATOR).told()
    assert "handed_over" not in {template for template, _ in told}


def test_a_new_companion_is_told_to_everybody_and_to_the_participations() -> None:
    change = hands.ChangeCompanion(companion="operator-1")
    event = happened.CompanionChanged(companion="operator-1", former="companion-1")
    outcome = made.given().history(made.executing()).when(change).then(event)
    people = ["company-1", "company-2", "operator-1", "participant-1", "coordinator-1", "companion-1"]
    assert outcome.told() == [("companion_changed", person) for person in people]
    assert noted(outcome.effects()) == {"operator-1"}
    made.given().history([*made.executing(), event]).when(change).then()
    unknown = hands.ChangeCompanion(companion="nobody")
    made.given().history(made.executing()).when(unknown).refused("person-unknown", "companion")


def test_a_deputy_who_becomes_companion_is_no_deputy_any_more() -> None:
    given = made.given().history([*made.executing(), named(of="companion-1")])
    event = happened.CompanionChanged(companion="operator-1", former="companion-1")
    outcome = given.when(hands.ChangeCompanion(companion="operator-1")).then(ENDED, event)
    assert outcome.state.deputies == {}


def test_the_participation_has_its_reports_answered_by_whoever_accompanies() -> None:
    given: Any = participations.given().history([participations.applied()])
    note = participations.asked.NoteCompanion(companion="operator-1")
    outcome = given.when(note, by=SYSTEM).then(participations.happened.CompanionNoted(companion="operator-1"))
    assert outcome.state.companion == "operator-1"
    given.events(*outcome.events).when(note, by=SYSTEM).then()


def test_reports_that_wait_are_handed_over_with_their_words() -> None:
    note = participations.asked.NoteCompanion(companion="operator-1")
    given = participations.given().history([*participations.working(), participations.report()])
    outcome = given.when(note, by=SYSTEM)
    assert outcome.state.waits["check_in_answer:1"].owner == Owner(role=Role.COMPANION, persons=("operator-1",))
    assert outcome.told() == [("check_in_arrived", "operator-1")]
    answered = given.events(participations.answered()).when(note, by=SYSTEM)
    assert answered.told() == []


def test_who_decides_in_whose_hands_it_is() -> None:
    office = {Role.COORDINATOR, Role.OPERATOR}
    for kind in (hands.CloseEnquiry, hands.NameDeputy, hands.DismissDeputy, hands.ChangeCompanion):
        assert kind.who == office
    assert hands.RecordEnquiry.who == office | {Role.COMPANY}


END = hands.NoteServiceEnd(service="試験の窓口", last_day=date(2026, 5, 1), stays_connected="coordinator-2")
ENDS = happened.ServiceEndNoted(service="試験の窓口", last_day=date(2026, 5, 1), stays_connected="coordinator-2")


def test_everybody_in_an_engagement_hears_that_the_service_ends_and_the_work_goes_on() -> None:
    outcome = made.given().history(made.executing()).when(END, by=SYSTEM).then(ENDS)
    people = {"company-1", "company-2", "companion-1", "coordinator-1", "participant-1"}
    assert {person for _, person in outcome.told()} >= people
    assert {template for template, _ in outcome.told()} == {"service_ends_work_goes_on"}
    assert outcome.state.stage == "accompany"
    made.given().history(made.executing()).events(ENDS).when(END, by=SYSTEM).then()


def test_where_the_service_ends_at_once_its_last_day_is_today() -> None:
    at_once = END.model_copy(update={"last_day": None})
    today = ENDS.model_copy(update={"last_day": date(2026, 4, 1)})
    made.given().events(recorded()).when(at_once, by=SYSTEM).then(today)


@pytest.mark.parametrize("events", [made.connected(), made.ended()], ids=["only-follow-ups", "ended"])
def test_whoever_has_no_work_before_them_is_not_disturbed(events: list[Event]) -> None:
    made.given().history(events).when(END, by=SYSTEM).then()


def test_a_draft_is_not_published_any_more_at_a_service_that_ends() -> None:
    made.given().events(made.drafted(), ENDS).when(asked.PublishPosting()).refused("service-ends")
