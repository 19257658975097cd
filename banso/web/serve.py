"""The pages as a process: one server on one address, until it is told to stop."""

import asyncio
import signal
import sys

import structlog
import uvicorn

from banso.garbage import spare_what_stays
from banso.observability import configure_logging
from banso.opening import derived_key, open_client
from banso.settings import Settings, SettingsError
from banso.web.app import create_app
from domain.shared.refusals import DomainError

GRACE_SECONDS = 2
"""How long answers that are under way may take when the server is told to stop."""

logger = structlog.get_logger()


async def serve(settings: Settings) -> int:
    """Answer until SIGTERM or SIGINT; the exit status.

    Raises:
        SettingsError, LookupError, DomainError: it cannot start, and why.
    """
    session_key = derived_key(settings.master_key(), "web session")
    async with open_client(settings) as client:
        app = create_app(client, session_key=session_key, public_url=settings.public_url)
        server = uvicorn.Server(_config(app, settings))
        # The server hands signals on when it has stopped; without a taker they would end us before the pool is closed.
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, setattr, server, "should_exit", True)
        spare_what_stays()
        logger.info("serving", host=settings.web_host, port=settings.web_port)
        await server.serve()
    return 0


def _config(app: object, settings: Settings) -> uvicorn.Config:
    return uvicorn.Config(
        app,  # type: ignore[arg-type]
        host=settings.web_host,
        port=settings.web_port,
        # Addresses hold links' tokens: the pages write their own log line, without the address.
        access_log=False,
        log_config=None,
        server_header=False,
        proxy_headers=False,
        lifespan="off",
        timeout_graceful_shutdown=GRACE_SECONDS,
    )


def main() -> int:
    """Run the pages with the environment's settings; what keeps them from starting is said in one line."""
    configure_logging()
    try:
        return asyncio.run(serve(Settings.from_environment()))
    except (SettingsError, LookupError, DomainError) as error:
        sys.stderr.write(f"Banso's pages cannot start: {error}\n")
    except Exception as error:
        logger.error("pages_cannot_start", error=type(error).__name__)  # noqa: TRY400
        name = type(error).__name__
        sys.stderr.write(f"Banso's pages cannot start ({name}). Nothing was changed. Try `banso doctor`.\n")
    return 1
