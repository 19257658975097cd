"""Problems that the front brings home: who owns each kind, how soon they answer, and that nobody is left alone."""

from decimal import Decimal
from typing import Annotated

from pydantic import Field

from domain.playbooks.capabilities.capability import PERSON, Capability
from domain.playbooks.models import PlaybookModel
from domain.shared.values import BilingualText, Identifier


class ConsultationRules(PlaybookModel):
    """The kinds of problems that are routed; without any, the playbook has no consultations.

    More than `supporters_at_most` for each person at the front are too many around one; more than `concentration_share`
    of a project's open problems, `concentration_from` or more being open, are too many for one.
    """

    kinds: dict[Identifier, BilingualText] = Field(default_factory=dict, max_length=30)
    supporters_at_most: Annotated[int, Field(ge=1, le=100)]
    concentration_share: Annotated[Decimal, Field(gt=0, lt=1)]
    concentration_from: Annotated[int, Field(ge=1, le=100)]


PROBLEM = PERSON | {"problem"}

CONSULTATIONS = Capability(
    name="consultations",
    waits=("consultation_answer",),
    messages={
        "front_joined": PERSON,
        "consultations_routed": frozenset({"problem"}),
        "consultation_raised": PROBLEM | {"text", "customer"},
        "consultation_redirected": PROBLEM | {"text", "who", "reason"},
        "consultation_passed_on": PROBLEM | {"who", "reason"},
        "consultation_answered": PROBLEM | {"text"},
        "consultation_closed": PROBLEM | {"text", "support"},
        "consultation_answer_reminder": frozenset({"problem", "carrier", "text"}),
        "consultation_answer_escalated": frozenset({"problem", "carrier", "open"}),
        "schedule_reflected": frozenset({"problem", "milestone", "days", "was", "now"}),
        "support_concentrated": PERSON | {"count", "open"},
        "support_outnumbers": frozenset({"count", "front"}),
    },
    asks={
        "consultation_raised": "consultation_answer",
        "consultation_redirected": "consultation_answer",
    },
    examples={
        "rules.consultations.kinds*": '[rules.consultations.kinds] ⏎ no_effect = { ja = "効かない", en = "No use" }',
        "rules.consultations*": '[rules.consultations] ⏎ supporters_at_most = 4 ⏎ concentration_share = "0.5"',
    },
)
