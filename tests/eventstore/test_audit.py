"""The checker is checked: every planted damage is found and named, and nothing is found where there is none."""

import asyncio
import contextlib
import random

import pytest

from banso.eventstore.anchors import write_anchors
from banso.eventstore.findings import Finding, Findings
from banso.eventstore.subscriptions import catch_up
from banso.readmodels.catalogue import audit
from banso.readmodels.service_counts import ServiceCounts
from domain.shared.actors import Role
from domain.shared.refusals import DomainError

from support.damaging import damage, rewrite_chain
from support.story_one import acting, post, register
from support.system import System

STREAM = "engagement:a"
LAST = f"(SELECT max(version) FROM banso.events WHERE stream = '{STREAM}')"
COPY = (
    "INSERT INTO banso.events (tenant, stream, version, epoch, event_id, type, schema_version, occurred_at, "
    "recorded_at, actor, command_id, correlation_id, causation_id, payload, previous_hash, hash, effects) "
    "SELECT tenant, stream, version + 1, epoch, event_id, type, schema_version, occurred_at, recorded_at, actor, "
    "command_id, correlation_id, causation_id, payload, previous_hash, hash, 0 "
    f"FROM banso.events WHERE stream = '{STREAM}' AND version = {LAST}"
)
COMMAND_1 = f"SELECT command_id FROM banso.events WHERE stream = '{STREAM}' AND version = 1"
EFFECT_1 = f"SELECT effect_id FROM banso.effects WHERE stream = '{STREAM}' AND version = 1"
COMMAND_LAST = f"SELECT command_id FROM banso.events WHERE stream = '{STREAM}' AND version = {LAST}"
HASH_LAST = f"SELECT hash FROM banso.events WHERE stream = '{STREAM}' AND version = {LAST}"
SECOND = f"stream = '{STREAM}' AND version = 2"
BESIDES = (
    "INSERT INTO banso.report_facts SELECT tenant, stream, 9, 0, measure, subject, amount, day, occurred_at "
    f"FROM banso.report_facts WHERE {SECOND}"
)
EFFECT = (
    "INSERT INTO banso.effects (tenant, effect_id, stream, version, place, kind, payload, correlation_id, created_at) "
    "SELECT tenant, gen_random_uuid(), stream, version, place, kind, payload, correlation_id, created_at "
    f"FROM banso.effects WHERE stream = '{STREAM}' ORDER BY version LIMIT 1"
)
EVENT_1 = f"stream = '{STREAM}' AND version = 1"
FIRST = f"{EVENT_1} AND place = 0"
OTHER_TARGET = f"UPDATE banso.effects SET payload = jsonb_set(payload, '{{target,id}}', '\"x\"') WHERE {FIRST}"
RECEIPT = (
    "INSERT INTO banso.commands (tenant, command_id, stream, fingerprint, receipt, recorded_at) "
    "SELECT tenant, 'never', stream, fingerprint, convert_to(replace(convert_from(receipt, 'UTF8'), "
    "'\"event_id\":\"0', '\"event_id\":\"f'), 'UTF8'), recorded_at FROM banso.commands "
    f"WHERE stream = '{STREAM}' LIMIT 1"
)
ALTERED = (
    "UPDATE banso.events SET payload = convert_to(replace(convert_from(payload, 'UTF8'), '架空の旗屋', '別の旗屋'), "
    f"'UTF8') WHERE stream = '{STREAM}' AND version = 1"
)


async def anchored(system: System) -> None:
    """Anchor all heads."""
    assert await write_anchors(system.store.pool, system.settings.anchor_directory, system.clock.now()) > 0


async def look(system: System) -> Findings:
    """Audit everything as the owner."""
    return await audit(system.owner, anchors=system.settings.anchor_directory)


def named(findings: Findings, code: str) -> Finding:
    """The one finding with this code."""
    found = [finding for finding in findings.found if finding.code == code]
    assert len(found) == 1, f"{code} in {findings.found}"
    return found[0]


async def test_nothing_is_found_where_nothing_is_wrong(told: System) -> None:
    await anchored(told)
    findings = await look(told)
    assert findings.found == []
    assert findings.sound
    counts = {
        "events": "SELECT count(*) FROM banso.events",
        "streams": "SELECT count(*) FROM banso.streams",
        "effects": "SELECT count(*) FROM banso.effects",
        "receipts": "SELECT count(*) FROM banso.commands",
        "anchors": "SELECT count(*) FROM banso.streams",
    }
    for name, query in counts.items():
        assert getattr(findings, name) == (await told.rows(query))[0][0] > 0


async def test_a_tenants_own_login_can_audit_its_tenant_alone(told: System) -> None:
    before = (await told.rows("SELECT count(*) FROM banso.streams"))[0][0]
    await told.send(
        "person:elsewhere", {"type": "RegisterPerson", "name": "架空", "email": "a@example.jp"}, tenant="nagano"
    )
    findings = await audit(told.logins.application, tenant="gifu")
    assert findings.sound
    assert findings.streams == before
    assert (await audit(told.owner)).streams == before + 1


@pytest.mark.parametrize(
    ("code", "version", "statements"),
    [
        ("version-gap", 2, [f"DELETE FROM banso.events WHERE stream = '{STREAM}' AND version = 2"]),
        ("receipt-without-event", None, [f"DELETE FROM banso.events WHERE stream = '{STREAM}' AND version = 2"]),
        ("tail-cut", "last", [f"DELETE FROM banso.events WHERE stream = '{STREAM}' AND version = {LAST}"]),
        ("event-doubled", "after", [COPY]),
        ("link-broken", "after", [COPY]),
        ("event-altered", 1, [ALTERED]),
        ("event-altered", 2, [f"UPDATE banso.events SET actor = '{{}}' WHERE stream = '{STREAM}' AND version = 2"]),
        ("event-altered", 3, [f"UPDATE banso.events SET command_id = 'x' WHERE stream = '{STREAM}' AND version = 3"]),
        (
            "link-broken",
            2,
            [
                f"UPDATE banso.events SET version = 1000 WHERE stream = '{STREAM}' AND version = 2",
                f"UPDATE banso.events SET version = 2 WHERE stream = '{STREAM}' AND version = 3",
                f"UPDATE banso.events SET version = 3 WHERE stream = '{STREAM}' AND version = 1000",
            ],
        ),
        (
            "version-gap",
            "last",
            [
                f"UPDATE banso.events SET version = version + 1 WHERE stream = '{STREAM}' AND version = {LAST}",
                f"UPDATE banso.streams SET version = version + 1 WHERE stream = '{STREAM}'",
            ],
        ),
        (
            "event-unreadable",
            1,
            [f"UPDATE banso.events SET payload = '\\x00' WHERE version = 1 AND stream = '{STREAM}'"],
        ),
        ("head-missing", None, [f"DELETE FROM banso.streams WHERE stream = '{STREAM}'"]),
        ("head-differs", "last", [f"UPDATE banso.streams SET hash = '\\x00' WHERE stream = '{STREAM}'"]),
        (
            "state-differs",
            "last",
            [
                "UPDATE banso.streams SET state = convert_to(replace(convert_from(state, 'UTF8'), '\"seats\":1', "
                f"'\"seats\":2'), 'UTF8') WHERE stream = '{STREAM}'"
            ],
        ),
        ("state-differs", "last", [f"UPDATE banso.streams SET state = '\\x00' WHERE stream = '{STREAM}'"]),
        ("state-differs", "last", [f"UPDATE banso.streams SET finished = true WHERE stream = '{STREAM}'"]),
        ("state-newer", "last", [f"UPDATE banso.streams SET state_version = 99 WHERE stream = '{STREAM}'"]),
        ("read-model-differs", "last", [f"UPDATE banso.overviews SET stage = 'x' WHERE stream = '{STREAM}'"]),
        ("read-model-differs", None, ["UPDATE banso.service_counts SET count = 9 WHERE event_type = 'Applied'"]),
        ("read-model-differs", None, ["DELETE FROM banso.service_counts WHERE event_type = 'Applied'"]),
        ("read-model-differs", 2, [f"UPDATE banso.report_facts SET subject = 'x' WHERE {SECOND}"]),
        ("read-model-differs", 2, [f"DELETE FROM banso.report_facts WHERE {SECOND}"]),
        ("read-model-differs", 9, [BESIDES]),
        (
            "effect-lost",
            1,
            [f"DELETE FROM banso.effects WHERE stream = '{STREAM}' AND version = 1"],
        ),
        ("effect-besides", 1, [EFFECT]),
        ("effect-altered", 1, [f"UPDATE banso.effects SET version = 2 WHERE stream = '{STREAM}' AND version = 1"]),
        ("effect-altered", 1, [OTHER_TARGET]),
        ("effect-altered", 1, [f"UPDATE banso.effects SET kind = 'x' WHERE {FIRST}"]),
        ("effect-altered", 1, [f"UPDATE banso.effects SET process = 'x' WHERE {FIRST}"]),
        ("effect-altered", 1, [f"UPDATE banso.effects SET depends_on = ARRAY[effect_id] WHERE {FIRST}"]),
        ("event-altered", 1, [f"UPDATE banso.events SET effects_hash = '\\x00' WHERE {EVENT_1}"]),
        ("event-altered", 1, [f"UPDATE banso.events SET effects_hash = NULL WHERE {EVENT_1}"]),
        (
            "effect-altered",
            1,
            [
                f"DELETE FROM banso.effects WHERE {EVENT_1}",
                f"UPDATE banso.events SET effects = 0 WHERE {EVENT_1}",
            ],
        ),
        ("receipt-without-event", None, [RECEIPT]),
        ("receipt-missing", None, [f"DELETE FROM banso.commands WHERE command_id = ({COMMAND_1})"]),
        ("receipt-altered", None, [f"UPDATE banso.commands SET receipt = '\\x00' WHERE command_id = ({COMMAND_1})"]),
        (
            "event-without-receipt",
            None,
            [
                "UPDATE banso.commands SET receipt = convert_to((convert_from(receipt, 'UTF8')::jsonb || "
                "'{\"events\": []}')::text, 'UTF8') "
                f"WHERE command_id = ({COMMAND_1})"
            ],
        ),
        (
            "delivery-never-arrived",
            1,
            [f"DELETE FROM banso.commands WHERE command_id = 'effect/' || ({EFFECT_1})"],
        ),
        ("news-ahead", None, [f"UPDATE banso.news SET version = 999 WHERE stream = '{STREAM}'"]),
    ],
)  # fmt: skip
async def test_a_planted_damage_is_found_and_named(
    told: System, code: str, version: int | str | None, statements: list[str]
) -> None:
    last = (await told.rows(f"SELECT {LAST}"))[0][0]
    await damage(told, *statements)
    finding = named(await look(told), code)
    assert finding.stream == STREAM or (version is None and finding.stream in ("", "service:desk"))
    assert finding.version == {"last": last, "after": last + 1}.get(str(version), version)
    assert STREAM in finding.what.en or "service_counts" in finding.what.en
    assert finding.what.ja != finding.what.en


async def test_waits_that_are_lost_added_or_altered_are_found(told: System) -> None:
    stream = "participation:a1"
    await damage(told, "UPDATE banso.waits SET role = 'company'")
    assert named(await look(told), "read-model-differs").stream == stream
    await damage(told, "UPDATE banso.waits SET role = 'employer'")
    assert (await look(told)).sound
    await damage(told, "INSERT INTO banso.waits SELECT tenant, stream, 'other:1', kind, subject, role, persons, since, "
                       "remind_at, escalate_at, step FROM banso.waits")  # fmt: skip
    assert named(await look(told), "read-model-differs").stream == stream
    await damage(told, "DELETE FROM banso.waits")
    assert named(await look(told), "read-model-differs").stream == stream


async def test_a_pinned_playbook_that_was_altered_is_found(told: System) -> None:
    await damage(told, "UPDATE banso.playbook_pins SET rules = rules || ' '::bytea")
    finding = named(await look(told), "pinned-playbook-damaged")
    assert finding.tenant == told.tenant
    assert "furusato-kengyo" in finding.what.en
    assert (await audit(told.owner, tenant="nagano")).sound


CUT = (
    f"DELETE FROM banso.commands WHERE command_id = ({COMMAND_LAST})",
    f"DELETE FROM banso.events WHERE stream = '{STREAM}' AND version = {LAST}",
    f"UPDATE banso.streams SET version = {LAST}, hash = ({HASH_LAST}) WHERE stream = '{STREAM}'",
)  # fmt: skip


async def test_a_tail_that_was_cut_without_a_trace_is_found_by_its_anchor(told: System) -> None:
    await anchored(told)
    last = (await told.rows(f"SELECT {LAST}"))[0][0]
    await damage(told, *CUT)
    findings = await look(told)
    assert named(findings, "tail-cut").version == last
    assert "tail-cut" not in (await audit(told.owner)).codes()


async def test_a_stream_that_is_gone_is_found_by_its_anchor(told: System) -> None:
    await register(told, "lonely")
    await anchored(told)
    tables = ("events", "streams", "commands", "overviews", "news")
    await damage(told, *(f"DELETE FROM banso.{table} WHERE stream = 'person:lonely'" for table in tables))
    assert (await audit(told.owner)).sound
    findings = await look(told)
    assert named(findings, "stream-missing").stream == "person:lonely"
    assert findings.damages == 1


async def test_a_history_that_was_rewritten_with_its_whole_chain_is_found_by_its_anchor(told: System) -> None:
    await anchored(told)
    await damage(told, ALTERED)
    await rewrite_chain(told, STREAM)
    assert "event-altered" not in (await audit(told.owner)).codes()
    last = (await told.rows(f"SELECT {LAST}"))[0][0]
    assert named(await look(told), "anchor-differs").version == last


async def test_an_anchor_file_that_was_altered_is_found(told: System) -> None:
    await anchored(told)
    path = next(told.settings.anchor_directory.glob("anchors-*.jsonl"))
    path.write_bytes(path.read_bytes().replace(b'"version":1}', b'"version":2}', 1))
    assert {"anchor-damaged", "tail-cut"} <= (await look(told)).codes()


async def test_progress_is_told(told: System) -> None:
    seen: list[tuple[int, int]] = []
    await audit(told.owner, progress=lambda done, total: seen.append((done, total)))
    streams = (await told.rows("SELECT count(*) FROM banso.streams"))[0][0]
    assert seen[-1] == (streams, streams)


async def _write_at_random(system: System, chance: random.Random, number: int) -> None:
    for step in range(6):
        person = f"person:p{chance.randrange(4)}"
        command = chance.choice(
            [
                {"type": "RegisterPerson", "name": f"架空 {number}", "email": "a@example.jp"},
                {"type": "ChangeContact", "name": f"架空 {step}", "email": "b@example.jp", "language": "en"},
                {"type": "RecordPermit", "country": "JP", "kind": "在留資格"},
            ]
        )
        # Most are refused: unknown, known already, or another's id.
        with contextlib.suppress(DomainError):
            await system.send(person, command, command_id=f"w{number}-{chance.randrange(4)}")
        applicant = acting(f"w{number}", Role.PARTICIPANT)
        application = {"type": "Apply", "engagement": "b", "person": f"w{number}", "motivation": "地元"}
        if step == 3:
            await register(system, f"w{number}")
            await system.send(f"participation:w{number}", application, actor=applicant)


@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_after_many_random_writers_at_once_nothing_is_found(told: System, seed: int) -> None:
    await post(told, "b")
    await asyncio.gather(*(_write_at_random(told, random.Random(f"{seed}-{n}"), n) for n in range(12)))
    await catch_up(told.store.pool, ServiceCounts())
    findings = await look(told)
    assert findings.found == []
    assert findings.events > 40
