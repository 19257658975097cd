"""Reaching Temporal: a connection made when it is needed, what a namespace needs, and whether a worker asks for work.

Kept apart from the worker's own wiring, so that starting everything need not load what only the worker uses.
"""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC

from temporalio.api.enums.v1 import IndexedValueType, TaskQueueType
from temporalio.api.operatorservice.v1 import AddSearchAttributesRequest, ListSearchAttributesRequest
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import DescribeTaskQueueRequest
from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.service import RPCError, RPCStatusCode

from banso.clock import SystemClock
from banso.eventstore.schema import migrate
from banso.settings import Settings
from workflows.contracts import SEARCH_ATTRIBUTES


async def register_search_attributes(client: Client) -> None:
    """Register what is missing; an unregistered attribute would stall every workflow for ever."""
    wanted = {key.name: IndexedValueType.ValueType(key.indexed_value_type.value) for key in SEARCH_ATTRIBUTES}
    try:
        listed = await client.operator_service.list_search_attributes(
            ListSearchAttributesRequest(namespace=client.namespace)
        )
        wanted = {name: kind for name, kind in wanted.items() if name not in listed.custom_attributes}
    except RPCError as error:
        if error.status != RPCStatusCode.UNIMPLEMENTED:
            raise
    if not wanted:
        return
    try:
        await client.operator_service.add_search_attributes(
            AddSearchAttributesRequest(namespace=client.namespace, search_attributes=wanted)
        )
    except RPCError as error:
        if error.status != RPCStatusCode.ALREADY_EXISTS:
            raise


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


async def prepare(settings: Settings) -> None:
    """Migrate the database and register what workflows need; before any of our processes starts."""
    await migrate(settings.database(), settings.master_key())
    await register_search_attributes(await temporal_of(settings)())


def watch_worker(settings: Settings) -> Callable[[], Awaitable[bool]]:
    """A question to be asked again and again: has a worker asked for work since the question was first asked?"""
    temporal, since = temporal_of(settings), SystemClock().now()
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


def temporal_of(settings: Settings) -> TemporalConnection:
    """The connection that the settings name."""
    return TemporalConnection(settings.temporal_address or "127.0.0.1:7233", settings.temporal_namespace)
