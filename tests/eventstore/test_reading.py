"""What was stored is read: in old shapes, by older and newer releases, and when it is damaged."""

import hashlib
from collections.abc import Iterator
from typing import Any

import orjson
import pytest

from banso.eventstore import reading
from banso.eventstore.envelope import UPCASTERS
from banso.eventstore.errors import StoreError
from banso.opening import open_store
from banso.playbooks import load_playbook
from banso.readmodels.catalogue import audit
from banso.readmodels.rebuilding import rebuild
from domain.aggregates import AGGREGATES
from domain.playbooks.schema import Rules
from domain.shared.refusals import DomainError
from domain.shared.values import StreamReference

from support.damaging import damage, rewrite_chain
from support.deciding import explains_itself
from support.story_one import post, register
from support.system import COORDINATOR, MASTER_KEY, System

CONTACT = {"type": "ChangeContact", "name": "新しい名", "email": "new@example.jp", "language": "en"}
PERSON = "person:coordinator"


def _spelt_out(payload: dict[str, Any]) -> dict[str, Any]:
    """What version 0 called `lang` is `language` today."""
    return {**{key: value for key, value in payload.items() if key != "lang"}, "language": payload["lang"]}


@pytest.fixture
def upcaster() -> Iterator[None]:
    UPCASTERS["PersonRegistered", 0] = _spelt_out
    yield
    del UPCASTERS["PersonRegistered", 0]


async def make_old(system: System) -> None:
    """The registration as a release before the first would have written it."""
    await damage(
        system,
        "UPDATE banso.events SET schema_version = 0, payload = convert_to(replace(convert_from(payload, 'UTF8'), "
        f"'\"language\"', '\"lang\"'), 'UTF8') WHERE stream = '{PERSON}' AND version = 1",
    )
    await rewrite_chain(system, PERSON)


@pytest.mark.usefixtures("upcaster")
async def test_an_event_of_an_old_shape_is_upcast_wherever_it_is_read(told: System) -> None:
    await make_old(told)
    assert (await audit(told.owner)).found == []
    entries = await told.store.client.queries.events(told.tenant, StreamReference.parse(PERSON))
    assert entries[0].content["language"] == "ja"
    assert "lang" not in entries[0].content
    await rebuild(told.owner, "overviews")
    await damage(told, f"UPDATE banso.streams SET state_version = 0 WHERE stream = '{PERSON}'")
    await told.send(PERSON, CONTACT)
    assert (await told.state(PERSON)).email.text == "new@example.jp"


async def test_an_event_of_an_old_shape_without_an_upcaster_is_a_clear_error(told: System) -> None:
    await make_old(told)
    await damage(told, f"UPDATE banso.streams SET state_version = 0 WHERE stream = '{PERSON}'")
    with pytest.raises(StoreError, match="event-unreadable") as refused:
        await told.send(PERSON, CONTACT)
    explains_itself(refused.value)


async def test_a_state_of_an_older_release_is_folded_anew(told: System) -> None:
    await damage(told, f"UPDATE banso.streams SET state_version = 0, state = '{{}}' WHERE stream = '{PERSON}'")
    assert (await told.state(PERSON)).language == "ja"
    await told.send(PERSON, CONTACT)
    assert await told.rows(f"SELECT state_version FROM banso.streams WHERE stream = '{PERSON}'") == [
        (AGGREGATES["person"].state_version,)
    ]
    assert (await audit(told.owner)).sound


async def test_a_fact_of_an_older_release_is_folded_anew(told: System) -> None:
    await damage(told, "UPDATE banso.streams SET state_version = 0, state = '{}' WHERE stream = 'person:coordinator'")
    await told.send("engagement:a", {"type": "AppointCoordinator", "coordinator": "companion-a"})
    service = {"type": "OpenService", "name": "別", "region": "岐阜", "playbook": "furusato-kengyo"}
    await told.send("service:other", {**service, "coordinators": ["coordinator"]})
    assert (await told.state("service:other")).coordinators == ("coordinator",)


async def test_a_state_of_a_newer_release_is_refused(told: System) -> None:
    await damage(told, f"UPDATE banso.streams SET state_version = 99 WHERE stream = '{PERSON}'")
    with pytest.raises(StoreError, match="state-newer") as refused:
        await told.send(PERSON, CONTACT)
    explains_itself(refused.value)
    with pytest.raises(StoreError, match="state-newer"):
        await told.state(PERSON)


async def test_a_cached_state_that_cannot_be_read_is_folded_anew_and_mended(told: System) -> None:
    await damage(told, f"UPDATE banso.streams SET state = '\\x00' WHERE stream = '{PERSON}'")
    assert (await told.state(PERSON)).language == "ja"
    await told.send(PERSON, CONTACT)
    assert (await audit(told.owner)).sound


async def test_a_stream_longer_than_what_is_folded_at_once_is_folded_to_its_end(
    told: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "FOLDED_AT_ONCE", 2)
    for number in range(5):
        await told.send(PERSON, {**CONTACT, "email": f"n{number}@example.jp"})
    await damage(told, f"UPDATE banso.streams SET state_version = 0 WHERE stream = '{PERSON}'")
    assert (await told.state(PERSON)).email.text == "n4@example.jp"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ("UPDATE banso.events SET payload = '\\x00' WHERE stream = '{}' AND version = 1", "event-unreadable"),
        ("UPDATE banso.events SET payload = '[]' WHERE stream = '{}' AND version = 1", "event-unreadable"),
        ("UPDATE banso.events SET payload = '{{}}' WHERE stream = '{}' AND version = 1", "event-unreadable"),
        ("DELETE FROM banso.events WHERE stream = '{}' AND version = 1", "stream-damaged"),
    ],
)
async def test_a_damaged_event_is_a_clear_error_and_changes_nothing(told: System, change: str, code: str) -> None:
    await told.send(PERSON, CONTACT)
    await damage(told, change.format(PERSON), f"UPDATE banso.streams SET state_version = 0 WHERE stream = '{PERSON}'")
    before = await told.rows("SELECT count(*) FROM banso.events")
    with pytest.raises(StoreError, match=code) as refused:
        await told.send(PERSON, CONTACT)
    explains_itself(refused.value)
    assert await told.rows("SELECT count(*) FROM banso.events") == before


async def test_a_damaged_event_is_a_clear_error_in_the_timeline_too(told: System) -> None:
    await damage(told, f"UPDATE banso.events SET payload = '\\x00' WHERE stream = '{PERSON}'")
    with pytest.raises(StoreError, match="event-unreadable"):
        await told.store.client.queries.events(told.tenant, StreamReference.parse(PERSON))


@pytest.mark.parametrize(
    "rules",
    ["'\\x00'", "'{}'", "rules || ' '::bytea", "convert_to(replace(convert_from(rules, 'UTF8'), '3', '4'), 'UTF8')"],
)
async def test_a_damaged_pinned_playbook_is_a_clear_error(told: System, rules: str) -> None:
    await damage(told, f"UPDATE banso.playbook_pins SET rules = {rules}")
    async with open_store(told.logins, MASTER_KEY, clock=told.clock, size=2) as fresh:
        stream = StreamReference.parse("engagement:a")
        command = {"type": "PlanMilestone", "milestone": "m1", "title": "成果", "fee": 1, "due_on": "2100-01-01"}
        with pytest.raises(StoreError, match="pinned-playbook-damaged") as refused:
            await fresh.client.send(told.tenant, COORDINATOR, stream, command)
    explains_itself(refused.value)


class OlderRules(Rules):
    """Rules as a release pinned them that knew neither check-ins nor how many seats there may be."""

    def pinned(self) -> bytes:
        """What that release wrote, a word included that nobody knows any more."""
        said = orjson.loads(super().pinned())
        del said["waits"]["check_in_answer"], said["seats_at_most"]
        return orjson.dumps(said | {"fax": True})


async def test_an_engagement_that_an_older_release_pinned_goes_on(told: System) -> None:
    older = OlderRules.model_validate(load_playbook("furusato-kengyo").rules.model_dump())
    told.store.handler.rules_of = lambda _: older
    await post(told, "b")
    rows = await told.rows("SELECT hash FROM banso.playbook_pins WHERE rules LIKE '%%fax%%'::bytea")
    assert rows == [(hashlib.sha256(older.pinned()).hexdigest(),)]
    async with open_store(told.logins, MASTER_KEY, clock=told.clock, size=2) as fresh:
        stream = StreamReference.parse("engagement:b")
        command = {"type": "PlanMilestone", "milestone": "m1", "title": "成果", "fee": 1, "due_on": "2100-01-01"}
        outcome = await fresh.client.send(told.tenant, COORDINATOR, stream, command)
    assert outcome.receipt.events[0].type == "MilestonePlanned"


@pytest.mark.parametrize("change", ["overlay(wrapped placing '\\xffff' from 20)", "'\\x00'"])
async def test_a_damaged_key_is_a_clear_error(told: System, change: str) -> None:
    await damage(told, f"UPDATE banso_keys.personal_keys SET wrapped = {change} WHERE subject = 'coordinator'")
    with pytest.raises(StoreError, match="cannot-open") as refused:
        await told.state(PERSON)
    explains_itself(refused.value)


@pytest.mark.parametrize("pattern", ['"sealed":"..', '"sealed":"[^"]*'])
async def test_a_damaged_ciphertext_is_a_clear_error(told: System, pattern: str) -> None:
    await damage(
        told,
        "UPDATE banso.streams SET state = convert_to(regexp_replace(convert_from(state, 'UTF8'), %(pattern)s, "
        f"'\"sealed\":\"~'), 'UTF8') WHERE stream = '{PERSON}'",
        pattern=pattern,
    )
    with pytest.raises(StoreError, match="cannot-open") as refused:
        await told.state(PERSON)
    explains_itself(refused.value)


async def test_a_value_that_was_moved_to_another_person_cannot_be_opened(told: System) -> None:
    """A cipher text is bound to its person: who can write to the database cannot show one's value as another's."""
    await register(told, "other")
    await damage(
        told,
        "UPDATE banso.streams SET state = convert_to("
        "regexp_replace(convert_from(state, 'UTF8'), '\"subject\":\"other\"', "
        "'\"subject\":\"coordinator\"', 'g'), 'UTF8') WHERE stream = 'person:other'",
    )
    with pytest.raises(StoreError, match="cannot-open"):
        await told.state("person:other")


async def test_another_master_key_opens_nothing(told: System) -> None:
    async with open_store(told.logins, bytes(32), clock=told.clock, size=2) as other:
        with pytest.raises(StoreError, match="cannot-open") as refused:
            await other.client.queries.show(told.tenant, StreamReference.parse(PERSON))
        explains_itself(refused.value)
        with pytest.raises(DomainError, match="cannot-open"):
            await other.client.send(told.tenant, COORDINATOR, StreamReference.parse(PERSON), CONTACT)
    assert await told.event_types(PERSON) == ["PersonRegistered"]
