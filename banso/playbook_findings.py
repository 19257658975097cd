"""What is wrong with a playbook, as places in its data: what no step would understand, and what makes no sense."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from copy import deepcopy
from datetime import date, datetime, time
from difflib import get_close_matches
from functools import reduce
from string import Formatter
from typing import Any, NamedTuple

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from banso.playbook_schema import (
    KINDS_OF_ERROR,
    default_at,
    entries_are_named,
    example_at,
    known_keys,
    toml_value,
    value_within,
)
from banso.playbook_standard import over, standard
from domain.playbooks.capabilities.registry import EXAMPLES, MESSAGES, WAIT_KINDS
from domain.playbooks.capabilities.retrospective import TAGS
from domain.playbooks.lines import Path
from domain.playbooks.schema import Playbook, Rules
from domain.playbooks.sense import nonsense
from domain.playbooks.words import NEEDS_LINK, words_of
from domain.shared.mistakes import MISTAKE
from domain.shared.values import BilingualText

NAMELESS = {"name": "nameless", "version": 1, "title": {"ja": "無題", "en": "Untitled"}}
"""Stands for what must be written and was not, so that the rest can be looked at."""


MOST_NAMES = 10
"""So many are shown where none is like what was written."""


class Finding(NamedTuple):
    """A mistake of which the line is not yet known; `part` is what it is about in a longer text."""

    path: Path
    wrong: BilingualText
    right: BilingualText
    part: str = ""
    meant: str = ""
    """The name that was probably meant, where one is not known."""


def examine(data: dict[str, Any]) -> tuple[Playbook | None, list[Finding]]:
    """A playbook (None, where its data cannot be read as one), and all that is wrong with it."""
    playbook, found = _examine(data)
    unknown = {one.path: (*one.path[:-1], one.meant) for one in found if one.meant}
    while unknown:
        table = min(unknown)[:-1]
        written = {meant: path for path, meant in unknown.items() if path[:-1] == table}
        found += _within(data, written, examine(_as_meant(data, unknown, written))[1])
        unknown = {path: meant for path, meant in unknown.items() if path not in written.values()}
    return playbook, found


def _as_meant(data: dict[str, Any], unknown: Mapping[Path, Path], written: Mapping[Path, Path]) -> dict[str, Any]:
    """The data without its unknown names, but for some, which have the names that were probably meant."""
    meant = deepcopy(data)
    values = {path: _table_of(meant, path).pop(path[-1]) for path in unknown}
    for place, path in written.items():
        _table_of(meant, place)[place[-1]] = values[path]
    return meant


def _table_of(data: dict[str, Any], path: Path) -> dict[str, Any]:
    found: dict[str, Any] = reduce(_inside, path[:-1], data)
    return found


def _inside(here: Any, key: str) -> Any:
    return here[int(key) if isinstance(here, list) else key]


def _within(data: dict[str, Any], written: Mapping[Path, Path], found: list[Finding]) -> Iterator[Finding]:
    """What was found inside of places that are written with another name, told where it is written.

    What is missing there may stand where the name is right, if the playbook has both.
    """
    for one in found:
        for place, path in written.items():
            inside = one.path[len(place) :]
            if one.path[: len(place)] != place or not inside:
                continue
            if len(inside) > 1 or _says(data, (*path, *inside)) or not _says(data, place):
                yield one._replace(path=(*path, *inside))


def _examine(data: dict[str, Any]) -> tuple[Playbook | None, list[Finding]]:
    rules = _table(data, "rules")
    found = [*_wait_findings(_table(rules, "waits")), *_tag_findings(rules), *_message_findings(data)]
    whole = over(standard(), data)
    try:
        playbook = Playbook.model_validate(whole)
    except ValidationError as error:
        errors = error.errors(include_url=False)
        found += _schema_findings(errors, [finding.path for finding in found])
        return None, [*found, *_sense_findings(data, *_sound(whole.get("rules"), errors))]
    return playbook, [*found, *_sense_findings(data, playbook.rules, frozenset())]


def _wait_findings(waits: dict[str, Any]) -> Iterator[Finding]:
    for kind in waits:
        if kind not in WAIT_KINDS:
            yield _unknown(("rules", "waits", kind), WAIT_KINDS)


def _tag_findings(rules: dict[str, Any]) -> Iterator[Finding]:
    """Tags in a list that nobody has worded: people would read a name of ours instead."""
    written = _table(rules, "retrospective").get("tags")
    tags = written if isinstance(written, list) else []
    for index, tag in enumerate(tags):
        path = ("rules", "retrospective", "tags", str(index))
        if isinstance(tag, str) and tag in tags[:index]:
            once = f"tags = {toml_value(list(dict.fromkeys(tags)))}"
            yield _finding(path, f"{shown(tag)} が二度書かれています。", f"{shown(tag)} is written twice.", once)
        elif isinstance(tag, str) and tag not in TAGS:
            yield _finding(
                path,
                f"{shown(tag)} には言葉がありません。表にして、日本語と英語の言葉を添えてください。",
                f"{shown(tag)} has no words. Write the tags as a table, with words in Japanese and English.",
            )


def _message_findings(data: dict[str, Any]) -> Iterator[Finding]:
    messages = _table(data, "messages")
    for name in messages:
        if name not in MESSAGES:
            yield _unknown(("messages", name), MESSAGES)
            continue
        for language in ("ja", "en"):
            yield from _text_findings(name, language, _table(_table(messages, name), language))


def _text_findings(name: str, language: str, texts: dict[str, Any]) -> Iterator[Finding]:
    for part in ("subject", "body"):
        text, path = texts.get(part), ("messages", name, language, part)
        if isinstance(text, str):
            yield from _brace_findings(path, text, words_of(name))
            if text and not text.strip():
                yield _finding(path, "空白だけです。", "It is nothing but spaces.")
    subject, body = texts.get("subject"), texts.get("body")
    if isinstance(subject, str) and subject.strip() and re.search(r"[\r\n]", subject):
        path = ("messages", name, language, "subject")
        yield _finding(path, "件名に改行があります。", "A subject is one line.", 'subject = "{title}"')
    if name in NEEDS_LINK and isinstance(body, str) and body.strip() and "{link}" not in body:
        path = ("messages", name, language, "body")
        yield _finding(
            path, "{link} がなく、返答できません。", "Without {link} nobody can answer.", 'body = "... {link} ..."'
        )


def _brace_findings(path: Path, text: str, words: frozenset[str]) -> Iterator[Finding]:
    try:
        fields = [field for field in Formatter().parse(text) if field[1] is not None]
    except ValueError:
        yield _finding(path, "波括弧の対応が取れていません。", "A brace is not closed, or not opened.", "{title}")
        return
    known = ", ".join(f"{{{word}}}" for word in sorted(words))
    for _, word, form, conversion in fields:
        if word not in words or form or conversion:
            name = shown(f"{word}{'!' + conversion if conversion else ''}{':' + form if form else ''}")
            found = _finding(path, f"この文面では {name} を使えません。", f"This message cannot use {name}.", known)
            yield found._replace(part=f"{{{word}")


def _schema_findings(errors: list[ErrorDetails], explained: list[Path]) -> Iterator[Finding]:
    """What the schema finds, without what was explained already."""
    for error in errors:
        path = _path(error)
        summed_up = error["type"] == MISTAKE and any(one[: len(path)] == path for one in explained)
        if summed_up or _only_its_entries_are_wrong(error) or any(path[: len(one)] == one for one in explained):
            continue
        if error["type"] == "extra_forbidden":
            yield _unknown(path, known_keys(Playbook, path[:-1]))
        else:
            yield _schema_finding(path, error)


def _only_its_entries_are_wrong(error: ErrorDetails) -> bool:
    """Whether a list was found too short because entries that cannot be read were not counted."""
    return error["type"] == "too_short" and len(error["input"]) >= error["ctx"]["min_length"]


def _path(error: ErrorDetails) -> Path:
    return tuple(str(part) for part in error["loc"] if part != "[key]")


def _schema_finding(path: Path, error: ErrorDetails) -> Finding:
    context = error.get("ctx", {})
    if error["type"] == MISTAKE:
        return _finding(path, context["ja"], context["en"])
    if error["type"] not in KINDS_OF_ERROR:
        return _finding(path, "この値は使えません。", "This value cannot be used.")
    ja, en = KINDS_OF_ERROR[error["type"]]
    expected = re.sub(", | or ", "、", str(context.get("expected", "")))
    ja, en = ja.format_map({**context, "expected": expected}), en.format_map(context)
    if error["type"] == "missing":
        return _finding(path, f"{ja}。", f"It {en}.")
    value = shown(error["input"])
    return _finding(path, f"{value} は{' ' if ja[0].isascii() else ''}{ja}。", f"{value} {en}.")


def _sound(rules: Any, errors: list[ErrorDetails]) -> tuple[Rules | None, frozenset[str]]:
    """The rules with what cannot be read as in the standard, and the sections in which that is; or None."""
    if not isinstance(rules, dict):
        return None, frozenset()
    sound, broken = deepcopy(rules), set()
    for error in errors:
        path = _path(error)
        if path[0] != "rules" or len(path) < 2:
            continue
        if error["type"] == "extra_forbidden":
            _take_out(sound, path[1:])
        else:
            broken.add(path[1])
            _replace(sound, path[1:])
    try:
        return Rules.model_validate(sound), frozenset(broken)
    except ValidationError:
        return None, frozenset()


def _take_out(rules: dict[str, Any], path: Path) -> None:
    here: Any = rules
    for name in path[:-1]:
        here = here[int(name)] if isinstance(here, list) else here.get(name, {})
    here.pop(path[-1], None)


def _replace(rules: dict[str, Any], path: Path) -> None:
    """Put what the standard says in the place of a section, or of one entry where a section is a table of such."""
    usual: Any = standard()["rules"] | NAMELESS
    table: Any = rules
    if len(path) > 1 and entries_are_named(Rules, path[0]) and isinstance(rules.get(path[0]), dict):
        usual, table, path = usual.get(path[0], {}), rules[path[0]], path[1:]
    if path[0] in usual:
        table[path[0]] = usual[path[0]]
    else:
        table.pop(path[0], None)


def _sense_findings(data: dict[str, Any], rules: Rules | None, broken: frozenset[str]) -> Iterator[Finding]:
    for found in nonsense(rules, broken) if rules is not None else ():
        places = [("rules", *place) for place in found.places]
        said = next((place for place in places if _says(data, place)), places[0])
        yield _finding(said, found.wrong.ja, found.wrong.en, found.right)


def _says(data: Any, path: Path) -> bool:
    for name in path:
        if isinstance(data, list) and name.isdigit() and int(name) < len(data):
            data = data[int(name)]
        elif isinstance(data, dict) and name in data:
            data = data[name]
        else:
            return False
    return True


def _unknown(path: Path, known: tuple[str, ...]) -> Finding:
    name = shown(path[-1])
    likely = get_close_matches(path[-1], known, cutoff=0.5)
    found = _finding(
        path, f"{name} という名前はありません。", f"{name} is not known.", ", ".join(likely or _first(known))
    )
    return found._replace(meant=likely[0]) if likely else found


def _first(known: tuple[str, ...]) -> tuple[str, ...]:
    return known if len(known) <= MOST_NAMES else (*known[:MOST_NAMES], "…")


def _finding(path: Path, ja: str, en: str, example: str | None = None) -> Finding:
    right = example or _example(path)
    return Finding(path, two(ja, en), two(f"正しい例: {right}", f"Right would be, for example: {right}"))


def _example(path: Path) -> str:
    """What could stand at a place: what is written for it, or its one value out of the example of its section."""
    named = path
    while named and named[-1].isdigit():
        named = named[:-1]
    text = example_at(".".join(path), EXAMPLES)
    keys = known_keys(Playbook, named)
    if not text.startswith("[") or (keys and keys != ("ja", "en")):
        return _renamed(text, path)
    within = value_within(tomllib.loads(text.replace("⏎", "\n")), Playbook, named)
    usual = (within, value_within(standard(), Playbook, named), default_at(Playbook, named))
    value = next((one for one in usual if one not in (None, {}, ())), None)
    if value is None or (isinstance(value, dict) and not keys):
        return _renamed(text, path)
    return f"{named[-1]} = {toml_value(value)}"


def _renamed(text: str, path: Path) -> str:
    """An example with the names that the playbook gave, where names are chosen freely."""

    def heading(found: re.Match[str]) -> str:
        parts = found[1].split(".")
        for at, (part, name) in enumerate(zip(parts, path, strict=False)):
            if part != name and (known_keys(Playbook, path[:at]) or not re.fullmatch(r"[a-z0-9][a-z0-9_-]*", name)):
                break
            parts[at] = name
        return f"[{'.'.join(parts)}]"

    return re.sub(r"\[((?:rules|messages)\.[a-z0-9_.-]+)\]", heading, text)


def _table(data: Mapping[str, Any], key: str) -> dict[str, Any]:
    value = data.get(key)
    return value if isinstance(value, dict) else {}


def shown(value: object) -> str:
    """What somebody wrote, as TOML has it, short and without characters that change how a line looks."""
    if isinstance(value, str):
        return repr(value if len(value) <= 58 else f"{value[:55]}...")
    text = _toml(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


def _toml(value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case datetime() | date() | time():
            return value.isoformat()
        case list():
            return f"[{', '.join(_toml(one) for one in value)}]"
        case dict():
            return f"{{ {', '.join(f'{name} = {_toml(one)}' for name, one in value.items())} }}"
        case int() if value.bit_length() > 200:
            return hex(value)
        case _:
            return repr(value)


def two(ja: str, en: str) -> BilingualText:
    """The same in both languages."""
    return BilingualText(ja=ja, en=en)
