"""Erasing a person: nothing of them can be read any more, the chain still holds, and nothing new is written."""

import asyncio
import hashlib
import json
from collections.abc import Awaitable, Callable
from typing import Any

import psycopg
import pytest

from banso.eventstore import erasure as steps
from banso.eventstore.anchors import write_anchors
from banso.eventstore.database import tenant_transaction
from banso.eventstore.documents import Documents
from banso.eventstore.erasure import Erasure, complete_erasures, erase_person, read_erasures, replay_erasures
from banso.eventstore.recovery import recover
from banso.opening import open_store
from banso.readmodels.catalogue import audit
from domain.engagement.deliveries import content_of
from domain.shared.actors import Role
from domain.shared.refusals import DomainError, NotFound
from domain.shared.values import PersonalText, StreamReference

from support.damaging import damage
from support.deciding import explains_itself
from support.story_one import acting, register
from support.system import COORDINATOR, MASTER_KEY, System

NAME, ADDRESS, WISH, NOTE = "印付太郎-7f3a", "marked-7f3a@example.jp", "印付の動機-7f3a", "印付の所見-7f3a"
MARKED = (NAME, ADDRESS, WISH, NOTE)
PERSON = "marked"


@pytest.fixture
async def marked(told: System) -> System:
    """Somebody with values that cannot be mistaken, who applied and was interviewed."""
    await register(told, PERSON, name=NAME, email=ADDRESS)
    await register(told, "host-b", employment="not_working")
    posting = {
        "type": "DraftPosting", "service": "desk", "title": "第二の募集", "theme": "発信", "host": "架空の宿",
        "goal": "一緒につくる", "shared_decision": "何をつくるかを一緒に決める", "roles": ["広報"], "seats": 2,
        "weekly_hours": "4", "coordinator": "coordinator", "company_contacts": ["host-b"],
    }  # fmt: skip
    await told.send("engagement:b", posting)
    await told.send("engagement:b", {"type": "PublishPosting"})
    applicant = acting(PERSON, Role.PARTICIPANT)
    application = {"type": "Apply", "engagement": "b", "person": PERSON, "motivation": WISH}
    await told.send("participation:m", application, actor=applicant)
    today = told.clock.now().date().isoformat()
    await told.send("participation:m", {"type": "RecordInterview", "held_on": today, "note": NOTE})
    return told


async def erase(system: System, person: str = PERSON) -> Erasure:
    """Erase somebody the way that the command line does."""
    store = system.store
    return await erase_person(
        store.client, store.pool, store.keys, system.settings.anchor_directory, system.tenant, person,
        actor=COORDINATOR, reason="wish of the person",
    )  # fmt: skip


async def everything(system: System) -> str:
    """All tables of the database, as text; bytes both as hexadecimal and decoded."""
    tables = await system.rows(
        "SELECT table_schema || '.' || table_name FROM information_schema.tables "
        "WHERE table_schema NOT IN ('pg_catalog', 'information_schema')"
    )
    texts = []
    for (table,) in tables:
        for row in await system.rows(f"SELECT * FROM {table}"):
            texts += [repr(row), *(cell.decode("utf-8", "replace") for cell in row if isinstance(cell, bytes))]
    return "\n".join(texts)


async def shown(system: System) -> str:
    """What readers are shown of everything that the person appears in."""
    queries, texts = system.store.client.queries, []
    for stream in (f"person:{PERSON}", "participation:m"):
        reference = StreamReference.parse(stream)
        texts.append(repr(await queries.show(system.tenant, reference)))
        texts += [repr(entry) for entry in await queries.events(system.tenant, reference)]
    texts.append(repr(await queries.names(system.tenant, [PERSON])))
    return "\n".join(texts)


async def test_what_was_written_of_a_person_is_gone_from_every_table_and_page(marked: System) -> None:
    await write_anchors(marked.store.pool, marked.settings.anchor_directory, marked.clock.now())
    before = await shown(marked)
    assert all(value in before for value in MARKED)

    erased = await erase(marked)

    assert erased.kept_purposes == ("contract",)
    after, dump = await shown(marked), await everything(marked)
    assert not [value for value in MARKED if value in after]
    assert not [value for value in MARKED if value in dump]
    person = await marked.state(f"person:{PERSON}")
    assert (person.name.shown("en"), person.name.shown("ja")) == ("(erased)", "(消去されました)")
    findings = await audit(marked.owner, anchors=marked.settings.anchor_directory)
    assert findings.found == []


async def test_sealed_values_are_nowhere_in_the_clear_even_before_an_erasure(marked: System) -> None:
    dump = await everything(marked)
    assert not [value for value in MARKED if value in dump]


async def test_nothing_new_is_written_about_somebody_who_was_erased(marked: System) -> None:
    async with open_store(marked.logins, MASTER_KEY, clock=marked.clock, size=2, name="other") as other:
        # This process has used the person's keys, and remembers them.
        note = {"type": "RecordInterview", "held_on": marked.clock.now().date().isoformat(), "note": "もう一度"}
        stream = StreamReference.parse("participation:m")
        await other.client.send(marked.tenant, COORDINATOR, stream, note)
        await erase(marked)
        before = (await marked.rows("SELECT count(*) FROM banso.events"))[0][0]
        for client in (other.client, marked.store.client):
            with pytest.raises(DomainError, match="person-erased"):
                await client.send(marked.tenant, COORDINATOR, stream, note)
        contact = {"type": "ChangeContact", "name": "別名", "email": "x@example.jp", "language": "ja"}
        with pytest.raises(DomainError, match="person-erased"):
            await marked.send(f"person:{PERSON}", contact)
    assert (await marked.rows("SELECT count(*) FROM banso.events"))[0][0] == before


async def test_contracts_are_kept_by_law_and_no_new_ones_are_written(marked: System) -> None:
    documents, tenant = Documents(marked.store.keys), marked.tenant
    text = f"契約書 {NAME}".encode()

    async def keep(content: bytes) -> str:
        async with tenant_transaction(marked.store.pool, tenant) as connection:
            return await documents.keep(connection, tenant, "participation:m", PERSON, content, marked.clock.now())

    digest = await keep(text)
    await erase(marked)
    reference = StreamReference.parse("participation:m")
    assert await marked.store.client.queries.document(tenant, reference, digest) == text
    with pytest.raises(DomainError, match="person-erased"):
        await keep(b"new")
    with pytest.raises(NotFound):
        await marked.store.client.queries.document(tenant, reference, "0" * 64)


async def test_erasing_again_gives_the_same_answer_and_one_line_in_the_log(marked: System) -> None:
    first = await erase(marked)
    assert await erase(marked) == first
    assert read_erasures(marked.settings.anchor_directory) == [first]
    assert await marked.event_types(f"person:{PERSON}") == ["PersonRegistered", "PersonErased"]


async def test_two_who_erase_at_once_erase_once(marked: System) -> None:
    both = await asyncio.gather(erase(marked), erase(marked))
    assert both[0] == both[1]
    assert read_erasures(marked.settings.anchor_directory) == [both[0]]


async def test_who_is_unknown_cannot_be_erased(told: System) -> None:
    with pytest.raises(DomainError, match="not-found"):
        await erase(told, "nobody")
    assert read_erasures(told.settings.anchor_directory) == []


async def test_only_the_office_erases(marked: System) -> None:
    store = marked.store
    with pytest.raises(DomainError, match="not-allowed"):
        await erase_person(
            store.client, store.pool, store.keys, marked.settings.anchor_directory, marked.tenant, PERSON,
            actor=acting("president-a", Role.COMPANY), reason="spite",
        )  # fmt: skip
    assert (await marked.state(f"person:{PERSON}")).name.text == NAME


class Killed(BaseException):
    """The process ended here."""


async def _killed(*_: Any, **__: Any) -> None:
    raise Killed


def _killed_now(*_: Any, **__: Any) -> None:
    raise Killed


async def _by_asking_again(system: System) -> None:
    await erase(system)


async def _by_completing(system: System) -> None:
    store = system.store
    completed = await complete_erasures(store.pool, store.keys, system.settings.anchor_directory)
    assert [one.subject for one in completed] == [PERSON]


async def _by_recovering(system: System) -> None:
    store = system.store
    recovered = await recover(store.pool, store.keys, system.settings.anchor_directory, patience_seconds=0)
    assert recovered.erasures == 1


@pytest.mark.parametrize("complete", [_by_asking_again, _by_completing, _by_recovering])
@pytest.mark.parametrize(("step", "replacement"), [("_carry_out", _killed), ("_log", _killed_now), ("LOCK", None)])
async def test_what_was_killed_in_between_is_completed(
    marked: System,
    monkeypatch: pytest.MonkeyPatch,
    step: str,
    replacement: Callable[..., Any] | None,
    complete: Callable[[System], Awaitable[None]],
) -> None:
    """Killed before the log, inside the log, and after the log but before the keys are destroyed."""
    if replacement is None:
        # The destruction's transaction is refused by the database, as if its connection were cut.
        await damage(marked, "ALTER TABLE banso_keys.erasures ADD CONSTRAINT cut CHECK (false) NOT VALID")
        with pytest.raises(psycopg.errors.CheckViolation):
            await erase(marked)
        await damage(marked, "ALTER TABLE banso_keys.erasures DROP CONSTRAINT cut")
    else:
        with monkeypatch.context() as patched:
            patched.setattr(steps, step, replacement)
            with pytest.raises(Killed):
                await erase(marked)
    assert (await marked.state(f"person:{PERSON}")).name.text == NAME

    await complete(marked)

    assert (await marked.state(f"person:{PERSON}")).name.text is None
    assert len(read_erasures(marked.settings.anchor_directory)) == 1
    store = marked.store
    assert await complete_erasures(store.pool, store.keys, marked.settings.anchor_directory) == []


async def test_an_erasure_is_replayed_on_a_backup_from_before_it(marked: System) -> None:
    """A template copy stands for the backup: the person is in it, with all keys."""
    erased = await _erased_elsewhere(marked)
    store = marked.store
    assert (await marked.state(f"person:{PERSON}")).name.text == NAME

    replayed = await replay_erasures(store.client, store.pool, store.keys, marked.settings.anchor_directory)

    assert [(one.tenant, one.subject) for one in replayed] == [(erased.tenant, erased.subject)]
    state = await marked.state(f"person:{PERSON}")
    assert state.erased
    assert state.name.text is None
    assert await replay_erasures(store.client, store.pool, store.keys, marked.settings.anchor_directory) == []
    assert (await audit(marked.owner)).sound


async def _erased_elsewhere(system: System) -> Erasure:
    """What the log holds when the database that wrote it is gone."""
    now = system.clock.now()
    erased = Erasure(system.tenant, PERSON, ("contract",), now)
    await asyncio.to_thread(steps._log, system.settings.anchor_directory, [erased])
    return erased


async def test_an_erasure_is_replayed_on_a_backup_from_before_the_person(told: System) -> None:
    await _erased_elsewhere(told)
    store = told.store
    assert await replay_erasures(store.client, store.pool, store.keys, told.settings.anchor_directory)
    with pytest.raises(DomainError, match="person-erased"):
        await register(told, PERSON)


async def test_a_log_that_cannot_be_read_is_an_error_that_names_the_line(told: System) -> None:
    directory = told.settings.anchor_directory
    directory.mkdir(parents=True)
    (directory / "erasures.jsonl").write_bytes(b'{"tenant": "gifu"}\n')
    store = told.store
    with pytest.raises(DomainError, match="erasures-unreadable") as refused:
        await replay_erasures(store.client, store.pool, store.keys, directory)
    explains_itself(refused.value)
    assert "line 1" in refused.value.wrong.en


async def test_a_line_that_a_killed_writer_left_half_does_not_count(marked: System) -> None:
    directory = marked.settings.anchor_directory
    directory.mkdir(parents=True)
    (directory / "erasures.jsonl").write_bytes(b'{"tenant": "gi')
    erased = await erase(marked)
    assert read_erasures(directory) == [erased]


async def test_a_key_that_is_being_made_while_the_person_is_erased_does_not_survive(marked: System) -> None:
    """Whoever holds a new key uncommitted comes first: the erasure waits for them and finds the key."""
    store = marked.store
    await damage(marked, "DELETE FROM banso_keys.personal_keys WHERE subject = 'marked' AND purpose = 'narrative'")
    store.keys.forget(marked.tenant, PERSON)
    async with store.pool.connection() as connection:
        async with connection.transaction():
            await connection.execute("SELECT set_config('banso.tenant', %s, true)", (marked.tenant,))
            await store.keys.for_sealing(connection, marked.tenant, {(PERSON, "narrative")})
            erasing = asyncio.create_task(erase(marked))
            while not await marked.rows(
                "SELECT pid FROM pg_locks WHERE NOT granted AND mode = 'ShareRowExclusiveLock'"
            ):
                assert not erasing.done()
                await asyncio.sleep(0.01)
        await erasing
    rows = await marked.rows("SELECT purpose FROM banso_keys.personal_keys WHERE subject = 'marked'")
    assert ("narrative",) not in rows


def _guesses(text: str) -> list[str]:
    """What somebody who guesses the words of a delivery could compute without any key."""
    guessed = PersonalText(personal="narrative", subject="coordinator", text=text)
    known = [text, json.dumps(["m1", "成果", 1000, 1, text], ensure_ascii=False)]
    hashes = [hashlib.sha256(one.encode()).hexdigest() for one in known]
    return [*hashes, content_of("m1", "成果", 1000, 1, guessed)]


async def test_nothing_is_left_by_which_the_words_of_a_delivery_could_be_guessed(told: System) -> None:
    plan = {"type": "PlanMilestone", "milestone": "m1", "title": "成果", "fee": 1000, "due_on": "2100-01-01"}
    await told.send("engagement:a", plan)
    await damage(
        told,
        "UPDATE banso.streams SET state = convert_to(replace(convert_from(state, 'UTF8'), '\"stage\":\"prepare\"', "
        "'\"stage\":\"accompany\"'), 'UTF8') WHERE stream = 'engagement:a'",
    )
    await told.send("engagement:a", {"type": "DeliverMilestone", "milestone": "m1", "evidence": "はい"})
    content = (await told.state("engagement:a")).milestones["m1"].content
    decision = {"type": "ApproveMilestone", "milestone": "m1", "delivery": 1, "content": content}
    await told.send("engagement:a", decision, actor=acting("president-a", Role.COMPANY))

    await erase(told, "coordinator")

    delivered = (await told.state("engagement:a")).milestones["m1"]
    assert (delivered.evidence.text, delivered.content, delivered.approved) == (None, content, True)
    dump = await everything(told)
    assert content in dump
    assert not [guess for guess in _guesses("はい") if guess in dump or str(bytes.fromhex(guess)) in dump]
