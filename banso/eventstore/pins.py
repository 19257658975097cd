"""Playbook rules that engagements are pinned to, kept by their hash."""

from psycopg import AsyncConnection

from banso.eventstore.errors import store_error
from domain.playbooks.pinned import pinned_rules
from domain.playbooks.schema import PlaybookReference, Rules, pin_hash


class PinnedRules:
    """Reads and keeps pinned rules; what a hash means never changes, so it is remembered."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], Rules] = {}

    async def read(self, connection: AsyncConnection, tenant: str, reference: PlaybookReference) -> Rules:
        """The rules behind a reference.

        Raises:
            StoreError: they are missing, do not have the hash that they are kept by, or cannot be read.
        """
        known = self._known.get((tenant, reference.hash))
        if known is not None:
            return known
        cursor = await connection.execute(
            "SELECT rules FROM banso.playbook_pins WHERE tenant = %s AND hash = %s", (tenant, reference.hash)
        )
        row = await cursor.fetchone()
        rules = _checked(row[0] if row else None, reference)
        self._known[(tenant, reference.hash)] = rules
        return rules

    async def named(self, connection: AsyncConnection, tenant: str, name: str) -> dict[str, Rules]:
        """All rules that were pinned under a playbook's name, by their hashes, the earliest version first.

        Raises:
            StoreError: some do not have the hash that they are kept by, or cannot be read.
        """
        cursor = await connection.execute(
            "SELECT hash, version FROM banso.playbook_pins WHERE tenant = %s AND name = %s ORDER BY version, hash",
            (tenant, name),
        )
        references = [PlaybookReference(name=name, version=row[1], hash=row[0]) for row in await cursor.fetchall()]
        return {one.hash: await self.read(connection, tenant, one) for one in references}

    async def keep(self, connection: AsyncConnection, tenant: str, rules: Rules) -> None:
        """Keep rules by their hash; keeping them again changes nothing."""
        reference = rules.reference
        if (tenant, reference.hash) in self._known:
            return
        await connection.execute(
            "INSERT INTO banso.playbook_pins (tenant, hash, name, version, rules) VALUES (%s, %s, %s, %s, %s) "
            "ON CONFLICT DO NOTHING",
            (tenant, reference.hash, rules.name, rules.version, rules.pinned()),
        )


def _checked(stored: bytes | None, reference: PlaybookReference) -> Rules:
    try:
        if stored is not None and pin_hash(stored) == reference.hash:
            return pinned_rules(stored)
    except ValueError:
        # The bytes are those that were pinned, and yet this release cannot make anything of them.
        pass
    raise store_error(
        "pinned-playbook-damaged",
        wrong=(
            f"固定されたプレイブック {reference.name} 第{reference.version}版が、ないか、壊れているか、読めません。",
            f"The pinned playbook {reference.name}, version {reference.version}, is missing, damaged or unreadable.",
        ),
        right=(
            "`banso audit verify` で確かめ、バックアップから戻すか、固定したときの版の Banso で開いてください。",
            "`banso audit verify` tells what is damaged. Restore it from a backup, or open it with the release that "
            "pinned it.",
        ),
    )
