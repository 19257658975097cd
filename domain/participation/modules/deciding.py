"""Modules before a departure: nobody leaves before each of them is done."""

from typing import assert_never

from domain.participation.modules import commands as asked
from domain.participation.modules.commands import ModuleCommand
from domain.participation.modules.events import Departed, ModuleDone
from domain.participation.state import Participation
from domain.shared.decider import Context
from domain.shared.models import Event
from domain.shared.periods import local_date
from domain.shared.refusals import not_in_playbook, refusal
from domain.shared.values import narrative
from domain.shared.wording import choices_in_words

PREPARING = ("prepare", "work")


def decide(command: ModuleCommand, state: Participation, context: Context) -> list[Event]:
    """The events that follow from a command.

    Raises:
        DomainError: it is refused; also where the playbook names no modules.
    """
    _require_modules(context)
    if state.stage not in PREPARING:
        raise refusal(
            "not-preparing",
            wrong=("いまは、出発の準備をする段階ではありません。", "This is not the time to prepare a departure."),
            right=(
                "選ばれてから、活動が終わるまでの間に行ってください。",
                "Do it after the selection and before the work has ended.",
            ),
        )
    match command:
        case asked.RecordModule():
            return _record(command, state, context)
        case asked.Depart():
            return _depart(command, state, context)
        case _:
            assert_never(command)


def _require_modules(context: Context) -> None:
    if not context.rules.modules:
        what = ("出発前のモジュール", "modules before a departure")
        raise not_in_playbook("no-modules", what, "[rules.modules]")


def _record(command: asked.RecordModule, state: Participation, context: Context) -> list[Event]:
    known, done = context.rules.modules, state.preparation.modules
    if command.module not in known:
        modules = choices_in_words(known)
        raise refusal(
            "module-unknown",
            wrong=(f"「{command.module}」というモジュールはありません。", f"There is no module {command.module}."),
            right=(f"プレイブックにあるのは: {modules.ja}。", f"The playbook names: {modules.en}."),
            field="module",
        )
    if command.module in done:
        raise refusal(
            "module-done",
            wrong=(
                f"「{known[command.module].ja}」は {done[command.module].done_on} に終えています。",
                f'"{known[command.module].en}" was done on {done[command.module].done_on}.',
            ),
            right=("まだ終えていないモジュールを記録してください。", "Record a module that is not done yet."),
            field="module",
        )
    if command.done_on > local_date(context.now, state.time_zone):
        raise refusal(
            "date-future",
            wrong=(f"{command.done_on} はまだ来ていません。", f"{command.done_on} has not come yet."),
            right=("終えてから記録してください。", "Record a module when it is done."),
            field="done_on",
        )
    learned = narrative(state.person, command.learned)
    complete = set(known) <= {*done, command.module}
    said = command.model_dump(include={"module", "done_on"})
    return [ModuleDone(**said, learned=learned, by=context.actor, complete=complete)]


def _depart(command: asked.Depart, state: Participation, context: Context) -> list[Event]:
    missing = [words for key, words in context.rules.modules.items() if key not in state.preparation.modules]
    if missing:
        raise refusal(
            "modules-missing",
            wrong=(
                "まだ終えていないモジュールがあります: " + "、".join(f"「{one.ja}」" for one in missing) + "。",
                "A module is not done yet: " + "; ".join(one.en for one in missing) + ".",
            ),
            right=("すべてを終えてから出発してください。", "Leave when every one of them is done."),
        )
    if state.preparation.leaves_on == command.leaves_on:
        return []
    if state.preparation.leaves_on is not None:
        raise refusal(
            "departed-already",
            wrong=(
                f"出発の日は {state.preparation.leaves_on} に決まっています。",
                f"The day of leaving is settled: {state.preparation.leaves_on}.",
            ),
            right=("出発は一度だけ記録します。", "A departure is recorded once."),
            field="leaves_on",
        )
    last = max(one.done_on for one in state.preparation.modules.values())
    if command.leaves_on < last:
        raise refusal(
            "date-impossible",
            wrong=(
                f"{command.leaves_on} には、まだ準備が終わっていません。",
                f"On {command.leaves_on} a module was still open.",
            ),
            right=(f"{last} 以降の日付にしてください。", f"Choose {last} or a later day."),
            field="leaves_on",
        )
    return [Departed(leaves_on=command.leaves_on, by=context.actor)]
