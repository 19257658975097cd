"""What a service decides about its end: announced in time, told to everybody, looked back upon, lived on from."""

from datetime import date
from typing import Any, assert_never

from domain.membership.closing.commands import EndOfService
from domain.playbooks.capabilities.closing import ClosingRules
from domain.service.closing import commands as asked
from domain.service.closing import events as happened
from domain.service.closing.commands import ClosingCommand
from domain.service.closing.required import require_closing_rules
from domain.service.closing.state import Closing
from domain.service.events import ServiceClosed
from domain.service.finding import open_service, service_reference
from domain.service.gatherings.deciding import terms_set
from domain.service.gatherings.events import GatheringArranged
from domain.service.state import Service
from domain.shared.actors import Role
from domain.shared.deadlines import MeetDeadline
from domain.shared.decider import Context
from domain.shared.meeting import Meeting, end_of, moment_on
from domain.shared.models import Event
from domain.shared.periods import after, days_after, local_date
from domain.shared.refusals import refusal
from domain.shared.registered import require_registered
from domain.shared.values import StreamReference
from domain.shared.waiting import Owner


def decide(command: ClosingCommand, service: Service, context: Context) -> list[Event]:
    """The events that follow from a command about the end.

    Raises:
        DomainError: the command is refused.
    """
    closing = service.closing
    match command:
        case asked.AnnounceClosing():
            return _announce(command, service, context)
        case asked.CountClosingVoice():
            return [happened.ClosingVoiceCounted(gains=command.gains, involvement=command.involvement)]
        case asked.CloseLookingBack():
            return [_looked_back(closing)]
        case asked.FoundCommunity():
            return _found(command, service, context)
        case asked.CountCommunity():
            number = closing.community.number + (1 if command.joined else -1) if closing.community else None
            return [happened.CommunityCounted(number=number)] if number is not None else []
        case asked.InviteMembersOn():
            return _invite_on(command, service, context)
        case _:
            assert_never(command)


def meet(command: MeetDeadline, service: Service, context: Context) -> list[Event]:
    """The service's last day is over, if that is the deadline; otherwise nothing."""
    announced = service.closing.announced
    due = command.kind == "service_end" and service.closing.standing == "announced"
    if not due or announced is None or announced.ends_at > context.now:
        return []
    closed = ServiceClosed(reason=announced.end.reason, stays_connected=announced.end.stays_connected)
    return [closed, happened.LookingBackBegan()] if announced.end.looks_back else [closed]


def late(service: Service, joined: bool) -> list[Event]:
    """What follows when a member is counted who joined while the end was being announced, and missed the word of it."""
    return [happened.MemberCameLate()] if joined and service.closing.announced is not None else []


def needed(command: ClosingCommand) -> tuple[StreamReference, ...]:
    """The streams that a command about the end has to know."""
    match command:
        case asked.FoundCommunity():
            return (StreamReference(kind="membership", id=command.leader),)
        case asked.InviteMembersOn():
            return (service_reference(command.next_service),)
        case asked.AnnounceClosing() if command.stays_connected is not None:
            return (StreamReference(kind="person", id=command.stays_connected),)
        case _:
            return ()


def refuse_without_notice(service: Service) -> None:
    """A service with members does not end from one moment to the next.

    Raises:
        DomainError: the end has to be announced.
    """
    if sum(service.members.values()) > 0 or service.closing.standing != "open":
        raise refusal(
            "closing-to-announce",
            wrong=(
                "メンバーがいるサービスは、予告なしに終了できません。",
                "A service with members does not end without notice.",
            ),
            right=(
                "AnnounceClosing で最終日をお知らせすると、その日の終わりに終了します。",
                "Announce its last day with AnnounceClosing; it ends when that day is over.",
            ),
        )


def _announce(command: asked.AnnounceClosing, service: Service, context: Context) -> list[Event]:
    rules = context.rules.closing or _plainly(context)
    if service.closing.announced is not None:
        raise refusal(
            "closing-announced",
            wrong=("サービスの終了は、すでにお知らせ済みです。", "The end of the service was announced already."),
            right=(
                f"最終日は{service.closing.announced.end.last_day}です。",
                f"Its last day is {service.closing.announced.end.last_day}.",
            ),
        )
    _in_time(command.last_day, rules, service, context)
    if command.stays_connected is not None:
        require_registered(context, command.stays_connected, "stays_connected")
    farewells = _farewells(rules, service, context)
    end = _end(command, rules, service, context, farewells)
    announced = happened.ClosingAnnounced(
        end=end,
        ends_at=end_of(end.last_day, service.time_zone),
        owner=Owner(role=Role.COORDINATOR, persons=service.coordinators),
        fewest_answers=rules.fewest_answers,
        **_voices(rules, end.last_day, service, context),
    )
    return [announced, *_arranged(farewells, rules, service, context)]


def _arranged(farewells: tuple[Meeting, ...], rules: ClosingRules, service: Service, context: Context) -> list[Event]:
    if rules.farewell is None:
        return []
    minimum, capacity = rules.farewell.minimum, rules.farewell.capacity
    arranged = (GatheringArranged(meeting=one, minimum=minimum, capacity=capacity) for one in farewells)
    return [*terms_set("farewell", rules.farewell, service.gatherings, context.rules), *arranged]


def _plainly(context: Context) -> ClosingRules:
    """Where the playbook does not say how a service ends: everybody is told, and the law holds for every role.

    It is not known who works, so all are given the notice of those who do.
    """
    return ClosingRules(notice="P1D", working_roles=tuple(context.rules.memberships))


def _in_time(last_day: date, rules: ClosingRules, service: Service, context: Context) -> None:
    earliest = local_date(after(context.now, rules.notice, service.time_zone), service.time_zone)
    if last_day < earliest:
        raise refusal(
            "notice-too-short",
            wrong=(
                f"{last_day}では、約束した予告の期間より早すぎます。",
                f"{last_day} is too soon: those who rely on this service were promised notice.",
            ),
            right=(f"最終日は{earliest}以降にしてください。", f"Let the last day be {earliest} or later."),
            field="last_day",
        )


def _farewells(rules: ClosingRules, service: Service, context: Context) -> tuple[Meeting, ...]:
    today, farewell = local_date(context.now, service.time_zone), rules.farewell
    if farewell is None:
        return ()
    return tuple(
        Meeting(
            gathering=f"farewell-{number}",
            kind="farewell",
            name=farewell.name,
            at=moment_on(days_after(today, days), farewell.at, service.time_zone),
            minutes=farewell.minutes,
            time_zone=service.time_zone,
            place=farewell.place,
            uid=f"{service.id}.farewell",
            series="farewell",
        )
        for number, days in enumerate(farewell.days, 1)
    )


def _end(
    command: asked.AnnounceClosing,
    rules: ClosingRules,
    service: Service,
    context: Context,
    farewells: tuple[Meeting, ...],
) -> EndOfService:
    return EndOfService(
        last_day=command.last_day,
        announced_at=context.now,
        reason=command.reason,
        stays_connected=command.stays_connected or service.contact or service.coordinators[0],
        working_roles=rules.working_roles,
        farewells=farewells,
        call_before=rules.call_before,
        gains=tuple(rules.gains),
        dimensions=tuple(rules.dimensions),
    )


def _voices(rules: ClosingRules, last_day: date, service: Service, context: Context) -> dict[str, Any]:
    ends_at = end_of(last_day, service.time_zone)
    asked_for = context.schedule("closing_voices", service.time_zone, ends_at)
    return {"voices": asked_for, "gains": rules.gains, "dimensions": rules.dimensions}


def _looked_back(closing: Closing) -> happened.ServiceLookedBack:
    if closing.standing != "looking_back" or closing.announced is None:
        raise refusal(
            "nothing-to-look-back",
            wrong=("いまは、ふりかえりの途中ではありません。", "Nobody is looking back now."),
            right=("サービスの最終日のあとに始まります。", "It begins after the last day of the service."),
        )
    voices, fewest = closing.voices, closing.announced.fewest_answers
    enough = voices.number >= fewest
    means = {name: round(10 * total / voices.number) for name, total in voices.involvement.items()} if enough else {}
    gains = {name: count for name, count in voices.gains.items() if count >= fewest}
    return happened.ServiceLookedBack(voices=voices.number, gains=gains, involvement=means)


def _found(command: asked.FoundCommunity, service: Service, context: Context) -> list[Event]:
    require_closing_rules(context)
    leader = context.facts.get(StreamReference(kind="membership", id=command.leader).key)
    if leader is None or leader.service != service.id or (leader.stage == "ended" and not leader.closing.ended):
        raise refusal(
            "leader-not-a-member",
            wrong=(
                f"「{command.leader}」は、このサービスのメンバーではありません。",
                f"{command.leader} is no membership of this service.",
            ),
            right=(
                "メンバーの番号(サービス.人)を指定してください。",
                "Name a member by the id of the membership, SERVICE.PERSON.",
            ),
            field="leader",
        )
    if not leader.closing.leads:
        raise refusal(
            "leader-did-not-agree",
            wrong=(
                "この方は、まだ世話役を引き受けると答えていません。",
                "This member has not agreed to lead the community.",
            ),
            right=(
                "先にご本人の気持ちをうかがい、AgreeToLead で記録してください。",
                "Ask them first, and record that they agree with AgreeToLead.",
            ),
            field="leader",
        )
    known = service.closing.community
    if known is not None and (known.leader, known.name) == (leader.person, command.community):
        return []
    return [happened.CommunityFounded(community=command.community, leader=leader.person)]


def _invite_on(command: asked.InviteMembersOn, service: Service, context: Context) -> list[Event]:
    successor = open_service(command.next_service, context)
    if successor.id == service.id:
        raise refusal(
            "its-own-successor",
            wrong=("サービスは、自分自身の後に続くことはできません。", "A service cannot follow itself."),
            right=("次のサービスの番号を指定してください。", "Name the service that follows."),
            field="next_service",
        )
    # Sent again, it reaches those who have agreed since: whoever was invited before is not invited twice.
    return [happened.SuccessorFound(successor=successor.id, name=successor.name)]
