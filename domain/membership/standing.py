"""What must be true of a member before anything is decided about them."""

from datetime import datetime

from domain.membership.state import Membership
from domain.shared.refusals import DomainError, refusal


def require_member(state: Membership, now: datetime | None = None) -> None:
    """They still belong to the service, whose own end is told kindly, with whom to ask.

    Raises:
        DomainError: they have left, or the service has ended for them.
    """
    if state.closing.ended or (now is not None and _last_day_over(state, now)):
        raise _service_ended(state)
    if state.stage == "ended":
        raise refusal(
            "membership-ended",
            wrong=(
                "メンバーとしての歩みは、すでに終わっています。",
                "This membership has ended.",
            ),
            right=(
                "また一緒に歩みたくなったら、いつでも参加し直せます(JoinService)。コーディネーターにお声がけください。",
                "Whoever wants to come back is welcome at any time (JoinService): have a word with the coordinator.",
            ),
        )


def is_over(state: Membership, now: datetime) -> bool:
    """Whether they belong to the service no longer, even where their own deadline has not been met yet."""
    return state.stage == "ended" or _last_day_over(state, now)


def _last_day_over(state: Membership, now: datetime) -> bool:
    return state.closing.ends_at is not None and state.closing.ends_at <= now


def _service_ended(state: Membership) -> DomainError:
    asked = state.closing.end.stays_connected if state.closing.end is not None else state.coordinator
    return refusal(
        "service-ended",
        wrong=(
            "このサービスは、これまでの歩みに感謝しながら終了しました。新しいことは受け付けていません。",
            "This service has ended, with thanks for the way we went together; nothing new can begin here.",
        ),
        right=(
            f"お話ししたいことは「{asked}」さんへ、いつでもどうぞ。つながりはコミュニティで続いています。",
            f"Please turn to {asked} at any time; whoever wants to stay connected is welcome in the community.",
        ),
        details={"stays_connected": asked},
    )
