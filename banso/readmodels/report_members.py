"""What the regional report tells of members who meet and write. Counts; nothing about a single person."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from banso.readmodels.report import Fact, Period

CAME = "True"


@dataclass
class MemberFigures:
    """What members did in a period: whom gatherings brought together, what was written and answered.

    `joined` counts everybody once, also who came back.
    `gatherings_attended` and `gatherings_missed` count members, by what was recorded last of each gathering.
    `reports_answered` are those of the reports that were written in the period, `closing_voices` those who looked back
    on a service that had ended.
    """

    joined: int = 0
    gatherings_held: int = 0
    gatherings_attended: int = 0
    gatherings_missed: int = 0
    reports_written: int = 0
    reports_answered: int = 0
    closing_voices: int = 0


def member_figures(streams: Iterable[list["Fact"]], period: "Period") -> MemberFigures:
    """The figures of a period; facts come stream by stream, in order."""
    told = MemberFigures()
    for facts in streams:
        counted = [fact for fact in facts if period.has(fact.occurred_at)]
        told.joined += any(fact.measure == "member_joined" for fact in counted)
        told.gatherings_held += _times(counted, "gathering_held")
        told.closing_voices += _times(counted, "closing_voice")
        written = {fact.subject for fact in counted if fact.measure == "report_written"}
        answered = {fact.subject for fact in facts if fact.measure == "report_answered"}
        told.reports_written += len(written)
        told.reports_answered += len(written & answered)
        _attendance(told, counted)
    return told


def _times(facts: list["Fact"], measure: str) -> int:
    return sum(fact.measure == measure for fact in facts)


def _attendance(told: MemberFigures, facts: list["Fact"]) -> None:
    recorded = [fact.subject.rpartition(".") for fact in facts if fact.measure == "attendance"]
    came = {gathering: how == CAME for gathering, _, how in recorded}
    told.gatherings_attended += sum(came.values())
    told.gatherings_missed += len(came) - sum(came.values())
