"""What happened to an engagement."""

from datetime import date
from typing import Annotated, Literal

from pydantic import AwareDatetime, Field

from domain.engagement.consultations.events import ConsultationEvent
from domain.engagement.course_events import CourseEvent
from domain.engagement.hands_events import HandsEvent
from domain.engagement.premises.events import PremiseEvent
from domain.engagement.story_events import StoryEvent
from domain.engagement.team.events import TeamEvent
from domain.engagement.validation.events import ValidationEvent
from domain.playbooks.schema import PlaybookReference
from domain.shared.actors import Actor
from domain.shared.deadlines import Escalated, Reminded
from domain.shared.following_up import FollowUpAnswered, FollowUpSent
from domain.shared.models import Event, FrozenModel
from domain.shared.values import Hours, Identifier, PersonalText, Yen
from domain.shared.waiting import Owner, Schedule


class PostingDrafted(Event):
    """A posting was drafted, under a playbook that stays pinned."""

    type: Literal["PostingDrafted"] = "PostingDrafted"
    engagement: Identifier
    service: Identifier
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
    coordinator: Identifier
    company_contacts: tuple[Identifier, ...]
    companion: Identifier | None
    time_zone: str
    payment_days: int
    attraction: str | None = None


class PostingRevised(Event):
    """Goal, shared decision and roles were written anew."""

    type: Literal["PostingRevised"] = "PostingRevised"
    goal: str
    shared_decision: str
    roles: tuple[str, ...]
    attraction: str | None = None


class PostingPublished(Event):
    """The posting is open for applications."""

    type: Literal["PostingPublished"] = "PostingPublished"


class ApplicationNoted(Event):
    """Somebody applied."""

    type: Literal["ApplicationNoted"] = "ApplicationNoted"
    participation: Identifier
    person: Identifier


class ApplicationClosed(Event):
    """An application ended; `freed_seat` tells whether it had a seat."""

    type: Literal["ApplicationClosed"] = "ApplicationClosed"
    participation: Identifier
    freed_seat: bool


class ParticipantSelected(Event):
    """An applicant has a seat."""

    type: Literal["ParticipantSelected"] = "ParticipantSelected"
    participation: Identifier
    person: Identifier


class WaitingListJoined(Event):
    """An applicant waits for a seat; `place` is theirs at that time, the first being one."""

    type: Literal["WaitingListJoined"] = "WaitingListJoined"
    participation: Identifier
    place: int


class SeatReserved(Event):
    """A free seat is kept for the first on the waiting list until they answer, or their offer lapses."""

    type: Literal["SeatReserved"] = "SeatReserved"
    participation: Identifier


class SeatsFilled(Event):
    """Every seat is taken; recruiting is over unless somebody withdraws."""

    type: Literal["SeatsFilled"] = "SeatsFilled"
    seats: int


class ParticipantReady(Event):
    """A participant has everything that they need to begin."""

    type: Literal["ParticipantReady"] = "ParticipantReady"
    participation: Identifier
    person: Identifier
    employer_contact: Identifier | None


class ParticipantNotReady(Event):
    """A participant cannot begin any more, until they are ready anew."""

    type: Literal["ParticipantNotReady"] = "ParticipantNotReady"
    participation: Identifier


class ParticipantLeft(Event):
    """A participant's work ended early; after the kick-off their seat is given to nobody else."""

    type: Literal["ParticipantLeft"] = "ParticipantLeft"
    participation: Identifier


class MilestonePlanned(Event):
    """A result was agreed on."""

    type: Literal["MilestonePlanned"] = "MilestonePlanned"
    milestone: Identifier
    title: str
    fee: Yen
    due_on: date


class ExecutionStarted(Event):
    """Work began."""

    type: Literal["ExecutionStarted"] = "ExecutionStarted"


class MilestoneDelivered(Event):
    """A result was handed over; the company was asked.

    `payment_due_on` runs from the first day of receipt, whether or not anyone approves (facts A07); it and its
    schedule are None where there is no fee.
    """

    type: Literal["MilestoneDelivered"] = "MilestoneDelivered"
    milestone: Identifier
    delivery: int
    evidence: PersonalText
    received_on: date
    payment_due_on: date | None
    payment_schedule: Schedule | None
    approval: Schedule
    owner: Owner


class MilestoneApproved(Event):
    """The company accepted a delivery."""

    type: Literal["MilestoneApproved"] = "MilestoneApproved"
    milestone: Identifier
    delivery: int
    by: Actor


class ChangesRequested(Event):
    """The company sent a delivery back."""

    type: Literal["ChangesRequested"] = "ChangesRequested"
    milestone: Identifier
    delivery: int
    by: Actor
    missing: PersonalText


class PaymentRecorded(Event):
    """A fee was paid."""

    type: Literal["PaymentRecorded"] = "PaymentRecorded"
    milestone: Identifier
    paid_on: date


class CoordinatorAppointed(Event):
    """Somebody coordinates from now on."""

    type: Literal["CoordinatorAppointed"] = "CoordinatorAppointed"
    coordinator: Identifier


class CoordinatorLeft(Event):
    """Somebody coordinates no longer."""

    type: Literal["CoordinatorLeft"] = "CoordinatorLeft"
    coordinator: Identifier


class CompanyContactsChanged(Event):
    """Others decide for the company from now on."""

    type: Literal["CompanyContactsChanged"] = "CompanyContactsChanged"
    company_contacts: tuple[Identifier, ...]


class VoiceAsked(FrozenModel):
    """Whose voice is asked for, in which capacity."""

    person: Identifier
    voice: Identifier


class RetrospectiveOpened(Event):
    """Everybody was asked to look back."""

    type: Literal["RetrospectiveOpened"] = "RetrospectiveOpened"
    asked: tuple[VoiceAsked, ...]
    schedule: Schedule


class VoiceGiven(Event):
    """Somebody looked back, and may have said how they wish to stay connected."""

    type: Literal["VoiceGiven"] = "VoiceGiven"
    person: Identifier
    voice: Identifier
    tags: tuple[Identifier, ...]
    text: PersonalText
    in_touch: PersonalText | None = None


class RetrospectiveClosed(Event):
    """Looking back is over; `missing` names those whose voice was not given. The follow-ups are planned."""

    type: Literal["RetrospectiveClosed"] = "RetrospectiveClosed"
    missing: tuple[Identifier, ...]
    follow_ups: tuple[AwareDatetime, ...]


class EngagementCompleted(Event):
    """The last follow-up is done; those who met stay connected by themselves."""

    type: Literal["EngagementCompleted"] = "EngagementCompleted"
    reason: str | None = None


EngagementEvent = Annotated[
    PostingDrafted
    | PostingRevised
    | PostingPublished
    | ApplicationNoted
    | ApplicationClosed
    | ParticipantSelected
    | WaitingListJoined
    | SeatReserved
    | SeatsFilled
    | ParticipantReady
    | ParticipantNotReady
    | ParticipantLeft
    | MilestonePlanned
    | ExecutionStarted
    | MilestoneDelivered
    | MilestoneApproved
    | ChangesRequested
    | PaymentRecorded
    | CoordinatorAppointed
    | CoordinatorLeft
    | CompanyContactsChanged
    | RetrospectiveOpened
    | VoiceGiven
    | RetrospectiveClosed
    | FollowUpSent
    | FollowUpAnswered
    | EngagementCompleted
    | CourseEvent
    | HandsEvent
    | StoryEvent
    | ConsultationEvent
    | ValidationEvent
    | TeamEvent
    | PremiseEvent
    | Reminded
    | Escalated,
    Field(discriminator="type"),
]
