"""What a service may write down of its premises, and whose pool it may invite."""

from typing import assert_never

from domain.service.finding import service_reference
from domain.service.pivot import commands as asked
from domain.service.pivot import events as happened
from domain.service.pivot.commands import PivotCommand, ServicePremiseCommand
from domain.service.pivot.state import ServicePremise, in_charge
from domain.service.state import Service
from domain.shared.deadlines import MeetDeadline
from domain.shared.decider import Context
from domain.shared.models import Event
from domain.shared.periods import LONGEST
from domain.shared.refusals import refusal
from domain.shared.reviewing import REVIEW, has_come, key_of, require_premise_id, review_at
from domain.shared.values import narrative
from domain.shared.waiting import Schedule


def decide(command: PivotCommand, state: Service, context: Context) -> list[Event]:
    """The events that follow from a command.

    Raises:
        DomainError: the command is refused.
    """
    match command:
        case asked.RecordServicePremise():
            return [_record(command, state, context)]
        case asked.ChangeServicePremise():
            known = _known(command.premise, state)
            return [_change(command, known, state, context), *_entrusted(command, known, state, context)]
        case asked.KeepServicePremise():
            known = _known(command.premise, state)
            return [_keep(command, state, context), *_entrusted(command, known, state, context)]
        case asked.InvitePool():
            return invite(command.predecessor, state.id, context)
        case _:
            assert_never(command)


def _record(command: asked.RecordServicePremise, state: Service, context: Context) -> happened.ServicePremiseRecorded:
    if command.premise in state.pivot.premises:
        raise refusal(
            "premise-exists",
            wrong=(f"前提「{command.premise}」はすでに記録されています。", f"There is a premise {command.premise}."),
            right=(
                "変わったことは ChangeServicePremise で記録してください。",
                "Record what changed with ChangeServicePremise.",
            ),
            field="premise",
        )
    require_premise_id(command.premise)
    return happened.ServicePremiseRecorded(
        premise=command.premise,
        by=context.actor.person,
        believed=narrative(context.actor.person, command.believed),
        evidence=narrative(context.actor.person, command.evidence),
        owner=_owner(command.owner, None, state, context),
        review=_next_review(command, state, context),
    )


def _known(premise: str, state: Service) -> ServicePremise:
    known = state.pivot.premises.get(premise)
    if known is None:
        names = ", ".join(state.pivot.premises) or "-"
        raise refusal(
            "premise-unknown",
            wrong=(f"前提「{premise}」はまだ記録されていません。", f"There is no premise {premise}."),
            right=(
                f"記録されているのは: {names}。先に RecordServicePremise で記録してください。",
                f"There are: {names}. Record it first, with RecordServicePremise.",
            ),
            field="premise",
        )
    return known


def _change(
    command: asked.ChangeServicePremise, known: ServicePremise, state: Service, context: Context
) -> happened.ServicePremiseChanged:
    return happened.ServicePremiseChanged(
        premise=command.premise,
        number=len(known.before) + 1,
        by=context.actor.person,
        believed=narrative(context.actor.person, command.believed),
        evidence=narrative(context.actor.person, command.evidence),
        change=narrative(context.actor.person, command.change),
        review=_next_review(command, state, context),
    )


def _keep(command: asked.KeepServicePremise, state: Service, context: Context) -> happened.ServicePremiseHeld:
    return happened.ServicePremiseHeld(
        premise=command.premise,
        by=context.actor.person,
        evidence=narrative(context.actor.person, command.evidence),
        review=_next_review(command, state, context),
    )


def _entrusted(
    command: asked.ChangeServicePremise | asked.KeepServicePremise,
    known: ServicePremise,
    state: Service,
    context: Context,
) -> list[Event]:
    """Somebody else answers for it from now on; also where an older release had asked for nobody."""
    owner = _owner(command.owner, known.owner, state, context)
    if owner == known.owner:
        return []
    return [happened.ServicePremiseEntrusted(premise=command.premise, owner=owner, by=context.actor.person)]


def _owner(named: str | None, so_far: str | None, state: Service, context: Context) -> str:
    """Who answers for a premise: whoever is named, or does so already, or acts; else the first coordinator."""
    if named is not None and named not in state.office:
        office = ", ".join(dict.fromkeys(state.office))
        raise refusal(
            "owner-not-here",
            wrong=(f"「{named}」さんは、この窓口の人ではありません。", f"{named} does not belong to this desk."),
            right=(f"窓口の人から選んでください: {office}。", f"Name somebody of the desk: {office}."),
            field="owner",
        )
    here = (one for one in (named, so_far, context.actor.person) if one in state.office)
    return next(here, None) or state.coordinators[0]


def _next_review(command: ServicePremiseCommand, state: Service, context: Context) -> Schedule | None:
    """When a premise is looked at anew, and how long that is waited for; where nobody wants that, None."""
    rules = context.rules.premises
    if command.review_on is None and not rules.kept:
        return None
    require_premise_id(command.premise)
    at_the_latest = rules.review_every if rules.kept else LONGEST
    at = review_at(command.review_on, at_the_latest, state.time_zone, context.now)
    return context.schedule(REVIEW, state.time_zone, at)


def ask_for_review(command: MeetDeadline, state: Service, context: Context) -> list[Event]:
    """The day of a review has come, if it is still that one; whoever answers for the premise is asked."""
    premise = state.pivot.premises.get(command.subject)
    if premise is None or premise.review is None or state.closed:
        return []
    waited_for = key_of(command.subject, premise.asked) in state.waits
    if waited_for or not has_come(command, premise.asked, premise.review.since, context.now):
        return []
    owner = in_charge(premise.owner or state.coordinators[0])
    number, schedule = premise.asked + 1, premise.review
    return [happened.ServicePremiseReviewAsked(premise=command.subject, number=number, owner=owner, schedule=schedule)]


def in_new_hands(office: tuple[str, ...], successor: str, state: Service, context: Context) -> list[Event]:
    """Whoever is not of the office any more answers for nothing: their premises are the successor's."""
    return [
        happened.ServicePremiseEntrusted(premise=premise, owner=successor, by=context.actor.person, left=one.owner)
        for premise, one in state.pivot.premises.items()
        if one.owner is not None and one.owner not in office
    ]


def invite(predecessor: str, service: str, context: Context) -> list[Event]:
    """A service invites those who stayed in the pool of the one that it follows: when it opens, and later ones again.

    Raises:
        DomainError: there is no such service, or it is this one.
    """
    if predecessor == service:
        raise refusal(
            "own-pool",
            wrong=("自分自身の人材プールは招待できません。", "A service is not its own successor."),
            right=("前のサービスの番号を指定してください。", "Name the service that this one follows."),
            field="predecessor",
        )
    # A predecessor may be closed: that is when people most want to know what comes next.
    if context.facts.get(service_reference(predecessor).key) is None:
        raise refusal(
            "service-unknown",
            wrong=(
                f"窓口「{predecessor}」はありません。",
                f"There is no service {predecessor}.",
            ),
            right=("前のサービスの番号を指定してください。", "Name the service that this one follows."),
            field="predecessor",
        )
    return [happened.PoolInvited(predecessor=predecessor)]
