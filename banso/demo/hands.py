"""Acts that several stories have in common: who they are, who is late, how they look back and stay in touch."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from banso.demo.scenario import Act, After, Quoted, Seen
from domain.shared.actors import Actor, Role

OFFICE = Actor(person="coordinator", role=Role.COORDINATOR)
COORDINATOR_NAME = "見本 さくら"


def registered(names: Mapping[str, str], known: Mapping[str, Mapping[str, Any]]) -> Iterator[Act]:
    """Everybody becomes known, in the order of their names; `known` says what differs from one person to the next."""
    usual = {"language": "ja", "citizen_of": ["JP"], "employment": "not_working"}
    for person, name in names.items():
        values = {"name": name, "email": f"{person}@example.jp", **usual, **known.get(person, {})}
        yield Act(f"person:{person}", "RegisterPerson", OFFICE, None, values)


def participant(stream: str) -> Actor:
    """Whose participation it is."""
    return Actor(person=f"applicant-{stream.partition(':')[2]}", role=Role.PARTICIPANT)


def reminded(stream: str, kind: str, days: int = 1, subject: str = "") -> After:
    """Only after the reminder."""
    return _late(stream, "Reminded", kind, days, subject)


def told(stream: str, kind: str, days: int = 1, subject: str = "") -> After:
    """Only after the coordinator was told."""
    return _late(stream, "Escalated", kind, days, subject)


def _late(stream: str, step: str, kind: str, days: int, subject: str) -> After:
    match = {"kind": kind, "subject": subject} if subject else {"kind": kind}
    return After(Seen(stream, step, match), days)


def signatures(stream: str, company: Actor, later: Mapping[str, After | int]) -> Iterator[Act]:
    """Both sides sign what was written, so many days later or whenever `later` says."""
    rendered = Seen(stream, "ContractRendered")
    document = {"document": Quoted(rendered, "document")}
    for side, who in (("participant", participant(stream)), ("company", company)):
        when = later[side]
        moment = After(rendered, when) if isinstance(when, int) else when
        yield Act(stream, "SignContract", who, moment, {"side": side, **document}, side)


def voices(engagement: str, who: Mapping[Actor, After | int], tags: Sequence[str], text: str) -> Iterator[Act]:
    """Everybody who is asked looks back, so many days later or whenever is said."""
    opened = Seen(engagement, "RetrospectiveOpened")
    for person, when in who.items():
        moment = After(opened, when) if isinstance(when, int) else when
        words = {"person": person.person, "tags": list(tags), "text": text}
        yield Act(engagement, "GiveVoice", person, moment, words, person.person)


def follow_ups(stream: str, who: Actor, ordinals: int, text: str, *, late: bool = True) -> Iterator[Act]:
    """How somebody fares, whenever they are asked; if `late`, the last answer comes after a reminder."""
    for ordinal in range(1, ordinals + 1):
        asked = After(Seen(stream, "FollowUpSent", {"ordinal": ordinal}), 2)
        when = reminded(stream, "follow_up", subject=str(ordinal)) if late and ordinal == ordinals else asked
        yield Act(stream, "AnswerFollowUp", who, when, {"ordinal": ordinal, "text": text}, str(ordinal))
