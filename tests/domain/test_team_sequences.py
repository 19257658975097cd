"""Teams and whereabouts in any order: nothing that is done comes undone, nothing that is open is in nobody's hands."""

from datetime import timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.engagement.team.commands import NoteStanding
from domain.engagement.team.coverage import first_gap
from domain.engagement.team.events import CoverageReviewed

from support import engagements, place_stories, stories
from support.deciding import COMPANY, COORDINATOR, PARTICIPANT, SYSTEM
from support.driving import Step
from support.scenes import made

SEQUENCES = settings(
    max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
PAUSES = st.sampled_from([timedelta(), timedelta(hours=5), timedelta(days=1), timedelta(days=9), timedelta(days=60)])
NEXT = "the next deadline comes"


def team_holds(step: Step) -> None:
    """What is true of a team after every step."""
    before, after = step.before, step.after
    if before is None:
        return
    _tasks_stay(before, after)
    if isinstance(step.command, NoteStanding):
        assert before.stage == after.stage, "somebody who moved ended something"
    if after.stage == "accompany":
        _in_somebodys_hands(step, after)
        _foreseen(step, after)


def _tasks_stay(before: Any, after: Any) -> None:
    for key, task in before.team.tasks.items():
        now = after.team.tasks[key]
        assert now.title == task.title
        assert task.finished_by is None or now == task, "what was finished came undone"


def _in_somebodys_hands(step: Step, after: Any) -> None:
    for key, task in after.team.tasks.items():
        waits = f"task_assignment:{key}.{task.queued}" in after.waits
        assert waits == (task.assignee is None and task.finished_by is None), "an open task is in nobody's hands"
    if isinstance(step.command, NoteStanding) and step.events:
        member = after.team.members[step.command.participation]
        assert member.there or not after.team.open_tasks(step.command.participation), "a task stayed with who is away"


def _foreseen(step: Step, after: Any) -> None:
    forecast = after.team.forecast
    told = forecast is not None and forecast.told and forecast.short_from is not None
    assert any(wait.kind == "coverage" for wait in after.waits.values()) == told
    looked = isinstance(step.command, NoteStanding) or any(isinstance(one, CoverageReviewed) for one in step.events)
    if looked and step.events and after.team.business_hours:
        gap = first_gap(after.team.business_hours, after.time_zone, after.team.members, step.now)
        assert (gap is None) == (forecast is None or forecast.short_from is None), "a gap that nobody was told of"


def _sender(move: Any) -> Any:
    name = getattr(made(move, None, stories.NOW), "type", "") if not isinstance(move, str) else ""
    return {"NoteStanding": SYSTEM, "AddTask": COMPANY}.get(name, COORDINATOR)


@SEQUENCES
@given(moves=st.lists(st.tuples(st.sampled_from([*place_stories.ENGAGEMENT_MOVES, *[NEXT] * 4]), PAUSES), max_size=30))
def test_teams(moves: list[tuple[Any, timedelta]]) -> None:
    driver = stories.driver("engagement", watch=team_holds)
    for scene in place_stories.TWO:
        scene.play(driver)
    for move, pause in moves:
        driver.now += pause
        if isinstance(move, str):
            driver.meet_next()
        else:
            driver.send(made(move, driver.state, driver.now), _sender(move))
    driver.finish()


def person_holds(step: Step) -> None:
    """What is true of somebody's whereabouts after every step."""
    if step.before is None or not step.events:
        return
    known = step.after.whereabouts
    assert known.number == step.before.whereabouts.number + len(step.events)
    days = [stay.since for stay in known.stays]
    assert days == sorted(set(days)), "two places on one day"
    place = (known.present.country, known.present.time_zone) if known.present else step.after.registered_at
    assert (step.after.residence, step.after.time_zone) == place
    _moves_ahead_are_moves(step)
    assert all(stay.begins_at <= step.now for stay in known.stays if stay.begun_at is not None)


def _moves_ahead_are_moves(step: Step) -> None:
    place = step.after.registered_at
    for stay in step.after.whereabouts.stays:
        there = (stay.country, stay.time_zone)
        assert stay.begun_at is not None or there != place, "a move to where they are already"
        place = there


@SEQUENCES
@given(moves=st.lists(st.tuples(st.sampled_from([*place_stories.PERSON_MOVES, *[NEXT] * 2]), PAUSES), max_size=20))
def test_whereabouts(moves: list[tuple[Any, timedelta]]) -> None:
    driver = stories.driver("person", watch=person_holds)
    place_stories.PERSON_PLACES[0].play(driver)
    for move, pause in moves:
        driver.now += pause
        if isinstance(move, str):
            driver.meet_next()
            continue
        command = made(move, driver.state, driver.now)
        driver.send(command, PARTICIPANT)
        assert not driver.send(command, PARTICIPANT).events, "the same command again changed something"
    driver.finish()


def test_the_first_member_is_the_one_whose_tasks_are_handed_over() -> None:
    driver = stories.driver("engagement")
    for scene in place_stories.HANDED_OVER[: len(place_stories.TWO) + 5]:
        scene.play(driver)
    assert driver.state.team.open_tasks(engagements.SECOND) == ["t2", "t3"]
