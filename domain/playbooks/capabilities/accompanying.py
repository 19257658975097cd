"""A client's goal, their reports, and the warm answer that each of them gets. Nobody is assessed by anything here."""

from collections.abc import Iterator, Mapping

from pydantic import Field

from domain.playbooks.capabilities.capability import PERSON, Capability, Check, Senseless
from domain.playbooks.capabilities.memberships import unknown_role
from domain.playbooks.models import PlaybookModel
from domain.shared.periods import Period
from domain.shared.values import Identifier


class ReportRules(PlaybookModel):
    """How often somebody writes, and which roles of members do; without any, nobody does."""

    every: Period = "P1D"
    by: tuple[Identifier, ...] = Field(default=(), max_length=20)


def _known_roles_write(reports: ReportRules, memberships: Mapping[str, object]) -> Iterator[Senseless]:
    for index, role in enumerate(reports.by):
        if role not in memberships:
            yield unknown_role(role, tuple(memberships), 'by = ["{role}"]', ("reports", "by", str(index)))


ACCOMPANYING = Capability(
    name="accompanying",
    waits=("report_answer",),
    messages={
        "goal_told": PERSON | {"text"},
        "report_arrived": PERSON | {"text"},
        "report_answered": frozenset({"who", "text"}),
    },
    asks={"report_arrived": "report_answer"},
    examples={
        "rules.reports.every": 'every = "P1D"',
        "rules.reports": '[rules.reports] ⏎ every = "P1D" ⏎ by = ["client"] ⏎ ⏎ [rules.memberships.client]',
        "rules.reports*": '[rules.reports] ⏎ every = "P1D" ⏎ by = ["client"]',
    },
    checks=(Check(("reports", "memberships"), _known_roles_write),),
)
