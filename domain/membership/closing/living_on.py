"""What lives on: who leads, who belongs to the community, who is invited to what follows."""

from typing import assert_never

from domain.membership.closing import commands as asked
from domain.membership.closing import events as happened
from domain.membership.state import Membership
from domain.service.closing.required import require_closing_rules
from domain.shared.decider import Context
from domain.shared.models import Event
from domain.shared.refusals import DomainError, refusal

LivingOnCommand = (
    asked.AgreeToLead
    | asked.OfferCommunity
    | asked.JoinCommunity
    | asked.LeaveCommunity
    | asked.ConsentToSuccessor
    | asked.OfferSuccessor
)


def decide_on(command: LivingOnCommand, state: Membership, context: Context) -> list[Event]:
    """The events that follow from a command about what lives on.

    Raises:
        DomainError: the command is refused.
    """
    closing = state.closing
    match command:
        case asked.AgreeToLead():
            require_closing_rules(context)
            return _lead(command, state)
        case asked.OfferCommunity():
            return _offered(command, state)
        case asked.JoinCommunity():
            if closing.community is None:
                raise _no_community()
            return [] if closing.in_community else [happened.CommunityJoined()]
        case asked.LeaveCommunity():
            return _leave(state)
        case asked.ConsentToSuccessor():
            changes = command.agrees != closing.successor_welcome
            return [happened.SuccessorConsented(agrees=command.agrees)] if changes else []
        case asked.OfferSuccessor():
            welcome = closing.successor_welcome and command.next_service not in closing.successors
            return [happened.MemberInvitedOn(successor=command.next_service, name=command.name)] if welcome else []
        case _:
            assert_never(command)


def _belongs(state: Membership) -> bool:
    """Members, and whoever was one until the service ended. Those who left before are not written to."""
    return state.stage == "member" or state.closing.ended


def _lead(command: asked.AgreeToLead, state: Membership) -> list[Event]:
    if not _belongs(state):
        raise refusal(
            "no-longer-a-member",
            wrong=("この方は、メンバーを卒業されています。", "This person has left the service."),
            right=("いまのメンバーの中からお願いしてください。", "Ask somebody who is a member."),
        )
    if not command.ready and _leads(state):
        raise _still_leads()
    return [] if command.ready == state.closing.leads else [happened.LeadingAgreed(ready=command.ready)]


def _leads(state: Membership) -> bool:
    offered = state.closing.community
    return offered is not None and offered.leader == state.person


def _offered(command: asked.OfferCommunity, state: Membership) -> list[Event]:
    known = state.closing.community
    same = known is not None and (known.community, known.leader) == (command.community, command.leader)
    if not _belongs(state) or same:
        return []
    offered = happened.CommunityOffered(community=command.community, leader=command.leader, first=known is None)
    joins = command.leader == state.person and not state.closing.in_community
    return [offered, *([happened.CommunityJoined()] if joins else [])]


def _leave(state: Membership) -> list[Event]:
    if not state.closing.in_community:
        return []
    refuse_leader(state)
    return [happened.CommunityLeft()]


def refuse_leader(state: Membership) -> None:
    """Whoever leads the community hands it over before they leave it, or the service.

    Raises:
        DomainError: they lead it.
    """
    if _leads(state):
        raise _still_leads()


def _no_community() -> DomainError:
    return refusal(
        "no-community",
        wrong=("まだコミュニティはありません。", "There is no community yet."),
        right=("できたときに、メールでご案内します。", "You will be invited by mail once there is one."),
    )


def _still_leads() -> DomainError:
    return refusal(
        "leads-the-community",
        wrong=("この方は、コミュニティの世話役です。", "This person leads the community."),
        right=(
            "先に、次の世話役に引き継いでください(FoundCommunity)。",
            "Hand it over to somebody else first, with FoundCommunity.",
        ),
    )
