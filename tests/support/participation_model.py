"""The reference model of participations: what must be true of every history."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from zoneinfo import ZoneInfo

from domain.participation import commands as participation
from domain.participation import events as on_participation
from domain.participation.places import events as of_places
from domain.participation.pool.events import InvitedToSuccessor, SuccessorAwaits
from domain.shared.actors import Role
from domain.shared.models import Event

from support.driving import Step
from support.models import OFFICE, went_a_known_way
from support.rules import RULES

PARTICIPATION_WAYS = {
    "apply": {"apply", "prepare", "ended"},
    "prepare": {"prepare", "work", "ended"},
    "work": {"work", "stay_connected"},
    "stay_connected": {"stay_connected", "ended"},
    "ended": {"ended"},
}


@dataclass
class ParticipationModel:
    """Gates, reports and follow-ups, counted from events alone."""

    employed: bool = True
    seat: str = "none"
    consented: bool = False
    paused: bool = False
    cap: Decimal = field(default_factory=RULES.weekly_cap)
    document: str | None = None
    signed: set[str] = field(default_factory=set)
    offered: Decimal = Decimal(0)
    last_day: date | None = None
    concluded: bool = False
    cleared: bool = False
    tax: bool = True
    ready: bool = False
    weeks: set[tuple[int, int]] = field(default_factory=set)
    ended: bool = False
    sent: int = 0

    def watch(self, step: Step) -> None:
        """One more step."""
        went_a_known_way(step, PARTICIPATION_WAYS)
        for event in step.events:
            if self.ended:
                assert isinstance(
                    event,
                    on_participation.PoolJoined
                    | on_participation.PoolLeft
                    | on_participation.CheckInAnswered
                    | SuccessorAwaits
                    | InvitedToSuccessor,
                )
            self._seat(event, step)
            self._consent(event, step)
            self._contract(event, step)
            self._permission(event, step)
            self._ready(event)
            self._work(event, step)
            self.ended |= step.after.stage == "ended" and event is step.events[-1]

    def _seat(self, event: Event, step: Step) -> None:
        match event:
            case on_participation.SeatOffered():
                assert self.seat == "none", "a seat was offered twice"
                self.seat = "offered"
            case on_participation.SeatAccepted() | on_participation.SeatDeclined():
                assert self.seat == "offered", "answered what was not offered"
                assert step.actor.role in OFFICE | {Role.PARTICIPANT}, "somebody else answered"
                self.seat = "answered"
            case on_participation.SeatOfferLapsed():
                assert self.seat == "offered"
                assert step.now >= step.before.waits[f"seat_offer:{step.before.id}"].schedule.escalate_at
                self.seat = "answered"
            case on_participation.Selected():
                self.seat = "answered"
            case _:
                pass

    def _consent(self, event: Event, step: Step) -> None:
        match event:
            case on_participation.Applied():
                self.employed = event.employed
            case on_participation.EmployerConsented():
                assert isinstance(step.command, participation.RecordEmployerConsent)
                assert step.actor.role in OFFICE | {Role.EMPLOYER}
                assert self.employed
                assert not self.consented
                self.consented = True
                self.cap = min(RULES.weekly_cap(), event.weekly_hours_cap)
            case on_participation.EmployerConsentWithdrawn():
                assert isinstance(step.command, participation.WithdrawEmployerConsent)
                assert step.actor.role in OFFICE | {Role.EMPLOYER}
                assert self.consented
                assert event.pauses == self.ready
                self.consented, self.cap = False, RULES.weekly_cap()
                self.paused |= self.ready
            case on_participation.WorkResumed():
                assert self.paused
                assert self.consented or not self.employed, "work goes on without the employer's consent"
                assert self.cleared, "work goes on without a work permission"
                assert self.tax, "work goes on without a tax treatment"
                assert step.after.contract.terms.weekly_hours <= self.cap, "work goes on above the new cap"
                self.paused = False
            case of_places.PlaceChanged():
                assert event.pauses == self.ready, "who is ready rests in another place until it is clear"
                self.paused |= self.ready
                self.consented &= "employer_consent" not in event.reopened
                self.cap = self.cap if self.consented else RULES.weekly_cap()
                self.cleared &= "work_permission" not in event.reopened
                self.tax &= "tax_treatment" not in event.reopened
            case of_places.PermitExpired():
                self.paused |= event.pauses
                self.cleared = False
            case of_places.TaxTreatmentSettled():
                assert step.actor.role in OFFICE
                self.tax = True
            case _:
                pass

    def _contract(self, event: Event, step: Step) -> None:
        match event:
            case on_participation.ContractOffered():
                assert self.consented or not self.employed, "a contract before the employer's consent"
                amending = isinstance(step.command, participation.AmendContract)
                assert self.concluded == amending, "terms in force are amended, others offered"
                assert 0 < event.terms.weekly_hours <= self.cap, "hours above the cap"
                self.document, self.signed = None, set()
            case on_participation.ContractRendered():
                assert self.document is None
                self.offered = step.after.draft.terms.weekly_hours
                self.document = event.document
            case on_participation.ContractSigned():
                assert event.document == self.document, "signed something else than the last document"
                assert event.side not in self.signed
                assert step.actor.role in OFFICE or step.actor.role.value == event.side
                self.signed.add(event.side)
            case on_participation.ContractConcluded():
                assert self.consented or not self.employed, "concluded before the employer's consent"
                assert self.signed == {"participant", "company"}
                assert self.offered <= self.cap, "concluded above the cap"
                assert step.before.contract == step.after.contract or step.after.amendment is None
                self.concluded = True
            case on_participation.EarlyEndAnnounced():
                assert self.last_day is None, "an end was announced twice"
                self.last_day = event.last_day
            case on_participation.EarlyEndWithdrawn():
                assert event.last_day == self.last_day, "there was no end to take back"
                day = step.now.astimezone(ZoneInfo(step.before.time_zone)).date()
                assert day <= event.last_day, "taken back too late"
                self.last_day = None
            case on_participation.LeftEarly():
                assert event.last_day == self.last_day
                assert step.now.astimezone(ZoneInfo(step.before.time_zone)).date() > event.last_day, "left too soon"
            case _:
                pass

    def _permission(self, event: Event, step: Step) -> None:
        match event:
            case on_participation.WorkPermissionCleared():
                assert not self.cleared
                by_rule = isinstance(step.command, participation.RecordPermissionCheck)
                assert by_rule or (isinstance(step.command, participation.DecidePermission) and step.command.clear)
                assert event.by == ("rule" if by_rule else step.actor.person)
                self.cleared = True
            case on_participation.WorkPermissionRefused():
                assert isinstance(step.command, participation.DecidePermission)
                assert step.actor.role in OFFICE
            case _:
                pass

    def _ready(self, event: Event) -> None:
        match event:
            case on_participation.BecameReady():
                assert self.concluded
                assert self.cleared
                assert self.tax
                assert not self.ready
                self.ready = True
            case on_participation.WorkStarted():
                assert self.ready, "work began before every gate was passed"
            case _:
                pass

    def _work(self, event: Event, step: Step) -> None:
        match event:
            case on_participation.CheckInSubmitted():
                year, week, _ = event.week_of.isocalendar()
                assert (year, week) not in self.weeks, "one week was reported twice"
                self.weeks.add((year, week))
                if self.paused:
                    since = step.before.paused_since.astimezone(ZoneInfo(step.before.time_zone)).date()
                    assert event.week_of <= since, "worked during the pause"
            case on_participation.HoursCapExceeded():
                assert event.hours > event.cap == self.cap
            case on_participation.FollowUpSent():
                assert event.ordinal == self.sent + 1
                self.sent = event.ordinal
            case _:
                pass
