"""What the world should do about a membership's events."""

from typing import assert_never

from domain.membership import events as happened
from domain.membership.accompanying import reactions as accompanying
from domain.membership.accompanying.events import AccompanyingEvent
from domain.membership.closing import calling
from domain.membership.closing import reactions as closing_reactions
from domain.membership.closing import state as closing
from domain.membership.closing.events import MemberClosingEvent
from domain.membership.events import MembershipEvent
from domain.membership.gatherings import reactions as gatherings_reactions
from domain.membership.gatherings.events import MemberGatheringEvent
from domain.membership.matching import covering
from domain.membership.matching import reactions as matching
from domain.membership.matching.events import MatchingEvent
from domain.membership.state import Membership
from domain.membership.watching import reactions as watching
from domain.membership.watching import turning
from domain.membership.watching.events import WatchingEvent
from domain.service.commands import NoteMember
from domain.shared.deadlines import Escalated, Reminded, wait_deadlines
from domain.shared.effects import Effect
from domain.shared.surveys import SurveyEvent, survey_words, tell_of_survey
from domain.shared.telling import tell, to_stream
from domain.shared.waiting import Deadline


def react(event: MembershipEvent, state: Membership) -> list[Effect]:
    """The effects of one event; `state` is that after the event."""
    if isinstance(event, MemberGatheringEvent):
        return gatherings_reactions.react(event, state)
    if isinstance(event, MemberClosingEvent):
        return closing_reactions.react(event, state)
    if isinstance(event, MatchingEvent):
        return matching.react(event, state)
    if isinstance(event, AccompanyingEvent):
        return accompanying.react(event, state)
    if isinstance(event, WatchingEvent):
        return watching.react(event, state)
    if isinstance(event, SurveyEvent):
        return tell_of_survey(event, state)
    match event:
        case happened.JoinedService():
            role, hands = state.member_role, state.coordinator
            noted = NoteMember(member_role=role, joined=True, membership=state.id, coordinator=hands)
            return [
                to_stream("service", state.service, noted),
                *tell(state, "membership_began", (state.person, state.coordinator)),
            ]
        case happened.LeftService():
            counted = to_stream("service", state.service, NoteMember(member_role=state.member_role, joined=False))
            ended = tell(state, "membership_ended", (state.person, state.coordinator))
            return [counted, *ended, *matching.on_leaving(state)]
        case happened.TimeZoneNoted():
            return []
        case happened.CoordinatorChanged():
            # Whoever came was told once, by the service. Reports are answered by replying to their mails.
            return matching.arrived(state, (event.coordinator,))
        case Reminded():
            return _of_wait(event, state, f"{event.kind}_reminder", event.owner.persons)
        case Escalated():
            raised = _of_wait(event, state, f"{event.kind}_escalated", (state.coordinator,))
            return [*raised, *accompanying.on_escalation(event, state)]
        case _:
            assert_never(event)


def _of_wait(event: Reminded | Escalated, state: Membership, template: str, people: tuple[str, ...]) -> list[Effect]:
    spoken = survey_words(state.waits[f"{event.kind}:{event.subject}"], state)
    return tell(state, template, people, {"kind": event.kind, "subject": event.subject}, spoken=spoken)


def deadlines(state: Membership) -> list[Deadline]:
    """Reminders and escalations of waits, silence on the radar, days on which others answer, and the last day."""
    ending = closing.deadlines(state.closing) if state.stage == "member" else []
    return [
        *wait_deadlines(state.waits),
        *turning.deadlines(state),
        *covering.deadlines(state),
        *calling.deadlines(state),
        *ending,
    ]
