"""Any command of a programme, in any order, at any time, in any zone: what always holds, holds."""

import os
from datetime import datetime, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.participation.commands import AgreeToPool, EndParticipation, LeavePool
from domain.shared.actors import Actor
from domain.shared.deadlines import MeetDeadline
from domain.shared.surveys import AnswerSurvey

from support import stories
from support.deciding import COMPANION, COORDINATOR, PARTICIPANT, SYSTEM
from support.driving import Driver
from support.people import person as known_person
from support.programme_model import ProgrammeModel
from support.programme_stories import (
    ANSWER,
    COMPLETE,
    INVITE,
    TELL,
    acknowledge,
    arrange,
    cancel,
    deliver,
    move,
    record,
)
from support.scenes import made
from support.stories import STORIES

DEEP = os.environ.get("BANSO_HYPOTHESIS") == "deep"
ZONES = ("Asia/Tokyo", "America/New_York", "Europe/Berlin")
BEGINNINGS = tuple(map(datetime.fromisoformat, ("2026-04-01T01:00Z", "2026-10-31T05:30Z", "2026-03-07T07:30Z")))
PAUSES = tuple(timedelta(**one) for one in ({}, {"hours": 5}, {"days": 1}, {"days": 4}, {"days": 9}, {"days": 40}))
TIME = "the next deadline comes"
MOVES: tuple[Any, ...] = (
    *(arrange(days) for days in (-1, 0.5, 3)),
    *(move(number, days) for number in (1, 2) for days in (2, 6)),
    *(record(number, attendance) for number in (1, 2, 3, 4) for attendance in ("held", "missed")),
    *(cancel(number) for number in (1, 2)),
    *(deliver(pack, version) for pack in ("settling-in", "finding-work", "cooking") for version in (1, 2)),
    *(acknowledge(pack, version) for pack in ("settling-in", "finding-work") for version in (1, 2)),
    COMPLETE,
    COMPLETE,
    ANSWER,
    AnswerSurvey(survey="closing", answers=("wish=no", "step=1")),
    AgreeToPool(),
    LeavePool(),
    INVITE,
    TELL,
    EndParticipation(reason="連絡がつかない"),
    MeetDeadline(kind="session_record", subject="counselling.1", ordinal=1),
    MeetDeadline(kind="survey_answer", subject="closing", ordinal=2),
    *[TIME] * 6,
)
MOVE = st.tuples(
    st.one_of(st.sampled_from(MOVES), st.integers(0, len(MOVES) - 1)),
    st.sampled_from((COORDINATOR, PARTICIPANT, COMPANION, SYSTEM, None, None)),
    st.sampled_from(PAUSES),
)


def fitting(command: Any) -> Actor:
    """Somebody who may send it."""
    return next(one for one in (SYSTEM, PARTICIPANT, COMPANION, COORDINATOR) if one.role in command.who)


def acceptable(driver: Driver, place: int) -> Any:
    """The first command, from some place on, from which something follows; else time."""
    for move_ in (*MOVES[place:], *MOVES[:place]):
        if move_ == TIME:
            continue
        command = made(move_, driver.state, driver.now)
        if driver.follows(command, fitting(command)):
            return command
    return TIME


@settings(
    max_examples=10_000 if DEEP else 120,
    deadline=None,
    derandomize=not DEEP,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(
    beginning=st.sampled_from(BEGINNINGS),
    zone=st.sampled_from(ZONES),
    tale=st.sampled_from(("programme", "programme_in_silence")),
    share=st.integers(3, 10),
    sequence=st.lists(MOVE, min_size=10, max_size=36),
)
def test_programmes(beginning: datetime, zone: str, tale: str, share: int, sequence: list[Any]) -> None:
    driver = stories.driver("participation", beginning, watch=ProgrammeModel().watch)
    driver.facts["person:participant-1"] = known_person("participant-1", time_zone=zone)
    story = STORIES["participation"][tale]
    for scene in story[: len(story) * share // 10]:
        scene.play(driver)
    for happening, actor, pause in sequence:
        driver.now += pause
        chosen = acceptable(driver, happening) if isinstance(happening, int) else happening
        if chosen == TIME:
            driver.meet_next()
            continue
        command = made(chosen, driver.state, driver.now)
        driver.send(command, (None if isinstance(happening, int) else actor) or fitting(command))
    driver.finish()
