"""What every log line of a worker is about: tenant, stream and activity, bound around activities and workflows."""

from typing import Any

import structlog
from temporalio import activity, workflow
from temporalio.exceptions import ApplicationError, CancelledError
from temporalio.worker import (
    ActivityInboundInterceptor,
    ExecuteActivityInput,
    ExecuteWorkflowInput,
    Interceptor,
    WorkflowInboundInterceptor,
    WorkflowInterceptorClassInput,
)

from banso.observability import places_of

BOUND = ("tenant", "stream", "process", "kind", "activity")


def _context(arguments: Any) -> dict[str, str]:
    first = arguments[0] if arguments else None
    return {name: str(value) for name in BOUND if (value := getattr(first, name, None)) is not None}


class _Activities(ActivityInboundInterceptor):
    async def execute_activity(self, input: ExecuteActivityInput) -> Any:  # noqa: A002 - the SDK's name
        info = activity.info()
        context = {**_context(input.args), "actor": info.activity_type, "attempt": str(info.attempt)}
        with structlog.contextvars.bound_contextvars(**context):
            try:
                return await super().execute_activity(input)
            except (ApplicationError, CancelledError):
                raise
            except Exception as error:
                # Words of an unexpected error may hold personal data, so the log gets its type and place.
                structlog.get_logger().warning("activity_failed", error=type(error).__name__, where=places_of(error))
                raise ApplicationError("unexpected; see the log", type=type(error).__name__) from None


class _Workflows(WorkflowInboundInterceptor):
    async def execute_workflow(self, input: ExecuteWorkflowInput) -> Any:  # noqa: A002 - the SDK's name
        context = {**_context(input.args), "workflow": workflow.info().workflow_type}
        with structlog.contextvars.bound_contextvars(**context):
            return await super().execute_workflow(input)


class ContextInterceptor(Interceptor):
    """Binds what every log line needs to know, around activities and workflows."""

    def intercept_activity(self, next: ActivityInboundInterceptor) -> ActivityInboundInterceptor:  # noqa: A002
        """Around activities."""
        return _Activities(super().intercept_activity(next))

    def workflow_interceptor_class(
        self,
        input: WorkflowInterceptorClassInput,  # noqa: A002
    ) -> type[WorkflowInboundInterceptor]:
        """Around workflows."""
        return _Workflows
