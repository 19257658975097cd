"""The state of a participation and how events change it."""

from datetime import date, datetime
from decimal import Decimal
from typing import Literal, assert_never

from pydantic import AwareDatetime, Field

from domain.participation import events as happened
from domain.participation.events import Applied, ParticipationEvent, Terms
from domain.playbooks.schema import PlaybookReference
from domain.shared.actors import Role
from domain.shared.deadlines import Escalated, Reminded, step_after
from domain.shared.decider import StreamState, begun
from domain.shared.models import FrozenModel
from domain.shared.values import Hours, PersonalText
from domain.shared.waiting import Owner, Process, Wait, advanced, closed, handed_over, opened, processes_of

Stage = Literal["apply", "prepare", "work", "stay_connected", "ended"]
Seat = Literal["none", "waiting", "offered", "accepted", "given"]
"""How far somebody is on the way to a seat."""

Permission = Literal["not_started", "checking", "information_needed", "human_review", "clear", "refused"]


class CheckIn(FrozenModel):
    """One weekly report and its answer."""

    week_of: date
    hours: Hours
    main_job: str
    text: PersonalText
    answer: PersonalText | None = None


class Contract(FrozenModel):
    """The current round of terms: its document's hash once written, and who signed."""

    round: int
    terms: Terms
    document: str | None = None
    signed: tuple[str, ...] = ()
    concluded: bool = False


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
    stage: Stage = "apply"
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
    permission: Permission = "not_started"
    permission_attempt: int = 0
    permission_reviewer: str | None = None
    permission_note: str | None = None
    ready: bool = False
    check_ins: dict[str, CheckIn] = Field(default_factory=dict)
    follow_ups: tuple[AwareDatetime, ...] = ()
    follow_ups_sent: int = 0
    follow_ups_answered: tuple[int, ...] = ()

    @property
    def consent_settled(self) -> bool:
        """Whether the employer agreed, or there is none to ask."""
        return self.consented or not self.employed


def evolve(state: Participation | None, event: ParticipationEvent, at: datetime) -> Participation:
    """The state after one more event, which occurred at `at`."""
    if isinstance(event, Applied):
        return _applied(event, at)
    participation = begun(state)
    return participation.model_copy(update=_changes(participation, event, at))


def _changes(state: Participation, event: ParticipationEvent, at: datetime) -> dict[str, object]:
    match event:
        case happened.Applied() | happened.Interviewed() | happened.HoursCapExceeded():
            return {}
        case happened.Selected():
            return _selected(state, event)
        case happened.Declined() | happened.Withdrawn() | happened.EmployerRefused():
            return {"stage": "ended", "outcome": event.type, "outcome_reason": event.reason, "waits": {}}
        case (
            happened.WaitingBegan()
            | happened.SeatOffered()
            | happened.SeatAccepted()
            | happened.SeatDeclined()
            | happened.SeatOfferLapsed()
            | happened.WaitingEnded()
        ):
            return _waiting_changes(state, event)
        case happened.ParticipationCalledOff():
            return {"stage": "ended", "outcome": event.type, "waits": {}}
        case happened.PoolJoined():
            return {"in_pool": True}
        case happened.EmployerConsented() | happened.EmployerConsentWithdrawn() | happened.WorkResumed():
            return _consent_changes(state, event, at)
        case (
            happened.ContractOffered()
            | happened.ContractRendered()
            | happened.ContractSigned()
            | happened.ContractConcluded()
        ):
            return _contract_changes(state, event)
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
            return {"stage": "work"}
        case happened.CheckInSubmitted() | happened.CheckInAnswered():
            return _check_in_changes(state, event)
        case happened.WorkEnded():
            return {"stage": "stay_connected", "follow_ups": event.follow_ups}
        case happened.FollowUpSent() | happened.FollowUpAnswered():
            return _follow_up_changes(state, event)
        case happened.ParticipationEnded():
            return {"stage": "ended", "outcome": "Completed", "waits": {}}
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
        anew = event.schedules.get(key)
        waits[key] = handed_over(wait, owner, anew) if anew else wait.model_copy(update={"owner": owner})
    reviewer = event.coordinator if state.permission_reviewer else None
    return {
        "coordinator": event.coordinator,
        "company_contacts": event.company_contacts,
        "permission_reviewer": reviewer,
        "waits": waits,
    }


def _selected(state: Participation, event: happened.Selected) -> dict[str, object]:
    waits = closed(closed(state.waits, f"application_answer:{state.id}"), f"seat_offer:{state.id}")
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
            waits = {
                key: wait
                for key, wait in state.waits.items()
                if wait.kind not in ("employer_consent", "consent_renewal")
            }
            cap, conditions = event.weekly_hours_cap, event.conditions
            return {"consented": True, "weekly_hours_cap": cap, "consent_conditions": conditions, "waits": waits}
        case happened.EmployerConsentWithdrawn():
            number = state.consent_withdrawals + 1
            wait = Wait(kind="consent_renewal", subject=str(number), owner=event.owner, schedule=event.schedule)
            without = {"consented": False, "weekly_hours_cap": None, "consent_conditions": None}
            paused = (state.paused_since or at) if event.pauses else None
            waits = opened(state.waits, wait)
            return {**without, "consent_withdrawals": number, "paused_since": paused, "waits": waits}
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


def _contract_changes(
    state: Participation,
    event: happened.ContractOffered | happened.ContractRendered | happened.ContractSigned | happened.ContractConcluded,
) -> dict[str, object]:
    if isinstance(event, happened.ContractOffered):
        unsigned = {key: wait for key, wait in state.waits.items() if wait.kind != "contract_signature"}
        return {"contract": Contract(round=event.round, terms=event.terms), "waits": unsigned}
    contract = begun(state.contract)
    match event:
        case happened.ContractRendered():
            return {
                "contract": contract.model_copy(update={"document": event.document}),
                "waits": {**state.waits, **_signature_waits(state, event)},
            }
        case happened.ContractSigned():
            signed = contract.model_copy(update={"signed": (*contract.signed, event.side)})
            waits = closed(state.waits, f"contract_signature:{contract.round}.{event.side}")
            return {"contract": signed, "waits": waits}
        case happened.ContractConcluded():
            return {"contract": contract.model_copy(update={"concluded": True})}
        case _:
            assert_never(event)


def _signature_waits(state: Participation, event: happened.ContractRendered) -> dict[str, Wait]:
    sides = {
        "participant": Owner(role=Role.PARTICIPANT, persons=(state.person,)),
        "company": Owner(role=Role.COMPANY, persons=state.company_contacts),
    }
    waits = (
        Wait(
            kind="contract_signature",
            subject=f"{event.round}.{side}",
            owner=owner,
            schedule=event.schedule,
            process=f"contract_round:{event.round}",
        )
        for side, owner in sides.items()
    )
    return {wait.key: wait for wait in waits}


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
    check_in = CheckIn(week_of=event.week_of, hours=event.hours, main_job=event.main_job, text=event.text)
    wait = Wait(kind="check_in_answer", subject=number, owner=event.owner, schedule=event.schedule)
    return {"check_ins": {**state.check_ins, number: check_in}, "waits": opened(state.waits, wait)}


def _follow_up_changes(
    state: Participation, event: happened.FollowUpSent | happened.FollowUpAnswered
) -> dict[str, object]:
    subject = str(event.ordinal)
    if isinstance(event, happened.FollowUpAnswered):
        answered = (*state.follow_ups_answered, event.ordinal)
        return {"follow_ups_answered": answered, "waits": closed(state.waits, f"follow_up:{subject}")}
    wait = Wait(
        kind="follow_up", subject=subject, owner=event.owner, schedule=event.schedule, process=f"follow_up:{subject}"
    )
    return {"follow_ups_sent": event.ordinal, "waits": opened(state.waits, wait)}


def processes(state: Participation) -> list[Process]:
    """What runs now: processes of open waits, a contract being written, a permission being checked."""
    found = processes_of(state.waits)
    contract = state.contract
    if contract is not None and contract.document is None and state.stage != "ended":
        process = Process(kind="contract_round", subject=str(contract.round), step="rendering")
        found[process.key] = process
    check = found.get(f"work_permission:{state.permission_attempt}")
    if check is not None and state.permission in ("checking", "information_needed", "human_review"):
        found[check.key] = check.model_copy(update={"step": state.permission})
    return list(found.values())
