"""What a service may write down of its premises, and whose pool it may invite."""

from typing import assert_never

from domain.service.finding import service_reference
from domain.service.pivot import commands as asked
from domain.service.pivot import events as happened
from domain.service.pivot.commands import PivotCommand
from domain.service.state import Service
from domain.shared.decider import Context
from domain.shared.models import Event
from domain.shared.refusals import refusal
from domain.shared.values import narrative


def decide(command: PivotCommand, state: Service, context: Context) -> list[Event]:
    """The events that follow from a command.

    Raises:
        DomainError: the command is refused.
    """
    match command:
        case asked.RecordServicePremise():
            return [_record(command, state, context)]
        case asked.ChangeServicePremise():
            return [_change(command, state, context)]
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
                "変わったときは ChangeServicePremise を使ってください。",
                "Use ChangeServicePremise when it turns out otherwise.",
            ),
            field="premise",
        )
    return happened.ServicePremiseRecorded(
        premise=command.premise,
        by=context.actor.person,
        believed=narrative(context.actor.person, command.believed),
        evidence=narrative(context.actor.person, command.evidence),
    )


def _change(command: asked.ChangeServicePremise, state: Service, context: Context) -> happened.ServicePremiseChanged:
    known = state.pivot.premises.get(command.premise)
    if known is None:
        names = ", ".join(state.pivot.premises) or "-"
        raise refusal(
            "premise-unknown",
            wrong=(f"前提「{command.premise}」はまだ記録されていません。", f"There is no premise {command.premise}."),
            right=(
                f"記録されているのは: {names}。先に RecordServicePremise で記録してください。",
                f"There are: {names}. Record it first, with RecordServicePremise.",
            ),
            field="premise",
        )
    return happened.ServicePremiseChanged(
        premise=command.premise,
        number=len(known.before) + 1,
        by=context.actor.person,
        believed=narrative(context.actor.person, command.believed),
        evidence=narrative(context.actor.person, command.evidence),
        change=narrative(context.actor.person, command.change),
    )


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
