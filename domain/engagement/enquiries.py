"""A company asks for help before it knows what for: a posting is made of that with it, or a kind word said."""

from domain.engagement import recruiting
from domain.engagement.commands import DraftPosting
from domain.engagement.hands_commands import CloseEnquiry, RecordEnquiry
from domain.engagement.hands_events import EnquiryClosed, EnquiryRecorded
from domain.engagement.state import Engagement
from domain.service.finding import open_service
from domain.shared.actors import Role
from domain.shared.decider import Context
from domain.shared.models import Event
from domain.shared.refusals import DomainError, refusal
from domain.shared.registered import require_registered
from domain.shared.values import narrative


def record(command: RecordEnquiry, state: Engagement | None, context: Context) -> list[Event]:
    """An engagement begins with the company's own words, at a service that is open."""
    if state is not None:
        raise refusal(
            "engagement-exists",
            wrong=("この番号の案件はすでにあります。", "An engagement with this id exists already."),
            right=("別の番号で記録してください。", "Record the enquiry under another id."),
        )
    service = open_service(command.service, context)
    _check_people(command, context)
    coordinator = command.coordinator or service.coordinators[0]
    return [_recorded(command, coordinator, context)]


def _check_people(command: RecordEnquiry, context: Context) -> None:
    for person in command.company_contacts:
        require_registered(context, person, "company_contacts")
    if command.coordinator is not None:
        require_registered(context, command.coordinator, "coordinator")
    if context.actor.role == Role.COMPANY and context.actor.person not in command.company_contacts:
        raise refusal(
            "not-in-their-name",
            wrong=("企業はほかの会社の名前で相談できません。", "A company cannot enquire for another one."),
            right=("company_contacts にご自身を入れてください。", "Be among the company_contacts yourself."),
            field="company_contacts",
        )


def _recorded(command: RecordEnquiry, coordinator: str, context: Context) -> EnquiryRecorded:
    rules = context.rules
    values = command.model_dump(exclude={"type", "coordinator", "wish"})
    return EnquiryRecorded(
        engagement=context.stream_id,
        playbook=rules.reference,
        coordinator=coordinator,
        wish=narrative(command.company_contacts[0], command.wish),
        payment_days=rules.payment.days_from_receipt,
        by=context.actor,
        schedule=context.schedule("enquiry_answer", command.time_zone),
        **values,
    )


def draft(command: DraftPosting, state: Engagement | None, context: Context) -> list[Event]:
    """A posting, begun directly or made of an enquiry at the same service."""
    if state is None or state.stage != "enquire":
        return recruiting.draft(command, state, context)
    if command.service != state.service:
        raise refusal(
            "other-service",
            wrong=("相談はほかの窓口に届いています。", "The enquiry came to another service."),
            right=(f"窓口 {state.service} で下書きしてください。", f"Draft it at the service {state.service}."),
            field="service",
        )
    drafted = recruiting.draft(command, None, context)
    # It stays pinned to the rules that it began with.
    return [event.model_copy(update={"playbook": state.playbook}) for event in drafted]


def close(command: CloseEnquiry, state: Engagement, context: Context) -> list[Event]:
    """Only what is still an enquiry is closed as one."""
    if state.stage != "enquire":
        raise refusal(
            "no-enquiry",
            wrong=("これはもう相談の段階ではありません。", "This is no enquiry any more."),
            right=("募集の後は CancelEngagement で中止してください。", "Call a posting off with CancelEngagement."),
        )
    reason = narrative(context.actor.person, command.reason)
    return [EnquiryClosed(by=context.actor, reason=reason)]


def still_an_enquiry() -> DomainError:
    """The refusal of what needs a posting first."""
    return refusal(
        "still-an-enquiry",
        wrong=("まだ相談の段階で、募集がありません。", "This is an enquiry; there is no posting yet."),
        right=(
            "DraftPosting で募集の下書きを作るか、CloseEnquiry で相談を閉じてください。",
            "Turn it into a posting with DraftPosting, or close it with CloseEnquiry.",
        ),
    )
