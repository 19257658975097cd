"""What may be asked of one person's way through one engagement."""

from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import AwareDatetime, Field

from domain.participation.interviews.commands import InterviewCommand
from domain.participation.modules.commands import ModuleCommand
from domain.participation.places.commands import PlacesCommand
from domain.participation.pool.commands import PoolCommand
from domain.participation.programme.commands import ProgrammeCommand
from domain.participation.watching.commands import WatchingCommand
from domain.shared.actors import Role
from domain.shared.deadlines import MeetDeadline
from domain.shared.models import Command
from domain.shared.periods import ZoneName
from domain.shared.surveys import AnswerSurvey
from domain.shared.values import Hours, Identifier, Line, Prose, Sha256, Yen

OFFICE = frozenset({Role.COORDINATOR, Role.OPERATOR})
SYSTEM = frozenset({Role.SYSTEM})
PARTICIPANT = OFFICE | {Role.PARTICIPANT}

MainJob = Literal["well", "strained", "suffering"]
"""How the main job fared in a week, in the participant's own judgement."""


WishedBy = Literal["participant", "company", "coordinator", "together"]
"""Who wishes a participation to end early."""


class Apply(Command):
    """Somebody wants to take part, and says why."""

    type: Literal["Apply"] = "Apply"
    who: ClassVar[frozenset[Role]] = PARTICIPANT
    creates: ClassVar[bool] = True
    engagement: Identifier
    person: Identifier
    motivation: Prose


class ArrangeInterview(Command):
    """A conversation is arranged: when, and where (a place or a link). Arranging it anew replaces it.

    `at` carries its offset from UTC; `time_zone` is the zone in which the coordinator thinks (None: the applicant's).
    """

    type: Literal["ArrangeInterview"] = "ArrangeInterview"
    who: ClassVar[frozenset[Role]] = OFFICE
    at: AwareDatetime
    place: Line
    time_zone: ZoneName | None = None


class RecordInterview(Command):
    """A conversation took place."""

    type: Literal["RecordInterview"] = "RecordInterview"
    who: ClassVar[frozenset[Role]] = OFFICE
    held_on: date
    note: Prose


class RecordSelection(Command):
    """The engagement gave this person a seat."""

    type: Literal["RecordSelection"] = "RecordSelection"
    who: ClassVar[frozenset[Role]] = SYSTEM


class NoteWaiting(Command):
    """The engagement put this person on its waiting list."""

    type: Literal["NoteWaiting"] = "NoteWaiting"
    who: ClassVar[frozenset[Role]] = SYSTEM
    place: int


class OfferSeat(Command):
    """A seat became free, and this person is the next on the waiting list."""

    type: Literal["OfferSeat"] = "OfferSeat"
    who: ClassVar[frozenset[Role]] = SYSTEM


class AcceptSeat(Command):
    """Whoever waited takes the seat that they were offered."""

    type: Literal["AcceptSeat"] = "AcceptSeat"
    who: ClassVar[frozenset[Role]] = PARTICIPANT


class DeclineSeat(Command):
    """Whoever waited lets the seat go to the next."""

    type: Literal["DeclineSeat"] = "DeclineSeat"
    who: ClassVar[frozenset[Role]] = PARTICIPANT
    reason: Prose | None = None


class NoteRecruitingClosed(Command):
    """The engagement takes nobody else; waiting is over."""

    type: Literal["NoteRecruitingClosed"] = "NoteRecruitingClosed"
    who: ClassVar[frozenset[Role]] = SYSTEM


class DeclineApplicant(Command):
    """No seat, with a reason that the applicant may read."""

    type: Literal["DeclineApplicant"] = "DeclineApplicant"
    who: ClassVar[frozenset[Role]] = OFFICE
    reason: Prose


class AgreeToPool(Command):
    """Somebody who was not selected, or whose work is over, wants to hear of other engagements."""

    type: Literal["AgreeToPool"] = "AgreeToPool"
    who: ClassVar[frozenset[Role]] = PARTICIPANT


class LeavePool(Command):
    """Somebody takes back that they want to hear of other engagements."""

    type: Literal["LeavePool"] = "LeavePool"
    who: ClassVar[frozenset[Role]] = PARTICIPANT


class Withdraw(Command):
    """The applicant steps back, before the work begins."""

    type: Literal["Withdraw"] = "Withdraw"
    who: ClassVar[frozenset[Role]] = PARTICIPANT
    reason: Prose


class RecordEmployerConsent(Command):
    """The employer agrees, up to so many hours a week."""

    type: Literal["RecordEmployerConsent"] = "RecordEmployerConsent"
    who: ClassVar[frozenset[Role]] = OFFICE | {Role.EMPLOYER}
    weekly_hours_cap: Hours
    conditions: Prose | None = None


class RecordEmployerRefusal(Command):
    """The employer does not agree; the way ends here."""

    type: Literal["RecordEmployerRefusal"] = "RecordEmployerRefusal"
    who: ClassVar[frozenset[Role]] = OFFICE | {Role.EMPLOYER}
    reason: Prose


class WithdrawEmployerConsent(Command):
    """The employer takes its consent back; work pauses until it agrees anew and the plan keeps to that."""

    type: Literal["WithdrawEmployerConsent"] = "WithdrawEmployerConsent"
    who: ClassVar[frozenset[Role]] = OFFICE | {Role.EMPLOYER}
    reason: Prose


class OfferContract(Command):
    """Terms for one participant: what, for how much, how many hours a week, from when to when, where."""

    type: Literal["OfferContract"] = "OfferContract"
    who: ClassVar[frozenset[Role]] = OFFICE
    work: Prose
    fee: Yen
    weekly_hours: Hours
    starts_on: date
    ends_on: date
    place: Line


class AmendContract(OfferContract):
    """Other terms for a contract that is concluded; until both sides signed them, the earlier ones stay in force."""

    type: Literal["AmendContract"] = "AmendContract"  # type: ignore[assignment]


class RecordContractRendered(Command):
    """The terms were written down; `document` is the hash of the file that both sides will sign."""

    type: Literal["RecordContractRendered"] = "RecordContractRendered"
    who: ClassVar[frozenset[Role]] = SYSTEM
    round: int
    document: Sha256


class SignContract(Command):
    """One side signs exactly this document."""

    type: Literal["SignContract"] = "SignContract"
    who: ClassVar[frozenset[Role]] = OFFICE | {Role.PARTICIPANT, Role.COMPANY}
    side: Literal["participant", "company"]
    document: Sha256


class RecordPermissionCheck(Command):
    """What the check of the work permission found out."""

    type: Literal["RecordPermissionCheck"] = "RecordPermissionCheck"
    who: ClassVar[frozenset[Role]] = SYSTEM
    attempt: int
    outcome: Literal["clear", "information_needed", "human_review"]
    grounds: Line


class ProvidePermissionInformation(Command):
    """The participant answered what was asked; the check runs again."""

    type: Literal["ProvidePermissionInformation"] = "ProvidePermissionInformation"
    who: ClassVar[frozenset[Role]] = PARTICIPANT


class DecidePermission(Command):
    """The named human clears or refuses, with grounds."""

    type: Literal["DecidePermission"] = "DecidePermission"
    who: ClassVar[frozenset[Role]] = OFFICE
    clear: bool
    grounds: Prose


class NoteResponsible(Command):
    """Others coordinate the engagement, or decide for the company, from now on."""

    type: Literal["NoteResponsible"] = "NoteResponsible"
    who: ClassVar[frozenset[Role]] = SYSTEM
    coordinator: Identifier
    company_contacts: tuple[Identifier, ...] = Field(min_length=1)


class NoteExecutionStarted(Command):
    """The engagement's work began."""

    type: Literal["NoteExecutionStarted"] = "NoteExecutionStarted"
    who: ClassVar[frozenset[Role]] = SYSTEM


class SubmitCheckIn(Command):
    """A report of one week: hours, how it went, how the main job fared."""

    type: Literal["SubmitCheckIn"] = "SubmitCheckIn"
    who: ClassVar[frozenset[Role]] = PARTICIPANT
    week_of: date
    hours: Hours
    main_job: MainJob
    text: Prose


class AnswerCheckIn(Command):
    """A warm answer to a report."""

    type: Literal["AnswerCheckIn"] = "AnswerCheckIn"
    who: ClassVar[frozenset[Role]] = OFFICE | {Role.COMPANION}
    number: int
    text: Prose


class EndEarly(Command):
    """One participation ends before its contract does, with a reason and on a day that is far enough away.

    `wished_by` says whose wish it is; `together` is for what everybody agreed on, and needs no notice.
    """

    type: Literal["EndEarly"] = "EndEarly"
    who: ClassVar[frozenset[Role]] = OFFICE | {Role.PARTICIPANT, Role.COMPANY}
    wished_by: WishedBy
    last_day: date
    reason: Prose


class WithdrawEarlyEnd(Command):
    """The announced early end is taken back before its day is over, by the side that wished it; the work goes on."""

    type: Literal["WithdrawEarlyEnd"] = "WithdrawEarlyEnd"
    who: ClassVar[frozenset[Role]] = OFFICE | {Role.PARTICIPANT, Role.COMPANY}


class NoteEngagementClosed(Command):
    """The retrospective is over; follow-ups come at these moments. `gained` is what the participant gained."""

    type: Literal["NoteEngagementClosed"] = "NoteEngagementClosed"
    who: ClassVar[frozenset[Role]] = SYSTEM
    follow_ups: tuple[AwareDatetime, ...]
    gained: tuple[Identifier, ...] = ()


class NoteCompanion(Command):
    """Somebody else answers the reports from now on."""

    type: Literal["NoteCompanion"] = "NoteCompanion"
    who: ClassVar[frozenset[Role]] = SYSTEM
    companion: Identifier


class NoteEngagementCancelled(Command):
    """The engagement does not take place; the engagement tells the applicant why."""

    type: Literal["NoteEngagementCancelled"] = "NoteEngagementCancelled"
    who: ClassVar[frozenset[Role]] = SYSTEM


class AnswerFollowUp(Command):
    """How the participant fares, so many months after the end."""

    type: Literal["AnswerFollowUp"] = "AnswerFollowUp"
    who: ClassVar[frozenset[Role]] = PARTICIPANT
    ordinal: int
    text: Prose


class EndParticipation(Command):
    """The last follow-up stays unanswered and a coordinator closes the book, with a reason."""

    type: Literal["EndParticipation"] = "EndParticipation"
    who: ClassVar[frozenset[Role]] = OFFICE
    reason: Line


ParticipationCommand = Annotated[
    Apply
    | ArrangeInterview
    | RecordInterview
    | InterviewCommand
    | RecordSelection
    | NoteWaiting
    | OfferSeat
    | AcceptSeat
    | DeclineSeat
    | NoteRecruitingClosed
    | DeclineApplicant
    | AgreeToPool
    | LeavePool
    | Withdraw
    | RecordEmployerConsent
    | RecordEmployerRefusal
    | WithdrawEmployerConsent
    | OfferContract
    | AmendContract
    | RecordContractRendered
    | SignContract
    | RecordPermissionCheck
    | ProvidePermissionInformation
    | DecidePermission
    | NoteResponsible
    | NoteExecutionStarted
    | SubmitCheckIn
    | AnswerCheckIn
    | EndEarly
    | WithdrawEarlyEnd
    | NoteEngagementClosed
    | NoteCompanion
    | NoteEngagementCancelled
    | AnswerFollowUp
    | EndParticipation
    | PlacesCommand
    | ModuleCommand
    | ProgrammeCommand
    | AnswerSurvey
    | PoolCommand
    | WatchingCommand
    | MeetDeadline,
    Field(discriminator="type"),
]
