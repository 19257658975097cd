"""Playbook rules that engagements are pinned to, kept by their hash."""

from psycopg import AsyncConnection

from banso.eventstore.errors import store_error
from domain.playbooks.schema import PlaybookReference, Rules


class PinnedRules:
    """Reads and keeps pinned rules; what a hash means never changes, so it is remembered."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], Rules] = {}

    async def read(self, connection: AsyncConnection, tenant: str, reference: PlaybookReference) -> Rules:
        """The rules behind a reference.

        Raises:
            StoreError: they are missing or do not have the hash that they are kept by.
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

    async def keep(self, connection: AsyncConnection, tenant: str, rules: Rules) -> None:
        """Keep rules by their hash; keeping them again changes nothing."""
        reference = rules.reference
        if (tenant, reference.hash) in self._known:
            return
        await connection.execute(
            "INSERT INTO banso.playbook_pins (tenant, hash, name, version, rules) VALUES (%s, %s, %s, %s, %s) "
            "ON CONFLICT DO NOTHING",
            (tenant, reference.hash, rules.name, rules.version, rules.model_dump_json().encode()),
        )


def _checked(stored: bytes | None, reference: PlaybookReference) -> Rules:
    try:
        rules = Rules.model_validate_json(stored or b"")
    except ValueError:
        rules = None
    if rules is None or rules.digest() != reference.hash:
        raise store_error(
            "pinned-playbook-damaged",
            wrong=(
                f"固定されたプレイブック {reference.name} 第{reference.version}版が壊れています。",
                f"The pinned playbook {reference.name}, version {reference.version}, is missing or damaged.",
            ),
            right=(
                "バックアップから戻してください。",
                "Restore it from a backup; `banso audit verify` tells what else is damaged.",
            ),
        )
    return rules
