"""Whoever is stranded abroad shortly before the journey home is called, not only written to."""

from datetime import UTC

from domain.membership.closing import commands as asked
from domain.membership.closing import events as happened
from domain.membership.closing.commands import EndOfService
from domain.membership.standing import require_member
from domain.membership.state import Membership
from domain.service.closing.required import require_closing_rules
from domain.shared.actors import Role
from domain.shared.deadlines import MeetDeadline
from domain.shared.decider import Context
from domain.shared.models import Event
from domain.shared.periods import after, local_date, morning_of
from domain.shared.refusals import refusal
from domain.shared.values import PersonalText, narrative
from domain.shared.waiting import Deadline, Owner

CALL = "personal_call"
JOURNEY = "journey_home"


def note_return(command: asked.NoteReturn, state: Membership, context: Context) -> list[Event]:
    """The day of the journey home is known, or there is none any more; near the end it calls for a call."""
    require_closing_rules(context)
    require_member(state, context.now)
    if command.returns_on == state.closing.returns_on:
        return []
    today = local_date(context.now, state.time_zone)
    if command.returns_on is not None and command.returns_on < today:
        raise refusal(
            "date-past",
            wrong=("その帰国日はすでに過ぎています。", "That day has passed."),
            right=(
                "これからの日を書くか、もう帰国されたのなら日付なしで送ってください。",
                "Name a day to come, or none where the member is home already.",
            ),
            field="returns_on",
        )
    noted = happened.ReturnNoted(returns_on=command.returns_on)
    closing = state.closing.model_copy(update={"returns_on": command.returns_on})
    changed = state.model_copy(update={"closing": closing})
    end = state.closing.end
    return [noted, *(before_the_journey(changed, end, context) if end is not None else [])]


def before_the_journey(state: Membership, end: EndOfService, context: Context) -> list[Event]:
    """A call for whoever comes home from abroad within the playbook's period from now, unless one is owed already."""
    home = state.closing.returns_on
    if home is None or _owed(state) is not None:
        return []
    latest = local_date(after(context.now, end.call_before, state.time_zone), state.time_zone)
    if not local_date(context.now, state.time_zone) <= home <= latest:
        return []
    return [_marked(state, context, None)]


def deadlines(state: Membership) -> list[Deadline]:
    """Nine in the morning (member's zone) of the day on which the journey home has come near enough for a call."""
    closing = state.closing
    called = closing.call_on is None or (closing.called_on is not None and closing.called_on >= closing.call_on)
    if closing.call_on is None or called or state.stage == "ended" or _owed(state) is not None:
        return []
    due = morning_of(closing.call_on, state.time_zone).astimezone(UTC)
    return [Deadline(kind=JOURNEY, subject=str(closing.ends), ordinal=len(closing.calls) + 1, due=due)]


def meet(command: MeetDeadline, state: Membership, context: Context) -> list[Event]:
    """The journey home has come near, if that is the deadline; otherwise nothing."""
    named = f"{command.kind}:{command.subject}:{command.ordinal}"
    due = any(one.key == named and one.due <= context.now for one in deadlines(state))
    return [_marked(state, context, None)] if due else []


def mark(command: asked.MarkForCall, state: Membership, context: Context) -> list[Event]:
    """The office wants this member to be called."""
    require_closing_rules(context)
    if _owed(state) is not None:
        raise refusal(
            "call-owed",
            wrong=("この方へのお電話は、すでにお願いしています。", "Somebody is to call this member already."),
            right=("お電話のあと、RecordCall で記録してください。", "Call, then record it with RecordCall."),
        )
    return [_marked(state, context, narrative(state.person, command.reason))]


def record(command: asked.RecordCall, state: Membership) -> list[Event]:
    """The call was made."""
    owed = _owed(state)
    if owed is None:
        raise refusal(
            "no-call-owed",
            wrong=("この方へのお電話の予定はありません。", "Nobody is to call this member."),
            right=(
                "必要なら、先に MarkForCall でお電話をお願いしてください。",
                "Ask for a call first, with MarkForCall.",
            ),
        )
    told = narrative(state.person, command.talked_about)
    return [happened.CallRecorded(number=int(owed), talked_about=told)]


def _owed(state: Membership) -> str | None:
    return next((wait.subject for wait in state.waits.values() if wait.kind == CALL), None)


def _marked(state: Membership, context: Context, reason: PersonalText | None) -> happened.MarkedForCall:
    return happened.MarkedForCall(
        number=len(state.closing.calls) + 1,
        owner=Owner(role=Role.COORDINATOR, persons=(state.coordinator,)),
        schedule=context.schedule(CALL, state.time_zone),
        reason=reason,
    )
