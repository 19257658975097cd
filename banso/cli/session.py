"""Where a command finds the system that runs, in whose name it acts, and how it asks."""

import asyncio
import os
import re
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, TypeVar

from cyclopts import Parameter

from banso.cli.errors import NOT_FOUND, UNAVAILABLE, Problem, did_you_mean, nothing_changed, wrong_usage
from banso.cli.profile import Profile, read_profile
from banso.cli.texts import language, say

if TYPE_CHECKING:
    from banso.client import BansoClient
    from banso.maintenance import Maintenance
    from banso.settings import Settings
    from domain.shared.actors import Actor
    from domain.shared.values import StreamReference

DEFAULT_TENANT = "gifu"
"""The sample's tenant: what a newcomer finds."""

DEFAULT_ACTOR = "coordinator:coordinator"

T = TypeVar("T")
Origin = Literal["option", "environment", "profile", "default"]
"""Where it is said whose data, or in whose name."""


@dataclass(frozen=True)
class Wiring:
    """What the entry point knows and the commands need; each loads what it takes when it is called."""

    open_client: "Callable[[Settings], AbstractAsyncContextManager[BansoClient]]"
    open_maintenance: "Callable[[Settings], AbstractAsyncContextManager[Maintenance]]"
    prepare: "Callable[[Settings], Awaitable[None]]"
    watch_worker: "Callable[[Settings], Callable[[], Awaitable[bool]]]"


class _Present:
    wiring: Wiring | None = None


def wire(wiring: Wiring) -> None:
    """Called by the entry point, once, before any command."""
    _Present.wiring = wiring


def wired() -> Wiring:
    """What the entry point has given."""
    if _Present.wiring is None:
        raise LookupError("the entry point has wired nothing")
    return _Present.wiring


@Parameter(name="*")
@dataclass(frozen=True)
class Tenant:
    """Whose data it is about."""

    tenant: Annotated[
        str | None,
        Parameter(
            help=say(
                "地域(なければ BANSO_TENANT、banso login、gifu の順)",
                "Tenant: the region (else BANSO_TENANT, banso login, gifu)",
            )
        ),
    ] = None

    @property
    def id(self) -> str:
        """The tenant's id, checked.

        Raises:
            Problem: it is none.
        """
        return checked_identifier(self._settled[1], "--tenant")

    @property
    def origin(self) -> "Origin":
        """What says so."""
        return self._settled[0]

    @property
    def _settled(self) -> "tuple[Origin, str]":
        return _first_of(self.tenant, os.environ.get("BANSO_TENANT"), lambda profile: profile.tenant, DEFAULT_TENANT)


@Parameter(name="*")
@dataclass(frozen=True)
class Acting:
    """In which role, as whom."""

    as_: Annotated[
        str | None,
        Parameter(
            name="--as",
            help=say(
                "誰として: 役割:人(なければ BANSO_AS、banso login、coordinator:coordinator の順)",
                "As whom: role:person (else BANSO_AS, banso login, coordinator:coordinator)",
            ),
        ),
    ] = None

    @property
    def actor(self) -> "Actor":
        """Who acts, checked.

        Raises:
            Problem: it is not of the form role:person, or there is no such role.
        """
        return actor_of(self._settled[1])

    @property
    def origin(self) -> "Origin":
        """What says so."""
        return self._settled[0]

    @property
    def _settled(self) -> "tuple[Origin, str]":
        return _first_of(self.as_, os.environ.get("BANSO_AS"), lambda profile: profile.actor, DEFAULT_ACTOR)


def _first_of(
    option: str | None, variable: str | None, kept: "Callable[[Profile], str]", usual: str
) -> "tuple[Origin, str]":
    """What is said, and where: the option, else the variable, else the profile, else what is usual."""
    if option:
        return "option", option
    if variable:
        return "environment", variable
    profile = read_profile()
    return ("default", usual) if profile is None else ("profile", kept(profile))


def actor_of(text: str) -> "Actor":
    """Who acts, from role:person.

    Raises:
        Problem: it is not of that form, or there is no such role.
    """
    from domain.shared.actors import Actor, Role

    role, sign, person = text.partition(":")
    roles = [each.value for each in Role]
    if role not in roles:
        wrong = say(f"「{role}」という役割はありません。", f"There is no role {role!r}.")
        known = say(f"使えるのは: {', '.join(roles)}。", f"There are: {', '.join(roles)}.")
        raise wrong_usage("role-unknown", wrong, f"{did_you_mean(role, roles)} {known}".strip(), "--as")
    if not sign:
        wrong = say("誰としてか、人が書かれていません。", "It does not say as which person.")
        raise wrong_usage(
            "actor-invalid",
            wrong,
            say(f"例えば `--as {role}:coordinator` と書きます。", f"Write, for example, `--as {role}:coordinator`."),
            "--as",
        )
    return Actor(person=checked_identifier(person, "--as"), role=Role(role))


WHOSE = Tenant()
MYSELF = Acting()


def checked_identifier(text: str, where: str) -> str:
    """An id as the domain wants it.

    Raises:
        Problem: it is none.
    """
    from pydantic import TypeAdapter, ValidationError

    from domain.shared.values import Identifier

    try:
        return TypeAdapter[str](Identifier).validate_python(text)
    except ValidationError:
        raise wrong_usage(
            "id-invalid",
            say(f"「{text[:80]}」は番号として使えません。", f"{text[:80]!r} cannot be an id."),
            say(
                "小文字の英数字・点・ハイフン・下線で、64 文字までです。",
                "An id has lower-case letters, digits, dots, dashes and underscores, 64 at most.",
            ),
            where,
        ) from None


def checked_day(text: str, where: str) -> date:
    """A calendar day, as 2026-04-01.

    Raises:
        Problem: it is none.
    """
    try:
        return date.fromisoformat(text)
    except ValueError:
        wrong = say(f"「{text[:40]}」は日付ではありません。", f"{text[:40]!r} is no date.")
        if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            wrong = say(f"{text} は、カレンダーにない日です。", f"There is no such day in the calendar: {text}.")
        right = say(
            "2026-04-01 のように、実際にある日を書いてください。", "Write a day that there is, like 2026-04-01."
        )
        raise wrong_usage("date-invalid", wrong, right, where) from None


def id_of(text: str, kind: str) -> str:
    """The id of a stream whose kind is settled; the kind may stand before it.

    Raises:
        Problem: another kind is named, or it is no id.
    """
    named, sign, identifier = text.rpartition(":")
    if sign and named != kind:
        wrong = say(f"「{text[:80]}」は {kind} の番号ではありません。", f"{text[:80]!r} is no id of a kind {kind!r}.")
        raise wrong_usage("stream-invalid", wrong, say("番号だけを書いてください。", "Write the id alone."), "ID")
    return checked_identifier(identifier, "ID")


def stream_of(text: str) -> "StreamReference":
    """The stream that somebody names.

    Raises:
        Problem: it is not of the form kind:id, or there is no such kind; a close one is suggested.
    """
    from domain.aggregates import AGGREGATES
    from domain.shared.values import StreamReference

    kind, sign, identifier = text.partition(":")
    if not sign or kind not in AGGREGATES:
        kinds = ", ".join(AGGREGATES)
        close = did_you_mean(text, [f"{each}:{identifier}" for each in AGGREGATES]) if identifier else ""
        raise wrong_usage(
            "stream-invalid",
            say(f"「{text[:80]}」は記録の名前ではありません。", f"{text[:80]!r} names no stream."),
            say(
                f"{close}種類:番号 の形で書いてください(例 engagement:a)。種類は {kinds} です。",
                f"{close + ' ' if close else ''}Write kind:id, for example engagement:a; the kinds are {kinds}.",
            ),
            "STREAM",
        )
    return StreamReference(kind=kind, id=checked_identifier(identifier, "STREAM"))  # type: ignore[arg-type]


def ask(question: "Callable[[BansoClient], Awaitable[T]]") -> T:
    """One question to the system that runs.

    Raises:
        Problem: no system runs here and none is named.
        DomainError: what was asked is refused, or not there.
    """
    settings = present_settings()

    async def asked() -> T:
        async with wired().open_client(settings) as client:
            return await question(client)

    return asyncio.run(asked())


def keep(work: "Callable[[Maintenance], Awaitable[T]]") -> T:
    """Work on the store of the system that runs.

    Raises:
        Problem: no system runs here and none is named.
        DomainError: what was asked is refused.
    """
    settings = present_settings()

    async def kept() -> T:
        async with wired().open_maintenance(settings) as maintenance:
            return await work(maintenance)

    return asyncio.run(kept())


def present_settings() -> "Settings":
    """The settings by which the running system is reached: the environment's, completed by what runs.

    Raises:
        Problem: no system runs here and none is named.
        SettingsError: a value in the environment cannot be used.
    """
    from banso.settings import Settings, settings_from
    from banso.stack.running import find_running

    settings = Settings.from_environment()
    if settings.database_url is not None:
        return settings
    running = find_running(settings.data_directory)
    if running is None:
        raise nothing_runs(settings.data_directory)
    return settings_from({**os.environ, **running.environment(settings)})


def nothing_runs(data_directory: Path) -> Problem:
    """No system runs on this data directory, and no other is named; or one is on its way."""
    from banso.stack.data_directory import DataDirectory, holder

    if holder(DataDirectory(data_directory)) is not None:
        return Problem(
            "not-ready",
            say(
                f"Banso は起動または停止の途中です({data_directory})。",
                f"Banso is starting or stopping on {data_directory}.",
            ),
            say("準備ができてから、もう一度お試しください。", "Try again when it says that it is ready."),
            UNAVAILABLE,
            outcome=nothing_changed(),
        )
    return Problem(
        "nothing-runs",
        say(f"Banso が動いていません(データの置き場 {data_directory})。", f"Banso does not run on {data_directory}."),
        say(
            "別の端末で `banso up --sample` として起動してください。別の置き場なら BANSO_DATA、"
            "別のデータベースなら DATABASE_URL で指定できます。",
            "Start it in another terminal with `banso up --sample`. For another folder set BANSO_DATA, "
            "for a database of your own DATABASE_URL.",
        ),
        UNAVAILABLE,
    )


async def seen(client: "BansoClient", tenant: str, stream: "StreamReference", question: Awaitable[T]) -> T:
    """The answer about one stream; where there is none, close ones are suggested.

    Raises:
        Problem: there is no such stream.
    """
    from domain.shared.refusals import NotFound

    try:
        return await question
    except NotFound as error:
        raise await unseen(client, tenant, stream, error.wrong.of(language())) from None


async def found_in(client: "BansoClient", whose: Tenant, question: Awaitable[list[T]]) -> list[T]:
    """The answer about a region; where nothing is found, a slip in its name must not read as if all were well.

    Raises:
        Problem: nothing was ever recorded in a region of this name.
    """
    rows = await question
    if rows or whose.origin == "default" or await client.queries.overviews(whose.id, limit=1):
        return rows
    raise Problem(
        "region-unknown",
        say(f"「{whose.id}」という地域はありません。", f"There is no region {whose.id}."),
        say(
            "地域の名前(--tenant、BANSO_TENANT、banso login)を確かめてください。"
            "新しい地域は、`banso person register` で最初の方を登録したときに始まります。",
            "Check its name, which --tenant, BANSO_TENANT or `banso login` says. A new region begins when the first "
            "person is registered there, with `banso person register`.",
        ),
        NOT_FOUND,
        "--tenant",
        nothing_changed(),
    )


async def unseen(client: "BansoClient", tenant: str, stream: "StreamReference", wrong: str) -> Problem:
    """That a stream is not there, with one that has a similar name."""
    rows = await client.queries.overviews(tenant, kind=stream.kind, limit=1000)
    close = did_you_mean(stream.key, [row.stream for row in rows])
    lists = say(f"`banso list {stream.kind}` で確かめられます。", f"`banso list {stream.kind}` shows what there is.")
    return Problem("not-found", wrong, f"{close} {lists}".strip(), NOT_FOUND, "STREAM", nothing_changed())
