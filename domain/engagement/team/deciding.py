"""What an engagement decides about its team. Somebody who is suddenly not there ends nothing."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, assert_never

from domain.engagement.state import Engagement, evolve
from domain.engagement.team import commands as asked
from domain.engagement.team import events as happened
from domain.engagement.team.commands import TeamCommand
from domain.engagement.team.coverage import A_WEEK, A_YEAR, as_now, best_for, day_of, first_gap
from domain.engagement.team.state import BusinessHours, Member, Task, Team
from domain.shared.actors import Role
from domain.shared.deadlines import MeetDeadline
from domain.shared.decider import Context
from domain.shared.models import Event
from domain.shared.periods import after, days_after, local_date, midnight_of, morning_of
from domain.shared.refusals import not_in_playbook, refusal
from domain.shared.waiting import Owner
from domain.shared.weekly import Interval, common, intervals

FORECAST, REVIEW = "coverage_forecast", "coverage_review"
KINDS = (FORECAST, REVIEW)
"""Kinds of deadlines: the coordinator is told of a gap to come; it is looked ahead again."""

REVIEW_DAYS = 300
"""So long before an announced day that no look has reached yet it is looked ahead again; a look reaches over a year."""


def decide(command: TeamCommand, state: Engagement, context: Context) -> list[Event]:
    """The events that follow from a command.

    Raises:
        DomainError: the command is refused.
    """
    unused = not context.rules.teams.business_hours
    if isinstance(command, asked.NoteStanding):
        return [] if unused else _note(command, state, context)
    if unused:
        what = ("チームでの受託", "team that serves a client")
        raise not_in_playbook("no-team-here", what, "[rules.teams] business_hours")
    match command:
        case asked.ConcludeClientContract():
            return _conclude(command, state, context)
        case asked.SetBusinessHours():
            return _set_hours(command, state, context)
        case asked.AddTask():
            return _add(command, state, context)
        case asked.AssignTask():
            return _assign(command, state)
        case asked.FinishTask():
            return _finish(command, state, context)
        case _:
            assert_never(command)


def _conclude(command: asked.ConcludeClientContract, state: Engagement, context: Context) -> list[Event]:
    if command.signed_on > local_date(context.now, state.time_zone):
        raise refusal(
            "date-future",
            wrong=(f"{command.signed_on} はまだ来ていません。", f"{command.signed_on} has not come yet."),
            right=("署名された日を記録してください。", "Record it once both have signed."),
            field="signed_on",
        )
    if state.team.client_contract is not None:
        raise refusal(
            "client-contract-concluded",
            wrong=(
                "クライアントとの契約はすでに記録されています。",
                "The contract with the client is recorded already.",
            ),
            right=("このまま進められます。", "Go on with it."),
        )
    return [happened.ClientContractConcluded(contract=command.contract, signed_on=command.signed_on)]


def _set_hours(command: asked.SetBusinessHours, state: Engagement, context: Context) -> list[Event]:
    wished = BusinessHours(hours=command.hours, minimum=command.minimum_coverage)
    if wished == business_hours(state.team, context):
        return []
    return with_forecast(
        [happened.BusinessHoursSet(hours=wished.hours, minimum_coverage=wished.minimum)], state, context
    )


def business_hours(team: Team, context: Context) -> BusinessHours:
    """The client's own hours, else the playbook's."""
    rules = context.rules.teams
    return team.business_hours or BusinessHours(hours=rules.business_hours, minimum=rules.minimum_coverage)


def kick_off(events: list[Event], state: Engagement, context: Context) -> list[Event]:
    """Work begins: with the client's contract, where the playbook wants one, and with a first look ahead."""
    if not context.rules.teams.business_hours:
        return events
    if context.rules.teams.client_contract and state.team.client_contract is None:
        raise refusal(
            "client-contract-missing",
            wrong=("クライアントとの契約がまだありません。", "There is no contract with the client yet."),
            right=(
                "ConcludeClientContract で契約を記録してから始めてください。",
                "Record it with ConcludeClientContract, then start.",
            ),
        )
    return with_forecast(events, state, context)


def _together(state: Engagement) -> None:
    if state.stage != "accompany":
        raise refusal(
            "not-at-work",
            wrong=("いまは実施期間ではありません。", "This is not the time of work."),
            right=("キックオフから振り返りまでの間に行ってください。", "Do this between kick-off and retrospective."),
        )


def _add(command: asked.AddTask, state: Engagement, context: Context) -> list[Event]:
    _together(state)
    if command.task in state.team.tasks:
        raise refusal(
            "task-exists",
            wrong=(f"仕事「{command.task}」はすでにあります。", f"There is a task {command.task} already."),
            right=("別の番号で加えてください。", "Add it under another id."),
            field="task",
        )
    added = happened.TaskAdded(task=command.task, title=command.title)
    if command.assignee is None:
        return [added, _queued(command.task, 1, state, context)]
    _member_there(command.assignee, state)
    return [
        added,
        happened.TaskAssigned(task=command.task, assignee=command.assignee, former=None, handed_over=False),
    ]


def _queued(task: str, number: int, state: Engagement, context: Context) -> happened.TaskQueued:
    waiting = context.schedule("task_assignment", state.time_zone)
    return happened.TaskQueued(task=task, round=number, schedule=waiting, owner=_office(state))


def _office(state: Engagement) -> Owner:
    return Owner(role=Role.COORDINATOR, persons=state.office)


def _member_there(participation: str, state: Engagement) -> Member:
    member = state.team.members.get(participation)
    if member is None or not member.there:
        there = ", ".join(sorted(key for key, one in state.team.members.items() if one.there))
        raise refusal(
            "member-not-there",
            wrong=(f"「{participation}」はいま仕事を受けられません。", f"{participation} cannot take a task now."),
            right=(f"いま受けられる人: {there or 'いません'}。", f"Those who can: {there or 'nobody at the moment'}."),
            field="assignee",
        )
    return member


def _open_task(task: str, state: Engagement) -> Task:
    known = state.team.tasks.get(task)
    if known is None or known.finished_by is not None:
        raise refusal(
            "task-not-open",
            wrong=(f"「{task}」という未完了の仕事はありません。", f"There is no open task {task}."),
            right=("`banso show` で仕事の一覧を確かめてください。", "See the tasks with `banso show`."),
            field="task",
        )
    return known


def _assign(command: asked.AssignTask, state: Engagement) -> list[Event]:
    _together(state)
    known = _open_task(command.task, state)
    if known.assignee == command.assignee:
        return []
    _member_there(command.assignee, state)
    return [
        happened.TaskAssigned(task=command.task, assignee=command.assignee, former=known.assignee, handed_over=False)
    ]


def _finish(command: asked.FinishTask, state: Engagement, context: Context) -> list[Event]:
    _together(state)
    known = _open_task(command.task, state)
    member = state.team.members.get(known.assignee or "")
    if context.actor.role == Role.PARTICIPANT and (member is None or member.person != context.actor.person):
        raise refusal(
            "not-your-task",
            wrong=("ほかの人の仕事です。", "Somebody else does this task."),
            right=(
                "担当している人か、コーディネーターが終えられます。",
                "Whoever does it, or a coordinator, finishes it.",
            ),
            field="task",
        )
    return [happened.TaskFinished(task=command.task, by=context.actor.person)]


def _note(command: asked.NoteStanding, state: Engagement, context: Context) -> list[Event]:
    known = state.team.members.get(command.participation)
    applicant = state.applications.get(command.participation)
    person = applicant.person if applicant else known.person if known else None
    if person is None or (known is not None and command.number <= known.number):
        return []
    noted = happened.StandingNoted(person=person, **command.model_dump(exclude={"type"}))
    events: list[Event] = [noted]
    after_it = _after(state, events, context.now)
    if state.stage == "accompany":
        events += _hand_over(command.participation, known, after_it, context)
    return with_forecast(events, state, context)


def _after(state: Engagement, events: Sequence[Any], now: datetime) -> Engagement:
    for event in events:
        state = evolve(state, event, now)
    return state


def _hand_over(noted: str, before: Member | None, state: Engagement, context: Context) -> list[Event]:
    """Who is not there, or covers none of the client's hours any more, hands on what is open.

    Each task goes to whoever covers most of the hours that they covered until now, or into the queue. Somebody who
    covered none of the client's hours before was given their tasks on purpose, and keeps them.
    """
    if not state.team.open_tasks(noted):
        return []
    member = state.team.members[noted]
    served = intervals(business_hours(state.team, context).hours, state.time_zone, *_week(context))
    covered = common(served, as_now(before, *_week(context))) if before else []
    if member.there and (not covered or common(served, as_now(member, *_week(context)))):
        return []
    return _handed_over(noted, covered or served, state, context)


def _week(context: Context) -> tuple[datetime, datetime]:
    """The week from now on."""
    return context.now, context.now + A_WEEK


def _handed_over(gone: str, hours: list[Interval], state: Engagement, context: Context) -> list[Event]:
    others = {key: member for key, member in state.team.members.items() if key != gone}
    events: list[Event] = []
    for task in state.team.open_tasks(gone):
        now_open = {key: len(state.team.open_tasks(key)) for key in others}
        found = best_for(hours, others, now_open, *_week(context))
        if found is None:
            event: Any = _queued(task, state.team.tasks[task].queued + 1, state, context)
        else:
            event = happened.TaskAssigned(task=task, assignee=found, former=gone, handed_over=True)
        events.append(event)
        state = _after(state, [event], context.now)
    return events


def with_forecast(events: list[Event], state: Engagement, context: Context) -> list[Event]:
    """The events and, where they change it, from when on too few will have time."""
    after_all = _after(state, events, context.now)
    return [*events, *_forecast(after_all, context)]


def _forecast(state: Engagement, context: Context) -> list[Event]:
    if state.stage != "accompany":
        return []
    business, known = business_hours(state.team, context), state.team.forecast
    gap = first_gap(business, state.time_zone, state.team.members, context.now)
    short_from = day_of(gap, state.time_zone) if gap else None
    told = known.short_from if known else None
    # A gap that lasts is found anew at every look, a little later each time: it is the same one.
    begun = told is not None and told <= local_date(context.now, state.time_zone)
    lasts = begun and gap is not None and gap.begins < context.now + A_WEEK
    if lasts or (short_from, business.minimum) == (told, known.minimum if known else business.minimum):
        return []
    tell_at = _ahead(short_from, state, context) if short_from else None
    forecast = happened.CoverageForecast(
        number=known.number + 1 if known else 1,
        short_from=short_from,
        tell_at=tell_at,
        covered=gap.covered if gap else 0,
        minimum=business.minimum,
    )
    if tell_at is None or tell_at > context.now:
        return [forecast]
    return [forecast, _short(forecast.number, state, context)]


def _ahead(day: Any, state: Engagement, context: Context) -> datetime:
    """Nine in the morning on the client's clock so long before that the playbook's period reaches to that day."""
    period, first = context.rules.teams.forecast_ahead, day
    while after(midnight_of(first, state.time_zone), period, state.time_zone) > midnight_of(day, state.time_zone):
        first = days_after(first, -1)
    return morning_of(first, state.time_zone)


def _short(number: int, state: Engagement, context: Context) -> happened.CoverageShort:
    waiting = context.schedule("coverage", state.time_zone)
    return happened.CoverageShort(number=number, schedule=waiting, owner=_office(state))


def review_due(state: Engagement) -> datetime | None:
    """When it is looked ahead again though nothing changes: before the first announced day beyond the last look."""
    looked_at = state.team.looked_at
    if looked_at is None or state.stage != "accompany":
        return None
    turns = [day for one in state.team.members.values() for day in one.turns]
    beyond = [day for day in turns if midnight_of(day, state.time_zone) > looked_at + A_YEAR]
    return morning_of(days_after(min(beyond), -REVIEW_DAYS), state.time_zone) if beyond else None


def meet(command: MeetDeadline, state: Engagement, context: Context) -> list[Event]:
    """A gap has come so near that the coordinator is told, or nobody has looked ahead for long."""
    return _review(command, state, context) if command.kind == REVIEW else _tell(command, state, context)


def _review(command: MeetDeadline, state: Engagement, context: Context) -> list[Event]:
    number, due = state.team.reviews + 1, review_due(state)
    if (command.subject, command.ordinal) != (str(number), 1) or due is None or due > context.now:
        return []
    return with_forecast([happened.CoverageReviewed(number=number)], state, context)


def _tell(command: MeetDeadline, state: Engagement, context: Context) -> list[Event]:
    forecast = state.team.forecast
    if forecast is None or forecast.told or forecast.tell_at is None or state.stage != "accompany":
        return []
    if (command.subject, command.ordinal) != (str(forecast.number), 1) or forecast.tell_at > context.now:
        return []
    return [_short(forecast.number, state, context)]
