"""The pages: a company's decision by mailed link. Opening shows; only a form with a typed confirmation decides."""

from pathlib import Path
from urllib.parse import urlsplit

from fastapi import FastAPI
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.staticfiles import StaticFiles

from banso.client import BansoClient
from banso.decisions import DecisionPage
from banso.web.guard import Guard
from banso.web.pages import Action, Pages, Typed
from banso.web.requests import DecisionForm, chosen_language, is_from_elsewhere, read_form
from banso.web.sessions import VALID_FOR, Sessions
from banso.web.words import WORDS
from domain.shared.refusals import DomainError

READ = ["GET", "HEAD"]
AWAY = ("store-away", "not-known-yet")
"""Refusals that say that the database does not answer."""

NOTICE_OF_STATUS = {400: "unreadable", 404: "not-found", 405: "method", 413: "too-large", 415: "unreadable"}


class Site:
    """What each address answers."""

    def __init__(self, client: BansoClient, sessions: Sessions, public_url: str) -> None:
        self._decisions = client.decisions
        self._sessions = sessions
        self._public_url = public_url
        self._https = urlsplit(public_url).scheme == "https"
        self.pages = Pages(public_url)
        self._cookie = "__Secure-banso-decision" if self._https else "banso-decision"
        self._clean_address = f"{self.pages.base}/decision"

    async def health(self, request: Request) -> Response:
        """Whether this process and its database answer."""
        answers = await self._decisions.available()
        return JSONResponse({"database": "answers" if answers else "does not answer"}, 200 if answers else 503)

    async def welcome(self, request: Request) -> Response:
        """For those who come without a link."""
        return self.pages.notice(request, "welcome")

    async def open_link(self, request: Request) -> Response:
        """Exchange a mailed link for a session and an address without its token. Decides nothing."""
        token = request.path_params["token"]
        page = await self._decisions.page(token)
        if page.standing not in ("open", "decided"):
            return self.pages.notice(request, page.standing, page=page)
        response = RedirectResponse(self._shown_at(request), 303)
        # Lax: the link is followed from a mail, so from another site; a POST from another site comes without it.
        response.set_cookie(
            self._cookie,
            self._sessions.begin(token),
            max_age=int(VALID_FOR.total_seconds()),
            path=self._clean_address,
            secure=self._https,
            httponly=True,
            samesite="lax",
        )
        return response

    async def show_decision(self, request: Request) -> Response:
        """What is to be decided, or what was."""
        token = self._token(request)
        if token is None:
            return self.pages.notice(request, "session-lost")
        return self._show(request, await self._decisions.page(token))

    async def back_to_decision(self, request: Request) -> Response:
        """Somebody asked for a form's address, by reloading or from the history."""
        return RedirectResponse(self._shown_at(request), 303)

    async def approve(self, request: Request) -> Response:
        """The delivery is accepted."""
        return await self._decide(request, "approve")

    async def approve_partly(self, request: Request) -> Response:
        """A part of the delivery is accepted, the rest is sent back."""
        return await self._decide(request, "partly")

    async def request_changes(self, request: Request) -> Response:
        """The delivery is sent back, with what is missing."""
        return await self._decide(request, "changes")

    async def broken(self, request: Request) -> Response:
        """Something failed that nobody thought of."""
        return self.pages.notice(request, "broken")

    async def refused_by_protocol(self, request: Request, error: Exception) -> Response:
        """No such page, not this way, too large."""
        status = error.status_code if isinstance(error, HTTPException) else 400
        response = self.pages.notice(request, NOTICE_OF_STATUS.get(status, "unreadable"))
        response.status_code = status
        response.headers.update(getattr(error, "headers", None) or {})
        return response

    async def not_shown(self, request: Request, error: Exception) -> Response:
        """A page could not be read."""
        if isinstance(error, DomainError) and error.code in AWAY:
            return self.pages.notice(request, "store-away")
        raise error

    def _token(self, request: Request) -> str | None:
        return self._sessions.token_of(request.cookies.get(self._cookie))

    def _shown_at(self, request: Request) -> str:
        chosen = chosen_language(request)
        return self._clean_address + (f"?language={chosen}" if chosen else "")

    def _show(
        self, request: Request, page: DecisionPage, *, too_late: bool = False, typed: Typed | None = None
    ) -> Response:
        if page.standing == "open":
            return self.pages.decision(request, page, self._sessions.form_token(page.token), typed)
        if page.standing == "decided":
            return self.pages.decided(request, page, too_late=too_late)
        return self.pages.notice(request, page.standing, page=page)

    async def _decide(self, request: Request, action: Action) -> Response:
        if is_from_elsewhere(request, self._public_url):
            return self.pages.notice(request, "elsewhere")
        form = await read_form(request)
        token = self._token(request)
        if token is None:
            return self.pages.notice(request, "session-lost", kept=Typed(action, form))
        if not self._sessions.form_matches(token, form.form):
            return self.pages.notice(request, "other-link", kept=Typed(action, form))
        try:
            return await self._send(request, action, token, form)
        except DomainError as error:
            if error.code not in AWAY:
                raise
            return self.pages.notice(request, "not-known-yet", kept=Typed(action, form), form_token=form.form)

    async def _send(self, request: Request, action: Action, token: str, form: DecisionForm) -> Response:
        try:
            match action:
                case "approve":
                    await self._decisions.approve(token, form.confirmation)
                case "partly":
                    await self._decisions.approve_partly(token, form.accepted_fee, form.missing)
                case _:
                    await self._decisions.request_changes(token, form.confirmation, form.missing)
        except DomainError as refused:
            if refused.code in AWAY:
                raise
            return await self._refused(request, action, token, form, refused)
        # The answer to a second press of the button is the same page.
        return RedirectResponse(self._shown_at(request), 303)

    async def _refused(
        self, request: Request, action: Action, token: str, form: DecisionForm, refused: DomainError
    ) -> Response:
        page = await self._decisions.page(token)
        problems = self._problems(request, page, action, form, refused)
        if page.standing != "open" or problems:
            return self._show(request, page, too_late=True, typed=Typed(action, form, problems))
        explanation = refused.in_plain_words().explain(self.pages.language(request, page))
        return self.pages.notice(request, "refused", page=page, explanation=explanation)

    def _problems(
        self, request: Request, page: DecisionPage, action: Action, form: DecisionForm, refused: DomainError
    ) -> dict[str, str]:
        language = self.pages.language(request, page)
        problems = {}
        if refused.field == "confirmation":
            problems["confirmation"] = WORDS["confirmation_wrong"].of(language).format(value=page.confirmation)
        if refused.field == "accepted_fee":
            problems["accepted_fee"] = WORDS["accepted_fee_wrong"].of(language).format(most=f"{page.rest - 1:,}")
        if action != "approve" and not form.missing.strip():
            problems["missing"] = WORDS["missing_empty"].of(language)
        elif refused.field == "missing":
            problems["missing"] = WORDS["missing_unusable"].of(language)
        return problems


def create_app(client: BansoClient, *, session_key: bytes, public_url: str) -> FastAPI:
    """The pages on an application client.

    `session_key` are at least 32 secret bytes, the same in every process that serves these pages; `public_url` is
    what people's browsers see, with the path before ours if a proxy has put us below one.
    """
    site = Site(client, Sessions(session_key), public_url)
    app = FastAPI(title="Banso", docs_url=None, redoc_url=None, openapi_url=None)
    app.add_api_route("/", site.welcome, methods=READ)
    app.add_api_route("/health", site.health, methods=READ)
    app.add_api_route("/decide/{token}", site.open_link, methods=READ)
    app.add_api_route("/decision", site.show_decision, methods=READ)
    for action, decide in (
        ("approve", site.approve),
        ("partly", site.approve_partly),
        ("changes", site.request_changes),
    ):
        app.add_api_route(f"/decision/{action}", decide, methods=["POST"])
        app.add_api_route(f"/decision/{action}", site.back_to_decision, methods=READ)
    app.mount("/static", StaticFiles(directory=Path(__file__).parent / "static"))
    app.add_exception_handler(HTTPException, site.refused_by_protocol)
    app.add_exception_handler(DomainError, site.not_shown)
    app.add_middleware(Guard, https=urlsplit(public_url).scheme == "https", broken=site.broken)
    return app
