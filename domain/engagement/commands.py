"""What may be asked of an engagement, from its posting to its last follow-up."""

from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from domain.engagement.consultations.commands import ConsultationCommand
from domain.engagement.course_commands import CourseCommand
from domain.engagement.hands_commands import HandsCommand
from domain.engagement.premises.commands import PremiseCommand
from domain.engagement.story_commands import StoryCommand
from domain.engagement.team.commands import TeamCommand
from domain.engagement.validation.commands import ValidationCommand
from domain.shared.actors import Role
from domain.shared.deadlines import MeetDeadline
from domain.shared.models import Command
from domain.shared.periods import ZoneName
from domain.shared.values import Hours, Identifier, Line, Prose, Sha256, Yen

OFFICE = frozenset({Role.COORDINATOR, Role.OPERATOR})
SYSTEM = frozenset({Role.SYSTEM})
People = tuple[Identifier, ...]


class DraftPosting(Command):
    """A coordinator turns a company's wish into a posting.

    `goal` is what company and participants share; `shared_decision` is a decision that participants take part in;
    both may still be empty in a draft. `host` is the receiving company; `payment_days` counts the day of receipt
    as day one (None: the playbook's). `time_zone` is the company's. `attraction` says what makes the role worth taking.
    """

    type: Literal["DraftPosting"] = "DraftPosting"
    who: ClassVar[frozenset[Role]] = OFFICE
    creates: ClassVar[bool] = True
    service: Identifier
    title: Line
    theme: Line
    host: Line
    host_uses_employees: bool = True
    goal: Prose | None = None
    shared_decision: Prose | None = None
    roles: tuple[Line, ...] = Field(default=(), max_length=20)
    seats: Annotated[int, Field(ge=1, le=1000)] = 1
    weekly_hours: Hours
    coordinator: Identifier
    company_contacts: People = Field(min_length=1, max_length=10)
    companion: Identifier | None = None
    time_zone: ZoneName = "Asia/Tokyo"
    payment_days: Annotated[int, Field(ge=1, le=365)] | None = None
    attraction: Prose | None = None


class RevisePosting(Command):
    """What the posting says of goal, shared decision and roles, before it is published.

    Without an `attraction` it keeps the one that it has.
    """

    type: Literal["RevisePosting"] = "RevisePosting"
    who: ClassVar[frozenset[Role]] = OFFICE
    goal: Prose
    shared_decision: Prose
    roles: tuple[Line, ...] = Field(min_length=1, max_length=20)
    attraction: Prose | None = None


class PublishPosting(Command):
    """The posting goes out, if it asks for more than hands."""

    type: Literal["PublishPosting"] = "PublishPosting"
    who: ClassVar[frozenset[Role]] = OFFICE


class NoteApplication(Command):
    """Somebody applied; their own stream says so."""

    type: Literal["NoteApplication"] = "NoteApplication"
    who: ClassVar[frozenset[Role]] = SYSTEM
    participation: Identifier
    person: Identifier


class NoteApplicationClosed(Command):
    """An applicant withdrew or was declined; a seat that they held is free again."""

    type: Literal["NoteApplicationClosed"] = "NoteApplicationClosed"
    who: ClassVar[frozenset[Role]] = SYSTEM
    participation: Identifier


class SelectParticipant(Command):
    """One applicant gets a seat. The engagement alone counts its seats."""

    type: Literal["SelectParticipant"] = "SelectParticipant"
    who: ClassVar[frozenset[Role]] = OFFICE
    participation: Identifier


class PutOnWaitingList(Command):
    """An applicant for whom no seat is left is next when one becomes free, in the order of these commands."""

    type: Literal["PutOnWaitingList"] = "PutOnWaitingList"
    who: ClassVar[frozenset[Role]] = OFFICE
    participation: Identifier


class NoteSeatAccepted(Command):
    """Somebody on the waiting list took the seat that they were offered."""

    type: Literal["NoteSeatAccepted"] = "NoteSeatAccepted"
    who: ClassVar[frozenset[Role]] = SYSTEM
    participation: Identifier


class NoteParticipantReady(Command):
    """Consent, contract and work permission of one participant are all there."""

    type: Literal["NoteParticipantReady"] = "NoteParticipantReady"
    who: ClassVar[frozenset[Role]] = SYSTEM
    participation: Identifier
    employer_contact: Identifier | None


class NoteParticipantLeft(Command):
    """One participant's work ended before the engagement's."""

    type: Literal["NoteParticipantLeft"] = "NoteParticipantLeft"
    who: ClassVar[frozenset[Role]] = SYSTEM
    participation: Identifier


class NoteParticipantNotReady(Command):
    """Something that a participant needs to begin was taken back."""

    type: Literal["NoteParticipantNotReady"] = "NoteParticipantNotReady"
    who: ClassVar[frozenset[Role]] = SYSTEM
    participation: Identifier


class PlanMilestone(Command):
    """A result that the company will approve, with its fee and the day it is due."""

    type: Literal["PlanMilestone"] = "PlanMilestone"
    who: ClassVar[frozenset[Role]] = OFFICE
    milestone: Identifier
    title: Line
    fee: Yen
    due_on: date


class StartExecution(Command):
    """The kick-off: everybody who was selected is ready, and there is something to deliver."""

    type: Literal["StartExecution"] = "StartExecution"
    who: ClassVar[frozenset[Role]] = OFFICE


class DeliverMilestone(Command):
    """The participants hand over a result; the day of receipt is today, where the company is."""

    type: Literal["DeliverMilestone"] = "DeliverMilestone"
    who: ClassVar[frozenset[Role]] = OFFICE | {Role.PARTICIPANT}
    milestone: Identifier
    evidence: Prose


class ApproveMilestone(Command):
    """The company accepts a delivery, exactly as it was shown (`content` is the fingerprint of that delivery)."""

    type: Literal["ApproveMilestone"] = "ApproveMilestone"
    who: ClassVar[frozenset[Role]] = frozenset({Role.COMPANY})
    milestone: Identifier
    delivery: int
    content: Sha256


class RequestChanges(Command):
    """The company sends a delivery back and says what is missing."""

    type: Literal["RequestChanges"] = "RequestChanges"
    who: ClassVar[frozenset[Role]] = frozenset({Role.COMPANY})
    milestone: Identifier
    delivery: int
    content: Sha256
    missing: Prose


class RecordPayment(Command):
    """The fee of a milestone was paid."""

    type: Literal["RecordPayment"] = "RecordPayment"
    who: ClassVar[frozenset[Role]] = OFFICE | {Role.COMPANY}
    milestone: Identifier
    paid_on: date


class AppointCoordinator(Command):
    """One more coordinator."""

    type: Literal["AppointCoordinator"] = "AppointCoordinator"
    who: ClassVar[frozenset[Role]] = OFFICE
    coordinator: Identifier


class LeaveAsCoordinator(Command):
    """A coordinator leaves; the last one has to name a successor."""

    type: Literal["LeaveAsCoordinator"] = "LeaveAsCoordinator"
    who: ClassVar[frozenset[Role]] = OFFICE
    coordinator: Identifier
    successor: Identifier | None = None


class ChangeCompanyContacts(Command):
    """Who decides for the company from now on; links of those who no longer do are worth nothing."""

    type: Literal["ChangeCompanyContacts"] = "ChangeCompanyContacts"
    who: ClassVar[frozenset[Role]] = OFFICE
    company_contacts: People = Field(min_length=1, max_length=10)


class OpenRetrospective(Command):
    """The work is done; everybody is asked to look back."""

    type: Literal["OpenRetrospective"] = "OpenRetrospective"
    who: ClassVar[frozenset[Role]] = OFFICE


class GiveVoice(Command):
    """One voice of the retrospective: `person` says what it was; a coordinator may write it down for them.

    `in_touch` is how they wish to stay connected afterwards (None: they did not say).
    """

    type: Literal["GiveVoice"] = "GiveVoice"
    who: ClassVar[frozenset[Role]] = OFFICE | {Role.COMPANY, Role.PARTICIPANT, Role.EMPLOYER}
    person: Identifier
    tags: tuple[Identifier, ...] = Field(min_length=1, max_length=10)
    text: Prose
    in_touch: Prose | None = None


class CloseRetrospective(Command):
    """Look no further back; voices that were not given are named as missing."""

    type: Literal["CloseRetrospective"] = "CloseRetrospective"
    who: ClassVar[frozenset[Role]] = OFFICE


class AnswerFollowUp(Command):
    """How the company fares, so many months after the end."""

    type: Literal["AnswerFollowUp"] = "AnswerFollowUp"
    who: ClassVar[frozenset[Role]] = OFFICE | {Role.COMPANY}
    ordinal: int
    text: Prose


class CompleteEngagement(Command):
    """The last follow-up stays unanswered and a coordinator closes the book, with a reason."""

    type: Literal["CompleteEngagement"] = "CompleteEngagement"
    who: ClassVar[frozenset[Role]] = OFFICE
    reason: Line


EngagementCommand = Annotated[
    DraftPosting
    | RevisePosting
    | PublishPosting
    | NoteApplication
    | NoteApplicationClosed
    | SelectParticipant
    | PutOnWaitingList
    | NoteSeatAccepted
    | NoteParticipantReady
    | NoteParticipantNotReady
    | NoteParticipantLeft
    | PlanMilestone
    | StartExecution
    | DeliverMilestone
    | ApproveMilestone
    | RequestChanges
    | RecordPayment
    | AppointCoordinator
    | LeaveAsCoordinator
    | ChangeCompanyContacts
    | OpenRetrospective
    | GiveVoice
    | CloseRetrospective
    | AnswerFollowUp
    | CompleteEngagement
    | CourseCommand
    | HandsCommand
    | StoryCommand
    | ConsultationCommand
    | ValidationCommand
    | TeamCommand
    | PremiseCommand
    | MeetDeadline,
    Field(discriminator="type"),
]
