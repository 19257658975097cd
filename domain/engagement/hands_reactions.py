"""Who is told in whose hands an engagement is."""

from typing import assert_never

from domain.engagement import hands_events as hands
from domain.engagement.state import Engagement
from domain.engagement.telling import everybody
from domain.participation.commands import NoteCompanion
from domain.shared.effects import Effect
from domain.shared.periods import local_date
from domain.shared.telling import tell, to_stream


def react_to_hands(event: hands.HandsEvent, state: Engagement) -> list[Effect]:
    """The effects of one event; `state` is that after the event."""
    match event:
        case hands.EnquiryRecorded():
            arrived = tell(state, "enquiry_arrived", state.office, personal={"text": "wish"})
            return [*arrived, *tell(state, "enquiry_received", state.company_contacts)]
        case hands.EnquiryClosed():
            return tell(state, "enquiry_closed", state.company_contacts, personal={"reason": "enquiry_answer"})
        case hands.DeputyNamed():
            return _deputy_named(event, state)
        case hands.DeputyEnded():
            told = tell(state, "deputy_ended", [event.deputy, *state.office], names={"person": event.deputy})
            return [*_accompanied_by(state), *told]
        case hands.CompanionChanged():
            former = [event.former] if event.former else []
            people = [*everybody(state), *former]
            told = tell(state, "companion_changed", people, names={"person": event.companion})
            return [*_accompanied_by(state), *told]
        case hands.ServiceEndNoted():
            about = {"service": event.service, "due": event.last_day.isoformat()}
            people = [*everybody(state), *(one.person for one in state.applications.values() if not one.left)]
            return tell(state, "service_ends_work_goes_on", people, about, names={"who": event.stays_connected})
        case _:
            assert_never(event)


def _deputy_named(event: hands.DeputyNamed, state: Engagement) -> list[Effect]:
    due = local_date(event.ends_at, state.time_zone).isoformat()
    names = {"person": event.deputy, "who": event.stands_in_for}
    told = tell(state, "deputy_named", [event.deputy, *everybody(state)], {"due": due}, names=names)
    return [*_accompanied_by(state), *told]


def _accompanied_by(state: Engagement) -> list[Effect]:
    """Every participation learns who answers its reports now."""
    if state.acting_companion is None:
        return []
    return [
        to_stream("participation", key, NoteCompanion(companion=state.acting_companion)) for key in state.applications
    ]


def handed_over(state: Engagement, coordinator: str) -> list[Effect]:
    """Whoever takes over is told how much is open, and what comes first."""
    if not state.waits:
        return []
    ends = {key: local_date(wait.schedule.escalate_at, state.time_zone) for key, wait in state.waits.items()}
    first = min({**ends, **state.due_days}.values())
    about = {"open": str(len(state.waits)), "due": first.isoformat()}
    return tell(state, "handed_over", [coordinator], about)
