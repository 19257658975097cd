"""Days away: which days they may be, that they are taken back, and what a client learns of their accompanist's."""

from datetime import date, timedelta

from domain.membership.matching import commands as asked
from domain.membership.matching import events as happened
from domain.membership.matching.state import Absence
from domain.membership.state import Membership
from domain.shared.decider import Context
from domain.shared.models import Event
from domain.shared.periods import local_date
from domain.shared.refusals import refusal

LONGEST = timedelta(days=366)
AT_MOST = 20
"""So many absences may lie ahead of a member."""


def require_days(command: asked.AnnounceAbsence, state: Membership, today: date) -> None:
    """Days to come, within a year, and not beside too many others.

    Raises:
        DomainError: they are not.
    """
    if not today <= command.first_day <= command.last_day or command.last_day - today > LONGEST:
        raise refusal(
            "days-wrong",
            wrong=(
                f"{command.first_day} から {command.last_day} までは、お休みの期間にできません。",
                f"{command.first_day} to {command.last_day} cannot be days away.",
            ),
            right=(
                f"{today} 以降の一年以内で、始まりが終わりより後にならない期間にしてください(一日だけでも)。",
                f"They begin on {today} or later, and end within a year, not before they begin; one day will do.",
            ),
            field="first_day",
        )
    if len(_ahead(state, today)) >= AT_MOST:
        raise refusal(
            "absences-too-many",
            wrong=(f"これから先のお休みが、すでに {AT_MOST} 回あります。", f"{AT_MOST} absences lie ahead already."),
            right=(
                "続くお休みは一つにまとめるか、いらないものを取りやめてください。",
                "Announce days that follow each other as one absence, or take back what is not needed.",
            ),
            field="first_day",
        )


def _ahead(state: Membership, today: date) -> list[Absence]:
    return [one for one in state.matching.absences if one.last_day >= today]


def take_back(command: asked.TakeBackAbsence, state: Membership, context: Context) -> list[Event]:
    """The member is there after all."""
    ahead = _ahead(state, local_date(context.now, state.time_zone))
    found = next((one for one in ahead if one.first_day == command.first_day), None)
    if found is None:
        known = ", ".join(str(one.first_day) for one in ahead)
        raise refusal(
            "absence-unknown",
            wrong=(
                f"{command.first_day} に始まるお休みは、これから先にありません。",
                f"No absence that begins on {command.first_day} lies ahead.",
            ),
            right=(
                f"これから先のお休みの最初の日: {known}。" if ahead else "これから先のお休みは、一つもありません。",
                f"Those that lie ahead begin on: {known}." if ahead else "None lies ahead.",
            ),
            field="first_day",
        )
    return [happened.AbsenceTakenBack(**found.model_dump())]


def note(command: asked.NoteAbsence, state: Membership, context: Context) -> list[Event]:
    """This client's accompanist is away for some days."""
    noted = happened.AbsenceNoted(**command.model_dump(exclude={"type", "accompanist"}))
    over = command.last_day < local_date(context.now, state.time_zone)
    days = {"first_day", "last_day", "deputy"}
    known = any(one.model_dump(include=days) == noted.model_dump(include=days) for one in state.matching.covers)
    return [] if over or known or not _accompanied_by(command.accompanist, state) else [noted]


def note_taken_back(command: asked.NoteAbsenceTakenBack, state: Membership, context: Context) -> list[Event]:
    """This client's accompanist is there after all."""
    today = local_date(context.now, state.time_zone)
    covers = [one for one in state.matching.covers if one.last_day >= today and one.first_day == command.first_day]
    if not covers or not _accompanied_by(command.accompanist, state):
        return []
    return [happened.CoverTakenBack(**covers[0].model_dump(include={"first_day", "last_day"}))]


def _accompanied_by(person: str, state: Membership) -> bool:
    return state.stage == "member" and state.matching.accompanist == person
