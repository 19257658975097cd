"""Reply addresses: each is bound to one person and to what their reply is. Only a token's hash is kept, as of links."""

import base64
import hashlib
import hmac
from datetime import datetime, timedelta
from uuid import UUID

from psycopg import AsyncConnection

from banso.eventstore import links
from banso.eventstore.links import Link

PREFIX = "reply+"
VALID_FOR = timedelta(days=90)
"""How long a mail can be replied to."""


def token_of(link_key: bytes, effect: UUID) -> str:
    """The token for the effect that sends a mail: 256 bits in lower case, for mail servers may change the case."""
    digest = hmac.new(link_key, f"reply {effect}".encode(), hashlib.sha256).digest()
    return base64.b32encode(digest).decode().rstrip("=").lower()


def address_of(token: str, domain: str) -> str:
    """The address that replies go to."""
    return f"{PREFIX}{token}@{domain}"


async def issue(
    connection: AsyncConnection,
    tenant: str,
    token: str,
    *,
    effect: UUID,
    stream: str,
    reply: str,
    to: str,
    now: datetime,
) -> None:
    """Keep what a reply to this address is; issuing it again changes nothing."""
    link = Link(effect, stream, reply, "", to, issued_at=now, expires_at=now + VALID_FOR, revoked_at=None)
    await links.issue(connection, tenant, _kept(token), link)


async def tenant_of(connection: AsyncConnection, token: str) -> str | None:
    """The tenant that a token belongs to; None for one that was never issued."""
    return await links.tenant_of(connection, _kept(token))


async def find(connection: AsyncConnection, tenant: str, token: str, now: datetime) -> Link | None:
    """What a reply to this token's address is; None where it cannot be used, whatever the reason."""
    link = await links.find(connection, tenant, _kept(token))
    usable = link is not None and link.revoked_at is None and link.expires_at > now
    return link if usable else None


def _kept(token: str) -> str:
    """A reply's token opens no page: under its own name it is no link."""
    return f"reply {token}"
