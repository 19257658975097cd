"""The parts of a state as people read them: what each field is called, and what its value says."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from pydantic import BaseModel

from banso.cli.happenings import EVENTS_JA, event_words
from banso.cli.layout import Node
from banso.cli.ledger import in_words, of_service
from banso.cli.output import moment
from banso.cli.report_words import OUTCOMES, TAGS
from banso.cli.texts import language, say
from banso.cli.words import ROLES, STEPS, VALUES, field_label, word
from domain.engagement.premises.state import Ledger
from domain.legal.work_permission import country_in_words, grounds_in_words
from domain.participation.places.gates import GATE_WORDS
from domain.playbooks.schema import PlaybookReference
from domain.service.closing.state import Community, Voices
from domain.service.pivot.state import ServicePremise
from domain.shared.actors import Actor
from domain.shared.meeting import Meeting
from domain.shared.values import BilingualText, PersonalText

Names = Mapping[str, str]
"""What persons are called, by their ids; whoever is missing is called by their id."""

PEOPLE = frozenset({
    "accompanist", "agreed", "answered_by", "assignee", "by", "carrier", "companion", "company_contacts",
    "contact", "coordinator", "coordinators", "deputy", "employer_contact", "finished_by", "front", "leader",
    "newcomers", "owner", "people", "permission_reviewer", "person", "persons", "stands_in_for",
    "stays_connected", "voices",
})  # fmt: skip
"""Fields that hold ids of persons, or entries by such ids."""

LEFT_OUT = ("id", "waits", "type", "uid", "series", "rules", "process", "told")
COUNTERS = ("follow_ups_sent", "permission_attempt", "delivery", "consent_withdrawals", "rechecks", "number", "ends")
"""Nothing is said of these while they are zero."""
QUIET = frozenset({
    "asked_again", "ended", "in_community", "leads", "most_clients", "open", "successor_welcome",
})  # fmt: skip
"""Nothing is said of these while they are as they begin."""
INNER = frozenset({
    "consent_asked", "covers_noted", "deputies_named", "hours_number", "moves", "number", "permit", "queued",
    "rechecks_before", "rest", "rests", "reviews", "sequence", "signs", "tax_attempt", "turns", "wishes",
    "zone_number",
})  # fmt: skip
"""Numbers that only tell one word or turn from the next; they mean nothing to people."""
COUNTING = (Community, Voices)
"""Where `number` says how many, not which."""

LANGUAGES = {"ja": ("日本語", "Japanese"), "en": ("英語", "English")}
COUNTRIES = ("country", "residence", "citizen_of", "registered_at")
GATES = ("gates", "open_gates", "missing")
STANDING_ROLES = ("role", "voice", "signed", "side", "wished_by", "given_by")
COMPLETED = ("活動を終えました", "completed")
DAYS = re.compile(r"P(\d+)D")
SPACED = re.compile(r"[a-z]+(_[a-z]+)+")


def is_person(field: str) -> bool:
    """Whether a field holds ids of persons."""
    return field in PEOPLE


def called(person: str, names: Names) -> str:
    """A person's name, with the id by which commands know them."""
    return f"{names[person]} ({person})" if person in names else person


def entries_of(
    model: BaseModel, names: Names, left_out: tuple[str, ...] = (), zone: str | None = None
) -> list[tuple[str, Node]]:
    """The fields of a part that say something, each with its label; days of reviews are those of `zone`."""
    shown = (name for name in type(model).model_fields if name not in (*LEFT_OUT, *left_out))
    nodes = {name: node_of(name, getattr(model, name), names, zone) for name in shown if not _is_inner(name, model)}
    return [(field_label(name, type(model).__name__), node) for name, node in nodes.items() if node]


def _is_inner(name: str, model: BaseModel) -> bool:
    """Whether a field is a counter of ours, or one that has nothing to count yet."""
    value = getattr(model, name)
    counts = name == "number" and isinstance(model, COUNTING)
    if name in QUIET and value == type(model).model_fields[name].default:
        return True
    return (name in COUNTERS and value == 0) or (name in INNER and isinstance(value, int) and not counts)


def node_of(field: str, value: Any, names: Names, zone: str | None = None) -> Node:
    """A value for people; empty where there is nothing to say."""
    match value:
        case Meeting():
            return f"{value.name.of(language())} ({value.gathering}), {moment(value.at)}, {value.place}"
        case PlaybookReference():
            return say(f"{value.name}(第 {value.version} 版)", f"{value.name}, version {value.version}")
        case Ledger():
            return in_words(value, names, zone)
        case ServicePremise():
            return [*of_service(value, names, zone)]
        case Actor() | PersonalText() | BilingualText():
            return text_of(field, value, names)
        case BaseModel():
            return [] if _untouched(value) else entries_of(value, names, zone=zone)
        case Mapping():
            return [(_key(field, str(key), names), node_of(field, each, names, zone)) for key, each in value.items()]
        case tuple() | list() if any(isinstance(each, BaseModel) for each in value):
            return _listed(field, value, names, zone)
        case () if field == "hours":
            return say("なし", "none")
        case tuple() | list():
            return say("、", ", ").join(text_of(field, each, names) for each in value)
        case _:
            return text_of(field, value, names)


def text_of(field: str, value: Any, names: Names) -> str:
    """A single value as text."""
    match value:
        case None:
            return ""
        case bool():
            return say("はい", "yes") if value else say("いいえ", "no")
        case str():
            return _words_of(field, value, names)
        case BilingualText():
            return value.of(language())
        case PersonalText():
            return value.shown(language())
        case datetime():
            return moment(value)
        case timedelta():
            return _days(value.days)
        case Actor():
            by_link = say("(リンクの持ち主)", " (holder of the link)") if value.holder_of_link else ""
            return f"{word(ROLES, value.role.value)} {called(value.person, names)}{by_link}"
        case _:
            return str(value)


def _words_of(field: str, value: str, names: Names) -> str:
    if field in GATES:
        return GATE_WORDS[value].of(language()) if value in GATE_WORDS else value
    if field in COUNTRIES:
        return country_in_words(value).of(language())
    if field == "people" and value in ROLES:
        return word(ROLES, value)
    if is_person(field) or field == "routes":
        return called(value, names)
    if days := DAYS.fullmatch(value):
        return _days(int(days[1]))
    if field == "permission_note":
        return grounds_in_words(value).of(language())
    return _known(field, value)


def _days(days: int) -> str:
    return say(f"{days} 日", f"{days} days")


def _known(field: str, value: str) -> str:
    """What a name of ours is called; texts of people stay as they are."""
    if field in STANDING_ROLES and value in ROLES:
        return word(ROLES, value)
    if field == "outcome" and (value in EVENTS_JA or value == "Completed"):
        return say(*COMPLETED) if value == "Completed" else event_words(value)
    if field == "language":
        return word(LANGUAGES, value)
    for table in (VALUES, TAGS, OUTCOMES, STEPS):
        if value in table:
            return word(table, value)
    return value.replace("_", " ") if SPACED.fullmatch(value) else value


def _key(field: str, key: str, names: Names) -> str:
    return called(key, names) if is_person(field) else _known(field, key)


def _listed(field: str, values: Iterable[Any], names: Names, zone: str | None) -> Node:
    """Several parts: texts below each other, entries numbered."""
    nodes = [node_of(field, each, names, zone) for each in values]
    if all(isinstance(node, str) for node in nodes):
        return "\n".join(str(node) for node in nodes)
    return [(str(number), node) for number, node in enumerate(nodes, start=1)]


def _untouched(model: BaseModel) -> bool:
    """Whether a part of a state is as it began: a capability that this stream does not use has nothing to say."""
    fields = type(model).model_fields.items()
    return all(
        not info.is_required() and getattr(model, name) == info.get_default(call_default_factory=True)
        for name, info in fields
    )
