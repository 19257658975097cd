"""Starting servers that tests and recordings share."""

import os
from datetime import timedelta

from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.testing import WorkflowEnvironment

from banso.stack.test_server import end_test_server, find_test_server, running_test_servers

LONGEST_START = timedelta(seconds=40)
"""The SDK itself would give up after five seconds."""


async def started_time_skipping(tries: int = 6) -> WorkflowEnvironment:
    """A time-skipping server; a busy machine may need long, and several tries, to start it."""
    program = str(find_test_server(print))
    before = set(running_test_servers(os.getpid()))
    for left in reversed(range(tries)):
        try:
            return await WorkflowEnvironment.start_time_skipping(
                test_server_existing_path=program,
                test_server_startup_timeout=LONGEST_START,
                data_converter=pydantic_data_converter,
            )
        except RuntimeError:
            if not left:
                raise
            # One that came too late would only slow the next one down.
            for pid in set(running_test_servers(os.getpid())) - before:
                end_test_server(pid)
    raise AssertionError("unreachable")
