"""What is accepted in part, and what the two sides do not agree on. Both positions are kept."""

from domain.engagement import commands as asked
from domain.engagement.course_commands import ApprovePartly, DisagreeWithChanges, SettleDisagreement
from domain.engagement.course_events import DisagreementRaised, DisagreementSettled, MilestonePartlyApproved
from domain.engagement.milestones import require_milestone, undecided
from domain.engagement.results import Milestone
from domain.engagement.state import Engagement
from domain.shared.actors import Role
from domain.shared.decider import Context
from domain.shared.models import Event
from domain.shared.refusals import DomainError, refusal
from domain.shared.values import narrative
from domain.shared.waiting import Owner


def approve_partly(command: ApprovePartly, state: Engagement, context: Context) -> list[Event]:
    """The company accepts a part; the rest is delivered again. What is due is due, in part or as a whole."""
    milestone = undecided(command, state)
    rest = milestone.fee - milestone.accepted_fee
    if not _is_a_part(command.accepted_fee, milestone):
        raise _no_part(rest)
    return [
        MilestonePartlyApproved(
            milestone=command.milestone,
            delivery=command.delivery,
            by=context.actor,
            accepted_fee=command.accepted_fee,
            missing=narrative(context.actor.person, command.missing),
        )
    ]


def _is_a_part(accepted: int, milestone: Milestone) -> bool:
    """Neither nothing nor everything that is left; where there is no fee, there is no part of it to name."""
    return 0 < accepted < milestone.fee - milestone.accepted_fee or (accepted == milestone.fee == 0)


def _no_part(rest: int) -> DomainError:
    name = asked.RequestChanges.__name__
    right = (
        f"1 円から {rest - 1:,} 円までにするか、{name} で差し戻すか、全体を承認してください。",
        f"Accept 1 to {rest - 1:,} yen, send it back with {name}, or approve the whole.",
    )
    if rest < 2:
        right = (
            f"0 円とするか、{name} で差し戻すか、全体を承認してください。",
            f"Write 0 where there is no fee; else send it back with {name}, or approve the whole.",
        )
    return refusal(
        "not-a-part",
        wrong=(
            f"承認する金額が、残りの報酬 {rest:,} 円の一部になっていません。",
            f"This is no part of the {rest:,} yen that are left.",
        ),
        right=right,
        field="accepted_fee",
    )


def disagree(command: DisagreeWithChanges, state: Engagement, context: Context) -> list[Event]:
    """Possible once for each delivery in which something was found missing, until it is delivered again."""
    milestone = require_milestone(state, command.milestone)
    if milestone.missing is None or command.delivery != milestone.delivery:
        raise refusal(
            "no-changes-requested",
            wrong=("この納品に修正は求められていません。", "No changes were asked for in this delivery."),
            right=(
                "差し戻された最新の納品について、次の納品の前に意見を伝えてください。",
                "Disagree about the latest delivery when it was sent back, before it is delivered again.",
            ),
            field="delivery",
        )
    if str(command.delivery) in milestone.disagreements:
        raise refusal(
            "disagreed-already",
            wrong=("この納品への意見はすでに届いています。", "There is a disagreement about this delivery already."),
            right=(
                "コーディネーターの話し合いの結果に沿って納品してください。",
                "Deliver again as the coordinator settles it with both sides.",
            ),
        )
    return [_raised(command, state, context)]


def _raised(command: DisagreeWithChanges, state: Engagement, context: Context) -> DisagreementRaised:
    return DisagreementRaised(
        milestone=command.milestone,
        delivery=command.delivery,
        by=context.actor,
        position=narrative(context.actor.person, command.position),
        schedule=context.schedule("disagreement", state.time_zone),
        owner=Owner(role=Role.COORDINATOR, persons=state.office),
    )


def settle(command: SettleDisagreement, state: Engagement, context: Context) -> list[Event]:
    """The coordinator writes down what both sides agreed on; nothing is approved by that."""
    milestone = require_milestone(state, command.milestone)
    if milestone.open_disagreement is None:
        disputed = ", ".join(key for key, one in state.milestones.items() if one.open_disagreement)
        raise refusal(
            "no-disagreement",
            wrong=("この成果に話し合い中の意見はありません。", "Nothing is in dispute about this result."),
            right=(
                f"話し合い中の成果: {disputed or 'なし'}。",
                f"In dispute are: {disputed or 'none'}.",
            ),
            field="milestone",
        )
    return [
        DisagreementSettled(
            milestone=command.milestone,
            delivery=milestone.delivery,
            by=context.actor,
            outcome=command.outcome,
            settlement=narrative(context.actor.person, command.settlement),
        )
    ]
