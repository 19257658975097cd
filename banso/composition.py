"""The one place where worker and relay are wired together; only entry points come here."""

import asyncio
import signal
from collections.abc import Callable, Sequence
from datetime import timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Any

import psycopg
import structlog
from psycopg_pool import PoolTimeout
from temporalio.client import Client
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from activities.contract_documents import ContractDocuments
from activities.delivery import Delivery
from activities.notifications import Notifications
from activities.performing import Performer
from activities.plan import Planning
from activities.results import Results
from activities.telling_each import TellingEach
from activities.work_permission import WorkPermission
from banso.clock import Clock
from banso.eventstore.anchors import write_anchors
from banso.eventstore.documents import Documents
from banso.eventstore.schema import Logins, migrate
from banso.eventstore.subscriptions import follow
from banso.garbage import spare_what_stays
from banso.log_context import ContextInterceptor
from banso.mail import Mailer
from banso.observability import configure_logging
from banso.opening import Store, derived_key, open_store
from banso.readmodels.report_facts import ReportFacts
from banso.readmodels.service_counts import ServiceCounts
from banso.relay import Relay
from banso.settings import Settings
from banso.temporal_setup import TemporalConnection, register_search_attributes, temporal_of
from workflows.registry import WORKFLOWS

WORKER_POOL = 12
MOST_ACTIVITIES = 10
STICKY_TIMEOUT = timedelta(seconds=2)
GRACEFUL_SHUTDOWN = timedelta(seconds=0.8)
CACHED_WORKFLOWS = 1000
ANCHOR_EVERY_SECONDS = 900.0
LAST_ANCHORS_SECONDS = 5.0
SUBSCRIBERS = (ServiceCounts(), ReportFacts())

logger = structlog.get_logger()


def activities_of(store: Store, settings: Settings) -> Sequence[Callable[..., Any]]:
    """All activities, on one store."""
    performer = Performer(store.pool, store.clock)
    results = Results(store.handler)
    planning = Planning(store.pool, store.handler, store.clock)
    mailer = Mailer(settings.smtp_url or "smtp://127.0.0.1:25", settings.mail_from)
    link_key = derived_key(settings.master_key(), "links")
    notifications = Notifications(
        performer, store.keys, store.clock, mailer, store.playbooks.load, link_key, settings.public_url
    )
    contracts = ContractDocuments(performer, store.keys, Documents(store.keys), results)
    permission = WorkPermission(performer, results, store.clock)
    return (
        planning.plan,
        planning.meet_deadline,
        planning.park_effects,
        notifications.send_notifications,
        Delivery(performer, store.handler).deliver_to_streams,
        TellingEach(performer, store.pool, store.handler).tell_each,
        contracts.render_contract,
        permission.check_work_permission,
    )


def build_worker(client: Client, store: Store, settings: Settings) -> Worker:
    """A worker with bounded concurrency, that a killed predecessor's work reaches within seconds.

    Its workflows run without Temporal's sandbox, which takes a quarter of what waking them costs: import contracts and
    the linter keep them free of clock, chance and I/O, and every stored history is replayed within the sandbox.
    """
    return Worker(
        client,
        task_queue=settings.task_queue,
        workflows=list(WORKFLOWS),
        activities=list(activities_of(store, settings)),
        workflow_runner=UnsandboxedWorkflowRunner(),
        interceptors=[ContextInterceptor()],
        max_concurrent_activities=MOST_ACTIVITIES,
        max_cached_workflows=CACHED_WORKFLOWS,
        sticky_queue_schedule_to_start_timeout=STICKY_TIMEOUT,
        graceful_shutdown_timeout=GRACEFUL_SHUTDOWN,
        # Named by us: left to itself, the SDK reads and hashes every module, a fifth of a second of each start.
        build_id=f"banso-{version('banso')}",
    )


def build_relay(logins: Logins, temporal: TemporalConnection, settings: Settings) -> Relay:
    """A relay on its own login."""
    return Relay(logins.relay, temporal, settings.task_queue)


async def run_worker(settings: Settings | None = None, clock: Clock | None = None) -> int:
    """Run worker and relay until SIGTERM or SIGINT; the exit status. `clock` None: the machine's."""
    used = settings or Settings.from_environment()
    configure_logging()
    stopping = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    logins = await migrate(used.database(), used.master_key())
    temporal = temporal_of(used)
    async with open_store(
        logins,
        used.master_key(),
        clock=clock,
        size=WORKER_POOL,
        name="worker",
        playbook_directory=used.playbook_directory,
    ) as store:
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
                spare_what_stays()
                await stopping.wait()
        finally:
            for task in beside:
                task.cancel()
            await asyncio.gather(*beside, return_exceptions=True)
            await _anchor(store, used.anchor_directory, at_most=LAST_ANCHORS_SECONDS)
    return 0


async def keep_anchoring(store: Store, directory: Path) -> None:
    """Anchor the heads of all chains outside the database, now and then, until cancelled."""
    while True:
        await _anchor(store, directory)
        await asyncio.sleep(ANCHOR_EVERY_SECONDS)


async def _anchor(store: Store, directory: Path, at_most: float | None = None) -> None:
    """Anchor once; `at_most` is in seconds, for a process that has to end."""
    try:
        async with asyncio.timeout(at_most):
            await write_anchors(store.pool, directory, store.clock.now())
    except (psycopg.Error, PoolTimeout, OSError) as error:
        logger.warning("anchors_not_written", error=type(error).__name__)
