"""Who coordinates, and who decides for the company."""

from domain.engagement import commands as asked
from domain.engagement import hands_commands as hands
from domain.engagement.events import CompanyContactsChanged, CoordinatorAppointed, CoordinatorLeft
from domain.engagement.hands_events import ServiceEndNoted
from domain.engagement.standing_in import deputies_of
from domain.engagement.state import Engagement
from domain.shared.decider import Context
from domain.shared.models import Event
from domain.shared.periods import local_date
from domain.shared.refusals import refusal
from domain.shared.registered import require_registered


def appoint_coordinator(command: asked.AppointCoordinator, state: Engagement, context: Context) -> list[Event]:
    """One more coordinator; appointing somebody twice changes nothing."""
    if command.coordinator in state.coordinators:
        return []
    require_registered(context, command.coordinator, "coordinator")
    return [CoordinatorAppointed(coordinator=command.coordinator)]


def leave_as_coordinator(command: asked.LeaveAsCoordinator, state: Engagement, context: Context) -> list[Event]:
    """A coordinator leaves; an engagement is never without one."""
    if command.coordinator not in state.coordinators:
        raise refusal(
            "not-coordinator",
            wrong=(
                f"{command.coordinator} さんは担当ではありません。",
                f"{command.coordinator} does not coordinate this.",
            ),
            right=(f"担当: {', '.join(state.coordinators)}。", f"Coordinators are: {', '.join(state.coordinators)}."),
            field="coordinator",
        )
    events: list[Event] = [*deputies_of(command.coordinator, state), CoordinatorLeft(coordinator=command.coordinator)]
    others = [one for one in state.coordinators if one != command.coordinator]
    successor = command.successor if command.successor != command.coordinator else None
    if successor and successor not in others:
        require_registered(context, successor, "successor")
        return [CoordinatorAppointed(coordinator=successor), *events]
    if not others:
        raise refusal(
            "last-coordinator",
            wrong=("最後の担当コーディネーターです。", "This is the last coordinator."),
            right=("後任を指定してください。", "Name a successor."),
            field="successor",
        )
    return events


def change_company_contacts(command: asked.ChangeCompanyContacts, state: Engagement, context: Context) -> list[Event]:
    """Others decide for the company from now on."""
    if command.company_contacts == state.company_contacts:
        return []
    for person in command.company_contacts:
        require_registered(context, person, "company_contacts")
    return [CompanyContactsChanged(company_contacts=command.company_contacts)]


def note_service_end(command: hands.NoteServiceEnd, state: Engagement, context: Context) -> list[Event]:
    """Whoever still has work before them is told once; where only follow-ups are left, nobody is disturbed."""
    if state.service_ends_on is not None or state.stage == "stay_connected":
        return []
    last_day = command.last_day or local_date(context.now, state.time_zone)
    return [ServiceEndNoted(service=command.service, last_day=last_day, stays_connected=command.stays_connected)]
