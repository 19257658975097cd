"""A whole Banso for one test: its own database, a real Temporal, a real mail server, a clock that can be set."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
from psycopg.conninfo import make_conninfo
from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.workflowservice.v1 import DescribeWorkflowExecutionRequest
from temporalio.client import Client
from temporalio.service import RPCError
from temporalio.testing import WorkflowEnvironment

from banso.clock import Clock, SettableClock, SystemClock
from banso.commands import Outcome
from banso.composition import build_relay, build_worker
from banso.eventstore.schema import Logins, migrate
from banso.opening import Store, open_store
from banso.settings import Settings, settings_from
from banso.stack.caught_mail import CaughtMail, list_mail
from banso.stack.mail_catcher import MailCatcher
from banso.temporal_setup import TemporalConnection, register_search_attributes
from domain.aggregates import AGGREGATES
from domain.shared.actors import Actor, Role
from domain.shared.values import StreamReference
from domain.shared.waiting import Deadline
from workflows.contracts import Follow, workflow_id

MASTER_KEY = b"a key for tests, of 32 bytes ..."
MASTER_KEY_TEXT = "YSBrZXkgZm9yIHRlc3RzLCBvZiAzMiBieXRlcyAuLi4="
COORDINATOR = Actor(person="coordinator", role=Role.COORDINATOR)
PATIENCE_SECONDS = 120.0
OPEN_WORK = """
SELECT 'news of ' || stream, NULL, NULL, NULL::bytea FROM banso.news
UNION ALL
SELECT 'effect ' || kind || ' of ' || stream, NULL, NULL, NULL FROM banso.effects
WHERE status IN ('pending', 'attempted')
UNION ALL
SELECT NULL, stream, kind, state FROM banso.streams
"""
"""In words what is open now, and the states that tell which deadlines have come."""


class NeverSettled(AssertionError):
    """The system did not come to rest in time; the text says what was still open."""


async def until(condition: Callable[[], Any], what: str, seconds: float = PATIENCE_SECONDS) -> Any:
    """Wait for a condition (plain or async) to become true; fail with `what` after so many seconds."""
    found: Any = None
    ends = asyncio.get_running_loop().time() + seconds
    while asyncio.get_running_loop().time() < ends:
        found = condition()
        if asyncio.iscoroutine(found):
            found = await found
        if found:
            return found
        await asyncio.sleep(0.02)
    raise NeverSettled(f"{what} did not come within {seconds:g} s")


async def new_database(owner: str, name: str) -> str:
    """The owner's connection string of a new, empty database in a running cluster."""
    async with await psycopg.AsyncConnection.connect(owner, autocommit=True) as connection:
        await connection.execute(f'CREATE DATABASE "{name}"')
    return make_conninfo(owner, dbname=name)


@dataclass
class System:
    """The parts of one running system, and the hands to drive it."""

    owner: str
    logins: Logins
    settings: Settings
    store: Store
    clock: Clock
    mail_directory: Path
    temporal: Client | None = None
    environment: WorkflowEnvironment | None = None
    tenant: str = "gifu"
    sent: int = 0
    errors: list[BaseException] = field(default_factory=list)

    async def send(
        self,
        stream: str,
        command: dict[str, Any],
        *,
        actor: Actor = COORDINATOR,
        command_id: str | None = None,
        tenant: str | None = None,
    ) -> Outcome:
        """Send a command to `kind:id`."""
        if self.environment is not None:
            # A nudge that meets an open workflow task can leave the time-skipping server unable to skip.
            await self.settle()
        self.sent += 1
        return await self.store.client.send(
            tenant or self.tenant,
            actor,
            StreamReference.parse(stream),
            command,
            command_id=command_id or f"test-{self.sent}",
        )

    async def state(self, stream: str) -> Any:
        """The opened state of a stream."""
        return (await self.store.client.queries.show(self.tenant, StreamReference.parse(stream)))[1]

    async def event_types(self, stream: str) -> list[str]:
        """The types of a stream's events, in order."""
        entries = await self.store.client.queries.events(self.tenant, StreamReference.parse(stream))
        return [entry.type for entry in entries]

    def mails(self) -> list[CaughtMail]:
        """Every mail that arrived."""
        return list_mail(self.mail_directory)

    async def rows(self, query: str, *parameters: Any) -> list[tuple[Any, ...]]:
        """Look with the owner's eyes, past row-level security."""
        async with await psycopg.AsyncConnection.connect(self.owner, autocommit=True) as connection:
            cursor = await connection.execute(query, parameters)
            return await cursor.fetchall() if cursor.description else []

    async def open_work(self) -> list[str]:
        """What is still to be done: news, effects, deadlines that have come.

        All as of one moment: what a deadline brings about while somebody looks would otherwise be overlooked.
        """
        rows = await self.rows(OPEN_WORK)
        due = _next_deadlines((stream, kind, state) for words, stream, kind, state in rows if words is None)
        come = [f"deadline {stream} {one.key}" for stream, one in due if one.due <= self.clock.now()]
        return [*(words for words, *_ in rows if words is not None), *come]

    async def _busy_workflows(self) -> list[str]:
        """Workflows of the time-skipping server that are in the middle of a turn."""
        if self.environment is None:
            return []
        identifiers = [workflow_id(follow) for follow in await self.followed()]
        busy = await asyncio.gather(*(self._is_busy(self.environment.client, one) for one in identifiers))
        return [
            f"workflow {one} is in the middle of a turn"
            for one, turning in zip(identifiers, busy, strict=True)
            if turning
        ]

    @staticmethod
    async def _is_busy(client: Client, identifier: str) -> bool:
        request = DescribeWorkflowExecutionRequest(
            namespace=client.namespace, execution=WorkflowExecution(workflow_id=identifier)
        )
        try:
            description = await client.workflow_service.describe_workflow_execution(request)
        except RPCError:
            return False
        return description.HasField("pending_workflow_task") or bool(description.pending_activities)

    async def followed(self) -> list[Follow]:
        """What workflows should exist for, by the states of all streams."""
        found = []
        for tenant, stream, kind, state in await self.rows("SELECT tenant, stream, kind, state FROM banso.streams"):
            aggregate = AGGREGATES[kind]
            processes = aggregate.processes(aggregate.state.model_validate_json(state))
            found.append(Follow(tenant=tenant, stream=stream))
            found.extend(Follow(tenant=tenant, stream=stream, process=process.key) for process in processes)
        return found

    async def deadlines(self) -> list[tuple[str, Deadline]]:
        """Each stream with its next deadline, the earliest first."""
        return _next_deadlines(await self.rows("SELECT stream, kind, state FROM banso.streams"))

    async def settle(self, seconds: float = PATIENCE_SECONDS) -> None:
        """Wait until nothing is left to do now: no news, no pending effect, no deadline that has come."""
        ends = asyncio.get_running_loop().time() + seconds
        while asyncio.get_running_loop().time() < ends:
            if self.errors:
                raise self.errors[0]
            still_open = await self.open_work() or await self._busy_workflows()
            if not still_open:
                return
            await asyncio.sleep(0.02)
        raise NeverSettled(f"still open after {seconds:g} s: {still_open[:10]}")

    async def skip_to(self, moment: datetime) -> None:
        """Let the time until then pass, from deadline to deadline, settling at each."""
        await self.settle()
        while True:
            upcoming = [one.due for _, one in await self.deadlines() if one.due <= moment]
            step = min(upcoming, default=moment)
            await self._pass(step)
            await self.settle()
            if step == moment and not [one for _, one in await self.deadlines() if one.due <= moment]:
                return

    async def skip(self, **duration: float) -> None:
        """Let a `timedelta(**duration)` pass."""
        await self.skip_to(self.clock.now() + timedelta(**duration))

    async def _pass(self, moment: datetime) -> None:
        if self.environment is None or not isinstance(self.clock, SettableClock):
            raise AssertionError("this system's time cannot be skipped")
        now = await self.environment.get_current_time()
        target = moment + timedelta(seconds=1)
        if target > now:
            await asyncio.wait_for(self.environment.sleep(target - now), 60)
        self.clock.set(max(target, await self.environment.get_current_time()))


def _next_deadlines(states: Iterable[tuple[str, str, bytes]]) -> list[tuple[str, Deadline]]:
    found = []
    for stream, kind, state in states:
        aggregate = AGGREGATES[kind]
        deadline = aggregate.next_deadline(aggregate.state.model_validate_json(state))
        if deadline is not None:
            found.append((stream, deadline))
    return sorted(found, key=lambda entry: entry[1].due)


@asynccontextmanager
async def running_store(
    owner: str, tmp_path: Path, *, clock: Clock | None = None, smtp_url: str | None = None, **settings: str
) -> AsyncIterator[System]:
    """Commands and queries on a database of their own, without Temporal."""
    database = await new_database(owner, f"t_{abs(hash(str(tmp_path))):x}"[:40])
    environment = {"BANSO_MASTER_KEY": MASTER_KEY_TEXT, "DATABASE_URL": "", **settings}
    if smtp_url:
        environment["SMTP_URL"] = smtp_url
    used = settings_from(environment, tmp_path / "data").model_copy(update={"database_url": database})
    logins = await migrate(database, MASTER_KEY)
    used_clock = clock or SystemClock()
    folder = used.playbook_directory
    async with open_store(logins, MASTER_KEY, clock=used_clock, size=16, playbook_directory=folder) as store:
        yield System(database, logins, used, store, used_clock, tmp_path / "mail")


@asynccontextmanager
async def running_mail(tmp_path: Path) -> AsyncIterator[str]:
    """A mail server that keeps what it gets; its SMTP URL."""
    catcher = MailCatcher(tmp_path / "mail", 0)
    url = await catcher.start()
    try:
        yield url
    finally:
        await catcher.stop()


@asynccontextmanager
async def working(system: System, client: Client) -> AsyncIterator[System]:
    """Worker and relay on a system's store, in this process."""
    await register_search_attributes(client)
    system.temporal = client
    connection = TemporalConnection("unused:1", client.namespace)
    connection._client = client
    relay = asyncio.create_task(build_relay(system.logins, connection, system.settings).run())
    relay.add_done_callback(
        lambda task: (
            None if task.cancelled() else system.errors.append(task.exception() or AssertionError("relay ended"))
        )
    )
    folder = system.settings.playbook_directory
    async with (
        open_store(
            system.logins, MASTER_KEY, clock=system.clock, size=12, name="worker", playbook_directory=folder
        ) as store,
        build_worker(client, store, system.settings),
    ):
        try:
            yield system
        finally:
            relay.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await relay


def set_clock_like(moment: datetime) -> SettableClock:
    """A settable clock at a moment, in UTC."""
    return SettableClock(moment.astimezone(UTC))
