"""The state of a participation and how events change it."""

from datetime import datetime
from decimal import Decimal
from typing import Literal, assert_never

from pydantic import AwareDatetime, Field

from domain.participation import events as happened
from domain.participation.contract_rounds import contract_changes
from domain.participation.events import Applied, ParticipationEvent
from domain.participation.interviews.events import InterviewEvent
from domain.participation.interviews.state import interview_changes
from domain.participation.modules.events import ModuleEvent
from domain.participation.modules.state import Preparation, preparation_changes
from domain.participation.parts import CheckIn, Contract, Interview, Leaving
from domain.participation.places.events import PlacesEvent
from domain.participation.places.state import Places, places_changes, settled_places
from domain.participation.pool.events import PoolEvent, SuccessorAwaits
from domain.participation.programme.events import ProgrammeEvent
from domain.participation.programme.state import Programme, programme_changes
from domain.participation.watching.events import WatchingEvent
from domain.participation.watching.folding import after_signs, watching_changes
from domain.participation.watching.state import ParticipantRadar
from domain.playbooks.schema import EVERY_GATE, Gate, PlaybookReference
from domain.shared.actors import Role
from domain.shared.deadlines import Escalated, Reminded, step_after
from domain.shared.decider import StreamState, begun
from domain.shared.following_up import FollowUpAnswered, FollowUpSent, follow_up_changes
from domain.shared.surveys import Survey, SurveyEvent, survey_changes
from domain.shared.values import PersonalText
from domain.shared.waiting import Owner, Process, Wait, advanced, closed, handed_over, opened, processes_of, without

Stage = Literal["apply", "prepare", "work", "stay_connected", "ended"]
Seat = Literal["none", "waiting", "offered", "accepted", "given"]
"""How far somebody is on the way to a seat."""

Permission = Literal["not_started", "checking", "information_needed", "human_review", "clear", "refused"]


class Participation(StreamState):
    """One person's way from application to the last follow-up."""

    engagement: str
    service: str
    person: str
    playbook: PlaybookReference
    title: str
    host: str
    coordinator: str
    companion: str | None
    company_contacts: tuple[str, ...]
    employed: bool
    employer_contact: str | None
    time_zone: str
    motivation: PersonalText
    started_at: AwareDatetime
    gates: tuple[Gate, ...] = EVERY_GATE
    employer_heard: bool = False
    stage: Stage = "apply"
    interview: Interview | None = None
    seat: Seat = "none"
    outcome: str | None = None
    outcome_reason: PersonalText | None = None
    in_pool: bool = False
    consented: bool = False
    weekly_hours_cap: Decimal | None = None
    consent_conditions: PersonalText | None = None
    consent_withdrawals: int = 0
    paused_since: AwareDatetime | None = None
    contract: Contract | None = None
    amendment: Contract | None = None
    permission: Permission = "not_started"
    permission_attempt: int = 0
    permission_reviewer: str | None = None
    permission_note: str | None = None
    ready: bool = False
    check_ins: dict[str, CheckIn] = Field(default_factory=dict)
    leaving: Leaving | None = None
    left_early: bool = False
    gained: tuple[str, ...] = ()
    follow_ups: tuple[AwareDatetime, ...] = ()
    follow_ups_sent: int = 0
    follow_ups_answered: tuple[int, ...] = ()
    places: Places = Places()
    preparation: Preparation = Field(default_factory=Preparation)
    programme: Programme = Programme()
    surveys: dict[str, Survey] = Field(default_factory=dict)
    successors: tuple[str, ...] = ()
    invited_to: tuple[str, ...] = ()
    radar: ParticipantRadar = ParticipantRadar()

    @property
    def consent_settled(self) -> bool:
        """Whether the employer agreed, or need not be asked."""
        return self.consented or not self.employed or "employer_consent" not in self.gates

    @property
    def asked_employer(self) -> str | None:
        """Who speaks for the employer; None where it is asked for neither consent nor voice, and so told nothing."""
        return self.employer_contact if "employer_consent" in self.gates or self.employer_heard else None

    @property
    def permission_settled(self) -> bool:
        """Whether the work is permitted, or nobody has to ask."""
        return self.permission == "clear" or "work_permission" not in self.gates

    @property
    def draft(self) -> Contract | None:
        """The latest round of terms: an amendment that is not concluded yet, else the contract itself."""
        return self.amendment or self.contract

    @property
    def shown_document(self) -> str | None:
        """The hash of the document that is to be read: the one to sign, else that in force."""
        rounds = [one for one in (self.amendment, self.contract) if one is not None and one.document]
        return rounds[0].document if rounds else None


def evolve(state: Participation | None, event: ParticipationEvent, at: datetime) -> Participation:
    """The state after one more event, which occurred at `at`."""
    if isinstance(event, Applied):
        return _applied(event, at)
    participation = begun(state)
    changes = _changes(participation, event, at)
    settled: Participation = settled_places(participation.model_copy(update=changes), event)
    return settled.model_copy(update={"radar": after_signs(participation, settled, event, at)})


def _changes(state: Participation, event: ParticipationEvent, at: datetime) -> dict[str, object]:
    if isinstance(event, PlacesEvent):
        return places_changes(state, event, at)
    if isinstance(event, ModuleEvent):
        return preparation_changes(state.preparation, event)
    if isinstance(event, ProgrammeEvent):
        return programme_changes(state.programme, state.waits, event, at)
    if isinstance(event, SurveyEvent):
        return survey_changes(state, event)
    if isinstance(event, InterviewEvent | happened.InterviewArranged | happened.Interviewed):
        return interview_changes(state.interview, state.waits, event)
    if isinstance(event, PoolEvent):
        field = "successors" if isinstance(event, SuccessorAwaits) else "invited_to"
        return {field: (*getattr(state, field), event.service)}
    if isinstance(event, WatchingEvent):
        return watching_changes(state, event)
    match event:
        case happened.Applied() | happened.HoursCapExceeded():
            return {}
        case happened.Selected():
            return _selected(state, event)
        case happened.Declined() | happened.Withdrawn() | happened.EmployerRefused():
            over = {"stage": "ended", "seat": "none", "waits": {}}
            return {**over, "outcome": event.type, "outcome_reason": event.reason}
        case (
            happened.WaitingBegan()
            | happened.SeatOffered()
            | happened.SeatAccepted()
            | happened.SeatDeclined()
            | happened.SeatOfferLapsed()
            | happened.WaitingEnded()
        ):
            return _waiting_changes(state, event)
        case happened.CompanionNoted():
            owner = Owner(role=Role.COMPANION, persons=(event.companion,))
            reports = {key: wait for key, wait in state.waits.items() if wait.kind == "check_in_answer"}
            taken_over = {key: wait.model_copy(update={"owner": owner}) for key, wait in reports.items()}
            return {"companion": event.companion, "waits": {**state.waits, **taken_over}}
        case happened.ParticipationCalledOff():
            return {"stage": "ended", "seat": "none", "outcome": event.type, "waits": {}}
        case happened.PoolJoined():
            return {"in_pool": True}
        case happened.PoolLeft():
            return {"in_pool": False}
        case happened.EmployerConsented() | happened.EmployerConsentWithdrawn() | happened.WorkResumed():
            return _consent_changes(state, event, at)
        case (
            happened.ContractOffered()
            | happened.ContractRendered()
            | happened.ContractSigned()
            | happened.ContractConcluded()
        ):
            return contract_changes(state, event)
        case (
            happened.PermissionCheckStarted()
            | happened.PermissionInformationRequested()
            | happened.PermissionReviewRequested()
            | happened.WorkPermissionCleared()
            | happened.WorkPermissionRefused()
        ):
            return _permission_changes(state, event)
        case happened.BecameReady():
            return {"ready": True}
        case happened.ResponsibleChanged():
            return _in_new_hands(state, event)
        case happened.WorkStarted():
            return {"stage": "work", "radar": state.radar.model_copy(update={"watch": event.watch})}
        case happened.CheckInSubmitted() | happened.CheckInAnswered():
            return _check_in_changes(state, event)
        case happened.EarlyEndAnnounced() | happened.EarlyEndWithdrawn() | happened.LeftEarly() | happened.WorkEnded():
            return _end_changes(state, event)
        case FollowUpSent() | FollowUpAnswered():
            return follow_up_changes(state, event)
        case happened.ParticipationEnded():
            return {"stage": "ended", "outcome": "LeftEarly" if state.left_early else "Completed", "waits": {}}
        case Reminded() | Escalated():
            return {"waits": advanced(state.waits, f"{event.kind}:{event.subject}", step_after(event))}
        case _:
            assert_never(event)


def _applied(event: Applied, at: datetime) -> Participation:
    owner = Owner(role=Role.COORDINATOR, persons=(event.coordinator,))
    answer = Wait(kind="application_answer", subject=event.participation, owner=owner, schedule=event.schedule)
    values = event.model_dump(exclude={"type", "participation", "schedule"})
    return Participation(id=event.participation, started_at=at, waits={answer.key: answer}, **values)


def _in_new_hands(state: Participation, event: happened.ResponsibleChanged) -> dict[str, object]:
    owners = {
        Role.COORDINATOR: Owner(role=Role.COORDINATOR, persons=(event.coordinator,)),
        Role.COMPANY: Owner(role=Role.COMPANY, persons=event.company_contacts),
    }
    waits = {}
    for key, wait in state.waits.items():
        owner = owners.get(wait.owner.role, wait.owner)
        waits[key] = handed_over(wait, owner, event.schedules.get(key))
    reviewer = event.coordinator if state.permission_reviewer else None
    return {
        "coordinator": event.coordinator,
        "company_contacts": event.company_contacts,
        "permission_reviewer": reviewer,
        "waits": waits,
    }


def _selected(state: Participation, event: happened.Selected) -> dict[str, object]:
    waits = without(state.waits, "application_answer", "seat_offer", "interview_record")
    if event.consent is not None and event.owner is not None:
        wait = Wait(kind="employer_consent", subject=state.id, owner=event.owner, schedule=event.consent)
        waits = opened(waits, wait)
    return {"stage": "prepare", "seat": "given", "waits": waits}


def _consent_changes(
    state: Participation,
    event: happened.EmployerConsented | happened.EmployerConsentWithdrawn | happened.WorkResumed,
    at: datetime,
) -> dict[str, object]:
    match event:
        case happened.EmployerConsented():
            waits = without(state.waits, "employer_consent", "consent_renewal")
            cap, conditions = event.weekly_hours_cap, event.conditions
            return {"consented": True, "weekly_hours_cap": cap, "consent_conditions": conditions, "waits": waits}
        case happened.EmployerConsentWithdrawn():
            number = state.consent_withdrawals + 1
            wait = Wait(kind="consent_renewal", subject=str(number), owner=event.owner, schedule=event.schedule)
            none_left = {"consented": False, "weekly_hours_cap": None, "consent_conditions": None}
            paused = (state.paused_since or at) if event.pauses else None
            waits = opened(state.waits, wait)
            return {**none_left, "consent_withdrawals": number, "paused_since": paused, "waits": waits}
        case happened.WorkResumed():
            return {"paused_since": None}
        case _:
            assert_never(event)


def _waiting_changes(
    state: Participation,
    event: happened.WaitingBegan
    | happened.SeatOffered
    | happened.SeatAccepted
    | happened.SeatDeclined
    | happened.SeatOfferLapsed
    | happened.WaitingEnded,
) -> dict[str, object]:
    match event:
        case happened.WaitingBegan():
            return {"seat": "waiting", "waits": closed(state.waits, f"application_answer:{state.id}")}
        case happened.SeatOffered():
            wait = Wait(kind="seat_offer", subject=state.id, owner=event.owner, schedule=event.schedule)
            return {"seat": "offered", "waits": opened(state.waits, wait)}
        case happened.SeatAccepted():
            return {"seat": "accepted", "waits": closed(state.waits, f"seat_offer:{state.id}")}
        case happened.SeatDeclined():
            reason = event.reason
            return {"stage": "ended", "seat": "none", "outcome": event.type, "outcome_reason": reason, "waits": {}}
        case happened.SeatOfferLapsed() | happened.WaitingEnded():
            return {"stage": "ended", "seat": "none", "outcome": event.type, "waits": {}}
        case _:
            assert_never(event)


def _end_changes(
    state: Participation,
    event: happened.EarlyEndAnnounced | happened.EarlyEndWithdrawn | happened.LeftEarly | happened.WorkEnded,
) -> dict[str, object]:
    match event:
        case happened.EarlyEndAnnounced():
            return {"leaving": Leaving.model_validate(event.model_dump(exclude={"type"}))}
        case happened.EarlyEndWithdrawn():
            return {"leaving": None}
        case happened.LeftEarly():
            return {"left_early": True}
        case happened.WorkEnded():
            waits = without(state.waits, "contract_signature", "consent_renewal")
            ended = {"stage": "stay_connected", "amendment": None, "paused_since": None, "waits": waits}
            return {**ended, "follow_ups": event.follow_ups, "gained": event.gained}
        case _:
            assert_never(event)


def _permission_changes(
    state: Participation,
    event: happened.PermissionCheckStarted
    | happened.PermissionInformationRequested
    | happened.PermissionReviewRequested
    | happened.WorkPermissionCleared
    | happened.WorkPermissionRefused,
) -> dict[str, object]:
    key = f"work_permission:{state.permission_attempt}"
    match event:
        case happened.PermissionCheckStarted():
            wait = Wait(
                kind="work_permission",
                subject=str(event.attempt),
                owner=event.owner,
                schedule=event.schedule,
                process=f"work_permission:{event.attempt}",
            )
            waits = opened(closed(state.waits, key), wait)
            return {"permission": "checking", "permission_attempt": event.attempt, "waits": waits}
        case happened.PermissionInformationRequested():
            return {
                "permission": "information_needed",
                "permission_note": event.what,
                **_owned(state, key, event.owner),
            }
        case happened.PermissionReviewRequested():
            return {
                "permission": "human_review",
                "permission_note": event.why,
                "permission_reviewer": event.owner.persons[0],
                **_owned(state, key, event.owner),
            }
        case happened.WorkPermissionCleared():
            return {"permission": "clear", "waits": closed(state.waits, key)}
        case happened.WorkPermissionRefused():
            return {"permission": "refused", "stage": "ended", "outcome": event.type, "waits": {}}
        case _:
            assert_never(event)


def _owned(state: Participation, key: str, owner: Owner) -> dict[str, object]:
    wait = state.waits[key].model_copy(update={"owner": owner})
    return {"waits": {**state.waits, key: wait}}


def _check_in_changes(
    state: Participation, event: happened.CheckInSubmitted | happened.CheckInAnswered
) -> dict[str, object]:
    number = str(event.number)
    if isinstance(event, happened.CheckInAnswered):
        answered = state.check_ins[number].model_copy(update={"answer": event.text})
        check_ins = {**state.check_ins, number: answered}
        return {"check_ins": check_ins, "waits": closed(state.waits, f"check_in_answer:{number}")}
    check_in = CheckIn(
        week_of=event.week_of, hours=event.hours, cap=event.cap, main_job=event.main_job, text=event.text
    )
    wait = Wait(kind="check_in_answer", subject=number, owner=event.owner, schedule=event.schedule)
    return {"check_ins": {**state.check_ins, number: check_in}, "waits": opened(state.waits, wait)}


def processes(state: Participation) -> list[Process]:
    """What runs now: processes of open waits, a contract being written, a permission being checked."""
    found = processes_of(state.waits)
    contract = state.draft
    if contract is not None and contract.document is None and state.stage != "ended":
        process = Process(kind="contract_round", subject=str(contract.round), step="rendering")
        found[process.key] = process
    check = found.get(f"work_permission:{state.permission_attempt}")
    if check is not None and state.permission in ("checking", "information_needed", "human_review"):
        found[check.key] = check.model_copy(update={"step": state.permission})
    return list(found.values())
