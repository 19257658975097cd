"""Which words in braces each message may use: those that are filled in, and mean something, at every use of it."""

import re

from domain.playbooks.capabilities.registry import ASKS, WORDS

ALWAYS_FILLED = frozenset({"recipient", "title", "host"})
"""Filled in wherever a message is sent: whom it is written to, the engagement, the receiving company.

In messages about a desk {title} is the desk and {host} its region.
"""

WHEN_IT_IS_OVER = ("seat_offer_escalated", "survey_answer_escalated")
"""Messages that are sent when their wait has ended by itself, so that there is no day to be named any more."""
NEEDS_LINK = ("milestone_approval_request", "milestone_approval_reminder")
"""Messages that nobody could answer without {link}."""


_OF_A_WAIT = re.compile(r"(?P<kind>[a-z_]+)_(reminder|escalated)")


def wait_of(message: str) -> str | None:
    """The kind of wait that a message begins, reminds of or escalates; None where it is about none."""
    found = _OF_A_WAIT.fullmatch(message)
    return found["kind"] if found else ASKS.get(message)


def words_of(message: str) -> frozenset[str]:
    """The words in braces that are filled in at every use of a message."""
    words = ALWAYS_FILLED | WORDS.get(message, frozenset())
    if message in ASKS:
        return words | {"until"}
    if message in WHEN_IT_IS_OVER:
        return words | {"person"}
    return words | {"until", "person"} if wait_of(message) else words
