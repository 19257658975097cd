"""Pages as HTML: the decision, what was decided, and notices for everything else."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from banso.decisions import DecisionPage
from banso.web.dates import day_in_words, moment_in_words, yen_in_words
from banso.web.guard import REQUEST_ID
from banso.web.requests import DecisionForm, browser_language, chosen_language
from banso.web.words import NOTICES, WORDS
from domain.shared.values import Language

Action = str
"""What a form asks for: "approve", "partly" or "changes"."""


@dataclass(frozen=True)
class Typed:
    """What somebody sent that was not taken: on which form, what they typed, and what is wrong with which field."""

    action: Action
    form: DecisionForm
    problems: Mapping[str, str] = field(default_factory=dict)


class Pages:
    """Renders pages below one public address, in the language of whoever reads them."""

    def __init__(self, public_url: str) -> None:
        self.base = urlsplit(public_url).path.rstrip("/")
        self._templates = Environment(
            loader=PackageLoader("banso.web"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )

    def decision(
        self, request: Request, page: DecisionPage, form_token: str, typed: Typed | None = None
    ) -> HTMLResponse:
        """What is to be decided, with both forms; with what was typed and what is wrong with it, if anything."""
        status = 422 if typed and typed.problems else 200
        shown = typed or Typed("", DecisionForm())
        language = self.language(request, page)
        return self._render(request, "decision.html", status, language, page=page, typed=shown, form_token=form_token)

    def decided(self, request: Request, page: DecisionPage, *, too_late: bool = False) -> HTMLResponse:
        """Who decided, when and what, and what happens next; `too_late` where somebody tried to decide again."""
        status = 409 if too_late else 200
        language = self.language(request, page)
        return self._render(request, "decided.html", status, language, page=page, too_late=too_late)

    def notice(
        self,
        request: Request,
        name: str,
        *,
        page: DecisionPage | None = None,
        kept: Typed | None = None,
        form_token: str = "",
        explanation: str = "",
    ) -> HTMLResponse:
        """One of NOTICES; `kept` is what was typed: to be sent again with a form token, else to be copied."""
        notice = NOTICES[name]
        response = self._render(
            request,
            "notice.html",
            notice.status,
            self.language(request, page),
            notice=notice,
            name=name,
            page=page,
            kept=kept,
            form_token=form_token,
            explanation=explanation,
        )
        if notice.status == 503:
            response.headers["Retry-After"] = "5"
        return response

    def language(self, request: Request, page: DecisionPage | None = None) -> Language:
        """The language chosen on the page, else the recipient's, else the browser's."""
        known = page.language if page is not None and page.standing != "unknown" else None
        return chosen_language(request) or known or browser_language(request)

    def _render(self, request: Request, template: str, status: int, language: Language, **values: Any) -> HTMLResponse:
        def say(word: str, **of: str) -> str:
            return WORDS[word].of(language).format_map(of)

        text = self._templates.get_template(template).render(
            say=say,
            language=language,
            base=self.base,
            switch=self._switch(request, language),
            request_id=request.scope.get(REQUEST_ID, ""),
            day=lambda day: day_in_words(day, language),
            moment=lambda moment, zone: moment_in_words(moment, zone, language),
            yen=lambda amount: yen_in_words(amount, language),
            list_names=("、" if language == "ja" else ", ").join,
            **values,
        )
        return HTMLResponse(text, status)

    def _switch(self, request: Request, language: Language) -> str:
        """This page in the other language; from the answer to a POST, which has no address, back to the decision."""
        other = "en" if language == "ja" else "ja"
        if request.method == "POST":
            return f"{self.base}/decision?language={other}"
        # Relative, so that a link's token is not written into the page.
        return f"?language={other}"
