"""Opens the store for whoever sends commands or asks questions; without anything of Temporal, to be quick to load."""

import hashlib
import hmac
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from psycopg_pool import AsyncConnectionPool

from banso.client import BansoClient
from banso.clock import Clock, SystemClock
from banso.commands import CommandHandler
from banso.decisions import Decisions
from banso.eventstore.database import open_pool
from banso.eventstore.news import NewsBell
from banso.eventstore.schema import Logins, migrate
from banso.eventstore.sealing import KeyRing
from banso.maintenance import Maintenance
from banso.playbook_folder import Playbooks
from banso.readmodels.accompaniment import Accompaniment
from banso.readmodels.inline import Overviews, Waits
from banso.readmodels.queries import Queries
from banso.replies import Replies
from banso.settings import Settings

CLIENT_POOL = 24


@dataclass(frozen=True)
class Store:
    """The working parts around one pool of connections."""

    pool: AsyncConnectionPool
    keys: KeyRing
    clock: Clock
    handler: CommandHandler
    playbooks: Playbooks

    @property
    def client(self) -> BansoClient:
        """The application client on this store."""
        queries = Queries(self.pool, self.keys, self.playbooks)
        parts = (self.pool, self.keys, self.handler, self.clock)
        members = Accompaniment(self.pool, self.keys, queries, self.playbooks)
        return BansoClient(self.handler, queries, Decisions(*parts), Replies(*parts), members)


def derived_key(master_key: bytes, purpose: str) -> bytes:
    """A key for one purpose, from the installation's master key."""
    return hmac.new(master_key, f"banso {purpose}".encode(), hashlib.sha256).digest()


@asynccontextmanager
async def open_store(
    logins: Logins,
    master_key: bytes,
    *,
    clock: Clock | None = None,
    size: int = CLIENT_POOL,
    name: str = "client",
    playbook_directory: Path | None = None,
) -> AsyncIterator[Store]:
    """Commands and queries on the application's login; without a `playbook_directory` with shipped playbooks only."""
    async with open_pool(logins.application, size, name) as pool:
        keys, bell = KeyRing(master_key), NewsBell(pool)
        used_clock, playbooks = clock or SystemClock(), Playbooks(playbook_directory)
        handler = CommandHandler(
            pool=pool,
            clock=used_clock,
            keys=keys,
            rules_of=lambda playbook: playbooks.load(playbook).rules,
            projections=(Overviews(), Waits()),
            fingerprint_key=derived_key(master_key, "fingerprint"),
            bell=bell,
        )
        try:
            yield Store(pool, keys, used_clock, handler, playbooks)
        finally:
            await bell.close()


@asynccontextmanager
async def open_client(settings: Settings, *, clock: Clock | None = None) -> AsyncIterator[BansoClient]:
    """The application client on the database that the settings name."""
    logins = await migrate(settings.database(), settings.master_key())
    folder = settings.playbook_directory
    async with open_store(logins, settings.master_key(), clock=clock, playbook_directory=folder) as store:
        yield store.client


@asynccontextmanager
async def open_maintenance(settings: Settings) -> AsyncIterator[Maintenance]:
    """What keeps the store safe, on the database that the settings name."""
    owner = settings.database()
    logins = await migrate(owner, settings.master_key())
    folder = settings.playbook_directory
    async with open_store(logins, settings.master_key(), name="maintenance", playbook_directory=folder) as store:
        yield Maintenance(store.client, store.pool, store.keys, store.clock, owner, settings.anchor_directory)
