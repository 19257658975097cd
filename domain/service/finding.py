"""Finding a service among the facts that a decision was given."""

from typing import Any

from domain.shared.decider import Context
from domain.shared.refusals import DomainError, refusal
from domain.shared.values import StreamReference


def service_reference(service: str) -> StreamReference:
    """The stream of a service."""
    return StreamReference(kind="service", id=service)


def open_service(service: str, context: Context) -> Any:
    """The service at which something begins: somebody joins, a posting is drafted, a company enquires.

    Raises:
        DomainError: there is none of this id, or its end was announced or is over; whom to ask is told.
    """
    found = context.facts.get(service_reference(service).key)
    if found is None:
        raise refusal(
            "service-unknown",
            wrong=(f"窓口「{service}」はありません。", f"There is no service {service}."),
            right=("開いている窓口を指定してください。", "Name a service that is open."),
            field="service",
        )
    if found.closed or found.closing.announced is not None:
        raise _ends(found)
    return found


def _ends(service: Any) -> DomainError:
    ja, en = ("終了しました", "has ended") if service.closed else ("まもなく終了します", "is about to end")
    announced = service.closing.announced
    asked = service.stays_connected or (announced.end.stays_connected if announced else service.coordinators[0])
    return refusal(
        "service-ended" if service.closed else "service-ends",
        wrong=(
            f"このサービスは、{ja}。新しい参加や募集、ご相談は受け付けていません。",
            f"This service {en}: nobody new can join it, and no posting or enquiry can begin there.",
        ),
        right=(
            f"関心を寄せてくださり、ありがとうございます。「{asked}」さんへ、お気軽にお問い合わせください。",
            f"Thank you for your interest. Please turn to {asked}, who stays connected and knows what lives on.",
        ),
        field="service",
        details={"stays_connected": asked},
    )
