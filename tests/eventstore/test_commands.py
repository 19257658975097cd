"""One transaction per command: idempotent, serialised by its stream, refused with nothing changed."""

import asyncio
from collections import Counter
from typing import Any

import pytest
from pydantic import ValidationError

from banso.commands import CommandEnvelope
from banso.readmodels.catalogue import audit
from banso.receipts import Receipt
from domain.shared.actors import Actor, Role
from domain.shared.refusals import DomainError
from domain.shared.values import StreamReference

from support.damaging import damage
from support.deciding import explains_itself
from support.story_one import acting, open_desk, post, register
from support.system import COORDINATOR, System

TABLES = ("banso.events", "banso.streams", "banso.commands", "banso.effects", "banso.overviews", "banso.waits",
          "banso.playbook_pins", "banso_keys.personal_keys")  # fmt: skip
REGISTER = {"type": "RegisterPerson", "name": "架空", "email": "a@example.jp"}


async def everything(system: System) -> list[Any]:
    """Whatever a command may change."""
    return [sorted(await system.rows(f"SELECT * FROM {table}"), key=repr) for table in TABLES]


async def test_the_same_id_and_content_get_the_same_receipt_for_ever(store: System) -> None:
    first = await store.send("person:a", REGISTER, command_id="one")
    before = await everything(store)
    again = await store.send("person:a", REGISTER, command_id="one")
    assert (first.repeated, again.repeated) == (False, True)
    assert again.receipt == first.receipt
    assert await everything(store) == before
    await store.send("person:a", {"type": "ErasePerson", "reason": "wish"})
    assert (await store.send("person:a", REGISTER, command_id="one")).receipt == first.receipt


@pytest.mark.parametrize(
    ("stream", "command", "actor"),
    [
        ("person:a", {**REGISTER, "name": "別人"}, COORDINATOR),
        ("person:b", REGISTER, COORDINATOR),
        ("person:a", REGISTER, Actor(person="somebody", role=Role.COORDINATOR)),
    ],
)
async def test_the_same_id_with_anything_else_is_refused(
    store: System, stream: str, command: dict[str, Any], actor: Actor
) -> None:
    await store.send("person:a", REGISTER, command_id="one")
    before = await everything(store)
    with pytest.raises(DomainError, match="command-id-reused") as refused:
        await store.send(stream, command, command_id="one", actor=actor)
    explains_itself(refused.value)
    assert await everything(store) == before


async def test_the_same_id_in_another_tenant_is_another_command(store: System) -> None:
    await store.send("person:a", REGISTER, command_id="one")
    other = await store.send("person:a", REGISTER, command_id="one", tenant="nagano")
    assert not other.repeated


async def test_a_refusal_is_not_remembered(store: System) -> None:
    contact = {"type": "ChangeContact", "name": "名", "email": "a@example.jp", "language": "ja"}
    with pytest.raises(DomainError, match="not-found"):
        await store.send("person:a", contact, command_id="early")
    await store.send("person:a", REGISTER)
    assert not (await store.send("person:a", contact, command_id="early")).repeated


async def test_callers_at_once_with_one_id_get_one_receipt(store: System) -> None:
    outcomes = await asyncio.gather(*(store.send("person:a", REGISTER, command_id="one") for _ in range(20)))
    assert len({outcome.receipt.model_dump_json() for outcome in outcomes}) == 1
    assert Counter(outcome.repeated for outcome in outcomes) == {False: 1, True: 19}
    assert await store.rows("SELECT count(*) FROM banso.events") == [(1,)]


async def test_sixty_callers_at_once_twenty_of_them_repeating(store: System) -> None:
    await open_desk(store)
    await post(store, "a")
    before = (await store.state("engagement:a")).milestones
    versions = (await store.rows("SELECT version FROM banso.streams WHERE stream = 'engagement:a'"))[0][0]

    async def plan(number: int) -> Receipt:
        command = {
            "type": "PlanMilestone",
            "milestone": f"m{number}",
            "title": "成果",
            "fee": 1,
            "due_on": "2100-01-01",
        }
        return (await store.send("engagement:a", command, command_id=f"plan-{number}")).receipt

    receipts = await asyncio.gather(*(plan(number % 40) for number in range(60)))

    assert len(receipts) == 60
    assert len({receipt.command_id for receipt in receipts}) == 40
    for number in range(20):
        assert receipts[number] == receipts[number + 40]
    assert sorted({receipt.version for receipt in receipts}) == list(range(versions + 1, versions + 41))
    rows = await store.rows("SELECT version FROM banso.events WHERE stream = 'engagement:a' ORDER BY version")
    assert [row[0] for row in rows] == list(range(1, versions + 41))
    assert len((await store.state("engagement:a")).milestones) == len(before) + 40
    assert (await audit(store.owner)).found == []


async def _delivered(system: System) -> str:
    """A milestone lies before two approvers; the fingerprint of what they are shown. The stage is set by hand."""
    await open_desk(system)
    await register(system, "second-a", employment="not_working")
    await post(system, "a", company_contacts=["president-a", "second-a"])
    plan = {"type": "PlanMilestone", "milestone": "m1", "title": "成果", "fee": 1000, "due_on": "2100-01-01"}
    await system.send("engagement:a", plan)
    await damage(
        system,
        "UPDATE banso.streams SET state = convert_to(replace(convert_from(state, 'UTF8'), '\"stage\":\"recruit\"', "
        "'\"stage\":\"accompany\"'), 'UTF8') WHERE stream = 'engagement:a'",
    )
    await system.send("engagement:a", {"type": "DeliverMilestone", "milestone": "m1", "evidence": "公開した記事"})
    content = (await system.state("engagement:a")).milestones["m1"].content
    assert content is not None
    return str(content)


async def test_two_approvers_who_decide_differently_at_once_one_decides_and_the_other_is_told_who(
    store: System,
) -> None:
    content = await _delivered(store)
    decision = {"milestone": "m1", "delivery": 1, "content": content}
    yes = {"type": "ApproveMilestone", **decision}
    no = {"type": "RequestChanges", **decision, "missing": "写真"}
    answers = await asyncio.gather(
        store.send("engagement:a", yes, actor=acting("president-a", Role.COMPANY)),
        store.send("engagement:a", no, actor=acting("second-a", Role.COMPANY)),
        return_exceptions=True,
    )
    refusals = [answer for answer in answers if isinstance(answer, DomainError)]
    assert len(refusals) == 1
    explains_itself(refusals[0])
    winner = "president-a" if isinstance(answers[1], DomainError) else "second-a"
    assert winner in refusals[0].explain("en")
    assert winner in refusals[0].explain("ja")
    types = await store.event_types("engagement:a")
    assert len({"MilestoneApproved", "ChangesRequested"} & set(types)) == 1
    assert (await store.state("engagement:a")).milestones["m1"].decision.by.person == winner


async def test_the_receipt_of_a_command_that_changes_nothing_names_the_present_version(store: System) -> None:
    await open_desk(store)
    await post(store, "a")
    version = (await store.rows("SELECT version FROM banso.streams WHERE stream = 'engagement:a'"))[0][0]
    command = {"type": "AppointCoordinator", "coordinator": "coordinator"}

    first = await store.send("engagement:a", command, command_id="again")

    assert (first.receipt.version, first.receipt.events) == (version, ())
    moved = await store.send("engagement:a", PLAN)
    assert moved.receipt.version == version + 1
    assert (await store.send("engagement:a", command, command_id="again")).receipt == first.receipt


async def test_a_dry_run_changes_nothing_and_shows_what_would_happen(store: System) -> None:
    await open_desk(store)
    before = await everything(store)
    stream = StreamReference.parse("person:new")
    preview = await store.store.client.send(store.tenant, COORDINATOR, stream, REGISTER, command_id="x", dry_run=True)
    assert [event.type for event in preview.receipt.events] == ["PersonRegistered"]
    assert await everything(store) == before
    real = await store.store.client.send(store.tenant, COORDINATOR, stream, REGISTER, command_id="x")
    assert not real.repeated


CONTROL, BIDI, HALF = "a\x07b", "a\u202eb", "\ud800"
DRAFT = {
    "type": "DraftPosting", "service": "desk", "title": "題", "theme": "発信", "host": "宿", "goal": "つくる",
    "shared_decision": "何をつくるかを一緒に決める", "roles": ["広報"], "seats": 1, "weekly_hours": "4",
    "coordinator": "coordinator", "company_contacts": ["president-a"],
}  # fmt: skip
PLAN = {"type": "PlanMilestone", "milestone": "m1", "title": "成果", "fee": 1, "due_on": "2100-01-01"}
APPLY = {"type": "Apply", "engagement": "a", "person": "participant-a", "motivation": "a"}
PERMIT = {"type": "RecordPermit", "country": "JP", "kind": "a"}

BAD = [
    # unknown ids
    ("engagement:none", {"type": "PublishPosting"}, None),
    ("engagement:x", {**DRAFT, "service": "nowhere"}, "service-unknown"),
    ("engagement:x", {**DRAFT, "coordinator": "nobody"}, "person-unknown"),
    ("participation:x", {**APPLY, "engagement": "none"}, "engagement-unknown"),
    ("engagement:a", {"type": "SelectParticipant", "participation": "none"}, None),
    ("engagement:a", {"type": "DeliverMilestone", "milestone": "none", "evidence": "a"}, "milestone-unknown"),
    # commands out of order, and such as there are none
    ("engagement:a", {"type": "StartExecution"}, None),
    ("engagement:a", {"type": "CloseRetrospective"}, None),
    ("engagement:a", {"type": "PublishPosting"}, None),
    ("engagement:a", DRAFT, None),
    ("person:a", {"type": "Explode"}, "command-unknown"),
    ("person:a", {}, "command-unknown"),
    # dates in the past, and such as there are none
    ("engagement:a", {**PLAN, "due_on": "2001-01-01"}, "date-past"),
    ("engagement:a", {**PLAN, "due_on": "2100-02-30"}, "input-invalid"),
    ("engagement:a", {**PLAN, "due_on": "tomorrow"}, "input-invalid"),
    ("person:coordinator", {**PERMIT, "valid_until": "2001-01-01"}, "permit-expired"),
    # amounts and hours
    ("engagement:a", {**PLAN, "fee": -1}, "input-invalid"),
    ("engagement:a", {**PLAN, "fee": 100_000_001}, "input-invalid"),
    ("engagement:a", {**PLAN, "fee": 10**30}, "input-invalid"),
    ("engagement:a", {**PLAN, "fee": float("nan")}, "input-invalid"),
    ("engagement:a", {**PLAN, "fee": 1.5}, "input-invalid"),
    ("engagement:x", {**DRAFT, "weekly_hours": "-1"}, "input-invalid"),
    ("engagement:x", {**DRAFT, "weekly_hours": "169"}, "input-invalid"),
    ("engagement:x", {**DRAFT, "weekly_hours": "NaN"}, "input-invalid"),
    ("engagement:x", {**DRAFT, "weekly_hours": "1e400"}, "input-invalid"),
    ("engagement:x", {**DRAFT, "weekly_hours": "1.1"}, "input-invalid"),
    ("engagement:x", {**DRAFT, "seats": 0}, "input-invalid"),
    # texts
    ("person:new", {**REGISTER, "name": CONTROL}, "input-invalid"),
    ("person:new", {**REGISTER, "name": "a\0b"}, "input-invalid"),
    ("person:new", {**REGISTER, "name": "a\nb"}, "input-invalid"),
    ("person:new", {**REGISTER, "name": BIDI}, "input-invalid"),
    ("person:new", {**REGISTER, "name": HALF}, "input-invalid"),
    ("person:new", {**REGISTER, "name": "=cmd|' /C calc'!A0"}, "input-invalid"),
    ("person:new", {**REGISTER, "name": "\uff1d1+1"}, "input-invalid"),
    ("person:new", {**REGISTER, "name": "@SUM(A1)"}, "input-invalid"),
    ("person:new", {**REGISTER, "name": "   "}, "input-invalid"),
    ("person:new", {**REGISTER, "name": "長" * 201}, "input-invalid"),
    ("person:new", {**REGISTER, "email": "a@b"}, "input-invalid"),
    ("person:new", {**REGISTER, "email": "a@example.jp\r\nBcc: b@example.jp"}, "input-invalid"),
    ("person:new", {**REGISTER, "time_zone": "Mars/Olympus"}, "input-invalid"),
    ("person:new", {**REGISTER, "time_zone": "../../etc/passwd"}, "input-invalid"),
    ("person:new", {**REGISTER, "surprise": 1}, "input-invalid"),
    ("person:new", {**REGISTER, "name": {"text": "a"}}, "input-invalid"),
    ("person:new", {**REGISTER, "name": {1, 2}}, "input-invalid"),
    # too large
    ("person:new", {**REGISTER, "name": "長" * 6000}, "command-too-large"),
    ("engagement:x", {**DRAFT, "roles": ["役"] * 9000}, "command-too-large"),
    # who may not
    ("participation:x", {"type": "RecordSelection"}, "not-allowed"),
]  # fmt: skip


async def test_bad_input_gets_a_clear_error_and_changes_nothing(store: System) -> None:
    await open_desk(store)
    await post(store, "a")
    before = await everything(store)
    codes: list[tuple[str, str]] = []
    for stream, command, code in BAD:
        try:
            await store.send(stream, command)
        except DomainError as refusal:
            explains_itself(refusal)
            codes.append((refusal.code, code or refusal.code))
        else:
            pytest.fail(f"this was accepted: {stream} {command}")
        assert await everything(store) == before, command
    assert [told for told, _ in codes] == [expected for _, expected in codes]


async def test_another_tenants_ids_look_as_if_they_were_not_there(store: System) -> None:
    await open_desk(store)
    await post(store, "a")
    before = await everything(store)
    for stream, command in (
        ("engagement:a", {"type": "PublishPosting"}),
        ("engagement:a", PLAN),
        ("participation:x", {"type": "Apply", "engagement": "a", "person": "participant-a", "motivation": "a"}),
        ("person:coordinator", {"type": "ErasePerson", "reason": "spite"}),
        ("engagement:x", DRAFT),
    ):
        ours = await _refused(store, "nagano", stream, command)
        invented = command | {key: "invented" for key in ("engagement", "service") if key in command}
        theirs = await _refused(store, "nagano", stream.replace(":a", ":invented"), invented)
        assert ours.code == theirs.code
    assert await everything(store) == before


async def _refused(system: System, tenant: str, stream: str, command: dict[str, Any]) -> DomainError:
    with pytest.raises(DomainError) as refused:
        await system.send(stream, command, tenant=tenant)
    explains_itself(refused.value)
    return refused.value


@pytest.mark.parametrize(
    "change",
    [
        {"command_id": ""},
        {"command_id": "a b"},
        {"command_id": "x" * 201},
        {"tenant": "Gifu"},
        {"tenant": "gi\0fu"},
        {"correlation_id": "a\0b"},
        {"correlation_id": "x" * 201},
        {"causation_id": "a\nb"},
        {"stream": {"kind": "person", "id": "../x"}},
        {"stream": {"kind": "ghost", "id": "x"}},
    ],
)
def test_an_envelope_that_cannot_be_stored_is_refused_before_the_database_sees_it(change: dict[str, Any]) -> None:
    good = {
        "command_id": "one", "tenant": "gifu", "stream": {"kind": "person", "id": "a"}, "actor": COORDINATOR,
        "command": REGISTER,
    }  # fmt: skip
    CommandEnvelope.model_validate(good)
    with pytest.raises(ValidationError):
        CommandEnvelope.model_validate({**good, **change})


@pytest.mark.parametrize(
    ("command_id", "tenant"), [("no blanks allowed", "gifu"), ("x" * 201, "gifu"), ("fine", "Gifu!")]
)
async def test_a_malformed_envelope_is_explained(store: System, command_id: str, tenant: str) -> None:
    with pytest.raises(DomainError) as refused:
        await store.send("person:a", {"type": "ErasePerson", "reason": "x"}, command_id=command_id, tenant=tenant)
    assert refused.value.code == "input-invalid"
    assert refused.value.field in ("command_id", "tenant")
