"""Around every answer: security headers, a request id, one log line, and a kind page where something broke."""

import secrets
import traceback
from collections.abc import Awaitable, Callable
from pathlib import Path

import structlog
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

logger = structlog.get_logger()

REQUEST_ID = "banso_request_id"
"""Where a request's id stands in its scope."""

CONTENT_POLICY = (
    "default-src 'self'; script-src 'none'; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": CONTENT_POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex, nofollow",
}
TWO_YEARS = "max-age=63072000"


class Guard:
    """The outermost layer. A log line names the page, never its address: an address may hold a link's token."""

    def __init__(self, app: ASGIApp, *, https: bool, broken: Callable[[Request], Awaitable[Response]]) -> None:
        self._app = app
        self._headers = HEADERS | ({"Strict-Transport-Security": TWO_YEARS} if https else {})
        self._broken = broken

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        scope[REQUEST_ID] = request_id = secrets.token_hex(8)
        statuses: list[int] = []

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                statuses.append(message["status"])
                headers = MutableHeaders(scope=message)
                for name, value in {**self._headers, "X-Request-ID": request_id}.items():
                    headers[name] = value
            await send(message)

        with structlog.contextvars.bound_contextvars(request=request_id):
            try:
                await self._app(scope, receive, send_guarded)
            except Exception as error:
                code = getattr(error, "code", None)
                logger.error("page_failed", error=type(error).__name__, code=code, where=_where(error))  # noqa: TRY400
                if not statuses:
                    await (await self._broken(Request(scope)))(scope, receive, send_guarded)
            page = getattr(scope.get("endpoint"), "__name__", "-")
            # Somebody asks for our health every few seconds.
            log = logger.debug if page == "health" else logger.info
            log("page", method=scope["method"], page=page, status=statuses[0] if statuses else None)


def _where(error: Exception) -> list[str]:
    """The places of a failure. Its words stay out of the log: they may hold what somebody typed."""
    frames = traceback.extract_tb(error.__traceback__)[-6:]
    return [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
