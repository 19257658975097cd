"""Which event counts for what in the regional report, and the subscriber that writes it down. Nothing personal."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

import orjson
from psycopg import AsyncConnection
from psycopg.types.json import Jsonb

from banso.eventstore.envelope import StoredEvent, content_of
from banso.eventstore.errors import StoreError
from banso.eventstore.findings import Collected, Row
from banso.eventstore.subscriptions import OrderedEvent


@dataclass(frozen=True)
class Counts:
    """One thing that an event counts for; the other fields name fields of the event.

    `subject`: which one, put together with dots (where a part is not there, it counts for nothing); `amount`: how much;
    `day`: which day; `each`: a list of which every entry counts by itself, as the subject.
    """

    measure: str
    subject: tuple[str, ...] = ()
    amount: str | None = None
    day: str | None = None
    each: str | None = None


_DELIVERY = ("milestone", "delivery")

COUNTS: dict[tuple[str, str], tuple[Counts, ...]] = {
    ("engagement", "EnquiryRecorded"): (Counts("enquiry"),),
    ("engagement", "PostingPublished"): (Counts("posting_published"),),
    ("engagement", "ParticipantSelected"): (Counts("participant_selected", ("participation",)),),
    ("engagement", "MilestoneDelivered"): (
        Counts("milestone_delivered", _DELIVERY),
        Counts("payment_due", ("milestone",), day="payment_due_on"),
    ),
    ("engagement", "MilestoneApproved"): (Counts("milestone_approved", _DELIVERY),),
    ("engagement", "MilestonePartlyApproved"): (Counts("milestone_partly_approved", _DELIVERY),),
    ("engagement", "ChangesRequested"): (Counts("milestone_sent_back", _DELIVERY),),
    ("engagement", "PaymentRecorded"): (Counts("payment_made", ("milestone",), day="paid_on"),),
    ("engagement", "VoiceGiven"): (Counts("voice", ("voice",)), Counts("tag", each="tags")),
    ("engagement", "FollowUpSent"): (Counts("follow_up_asked", ("ordinal",)),),
    ("engagement", "FollowUpAnswered"): (Counts("follow_up_answered", ("ordinal",)),),
    ("engagement", "EngagementCompleted"): (Counts("engagement_completed"),),
    ("engagement", "EngagementTerminated"): (Counts("engagement_terminated"),),
    ("engagement", "EngagementCancelled"): (Counts("engagement_cancelled"),),
    ("engagement", "StoryPublished"): (Counts("story_published"),),
    ("engagement", "ConsultationRaised"): (
        Counts("consultation_raised", ("consultation",)),
        Counts("consultation_kind", ("consultation", "kind")),
        Counts("consultation_cause", ("consultation", "cause")),
    ),
    ("engagement", "ConsultationAnswered"): (Counts("consultation_answered", ("consultation",)),),
    ("engagement", "ConsultationClosed"): (
        Counts("consultation_closed", ("consultation",)),
        Counts("consultation_cause", ("consultation", "cause")),
    ),
    ("engagement", "ScheduleReflected"): (Counts("schedule_reflected", ("consultation",), amount="days"),),
    ("service", "GatheringHeld"): (Counts("gathering_held", ("gathering",)),),
    ("membership", "JoinedService"): (Counts("member_joined", ("member_role",)),),
    ("membership", "AttendanceRecorded"): (Counts("attendance", ("gathering", "attended")),),
    ("membership", "ReportWritten"): (Counts("report_written", ("number",)),),
    ("membership", "ReportAnswered"): (Counts("report_answered", ("number",)),),
    ("membership", "ClosingVoiceGiven"): (Counts("closing_voice"),),
    ("membership", "SurveyAnswered"): (Counts("survey_answered", ("survey",)),),
    ("participation", "Applied"): (Counts("application"),),
    ("participation", "Declined"): (Counts("declined"),),
    ("participation", "PoolJoined"): (Counts("pool_joined"),),
    ("participation", "SeatDeclined"): (Counts("seat_declined"),),
    ("participation", "SeatOfferLapsed"): (Counts("seat_lapsed"),),
    ("participation", "WaitingEnded"): (Counts("no_seat"),),
    ("participation", "ParticipationCalledOff"): (Counts("called_off"),),
    ("participation", "LeftEarly"): (Counts("ended_early"),),
    ("participation", "Withdrawn"): (Counts("withdrawn"),),
    ("participation", "EmployerRefused"): (Counts("employer_refused"),),
    ("participation", "WorkPermissionRefused"): (Counts("not_permitted"),),
    ("participation", "WorkStarted"): (Counts("work_started"),),
    ("participation", "WorkEnded"): (Counts("work_finished"),),
    ("participation", "CheckInSubmitted"): (
        Counts("week_reported", ("number",), amount="hours"),
        Counts("main_job", ("main_job",)),
    ),
    ("participation", "SessionHeld"): (Counts("session_held", ("session",)),),
    ("participation", "SessionMissed"): (Counts("session_missed", ("session",)),),
    ("participation", "PackDelivered"): (Counts("pack_delivered", ("pack", "version")),),
    ("participation", "PackAcknowledged"): (Counts("pack_acknowledged", ("pack", "version")),),
    ("participation", "ProgrammeCompleted"): (Counts("programme_completed"),),
    ("participation", "SurveyAnswered"): (Counts("survey_answered", ("survey",)),),
    ("participation", "InvitedToSuccessor"): (Counts("invited_to_successor", ("service",)),),
    ("participation", "HoursCapExceeded"): (Counts("week_above_cap", ("number",), amount="hours"),),
    ("participation", "FollowUpSent"): (Counts("follow_up_asked", ("ordinal",)),),
    ("participation", "FollowUpAnswered"): (Counts("follow_up_answered", ("ordinal",)),),
}
"""The one table of (kind of stream, event) → what it counts for. `report.py` says what becomes of each measure."""

MEASURES = frozenset(counts.measure for several in COUNTS.values() for counts in several)
EVENT_TYPES = tuple(sorted({type_ for _, type_ in COUNTS}))
COLUMNS = ("tenant", "stream", "version", "place", "measure", "subject", "amount", "day", "occurred_at")


def fact_rows(event: StoredEvent) -> list[Row]:
    """The rows that an event stands for; none, where it cannot be read, which an audit names."""
    table = COUNTS.get((event.kind, event.type))
    if table is None:
        return []
    try:
        content = content_of(event)
        facts = [fact for counts in table for fact in _facts(counts, content)]
    except (StoreError, LookupError, ValueError, ArithmeticError):
        return []
    place = (event.tenant, event.stream, event.version)
    return [(*place, number, *fact, event.occurred_at) for number, fact in enumerate(facts)]


def _facts(counts: Counts, content: dict[str, Any]) -> Iterable[tuple[str, str, Decimal | None, date | None]]:
    if any(content[name] is None for name in counts.subject):
        return []
    if counts.day is not None and content[counts.day] is None:
        return []  # what has no day does not fall due
    subject = ".".join(str(content[name]) for name in counts.subject)
    subjects = [subject] if counts.each is None else [str(one) for one in content[counts.each]]
    amount = None if counts.amount is None else Decimal(str(content[counts.amount]))
    day = None if counts.day is None else date.fromisoformat(content[counts.day])
    return [(counts.measure, one, amount, day) for one in subjects]


_INSERT = (
    f"INSERT INTO banso.report_facts ({', '.join(COLUMNS)}) SELECT fact.* "  # noqa: S608 - names of ours
    "FROM jsonb_to_recordset(%s) AS fact (tenant text, stream text, version integer, place smallint, measure text, "
    "subject text, amount numeric, day date, occurred_at timestamptz) ON CONFLICT DO NOTHING"
)


class ReportFacts:
    """The subscriber that fills `report_facts`."""

    name = "report_facts"

    async def handle(self, connection: AsyncConnection, events: Sequence[OrderedEvent]) -> None:
        """Write down what a batch of events of one tenant stands for."""
        rows = [dict(zip(COLUMNS, row, strict=True)) for event in events for row in fact_rows(event)]
        if rows:
            await connection.execute(_INSERT, (Jsonb(rows, dumps=_dumps),))


def _dumps(rows: Any) -> bytes:
    return orjson.dumps(rows, default=str)


REPORT_FACTS = Collected(
    name="report_facts", subscriber=ReportFacts.name, columns=COLUMNS, types=EVENT_TYPES, rows=fact_rows
)
