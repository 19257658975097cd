"""What may be told of a new product and its customers: who was asked, who paid, what was learned."""

from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from domain.shared.actors import Role
from domain.shared.models import Command
from domain.shared.values import Line, Prose, Yen

TEAM = frozenset({Role.COORDINATOR, Role.OPERATOR, Role.PARTICIPANT})


class RecordCustomerAsked(Command):
    """A customer was shown the product; `said` is what they said about it. A customer is an organisation.

    The same customer may be asked again; it counts once.
    """

    type: Literal["RecordCustomerAsked"] = "RecordCustomerAsked"
    who: ClassVar[frozenset[Role]] = TEAM
    customer: Line
    asked_on: date
    said: Prose | None = None


class RecordPaidContract(Command):
    """A customer who was asked pays for it: the proof that it is worth something."""

    type: Literal["RecordPaidContract"] = "RecordPaidContract"
    who: ClassVar[frozenset[Role]] = TEAM
    customer: Line
    amount: Annotated[Yen, Field(ge=1)]
    signed_on: date


class RecordLearning(Command):
    """What was learned by asking, of one customer or of all."""

    type: Literal["RecordLearning"] = "RecordLearning"
    who: ClassVar[frozenset[Role]] = TEAM
    text: Prose
    customer: Line | None = None


ValidationCommand = RecordCustomerAsked | RecordPaidContract | RecordLearning
