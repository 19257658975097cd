"""Personal values are sealed (AES-256-GCM) with a key per person and purpose before they are stored anywhere.

The person's keys are stored wrapped by the installation's master key, apart from the events. Destroying a person's
key erases every copy of what was sealed with it: in events, cached states, documents and their backups.
"""

import base64
import os
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from typing import Any

import psycopg
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from psycopg import AsyncConnection

from banso.eventstore.errors import StoreError, store_error

NONCE_BYTES = 12
KEY_BYTES = 32
REMEMBERED_KEYS = 4096

KeyName = tuple[str, str]
"""(subject, purpose) of one key, within a tenant."""


def _encrypt(key: bytes, plain: bytes, bound_to: str) -> bytes:
    nonce = os.urandom(NONCE_BYTES)
    return nonce + AESGCM(key).encrypt(nonce, plain, bound_to.encode())


def _decrypt(key: bytes, sealed: bytes | str, bound_to: str) -> bytes:
    try:
        if isinstance(sealed, str):
            sealed = base64.b64decode(sealed, validate=True)
        return AESGCM(key).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], bound_to.encode())
    except (InvalidTag, ValueError):
        raise store_error(
            "cannot-open",
            wrong=(
                "個人情報を開けません。鍵が違うか、壊れています。",
                "A personal value cannot be opened: wrong key or damaged.",
            ),
            right=(
                "元のマスター鍵を使い、`banso audit verify` で確かめてください。",
                "Use the original master key, then look with `banso audit verify`.",
            ),
        ) from None


def person_erased(subject: str) -> StoreError:
    """The answer to whoever wants to write about a person whose data was erased."""
    return store_error(
        "person-erased",
        wrong=(f"「{subject}」の情報は消去されています。", f"The data of {subject} was erased."),
        right=("この人については何も書き足せません。", "Nothing new may be written about this person."),
    )


def personal_places(tree: Any) -> Iterator[dict[str, Any]]:
    """Every personal value inside dumped JSON, wherever it is nested."""
    if isinstance(tree, dict):
        if "personal" in tree and "subject" in tree and "sealed" in tree:
            yield tree
            return
        for value in tree.values():
            if isinstance(value, dict | list):
                yield from personal_places(value)
    elif isinstance(tree, list):
        for value in tree:
            if isinstance(value, dict | list):
                yield from personal_places(value)


def keys_to_seal(tree: Any) -> set[KeyName]:
    """The keys that `seal` needs for this tree."""
    return {(place["subject"], place["personal"]) for place in personal_places(tree) if place["text"] is not None}


def seal(tree: Any, tenant: str, keys: dict[KeyName, bytes]) -> None:
    """Seal every personal value of the tree that is still in the clear, in place."""
    for place in personal_places(tree):
        if place["text"] is not None:
            name = (place["subject"], place["personal"])
            sealed = _encrypt(keys[name], place["text"].encode(), f"{tenant}/{name[0]}/{name[1]}")
            place["sealed"], place["text"] = base64.b64encode(sealed).decode(), None


class KeyRing:
    """The keys of persons. It opens with what the database holds now, and remembers keys for sealing only."""

    def __init__(self, master_key: bytes) -> None:
        self._master_key = master_key
        self._remembered: OrderedDict[tuple[str, str, str], bytes] = OrderedDict()

    async def for_sealing(self, connection: AsyncConnection, tenant: str, names: set[KeyName]) -> dict[KeyName, bytes]:
        """The keys of these names, made where a person has none yet.

        Raises:
            StoreError: a person was erased; nothing new may be written about them.
        """
        found = {name: key for name in names if (key := self._remembered.get((tenant, *name))) is not None}
        missing = names - found.keys()
        if missing:
            found |= await self._load(connection, tenant, missing)
        for name in sorted(names - found.keys()):
            found[name] = await self._create(connection, tenant, name)
        return found

    def remember(self, tenant: str, keys: dict[KeyName, bytes]) -> None:
        """Keep keys for the next sealing; called once the transaction that may have made them is committed."""
        for name, key in keys.items():
            self._remembered[(tenant, *name)] = key
        while len(self._remembered) > REMEMBERED_KEYS:
            self._remembered.popitem(last=False)

    def forget(self, tenant: str, subject: str) -> None:
        """Drop what is remembered of a person."""
        for entry in [entry for entry in self._remembered if entry[:2] == (tenant, subject)]:
            del self._remembered[entry]

    async def require_living(self, connection: AsyncConnection, tenant: str, names: Iterable[KeyName]) -> None:
        """Make the transaction fail if somebody was erased meanwhile; nothing is waited for inside a pipeline.

        Keys that are remembered here may have been destroyed by another process.

        Raises:
            IntegrityConstraintViolation: once the pipeline is read; its message is the erased person.
        """
        subjects = sorted({subject for subject, _ in names})
        await connection.execute("SELECT banso_keys.require_living(%s, %s)", (tenant, subjects))

    async def open(self, connection: AsyncConnection, tenant: str, tree: Any) -> None:
        """Open every sealed value of the tree, in place; what has no key any more stays without text.

        Raises:
            StoreError: a key or a value cannot be opened: wrong master key, or damage.
        """
        places = [place for place in personal_places(tree) if place["text"] is None and place["sealed"]]
        names = {(place["subject"], place["personal"]) for place in places}
        keys = await self._load(connection, tenant, names) if names else {}
        for place in places:
            name = (place["subject"], place["personal"])
            if name in keys:
                plain = _decrypt(keys[name], place["sealed"], f"{tenant}/{name[0]}/{name[1]}")
                place["text"] = plain.decode()

    async def seal_bytes(self, connection: AsyncConnection, tenant: str, name: KeyName, plain: bytes) -> bytes:
        """Seal a document with one person's key.

        Raises:
            StoreError: the person was erased; nothing new may be written about them.
        """
        keys = await self.for_sealing(connection, tenant, {name})
        try:
            await self.require_living(connection, tenant, keys)
        except psycopg.errors.IntegrityConstraintViolation:
            raise person_erased(name[0]) from None
        return _encrypt(keys[name], plain, f"{tenant}/{name[0]}/{name[1]}/document")

    async def open_bytes(self, connection: AsyncConnection, tenant: str, name: KeyName, sealed: bytes) -> bytes | None:
        """Open a document; None when its key was destroyed."""
        keys = await self._load(connection, tenant, {name})
        return _decrypt(keys[name], sealed, f"{tenant}/{name[0]}/{name[1]}/document") if name in keys else None

    async def _load(self, connection: AsyncConnection, tenant: str, names: set[KeyName]) -> dict[KeyName, bytes]:
        cursor = await connection.execute(
            "SELECT subject, purpose, wrapped FROM banso_keys.personal_keys WHERE tenant = %s AND subject = ANY(%s)",
            (tenant, [subject for subject, _ in names]),
        )
        rows = await cursor.fetchall()
        return {
            (subject, purpose): _decrypt(self._master_key, wrapped, f"{tenant}/{subject}/{purpose}/key")
            for subject, purpose, wrapped in rows
            if (subject, purpose) in names
        }

    async def _create(self, connection: AsyncConnection, tenant: str, name: KeyName) -> bytes:
        subject, purpose = name
        key = os.urandom(KEY_BYTES)
        wrapped = _encrypt(self._master_key, key, f"{tenant}/{subject}/{purpose}/key")
        cursor = await connection.execute(
            "INSERT INTO banso_keys.personal_keys (tenant, subject, purpose, wrapped) SELECT %s, %s, %s, %s "
            "WHERE NOT EXISTS (SELECT FROM banso_keys.erasures WHERE tenant = %s AND subject = %s) "
            "ON CONFLICT DO NOTHING RETURNING subject",
            (tenant, subject, purpose, wrapped, tenant, subject),
        )
        if await cursor.fetchone() is not None:
            return key
        present = await self._load(connection, tenant, {name})
        if name in present:
            return present[name]
        raise person_erased(subject)
