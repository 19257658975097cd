"""New products: whether customers pay for them, and what was learned by asking."""

from typing import Annotated

from pydantic import Field

from domain.playbooks.capabilities.capability import Capability
from domain.playbooks.models import PlaybookModel


class ValidationRules(PlaybookModel):
    """How many customers a product is to be shown to; zero: the playbook has no such log."""

    customers_to_ask: Annotated[int, Field(ge=0, le=10_000)]


VALIDATION = Capability(
    name="validation",
    messages={"paid_contract_won": frozenset({"customer", "amount", "count"})},
    examples={"rules.validation*": "[rules.validation] ⏎ customers_to_ask = 10"},
)
