"""The database itself refuses what must not happen: changes of the past, other tenants' rows, too much power."""

import asyncio
from importlib import resources
from typing import Any

import psycopg
import pytest
from psycopg import AsyncConnection
from psycopg.conninfo import make_conninfo

from banso.eventstore import schema
from banso.eventstore.database import open_pool, tenant_transaction
from banso.eventstore.errors import StoreError
from banso.eventstore.schema import Migration, migrate, migrations

from support.deciding import explains_itself
from support.system import MASTER_KEY, System, new_database

APPEND_ONLY = ("banso.events", "banso.commands")
OF_A_TENANT = (
    "banso.events", "banso.streams", "banso.commands", "banso.effects", "banso.news", "banso.checkpoints",
    "banso.playbook_pins", "banso.documents", "banso.links", "banso.overviews", "banso.waits", "banso.service_counts",
    "banso.report_facts", "banso_keys.personal_keys", "banso_keys.erasures",
)  # fmt: skip

FORBIDDEN = [
    "DELETE FROM banso.streams",
    "DELETE FROM banso.effects",
    "DELETE FROM banso.overviews",
    "DELETE FROM banso.links",
    "UPDATE banso.documents SET sealed = ''",
    "DELETE FROM banso.documents",
    "UPDATE banso.playbook_pins SET rules = ''",
    "UPDATE banso_keys.personal_keys SET wrapped = ''",
    "DELETE FROM banso_keys.erasures",
    "UPDATE banso.installation SET value = ''",
    "INSERT INTO banso.epochs (epoch, system_identifier, database_oid) VALUES (9, '', 0)",
    "ALTER TABLE banso.events DISABLE TRIGGER ALL",
    "DROP TABLE banso.waits",
    "CREATE TABLE banso.mine (x int)",
    "SELECT banso.stand_in('waits')",
    "SELECT banso.swap_in('waits')",
    "SET session_replication_role = replica",
    "SELECT * FROM public.banso_migrations",
]


@pytest.mark.parametrize("table", APPEND_ONLY)
@pytest.mark.parametrize("change", ["UPDATE {} SET tenant = tenant", "DELETE FROM {}", "TRUNCATE {}"])
async def test_the_past_cannot_be_changed_not_even_by_the_owner(told: System, table: str, change: str) -> None:
    before = await told.rows(f"SELECT * FROM {table} ORDER BY 1, 2, 3")
    with pytest.raises(psycopg.errors.RestrictViolation, match="append-only"):
        await told.rows(change.format(table))
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        async with tenant_transaction(told.store.pool, told.tenant) as connection:
            await connection.execute(change.format(table))  # type: ignore[arg-type]
    assert await told.rows(f"SELECT * FROM {table} ORDER BY 1, 2, 3") == before


async def test_the_application_may_do_nothing_beyond_its_work(told: System) -> None:
    for statement in FORBIDDEN:
        try:
            async with tenant_transaction(told.store.pool, told.tenant) as connection:
                await connection.execute(statement)  # type: ignore[arg-type]
        except psycopg.errors.InsufficientPrivilege:
            continue
        pytest.fail(f"this was possible: {statement}")


async def test_every_table_with_a_tenant_has_row_level_security(store: System) -> None:
    tables = await store.rows(
        "SELECT c.oid::regclass::text, c.relrowsecurity FROM pg_class AS c "
        "JOIN pg_attribute AS a ON a.attrelid = c.oid "
        "WHERE c.relkind = 'r' AND a.attname = 'tenant' AND c.relnamespace::regnamespace::text ~ '^banso'"
    )
    assert sorted(name for name, _ in tables) == sorted(OF_A_TENANT)
    assert all(is_on for _, is_on in tables)


async def test_another_tenants_rows_are_invisible(told: System) -> None:
    async with tenant_transaction(told.store.pool, "nagano") as connection:
        for table in OF_A_TENANT:
            rows = await (await connection.execute(f"SELECT * FROM {table}")).fetchall()  # type: ignore[arg-type]
            assert rows == [], table


async def test_rows_cannot_be_written_for_another_tenant(told: System) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match="row-level security"):
        async with tenant_transaction(told.store.pool, "nagano") as connection:
            await connection.execute("INSERT INTO banso.news (tenant, stream, version) VALUES ('gifu', 'person:x', 1)")


async def test_without_a_tenant_reading_fails_loudly(told: System) -> None:
    async with told.store.pool.connection() as connection:
        for table in OF_A_TENANT:
            with pytest.raises(psycopg.errors.InsufficientPrivilege, match="no tenant is set"):
                await (await connection.execute(f"SELECT * FROM {table}")).fetchall()  # type: ignore[arg-type]


async def test_the_tenant_does_not_leak_to_the_next_user_of_a_connection(told: System) -> None:
    async with open_pool(told.logins.application, 1, "single") as pool:
        async with tenant_transaction(pool, "gifu") as connection:
            assert await (await connection.execute("SELECT stream FROM banso.streams")).fetchall()
        async with pool.connection() as connection:
            with pytest.raises(psycopg.errors.InsufficientPrivilege, match="no tenant is set"):
                await connection.execute("SELECT stream FROM banso.streams")


async def test_the_relay_sees_news_of_all_tenants_and_nothing_else(told: System) -> None:
    async with await AsyncConnection.connect(told.logins.relay, autocommit=True) as connection:
        assert await (await connection.execute("SELECT stream FROM banso.news")).fetchall()
        await connection.execute("UPDATE banso.news SET leased_until = now()")
        others = [f"SELECT * FROM {table}" for table in OF_A_TENANT if table != "banso.news"]
        for statement in (*others, "DELETE FROM banso.news", "UPDATE banso.news SET version = 0",
                          "INSERT INTO banso.news VALUES ('gifu', 'x', 1)"):  # fmt: skip
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                await connection.execute(statement)  # type: ignore[arg-type]


async def test_work_is_refused_as_superuser_and_as_owner(store: System) -> None:
    with pytest.raises(StoreError, match="login-too-powerful") as refused:
        async with open_pool(store.owner, 1, "powerful"):
            pass
    explains_itself(refused.value)


async def test_migrating_again_changes_nothing(store: System) -> None:
    before = await store.rows("SELECT * FROM public.banso_migrations ORDER BY 1")
    again = await asyncio.gather(*(migrate(store.owner, MASTER_KEY) for _ in range(4)))
    assert again == [store.logins] * 4
    assert await store.rows("SELECT * FROM public.banso_migrations ORDER BY 1") == before
    assert await store.rows("SELECT count(*) FROM banso.epochs") == [(1,)]
    assert [row[0] for row in before] == [one.number for one in migrations()]


async def test_another_master_key_is_refused(told: System) -> None:
    with pytest.raises(StoreError, match="wrong-master-key") as refused:
        await migrate(told.owner, bytes(32))
    explains_itself(refused.value)
    assert await migrate(told.owner, MASTER_KEY) == told.logins


async def test_a_newer_schema_is_refused_and_left_alone(store: System) -> None:
    await store.rows(
        "INSERT INTO public.banso_migrations (number, name, checksum) VALUES (9000, '9000_later.sql', 'x')"
    )
    with pytest.raises(StoreError, match="schema-newer") as refused:
        await migrate(store.owner, MASTER_KEY)
    explains_itself(refused.value)
    assert "9000_later.sql" in refused.value.explain("ja")


async def test_a_migration_that_was_changed_after_it_ran_is_refused(store: System) -> None:
    await store.rows("UPDATE public.banso_migrations SET checksum = 'x' WHERE number = 1")
    with pytest.raises(StoreError, match="migration-changed") as refused:
        await migrate(store.owner, MASTER_KEY)
    explains_itself(refused.value)


async def test_a_migration_that_fails_leaves_the_schema_as_it_was(
    store: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = Migration(9000, "9000_bad.sql", "CREATE TABLE banso.half (x int); SELECT 1 / 0;")
    monkeypatch.setattr(schema, "migrations", lambda: [*migrations(), bad])
    with pytest.raises(psycopg.errors.DivisionByZero):
        await migrate(store.owner, MASTER_KEY)
    assert await store.rows("SELECT to_regclass('banso.half')::text") == [(None,)]
    assert await store.rows("SELECT count(*) FROM public.banso_migrations WHERE number = 9000") == [(0,)]


def test_migrations_are_numbered_in_order_and_ship_with_the_package() -> None:
    numbers = [one.number for one in migrations()]
    assert numbers[0] == 1
    assert numbers == sorted(set(numbers))
    assert (resources.files("banso.eventstore") / "migrations" / "0001_event_store.sql").is_file()


async def test_an_owner_who_is_no_superuser_can_migrate_and_work(postgres: str, tmp_path: Any) -> None:
    name = f"owner_{abs(hash(str(tmp_path))):x}"
    database = await new_database(postgres, name)
    async with await AsyncConnection.connect(postgres, autocommit=True) as superuser:
        await superuser.execute(f"CREATE ROLE {name} LOGIN CREATEROLE PASSWORD 'x'")
        await superuser.execute(f"ALTER DATABASE {name} OWNER TO {name}")
        # Roles belong to the whole cluster: where others have made them, an administrator lends them out.
        for group in ("banso_application", "banso_relay"):
            exists = await (await superuser.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (group,))).fetchone()
            if exists:
                await superuser.execute(f"GRANT {group} TO {name} WITH ADMIN OPTION")
    owner = make_conninfo(database, user=name, password="x")
    logins = await migrate(owner, MASTER_KEY)
    assert await migrate(owner, MASTER_KEY) == logins
    async with open_pool(logins.application, 1, "modest") as pool, tenant_transaction(pool, "gifu") as connection:
        assert await (await connection.execute("SELECT * FROM banso.events")).fetchall() == []
