"""What a membership decides about gatherings."""

import hashlib
from collections.abc import Sequence
from typing import assert_never

from domain.membership.gatherings import commands as asked
from domain.membership.gatherings import events as happened
from domain.membership.gatherings.commands import MemberGatheringCommand
from domain.membership.gatherings.events import GatheringInvited
from domain.membership.gatherings.state import Invitation, Invitations
from domain.membership.state import Membership
from domain.shared.decider import Context
from domain.shared.meeting import Meeting
from domain.shared.models import Event
from domain.shared.refusals import refusal


def decide(command: MemberGatheringCommand, membership: Membership, context: Context) -> list[Event]:
    """The events that follow from a command about gatherings.

    Raises:
        DomainError: the command is refused.
    """
    state = membership.gatherings
    match command:
        case asked.InviteToGathering():
            known = command.meeting.gathering in state.known or membership.stage == "ended"
            return [] if known else [GatheringInvited(meeting=command.meeting)]
        case asked.NoteGatheringCancelled():
            return _called_off(command, state)
        case asked.RegisterForGathering():
            return _register(_to_come(command.gathering, state, context))
        case asked.AnswerRegistration():
            return _answered(command, state)
        case asked.MoveGathering():
            return _move(command, state, context)
        case asked.RecordAttendance():
            return _attend(command, state, context)
        case _:
            assert_never(command)


def invited_to_one(membership: str, series: Sequence[Meeting]) -> GatheringInvited:
    """The one gathering of a series for a member: always the same for a membership, and in fair shares."""
    place = int.from_bytes(hashlib.sha256(membership.encode()).digest()[:8]) % len(series)
    return GatheringInvited(meeting=series[place], options=tuple(series))


def _called_off(command: asked.NoteGatheringCancelled, state: Invitations) -> list[Event]:
    invitation = state.known.get(command.gathering)
    if invitation is None or invitation.answer == "called_off":
        return []
    return [happened.GatheringCalledOff(gathering=command.gathering, reason=command.reason)]


def _to_come(gathering: str, state: Invitations, context: Context) -> Invitation:
    found = state.known.get(gathering)
    if found is None or found.answer == "called_off" or found.meeting.at <= context.now:
        raise _not_invited(gathering, state, context)
    return found


def _not_invited(gathering: str, state: Invitations, context: Context) -> Exception:
    open_ones = [key for key, one in state.known.items() if one.answer != "called_off" and one.meeting.at > context.now]
    names = ", ".join(sorted(open_ones)) or "-"
    return refusal(
        "not-invited",
        wrong=(
            f"「{gathering}」という集まりは、これからのご招待の中にありません。",
            f"There is no invitation to a gathering {gathering} that is still to come.",
        ),
        right=(f"これからのご招待: {names}。", f"Open invitations: {names}."),
        field="gathering",
    )


def _register(invitation: Invitation) -> list[Event]:
    if invitation.answer in ("asked", "registered"):
        return []
    return [happened.RegistrationAsked(gathering=invitation.meeting.gathering)]


def _answered(command: asked.AnswerRegistration, state: Invitations) -> list[Event]:
    invitation = state.known.get(command.gathering)
    moving = next((one for one in state.known.values() if one.moving_to == command.gathering), None)
    if moving is not None:
        return [_move_answered(moving, command)]
    if invitation is None or invitation.answer != "asked":
        return []
    kind = happened.RegistrationConfirmed if command.accepted else happened.RegistrationDeclined
    return [kind(gathering=command.gathering)]


def _move_answered(current: Invitation, command: asked.AnswerRegistration) -> Event:
    if not command.accepted:
        return happened.MoveDeclined(former=current.meeting.gathering, gathering=command.gathering)
    target = next(one for one in current.options if one.gathering == command.gathering)
    return _chosen_anew(current, target, had_place=True)


def _move(command: asked.MoveGathering, state: Invitations, context: Context) -> list[Event]:
    if command.gathering in state.known:
        return []
    current = _offering(command.gathering, state)
    if current is None or current.attended is not None:
        raise _not_invited(command.gathering, state, context)
    if current.moving_to == command.gathering:
        return []
    target = next(one for one in current.options if one.gathering == command.gathering)
    _may_move(current, target, context)
    if current.answer == "registered":
        # The service alone counts places: this one is given back when there is one on the other day.
        return [happened.MoveAsked(former=current.meeting.gathering, gathering=target.gathering)]
    return [_chosen_anew(current, target, had_place=False)]


def _offering(gathering: str, state: Invitations) -> Invitation | None:
    """The invitation to the series that this gathering belongs to."""
    return next((one for one in state.known.values() if any(to.gathering == gathering for to in one.options)), None)


def _may_move(current: Invitation, target: Meeting, context: Context) -> None:
    if target.at <= context.now:
        raise refusal(
            "gathering-over",
            wrong=(
                "その集まりはすでに始まっているか、終わっています。",
                "That gathering has begun already, or is over.",
            ),
            right=(
                "これからの集まりを選ぶか、コーディネーターに声をかけてください。",
                "Choose one that is still to come, or have a word with the coordinator.",
            ),
            field="gathering",
        )
    if current.answer == "asked" or current.moving_to is not None:
        raise refusal(
            "registration-pending",
            wrong=("お申し込みの確認がまだ済んでいません。", "Your registration is still being looked at."),
            right=("返事が届いてから、もう一度お試しください。", "Try again once the answer has come."),
            field="gathering",
        )


def _chosen_anew(current: Invitation, target: Meeting, *, had_place: bool) -> happened.GatheringChosenAnew:
    former = current.meeting
    # The same entry of the member's calendar, in its next version.
    meeting = target.model_copy(update={"sequence": former.sequence + 1})
    return happened.GatheringChosenAnew(former=former.gathering, meeting=meeting, had_place=had_place)


def _attend(command: asked.RecordAttendance, state: Invitations, context: Context) -> list[Event]:
    invitation = state.known.get(command.gathering)
    if invitation is None or invitation.answer == "called_off":
        raise _not_invited(command.gathering, state, context)
    if context.now < invitation.meeting.at:
        raise refusal(
            "gathering-to-come",
            wrong=("その集まりはまだ始まっていません。", "That gathering has not begun yet."),
            right=("始まってから、来られたかどうかを記録してください。", "Record who came once it has begun."),
            field="gathering",
        )
    if invitation.attended == command.attended:
        return []
    was = invitation.attended
    return [happened.AttendanceRecorded(gathering=command.gathering, attended=command.attended, was=was)]
