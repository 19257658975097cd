"""The validation log as an engagement keeps it, and how events change it."""

from datetime import date
from typing import assert_never

from domain.engagement.validation import events as happened
from domain.engagement.validation.events import ValidationEvent
from domain.shared.models import FrozenModel
from domain.shared.values import PersonalText


class Asked(FrozenModel):
    """One time that a customer was shown the product."""

    customer: str
    asked_on: date
    said: PersonalText | None


class PaidContract(FrozenModel):
    """One contract that a customer pays for, in yen."""

    customer: str
    amount: int
    signed_on: date


class Learning(FrozenModel):
    """Something that was learned."""

    customer: str | None
    text: PersonalText


class Validation(FrozenModel):
    """Who was asked, who paid, what was learned, each in the order in which it was told."""

    asked: tuple[Asked, ...] = ()
    contracts: tuple[PaidContract, ...] = ()
    learned: tuple[Learning, ...] = ()

    @property
    def customers(self) -> tuple[str, ...]:
        """The customers who were asked, once each."""
        return tuple(dict.fromkeys(one.customer for one in self.asked))

    @property
    def paying(self) -> tuple[str, ...]:
        """The customers who pay, once each."""
        return tuple(dict.fromkeys(one.customer for one in self.contracts))

    @property
    def paid_yen(self) -> int:
        """What all paid contracts come to."""
        return sum(one.amount for one in self.contracts)


def validation_changes(log: Validation, event: ValidationEvent) -> dict[str, object]:
    """What one event changes about the log."""
    match event:
        case happened.CustomerAsked():
            asked = Asked(customer=event.customer, asked_on=event.asked_on, said=event.said)
            changes: dict[str, object] = {"asked": (*log.asked, asked)}
        case happened.PaidContractWon():
            paid = PaidContract(customer=event.customer, amount=event.amount, signed_on=event.signed_on)
            changes = {"contracts": (*log.contracts, paid)}
        case happened.LearningRecorded():
            changes = {"learned": (*log.learned, Learning(customer=event.customer, text=event.text))}
        case _:
            assert_never(event)
    return {"validation": log.model_copy(update=changes)}
