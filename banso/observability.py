"""Logs that say which tenant, stream, command and actor they are about, and never anything personal."""

import logging
import sys
import traceback
from typing import TextIO, cast

import structlog

MOST_PLACES = 12


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
