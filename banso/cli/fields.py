"""From words on a command line to a command: --field value, JSON, or a file; and what fields a command has."""

import re
import sys
from collections.abc import Sequence
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import orjson
from pydantic.fields import FieldInfo

from banso.cli import typed
from banso.cli.errors import Problem, did_you_mean, wrong_usage
from banso.cli.texts import say
from banso.inputs import LARGEST_COMMAND_BYTES
from domain.aggregates import AGGREGATES
from domain.shared.actors import Role
from domain.shared.models import Command
from domain.shared.values import Identifier

TRUE = ("true", "yes", "はい")
FALSE = ("false", "no", "いいえ")
IDENTIFIER_PATTERN = get_args(Identifier)[1].pattern


def command_models(kind: str) -> dict[str, type[Command]]:
    """The commands of one kind of stream, by type."""
    union = get_args(AGGREGATES[kind].commands)[0]
    return {model.__name__: model for model in get_args(union)}


def command_model(kind: str, type_: str) -> type[Command]:
    """The command of this type.

    Raises:
        Problem: there is none; a close one is suggested.
    """
    models = command_models(kind)
    if type_ in models:
        return models[type_]
    close = did_you_mean(type_, [name for name, model in models.items() if model.who != {Role.SYSTEM}])
    lists = say(f"`banso commands {kind}` で選べます。", f"`banso commands {kind}` lists them.")
    raise wrong_usage(
        "command-unknown",
        say(f"{kind} に「{type_}」というコマンドはありません。", f"There is no command {type_} for {kind}."),
        f"{close} {lists}".strip(),
        "type",
    )


def command_fields(model: type[Command]) -> dict[str, FieldInfo]:
    """What can be said in a command, besides its type."""
    return {name: info for name, info in model.model_fields.items() if name != "type"}


def takes_several(info: FieldInfo) -> bool:
    """Whether a field is a list."""
    return any(get_origin(each) is tuple for each in alternatives(info.annotation))


def takes_yes_or_no(info: FieldInfo) -> bool:
    """Whether a field is true or false."""
    return bool in alternatives(info.annotation)


def alternatives(annotation: Any) -> list[Any]:
    """The types that a field may have, without None and without what only refines them."""
    if get_origin(annotation) is Annotated:
        return alternatives(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        return [each for part in get_args(annotation) if part is not NoneType for each in alternatives(part)]
    return [annotation]


def kind_of_value(info: FieldInfo) -> str:
    """What a field takes, for people."""
    if any(getattr(each, "pattern", None) == IDENTIFIER_PATTERN for each in info.metadata):
        return say("番号", "id")
    return " | ".join(_kind(each) for each in alternatives(info.annotation))


def _kind(annotation: Any) -> str:
    if get_origin(annotation) is Literal:
        return " | ".join(str(each) for each in get_args(annotation))
    if get_origin(annotation) is tuple:
        return say("複数可", "several")
    names = {
        "str": say("文", "text"),
        "EmailStr": say("メール", "mail address"),
        "int": say("整数", "whole number"),
        "Decimal": say("数", "number"),
        "date": say("日付 2026-12-01", "day, as 2026-12-01"),
        "bool": "true | false",
        "datetime": say("日時", "moment"),
        "AwareDatetime": say("日時 2026-12-01T19:00+09:00", "moment, as 2026-12-01T19:00+09:00"),
    }
    return names.get(annotation.__name__, str(annotation.__name__))


def read_fields(model: type[Command], words: Sequence[str]) -> dict[str, Any]:
    """--field value, --field=value, --list a b c, --flag; a value that pydantic is to judge stays a text.

    Raises:
        Problem: a field that the command does not have, a value without a field, or a field without a value.
    """
    fields, found = command_fields(model), dict[str, list[str]]()
    name = ""
    for word in words:
        if re.match(r"--[A-Za-z]", word):
            option, sign, value = word[2:].partition("=")
            name = _known_field(model, option)
            if name in found and not takes_several(fields[name]):
                raise _twice(name)
            found.setdefault(name, [])
            if sign:
                found[name].append(value)
        elif name and (takes_several(fields[name]) or not found[name]):
            found[name].append(word)
        else:
            raise _too_much(word, name)
    return {name: _value(name, fields[name], values) for name, values in found.items()}


def _known_field(model: type[Command], option: str) -> str:
    name, known = option.replace("-", "_"), command_fields(model)
    if name in known:
        return name
    options = [typed.option(each) for each in known]
    close = did_you_mean(f"--{option}", options)
    listed = say(f"使えるのは: {', '.join(options)}。", f"There are: {', '.join(options)}.") if options else ""
    raise wrong_usage(
        "field-unknown",
        say(f"{model.__name__} に --{option} という項目はありません。", f"{model.__name__} has no field --{option}."),
        f"{close} {listed}".strip(),
        option,
    )


def _twice(name: str) -> Problem:
    return wrong_usage(
        "field-twice",
        say(f"--{name} が二度書かれています。", f"--{name} stands there twice."),
        say("一度だけ書いてください。", "Write it once."),
        name,
    )


def _too_much(word: str, name: str) -> Problem:
    after = say(f"--{name} のあとの", f" after --{name}") if name else ""
    return wrong_usage(
        "value-unexpected",
        say(f"{after}「{word}」がどの項目のものか分かりません。", f"It is not clear what {word!r}{after} is for."),
        say(
            "空白を含む文は引用符で囲み、--項目 値 の形で書いてください。",
            "Put text with blanks in quotes, as --field 'a value'.",
        ),
        name or None,
    )


def _value(name: str, info: FieldInfo, values: list[str]) -> Any:
    if takes_several(info):
        return values
    if takes_yes_or_no(info):
        return _yes_or_no(values[0] if values else "true")
    if not values:
        raise wrong_usage(
            "value-missing",
            say(f"--{name} の値がありません。", f"--{name} has no value."),
            say(f"--{name} 値 の形で書いてください。", f"Write --{name} VALUE."),
            name,
        )
    return values[0]


def _yes_or_no(text: str) -> Any:
    """What is neither stays as it is, for the field's own error."""
    folded = text.casefold()
    return True if folded in TRUE else False if folded in FALSE else text


def read_json(text: str, where: str) -> dict[str, Any]:
    """A command as JSON.

    Raises:
        Problem: it is no JSON object, or none of a reasonable size.
    """
    encoded = text.encode(errors="surrogatepass")
    if len(encoded) > 4 * LARGEST_COMMAND_BYTES:
        raise wrong_usage(
            "command-too-large",
            say(f"{where} は {len(encoded):,} バイトあります。", f"{where} has {len(encoded):,} bytes."),
            say(f"{LARGEST_COMMAND_BYTES:,} バイトまでです。", f"At most {LARGEST_COMMAND_BYTES:,} are taken."),
            where,
        )
    try:
        found = orjson.loads(encoded)
    except orjson.JSONDecodeError as error:
        raise _no_json(where, f"{error.msg}, {say('行', 'line')} {error.lineno}") from None
    if not isinstance(found, dict):
        raise _no_json(where, say("オブジェクトではありません", "it is no object"))
    return found


def _no_json(where: str, why: str) -> Problem:
    return wrong_usage(
        "json-invalid",
        say(
            f"{where} は JSON のコマンドとして読めません({why})。",
            f"{where} cannot be read as a command in JSON ({why}).",
        ),
        say(
            '正しい例は `{"type": "PublishPosting"}` です。',
            'Right would be, for example, `{"type": "PublishPosting"}`.',
        ),
        where,
    )


def read_file(path: str) -> str:
    """What a file holds; - is standard input.

    Raises:
        OSError: it cannot be read.
        Problem: it is no text.
    """
    raw = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    try:
        return raw.decode()
    except UnicodeDecodeError:
        raise wrong_usage(
            "file-no-text",
            say(f"{path} は UTF-8 の文ではありません。", f"{path} is no UTF-8 text."),
            say("UTF-8 で保存し直してください。", "Save it as UTF-8."),
            "--file",
        ) from None
