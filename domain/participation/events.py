"""What happened on one person's way through one engagement."""

from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import AwareDatetime, Field

from domain.participation.commands import MainJob, WishedBy
from domain.participation.interviews.events import InterviewEvent
from domain.participation.modules.events import ModuleEvent
from domain.participation.places.events import PlacesEvent
from domain.participation.pool.events import PoolEvent
from domain.participation.programme.events import ProgrammeEvent
from domain.participation.watching.events import WatchingEvent
from domain.playbooks.schema import EVERY_GATE, Gate, PlaybookReference
from domain.shared.deadlines import Escalated, Reminded
from domain.shared.following_up import FollowUpAnswered, FollowUpSent
from domain.shared.models import Event, FrozenModel
from domain.shared.surveys import SurveyEvent
from domain.shared.values import Hours, Identifier, PersonalText, Sha256, Yen
from domain.shared.waiting import Owner, Schedule
from domain.shared.watching import Watch


class Applied(Event):
    """Somebody applied; what has to be known of engagement and person at that time is kept."""

    type: Literal["Applied"] = "Applied"
    participation: Identifier
    engagement: Identifier
    service: Identifier
    person: Identifier
    playbook: PlaybookReference
    title: str
    host: str
    coordinator: Identifier
    companion: Identifier | None
    company_contacts: tuple[Identifier, ...]
    employed: bool
    employer_contact: Identifier | None
    time_zone: str
    motivation: PersonalText
    schedule: Schedule
    gates: tuple[Gate, ...] = EVERY_GATE
    employer_heard: bool = False


class InterviewArranged(Event):
    """A conversation was arranged; `time_zone` is the one in which it was."""

    type: Literal["InterviewArranged"] = "InterviewArranged"
    at: AwareDatetime
    time_zone: str
    place: str


class Interviewed(Event):
    """A conversation took place."""

    type: Literal["Interviewed"] = "Interviewed"
    held_on: date
    note: PersonalText


class Selected(Event):
    """A seat. `consent` schedules the wait for the employer's consent, where there is an employer."""

    type: Literal["Selected"] = "Selected"
    consent: Schedule | None
    owner: Owner | None


class WaitingBegan(Event):
    """They wait for a seat; `place` was theirs on the list at that time, the first being one."""

    type: Literal["WaitingBegan"] = "WaitingBegan"
    place: int


class SeatOffered(Event):
    """A free seat is kept for them until the schedule's end."""

    type: Literal["SeatOffered"] = "SeatOffered"
    schedule: Schedule
    owner: Owner


class SeatAccepted(Event):
    """They took the seat."""

    type: Literal["SeatAccepted"] = "SeatAccepted"


class SeatDeclined(Event):
    """They let the seat go to the next."""

    type: Literal["SeatDeclined"] = "SeatDeclined"
    reason: PersonalText | None


class SeatOfferLapsed(Event):
    """Nobody answered in time, so the seat is kept no longer. That is no decision of theirs."""

    type: Literal["SeatOfferLapsed"] = "SeatOfferLapsed"


class WaitingEnded(Event):
    """The engagement takes nobody else."""

    type: Literal["WaitingEnded"] = "WaitingEnded"


class Declined(Event):
    """No seat."""

    type: Literal["Declined"] = "Declined"
    reason: PersonalText


class PoolJoined(Event):
    """They want to hear of other engagements."""

    type: Literal["PoolJoined"] = "PoolJoined"


class PoolLeft(Event):
    """They want to hear of other engagements no more."""

    type: Literal["PoolLeft"] = "PoolLeft"


class Withdrawn(Event):
    """They stepped back."""

    type: Literal["Withdrawn"] = "Withdrawn"
    reason: PersonalText


class EmployerConsented(Event):
    """The employer agreed, up to so many hours a week."""

    type: Literal["EmployerConsented"] = "EmployerConsented"
    weekly_hours_cap: Hours
    conditions: PersonalText | None


class EmployerRefused(Event):
    """The employer did not agree."""

    type: Literal["EmployerRefused"] = "EmployerRefused"
    reason: PersonalText


class EmployerConsentWithdrawn(Event):
    """The employer took its consent back. `pauses` tells that everything else was settled, so that work pauses."""

    type: Literal["EmployerConsentWithdrawn"] = "EmployerConsentWithdrawn"
    reason: PersonalText
    pauses: bool
    schedule: Schedule
    owner: Owner


class WorkResumed(Event):
    """The employer agrees again and the terms keep to it; the pause is over."""

    type: Literal["WorkResumed"] = "WorkResumed"


class Terms(FrozenModel):
    """What a contract says; fee in yen, hours a week."""

    work: PersonalText
    fee: Yen
    weekly_hours: Hours
    starts_on: date
    ends_on: date
    place: str


class ContractOffered(Event):
    """Terms were offered; a round of writing and signing began."""

    type: Literal["ContractOffered"] = "ContractOffered"
    round: int
    terms: Terms


class ContractRendered(Event):
    """The document exists; both sides were asked to sign it."""

    type: Literal["ContractRendered"] = "ContractRendered"
    round: int
    document: Sha256
    schedule: Schedule


class ContractSigned(Event):
    """One side signed."""

    type: Literal["ContractSigned"] = "ContractSigned"
    side: Literal["participant", "company"]
    document: Sha256
    by: Identifier


class ContractConcluded(Event):
    """Both sides signed."""

    type: Literal["ContractConcluded"] = "ContractConcluded"
    document: Sha256


class PermissionCheckStarted(Event):
    """Somebody has to find out whether this work is permitted where the participant lives."""

    type: Literal["PermissionCheckStarted"] = "PermissionCheckStarted"
    attempt: int
    schedule: Schedule
    owner: Owner


class PermissionInformationRequested(Event):
    """Something is missing that only the participant can tell."""

    type: Literal["PermissionInformationRequested"] = "PermissionInformationRequested"
    attempt: int
    what: str
    owner: Owner


class PermissionReviewRequested(Event):
    """Nobody knows by rule; a named human has to look."""

    type: Literal["PermissionReviewRequested"] = "PermissionReviewRequested"
    attempt: int
    why: str
    owner: Owner


class WorkPermissionCleared(Event):
    """The work is permitted; by rule, or by the named human."""

    type: Literal["WorkPermissionCleared"] = "WorkPermissionCleared"
    grounds: PersonalText
    by: Identifier


class WorkPermissionRefused(Event):
    """The work is not permitted; the way ends here."""

    type: Literal["WorkPermissionRefused"] = "WorkPermissionRefused"
    grounds: PersonalText
    by: Identifier


class BecameReady(Event):
    """Every gate is passed."""

    type: Literal["BecameReady"] = "BecameReady"


class ResponsibleChanged(Event):
    """Others coordinate, or decide for the company; open waits of theirs are in new hands.

    `newcomers` were not responsible before; `schedules` are those, by key, of the waits that they find open.
    """

    type: Literal["ResponsibleChanged"] = "ResponsibleChanged"
    coordinator: Identifier
    company_contacts: tuple[Identifier, ...]
    newcomers: tuple[Identifier, ...] = ()
    schedules: dict[str, Schedule] = Field(default_factory=dict)


class WorkStarted(Event):
    """The kick-off took place; `watch` is what the radar goes by from now on (None: it looks after nobody)."""

    schema_version: ClassVar[int] = 2
    type: Literal["WorkStarted"] = "WorkStarted"
    watch: Watch | None = None


class CheckInSubmitted(Event):
    """A report of one week; `cap` is how many hours were agreed to at that time."""

    type: Literal["CheckInSubmitted"] = "CheckInSubmitted"
    number: int
    week_of: date
    hours: Hours
    main_job: MainJob
    text: PersonalText
    cap: Hours
    schedule: Schedule
    owner: Owner


class HoursCapExceeded(Event):
    """More hours were worked in a week than the employer agreed to; the coordinator is told."""

    type: Literal["HoursCapExceeded"] = "HoursCapExceeded"
    number: int
    hours: Hours
    cap: Hours


class CheckInAnswered(Event):
    """A report was answered."""

    type: Literal["CheckInAnswered"] = "CheckInAnswered"
    number: int
    by: Identifier
    text: PersonalText


class EarlyEndAnnounced(Event):
    """This participation ends with a day that lies before its contract's end; `due` is when that day is over."""

    type: Literal["EarlyEndAnnounced"] = "EarlyEndAnnounced"
    wished_by: WishedBy
    last_day: date
    reason: PersonalText
    due: AwareDatetime


class EarlyEndWithdrawn(Event):
    """The announced early end is taken back: the work goes on until the contract ends."""

    type: Literal["EarlyEndWithdrawn"] = "EarlyEndWithdrawn"
    by: Identifier
    last_day: date


class LeftEarly(Event):
    """The announced last day is over."""

    type: Literal["LeftEarly"] = "LeftEarly"
    last_day: date


class WorkEnded(Event):
    """The work is over; follow-ups come at these moments. `gained` is what the participant told to have gained."""

    type: Literal["WorkEnded"] = "WorkEnded"
    follow_ups: tuple[AwareDatetime, ...]
    gained: tuple[Identifier, ...] = ()


class ParticipationEnded(Event):
    """The last follow-up is done."""

    type: Literal["ParticipationEnded"] = "ParticipationEnded"
    reason: str | None = None


class CompanionNoted(Event):
    """Somebody else answers the reports; those that wait are theirs."""

    type: Literal["CompanionNoted"] = "CompanionNoted"
    companion: Identifier


class ParticipationCalledOff(Event):
    """The engagement does not take place."""

    type: Literal["ParticipationCalledOff"] = "ParticipationCalledOff"


ParticipationEvent = Annotated[
    Applied | InterviewArranged | Interviewed | Selected | WaitingBegan | SeatOffered | SeatAccepted
    | SeatDeclined | SeatOfferLapsed | WaitingEnded | Declined | PoolJoined | PoolLeft | Withdrawn
    | EmployerConsented | EmployerRefused | EmployerConsentWithdrawn | WorkResumed | ContractOffered
    | ContractRendered | ContractSigned | ContractConcluded | PermissionCheckStarted
    | PermissionInformationRequested | PermissionReviewRequested | WorkPermissionCleared
    | WorkPermissionRefused | BecameReady | ResponsibleChanged | WorkStarted | CheckInSubmitted
    | HoursCapExceeded | CheckInAnswered | EarlyEndAnnounced | EarlyEndWithdrawn | LeftEarly | WorkEnded
    | CompanionNoted | ParticipationCalledOff | FollowUpSent | FollowUpAnswered | ParticipationEnded
    | PlacesEvent
    | ModuleEvent
    | ProgrammeEvent | SurveyEvent | PoolEvent | InterviewEvent | WatchingEvent
    | Reminded | Escalated,
    Field(discriminator="type"),
]  # fmt: skip
