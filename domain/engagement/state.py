"""The state of an engagement and how events change it."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Literal, assert_never

from pydantic import AwareDatetime, Field

from domain.engagement import course_events as course
from domain.engagement import events as happened
from domain.engagement import hands_events as hands
from domain.engagement import story_events as told
from domain.engagement.consultations.events import ConsultationEvent
from domain.engagement.consultations.state import Consultations, consultation_changes
from domain.engagement.events import EngagementEvent, PostingDrafted
from domain.engagement.hands_state import Deputy
from domain.engagement.interruptions import WORK_WAITS, Ending, Pause, interruption_changes
from domain.engagement.looking_back import Voice, retrospective_changes
from domain.engagement.premises.events import PremiseEvent
from domain.engagement.premises.state import Ledger, ledger_changes
from domain.engagement.results import Milestone, result_changes
from domain.engagement.story_state import Story, story_changes
from domain.engagement.team.events import TeamEvent
from domain.engagement.team.state import Team, team_changes, while_together
from domain.engagement.validation.events import ValidationEvent
from domain.engagement.validation.state import Validation, validation_changes
from domain.playbooks.schema import PlaybookReference
from domain.shared.actors import Role
from domain.shared.deadlines import Escalated, Reminded, step_after
from domain.shared.decider import StreamState, begun
from domain.shared.following_up import FollowUpAnswered, FollowUpSent, follow_up_changes
from domain.shared.models import FrozenModel
from domain.shared.values import Hours, PersonalText
from domain.shared.waiting import Owner, Wait, advanced

Stage = Literal["enquire", "recruit", "prepare", "accompany", "look_back", "stay_connected", "ended"]


class Applicant(FrozenModel):
    """One application, as far as the engagement has to know it."""

    person: str
    selected: bool = False
    ready: bool = False
    left: bool = False
    employer_contact: str | None = None


class Engagement(StreamState):
    """One project with its seats, milestones, retrospective and follow-ups."""

    service: str
    playbook: PlaybookReference
    title: str
    theme: str
    host: str
    host_uses_employees: bool
    goal: str | None
    shared_decision: str | None
    roles: tuple[str, ...]
    seats: int
    weekly_hours: Hours
    coordinators: tuple[str, ...]
    company_contacts: tuple[str, ...]
    companion: str | None
    time_zone: str
    payment_days: int
    started_at: AwareDatetime
    stage: Stage = "recruit"
    published: bool = False
    applications: dict[str, Applicant] = Field(default_factory=dict)
    waiting_list: tuple[str, ...] = ()
    seats_offered: tuple[str, ...] = ()
    milestones: dict[str, Milestone] = Field(default_factory=dict)
    voices: dict[str, Voice] = Field(default_factory=dict)
    follow_ups: tuple[AwareDatetime, ...] = ()
    follow_ups_sent: int = 0
    follow_ups_answered: tuple[int, ...] = ()
    pause: Pause | None = None
    rests: int = 0
    ending: Ending | None = None
    story: Story | None = None
    wish: PersonalText | None = None
    enquiry_answer: PersonalText | None = None
    deputies: dict[str, Deputy] = Field(default_factory=dict)
    deputies_named: int = 0
    attraction: str | None = None
    service_ends_on: date | None = None
    consultations: Consultations = Consultations()
    validation: Validation = Validation()
    team: Team = Team()
    ledger: Ledger = Field(default_factory=Ledger)

    @property
    def selected(self) -> dict[str, Applicant]:
        """The applicants who have a seat, by participation."""
        return {key: applicant for key, applicant in self.applications.items() if applicant.selected}

    @property
    def free_seats(self) -> int:
        """How many seats nobody has, and nobody on the waiting list was offered."""
        return self.seats - len(self.selected) - len(self.seats_offered)

    @property
    def office(self) -> tuple[str, ...]:
        """Those who coordinate, and those who stand in for them."""
        deputies = [person for person, one in self.deputies.items() if one.stands_in_for in self.coordinators]
        return tuple(dict.fromkeys([*self.coordinators, *deputies]))

    @property
    def acting_companion(self) -> str | None:
        """Who accompanies now: the last deputy of the companion, or the companion."""
        deputies = [person for person, one in self.deputies.items() if one.stands_in_for == self.companion]
        return deputies[-1] if deputies else self.companion

    @property
    def due_days(self) -> Mapping[str, date]:
        """A fee is due on a day of its own; it is not on record only after that day is over."""
        owed = ((f"payment:{key}", one.payment_due_on) for key, one in self.milestones.items())
        return {key: day for key, day in owed if day is not None and key in self.waits}

    @property
    def terminated(self) -> bool:
        """Whether the work ended early, after a notice."""
        return self.ending is not None and self.ending.kind == "terminated"

    @property
    def cancelled(self) -> bool:
        """Whether it never began."""
        return self.ending is not None and self.ending.kind == "cancelled"

    @property
    def resting(self) -> bool:
        """Whether nobody works: it is paused, ended early, or over."""
        return self.pause is not None or self.terminated or self.stage in ("look_back", "stay_connected", "ended")

    @property
    def running_waits(self) -> dict[str, Wait]:
        """The open waits of which somebody is reminded now: while work rests, not those that belong to it."""
        resting = WORK_WAITS if self.pause is not None else ()
        return {key: wait for key, wait in self.waits.items() if wait.kind not in resting}

    @property
    def company(self) -> Owner:
        """Those who decide for the company."""
        return Owner(role=Role.COMPANY, persons=self.company_contacts)


def evolve(state: Engagement | None, event: EngagementEvent, at: datetime) -> Engagement:
    """The state after one more event, which occurred at `at`."""
    if isinstance(event, hands.EnquiryRecorded):
        return _enquired(event, at)
    if isinstance(event, PostingDrafted):
        return _drafted(event, at) if state is None else _made_of_enquiry(state, event, at)
    engagement = begun(state)
    changed: Engagement = while_together(engagement.model_copy(update=_changes(engagement, event, at)))
    rests = engagement.rests + (changed.resting != engagement.resting)
    return changed.model_copy(update={"rests": rests}) if rests != engagement.rests else changed


def _drafted(event: PostingDrafted, at: datetime) -> Engagement:
    values = event.model_dump(exclude={"type", "engagement", "coordinator"})
    return Engagement(id=event.engagement, coordinators=(event.coordinator,), started_at=at, **values)


def _enquired(event: hands.EnquiryRecorded, at: datetime) -> Engagement:
    owner = Owner(role=Role.COORDINATOR, persons=(event.coordinator,))
    wait = Wait(kind="enquiry_answer", subject="1", owner=owner, schedule=event.schedule)
    return Engagement(
        id=event.engagement,
        **event.model_dump(include={"service", "playbook", "host", "wish", "time_zone", "payment_days"}),
        title=event.host,
        theme="",
        host_uses_employees=True,
        goal=None,
        shared_decision=None,
        roles=(),
        seats=1,
        weekly_hours=Decimal(0),
        coordinators=(event.coordinator,),
        company_contacts=event.company_contacts,
        companion=None,
        started_at=at,
        stage="enquire",
        waits={wait.key: wait},
    )


def _made_of_enquiry(enquiry: Engagement, event: PostingDrafted, at: datetime) -> Engagement:
    """Whoever coordinated or stood in while it was an enquiry goes on."""
    kept = enquiry.model_copy(
        update={"coordinators": tuple(dict.fromkeys((event.coordinator, *enquiry.coordinators))), "waits": {}}
    )
    fields = ("wish", "started_at", "coordinators", "deputies", "deputies_named", "service_ends_on", "waits")
    return _drafted(event, at).model_copy(update={name: getattr(kept, name) for name in fields})


def _changes(state: Engagement, event: EngagementEvent, at: datetime) -> dict[str, object]:
    if isinstance(event, ConsultationEvent):
        return consultation_changes(state.consultations, state.milestones, state.waits, event, at)
    if isinstance(event, ValidationEvent):
        return validation_changes(state.validation, event)
    if isinstance(event, TeamEvent):
        return team_changes(state, event, at)
    if isinstance(event, PremiseEvent):
        return ledger_changes(state.ledger, state.milestones, state.waits, event, at)
    match event:
        case happened.PostingDrafted() | hands.EnquiryRecorded():
            return {}
        case hands.EnquiryClosed():
            return {"stage": "ended", "enquiry_answer": event.reason, "waits": {}}
        case hands.ServiceEndNoted():
            return {"service_ends_on": event.last_day}
        case hands.DeputyNamed() | hands.DeputyEnded() | hands.CompanionChanged():
            return _hands_changes(state, event)
        case happened.PostingRevised():
            return event.model_dump(exclude={"type"}, exclude_none=True)
        case happened.PostingPublished():
            return {"published": True}
        case (
            happened.ApplicationNoted()
            | happened.ApplicationClosed()
            | happened.ParticipantSelected()
            | happened.WaitingListJoined()
            | happened.SeatReserved()
            | happened.ParticipantReady()
            | happened.ParticipantNotReady()
            | happened.ParticipantLeft()
            | happened.SeatsFilled()
        ):
            return _recruiting_changes(state, event)
        case happened.ExecutionStarted():
            return {"stage": "accompany", "team": state.team.looked_ahead(at)}
        case (
            happened.MilestonePlanned()
            | happened.MilestoneDelivered()
            | happened.MilestoneApproved()
            | happened.ChangesRequested()
            | happened.PaymentRecorded()
            | course.MilestonePartlyApproved()
            | course.DisagreementRaised()
            | course.DisagreementSettled()
        ):
            return result_changes(state.milestones, state.waits, event, at)
        case (
            course.EngagementPaused()
            | course.EngagementResumed()
            | course.NoticeGiven()
            | course.NoticeWithdrawn()
            | course.EngagementTerminated()
            | course.EngagementCancelled()
        ):
            return interruption_changes(state.ending, state.waits, event)
        case (
            told.StoryDrafted()
            | told.StoryConsentGiven()
            | told.StoryPublished()
            | told.StoryDeclined()
            | told.StoryWithdrawn()
            | told.StoryDropped()
        ):
            return story_changes(state.story, state.waits, event)
        case happened.CoordinatorAppointed():
            return _coordinated(state, (*state.coordinators, event.coordinator))
        case happened.CoordinatorLeft():
            return _coordinated(state, tuple(one for one in state.coordinators if one != event.coordinator))
        case happened.CompanyContactsChanged():
            return {"company_contacts": event.company_contacts, "waits": _reassigned(state, event.company_contacts)}
        case happened.RetrospectiveOpened() | happened.VoiceGiven() | happened.RetrospectiveClosed():
            return retrospective_changes(state, event)
        case FollowUpSent() | FollowUpAnswered():
            return follow_up_changes(state, event)
        case happened.EngagementCompleted():
            return {"stage": "ended", "waits": _outlasting(state)}
        case Reminded() | Escalated():
            return {"waits": advanced(state.waits, f"{event.kind}:{event.subject}", step_after(event))}
        case _:
            assert_never(event)


def _recruiting_changes(
    state: Engagement,
    event: happened.ApplicationNoted
    | happened.ApplicationClosed
    | happened.ParticipantSelected
    | happened.WaitingListJoined
    | happened.SeatReserved
    | happened.ParticipantReady
    | happened.ParticipantNotReady
    | happened.ParticipantLeft
    | happened.SeatsFilled,
) -> dict[str, object]:
    applications = dict(state.applications)
    match event:
        case happened.WaitingListJoined():
            return {"waiting_list": (*state.waiting_list, event.participation)}
        case happened.SeatReserved():
            waiting = _without(state.waiting_list, event.participation)
            return {"waiting_list": waiting, "seats_offered": (*state.seats_offered, event.participation)}
        case happened.ApplicationNoted():
            applications[event.participation] = Applicant(person=event.person)
        case happened.ApplicationClosed():
            applications.pop(event.participation, None)
            stage = "recruit" if event.freed_seat and state.stage == "prepare" else state.stage
            return {"applications": applications, "stage": stage, **_off_the_lists(state, event.participation)}
        case happened.ParticipantSelected():
            applications[event.participation] = Applicant(person=event.person, selected=True)
            return {"applications": applications, **_off_the_lists(state, event.participation)}
        case happened.ParticipantReady():
            applications[event.participation] = Applicant(
                person=event.person, selected=True, ready=True, employer_contact=event.employer_contact
            )
        case happened.ParticipantNotReady():
            unready = applications[event.participation].model_copy(update={"ready": False})
            applications[event.participation] = unready
        case happened.ParticipantLeft():
            applications[event.participation] = applications[event.participation].model_copy(update={"left": True})
        case happened.SeatsFilled():
            return {"stage": "prepare"}
        case _:
            assert_never(event)
    return {"applications": applications}


def _without(participations: tuple[str, ...], gone: str) -> tuple[str, ...]:
    return tuple(one for one in participations if one != gone)


def _off_the_lists(state: Engagement, gone: str) -> dict[str, object]:
    return {
        "waiting_list": _without(state.waiting_list, gone),
        "seats_offered": _without(state.seats_offered, gone),
    }


def _reassigned(state: Engagement, contacts: tuple[str, ...]) -> dict[str, Wait]:
    owner = Owner(role=Role.COMPANY, persons=contacts)
    return {
        key: wait.model_copy(update={"owner": owner}) if wait.owner.role == Role.COMPANY else wait
        for key, wait in state.waits.items()
    }


def _coordinated(state: Engagement, coordinators: tuple[str, ...]) -> dict[str, object]:
    """Others coordinate; what was waited for from the office is theirs now."""
    return _in_hands_of_office(state.model_copy(update={"coordinators": coordinators}))


def _in_hands_of_office(state: Engagement) -> dict[str, object]:
    waits = {
        key: wait.model_copy(update={"owner": office_but(state, state.consultations.concerned(wait))})
        if wait.owner.role == Role.COORDINATOR
        else wait
        for key, wait in state.waits.items()
    }
    return {"coordinators": state.coordinators, "deputies": state.deputies, "waits": waits}


def office_but(state: Engagement, concerned: str | None) -> Owner:
    """The office; without whom it concerns, as long as there is anybody else."""
    others = tuple(person for person in state.office if person != concerned)
    return Owner(role=Role.COORDINATOR, persons=others or state.office)


def _hands_changes(
    state: Engagement, event: hands.DeputyNamed | hands.DeputyEnded | hands.CompanionChanged
) -> dict[str, object]:
    match event:
        case hands.CompanionChanged():
            return {"companion": event.companion}
        case hands.DeputyNamed():
            deputy = Deputy(**event.model_dump(include={"number", "stands_in_for", "ends_at"}))
            named = state.model_copy(update={"deputies": {**state.deputies, event.deputy: deputy}})
            return {**_in_hands_of_office(named), "deputies_named": event.number}
        case hands.DeputyEnded():
            others = {person: one for person, one in state.deputies.items() if person != event.deputy}
            return _in_hands_of_office(state.model_copy(update={"deputies": others}))
        case _:
            assert_never(event)


def _outlasting(state: Engagement) -> dict[str, Wait]:
    """A fee that is owed stays owed when everything else is over, and a consent that was asked for stays open."""
    return {key: wait for key, wait in state.waits.items() if wait.kind in ("payment", "story_consent")}
