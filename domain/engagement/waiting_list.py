"""The waiting list: who is next when a seat becomes free. Seats that were offered are counted as taken."""

from domain.engagement import commands as asked
from domain.engagement.events import ParticipantSelected, SeatReserved, SeatsFilled, WaitingListJoined
from domain.engagement.state import Applicant, Engagement
from domain.shared.decider import Context
from domain.shared.models import Event
from domain.shared.refusals import DomainError, refusal

WHILE_RECRUITING = ("recruit", "prepare")


def known_applicant(participation: str, state: Engagement) -> Applicant:
    """An applicant of this engagement.

    Raises:
        DomainError: there is no such application, or it has ended.
    """
    applicant = state.applications.get(participation)
    if applicant is None:
        raise refusal(
            "application-unknown",
            wrong=(f"応募「{participation}」はありません。", f"There is no application {participation}."),
            right=("応募一覧の番号を使ってください。", "Use an id from this engagement's applications."),
            field="participation",
        )
    return applicant


def recruiting_over() -> DomainError:
    """The refusal of a seat after the kick-off: nobody would pass the gates any more."""
    return refusal(
        "not-recruiting",
        wrong=("すでにキックオフしており、選考は終わっています。", "Work has begun, so recruiting is over."),
        right=("応募者に見送りを伝えてください。", "Decline the applicant."),
        field="participation",
    )


def seat_offered(field: str | None = None) -> DomainError:
    """The refusal of what would break the promise of an offered seat."""
    return refusal(
        "seat-offered",
        wrong=(
            "待機リストの方に席をご案内しており、お返事を待っています。",
            "Somebody on the waiting list was offered a seat, and their answer is awaited.",
        ),
        right=(
            "お返事があるか、期限が過ぎるまでお待ちください。ご本人に代わってお返事を記録することもできます(AcceptSeat、DeclineSeat)。",
            "Wait until they answer or the offer lapses; you may answer in their name (AcceptSeat, DeclineSeat).",
        ),
        field=field,
    )


def put_on_list(command: asked.PutOnWaitingList, state: Engagement, context: Context) -> list[Event]:
    """Somebody waits where no seat is free and the list has room; putting them there twice changes nothing."""
    applicant = known_applicant(command.participation, state)
    if command.participation in (*state.waiting_list, *state.seats_offered):
        return []
    if state.stage not in WHILE_RECRUITING:
        raise recruiting_over()
    held = {one.person for one in state.selected.values()}
    if applicant.person in held | {state.applications[one].person for one in state.waiting_list}:
        raise refusal(
            "person-has-place",
            wrong=(
                "この人はすでに選ばれているか、待機しています。",
                "This person has a seat or waits for one already.",
            ),
            right=("重なった応募には見送りを伝えてください。", "Decline the second application."),
            field="participation",
        )
    if state.free_seats > 0:
        raise refusal(
            "seat-free",
            wrong=("まだ空いている席があります。", "There is a free seat, so nobody has to wait for one."),
            right=("SelectParticipant で席を渡してください。", "Give it to them, with SelectParticipant."),
            field="participation",
        )
    _require_room(state, context.rules.waiting_list)
    return [WaitingListJoined(participation=command.participation, place=len(state.waiting_list) + 1)]


def _require_room(state: Engagement, at_most: int) -> None:
    """A long list is a promise that nobody can keep."""
    if len(state.waiting_list) < at_most:
        return
    raise refusal(
        "waiting-list-full",
        wrong=(
            f"待機リストは{at_most}人までで、すでにいっぱいです。",
            f"The waiting list has room for {at_most}, and it is full.",
        ),
        right=(
            "見送りを伝えてください。人材プールに残ることはできます。",
            "Decline the applicant, who may stay in the pool. The playbook's waiting_list says how many wait.",
        ),
        field="participation",
    )


def offers(state: Engagement) -> list[Event]:
    """Every free seat is kept for the next on the list; not after the kick-off."""
    if state.stage not in WHILE_RECRUITING:
        return []
    held = {one.person for one in state.selected.values()}
    waiting = [one for one in state.waiting_list if state.applications[one].person not in held]
    return [SeatReserved(participation=one) for one in waiting[: max(state.free_seats, 0)]]


def note_accepted(command: asked.NoteSeatAccepted, state: Engagement) -> list[Event]:
    """The reserved seat is theirs; whoever has no reservation (any more) gets nothing by this."""
    if command.participation not in state.seats_offered:
        return []
    return seated(command.participation, state)


def seated(participation: str, state: Engagement) -> list[Event]:
    """One applicant has a seat; whether it was the last one."""
    person = state.applications[participation].person
    chosen: list[Event] = [ParticipantSelected(participation=participation, person=person)]
    return [*chosen, SeatsFilled(seats=state.seats)] if len(state.selected) + 1 == state.seats else chosen
