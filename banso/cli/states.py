"""A stream's state in a person's words: labels, values, what waits; personal values as they may be read."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from banso.cli.layout import laid_out
from banso.cli.output import until
from banso.cli.parts import Names, called, entries_of, is_person
from banso.cli.texts import say
from banso.cli.words import ROLES, STAGES, STEPS, WAITS, word
from domain.aggregates import AGGREGATES
from domain.shared.actors import Actor

if TYPE_CHECKING:
    from domain.shared.values import StreamReference
    from domain.shared.waiting import Wait

TOLD_ABOVE = ("title", "stage")


def describe(
    reference: "StreamReference", version: int, state: Any, names: Names | None = None, width: int | None = None
) -> str:
    """The whole state; `names` are those of persons by their ids, `width` is that of the terminal, in cells."""
    aggregate, known = AGGREGATES[reference.kind], names or {}
    title = aggregate.summary(state).title
    lead = reference.key if title == reference.id else f"{reference.key}  {title}"
    stage = word(STAGES, aggregate.stage(state))
    standing = say(f"段階 {stage}、版 {version}", f"Stage: {stage}, version {version}")
    told = laid_out(entries_of(state, known, TOLD_ABOVE, getattr(state, "time_zone", None)), width)
    return "\n".join([lead, standing, "", *told, *_waiting(state.waits.values(), state.due_days, known, width)])


def people_of(value: Any) -> list[str]:
    """The ids of everybody whom a state may name, without repetition."""
    return list(dict.fromkeys(_people(value)))


def _people(value: Any) -> Iterable[str]:
    match value:
        case Actor():
            yield value.person
        case BaseModel():
            for name in type(value).model_fields:
                held = getattr(value, name)
                yield from _ids(held) if is_person(name) or name == "routes" else _people(held)
        case Mapping():
            for each in value.values():
                yield from _people(each)
        case tuple():
            for each in value:
                yield from _people(each)
        case _:
            return


def _ids(held: Any) -> Iterable[str]:
    """Under a field that names people: an id, several, or entries by ids."""
    match held:
        case str():
            yield held
        case tuple():
            yield from (one for one in held if isinstance(one, str))
        case Mapping():
            yield from held
            yield from (one for one in held.values() if isinstance(one, str))
            yield from _people(held)
        case _:
            yield from _people(held)


def _waiting(waits: "Iterable[Wait]", due_days: Mapping[str, date], names: Names, width: int | None) -> list[str]:
    ordered = sorted(waits, key=lambda wait: wait.schedule.escalate_at)
    if not ordered:
        return ["", say("待っていることはありません。", "It waits for nothing.")]
    rows = [
        (
            f"{word(WAITS, wait.kind)} ({names.get(wait.subject, wait.subject)})",
            say(
                f"{_owner(wait, names)} が {day} までに({word(STEPS, wait.step)})",
                f"{_owner(wait, names)}, until {day} ({word(STEPS, wait.step)})",
            ),
        )
        for wait in ordered
        for day in [until(due_days.get(wait.key), wait.schedule.escalate_at)]
    ]
    return ["", say("待っていること:", "It waits for:"), *laid_out(rows, width)]


def _owner(wait: "Wait", names: Names) -> str:
    people = ", ".join(called(one, names) for one in wait.owner.persons)
    return " ".join([word(ROLES, wait.owner.role.value), people]).strip()
