"""What keeps the store safe, as one thing that a way in can ask for: audit, anchors, rebuilding, recovery, erasure."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from pathlib import Path

from psycopg_pool import AsyncConnectionPool

from banso.client import BansoClient
from banso.clock import Clock
from banso.eventstore import anchors, erasure, export, recovery
from banso.eventstore.erasure import Erasure
from banso.eventstore.export import Format
from banso.eventstore.findings import Findings
from banso.eventstore.recovery import Recovered
from banso.eventstore.sealing import KeyRing
from banso.readmodels import catalogue, rebuilding
from banso.readmodels.rebuilding import Rebuilt
from domain.shared.actors import Actor
from domain.shared.values import StreamReference

__all__ = ["Erasure", "Findings", "Format", "Maintenance", "Progress", "Rebuilt", "Recovered"]

Progress = Callable[[int, int], None]
"""Told (done, of how many)."""


@dataclass(frozen=True)
class Maintenance:
    """Works on the database that `owner` (a connection string) names; anchors and erasures are kept in a directory."""

    client: BansoClient
    pool: AsyncConnectionPool
    keys: KeyRing
    clock: Clock
    owner: str
    anchor_directory: Path

    async def audit(self, tenant: str | None, progress: Progress) -> Findings:
        """Look at everything of one tenant, or of all; nothing is changed."""
        return await catalogue.audit(self.owner, tenant=tenant, anchors=self.anchor_directory, progress=progress)

    async def anchor(self) -> int:
        """Write down the heads that moved since their last anchor; how many there were.

        Raises:
            OSError: the directory cannot be written; nothing was anchored.
        """
        return await anchors.write_anchors(self.pool, self.anchor_directory, self.clock.now())

    async def rebuild(self, readmodel: str, progress: Progress) -> Rebuilt:
        """Build a read model anew while everything goes on.

        Raises:
            DomainError: there is no such read model, or an event cannot be read; the old one stays.
        """
        return await rebuilding.rebuild(self.owner, readmodel, progress)

    async def replay_erasures(self) -> list[Erasure]:
        """Erase again whom a restored backup still knows although they were erased after it; who that was.

        Raises:
            StoreError: the log of erasures cannot be read; nothing was changed.
        """
        return await erasure.replay_erasures(self.client, self.pool, self.keys, self.anchor_directory)

    async def recover(self, progress: Progress, patience_seconds: float) -> Recovered:
        """Bring the system back after Temporal, or the database itself, was lost.

        The log of erasures is replayed first: no workflow may write to somebody who has been erased. Then what
        erasures have left undone is completed, and the workflows of all open streams are started again.

        Raises:
            StoreError: the log of erasures cannot be read; nothing was changed.
        """
        replayed = await self.replay_erasures()
        recovered = await recovery.recover(
            self.pool, self.keys, self.anchor_directory, progress=progress, patience_seconds=patience_seconds
        )
        return replace(recovered, replayed=len(replayed))

    async def erase(self, tenant: str, person: str, *, actor: Actor, reason: str) -> Erasure:
        """Erase a person for good; doing it again completes what was left undone.

        Raises:
            DomainError: there is no such person, or the actor may not do it; nothing was changed.
        """
        return await erasure.erase_person(
            self.client, self.pool, self.keys, self.anchor_directory, tenant, person, actor=actor, reason=reason
        )

    def export(self, tenant: str, stream: StreamReference, *, actor: Actor, form: Format) -> AsyncIterator[str]:
        """The lines of one stream as a file.

        Raises:
            DomainError: the actor may not do it, or there is no such stream.
        """
        return export.export_stream(self.pool, self.keys, tenant, stream, actor=actor, format=form)
