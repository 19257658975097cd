"""Whole lives of engagements, scene by scene, and commands that are made from where an engagement stands."""

from datetime import date, datetime, timedelta
from typing import Any

from domain.engagement import commands as engagement
from domain.engagement import course_commands as course
from domain.engagement import hands_commands as hands
from domain.engagement import story_commands as story
from domain.shared.models import Command

from support import engagements
from support.deciding import COMPANY, EMPLOYER, OTHER_COORDINATOR, PARTICIPANT, SYSTEM
from support.people import DESK
from support.scenes import TIME, Make, Scene, Story, today


def deliver(milestone: str = engagements.MILESTONE) -> Command:
    """A result is handed over."""
    return engagement.DeliverMilestone(milestone=milestone, evidence=engagements.EVIDENCE)


def plan(milestone: str = engagements.MILESTONE, days: int = 30, fee: int = engagements.FEE) -> Make:
    """A result is agreed on."""
    return lambda state, now: engagement.PlanMilestone(
        milestone=milestone, title="企画書", fee=fee, due_on=today(state, now) + timedelta(days=days)
    )


def decision(kind: type[Command], milestone: str = engagements.MILESTONE, back: int = 0, altered: bool = False) -> Make:
    """The company decides on the latest delivery, or on one `back` before it, or on `altered` content."""

    def make(state: Any, _: datetime) -> Command:
        known = state.milestones.get(milestone) if state is not None else None
        content = known.content if known is not None and known.content and not altered else engagements.OTHER_CONTENT
        values = {"milestone": milestone, "delivery": (known.delivery if known else 1) - back, "content": content}
        more: dict[str, Any] = {} if kind is engagement.ApproveMilestone else {"missing": "費用の見積もり"}
        if kind is course.ApprovePartly:
            more["accepted_fee"] = (known.fee if known else engagements.FEE) // 3
        return kind.model_validate({**values, **more})

    return make


def pay(milestone: str = engagements.MILESTONE, days: int = 0) -> Make:
    """The fee was paid so many days ago."""
    return lambda state, now: engagement.RecordPayment(
        milestone=milestone, paid_on=today(state, now) - timedelta(days=days)
    )


def disagree(milestone: str = engagements.MILESTONE, back: int = 0) -> Make:
    """The participants do not agree with what was asked for in the latest delivery, or in one `back` before it."""

    def make(state: Any, _: datetime) -> Command:
        known = state.milestones.get(milestone) if state is not None else None
        number = (known.delivery if known else 1) - back
        return course.DisagreeWithChanges(milestone=milestone, delivery=number, position="契約の範囲を超えている")

    return make


SETTLE = course.SettleDisagreement(
    milestone=engagements.MILESTONE, outcome="agreed_otherwise", settlement="見積もりは概算で足りる"
)


def voice(of: str) -> Command:
    """Somebody looks back."""
    return engagement.GiveVoice(person=of, tags=("strength_discovered",), text="強みに気づいた")


def _select(number: str) -> Command:
    return engagement.SelectParticipant(participation=number)


ENGAGEMENT_STORY: Story = (
    Scene(engagements.draft(goal=None)),
    Scene(engagement.RevisePosting(goal="共に目指す", shared_decision="選び方", roles=("企画",))),
    Scene(engagement.PublishPosting()),
    *(
        Scene(engagement.NoteApplication(participation=one, person=engagements.person_of(one)), SYSTEM, days=1)
        for one in (engagements.FIRST, engagements.SECOND, engagements.THIRD)
    ),
    Scene(_select(engagements.SECOND)),
    Scene(engagement.NoteApplicationClosed(participation=engagements.SECOND), SYSTEM, days=2),
    Scene(_select(engagements.FIRST)),
    Scene(engagement.NoteParticipantReady(participation=engagements.FIRST, employer_contact="employer-1"), SYSTEM),
    Scene(plan()),
    Scene(engagement.StartExecution(), days=3),
    Scene(engagement.AppointCoordinator(coordinator="coordinator-2")),
    Scene(deliver(), PARTICIPANT, days=20),
    TIME,
    TIME,
    Scene(decision(engagement.RequestChanges), COMPANY),
    Scene(engagement.ChangeCompanyContacts(company_contacts=("company-1",)), days=1),
    Scene(deliver(), PARTICIPANT, days=2),
    Scene(decision(engagement.ApproveMilestone), COMPANY, days=2),
    Scene(engagement.LeaveAsCoordinator(coordinator="coordinator-1"), OTHER_COORDINATOR),
    Scene(pay(), COMPANY, days=5),
    Scene(engagement.OpenRetrospective(), OTHER_COORDINATOR),
    Scene(voice("participant-1"), PARTICIPANT, days=1),
    Scene(voice("employer-1"), EMPLOYER, days=1),
    Scene(voice("company-1"), COMPANY, days=1),
    *(
        scene
        for number in (1, 2, 3)
        for scene in (TIME, Scene(engagement.AnswerFollowUp(ordinal=number, text="順調です"), COMPANY, days=1))
    ),
)


AT_WORK: Story = (
    Scene(engagements.draft(seats=1)),
    Scene(engagement.PublishPosting()),
    Scene(engagement.NoteApplication(participation=engagements.FIRST, person="participant-1"), SYSTEM),
    Scene(_select(engagements.FIRST)),
    Scene(engagement.NoteParticipantReady(participation=engagements.FIRST, employer_contact="employer-1"), SYSTEM),
    Scene(plan()),
    Scene(engagement.StartExecution(), days=3),
)
DISPUTED: Story = (
    *AT_WORK,
    Scene(deliver(), PARTICIPANT, days=10),
    Scene(decision(course.ApprovePartly), COMPANY, days=1),
    Scene(disagree(), PARTICIPANT),
    TIME,
    TIME,
    Scene(SETTLE, days=1),
    Scene(deliver(), PARTICIPANT, days=2),
    Scene(decision(course.ApprovePartly), COMPANY, days=1),
    Scene(deliver(), PARTICIPANT, days=2),
    Scene(decision(engagement.ApproveMilestone), COMPANY, days=1),
)
NEXT_ON_THE_LIST = "participation-4"
WAITING_STORY: Story = (
    Scene(engagements.draft(goal="共に目指す")),
    Scene(engagement.PublishPosting()),
    *(
        Scene(engagement.NoteApplication(participation=one, person=engagements.person_of(one)), SYSTEM, days=1)
        for one in (engagements.FIRST, engagements.SECOND, engagements.THIRD, NEXT_ON_THE_LIST)
    ),
    Scene(_select(engagements.FIRST)),
    *(
        Scene(engagement.PutOnWaitingList(participation=one))
        for one in (engagements.SECOND, engagements.THIRD, NEXT_ON_THE_LIST)
    ),
    Scene(engagement.NoteApplicationClosed(participation=engagements.FIRST), SYSTEM, days=2),
    Scene(engagement.NoteApplicationClosed(participation=engagements.SECOND), SYSTEM, days=3),
    Scene(engagement.NoteSeatAccepted(participation=engagements.THIRD), SYSTEM, days=1),
    Scene(engagement.NoteParticipantReady(participation=engagements.THIRD, employer_contact=None), SYSTEM, days=5),
    Scene(plan()),
    Scene(engagement.NoteParticipantNotReady(participation=engagements.THIRD), SYSTEM),
    Scene(engagement.NoteParticipantReady(participation=engagements.THIRD, employer_contact=None), SYSTEM, days=5),
    Scene(engagement.StartExecution(), days=1),
    Scene(engagement.NoteApplicationClosed(participation=NEXT_ON_THE_LIST), SYSTEM),
    Scene(engagement.NoteParticipantLeft(participation=engagements.THIRD), SYSTEM, days=50),
)
PAUSE = course.PauseEngagement(reason="旗の繁忙期のため")
NOTICE = course.GiveNotice(given_by="company", reason="事業の見直し")
CANCEL = course.CancelEngagement(reason="店を畳むことになった")
TERMINATED: Story = (
    *AT_WORK,
    Scene(PAUSE, days=1),
    Scene(course.ResumeEngagement(), days=9),
    Scene(deliver(), PARTICIPANT, days=3),
    TIME,
    Scene(PAUSE),
    Scene(course.ResumeEngagement(), days=20),
    Scene(NOTICE, COMPANY),
    TIME,
    Scene(PAUSE, days=1),
    TIME,
    Scene(decision(engagement.RequestChanges), COMPANY),
    Scene(engagement.OpenRetrospective(), days=1),
    Scene(engagement.CloseRetrospective(), days=20),
)
WITHDRAW_NOTICE = course.WithdrawNotice()
NOTICE_WITHDRAWN: Story = (
    *AT_WORK,
    Scene(NOTICE, COMPANY),
    Scene(WITHDRAW_NOTICE, COMPANY, days=29),
    Scene(NOTICE.model_copy(update={"given_by": "participants"}), days=2),
    Scene(WITHDRAW_NOTICE, days=1),
    Scene(NOTICE, COMPANY),
    TIME,
)
CANCELLED: Story = (
    Scene(engagements.draft(seats=1)),
    Scene(engagement.PublishPosting()),
    Scene(engagement.NoteApplication(participation=engagements.FIRST, person="participant-1"), SYSTEM),
    Scene(_select(engagements.FIRST)),
    Scene(CANCEL, days=1),
    Scene(engagement.NoteApplication(participation=engagements.SECOND, person="participant-2"), SYSTEM),
)


def agree(person: str, back: int = 0) -> Make:
    """Somebody agrees to the latest version of the story, or to one `back` before it."""

    def make(state: Any, _: datetime) -> Command:
        known = state.story.version if state is not None and state.story is not None else 1
        return story.AgreeToStory(person=person, version=known - back)

    return make


DRAFT = story.DraftStory(text="旗屋と参加者が、新しい旗を一枚つくりました。")
TOLD: Story = (
    *AT_WORK,
    Scene(deliver(), PARTICIPANT, days=10),
    Scene(decision(engagement.ApproveMilestone), COMPANY, days=1),
    Scene(engagement.OpenRetrospective()),
    Scene(engagement.CloseRetrospective(), days=20),
    Scene(DRAFT),
    Scene(agree("participant-1"), PARTICIPANT),
    TIME,
    TIME,
    Scene(story.WithdrawFromStory(person="employer-1", reason="社名を出したくない"), EMPLOYER, days=1),
    Scene(DRAFT, days=1),
    Scene(agree("participant-1"), PARTICIPANT),
    Scene(agree("company-1"), COMPANY),
    Scene(agree("employer-1"), EMPLOYER),
    Scene(story.WithdrawFromStory(person="participant-1"), PARTICIPANT, days=90),
    Scene(DRAFT, days=1),
    Scene(story.DropStory(reason="連絡がつかない"), days=30),
    Scene(DRAFT, days=1),
)

ENQUIRY = hands.RecordEnquiry(
    service=DESK,
    host="試験旗店",
    wish="何から始めればよいか分からないが、誰かと考えたい",
    company_contacts=engagements.CONTACTS,
)


def deputise(deputy: str, stands_in_for: str, days: int = 10) -> Make:
    """Somebody stands in for so many days."""
    return lambda state, now: hands.NameDeputy(
        deputy=deputy, stands_in_for=stands_in_for, until=today(state, now) + timedelta(days=days)
    )


ENQUIRED: Story = (
    Scene(ENQUIRY, COMPANY),
    TIME,
    TIME,
    Scene(engagement.AppointCoordinator(coordinator="coordinator-2"), days=1),
    Scene(engagements.draft(seats=1), days=3),
    *AT_WORK[1:],
    Scene(deputise("operator-1", "coordinator-1")),
    Scene(deputise("participant-3", "companion-1")),
    Scene(deliver(), PARTICIPANT, days=1),
    Scene(decision(engagement.RequestChanges), COMPANY),
    Scene(disagree(), PARTICIPANT),
    TIME,
    TIME,
    Scene(hands.ChangeCompanion(companion="operator-1"), days=10),
)
ENQUIRY_CLOSED: Story = (
    Scene(ENQUIRY, COMPANY),
    Scene(hands.CloseEnquiry(reason="まずは商工会の窓口がお役に立てそうです"), days=2),
)
SERVICE_ENDS: Story = (
    *AT_WORK,
    Scene(
        hands.NoteServiceEnd(service="窓口", last_day=date(2026, 12, 31), stays_connected="coordinator-2"),
        SYSTEM,
        days=10,
    ),
)

ENGAGEMENT_STORIES: dict[str, Story] = {
    "main": ENGAGEMENT_STORY,
    "disputed": DISPUTED,
    "waiting_list": WAITING_STORY,
    "terminated": TERMINATED,
    "notice_withdrawn": NOTICE_WITHDRAWN,
    "told": TOLD,
    "enquired": ENQUIRED,
    "enquiry_closed": ENQUIRY_CLOSED,
    "service_ends": SERVICE_ENDS,
    "cancelled": CANCELLED,
}
