"""What the world should do about what happens to an engagement between its steps."""

from typing import assert_never

from domain.engagement import course_events as course
from domain.engagement.course_events import CourseEvent
from domain.engagement.state import Engagement
from domain.engagement.telling import companions, everybody, milestone_values, participants
from domain.participation.commands import NoteEngagementCancelled
from domain.shared.effects import Effect
from domain.shared.periods import local_date
from domain.shared.telling import tell, to_stream

ENDING = {"reason": "ending/reason"}


def react_to_course(event: CourseEvent, state: Engagement) -> list[Effect]:
    """The effects of one event; `state` is that after the event."""
    match event:
        case course.MilestonePartlyApproved():
            return _partly_approved(event, state)
        case course.DisagreementRaised():
            return _raised(event, state)
        case course.DisagreementSettled():
            return _settled(event, state)
        case course.EngagementPaused():
            return tell(state, "engagement_paused", everybody(state), personal={"reason": "pause/reason"})
        case course.EngagementResumed():
            return tell(state, "engagement_resumed", everybody(state))
        case course.NoticeGiven():
            due = local_date(event.ends_at, state.time_zone).isoformat()
            names = {"person": event.by.person}
            return tell(state, "notice_given", everybody(state), {"due": due}, names=names, personal=ENDING)
        case course.NoticeWithdrawn():
            due = local_date(event.ends_at, state.time_zone).isoformat()
            return tell(state, "notice_withdrawn", everybody(state), {"due": due}, names={"person": event.by.person})
        case course.EngagementTerminated():
            return tell(state, "engagement_terminated", everybody(state))
        case course.EngagementCancelled():
            return _cancelled(state)
        case _:
            assert_never(event)


def _cancelled(state: Engagement) -> list[Effect]:
    people = [*state.company_contacts, *companions(state), *state.office]
    told = tell(state, "engagement_cancelled", people, personal=ENDING)
    called_off = [call_off(state, key, applicant.person) for key, applicant in state.applications.items()]
    return [*told, *(effect for effects in called_off for effect in effects)]


def call_off(state: Engagement, participation: str, person: str) -> list[Effect]:
    """One applicant is told kindly, and their way through the engagement ends."""
    told = tell(state, "application_called_off", [person], personal=ENDING)
    return [to_stream("participation", participation, NoteEngagementCancelled()), *told]


def _partly_approved(event: course.MilestonePartlyApproved, state: Engagement) -> list[Effect]:
    milestone = state.milestones[event.milestone]
    about = milestone_values(state, event.milestone)
    about["accepted"] = f"{event.accepted_fee:,}"
    about["rest"] = f"{milestone.fee - milestone.accepted_fee:,}"
    others = [contact for contact in state.company_contacts if contact != event.by.person]
    return tell(
        state,
        "milestone_partly_approved",
        [*participants(state), *state.office, *others],
        about,
        names={"person": event.by.person},
        personal={"missing": f"milestones/{event.milestone}/missing"},
    )


def _raised(event: course.DisagreementRaised, state: Engagement) -> list[Effect]:
    place = f"milestones/{event.milestone}/disagreements/{event.delivery}"
    return tell(
        state,
        "disagreement_raised",
        state.office,
        milestone_values(state, event.milestone),
        names={"person": event.by.person},
        personal={"position": f"{place}/position", "missing": f"{place}/company_position"},
    )


def _settled(event: course.DisagreementSettled, state: Engagement) -> list[Effect]:
    place = f"milestones/{event.milestone}/disagreements/{event.delivery}"
    return tell(
        state,
        "disagreement_settled",
        [*participants(state), *state.company_contacts, *state.office],
        milestone_values(state, event.milestone),
        names={"person": event.by.person},
        personal={"text": f"{place}/settlement"},
    )
