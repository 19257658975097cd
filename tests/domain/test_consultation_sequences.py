"""Any command about consultations and validation, from anybody, in any order, at any time."""

import copy
from dataclasses import replace
from datetime import date, datetime

import pytest

from domain.engagement import commands as engagement
from domain.engagement.consultations import commands as asked
from domain.engagement.validation import commands as validation
from domain.shared.deadlines import MeetDeadline
from tests.domain.test_sequences import Move, drafting, fitting, run

from support import stories
from support.consultation_model import ConsultationModel
from support.consultation_stories import CONSULTATION_STORIES, answer, closing, raised, redirect, reflect
from support.driving import Driver
from support.engagements import MILESTONE
from support.scenes import made

MOVES: tuple[Move, ...] = (
    *(raised(kind, cause) for kind in ("does_not_work", "no_idea") for cause in (None, "loose-belt")),
    asked.RaiseConsultation(kind="does_not_work", words="届けます", carrier="participant-3"),
    asked.RaiseConsultation(kind="does_not_work", words="届けます", carrier="company-1"),
    *(answer(number) for number in (1, 2, 9)),
    *(closing(number) for number in (1, 2, 3, 4)),
    *(redirect(number, to) for number in (1, 2) for to in ("operator-1", "participant-1", "coordinator-1", "nobody")),
    *(reflect(number, milestone) for number in (1, 2) for milestone in (MILESTONE, "second", "third")),
    asked.CloseConsultation(consultation=1, done_about="部品を替えた"),
    asked.CloseConsultation(consultation=1, done_for_carrier="一緒に訪ねた"),
    asked.RouteConsultations(owner="participant-1", kinds=("does_not_work", "does_not_arrive")),
    asked.RouteConsultations(owner="company-1", kinds=("does_not_work",)),
    asked.RouteConsultations(owner="company-1", kinds=("nothing_known",)),
    asked.PutAtFront(person="participant-3"),
    asked.PutAtFront(person="coordinator-1"),
    asked.TakeFromFront(person="participant-3"),
    engagement.NoteParticipantLeft(participation="participation-1"),
    engagement.AppointCoordinator(coordinator="coordinator-2"),
    engagement.LeaveAsCoordinator(coordinator="coordinator-1", successor="coordinator-2"),
    engagement.OpenRetrospective(),
    validation.RecordCustomerAsked(customer="Sample Mill", asked_on=date(2020, 1, 1)),
    validation.RecordCustomerAsked(customer="Sample Mill", asked_on=date(2099, 1, 1)),
    validation.RecordPaidContract(customer="Sample Mill", amount=1, signed_on=date(2020, 1, 2)),
    validation.RecordLearning(text="静かさが喜ばれる", customer="Nobody Asked"),
    MeetDeadline(kind="consultation_answer", subject="1", ordinal=1),
    MeetDeadline(kind="consultation_answer", subject="2", ordinal=4),
)


def test_consultations() -> None:
    story, *besides = CONSULTATION_STORIES.values()

    def prepare(zone: str, now: datetime) -> Driver:
        driver = stories.driver("engagement", now, watch=ConsultationModel().watch)
        if zone != "Asia/Tokyo":
            driver.send(drafting(1, zone), fitting(driver, drafting(1, zone)))
        return driver

    run("engagement", story, MOVES, prepare, besides)


@pytest.mark.parametrize("name", CONSULTATION_STORIES)
def test_every_move_at_every_point_of_the_story(name: str) -> None:
    story = CONSULTATION_STORIES[name]
    for length in range(len(story)):
        driver, watching = stories.driver("engagement"), ConsultationModel()
        driver.watch = watching.watch
        for scene in story[:length]:
            scene.play(driver)
        for move in MOVES:
            alone = replace(driver, log=[*driver.log], met={*driver.met}, watch=copy.deepcopy(watching).watch)
            command = made(move, alone.state, alone.now)
            alone.send(command, fitting(alone, command))
