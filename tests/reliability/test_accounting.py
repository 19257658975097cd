"""The checks of the chaos runs find damages that are planted; without that, their silence would prove nothing."""

from collections import Counter
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import pytest
from chaos.checks import against_itself, against_the_diary, repeated_mails, results_once
from chaos.diary import Diary, Remembered, digest_of, read_diary
from chaos.driver import lay_foundation
from chaos.faults import Fault

from support.accounting import Entry, message_id_of, problems
from support.faulty_mail import Taken
from support.system import System
from support.walking import between, take

ONE, OTHER = UUID(int=1), UUID(int=2)
SENT = Entry(ONE, "notify", "done", 1, None)


def _copies(*effects: UUID) -> Counter[str]:
    return Counter(message_id_of(effect) for effect in effects)


def test_sound_books_are_silent() -> None:
    ledger = [SENT, Entry(OTHER, "notify", "done", 1, "not sent: settled meanwhile")]
    assert problems(ledger, _copies(ONE)) == []
    assert problems([replace(SENT, attempts=2)], _copies(ONE, ONE)) == []
    assert problems([replace(SENT, status="parked", reason="SMTP 550")], Counter()) == []


@pytest.mark.parametrize(
    ("entry", "arrived", "words"),
    [
        (SENT, _copies(), "never arrived"),
        (SENT, _copies(ONE, ONE), "2 times in 1 attempts"),
        (SENT, _copies(ONE, OTHER), "belongs to no effect"),
        (replace(SENT, status="pending"), _copies(), "is pending"),
        (replace(SENT, status="attempted"), _copies(ONE), "is attempted"),
        (replace(SENT, status="parked"), _copies(), "without a reason"),
    ],
)
def test_planted_damages_of_the_ledger_are_found(entry: Entry, arrived: Counter[str], words: str) -> None:
    assert words in " ".join(problems([entry], arrived))


def test_a_repeated_mail_needs_a_lost_acknowledgement() -> None:
    first, again = Taken("<1@x>", 10.0, answered=True), Taken("<1@x>", 12.0, answered=True)
    assert repeated_mails([first, again], []) != []
    assert repeated_mails([replace(first, answered=False), again], []) == []
    assert repeated_mails([first, again], [Fault("worker killed", 10.5, 11.0)]) == []
    assert repeated_mails([first, again], [Fault("worker killed", 1.0, 2.0)]) != []
    assert repeated_mails([first, again], [Fault("client killed", 10.5, 11.0)]) != []


@pytest.fixture
async def walked(store: System, tmp_path: Path) -> tuple[System, Remembered]:
    """A few commands, with the diary of whoever sent them."""
    diary = Diary(tmp_path / "diary.jsonl")
    await lay_foundation(store)
    for step in between("a", None, "a.offer"):
        diary.write("sent", step.name, stream=step.stream, actor={}, command={})
        outcome = await take(store, step)
        diary.write("acknowledged", step.name, receipt=digest_of(outcome.receipt.model_dump_json()))
    return store, read_diary(tmp_path / "diary.jsonl")


async def test_a_sound_store_is_silent(walked: tuple[System, Remembered]) -> None:
    system, remembered = walked
    assert await against_the_diary(system, remembered) == []
    assert await against_itself(system) == []


DAMAGES = {
    "lost": "DELETE FROM banso.commands WHERE command_id = 'a.offer'",
    "another than is stored": "UPDATE banso.commands SET receipt = replace(convert_from(receipt, 'UTF8'), "
    "'engagement:a', 'engagement:b')::bytea WHERE command_id = 'a.publish'",
    "refused, and yet": "SELECT",
    "events twice": "INSERT INTO banso.events SELECT tenant, stream, version + 100, position, epoch, transaction_id, "
    "event_id, type, schema_version, occurred_at, recorded_at, actor, command_id, correlation_id, causation_id, "
    "payload, previous_hash, hash, effects FROM banso.events WHERE command_id = 'a.publish'",
}


@pytest.mark.parametrize("words", DAMAGES)
async def test_planted_damages_of_the_store_are_found(walked: tuple[System, Remembered], words: str) -> None:
    system, remembered = walked
    await system.rows("ALTER TABLE banso.commands DISABLE TRIGGER ALL")
    await system.rows("ALTER TABLE banso.events DISABLE TRIGGER ALL")
    await system.rows(DAMAGES[words])
    if words.startswith("refused"):
        remembered.refused.add("a.offer")
    assert words in " ".join(await against_the_diary(system, remembered))


async def test_an_open_question_and_a_missing_result_are_found(walked: tuple[System, Remembered]) -> None:
    system, remembered = walked
    remembered.open.add("never-answered")
    assert "never got an answer" in " ".join(await against_the_diary(system, remembered))
    assert "1 ContractOffered, 0 ContractRendered" in " ".join(await results_once(system))
