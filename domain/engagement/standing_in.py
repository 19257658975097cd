"""Deputies and companions. Who coordinates, and who decides for the company, is settled in `people`."""

from domain.engagement.hands_commands import ChangeCompanion, DismissDeputy, NameDeputy
from domain.engagement.hands_events import CompanionChanged, DeputyEnded, DeputyNamed
from domain.engagement.state import Engagement
from domain.shared.deadlines import MeetDeadline
from domain.shared.decider import Context
from domain.shared.models import Event
from domain.shared.periods import days_after, local_date, morning_of
from domain.shared.refusals import refusal
from domain.shared.registered import require_registered


def name_deputy(command: NameDeputy, state: Engagement, context: Context) -> list[Event]:
    """Somebody stands in, until nine in the morning after the last day, where the company is."""
    responsible = [*state.coordinators, *([state.companion] if state.companion else [])]
    if command.stands_in_for not in responsible:
        names = ", ".join(responsible)
        raise refusal(
            "not-responsible",
            wrong=(
                f"{command.stands_in_for} さんは担当でも伴走者でもありません。",
                f"{command.stands_in_for} neither coordinates nor accompanies this.",
            ),
            right=(f"代理を置けるのは: {names}。", f"Deputies can be named for: {names}."),
            field="stands_in_for",
        )
    if command.deputy in responsible or command.deputy in state.deputies:
        raise refusal(
            "deputy-already",
            wrong=(
                f"{command.deputy} さんはすでに担当、伴走者または代理です。",
                f"{command.deputy} is responsible already, or a deputy.",
            ),
            right=(
                "ほかの人を代理にするか、先に DismissDeputy で解いてください。",
                "Name somebody else, or end it first with DismissDeputy.",
            ),
            field="deputy",
        )
    require_registered(context, command.deputy, "deputy")
    today = local_date(context.now, state.time_zone)
    if command.until < today:
        raise refusal(
            "date-past",
            wrong=(f"{command.until} は過ぎています。", f"{command.until} is past."),
            right=(f"{today} 以降の日付にしてください。", f"Choose {today} or a later day."),
            field="until",
        )
    return [_named(command, state)]


def _named(command: NameDeputy, state: Engagement) -> DeputyNamed:
    ends_at = morning_of(days_after(command.until, 1), state.time_zone)
    return DeputyNamed(
        number=state.deputies_named + 1, deputy=command.deputy, stands_in_for=command.stands_in_for, ends_at=ends_at
    )


def dismiss_deputy(command: DismissDeputy, state: Engagement) -> list[Event]:
    """Somebody stands in no longer; where they do not, nothing changes."""
    return [DeputyEnded(deputy=command.deputy)] if command.deputy in state.deputies else []


def end_of_deputy(command: MeetDeadline, state: Engagement, context: Context) -> list[Event]:
    """The period for which a deputy was named is over."""
    return [
        DeputyEnded(deputy=person)
        for person, one in state.deputies.items()
        if str(one.number) == command.subject and command.ordinal == 1 and one.ends_at <= context.now
        if state.stage != "ended"
    ]


def deputies_of(person: str, state: Engagement) -> list[Event]:
    """Whoever stood in for somebody who leaves stands in no longer."""
    return [DeputyEnded(deputy=deputy) for deputy, one in state.deputies.items() if one.stands_in_for == person]


def change_companion(command: ChangeCompanion, state: Engagement, context: Context) -> list[Event]:
    """Somebody else accompanies; naming the same person changes nothing."""
    if command.companion == state.companion:
        return []
    require_registered(context, command.companion, "companion")
    ended = deputies_of(state.companion, state) if state.companion else []
    ended += [DeputyEnded(deputy=command.companion)] if command.companion in state.deputies else []
    return [*dict.fromkeys(ended), CompanionChanged(companion=command.companion, former=state.companion)]
