"""From the draft to the kick-off."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest

from domain.engagement import commands as asked
from domain.engagement import events as happened
from domain.engagement.hands_commands import RecordEnquiry
from domain.participation.commands import NoteExecutionStarted, RecordSelection
from domain.service.aggregate import SERVICE
from domain.service.closing.commands import AnnounceClosing
from domain.service.commands import NoteEngagement
from domain.service.events import ServiceClosed
from domain.shared.deadlines import MeetDeadline
from domain.shared.effects import DeliverToStream
from domain.shared.models import Command, Event

from support import engagements as made
from support.deciding import NOW, SYSTEM, Given
from support.people import FACTS, opened
from support.rules import RULES


def deliveries(effects: Sequence[object]) -> list[tuple[str, dict[str, object]]]:
    """What other streams are told, in order."""
    return [(effect.target.key, effect.command) for effect in effects if isinstance(effect, DeliverToStream)]


def test_a_posting_is_drafted_under_the_pinned_rules_and_its_desk_learns_of_it() -> None:
    outcome = made.given().when(made.draft()).then(made.drafted())
    assert deliveries(outcome.effects()) == [
        ("service:desk-1", NoteEngagement(engagement=made.ID).model_dump(mode="json"))
    ]


def test_a_draft_may_agree_on_earlier_payment_than_the_playbook() -> None:
    made.given().when(made.draft(payment_days=30)).then(made.drafted(payment_days=30))


def test_a_host_without_employees_may_agree_on_later_payment() -> None:
    outcome = made.given().when(made.draft(payment_days=90, host_uses_employees=False))
    outcome.then(made.drafted(payment_days=90, host_uses_employees=False))


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"service": "nowhere"}, "service-unknown", "service"),
        ({"coordinator": "nobody"}, "person-unknown", "coordinator"),
        ({"company_contacts": ("company-1", "nobody")}, "person-unknown", "company_contacts"),
        ({"companion": "nobody"}, "person-unknown", "companion"),
        ({"seats": 11}, "too-many-seats", "seats"),
        ({"weekly_hours": "8.25"}, "hours-above-cap", "weekly_hours"),
        ({"payment_days": 61}, "payment-too-late", "payment_days"),
    ],
)
def test_a_draft_is_refused(changes: dict[str, object], code: str, field: str) -> None:
    made.given().when(made.draft(**changes)).refused(code, field)


def test_the_limits_themselves_are_allowed() -> None:
    limits = {"seats": 10, "weekly_hours": Decimal(8), "payment_days": 60}
    made.given().when(made.draft(**limits)).then(made.drafted(**limits))


def test_an_engagement_is_drafted_once() -> None:
    made.given().events(made.drafted()).when(made.draft()).refused("engagement-exists")


def test_a_closed_desk_begins_nothing() -> None:
    desk = SERVICE.fold(None, [(opened(), NOW), (ServiceClosed(reason="終了"), NOW)])
    refused = made.given().knowing(**{"service:desk-1": desk}).when(made.draft()).refused("service-ended", "service")
    assert refused.details == {"stays_connected": "coordinator-1"}


def test_nothing_new_begins_at_a_desk_whose_end_was_announced() -> None:
    desk = Given(SERVICE, stream="desk-1", facts=FACTS).events(opened())
    ends = desk.events(*desk.when(AnnounceClosing(last_day=date(2026, 5, 1), reason="終了")).events).state
    given = made.given().knowing(**{"service:desk-1": ends})
    given.when(made.draft()).refused("service-ends", "service")
    enquiry = RecordEnquiry(service="desk-1", host="旗店", wish="相談", company_contacts=("company-1",))
    given.when(enquiry).refused("service-ends", "service")


def test_an_erased_coordinator_begins_nothing() -> None:
    erased = FACTS["person:coordinator-1"].model_copy(update={"erased": True})
    outcome = made.given().knowing(**{"person:coordinator-1": erased}).when(made.draft())
    outcome.refused("person-unknown", "coordinator")


REVISION = asked.RevisePosting(goal="新しい目標", shared_decision="選び方", roles=("取材", "企画"))


def test_a_draft_is_revised_until_it_is_published() -> None:
    event = happened.PostingRevised(goal="新しい目標", shared_decision="選び方", roles=("取材", "企画"))
    made.given().events(made.drafted()).when(REVISION).then(event)
    made.given().history(made.published()).when(REVISION).refused("posting-published")


def test_publishing_tells_the_company_and_the_companion() -> None:
    outcome = made.given().events(made.drafted()).when(asked.PublishPosting()).then(happened.PostingPublished())
    assert outcome.told() == [
        ("posting_published", "company-1"),
        ("posting_published", "company-2"),
        ("posting_published", "companion-1"),
    ]


@pytest.mark.parametrize(
    ("lacking", "field", "words"),
    [
        ({"goal": None}, "goal", "共有する目標"),
        ({"shared_decision": None}, "shared_decision", "参加者が加わる決定"),
        ({"roles": ()}, "roles", "役割"),
        ({"goal": None, "shared_decision": None, "roles": ()}, "goal", "共有する目標、参加者が加わる決定、役割"),
    ],
)
def test_a_posting_that_only_asks_for_hands_is_not_published(
    lacking: dict[str, object], field: str, words: str
) -> None:
    refusal = made.given().events(made.drafted(**lacking)).when(asked.PublishPosting()).refused("only-hands", field)
    assert words in refusal.wrong.ja


def test_a_posting_is_published_once() -> None:
    made.given().history(made.published()).when(asked.PublishPosting()).refused("posting-published")


NOTE = asked.NoteApplication(participation=made.FIRST, person="participant-1")


def test_an_application_is_noted_once() -> None:
    made.given().history(made.published()).when(NOTE, by=SYSTEM).then(made.noted())
    made.given().history([*made.published(), made.noted()]).when(NOTE, by=SYSTEM).then()


SELECT = asked.SelectParticipant(participation=made.FIRST)


def test_the_last_seat_ends_recruiting_and_the_participation_learns_of_it() -> None:
    outcome = made.given().history([*made.published(), made.noted()]).when(SELECT)
    outcome.then(made.chosen(), happened.SeatsFilled(seats=1))
    assert deliveries(outcome.effects()) == [("participation:participation-1", RecordSelection().model_dump())]
    assert outcome.told() == [("seats_filled", "coordinator-1")]
    assert outcome.state.stage == "prepare"


def test_a_seat_that_is_not_the_last_keeps_recruiting() -> None:
    events = [*made.published(seats=2), made.noted()]
    outcome = made.given().history(events).when(SELECT).then(made.chosen())
    assert outcome.state.stage == "recruit"


def test_selecting_twice_changes_nothing() -> None:
    made.given().history(made.filled()).when(SELECT).then()


def test_there_are_never_more_selected_than_seats() -> None:
    second = asked.SelectParticipant(participation=made.SECOND)
    made.given().history(made.filled()).when(second).refused("seats-taken")


def test_only_applicants_are_selected() -> None:
    made.given().history(made.published()).when(SELECT).refused("application-unknown", "participation")


def test_nobody_is_selected_after_the_kick_off_even_if_a_seat_is_free() -> None:
    two_seats = [event for event in made.executing(seats=2) if not isinstance(event, happened.SeatsFilled)]
    second = asked.SelectParticipant(participation=made.SECOND)
    made.given().history(two_seats).when(second).refused("not-recruiting", "participation")


CLOSE = asked.NoteApplicationClosed(participation=made.FIRST)


def test_a_withdrawal_frees_the_seat_and_recruiting_goes_on() -> None:
    outcome = made.given().history(made.filled()).when(CLOSE, by=SYSTEM)
    outcome.then(happened.ApplicationClosed(participation=made.FIRST, freed_seat=True))
    assert outcome.state.stage == "recruit"
    again = made.given().history(made.filled()).history(outcome.events)
    again.when(asked.SelectParticipant(participation=made.SECOND)).then(
        made.chosen(made.SECOND), happened.SeatsFilled(seats=1)
    )


def test_an_applicant_without_a_seat_frees_none_and_an_unknown_one_changes_nothing() -> None:
    second = asked.NoteApplicationClosed(participation=made.SECOND)
    outcome = made.given().history(made.filled()).when(second, by=SYSTEM)
    outcome.then(happened.ApplicationClosed(participation=made.SECOND, freed_seat=False))
    assert outcome.state.stage == "prepare"
    third = asked.NoteApplicationClosed(participation=made.THIRD)
    made.given().history(made.filled()).when(third, by=SYSTEM).then()


READY = asked.NoteParticipantReady(participation=made.FIRST, employer_contact="employer-1")


def test_readiness_is_noted_once_and_the_coordinator_is_told() -> None:
    outcome = made.given().history(made.filled()).when(READY, by=SYSTEM).then(made.became_ready())
    assert outcome.told() == [("participant_ready", "coordinator-1")]
    made.given().history([*made.filled(), made.became_ready()]).when(READY, by=SYSTEM).then()


def test_readiness_of_somebody_without_a_seat_changes_nothing() -> None:
    second = asked.NoteParticipantReady(participation=made.SECOND, employer_contact=None)
    made.given().history(made.filled()).when(second, by=SYSTEM).then()


def test_the_kick_off_reaches_everybody_who_is_ready() -> None:
    events = [*made.filled(), made.became_ready(), made.planned()]
    outcome = made.given().history(events).when(asked.StartExecution()).then(happened.ExecutionStarted())
    assert deliveries(outcome.effects()) == [("participation:participation-1", NoteExecutionStarted().model_dump())]
    assert [person for _, person in outcome.told()] == ["company-1", "company-2", "companion-1", "participant-1"]


@pytest.mark.parametrize(
    ("events", "code"),
    [
        ([*made.published(), made.planned()], "nobody-selected"),
        ([*made.filled(), made.planned()], "participants-not-ready"),
        ([*made.filled(), made.became_ready()], "no-milestone"),
        (made.executing(), "execution-started"),
    ],
)
def test_the_kick_off_is_refused(events: list[Event], code: str) -> None:
    without_programme = RULES.model_copy(update={"sessions": {}, "packs": ()})
    made.given().under(without_programme).history(events).when(asked.StartExecution()).refused(code)


EVERY_OTHER_COMMAND: list[Command] = [
    REVISION,
    asked.PublishPosting(),
    NOTE,
    CLOSE,
    SELECT,
    READY,
    asked.StartExecution(),
    asked.OpenRetrospective(),
    asked.CloseRetrospective(),
    asked.CompleteEngagement(reason="終わり"),
    MeetDeadline(kind="payment", subject="x", ordinal=1),
]


@pytest.mark.parametrize("command", EVERY_OTHER_COMMAND, ids=lambda command: type(command).__name__)
def test_nothing_happens_to_an_engagement_that_does_not_exist(command: Command) -> None:
    made.given().when(command).refused("engagement-unknown")


LATE = asked.SYSTEM
"""Whoever sends what only the system sends was not told of the end yet; that is no mistake of theirs."""


@pytest.mark.parametrize("command", EVERY_OTHER_COMMAND, ids=lambda command: type(command).__name__)
def test_nothing_new_begins_when_an_engagement_has_ended(command: Command) -> None:
    outcome = made.given().history(made.ended()).when(command)
    if command.who == LATE:
        assert outcome.refusal is None
    else:
        outcome.refused("engagement-ended")


def test_one_person_gets_one_seat() -> None:
    twice = happened.ApplicationNoted(participation="participation-9", person=made.person_of(made.FIRST))
    given = made.given().history([*made.published(seats=2), made.noted(), twice, made.chosen()])
    given.when(asked.SelectParticipant(participation="participation-9")).refused("person-has-seat", "participation")
