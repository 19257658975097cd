"""What a participation's stream decides: which rule answers which command."""

from typing import assert_never

from domain.participation import applying, consent, ending, gates, waiting_list, working
from domain.participation import commands as asked
from domain.participation.commands import Apply, ParticipationCommand
from domain.participation.events import CompanionNoted, ParticipationCalledOff
from domain.participation.interviews import deciding as interviews
from domain.participation.interviews.commands import InterviewCommand
from domain.participation.modules import deciding
from domain.participation.modules.commands import ModuleCommand
from domain.participation.places import deciding as places
from domain.participation.places.commands import PlacesCommand
from domain.participation.pool import deciding as pool
from domain.participation.pool.commands import PoolCommand
from domain.participation.programme import deciding as programme
from domain.participation.programme.commands import ProgrammeCommand
from domain.participation.state import Participation, evolve
from domain.participation.watching import deciding as watching
from domain.participation.watching import turning
from domain.participation.watching.commands import WatchingCommand
from domain.shared.deadlines import MeetDeadline
from domain.shared.decider import Context
from domain.shared.models import Event
from domain.shared.refusals import refusal
from domain.shared.surveys import AnswerSurvey, answer_survey, with_surveys
from domain.shared.watching import with_turn


def decide(command: ParticipationCommand, state: Participation | None, context: Context) -> list[Event]:
    """The events that follow from a command.

    Raises:
        DomainError: the command is refused.
    """
    events = _decided(command, state, context)
    return with_turn(command, state, events, context, evolve, turning.deadlines, turning.turned)


def _decided(command: ParticipationCommand, state: Participation | None, context: Context) -> list[Event]:
    if isinstance(command, Apply):
        return places.begin(applying.apply(command, state, context), context)
    participation = _known(state)
    if isinstance(command, PlacesCommand):
        return places.decide(command, participation, context)
    if isinstance(command, ModuleCommand):
        return deciding.decide(command, participation, context)
    if isinstance(command, ProgrammeCommand):
        return with_surveys(programme.decide(command, participation, context), participation, context)
    if isinstance(command, AnswerSurvey):
        return [answer_survey(command, participation)]
    if isinstance(command, InterviewCommand):
        return interviews.decide(command, participation, context)
    if isinstance(command, PoolCommand):
        return pool.decide(command, participation)
    if isinstance(command, WatchingCommand):
        return watching.decide(command, participation)
    match command:
        case MeetDeadline():
            return with_surveys(working.meet_deadline(command, participation, context), participation, context)
        case asked.ArrangeInterview():
            return interviews.arrange(command, participation, context)
        case asked.RecordInterview():
            return interviews.record(command, participation, context)
        case asked.RecordSelection():
            return applying.select(participation, context)
        case asked.NoteWaiting():
            return waiting_list.note_waiting(command, participation)
        case asked.OfferSeat():
            return waiting_list.offer(participation, context)
        case asked.AcceptSeat():
            return waiting_list.accept(participation)
        case asked.DeclineSeat():
            return waiting_list.decline(command, participation)
        case asked.NoteRecruitingClosed():
            return waiting_list.end_waiting(participation)
        case asked.DeclineApplicant():
            return applying.decline(command, participation)
        case asked.AgreeToPool():
            return applying.join_pool(participation)
        case asked.LeavePool():
            return applying.leave_pool(participation)
        case asked.Withdraw():
            return applying.withdraw(command, participation)
        case asked.RecordEmployerConsent():
            return consent.consent(command, participation, context)
        case asked.RecordEmployerRefusal():
            return consent.refuse_consent(command, participation)
        case asked.WithdrawEmployerConsent():
            return consent.withdraw_consent(command, participation, context)
        case asked.AmendContract():
            return gates.amend_contract(command, participation, context)
        case asked.OfferContract():
            return gates.offer_contract(command, participation, context)
        case asked.RecordContractRendered():
            return gates.record_rendered(command, participation, context)
        case asked.SignContract():
            return gates.sign(command, participation, context)
        case asked.RecordPermissionCheck():
            return gates.record_permission_check(command, participation, context)
        case asked.ProvidePermissionInformation():
            return gates.provide_permission_information(participation, context)
        case asked.DecidePermission():
            return gates.decide_permission(command, participation, context)
        case asked.NoteResponsible():
            return working.note_responsible(command, participation, context)
        case asked.NoteExecutionStarted():
            return working.start(participation, context)
        case asked.SubmitCheckIn():
            return working.submit_check_in(command, participation, context)
        case asked.AnswerCheckIn():
            return working.answer_check_in(command, participation, context)
        case asked.EndEarly():
            return ending.end_early(command, participation, context)
        case asked.WithdrawEarlyEnd():
            return ending.withdraw_early_end(participation, context)
        case asked.NoteEngagementClosed():
            return with_surveys(ending.end_work(command, participation), participation, context)
        case asked.NoteCompanion():
            known = participation.stage == "ended" or participation.companion == command.companion
            return [] if known else [CompanionNoted(companion=command.companion)]
        case asked.NoteEngagementCancelled():
            return [ParticipationCalledOff()] if participation.stage in ("apply", "prepare") else []
        case asked.AnswerFollowUp():
            return working.answer_follow_up(command, participation)
        case asked.EndParticipation():
            return working.end(command, participation)
        case _:
            assert_never(command)


def _known(state: Participation | None) -> Participation:
    if state is None:
        raise refusal(
            "participation-unknown",
            wrong=("この応募はありません。", "There is no such application."),
            right=("先に Apply で応募してください。", "Apply first, with Apply."),
        )
    return state
