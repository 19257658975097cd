"""Somebody who is in the pool of a service twice, on the real store: one invitation to each service that follows."""

from domain.shared.actors import Role

from support.desk import another, posted
from support.performing import Hands
from support.story_one import post

PERSON = "participant-a"
STREAMS = ("participation:a1", "participation:b1")


async def in_the_pool_twice(desk: Hands) -> None:
    """Applied for two postings of one desk, declined both times, and agreed to stay in touch both times."""
    await posted(desk)
    await post(desk.system, "b")
    for stream, engagement in zip(STREAMS, ("a", "b"), strict=True):
        words = {"engagement": engagement, "person": PERSON, "motivation": "地元の仕事に関わりたい"}
        await desk.send(stream, "Apply", PERSON, Role.PARTICIPANT, **words)
        await desk.send(stream, "DeclineApplicant", reason="席が足りませんでした")
        await desk.send(stream, "AgreeToPool", PERSON, Role.PARTICIPANT)


async def invited(desk: Hands, successor: str) -> list[str]:
    """Which participations are invited, when a service invites the desk's pool twice."""
    for _ in range(2):
        await desk.send(f"service:{successor}", "InvitePool", predecessor="desk")
        await desk.perform(f"service:{successor}")
    return [
        stream
        for stream in STREAMS
        for entry in await desk.ledger(stream)
        if entry.payload.get("template") == "successor_invitation" and entry.payload["about"]["successor"] == successor
    ]


async def test_whoever_is_in_the_pool_twice_gets_one_invitation_to_each_successor(desk: Hands) -> None:
    await in_the_pool_twice(desk)
    await another(desk, "leader")
    for successor in ("next", "later"):
        opening = {"name": successor, "region": "どこからでも", "playbook": "furusato-kengyo"}
        await desk.send(f"service:{successor}", "OpenService", coordinators=["leader"], **opening)
        assert len(await invited(desk, successor)) == 1
    assert (await desk.system.state(f"person:{PERSON}")).successors == ("next", "later")
    asked = [(await desk.system.state(stream)).successors for stream in STREAMS]
    assert asked == [("next", "later")] * 2, "both participations were told, one of them wrote"
