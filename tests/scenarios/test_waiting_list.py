"""A free seat: offered to the next for 72 hours, lapsed, offered on, taken; on real servers, in skipped time."""

from domain.shared.actors import Role

from support.accounting import every_effect_once
from support.story_one import acting, open_desk, post, register
from support.system import System

PEOPLE = {"a1": "participant-a", "a2": "second", "a3": "third", "a4": "fourth"}


async def apply(system: System, participation: str, person: str) -> None:
    """Somebody applies."""
    words = {"type": "Apply", "engagement": "a", "person": person, "motivation": "地元の仕事に関わりたい"}
    await system.send(f"participation:{participation}", words, actor=acting(person, Role.PARTICIPANT))


async def as_participant(system: System, participation: str, **command: str) -> None:
    """Somebody acts for themselves."""
    actor = acting(PEOPLE[participation], Role.PARTICIPANT)
    await system.send(f"participation:{participation}", dict(command), actor=actor)
    await system.settle()


def subjects(system: System, person: str) -> list[str]:
    """What somebody was told, in order, without the title."""
    return [mail.subject.partition("：")[0] for mail in system.mails() if mail.to == (f"{person}@example.jp",)]


async def seats(system: System) -> tuple[list[str], tuple[str, ...], tuple[str, ...]]:
    """Who has a seat, who was offered one, who waits."""
    state = await system.state("engagement:a")
    return [*state.selected], state.seats_offered, state.waiting_list


async def full(system: System) -> None:
    """One seat, taken; three wait."""
    await open_desk(system)
    await post(system, "a")
    for person in ("second", "third", "fourth"):
        await register(system, person, employment="self_employed")
    for participation, person in PEOPLE.items():
        await apply(system, participation, person)
    await system.send("engagement:a", {"type": "SelectParticipant", "participation": "a1"})
    for participation in ("a2", "a3", "a4"):
        await system.send("engagement:a", {"type": "PutOnWaitingList", "participation": participation})
    await system.settle()


async def test_a_freed_seat_goes_down_the_waiting_list_until_somebody_takes_it(skipping: System) -> None:
    system = skipping
    await full(system)
    assert await seats(system) == (["a1"], (), ("a2", "a3", "a4"))
    await as_participant(system, "a1", type="Withdraw", reason="転勤のため")
    assert await seats(system) == ([], ("a2",), ("a3", "a4"))

    await system.skip(hours=71)
    assert await seats(system) == ([], ("a2",), ("a3", "a4")), "lapsed before its time"
    await system.skip(hours=2)
    assert await seats(system) == ([], ("a3",), ("a4",))
    assert subjects(system, "second") == [
        "ご応募を受け付けました",
        "待機リストにお入りいただきました",
        "席が空きました。ご一緒しませんか",
        *[one for one in subjects(system, "second") if one.startswith("席を取っています")],
        "席のご案内の期限が過ぎました",
    ]
    assert sum(one.startswith("席を取っています") for one in subjects(system, "second")) == 1

    await as_participant(system, "a3", type="AcceptSeat")
    assert await seats(system) == (["a3"], (), ("a4",))
    types = await system.event_types("participation:a3")
    assert types[types.index("SeatAccepted") :][:2] == ["SeatAccepted", "Selected"]
    await system.skip(hours=100)
    assert await seats(system) == (["a3"], (), ("a4",)), "an accepted seat lapsed"
    await every_effect_once(system)
