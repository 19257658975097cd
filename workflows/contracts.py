"""Names that clients, relay and workflows share: workflow types, ids, signals, search attributes. Pure."""

from datetime import timedelta

from pydantic import BaseModel, ConfigDict
from temporalio.common import SearchAttributeKey

NUDGE = "nudge"

ENTITY_WORKFLOWS = {
    "service": "ServiceWorkflow",
    "engagement": "EngagementWorkflow",
    "participation": "ParticipationWorkflow",
    "membership": "MembershipWorkflow",
    "person": "PersonWorkflow",
}
PROCESS_WORKFLOWS = {
    "contract_round": "ContractRound",
    "work_permission": "WorkPermissionCheck",
    "milestone_approval": "MilestoneApproval",
    "retrospective": "Retrospective",
    "follow_up": "FollowUp",
    "closing": "Closing",
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

IN_WORDS = {
    "enquire": "A company asks for help before it knows what for; a coordinator answers.",
    "recruit": "A posting is drafted and published; people apply and are selected.",
    "apply": "An application, an interview; then a seat, or a kind no.",
    "prepare": "Before the kick-off: the employer's consent, the contract, the work permission.",
    "accompany": "Months of work; each delivery lies before the company until it decides.",
    "member": "A member of the service, who may take part in what it offers.",
    "work": "Weeks of work, with reports that are answered.",
    "look_back": "Everybody's voice is asked for.",
    "stay_connected": "How do they fare, months later?",
    "ended": "It is over, but for what is still owed or under way.",
    "announced": "The end of the service is known; everybody is told, and invited to say farewell.",
    "rendering": "The terms are being written down.",
    "checking": "What is known is being checked by rule.",
    "information_needed": "Something is missing, and the participant was asked for it.",
    "human_review": "No rule settles this; a named human looks at it.",
    "asked": "Asked; there is no answer yet.",
    "reminded": "Asked and reminded; there is no answer yet.",
    "escalated": "Asked, reminded, and the coordinator was told; there is no answer yet.",
    "closed": "Over.",
}
"""What stages and steps mean, for whoever opens Temporal's own pages; nothing is decided by it."""


class Follow(BaseModel):
    """Which stream a workflow follows, and for a child which of its processes.

    `told` are the processes whose children an earlier run has told of what it saw; they hear of their end, too.
    """

    model_config = ConfigDict(frozen=True)

    tenant: str
    stream: str
    process: str | None = None
    told: tuple[str, ...] = ()


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
