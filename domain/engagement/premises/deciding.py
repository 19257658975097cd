"""The ledger: a mission that rests on written premises, reviews of them, and the positions of two sides."""

from datetime import datetime
from typing import assert_never

from domain.engagement.milestones import require_milestone
from domain.engagement.premises import commands as asked
from domain.engagement.premises import planning
from domain.engagement.premises.commands import PremiseCommand
from domain.engagement.premises.events import (
    MissionStated,
    PositionStated,
    PremiseCarries,
    PremiseChanged,
    PremiseFell,
    PremiseHeld,
    PremiseRecorded,
    PremiseReviewAsked,
)
from domain.engagement.premises.state import Premise
from domain.engagement.state import Engagement
from domain.shared.actors import Role
from domain.shared.deadlines import MeetDeadline
from domain.shared.decider import Context
from domain.shared.models import Event
from domain.shared.refusals import DomainError, not_in_playbook, refusal
from domain.shared.reviewing import REVIEW, has_come, key_of, require_premise_id, review_at
from domain.shared.values import narrative
from domain.shared.waiting import Owner

WORKING = ("recruit", "prepare", "accompany")
SIDE_OF_ROLE = {Role.EMPLOYER: "home", Role.COMPANY: "local", Role.PARTICIPANT: "local"}
"""For which side somebody speaks by their role; coordinators write down what either side told them."""


def decide(command: PremiseCommand, state: Engagement, context: Context) -> list[Event]:
    """The events that follow from a command about the ledger.

    Raises:
        DomainError: it is refused; also where the playbook keeps no ledger.
    """
    _require_ledger(context)
    match command:
        case asked.StateMission():
            return _state_mission(command, state, context)
        case asked.RecordPremise():
            return _record(command, state, context)
        case asked.RestOnPremise():
            return _rest(command, state)
        case asked.ReviewPremise():
            return _review(command, state, context)
        case asked.StatePosition():
            return _state_position(command, state, context)
        case asked.ProposePlan():
            return planning.propose(command, state, context)
        case asked.AcceptPlan():
            return planning.accept(command, state, context)
        case asked.DisagreeWithPlan():
            return planning.disagree(command, state, context)
        case asked.WithdrawPlan():
            return planning.withdraw(command, state, context)
        case _:
            assert_never(command)


def _require_ledger(context: Context) -> None:
    if not context.rules.premises.kept:
        raise not_in_playbook("no-ledger", ("前提の台帳", "ledger of premises"), "[rules.premises] kept = true")


def _state_mission(command: asked.StateMission, state: Engagement, context: Context) -> list[Event]:
    premises = tuple(key for key, one in state.ledger.premises.items() if not one.fallen)
    if not premises:
        raise refusal(
            "mission-without-premises",
            wrong=("使命の前提が、まだ一つも書かれていません。", "No premise of this mission is written down yet."),
            right=(
                "何を前提にしているかを RecordPremise で先に書いてください。前提は必ず変わります。",
                "First write down what it takes for granted, with RecordPremise: premises always change.",
            ),
        )
    said = {name: getattr(command, name) for name in ("survival", "customer", "customer_is")}
    missing = next((name for name, value in said.items() if value is None), None)
    if missing is not None:
        raise _mission_lacks(missing)
    known = state.ledger.mission
    if known is not None and all(
        getattr(known, name) == value for name, value in {**said, "goal": command.goal}.items()
    ):
        return []
    version = known.version + 1 if known else 1
    values = {**said, "goal": command.goal, "version": version, "by": context.actor, "premises": premises}
    return [MissionStated.model_validate(values)]


LACKS = {
    "survival": (
        (
            "受け入れる組織が生き残るために必要なことが書かれていません。",
            "It does not say what the receiving unit needs to survive.",
        ),
        ("現地が続いていくために何が必要かを書いてください。", "Say what the unit needs to go on living."),
    ),
    "customer": (
        (
            "誰が対価を払う顧客なのかが書かれていません。",
            "It does not say who the customer is that pays for the unit's services.",
        ),
        ("顧客を書いてください。社内の顧客も、顧客です。", "Name the customer; an internal customer is a customer."),
    ),
    "customer_is": (
        ("顧客が社内か社外かが書かれていません。", "It does not say whether the customer is internal or external."),
        ("internal(社内)か external(社外)を選んでください。", "Choose internal or external; either is a customer."),
    ),
}


def _mission_lacks(field: str) -> DomainError:
    wrong, right = LACKS[field]
    return refusal("mission-incomplete", wrong=wrong, right=right, field=field)


def _record(command: asked.RecordPremise, state: Engagement, context: Context) -> list[Event]:
    if command.premise in state.ledger.premises:
        raise refusal(
            "premise-exists",
            wrong=(f"前提「{command.premise}」はすでにあります。", f"There is a premise {command.premise} already."),
            right=(
                "変わったことは ReviewPremise で記録し、新しい前提には別の番号を付けてください。",
                "Record what changed with ReviewPremise, and another premise under another id.",
            ),
            field="premise",
        )
    require_premise_id(command.premise)
    _require_part(command.owner, state)
    _carried(command.milestones, state)
    said = command.model_dump(include={"premise", "believed", "owner", "source"})
    return [
        PremiseRecorded(
            **said,
            heard=narrative(context.actor.person, command.heard),
            evidence=narrative(context.actor.person, command.evidence),
            by=context.actor,
            review_at=_next_review(command, state, context),
            milestones=tuple(dict.fromkeys(command.milestones)),
        )
    ]


def owner_here(person: str, state: Engagement) -> Owner | None:
    """Somebody as the owner of what they answer for; None where they have no part in this engagement."""
    taking_part = [one for one in state.selected.values() if not one.left]
    if person in state.office:
        return Owner(role=Role.COORDINATOR, persons=state.office)
    parts = {
        Role.COMPANY: state.company_contacts,
        Role.PARTICIPANT: tuple(one.person for one in taking_part),
        Role.EMPLOYER: tuple(one.employer_contact for one in taking_part),
        Role.COMPANION: (state.companion, state.acting_companion),
    }
    role = next((role for role, people in parts.items() if person in people), None)
    return Owner(role=role, persons=(person,)) if role else None


def _require_part(person: str, state: Engagement) -> None:
    if owner_here(person, state) is None:
        raise refusal(
            "owner-not-here",
            wrong=(f"{person} さんは、この案件の関係者ではありません。", f"{person} has no part in this engagement."),
            right=(
                "参加者、企業の担当者、勤務先の担当者、伴走者、コーディネーターから選んでください。",
                "Name a participant, a contact of company or employer, a companion or a coordinator of it.",
            ),
            field="owner",
        )


def _carried(milestones: tuple[str, ...], state: Engagement) -> None:
    for milestone in milestones:
        if require_milestone(state, milestone).approved:
            raise refusal(
                "approved-already",
                wrong=(
                    f"成果「{milestone}」はすでに承認されています。",
                    f"Milestone {milestone} was approved already.",
                ),
                right=("これからの成果を選んでください。", "Name milestones that are still to come."),
                field="milestones",
            )


def _next_review(command: asked.RecordPremise | asked.ReviewPremise, state: Engagement, context: Context) -> datetime:
    """When the premise is looked at anew; not later than the playbook wants it."""
    return review_at(command.review_on, context.rules.premises.review_every, state.time_zone, context.now)


def _standing(key: str, state: Engagement) -> Premise:
    known = state.ledger.premises.get(key)
    if known is None:
        names = ", ".join(state.ledger.premises) or "-"
        raise refusal(
            "premise-unknown",
            wrong=(f"前提「{key}」はありません。", f"There is no premise {key}."),
            right=(f"あるのは: {names}。", f"There are: {names}."),
            field="premise",
        )
    if known.fallen:
        raise refusal(
            "premise-fallen",
            wrong=(f"前提「{known.believed}」はすでに崩れています。", f'The premise "{known.believed}" has fallen.'),
            right=(
                "いま信じられることを、新しい前提として RecordPremise で書いてください。",
                "Write down what is believed now as another premise, with RecordPremise.",
            ),
            field="premise",
        )
    return known


def _rest(command: asked.RestOnPremise, state: Engagement) -> list[Event]:
    _standing(command.premise, state)
    _carried(command.milestones, state)
    resting = state.ledger.resting_on(command.premise)
    more = tuple(one for one in dict.fromkeys(command.milestones) if one not in resting)
    return [PremiseCarries(premise=command.premise, milestones=more)] if more else []


def _review(command: asked.ReviewPremise, state: Engagement, context: Context) -> list[Event]:
    premise = _standing(command.premise, state)
    if context.actor.role not in asked.OFFICE and context.actor.person != premise.owner:
        raise refusal(
            "not-the-owner",
            wrong=("この前提に責任を持つのは、ほかの人です。", "Somebody else answers for this premise."),
            right=(
                f"見直すのは {premise.owner} さんか、ご本人から聞いたコーディネーターです。",
                f"{premise.owner} reviews it, or a coordinator whom they told.",
            ),
            field="premise",
        )
    evidence = narrative(context.actor.person, command.evidence)
    if command.finding == "fallen":
        resting = [one for one in state.ledger.resting_on(command.premise) if not state.milestones[one].approved]
        return [PremiseFell(premise=command.premise, by=context.actor, evidence=evidence, milestones=tuple(resting))]
    looked_at_anew = _next_review(command, state, context)
    if command.finding == "holds":
        return [PremiseHeld(premise=command.premise, by=context.actor, evidence=evidence, review_at=looked_at_anew)]
    if command.into is None or command.into == premise.believed:
        raise refusal(
            "premise-unchanged",
            wrong=("前提がどう変わったのかが書かれていません。", "It does not say what is believed now."),
            right=("into に新しい言葉を書いてください。", "Word it anew, as `into`."),
            field="into",
        )
    return [
        PremiseChanged(
            premise=command.premise, by=context.actor, evidence=evidence, into=command.into, review_at=looked_at_anew
        )
    ]


def _state_position(command: asked.StatePosition, state: Engagement, context: Context) -> list[Event]:
    own = SIDE_OF_ROLE.get(context.actor.role, command.unit)
    if own != command.unit:
        raise refusal(
            "other-side",
            wrong=("もう一方の立場を代わりに述べることはできません。", "One side does not speak for the other."),
            right=(
                "ご自分の側の立場を述べてください。もう一方の言葉は、そのまま残ります。",
                "State the position of your own side; what the other side said stays as it is.",
            ),
            field="unit",
        )
    version = len(state.ledger.positions.get(command.unit, {})) + 1
    words = narrative(context.actor.person, command.words)
    return [PositionStated(unit=command.unit, version=version, by=context.actor, words=words)]


def ask_for_review(command: MeetDeadline, state: Engagement, context: Context) -> list[Event]:
    """The day of a review has come, if it is still that one; whoever answers for the premise is asked."""
    premise = state.ledger.premises.get(command.subject)
    if premise is None or not has_come(command, premise.asked, premise.review_at, context.now):
        return []
    if not reviews_go_on(state, command.subject):
        return []
    waiting = context.schedule(REVIEW, state.time_zone)
    owner = owner_here(premise.owner, state) or Owner(role=Role.COORDINATOR, persons=state.office)
    number = premise.asked + 1
    return [PremiseReviewAsked(premise=command.subject, number=number, schedule=waiting, owner=owner)]


def reviews_go_on(state: Engagement, premise: str) -> bool:
    """Whether the review of a premise is still to be asked for: while there is work, and it is not asked for yet."""
    known = state.ledger.premises[premise]
    waited_for = key_of(premise, known.asked) in state.waits
    return state.stage in WORKING and not state.terminated and not known.fallen and not waited_for
