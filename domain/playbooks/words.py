"""Which words in braces each message may use: those that are filled in, and mean something, at every use of it."""

ALWAYS_FILLED = frozenset({"recipient", "title", "host"})
"""Filled in wherever a message is sent: whom it is written to, the engagement, the receiving company.

In messages about a desk {title} is the desk and {host} its region.
"""

_MILESTONE = frozenset({"milestone", "amount", "due"})
_PERSON = frozenset({"person"})
_PERSON_WAITS = ("application_answer", "employer_consent", "contract_signature", "work_permission", "check_in_answer")
_WORDS: dict[str, frozenset[str]] = {
    "application_arrived": _PERSON,
    "declined": frozenset({"reason"}),
    "waitlisted": frozenset({"place"}),
    "seat_offered": frozenset({"due"}),
    "seat_declined": _PERSON,
    "withdrawn": _PERSON,
    "employer_consent_request": _PERSON,
    "employer_consented": frozenset({"cap"}),
    "employer_refused": _PERSON,
    "contract_to_sign": frozenset({"fee", "hours", "document"}),
    "permission_information_request": frozenset({"kind"}),
    "permission_review": _PERSON | {"kind"},
    "permission_cleared": _PERSON,
    "permission_refused": _PERSON,
    "participant_ready": _PERSON,
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
    "seat_offer_reminder": _PERSON | {"due"},
    "seat_offer_escalated": _PERSON,
    **{f"{kind}_{step}": _PERSON for kind in _PERSON_WAITS for step in ("reminder", "escalated")},
}
NEEDS_LINK = ("milestone_approval_request", "milestone_approval_reminder")
"""Messages that nobody could answer without {link}."""


def words_of(message: str) -> frozenset[str]:
    """The words in braces that are filled in at every use of a message."""
    return ALWAYS_FILLED | _WORDS.get(message, frozenset())
