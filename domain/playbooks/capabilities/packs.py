"""Information packs that every participant gets, in versions, and a programme that is complete with them."""

from domain.playbooks.capabilities.capability import PERSON, Capability

PACK = PERSON | {"pack", "version"}

PACKS = Capability(
    name="packs",
    waits=("pack_acknowledgement",),
    messages={
        "pack_delivered": PACK | {"text"},
        "pack_acknowledgement_reminder": PACK,
        "pack_acknowledgement_escalated": PACK,
        "programme_completed": PERSON,
    },
    asks={"pack_delivered": "pack_acknowledgement"},
    examples={"rules.packs*": 'packs = ["settling-in", "finding-work"]'},
)
