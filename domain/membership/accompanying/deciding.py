"""What a membership decides about its goal, reports and answers."""

from typing import assert_never

from domain.membership.accompanying import commands as asked
from domain.membership.accompanying import events as happened
from domain.membership.accompanying.commands import AccompanyingCommand
from domain.membership.accompanying.mentions import steps_mentioned
from domain.membership.standing import require_member
from domain.membership.state import Membership
from domain.shared.actors import Role
from domain.shared.decider import Context
from domain.shared.models import Event
from domain.shared.periods import local_date
from domain.shared.refusals import not_in_playbook, refusal
from domain.shared.values import narrative
from domain.shared.waiting import Owner, Wait

WAIT = "report_answer"


def decide(command: AccompanyingCommand, state: Membership, context: Context) -> list[Event]:
    """The events that follow from a command.

    Raises:
        DomainError: the command is refused.
    """
    require_member(state, context.now)
    if not context.rules.reports.by:
        what = ("目標に向けた報告", "reports on the way to a goal")
        raise not_in_playbook("capability-unused", what, "[rules.reports] by")
    match command:
        case asked.SetGoal():
            return _set_goal(command, state, context)
        case asked.WriteReport():
            return _write(command, state, context)
        case asked.AnswerReport():
            return _answer(command, state, context)
        case _:
            assert_never(command)


def _require_writer(state: Membership, context: Context) -> None:
    if state.member_role not in context.rules.reports.by:
        names = ", ".join(context.rules.reports.by)
        raise refusal(
            "no-reports-here",
            wrong=(
                f"役割「{state.member_role}」の方は、このサービスでは報告を書きません。",
                f"Members in the role {state.member_role} write no reports in this service.",
            ),
            right=(f"報告を書くのは: {names}。", f"Reports are written by: {names}."),
        )


def _set_goal(command: asked.SetGoal, state: Membership, context: Context) -> list[Event]:
    _require_writer(state, context)
    steps = tuple(narrative(state.person, step) for step in command.steps)
    return [happened.GoalSet(goal=narrative(state.person, command.goal), steps=steps)]


def _write(command: asked.WriteReport, state: Membership, context: Context) -> list[Event]:
    _require_writer(state, context)
    steps = len(state.accompanying.steps)
    unknown = [number for number in command.done if number > steps]
    if unknown:
        raise refusal(
            "step-unknown",
            wrong=(f"目標に {unknown[0]} 番目の一歩はありません。", f"The goal has no step {unknown[0]}."),
            right=(f"目標の一歩は {steps} つです。", f"It has {steps} step{'' if steps == 1 else 's'}."),
            field="done",
        )
    said = {*command.done, *steps_mentioned(command.text, steps)}
    done = tuple(sorted(said - set(state.accompanying.done)))
    return [
        happened.ReportWritten(
            number=state.accompanying.reports + 1,
            text=narrative(state.person, command.text),
            done=done,
            schedule=context.schedule(WAIT, state.time_zone),
            owner=_answering(state, context),
        )
    ]


def _answering(state: Membership, context: Context) -> Owner:
    person = state.matching.answering(local_date(context.now, state.time_zone))
    if person is None:
        return Owner(role=Role.COORDINATOR, persons=(state.coordinator,))
    return Owner(role=Role.COMPANION, persons=(person,))


def _answer(command: asked.AnswerReport, state: Membership, context: Context) -> list[Event]:
    known, number = state.accompanying, command.number
    if number > known.reports:
        raise refusal(
            "report-unknown",
            wrong=(f"報告 {number} はありません。", f"There is no report {number}."),
            right=(f"報告は {known.reports} 件です。", f"There are {known.reports} reports."),
            field="number",
        )
    if str(number) not in known.unanswered:
        raise refusal(
            "answered-already",
            wrong=("この報告には返信済みです。", "This report was answered already."),
            right=("返信は一度だけです。", "A report is answered once."),
        )
    wait = state.waits[f"{WAIT}:{number}"]
    _require_theirs(wait, state, context)
    late = wait.step == "escalated"
    text = narrative(state.person, command.text)
    return [happened.ReportAnswered(number=number, by=context.actor.person, text=text, late=late)]


def _require_theirs(wait: Wait, state: Membership, context: Context) -> None:
    """Whoever stood in answers, after their days, only what was handed to them."""
    beside = (state.matching.accompanist, *state.matching.standing_in, *wait.owner.persons)
    if context.actor.role == Role.COMPANION and context.actor.person not in beside:
        raise refusal(
            "report-not-yours",
            wrong=("この報告へのお返事は、ほかの方にお願いしています。", "This report is somebody else's to answer."),
            right=(
                "代わりをお引き受けの期間に届いた報告と、引き継いだ報告にお返事ください。",
                "Answer the reports of the days on which you stand in, and those that were handed to you.",
            ),
            field="number",
        )
