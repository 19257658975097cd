"""What a playbook may say. The kinds of engagement differ in this data, not in code."""

import hashlib
import re
from decimal import Decimal
from string import Formatter
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, StringConstraints, field_validator, model_validator

from domain.playbooks.capabilities.accompanying import ReportRules
from domain.playbooks.capabilities.closing import ClosingRules
from domain.playbooks.capabilities.consultations import ConsultationRules
from domain.playbooks.capabilities.gatherings import GatheringRules, StudyMeetingRules
from domain.playbooks.capabilities.matching import MatchingRules
from domain.playbooks.capabilities.places import PlacesRules
from domain.playbooks.capabilities.premises import PremiseRules
from domain.playbooks.capabilities.radar import RadarRules
from domain.playbooks.capabilities.registry import MESSAGES, WAIT_KINDS, WORDS
from domain.playbooks.capabilities.retrospective import Retrospective
from domain.playbooks.capabilities.sessions import SessionRules
from domain.playbooks.capabilities.surveys import SurveyRules
from domain.playbooks.capabilities.teams import TeamRules
from domain.playbooks.capabilities.validation import ValidationRules
from domain.playbooks.models import PlaybookModel
from domain.shared.mistakes import mistake
from domain.shared.periods import Period
from domain.shared.values import BilingualText, Hours, Identifier, Language, Sha256

PLACEHOLDERS = frozenset({"recipient", "title", "host", "link", "until", "person"}).union(*WORDS.values())
"""The words in braces that a message may use."""


def checked_template(text: str) -> str:
    """A message whose words in braces are all known.

    Raises:
        ValueError: a brace is unbalanced or names an unknown word.
    """
    try:
        names = {name for _, name, _, _ in Formatter().parse(text) if name is not None}
    except ValueError:
        raise mistake("波括弧の対応が取れていません。", "A brace is not closed, or not opened.") from None
    unknown = sorted(names - PLACEHOLDERS)
    if unknown:
        raise mistake(f"{{{unknown[0]}}} という言葉はありません。", f"There is no word {{{unknown[0]}}}.")
    return text


TemplateText = Annotated[str, StringConstraints(min_length=1, max_length=4000), AfterValidator(checked_template)]


class MessageText(PlaybookModel):
    """One message in one language."""

    subject: Annotated[TemplateText, StringConstraints(max_length=120)]
    body: TemplateText

    @field_validator("subject")
    @classmethod
    def _one_line(cls, subject: str) -> str:
        if re.search(r"[\r\n]", subject):
            raise mistake("件名に改行があります。", "A subject is one line.")
        return subject


class Message(PlaybookModel):
    """One message in both languages."""

    ja: MessageText
    en: MessageText

    def of(self, language: Language) -> MessageText:
        """The message in one language."""
        return self.ja if language == "ja" else self.en


class WaitPeriods(PlaybookModel):
    """How long silence may last before its owner is reminded, and before somebody else is told."""

    remind_after: Period
    escalate_after: Period


class Execution(PlaybookModel):
    """The months of work. `weekly_hours_cap` bounds what an employer may consent to, in hours a week.

    `notice` is how long before its early end somebody has to announce it (Freelance Act art. 16, fact A12);
    `leaving_notice_days` lie between the announcement that one participant leaves early and the last day.
    `check_in_every` is how often a participant's word is due; where it is absent, their silence is not counted.
    """

    weekly_hours_cap: Hours
    notice: Period
    leaving_notice_days: Annotated[int, Field(ge=0, le=365)] = 14
    check_in_every: Period | None = None


class Interviews(PlaybookModel):
    """Conversations with those who apply: so many `minutes` calendars keep free for one."""

    minutes: Annotated[int, Field(ge=5, le=480)]


class Payment(PlaybookModel):
    """`days_from_receipt` counts the day of receipt as day one; at most 60 (Freelance Act art. 4, facts A07, A08)."""

    days_from_receipt: Annotated[int, Field(ge=1, le=60)]


Gate = Literal["employer_consent", "contract", "work_permission", "tax_treatment"]
"""What may have to be settled between somebody's selection and their work."""

EVERY_GATE: tuple[Gate, ...] = ("employer_consent", "contract", "work_permission")


def pin_hash(stored: bytes) -> str:
    """SHA-256 over the very bytes that are pinned, in hexadecimal: what they mean is read anew by every release."""
    return hashlib.sha256(stored).hexdigest()


class PlaybookReference(PlaybookModel):
    """Which playbook an engagement is pinned to: its name, version and the hash of the bytes that are pinned."""

    name: Identifier
    version: int
    hash: Sha256


class MembershipRules(PlaybookModel):
    """One role that members of a service have; whoever joins shares all of its understandings."""

    understandings: dict[Identifier, BilingualText] = Field(default_factory=dict, max_length=20)


class Rules(PlaybookModel):
    """What is pinned by each engagement at its start: gates, durations, routes."""

    name: Identifier
    version: Annotated[int, Field(ge=1)]
    title: BilingualText
    seats_at_most: Annotated[int, Field(ge=1, le=1000)]
    waiting_list: Annotated[int, Field(ge=0, le=1000)]
    waits: dict[str, WaitPeriods]
    interviews: Interviews
    execution: Execution
    payment: Payment
    retrospective: Retrospective
    follow_ups: tuple[Period, ...] = Field(min_length=1, max_length=12)
    gates: tuple[Gate, ...]
    memberships: dict[Identifier, MembershipRules]
    consultations: ConsultationRules
    validation: ValidationRules
    places: PlacesRules
    teams: TeamRules
    modules: Annotated[dict[Identifier, BilingualText], Field(max_length=20)]
    premises: PremiseRules
    sessions: dict[Identifier, SessionRules]
    packs: tuple[Identifier, ...] = Field(max_length=20)
    surveys: dict[Identifier, SurveyRules]
    gatherings: dict[Identifier, GatheringRules]
    matching: MatchingRules
    reports: ReportRules
    radar: RadarRules
    study_meetings: StudyMeetingRules | None = None
    closing: ClosingRules | None = None

    @field_validator("waits")
    @classmethod
    def _every_wait_has_periods(cls, waits: dict[str, WaitPeriods]) -> dict[str, WaitPeriods]:
        missing = [kind for kind in WAIT_KINDS if kind not in waits]
        unknown = [kind for kind in waits if kind not in WAIT_KINDS]
        if missing or unknown:
            raise mistake(
                f"待つことの期間が足りないか、余分です: {', '.join(missing or unknown)}。",
                f"Periods of waits are missing, or of none that there is: {', '.join(missing or unknown)}.",
            )
        return waits

    @property
    def reference(self) -> PlaybookReference:
        """Name, version and hash of these rules, as this release pins them."""
        return PlaybookReference(name=self.name, version=self.version, hash=pin_hash(self.pinned()))

    def pinned(self) -> bytes:
        """The bytes that a pin of these rules keeps; a later release may write the same rules otherwise."""
        return self.model_dump_json().encode()

    def worded(self) -> dict[str, dict[str, BilingualText]]:
        """What this playbook words itself, by the word in braces that tells of it in messages."""
        tags, closing = self.retrospective.tags, self.closing
        gains, dimensions = (closing.gains, closing.dimensions) if closing is not None else ({}, {})
        return {"tags": tags, "learned": tags, "gains": gains, "dimensions": dimensions}

    def weekly_cap(self) -> Decimal:
        """The most hours a week that this kind of engagement allows."""
        return self.execution.weekly_hours_cap


class Playbook(PlaybookModel):
    """A whole playbook: pinned rules, and messages that stay current.

    What its file does not say is as in the standard, which words every message.
    """

    rules: Rules
    messages: dict[str, Message]

    @model_validator(mode="after")
    def _every_message_is_worded(self) -> Self:
        missing = [name for name in MESSAGES if name not in self.messages]
        if missing:
            raise mistake(f"文面がありません: {', '.join(missing)}。", f"Messages are missing: {', '.join(missing)}.")
        return self
