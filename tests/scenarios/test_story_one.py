"""Story 1, the main path: from the posting to the last follow-up, on real servers, in skipped time."""

from domain.shared.actors import Role
from domain.shared.periods import local_date
from support.story_one import acting, deliver, kick_off, link_in, open_desk, pass_gates, post, select
from support.system import System


async def test_an_engagement_from_its_posting_to_its_last_follow_up(skipping: System) -> None:
    system = skipping
    await open_desk(system)
    await post(system, "a")
    await select(system, "a")
    await pass_gates(system, "a")
    await kick_off(system, "a")
    await system.skip(days=50)

    await deliver(system, "a", "m1")
    await system.settle()
    await system.skip(days=8)
    decisions = system.store.client.decisions
    page = await decisions.page(link_in(system, "president-a"))
    assert page.standing == "open"
    await decisions.approve(page.token, "150,000円")
    await deliver(system, "a", "m2")
    await system.settle()
    await decisions.approve(link_in(system, "president-a"), "150000")
    for milestone in ("m1", "m2"):
        paid = {"type": "RecordPayment", "milestone": milestone, "paid_on": local_date(system.clock.now(), "Asia/Tokyo").isoformat()}
        await system.send("engagement:a", paid)

    await system.send("engagement:a", {"type": "OpenRetrospective"})
    for person, role in (
        ("president-a", Role.COMPANY),
        ("participant-a", Role.PARTICIPANT),
        ("hr-a", Role.EMPLOYER),
    ):
        voice = {"type": "GiveVoice", "person": person, "tags": ["young_staff_grew"], "text": "やってよかった"}
        await system.send("engagement:a", voice, actor=acting(person, role))
    await system.settle()
    for ordinal, days in ((1, 35), (2, 65), (3, 95)):
        await system.skip(days=days)
        answer = {"type": "AnswerFollowUp", "ordinal": ordinal, "text": "元気です"}
        await system.send("engagement:a", answer, actor=acting("president-a", Role.COMPANY))
        await system.send("participation:a1", answer, actor=acting("participant-a", Role.PARTICIPANT))
    await system.settle()

    assert (await system.state("engagement:a")).stage == "ended"
    assert (await system.state("participation:a1")).stage == "ended"
    print(await system.event_types("engagement:a"))
    print(await system.event_types("participation:a1"))
    print(await system.rows("select kind,status,count(*) from banso.effects group by 1,2"))
    for mail in system.mails():
        print(mail.to, mail.subject)
