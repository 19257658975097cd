"""Who may send what, as the policy answers it: every command, every role, every relation, in one readable table.

`PYTHONPATH=tests:. python -m support.access` writes it anew; what changed is then to be read, line by line.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal, get_args, get_origin

from pydantic import TypeAdapter, ValidationError
from pydantic.fields import FieldInfo

from banso.cli.fields import alternatives, command_fields, command_models
from domain.aggregates import AGGREGATES
from domain.shared.actors import Actor, Role
from domain.shared.models import Command
from domain.shared.policy import authorize
from domain.shared.refusals import NotAllowed, NotFound

from support.deciding import EVERYBODY
from support.stories import told

TABLE = Path(__file__).parents[1] / "domain" / "access.txt"
COMMAND = "PYTHONPATH=tests:. python -m support.access"
LEGEND = """\
Who may send which command. Four marks for each role, for somebody who
  1. belongs to the stream in this role            3. does not belong to the stream
  2. belongs to the stream, in another role only   4. names a stream that is not in their tenant
o  the policy lets it through
x  refused: this role never sends it
.  hidden: as if there were no such stream
-  nobody belongs to such a stream like that
"""
STRANGER = "nobody-1"
VALUES = (
    "there", 1, "2026-12-01", ["there"], ["2026-12-01T00:00:00Z"], True, "a" * 64, "there@example.jp", "JP",
    "UTC", ["mon 09:00-10:00"], ["contract"], {"there": 1},
)  # fmt: skip


def table() -> str:
    """The whole table."""
    return "\n".join([LEGEND, *("\n".join([*_of_kind(kind), ""]) for kind in AGGREGATES)])


def _of_kind(kind: str) -> Iterator[str]:
    models = command_models(kind)
    width = max(len(name) for name in models) + 2
    yield kind.ljust(width) + "  ".join(role.value.ljust(4) for role in Role)
    for name in sorted(models):
        marks = (_marks(kind, models[name], role).ljust(max(4, len(role.value))) for role in Role)
        yield name.ljust(width) + "  ".join(marks).rstrip()


def _marks(kind: str, model: type[Command], role: Role) -> str:
    state, persons = told(kind, "main").state, sorted({actor.person for actor in EVERYBODY})
    relations = {person: AGGREGATES[kind].relations(state, person) for person in persons}
    belonging = next((one for one in persons if role in relations[one]), None)
    otherwise = next((one for one in persons if relations[one] and role not in relations[one]), None)
    there = (_mark(kind, model, role, person, state) for person in (belonging, otherwise, STRANGER))
    return "".join([*there, _mark(kind, model, role, STRANGER, None)])


def _mark(kind: str, model: type[Command], role: Role, person: str | None, state: Any) -> str:
    if person is None:
        return "-"
    try:
        # The policy looks at a command's type only, never at its fields.
        authorize(AGGREGATES[kind], "stream-1", model.model_construct(), Actor(person=person, role=role), state)
    except NotAllowed:
        return "x"
    except NotFound:
        return "."
    return "o"


def example_of(model: type[Command]) -> dict[str, Any]:
    """A command of this type that can be read: its fields hold the first of some values that they take."""
    fields = {name: info for name, info in command_fields(model).items() if info.is_required()}
    return {"type": model.__name__, **{name: _fitting(info) for name, info in fields.items()}}


def _fitting(info: FieldInfo) -> Any:
    adapter = TypeAdapter(Annotated[info.annotation, info])
    for value in VALUES:
        try:
            adapter.validate_python(value)
        except ValidationError:
            continue
        return value
    choices = [each for each in alternatives(info.annotation) if get_origin(each) is Literal]
    return get_args(choices[0])[0]


if __name__ == "__main__":
    TABLE.write_text(table(), encoding="utf-8")
    print(f"wrote {TABLE.name}")
