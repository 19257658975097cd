"""The end of the work: with the engagement, or early, with a reason and notice."""

from datetime import date

from domain.legal.early_end import notice_days
from domain.participation import commands as asked
from domain.participation.events import EarlyEndAnnounced, EarlyEndWithdrawn, LeftEarly, WorkEnded
from domain.participation.state import Participation
from domain.shared.actors import Role
from domain.shared.decider import Context
from domain.shared.models import Event
from domain.shared.periods import after, days_after, local_date, morning_of
from domain.shared.refusals import refusal
from domain.shared.values import narrative

SPEAKS_FOR_ITSELF = {Role.PARTICIPANT: "participant", Role.COMPANY: "company"}


def end_early(command: asked.EndEarly, state: Participation, context: Context) -> list[Event]:
    """Announced once, during the work. The seat stays taken: after the kick-off nobody could pass the gates."""
    if state.stage != "work" or state.contract is None:
        raise refusal(
            "not-working",
            wrong=("いまは実施期間ではありません。", "This is not the time of work."),
            right=("キックオフの前なら Withdraw で辞退してください。", "Before the kick-off, use Withdraw."),
        )
    if state.leaving is not None:
        raise refusal(
            "end-announced",
            wrong=(
                f"{state.leaving.last_day} に終えることが、すでに伝えられています。",
                f"An end on {state.leaving.last_day} was announced already.",
            ),
            right=(
                "その日まで、いつもどおり進めてください。WithdrawEarlyEnd で取り消せます。",
                "Go on as usual until that day. It can be taken back with WithdrawEarlyEnd.",
            ),
        )
    if not _speaks_for(command.wished_by, context):
        raise refusal(
            "other-side",
            wrong=("ほかの人の希望として伝えることはできません。", "Nobody can announce somebody else's wish."),
            right=("自分の側の希望として伝えてください。", "Announce it as the wish of your own side."),
            field="wished_by",
        )
    _check_last_day(command, state.contract.terms.starts_on, state.contract.terms.ends_on, state, context)
    reason = narrative(state.person, command.reason)
    due = morning_of(days_after(command.last_day, 1), state.time_zone)
    return [EarlyEndAnnounced(wished_by=command.wished_by, last_day=command.last_day, reason=reason, due=due)]


def withdraw_early_end(state: Participation, context: Context) -> list[Event]:
    """Until the last day is over, whoever may have announced it may take it back."""
    leaving = state.leaving
    if leaving is None:
        raise refusal(
            "no-end-announced",
            wrong=("途中で終えることは、伝えられていません。", "No early end was announced."),
            right=("いつもどおり進めてください。", "Go on as usual."),
        )
    if state.stage != "work" or local_date(context.now, state.time_zone) > leaving.last_day:
        raise refusal(
            "end-has-come",
            wrong=("活動は、もう終わっています。", "The work has ended already."),
            right=(
                "取り消せるのは、最終日が終わるまでです。続けたいときは、コーディネーターにご相談ください。",
                "It can be taken back until the last day is over. To go on, talk to the coordinator.",
            ),
        )
    if not _speaks_for(leaving.wished_by, context):
        raise refusal(
            "other-side",
            wrong=("ほかの人の希望を取り消すことはできません。", "Nobody can take back somebody else's wish."),
            right=(
                "希望した側か、コーディネーターが取り消せます。",
                "The side whose wish it was can take it back, or the coordinator.",
            ),
        )
    return [EarlyEndWithdrawn(by=context.actor.person, last_day=leaving.last_day)]


def _speaks_for(wished_by: str, context: Context) -> bool:
    """The office writes down anybody's wish, everybody else only their own."""
    return SPEAKS_FOR_ITSELF.get(context.actor.role, wished_by) == wished_by


def _check_last_day(
    command: asked.EndEarly, starts_on: date, ends_on: date, state: Participation, context: Context
) -> None:
    if command.last_day >= ends_on:
        raise refusal(
            "end-not-early",
            wrong=(f"契約は {ends_on} に終わります。", f"The contract ends on {ends_on} anyway."),
            right=("それより前の日を指定してください。", "Name a day before that."),
            field="last_day",
        )
    earliest = days_after(local_date(context.now, state.time_zone), _notice(command, starts_on, ends_on, context))
    if command.last_day < earliest:
        raise refusal(
            "notice-too-short",
            wrong=(
                f"最終日 {command.last_day} までの予告期間が足りません(フリーランス法16条、プレイブック)。",
                f"{command.last_day} is too soon for the notice that is owed (Freelance Act, art. 16; playbook).",
            ),
            right=(
                f"{earliest} 以降を最終日にしてください。全員で合意したときは together を指定できます。",
                f"Let {earliest} be the earliest last day; where everybody agreed, name it `together`.",
            ),
            field="last_day",
        )


def _notice(command: asked.EndEarly, starts_on: date, ends_on: date, context: Context) -> int:
    agreed = context.rules.execution.leaving_notice_days
    match command.wished_by:
        case "together":
            # What everybody agreed on is written down by the office, which speaks for no side.
            return 0 if context.actor.role not in SPEAKS_FOR_ITSELF else agreed
        case "participant":
            return agreed
        case _:
            return notice_days(starts_on, ends_on, agreed)


def leave(state: Participation, context: Context) -> list[Event]:
    """The announced last day is over: follow-ups are planned, for an ending is a beginning."""
    if state.leaving is None or state.stage != "work" or state.leaving.due > context.now:
        return []
    moments = tuple(after(context.now, period, state.time_zone) for period in context.rules.follow_ups)
    return [LeftEarly(last_day=state.leaving.last_day), WorkEnded(follow_ups=moments)]


def end_work(command: asked.NoteEngagementClosed, state: Participation) -> list[Event]:
    """The engagement has looked back; the follow-ups are planned."""
    ended = WorkEnded(follow_ups=command.follow_ups, gained=command.gained)
    return [ended] if state.stage == "work" else []
