"""A team that works as one: the client's contract, tasks that change hands, coverage now and to come."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from domain.engagement import commands as engagement
from domain.engagement.aggregate import ENGAGEMENT
from domain.engagement.team import commands as asked
from domain.engagement.team import events as happened
from domain.engagement.team.coverage import Gap, best_for, first_gap, gaps, presence
from domain.engagement.team.state import BusinessHours, Member
from domain.playbooks.schema import Rules
from domain.shared.deadlines import MeetDeadline
from domain.shared.weekly import HoursAhead, Interval, intervals

from support import engagements, place_stories
from support.deciding import COMPANY, COORDINATOR, NOW, OTHER_PARTICIPANT, PARTICIPANT, SYSTEM, Given, Outcome
from support.people import FACTS
from support.rules import RULES
from support.scenes import made

DAY = ("mon-fri 09:00-18:00",)
FIRST, SECOND = engagements.FIRST, engagements.SECOND


def under(**changes: Any) -> Rules:
    """The test's rules with another section for teams."""
    return RULES.model_copy(update={"teams": RULES.teams.model_copy(update=changes)})


def together(rules: Rules = RULES) -> Given:
    """Two members at work for a client that wants one of them there all day."""
    given = Given(ENGAGEMENT, stream=engagements.ID, facts=FACTS, rules=rules)
    for scene in place_stories.TWO:
        assert scene.make is not None
        outcome = given.when(made(scene.make, given.state, NOW), by=scene.actor)
        assert outcome.refusal is None, outcome.refusal
        given = given.events(*outcome.events)
    return given


def noted(given: Given, **values: Any) -> Outcome:
    """The next word about a member."""
    return given.when(made(place_stories.standing(**values), given.state, NOW), by=SYSTEM)


def types(outcome: Outcome) -> list[str]:
    """What happened, by type."""
    assert outcome.refusal is None, outcome.refusal
    return [type(event).__name__ for event in outcome.events]


def with_tasks(*assignees: str | None) -> Given:
    """Tasks t1, t2, ... in these hands."""
    given = together()
    for number, assignee in enumerate(assignees, start=1):
        outcome = given.when(place_stories.task(f"t{number}", assignee), by=COMPANY)
        given = given.events(*outcome.events)
    return given


def test_no_execution_without_the_clients_contract_where_the_playbook_wants_one() -> None:
    strict = under(client_contract=True)
    given = Given(ENGAGEMENT, stream=engagements.ID, facts=FACTS, rules=strict)
    given = given.history([*engagements.filled(), engagements.became_ready(), engagements.planned()])
    given.when(engagement.StartExecution()).refused("client-contract-missing")
    agreed = asked.ConcludeClientContract(contract="K-7", signed_on=date(2026, 4, 1))
    outcome = given.when(agreed).then(happened.ClientContractConcluded(contract="K-7", signed_on=date(2026, 4, 1)))
    assert outcome.told()[0] == ("client_contract_concluded", "coordinator-1")
    concluded = given.events(*outcome.events)
    assert types(concluded.when(engagement.StartExecution())) == ["ExecutionStarted"]
    concluded.when(agreed).refused("client-contract-concluded")
    ahead = agreed.model_copy(update={"signed_on": date(2026, 4, 2)})
    given.when(ahead).refused("date-future", "signed_on")


@pytest.mark.parametrize(
    "command",
    [
        asked.ConcludeClientContract(contract="K-7", signed_on=date(2026, 4, 1)),
        asked.SetBusinessHours(hours=DAY, minimum_coverage=1),
        asked.AddTask(task="t1", title="CRM"),
    ],
    ids=lambda command: command.type,
)
def test_a_playbook_without_teams_says_so_kindly(command: Any) -> None:
    given = together().under(under(business_hours=()))
    assert "[rules.teams]" in given.when(command).refused("no-team-here").explain("en")
    noted(given, active=False).then()


def test_each_open_gate_of_who_is_not_ready_is_named() -> None:
    given = Given(ENGAGEMENT, stream=engagements.ID, facts=FACTS).history(engagements.filled())
    outcome = noted(given, active=False)
    refused = given.events(*outcome.events).when(engagement.StartExecution()).refused("participants-not-ready")
    assert f"{FIRST}: the tax treatment" in refused.explain("en")
    assert f"{FIRST}: 税務上の取り扱い" in refused.explain("ja")


def test_tasks_go_to_who_covers_the_hours_and_what_is_done_stays_done() -> None:
    given = with_tasks(FIRST, FIRST, SECOND)
    done = given.when(asked.FinishTask(task="t1"), by=PARTICIPANT)
    outcome = noted(given.events(*done.events), active=False)
    assert types(outcome) == ["StandingNoted", "TaskAssigned"]
    assert outcome.events[1] == happened.TaskAssigned(task="t2", assignee=SECOND, former=FIRST, handed_over=True)
    assert outcome.state.team.tasks["t1"].finished_by == "participant-1"
    assert outcome.state.stage == "accompany"
    people = ["participant-2", "participant-1", "coordinator-1"]
    assert outcome.told() == [("task_handed_over", person) for person in people]


def test_where_nobody_covers_the_hours_a_coordinator_has_the_task() -> None:
    nobody = noted(with_tasks(FIRST), of=SECOND, hours=("mon-fri 19:00-23:00",))
    outcome = noted(with_tasks(FIRST).events(*nobody.events), active=False)
    assert types(outcome) == ["StandingNoted", "TaskQueued", "CoverageForecast", "CoverageShort"]
    wait = outcome.state.waits["task_assignment:t1.1"]
    assert wait.owner.persons == ("coordinator-1",)
    assert ("task_queued", "coordinator-1") in outcome.told()
    later = Given(ENGAGEMENT, stream=engagements.ID, facts=FACTS, state=outcome.state)
    found = later.when(asked.AssignTask(task="t1", assignee=SECOND))
    assert types(found) == ["TaskAssigned"]
    assert "task_assignment:t1.1" not in found.state.waits


NIGHT = place_stories.NIGHT


def test_who_covers_none_of_the_clients_hours_any_more_hands_on_what_is_open() -> None:
    outcome = noted(with_tasks(FIRST), hours=NIGHT)
    assert types(outcome) == ["StandingNoted", "TaskAssigned"]
    assert outcome.events[1] == happened.TaskAssigned(task="t1", assignee=SECOND, former=FIRST, handed_over=True)


def test_who_still_covers_some_of_them_keeps_it() -> None:
    assert types(noted(with_tasks(FIRST), hours=("mon 17:00-23:00",))) == ["StandingNoted"]


def test_what_was_given_on_purpose_to_who_covers_none_of_them_stays() -> None:
    given = with_tasks(None)
    at_night = given.events(*noted(given, hours=NIGHT).events)
    on_purpose = at_night.events(*at_night.when(asked.AssignTask(task="t1", assignee=FIRST)).events)
    assert types(noted(on_purpose, hours=("mon-fri 19:00-23:00",))) == ["StandingNoted"]
    assert types(noted(on_purpose, hours=())) == ["StandingNoted", "TaskAssigned"], "unless they are not there at all"


def test_another_zone_may_take_somebody_out_of_the_clients_hours() -> None:
    outcome = noted(with_tasks(FIRST), zone="America/New_York")
    assert types(outcome) == ["StandingNoted", "TaskAssigned"]


def test_nobody_hands_on_to_themselves_what_they_will_have_time_for_later() -> None:
    given = with_tasks(FIRST)
    alone = given.events(*noted(given, of=SECOND, active=False).events)
    outcome = noted(alone, hours=NIGHT, ahead=((1, DAY),))
    assert "TaskQueued" in types(outcome)
    away = noted(given, of=SECOND, hours=(), ahead=((1, DAY),))
    assert "TaskQueued" in types(noted(given.events(*away.events), active=False)), "who has no time now takes nothing"


def test_when_announced_hours_begin_the_hours_until_then_are_handed_on() -> None:
    given = together()
    for command in (
        asked.SetBusinessHours(hours=("mon-fri 09:00-23:00",), minimum_coverage=0),
        place_stories.task("t1"),
    ):
        given = given.events(*given.when(command).events)
    for one, hours in ((SECOND, ("mon-fri 12:00-23:00",)), (FIRST, ("mon-fri 09:00-12:00",))):
        given = given.events(*noted(given, of=one, hours=hours).events)
    announced = given.events(*noted(given, hours=("mon-fri 09:00-12:00",), ahead=((2, ()),)).events)
    assert announced.state.team.open_tasks(FIRST) == ["t1"], "nothing has begun yet"
    begun = noted(announced.at(NOW + timedelta(days=2)), hours=())
    assert "TaskQueued" in types(begun), "nobody else covers the mornings"


@pytest.mark.parametrize(
    ("command", "by", "code", "field"),
    [
        (asked.AddTask(task="t1", title="CRM"), COORDINATOR, "task-exists", "task"),
        (asked.AddTask(task="t9", title="CRM", assignee="nobody"), COORDINATOR, "member-not-there", "assignee"),
        (asked.AssignTask(task="t9", assignee=SECOND), COORDINATOR, "task-not-open", "task"),
        (asked.AssignTask(task="t1", assignee="nobody"), COORDINATOR, "member-not-there", "assignee"),
        (asked.FinishTask(task="t1"), OTHER_PARTICIPANT, "not-your-task", "task"),
    ],
    ids=lambda value: getattr(value, "type", None),
)
def test_what_tasks_refuse(command: Any, by: Any, code: str, field: str) -> None:
    with_tasks(FIRST).when(command, by=by).refused(code, field)


def member(
    zone: str = "Asia/Tokyo", hours: tuple[str, ...] = DAY, *, until: date | None = None, active: bool = True
) -> Member:
    """Somebody of a team."""
    return Member(person="p", number=1, active=active, time_zone=zone, hours=hours, missing=(), until=until)


def moment(text: str) -> datetime:
    """A moment in UTC."""
    return datetime.fromisoformat(f"{text}+00:00")


def test_gaps_are_counted_to_the_minute_and_by_how_many_are_there() -> None:
    business = BusinessHours(hours=("mon 09:00-18:00",), minimum=2)
    members = [member(hours=("mon 09:00-12:30",)), member(hours=("mon 09:00-18:00",))]
    found = gaps(business, "Asia/Tokyo", members, moment("2026-04-06T00:00"), moment("2026-04-07T00:00"))
    assert found == [Gap(moment("2026-04-06T03:30"), moment("2026-04-06T09:00"), 1)]
    assert not gaps(
        business, "Asia/Tokyo", [*members, member()], moment("2026-04-06T00:00"), moment("2026-04-07T00:00")
    )


def test_a_change_of_clocks_that_opens_a_gap_is_foreseen() -> None:
    business = BusinessHours(hours=("mon-fri 14:00-20:00",), minimum=1)
    new_york = {"ny": member("America/New_York", ("mon-fri 08:00-14:00",))}
    gap = first_gap(business, "Europe/Berlin", new_york, moment("2026-01-05T00:00"))
    assert gap == Gap(moment("2026-03-09T18:00"), moment("2026-03-09T19:00"), 0), "New York is an hour early for weeks"
    both = {**new_york, "bs": member("America/Sao_Paulo", ("mon-fri 10:00-16:00",))}
    assert first_gap(business, "Europe/Berlin", both, moment("2026-01-05T00:00")) is None


def test_an_announced_move_and_a_permit_that_ends_are_foreseen() -> None:
    business = BusinessHours(hours=DAY, minimum=1)
    one, other = member(until=date(2026, 6, 1)), member(until=date(2026, 5, 2))
    gap = first_gap(business, "Asia/Tokyo", {"a": one, "b": other}, NOW)
    assert gap is not None
    assert gap.begins == moment("2026-06-01T00:00")


def test_announced_hours_count_from_their_day_on_and_up_to_the_end() -> None:
    day, end = date(2026, 4, 13), date(2026, 4, 15)
    changing = member(until=end).model_copy(
        update={"hours_ahead": (HoursAhead(since=day, hours=("mon-fri 20:00-21:00",)),)}
    )
    found = presence(changing, moment("2026-04-09T15:00"), moment("2026-04-20T15:00"))
    assert found == [
        Interval(moment("2026-04-10T00:00"), moment("2026-04-10T09:00")),
        Interval(moment("2026-04-13T11:00"), moment("2026-04-13T12:00")),
        Interval(moment("2026-04-14T11:00"), moment("2026-04-14T12:00")),
    ]
    back = member(hours=()).model_copy(update={"hours_ahead": (HoursAhead(since=day, hours=("mon 20:00-21:00",)),)})
    assert len(presence(back, moment("2026-04-09T15:00"), moment("2026-04-20T15:00"))) == 2


def test_a_gap_that_comes_from_announced_hours_is_foreseen() -> None:
    given = together()
    for one in (FIRST, SECOND):
        given = given.events(*noted(given, of=one, ahead=((100, NIGHT), (130, DAY))).events)
    forecast = given.state.team.forecast
    assert (forecast.short_from, forecast.covered, forecast.told) == (date(2026, 7, 10), 0, False)
    assert forecast.tell_at == datetime.fromisoformat("2026-06-10T09:00+09:00")
    taken_back = noted(given, of=SECOND)
    assert types(taken_back) == ["StandingNoted", "CoverageForecast"]
    assert taken_back.state.team.forecast.short_from is None


def test_it_is_known_that_somebody_comes_back_before_somebody_else_goes() -> None:
    given = together()
    for of, values in ((FIRST, {"ahead": ((20, ()), (40, DAY))}), (SECOND, {"until": 60})):
        given = given.events(*noted(given, of=of, **values).events)  # type: ignore[arg-type]
    assert given.state.team.forecast is None


def test_most_hours_then_fewest_open_tasks_then_the_id() -> None:
    begins, ends = moment("2026-04-06T00:00"), moment("2026-04-13T00:00")
    wanted = intervals(("mon-fri 09:00-15:00",), "Asia/Tokyo", begins, ends)
    short, b, c = member(hours=("mon-fri 09:00-12:00",)), member(), member(hours=("mon-fri 08:00-16:00",))
    gone = member(active=False)
    team = {"a": short, "b": b, "c": c, "d": gone}
    assert best_for(wanted, team, {"b": 1}, begins, ends) == "c"
    assert best_for(wanted, team, {}, begins, ends) == "b"
    assert best_for(wanted, {"a": short, "d": gone}, {}, begins, ends) == "a"
    assert best_for(wanted, {"d": gone}, {}, begins, ends) is None


def test_the_coordinator_is_told_once_the_gap_is_near_and_before_the_client_notices() -> None:
    given = together()
    for one in (FIRST, SECOND):
        outcome = noted(given, of=one, until=100)
        given = given.events(*outcome.events)
    forecast = given.state.team.forecast
    assert (forecast.short_from, forecast.covered, forecast.told) == (date(2026, 7, 10), 0, False)
    (deadline,) = (one for one in ENGAGEMENT.deadlines(given.state) if one.kind == "coverage_forecast")
    assert deadline.due == datetime.fromisoformat("2026-06-10T09:00+09:00")
    meeting = MeetDeadline(kind=deadline.kind, subject=deadline.subject, ordinal=1)
    given.when(meeting, by=SYSTEM).then()
    told = given.at(deadline.due).when(meeting, by=SYSTEM)
    assert told.told() == [("coverage_short", "coordinator-1")]
    assert told.state.waits["coverage:1"].owner.persons == ("coordinator-1",)
    near = given.at(deadline.due).events(*told.events)
    restored = noted(near, of=SECOND, until=None)
    assert types(restored) == ["StandingNoted", "CoverageForecast"]
    assert restored.told() == [("coverage_restored", "coordinator-1")]
    assert not restored.state.waits


def test_nobody_is_relieved_of_a_gap_that_they_never_heard_of() -> None:
    given = together()
    for one in (FIRST, SECOND):
        given = given.events(*noted(given, of=one, until=100).events)
    restored = noted(given, of=SECOND, until=None)
    assert types(restored) == ["StandingNoted", "CoverageForecast"]
    assert restored.told() == []


def test_who_heard_of_a_gap_that_then_moved_away_hears_when_it_is_gone() -> None:
    given = together()
    for one in (FIRST, SECOND):
        given = given.events(*noted(given, of=one, until=5).events)
    assert given.state.team.forecast.told
    later = noted(given, of=SECOND, until=100)
    assert later.told() == []
    gone = noted(given.events(*later.events), of=SECOND, until=None)
    assert gone.told() == [("coverage_restored", "coordinator-1")]


def reviews_of(state: Any) -> list[Any]:
    """When it is looked ahead again."""
    return [one for one in ENGAGEMENT.deadlines(state) if one.kind == "coverage_review"]


def test_an_end_beyond_a_year_is_found_in_time_though_nothing_else_happens() -> None:
    given = together()
    for one in (FIRST, SECOND):
        given = given.events(*noted(given, of=one, until=400).events)
    assert given.state.team.forecast is None, "it is farther away than anybody looks"
    (due,) = reviews_of(given.state)
    assert (due.subject, due.due) == ("1", datetime.fromisoformat("2026-07-10T09:00+09:00"))
    meeting = MeetDeadline(kind=due.kind, subject=due.subject, ordinal=1)
    given.at(due.due - timedelta(minutes=1)).when(meeting, by=SYSTEM).then()
    outcome = given.at(due.due).when(meeting, by=SYSTEM)
    assert types(outcome) == ["CoverageReviewed", "CoverageForecast"]
    assert outcome.told() == []
    assert outcome.state.team.forecast.short_from == date(2027, 5, 6)
    assert outcome.state.team.forecast.tell_at < datetime.fromisoformat("2027-05-06T00:00+09:00")
    reviewed = given.at(due.due).events(*outcome.events)
    reviewed.when(meeting, by=SYSTEM).then()
    assert not reviews_of(reviewed.state), "a look reaches as far as anything is announced"


def test_announced_hours_beyond_a_year_are_found_in_time_too() -> None:
    given = together()
    for one in (FIRST, SECOND):
        given = given.events(*noted(given, of=one, ahead=((400, ()),)).events)
    (due,) = reviews_of(given.state)
    assert due.due == datetime.fromisoformat("2026-07-10T09:00+09:00")
    found = given.at(due.due).when(MeetDeadline(kind=due.kind, subject=due.subject, ordinal=1), by=SYSTEM)
    assert types(found) == ["CoverageReviewed", "CoverageForecast"]
    assert found.state.team.forecast.short_from == date(2027, 5, 6)
    leaves_before = noted(together(), ahead=((400, ()),), until=300)
    assert not reviews_of(leaves_before.state), "who has gone by then changes nothing"


def test_it_is_not_looked_ahead_for_what_is_near_nor_for_who_is_away_nor_after_the_work() -> None:
    given = together()
    assert not reviews_of(given.events(*noted(given, until=300).events).state)
    assert not reviews_of(given.events(*noted(given, until=400, hours=()).events).state)
    far = given.events(*noted(given, until=400).events).state
    assert reviews_of(far)
    assert not reviews_of(far.model_copy(update={"stage": "look_back"}))


def test_a_gap_that_lasts_is_told_once() -> None:
    given = together()
    for one in (FIRST, SECOND):
        outcome = noted(given, of=one, hours=())
        given = given.events(*outcome.events)
    assert "coverage:1" in given.state.waits
    later = given.at(NOW + timedelta(days=9))
    assert types(noted(later, of=FIRST, hours=())) == ["StandingNoted"]


def test_other_business_hours_are_looked_at_at_once() -> None:
    given = together()
    same = asked.SetBusinessHours(hours=DAY, minimum_coverage=1)
    given.when(same).then()
    night = asked.SetBusinessHours(hours=("mon-sun 00:00-24:00",), minimum_coverage=1)
    assert types(given.when(night)) == ["BusinessHoursSet", "CoverageForecast", "CoverageShort"]
