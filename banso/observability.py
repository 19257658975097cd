"""Logs that say which tenant, stream, command and actor they are about, and never anything personal."""

import logging
import sys
import traceback
from typing import Any, TextIO, cast

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

MOST_PLACES = 12
BOUND = ("tenant", "stream", "process", "kind", "activity")


class _StandardError:
    """Whatever standard error is at the moment of writing: programs and tests redirect it."""

    def write(self, text: str) -> int:
        """Write to it."""
        return sys.stderr.write(text)

    def flush(self) -> None:
        """Flush it."""
        sys.stderr.flush()


def configure_logging(level: str = "INFO") -> None:
    """JSON lines on standard error; standard output stays for what a person or a program asked for."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level]),
        logger_factory=structlog.PrintLoggerFactory(cast(TextIO, _StandardError())),
        cache_logger_on_first_use=True,
    )


def places_of(error: BaseException) -> list[str]:
    """Where an error came from, the innermost place last: file, line and function, and none of its words."""
    frames = traceback.extract_tb(error.__traceback__)[-MOST_PLACES:]
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]


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
