"""The ledger: premises of a mission and their reviews, the positions of two sides, versions of the plan."""

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from domain.playbooks.capabilities.capability import PERSON, Capability, Check, Senseless, senseless
from domain.playbooks.models import PlaybookModel
from domain.shared.periods import Period

BELIEVED = frozenset({"believed"})
VERSION = frozenset({"version"})


class PremiseRules(PlaybookModel):
    """Whether a ledger of premises is kept, and how long a premise may go without being looked at anew.

    With `mission_first` nobody is sent without a mission: work begins when one was stated.
    """

    kept: Annotated[bool, Field(strict=True)]
    review_every: Period
    mission_first: Annotated[bool, Field(strict=True)] = False


def _a_mission_can_be_stated(premises: PremiseRules) -> Iterator[Senseless]:
    if premises.mission_first and not premises.kept:
        yield senseless(
            "台帳がないので、使命を述べられず、活動を始められません。kept も true にしてください。",
            "Without a ledger no mission can be stated, and work can never begin; say kept = true, too.",
            "kept = true ⏎ mission_first = true",
            ("premises", "mission_first"),
            ("premises", "kept"),
        )


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
    checks=(Check(("premises",), _a_mission_can_be_stated),),
)
