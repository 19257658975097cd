"""The state of a membership and how events change it."""

from datetime import datetime
from typing import Any, Literal, assert_never

from pydantic import AwareDatetime, Field

from domain.membership.accompanying.events import AccompanyingEvent
from domain.membership.accompanying.folding import accompanying_changes
from domain.membership.accompanying.state import Accompanying
from domain.membership.closing.events import CallRecorded, EndedWithService, MarkedForCall, MemberClosingEvent
from domain.membership.closing.state import MemberClosing
from domain.membership.closing.state import evolve as closing_after
from domain.membership.events import CoordinatorChanged, JoinedService, LeftService, MembershipEvent, TimeZoneNoted
from domain.membership.gatherings.events import MemberGatheringEvent
from domain.membership.gatherings.state import Invitations
from domain.membership.gatherings.state import evolve as gatherings_after
from domain.membership.matching.events import MatchingEvent
from domain.membership.matching.folding import matching_changes
from domain.membership.matching.state import Matching
from domain.membership.watching.events import WatchingEvent
from domain.membership.watching.folding import signs_of, watching_changes
from domain.membership.watching.state import MemberRadar
from domain.playbooks.schema import PlaybookReference
from domain.shared.actors import Role
from domain.shared.deadlines import Escalated, Reminded, step_after
from domain.shared.decider import StreamState, begun
from domain.shared.meeting import end_of
from domain.shared.surveys import Survey, SurveyEvent, open_surveys, survey_changes
from domain.shared.values import PersonalText
from domain.shared.waiting import Owner, Wait, advanced, closed, handed_over, opened

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
    zone_number: int = 0
    understandings: tuple[str, ...]
    started_at: AwareDatetime
    stage: Stage = "member"
    leaving_reason: PersonalText | None = None
    gatherings: Invitations = Invitations()
    closing: MemberClosing = MemberClosing()
    matching: Matching = Matching()
    accompanying: Accompanying = Accompanying()
    radar: MemberRadar = MemberRadar()
    surveys: dict[str, Survey] = Field(default_factory=dict)

    @property
    def waits_for_match(self) -> bool:
        """Whether the office is to find an accompanist, the first or another."""
        return any(wait.kind == "rematch" for wait in self.waits.values())


def evolve(state: Membership | None, event: MembershipEvent, at: datetime) -> Membership:
    """The state after one more event, which occurred at `at`."""
    if isinstance(event, JoinedService):
        values = event.model_dump(exclude={"type", "membership"})
        closing = state.closing.renewed() if state is not None else MemberClosing()
        return Membership(id=event.membership, started_at=at, closing=closing, **values, **_counted(state))
    membership = begun(state)
    changed = membership.model_copy(update=_changes(membership, event, at))
    return changed.model_copy(update={"radar": signs_of(changed, event, at)})


def _counted(state: Membership | None) -> dict[str, Any]:
    """What goes on for somebody who comes back; a survey that they were sent is still theirs to answer."""
    if state is None:
        return {}
    parts = {"matching": state.matching.renewed(), "accompanying": state.accompanying.renewed()}
    return {**parts, "radar": state.radar.over(), "surveys": state.surveys, "waits": open_surveys(state.waits)}


def _changes(state: Membership, event: MembershipEvent, at: datetime) -> dict[str, Any]:
    if isinstance(event, MatchingEvent):
        return matching_changes(state, event, at)
    if isinstance(event, AccompanyingEvent):
        return accompanying_changes(state, event, at)
    if isinstance(event, WatchingEvent):
        return watching_changes(state, event, at)
    if isinstance(event, MemberGatheringEvent):
        return {"gatherings": gatherings_after(state.gatherings, event)}
    if isinstance(event, SurveyEvent):
        return survey_changes(state, event)
    if isinstance(event, MemberClosingEvent):
        return _closing_changes(state, event, at)
    match event:
        case JoinedService():
            return {}
        case LeftService():
            over = {"stage": "ended", "leaving_reason": event.reason, "waits": open_surveys(state.waits)}
            return {**over, "radar": state.radar.over()}
        case TimeZoneNoted():
            return {**event.model_dump(include={"time_zone"}), "zone_number": event.number, **_ends_there(state, event)}
        case CoordinatorChanged():
            return {"coordinator": event.coordinator, "waits": _in_new_hands(state.waits, event)}
        case Reminded() | Escalated():
            return {"waits": advanced(state.waits, f"{event.kind}:{event.subject}", step_after(event))}
        case _:
            assert_never(event)


def _ends_there(state: Membership, event: TimeZoneNoted) -> dict[str, Any]:
    """A last day is over when it is over where the member is."""
    closing = state.closing
    if closing.last_day is None or closing.ended:
        return {}
    return {"closing": closing.model_copy(update={"ends_at": end_of(closing.last_day, event.time_zone)})}


def _in_new_hands(waits: dict[str, Wait], event: CoordinatorChanged) -> dict[str, Wait]:
    owner = Owner(role=Role.COORDINATOR, persons=(event.coordinator,))
    return {
        key: handed_over(wait, owner, event.schedules.get(key)) if wait.owner.role == Role.COORDINATOR else wait
        for key, wait in waits.items()
    }


def _closing_changes(membership: Membership, event: MemberClosingEvent, at: datetime) -> dict[str, Any]:
    closing = closing_after(membership.closing, event, at, membership.time_zone)
    match event:
        case MarkedForCall():
            subject = str(event.number)
            wait = Wait(kind="personal_call", subject=subject, owner=event.owner, schedule=event.schedule)
            return {"closing": closing, "waits": opened(membership.waits, wait)}
        case CallRecorded():
            return {"closing": closing, "waits": closed(membership.waits, f"personal_call:{event.number}")}
        case EndedWithService():
            # A call that somebody was promised can still be made, and is owed; a survey is answered until it is closed.
            calls = {key: wait for key, wait in membership.waits.items() if wait.kind == "personal_call"}
            left = {**calls, **open_surveys(membership.waits)}
            return {"closing": closing, "stage": "ended", "waits": left, "radar": membership.radar.over()}
        case _:
            return {"closing": closing}
