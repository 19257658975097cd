"""How people fare, months after an end: they are asked, and they tell. Shared by whatever stays connected."""

from datetime import datetime
from typing import Literal, Protocol

from domain.shared.deadlines import MeetDeadline
from domain.shared.decider import Context
from domain.shared.models import Event
from domain.shared.refusals import refusal
from domain.shared.values import PersonalText
from domain.shared.waiting import Deadline, Owner, Schedule, Wait, closed, opened

DUE = "follow_up_due"


class FollowUpSent(Event):
    """Somebody was asked how they fare."""

    type: Literal["FollowUpSent"] = "FollowUpSent"
    ordinal: int
    schedule: Schedule
    owner: Owner


class FollowUpAnswered(Event):
    """They told how they fare."""

    type: Literal["FollowUpAnswered"] = "FollowUpAnswered"
    ordinal: int
    text: PersonalText


class StaysConnected(Protocol):
    """A state that knows at which moments somebody is asked, and how far that has come."""

    @property
    def waits(self) -> dict[str, Wait]: ...

    @property
    def time_zone(self) -> str: ...

    @property
    def stage(self) -> str: ...

    @property
    def follow_ups(self) -> tuple[datetime, ...]: ...

    @property
    def follow_ups_sent(self) -> int: ...

    @property
    def follow_ups_answered(self) -> tuple[int, ...]: ...


def follow_up_changes(state: StaysConnected, event: FollowUpSent | FollowUpAnswered) -> dict[str, object]:
    """What asking how people fare, and their answer, make of the state."""
    subject = str(event.ordinal)
    if isinstance(event, FollowUpAnswered):
        answered = (*state.follow_ups_answered, event.ordinal)
        return {"follow_ups_answered": answered, "waits": closed(state.waits, f"follow_up:{subject}")}
    wait = Wait(
        kind="follow_up", subject=subject, owner=event.owner, schedule=event.schedule, process=f"follow_up:{subject}"
    )
    return {"follow_ups_sent": event.ordinal, "waits": opened(state.waits, wait)}


def follow_up_deadlines(state: StaysConnected) -> list[Deadline]:
    """When the next of them is due, where one is still to come."""
    number = state.follow_ups_sent + 1
    if state.stage != "stay_connected" or number > len(state.follow_ups):
        return []
    return [Deadline(kind=DUE, subject=str(number), ordinal=number, due=state.follow_ups[number - 1])]


def send_follow_up(command: MeetDeadline, state: StaysConnected, owner: Owner, context: Context) -> list[Event]:
    """The next follow-up, where it is the one that has come due; `owner` is who is asked."""
    due = next(iter(follow_up_deadlines(state)), None)
    if due is None or due.ordinal != command.ordinal or due.due > context.now:
        return []
    waiting = context.schedule("follow_up", state.time_zone)
    return [FollowUpSent(ordinal=due.ordinal, schedule=waiting, owner=owner)]


def answer_follow_up(ordinal: int, state: StaysConnected, text: PersonalText, last: Event) -> list[Event]:
    """An answer to a follow-up that waits for one; `last` is what follows when every one was answered.

    Raises:
        DomainError: that follow-up is not open.
    """
    open_ones = [wait.subject for wait in state.waits.values() if wait.kind == "follow_up"]
    if str(ordinal) not in open_ones:
        raise refusal(
            "follow-up-not-open",
            wrong=(f"フォローアップ {ordinal} は待たれていません。", f"Follow-up {ordinal} is not open."),
            right=(
                f"いま待っているのは: {', '.join(open_ones) or 'なし'}。",
                f"Open are: {', '.join(open_ones) or 'none'}.",
            ),
            field="ordinal",
        )
    answered = FollowUpAnswered(ordinal=ordinal, text=text)
    complete = len({*state.follow_ups_answered, ordinal}) == len(state.follow_ups)
    return [answered, last] if complete else [answered]


def require_all_sent(state: StaysConnected) -> None:
    """Nobody closes the book before the last follow-up was sent.

    Raises:
        DomainError: there are follow-ups to come.
    """
    if state.stage != "stay_connected" or state.follow_ups_sent < len(state.follow_ups):
        raise refusal(
            "follow-ups-open",
            wrong=("まだフォローアップが残っています。", "There are follow-ups to come."),
            right=("最後のフォローアップの後に終了してください。", "End it after the last one was sent."),
        )
