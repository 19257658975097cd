"""The review of a service's premise, with the real playbook and mail: what is read of it."""

from datetime import timedelta

from domain.playbooks.capabilities.premises import PREMISES
from domain.shared.actors import Role

from support.desk import another
from support.performing import Hands

DESK = "service:abroad"
BELIEVED = "足りないのは情報である"


async def opened(desk: Hands) -> None:
    """A desk under a playbook that keeps premises, with two coordinators, and a premise that the second answers for."""
    for person in ("coordinator", "second"):
        await another(desk, person)
    office = {"coordinators": ["coordinator", "second"], "playbook": "overseas-assignment"}
    await desk.send(DESK, "OpenService", name="越境", region="本社", **office)
    believed = {"premise": "information", "believed": BELIEVED, "evidence": "はじめの聞き取り"}
    await desk.send(DESK, "RecordServicePremise", owner="second", **believed)
    await desk.perform(DESK)


async def next_deadline(desk: Hands) -> None:
    """The next moment has come, and people are told."""
    due = (await desk.plan(DESK)).deadline
    desk.system.clock.set(due.due + timedelta(seconds=1))
    await desk.send(DESK, "MeetDeadline", "banso", Role.SYSTEM, kind=due.kind, subject=due.subject, ordinal=due.ordinal)
    await desk.perform(DESK)


async def told(desk: Hands, *templates: str) -> list[tuple[str, str]]:
    """Who was told by these messages, in order; everything was sent."""
    entries = [one for one in await desk.ledger(DESK) if one.payload.get("template") in templates]
    assert {one.status for one in entries} == {"done"}
    return [(one.payload["template"], one.payload["to"]) for one in entries]


async def test_a_review_comes_by_itself_and_everybody_reads_what_is_believed(desk: Hands) -> None:
    await opened(desk)
    for _ in range(3):
        await next_deadline(desk)
    assert await told(desk, "service_premise_entrusted", *PREMISES.messages) == [
        ("service_premise_entrusted", "second"),
        ("premise_review_request", "second"),
        ("premise_review_reminder", "second"),
        ("premise_review_escalated", "coordinator"),
        ("premise_review_escalated", "second"),
    ]
    about = [mail for mail in desk.system.mails() if "前提" in mail.subject]
    assert [BELIEVED in mail.text for mail in about] == [True] * 5
    assert "次の見直しの日：2026年10月6日(火)" in about[0].text


async def test_whoever_leaves_the_desk_hands_an_open_review_over(desk: Hands) -> None:
    await opened(desk)
    await next_deadline(desk)
    await desk.send(DESK, "RemoveDeskCoordinator", coordinator="second")
    await desk.perform(DESK)
    (mail,) = [one for one in desk.system.mails() if one.subject.startswith("前提の見守りを引き継ぎます")]
    assert mail.to == ("coordinator@example.jp",)
    assert "離れた架空 secondさんから" in mail.text
    assert "もう来ています。お返事をお待ちしています" in mail.text
    await desk.send(DESK, "KeepServicePremise", premise="information", evidence="いまも同じ声を聞く")
    state = await desk.system.state(DESK)
    assert state.waits == {}
    assert (await desk.plan(DESK)).deadline.subject == "information"
    (kept,) = state.pivot.premises["information"].now.held
    assert kept.evidence.text == "いまも同じ声を聞く"
