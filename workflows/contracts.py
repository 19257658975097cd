"""Names that clients, relay and workflows share: workflow types, ids, signals, search attributes. Pure."""

from datetime import timedelta

from pydantic import BaseModel, ConfigDict
from temporalio.common import SearchAttributeKey

NUDGE = "nudge"

ENTITY_WORKFLOWS = {
    "service": "ServiceWorkflow",
    "engagement": "EngagementWorkflow",
    "participation": "ParticipationWorkflow",
    "person": "PersonWorkflow",
}
PROCESS_WORKFLOWS = {
    "contract_round": "ContractRound",
    "work_permission": "WorkPermissionCheck",
    "milestone_approval": "MilestoneApproval",
    "retrospective": "Retrospective",
    "follow_up": "FollowUp",
}

TENANT = SearchAttributeKey.for_keyword("BansoTenant")
STAGE = SearchAttributeKey.for_keyword("BansoStage")
WAITS_FOR = SearchAttributeKey.for_keyword("BansoWaitsFor")
UNTIL = SearchAttributeKey.for_datetime("BansoUntil")
SEARCH_ATTRIBUTES = (TENANT, STAGE, WAITS_FOR, UNTIL)

TASK_TIMEOUT = timedelta(seconds=3)
"""Workflow tasks of a killed worker are noticed after this; with the default it takes ten seconds."""

CONTINUE_AT_EVENTS = 100
CONTINUE_WITH_CHILDREN_AT_EVENTS = 1000
"""Where a child of this run is still open, the run goes on for longer, far below Temporal's limits."""
FRESH_EVENTS = 20
"""A run with at most this many events may fall into a long sleep; an older one continues as new first."""
LONG_SLEEP = timedelta(days=1)


class Follow(BaseModel):
    """Which stream a workflow follows, and for a child which of its processes."""

    model_config = ConfigDict(frozen=True)

    tenant: str
    stream: str
    process: str | None = None


class Nudge(BaseModel):
    """A hint that there is something to see."""

    model_config = ConfigDict(frozen=True)

    version: int = 0


def workflow_id(follow: Follow) -> str:
    """The id of the workflow that follows a stream, or one of its processes."""
    identifier = f"{follow.tenant}/{follow.stream}"
    return f"{identifier}/{follow.process}" if follow.process else identifier


def workflow_type(follow: Follow) -> str:
    """The name of that workflow's type."""
    if follow.process is None:
        return ENTITY_WORKFLOWS[follow.stream.partition(":")[0]]
    return PROCESS_WORKFLOWS[follow.process.partition(":")[0]]
