"""What happened on the way to a product's first customers."""

from datetime import date
from typing import Literal

from domain.shared.actors import Actor
from domain.shared.models import Event
from domain.shared.values import PersonalText, Yen


class CustomerAsked(Event):
    """A customer was shown the product; what people said there is theirs."""

    type: Literal["CustomerAsked"] = "CustomerAsked"
    customer: str
    asked_on: date
    said: PersonalText | None
    by: Actor


class PaidContractWon(Event):
    """A customer pays, so many yen."""

    type: Literal["PaidContractWon"] = "PaidContractWon"
    customer: str
    amount: Yen
    signed_on: date
    by: Actor


class LearningRecorded(Event):
    """What was learned, of one customer or of all."""

    type: Literal["LearningRecorded"] = "LearningRecorded"
    customer: str | None
    text: PersonalText
    by: Actor


ValidationEvent = CustomerAsked | PaidContractWon | LearningRecorded
