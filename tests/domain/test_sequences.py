"""Any command, from anybody, in any order, at any time: what always holds, holds.

A sequence begins somewhere in a stream's main story and goes on at random. `BANSO_HYPOTHESIS=deep` runs 10,000
sequences per kind of stream instead of a few dozen.
"""

import copy
import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.engagement import commands as engagement
from domain.engagement import course_commands as course
from domain.engagement import events as on_engagement
from domain.engagement import hands_commands as hands
from domain.engagement import story_commands as story_of
from domain.membership import commands as membership
from domain.participation import commands as participation
from domain.participation.interviews.commands import CancelInterview, RecordMissedInterview
from domain.person import commands as person
from domain.playbooks.schema import Rules
from domain.service import commands as service
from domain.shared.actors import Actor
from domain.shared.deadlines import MeetDeadline

from support import engagements, participations, place_stories, stories
from support.deciding import COMPANION, COMPANY, COORDINATOR, EMPLOYER, EVERYBODY, PARTICIPANT, SYSTEM
from support.driving import Driver, Step, meeting
from support.engagement_stories import agree, decision, deliver, deputise, disagree, pay, plan, voice
from support.engagements import FIRST, SECOND, THIRD
from support.membership_model import MembershipModel
from support.membership_stories import LONG_AFTER, MEMBERSHIP_STORIES
from support.models import EngagementModel
from support.participation_model import ParticipationModel
from support.people import DESK
from support.people import person as known_person
from support.rules import RULES
from support.samples import event_types
from support.scenes import Make, Scene, made
from support.stories import STORIES, amend, arrange, end_early, found, offer, rendered, report, sign
from support.watched_stories import WATCHED_MOVES, WEEKLY

DEEP = os.environ.get("BANSO_HYPOTHESIS") == "deep"
SEQUENCES = settings(
    max_examples=10_000 if DEEP else 120,
    deadline=None,
    derandomize=not DEEP,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
STEPS = 36
ZONES = ("Asia/Tokyo", "America/New_York", "Europe/Berlin")
BEGINNINGS = tuple(
    datetime.fromisoformat(text)
    for text in (
        "2026-04-01T01:00Z",
        "2026-10-31T05:30Z",
        "2027-01-31T14:59Z",
        "2028-02-29T23:59Z",
        "2026-03-07T07:30Z",
    )
)
"""An ordinary day, nights before clocks change, the end of a long month, a leap day."""

PAUSES = tuple(
    timedelta(**pause)
    for pause in ({}, {}, {"minutes": 1}, {"hours": 5}, {"days": 1}, {"days": 6}, {"days": 40}, {"days": 200})
)
Move = Make | MeetDeadline | Any
NEXT_DEADLINE = "the next deadline comes"
EARLY_DEADLINE = "a deadline's command before its time"


def moves(scripted: Sequence[Scene], *others: Move) -> st.SearchStrategy[Any]:
    """One thing that may happen: what happens in the story, other commands, and time."""
    told = [scene.make for scene in scripted if scene.make is not None]
    time = [NEXT_DEADLINE] * 8 + [EARLY_DEADLINE] * 2
    every = (*told, *others)
    happening = st.one_of(
        st.sampled_from([*every, *time]),
        # Most random commands are refused; so every other one is the first, from some place on, that is accepted.
        st.integers(0, len(every) - 1).map(lambda place: tuple(every[place:] + every[:place])),
    )
    anybody = st.sampled_from([None, None, None, None, *EVERYBODY])
    return st.tuples(happening, anybody, st.sampled_from(PAUSES))


def fitting(driver: Driver, command: Any) -> Actor:
    """Somebody who may send the command, where there is anybody."""
    preferred = (SYSTEM, EMPLOYER, COMPANION, PARTICIPANT, COMPANY, COORDINATOR)
    for actor in preferred:
        belongs = driver.state is None or actor.role in driver.aggregate.relations(driver.state, actor.person)
        if actor.role in command.who and (belongs or actor in (SYSTEM, COORDINATOR)):
            return actor
    return COORDINATOR


def acceptable(driver: Driver, candidates: tuple[Move, ...]) -> Any:
    """The first of the commands from which something follows, or the first of all."""
    for move in candidates:
        command = made(move, driver.state, driver.now)
        if driver.follows(command, fitting(driver, command)):
            return command
    return made(candidates[0], driver.state, driver.now)


def happen(driver: Driver, happening: Any, actor: Actor | None, pause: timedelta) -> None:
    """Let one thing happen."""
    driver.now += pause
    if happening == NEXT_DEADLINE:
        driver.meet_next()
        return
    if happening == EARLY_DEADLINE:
        deadline = driver.aggregate.next_deadline(driver.state) if driver.state is not None else None
        if deadline is None:
            return
        step = driver.send(meeting(deadline), SYSTEM)
        assert bool(step.events) == (deadline.due <= driver.now), "a deadline counts from its time on, and not before"
        driver.met |= {deadline.key} if step.events else set()
        return
    if isinstance(happening, tuple):
        command, actor = acceptable(driver, happening), None
    else:
        command = made(happening, driver.state, driver.now)
    driver.send(command, actor or fitting(driver, command))


def play(driver: Driver, opening: Sequence[Scene], sequence: list[Any]) -> None:
    """A story's beginning, then the sequence, then all the time there is."""
    for scene in opening:
        scene.play(driver)
    for happening, actor, pause in sequence:
        happen(driver, happening, actor, pause)
    driver.finish()


def run(
    kind: str,
    story: Sequence[Scene],
    others: Sequence[Move],
    prepare: Callable[[str, datetime], Driver],
    besides: Sequence[Sequence[Scene]] = (),
) -> None:
    """Many sequences for one kind of stream, which begin with its story or with another one `besides`."""
    scenes = [scene for tale in (story, *besides) for scene in tale]
    beginnings = st.sampled_from((story, *besides))

    @SEQUENCES
    @given(
        beginning=st.sampled_from(BEGINNINGS),
        zone=st.sampled_from(ZONES),
        opening=beginnings.flatmap(lambda tale: st.integers(0, len(tale)).map(lambda length: tale[:length])),
        sequence=st.lists(moves(scenes, *others), min_size=STEPS // 3, max_size=STEPS),
    )
    def sequences(beginning: datetime, zone: str, opening: Sequence[Scene], sequence: list[Any]) -> None:
        play(prepare(zone, beginning), opening, sequence)

    sequences()


def drafting(seats: int, zone: str) -> engagement.DraftPosting:
    """A posting with so many seats, for a company in this zone."""
    return engagements.draft(seats=seats, time_zone=zone)


ENGAGEMENT_MOVES: tuple[Move, ...] = (
    *(drafting(seats, zone) for seats in (1, 2) for zone in ZONES),
    *(engagement.SelectParticipant(participation=one) for one in (FIRST, SECOND, THIRD)),
    *(engagement.PutOnWaitingList(participation=one) for one in (FIRST, SECOND, THIRD)),
    *(engagement.NoteSeatAccepted(participation=one) for one in (FIRST, SECOND, THIRD)),
    *(engagement.NoteApplicationClosed(participation=one) for one in (FIRST, THIRD)),
    *(engagement.NoteParticipantReady(participation=one, employer_contact=None) for one in (SECOND, THIRD)),
    plan("second", fee=0),
    plan("third", days=-1),
    deliver("second"),
    deliver("third"),
    *(decision(engagement.ApproveMilestone, one) for one in ("second", "third")),
    decision(engagement.ApproveMilestone, back=1),
    decision(engagement.ApproveMilestone, altered=True),
    decision(engagement.RequestChanges, "second"),
    *(decision(course.ApprovePartly, one) for one in (engagements.MILESTONE, "second")),
    decision(course.ApprovePartly, back=1),
    decision(course.ApprovePartly, altered=True),
    disagree(),
    disagree(back=1),
    disagree("second"),
    *(
        course.SettleDisagreement(milestone=one, outcome="changes_dropped", settlement="このままでよい")
        for one in (engagements.MILESTONE, "second")
    ),
    pay(days=3),
    pay("second"),
    *(engagement.NoteParticipantNotReady(participation=one) for one in (FIRST, SECOND)),
    *(engagement.NoteParticipantLeft(participation=one) for one in (FIRST, SECOND)),
    engagement.AppointCoordinator(coordinator="nobody"),
    engagement.LeaveAsCoordinator(coordinator="coordinator-2", successor="coordinator-1"),
    engagement.LeaveAsCoordinator(coordinator="coordinator-2"),
    engagement.ChangeCompanyContacts(company_contacts=("company-2", "company-1")),
    engagement.CloseRetrospective(),
    voice("participant-2"),
    engagement.CompleteEngagement(reason="連絡がつかない"),
    MeetDeadline(kind="milestone_approval", subject="flag-plan.1", ordinal=2),
    MeetDeadline(kind="notice_end", subject="1", ordinal=1),
    MeetDeadline(kind="story_consent", subject="1.1", ordinal=1),
    hands.DismissDeputy(deputy="operator-1"),
    hands.NoteServiceEnd(service="窓口", last_day=None, stays_connected="coordinator-2"),
    deputise("participant-3", "coordinator-2"),
    deputise("operator-1", "companion-1", days=-1),
    MeetDeadline(kind="deputy_end", subject="1", ordinal=1),
    agree("company-1"),
    agree("employer-1", back=1),
    agree("participant-2"),
    story_of.WithdrawFromStory(person="company-1"),
    course.GiveNotice(given_by="participants", reason="続けられない"),
    course.WithdrawNotice(),
    MeetDeadline(kind="follow_up_due", subject="1", ordinal=1),
    *place_stories.ENGAGEMENT_MOVES,
)


def test_engagements() -> None:
    story, *besides = STORIES["engagement"].values()

    def prepare(zone: str, now: datetime) -> Driver:
        driver = stories.driver("engagement", now, watch=EngagementModel().watch)
        if zone != "Asia/Tokyo":
            driver.send(drafting(2, zone), COORDINATOR)
        return driver

    run("engagement", story, ENGAGEMENT_MOVES, prepare, besides)


PARTICIPATION_MOVES: tuple[Move, ...] = (
    participations.apply("participant-2"),
    participation.NoteWaiting(place=2),
    participation.OfferSeat(),
    participation.AcceptSeat(),
    participation.DeclineSeat(),
    participation.NoteRecruitingClosed(),
    participation.NoteEngagementCancelled(),
    participation.NoteCompanion(companion="operator-1"),
    participation.DeclineApplicant(reason="今回は別の方に"),
    participation.AgreeToPool(),
    participation.LeavePool(),
    arrange(),
    arrange(-1),
    CancelInterview(reason="体調不良のため"),
    RecordMissedInterview(),
    participation.Withdraw(reason="都合により"),
    participation.RecordEmployerConsent(weekly_hours_cap=Decimal(4)),
    participation.RecordEmployerConsent(weekly_hours_cap=Decimal(0)),
    participation.RecordEmployerRefusal(reason="本業が忙しい"),
    participation.WithdrawEmployerConsent(reason="決算期のため"),
    participation.NoteResponsible(coordinator="coordinator-2", company_contacts=("company-2", "company-1")),
    offer("9"),
    offer("4"),
    offer("4", days=-2),
    amend("4"),
    amend("9"),
    participation.WithdrawEarlyEnd(),
    *(end_early(who, days) for who in ("participant", "company", "together") for days in (3, 40)),
    rendered(round_back=1),
    sign("company", altered=True),
    sign("participant", altered=True),
    found("clear"),
    found("clear", attempt_back=1),
    participation.DecidePermission(clear=False, grounds="許可されない"),
    report("3"),
    report("3", weeks_back=1),
    report("3", weeks_back=-1),
    participation.AnswerFollowUp(ordinal=7, text="元気です"),
    participation.EndParticipation(reason="連絡がつかない"),
    MeetDeadline(kind="contract_signature", subject="1.company", ordinal=1),
    MeetDeadline(kind="follow_up_due", subject="2", ordinal=2),
    *place_stories.PARTICIPATION_MOVES,
    *WATCHED_MOVES,
)


@pytest.mark.parametrize("rules", [RULES, WEEKLY], ids=["no rhythm", "a word a week"])
def test_participations(rules: Rules) -> None:
    def prepare(zone: str, now: datetime) -> Driver:
        driver = stories.driver("participation", now, watch=ParticipationModel().watch, rules=rules)
        driver.facts["person:participant-1"] = known_person("participant-1", time_zone=zone)
        return driver

    run(
        "participation",
        stories.PARTICIPATION_STORY,
        PARTICIPATION_MOVES,
        prepare,
        [STORIES["participation"][name] for name in ("moved_overnight", "watched")],
    )


PERSON_MOVES: tuple[Move, ...] = (
    person.RegisterPerson(name="別名", email="other@example.com", time_zone="America/New_York"),
    person.RecordPermit(country="US", kind="許可", valid_until=None),
    person.RecordPermit(country="US", kind="許可", valid_until=datetime(2020, 1, 1).date()),  # noqa: DTZ001
    MeetDeadline(kind="permit", subject="1", ordinal=1),
    *place_stories.PERSON_MOVES,
)


def test_persons() -> None:
    def watch(step: Step) -> None:
        if step.before is not None and step.before.erased:
            assert not step.events, "something happened to an erased person"

    def prepare(_: str, now: datetime) -> Driver:
        return stories.driver("person", now, watch=watch)

    run("person", stories.PERSON_STORY, PERSON_MOVES, prepare, [place_stories.PERSON_PLACES])


SERVICE_MOVES: tuple[Move, ...] = (
    service.NoteEngagement(engagement="engagement-2"),
    service.AddDeskCoordinator(coordinator="coordinator-1"),
    service.RemoveDeskCoordinator(coordinator="coordinator-2"),
    service.ChangeDeskContact(contact="companion-1"),
    MeetDeadline(kind="closing", subject="1", ordinal=1),
)


def test_services() -> None:
    def watch(step: Step) -> None:
        listed = sum(type(event).__name__ == "EngagementListed" for event in step.events)
        before = step.before.engagements if step.before is not None else 0
        assert (step.after.engagements if step.after is not None else 0) == before + listed
        assert step.before is None or not step.before.closed or step.after.closed
        people = step.after.coordinators if step.after is not None else ("nobody yet",)
        assert people, "a desk without a coordinator"
        assert len(set(people)) == len(people), "somebody coordinates twice"

    def prepare(_: str, now: datetime) -> Driver:
        return stories.driver("service", now, watch=watch)

    run("service", stories.SERVICE_STORY, SERVICE_MOVES, prepare)


MEMBERSHIP_MOVES: tuple[Move, ...] = (
    membership.JoinService(service=DESK, person=participations.PERSON, member_role="client"),
    membership.JoinService(service=DESK, person="participant-2", member_role="client", understandings=("grow",)),
    MeetDeadline(kind="anything", subject="1", ordinal=1),
    *place_stories.MEMBERSHIP_MOVES,
)


def test_memberships() -> None:
    def watch(step: Step) -> None:
        for event in step.events:
            if type(event).__name__ == "JoinedService":
                assert step.before is None or step.before.stage == "ended", "a member joined twice"
                shared = {"spare_time", "grow"} if event.member_role == "client" else set()
                assert set(event.understandings) == shared, "somebody joined without sharing all"

    def prepare(zone: str, now: datetime) -> Driver:
        model = MembershipModel()
        driver = stories.driver("membership", now, watch=lambda step: (watch(step), model.watch(step)))
        driver.facts["person:participant-1"] = known_person("participant-1", time_zone=zone)
        return driver

    besides = tuple(MEMBERSHIP_STORIES.values())
    run("membership", stories.MEMBERSHIP_STORY, (*MEMBERSHIP_MOVES, *LONG_AFTER), prepare, besides)


@pytest.mark.parametrize(
    ("kind", "model", "others"),
    [("engagement", EngagementModel, ENGAGEMENT_MOVES), ("participation", ParticipationModel, PARTICIPATION_MOVES)],
)
def test_every_command_at_every_point_of_the_story(kind: str, model: Any, others: tuple[Move, ...]) -> None:
    for story in STORIES[kind].values():
        every = (*(scene.make for scene in story if scene.make is not None), *others)
        for length in range(len(story)):
            driver, watching = stories.driver(kind), model()
            driver.watch = watching.watch
            for scene in story[:length]:
                scene.play(driver)
            for move in every:
                alone = replace(driver, log=[*driver.log], met={*driver.met}, watch=copy.deepcopy(watching).watch)
                command = made(move, alone.state, alone.now)
                alone.send(command, fitting(alone, command))


def test_every_kind_of_event_is_reached_by_the_stories_that_sequences_begin_with() -> None:
    for kind, named in STORIES.items():
        seen = {type(event) for name in named for event, _ in stories.told(kind, name).log}
        missing = [one.__name__ for one in set(event_types(kind)) - seen]
        assert not missing, f"no story of {kind} shows {missing}"
    assert on_engagement.MilestoneApproved in {type(event) for event, _ in stories.told("engagement", "main").log}
