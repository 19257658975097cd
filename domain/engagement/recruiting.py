"""From the draft of a posting to the kick-off."""

from domain.engagement import commands as asked
from domain.engagement import waiting_list
from domain.engagement.events import (
    ApplicationClosed,
    ApplicationNoted,
    ExecutionStarted,
    ParticipantLeft,
    ParticipantNotReady,
    ParticipantReady,
    PostingDrafted,
    PostingPublished,
    PostingRevised,
)
from domain.engagement.state import Engagement, evolve
from domain.engagement.team.words import missing_in_words
from domain.legal.payment import LATEST_DAY
from domain.service.finding import open_service
from domain.shared.decider import Context
from domain.shared.models import Event
from domain.shared.refusals import DomainError, refusal
from domain.shared.registered import require_registered


def draft(command: asked.DraftPosting, state: Engagement | None, context: Context) -> list[Event]:
    """A posting is drafted, for a service that exists, by people who are registered."""
    if state is not None:
        raise refusal(
            "engagement-exists",
            wrong=("この番号の案件はすでにあります。", "An engagement with this id exists already."),
            right=("別の番号で下書きしてください。", "Draft it under another id."),
        )
    open_service(command.service, context)
    _check_people(command, context)
    _check_limits(command, context)
    days = command.payment_days or context.rules.payment.days_from_receipt
    values = command.model_dump(exclude={"type", "payment_days"})
    return [PostingDrafted(engagement=context.stream_id, playbook=context.rules.reference, payment_days=days, **values)]


def _check_people(command: asked.DraftPosting, context: Context) -> None:
    require_registered(context, command.coordinator, "coordinator")
    for person in command.company_contacts:
        require_registered(context, person, "company_contacts")
    if command.companion is not None:
        require_registered(context, command.companion, "companion")


def _check_limits(command: asked.DraftPosting, context: Context) -> None:
    rules = context.rules
    if command.seats > rules.seats_at_most:
        raise refusal(
            "too-many-seats",
            wrong=(f"募集人数 {command.seats} は多すぎます。", f"{command.seats} seats are too many."),
            right=(f"{rules.seats_at_most} 人までです。", f"This playbook allows up to {rules.seats_at_most}."),
            field="seats",
        )
    if command.weekly_hours > rules.weekly_cap():
        raise hours_above_cap(command.weekly_hours, rules.weekly_cap(), "weekly_hours")
    if command.payment_days is not None and command.host_uses_employees and command.payment_days > LATEST_DAY:
        raise refusal(
            "payment-too-late",
            wrong=(
                f"支払期日が受領日から {command.payment_days} 日目です。",
                f"Payment on day {command.payment_days} after receipt is too late.",
            ),
            right=(
                f"受領日を1日目として {LATEST_DAY} 日以内にしてください(フリーランス法4条)。",
                f"It is due by day {LATEST_DAY}, the day of receipt being day one (Freelance Act, art. 4).",
            ),
            field="payment_days",
        )


def hours_above_cap(hours: object, cap: object, field: str) -> DomainError:
    """The refusal of more hours a week than were agreed to."""
    return refusal(
        "hours-above-cap",
        wrong=(f"週 {hours} 時間は上限を超えています。", f"{hours} hours a week are more than allowed."),
        right=(f"週 {cap} 時間までにしてください。", f"Plan at most {cap} hours a week."),
        field=field,
    )


def revise(command: asked.RevisePosting, state: Engagement) -> list[Event]:
    """Words may change until the posting is published."""
    if state.published:
        raise refusal(
            "posting-published",
            wrong=("募集はすでに公開されています。", "The posting is published already."),
            right=("公開後は変更できません。", "It can be revised only before that."),
        )
    return [PostingRevised(**command.model_dump(exclude={"type"}))]


def publish(state: Engagement) -> list[Event]:
    """The co-creation check: a posting that only asks for hands is not published."""
    if state.published:
        raise refusal(
            "posting-published",
            wrong=("募集はすでに公開されています。", "The posting is published already."),
            right=("公開は一度だけです。", "A posting is published once."),
        )
    if state.service_ends_on is not None:
        raise refusal(
            "service-ends",
            wrong=(
                f"この案件の窓口は{state.service_ends_on}に終了します。新しい募集は始められません。",
                f"The service of this posting ends with {state.service_ends_on}; nothing new is published there.",
            ),
            right=(
                "CancelEngagement で取りやめるか、別の窓口で下書きしてください。",
                "Call it off with CancelEngagement, or draft it at another service.",
            ),
        )
    missing = _missing_for_co_creation(state)
    if missing:
        raise refusal(
            "only-hands",
            wrong=(
                f"この募集には{'、'.join(ja for _, ja, _ in missing)}がなく、人手だけを求めています。",
                f"This posting only asks for hands: it lacks {', '.join(en for _, _, en in missing)}.",
            ),
            right=(
                "企業と参加者が共有する目標と、参加者が加わる決定と、役割を書いてください。",
                "Write the goal that company and participants share, a decision that they take part in, and the roles.",
            ),
            field=missing[0][0],
        )
    return [PostingPublished()]


def _missing_for_co_creation(state: Engagement) -> list[tuple[str, str, str]]:
    checks = (
        (state.goal, ("goal", "共有する目標", "a shared goal")),
        (state.shared_decision, ("shared_decision", "参加者が加わる決定", "a decision that participants take part in")),
        (state.roles, ("roles", "役割", "roles")),
    )
    return [names for value, names in checks if not value]


def note_application(command: asked.NoteApplication, state: Engagement) -> list[Event]:
    """An application is noted once."""
    if command.participation in state.applications:
        return []
    return [ApplicationNoted(participation=command.participation, person=command.person)]


def note_application_closed(command: asked.NoteApplicationClosed, state: Engagement, context: Context) -> list[Event]:
    """An application ends once; before the kick-off its seat is free again, and offered to whoever waits first."""
    applicant = state.applications.get(command.participation)
    if applicant is None:
        return []
    freed = applicant.selected or command.participation in state.seats_offered
    closed = ApplicationClosed(participation=command.participation, freed_seat=freed)
    return [closed, *waiting_list.offers(evolve(state, closed, context.now))]


def select(command: asked.SelectParticipant, state: Engagement) -> list[Event]:
    """The seats are counted here and nowhere else; those that were offered to the waiting list are taken."""
    applicant = waiting_list.known_applicant(command.participation, state)
    if applicant.selected:
        return []
    # After the kick-off nobody would pass the gates any more, and a filled seat must not lead back to preparing.
    if state.stage not in waiting_list.WHILE_RECRUITING:
        raise waiting_list.recruiting_over()
    if any(other.person == applicant.person for other in state.selected.values()):
        raise refusal(
            "person-has-seat",
            wrong=("この人はすでに選ばれています。", "This person has a seat already."),
            right=("重なった応募には見送りを伝えてください。", "Decline the second application."),
            field="participation",
        )
    if command.participation in state.seats_offered:
        raise waiting_list.seat_offered("participation")
    if state.free_seats <= 0:
        raise refusal(
            "seats-taken",
            wrong=(
                f"{state.seats} 人の枠はすべて埋まっているか、ご案内中です。",
                f"All {state.seats} seats are taken or offered.",
            ),
            right=(
                "PutOnWaitingList で待機リストに入れるか、見送りを伝えてください。",
                "Put them on the waiting list with PutOnWaitingList, or decline the applicant.",
            ),
        )
    return waiting_list.seated(command.participation, state)


def note_ready(command: asked.NoteParticipantReady, state: Engagement) -> list[Event]:
    """A selected participant passed the gates."""
    applicant = state.applications.get(command.participation)
    if applicant is None or applicant.ready or not applicant.selected:
        return []
    return [
        ParticipantReady(
            participation=command.participation, person=applicant.person, employer_contact=command.employer_contact
        )
    ]


def note_not_ready(command: asked.NoteParticipantNotReady, state: Engagement) -> list[Event]:
    """Before the kick-off, one gate is open again; after it, the participation itself knows that it pauses."""
    applicant = state.applications.get(command.participation)
    if applicant is None or not applicant.ready or state.stage not in waiting_list.WHILE_RECRUITING:
        return []
    return [ParticipantNotReady(participation=command.participation)]


def note_left(command: asked.NoteParticipantLeft, state: Engagement) -> list[Event]:
    """Somebody's work ended early: they hear no more of deliveries, and keep their voice in the retrospective."""
    applicant = state.applications.get(command.participation)
    if applicant is None or applicant.left or not applicant.selected:
        return []
    return [ParticipantLeft(participation=command.participation)]


def start_execution(state: Engagement, context: Context) -> list[Event]:
    """Everybody who has a seat is ready, and there is something to deliver, or a programme of sessions and packs."""
    if state.stage not in ("recruit", "prepare"):
        raise refusal(
            "execution-started",
            wrong=("すでにキックオフしています。", "Work has begun already."),
            right=("キックオフは一度だけです。", "There is one kick-off."),
        )
    if not state.selected:
        raise refusal(
            "nobody-selected",
            wrong=("まだ誰も選ばれていません。", "Nobody was selected yet."),
            right=(
                "先に SelectParticipant で参加者を選んでください。",
                "Select a participant first, with SelectParticipant.",
            ),
        )
    if state.seats_offered:
        raise waiting_list.seat_offered()
    unready = [key for key, applicant in state.selected.items() if not applicant.ready]
    if unready:
        ja, en = missing_in_words(unready, state)
        raise refusal(
            "participants-not-ready",
            wrong=(f"準備のできていない参加者がいます({ja})。", f"Somebody is not ready yet ({en})."),
            right=(
                "選ばれた全員の確認(勤務先の同意・契約・就労許可など)がそろってから始めてください。",
                "Start when everybody who was selected has passed every gate: consent, contract, work permission ...",
            ),
        )
    if context.rules.premises.mission_first and state.ledger.mission is None:
        raise refusal(
            "mission-missing",
            wrong=("使命がまだ述べられていません。", "No mission was stated yet."),
            right=(
                "前提を RecordPremise で書き、StateMission で使命を述べてから始めてください。",
                "Write down its premises with RecordPremise, and state it with StateMission; then begin.",
            ),
        )
    if not state.milestones and not context.rules.sessions and not context.rules.packs:
        raise refusal(
            "no-milestone",
            wrong=("マイルストーンがありません。", "There is no milestone."),
            right=("先に PlanMilestone で成果を決めてください。", "Agree on a result first, with PlanMilestone."),
        )
    return [ExecutionStarted()]
