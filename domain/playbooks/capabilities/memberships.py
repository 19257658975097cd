"""Members of a service: they join with what its playbook asks them to share, and leave."""

from domain.playbooks.capabilities.capability import PERSON, Capability

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
