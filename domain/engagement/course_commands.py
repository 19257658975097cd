"""What may be asked of an engagement between its steps: in part, in dispute, paused, ended early, in other hands."""

from typing import ClassVar, Literal

from domain.shared.actors import Role
from domain.shared.models import Command
from domain.shared.values import Identifier, Prose, Sha256, Yen

OFFICE = frozenset({Role.COORDINATOR, Role.OPERATOR})
Settlement = Literal["changes_stand", "changes_dropped", "agreed_otherwise"]
"""How a disagreement ended: the changes are made, they are dropped, or both sides agreed on something else."""
NoticeSide = Literal["company", "participants", "region"]
"""Who ends an engagement early: the company, the participants together, or the regional organisation."""


class ApprovePartly(Command):
    """The company accepts a part of a delivery: which part of the fee that is (in yen), and what is still missing.

    The rest stays open and is delivered again. `content` is the hash of exactly what was shown.
    """

    type: Literal["ApprovePartly"] = "ApprovePartly"
    who: ClassVar[frozenset[Role]] = frozenset({Role.COMPANY})
    milestone: Identifier
    delivery: int
    content: Sha256
    accepted_fee: Yen
    missing: Prose


class DisagreeWithChanges(Command):
    """The participants do not agree with what the company asked for, and say why; the coordinator settles it."""

    type: Literal["DisagreeWithChanges"] = "DisagreeWithChanges"
    who: ClassVar[frozenset[Role]] = OFFICE | {Role.PARTICIPANT}
    milestone: Identifier
    delivery: int
    position: Prose


class SettleDisagreement(Command):
    """How a disagreement was settled with both sides. It approves nothing: the result is delivered again."""

    type: Literal["SettleDisagreement"] = "SettleDisagreement"
    who: ClassVar[frozenset[Role]] = OFFICE
    milestone: Identifier
    outcome: Settlement
    settlement: Prose


class PauseEngagement(Command):
    """Work rests, for a reason. Nobody is reminded of it meanwhile; fees that are owed stay due."""

    type: Literal["PauseEngagement"] = "PauseEngagement"
    who: ClassVar[frozenset[Role]] = OFFICE
    reason: Prose


class ResumeEngagement(Command):
    """Work goes on; whoever was asked for something has the whole time for it again."""

    type: Literal["ResumeEngagement"] = "ResumeEngagement"
    who: ClassVar[frozenset[Role]] = OFFICE


class GiveNotice(Command):
    """The work ends early, after the playbook's notice; `given_by` tells who wants it so."""

    type: Literal["GiveNotice"] = "GiveNotice"
    who: ClassVar[frozenset[Role]] = OFFICE | {Role.COMPANY}
    given_by: NoticeSide
    reason: Prose


class WithdrawNotice(Command):
    """The notice of an early end is taken back before it is over, by the side that gave it; the work goes on."""

    type: Literal["WithdrawNotice"] = "WithdrawNotice"
    who: ClassVar[frozenset[Role]] = OFFICE | {Role.COMPANY}


class CancelEngagement(Command):
    """It does not take place; before the kick-off only. Everybody concerned is told why."""

    type: Literal["CancelEngagement"] = "CancelEngagement"
    who: ClassVar[frozenset[Role]] = OFFICE
    reason: Prose


CourseCommand = (
    ApprovePartly
    | DisagreeWithChanges
    | SettleDisagreement
    | PauseEngagement
    | ResumeEngagement
    | GiveNotice
    | WithdrawNotice
    | CancelEngagement
)
