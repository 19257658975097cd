"""The regional report: what the facts of a period come to. Counts, medians and rates; nothing about a single person."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import groupby
from statistics import median
from zoneinfo import ZoneInfo

from banso.readmodels.report_consultations import ConsultationFigures, consultation_figures
from banso.readmodels.report_members import MemberFigures, member_figures
from domain.shared.values import BilingualText

SECONDS_OF_A_DAY = 86_400
EARLY_ENDS = ("withdrawn", "ended_early", "employer_refused", "not_permitted")
"""Measures that end a way before its time, when the work had begun."""
OUTCOMES = (
    *("declined", "no_seat", "seat_declined", "seat_lapsed", "called_off", "pool_joined", "withdrawn"),
    *("employer_refused", "not_permitted", "ended_early", "work_finished"),
)
"""What became of applications, as it is told."""


@dataclass(frozen=True)
class Fact:
    """One row of `report_facts`."""

    stream: str
    measure: str
    subject: str
    amount: Decimal | None
    day: date | None
    occurred_at: datetime


@dataclass(frozen=True)
class Period:
    """Calendar days in the region's zone, both included; None is open."""

    since: date | None
    until: date | None
    zone: str

    def has(self, moment: datetime) -> bool:
        """Whether a moment lies within."""
        return self.has_day(moment.astimezone(ZoneInfo(self.zone)).date())

    def has_day(self, day: date) -> bool:
        """Whether a day lies within."""
        return (self.since is None or day >= self.since) and (self.until is None or day <= self.until)


@dataclass
class Report:
    """What a region can tell. Medians and rates are None where nothing was there to be measured.

    Time to match runs from publishing to each selection, days to approval from delivery to approval; the rate of early
    ends is that of those whose work began in the period. Payments are those that fell due in the period and not after
    today: `in_time` by their day, `late` after it, `missing` not yet. `behind` counts events that happened and are not
    counted yet.
    """

    since: date | None
    until: date | None
    time_zone: str
    services: list[str] = field(default_factory=list)
    enquiries: int = 0
    postings: int = 0
    applications: int = 0
    selected: int = 0
    median_days_to_match: float | None = None
    work_started: int = 0
    ended_early: int = 0
    early_end_rate: float | None = None
    milestones_delivered: int = 0
    milestones_sent_back: int = 0
    milestones_partly_approved: int = 0
    milestones_approved: int = 0
    median_days_to_approval: float | None = None
    payments_due: int = 0
    payments_in_time: int = 0
    payments_late: int = 0
    payments_missing: int = 0
    weeks_reported: int = 0
    hours_reported: Decimal = Decimal(0)
    weeks_above_cap: int = 0
    main_job: dict[str, int] = field(default_factory=dict)
    voices: int = 0
    tags: dict[str, int] = field(default_factory=dict)
    tag_words: dict[str, BilingualText] = field(default_factory=dict)
    outcomes: dict[str, int] = field(default_factory=dict)
    stories_published: int = 0
    engagements_completed: int = 0
    engagements_terminated: int = 0
    engagements_cancelled: int = 0
    follow_ups_asked: int = 0
    follow_ups_answered: int = 0
    consultations: ConsultationFigures = field(default_factory=ConsultationFigures)
    members: MemberFigures = field(default_factory=MemberFigures)
    sessions_held: int = 0
    sessions_missed: int = 0
    packs_delivered: int = 0
    packs_acknowledged: int = 0
    programmes_completed: int = 0
    surveys_answered: int = 0
    successor_invitations: int = 0
    behind: int = 0


def report_of(facts: Iterable[Fact], period: Period, today: date, tags: Iterable[str] = ()) -> Report:
    """The report of a period. Facts come stream by stream, in order; `tags` are told also when none was given.

    `today` is the day in the region's zone: what falls due later is not yet owed.
    """
    told = Report(period.since, period.until, period.zone, tags=dict.fromkeys(tags, 0))
    to_match: list[float] = []
    to_approval: list[float] = []
    streams = [list(group) for _, group in groupby(facts, key=lambda fact: fact.stream)]
    for of_stream in streams:
        counted = [fact for fact in of_stream if period.has(fact.occurred_at)]
        _count(told, counted)
        _early_end(told, of_stream, period)
        _payments(told, of_stream, period, today)
        to_match += _days(of_stream, period, "posting_published", "participant_selected", by_subject=False)
        to_approval += _days(of_stream, period, "milestone_delivered", "milestone_approved", by_subject=True)
    told.consultations = consultation_figures(streams, period, today)
    told.members = member_figures(streams, period)
    told.median_days_to_match = _median(to_match)
    told.median_days_to_approval = _median(to_approval)
    told.early_end_rate = round(told.ended_early / told.work_started, 3) if told.work_started else None
    return told


_PLAIN = {
    "enquiry": "enquiries",
    "posting_published": "postings",
    "application": "applications",
    "participant_selected": "selected",
    "milestone_delivered": "milestones_delivered",
    "milestone_sent_back": "milestones_sent_back",
    "milestone_partly_approved": "milestones_partly_approved",
    "milestone_approved": "milestones_approved",
    "week_reported": "weeks_reported",
    "week_above_cap": "weeks_above_cap",
    "voice": "voices",
    "story_published": "stories_published",
    "engagement_completed": "engagements_completed",
    "engagement_terminated": "engagements_terminated",
    "engagement_cancelled": "engagements_cancelled",
    "follow_up_asked": "follow_ups_asked",
    "session_held": "sessions_held",
    "session_missed": "sessions_missed",
    "pack_delivered": "packs_delivered",
    "pack_acknowledged": "packs_acknowledged",
    "programme_completed": "programmes_completed",
    "survey_answered": "surveys_answered",
    "invited_to_successor": "successor_invitations",
}
"""Measures that are simply counted: where they are told."""


def _count(told: Report, facts: list[Fact]) -> None:
    times = Counter(fact.measure for fact in facts)
    for measure, name in _PLAIN.items():
        setattr(told, name, getattr(told, name) + times[measure])
    for fact in facts:
        if fact.measure == "tag":
            told.tags[fact.subject] = told.tags.get(fact.subject, 0) + 1
        elif fact.measure == "main_job":
            told.main_job[fact.subject] = told.main_job.get(fact.subject, 0) + 1
        elif fact.measure == "work_finished" and times["ended_early"]:
            continue
        elif fact.measure in OUTCOMES:
            told.outcomes[fact.measure] = told.outcomes.get(fact.measure, 0) + 1
        elif fact.measure == "week_reported":
            told.hours_reported += fact.amount or 0
    asked = {fact.subject for fact in facts if fact.measure == "follow_up_asked"}
    # An answer belongs to its question's period: two of three answered is never more than all.
    told.follow_ups_answered += len(asked & {fact.subject for fact in facts if fact.measure == "follow_up_answered"})


def _early_end(told: Report, facts: list[Fact], period: Period) -> None:
    started = next((fact for fact in facts if fact.measure == "work_started"), None)
    if started is None or not period.has(started.occurred_at):
        return
    told.work_started += 1
    told.ended_early += any(fact.measure in EARLY_ENDS and fact.occurred_at >= started.occurred_at for fact in facts)


def _payments(told: Report, facts: list[Fact], period: Period, today: date) -> None:
    due = {fact.subject: fact.day for fact in facts if fact.measure == "payment_due" and fact.day is not None}
    paid = {fact.subject: fact.day for fact in facts if fact.measure == "payment_made" and fact.day is not None}
    for subject, day in due.items():
        on = paid.get(subject)
        if not period.has_day(day) or (day >= today and on is None):
            continue
        told.payments_due += 1
        told.payments_missing += on is None
        told.payments_in_time += on is not None and on <= day
        told.payments_late += on is not None and on > day


def _days(facts: list[Fact], period: Period, begins: str, ends: str, *, by_subject: bool) -> list[float]:
    """Days from the latest beginning to each end within the period; of the same subject, or of any."""
    began: dict[str, datetime] = {}
    found = []
    for fact in facts:
        subject = fact.subject if by_subject else ""
        if fact.measure == begins:
            began[subject] = fact.occurred_at
        elif fact.measure == ends and subject in began and period.has(fact.occurred_at):
            found.append((fact.occurred_at - began[subject]) / timedelta(seconds=SECONDS_OF_A_DAY))
    return found


def _median(days: list[float]) -> float | None:
    return round(median(days), 1) if days else None
