"""Synthetic people and the desk that they belong to, as facts of other streams."""

from typing import Any

from domain.person.aggregate import PERSON
from domain.person.events import PersonRegistered
from domain.service.aggregate import SERVICE
from domain.service.events import ServiceOpened
from domain.shared.values import PersonalText, Purpose

from support.deciding import NOW

DESK = "desk-1"
PEOPLE = (
    "coordinator-1", "coordinator-2", "operator-1", "company-1", "company-2", "companion-1", "employer-1",
    "participant-1", "participant-2", "participant-3",
)  # fmt: skip
SELF_EMPLOYED = "participant-2"


def private(subject: str, text: str, personal: Purpose = "narrative") -> PersonalText:
    """A personal value."""
    return PersonalText(personal=personal, subject=subject, text=text)


def registered(person: str, **changes: Any) -> PersonRegistered:
    """Somebody is known; employed by `employer-1`, unless changed."""
    values: dict[str, Any] = {
        "person": person,
        "name": private(person, f"試験 {person}", "contact"),
        "email": private(person, f"{person}@example.com", "contact"),
        "language": "ja",
        "time_zone": "Asia/Tokyo",
        "residence": "JP",
        "citizen_of": ("JP",),
        "employment": "employed",
        "employer_contact": "employer-1",
        "uses_employees": False,
    }
    return PersonRegistered.model_validate({**values, **changes})


def person(identifier: str, **changes: Any) -> Any:
    """The state of somebody who is registered."""
    return PERSON.fold(None, [(registered(identifier, **changes), NOW)])


def opened(**changes: Any) -> ServiceOpened:
    """The desk is open."""
    values: dict[str, Any] = {
        "service": DESK,
        "name": "試験の窓口",
        "region": "岐阜",
        "playbook": "test-rules",
        "coordinators": ("coordinator-1",),
    }
    return ServiceOpened.model_validate({**values, **changes})


def _known() -> dict[str, Any]:
    facts = {f"person:{name}": person(name) for name in PEOPLE}
    facts[f"person:{SELF_EMPLOYED}"] = person(SELF_EMPLOYED, employment="self_employed", employer_contact=None)
    facts[f"service:{DESK}"] = SERVICE.fold(None, [(opened(), NOW)])
    facts["service:desk-2"] = SERVICE.fold(None, [(opened(service="desk-2"), NOW)])
    return facts


FACTS = _known()
"""Everybody and the desk, by stream key."""
