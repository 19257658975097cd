"""What a service's stream decides."""

from typing import assert_never

from domain.service.commands import CloseService, NoteEngagement, OpenService, ServiceCommand
from domain.service.events import EngagementListed, ServiceClosed, ServiceOpened
from domain.service.state import Service
from domain.shared.deadlines import MeetDeadline
from domain.shared.decider import Context
from domain.shared.models import Event
from domain.shared.refusals import refusal
from domain.shared.registered import require_registered


def decide(command: ServiceCommand, state: Service | None, context: Context) -> list[Event]:
    """The events that follow from a command.

    Raises:
        DomainError: the command is refused.
    """
    if isinstance(command, OpenService):
        return [_open(command, state, context)]
    service = _opened(state)
    match command:
        case NoteEngagement():
            return [EngagementListed(engagement=command.engagement, number=service.engagements + 1)]
        case CloseService():
            return _close(command, service)
        case MeetDeadline():
            return []
        case _:
            assert_never(command)


def _open(command: OpenService, state: Service | None, context: Context) -> ServiceOpened:
    if state is not None:
        raise refusal(
            "service-exists",
            wrong=("この窓口はすでに開設されています。", "This service is open already."),
            right=("別の番号で開設してください。", "Open it under another id."),
        )
    for coordinator in command.coordinators:
        require_registered(context, coordinator, "coordinators")
    return ServiceOpened(service=context.stream_id, **command.model_dump(exclude={"type"}))


def _opened(state: Service | None) -> Service:
    if state is None:
        raise refusal(
            "service-unknown",
            wrong=("この窓口はまだありません。", "This service does not exist yet."),
            right=("先に OpenService で開設してください。", "Open it first with OpenService."),
        )
    return state


def _close(command: CloseService, state: Service) -> list[Event]:
    if state.closed:
        raise refusal(
            "service-closed",
            wrong=("この窓口はすでに終了しています。", "This service has ended already."),
            right=("終了は一度だけです。", "A service ends once."),
        )
    return [ServiceClosed(reason=command.reason)]
