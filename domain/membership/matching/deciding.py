"""What a membership decides about spare time, matches and days away."""

from typing import Any, assert_never

from domain.membership.events import JoinedService
from domain.membership.matching import absences
from domain.membership.matching import commands as asked
from domain.membership.matching import events as happened
from domain.membership.matching.commands import MatchingCommand
from domain.membership.matching.state import Absence
from domain.membership.standing import is_over, require_member
from domain.membership.state import Membership
from domain.playbooks.capabilities.matching import MatchingRules
from domain.shared.actors import Role
from domain.shared.decider import Context
from domain.shared.models import Event
from domain.shared.periods import local_date
from domain.shared.refusals import not_in_playbook, refusal
from domain.shared.values import StreamReference
from domain.shared.waiting import Owner
from domain.shared.watching import Watch
from domain.shared.wording import choices_in_words


def membership_reference(membership: str) -> StreamReference:
    """The stream of a membership."""
    return StreamReference(kind="membership", id=membership)


def decide(command: MatchingCommand, state: Membership, context: Context) -> list[Event]:
    """The events that follow from a command.

    Raises:
        DomainError: the command is refused.
    """
    match command:
        case asked.NoteClient():
            return _note_client(command, state, context)
        case asked.NoteAbsence():
            return absences.note(command, state, context)
        case asked.NoteAbsenceTakenBack():
            return absences.note_taken_back(command, state, context)
        case asked.NoteAccompanistLeft():
            return _note_accompanist_left(command, state, context)
        case _:
            require_member(state, context.now)
            return _asked_by_people(command, state, context, _rules(context))


def _asked_by_people(
    command: asked.SayWhatSuits
    | asked.TakeClients
    | asked.MatchAccompanist
    | asked.Rematch
    | asked.AnnounceAbsence
    | asked.TakeBackAbsence,
    state: Membership,
    context: Context,
    rules: MatchingRules,
) -> list[Event]:
    match command:
        case asked.SayWhatSuits():
            return _say(command, state, rules)
        case asked.TakeClients():
            _require_role(state, rules.accompanist)
            return [] if state.matching.open == command.open else [happened.ClientsWelcome(open=command.open)]
        case asked.MatchAccompanist():
            return _match(command, state, context, rules)
        case asked.Rematch():
            return _rematch(state, context, rules)
        case asked.AnnounceAbsence():
            return _announce(command, state, context, rules)
        case asked.TakeBackAbsence():
            return absences.take_back(command, state, context)
        case _:
            assert_never(command)


def _rules(context: Context) -> MatchingRules:
    rules = context.rules.matching
    if rules.client is None or rules.accompanist is None:
        what = ("伴走者との組み合わせ", "matching with accompanists")
        raise not_in_playbook("capability-unused", what, "[rules.matching] client, accompanist")
    return rules


def _require_role(state: Membership, role: str | None) -> None:
    if state.member_role != role:
        raise refusal(
            "member-role-wrong",
            wrong=(
                f"この方の役割は「{state.member_role}」です。",
                f"This member's role is {state.member_role}.",
            ),
            right=(f"役割が「{role}」の方を選んでください。", f"Choose a member whose role is {role}."),
        )


def _say(command: asked.SayWhatSuits, state: Membership, rules: MatchingRules) -> list[Event]:
    unknown = [tag for tag in command.tags if tag not in rules.tags]
    if unknown:
        tags = choices_in_words(rules.tags)
        raise refusal(
            "tag-unknown",
            wrong=(f"「{unknown[0]}」という言葉は用意されていません。", f"There is no tag {unknown[0]}."),
            right=(f"選べるのは: {tags.ja}。", f"There are: {tags.en}."),
            field="tags",
        )
    wished = command.clients or 1
    if wished > rules.clients_at_most:
        raise refusal(
            "clients-too-many",
            wrong=(f"一度に {wished} 人は多すぎます。", f"{wished} clients at a time are too many."),
            right=(f"{rules.clients_at_most} 人までにしてください。", f"Take {rules.clients_at_most} at most."),
            field="clients",
        )
    suits = tuple(dict.fromkeys(command.tags))
    said = happened.SuitsSaid(spare_time=tuple(dict.fromkeys(command.spare_time)), tags=suits, clients=wished)
    known = state.matching
    return [] if (known.spare_time, known.tags, known.most_clients) == (said.spare_time, suits, wished) else [said]


def _match(command: asked.MatchAccompanist, state: Membership, context: Context, rules: MatchingRules) -> list[Event]:
    _require_role(state, rules.client)
    other = _accompanist(command.accompanist, state, context, rules, "accompanist")
    if other.person == state.matching.accompanist:
        return []
    _require_room(other)
    former = state.matching.accompanist
    return [happened.AccompanistMatched(accompanist=other.person, former=former, watch=_watch(context))]


def _accompanist(membership: str, state: Membership, context: Context, rules: MatchingRules, field: str) -> Any:
    other = context.facts.get(membership_reference(membership).key)
    fits = other is not None and other.service == state.service and other.stage == "member"
    if other is None or not fits or other.member_role != rules.accompanist or other.person == state.person:
        raise refusal(
            "no-accompanist",
            wrong=(
                f"「{membership}」は、このサービスの伴走者ではありません。",
                f"{membership} is no accompanist of this service.",
            ),
            right=(
                f"メンバーの番号({state.service}. と人の番号)で書きます。`banso member suggest` で確かめられます。",
                f"Write a membership's id: {state.service}. and the person's. `banso member suggest` lists who fits.",
            ),
            field=field,
        )
    return other


def _require_room(other: Any) -> None:
    if not other.matching.open:
        raise refusal(
            "accompanist-paused",
            wrong=(
                "この伴走者は、いまは新しい方をお受けしていません。",
                "This accompanist takes no further clients now.",
            ),
            right=("ほかの伴走者を選んでください。", "Choose another accompanist."),
            field="accompanist",
        )
    if other.matching.full:
        count = other.matching.most_clients
        raise refusal(
            "accompanist-full",
            wrong=(
                f"この伴走者は、すでに {count} 人に伴走しています。",
                f"This accompanist has {count} client{'' if count == 1 else 's'} already.",
            ),
            right=("ほかの伴走者を選んでください。", "Choose another accompanist."),
            field="accompanist",
        )


def _watch(context: Context) -> Watch:
    return Watch(rules=context.rules.radar, every=context.rules.reports.every)


def _rematch(state: Membership, context: Context, rules: MatchingRules) -> list[Event]:
    _require_role(state, rules.client)
    if state.matching.accompanist is None:
        raise refusal(
            "not-matched",
            wrong=("まだ伴走者が決まっていません。", "There is no accompanist yet."),
            right=("コーディネーターからのご案内をお待ちください。", "The coordinator will be in touch."),
        )
    if state.waits_for_match:
        return []
    number, owner = state.matching.wishes + 1, Owner(role=Role.COORDINATOR, persons=(state.coordinator,))
    return [happened.RematchWished(number=number, schedule=context.schedule("rematch", state.time_zone), owner=owner)]


def _announce(command: asked.AnnounceAbsence, state: Membership, context: Context, rules: MatchingRules) -> list[Event]:
    absences.require_days(command, state, local_date(context.now, state.time_zone))
    deputy = None
    if command.deputy is not None:
        _require_role(state, rules.accompanist)
        deputy = _accompanist(command.deputy, state, context, rules, "deputy").person
    away = Absence(first_day=command.first_day, last_day=command.last_day, deputy=deputy)
    return [] if away in state.matching.absences else [happened.AbsenceAnnounced(**away.model_dump())]


def awaited(joined: JoinedService, before: Membership | None, context: Context) -> list[Event]:
    """A client who joins waits for somebody beside them; `before` is who they were when they belonged to it earlier."""
    rules = context.rules.matching
    if rules.accompanist is None or joined.member_role != rules.client:
        return []
    wishes = before.matching.wishes if before is not None else 0
    owner = Owner(role=Role.COORDINATOR, persons=(joined.coordinator,))
    schedule = context.schedule("rematch", joined.time_zone)
    return [happened.MatchAwaited(number=wishes + 1, schedule=schedule, owner=owner)]


def _note_client(command: asked.NoteClient, state: Membership, context: Context) -> list[Event]:
    has = command.client in state.matching.clients
    # Those who end on the same day part by that alone.
    if is_over(state, context.now):
        return []
    if command.taken and not has and state.member_role == context.rules.matching.accompanist:
        return [happened.ClientTaken(client=command.client, watch=_watch(context))]
    late = any(one.startswith(f"{command.client}/") for one in state.radar.overdue)
    return [happened.ClientParted(client=command.client)] if (has or late) and not command.taken else []


def _note_accompanist_left(command: asked.NoteAccompanistLeft, state: Membership, context: Context) -> list[Event]:
    if is_over(state, context.now) or state.matching.accompanist != command.accompanist:
        return []
    owner = Owner(role=Role.COORDINATOR, persons=(state.coordinator,))
    return [
        happened.AccompanistLeft(
            accompanist=command.accompanist,
            number=state.matching.wishes + 1,
            schedule=context.schedule("rematch", state.time_zone),
            owner=owner,
        )
    ]
