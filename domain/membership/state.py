"""The state of a membership and how events change it."""

from datetime import datetime
from typing import Any, Literal, assert_never

from pydantic import AwareDatetime

from domain.membership.closing.events import CallRecorded, EndedWithService, MarkedForCall, MemberClosingEvent
from domain.membership.closing.state import MemberClosing
from domain.membership.closing.state import evolve as closing_after
from domain.membership.events import JoinedService, LeftService, MembershipEvent
from domain.membership.gatherings.events import MemberGatheringEvent
from domain.membership.gatherings.state import Invitations
from domain.membership.gatherings.state import evolve as gatherings_after
from domain.playbooks.schema import PlaybookReference
from domain.shared.deadlines import Escalated, Reminded, step_after
from domain.shared.decider import StreamState, begun
from domain.shared.values import PersonalText
from domain.shared.waiting import Wait, advanced, closed, opened

Stage = Literal["member", "ended"]


class Membership(StreamState):
    """One person's way through one service, for as long as they belong to it."""

    service: str
    person: str
    member_role: str
    playbook: PlaybookReference
    title: str
    host: str
    coordinator: str
    time_zone: str
    understandings: tuple[str, ...]
    started_at: AwareDatetime
    stage: Stage = "member"
    leaving_reason: PersonalText | None = None
    gatherings: Invitations = Invitations()
    closing: MemberClosing = MemberClosing()


def evolve(state: Membership | None, event: MembershipEvent, at: datetime) -> Membership:
    """The state after one more event, which occurred at `at`."""
    if isinstance(event, JoinedService):
        values = event.model_dump(exclude={"type", "membership"})
        closing = state.closing.renewed() if state is not None else MemberClosing()
        return Membership(id=event.membership, started_at=at, closing=closing, **values)
    membership = begun(state)
    if isinstance(event, MemberGatheringEvent):
        return membership.model_copy(update={"gatherings": gatherings_after(membership.gatherings, event)})
    if isinstance(event, MemberClosingEvent):
        return membership.model_copy(update=_closing_changes(membership, event))
    match event:
        case LeftService():
            return membership.model_copy(update={"stage": "ended", "leaving_reason": event.reason, "waits": {}})
        case Reminded() | Escalated():
            waits = advanced(membership.waits, f"{event.kind}:{event.subject}", step_after(event))
            return membership.model_copy(update={"waits": waits})
        case _:
            assert_never(event)


def _closing_changes(membership: Membership, event: MemberClosingEvent) -> dict[str, Any]:
    closing = closing_after(membership.closing, event)
    match event:
        case MarkedForCall():
            subject = str(event.number)
            wait = Wait(kind="personal_call", subject=subject, owner=event.owner, schedule=event.schedule)
            return {"closing": closing, "waits": opened(membership.waits, wait)}
        case CallRecorded():
            return {"closing": closing, "waits": closed(membership.waits, f"personal_call:{event.number}")}
        case EndedWithService():
            # A call that somebody was promised is still owed.
            return {"closing": closing, "stage": "ended"}
        case _:
            return {"closing": closing}
