"""What a membership's stream decides."""

from typing import assert_never

from domain.membership import commands as asked
from domain.membership.accompanying import deciding as accompanying
from domain.membership.accompanying.commands import AccompanyingCommand
from domain.membership.closing import deciding as closing
from domain.membership.closing.commands import MemberClosingCommand
from domain.membership.closing.living_on import refuse_leader
from domain.membership.commands import JoinService, MembershipCommand
from domain.membership.events import JoinedService, LeftService, TimeZoneNoted
from domain.membership.gatherings import deciding as gatherings
from domain.membership.gatherings.commands import MemberGatheringCommand
from domain.membership.hands import note_coordinators, responsible
from domain.membership.matching import covering
from domain.membership.matching import deciding as matching
from domain.membership.matching.commands import MatchingCommand
from domain.membership.state import Membership, evolve
from domain.membership.watching import deciding as watching
from domain.membership.watching import turning
from domain.membership.watching.commands import WatchingCommand
from domain.playbooks.schema import MembershipRules
from domain.service.finding import open_service
from domain.shared.actors import Role
from domain.shared.deadlines import MeetDeadline, meet
from domain.shared.decider import Context
from domain.shared.models import Event
from domain.shared.refusals import refusal
from domain.shared.registered import require_registered
from domain.shared.surveys import KIND as SURVEY
from domain.shared.surveys import AnswerSurvey, answer_survey, meet_survey, with_surveys
from domain.shared.values import narrative
from domain.shared.watching import with_turn
from domain.shared.wording import choices_in_words


def decide(command: MembershipCommand, state: Membership | None, context: Context) -> list[Event]:
    """The events that follow from a command.

    Raises:
        DomainError: the command is refused.
    """
    events = _decided(command, state, context)
    if state is not None:
        events = with_surveys(events, state, context, state.member_role)
    return with_turn(command, state, events, context, evolve, turning.deadlines, turning.turned)


def _decided(command: MembershipCommand, state: Membership | None, context: Context) -> list[Event]:
    if isinstance(command, JoinService):
        joined = _join(command, state, context)
        return [joined, *matching.awaited(joined, state, context)]
    membership = _known(state)
    if isinstance(command, MemberGatheringCommand):
        return gatherings.decide(command, membership, context)
    if isinstance(command, MemberClosingCommand):
        return closing.decide(command, membership, context)
    if isinstance(command, MatchingCommand):
        return matching.decide(command, membership, context)
    if isinstance(command, AccompanyingCommand):
        return accompanying.decide(command, membership, context)
    if isinstance(command, WatchingCommand):
        return watching.decide(command, membership, context)
    if isinstance(command, AnswerSurvey):
        return [answer_survey(command, membership)]
    match command:
        case asked.LeaveService():
            return _leave(command, membership)
        case asked.NoteTimeZone():
            older = membership.stage == "ended" or command.number <= membership.zone_number
            return [] if older else [TimeZoneNoted(number=command.number, time_zone=command.time_zone)]
        case asked.NoteCoordinators():
            return note_coordinators(command, membership, context)
        case MeetDeadline() if command.kind == SURVEY:
            return meet_survey(command, membership, context)
        case MeetDeadline():
            of_days = [*closing.meet(command, membership, context), *covering.meet(command, membership, context)]
            return [*of_days, *meet(membership.waits, command, context.now)]
        case _:
            assert_never(command)


def _join(command: JoinService, state: Membership | None, context: Context) -> JoinedService:
    if state is not None and state.stage != "ended":
        raise refusal(
            "member-already",
            wrong=("この方はすでにメンバーです。", "This person is a member already."),
            right=("別の方を指定してください。", "Name somebody else."),
            field="person",
        )
    _right_id(command, context)
    service = open_service(command.service, context)
    if context.actor.role == Role.PARTICIPANT and context.actor.person != command.person:
        raise refusal(
            "other-person",
            wrong=("ほかの人の名前では参加できません。", "Nobody can join for somebody else."),
            right=("自分の番号で参加してください。", "Join under your own id."),
            field="person",
        )
    _share(command, _role(command, context))
    person = require_registered(context, command.person, "person")
    return JoinedService(
        membership=context.stream_id,
        playbook=context.rules.reference,
        title=service.name,
        host=service.region,
        coordinator=responsible(service.coordinators, command.person),
        time_zone=person.time_zone,
        **command.model_dump(exclude={"type"}),
    )


def _right_id(command: JoinService, context: Context) -> None:
    right = f"{command.service}.{command.person}"
    if context.stream_id != right:
        raise refusal(
            "membership-id",
            wrong=(
                f"「{context.stream_id}」は、この方のメンバーとしての番号ではありません。",
                f"{context.stream_id} is not the id of this person's membership.",
            ),
            right=(f"番号は {right} です。", f"Its id is {right}, so that nobody is a member twice."),
        )


def _role(command: JoinService, context: Context) -> MembershipRules:
    known = context.rules.memberships
    if command.member_role not in known:
        names = ", ".join(sorted(known)) or "-"
        raise refusal(
            "member-role-unknown",
            wrong=(
                f"このサービスに「{command.member_role}」という役割はありません。",
                f"This service has no members called {command.member_role}.",
            ),
            right=(f"プレイブックにある役割: {names}。", f"Its playbook knows: {names}."),
            field="member_role",
        )
    return known[command.member_role]


def _share(command: JoinService, rules: MembershipRules) -> None:
    """All understandings have to be shared; each missing one is named in full."""
    missing = {name: text for name, text in rules.understandings.items() if name not in command.understandings}
    if missing:
        names = choices_in_words(missing)
        raise refusal(
            "understanding-missing",
            wrong=(
                f"共有できていない前提があります: {names.ja}。",
                f"An understanding is not shared: {names.en}.",
            ),
            right=("話し合って、すべてを確かめてから参加してください。", "Talk it over, and join once all are shared."),
            field="understandings",
            details={"known": ", ".join(rules.understandings)},
        )
    unknown = [name for name in command.understandings if name not in rules.understandings]
    if unknown:
        known = choices_in_words(rules.understandings)
        raise refusal(
            "understanding-unknown",
            wrong=(f"「{unknown[0]}」という前提はありません。", f"There is no understanding {unknown[0]}."),
            right=(f"このサービスの前提: {known.ja}。", f"Those of this service are: {known.en}."),
            field="understandings",
        )


def _known(state: Membership | None) -> Membership:
    if state is None:
        raise refusal(
            "membership-unknown",
            wrong=("このメンバーはいません。", "There is no such membership."),
            right=("先に JoinService で参加してください。", "Join first, with JoinService."),
        )
    return state


def _leave(command: asked.LeaveService, state: Membership) -> list[Event]:
    if state.stage == "ended":
        return []
    refuse_leader(state)
    return [LeftService(reason=narrative(state.person, command.reason))]
