"""Random sequences around the ledger, held against its reference model and that of engagements after every step."""

import copy
import os
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, get_args

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.engagement import commands as engagement
from domain.engagement import course_commands as course
from domain.engagement.premises import commands as ledger
from domain.engagement.premises.events import PremiseEvent
from domain.shared.actors import Actor, Role

from support import stories
from support.consultation_stories import raised, reflect
from support.deciding import COMPANION, COMPANY, COORDINATOR, EMPLOYER, OTHER_COMPANY, PARTICIPANT, SYSTEM
from support.driving import Driver, Step
from support.engagement_stories import decision, deliver
from support.engagements import FIRST as PARTICIPATION
from support.models import EngagementModel
from support.premise_model import PremiseModel
from support.premise_stories import (
    FIRST,
    HQ_PAYS,
    MARKET,
    MISSION,
    RESCOPED,
    SECOND,
    SENT,
    WITHDRAW,
    accept,
    contacts,
    disagree,
    position,
    propose,
    record,
    review,
)
from support.scenes import Make, Scene, made

DEEP = os.environ.get("BANSO_HYPOTHESIS") == "deep"
SEQUENCES = settings(
    max_examples=10_000 if DEEP else 80,
    deadline=None,
    derandomize=not DEEP,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
PAUSES = tuple(timedelta(days=days) for days in (0, 0, 0, 1, 6, 40))
NEXT_DEADLINE = "the next deadline comes"
MOVES: tuple[Make | Any, ...] = (
    record(MARKET, "company-2"),
    record("third", "employer-1", FIRST, SECOND, source="customer"),
    record("fourth", "stranger-1"),
    record("dotted.id"),
    record("late", review_on=date(2035, 1, 1)),
    ledger.RestOnPremise(premise=HQ_PAYS, milestones=(SECOND,)),
    MISSION,
    MISSION.model_copy(update={"survival": None}),
    MISSION.model_copy(update={"goal": "Something else"}),
    *(review(premise, finding) for premise in (HQ_PAYS, MARKET, "third") for finding in ("holds", "fallen")),
    review(MARKET, "changed", into="It changed"),
    review(MARKET, "changed"),
    position("home"),
    position("local"),
    propose(),
    propose(SECOND, rests_on=(MARKET,)),
    propose(fee=1),
    propose(fee=500_000),
    propose(days=-3),
    *(accept(person) for person in ("company-1", "company-2", "participant-1", "participant-2")),
    accept("company-1", back=1),
    disagree("company-1"),
    WITHDRAW,
    contacts("company-1", "company-2"),
    contacts("company-2"),
    engagement.NoteParticipantLeft(participation=PARTICIPATION),
    engagement.NoteParticipantReady(participation=PARTICIPATION, employer_contact=None),
    engagement.NoteParticipantNotReady(participation=PARTICIPATION),
    *(deliver(one) for one in (FIRST, SECOND)),
    *(decision(engagement.ApproveMilestone, one) for one in (FIRST, SECOND)),
    decision(engagement.RequestChanges, FIRST),
    decision(course.ApprovePartly, FIRST),
    engagement.OpenRetrospective(),
    engagement.CloseRetrospective(),
    course.PauseEngagement(reason="移動のため"),
    course.ResumeEngagement(),
    raised(),
    *(reflect(1, one) for one in (FIRST, SECOND)),
)


def fitting(driver: Driver, command: Any) -> Actor:
    """Somebody who may send the command."""
    for actor in (SYSTEM, EMPLOYER, COMPANION, PARTICIPANT, OTHER_COMPANY, COMPANY):
        belongs = actor == SYSTEM or actor.role in driver.aggregate.relations(driver.state, actor.person)
        if actor.role in command.who and belongs and (actor.role == Role.SYSTEM or driver.follows(command, actor)):
            return actor
    return COORDINATOR


def watched(driver: Driver) -> Driver:
    """Every step is held against both models."""
    ledgers, engagements = PremiseModel(), EngagementModel()

    def watch(step: Step) -> None:
        ledgers.watch(step)
        engagements.watch(step)

    driver.watch = watch
    return driver


def happen(driver: Driver, move: Any) -> None:
    """One thing happens, sent by somebody whom it suits."""
    if move == NEXT_DEADLINE:
        driver.meet_next()
        return
    command = made(move, driver.state, driver.now)
    driver.send(command, fitting(driver, command))


@SEQUENCES
@given(
    opening=st.one_of(st.just(SENT), st.integers(len(SENT), len(RESCOPED)).map(lambda length: RESCOPED[:length])),
    sequence=st.lists(
        st.tuples(st.sampled_from([*MOVES, *[NEXT_DEADLINE] * 6]), st.sampled_from(PAUSES)), min_size=8, max_size=30
    ),
)
def test_whatever_happens_the_ledger_keeps_its_promises(opening: tuple[Scene, ...], sequence: list[Any]) -> None:
    driver = watched(stories.driver("engagement"))
    for scene in opening:
        scene.play(driver)
    for move, pause in sequence:
        driver.now += pause
        happen(driver, move)
    driver.finish()


def test_every_command_at_every_point_of_the_story() -> None:
    for length in range(len(RESCOPED)):
        driver, model = stories.driver("engagement"), PremiseModel()
        driver.watch = model.watch
        for scene in RESCOPED[:length]:
            scene.play(driver)
        for move in MOVES if driver.state is not None else ():
            alone = replace(driver, log=[*driver.log], met={*driver.met}, watch=copy.deepcopy(model).watch)
            happen(alone, move)


def test_the_story_reaches_what_the_ledger_can_tell() -> None:
    driver = watched(stories.driver("engagement"))
    for scene in RESCOPED:
        scene.play(driver)
    told = {type(event).__name__ for event, _ in driver.log}
    assert {one.__name__ for one in get_args(PremiseEvent)} <= told
