"""A team that works as one: open tasks, the client's business hours, and how many have to be there."""

from typing import Annotated

from pydantic import Field

from domain.playbooks.capabilities.capability import PERSON, Capability
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
        "rules.teams.minimum_coverage": "minimum_coverage = 1",
        "rules.teams.forecast_ahead": 'forecast_ahead = "P30D"',
        "rules.teams.client_contract": "client_contract = true",
        "rules.teams*": '[rules.teams] ⏎ business_hours = ["mon-fri 09:00-18:00"] ⏎ minimum_coverage = 1',
    },
)
