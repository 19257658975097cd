"""Which words in braces each message may use: those that are filled in, and mean something, at every use of it."""

import re

ALWAYS_FILLED = frozenset({"recipient", "title", "host"})
"""Filled in wherever a message is sent: whom it is written to, the engagement, the receiving company.

In messages about a desk {title} is the desk and {host} its region.
"""

ASKS = {
    "application_arrived": "application_answer",
    "employer_consent_request": "employer_consent",
    "contract_to_sign": "contract_signature",
    "permission_information_request": "work_permission",
    "permission_review": "work_permission",
    "milestone_approval_request": "milestone_approval",
    "check_in_arrived": "check_in_answer",
    "retrospective_request": "retrospective",
    "follow_up_request": "follow_up",
}
"""Which wait a message begins; reminders and escalations are named after theirs."""

_MILESTONE = frozenset({"milestone", "amount", "due"})
_PERSON = frozenset({"person"})
_REASON = frozenset({"reason"})
_WORDS: dict[str, frozenset[str]] = {
    "application_arrived": _PERSON,
    "declined": frozenset({"reason"}),
    "interview_arranged": _PERSON | {"when", "place"},
    "waitlisted": frozenset({"place"}),
    "seat_offered": frozenset({"due"}),
    "seat_declined": _PERSON,
    "withdrawn": _PERSON,
    "employer_consent_request": _PERSON,
    "employer_consented": _PERSON | {"cap"},
    "employer_refused": _PERSON,
    "employer_refused_company": _PERSON,
    "consent_withdrawn_office": _PERSON,
    "work_resumed": _PERSON,
    "wait_handed_over": _PERSON | {"kind", "due"},
    "contract_to_sign": _PERSON | {"fee", "hours", "document"},
    "contract_concluded": _PERSON,
    "amendment_to_sign": _PERSON | {"fee", "hours", "document"},
    "amendment_concluded": _PERSON | {"document"},
    "early_end_announced": _PERSON | {"kind", "due", "reason"},
    "left_early": _PERSON | {"due"},
    "employer_summary": _PERSON | {"weeks", "main_job", "learned", "stayed"},
    "permission_information_request": _PERSON | {"kind"},
    "permission_review": _PERSON | {"kind"},
    "permission_cleared": _PERSON,
    "permission_refused": _PERSON,
    "participant_ready": _PERSON,
    "coordinator_appointed": _PERSON,
    "seats_filled": frozenset({"seats"}),
    "milestone_approval_request": _MILESTONE | {"evidence", "link"},
    "milestone_approval_reminder": _MILESTONE | {"link"},
    "milestone_approval_escalated": _MILESTONE,
    "milestone_approved": _MILESTONE | _PERSON,
    "milestone_changes_requested": _MILESTONE | _PERSON | {"missing"},
    "milestone_partly_approved": _MILESTONE | _PERSON | {"missing", "accepted", "rest"},
    "disagreement_raised": _MILESTONE | _PERSON | {"missing", "position"},
    "disagreement_settled": _MILESTONE | _PERSON | {"text"},
    "disagreement_reminder": _MILESTONE,
    "disagreement_escalated": _MILESTONE,
    "engagement_paused": _REASON,
    "notice_given": _REASON | _PERSON | {"due"},
    "engagement_cancelled": _REASON,
    "application_called_off": _REASON,
    "story_consent_request": frozenset({"text"}),
    "story_declined": _PERSON,
    "enquiry_arrived": frozenset({"text"}),
    "enquiry_closed": _REASON,
    "deputy_named": _PERSON | {"who", "due"},
    "deputy_ended": _PERSON,
    "companion_changed": _PERSON,
    "handed_over": frozenset({"open", "due"}),
    "payment_reminder": _MILESTONE,
    "payment_escalated": _MILESTONE,
    "hours_over_cap": _PERSON | {"hours", "cap"},
    "check_in_arrived": _PERSON | {"text"},
    "check_in_answered": frozenset({"who", "text"}),
    "follow_up_request": frozenset({"month"}),
    "follow_up_reminder": frozenset({"month"}),
    "follow_up_escalated": frozenset({"month"}),
    "desk_coordinator_added": _PERSON,
    "desk_coordinator_removed": _PERSON,
    "desk_contact_changed": _PERSON,
    "desk_closed": _PERSON,
    "seat_offer_reminder": frozenset({"due"}),
}
WHEN_IT_IS_OVER = ("seat_offer_escalated",)
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
    words = ALWAYS_FILLED | _WORDS.get(message, frozenset())
    if message in ASKS:
        return words | {"until"}
    if message in WHEN_IT_IS_OVER:
        return words | {"person"}
    return words | {"until", "person"} if wait_of(message) else words
