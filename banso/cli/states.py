"""A stream's state in words: labels, values, what waits; personal values as they may be read."""

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from banso.cli.columns import pairs
from banso.cli.ledger import in_words
from banso.cli.output import moment
from banso.cli.texts import language, say
from banso.cli.words import ROLES, STAGES, STEPS, VALUES, WAITS, field_label, word
from domain.aggregates import AGGREGATES
from domain.engagement.premises.state import Ledger
from domain.legal.work_permission import grounds_in_words
from domain.shared.actors import Actor
from domain.shared.values import BilingualText, PersonalText

if TYPE_CHECKING:
    from domain.shared.values import StreamReference
    from domain.shared.waiting import Wait

LEFT_OUT = ("id", "waits", "type", "title", "stage")
COUNTERS = (
    "follow_ups_sent",
    "permission_attempt",
    "delivery",
    "consent_withdrawals",
    "rechecks",
    "rechecks_before",
    "consent_asked",
    "tax_attempt",
    "queued",
    "moves",
)
"""Nothing is said of these while they are zero."""
INDENT = "  "


def describe(reference: "StreamReference", version: int, state: Any) -> str:
    """The whole state."""
    aggregate = AGGREGATES[reference.kind]
    title = aggregate.summary(state).title
    stage = word(STAGES, aggregate.stage(state))
    lead = f"{reference.key}  {title}"
    standing = say(f"段階 {stage}、版 {version}", f"Stage: {stage}, version {version}")
    return "\n".join([lead, standing, "", pairs(_fields(state)), *_waiting(state.waits.values())])


def _fields(model: BaseModel) -> Iterable[tuple[str, str]]:
    for name in type(model).model_fields:
        value = getattr(model, name)
        if name not in LEFT_OUT and not (name in COUNTERS and value == 0):
            yield field_label(name), _grounds(value) if name == "permission_note" else shown(value)


def _grounds(note: str | None) -> str:
    return grounds_in_words(note).of(language()) if note else ""


def shown(value: Any) -> str:
    """A value for people; empty where there is nothing to say."""
    if value is None or value in ((), [], {}):
        return ""
    match value:
        case str():
            return word(VALUES, value) if value in VALUES else value
        case bool():
            return say("はい", "yes") if value else say("いいえ", "no")
        case BilingualText():
            return value.of(language())
        case PersonalText():
            return value.shown(language())
        case datetime():
            return moment(value)
        case Actor():
            by_link = say("(リンクの持ち主)", " (holder of the link)") if value.holder_of_link else ""
            return f"{word(ROLES, value.role.value)} {value.person}{by_link}"
        case BilingualText():
            return value.of(language())
        case Ledger():
            return in_words(value)
        case BaseModel() if _untouched(value):
            return ""
        case BaseModel():
            return pairs(_fields(value), indent="")
        case dict():
            return "\n".join(_entry(str(key), shown(each)) for key, each in value.items())
        case tuple() | list():
            parts = [shown(each) for each in value]
            return "\n".join(parts) if any("\n" in part for part in parts) else ", ".join(parts)
        case _:
            return str(value)


def _untouched(model: BaseModel) -> bool:
    """Whether a part of a state is as it began: a capability that this stream does not use has nothing to say."""
    fields = type(model).model_fields.items()
    return all(
        not info.is_required() and getattr(model, name) == info.get_default(call_default_factory=True)
        for name, info in fields
    )


def _entry(key: str, text: str) -> str:
    below = "\n".join(f"{INDENT}{line}" for line in text.splitlines())
    return f"{key}\n{below}" if below else key


def _waiting(waits: "Iterable[Wait]") -> list[str]:
    ordered = sorted(waits, key=lambda wait: wait.schedule.escalate_at)
    if not ordered:
        return ["", say("待っていることはありません。", "It waits for nothing.")]
    rows = [
        (
            f"{word(WAITS, wait.kind)} ({wait.subject})",
            say(
                f"{_owner(wait)} が {moment(wait.schedule.escalate_at)} までに({word(STEPS, wait.step)})",
                f"{_owner(wait)}, until {moment(wait.schedule.escalate_at)} ({word(STEPS, wait.step)})",
            ),
        )
        for wait in ordered
    ]
    return ["", say("待っていること:", "It waits for:"), pairs(rows)]


def _owner(wait: "Wait") -> str:
    return " ".join([word(ROLES, wait.owner.role.value), ", ".join(wait.owner.persons)]).strip()
