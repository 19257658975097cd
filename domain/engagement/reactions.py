"""What the world should do about an engagement's events, and when time itself has something to say."""

from collections.abc import Iterable

from domain.engagement import events as happened
from domain.engagement.events import EngagementEvent
from domain.engagement.state import Engagement
from domain.participation.commands import (
    NoteEngagementClosed,
    NoteExecutionStarted,
    NoteResponsible,
    RecordSelection,
)
from domain.service.commands import NoteEngagement
from domain.shared.deadlines import Escalated, Reminded, wait_deadlines
from domain.shared.effects import DeliverToStream, Effect, Notify
from domain.shared.models import Command
from domain.shared.values import StreamReference
from domain.shared.waiting import Deadline

TIMELESS = "-"


def react(event: EngagementEvent, state: Engagement) -> list[Effect]:
    """The effects of one event; `state` is that after the event."""
    match event:
        case happened.PostingDrafted():
            return [_to("service", state.service, NoteEngagement(engagement=state.id))]
        case happened.PostingPublished():
            companions = (state.companion,) if state.companion else ()
            return _tell(state, "posting_published", (*state.company_contacts, *companions))
        case happened.ParticipantSelected():
            return [_to("participation", event.participation, RecordSelection())]
        case happened.SeatsFilled():
            return _tell(state, "seats_filled", state.coordinators, {"seats": str(event.seats)})
        case happened.ParticipantReady():
            return _tell(state, "participant_ready", state.coordinators, names={"person": event.person})
        case happened.ExecutionStarted():
            return _execution_started(state)
        case happened.MilestoneDelivered() | happened.MilestoneApproved() | happened.ChangesRequested():
            return _milestone_effects(event, state)
        case happened.CoordinatorAppointed():
            return _tell(state, "coordinator_appointed", (event.coordinator, *state.company_contacts))
        case happened.CoordinatorLeft():
            return _in_new_hands(state)
        case happened.CompanyContactsChanged():
            return [*_in_new_hands(state), *_asked_anew(state)]
        case happened.RetrospectiveOpened():
            people = tuple(asked.person for asked in event.asked)
            return _tell(state, "retrospective_request", people, process="retrospective:all")
        case happened.RetrospectiveClosed():
            return _retrospective_closed(state)
        case happened.FollowUpSent():
            about = {"month": str(event.ordinal)}
            process = f"follow_up:{event.ordinal}"
            return _tell(state, "follow_up_request", state.company_contacts, about, process=process)
        case Reminded():
            return _wait_effects(state, event, f"{event.kind}_reminder", event.owner.persons)
        case Escalated():
            return _wait_effects(state, event, f"{event.kind}_escalated", state.coordinators)
        case _:
            return []


def _tell(
    state: Engagement,
    template: str,
    people: Iterable[str],
    about: dict[str, str] | None = None,
    *,
    names: dict[str, str] | None = None,
    personal: dict[str, str] | None = None,
    process: str | None = None,
    decision: str | None = None,
) -> list[Effect]:
    values = {"title": state.title, "host": state.host, **(about or {})}
    return [
        Notify(
            template=template,
            to=person,
            about=values,
            names=names or {},
            personal=personal or {},
            process=process,
            decision=decision,
        )
        for person in dict.fromkeys(people)
    ]


def _to(kind: str, identifier: str, command: Command) -> DeliverToStream:
    target = StreamReference.model_validate({"kind": kind, "id": identifier})
    return DeliverToStream(target=target, command=command.model_dump(mode="json"))


def _ready(state: Engagement) -> list[tuple[str, str]]:
    return [(key, applicant.person) for key, applicant in state.selected.items() if applicant.ready]


def _execution_started(state: Engagement) -> list[Effect]:
    people = [person for _, person in _ready(state)]
    companions = [state.companion] if state.companion else []
    told = _tell(state, "execution_started", [*state.company_contacts, *companions, *people])
    deliveries: list[Effect] = [_to("participation", key, NoteExecutionStarted()) for key, _ in _ready(state)]
    return [*deliveries, *told]


def milestone_values(state: Engagement, milestone: str) -> dict[str, str]:
    """What messages say of a milestone."""
    one = state.milestones[milestone]
    due = one.payment_due_on.isoformat() if one.payment_due_on else TIMELESS
    return {"milestone": one.title, "amount": f"{one.fee:,}", "due": due}


def _milestone_effects(
    event: happened.MilestoneDelivered | happened.MilestoneApproved | happened.ChangesRequested, state: Engagement
) -> list[Effect]:
    about = milestone_values(state, event.milestone)
    place = f"milestones/{event.milestone}"
    participants = [person for _, person in _ready(state)]
    if isinstance(event, happened.MilestoneDelivered):
        return _approval_request(state, event.milestone, event.delivery)
    others = [contact for contact in state.company_contacts if contact != event.by.person]
    about["who"] = event.by.person
    names = {"person": event.by.person}
    if isinstance(event, happened.MilestoneApproved):
        return _tell(state, "milestone_approved", [*participants, *state.coordinators, *others], about, names=names)
    people = [*participants, *state.coordinators, *others]
    personal = {"missing": f"{place}/missing"}
    return _tell(state, "milestone_changes_requested", people, about, names=names, personal=personal)


def _approval_request(state: Engagement, milestone: str, delivery: int) -> list[Effect]:
    subject = f"{milestone}.{delivery}"
    return _tell(
        state,
        "milestone_approval_request",
        state.company_contacts,
        milestone_values(state, milestone),
        personal={"evidence": f"milestones/{milestone}/evidence"},
        process=f"milestone_approval:{subject}",
        decision=subject,
    )


def _in_new_hands(state: Engagement) -> list[Effect]:
    """Every participation learns who coordinates and who decides for the company now."""
    responsible = NoteResponsible(coordinator=state.coordinators[0], company_contacts=state.company_contacts)
    return [_to("participation", key, responsible) for key in state.applications]


def _asked_anew(state: Engagement) -> list[Effect]:
    """The links of earlier contacts are worth nothing any more, so those who decide now get their own."""
    undecided = [(key, milestone) for key, milestone in state.milestones.items() if milestone.waits_for_decision]
    return [effect for key, milestone in undecided for effect in _approval_request(state, key, milestone.delivery)]


def _retrospective_closed(state: Engagement) -> list[Effect]:
    deliveries: list[Effect] = [
        _to("participation", key, NoteEngagementClosed(follow_ups=state.follow_ups)) for key, _ in _ready(state)
    ]
    told = _tell(state, "retrospective_closed", [*state.voices, *state.coordinators])
    return [*deliveries, *told]


def _wait_effects(
    state: Engagement, event: Reminded | Escalated, template: str, people: tuple[str, ...]
) -> list[Effect]:
    about = {"kind": event.kind, "subject": event.subject}
    decision = process = None
    if event.kind == "milestone_approval":
        about |= milestone_values(state, event.subject.rpartition(".")[0])
        decision = event.subject if isinstance(event, Reminded) else None
    if event.kind == "payment":
        about |= milestone_values(state, event.subject)
    if event.kind == "follow_up":
        about["month"] = event.subject
    if event.kind != "payment":
        process = "retrospective:all" if event.kind == "retrospective" else f"{event.kind}:{event.subject}"
    return _tell(state, template, people, about, process=process, decision=decision)


def deadlines(state: Engagement) -> list[Deadline]:
    """Reminders and escalations of open waits, and the next follow-up."""
    found = wait_deadlines(state.waits)
    number = state.follow_ups_sent + 1
    if state.stage == "stay_connected" and number <= len(state.follow_ups):
        due = state.follow_ups[number - 1]
        found.append(Deadline(kind="follow_up_due", subject=str(number), ordinal=number, due=due))
    return found
