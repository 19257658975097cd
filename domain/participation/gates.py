"""The three gates before work: the employer's consent, the contract, the work permission."""

from domain.participation import commands as asked
from domain.participation.events import (
    ContractConcluded,
    ContractOffered,
    ContractRendered,
    ContractSigned,
    PermissionCheckStarted,
    PermissionInformationRequested,
    PermissionReviewRequested,
    Terms,
    WorkPermissionCleared,
    WorkPermissionRefused,
)
from domain.participation.parts import Contract
from domain.participation.places.events import NotPermittedHere
from domain.participation.standing import hours_cap, with_what_follows
from domain.participation.state import Participation
from domain.shared.actors import Role
from domain.shared.decider import Context
from domain.shared.models import Event
from domain.shared.periods import local_date
from domain.shared.refusals import DomainError, refusal
from domain.shared.values import PersonalText
from domain.shared.waiting import Owner

SEATED = ("prepare", "work")
"""Stages in which the work permission is looked at: before the kick-off, and after somebody has moved."""

LONGEST_TERM_DAYS = 3 * 366
"""A side-job contract longer than three years is taken for a slip of the keyboard."""


def not_preparing() -> DomainError:
    return refusal(
        "not-selected",
        wrong=(
            "この応募は、勤務先の同意や契約などを準備する段階ではありません。",
            "This person has no seat that is being prepared.",
        ),
        right=("選ばれてからキックオフまでに行ってください。", "Do this after the selection and before the kick-off."),
    )


def start_permission_check(state: Participation, context: Context) -> PermissionCheckStarted:
    """The next attempt to find out whether the work is permitted; the coordinator sees to it."""
    return PermissionCheckStarted(
        attempt=state.permission_attempt + 1,
        schedule=context.schedule("work_permission", state.time_zone),
        owner=Owner(role=Role.COORDINATOR, persons=(state.coordinator,)),
    )


def offer_contract(command: asked.OfferContract, state: Participation, context: Context) -> list[Event]:
    """Terms come after the employer's consent, and within its hours."""
    if state.stage != "prepare":
        raise not_preparing()
    if "contract" not in state.gates:
        raise refusal(
            "no-contract-here",
            wrong=("このプレイブックでは契約を結びません。", "This playbook has no contract with participants."),
            right=(
                "契約が要る進め方では、プレイブックの gates に contract を加えてください。",
                "Where one is needed, its playbook names contract among its gates.",
            ),
        )
    _require_consent(state)
    if state.contract is not None and state.contract.concluded:
        raise refusal(
            "contract-concluded",
            wrong=("契約はすでに成立しています。", "The contract is concluded already."),
            right=(
                "条件は AmendContract で変えられます。",
                "Amend it for other terms, with AmendContract.",
            ),
        )
    return [_offered(command, state, context)]


def amend_contract(command: asked.AmendContract, state: Participation, context: Context) -> list[Event]:
    """Other terms for a concluded contract, within the employer's hours; the earlier ones hold until both signed."""
    concluded = state.contract is not None and state.contract.concluded
    if state.stage not in ("prepare", "work") or not concluded:
        raise refusal(
            "nothing-to-amend",
            wrong=("変更できる成立した契約がありません。", "There is no concluded contract that could be amended."),
            right=(
                "契約の成立から活動の終わりまでの間に変更できます。成立前は OfferContract で提示し直してください。",
                "Amend it between both signatures and the end of the work; before, offer it again with OfferContract.",
            ),
        )
    _require_consent(state)
    return [_offered(command, state, context)]


def _offered(command: asked.OfferContract, state: Participation, context: Context) -> ContractOffered:
    _check_terms(command, state, context)
    work = PersonalText(personal="contract", subject=state.person, text=command.work)
    terms = Terms(work=work, **command.model_dump(exclude={"type", "work"}))
    return ContractOffered(round=state.draft.round + 1 if state.draft else 1, terms=terms)


def _require_consent(state: Participation) -> None:
    if not state.consent_settled:
        raise refusal(
            "contract-before-consent",
            wrong=(
                "勤務先の同意がまだないか、取り消されています。",
                "The employer has not agreed yet, or took its consent back.",
            ),
            right=(
                "同意を記録してから契約を進めてください。",
                "Record the employer's consent first, then go on with the contract.",
            ),
        )


def _check_terms(command: asked.OfferContract, state: Participation, context: Context) -> None:
    cap = hours_cap(state, context)
    if command.weekly_hours == 0 or command.weekly_hours > cap:
        raise refusal(
            "hours-above-cap",
            wrong=(
                f"週 {command.weekly_hours} 時間は認められません。",
                f"{command.weekly_hours} hours a week cannot be agreed.",
            ),
            right=(
                f"0 時間より多く、週 {cap} 時間以内で計画してください。",
                f"Plan more than none and at most {cap} hours a week.",
            ),
            field="weekly_hours",
        )
    if command.starts_on < local_date(context.now, state.time_zone):
        raise refusal(
            "date-past",
            wrong=(f"開始日 {command.starts_on} は過ぎています。", f"{command.starts_on} is past."),
            right=("今日以降に始まる契約にしてください。", "Let the contract begin today or later."),
            field="starts_on",
        )
    # Days are subtracted, never added: the calendar ends, and a slip of the keyboard may come close to its end.
    if not 0 <= (command.ends_on - command.starts_on).days <= LONGEST_TERM_DAYS:
        raise refusal(
            "term-impossible",
            wrong=(f"終了日 {command.ends_on} はありえません。", f"A contract cannot end on {command.ends_on}."),
            right=("開始日から3年以内の日付にしてください。", "Choose a day from its start up to three years later."),
            field="ends_on",
        )


def record_rendered(command: asked.RecordContractRendered, state: Participation, context: Context) -> list[Event]:
    """The document of the current round; that of an older one is of no use any more."""
    contract = state.draft
    if not _in_signing(state) or contract is None or command.round != contract.round or contract.document:
        return []
    waiting = context.schedule("contract_signature", state.time_zone)
    return [ContractRendered(round=command.round, document=command.document, schedule=waiting)]


def sign(command: asked.SignContract, state: Participation, context: Context) -> list[Event]:
    """Each side signs the document that it was shown; the second signature concludes."""
    contract = _signable(command, state, context)
    _speaks_for(command.side, state, context)
    if command.side in contract.signed:
        return []
    signed = ContractSigned(side=command.side, document=command.document, by=context.actor.person)
    if len(contract.signed) == 0:
        return [signed]
    return with_what_follows(state, [signed, ContractConcluded(document=command.document)], context)


def _in_signing(state: Participation) -> bool:
    """Whether terms may be written down and signed: the contract before the kick-off, an amendment also after it."""
    return state.stage == "prepare" or (state.stage == "work" and state.amendment is not None)


def _signable(command: asked.SignContract, state: Participation, context: Context) -> Contract:
    contract = state.draft
    if not _in_signing(state) or contract is None or contract.document is None:
        raise refusal(
            "nothing-to-sign",
            wrong=("署名できる契約書がありません。", "There is no document to sign."),
            right=("契約の提示と書面の作成を待ってください。", "Wait until terms are offered and written down."),
        )
    _require_consent(state)
    if command.document != contract.document:
        raise refusal(
            "other-document",
            wrong=("署名しようとした書面は最新のものではありません。", "This is not the document that was last shown."),
            right=("最新の書面を読み直してください。", "Read the latest document and sign that."),
            field="document",
        )
    cap = hours_cap(state, context)
    if not contract.concluded and contract.terms.weekly_hours > cap:
        raise refusal(
            "terms-above-consent",
            wrong=(
                f"勤務先の同意は、いまは週 {cap} 時間までです。",
                f"The employer now agrees to no more than {cap} hours a week.",
            ),
            right=(f"週 {cap} 時間以内の条件を提示し直してください。", f"Offer terms of at most {cap} hours a week."),
        )
    return contract


def _speaks_for(side: str, state: Participation, context: Context) -> None:
    sides = {Role.PARTICIPANT: "participant", Role.COMPANY: "company"}
    if sides.get(context.actor.role, side) != side:
        raise refusal(
            "other-side",
            wrong=("相手方の署名はできません。", "One side cannot sign for the other."),
            right=("自分の側として署名してください。", "Sign for your own side."),
            field="side",
        )


def record_permission_check(
    command: asked.RecordPermissionCheck, state: Participation, context: Context
) -> list[Event]:
    """What the check found: clear, something to ask the participant, or something for a named human."""
    if state.stage not in SEATED or state.permission != "checking" or command.attempt != state.permission_attempt:
        return []
    if command.outcome == "clear":
        return _cleared(state, command.grounds, "rule", context)
    if command.outcome == "information_needed":
        owner = Owner(role=Role.PARTICIPANT, persons=(state.person,))
        return [PermissionInformationRequested(attempt=command.attempt, what=command.grounds, owner=owner)]
    owner = Owner(role=Role.COORDINATOR, persons=(state.coordinator,))
    return [PermissionReviewRequested(attempt=command.attempt, why=command.grounds, owner=owner)]


def _cleared(state: Participation, grounds: str, by: str, context: Context) -> list[Event]:
    text = PersonalText(personal="contract", subject=state.person, text=grounds)
    return with_what_follows(state, [WorkPermissionCleared(grounds=text, by=by)], context)


def provide_permission_information(state: Participation, context: Context) -> list[Event]:
    """What was missing is recorded with the person; the check runs again."""
    if state.stage not in SEATED or state.permission != "information_needed":
        raise refusal(
            "nothing-asked",
            wrong=("いま求められている情報はありません。", "No information is asked for at the moment."),
            right=("`banso inbox` で待っているものを確かめてください。", "See what is waited for with `banso inbox`."),
        )
    return [start_permission_check(state, context)]


def decide_permission(command: asked.DecidePermission, state: Participation, context: Context) -> list[Event]:
    """A human decides where no rule does; also while information is still being waited for."""
    if state.stage not in SEATED or state.permission not in ("human_review", "information_needed"):
        raise refusal(
            "no-review",
            wrong=("判断を待っている就労確認はありません。", "No work-permission check waits for a decision."),
            right=("確認が担当者に回ってから判断してください。", "Decide when a check was handed to you."),
        )
    if command.clear:
        return _cleared(state, command.grounds, context.actor.person, context)
    grounds = PersonalText(personal="contract", subject=state.person, text=command.grounds)
    if state.stage == "work":
        # Somebody who works already and has moved is not sent away: they rest, and it is looked at again.
        return [NotPermittedHere(grounds=grounds, by=context.actor.person)]
    return [WorkPermissionRefused(grounds=grounds, by=context.actor.person)]
