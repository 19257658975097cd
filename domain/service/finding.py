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


def joinable_service(service: str, context: Context) -> Any:
    """The service that somebody joins.

    Raises:
        DomainError: there is none of this id, or its end was announced or is over; whom to ask is told.
    """
    found = context.facts.get(service_reference(service).key)
    announced = found.closing.announced if found is not None else None
    if found is None or not (found.closed or announced is not None):
        return open_service(service, context)
    ja, en = ("終了しました", "has ended") if found.closed else ("まもなく終了します", "is about to end")
    asked = found.stays_connected or (announced.end.stays_connected if announced else found.coordinators[0])
    raise refusal(
        "service-ended" if found.closed else "service-ends",
        wrong=(
            f"このサービスは、{ja}。新しい方の参加は受け付けていません。",
            f"This service {en}; nobody new can join it.",
        ),
        right=(
            f"関心を寄せてくださり、ありがとうございます。「{asked}」さんへ、お気軽にお問い合わせください。",
            f"Thank you for your interest. Please turn to {asked}, who stays connected and knows what lives on.",
        ),
        field="service",
        details={"stays_connected": asked},
    )
