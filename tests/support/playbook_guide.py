"""The reference part of the playbook guide, from the schema, the standard and the words of all capabilities.

`PYTHONPATH=tests:. python -m support.playbook_guide` writes it into docs/playbooks.md and docs/playbooks.ja.md, between
two marks; what stands around them is written by hand.
"""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from fnmatch import fnmatchcase
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin

from annotated_types import Ge, Le
from pydantic import AfterValidator, BaseModel
from pydantic.fields import FieldInfo

from banso.cli.texts import Language, language, say, use
from banso.cli.vocabulary.registry import both
from banso.cli.words import WAITS, message_word
from banso.playbook_schema import toml_value
from banso.playbook_standard import standard
from domain.playbooks.capabilities.gatherings import checked_time
from domain.playbooks.capabilities.registry import EXAMPLES, MESSAGES, WAIT_KINDS
from domain.playbooks.schema import Rules
from domain.playbooks.words import NEEDS_LINK, words_of
from domain.shared.periods import checked_period
from domain.shared.values import BilingualText, Identifier
from domain.shared.weekly import checked_hours

DOCS = Path(__file__).parents[2] / "docs"
PAGES: dict[Language, Path] = {"en": DOCS / "playbooks.md", "ja": DOCS / "playbooks.ja.md"}
BEGINS, ENDS = "<!-- reference: begins -->", "<!-- reference: ends -->"
OF_A_WAIT = ("_reminder", "_escalated")
CHECKED: dict[Any, tuple[str, str]] = {
    checked_period: ('期間(`"P3D"`、`"P1M"`、`"PT72H"`)', 'a period: `"P3D"`, `"P1M"`, `"PT72H"`'),
    checked_time: ('時刻(`"19:00"`)', 'a time of day: `"19:00"`'),
    checked_hours: ('曜日と時刻(`"mon-fri 09:00-18:00"`)', 'days and times: `"mon-fri 09:00-18:00"`'),
}
"""What texts are that are checked by a function, by that function."""

(NAME,) = get_args(Identifier)[1:]
ANY = "*"
"""Stands for a name of one's own in a place."""


@contextmanager
def speaking(other: Language) -> Iterator[None]:
    """Words in another language for a while; which one is spoken is a matter of the whole process."""
    before = language()
    use(other)
    try:
        yield
    finally:
        use(before)


def reference(of: Language) -> str:
    """The whole reference part in one language."""
    with speaking(of):
        return _reference()


def _reference() -> str:
    parts = [
        f"### {say('規則', 'Rules')}",
        *_sections(),
        f"### {say('待つことの一覧', 'What is waited for')}",
        _waits(),
        f"### {say('文面の一覧', 'Messages')}",
        _messages(),
        f"### {say('波括弧の言葉', 'Words in braces')}",
        _braces(),
    ]
    return "\n\n".join(parts)


def places() -> list[str]:
    """Every place of the rules that needs its meaning said."""
    return [one.place for name, field in Rules.model_fields.items() for one in _rows(f"rules.{name}", field)]


def rewritten(page: str, of: Language) -> str:
    """A page with its reference part made anew."""
    before, _, rest = page.partition(BEGINS)
    _, _, after = rest.partition(ENDS)
    return f"{before}{BEGINS}\n\n{reference(of)}\n\n{ENDS}{after}"


def examples() -> dict[str, str]:
    """The example of each section, as it is written into a playbook."""
    return {name: example for name in Rules.model_fields if (example := _example(f"rules.{name}"))}


def _sections() -> Iterator[str]:
    """First the rules that are one value, in one table; then each table of rules with its example."""
    every = {name: list(_rows(f"rules.{name}", field)) for name, field in Rules.model_fields.items()}
    single = [rows[0] for rows in every.values() if len(rows) == 1]
    head = _head()
    yield _table([*head, say("例", "example")], [[*_row(row), f"`{_example(row.place)}`"] for row in single])
    for name, rows in every.items():
        if len(rows) > 1:
            yield f"#### `rules.{name}`"
            yield _table(head, [_row(row) for row in rows])
            yield f"```toml\n{_example(f'rules.{name}')}\n```"


def _head() -> list[str]:
    return [say("場所", "place"), say("値", "value"), say("標準", "standard"), say("意味", "meaning")]


class _Place(NamedTuple):
    """A place of the rules; `field` is None for the entries of a table or list that a playbook names itself."""

    place: str
    type_: Any
    field: FieldInfo | None


def _rows(place: str, field: FieldInfo) -> Iterator[_Place]:
    """A place and all places below it."""
    yield _Place(place, _type_of(field), field)
    yield from _below(place, _bare(_type_of(field)))


def _below(place: str, bare: Any) -> Iterator[_Place]:
    if _is_model(bare):
        for name, field in bare.model_fields.items():
            yield from _rows(f"{place}.{name}", field)
    elif get_origin(bare) in (dict, tuple) and _is_model(_bare(get_args(bare)[-1 if get_origin(bare) is dict else 0])):
        entry = get_args(bare)[-1 if get_origin(bare) is dict else 0]
        yield _Place(f"{place}.{ANY}", entry, None)
        yield from _below(f"{place}.{ANY}", _bare(entry))


def _row(one: _Place) -> list[str]:
    return [f"`{one.place}`", _value_words(one.type_), _standard_words(one), meaning(one.place)]


def meaning(place: str) -> str:
    """What a place means, in the language spoken now; empty where nobody has said it."""
    known = both("rules")
    found = known.get(place) or next((words for one, words in known.items() if fnmatchcase(place, one)), None)
    return say(*found) if found else ""


def _type_of(field: FieldInfo) -> Any:
    """A field's annotation with what pydantic took out of it."""
    return Annotated[field.annotation, *field.metadata] if field.metadata else field.annotation


def _bare(type_: Any) -> Any:
    """A type without annotations and without None."""
    while get_origin(type_) is Annotated:
        type_ = get_args(type_)[0]
    if get_origin(type_) in (Union, UnionType):
        return _bare(next(one for one in get_args(type_) if one is not NoneType))
    return type_


def _is_model(type_: Any) -> bool:
    """Whether a type is a table; a text in both languages is a value."""
    return isinstance(type_, type) and issubclass(type_, BaseModel) and type_ is not BilingualText


def _marks(type_: Any) -> list[Any]:
    """Everything that is annotated about a type."""
    if get_origin(type_) in (Union, UnionType):
        return [mark for one in get_args(type_) for mark in _marks(one)]
    found: list[Any] = []
    while get_origin(type_) is Annotated:
        type_, *marks = get_args(type_)
        for mark in marks:
            found.extend(mark.metadata if isinstance(mark, FieldInfo) else [mark])
    return found


def _value_words(type_: Any) -> str:
    """What may be written there."""
    bare, marks = _bare(type_), _marks(type_)
    for mark in marks:
        if isinstance(mark, AfterValidator) and mark.func in CHECKED:
            return say(*CHECKED[mark.func])
    if bare is BilingualText:
        return '`{ ja = "...", en = "..." }`'
    if get_origin(bare) is Literal:
        return say("次のどれか: ", "one of ") + ", ".join(f"`{json.dumps(one)}`" for one in get_args(bare))
    if get_origin(bare) is tuple:
        return say("リスト: ", "a list: ") + _value_words(get_args(bare)[0])
    if get_origin(bare) is dict:
        return say("表: 名前 = ", "a table: name = ") + _value_words(get_args(bare)[1])
    if _is_model(bare):
        return say("表", "a table")
    return _plain_words(bare, marks)


def _plain_words(bare: Any, marks: list[Any]) -> str:
    kinds = {
        bool: say("`true` か `false`", "`true` or `false`"),
        int: say("整数", "a whole number"),
        Decimal: say("数", "a number"),
        float: say("数", "a number"),
        str: say("文字列", "a text"),
    }
    least = next((f"{mark.ge}" for mark in marks if isinstance(mark, Ge)), "")
    most = next((f"{mark.le}" for mark in marks if isinstance(mark, Le)), "")
    bounds = (
        say(f"({least}〜{most})", f", {least} to {most}") if most else say(f"({least} 以上)", f", at least {least}")
    )
    if bare is str and any(getattr(mark, "pattern", None) == NAME.pattern for mark in marks):
        return say("名前(英小文字・数字・ハイフン・下線)", "a name: lower-case letters, digits, dashes, underscores")
    bounds = bounds if least or most else ""
    return kinds.get(bare, getattr(bare, "__name__", str(bare))) + bounds


def _standard_words(one: _Place) -> str:
    """What counts where a playbook says nothing: in the standard; or, of what the standard has not, in the schema."""
    if one.place in ("rules.name", "rules.version", "rules.title"):
        return say("必ず書きます", "must be written")
    here: Any = standard()
    for part in one.place.split("."):
        here = here.get(part) if isinstance(here, dict) else None
    if here is None:
        return _schema_words(one)
    if _bare(one.type_) is Decimal:
        return f"`{here}`"
    if isinstance(here, dict):
        return _nothing() if here == {} else ""
    return f"`{toml_value(here)}`"


def _schema_words(one: _Place) -> str:
    """Within a section that a playbook may leave out: what has to be in it, and what counts of the rest."""
    if one.field is None or one.place.startswith("rules.waits"):
        return ""
    if one.field.is_required():
        return say("使うときは必ず書きます", "must be written where it is used")
    default = one.field.get_default(call_default_factory=True)
    return f"`{toml_value(default)}`" if default not in (None, (), {}) else _nothing()


def _nothing() -> str:
    return say("(なし)", "(none)")


def _example(place: str) -> str:
    """An example of a whole section, or of one value; empty where there is none of its own."""
    found = (text for pattern, text in EXAMPLES.items() if pattern != ANY and fnmatchcase(place, pattern))
    return re.sub(r" ?⏎ ?", "\n", next(found, "")).replace("{place}", place)


def _waits() -> str:
    waits = standard().get("rules", {}).get("waits", {})
    head = [say("名前", "name"), say("待つこと", "what is waited for"), "remind_after", "escalate_after"]
    rows = [
        [f"`{kind}`", say(*WAITS[kind]), *(f"`{waits[kind][step]}`" for step in ("remind_after", "escalate_after"))]
        for kind in WAIT_KINDS
    ]
    return _table(head, rows)


def _messages() -> str:
    always = ", ".join(f"`{{{word}}}`" for word in sorted(words_of("")))
    told = say(
        f"どの文面でも使える言葉: {always}。次は、それに加えて使える言葉です。",
        f"Every message may use {always}; these it may use besides.",
    )
    head = [say("名前", "name"), say("何の文面か", "what it is about"), say("使える言葉", "words besides")]
    rows = [[f"`{name}`", message_word(name), _words_besides(name)] for name in MESSAGES]
    return f"{told}\n\n{_table(head, rows)}"


def _words_besides(name: str) -> str:
    words = sorted(words_of(name) - words_of(""))
    needed = say("(`{link}` は必ず)", " (`{link}` must be there)") if name in NEEDS_LINK else ""
    return ", ".join(f"`{{{word}}}`" for word in words) + needed


def _braces() -> str:
    known = both("braces")
    words = sorted({word for name in MESSAGES for word in words_of(name)})
    rows = [[f"`{{{word}}}`", say(*known[word]) if word in known else ""] for word in words]
    return _table([say("言葉", "word"), say("入るもの", "what is filled in")], rows)


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', '/') for cell in line)} |" for line in lines)


def main() -> None:
    """Write the reference part of both pages anew."""
    for of, path in PAGES.items():
        path.write_text(rewritten(path.read_text(encoding="utf-8"), of), encoding="utf-8")
        print(f"wrote {path.name}")


if __name__ == "__main__":
    main()
