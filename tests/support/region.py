"""One region, its five first projects and everybody in them, with obviously synthetic names and addresses."""

import json
from dataclasses import dataclass, field
from importlib import resources
from typing import Any

from banso.commands import Outcome
from domain.shared.actors import Actor, Role

from support.hands import Hands
from support.system import System
from support.witness import Witness

REGION, OTHER_REGION = "gifu", "nagano"


@dataclass
class Project:
    """One of the five, as its source tells it; ids end with its letter."""

    letter: str
    title: str
    theme: str
    host: str
    roles: tuple[str, ...]
    coordinator: str
    company: tuple[str, ...]
    companion_since: str | None = None

    def _person(self, word: str) -> str:
        return f"{word}-{self.letter}"

    @property
    def engagement(self) -> str:
        """The engagement's stream."""
        return f"engagement:{self.letter}"

    @property
    def participation(self) -> str:
        """The stream of the one who gets the seat."""
        return f"participation:{self.letter}1"

    @property
    def president(self) -> str:
        """Who decides for the company."""
        return self._person("president")

    @property
    def participant(self) -> str:
        """Who gets the seat."""
        return self._person("participant")

    @property
    def companion(self) -> str:
        """Who accompanies the participant now."""
        return self.companion_since or self._person("companion")

    @property
    def employer(self) -> str | None:
        """Who consents at the participant's employer; the participant of C is self-employed."""
        return None if self.letter == "c" else self._person("hr")

    @property
    def voices(self) -> list[tuple[str, Role]]:
        """Who looks back, in which role."""
        known = [(self.participant, Role.PARTICIPANT), (self.president, Role.COMPANY)]
        return [*known, (self.employer, Role.EMPLOYER)] if self.employer else known


def five_projects() -> list[Project]:
    """The five first projects: titles, themes and roles of companions are real."""
    text = resources.files("banso.sample").joinpath("onex_projects.json").read_text(encoding="utf-8")
    found = []
    for one in json.loads(text)["projects"]:
        letter = one["id"].lower()
        found.append(
            Project(
                letter=letter,
                title=one["title_ja"],
                theme=one["theme_ja"],
                host=f"架空の{one['host']}",
                roles=tuple(one["companion_role_ja"]),
                coordinator=f"coordinator-{letter}",
                company=(f"president-{letter}", "deputy-a") if letter == "a" else (f"president-{letter}",),
            )
        )
    return found


@dataclass
class Region(Hands):
    """The hands of everybody in one region, and a witness of what comes of it."""

    projects: list[Project] = field(default_factory=five_projects)

    @classmethod
    def of(cls, system: System, letters: str = "abcde") -> "Region":
        """Only the projects of these letters."""
        system.tenant = REGION
        projects = [project for project in five_projects() if project.letter in letters]
        return cls(system, Witness(system, {"president-b": "en", "participant-d": "en"}), projects)

    async def elsewhere(self, stream: str, type_: str, /, **values: Any) -> Outcome:
        """The other region's coordinator sends a command within the other region."""
        actor = Actor(person="coordinator-n", role=Role.COORDINATOR)
        return await self.system.send(stream, {"type": type_, **values}, actor=actor, tenant=OTHER_REGION)

    async def engagement(self, project: Project) -> Any:
        """The state of a project."""
        return await self.system.state(project.engagement)

    async def participation(self, project: Project) -> Any:
        """The state of its participant's way."""
        return await self.system.state(project.participation)

    def only(self, letters: str) -> list[Project]:
        """Some of the projects."""
        return [project for project in self.projects if project.letter in letters]
