"""Work that is paid with thanks: no day of payment; and an employer who was asked nothing, and so is told nothing."""

import pytest

from domain.engagement import commands as to_engagement
from domain.participation import commands as asked
from domain.participation import events as happened
from domain.playbooks.schema import Gate
from domain.shared.actors import Actor
from domain.shared.effects import DeliverToStream, Notify

from support import engagements
from support import participations as made
from support.deciding import COMPANY, COORDINATOR, PARTICIPANT, SYSTEM

DELIVER = to_engagement.DeliverMilestone(milestone=engagements.MILESTONE, evidence=engagements.EVIDENCE)


def test_what_has_no_fee_falls_due_on_no_day() -> None:
    outcome = engagements.given().history(engagements.executing(fee=0)).when(DELIVER, by=PARTICIPANT)

    (delivered,) = outcome.events
    assert (delivered.payment_due_on, delivered.payment_schedule) == (None, None)
    assert {one.about["due"] for one in outcome.effects() if isinstance(one, Notify)} == {"-"}


@pytest.mark.parametrize("by", [COORDINATOR, COMPANY])
def test_nobody_records_a_payment_of_nothing(by: Actor) -> None:
    given = engagements.given().history([*engagements.executing(fee=0), engagements.delivery()])
    paid = to_engagement.RecordPayment(milestone=engagements.MILESTONE, paid_on=engagements.RECEIVED)

    given.when(paid, by=by).refused("no-fee", "milestone")


@pytest.mark.parametrize(("gates", "employer"), [((), None), (("employer_consent",), "employer-1")])
def test_an_employer_who_is_asked_for_nothing_hears_nothing(gates: tuple[Gate, ...], employer: str | None) -> None:
    seat = made.selected(gates=gates)[1:] if gates else [happened.Selected(consent=None, owner=None)]
    agreed = [made.agreement()] if gates else []
    given = made.given().events(made.applied(gates=gates, employer_heard=False), *seat, *agreed)
    ready = given.events(happened.BecameReady())
    started = ready.when(asked.NoteExecutionStarted(), by=SYSTEM)
    closed = ready.events(*started.events).when(
        asked.NoteEngagementClosed(follow_ups=made.FOLLOW_UPS, gained=()), by=SYSTEM
    )

    told = {person for template, person in closed.told() if template == "employer_summary"}
    assert told == ({employer} if employer else set())


def test_without_the_gate_the_engagement_learns_of_no_employer() -> None:
    outcome = made.given().events(made.applied(gates=(), employer_heard=False)).when(asked.RecordSelection(), by=SYSTEM)

    (note,) = [one.command for one in outcome.effects() if isinstance(one, DeliverToStream)]
    assert (note["type"], note["employer_contact"]) == ("NoteParticipantReady", None)
