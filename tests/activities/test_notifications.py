"""Mails: the reader's language, one Message-ID for ever, and nothing sent that was settled meanwhile."""

import re

import pytest
from temporalio.exceptions import ApplicationError

from activities import contracts as agreed
from activities.contracts import EFFECT_POLICIES
from banso.eventstore.erasure import erase_person
from domain.shared.actors import Role

from support.desk import ENGAGEMENT, PARTICIPATION, another, applied, delivered, posted
from support.performing import Hands
from support.system import COORDINATOR

APPROVAL = "milestone_approval:m1.1"


async def test_everybody_reads_their_own_language(desk: Hands) -> None:
    await another(desk, "president-en", language="en", employment="not_working")
    await posted(desk, company_contacts=["president-a", "president-en"])
    await desk.perform(ENGAGEMENT)
    subjects = {mail.to[0]: mail.subject for mail in desk.system.mails()}
    assert subjects["president-a@example.jp"] == "募集を公開しました：旗屋の発信"
    assert subjects["president-en@example.jp"] == "The posting is out: 旗屋の発信"
    assert all(mail.text and mail.html for mail in desk.system.mails())


async def test_a_mail_is_named_by_its_effect_and_sent_once(desk: Hands) -> None:
    await posted(desk)
    batch = (await desk.plan(ENGAGEMENT)).effects[0]
    for _ in range(3):
        await desk.call(batch.activity, batch)
    names = sorted(mail.message_id for mail in desk.system.mails())
    domain = desk.system.settings.mail_from.rpartition("@")[2]
    assert names == sorted(f"<{effect}@{domain}>" for effect in batch.effects)


async def test_a_mail_whose_acknowledgement_was_lost_is_repeated_under_the_same_name(desk: Hands) -> None:
    await posted(desk)
    batch = (await desk.plan(ENGAGEMENT)).effects[0]
    await desk.call(batch.activity, batch)
    await desk.system.rows("UPDATE banso.effects SET status = 'attempted', settled_at = NULL WHERE kind = 'notify'")
    await desk.call(batch.activity, batch)
    names = [mail.message_id for mail in desk.system.mails()]
    assert len(names) == 4
    assert len(set(names)) == 2


async def test_each_effect_of_a_batch_shows_that_it_is_alive(desk: Hands) -> None:
    await posted(desk)
    batches = await desk.perform(ENGAGEMENT)
    assert desk.beats == [effect for batch in batches for effect in batch.effects]


async def test_a_link_to_a_decision_that_was_made_is_not_sent(desk: Hands) -> None:
    await posted(desk)
    await applied(desk)
    await delivered(desk)
    content = (await desk.system.state(ENGAGEMENT)).milestones["m1"].content
    decision = {"milestone": "m1", "delivery": 1, "content": content}
    await desk.send(ENGAGEMENT, "ApproveMilestone", "president-a", Role.COMPANY, **decision)
    before = len(desk.system.mails())
    await desk.perform(ENGAGEMENT, APPROVAL)
    assert len(desk.system.mails()) == before
    asked = [entry for entry in await desk.ledger(ENGAGEMENT) if entry.process == APPROVAL]
    assert [(entry.status, entry.reason) for entry in asked] == [("done", "not sent: settled meanwhile")]
    assert await desk.system.rows("SELECT count(*) FROM banso.links") == [(0,)]


async def test_a_link_is_mailed_once_and_its_token_is_kept_as_a_hash_only(desk: Hands) -> None:
    await posted(desk)
    await applied(desk)
    await delivered(desk)
    await desk.perform(ENGAGEMENT, APPROVAL)
    (mail,) = [mail for mail in desk.system.mails() if "/decide/" in mail.text]
    (token,) = re.findall(r"/decide/(\S+)", mail.text)
    page = await desk.system.store.client.decisions.page(token)
    assert (page.standing, page.evidence, page.recipient) == ("open", "記事", "president-a")
    stored = await desk.system.rows("SELECT to_jsonb(links)::text FROM banso.links")
    assert len(stored) == 1
    assert token not in stored[0][0]


async def test_nothing_is_sent_to_somebody_whose_data_was_erased(desk: Hands) -> None:
    await posted(desk)
    store, directory = desk.system.store, desk.system.settings.data_directory / "anchors"
    await erase_person(
        store.client, store.pool, store.keys, directory, "gifu", "companion-a", actor=COORDINATOR, reason="本人の希望"
    )
    await desk.perform(ENGAGEMENT)
    assert [mail.to for mail in desk.system.mails()] == [("president-a@example.jp",)]
    reasons = [entry.reason for entry in await desk.ledger(ENGAGEMENT) if entry.kind == "notify"]
    assert reasons == [None, "not sent: the recipient's data was erased"]


async def test_one_effect_that_nobody_foresaw_holds_up_no_other_and_is_parked_after_its_policy(desk: Hands) -> None:
    await posted(desk)
    batch = (await desk.plan(ENGAGEMENT)).effects[0]
    await desk.system.rows(
        "UPDATE banso.effects SET payload = jsonb_set(payload, '{template}', '\"unheard-of\"') WHERE effect_id = %s",
        batch.effects[0],
    )
    for _ in range(EFFECT_POLICIES["notify"].attempts - 1):
        with pytest.raises(ApplicationError, match="1 of 2 not settled yet: unexpected: KeyError"):
            await desk.call(batch.activity, batch)
        assert len(desk.system.mails()) == 1
    await desk.call(batch.activity, batch)
    found = {str(entry.effect_id): (entry.status, entry.reason) for entry in await desk.ledger(ENGAGEMENT)}
    assert found[batch.effects[0]] == ("parked", "unexpected: KeyError (8 attempts)")
    assert found[batch.effects[1]] == ("done", None)


async def test_personal_words_are_looked_up_when_they_are_sent(desk: Hands) -> None:
    await posted(desk)
    words = {"engagement": "a", "person": "participant-a", "motivation": "地元の仕事に関わりたい"}
    await desk.send(PARTICIPATION, "Apply", "participant-a", Role.PARTICIPANT, **words)
    await desk.send(PARTICIPATION, "DeclineApplicant", reason="席が一つだけでした")
    rows = await desk.system.rows("SELECT payload::text FROM banso.effects WHERE stream = %s", PARTICIPATION)
    assert "席が一つだけ" not in str(rows)
    await desk.perform(PARTICIPATION)
    (mail,) = [mail for mail in desk.system.mails() if "選考の結果" in mail.subject]
    assert "席が一つだけでした" in mail.text


async def test_a_batch_names_the_activity_that_carries_it_out(desk: Hands) -> None:
    await posted(desk)
    assert {batch.activity for batch in await desk.perform(ENGAGEMENT)} == {agreed.SEND_NOTIFICATIONS}
