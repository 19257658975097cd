"""Finding a service among the facts that a decision was given."""

from typing import Any

from domain.shared.decider import Context
from domain.shared.refusals import refusal
from domain.shared.values import StreamReference


def service_reference(service: str) -> StreamReference:
    """The stream of a service."""
    return StreamReference(kind="service", id=service)


def open_service(service: str, context: Context) -> Any:
    """The service at which something begins.

    Raises:
        DomainError: there is none of this id, or it is closed.
    """
    found = context.facts.get(service_reference(service).key)
    if found is None or found.closed:
        raise refusal(
            "service-unknown",
            wrong=(f"窓口「{service}」は開いていません。", f"There is no open service {service}."),
            right=("開いている窓口を指定してください。", "Name a service that is open."),
            field="service",
        )
    return found
