"""Mailed links. Only a token's hash is kept; the token itself is derived from the effect that mails it."""

import base64
import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from psycopg import AsyncConnection
from psycopg.rows import class_row

VALID_FOR = timedelta(days=30)
"""How long a mailed link can be used."""


@dataclass(frozen=True)
class Link:
    """What a link stands for: one decision of one recipient on one subject, exactly as it was shown."""

    effect_id: UUID
    stream: str
    subject: str
    content: str
    recipient: str
    issued_at: datetime
    expires_at: datetime
    revoked_at: datetime | None


def token_of(link_key: bytes, effect: UUID) -> str:
    """The token for an effect: 256 bits that nobody without the key can tell; the same when a mail is repeated."""
    digest = hmac.new(link_key, f"link {effect}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def hash_of_token(token: str) -> bytes:
    """What is stored of a token."""
    return hashlib.sha256(token.encode()).digest()


async def issue(connection: AsyncConnection, tenant: str, token: str, link: Link) -> None:
    """Keep a link; issuing it again changes nothing."""
    await connection.execute(
        "INSERT INTO banso.links (tenant, token_hash, effect_id, stream, subject, content, recipient, issued_at, "
        "expires_at) VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING",
        (
            tenant,
            hash_of_token(token),
            link.effect_id,
            link.stream,
            link.subject,
            link.content,
            link.recipient,
            link.issued_at,
            link.expires_at,
        ),
    )


async def tenant_of(connection: AsyncConnection, token: str) -> str | None:
    """The tenant that a token belongs to; None for a token that was never issued."""
    cursor = await connection.execute("SELECT banso.tenant_of_link(%s)", (hash_of_token(token),))
    row = await cursor.fetchone()
    return row[0] if row else None


async def find(connection: AsyncConnection, tenant: str, token: str) -> Link | None:
    """The link of a token, within its tenant."""
    async with connection.cursor(row_factory=class_row(Link)) as cursor:
        await cursor.execute(
            "SELECT effect_id, stream, subject, content, recipient, issued_at, expires_at, revoked_at "
            "FROM banso.links WHERE tenant = %s AND token_hash = %s",
            (tenant, hash_of_token(token)),
        )
        return await cursor.fetchone()


async def revoke(connection: AsyncConnection, tenant: str, stream: str, subject: str, at: datetime) -> int:
    """Make every link on a subject of a stream worthless; how many there were."""
    cursor = await connection.execute(
        "UPDATE banso.links SET revoked_at = %s "
        "WHERE tenant = %s AND stream = %s AND subject = %s AND revoked_at IS NULL",
        (at, tenant, stream, subject),
    )
    return cursor.rowcount
