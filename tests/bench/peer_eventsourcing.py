"""The `eventsourcing` library on an equal aggregate, with its own PostgreSQL module on the same server."""

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event
from psycopg.conninfo import conninfo_to_dict

CONTACT = "contact"


class Posting(Aggregate):
    """As many fields as our engagement has, and the same two commands that the comparison sends."""

    @event("Drafted")
    def __init__(
        self,
        service: str,
        title: str,
        theme: str,
        host: str,
        goal: str,
        shared_decision: str,
        roles: list[str],
        seats: int,
        weekly_hours: str,
        company_contacts: list[str],
    ) -> None:
        self.service, self.title, self.theme, self.host = service, title, theme, host
        self.goal, self.shared_decision, self.roles = goal, shared_decision, roles
        self.seats, self.weekly_hours, self.company_contacts = seats, weekly_hours, company_contacts
        self.stage = "recruit"
        self.coordinators: list[str] = ["coordinator"]

    @event("CoordinatorAppointed")
    def appoint(self, coordinator: str) -> None:
        """One more coordinator."""
        if coordinator in self.coordinators:
            raise ValueError("appointed already")
        self.coordinators.append(coordinator)

    @event("CoordinatorLeft")
    def leave(self, coordinator: str) -> None:
        """One coordinator less."""
        self.coordinators.remove(coordinator)


FIELDS: dict[str, Any] = {
    "service": "desk",
    "title": "旗屋の発信",
    "theme": "発信",
    "host": "架空の旗屋",
    "goal": "若い世代に届く発信を一緒につくる",
    "shared_decision": "何を発信するかを参加者と企業で決める",
    "roles": ["広報戦略"],
    "seats": 1,
    "weekly_hours": "8",
    "company_contacts": [CONTACT],
}


class Postings(Application[UUID]):
    """Load, decide, save."""

    def draft(self) -> UUID:
        """A new aggregate."""
        posting = Posting(**FIELDS)
        self.save(posting)
        return posting.id

    def change(self, identifier: UUID, turn: int) -> None:
        """One command, as everybody writes it with this library."""
        posting: Posting = self.repository.get(identifier)
        if turn % 2:
            posting.leave(CONTACT)
        else:
            posting.appoint(CONTACT)
        self.save(posting)

    def in_rounds(self, streams: Sequence[UUID], commands: int) -> None:
        """Commands over all streams in rounds."""
        for number in range(commands):
            turn, place = divmod(number, len(streams))
            self.change(streams[place], turn)

    def rate(self, writers: int, commands: int, streams_each: int) -> float:
        """Commands a second by so many writers, each on streams of its own."""
        shares = [[self.draft() for _ in range(streams_each)] for _ in range(writers)]
        each = commands // writers
        with ThreadPoolExecutor(writers) as threads:
            begun = time.perf_counter()
            list(threads.map(lambda share: self.in_rounds(share, each), shares))
            return each * writers / (time.perf_counter() - begun)


@contextmanager
def postings(owner: str) -> Iterator[Postings]:
    """The application on a database of its own."""
    place = conninfo_to_dict(owner)
    application = Postings(
        env={
            "PERSISTENCE_MODULE": "eventsourcing.postgres",
            "POSTGRES_DBNAME": str(place["dbname"]),
            "POSTGRES_HOST": str(place["host"]),
            "POSTGRES_PORT": str(place.get("port", "5432")),
            "POSTGRES_USER": str(place["user"]),
            "POSTGRES_PASSWORD": str(place.get("password") or "unused"),
            "POSTGRES_POOL_SIZE": "10",
            "POSTGRES_MAX_OVERFLOW": "10",
        }
    )
    try:
        yield application
    finally:
        application.close()
