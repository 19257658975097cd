"""What the world should do about a membership's events."""

from collections.abc import Iterable
from typing import Any, assert_never

from domain.membership import events as happened
from domain.membership.events import MembershipEvent
from domain.membership.state import Membership
from domain.service.commands import NoteMember
from domain.shared.deadlines import wait_deadlines
from domain.shared.effects import Effect
from domain.shared.telling import notify, to_stream
from domain.shared.waiting import Deadline


def react(event: MembershipEvent, state: Membership) -> list[Effect]:
    """The effects of one event; `state` is that after the event."""
    match event:
        case happened.JoinedService():
            counted = to_stream("service", state.service, NoteMember(member_role=state.member_role, joined=True))
            return [counted, *tell(state, "membership_began", (state.person, state.coordinator))]
        case happened.LeftService():
            counted = to_stream("service", state.service, NoteMember(member_role=state.member_role, joined=False))
            return [counted, *tell(state, "membership_ended", (state.person, state.coordinator))]
        case _:
            assert_never(event)


def tell(
    state: Membership, template: str, people: Iterable[str], about: dict[str, str] | None = None, **values: Any
) -> list[Effect]:
    """A message about this membership, to each of these people once."""
    return notify(template, people, about={"title": state.title, "host": state.host, **(about or {})}, **values)


def deadlines(state: Membership) -> list[Deadline]:
    """Reminders and escalations of open waits."""
    return wait_deadlines(state.waits)
