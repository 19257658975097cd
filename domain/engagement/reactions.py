"""What the world should do about an engagement's events, and when time itself has something to say."""

from domain.engagement import course_events as course
from domain.engagement import events as happened
from domain.engagement import hands_events as hands
from domain.engagement import story_events as of_story
from domain.engagement.consultations import radar
from domain.engagement.consultations.events import ConsultationEvent
from domain.engagement.consultations.reactions import care_late, first_answer_late, react_to_consultations
from domain.engagement.consultations.state import WAIT as CONSULTATION_ANSWER
from domain.engagement.course_reactions import call_off, note_rest, react_to_course
from domain.engagement.events import EngagementEvent
from domain.engagement.hands_reactions import handed_over, react_to_hands
from domain.engagement.premises.events import PremiseEvent
from domain.engagement.premises.reactions import about_wait, react_to_ledger, review_deadlines
from domain.engagement.state import Engagement
from domain.engagement.story_reactions import react_to_story
from domain.engagement.team import reactions as team
from domain.engagement.team.events import TeamEvent
from domain.engagement.telling import companions, milestone_values, participants, ready
from domain.engagement.validation.events import ValidationEvent
from domain.engagement.validation.reactions import react_to_validation
from domain.participation.commands import (
    NoteEngagementClosed,
    NoteExecutionStarted,
    NoteRecruitingClosed,
    NoteResponsible,
    NoteWaiting,
    OfferSeat,
    RecordSelection,
)
from domain.service.commands import NoteEngagement
from domain.shared.deadlines import Escalated, Reminded, wait_deadlines
from domain.shared.decider import begun
from domain.shared.effects import Effect
from domain.shared.following_up import FollowUpSent, follow_up_deadlines
from domain.shared.telling import tell, to_stream
from domain.shared.waiting import Deadline
from domain.shared.watching import CARE

OWN_PROCESS = ("milestone_approval", "retrospective", "follow_up")
"""Kinds of waits that a workflow of their own follows."""


def react(event: EngagementEvent, state: Engagement) -> list[Effect]:
    """The effects of one event; `state` is that after the event."""
    if isinstance(event, ConsultationEvent):
        return react_to_consultations(event, state)
    if isinstance(event, ValidationEvent):
        return react_to_validation(event, state)
    if isinstance(event, TeamEvent):
        return team.react(event, state)
    if isinstance(event, PremiseEvent):
        return react_to_ledger(event, state)
    match event:
        case happened.PostingDrafted():
            return [to_stream("service", state.service, NoteEngagement(engagement=state.id))]
        case happened.PostingPublished():
            return tell(state, "posting_published", (*state.company_contacts, *companions(state)))
        case happened.ParticipantSelected():
            return [to_stream("participation", event.participation, RecordSelection())]
        case happened.WaitingListJoined():
            return [to_stream("participation", event.participation, NoteWaiting(place=event.place))]
        case happened.SeatReserved():
            return [to_stream("participation", event.participation, OfferSeat())]
        case happened.SeatsFilled():
            return tell(state, "seats_filled", state.office, {"seats": str(event.seats)})
        case happened.ParticipantReady():
            return tell(state, "participant_ready", state.office, names={"person": event.person})
        case happened.ExecutionStarted():
            return _execution_started(state)
        case happened.MilestoneDelivered() | happened.MilestoneApproved() | happened.ChangesRequested():
            return _milestone_effects(event, state)
        case happened.CoordinatorAppointed():
            names = {"person": event.coordinator}
            told = tell(state, "coordinator_appointed", (event.coordinator, *state.company_contacts), names=names)
            return [*told, *handed_over(state, event.coordinator)]
        case happened.CoordinatorLeft():
            return _in_new_hands(state)
        case happened.CompanyContactsChanged():
            return [*_in_new_hands(state), *_asked_anew(state)]
        case happened.RetrospectiveOpened():
            people = tuple(asked.person for asked in event.asked)
            asked_for = tell(state, "retrospective_request", people, process="retrospective:all", chosen={"tags": ()})
            # Where the work ended early, they know already.
            return asked_for if state.terminated else [*note_rest(state), *asked_for]
        case happened.RetrospectiveClosed():
            return _retrospective_closed(state)
        case FollowUpSent():
            about = {"month": str(event.ordinal)}
            process = f"follow_up:{event.ordinal}"
            return tell(state, "follow_up_request", state.company_contacts, about, process=process)
        case happened.ApplicationNoted() if state.cancelled:
            return call_off(state, event.participation, event.person)
        case (
            course.MilestonePartlyApproved()
            | course.DisagreementRaised()
            | course.DisagreementSettled()
            | course.EngagementPaused()
            | course.EngagementResumed()
            | course.NoticeGiven()
            | course.NoticeWithdrawn()
            | course.EngagementTerminated()
            | course.EngagementCancelled()
        ):
            return react_to_course(event, state)
        case (
            of_story.StoryDrafted()
            | of_story.StoryConsentGiven()
            | of_story.StoryPublished()
            | of_story.StoryDeclined()
            | of_story.StoryWithdrawn()
            | of_story.StoryDropped()
        ):
            return react_to_story(event, state)
        case (
            hands.EnquiryRecorded()
            | hands.EnquiryClosed()
            | hands.DeputyNamed()
            | hands.DeputyEnded()
            | hands.CompanionChanged()
            | hands.ServiceEndNoted()
        ):
            return react_to_hands(event, state)
        case Reminded():
            return _wait_effects(state, event, f"{event.kind}_reminder", event.owner.persons)
        case Escalated():
            return _wait_effects(state, event, f"{event.kind}_escalated", state.office)
        case _:
            return []


def _execution_started(state: Engagement) -> list[Effect]:
    people = [*state.company_contacts, *companions(state), *participants(state)]
    told = tell(state, "execution_started", people)
    deliveries: list[Effect] = [to_stream("participation", key, NoteExecutionStarted()) for key, _ in ready(state)]
    return [*deliveries, *recruiting_closed(state), *told]


def recruiting_closed(state: Engagement) -> list[Effect]:
    """Those who still wait for a seat learn that none will come."""
    return [to_stream("participation", one, NoteRecruitingClosed()) for one in state.waiting_list]


def _milestone_effects(
    event: happened.MilestoneDelivered | happened.MilestoneApproved | happened.ChangesRequested, state: Engagement
) -> list[Effect]:
    about = milestone_values(state, event.milestone)
    place = f"milestones/{event.milestone}"
    if isinstance(event, happened.MilestoneDelivered):
        return _approval_request(state, event.milestone, event.delivery)
    others = [contact for contact in state.company_contacts if contact != event.by.person]
    about["who"] = event.by.person
    names = {"person": event.by.person}
    if isinstance(event, happened.MilestoneApproved):
        return tell(state, "milestone_approved", [*participants(state), *state.office, *others], about, names=names)
    people = [*participants(state), *state.office, *others]
    personal = {"missing": f"{place}/missing"}
    return tell(state, "milestone_changes_requested", people, about, names=names, personal=personal)


def _approval_request(state: Engagement, milestone: str, delivery: int) -> list[Effect]:
    subject = f"{milestone}.{delivery}"
    return tell(
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
    return [to_stream("participation", key, responsible) for key in state.applications]


def _asked_anew(state: Engagement) -> list[Effect]:
    """The links of earlier contacts are worth nothing any more, so those who decide now get their own."""
    undecided = [(key, milestone) for key, milestone in state.milestones.items() if milestone.waits_for_decision]
    return [effect for key, milestone in undecided for effect in _approval_request(state, key, milestone.delivery)]


def _retrospective_closed(state: Engagement) -> list[Effect]:
    deliveries: list[Effect] = [
        to_stream(
            "participation", key, NoteEngagementClosed(follow_ups=state.follow_ups, gained=_gained(state, person))
        )
        for key, person in ready(state)
    ]
    told = tell(state, "retrospective_closed", [*state.voices, *state.office])
    return [*deliveries, *told]


def _gained(state: Engagement, person: str) -> tuple[str, ...]:
    return state.voices[person].tags if person in state.voices else ()


def _wait_effects(
    state: Engagement, event: Reminded | Escalated, template: str, people: tuple[str, ...]
) -> list[Effect]:
    if event.kind == CONSULTATION_ANSWER:
        return first_answer_late(event, state, template, people)
    if event.kind == CARE:
        return care_late(event, state, template, people)
    about = {"kind": event.kind, "subject": event.subject, **about_wait(event.kind, event.subject, state)}
    decision = process = None
    if event.kind in ("milestone_approval", "disagreement"):
        about |= milestone_values(state, event.subject.rpartition(".")[0])
    if event.kind == "milestone_approval":
        decision = event.subject if isinstance(event, Reminded) else None
    if event.kind == "payment":
        about |= milestone_values(state, event.subject)
    if event.kind == "follow_up":
        about["month"] = event.subject
    if event.kind in OWN_PROCESS:
        process = "retrospective:all" if event.kind == "retrospective" else f"{event.kind}:{event.subject}"
    return tell(state, template, people, about, process=process, decision=decision)


def deadlines(state: Engagement) -> list[Deadline]:
    """Reminders and escalations of open waits, the radar's turns, the end of a notice or of a deputy's period, and the
    next follow-up.
    """
    found = [*wait_deadlines(state.running_waits), *team.deadlines(state), *review_deadlines(state)]
    found += radar.deadlines(state)
    if state.stage == "accompany" and state.ending is not None and state.ending.kind == "notice":
        due = begun(state.ending.ends_at)
        found.append(Deadline(kind="notice_end", subject="1", ordinal=1, due=due))
    if state.stage != "ended":
        found += [
            Deadline(kind="deputy_end", subject=str(one.number), ordinal=1, due=one.ends_at)
            for one in state.deputies.values()
        ]
    return [*found, *follow_up_deadlines(state)]
