"""`banso commands`: which commands there are, what they are for, which fields they take."""

from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from banso.cli.columns import pairs
from banso.cli.errors import did_you_mean, wrong_usage
from banso.cli.fields import command_fields, command_model, command_models, kind_of_value, takes_several
from banso.cli.happenings import command_words
from banso.cli.help import described
from banso.cli.output import USUAL, View, write, write_json
from banso.cli.texts import say
from banso.cli.typed import as_typed, option
from banso.cli.verbs import ELSEWHERE, verb_for
from banso.cli.words import KINDS, ROLES, field_label, word
from domain.aggregates import AGGREGATES
from domain.shared.actors import Role

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo

    from domain.shared.models import Command

MEANT = {
    "understandings": (
        "加わる人がみな共有する大切な前提(プレイブックにある名前をすべて)",
        "what everybody who joins shares (all the names that the playbook has for it)",
    )
}
"""What to write in a field whose label alone does not tell whoever types it, in Japanese and English."""


@described(
    say("送れるコマンドと、その項目を示します。", "Shows which commands can be sent, and their fields."),
    "banso commands",
    "banso commands engagement",
    "banso commands engagement DraftPosting",
)
def commands(
    kind: Annotated[str | None, Parameter(help=say("種類: ", "Kind: ") + ", ".join(KINDS))] = None,
    type_: Annotated[str | None, Parameter(name="TYPE", help=say("コマンドの名前", "Type of the command"))] = None,
    /,
    *,
    view: View = USUAL,
) -> None:
    """Which commands there are, and their fields."""
    if kind is not None and kind not in AGGREGATES:
        kind, type_ = _as_type(kind)
    if kind is not None and type_ is not None:
        model = command_model(kind, type_)
        write_json({"command": _as_json(kind, model)}) if view.json else write(_whole(kind, model))
        return
    kinds = [kind] if kind else list(AGGREGATES)
    if view.json:
        write_json({"commands": [_as_json(one, model) for one in kinds for model in _for_people(one)]})
        return
    write("\n\n".join(_list(one) for one in kinds))


def _as_type(name: str) -> tuple[str, str]:
    """The kind whose command somebody has named without it.

    Raises:
        Problem: it is the name of neither a kind nor a command.
    """
    for kind in AGGREGATES:
        if name in command_models(kind):
            return kind, name
    known = [*AGGREGATES, *(type_ for kind in AGGREGATES for type_ in command_models(kind))]
    kinds = ", ".join(AGGREGATES)
    raise wrong_usage(
        "kind-unknown",
        say(f"「{name}」という種類もコマンドもありません。", f"{name!r} is neither a kind nor a command."),
        f"{did_you_mean(name, known)} {say(f'種類は {kinds} です。', f'The kinds are {kinds}.')}".strip(),
        "KIND",
    )


def _for_people(kind: str) -> "list[type[Command]]":
    """Commands that people send; what Banso alone sends to itself is left out."""
    return [model for model in command_models(kind).values() if model.who != {Role.SYSTEM}]


def _list(kind: str) -> str:
    rows = [(model.__name__, command_words(model.__name__, as_typed(model)[0])) for model in _for_people(kind)]
    return f"{word(KINDS, kind)} ({kind}:...)\n{pairs(rows)}" if rows else ""


def _whole(kind: str, model: "type[Command]") -> str:
    name, doc = model.__name__, " ".join(as_typed(model))
    who = ", ".join(sorted(word(ROLES, role.value) for role in model.who))
    fields = [
        (option(field), about_field(field, info, model.__name__)) for field, info in command_fields(model).items()
    ]
    lines = [name, "", command_words(name, doc), ""]
    lines += [say(f"送れる人: {who}", f"Who may send it: {who}"), ""]
    lines += (
        [say("項目:", "Fields:"), pairs(fields), ""] if fields else [say("項目はありません。", "It has no fields."), ""]
    )
    verb = _verb(kind, name)
    if verb:
        lines += [say("人が使うコマンド:", "For people:"), f"  {verb} --help", ""]
    return "\n".join([*lines, say("例:", "Example:"), f"  {_example(kind, model)}"])


def about_field(name: str, info: "FieldInfo", of: str) -> str:
    """What a field of a type of command means and takes, and what it is when it is left out."""
    parts = [say(*MEANT[name]) if name in MEANT else field_label(name, of), kind_of_value(info)]
    if info.is_required():
        parts.append(say("必須", "required"))
    elif info.get_default(call_default_factory=True) not in (None, ()):
        default = info.get_default(call_default_factory=True)
        shown = str(default).lower() if isinstance(default, bool) else str(default)
        parts.append(say(f"なければ {shown}", f"else {shown}"))
    return say("、", ", ").join(dict.fromkeys(parts))


def _example(kind: str, model: "type[Command]") -> str:
    required = [name for name, info in command_fields(model).items() if info.is_required()]
    options = "".join(f" {option(name)} ..." for name in required)
    return f"banso send {kind}:{say('番号', 'ID')} {model.__name__}{options}"


def _elsewhere(kind: str, type_: str) -> str | None:
    name = ELSEWHERE.get((kind, type_))
    return f"banso {name}" if name else None


def _verb(kind: str, type_: str) -> str | None:
    """How a person sends it; None where only Banso does."""
    verb = verb_for(kind, type_)
    return f"banso {verb.group} {verb.name}" if verb else _elsewhere(kind, type_)


def _as_json(kind: str, model: "type[Command]") -> dict[str, Any]:
    fields = [
        {
            "name": name,
            "required": info.is_required(),
            "several": takes_several(info),
            "takes": kind_of_value(info),
            "default": None if info.is_required() else info.get_default(call_default_factory=True),
        }
        for name, info in command_fields(model).items()
    ]
    about = command_words(model.__name__, " ".join((model.__doc__ or "").split()))
    who = sorted(role.value for role in model.who)
    return {
        "kind": kind,
        "type": model.__name__,
        "verb": _verb(kind, model.__name__),
        "about": about,
        "who": who,
        "creates": model.creates,
        "fields": fields,
    }
