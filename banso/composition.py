"""The one place where things are wired together; only entry points come here."""

import asyncio
import hashlib
import hmac
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, timedelta
from pathlib import Path
from typing import Any

import psycopg
import structlog
from psycopg_pool import AsyncConnectionPool, PoolTimeout
from temporalio.api.enums.v1 import TaskQueueType
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import DescribeTaskQueueRequest
from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.service import RPCError
from temporalio.worker import Worker
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner, SandboxRestrictions

from activities.contract_documents import ContractDocuments
from activities.delivery import Delivery
from activities.notifications import Notifications
from activities.performing import Performer
from activities.plan import Planning
from activities.results import Results
from activities.work_permission import WorkPermission
from banso.client import BansoClient
from banso.clock import Clock, SystemClock
from banso.commands import CommandHandler
from banso.decisions import Decisions
from banso.eventstore.anchors import write_anchors
from banso.eventstore.database import open_pool
from banso.eventstore.documents import Documents
from banso.eventstore.news import NewsBell
from banso.eventstore.schema import Logins, migrate
from banso.eventstore.sealing import KeyRing
from banso.eventstore.subscriptions import follow
from banso.mail import Mailer
from banso.maintenance import Maintenance
from banso.observability import ContextInterceptor, configure_logging
from banso.playbooks import load_playbook
from banso.readmodels.inline import Overviews, Waits
from banso.readmodels.queries import Queries
from banso.readmodels.service_counts import ServiceCounts
from banso.relay import Relay
from banso.settings import Settings
from banso.temporal_setup import register_search_attributes
from workflows.registry import WORKFLOWS

CLIENT_POOL = 24
WORKER_POOL = 12
MOST_ACTIVITIES = 10
STICKY_TIMEOUT = timedelta(seconds=2)
GRACEFUL_SHUTDOWN = timedelta(seconds=0.8)
CACHED_WORKFLOWS = 1000
ANCHOR_EVERY_SECONDS = 900.0
SUBSCRIBERS = (ServiceCounts(),)

logger = structlog.get_logger()

PASSED_THROUGH = (
    *("domain", "activities.contracts", "workflows"),
    *("pydantic", "pydantic_core", "annotated_types", "whenever"),
)
"""Modules that the workflow sandbox shares with the process; the linter keeps them free of clock and chance.

Running them anew for every workflow took 12 ms of each waking, more than everything else together.
"""


@dataclass(frozen=True)
class Store:
    """The working parts around one pool of connections."""

    pool: AsyncConnectionPool
    keys: KeyRing
    clock: Clock
    handler: CommandHandler

    @property
    def client(self) -> BansoClient:
        """The application client on this store."""
        queries = Queries(self.pool, self.keys)
        return BansoClient(self.handler, queries, Decisions(self.pool, self.keys, self.handler, self.clock))


def derived_key(master_key: bytes, purpose: str) -> bytes:
    """A key for one purpose, from the installation's master key."""
    return hmac.new(master_key, f"banso {purpose}".encode(), hashlib.sha256).digest()


@asynccontextmanager
async def open_store(
    logins: Logins, master_key: bytes, *, clock: Clock | None = None, size: int = CLIENT_POOL, name: str = "client"
) -> AsyncIterator[Store]:
    """Commands and queries on the application's login."""
    async with open_pool(logins.application, size, name) as pool:
        keys, bell = KeyRing(master_key), NewsBell(pool)
        used_clock = clock or SystemClock()
        handler = CommandHandler(
            pool=pool,
            clock=used_clock,
            keys=keys,
            rules_of=lambda playbook: load_playbook(playbook).rules,
            projections=(Overviews(), Waits()),
            fingerprint_key=derived_key(master_key, "fingerprint"),
            bell=bell,
        )
        try:
            yield Store(pool, keys, used_clock, handler)
        finally:
            await bell.close()


@asynccontextmanager
async def open_client(settings: Settings, *, clock: Clock | None = None) -> AsyncIterator[BansoClient]:
    """The application client on the database that the settings name."""
    logins = await migrate(required_database(settings), settings.master_key())
    async with open_store(logins, settings.master_key(), clock=clock) as store:
        yield store.client


@asynccontextmanager
async def open_maintenance(settings: Settings) -> AsyncIterator[Maintenance]:
    """What keeps the store safe, on the database that the settings name."""
    owner = required_database(settings)
    logins = await migrate(owner, settings.master_key())
    async with open_store(logins, settings.master_key(), name="maintenance") as store:
        yield Maintenance(store.client, store.pool, store.keys, store.clock, owner, settings.anchor_directory)


def required_database(settings: Settings) -> str:
    """The owner's connection string.

    Raises:
        LookupError: none is configured and no stack runs.
    """
    if settings.database_url is None:
        raise LookupError("no database is configured: set DATABASE_URL, or start the stack with `banso up`")
    return settings.database_url


def activities_of(store: Store, settings: Settings) -> Sequence[Callable[..., Any]]:
    """All activities, on one store."""
    performer = Performer(store.pool, store.clock)
    results = Results(store.handler)
    planning = Planning(store.pool, store.handler, store.clock)
    mailer = Mailer(settings.smtp_url or "smtp://127.0.0.1:25", settings.mail_from)
    link_key = derived_key(settings.master_key(), "links")
    notifications = Notifications(
        performer, store.pool, store.keys, store.clock, mailer, load_playbook, link_key, settings.public_url
    )
    contracts = ContractDocuments(performer, store.pool, store.keys, Documents(store.keys), results, store.clock)
    permission = WorkPermission(performer, store.pool, results, store.clock)
    return (
        planning.plan,
        planning.meet_deadline,
        planning.park_effects,
        notifications.send_notifications,
        Delivery(performer, store.handler).deliver_to_streams,
        contracts.render_contract,
        permission.check_work_permission,
    )


def workflow_runner() -> SandboxedWorkflowRunner:
    """The sandbox in which workflows run, for workers and for replay alike."""
    restrictions = SandboxRestrictions.default.with_passthrough_modules(*PASSED_THROUGH)
    return SandboxedWorkflowRunner(restrictions=restrictions)


def build_worker(client: Client, store: Store, settings: Settings) -> Worker:
    """A worker with bounded concurrency, that a killed predecessor's work reaches within seconds."""
    return Worker(
        client,
        task_queue=settings.task_queue,
        workflows=list(WORKFLOWS),
        activities=list(activities_of(store, settings)),
        workflow_runner=workflow_runner(),
        interceptors=[ContextInterceptor()],
        max_concurrent_activities=MOST_ACTIVITIES,
        max_cached_workflows=CACHED_WORKFLOWS,
        sticky_queue_schedule_to_start_timeout=STICKY_TIMEOUT,
        graceful_shutdown_timeout=GRACEFUL_SHUTDOWN,
    )


class TemporalConnection:
    """A connection to Temporal that is made when it is first needed, and shared."""

    def __init__(self, address: str, namespace: str) -> None:
        self._address = address
        self._namespace = namespace
        self._client: Client | None = None
        self._lock = asyncio.Lock()

    async def __call__(self) -> Client:
        """The client; connects if it has not yet.

        Raises:
            RuntimeError: the server cannot be reached.
        """
        async with self._lock:
            if self._client is None:
                self._client = await Client.connect(
                    self._address, namespace=self._namespace, data_converter=pydantic_data_converter
                )
            return self._client


def build_relay(logins: Logins, temporal: TemporalConnection, settings: Settings) -> Relay:
    """A relay on its own login."""
    return Relay(logins.relay, temporal, settings.task_queue)


async def prepare(settings: Settings) -> None:
    """Migrate the database and register what workflows need; before any of our processes starts."""
    await migrate(required_database(settings), settings.master_key())
    await register_search_attributes(await _temporal_of(settings)())


def watch_worker(settings: Settings) -> Callable[[], Awaitable[bool]]:
    """A question to be asked again and again: has a worker asked for work since the question was first asked?"""
    temporal, since = _temporal_of(settings), SystemClock().now()
    request = DescribeTaskQueueRequest(
        namespace=settings.temporal_namespace,
        task_queue=TaskQueue(name=settings.task_queue),
        task_queue_type=TaskQueueType.TASK_QUEUE_TYPE_WORKFLOW,
    )

    async def polls() -> bool:
        try:
            described = await (await temporal()).workflow_service.describe_task_queue(request)
        except (RPCError, RuntimeError):
            return False
        return any(poller.last_access_time.ToDatetime(UTC) >= since for poller in described.pollers)

    return polls


def _temporal_of(settings: Settings) -> TemporalConnection:
    return TemporalConnection(settings.temporal_address or "127.0.0.1:7233", settings.temporal_namespace)


async def run_worker(settings: Settings | None = None) -> int:
    """Run worker and relay until SIGTERM or SIGINT; the exit status."""
    used = settings or Settings.from_environment()
    configure_logging()
    stopping = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    logins = await migrate(required_database(used), used.master_key())
    temporal = _temporal_of(used)
    async with open_store(logins, used.master_key(), size=WORKER_POOL, name="worker") as store:
        client = await temporal()
        await register_search_attributes(client)
        beside = [
            asyncio.create_task(build_relay(logins, temporal, used).run(), name="relay"),
            asyncio.create_task(follow(store.pool, SUBSCRIBERS), name="subscribers"),
            asyncio.create_task(keep_anchoring(store, used.anchor_directory), name="anchors"),
        ]
        for task in beside:
            # A worker without its relay would look alive and react to nothing: it ends instead, and is started again.
            task.add_done_callback(lambda _: stopping.set())
        try:
            async with build_worker(client, store, used):
                await stopping.wait()
        finally:
            for task in beside:
                task.cancel()
            await asyncio.gather(*beside, return_exceptions=True)
    return 0


async def keep_anchoring(store: Store, directory: Path) -> None:
    """Anchor the heads of all chains outside the database, now and then, until cancelled."""
    while True:
        try:
            await write_anchors(store.pool, directory, store.clock.now())
        except (psycopg.Error, PoolTimeout, OSError) as error:
            logger.warning("anchors_not_written", error=type(error).__name__)
        await asyncio.sleep(ANCHOR_EVERY_SECONDS)
