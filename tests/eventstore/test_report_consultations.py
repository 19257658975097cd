"""Figures of problems from the front: whose period, which first answer, which cause comes again."""

from datetime import UTC, date, datetime, timedelta

from banso.readmodels.report import Fact, Period, report_of
from banso.readmodels.report_consultations import ConsultationFigures, ProjectFigures

TODAY = date(2026, 6, 30)
BEGAN = datetime(2026, 4, 1, 3, tzinfo=UTC)
ALWAYS = Period(None, None, "Asia/Tokyo")


def fact(measure: str, hours: float, subject: str, stream: str = "engagement:a") -> Fact:
    """Something that happened so many hours after noon of the first of April, in Japan."""
    return Fact(stream, f"consultation_{measure}", subject, None, None, BEGAN + timedelta(hours=hours))


def raised(number: int, hours: float, kind: str, cause: str | None = None, stream: str = "engagement:a") -> list[Fact]:
    """A problem as its event is counted."""
    known = [fact("cause", hours, f"{number}.{cause}", stream)] if cause else []
    return [fact("raised", hours, f"{number}", stream), fact("kind", hours, f"{number}.{kind}", stream), *known]


def figures(*facts: Fact, period: Period = ALWAYS) -> ConsultationFigures:
    """What these come to."""
    return report_of(facts, period, TODAY).consultations


def test_the_first_answer_counts_and_a_closing_is_one() -> None:
    told = figures(
        *raised(1, 0, "no_effect"),
        fact("answered", 10, "1"),
        fact("answered", 90, "1"),
        *raised(2, 0, "no_effect"),
        fact("closed", 30, "2"),
        *raised(3, 0, "no_effect"),
    )
    assert (told.raised, told.closed, told.median_hours_to_first_answer) == (3, 1, 20.0)
    assert (told.open_by_kind, told.oldest_days) == ({"no_effect": 2}, {"no_effect": 90})
    assert figures(*raised(1, 0, "no_effect")).median_hours_to_first_answer is None


def test_a_cause_comes_again_within_one_project_and_is_told_as_it_was_known_last() -> None:
    here = [*raised(1, 0, "no_effect", "belt.v2"), *raised(2, 5, "no_effect", "belt"), fact("cause", 9, "2.belt.v2")]
    there = raised(1, 0, "no_effect", "belt.v2", stream="engagement:b")
    assert figures(*here, *there).repeats == {"belt.v2": 2}
    assert figures(*raised(1, 0, "no_effect", "belt"), *there).repeats == {}


def test_each_project_is_told_by_itself() -> None:
    here = [*raised(1, 0, "no_effect", "belt"), *raised(2, 24, "no_effect", "belt"), fact("answered", 6, "1")]
    there = [*raised(1, 0, "no_effect", stream="engagement:b"), fact("closed", 20, "1", "engagement:b")]
    told = figures(*here, *there)
    assert told.projects == {
        "a": ProjectFigures(
            raised=2,
            open_by_kind={"no_effect": 2},
            oldest_days={"no_effect": 90},
            median_hours_to_first_answer=6.0,
            repeats={"belt": 2},
        ),
        "b": ProjectFigures(raised=1, closed=1, median_hours_to_first_answer=20.0),
    }
    assert (told.raised, told.closed, told.median_hours_to_first_answer) == (3, 1, 13.0)


def test_a_period_has_what_was_raised_in_it() -> None:
    facts = [*raised(1, 0, "no_effect"), *raised(2, 24 * 40, "does_not_work"), fact("closed", 24 * 41, "1")]
    may = Period(date(2026, 5, 1), date(2026, 5, 31), "Asia/Tokyo")
    told = figures(*facts, period=may)
    assert (told.raised, told.closed, told.open_by_kind) == (1, 0, {"does_not_work": 1})
