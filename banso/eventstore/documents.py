"""Contract documents: sealed with the person's key, found again by the hash of what was shown."""

import hashlib
from datetime import datetime

from psycopg import AsyncConnection

from banso.eventstore.sealing import KeyRing


class Documents:
    """Keeps and opens documents of one tenant at a time."""

    def __init__(self, keys: KeyRing) -> None:
        self._keys = keys

    async def keep(
        self, connection: AsyncConnection, tenant: str, stream: str, subject: str, text: bytes, at: datetime
    ) -> str:
        """Keep a document and return its SHA-256 in hexadecimal; keeping it again changes nothing."""
        digest = hashlib.sha256(text).hexdigest()
        sealed = await self._keys.seal_bytes(connection, tenant, (subject, "contract"), text)
        await connection.execute(
            "INSERT INTO banso.documents (tenant, sha256, stream, subject, sealed, created_at) "
            "VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING",
            (tenant, digest, stream, subject, sealed, at),
        )
        return digest

    async def read(self, connection: AsyncConnection, tenant: str, stream: str, digest: str) -> bytes | None:
        """A document of a stream; None where there is none, or where its key was destroyed."""
        cursor = await connection.execute(
            "SELECT subject, sealed FROM banso.documents WHERE tenant = %s AND stream = %s AND sha256 = %s",
            (tenant, stream, digest),
        )
        row = await cursor.fetchone()
        if row is None:
            return None
        return await self._keys.open_bytes(connection, tenant, (row[0], "contract"), row[1])
