"""What comes in from a browser: the form within its limits, where it was sent from, and the reader's language."""

from dataclasses import dataclass, fields
from urllib.parse import urlsplit

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import Message, Receive

from domain.shared.values import Language

LARGEST_BODY_BYTES = 16 * 1024
MOST_FIELDS = 8
FORM_TYPES = ("multipart/form-data", "application/x-www-form-urlencoded")


@dataclass(frozen=True)
class DecisionForm:
    """What somebody typed, and the token that says which page it was typed on."""

    form: str = ""
    confirmation: str = ""
    missing: str = ""
    accepted_fee: str = ""


async def read_form(request: Request) -> DecisionForm:
    """The form of a POST.

    Raises:
        HTTPException: 413 for a body over 16 KB, 415 for another type, 400 for what is no form.
    """
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() not in FORM_TYPES:
        raise HTTPException(415)
    limited = Request(request.scope, _limited(request.receive))
    data = await limited.form(max_files=0, max_fields=MOST_FIELDS, max_part_size=LARGEST_BODY_BYTES)
    return DecisionForm(*(_text(data, one.name) for one in fields(DecisionForm)))


def _limited(receive: Receive) -> Receive:
    """Counts what really arrives: a declared length may be missing or wrong."""
    seen = 0

    async def receive_within_limit() -> Message:
        nonlocal seen
        message = await receive()
        seen += len(message.get("body", b""))
        if seen > LARGEST_BODY_BYTES:
            raise HTTPException(413)
        return message

    return receive_within_limit


def _text(data: FormData, name: str) -> str:
    value = data.get(name)
    return value if isinstance(value, str) else ""


def is_from_elsewhere(request: Request, public_url: str) -> bool:
    """Whether a browser says that another site sent this.

    Where a browser does not send Sec-Fetch-Site, `Origin: null` proves nothing: our own pages are without referrer,
    which makes their origin null, too. Then the form's token decides, and the cookie, which no other site's POST has.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site not in ("same-origin", "none")
    origin = request.headers.get("origin", "null")
    return origin not in ("null", origin_of(public_url))


def origin_of(url: str) -> str:
    """Scheme, host and port of a URL, as browsers write an origin."""
    parts = urlsplit(url)
    usual = {"http": 80, "https": 443}.get(parts.scheme)
    host = parts.hostname or ""
    shown = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{shown}" + ("" if parts.port in (None, usual) else f":{parts.port}")


def chosen_language(request: Request) -> Language | None:
    """The language that the reader chose on a page of ours; None where they chose none."""
    chosen = request.query_params.get("language")
    return "ja" if chosen == "ja" else "en" if chosen == "en" else None


def browser_language(request: Request) -> Language:
    """English where the browser asks for it before Japanese; else Japanese."""
    wishes = [part.strip().lower() for part in request.headers.get("accept-language", "").split(",")]
    known = [wish[:2] for wish in wishes if wish[:2] in ("ja", "en")]
    return "en" if known[:1] == ["en"] else "ja"
