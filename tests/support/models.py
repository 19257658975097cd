"""Small reference models: what must be true of every history, told without looking at the deciders' state."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from domain.engagement import commands as engagement
from domain.engagement import course_commands as course
from domain.engagement import course_events as on_course
from domain.engagement import events as on_engagement
from domain.engagement import story_commands as story
from domain.engagement import story_events as on_story
from domain.engagement.consultations import events as consultations
from domain.engagement.results import DecisionEvent
from domain.shared import deadlines as on_deadlines
from domain.shared.actors import Role
from domain.shared.models import Event
from domain.shared.waiting import Owner

from support.driving import Step
from support.rules import RULES

ENGAGEMENT_WAYS = {
    "enquire": {"enquire", "recruit", "ended"},
    "recruit": {"recruit", "prepare", "accompany", "ended"},
    "prepare": {"prepare", "recruit", "accompany", "ended"},
    "accompany": {"accompany", "look_back"},
    "look_back": {"look_back", "stay_connected"},
    "stay_connected": {"stay_connected", "ended"},
    "ended": {"ended"},
}
OFFICE = frozenset({Role.COORDINATOR, Role.OPERATOR})


def went_a_known_way(step: Step, ways: dict[str, set[str]]) -> None:
    """From one stage to the next."""
    if step.before is not None and step.after is not None:
        assert step.after.stage in ways[step.before.stage], f"{step.before.stage} went to {step.after.stage}"


@dataclass
class EngagementModel:
    """Seats, decisions and payments, counted from events alone."""

    seats: int = 0
    selected: set[str] = field(default_factory=set)
    waiting: list[str] = field(default_factory=list)
    offered: set[str] = field(default_factory=set)
    shown: dict[tuple[str, int], str] = field(default_factory=dict)
    decided: set[tuple[str, int]] = field(default_factory=set)
    due: dict[str, date] = field(default_factory=dict)
    paid: set[str] = field(default_factory=set)
    spoken: set[str] = field(default_factory=set)
    sent: int = 0
    approved: set[str] = field(default_factory=set)
    accepted: dict[str, int] = field(default_factory=dict)
    disputes: dict[tuple[str, int], bool] = field(default_factory=dict)
    started: bool = False
    paused: bool = False
    ends_at: datetime | None = None
    terminated: bool = False
    story: int = 0
    concerned: dict[str, str] = field(default_factory=dict)
    cares: int = 0
    consenting: set[str] = field(default_factory=set)
    public: bool = False

    def watch(self, step: Step) -> None:
        """One more step."""
        went_a_known_way(step, ENGAGEMENT_WAYS)
        for event in step.events:
            self._seats(event)
            self._delivered(event, step)
            self._decided(event, step)
            self._disputed(event)
            self._interrupted(event, step)
            self._told(event, step)
            self._afterwards(event)
            self._problems(event)
        if step.after is not None:
            assert step.after.coordinators, "nobody coordinates"
            over = step.after.stage == "ended"
            assert not over or {wait.kind for wait in step.after.waits.values()} <= {"payment", "story_consent"}, (
                "still waiting"
            )
            assert set(step.after.selected) == self.selected
            assert list(step.after.waiting_list) == self.waiting
            free = self.seats - len(self.selected) - len(self.offered)
            recruiting = step.after.stage in ("recruit", "prepare")
            assert not (recruiting and self.waiting and free > 0), "a seat is free and nobody was offered it"
            for key, wait in step.after.waits.items():
                if wait.owner.role == Role.COORDINATOR:
                    others = tuple(one for one in step.after.office if one != self.concerned.get(key))
                    assert wait.owner.persons == (others or step.after.office), "somebody else is asked"

    def _problems(self, event: Event) -> None:
        """Nobody is asked about themselves."""
        match event:
            case consultations.ConsultationRaised():
                self.concerned[f"consultation_answer:{event.consultation}"] = event.carrier
            case consultations.CarrierTurned(owner=Owner()):
                self.cares += 1
                self.concerned[f"isolation_care:{self.cares}"] = event.person
            case _:
                pass

    def _seats(self, event: Event) -> None:
        match event:
            case on_engagement.PostingDrafted():
                self.seats = event.seats
            case on_engagement.ParticipantSelected():
                assert event.participation not in self.selected
                self.selected.add(event.participation)
                self._off_the_lists(event.participation)
                self._never_more_than_seats()
            case on_engagement.WaitingListJoined():
                assert event.participation not in {*self.selected, *self.waiting, *self.offered}
                assert len(self.selected) + len(self.offered) == self.seats, "waiting although a seat is free"
                self.waiting.append(event.participation)
                assert event.place == len(self.waiting)
            case on_engagement.SeatReserved():
                assert event.participation == self.waiting[0], "offered to somebody who is not the next"
                self._off_the_lists(event.participation)
                self.offered.add(event.participation)
                self._never_more_than_seats()
            case on_engagement.ExecutionStarted():
                assert not self.offered, "work began while somebody was offered a seat"
            case on_engagement.SeatsFilled():
                assert len(self.selected) == self.seats
            case on_engagement.ApplicationClosed():
                assert event.freed_seat == (event.participation in {*self.selected, *self.offered})
                self.selected.discard(event.participation)
                self._off_the_lists(event.participation)
            case _:
                pass

    def _off_the_lists(self, participation: str) -> None:
        self.offered.discard(participation)
        self.waiting = [one for one in self.waiting if one != participation]

    def _never_more_than_seats(self) -> None:
        assert len(self.selected) + len(self.offered) <= self.seats, "more selected and offered than seats"

    def _delivered(self, event: Event, step: Step) -> None:
        if not isinstance(event, on_engagement.MilestoneDelivered):
            return
        assert step.after is not None
        key = (event.milestone, event.delivery)
        assert key not in self.shown, "a delivery's number was given twice"
        assert (event.milestone, event.delivery - 1) in self.decided or event.delivery == 1
        self.shown[key] = step.after.milestones[event.milestone].content
        assert self.due.setdefault(event.milestone, event.payment_due_on) == event.payment_due_on
        without_fee = step.after.milestones[event.milestone].fee == 0
        assert (event.payment_due_on is None) == without_fee, "a fee without a day, or a day without a fee"
        assert without_fee or event.payment_due_on <= event.received_on + timedelta(days=59)

    def _decided(self, event: Event, step: Step) -> None:
        kinds = {
            on_engagement.MilestoneApproved: engagement.ApproveMilestone,
            on_engagement.ChangesRequested: engagement.RequestChanges,
            on_course.MilestonePartlyApproved: course.ApprovePartly,
        }
        kind = kinds.get(type(event))
        if kind is None or not isinstance(event, DecisionEvent):
            return
        command: Any = step.command
        assert isinstance(command, kind)
        assert step.actor.role == Role.COMPANY, "decided by somebody else than the company"
        assert step.actor.person in step.before.company_contacts
        assert event.by == step.actor
        key = (event.milestone, event.delivery)
        assert self.shown[key] == command.content, "decided on something that was not shown"
        assert key not in self.decided, "a delivery was decided twice"
        self.decided.add(key)
        self._accepted(event, step)

    def _accepted(self, event: Event, step: Step) -> None:
        if isinstance(event, on_engagement.MilestoneApproved):
            assert event.milestone not in self.approved, "approved twice"
            self.approved.add(event.milestone)
        if isinstance(event, on_course.MilestonePartlyApproved):
            assert event.milestone not in self.approved, "a part of what was accepted as a whole"
            fee = step.before.milestones[event.milestone].fee
            self.accepted[event.milestone] = self.accepted.get(event.milestone, 0) + event.accepted_fee
            assert self.accepted[event.milestone] < fee or fee == 0, "the parts are the whole"

    def _disputed(self, event: Event) -> None:
        match event:
            case on_course.DisagreementRaised():
                key = (event.milestone, event.delivery)
                assert key in self.decided, "disagreed before anything was asked for"
                assert event.milestone not in self.approved
                assert key not in self.disputes, "disagreed twice about one delivery"
                self.disputes[key] = False
            case on_course.DisagreementSettled():
                assert self.disputes[event.milestone, event.delivery] is False
                self.disputes[event.milestone, event.delivery] = True
            case on_engagement.MilestoneDelivered():
                earlier = [done for (key, _), done in self.disputes.items() if key == event.milestone]
                assert all(earlier), "delivered while it was in dispute"
            case _:
                pass

    def _told(self, event: Event, step: Step) -> None:
        match event:
            case on_story.StoryDrafted():
                assert event.version == self.story + 1, "a version of the story was skipped or written twice"
                self.story, self.consenting, self.public = event.version, {one.person for one in event.asked}, False
                assert step.before.company_contacts[0] in self.consenting
            case on_story.StoryConsentGiven():
                assert event.version == self.story
                assert isinstance(step.command, story.AgreeToStory)
                self.consenting.remove(event.person)
            case on_story.StoryPublished():
                assert not self.consenting, "published without everybody's consent"
                assert not self.public
                self.public = True
            case on_story.StoryDeclined() | on_story.StoryWithdrawn():
                assert self.public == isinstance(event, on_story.StoryWithdrawn)
                self.public = False
            case on_story.StoryDropped():
                self.public = False
            case _:
                pass
        if step.after is not None and step.after.story is not None and event is step.events[-1]:
            assert step.after.story.published == self.public

    def _interrupted(self, event: Event, step: Step) -> None:
        match event:
            case on_course.EngagementPaused() | on_course.EngagementResumed():
                assert self.paused == isinstance(event, on_course.EngagementResumed)
                self.paused = not self.paused
            case on_course.NoticeGiven():
                assert self.ends_at is None, "notice was given twice"
                self.ends_at = event.ends_at
                assert event.ends_at - step.now >= timedelta(days=29, hours=23), "the notice is too short"
            case on_course.NoticeWithdrawn():
                assert event.ends_at == self.ends_at, "there was no notice to take back"
                assert step.now < event.ends_at, "taken back too late"
                self.ends_at = None
            case on_course.EngagementTerminated():
                assert self.ends_at is not None
                assert step.now >= self.ends_at
                self.terminated = True
            case on_course.EngagementCancelled():
                assert not self.started, "called off after the kick-off"
            case on_engagement.ExecutionStarted():
                self.started = True
            case on_deadlines.Reminded() | on_deadlines.Escalated():
                assert not self.paused or event.kind not in ("milestone_approval", "disagreement")
            case on_engagement.MilestoneDelivered() | on_engagement.RetrospectiveOpened():
                assert not self.paused, "work went on while it rested"
            case _:
                pass
        if isinstance(event, on_engagement.MilestoneDelivered | on_engagement.MilestonePlanned):
            assert not self.terminated, "work after the early end"

    def _afterwards(self, event: Event) -> None:
        match event:
            case on_engagement.PaymentRecorded():
                assert event.milestone in self.due
                assert event.milestone not in self.paid, "paid twice"
                self.paid.add(event.milestone)
            case on_engagement.VoiceGiven():
                assert event.person not in self.spoken, "one person, two voices"
                self.spoken.add(event.person)
            case on_engagement.FollowUpSent():
                assert event.ordinal == self.sent + 1, "a follow-up was skipped or sent twice"
                self.sent = event.ordinal
            case on_engagement.EngagementCompleted():
                assert self.sent == len(RULES.follow_ups)
            case _:
                pass
