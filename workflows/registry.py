"""All workflows, for the worker and for replay."""

from workflows.entities import (
    EngagementWorkflow,
    MembershipWorkflow,
    ParticipationWorkflow,
    PersonWorkflow,
    ServiceWorkflow,
)
from workflows.processes import Closing, ContractRound, FollowUp, MilestoneApproval, Retrospective, WorkPermissionCheck

WORKFLOWS = (
    ServiceWorkflow,
    EngagementWorkflow,
    ParticipationWorkflow,
    MembershipWorkflow,
    PersonWorkflow,
    ContractRound,
    WorkPermissionCheck,
    MilestoneApproval,
    Retrospective,
    FollowUp,
    Closing,
)
