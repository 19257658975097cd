"""What a service's stream decides."""

from typing import assert_never

from domain.service import commands as asked
from domain.service.closing import deciding as closing
from domain.service.closing.commands import AnnounceClosing, ClosingCommand
from domain.service.commands import ServiceCommand
from domain.service.events import (
    DeskContactChanged,
    DeskCoordinatorAdded,
    DeskCoordinatorRemoved,
    EngagementListed,
    MembersCounted,
    MembersInNewHands,
    ServiceClosed,
    ServiceOpened,
)
from domain.service.gatherings import deciding as gatherings
from domain.service.gatherings.commands import ArrangeGathering, GatheringCommand
from domain.service.pivot import deciding as pivot
from domain.service.pivot.commands import PivotCommand
from domain.service.state import Service
from domain.shared.deadlines import MeetDeadline, meet
from domain.shared.decider import Context
from domain.shared.models import Event
from domain.shared.refusals import refusal
from domain.shared.registered import require_registered


def decide(command: ServiceCommand, state: Service | None, context: Context) -> list[Event]:
    """The events that follow from a command.

    Raises:
        DomainError: the command is refused.
    """
    if isinstance(command, asked.OpenService):
        opened = _open(command, state, context)
        zone, rules = opened.time_zone, context.pinned
        invited = pivot.invite(command.predecessor, opened.service, context) if command.predecessor else []
        return [opened, *gatherings.first_study_meeting(opened.service, zone, rules, context.now), *invited]
    service = _opened(state)
    if isinstance(command, PivotCommand):
        return pivot.decide(command, _still_open(service), context)
    if isinstance(command, GatheringCommand):
        running = _still_open(service) if isinstance(command, ArrangeGathering) else service
        return gatherings.decide(command, running, context)
    if isinstance(command, ClosingCommand):
        running = _still_open(service) if isinstance(command, AnnounceClosing) else service
        return closing.decide(command, running, context)
    match command:
        case asked.NoteEngagement():
            return [EngagementListed(engagement=command.engagement, number=service.engagements + 1)]
        case asked.NoteMember():
            number = service.members.get(command.member_role, 0) + (1 if command.joined else -1)
            counted = MembersCounted(member_role=command.member_role, number=number)
            invited = gatherings.invite_newcomer(command, service, context.now)
            return [counted, *invited, *closing.late(service, command.joined), *_to_present_hands(command, service)]
        case asked.AddDeskCoordinator():
            added = _add(command, _still_open(service), context)
            return [added, *_in_new_hands(service, (*service.coordinators, added.coordinator))]
        case asked.RemoveDeskCoordinator():
            removed = _remove(command, _still_open(service))
            others = tuple(one for one in service.coordinators if one != removed.coordinator)
            office = (*others, service.contact) if service.contact else others
            premises = pivot.in_new_hands(office, others[0], service, context)
            return [removed, *premises, *_in_new_hands(service, others)]
        case asked.ChangeDeskContact():
            changed = _change_contact(command, _still_open(service), context)
            office = (*service.coordinators, changed.contact)
            return [changed, *pivot.in_new_hands(office, changed.contact, service, context)]
        case asked.CloseService():
            closing.refuse_without_notice(_still_open(service))
            return [_close(command, service, context)]
        case MeetDeadline():
            return _meet(command, service, context)
        case _:
            assert_never(command)


def _meet(command: MeetDeadline, service: Service, context: Context) -> list[Event]:
    of_gatherings = gatherings.meet(command, service, context.now)
    of_premises = pivot.ask_for_review(command, service, context)
    at_the_end = closing.meet(command, service, context)
    return [*of_gatherings, *of_premises, *at_the_end, *meet(service.waits, command, context.now)]


def _open(command: asked.OpenService, state: Service | None, context: Context) -> ServiceOpened:
    if state is not None:
        raise refusal(
            "service-exists",
            wrong=("この窓口はすでに開設されています。", "This service is open already."),
            right=("別の番号で開設してください。", "Open it under another id."),
        )
    for coordinator in command.coordinators:
        require_registered(context, coordinator, "coordinators")
    if command.contact is not None:
        require_registered(context, command.contact, "contact")
    values = command.model_dump(exclude={"type", "coordinators", "predecessor"})
    return ServiceOpened(service=context.stream_id, coordinators=tuple(dict.fromkeys(command.coordinators)), **values)


def _opened(state: Service | None) -> Service:
    if state is None:
        raise refusal(
            "service-unknown",
            wrong=("この窓口はまだありません。", "This service does not exist yet."),
            right=("先に OpenService で開設してください。", "Open it first with OpenService."),
        )
    return state


def _still_open(state: Service) -> Service:
    if state.closed:
        raise refusal(
            "service-closed",
            wrong=("この窓口はすでに終了しています。", "This service has ended already."),
            right=(
                "進行中のプロジェクトは、それぞれのコーディネーターが最後まで伴走します。",
                "Its engagements go on with coordinators of their own; open another service for new ones.",
            ),
        )
    return state


def _add(command: asked.AddDeskCoordinator, state: Service, context: Context) -> DeskCoordinatorAdded:
    require_registered(context, command.coordinator, "coordinator")
    if command.coordinator in state.coordinators:
        raise refusal(
            "coordinator-already",
            wrong=(
                f"「{command.coordinator}」さんは、すでにこの窓口のコーディネーターです。",
                f"{command.coordinator} coordinates for this desk already.",
            ),
            right=("ほかの方を加えてください。", "Add somebody else."),
            field="coordinator",
        )
    return DeskCoordinatorAdded(coordinator=command.coordinator)


def _remove(command: asked.RemoveDeskCoordinator, state: Service) -> DeskCoordinatorRemoved:
    if command.coordinator not in state.coordinators:
        known = ", ".join(state.coordinators)
        raise refusal(
            "no-coordinator",
            wrong=(
                f"「{command.coordinator}」さんは、この窓口のコーディネーターではありません。",
                f"{command.coordinator} does not coordinate for this desk.",
            ),
            right=(f"いまのコーディネーター: {known}。", f"Its coordinators are: {known}."),
            field="coordinator",
        )
    if len(state.coordinators) == 1:
        raise refusal(
            "last-coordinator",
            wrong=("最後のコーディネーターは外せません。", "The last coordinator of a desk cannot be removed."),
            right=(
                "先に AddDeskCoordinator で後任の方を加えてください。",
                "Add a successor first, with AddDeskCoordinator.",
            ),
            field="coordinator",
        )
    return DeskCoordinatorRemoved(coordinator=command.coordinator)


def _in_new_hands(service: Service, coordinators: tuple[str, ...]) -> list[Event]:
    """Members learn who looks after them; where there are none, nobody has to."""
    if not any(service.members.values()):
        return []
    successor = coordinators[0] if coordinators[0] != service.coordinators[0] else None
    return [MembersInNewHands(coordinators=coordinators, successor=successor)]


def _to_present_hands(command: asked.NoteMember, service: Service) -> list[Event]:
    """Whoever came in the very moment in which their coordinator went missed the word of it."""
    if command.coordinator in (None, *service.coordinators):
        return []
    return [MembersInNewHands(coordinators=service.coordinators, successor=None)]


def _change_contact(command: asked.ChangeDeskContact, state: Service, context: Context) -> DeskContactChanged:
    require_registered(context, command.contact, "contact")
    if command.contact == state.contact:
        raise refusal(
            "contact-already",
            wrong=(
                f"「{command.contact}」さんは、すでにこの窓口の連絡先です。",
                f"{command.contact} speaks for this organisation already.",
            ),
            right=("ほかの方を指定してください。", "Name somebody else."),
            field="contact",
        )
    return DeskContactChanged(contact=command.contact)


def _close(command: asked.CloseService, state: Service, context: Context) -> ServiceClosed:
    if command.stays_connected is not None:
        require_registered(context, command.stays_connected, "stays_connected")
    stays = command.stays_connected or state.contact or state.coordinators[0]
    return ServiceClosed(reason=command.reason, stays_connected=stays, how=command.how)
