"""Playbooks: loading those that ship with the product, and explaining every mistake in one with its line."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from difflib import get_close_matches
from functools import cache, reduce
from importlib import resources
from string import Formatter
from typing import Any, NamedTuple, get_args

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from banso.playbook_schema import KINDS_OF_ERROR, example_at, known_keys
from domain.playbooks.capabilities.registry import EXAMPLES, MESSAGES, WAIT_KINDS
from domain.playbooks.capabilities.retrospective import TAGS
from domain.playbooks.lines import KeyLines, Path
from domain.playbooks.schema import Gate, Message, Playbook
from domain.playbooks.words import NEEDS_LINK, words_of
from domain.shared.periods import PERIOD_FORM, after, checked_period
from domain.shared.refusals import DomainError
from domain.shared.values import BilingualText, Language

VOICES = ("participant", "company", "employer")
"""Whose voice a retrospective can ask for."""

MOST_SHOWN = 3
"""So many mistakes are spelt out in one sentence; `PlaybookError.mistakes` has them all."""

_LANGUAGES: tuple[Language, ...] = ("ja", "en")
_SOME_DAY = datetime(2100, 1, 31, tzinfo=UTC)


@dataclass(frozen=True)
class Mistake:
    """One mistake: its file, its line (from 1), its place such as rules.waits.payment (empty: the file as a whole)."""

    source: str
    line: int
    place: str
    wrong: BilingualText
    right: BilingualText

    def explain(self, language: Language) -> str:
        """Where it is, what is wrong and what would be right, in one language."""
        line, gap = (f" {self.line} 行目", "") if language == "ja" else (f", line {self.line}", " ")
        place = f" {self.place}" if self.place else ""
        return f"{self.source}{line}{place}: {self.wrong.of(language)}{gap}{self.right.of(language)}"


class PlaybookError(DomainError):
    """A playbook that cannot be used; `mistakes` are all that is wrong with it, by line."""

    def __init__(
        self, code: str, *, wrong: BilingualText, right: BilingualText, mistakes: tuple[Mistake, ...] = ()
    ) -> None:
        self.mistakes = mistakes
        super().__init__(code, wrong=wrong, right=right, field="playbook")


_TOML_FORM = BilingualText(
    ja='正しい例: weekly_hours_cap = 8。複数行の文は """ で始め、""" で閉じます。同じ名前は一度だけ書けます。',
    en='Right would be, for example: weekly_hours_cap = 8. Text of several lines begins and ends with """; '
    "a name is written once.",
)


class _Finding(NamedTuple):
    """A mistake of which the line is not yet known; `part` is what it is about in a longer text."""

    path: Path
    wrong: BilingualText
    right: BilingualText
    part: str = ""


def shipped_playbooks() -> tuple[str, ...]:
    """The names of the playbooks that ship with the product, in alphabetical order."""
    files = resources.files("domain.playbooks").iterdir()
    return tuple(sorted(file.name.removesuffix(".toml") for file in files if file.name.endswith(".toml")))


@cache
def load_playbook(name: str) -> Playbook:
    """A playbook that ships with the product.

    Raises:
        PlaybookError: there is none of that name, or its file was damaged.
    """
    if name not in shipped_playbooks():
        raise unknown_playbook(name, shipped_playbooks())
    return parse_playbook(resources.files("domain.playbooks").joinpath(f"{name}.toml").read_bytes(), f"{name}.toml")


def unknown_playbook(name: str, known: tuple[str, ...]) -> PlaybookError:
    """That there is no playbook of a name, with those that there are."""
    named = ", ".join(known)
    return PlaybookError(
        "playbook-unknown",
        wrong=_two(f"プレイブック {_shown(name)} はありません。", f"There is no playbook {_shown(name)}."),
        right=_two(f"あるのは: {named}。", f"There are: {named}."),
    )


def parse_playbook(text: str | bytes, source: str) -> Playbook:
    """Read a playbook; `source` names it in what people are told.

    Raises:
        PlaybookError: it has mistakes; all of them are listed.
    """
    playbook, mistakes = examined(text, source)
    if playbook is None:
        raise unusable(mistakes)
    return playbook


def check_playbook(text: str | bytes, source: str) -> list[Mistake]:
    """Every mistake in a playbook, by line; none, where it can be used. Never raises, whatever the text holds."""
    return list(examined(text, source)[1])


def unusable(mistakes: tuple[Mistake, ...]) -> PlaybookError:
    """That a playbook cannot be used, with the first of its mistakes."""
    count, first = len(mistakes), mistakes[:MOST_SHOWN]
    ja, en = (" ".join(mistake.explain(language) for mistake in first) for language in _LANGUAGES)
    return PlaybookError(
        "playbook-invalid",
        wrong=_two(
            f"プレイブックに誤りが {count} 件あります。{ja}",
            f"The playbook has {count} mistake{'' if count == 1 else 's'}. {en}",
        ),
        right=_two(
            "すべての誤りは `banso playbook check` で確かめられます。", "`banso playbook check` lists every mistake."
        ),
        mistakes=mistakes,
    )


def examined(text: str | bytes, source: str) -> tuple[Playbook | None, tuple[Mistake, ...]]:
    """A playbook, or None and all that is wrong with it."""
    try:
        decoded = (text.decode() if isinstance(text, bytes) else text).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        return None, (_undecodable(error, source),)
    try:
        data = tomllib.loads(decoded)
    except (ValueError, RecursionError) as error:
        return None, (_no_toml(decoded, error, source),)
    return _checked(data, KeyLines(decoded), source)


@cache
def standard() -> dict[str, Any]:
    """What counts where a playbook says nothing, and how people are told of it: one file for each capability."""
    folder = resources.files("domain.playbooks").joinpath("standard")
    parts = (
        tomllib.loads(file.read_text(encoding="utf-8")) for file in folder.iterdir() if file.name.endswith(".toml")
    )
    return reduce(_over, parts, {})


@cache
def standard_messages() -> dict[str, Message]:
    """How people are told where a playbook says nothing."""
    return TypeAdapter(dict[str, Message]).validate_python(standard()["messages"])


def _over(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """Two tables as one, key by key; what is said above wins."""
    whole = dict(below)
    for key, value in above.items():
        known = whole.get(key)
        whole[key] = _over(known, value) if isinstance(known, dict) and isinstance(value, dict) else value
    return whole


def _checked(data: dict[str, Any], lines: KeyLines, source: str) -> tuple[Playbook | None, tuple[Mistake, ...]]:
    findings = [*_rule_findings(_table(data, "rules")), *_message_findings(data)]
    playbook: Playbook | None = None
    try:
        playbook = Playbook.model_validate(_over(standard(), data))
    except ValidationError as error:
        findings += _schema_findings(error.errors(include_url=False), [finding.path for finding in findings])
    mistakes = [
        Mistake(source, lines.of(path, part), _dotted(path), wrong, right) for path, wrong, right, part in findings
    ]
    ordered = tuple(sorted(mistakes, key=lambda mistake: (mistake.line, mistake.place)))
    return (None if ordered else playbook), ordered


def _rule_findings(rules: dict[str, Any]) -> Iterator[_Finding]:
    """What a rule says that no step would understand, in words of ours."""
    waits = _table(rules, "waits")
    for kind in waits:
        if kind not in WAIT_KINDS:
            yield _unknown(("rules", "waits", kind), WAIT_KINDS)
            continue
        yield from _period_findings(("rules", "waits", kind), _table(waits, kind))
    follow_ups = _entries(rules, "follow_ups")
    yield from _period_findings(("rules", "follow_ups"), follow_ups)
    premises = _table(rules, "premises")
    yield from _period_findings(
        ("rules", "premises"), {key: premises[key] for key in premises if key == "review_every"}
    )
    for index, voice in _entries(_table(rules, "retrospective"), "voices").items():
        if isinstance(voice, str) and voice not in VOICES:
            yield _unknown(("rules", "retrospective", "voices", index), VOICES, voice)
    yield from _tag_findings(_table(rules, "retrospective"))
    yield from _member_findings(rules)
    for index, gate in _entries(rules, "gates").items():
        if isinstance(gate, str) and gate not in get_args(Gate):
            yield _unknown(("rules", "gates", index), get_args(Gate), gate)


def _tag_findings(retrospective: dict[str, Any]) -> Iterator[_Finding]:
    """Tags in a list that nobody has worded: people would read a name of ours instead."""
    for index, tag in _entries(retrospective, "tags").items():
        if tag not in TAGS:
            yield _finding(
                ("rules", "retrospective", "tags", index),
                f"{_shown(tag)} には言葉がありません。表にして、日本語と英語の言葉を添えてください。",
                f"{_shown(tag)} has no words. Write the tags as a table, with words in Japanese and English.",
            )


def _member_findings(rules: dict[str, Any]) -> Iterator[_Finding]:
    """Roles of members that are named where no member has them, and how often a word is due."""
    roles = tuple(_table(rules, "memberships"))
    matching, reports = _table(rules, "matching"), _table(rules, "reports")
    named: dict[Path, Any] = {("matching", part): matching.get(part) for part in ("client", "accompanist")}
    named |= {("reports", "by", index): role for index, role in _entries(reports, "by").items()}
    for place, role in named.items():
        if isinstance(role, str) and role not in roles:
            yield _unknown(("rules", *place), roles or ("[rules.memberships.NAME]",), role)
    every = {"every": reports["every"]} if "every" in reports else {}
    yield from _period_findings(("rules", "reports"), every)
    radar = _table(rules, "radar")
    yellow, red = radar.get("yellow"), radar.get("red")
    if isinstance(yellow, int) and isinstance(red, int) and red < yellow:
        turned = f"yellow = {red}, red = {yellow}"
        yield _finding(("rules", "radar", "red"), "黄色より先に赤になります。", "Red would come before yellow.", turned)


def _period_findings(path: Path, periods: Mapping[str, Any]) -> Iterator[_Finding]:
    """Periods that are none or too long, and an escalation that would come before its reminder."""
    moments = {}
    for name, period in periods.items():
        if not isinstance(period, str):
            continue
        try:
            moments[name] = after(_SOME_DAY, checked_period(period), "UTC")
        except (ValueError, OverflowError):
            yield _no_period((*path, name), period)
    both = {"remind_after", "escalate_after"} <= moments.keys()
    if both and moments["escalate_after"] < moments["remind_after"]:
        yield _finding(
            (*path, "escalate_after"),
            "催促より前に報告することになります。",
            "It would escalate before it reminds.",
            f'remind_after = "{periods["escalate_after"]}", escalate_after = "{periods["remind_after"]}"',
        )


def _no_period(path: Path, period: object) -> _Finding:
    return _finding(
        path,
        f"{_shown(period)} は使える期間ではありません(P3D は 3 日、P1M は 1 か月、PT72H は 72 時間)。",
        f"{_shown(period)} is no usable period; P3D is 3 days, P1M a month, PT72H 72 hours.",
    )


def _message_findings(data: dict[str, Any]) -> Iterator[_Finding]:
    messages = _table(data, "messages")
    for name in messages:
        if name not in MESSAGES:
            yield _unknown(("messages", name), MESSAGES)
            continue
        for language in _LANGUAGES:
            yield from _text_findings(name, language, _table(_table(messages, name), language))


def _text_findings(name: str, language: str, texts: dict[str, Any]) -> Iterator[_Finding]:
    for part in ("subject", "body"):
        text, path = texts.get(part), ("messages", name, language, part)
        if isinstance(text, str):
            yield from _brace_findings(path, text, words_of(name))
    subject, body = texts.get("subject"), texts.get("body")
    if isinstance(subject, str) and re.search(r"[\r\n]", subject):
        path = ("messages", name, language, "subject")
        yield _finding(path, "件名に改行があります。", "A subject is one line.", 'subject = "{title}"')
    if name in NEEDS_LINK and isinstance(body, str) and "{link}" not in body:
        path = ("messages", name, language, "body")
        yield _finding(
            path, "{link} がなく、返答できません。", "Without {link} nobody can answer.", 'body = "... {link} ..."'
        )


def _brace_findings(path: Path, text: str, words: frozenset[str]) -> Iterator[_Finding]:
    try:
        fields = [field for field in Formatter().parse(text) if field[1] is not None]
    except ValueError:
        yield _finding(path, "波括弧の対応が取れていません。", "A brace is not closed, or not opened.", "{title}")
        return
    known = ", ".join(f"{{{word}}}" for word in sorted(words))
    for _, word, form, conversion in fields:
        if word not in words or form or conversion:
            shown = _shown(f"{word}{'!' + conversion if conversion else ''}{':' + form if form else ''}")
            found = _finding(path, f"この文面では {shown} を使えません。", f"This message cannot use {shown}.", known)
            yield found._replace(part=f"{{{word}")


def _schema_findings(errors: list[ErrorDetails], explained: list[Path]) -> Iterator[_Finding]:
    """What the schema finds, without what was explained already."""
    for error in errors:
        path = tuple(str(part) for part in error["loc"] if part != "[key]")
        summed_up = error["type"] == "value_error" and any(one[: len(path)] == path for one in explained)
        if summed_up or any(path[: len(one)] == one for one in explained):
            continue
        if PERIOD_FORM in error["msg"]:
            yield _no_period(path, error["input"])
        elif error["type"] == "extra_forbidden":
            yield _unknown(path, known_keys(Playbook, path[:-1]))
        else:
            yield _schema_finding(path, error)


def _schema_finding(path: Path, error: ErrorDetails) -> _Finding:
    if error["type"] not in KINDS_OF_ERROR:
        return _finding(path, "この値は使えません。", f"This value cannot be used: {error['msg']}.")
    ja, en = (words.format_map(error.get("ctx", {})) for words in KINDS_OF_ERROR[error["type"]])
    if error["type"] == "missing":
        return _finding(path, f"{ja}。", f"It {en}.")
    value = _shown(error["input"])
    return _finding(path, f"{value} は{ja}。", f"{value} {en}.")


def _unknown(path: Path, known: tuple[str, ...], value: str | None = None) -> _Finding:
    name = _shown(path[-1] if value is None else value)
    return _finding(
        path,
        f"{name} という名前はありません。",
        f"{name} is not known.",
        ", ".join(get_close_matches(path[-1] if value is None else value, known, cutoff=0.5) or known[:10]),
    )


def _finding(path: Path, ja: str, en: str, example: str | None = None) -> _Finding:
    place = ".".join(path)
    shown = example or example_at(place, EXAMPLES)
    return _Finding(path, _two(ja, en), _two(f"正しい例: {shown}", f"Right would be, for example: {shown}"))


def _undecodable(error: UnicodeDecodeError, source: str) -> Mistake:
    return Mistake(
        source,
        error.object[: error.start].count(b"\n") + 1,
        "",
        _two("UTF-8 として読めない文字があります。", "There is something that is no UTF-8 text."),
        _two("UTF-8 で保存し直してください。", "Save the file as UTF-8."),
    )


def _no_toml(text: str, error: Exception, source: str) -> Mistake:
    reason, _, place = str(error).partition(" (at ")
    found = re.match(r"line (\d+)", place)
    line = int(found[1]) if found else max(1, len(text.splitlines()))
    if isinstance(error, RecursionError):
        reason, line = "nested too deeply", 1
    return Mistake(
        source, line, "", _two(f"TOML として読めません({reason})。", f"This is no TOML: {reason}."), _TOML_FORM
    )


def _table(data: Mapping[str, Any], key: str) -> dict[str, Any]:
    value = data.get(key)
    return value if isinstance(value, dict) else {}


def _entries(data: Mapping[str, Any], key: str) -> dict[str, Any]:
    """A list by index, as places name its entries."""
    value = data.get(key)
    return {str(index): entry for index, entry in enumerate(value)} if isinstance(value, list) else {}


def _dotted(path: Path) -> str:
    """A place for people to read; a key that is more than a word stands in quotes."""
    return ".".join(part if re.fullmatch(r"[A-Za-z0-9_-]+", part) else _shown(part) for part in path)


def _shown(value: object) -> str:
    """What somebody wrote, short and without characters that change how a line looks."""
    shown = repr(value)
    return shown if len(shown) <= 60 else f"{shown[:57]}..."


def _two(ja: str, en: str) -> BilingualText:
    return BilingualText(ja=ja, en=en)
