"""The database's shape: migrations that run at start, and the logins of application and relay."""

import hashlib
import hmac
from dataclasses import dataclass
from importlib import resources

import psycopg
from psycopg import AsyncConnection, sql
from psycopg.conninfo import make_conninfo

from banso.eventstore.errors import store_error

MIGRATION_LOCK = 0x62616E736F
"""Advisory lock: one process migrates at a time."""


@dataclass(frozen=True)
class Migration:
    """One plain SQL file, applied once, in the order of its number."""

    number: int
    name: str
    text: str

    @property
    def checksum(self) -> str:
        """SHA-256 of the file."""
        return hashlib.sha256(self.text.encode()).hexdigest()


@dataclass(frozen=True)
class Logins:
    """Connection strings of the roles that work: neither of them owns anything."""

    application: str
    relay: str


def migrations() -> list[Migration]:
    """All migrations of this release, in order."""
    folder = resources.files("banso.eventstore") / "migrations"
    files = sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".sql"))
    return [Migration(int(name[:4]), name, (folder / name).read_text("utf-8")) for name in files]


async def migrate(owner: str, master_key: bytes) -> Logins:
    """Bring the database to this release's schema; repeating it changes nothing.

    `owner` is the connection string of the database's owner; the master key names and guards the logins.

    Raises:
        StoreError: the schema is newer than this release, a migration file was changed after it ran, or the
            master key is not the one that this database was founded with.
    """
    async with await AsyncConnection.connect(owner, autocommit=True) as connection:
        await connection.execute("SELECT pg_advisory_lock(%s)", (MIGRATION_LOCK,))
        try:
            async with connection.transaction():
                await _apply_missing(connection)
                await _check_master_key(connection, master_key)
                await _begin_epoch(connection)
                return await _logins(connection, owner, master_key)
        finally:
            await connection.execute("SELECT pg_advisory_unlock(%s)", (MIGRATION_LOCK,))


async def _apply_missing(connection: AsyncConnection) -> None:
    await connection.execute(
        "CREATE TABLE IF NOT EXISTS public.banso_migrations "
        "(number integer PRIMARY KEY, name text NOT NULL, checksum text NOT NULL, "
        "applied_at timestamptz NOT NULL DEFAULT clock_timestamp())"
    )
    cursor = await connection.execute("SELECT number, name, checksum FROM public.banso_migrations ORDER BY number")
    applied = {number: (name, checksum) for number, name, checksum in await cursor.fetchall()}
    known = {migration.number: migration for migration in migrations()}
    _refuse_unknown(applied, known)
    for number, migration in known.items():
        if number not in applied:
            await connection.execute(migration.text)
            await connection.execute(
                "INSERT INTO public.banso_migrations (number, name, checksum) VALUES (%s, %s, %s)",
                (number, migration.name, migration.checksum),
            )


def _refuse_unknown(applied: dict[int, tuple[str, str]], known: dict[int, Migration]) -> None:
    for number, (name, checksum) in applied.items():
        if number not in known:
            raise store_error(
                "schema-newer",
                wrong=(
                    f"データベースは新しい版のものです({name})。",
                    f"This database was made by a newer release: it knows {name}.",
                ),
                right=("新しい版の Banso で開いてください。", "Open it with that release of Banso, or a later one."),
            )
        if known[number].checksum != checksum:
            raise store_error(
                "migration-changed",
                wrong=(f"適用後に {name} が書き換えられています。", f"{name} was changed after it had been applied."),
                right=("元のファイルに戻してください。", "Put the released file back; change the schema by a new one."),
            )


async def _check_master_key(connection: AsyncConnection, master_key: bytes) -> None:
    answer = hmac.new(master_key, b"banso master key", hashlib.sha256).hexdigest()
    await connection.execute(
        "INSERT INTO banso.installation (name, value) VALUES ('master_key', %s) ON CONFLICT DO NOTHING", (answer,)
    )
    cursor = await connection.execute("SELECT value FROM banso.installation WHERE name = 'master_key'")
    row = await cursor.fetchone()
    if row is None or not hmac.compare_digest(row[0], answer):
        raise store_error(
            "wrong-master-key",
            wrong=(
                "この鍵はこのデータベースのものではありません。",
                "This master key is not the one of this database.",
            ),
            right=(
                "元の鍵を BANSO_MASTER_KEY か鍵ファイルに戻してください。",
                "Put the key that it was founded with into BANSO_MASTER_KEY or the key file.",
            ),
        )


async def _begin_epoch(connection: AsyncConnection) -> None:
    await connection.execute(
        """
        INSERT INTO banso.epochs (epoch, system_identifier, database_oid)
        SELECT coalesce((SELECT max(epoch) FROM banso.epochs), 0) + 1, here.system, here.database
        FROM (SELECT system_identifier::text AS system, (SELECT oid FROM pg_database WHERE datname = current_database())
              AS database FROM pg_control_system()) AS here
        WHERE NOT EXISTS (
            SELECT FROM banso.epochs WHERE epoch = (SELECT max(epoch) FROM banso.epochs)
            AND system_identifier = here.system AND database_oid = here.database)
        """
    )


async def _logins(connection: AsyncConnection, owner: str, master_key: bytes) -> Logins:
    database = connection.info.dbname
    found = {}
    for group in ("banso_application", "banso_relay"):
        name = f"{database}_{group}_login"[:63]
        password = hmac.new(master_key, f"login {name}".encode(), hashlib.sha256).hexdigest()
        await _ensure_login(connection, name, password, group)
        found[group] = make_conninfo(owner, user=name, password=password)
    return Logins(application=found["banso_application"], relay=found["banso_relay"])


async def _ensure_login(connection: AsyncConnection, name: str, password: str, group: str) -> None:
    exists = await (await connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (name,))).fetchone()
    if exists:
        change = sql.SQL("ALTER ROLE {} LOGIN PASSWORD {}")
    else:
        change = sql.SQL("CREATE ROLE {} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE INHERIT PASSWORD {}")
    await connection.execute(change.format(sql.Identifier(name), sql.Literal(password)))
    if not exists:
        await connection.execute(sql.SQL("GRANT {} TO {}").format(sql.Identifier(group), sql.Identifier(name)))


async def refuse_powerful_login(connection: psycopg.AsyncConnection) -> None:
    """Refuse to work as a role that row-level security does not bind.

    Raises:
        StoreError: the login is superuser, may bypass row-level security, or owns the event store.
    """
    cursor = await connection.execute(
        "SELECT rolsuper OR rolbypassrls OR pg_has_role(current_user, "
        "(SELECT relowner FROM pg_class WHERE oid = 'banso.events'::regclass), 'MEMBER') "
        "FROM pg_roles WHERE rolname = current_user"
    )
    row = await cursor.fetchone()
    if row is None or row[0]:
        raise store_error(
            "login-too-powerful",
            wrong=(
                "このログインは行レベルの分離を受けません。",
                "This login is not bound by row-level security: it owns the tables or is a superuser.",
            ),
            right=(
                "アプリケーション用のログインを使ってください。",
                "Work with the application's login, never with the owner's.",
            ),
        )
