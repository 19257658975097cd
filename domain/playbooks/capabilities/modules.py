"""What somebody prepares before they are sent: modules that a playbook names, and the departure."""

from domain.playbooks.capabilities.capability import PERSON, Capability

MODULES = Capability(
    name="modules",
    messages={
        "modules_complete": PERSON,
        "departed": PERSON | {"due"},
    },
    examples={
        "rules.modules": 'modules.special-skill = { ja = "自分の強み", en = "One\'s own special skill" }',
        "rules.modules*": '[rules.modules] ⏎ special-skill = { ja = "自分の強み", en = "One\'s own special skill" }',
    },
)
