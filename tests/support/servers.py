"""Starting servers that tests and recordings share."""

from datetime import timedelta

from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.testing import WorkflowEnvironment

from banso.stack.test_server import find_test_server

PATIENCE = timedelta(minutes=2)
"""A busy machine needs far more than the SDK's five seconds until Java runs."""


async def started_time_skipping() -> WorkflowEnvironment:
    """A time-skipping server."""
    return await WorkflowEnvironment.start_time_skipping(
        test_server_existing_path=str(find_test_server(print)),
        data_converter=pydantic_data_converter,
        test_server_startup_timeout=PATIENCE,
    )
