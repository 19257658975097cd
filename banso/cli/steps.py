"""A command of the command line for every verb: its options are the fields of the command that it sends.

Each group is made when somebody asks for it by its name: `banso.cli.steps:posting`.
"""

from collections.abc import Callable
from decimal import Decimal
from importlib import import_module
from inspect import Parameter as Place
from inspect import Signature
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_args, get_origin

from cyclopts import App, Parameter

from banso.cli.describing import about_field
from banso.cli.fields import alternatives, command_fields, command_model, takes_several, takes_yes_or_no
from banso.cli.happenings import command_words
from banso.cli.help import explained, subcommands
from banso.cli.output import USUAL, View
from banso.cli.sending import MANNER, Manner, send_one
from banso.cli.session import MYSELF, WHOSE, Acting, Tenant, ask, id_of, seen
from banso.cli.texts import say
from banso.cli.typed import as_typed, option
from banso.cli.verbs import GROUPS, MORE, Verb, verbs_of
from banso.cli.words import KINDS, word
from domain.shared.values import StreamReference

if TYPE_CHECKING:
    from pydantic.fields import FieldInfo

    from banso.client import BansoClient
    from domain.shared.models import Command

EXAMPLES = {"date": "2026-12-01", "int": "1", "Decimal": "8", "EmailStr": "aoi@example.jp"}
ID_EXAMPLES = {
    "service": "desk",
    "engagement": "a",
    "participation": "a1",
    "membership": "desk.applicant-a1",
    "person": "applicant-a1",
}
FIELD_EXAMPLES = {
    **ID_EXAMPLES,
    "accompanist": "desk.companion-a",
    "assignee": "a1",
    "at": "2026-12-01T19:00+09:00",
    "companion": "companion-a",
    "company_contacts": "president-a",
    "coordinator": "coordinator",
    "coordinators": "coordinator",
    "country": "JP",
    "customer": "shop-1",
    "deputy": "coordinator-2",
    "due_on": "2027-02-28",
    "ends_on": "2027-05-31",
    "fee": "300000",
    "gathering": "study-1",
    "hours": '"mon-fri 09:00-12:00"',
    "member_role": "client",
    "milestone": "m1",
    "milestones": "m1",
    "module": "special-skill",
    "notice": "P30D",
    "pack": "settling-in",
    "playbook": "furusato-kengyo",
    "premise": "p1",
    "session": "counselling.1",
    "session_kind": "counselling",
    "stands_in_for": "coordinator",
    "survey": "closing",
    "task": "t1",
    "time_zone": "Asia/Tokyo",
}
"""By fields, where a word of the sample or of a playbook that ships tells more than that something has to be said."""


def __getattr__(name: str) -> App:
    if name not in GROUPS:
        raise AttributeError(name)
    return group(name)


def group(name: str) -> App:
    """All verbs of a group."""
    verbs = verbs_of(name)
    made = subcommands(name, f"{say(*GROUPS[name])}{say('。', '.')}", *(example(verb) for verb in verbs[:2]))
    for place, verb in enumerate(verbs):
        made.command(step(verb), name=verb.name, sort_key=place)
    for other, found_at in MORE.get(name, {}).items():
        module, _, function = found_at.partition(":")
        made.command(getattr(import_module(module), function), name=other, sort_key=len(verbs))
    return made


def step(verb: Verb) -> Callable[..., None]:
    """The function behind one verb, with a signature of its own."""
    model = command_model(verb.kind, verb.type)
    signature = _signature(verb, model)

    def run(*positional: Any, **named: Any) -> None:
        given = signature.bind(*positional, **named).arguments
        fields = {name: value for name, value in given.items() if name in command_fields(model) and value is not None}
        _run(
            verb,
            given["ID"],
            fields,
            given.get("manner", MANNER),
            given.get("myself", MYSELF),
            given.get("whose", WHOSE),
            given.get("view", USUAL),
        )

    run.__name__ = verb.type
    run.__doc__ = explained(_about(verb, model), example(verb))
    run.__signature__ = signature  # type: ignore[attr-defined]
    run.__annotations__ = {name: place.annotation for name, place in signature.parameters.items()}
    return run


def _run(
    verb: Verb, text: str, fields: dict[str, Any], manner: Manner, myself: Acting, whose: Tenant, view: View
) -> None:
    identifier = id_of(text, verb.id_kind)
    command = {"type": verb.type, **verb.fixed, **fields}
    stream = StreamReference(kind=verb.kind, id=identifier)  # type: ignore[arg-type]
    if verb.through:
        command[verb.through] = identifier
        stream = _engagement_of(StreamReference(kind="participation", id=identifier), whose)
    send_one(stream, command, manner, myself, whose, view)


def _engagement_of(participation: StreamReference, whose: Tenant) -> StreamReference:
    tenant = whose.id

    async def question(client: "BansoClient") -> StreamReference:
        _, state = await seen(client, tenant, participation, client.queries.show(tenant, participation))
        return StreamReference(kind="engagement", id=state.engagement)

    return ask(question)


def _about(verb: Verb, model: "type[Command]") -> str:
    if verb.about:
        return say(*verb.about)
    # Lists show the first paragraph only.
    first, *rest = (command_words(verb.type, paragraph) for paragraph in as_typed(model, verb.names))
    return "\n\n".join(dict.fromkeys((first, *rest)))


def example(verb: Verb) -> str:
    """A call of a verb with all that it needs."""
    fields = command_fields(command_model(verb.kind, verb.type))
    needed = {name: info for name, info in fields.items() if info.is_required() and name not in verb.settled}
    placed = "".join(f" {_example_place(name, needed.pop(name))}" for name in verb.names if name in needed)
    options = "".join(f" {option(name)} {_example_value(name, info)}" for name, info in needed.items())
    return f"banso {verb.group} {verb.name} {ID_EXAMPLES[verb.id_kind]}{placed}{options}"


def _example_place(name: str, info: "FieldInfo") -> str:
    """What stands without a name of its own has to say what it is."""
    value = _example_value(name, info)
    return name.upper() if value == "..." else value


def _example_value(name: str, info: "FieldInfo") -> str:
    choice = alternatives(info.annotation)[0]
    if get_origin(choice) is Literal:
        return str(get_args(choice)[0])
    by_type = EXAMPLES.get(getattr(choice, "__name__", ""), "...")
    return by_type if choice is Decimal else FIELD_EXAMPLES.get(name, by_type)


def _signature(verb: Verb, model: "type[Command]") -> Signature:
    fields = {name: info for name, info in command_fields(model).items() if name not in verb.settled}
    label = say(f"{word(KINDS, verb.id_kind)}の番号", f"Id of the {word(KINDS, verb.id_kind)}")
    places = [Place("ID", Place.POSITIONAL_ONLY, annotation=Annotated[str, Parameter(help=label)])]
    places += [_place(name, fields[name], Place.POSITIONAL_ONLY, verb.type) for name in verb.names]
    named = [name for name in fields if name not in verb.names]
    # Python's sort is stable: what is required comes first, else the order is the command's own.
    named.sort(key=lambda name: not fields[name].is_required())
    places += [_place(name, fields[name], Place.KEYWORD_ONLY, verb.type) for name in named]
    shared = {"manner": MANNER, "myself": MYSELF, "whose": WHOSE, "view": USUAL}
    places += [Place(name, Place.KEYWORD_ONLY, default=usual, annotation=type(usual)) for name, usual in shared.items()]
    return Signature(places)


def _place(name: str, info: "FieldInfo", kind: Any, of: str) -> Place:
    several, yes_or_no = takes_several(info), takes_yes_or_no(info)
    told = Parameter(
        name=name.upper() if kind is Place.POSITIONAL_ONLY else option(name),
        help=about_field(name, info, of) + (say("、--no-... で「いいえ」", "; --no-... says no") if yes_or_no else ""),
        consume_multiple=several or None,
        negative=None if yes_or_no else "",
    )
    type_ = _type(info)
    if info.is_required():
        return Place(name, kind, annotation=Annotated[type_, told])
    return Place(name, kind, default=None, annotation=Annotated[type_ | None, told])


def _type(info: "FieldInfo") -> Any:
    """What the command line has to tell apart; everything else is judged with the whole command."""
    choices = [each for each in alternatives(info.annotation) if get_origin(each) is Literal]
    if takes_several(info):
        return list[str]
    if takes_yes_or_no(info):
        return bool
    return choices[0] if choices else str
