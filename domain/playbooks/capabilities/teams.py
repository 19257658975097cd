"""A team that works as one: open tasks, the client's business hours, and how many have to be there."""

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from domain.playbooks.capabilities.capability import PERSON, Capability, Check, Senseless, senseless
from domain.playbooks.models import PlaybookModel
from domain.shared.periods import Period
from domain.shared.weekly import Week


class TeamRules(PlaybookModel):
    """What a client may rely on.

    `business_hours` are on the client's clock (none: the playbook has no team), `minimum_coverage` is how many members
    have time at each moment of them. `forecast_ahead` is how long before fewer will have time the coordinator is told.
    `client_contract` tells whether work may begin without a contract between operator and client.
    """

    business_hours: Week
    minimum_coverage: Annotated[int, Field(ge=0, le=100)]
    forecast_ahead: Period
    client_contract: bool


def _hours_of_a_team(teams: TeamRules) -> Iterator[Senseless]:
    if teams.business_hours:
        return
    hours = 'business_hours = ["mon-fri 09:00-18:00"]'
    if teams.minimum_coverage:
        yield senseless(
            "営業時間(business_hours)がないので、そこに必要な人数も決められません。",
            "Without business_hours there is no time at which so many have to be there.",
            f"{hours} ⏎ minimum_coverage = {teams.minimum_coverage}",
            ("teams", "minimum_coverage"),
        )
    if teams.client_contract:
        yield senseless(
            "営業時間(business_hours)がなければチームもなく、クライアントとの契約を待つこともありません。",
            "Without business_hours there is no team, and nothing waits for a contract with the client.",
            f"{hours} ⏎ client_contract = true",
            ("teams", "client_contract"),
        )


TASK = frozenset({"task"})

TEAMS = Capability(
    name="teams",
    waits=("task_assignment", "coverage"),
    messages={
        "client_contract_concluded": frozenset({"document"}),
        "task_assigned": TASK | PERSON,
        "task_handed_over": TASK | PERSON | {"who"},
        "task_queued": TASK,
        "coverage_short": frozenset({"due", "covered", "minimum"}),
        "coverage_restored": frozenset({"minimum"}),
    },
    asks={"task_queued": "task_assignment", "coverage_short": "coverage"},
    examples={
        "rules.teams.business_hours*": 'business_hours = ["mon-fri 09:00-18:00"]',
        "rules.teams.forecast_ahead": 'forecast_ahead = "P30D"',
        "rules.teams*": '[rules.teams] ⏎ business_hours = ["mon-fri 09:00-18:00"] ⏎ minimum_coverage = 1',
    },
    checks=(Check(("teams",), _hours_of_a_team),),
)
