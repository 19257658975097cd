"""Members of a service: they join with what its playbook asks them to share, and leave."""

from difflib import get_close_matches

from domain.playbooks.capabilities.capability import PERSON, Capability, Senseless, senseless
from domain.playbooks.lines import Path


def unknown_role(role: str, known: tuple[str, ...], example: str, place: Path) -> Senseless:
    """That no member can have a role, with the likely one in the {role} of an example, or how to have it."""
    likely = get_close_matches(role, known, n=1, cutoff=0.5) or known[:1]
    return senseless(
        f"「{role}」という役割は、[rules.memberships] にありません。",
        f"There is no role {role} in [rules.memberships].",
        example.format(role=likely[0]) if likely else role_table(role),
        place,
    )


def role_table(role: str) -> str:
    """How a playbook names a role of members."""
    return f'[rules.memberships."{role}"]' if "." in role else f"[rules.memberships.{role}]"


MEMBERSHIPS = Capability(
    name="memberships",
    messages={
        "membership_began": PERSON,
        "membership_ended": PERSON,
        "members_handed_over": frozenset(),
    },
    examples={
        "rules.memberships*": '[rules.memberships.client.understandings] ⏎ grow = { ja = "育つ", en = "Growing" }',
    },
)
