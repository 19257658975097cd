"""The validation log: customers who were asked, contracts that are paid, what was learned."""

from datetime import date

import pytest

from domain.engagement.validation.commands import RecordCustomerAsked, RecordLearning, RecordPaidContract
from domain.engagement.validation.events import CustomerAsked, LearningRecorded, PaidContractWon

from support.deciding import COORDINATOR, PARTICIPANT, Given
from support.engagements import executing, given
from support.people import private
from support.rules import RULES

TODAY = date(2026, 4, 1)
ASK = RecordCustomerAsked(customer="Example Works", asked_on=TODAY, said="静かなら毎日使いたい")
ASKED = CustomerAsked(
    customer="Example Works", asked_on=TODAY, said=private("participant-1", "静かなら毎日使いたい"), by=PARTICIPANT
)
PAY = RecordPaidContract(customer="Example Works", amount=480_000, signed_on=TODAY)
PAID = PaidContractWon(customer="Example Works", amount=480_000, signed_on=TODAY, by=PARTICIPANT)


def at_work() -> Given:
    """Somebody is at the front."""
    return given().history(executing())


def test_asked_paid_and_learned_add_up() -> None:
    assert at_work().when(ASK, by=PARTICIPANT).then(ASKED).told() == []
    paid = at_work().events(ASKED, ASKED).when(PAY, by=PARTICIPANT).then(PAID)
    assert paid.told() == [("paid_contract_won", one) for one in ("participant-1", "companion-1", "coordinator-1")]
    log = at_work().events(ASKED, ASKED, PAID, PAID).state.validation
    assert (len(log.asked), log.customers, log.paying, log.paid_yen) == (
        2,
        ("Example Works",),
        ("Example Works",),
        960_000,
    )
    learned = LearningRecorded(customer=None, text=private("coordinator-1", "速さより静かさ"), by=COORDINATOR)
    at_work().when(RecordLearning(text="速さより静かさ")).then(learned)


@pytest.mark.parametrize(
    ("command", "code", "field"),
    [
        (PAY, "customer-not-asked", "customer"),
        (RecordLearning(text="静かさ", customer="Example Works"), "customer-not-asked", "customer"),
        (ASK.model_copy(update={"asked_on": date(2026, 4, 2)}), "date-ahead", "asked_on"),
        (PAY.model_copy(update={"signed_on": date(2026, 4, 2)}), "date-ahead", "signed_on"),
    ],
)
def test_what_cannot_be_is_refused(command: object, code: str, field: str) -> None:
    at_work().when(command, by=PARTICIPANT).refused(code, field)  # type: ignore[arg-type]


def test_a_playbook_without_it_refuses_and_names_the_section() -> None:
    without = RULES.model_copy(update={"validation": RULES.validation.model_copy(update={"customers_to_ask": 0})})
    refused = at_work().under(without).when(ASK, by=PARTICIPANT).refused("no-validation-here")
    assert "[rules.validation]" in refused.explain("ja")
