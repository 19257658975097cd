"""What an engagement decides about the problems that those at the front bring home."""

from typing import assert_never

from domain.engagement.consultations import commands as asked
from domain.engagement.consultations import events as happened
from domain.engagement.consultations.balance import balance_events, front_of
from domain.engagement.consultations.commands import ConsultationCommand
from domain.engagement.consultations.radar import open_care, turned
from domain.engagement.consultations.state import WAIT, Consultation
from domain.engagement.milestones import require_milestone
from domain.engagement.premises.planning import require_no_other_plan
from domain.engagement.state import Engagement
from domain.shared.actors import Role
from domain.shared.decider import Context
from domain.shared.models import Event
from domain.shared.periods import days_after
from domain.shared.refusals import not_in_playbook, refusal
from domain.shared.registered import require_registered
from domain.shared.values import BilingualText, narrative
from domain.shared.waiting import Owner
from domain.shared.watching import no_care_open
from domain.shared.wording import choices_in_words


def decide(command: ConsultationCommand, state: Engagement, context: Context) -> list[Event]:
    """The events that follow from a command.

    Raises:
        DomainError: the command is refused.
    """
    if not context.rules.consultations.kinds:
        what = ("困りごとの相談", "consultations")
        raise not_in_playbook("no-consultations-here", what, "[rules.consultations.kinds]")
    match command:
        case asked.RouteConsultations():
            return _route(command, context)
        case asked.PutAtFront():
            return _put_at_front(command, state, context)
        case asked.TakeFromFront():
            return [happened.FrontLeft(person=command.person)] if command.person in state.consultations.front else []
        case asked.RaiseConsultation():
            return _raise(command, state, context)
        case asked.AnswerConsultation():
            return _answer(command, state, context)
        case asked.RedirectConsultation():
            return _redirect(command, state, context)
        case asked.ReflectInSchedule():
            return _reflect(command, state, context)
        case asked.CloseConsultation():
            return _close(command, state, context)
        case asked.CareForCarrier():
            return _care_for(command, state)
        case _:
            assert_never(command)


def _route(command: asked.RouteConsultations, context: Context) -> list[Event]:
    known = context.rules.consultations.kinds
    unknown = [kind for kind in command.kinds if kind not in known]
    if unknown:
        kinds = choices_in_words(known)
        raise refusal(
            "kind-unknown",
            wrong=(f"「{unknown[0]}」という種類は決まっていません。", f"There is no kind {unknown[0]}."),
            right=(f"プレイブックにある種類: {kinds.ja}。", f"Its playbook knows: {kinds.en}."),
            field="kinds",
        )
    require_registered(context, command.owner, "owner")
    words = [known[kind] for kind in dict.fromkeys(command.kinds)]
    problem = BilingualText(ja="、".join(one.ja for one in words), en=", ".join(one.en for one in words))
    return [happened.ConsultationsRouted(owner=command.owner, kinds=command.kinds, problem=problem)]


def _put_at_front(command: asked.PutAtFront, state: Engagement, context: Context) -> list[Event]:
    if command.person in front_of(state):
        return []
    require_registered(context, command.person, "person")
    return [happened.FrontJoined(person=command.person)]


def _raise(command: asked.RaiseConsultation, state: Engagement, context: Context) -> list[Event]:
    if state.stage != "accompany" or state.terminated:
        raise refusal(
            "not-in-execution",
            wrong=("いまは実施期間ではありません。", "This engagement is not in its time of work."),
            right=(
                "キックオフの後、ふりかえりの前に相談してください。",
                "Raise it after the kick-off and before the retrospective.",
            ),
        )
    carrier = _carrier(command, state, context)
    named = state.consultations.routes.get(command.kind)
    return [
        happened.ConsultationRaised(
            consultation=len(state.consultations.cases) + 1,
            problem=_words_of(command.kind, context),
            carrier=carrier,
            by=context.actor,
            words=narrative(carrier, command.words),
            owner=_owner(named, carrier, state),
            schedule=context.schedule(WAIT, state.time_zone),
            radar=context.rules.radar,
            **command.model_dump(include={"kind", "customer", "cause"}),
        )
    ]


def _carrier(command: asked.RaiseConsultation, state: Engagement, context: Context) -> str:
    carrier = command.carrier or context.actor.person
    if context.actor.role == Role.PARTICIPANT and carrier != context.actor.person:
        raise refusal(
            "other-person",
            wrong=("ほかの人の名前では相談できません。", "Nobody can raise something for somebody else."),
            right=("自分のこととして相談してください。", "Raise it in your own name."),
            field="carrier",
        )
    if carrier not in front_of(state):
        names = ", ".join(front_of(state)) or "-"
        raise refusal(
            "not-at-the-front",
            wrong=(f"{carrier} さんは現場の担当ではありません。", f"{carrier} is not at the front."),
            right=(
                f"現場にいるのは: {names}。ほかの人は、先に PutAtFront で加えてください。",
                f"At the front are: {names}. Others can be put there first, with PutAtFront.",
            ),
            field="carrier",
        )
    return carrier


def _words_of(kind: str, context: Context) -> BilingualText:
    known = context.rules.consultations.kinds.get(kind)
    plain = kind.replace("_", " ")
    return known or BilingualText(ja=f"そのほかの困りごと（{plain}）", en=f"Something else ({plain})")


def _owner(person: str | None, carrier: str, state: Engagement) -> Owner:
    """Somebody by name; else the coordinators. Never the carrier."""
    if person is not None and person != carrier and person not in state.office:
        return Owner(role=Role.COMPANION, persons=(person,))
    coordinators = tuple(one for one in state.office if one != carrier)
    if not coordinators:
        raise refusal(
            "nobody-else",
            wrong=("抱えている本人のほかに、引き受ける人がいません。", "There is nobody but the carrier to own this."),
            right=(
                "この種類の担当者か、ほかのコーディネーターを先に決めてください。",
                "Name an owner of this kind, or another coordinator, first.",
            ),
            field="carrier",
        )
    return Owner(role=Role.COORDINATOR, persons=coordinators)


def _owned(number: int, state: Engagement, context: Context) -> Consultation:
    """An open problem that is the actor's to see to.

    Raises:
        DomainError: there is none, it is over, or somebody else's.
    """
    case = state.consultations.cases.get(str(number))
    if case is None:
        open_ones = ", ".join(state.consultations.open_cases) or "-"
        raise refusal(
            "consultation-unknown",
            wrong=(f"相談 {number} はありません。", f"There is no consultation {number}."),
            right=(f"続いている相談: {open_ones}。", f"Open are: {open_ones}."),
            field="consultation",
        )
    if not case.is_open:
        raise refusal(
            "consultation-closed",
            wrong=(f"相談 {number} はすでに終わっています。", f"Consultation {number} is over."),
            right=("続きがあれば、新しい相談として届けてもらってください。", "Let what goes on be raised anew."),
            field="consultation",
        )
    if context.actor.role == Role.COMPANION and context.actor.person != case.owner:
        raise refusal(
            "not-yours",
            wrong=("この相談の担当は、ほかの人です。", "Somebody else owns this consultation."),
            right=("担当者かコーディネーターに声をかけてください。", "Turn to its owner, or to the coordinator."),
            field="consultation",
        )
    return case


def _answer(command: asked.AnswerConsultation, state: Engagement, context: Context) -> list[Event]:
    case = _owned(command.consultation, state, context)
    first = case.first_answer_at is None
    text = narrative(context.actor.person, command.text)
    return [happened.ConsultationAnswered(consultation=command.consultation, by=context.actor, text=text, first=first)]


def _redirect(command: asked.RedirectConsultation, state: Engagement, context: Context) -> list[Event]:
    case = _owned(command.consultation, state, context)
    if command.to == case.carrier:
        raise refusal(
            "back-to-the-carrier",
            wrong=("抱えている本人に戻すことはできません。", "It cannot go back to the one who carries it."),
            right=("ほかに力になれる人を選んでください。", "Choose somebody else who can help."),
            field="to",
        )
    require_registered(context, command.to, "to")
    owner = _owner(command.to, case.carrier, state)
    is_queue = owner.role == Role.COORDINATOR
    if command.to == case.owner or (is_queue and case.owner is None):
        raise refusal(
            "owner-already",
            wrong=(f"{command.to} さんがすでに担当しています。", f"{command.to} has it already."),
            right=("ほかに力になれる人を選んでください。", "Choose somebody else who can help."),
            field="to",
        )
    return [
        happened.ConsultationRedirected(
            consultation=command.consultation,
            by=context.actor,
            reason=narrative(context.actor.person, command.reason),
            owner=owner,
            schedule=context.schedule(WAIT, state.time_zone),
        )
    ]


def _reflect(command: asked.ReflectInSchedule, state: Engagement, context: Context) -> list[Event]:
    _owned(command.consultation, state, context)
    moved = [_moved(key, command.days, state) for key in dict.fromkeys(command.milestones)]
    return [
        happened.ScheduleReflected(
            consultation=command.consultation, by=context.actor, days=command.days, moved=tuple(moved)
        )
    ]


def _moved(key: str, days: int, state: Engagement) -> happened.MilestoneMoved:
    milestone = require_milestone(state, key)
    if milestone.approved or milestone.waits_for_decision:
        raise refusal(
            "delivered-already",
            wrong=(f"「{key}」はすでに納品されています。", f"{key} was delivered already."),
            right=("まだ納品していない成果を選んでください。", "Choose results that are still to be delivered."),
            field="milestones",
        )
    require_no_other_plan(key, state, "milestones")
    later = days_after(milestone.due_on, days)
    return happened.MilestoneMoved(milestone=key, was_due_on=milestone.due_on, due_on=later)


def _close(command: asked.CloseConsultation, state: Engagement, context: Context) -> list[Event]:
    case = _owned(command.consultation, state, context)
    if command.done_about is None:
        raise refusal(
            "one-wheel",
            wrong=("困りごとに何をしたかが書かれていません。", "It does not say what was done about the problem."),
            right=(
                "両輪がそろって終わりです。困りごとにしたことと、抱えてくれた人にしたことの両方を書いてください。",
                "Both wheels have to turn: say what was done about it, and what was done for the carrier.",
            ),
            field="done_about",
        )
    if command.done_for_carrier is None:
        raise refusal(
            "one-wheel",
            wrong=(
                "抱えてくれた人に何をしたかが書かれていません。",
                "It does not say what was done for the one who carried it.",
            ),
            right=(
                "解決だけでは、抱えてくれた人がひとりのままかもしれません。その人にしたことも書いてください。",
                "A problem may be solved and its carrier still be alone: say what was done for them, too.",
            ),
            field="done_for_carrier",
        )
    return [
        happened.ConsultationClosed(
            consultation=command.consultation,
            by=context.actor,
            done_about=narrative(context.actor.person, command.done_about),
            done_for_carrier=narrative(context.actor.person, command.done_for_carrier),
            cause=command.cause,
            first=case.first_answer_at is None,
        )
    ]


def _care_for(command: asked.CareForCarrier, state: Engagement) -> list[Event]:
    care = open_care(state, command.person)
    if care is None:
        raise no_care_open("person")
    text = narrative(command.person, command.text)
    return [happened.CarrierCaredFor(person=command.person, care=care.subject, text=text)]


def what_follows(after: Engagement, context: Context) -> list[Event]:
    """What the events of any command have done to the balance and to the radar; `after` is the state with them.

    Whoever joins or leaves tilts the balance as much as a problem does, so every command is looked at.
    """
    rules = context.rules.consultations
    if not rules.kinds or after.stage not in ("recruit", "prepare", "accompany"):
        return []
    return [*balance_events(after, rules), *turned(after, context)]


def require_none_open(state: Engagement) -> None:
    """Nobody looks back while somebody still carries something.

    Raises:
        DomainError: a consultation is open.
    """
    if open_ones := ", ".join(state.consultations.open_cases):
        raise refusal(
            "consultations-open",
            wrong=(f"終わっていない相談があります: {open_ones}。", f"Consultations are still open: {open_ones}."),
            right=(
                "両輪をそろえて CloseConsultation で終えてから、ふりかえりを始めてください。",
                "Close each with both wheels, with CloseConsultation, before looking back.",
            ),
        )
