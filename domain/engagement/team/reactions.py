"""Who is told of what happens to a team, and when time itself has something to say about it."""

from typing import assert_never

from domain.engagement.state import Engagement
from domain.engagement.team import events as happened
from domain.engagement.team.deciding import FORECAST, REVIEW, review_due
from domain.engagement.team.events import TeamEvent
from domain.shared.effects import Effect, Notify
from domain.shared.telling import tell
from domain.shared.values import BilingualText
from domain.shared.waiting import Deadline
from domain.shared.wording import day_in_words


def react(event: TeamEvent, state: Engagement) -> list[Effect]:
    """The messages of one event; `state` is that after the event."""
    match event:
        case happened.ClientContractConcluded():
            everybody = (*state.office, *state.company_contacts)
            return tell(state, "client_contract_concluded", everybody, {"document": event.contract})
        case happened.TaskAssigned():
            return _assigned(event, state)
        case happened.TaskQueued():
            about = {"task": state.team.tasks[event.task].title, "subject": f"{event.task}.{event.round}"}
            return tell(state, "task_queued", event.owner.persons, about)
        case happened.CoverageForecast():
            return _restored(event, state)
        case happened.CoverageShort():
            return _short(event, state)
        case (
            happened.BusinessHoursSet()
            | happened.TaskAdded()
            | happened.TaskFinished()
            | happened.StandingNoted()
            | happened.CoverageReviewed()
        ):
            return []
        case _:
            assert_never(event)


def _restored(event: happened.CoverageForecast, state: Engagement) -> list[Effect]:
    """Relief is for whoever was told of a gap."""
    if event.short_from is not None or state.team.forecast is None or not state.team.forecast.feared:
        return []
    return tell(state, "coverage_restored", state.office, {"minimum": str(event.minimum)})


def _assigned(event: happened.TaskAssigned, state: Engagement) -> list[Effect]:
    about = {"task": state.team.tasks[event.task].title}
    assignee = state.team.members[event.assignee].person
    if event.former is None:
        return tell(state, "task_assigned", (assignee,), about, names={"person": assignee})
    former = state.team.members[event.former].person
    names = {"person": former, "who": assignee}
    return tell(state, "task_handed_over", (assignee, former, *state.office), about, names=names)


def _short(event: happened.CoverageShort, state: Engagement) -> list[Effect]:
    forecast = state.team.forecast
    if forecast is None or forecast.short_from is None:
        return []
    about = {"covered": str(forecast.covered), "minimum": str(forecast.minimum)}
    due: BilingualText = day_in_words(forecast.short_from)
    told = tell(state, "coverage_short", event.owner.persons, {**about, "subject": str(event.number)})
    return [one.model_copy(update={"spoken": {"due": due}}) if isinstance(one, Notify) else one for one in told]


def deadlines(state: Engagement) -> list[Deadline]:
    """When the coordinator is told of a gap to come, and when it is looked ahead again."""
    forecast, review = state.team.forecast, review_due(state)
    found = []
    if review is not None:
        found.append(Deadline(kind=REVIEW, subject=str(state.team.reviews + 1), ordinal=1, due=review))
    if forecast is not None and not forecast.told and forecast.tell_at is not None and state.stage == "accompany":
        found.append(Deadline(kind=FORECAST, subject=str(forecast.number), ordinal=1, due=forecast.tell_at))
    return found
