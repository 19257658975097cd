"""Starting servers that tests and recordings share."""

from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.testing import WorkflowEnvironment

from banso.stack.test_server import find_test_server


async def started_time_skipping(tries: int = 4) -> WorkflowEnvironment:
    """A time-skipping server. The SDK gives it five seconds to start, which a busy machine may need twice."""
    program = str(find_test_server(print))
    for left in reversed(range(tries)):
        try:
            return await WorkflowEnvironment.start_time_skipping(
                test_server_existing_path=program, data_converter=pydantic_data_converter
            )
        except RuntimeError:
            if not left:
                raise
    raise AssertionError("unreachable")
