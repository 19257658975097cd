"""The ledger: premises of a mission and their reviews, the positions of two sides, versions of the plan."""

from typing import Annotated

from pydantic import Field

from domain.playbooks.capabilities.capability import PERSON, Capability
from domain.playbooks.models import PlaybookModel
from domain.shared.periods import Period

BELIEVED = frozenset({"believed"})
VERSION = frozenset({"version"})


class PremiseRules(PlaybookModel):
    """Whether a ledger of premises is kept, and how long a premise may go without being looked at anew."""

    kept: Annotated[bool, Field(strict=True)]
    review_every: Period


PREMISES = Capability(
    name="premises",
    waits=("premise_review", "plan_acceptance"),
    messages={
        "mission_stated": frozenset({"goal", "survival", "customer", "side"}),
        "premise_entrusted": BELIEVED | {"who", "due", "changes"},
        "premise_carries_more": BELIEVED | {"due", "changes"},
        "premise_review_request": BELIEVED,
        "premise_changed": PERSON | BELIEVED | {"into", "text"},
        "premise_fallen": PERSON | BELIEVED | {"text", "changes"},
        "position_stated": PERSON | {"side", "text"},
        "plan_proposed": VERSION | {"changes", "text"},
        "plan_declined": PERSON | VERSION | {"text"},
        "plan_withdrawn": VERSION,
        "plan_in_force": VERSION | {"changes"},
        "premise_review_reminder": BELIEVED,
        "premise_review_escalated": BELIEVED,
        "plan_acceptance_reminder": VERSION,
        "plan_acceptance_escalated": VERSION,
    },
    asks={"premise_review_request": "premise_review", "plan_proposed": "plan_acceptance"},
    examples={"rules.premises*": '[rules.premises] ⏎ kept = true ⏎ review_every = "P6M"'},
)
