"""All capabilities, and what they add up to. A new one is one more module beside this, and one more line here."""

from domain.playbooks.capabilities.accompanying import ACCOMPANYING
from domain.playbooks.capabilities.capability import Capability, Check
from domain.playbooks.capabilities.closing import CLOSING
from domain.playbooks.capabilities.consultations import CONSULTATIONS
from domain.playbooks.capabilities.engagements import ENGAGEMENTS
from domain.playbooks.capabilities.gatherings import GATHERINGS
from domain.playbooks.capabilities.matching import MATCHING
from domain.playbooks.capabilities.memberships import MEMBERSHIPS
from domain.playbooks.capabilities.modules import MODULES
from domain.playbooks.capabilities.packs import PACKS
from domain.playbooks.capabilities.places import PLACES
from domain.playbooks.capabilities.premises import PREMISES
from domain.playbooks.capabilities.radar import RADAR
from domain.playbooks.capabilities.sessions import SESSIONS
from domain.playbooks.capabilities.successors import SUCCESSORS
from domain.playbooks.capabilities.surveys import SURVEYS
from domain.playbooks.capabilities.teams import TEAMS
from domain.playbooks.capabilities.validation import VALIDATION

CAPABILITIES: tuple[Capability, ...] = (
    ENGAGEMENTS,
    MEMBERSHIPS,
    CONSULTATIONS,
    VALIDATION,
    PLACES,
    TEAMS,
    MODULES,
    PREMISES,
    SESSIONS,
    PACKS,
    SURVEYS,
    SUCCESSORS,
    GATHERINGS,
    CLOSING,
    MATCHING,
    ACCOMPANYING,
    RADAR,
)

WAIT_KINDS: tuple[str, ...] = tuple(kind for one in CAPABILITIES for kind in one.waits)
"""Everything that is waited for; each has its periods and its two messages."""

WORDS: dict[str, frozenset[str]] = {name: words for one in CAPABILITIES for name, words in one.messages.items()}
"""The words in braces of each message that not every message may use."""

ASKS: dict[str, str] = {message: kind for one in CAPABILITIES for message, kind in one.asks.items()}
"""Which wait a message begins; reminders and escalations are named after theirs."""

EXAMPLES: dict[str, str] = {place: text for one in CAPABILITIES for place, text in one.examples.items()} | {
    "messages.*.en.subject": 'subject = "Your application has arrived: {title}"',
    "messages.*.en.body": 'body = "Dear {recipient}, ..."',
    "messages.*.subject": 'subject = "ご応募を受け付けました: {title}"',
    "messages.*.body": 'body = "{recipient} 様 ..."',
    "messages.*.ja": '[{place}] ⏎ subject = "{title}" ⏎ body = "{recipient} 様 ..."',
    "messages.*.en": '[{place}] ⏎ subject = "{title}" ⏎ body = "Dear {recipient}, ..."',
    "messages.*": '[{place}.ja] ⏎ subject = "{title}" ⏎ body = "{recipient} 様 ..."',
    "messages": '[messages.selected.ja] ⏎ subject = "{title}" ⏎ body = "{recipient} 様 ..."',
    "*": "version = 1",
}
"""What would be right, by place in a playbook; the first that fits."""

CHECKS: tuple[Check, ...] = tuple(check for one in CAPABILITIES for check in one.checks)
"""What looks for values that make no sense together."""

_PER_WAIT = tuple(f"{kind}_{step}" for kind in WAIT_KINDS for step in ("reminder", "escalated"))
OWN_MESSAGES: tuple[str, ...] = tuple(name for name in WORDS if name not in _PER_WAIT)
"""The messages that capabilities name themselves."""

MESSAGES: tuple[str, ...] = OWN_MESSAGES + _PER_WAIT
"""The names of all messages: a reminder and an escalation for each wait besides."""
