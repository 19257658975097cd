"""Teams and whereabouts in any order: nothing that is done comes undone, nothing that is open is in nobody's hands."""

from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.engagement.team.commands import NoteStanding
from domain.engagement.team.coverage import first_gap, gaps, presence
from domain.engagement.team.events import CoverageReviewed, TaskAssigned
from domain.engagement.team.state import BusinessHours, Member
from domain.shared.periods import days_after, local_date, midnight_of
from domain.shared.weekly import DAYS, HoursAhead, Interval, common, intervals, merged

from support import engagements, place_stories, stories
from support.deciding import COMPANY, COORDINATOR, PARTICIPANT, SYSTEM
from support.driving import Step
from support.hours_model import HoursModel
from support.rules import RULES
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
        _hands_over(step, step.command.participation)


def _hands_over(step: Step, noted: str) -> None:
    """Who is away, or covers nothing of the client's hours any more, has nothing open; everybody else keeps theirs."""
    before, after = (state.team.members.get(noted) for state in (step.before, step.after))
    lost = _covers(before, step) and not _covers(after, step)
    if lost or not (after.active and after.hours):
        assert not step.after.team.open_tasks(noted), "a task stayed with who is away"
    else:
        assert step.after.team.open_tasks(noted) == step.before.team.open_tasks(noted), "a task was taken from somebody"
    for event in step.events:
        if isinstance(event, TaskAssigned):
            taker = step.after.team.members[event.assignee]
            assert event.assignee != noted
            assert taker.active, "somebody who rests took a task"
            assert taker.hours, "somebody who has no time took a task"


def _covers(member: Any, step: Step) -> bool:
    """Whether somebody has time at any quarter of an hour of the client's week."""
    week = [step.now + timedelta(minutes=15 * number) for number in range(7 * 24 * 4)]
    if member is None or not member.active:
        return False
    served = step.after.team.business_hours
    business = served.hours if served else RULES.teams.business_hours
    return any(_open(business, step.after.time_zone, at) and _open(member.hours, member.time_zone, at) for at in week)


def _open(hours: tuple[str, ...], zone: str, at: datetime) -> bool:
    local = at.astimezone(ZoneInfo(zone))
    minutes = local.hour * 60 + local.minute
    return any(local.weekday() in days and first <= minutes < last for days, first, last in map(_read, hours))


@lru_cache
def _read(line: str) -> tuple[frozenset[int], int, int]:
    """Days of the week, and from which minute to which one."""
    days, times = line.split(" ")
    first, last = (DAYS.index(day) for day in (days.split("-") * 2)[:2])
    begins, ends = (int(time[:2]) * 60 + int(time[3:]) for time in times.split("-"))
    return frozenset(range(first, last + 1)), begins, ends


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
    hours = HoursModel()

    def watch(step: Step) -> None:
        person_holds(step)
        hours.watch(step)

    driver = stories.driver("person", watch=watch)
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


WEEKS = st.sampled_from([(), place_stories.DAYTIME, place_stories.NIGHT, ("mon 09:00-12:00", "sat-sun 00:00-24:00")])
BEGIN = local_date(stories.NOW, "Asia/Tokyo")
SOON = st.integers(-3, 60).map(lambda days: BEGIN + timedelta(days=days))
HORIZON = timedelta(days=100)


@st.composite
def members(draw: Any) -> Member:
    """Somebody of a team who has announced this and that."""
    days = sorted(draw(st.sets(SOON, max_size=3)))
    return Member(
        person="p",
        number=1,
        active=draw(st.booleans()),
        time_zone=draw(st.sampled_from(["Asia/Tokyo", "America/New_York", "Pacific/Kiritimati"])),
        hours=draw(WEEKS),
        missing=(),
        until=draw(st.none() | SOON),
        hours_ahead=tuple(HoursAhead(since=day, hours=draw(WEEKS)) for day in days),
    )


def day_by_day(member: Member) -> list[Interval]:
    """When somebody has time, each day by the hours that hold on it."""
    found, day = [], BEGIN - timedelta(days=1)
    while midnight_of(day, member.time_zone) < stories.NOW + HORIZON and member.active:
        hours = [member.hours, *(one.hours for one in member.hours_ahead if one.since <= day)][-1]
        ends = midnight_of(days_after(day, 1), member.time_zone)
        if member.until is None or day < member.until:
            found += intervals(hours, member.time_zone, midnight_of(day, member.time_zone), ends)
        day = days_after(day, 1)
    return common(merged(found), [Interval(stories.NOW, stories.NOW + HORIZON)])


@SEQUENCES
@given(team=st.lists(members(), max_size=3), minimum=st.integers(1, 2))
def test_no_gap_comes_before_the_first_one_that_is_found(team: list[Member], minimum: int) -> None:
    business = BusinessHours(hours=place_stories.DAYTIME, minimum=minimum)
    ends = stories.NOW + HORIZON
    for member in team:
        assert presence(member, stories.NOW, ends) == day_by_day(member)
    found = first_gap(business, "Asia/Tokyo", {str(key): one for key, one in enumerate(team)}, stories.NOW)
    first = next(iter(gaps(business, "Asia/Tokyo", team, stories.NOW, ends)), None)
    assert (found and (found.begins, found.covered)) == (first and (first.begins, first.covered))


def test_the_first_member_is_the_one_whose_tasks_are_handed_over() -> None:
    driver = stories.driver("engagement")
    for scene in place_stories.HANDED_OVER[: len(place_stories.TWO) + 5]:
        scene.play(driver)
    assert driver.state.team.open_tasks(engagements.SECOND) == ["t2", "t3"]
