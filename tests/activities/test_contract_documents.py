"""Contract documents: all that the law wants stated, the same bytes for the same terms, sealed and found again."""

import hashlib

import pytest
from temporalio.exceptions import ApplicationError

from activities.contracts import RENDER_CONTRACT
from banso.eventstore.erasure import erase_person
from domain.shared.actors import Role
from domain.shared.refusals import NotFound
from domain.shared.values import StreamReference

from support.desk import PARTICIPATION, applied, consented, offered, posted
from support.performing import Hands
from support.system import COORDINATOR

ROUND = "contract_round:1"
STREAM = StreamReference.parse(PARTICIPATION)


async def written(desk: Hands) -> str:
    """The text of the document that was written for A's participant."""
    await posted(desk)
    await applied(desk)
    await consented(desk)
    await offered(desk)
    await desk.perform(PARTICIPATION, ROUND)
    digest = (await desk.system.state(PARTICIPATION)).contract.document
    return (await desk.system.store.client.queries.document("gifu", STREAM, digest)).decode()


async def test_it_states_what_the_freelance_act_demands(desk: Hands) -> None:
    text = await written(desk)
    stated = {
        "work": "発信の企画と実行",
        "fee": "300,000 円",
        "payment due": "受領日を1日目として 30 日以内",
        "client": "架空の旗屋",
        "contractor": "架空 participant-a",
        "commissioned on": "2026-04-06",
        "term": "2026-05-01 – 2026-10-31",
        "place": "オンライン",
        "inspection": "検査の完了日 / Inspection",
        "method of payment": "銀行振込 / bank transfer",
    }
    missing = {item for item, words in stated.items() if words not in text}
    assert not missing


async def test_its_hash_is_what_both_sides_sign(desk: Hands) -> None:
    text = await written(desk)
    contract = (await desk.system.state(PARTICIPATION)).contract
    assert hashlib.sha256(text.encode()).hexdigest() == contract.document
    assert (await desk.system.event_types(PARTICIPATION))[-1] == "ContractRendered"


async def test_written_again_it_has_the_same_bytes_and_changes_nothing(desk: Hands) -> None:
    text = await written(desk)
    events = await desk.system.event_types(PARTICIPATION)
    await desk.system.rows("UPDATE banso.effects SET status = 'attempted' WHERE kind = 'render_contract'")
    again = await desk.perform(PARTICIPATION, ROUND)
    assert RENDER_CONTRACT in [batch.activity for batch in again]
    assert await desk.system.event_types(PARTICIPATION) == events
    assert await desk.system.rows("SELECT count(*) FROM banso.documents") == [(1,)]
    digest = hashlib.sha256(text.encode()).hexdigest()
    assert (await desk.system.store.client.queries.document("gifu", STREAM, digest)).decode() == text


async def test_it_is_stored_sealed(desk: Hands) -> None:
    await written(desk)
    ((sealed,),) = await desk.system.rows("SELECT sealed FROM banso.documents")
    assert "架空".encode() not in bytes(sealed)
    with pytest.raises(NotFound):
        await desk.system.store.client.queries.document("nagano", STREAM, "0" * 64)


async def test_an_older_round_writes_nothing(desk: Hands) -> None:
    await posted(desk)
    await applied(desk)
    await consented(desk)
    await offered(desk)
    await offered(desk)
    await desk.perform(PARTICIPATION, ROUND)
    contract = (await desk.system.state(PARTICIPATION)).contract
    assert (contract.round, contract.document) == (2, None)
    await desk.perform(PARTICIPATION, "contract_round:2")
    text = await desk.system.store.client.queries.document(
        "gifu", STREAM, (await desk.system.state(PARTICIPATION)).contract.document
    )
    assert "第2回" in text.decode()


async def test_without_the_contractors_name_nothing_is_written_and_it_is_said(desk: Hands) -> None:
    await posted(desk)
    await applied(desk)
    await consented(desk)
    await offered(desk)
    store, directory = desk.system.store, desk.system.settings.data_directory / "anchors"
    await erase_person(
        store.client, store.pool, store.keys, directory, "gifu", "participant-a", actor=COORDINATOR, reason="本人の希望"
    )
    try:
        await desk.perform(PARTICIPATION, ROUND)
    except ApplicationError as error:
        raise AssertionError("it is tried again, though it never works") from error
    (entry,) = [one for one in await desk.ledger(PARTICIPATION) if one.kind == "render_contract"]
    assert (entry.status, entry.reason) == ("parked", "the contractor's name was erased")
    assert await desk.system.rows("SELECT count(*) FROM banso.documents") == [(0,)]


async def test_an_amendment_is_a_document_of_its_own_beside_the_one_in_force(desk: Hands) -> None:
    await written(desk)
    first = (await desk.system.state(PARTICIPATION)).contract.document
    for side, person, role in (
        ("participant", "participant-a", Role.PARTICIPANT),
        ("company", "president-a", Role.COMPANY),
    ):
        await desk.send(PARTICIPATION, "SignContract", person, role, side=side, document=first)
    terms = {"work": "発信の企画", "fee": 200_000, "weekly_hours": "4", "place": "オンライン"}
    await desk.send(PARTICIPATION, "AmendContract", **terms, starts_on="2026-06-01", ends_on="2026-10-31")
    await desk.perform(PARTICIPATION, "contract_round:2")
    state = await desk.system.state(PARTICIPATION)
    assert (state.contract.document, state.shown_document) == (first, state.amendment.document)
    text = (await desk.system.store.client.queries.document("gifu", STREAM, state.amendment.document)).decode()
    assert "200,000 円" in text
    assert "300,000" in (await desk.system.store.client.queries.document("gifu", STREAM, first)).decode()
