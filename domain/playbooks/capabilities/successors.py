"""What a service believed and what changed because of it, and a successor that invites those who stayed in the pool."""

from domain.playbooks.capabilities.capability import Capability

SUCCESSORS = Capability(
    name="successors",
    messages={
        "service_premise_entrusted": frozenset({"believed", "who", "due"}),
        "service_premise_handed_over": frozenset({"believed", "who", "due"}),
        "service_premise_changed": frozenset({"believed", "evidence", "change"}),
        "successor_invitation": frozenset({"successor", "region"}),
    },
)
