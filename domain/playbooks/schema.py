"""What a playbook may say. The kinds of engagement differ in this data, not in code."""

import hashlib
import re
from datetime import UTC, datetime
from decimal import Decimal
from string import Formatter
from typing import Annotated, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    field_validator,
    model_validator,
)

from domain.shared.periods import Period, after
from domain.shared.values import BilingualText, Hours, Identifier, Language, Sha256

PLACEHOLDERS = frozenset(
    {
        "recipient", "title", "host", "milestone", "amount", "due", "person", "reason", "missing", "evidence",
        "hours", "cap", "fee", "document", "link", "who", "subject", "month", "seats", "kind", "text", "place",
        "coordinator", "until",
        "accepted", "rest", "position",
        "weeks", "main_job", "learned", "stayed", "when",
        "open",
    }
)  # fmt: skip
"""The words in braces that a message may use."""

WAIT_KINDS = (
    "application_answer", "seat_offer",
    "employer_consent", "consent_renewal", "contract_signature", "work_permission", "milestone_approval",
    "check_in_answer", "payment", "retrospective", "follow_up",
    "disagreement", "story_consent", "enquiry_answer",
)  # fmt: skip
"""Everything that is waited for; each needs its periods and its two messages in the playbook."""

MESSAGES = (
    "application_received", "application_arrived", "selected", "declined", "employer_consent_request",
    "employer_consented", "employer_refused", "contract_to_sign", "contract_concluded",
    "permission_information_request", "permission_review", "permission_cleared", "permission_refused",
    "participant_ready", "seats_filled", "posting_published", "execution_started", "milestone_approval_request",
    "milestone_approved", "milestone_changes_requested", "hours_over_cap", "check_in_arrived",
    "check_in_answered", "retrospective_request", "retrospective_closed", "follow_up_request", "withdrawn",
    "coordinator_appointed", "desk_opened", "desk_coordinator_added", "desk_coordinator_removed",
    "desk_contact_changed", "desk_closed",
    "milestone_partly_approved", "disagreement_raised", "disagreement_settled",
    "waitlisted", "seat_offered", "seat_declined", "seat_offer_lapsed", "recruiting_closed",
    "engagement_paused", "engagement_resumed", "notice_given", "engagement_terminated", "engagement_cancelled",
    "application_called_off",
    "story_consent_request", "story_published", "story_declined", "story_taken_back",
    "employer_refused_participant", "employer_refused_company", "consent_withdrawn", "consent_withdrawn_office",
    "work_resumed", "wait_handed_over", "amendment_to_sign", "amendment_concluded", "early_end_announced",
    "left_early", "employer_summary", "interview_arranged",
    "enquiry_received", "enquiry_arrived", "enquiry_closed",
    "deputy_named", "deputy_ended", "companion_changed", "handed_over",
)  # fmt: skip
"""The messages that every playbook has to word, besides a reminder and an escalation for each wait."""


def required_messages() -> tuple[str, ...]:
    """The names of all messages that a playbook must contain."""
    per_wait = tuple(f"{kind}_{step}" for kind in WAIT_KINDS for step in ("reminder", "escalated"))
    return MESSAGES + per_wait


def checked_template(text: str) -> str:
    """A message whose words in braces are all known.

    Raises:
        ValueError: a brace is unbalanced or names an unknown word.
    """
    try:
        names = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    except ValueError as error:
        raise ValueError(f"a brace is not closed or not opened ({error}); write words as {{title}}") from None
    unknown = sorted(names - PLACEHOLDERS)
    if unknown:
        raise ValueError(f"unknown word {{{unknown[0]}}}; known are {', '.join(sorted(PLACEHOLDERS))}")
    return text


class PlaybookModel(BaseModel):
    """Base of everything in a playbook: frozen, and an unknown key is a mistake."""

    model_config = ConfigDict(frozen=True, extra="forbid")


TemplateText = Annotated[str, StringConstraints(min_length=1, max_length=4000), AfterValidator(checked_template)]


class MessageText(PlaybookModel):
    """One message in one language."""

    subject: Annotated[TemplateText, StringConstraints(max_length=120)]
    body: TemplateText

    @field_validator("subject")
    @classmethod
    def _one_line(cls, subject: str) -> str:
        if re.search(r"[\r\n]", subject):
            raise ValueError("a subject is one line; take the line break out")
        return subject


class Message(PlaybookModel):
    """One message in both languages."""

    ja: MessageText
    en: MessageText

    def of(self, language: Language) -> MessageText:
        """The message in one language."""
        return self.ja if language == "ja" else self.en


SOME_DAY = datetime(2026, 1, 1, tzinfo=UTC)
"""Periods are compared from here; months differ in length by three days at most."""


class WaitPeriods(PlaybookModel):
    """How long silence may last before its owner is reminded, and before somebody else is told."""

    remind_after: Period
    escalate_after: Period

    @model_validator(mode="after")
    def _reminds_first(self) -> Self:
        if after(SOME_DAY, self.escalate_after, "UTC") < after(SOME_DAY, self.remind_after, "UTC"):
            raise ValueError("the escalation comes before the reminder; let escalate_after be the longer one")
        return self


class Execution(PlaybookModel):
    """The months of work. `weekly_hours_cap` bounds what an employer may consent to, in hours a week.

    `notice` is how long before its early end somebody has to announce it (Freelance Act art. 16, fact A12);
    `leaving_notice_days` lie between the announcement that one participant leaves early and the last day.
    """

    weekly_hours_cap: Hours
    notice: Period
    leaving_notice_days: Annotated[int, Field(ge=0, le=365)] = 14


class Payment(PlaybookModel):
    """`days_from_receipt` counts the day of receipt as day one; at most 60 (Freelance Act art. 4, facts A07, A08)."""

    days_from_receipt: Annotated[int, Field(ge=1, le=60)]


class Retrospective(PlaybookModel):
    """The voices that are heard, and what a participant may have gained."""

    voices: tuple[Literal["participant", "company", "employer"], ...] = Field(min_length=1)
    tags: tuple[Identifier, ...] = Field(min_length=1)


def pin_hash(stored: bytes) -> str:
    """SHA-256 over the very bytes that are pinned, in hexadecimal: what they mean is read anew by every release."""
    return hashlib.sha256(stored).hexdigest()


class PlaybookReference(PlaybookModel):
    """Which playbook an engagement is pinned to: its name, version and the hash of the bytes that are pinned."""

    name: Identifier
    version: int
    hash: Sha256


class Rules(PlaybookModel):
    """What is pinned by each engagement at its start: gates, durations, routes."""

    name: Identifier
    version: Annotated[int, Field(ge=1)]
    title: BilingualText
    seats_at_most: Annotated[int, Field(ge=1, le=1000)]
    waits: dict[str, WaitPeriods]
    execution: Execution
    payment: Payment
    retrospective: Retrospective
    follow_ups: tuple[Period, ...] = Field(min_length=1, max_length=12)

    @field_validator("waits")
    @classmethod
    def _every_wait_has_periods(cls, waits: dict[str, WaitPeriods]) -> dict[str, WaitPeriods]:
        missing = [kind for kind in WAIT_KINDS if kind not in waits]
        unknown = [kind for kind in waits if kind not in WAIT_KINDS]
        if missing:
            raise ValueError(
                f"periods are missing for {', '.join(missing)}; every wait has a reminder and an escalation"
            )
        if unknown:
            raise ValueError(f"nobody waits for {', '.join(unknown)}; known are {', '.join(WAIT_KINDS)}")
        return waits

    @property
    def reference(self) -> PlaybookReference:
        """Name, version and hash of these rules, as this release pins them."""
        return PlaybookReference(name=self.name, version=self.version, hash=pin_hash(self.pinned()))

    def pinned(self) -> bytes:
        """The bytes that a pin of these rules keeps; a later release may write the same rules otherwise."""
        return self.model_dump_json().encode()

    def weekly_cap(self) -> Decimal:
        """The most hours a week that this kind of engagement allows."""
        return self.execution.weekly_hours_cap


class Playbook(PlaybookModel):
    """A whole playbook: pinned rules, and messages that stay current."""

    rules: Rules
    messages: dict[str, Message]

    @model_validator(mode="after")
    def _every_message_is_worded(self) -> Self:
        missing = [name for name in required_messages() if name not in self.messages]
        if missing:
            raise ValueError(f"messages are missing: {', '.join(missing)}; word each in ja and en")
        return self
