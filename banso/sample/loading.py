"""Loads the sample, once: every command has an id of its own, so that a repetition changes nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from banso.client import BansoClient
from banso.sample.projects import COORDINATOR, DESK, SECOND_COORDINATOR, TENANT, Project, projects
from domain.shared.actors import Actor, Role
from domain.shared.refusals import DomainError
from domain.shared.values import StreamReference

OFFICE = Actor(person=COORDINATOR, role=Role.COORDINATOR)
LOADED_BY_ANOTHER_RELEASE = "command-id-reused"


@dataclass(frozen=True)
class Step:
    """One command of the sample. Its id names the stream and the command, and so stays the same for ever."""

    stream: str
    command: dict[str, Any]
    actor: Actor = OFFICE

    @property
    def command_id(self) -> str:
        """The idempotency key."""
        return f"sample/{self.stream}/{self.command['type']}"


async def load_sample(client: BansoClient) -> bool:
    """Send every command of the sample; whether any of them was new.

    Raises:
        DomainError: a command is refused, because the tenant holds other data under the sample's ids.
    """
    was_new = False
    for step in steps():
        was_new = await _send(client, step) or was_new
    return was_new


async def _send(client: BansoClient, step: Step) -> bool:
    try:
        outcome = await client.send(
            TENANT, step.actor, StreamReference.parse(step.stream), step.command, command_id=step.command_id
        )
    except DomainError as error:
        # An earlier release worded its sample differently: what it has loaded stays as it is.
        if error.code == LOADED_BY_ANOTHER_RELEASE:
            return False
        raise
    return not outcome.repeated


def steps() -> Iterator[Step]:
    """All commands, in the order in which one needs another."""
    yield _person(COORDINATOR, "見本 さくら", employment="employed")
    yield _person(SECOND_COORDINATOR, "見本 すみれ", employment="employed")
    yield _desk()
    for project in projects():
        yield from _people_of(project)
        yield _posting(project)
        yield Step(f"engagement:{project.letter}", {"type": "PublishPosting"})
        yield from _applications(project)


def _person(person: str, name: str, **values: Any) -> Step:
    command = {
        "type": "RegisterPerson",
        "name": name,
        "email": f"{person}@example.jp",
        "language": "ja",
        "citizen_of": ["JP"],
        **values,
    }
    return Step(f"person:{person}", command)


def _desk() -> Step:
    command = {
        "type": "OpenService",
        "name": "ふるさと兼業 岐阜デスク(見本)",
        "region": "岐阜県",
        "playbook": "furusato-kengyo",
        "coordinators": [COORDINATOR, SECOND_COORDINATOR],
    }
    return Step(f"service:{DESK}", command)


def _people_of(project: Project) -> Iterator[Step]:
    letter, added = project.letter, project.added
    yield _person(f"president-{letter}", added.president, employment="self_employed", uses_employees=True)
    yield _person(f"companion-{letter}", added.companion, employment="employed")
    for number, applicant in enumerate(added.applicants, start=1):
        contact = None
        if applicant.employment == "employed":
            contact = f"employer-{letter}{number}"
            yield _person(contact, f"見本 {letter.upper()}{number}(勤務先)", employment="employed")
        name, employment = applicant.name, applicant.employment
        yield _person(f"applicant-{letter}{number}", name, employment=employment, employer_contact=contact)


def _posting(project: Project) -> Step:
    added = project.added
    command = {
        "type": "DraftPosting",
        "service": DESK,
        "title": project.title,
        "theme": project.theme,
        "host": added.host,
        "goal": added.goal,
        "shared_decision": added.shared_decision,
        "roles": list(project.roles),
        "seats": 1,
        "weekly_hours": "8",
        "coordinator": COORDINATOR,
        "company_contacts": [f"president-{project.letter}"],
        "companion": f"companion-{project.letter}",
    }
    return Step(f"engagement:{project.letter}", command)


def _applications(project: Project) -> Iterator[Step]:
    for number, applicant in enumerate(project.added.applicants, start=1):
        person = f"applicant-{project.letter}{number}"
        command = {
            "type": "Apply",
            "engagement": project.letter,
            "person": person,
            "motivation": applicant.motivation,
        }
        yield Step(f"participation:{project.letter}{number}", command, Actor(person=person, role=Role.PARTICIPANT))
