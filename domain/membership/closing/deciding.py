"""What a membership decides when its service ends: each by its own notice, person by person."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import assert_never

from domain.legal.early_end import notice_days
from domain.membership.closing import calling
from domain.membership.closing import commands as asked
from domain.membership.closing import events as happened
from domain.membership.closing.commands import EndOfService, MemberClosingCommand
from domain.membership.closing.living_on import decide_on
from domain.membership.gatherings.deciding import invited_to_one
from domain.membership.standing import require_member
from domain.membership.state import Membership
from domain.service.closing.required import require_closing_rules
from domain.shared.deadlines import MeetDeadline
from domain.shared.decider import Context
from domain.shared.meeting import end_of
from domain.shared.models import Event
from domain.shared.periods import after, days_after, local_date
from domain.shared.refusals import refusal
from domain.shared.values import BilingualText, narrative
from domain.shared.wording import choices_in_words


def decide(command: MemberClosingCommand, state: Membership, context: Context) -> list[Event]:
    """The events that follow from a command about the end.

    Raises:
        DomainError: the command is refused.
    """
    match command:
        case asked.AgreeOnNotice():
            return _agree(command, state, context)
        case asked.NoteReturn():
            return calling.note_return(command, state, context)
        case asked.NoteClosing():
            return _close(command.end, state, context)
        case asked.MarkForCall():
            return calling.mark(command, state, context)
        case asked.RecordCall():
            return calling.record(command, state)
        case asked.GiveClosingVoice():
            return [_voice(command, state, context)]
        case asked.AskAgain():
            waits = state.closing.ended and state.closing.voice is None and not state.closing.asked_again
            return [happened.VoiceAskedAgain()] if waits else []
        case (
            asked.AgreeToLead()
            | asked.OfferCommunity()
            | asked.JoinCommunity()
            | asked.LeaveCommunity()
            | asked.ConsentToSuccessor()
            | asked.OfferSuccessor()
        ):
            return decide_on(command, state, context)
        case _:
            assert_never(command)


def meet(command: MeetDeadline, state: Membership, context: Context) -> list[Event]:
    """The member's last day is over, or their journey home is near, if that is the deadline; otherwise nothing."""
    closing = state.closing
    named = (command.kind, command.subject) == ("membership_end", str(closing.ends))
    if not named or state.stage == "ended" or closing.ends_at is None or closing.ends_at > context.now:
        return calling.meet(command, state, context)
    assert closing.last_day is not None
    return [happened.EndedWithService(last_day=closing.last_day)]


def _agree(command: asked.AgreeOnNotice, state: Membership, context: Context) -> list[Event]:
    require_closing_rules(context)
    require_member(state, context.now)
    if state.closing.end is not None:
        raise refusal(
            "closing-announced",
            wrong=("サービスの終了は、すでにお知らせ済みです。", "The end of the service was announced already."),
            right=(
                "お知らせの時点の約束が、この方の最終日を決めています。",
                "What was agreed when it was announced settles this member's last day.",
            ),
        )
    return [] if command.notice == state.closing.notice else [happened.NoticeAgreed(notice=command.notice)]


def _close(end: EndOfService, state: Membership, context: Context) -> list[Event]:
    if state.stage == "ended" or state.closing.end is not None:
        return []
    earliest = _earliest(end, state, context.now)
    if earliest > end.last_day:
        ends_at = end_of(earliest, state.time_zone)
        noted: Event = happened.NoticeTooShort(end=end, last_day=earliest, ends_at=ends_at)
    else:
        noted = happened.ClosingNoted(end=end, ends_at=end_of(end.last_day, state.time_zone))
    ahead = [one for one in end.farewells if one.at > context.now]
    called = calling.before_the_journey(state, end, context)
    return [noted, *([invited_to_one(state.id, ahead)] if ahead else []), *called]


def _earliest(end: EndOfService, state: Membership, told_at: datetime) -> date:
    """The earliest last day that this member's agreement and the law allow, by the calendar of their zone.

    It counts from the day on which they are told, which may be later than the announcement.
    """
    told_on = local_date(told_at, state.time_zone)
    days = 0
    if state.member_role in end.working_roles:
        days = notice_days(local_date(state.started_at, state.time_zone), end.last_day, agreed=0)
    by_law = days_after(told_on, days)
    own = state.closing.notice
    agreed = local_date(after(told_at, own, state.time_zone), state.time_zone) if own else told_on
    return max(by_law, agreed)


def _voice(command: asked.GiveClosingVoice, state: Membership, context: Context) -> happened.ClosingVoiceGiven:
    end = state.closing.end
    if end is None or not state.closing.ended:
        raise refusal(
            "nothing-to-look-back",
            wrong=("まだふりかえりの時期ではありません。", "It is not yet time to look back."),
            right=("サービスの最終日のあとに、うかがいます。", "You are asked after the last day of the service."),
        )
    if not end.looks_back:
        raise refusal(
            "nothing-to-look-back",
            wrong=(
                "このサービスでは、ふりかえりをうかがっていません。",
                "This service does not ask its members to look back.",
            ),
            right=("お話ししたいことは、コーディネーターにお聞かせください。", "Please tell the coordinator instead."),
        )
    if state.closing.voice is not None:
        raise refusal(
            "voice-given",
            wrong=("ふりかえりは、すでにいただいています。", "This member has looked back already."),
            right=("一人ひとり、一度だけうかがっています。", "Everybody is asked once."),
        )
    _known_gains(command, end, context)
    if len(command.involvement) != len(end.dimensions) or not all(1 <= one <= 5 for one in command.involvement):
        names = _choices(end.dimensions, context)
        raise refusal(
            "involvement-unclear",
            wrong=(
                "取り組みの度合いが正しく書かれていません。",
                "How involved the member was is not written as it is asked.",
            ),
            right=(
                f"1(ほとんどなし)から5(とても)までの数を、この順に書いてください: {names.ja}。",
                f"Write a number from 1 (hardly) to 5 (fully) for each of these, in this order: {names.en}.",
            ),
            field="involvement",
        )
    told = narrative(state.person, command.text) if command.text else None
    involvement = dict(zip(end.dimensions, command.involvement, strict=True))
    return happened.ClosingVoiceGiven(gains=tuple(dict.fromkeys(command.gains)), involvement=involvement, text=told)


def _known_gains(command: asked.GiveClosingVoice, end: EndOfService, context: Context) -> None:
    unknown = [one for one in command.gains if one not in end.gains]
    if unknown:
        gains = _choices(end.gains, context)
        raise refusal(
            "gain-unknown",
            wrong=(f"「{unknown[0]}」という項目はありません。", f"There is no gain called {unknown[0]}."),
            right=(f"選べるもの: {gains.ja}。", f"These can be named: {gains.en}."),
            field="gains",
        )


def _choices(asked_for: Iterable[str], context: Context) -> BilingualText:
    """What the service asks about, in the words of its playbook."""
    rules = context.rules.closing
    words = {**rules.gains, **rules.dimensions} if rules else {}
    return choices_in_words({name: words.get(name) for name in asked_for})
