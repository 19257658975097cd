"""Where the demo plays: a database, a tenant and a task queue of its own, in the servers of the stack that runs."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql
from temporalio.client import Client
from temporalio.service import RPCError

from banso.demo.notebook import Notebook, Page
from banso.demo.stories import Story
from banso.playbook_folder import Playbooks
from banso.settings import Settings
from domain.aggregates import AGGREGATES
from domain.shared.refusals import DomainError, refusal
from workflows.contracts import Follow, workflow_id


@dataclass(frozen=True)
class Place:
    """One run's place. `stack` are the settings by which the running stack is reached."""

    stack: Settings
    run: str

    @classmethod
    def of(cls, stack: Settings, page: Page) -> "Place":
        """The place of the run that a page tells of."""
        return cls(stack, page.run)

    @property
    def tenant(self) -> str:
        """No real region is called like this."""
        return f"demo-{self.run}"

    @property
    def database(self) -> str:
        """The database's name."""
        return f"banso_demo_{self.run}"

    @property
    def owner(self) -> str:
        """URL of the demo's database, as its owner."""
        return urlunsplit(urlsplit(self.stack.database_url or "")._replace(path=f"/{self.database}"))

    @property
    def settings(self) -> Settings:
        """What client and worker of the demo work with: the stack's, but for database, queue, anchors, playbooks."""
        folder = demo_directory(self.stack.data_directory)
        changes = {
            "database_url": self.owner,
            "task_queue": f"banso-{self.tenant}",
            "anchor_directory": folder / "anchors" / self.run,
            "playbook_directory": folder / "playbooks" / self.run,
        }
        return self.stack.model_copy(update=changes)


def demo_directory(data_directory: Path) -> Path:
    """The demo's folder in a data directory."""
    return data_directory / "demo"


def notebook_of(data_directory: Path) -> Notebook:
    """The demo's memory in a data directory."""
    return Notebook(demo_directory(data_directory) / "demo.json")


def put_playbooks(place: Place, story: Story) -> None:
    """Put the story's own playbooks where client and worker of the demo find them; twice is as good as once."""
    playbooks = Playbooks(place.settings.playbook_directory)
    for text in story.playbooks():
        playbooks.add(text, f"story {story.number}")


async def build(place: Place) -> None:
    """Create the database, if it is not there.

    Raises:
        DomainError: this owner may not create databases.
    """
    connection = await psycopg.AsyncConnection.connect(place.stack.database_url or "", autocommit=True)
    async with connection:
        found = await connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (place.database,))
        if await found.fetchone() is None:
            try:
                await connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(place.database)))
            except psycopg.errors.InsufficientPrivilege:
                raise no_database() from None


def no_database() -> DomainError:
    """The owner of the stack's database may not create another one."""
    return refusal(
        "demo-no-database",
        wrong=(
            "デモ用のデータベースを作る権限がありません。",
            "The demo needs a database of its own, and DATABASE_URL names an owner who may not create one.",
        ),
        right=(
            "権限(CREATEDB)のある所有者で `banso up` を起動するか、内蔵の PostgreSQL で試してください。",
            "Let `banso up` run with an owner who has CREATEDB, or with the embedded PostgreSQL.",
        ),
    )


async def clear_away(place: Place, temporal: Client) -> None:
    """End the run's workflows and drop its database and logins; nothing else is touched."""
    try:
        for identifier in await _workflows(place):
            try:
                await temporal.get_workflow_handle(identifier).terminate("the demo begins anew")
            except RPCError:
                continue  # it has ended by itself
    except psycopg.OperationalError:
        return  # there is no such database any more
    connection = await psycopg.AsyncConnection.connect(place.stack.database_url or "", autocommit=True)
    async with connection:
        name = sql.Identifier(place.database)
        await connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(name))
        logins = await connection.execute(
            "SELECT rolname FROM pg_roles WHERE starts_with(rolname, %s)", (f"{place.database}_",)
        )
        for (login,) in await logins.fetchall():
            await connection.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(login)))


async def _workflows(place: Place) -> list[str]:
    """The ids of all workflows that may run for the streams of the place."""
    async with await psycopg.AsyncConnection.connect(place.owner, autocommit=True) as connection:
        try:
            rows = await connection.execute("SELECT tenant, stream, kind, state FROM banso.streams")
        except psycopg.errors.UndefinedTable:
            return []
        found = []
        for tenant, stream, kind, state in await rows.fetchall():
            aggregate = AGGREGATES[kind]
            found.append(Follow(tenant=tenant, stream=stream))
            processes = aggregate.processes(aggregate.state.model_validate_json(state))
            found += [Follow(tenant=tenant, stream=stream, process=each.key) for each in processes]
    return [workflow_id(each) for each in found]
