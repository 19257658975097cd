"""The weeks of work with their reports, and the months after it."""

from domain.participation import commands as asked
from domain.participation.ending import leave
from domain.participation.events import (
    CheckInAnswered,
    CheckInSubmitted,
    HoursCapExceeded,
    ParticipationEnded,
    ResponsibleChanged,
    WorkStarted,
)
from domain.participation.places import deciding as places
from domain.participation.places.gates import in_words, open_gates
from domain.participation.standing import hours_cap
from domain.participation.state import Participation
from domain.participation.waiting_list import meet_offer
from domain.shared import following_up
from domain.shared.actors import Role
from domain.shared.deadlines import MeetDeadline, meet
from domain.shared.decider import Context
from domain.shared.models import Event
from domain.shared.periods import local_date
from domain.shared.refusals import refusal
from domain.shared.surveys import KIND as SURVEY
from domain.shared.surveys import meet_survey
from domain.shared.values import narrative
from domain.shared.waiting import Owner, Schedule, Wait
from domain.shared.watching import Watch

DAYS_OF_A_WEEK = 7


def note_responsible(command: asked.NoteResponsible, state: Participation, context: Context) -> list[Event]:
    """The engagement is in other hands; whoever is gone is asked and told nothing more, whoever came is asked anew."""
    known = (state.coordinator, state.company_contacts)
    if state.stage == "ended" or known == (command.coordinator, command.company_contacts):
        return []
    before = {state.coordinator, *state.company_contacts}
    now = {Role.COORDINATOR: (command.coordinator,), Role.COMPANY: command.company_contacts}
    newcomers = tuple(one for people in now.values() for one in people if one not in before)
    schedules = {
        key: _anew(wait, state, context)
        for key, wait in state.waits.items()
        if any(one not in wait.owner.persons for one in now.get(wait.owner.role, ()))
    }
    return [
        ResponsibleChanged(
            coordinator=command.coordinator,
            company_contacts=command.company_contacts,
            newcomers=tuple(dict.fromkeys(newcomers)),
            schedules=schedules,
        )
    ]


def _anew(wait: Wait, state: Participation, context: Context) -> Schedule:
    """From now on; but what becomes of a session to come is asked for after it, whoever is asked."""
    begins = max(context.now, wait.schedule.since)
    return context.schedule(wait.kind, state.time_zone, begins)


def start(state: Participation, context: Context) -> list[Event]:
    """The kick-off reaches those who are ready, once; from then on the radar looks after them."""
    watch = Watch(rules=context.rules.radar, every=context.rules.execution.check_in_every)
    return [WorkStarted(watch=watch)] if state.stage == "prepare" and state.ready else []


def submit_check_in(command: asked.SubmitCheckIn, state: Participation, context: Context) -> list[Event]:
    """A report for a week that began; one a week. Hours above the cap are accepted and the coordinator is told."""
    if state.stage != "work":
        raise refusal(
            "not-working",
            wrong=("いまは実施期間ではありません。", "This is not the time of work."),
            right=("キックオフから振り返りまでの間に報告してください。", "Report between kick-off and retrospective."),
        )
    if command.week_of > local_date(context.now, state.time_zone):
        raise refusal(
            "date-future",
            wrong=(f"{command.week_of} の週はまだ始まっていません。", f"The week of {command.week_of} has not begun."),
            right=("始まった週について報告してください。", "Report on a week that has begun."),
            field="week_of",
        )
    if (local_date(state.started_at, state.time_zone) - command.week_of).days >= DAYS_OF_A_WEEK:
        raise refusal(
            "date-past",
            wrong=(
                f"{command.week_of} の週は応募より前です。",
                f"The week of {command.week_of} lies before the application.",
            ),
            right=("キックオフより後の週について報告してください。", "Report on a week after the kick-off."),
            field="week_of",
        )
    paused_on = state.paused_since and local_date(state.paused_since, state.time_zone)
    if paused_on and command.week_of > paused_on:
        raise refusal(
            "work-paused",
            wrong=(
                f"確認が必要になり({in_words(open_gates(state)).ja})、{paused_on} から活動を休止しています。",
                f"Work has been paused since {paused_on}: {in_words(open_gates(state)).en} has to be settled anew.",
            ),
            right=(
                "それまでの週について報告してください。すべてがそろうと再開します。",
                "Report on weeks up to that day. Work goes on once everything is settled.",
            ),
            field="week_of",
        )
    week = command.week_of.isocalendar()[:2]
    if any(check_in.week_of.isocalendar()[:2] == week for check_in in state.check_ins.values()):
        raise refusal(
            "week-reported",
            wrong=(f"{command.week_of} の週は報告済みです。", f"The week of {command.week_of} was reported already."),
            right=("別の週について報告してください。", "Report on another week."),
            field="week_of",
        )
    return _reported(command, state, context)


def _reported(command: asked.SubmitCheckIn, state: Participation, context: Context) -> list[Event]:
    number, cap = len(state.check_ins) + 1, hours_cap(state, context)
    owner = state.companion or state.coordinator
    role = Role.COMPANION if state.companion else Role.COORDINATOR
    submitted = CheckInSubmitted(
        number=number,
        week_of=command.week_of,
        hours=command.hours,
        main_job=command.main_job,
        text=narrative(state.person, command.text),
        cap=cap,
        schedule=context.schedule("check_in_answer", state.time_zone),
        owner=Owner(role=role, persons=(owner,)),
    )
    if command.hours <= cap:
        return [submitted]
    return [submitted, HoursCapExceeded(number=number, hours=command.hours, cap=cap)]


def answer_check_in(command: asked.AnswerCheckIn, state: Participation, context: Context) -> list[Event]:
    """Every report gets one answer."""
    check_in = state.check_ins.get(str(command.number))
    if check_in is None:
        raise refusal(
            "check-in-unknown",
            wrong=(f"報告 {command.number} はありません。", f"There is no report {command.number}."),
            right=(f"報告は {len(state.check_ins)} 件です。", f"There are {len(state.check_ins)} reports."),
            field="number",
        )
    if check_in.answer is not None:
        raise refusal(
            "answered-already",
            wrong=("この報告には返信済みです。", "This report was answered already."),
            right=("返信は一度だけです。", "A report is answered once."),
        )
    text = narrative(state.person, command.text)
    return [CheckInAnswered(number=command.number, by=context.actor.person, text=text)]


def answer_follow_up(command: asked.AnswerFollowUp, state: Participation) -> list[Event]:
    """How they fare; the last answer ends the participation."""
    text = narrative(state.person, command.text)
    return following_up.answer_follow_up(command.ordinal, state, text, ParticipationEnded())


def end(command: asked.EndParticipation, state: Participation) -> list[Event]:
    """Only after the last follow-up was sent."""
    following_up.require_all_sent(state)
    return [ParticipationEnded(reason=command.reason)]


def meet_deadline(command: MeetDeadline, state: Participation, context: Context) -> list[Event]:
    """Reminders, escalations, the next follow-up, an announced last day."""
    if command.kind == "last_day":
        return leave(state, context)
    if command.kind in places.KINDS:
        return places.meet(command, state, context)
    if command.kind == "seat_offer":
        return meet_offer(command, state, context)
    if command.kind == SURVEY:
        return meet_survey(command, state, context)
    if command.kind == following_up.DUE:
        owner = Owner(role=Role.PARTICIPANT, persons=(state.person,))
        return following_up.send_follow_up(command, state, owner, context)
    return meet(state.waits, command, context.now)
