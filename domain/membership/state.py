"""The state of a membership and how events change it."""

from datetime import datetime
from typing import Literal, assert_never

from pydantic import AwareDatetime

from domain.membership.events import JoinedService, LeftService, MembershipEvent
from domain.playbooks.schema import PlaybookReference
from domain.shared.decider import StreamState, begun
from domain.shared.values import PersonalText

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


def evolve(state: Membership | None, event: MembershipEvent, at: datetime) -> Membership:
    """The state after one more event, which occurred at `at`."""
    if isinstance(event, JoinedService):
        values = event.model_dump(exclude={"type", "membership"})
        return Membership(id=event.membership, started_at=at, **values)
    membership = begun(state)
    match event:
        case LeftService():
            return membership.model_copy(update={"stage": "ended", "leaving_reason": event.reason, "waits": {}})
        case _:
            assert_never(event)
