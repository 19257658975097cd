"""Stories of a programme: sessions, packs, its completion, the closing survey, the invitation to a successor."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from domain.participation.commands import AgreeToPool
from domain.participation.pool.commands import InviteToSuccessor, TellOfSuccessor
from domain.participation.programme import commands as asked
from domain.service.commands import AddDeskCoordinator, CloseService, RemoveDeskCoordinator
from domain.service.pivot.commands import (
    ChangeServicePremise,
    InvitePool,
    KeepServicePremise,
    RecordServicePremise,
)
from domain.shared.models import Command
from domain.shared.surveys import AnswerSurvey

from support.deciding import COMPANION, PARTICIPANT, SYSTEM
from support.people import DESK
from support.scenes import TIME, Make, Scene, Story

KIND = "counselling"
ANSWERS = ("wish=yes", "step=4", "words=仲間ができました")


def arrange(days: float = 3, zone: str | None = "Europe/Berlin") -> Make:
    """One more session, so many days ahead."""
    return lambda _, now: asked.ArrangeSession(
        session_kind=KIND, at=now + timedelta(days=days), place="Room 1", time_zone=zone
    )


def move(number: int = 1, days: float = 5) -> Make:
    """Another time for a session."""
    return lambda _, now: asked.MoveSession(session=f"{KIND}.{number}", at=now + timedelta(days=days), place="Room 2")


def record(number: int, attendance: str = "held", note: str | None = "よい時間でした") -> Command:
    """What became of a session."""
    values = {"session": f"{KIND}.{number}", "attendance": attendance, "note": note}
    return asked.RecordSession.model_validate(values)


def cancel(number: int) -> Command:
    """It does not take place."""
    return asked.CancelSession(session=f"{KIND}.{number}", reason="急な出張のため")


def deliver(pack: str, version: int = 1, **changes: Any) -> Command:
    """A pack, as text and link."""
    values = {"title": "Settling in", "text": "はじめの一歩", "link": "https://example.com/pack", **changes}
    return asked.DeliverPack.model_validate({"pack": pack, "version": version, **values})


def acknowledge(pack: str, version: int = 1) -> Command:
    """A pack was read."""
    return asked.AcknowledgePack(pack=pack, version=version)


COMPLETE = asked.CompleteProgramme()
ANSWER = AnswerSurvey(survey="closing", answers=ANSWERS)
INVITE = InviteToSuccessor(service="desk-2", name="Inside sales", region="Everywhere")
TELL = TellOfSuccessor(service="desk-2", name="Inside sales", region="Everywhere")
PACKS: Story = tuple(
    scene
    for pack in ("settling-in", "finding-work")
    for scene in (Scene(deliver(pack)), Scene(acknowledge(pack), PARTICIPANT, days=1))
)
SESSIONS: Story = (
    Scene(arrange(), COMPANION, days=1),
    Scene(move(), COMPANION, days=1),
    Scene(record(1), COMPANION, days=6),
    Scene(arrange(zone=None)),
    Scene(cancel(2), days=1),
    Scene(arrange()),
    Scene(record(3, "missed", None), days=4),
    Scene(arrange()),
    Scene(record(4), days=4),
)
COMPLETED: Story = (*SESSIONS, *PACKS, Scene(COMPLETE, days=30))


def participation_tales(working: Story) -> Mapping[str, Story]:
    """Stories of participations, each going on from the kick-off."""
    return {
        "programme": (
            *working,
            *COMPLETED,
            TIME,
            Scene(ANSWER, PARTICIPANT, days=1),
            Scene(AgreeToPool(), PARTICIPANT),
            Scene(INVITE, SYSTEM, days=20),
            Scene(TELL, SYSTEM),
            Scene(INVITE, SYSTEM, days=1),
            Scene(TELL, SYSTEM),
        ),
        "programme_in_silence": (
            *working,
            Scene(arrange()),
            Scene(deliver("settling-in")),
            *(TIME,) * 4,
            Scene(move(1, 9)),
            Scene(deliver("settling-in", 2), days=1),
            *(TIME,) * 2,
            Scene(acknowledge("settling-in", 2), PARTICIPANT),
            Scene(deliver("finding-work")),
            Scene(acknowledge("finding-work"), PARTICIPANT),
            Scene(record(1), days=9),
            Scene(arrange()),
            Scene(record(2), days=5),
            Scene(COMPLETE, PARTICIPANT),
            TIME,
            TIME,
        ),
    }


def premise(**said: Any) -> Command:
    """What a service believes."""
    values = {"premise": "information", "believed": "情報が足りない", "evidence": "はじめの聞き取り", **said}
    return RecordServicePremise.model_validate(values)


def otherwise(**said: Any) -> Command:
    """It turned out otherwise."""
    believed = {"believed": "働く場が足りない", "evidence": "八割が働きたい", "change": "情報から仕事へ"}
    return ChangeServicePremise.model_validate({"premise": "information", **believed, **said})


def service_tale(opening: Scene) -> Story:
    """A service learns that a premise was wrong, and follows another service."""
    return (
        opening,
        Scene(premise(), days=1),
        Scene(otherwise(), days=90),
        Scene(InvitePool(predecessor="desk-2"), days=1),
        Scene(InvitePool(predecessor="desk-2"), days=1),
        Scene(InvitePool(predecessor=DESK), days=1),
    )


def reviewed_tale(opening: Scene) -> Story:
    """A premise is looked at anew: late and still true, then by a successor and otherwise, then the service ends.

    Study meetings come between: each is arranged and held before the day of a review.
    """
    return (
        opening,
        Scene(AddDeskCoordinator(coordinator="coordinator-2"), days=1),
        Scene(premise(owner="coordinator-2")),
        *(TIME,) * 5,
        Scene(KeepServicePremise(premise="information", evidence="いまも同じ声を聞く"), days=1),
        *(TIME,) * 3,
        Scene(RemoveDeskCoordinator(coordinator="coordinator-2"), days=1),
        Scene(otherwise(), days=1),
        *(TIME,) * 3,
        Scene(CloseService(reason="終了"), days=1),
    )
