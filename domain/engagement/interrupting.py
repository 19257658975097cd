"""Pausing and resuming the work, ending it early with notice, and calling it off before it began."""

from domain.engagement.course_commands import CancelEngagement, GiveNotice, PauseEngagement
from domain.engagement.course_events import (
    EngagementCancelled,
    EngagementPaused,
    EngagementResumed,
    EngagementTerminated,
    NoticeGiven,
    NoticeWithdrawn,
)
from domain.engagement.interruptions import WORK_WAITS
from domain.engagement.state import Engagement
from domain.shared.actors import Role
from domain.shared.deadlines import MeetDeadline
from domain.shared.decider import Context
from domain.shared.models import Event
from domain.shared.periods import after, local_date
from domain.shared.refusals import refusal
from domain.shared.values import narrative


def require_work(state: Engagement) -> None:
    """Only while the work goes on.

    Raises:
        DomainError: it has not begun, it rests, or it is over.
    """
    if state.stage != "accompany" or state.terminated:
        raise refusal(
            "not-in-execution",
            wrong=("いまは実施期間ではありません。", "This engagement is not in its time of work."),
            right=(
                "キックオフの後、作業が終わる前に行ってください。",
                "Do it after the kick-off and before the work has ended.",
            ),
        )
    if state.pause is not None:
        raise refusal(
            "engagement-paused",
            wrong=("この案件はいま休止しています。", "This engagement is paused."),
            right=("先に ResumeEngagement で再開してください。", "Resume it first, with ResumeEngagement."),
        )


def pause(command: PauseEngagement, state: Engagement, context: Context) -> list[Event]:
    """Work rests from now on."""
    require_work(state)
    return [EngagementPaused(by=context.actor, reason=narrative(context.actor.person, command.reason))]


def resume(state: Engagement, context: Context) -> list[Event]:
    """Work goes on, and what belongs to it is waited for as if it had been asked now."""
    if state.pause is None:
        raise refusal(
            "not-paused",
            wrong=("この案件は休止していません。", "This engagement is not paused."),
            right=("休止中の案件だけを再開できます。", "Only a paused engagement is resumed."),
        )
    return [_resumed(state, context)]


def _resumed(state: Engagement, context: Context) -> EngagementResumed:
    resting = {key: wait.kind for key, wait in state.waits.items() if wait.kind in WORK_WAITS}
    schedules = {key: context.schedule(kind, state.time_zone) for key, kind in resting.items()}
    return EngagementResumed(by=context.actor, schedules=schedules)


def give_notice(command: GiveNotice, state: Engagement, context: Context) -> list[Event]:
    """The work ends when the playbook's notice is over, whether or not it rests meanwhile."""
    if state.stage != "accompany":
        raise refusal(
            "not-in-execution",
            wrong=("いまは実施期間ではありません。", "This engagement is not in its time of work."),
            right=(
                "キックオフ前なら CancelEngagement で中止してください。作業の後は振り返りに進みます。",
                "Before the kick-off, cancel it with CancelEngagement; after the work, look back on it.",
            ),
        )
    if state.ending is not None and state.ending.ends_at is not None:
        day = local_date(state.ending.ends_at, state.time_zone)
        raise refusal(
            "notice-given",
            wrong=(f"早期終了はすでに予告されています({day})。", f"Notice was given already, for {day}."),
            right=(
                "予告は一度だけです。WithdrawNotice で取り消せます。",
                "Notice is given once. It can be taken back with WithdrawNotice.",
            ),
        )
    if context.actor.role == Role.COMPANY and command.given_by != "company":
        raise refusal(
            "not-in-their-name",
            wrong=("企業はほかの人の名前で予告できません。", "A company cannot give notice for somebody else."),
            right=("given_by を company としてください。", "Write company as given_by."),
            field="given_by",
        )
    ends_at = after(context.now, context.rules.execution.notice, state.time_zone)
    reason = narrative(context.actor.person, command.reason)
    return [NoticeGiven(by=context.actor, given_by=command.given_by, reason=reason, ends_at=ends_at)]


def withdraw_notice(state: Engagement, context: Context) -> list[Event]:
    """Until the notice is over, whoever may have given it may take it back."""
    ending = state.ending
    if ending is None or ending.ends_at is None:
        raise refusal(
            "no-notice",
            wrong=("早期終了は予告されていません。", "No notice of an early end was given."),
            right=("いつもどおり進めてください。", "Go on as usual."),
        )
    if state.stage != "accompany" or ending.ends_at <= context.now:
        raise refusal(
            "notice-over",
            wrong=("予告の期間は過ぎ、活動は終わっています。", "The notice is over, and the work has ended."),
            right=(
                "取り消せるのは、予告の期間の間です。続けるには、新しい募集を公開してください。",
                "It can be taken back until the notice is over. To go on, publish a new posting.",
            ),
        )
    if context.actor.role == Role.COMPANY and ending.given_by != "company":
        raise refusal(
            "not-in-their-name",
            wrong=("企業はほかの人の予告を取り消せません。", "A company cannot take back the notice of somebody else."),
            right=(
                "予告した側か、コーディネーターが取り消せます。",
                "The side that gave it can take it back, or the coordinator.",
            ),
        )
    return [NoticeWithdrawn(by=context.actor, ends_at=ending.ends_at)]


def end_of_notice(command: MeetDeadline, state: Engagement, context: Context) -> list[Event]:
    """The notice that somebody gave is over."""
    ending = state.ending
    if ending is None or ending.kind != "notice" or ending.ends_at is None or ending.ends_at > context.now:
        return []
    if state.stage != "accompany" or command.ordinal != 1:
        return []
    resumed: list[Event] = [_resumed(state, context)] if state.pause is not None else []
    return [*resumed, EngagementTerminated()]


def cancel(command: CancelEngagement, state: Engagement, context: Context) -> list[Event]:
    """Before the kick-off it can be called off."""
    if state.stage not in ("recruit", "prepare"):
        raise refusal(
            "execution-started",
            wrong=("すでにキックオフしています。", "Work has begun already."),
            right=("GiveNotice で早期終了を予告してください。", "End it early with notice, by GiveNotice."),
        )
    return [EngagementCancelled(by=context.actor, reason=narrative(context.actor.person, command.reason))]
