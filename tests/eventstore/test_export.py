"""Exports: everything for those who may, and nothing that a spreadsheet would calculate."""

import csv
import io

import orjson
import pytest

from banso.eventstore.erasure import erase_person
from banso.eventstore.export import COLUMNS, Format, escaped, export_stream
from domain.shared.actors import Actor, Role
from domain.shared.refusals import DomainError, NotFound
from domain.shared.values import StreamReference

from support.deciding import explains_itself
from support.story_one import acting, register
from support.system import COORDINATOR, System


async def exported(system: System, stream: str, form: Format = "jsonl", actor: Actor = COORDINATOR) -> str:
    """The whole file."""
    store = system.store
    lines = export_stream(
        store.pool, store.keys, system.tenant, StreamReference.parse(stream), actor=actor, format=form
    )
    return "".join([line async for line in lines])


async def test_json_lines_hold_the_envelope_and_the_opened_content(told: System) -> None:
    lines = [orjson.loads(line) for line in (await exported(told, "participation:a1")).splitlines()]
    assert [line["type"] for line in lines] == await told.event_types("participation:a1")
    assert [line["version"] for line in lines] == list(range(1, len(lines) + 1))
    assert lines[0]["content"]["motivation"]["text"] == "地元の仕事に関わりたい"
    assert "sealed" not in lines[0]["content"]["motivation"]
    stored = await told.rows("SELECT hash, actor FROM banso.events WHERE stream = 'participation:a1' ORDER BY version")
    assert [(bytes.fromhex(line["hash"]), line["actor"]) for line in lines] == stored
    assert set(lines[0]) == set(COLUMNS)


async def test_a_table_has_the_same_content(told: System) -> None:
    rows = list(csv.DictReader(io.StringIO(await exported(told, "participation:a1", "csv"), newline="")))
    assert [row["type"] for row in rows] == await told.event_types("participation:a1")
    assert orjson.loads(rows[0]["content"])["motivation"]["text"] == "地元の仕事に関わりたい"


async def test_what_was_erased_says_so(told: System) -> None:
    await register(told, "gone", name="消える人")
    assert "消える人" in await exported(told, "person:gone")
    store = told.store
    await erase_person(
        store.client, store.pool, store.keys, told.settings.anchor_directory, told.tenant, "gone",
        actor=COORDINATOR, reason="wish",
    )  # fmt: skip
    text = await exported(told, "person:gone")
    assert "消える人" not in text
    assert orjson.loads(text.splitlines()[0])["content"]["name"]["text"] == "(erased)"


@pytest.mark.parametrize(
    "start",
    [
        "=",
        "+",
        "-",
        "@",
        "\t",
        "\r",
        "\0",
        "\n",
        "\uff1d",
        "\uff0b",
        "\uff0d",
        "\uff20",
        "\u2212",
        "\ufe63",
        "\ufe66",
        "  =",
        " \t+",
    ],
)
def test_no_cell_begins_a_formula(start: str) -> None:
    assert escaped(f"{start}1+1").startswith("'")


@pytest.mark.parametrize("text", ["", "普通", "a=b", "1-2", "(erased)", "'="])
def test_other_cells_stay_as_they_are(text: str) -> None:
    assert escaped(text) == text


async def test_a_long_stream_is_exported_in_batches(told: System, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = await exported(told, "engagement:a", "csv")
    monkeypatch.setattr("banso.eventstore.export.BATCH", 1)
    assert await exported(told, "engagement:a", "csv") == whole


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.COORDINATOR, Role.OPERATOR)])
async def test_only_the_office_exports(store: System, role: Role) -> None:
    with pytest.raises(DomainError, match="not-allowed") as refused:
        await exported(store, "participation:a1", actor=acting("participant-a", role))
    explains_itself(refused.value)


async def test_what_is_not_there_and_what_is_anothers_is_not_found(told: System) -> None:
    with pytest.raises(NotFound):
        await exported(told, "engagement:none")
    told.tenant = "nagano"
    with pytest.raises(NotFound):
        await exported(told, "engagement:a", "csv")
