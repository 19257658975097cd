"""Any command about gatherings and the end, in any order, at any time, in any zone: what always holds, holds."""

import os
from datetime import datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.membership.closing import commands as ending
from domain.membership.commands import LeaveService
from domain.membership.gatherings import commands as invited
from domain.service.closing import commands as closing
from domain.service.commands import AddDeskCoordinator, CloseService, NoteMember, RemoveDeskCoordinator
from domain.service.gatherings import commands as gatherings
from domain.shared.actors import Actor
from domain.shared.deadlines import MeetDeadline

from support import place_stories, stories
from support.closing_model import MemberModel, ServiceModel
from support.closing_stories import (
    HELPER,
    JOIN,
    MEMBERSHIP_ID,
    MEMBERSHIP_TALES,
    SERVICE_TALES,
    announce,
    arrange,
    counted,
    invite,
    move,
    note_closing,
    register_for,
    returns,
    voice,
    voice_counted,
)
from support.deciding import COORDINATOR, PARTICIPANT, SYSTEM
from support.driving import Driver
from support.people import person as known_person
from support.scenes import Scene, Story, made

DEEP = os.environ.get("BANSO_HYPOTHESIS") == "deep"
SEQUENCES = settings(
    max_examples=5_000 if DEEP else 80,
    deadline=None,
    derandomize=not DEEP,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
ZONES = ("Asia/Tokyo", "America/New_York", "Europe/Berlin")
BEGINNINGS = tuple(map(datetime.fromisoformat, ("2026-04-01T01:00Z", "2026-10-31T05:30Z", "2026-03-07T07:30Z")))
PAUSES = tuple(timedelta(**one) for one in ({}, {"hours": 5}, {"days": 1}, {"days": 9}, {"days": 40}, {"days": 200}))
TIME = "the next deadline comes"
MEMBER_MOVES: tuple[Any, ...] = (
    JOIN,
    HELPER,
    LeaveService(reason="卒業します"),
    *(invite(name, days) for name, days in (("day-1", 3), ("day-2", 9))),
    *(register_for(name) for name in ("day-1", "day-2", "farewell")),
    *(
        invited.AnswerRegistration(gathering=name, accepted=accepted)
        for name in ("day-1", "farewell-1", "farewell-2")
        for accepted in (True, False)
    ),
    move,
    *(
        invited.RecordAttendance(gathering=name, attended=came)
        for name in ("day-1", "farewell-1", "farewell-2")
        for came in (True, False)
    ),
    invited.NoteGatheringCancelled(gathering="farewell-1", reason="R"),
    note_closing(10),
    note_closing(40),
    *(note_closing(days, late) for days in (10, 30) for late in (1, 3, 11)),
    ending.AgreeOnNotice(notice="P60D"),
    *(returns(days) for days in (-1, 0, 20, 60, None)),
    ending.MarkForCall(reason="声が聞きたい"),
    ending.RecordCall(talked_about="これからのこと"),
    ending.AskAgain(),
    voice("companions"),
    voice("fame"),
    voice("growth", level=6),
    *(ending.AgreeToLead(ready=ready) for ready in (True, False)),
    *(ending.OfferCommunity(community="C", leader=one) for one in ("participant-1", "participant-2")),
    ending.JoinCommunity(),
    ending.LeaveCommunity(),
    *(ending.ConsentToSuccessor(agrees=agrees) for agrees in (True, False)),
    *(ending.OfferSuccessor(next_service=one, name="S") for one in ("desk-2", "desk-3")),
    MeetDeadline(kind="membership_end", subject="1", ordinal=1),
    MeetDeadline(kind="personal_call", subject="1", ordinal=2),
    *place_stories.MEMBERSHIP_MOVES,
)
SERVICE_MOVES: tuple[Any, ...] = (
    *(NoteMember(member_role="client", joined=joined) for joined in (True, True, False)),
    NoteMember(member_role="client", joined=True, membership=MEMBERSHIP_ID),
    *(arrange(name, days) for name, days in (("day-1", 3), ("day-2", 9), ("study-1", 9), ("day-3", -1))),
    *(counted(name, number) for name in ("day-1", "farewell-1") for number in (1, 2, 3)),
    gatherings.CancelGathering(gathering="day-1", reason="R"),
    gatherings.CountAttendance(gathering="day-1", attended=True),
    gatherings.CountAttendance(gathering="day-1", attended=False, registered=False),
    gatherings.CountAttendance(gathering="farewell-1", attended=True),
    *(gatherings.CompleteAttendance(gathering=name) for name in ("day-1", "farewell-1")),
    AddDeskCoordinator(coordinator="coordinator-2"),
    RemoveDeskCoordinator(coordinator="coordinator-1"),
    announce(13),
    announce(40),
    CloseService(reason="R"),
    voice_counted("companions"),
    voice_counted("companions", "growth"),
    closing.CloseLookingBack(),
    *(closing.FoundCommunity(leader=f"desk-1.participant-{number}", community="C") for number in (1, 2, 3)),
    closing.CountCommunity(joined=True),
    *(closing.InviteMembersOn(next_service=one) for one in ("desk-1", "desk-2", "desk-9")),
    MeetDeadline(kind="service_end", subject="all", ordinal=1),
    MeetDeadline(kind="study_meeting", subject="study-2", ordinal=2),
    MeetDeadline(kind="gathering_over", subject="day-1", ordinal=1),
)


def fitting(command: Any) -> Actor:
    """Somebody who may send it."""
    return next(one for one in (SYSTEM, PARTICIPANT, COORDINATOR) if one.role in command.who)


def acceptable(driver: Driver, moves: tuple[Any, ...], place: int) -> Any:
    """The first command, from some place on, from which something follows; else time."""
    for one in (*moves[place:], *moves[:place]):
        command = made(one, driver.state, driver.now)
        if driver.follows(command, fitting(command)):
            return command
    return TIME


def happen(driver: Driver, moves: tuple[Any, ...], happening: Any, pause: timedelta) -> None:
    """Let one thing happen: a command, the first that is accepted from a place on, or time."""
    driver.now += pause
    if isinstance(happening, int):
        happening = acceptable(driver, moves, happening)
    if happening == TIME:
        driver.meet_next()
        return
    command = made(happening, driver.state, driver.now)
    driver.send(command, fitting(command))


def run(kind: str, model: Any, tales: dict[str, Story], moves: tuple[Any, ...]) -> None:
    """Many sequences, each after a beginning of one of the tales."""
    openings = [tale[:length] for tale in tales.values() for length in range(len(tale) + 1)]
    some = st.one_of(st.sampled_from([*moves, *[TIME] * 8]), st.integers(0, len(moves) - 1))

    @SEQUENCES
    @given(
        beginning=st.sampled_from(BEGINNINGS),
        zone=st.sampled_from(ZONES),
        opening=st.sampled_from(openings),
        sequence=st.lists(st.tuples(some, st.sampled_from(PAUSES)), min_size=8, max_size=30),
    )
    def sequences(beginning: datetime, zone: str, opening: tuple[Scene, ...], sequence: list[Any]) -> None:
        driver = stories.driver(kind, beginning, watch=model().watch)
        driver.facts["person:participant-1"] = known_person("participant-1", time_zone=zone)
        for scene in opening:
            scene.play(driver)
        for happening, pause in sequence:
            happen(driver, moves, happening, pause)
        driver.finish()

    sequences()


def test_members() -> None:
    run("membership", MemberModel, MEMBERSHIP_TALES, MEMBER_MOVES)


def test_services() -> None:
    run("service", ServiceModel, SERVICE_TALES, SERVICE_MOVES)
