"""Interviews with those who apply: arranged, arranged anew, held, missed, cancelled."""

from datetime import UTC
from typing import assert_never

from domain.participation import commands as asked
from domain.participation.applying import not_at_stage
from domain.participation.events import InterviewArranged, Interviewed
from domain.participation.interviews.commands import CancelInterview, InterviewCommand, RecordMissedInterview
from domain.participation.interviews.events import InterviewCancelled, InterviewMissed, InterviewToRecord
from domain.participation.interviews.state import RECORD
from domain.participation.parts import Interview
from domain.participation.state import Participation
from domain.shared.actors import Role
from domain.shared.decider import Context
from domain.shared.models import Event
from domain.shared.periods import local_date
from domain.shared.refusals import refusal
from domain.shared.values import narrative
from domain.shared.waiting import Owner


def arrange(command: asked.ArrangeInterview, state: Participation, context: Context) -> list[Event]:
    """A moment to come; applicant and coordinator are told, each on the applicant's clock with the zone's name."""
    _while_applying(state)
    if command.at <= context.now:
        raise refusal(
            "date-past",
            wrong=(f"面談の日時 {command.at.isoformat()} は過ぎています。", f"{command.at.isoformat()} is past."),
            right=(
                "これからの日時を指定してください。終わった面談は RecordInterview で記録できます。",
                "Name a time to come; an interview that took place is recorded with RecordInterview.",
            ),
            field="at",
        )
    zone, known = command.time_zone or state.time_zone, state.interview or Interview()
    same = (known.at, known.time_zone, known.place) == (command.at, zone, command.place)
    if same and known.standing == "arranged":
        return []
    return [
        _to_record(command, known, state, context),
        InterviewArranged(at=command.at, time_zone=zone, place=command.place),
    ]


def _to_record(
    command: asked.ArrangeInterview, known: Interview, state: Participation, context: Context
) -> InterviewToRecord:
    """What became of an interview is asked for after it, however far away that is."""
    return InterviewToRecord(
        number=known.number + 1,
        minutes=context.rules.interviews.minutes,
        owner=Owner(role=Role.COORDINATOR, persons=(state.coordinator,)),
        schedule=context.schedule(RECORD, state.time_zone, command.at.astimezone(UTC)),
    )


def record(command: asked.RecordInterview, state: Participation, context: Context) -> list[Event]:
    """A conversation, recorded after it took place."""
    _while_applying(state)
    if command.held_on > local_date(context.now, state.time_zone):
        raise refusal(
            "date-future",
            wrong=(f"面談日 {command.held_on} はまだ来ていません。", f"{command.held_on} has not come yet."),
            right=("面談の後に記録してください。", "Record an interview after it took place."),
            field="held_on",
        )
    return [Interviewed(held_on=command.held_on, note=narrative(state.person, command.note))]


def decide(command: InterviewCommand, state: Participation, context: Context) -> list[Event]:
    """Missed or cancelled; the same again changes nothing.

    Raises:
        DomainError: no interview is arranged, or one that was missed is still to come.
    """
    _while_applying(state)
    interview = state.interview or Interview()
    match command:
        case CancelInterview():
            if interview.standing == "cancelled":
                return []
            _require_arranged(interview)
            return [InterviewCancelled(reason=narrative(state.person, command.reason))]
        case RecordMissedInterview():
            if interview.standing == "missed":
                return []
            _require_arranged(interview)
            _require_begun(interview, context)
            return [InterviewMissed()]
        case _:
            assert_never(command)


def _while_applying(state: Participation) -> None:
    if state.stage != "apply":
        raise not_at_stage("面談", "an interview")


def _require_arranged(interview: Interview) -> None:
    if interview.at is None or interview.standing != "arranged":
        raise refusal(
            "no-interview",
            wrong=("予定されている面談はありません。", "No interview is arranged."),
            right=("面談の日時は ArrangeInterview で決めてください。", "Arrange one with ArrangeInterview."),
        )


def _require_begun(interview: Interview, context: Context) -> None:
    if interview.at is not None and interview.at > context.now:
        raise refusal(
            "interview-to-come",
            wrong=("その面談はまだ始まっていません。", "That interview has not begun yet."),
            right=(
                "時刻が過ぎてから記録するか、CancelInterview で取りやめてください。",
                "Record it when its time has come, or cancel it with CancelInterview.",
            ),
        )
