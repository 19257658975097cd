"""What an engagement's stream decides: which rule answers which command."""

from functools import reduce
from typing import Any, assert_never

from domain.engagement import commands as asked
from domain.engagement import course_commands as course
from domain.engagement import (
    disputes,
    enquiries,
    interrupting,
    milestones,
    people,
    recruiting,
    retrospective,
    standing_in,
    story,
    waiting_list,
)
from domain.engagement import hands_commands as hands
from domain.engagement import story_commands as told
from domain.engagement.commands import DraftPosting, EngagementCommand
from domain.engagement.consultations import deciding as consultations
from domain.engagement.consultations import radar
from domain.engagement.consultations.commands import ConsultationCommand
from domain.engagement.premises import deciding, planning
from domain.engagement.premises.commands import PremiseCommand
from domain.engagement.state import Engagement, evolve
from domain.engagement.team import deciding as team
from domain.engagement.team.commands import TeamCommand
from domain.engagement.validation import deciding as validation
from domain.engagement.validation.commands import ValidationCommand
from domain.shared import following_up, reviewing
from domain.shared.deadlines import MeetDeadline, meet
from domain.shared.decider import Context
from domain.shared.models import Event
from domain.shared.refusals import refusal
from domain.shared.watching import DEADLINE as RADAR

STILL_HEARD = (MeetDeadline, asked.NoteApplication, asked.NoteApplicationClosed)
"""What the system tells an engagement that has ended, and what still counts then."""


ALSO_AFTERWARDS = (asked.RecordPayment, told.AgreeToStory, told.WithdrawFromStory, told.DropStory)
"""What people may still do when an engagement has ended."""


DURING_ENQUIRY = (
    MeetDeadline,
    hands.CloseEnquiry,
    hands.NameDeputy,
    hands.DismissDeputy,
    hands.NoteServiceEnd,
    asked.AppointCoordinator,
    asked.LeaveAsCoordinator,
    asked.ChangeCompanyContacts,
)
"""What may be done before there is a posting, besides drafting it."""


def decide(command: EngagementCommand, state: Engagement | None, context: Context) -> list[Event]:
    """The events that follow from a command.

    Raises:
        DomainError: the command is refused.
    """
    events = _decide(command, state, context)
    if state is None or not events:
        return events
    after = reduce(lambda known, event: evolve(known, event, context.now), events, state)
    if state.ledger.open_plan is not None:
        events += planning.what_follows(state, after, context)
    return [*events, *consultations.what_follows(after, context)]


def _decide(command: EngagementCommand, state: Engagement | None, context: Context) -> list[Any]:
    if isinstance(command, DraftPosting):
        return enquiries.draft(command, state, context)
    if isinstance(command, hands.RecordEnquiry):
        return enquiries.record(command, state, context)
    engagement = _running(state, command)
    if engagement.stage == "ended" and command.who == asked.SYSTEM and not isinstance(command, STILL_HEARD):
        # Another stream told of something that no longer matters; refusing it would leave its news undelivered.
        return []
    if engagement.stage == "enquire" and not isinstance(command, DURING_ENQUIRY):
        raise enquiries.still_an_enquiry()
    if isinstance(command, ConsultationCommand):
        return consultations.decide(command, engagement, context)
    if isinstance(command, ValidationCommand):
        return validation.decide(command, engagement, context)
    if isinstance(command, TeamCommand):
        return team.decide(command, engagement, context)
    if isinstance(command, PremiseCommand):
        return deciding.decide(command, engagement, context)
    if isinstance(command, asked.DeliverMilestone | asked.ApproveMilestone | course.ApprovePartly):
        planning.require_scope(command.milestone, engagement)
    match command:
        case MeetDeadline():
            return _meet(command, engagement, context)
        case asked.RevisePosting():
            return recruiting.revise(command, engagement)
        case asked.PublishPosting():
            return recruiting.publish(engagement)
        case asked.NoteApplication():
            return recruiting.note_application(command, engagement)
        case asked.NoteApplicationClosed():
            return recruiting.note_application_closed(command, engagement, context)
        case asked.SelectParticipant():
            return recruiting.select(command, engagement)
        case asked.PutOnWaitingList():
            return waiting_list.put_on_list(command, engagement, context)
        case asked.NoteSeatAccepted():
            return waiting_list.note_accepted(command, engagement)
        case asked.NoteParticipantReady():
            return recruiting.note_ready(command, engagement)
        case asked.NoteParticipantNotReady():
            return recruiting.note_not_ready(command, engagement)
        case asked.NoteParticipantLeft():
            return recruiting.note_left(command, engagement)
        case asked.StartExecution():
            return team.kick_off(recruiting.start_execution(engagement, context), engagement, context)
        case asked.PlanMilestone():
            return milestones.plan(command, engagement, context)
        case asked.DeliverMilestone():
            return milestones.deliver(command, engagement, context)
        case asked.ApproveMilestone():
            return milestones.approve(command, engagement, context)
        case asked.RequestChanges():
            return milestones.request_changes(command, engagement, context)
        case course.ApprovePartly():
            return disputes.approve_partly(command, engagement, context)
        case course.DisagreeWithChanges():
            return disputes.disagree(command, engagement, context)
        case course.SettleDisagreement():
            return disputes.settle(command, engagement, context)
        case course.PauseEngagement():
            return interrupting.pause(command, engagement, context)
        case course.ResumeEngagement():
            return interrupting.resume(engagement, context)
        case course.GiveNotice():
            return interrupting.give_notice(command, engagement, context)
        case course.WithdrawNotice():
            return interrupting.withdraw_notice(engagement, context)
        case course.CancelEngagement():
            return interrupting.cancel(command, engagement, context)
        case told.DraftStory():
            return story.draft(command, engagement, context)
        case told.AgreeToStory():
            return story.agree(command, engagement, context)
        case told.WithdrawFromStory():
            return story.withdraw(command, engagement, context)
        case told.DropStory():
            return story.drop(command, engagement, context)
        case hands.CloseEnquiry():
            return enquiries.close(command, engagement, context)
        case hands.NameDeputy():
            return standing_in.name_deputy(command, engagement, context)
        case hands.DismissDeputy():
            return standing_in.dismiss_deputy(command, engagement)
        case hands.ChangeCompanion():
            return standing_in.change_companion(command, engagement, context)
        case hands.NoteServiceEnd():
            return people.note_service_end(command, engagement, context)
        case asked.RecordPayment():
            return milestones.record_payment(command, engagement, context)
        case asked.AppointCoordinator():
            return people.appoint_coordinator(command, engagement, context)
        case asked.LeaveAsCoordinator():
            return people.leave_as_coordinator(command, engagement, context)
        case asked.ChangeCompanyContacts():
            return people.change_company_contacts(command, engagement, context)
        case asked.OpenRetrospective():
            return retrospective.open_retrospective(engagement, context)
        case asked.GiveVoice():
            return retrospective.give_voice(command, engagement, context)
        case asked.CloseRetrospective():
            return retrospective.close_retrospective(engagement, context)
        case asked.AnswerFollowUp():
            return retrospective.answer_follow_up(command, engagement, context)
        case asked.CompleteEngagement():
            return retrospective.complete(command, engagement)
        case _:
            assert_never(command)


def _running(state: Engagement | None, command: EngagementCommand) -> Engagement:
    if state is None:
        raise refusal(
            "engagement-unknown",
            wrong=("この案件はまだありません。", "This engagement does not exist yet."),
            right=("先に DraftPosting で下書きしてください。", "Draft its posting first with DraftPosting."),
        )
    late_but_due = command.who == asked.SYSTEM or isinstance(command, ALSO_AFTERWARDS)
    if state.stage == "ended" and not late_but_due:
        raise refusal(
            "engagement-ended",
            wrong=("この案件は終了しています。", "This engagement has ended."),
            right=("新しい案件として始めてください。", "Begin a new engagement for what comes next."),
        )
    return state


def _meet(command: MeetDeadline, state: Engagement, context: Context) -> list[Event]:
    if command.kind == "deputy_end":
        return standing_in.end_of_deputy(command, state, context)
    if command.kind == RADAR:
        return radar.meet(command, state, context)
    if command.kind in team.KINDS:
        return team.meet(command, state, context)
    if command.kind == reviewing.DUE:
        return deciding.ask_for_review(command, state, context)
    if command.kind == "notice_end":
        return interrupting.end_of_notice(command, state, context)
    if command.kind == following_up.DUE:
        return following_up.send_follow_up(command, state, state.company, context)
    return meet(state.running_waits, command, context.now)
