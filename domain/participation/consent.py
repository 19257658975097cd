"""The employer's consent: given with a cap and conditions, refused, taken back, given anew."""

from domain.participation import commands as asked
from domain.participation.events import EmployerConsented, EmployerConsentWithdrawn, EmployerRefused, ParticipationEvent
from domain.participation.gates import not_preparing, start_permission_check
from domain.participation.places.deciding import ask_tax
from domain.participation.standing import with_what_follows
from domain.participation.state import Participation
from domain.shared.actors import Role
from domain.shared.decider import Context
from domain.shared.models import Event
from domain.shared.refusals import DomainError, refusal
from domain.shared.values import narrative
from domain.shared.waiting import Owner


def _consent_settled() -> DomainError:
    return refusal(
        "consent-settled",
        wrong=("同意はすでに記録されているか、必要ありません。", "Consent is recorded already, or needs no asking."),
        right=(
            "そのまま契約に進めます。同意は WithdrawEmployerConsent で取り消せます。",
            "Go on with the contract. Consent can be taken back with WithdrawEmployerConsent.",
        ),
    )


def consent(command: asked.RecordEmployerConsent, state: Participation, context: Context) -> list[Event]:
    """The employer agrees; what they allow bounds every plan. After a withdrawal, work goes on within the new cap."""
    if state.stage not in ("prepare", "work"):
        raise not_preparing()
    if state.consent_settled:
        raise _consent_settled() if state.stage == "prepare" else not_preparing()
    if command.weekly_hours_cap == 0:
        raise refusal(
            "consent-empty",
            wrong=("週0時間の同意は同意になりません。", "Consent to zero hours a week is no consent."),
            right=("時間を書くか、不同意を記録してください。", "Give the hours, or record a refusal."),
            field="weekly_hours_cap",
        )
    conditions = narrative(state.person, command.conditions) if command.conditions else None
    events: list[ParticipationEvent] = [
        EmployerConsented(weekly_hours_cap=command.weekly_hours_cap, conditions=conditions)
    ]
    if state.permission == "not_started" and "work_permission" in state.gates:
        events.append(start_permission_check(state, context))
    events += ask_tax(state, context) if state.places.tax == "not_asked" else []
    return with_what_follows(state, events, context)


def refuse_consent(command: asked.RecordEmployerRefusal, state: Participation) -> list[Event]:
    """Without the employer's consent there is no side job; the seat is free again."""
    if state.stage != "prepare":
        raise not_preparing()
    if state.consent_settled:
        raise _consent_settled()
    return [EmployerRefused(reason=narrative(state.person, command.reason))]


def withdraw_consent(command: asked.WithdrawEmployerConsent, state: Participation, context: Context) -> list[Event]:
    """The employer takes its consent back; the coordinator sees to it that it is given anew, or that the way ends."""
    if state.stage not in ("prepare", "work") or not state.consented:
        raise refusal(
            "consent-not-given",
            wrong=("取り消せる勤務先の同意がありません。", "There is no employer's consent to take back."),
            right=(
                "同意の記録から活動の終わりまでの間に取り消せます。",
                "Consent can be taken back from the day it was given until the work is over.",
            ),
        )
    return [
        EmployerConsentWithdrawn(
            reason=narrative(state.person, command.reason),
            pauses=state.ready,
            schedule=context.schedule("consent_renewal", state.time_zone),
            owner=Owner(role=Role.COORDINATOR, persons=(state.coordinator,)),
        )
    ]
