"""Figures of members who meet and write: what was recorded last counts, and an answer belongs to its report."""

from datetime import UTC, date, datetime, timedelta

from banso.readmodels.report import Fact, Period, report_of
from banso.readmodels.report_members import MemberFigures

BEGAN = datetime(2026, 4, 1, 3, tzinfo=UTC)
ALWAYS = Period(None, None, "Asia/Tokyo")
MAY = Period(date(2026, 5, 1), date(2026, 5, 31), "Asia/Tokyo")


def fact(measure: str, days: int, subject: str = "", stream: str = "membership:desk.a") -> Fact:
    """Something that happened so many days after the first of April."""
    return Fact(stream, measure, subject, None, None, BEGAN + timedelta(days=days))


def figures(*facts: Fact, period: Period = ALWAYS) -> MemberFigures:
    """What these come to."""
    return report_of(facts, period, date(2026, 6, 30)).members


def test_whoever_was_recorded_by_mistake_counts_once() -> None:
    told = figures(
        fact("attendance", 1, "study.v-1.False"),
        fact("attendance", 2, "study.v-1.True"),
        fact("attendance", 3, "study.v-2.False"),
        fact("attendance", 1, "study.v-1.True", "membership:desk.b"),
        fact("gathering_held", 1, "study.v-1", "service:desk"),
    )
    assert (told.gatherings_held, told.gatherings_attended, told.gatherings_missed) == (1, 2, 1)


def test_an_answer_belongs_to_the_period_of_its_report() -> None:
    facts = (
        fact("member_joined", 0, "client"),
        fact("member_joined", 3, "client"),
        fact("report_written", 1, "1"),
        fact("report_written", 35, "2"),
        fact("report_answered", 36, "1"),
        fact("report_answered", 70, "2"),
        fact("closing_voice", 71),
    )
    always, may = figures(*facts), figures(*facts, period=MAY)
    assert (always.joined, always.reports_written, always.reports_answered, always.closing_voices) == (1, 2, 2, 1)
    assert (may.joined, may.reports_written, may.reports_answered, may.closing_voices) == (0, 1, 1, 0)
