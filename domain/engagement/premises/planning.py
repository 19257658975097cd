"""Versions of the plan: proposed, accepted by everybody whom they bind, in force. No answer is no agreement."""

from domain.engagement.milestones import require_milestone
from domain.engagement.premises import commands as asked
from domain.engagement.premises.commands import MilestoneChange
from domain.engagement.premises.events import (
    BoundPerson,
    PlanAccepted,
    PlanBinding,
    PlanDeclined,
    PlanInForce,
    PlannedResult,
    PlanProposed,
    PlanWithdrawn,
)
from domain.engagement.premises.state import PlanVersion
from domain.engagement.results import Milestone
from domain.engagement.state import Engagement
from domain.engagement.telling import participants
from domain.shared.decider import Context
from domain.shared.models import Event
from domain.shared.periods import local_date
from domain.shared.refusals import DomainError, refusal
from domain.shared.values import narrative

WORKING = ("recruit", "prepare", "accompany")


def propose(command: asked.ProposePlan, state: Engagement, context: Context) -> list[Event]:
    """A new version goes to those whom it binds, if it changes anything and stands on premises that hold."""
    if state.stage not in WORKING or state.terminated:
        raise refusal(
            "work-over",
            wrong=("作業の期間は終わっています。", "The time of work is over."),
            right=("計画は、作業の期間のうちに見直してください。", "Re-scope while the work goes on."),
        )
    named = [one.milestone for one in command.changes]
    if len(set(named)) < len(named):
        raise refusal(
            "milestone-twice",
            wrong=("同じ成果が二度書かれています。", "One milestone stands there twice."),
            right=("成果ごとに一度だけ書いてください。", "Write all that changes of a milestone in one place."),
            field="changes",
        )
    changes = {one.milestone: _changed(one, state, context) for one in command.changes}
    before = state.ledger.planned(state.milestones)
    if all(before[key] == one for key, one in changes.items()):
        raise refusal(
            "plan-unchanged",
            wrong=("いまの計画と同じです。", "This is what the plan says already."),
            right=("期日・報酬・題名・前提のどれかを変えてください。", "Change a day, a fee, a title or a premise."),
            field="changes",
        )
    fallen = (premise for key in changes for premise in state.ledger.fallen_beneath(key))
    return [
        PlanProposed(
            version=state.ledger.version + 1,
            by=context.actor,
            reason=narrative(context.actor.person, command.reason),
            changes=changes,
            because_of=tuple(dict.fromkeys(fallen)),
            bound=_bound(state),
            schedule=context.schedule("plan_acceptance", state.time_zone),
        )
    ]


def _bound(state: Engagement) -> tuple[BoundPerson, ...]:
    """Those who decide for the company, and those who take part now."""
    company = [BoundPerson(person=one, capacity="company") for one in state.company_contacts]
    others = [one for one in dict.fromkeys(participants(state)) if one not in state.company_contacts]
    return (*company, *(BoundPerson(person=one, capacity="participant") for one in others))


def _changed(change: MilestoneChange, state: Engagement, context: Context) -> PlannedResult:
    milestone = require_milestone(state, change.milestone)
    said = change.model_dump(include={"title", "fee", "due_on"}, exclude_none=True)
    before = state.ledger.planned(state.milestones)[change.milestone]
    standing = [one for one in before.rests_on if not state.ledger.premises[one].fallen]
    rests_on = tuple(standing) if change.rests_on is None else tuple(dict.fromkeys(change.rests_on))
    after = before.model_copy(update={**said, "rests_on": rests_on})
    _may_change(change, milestone, before, after)
    _rests_on_what_holds(after, state)
    if after.due_on != before.due_on and after.due_on < local_date(context.now, state.time_zone):
        raise refusal(
            "date-past",
            wrong=(f"期日 {after.due_on} は過ぎています。", f"{after.due_on} is past."),
            right=("今日以降の日付にしてください。", "Choose today or a later day."),
            field="changes",
        )
    return after


def _may_change(change: MilestoneChange, milestone: Milestone, before: PlannedResult, after: PlannedResult) -> None:
    """What was approved stays; what the company looks at stays as it was shown; what was received keeps its fee.

    A fee is not lowered after the work was received (Freelance Act, art. 5).
    """
    if milestone.approved:
        raise refusal(
            "approved-already",
            wrong=(f"成果「{before.title}」はすでに承認されています。", f'"{before.title}" was approved already.'),
            right=("これからの成果だけを見直してください。", "Re-scope what is still to come."),
            field="changes",
        )
    if milestone.waits_for_decision and (before.title, before.fee) != (after.title, after.fee):
        raise refusal(
            "delivered-already",
            wrong=(
                f"成果「{before.title}」は納品され、企業の返答を待っています。",
                f'"{before.title}" was delivered and lies before the company.',
            ),
            right=(
                "題名や報酬を変えるには、先に企業が RequestChanges で差し戻してください。",
                "Let the company send it back with RequestChanges before its title or fee changes.",
            ),
            field="changes",
        )
    paid, received = milestone.paid_on is not None, milestone.received_on is not None
    if (paid and after.fee != before.fee) or (received and after.fee < before.fee):
        raise refusal(
            "fee-received",
            wrong=(
                f"成果「{before.title}」は受け取り済みで、報酬は減らせません。",
                f'"{before.title}" was received, so its fee stays at least as it is (if paid: exactly).',
            ),
            right=(
                f"報酬は {before.fee:,} 円のままにし、続きは新しい成果として計画してください。",
                f"Leave its fee at {before.fee:,} yen, and plan what comes next as another milestone.",
            ),
            field="changes",
        )


def _rests_on_what_holds(after: PlannedResult, state: Engagement) -> None:
    holding = [key for key, one in state.ledger.premises.items() if not one.fallen]
    wrong = next((one for one in after.rests_on if one not in holding), None)
    if wrong is not None:
        known = ", ".join(holding) or "-"
        raise refusal(
            "rests-on-nothing",
            wrong=(
                f"前提「{wrong}」は、崩れているか、記録されていません。",
                f"The premise {wrong} has fallen, or was never written down.",
            ),
            right=(f"いま信じられている前提: {known}。", f"Premises that hold are: {known}."),
            field="changes",
        )


def accept(command: asked.AcceptPlan, state: Engagement, context: Context) -> list[Event]:
    """One agreement to what was shown; the last one brings it into force. Agreeing twice changes nothing."""
    plan = _asked_of(command, state, context)
    if plan.bound[command.person].accepted:
        return []
    given: list[Event] = [PlanAccepted(version=command.version, person=command.person, by=context.actor)]
    others = [one for one in plan.unanswered if one != command.person]
    return given if others else [*given, PlanInForce(version=command.version)]


def disagree(command: asked.DisagreeWithPlan, state: Engagement, context: Context) -> list[Event]:
    """A no with a reason: there is something to talk about, and to propose anew."""
    _asked_of(command, state, context)
    reason = narrative(context.actor.person, command.reason)
    return [PlanDeclined(version=command.version, person=command.person, by=context.actor, reason=reason)]


def withdraw(command: asked.WithdrawPlan, state: Engagement, context: Context) -> list[Event]:
    """The coordinator takes the open proposal back."""
    if state.ledger.open_plan is None:
        raise _nothing_open(state)
    reason = narrative(context.actor.person, command.reason)
    return [PlanWithdrawn(version=state.ledger.version, by=context.actor, reason=reason)]


def _nothing_open(state: Engagement, field: str | None = None) -> DomainError:
    latest = state.ledger.version
    return refusal(
        "plan-not-open",
        wrong=("その計画案への返事は、いま求められていません。", "No answer to such a plan is waited for now."),
        right=(
            f"最新は第 {latest} 版です。新しい計画案は、あらためて ProposePlan で示してください。",
            f"The latest is version {latest}; another proposal can be made with ProposePlan.",
        ),
        field=field,
    )


def _asked_of(command: asked.AcceptPlan | asked.DisagreeWithPlan, state: Engagement, context: Context) -> PlanVersion:
    plan = state.ledger.open_plan
    if plan is None or command.version != state.ledger.version:
        raise _nothing_open(state, "version")
    themselves = context.actor.role in asked.OFFICE or context.actor.person == command.person
    if command.person not in plan.bound or not themselves:
        names = ", ".join(plan.bound)
        raise refusal(
            "not-bound",
            wrong=(f"{command.person} さんとして答えることはできません。", f"You cannot answer for {command.person}."),
            right=(
                f"この計画に拘束されるのは {names} です。ご本人か、ご本人から聞いたコーディネーターが答えます。",
                f"The plan binds: {names}. They answer themselves, or a coordinator whom they told.",
            ),
            field="person",
        )
    return plan


def require_scope(milestone: str, state: Engagement) -> None:
    """A milestone may be delivered and approved while what it rests on holds, and no other plan for it is open.

    After an early end nothing can be re-scoped any more, so nothing has to be.

    Raises:
        DomainError: a premise beneath it fell, or a new plan for it waits for answers.
    """
    known = state.milestones.get(milestone)
    if known is None or known.approved or state.terminated:
        return
    fallen = state.ledger.fallen_beneath(milestone)
    if fallen:
        raise _needs_scope(known.title, [state.ledger.premises[one].believed for one in fallen], state)
    require_no_other_plan(milestone, state, "milestone")


def require_no_other_plan(milestone: str, state: Engagement, field: str) -> None:
    """Nothing else changes what lies before those whom a new plan binds: it would be undone when they have agreed.

    Raises:
        DomainError: an open plan changes the milestone.
    """
    plan = state.ledger.open_plan
    if plan is None or milestone not in plan.changes:
        return
    title, version, names = state.milestones[milestone].title, state.ledger.version, ", ".join(plan.unanswered)
    raise refusal(
        "plan-open",
        wrong=(
            f"成果「{title}」の新しい計画(第 {version} 版)への返事がそろっていません。",
            f'A new plan for "{title}" (version {version}) waits for answers.',
        ),
        right=(
            f"返事がそろうのを待つか、WithdrawPlan で取り下げてください。お返事を待っている方: {names}。",
            f"Wait for everybody whom it binds, or take it back with WithdrawPlan; still to answer: {names}.",
        ),
        field=field,
    )


def _needs_scope(title: str, believed: list[str], state: Engagement) -> DomainError:
    ja = "、".join(f"「{one}」" for one in believed)
    en = "; ".join(f'"{one}"' for one in believed)
    proposed = state.ledger.open_plan is not None
    right = (
        (
            "新しい計画に、関係する全員が同意するまでお待ちください。",
            "Wait until everybody whom the new plan binds agrees.",
        )
        if proposed
        else (
            "コーディネーターが新しい計画を示し、関係する全員が同意すると、進められます。",
            "It goes on once the coordinator has proposed a new plan, and everybody whom it binds has agreed.",
        )
    )
    return refusal(
        "needs-rescoping",
        wrong=(
            f"成果「{title}」のもとになっていた前提が崩れました: {ja}。",
            f'"{title}" rests on a premise that has fallen: {en}.',
        ),
        right=right,
        field="milestone",
    )


def what_follows(before: Engagement, after: Engagement, context: Context) -> list[Event]:
    """An open plan goes along when others are bound by it, and is over when the work is."""
    plan, version = before.ledger.open_plan, before.ledger.version
    if plan is None or after.ledger.open_plan is None or after.ledger.version != version:
        return []
    if after.terminated or after.stage not in WORKING:
        return [] if after.stage == "ended" else [PlanWithdrawn(version=version)]
    bound = _bound(after)
    if before.company_contacts == after.company_contacts and bound == _bound(before):
        return []
    newcomers = tuple(one.person for one in bound if one.person not in plan.bound)
    binding = PlanBinding(
        version=version, bound=bound, newcomers=newcomers, schedule=context.schedule("plan_acceptance", after.time_zone)
    )
    agreed = all(one.person in plan.bound and plan.bound[one.person].accepted for one in bound)
    return [binding, PlanInForce(version=version)] if agreed else [binding]
