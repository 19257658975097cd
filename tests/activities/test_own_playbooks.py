"""A playbook of one's own while things run by it: what is pinned, what is current, and what a broken file holds up."""

from pathlib import Path

import pytest
from temporalio.exceptions import ApplicationError

from banso.playbook_folder import Playbooks
from banso.playbooks import PlaybookError

from support.performing import Hands
from support.story_one import register

OWN = """[rules]
name = "museum"
version = 1
title = { ja = "博物館", en = "Museum" }
seats_at_most = 2
[messages.desk_opened.ja]
subject = "博物館の窓口です：{title}"
"""
DESK = {"name": "窓口", "region": "岐阜県", "playbook": "museum", "coordinators": ["coordinator"]}
POSTING = {
    "service": "desk", "title": "解説", "theme": "展示", "host": "見本博物館", "weekly_hours": "4",
    "coordinator": "coordinator", "company_contacts": ["curator"],
}  # fmt: skip


@pytest.fixture
async def museum(desk: Hands) -> Path:
    """The file of a playbook that is in the folder; whoever is needed is registered."""
    for person in ("coordinator", "curator"):
        await register(desk.system, person)
    return add(desk, OWN)


def add(desk: Hands, text: str) -> Path:
    """Put a playbook into the folder of the system."""
    return Playbooks(desk.system.settings.playbook_directory).add(text.encode(), "draft.toml").path


async def test_a_service_is_not_opened_with_a_broken_one(desk: Hands, museum: Path) -> None:
    museum.write_text(OWN + "[rules.cafe]\n", encoding="utf-8")
    before = await desk.system.rows("SELECT count(*) FROM banso.events")

    with pytest.raises(PlaybookError) as refused:
        await desk.send("service:desk", "OpenService", **DESK)
    assert [mistake.place for mistake in refused.value.mistakes] == ["rules.cafe"]
    assert await desk.system.rows("SELECT count(*) FROM banso.events") == before


async def test_a_mail_waits_for_its_words(desk: Hands, museum: Path) -> None:
    await desk.send("service:desk", "OpenService", **DESK)
    museum.unlink()
    with pytest.raises(ApplicationError, match="playbook-unknown"):
        await desk.perform("service:desk")
    assert desk.system.mails() == []

    add(desk, OWN)
    await desk.perform("service:desk")
    assert [mail.subject for mail in desk.system.mails()] == ["博物館の窓口です：窓口"]


async def test_what_has_begun_keeps_its_version_and_new_words_count_at_once(desk: Hands, museum: Path) -> None:
    await desk.send("service:desk", "OpenService", **DESK)
    await desk.send("engagement:first", "DraftPosting", **POSTING, seats=2)
    add(desk, OWN.replace("version = 1", "version = 2").replace("= 2\n[", "= 1\n[").replace("です：", "から："))
    await desk.send("engagement:second", "DraftPosting", **POSTING)

    versions = [(await desk.system.state(f"engagement:{one}")).playbook.version for one in ("first", "second")]
    assert versions == [1, 2]
    pinned = await desk.system.store.client.queries.pinned(desk.system.tenant, "museum")
    assert [(rules.version, rules.seats_at_most) for rules in pinned.values()] == [(1, 2), (2, 1)]
    assert await desk.system.store.client.queries.pinned("nagano", "museum") == {}
    await desk.perform("service:desk")
    assert [mail.subject for mail in desk.system.mails()] == ["博物館の窓口から：窓口"]
