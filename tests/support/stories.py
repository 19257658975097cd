"""Whole lives of streams, scene by scene: prefixes for random sequences, and the source of stored samples."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from domain.aggregates import AGGREGATES
from domain.membership import commands as membership
from domain.participation import commands as participation
from domain.participation.interviews.commands import CancelInterview, RecordMissedInterview
from domain.person import commands as person
from domain.person.pool.commands import HearOfSuccessor
from domain.service import commands as service
from domain.shared.models import Command

from support import closing_stories, engagements, participations, place_stories
from support.consultation_stories import CONSULTATION_STORIES
from support.deciding import (
    COMPANION,
    COMPANY,
    EMPLOYER,
    NOW,
    PARTICIPANT,
    SYSTEM,
)
from support.driving import Driver
from support.engagement_stories import ENGAGEMENT_STORIES
from support.membership_stories import MEMBER_FACTS, MEMBERSHIP_STORIES
from support.people import DESK, FACTS
from support.premise_stories import PREMISE_STORIES, prepared
from support.programme_stories import participation_tales, reviewed_tale, service_tale
from support.scenes import TIME, Make, Scene, Story, today
from support.watched_stories import watched_tales


def offer(hours: str = "6", days: int = 365) -> Make:
    """Terms from tomorrow on."""
    return lambda state, now: participations.offer(
        weekly_hours=hours,
        starts_on=today(state, now) + timedelta(days=1),
        ends_on=today(state, now) + timedelta(days=1 + days),
    )


def rendered(round_back: int = 0) -> Make:
    """The document of the current round (or of one before) exists; each round has its own."""

    def make(state: Any, _: datetime) -> Command:
        number = (state.draft.round if state is not None and state.draft else 1) - round_back
        return participation.RecordContractRendered(round=number, document=f"{number % 10}" * 64)

    return make


def sign(side: str, altered: bool = False) -> Make:
    """One side signs the current document."""

    def make(state: Any, _: datetime) -> Command:
        contract = state.draft if state is not None else None
        document = contract.document if contract and contract.document and not altered else "f" * 64
        return participation.SignContract.model_validate({"side": side, "document": document})

    return make


def found(outcome: str, attempt_back: int = 0) -> Make:
    """What the current check (or one before) found."""

    def make(state: Any, _: datetime) -> Command:
        attempt = (state.permission_attempt if state is not None else 1) - attempt_back
        values = {"attempt": attempt, "outcome": outcome, "grounds": "permit valid in VN"}
        return participation.RecordPermissionCheck.model_validate(values)

    return make


def report(hours: str = "6", weeks_back: int = 0) -> Make:
    """A report of this week, or of one before."""
    return lambda state, now: participation.SubmitCheckIn(
        week_of=today(state, now) - timedelta(weeks=weeks_back), hours=Decimal(hours), main_job="well", text="進んだ"
    )


def closing(state: Any, now: datetime) -> Command:
    """The engagement has looked back."""
    moments = tuple(now + timedelta(days=days) for days in (30, 91, 182))
    return participation.NoteEngagementClosed(follow_ups=moments)


APPLY = Scene(participations.apply(), PARTICIPANT)
SELECTED = Scene(participation.RecordSelection(), SYSTEM, days=2)
CONSENT = Scene(participation.RecordEmployerConsent(weekly_hours_cap=Decimal(8), conditions="平日夜"), EMPLOYER)
PARTICIPATION_STORY: Story = (
    APPLY,
    Scene(lambda state, now: participation.RecordInterview(held_on=today(state, now), note="話が弾んだ"), days=1),
    SELECTED,
    TIME,
    CONSENT,
    Scene(offer()),
    Scene(rendered(), SYSTEM),
    Scene(sign("participant"), PARTICIPANT, days=1),
    Scene(found("information_needed"), SYSTEM),
    Scene(participation.ProvidePermissionInformation(), PARTICIPANT, days=1),
    Scene(found("human_review"), SYSTEM),
    Scene(
        participation.NoteResponsible(coordinator="coordinator-1", company_contacts=("company-1", "company-2")), SYSTEM
    ),
    Scene(participation.NoteResponsible(coordinator="coordinator-2", company_contacts=("company-1",)), SYSTEM, days=1),
    Scene(sign("company"), COMPANY, days=1),
    Scene(participation.DecidePermission(clear=True, grounds="確認した")),
    Scene(participation.NoteExecutionStarted(), SYSTEM, days=3),
    Scene(report(), PARTICIPANT, days=7),
    TIME,
    TIME,
    Scene(participation.AnswerCheckIn(number=1, text="いいですね"), COMPANION),
    Scene(report("9.5"), PARTICIPANT, days=7),
    Scene(participation.AnswerCheckIn(number=2, text="無理のないように"), COMPANION),
    Scene(closing, SYSTEM, days=60),
    *(
        scene
        for number in (1, 2, 3)
        for scene in (TIME, Scene(participation.AnswerFollowUp(ordinal=number, text="元気です"), PARTICIPANT, days=1))
    ),
)
WITHDRAW_CONSENT = Scene(participation.WithdrawEmployerConsent(reason="決算期のため"), EMPLOYER, days=3)
SIGNED = (
    Scene(offer()),
    Scene(rendered(), SYSTEM),
    Scene(sign("participant"), PARTICIPANT, days=1),
    Scene(sign("company"), COMPANY, days=1),
)
WORKING: Story = (
    APPLY,
    SELECTED,
    CONSENT,
    Scene(found("clear"), SYSTEM),
    *SIGNED,
    Scene(participation.NoteExecutionStarted(), SYSTEM, days=3),
)
CONSENT_STORY: Story = (
    *WORKING[:-1],
    WITHDRAW_CONSENT,
    Scene(participation.RecordEmployerConsent(weekly_hours_cap=Decimal(7)), EMPLOYER, days=2),
    WORKING[-1],
    WITHDRAW_CONSENT,
    TIME,
    TIME,
    Scene(participation.NoteResponsible(coordinator="coordinator-2", company_contacts=("company-1",)), SYSTEM, days=1),
    TIME,
    Scene(participation.RecordEmployerConsent(weekly_hours_cap=Decimal(6)), EMPLOYER, days=2),
)


def amend(hours: str = "6", days: int = 300) -> Make:
    """Other terms from tomorrow on."""

    def make(state: Any, now: datetime) -> Command:
        return participation.AmendContract.model_validate(
            {**offer(hours, days)(state, now).model_dump(exclude={"type"}), "type": "AmendContract"}
        )

    return make


def end_early(wished_by: str = "participant", days: int = 20) -> Make:
    """The end is announced, so many days ahead."""
    return lambda state, now: participation.EndEarly.model_validate(
        {"wished_by": wished_by, "last_day": today(state, now) + timedelta(days=days), "reason": "転居のため"}
    )


STAYED: Story = (
    *WORKING,
    Scene(end_early(), PARTICIPANT, days=7),
    Scene(participation.WithdrawEarlyEnd(), PARTICIPANT, days=3),
    Scene(end_early("company", days=40), COMPANY, days=1),
    Scene(participation.WithdrawEarlyEnd()),
    Scene(end_early(), PARTICIPANT),
    TIME,
)
AMENDED: Story = (
    *WORKING,
    Scene(amend("4"), days=5),
    Scene(rendered(), SYSTEM),
    Scene(sign("participant"), PARTICIPANT, days=1),
    Scene(sign("company"), COMPANY, days=1),
)
LEFT: Story = (
    *WORKING,
    Scene(report(), PARTICIPANT, days=7),
    Scene(participation.AnswerCheckIn(number=1, text="いいですね"), COMPANION),
    Scene(end_early(), PARTICIPANT, days=2),
    TIME,
    TIME,
)
WAITING = Scene(participation.NoteWaiting(place=1), SYSTEM, days=1)
OFFERED = Scene(participation.OfferSeat(), SYSTEM, days=2)


def arrange(days: int = 3) -> Make:
    """A conversation is arranged so many days ahead."""
    return lambda _, now: participation.ArrangeInterview(
        at=now + timedelta(days=days), place="オンライン", time_zone="America/New_York"
    )


def talked(state: Any, now: datetime) -> Command:
    """They talked today."""
    return participation.RecordInterview(held_on=today(state, now), note="話が弾んだ")


INTERVIEWED: Story = (
    APPLY,
    Scene(arrange(), days=1),
    Scene(CancelInterview(reason="体調不良のため"), days=1),
    Scene(arrange()),
    Scene(RecordMissedInterview(), days=3),
    Scene(arrange(2)),
    TIME,
    TIME,
    TIME,
    Scene(talked, days=1),
)
WITHDRAW = Scene(participation.Withdraw(reason="都合により"), PARTICIPANT, days=1)
EMPLOYER_REFUSES = Scene(participation.RecordEmployerRefusal(reason="本業が忙しい"), EMPLOYER)
DECLINE = Scene(participation.DeclineApplicant(reason="今回は別の方に"), days=1)
NOT_PERMITTED = Scene(participation.DecidePermission(clear=False, grounds="許可されない"))

REGISTER = person.RegisterPerson(name="試験 参加者", email="participant-1@example.com", employer_contact="employer-1")
HEAR = HearOfSuccessor(participation="participation-1", service="desk-2", name="Inside sales", region="Everywhere")
PERSON_STORY: Story = (
    Scene(REGISTER),
    Scene(person.ChangeContact(name="試験 新姓", email="new@example.com", language="en"), PARTICIPANT, days=9),
    Scene(person.RecordPermit(country="VN", kind="就労許可証", valid_until=date(2030, 3, 31)), PARTICIPANT),
    Scene(HEAR, SYSTEM, days=300),
    Scene(HEAR.model_copy(update={"participation": "participation-2"}), SYSTEM),
    Scene(person.ErasePerson(reason="本人の希望"), days=100),
)
JOIN = membership.JoinService(
    service=DESK, person=participations.PERSON, member_role="client", understandings=("spare_time", "grow")
)
MEMBERSHIP_STORY: Story = (
    Scene(JOIN, PARTICIPANT),
    Scene(membership.LeaveService(reason="卒業します"), PARTICIPANT, days=300),
    Scene(JOIN, PARTICIPANT, days=30),
)
SERVICE_STORY: Story = (
    Scene(service.OpenService(name="窓口", region="岐阜", playbook="test-rules", coordinators=("coordinator-1",))),
    Scene(service.NoteEngagement(engagement="engagement-1"), SYSTEM, days=1),
    Scene(service.NoteMember(member_role="client", joined=True), SYSTEM, days=1),
    Scene(service.ChangeDeskContact(contact="company-1"), days=30),
    Scene(service.AddDeskCoordinator(coordinator="coordinator-2")),
    Scene(service.RemoveDeskCoordinator(coordinator="coordinator-1"), days=200),
    Scene(service.NoteMember(member_role="client", joined=False), SYSTEM, days=300),
    Scene(service.CloseService(reason="終了"), days=600),
)

STORIES: dict[str, dict[str, Story]] = {
    "engagement": {
        **ENGAGEMENT_STORIES,
        **CONSULTATION_STORIES,
        **place_stories.ENGAGEMENT_TALES,
        **PREMISE_STORIES,
    },
    "participation": {
        "main": PARTICIPATION_STORY,
        "accompanied_anew": (APPLY, SELECTED, Scene(participation.NoteCompanion(companion="operator-1"), SYSTEM)),
        "prepared": prepared((APPLY, SELECTED)),
        "called_off": (APPLY, SELECTED, Scene(participation.NoteEngagementCancelled(), SYSTEM, days=1)),
        "interviewed": INTERVIEWED,
        "declined": (
            APPLY,
            Scene(arrange(), days=1),
            DECLINE,
            Scene(participation.AgreeToPool(), PARTICIPANT),
            Scene(participation.LeavePool(), PARTICIPANT, days=40),
        ),
        "seat_taken": (APPLY, WAITING, OFFERED, Scene(participation.AcceptSeat(), PARTICIPANT), SELECTED, WITHDRAW),
        "seat_declined": (APPLY, WAITING, OFFERED, Scene(participation.DeclineSeat(reason="都合"), PARTICIPANT)),
        "seat_lapsed": (APPLY, WAITING, OFFERED, TIME, TIME),
        "never_a_seat": (APPLY, WAITING, Scene(participation.NoteRecruitingClosed(), SYSTEM, days=9)),
        "withdrawn": (APPLY, SELECTED, WITHDRAW),
        **participation_tales(WORKING),
        "consent_withdrawn": CONSENT_STORY,
        "amended": AMENDED,
        "left_early": LEFT,
        "stayed_after_all": STAYED,
        "employer_refused": (APPLY, SELECTED, EMPLOYER_REFUSES),
        "not_permitted": (APPLY, SELECTED, CONSENT, Scene(found("human_review"), SYSTEM), NOT_PERMITTED),
        **place_stories.participation_tales(WORKING),
        **watched_tales(WORKING, Scene(report(), PARTICIPANT, days=7)),
    },
    "person": {"main": PERSON_STORY, **place_stories.PERSON_TALES},
    "membership": {
        "main": MEMBERSHIP_STORY,
        **MEMBERSHIP_STORIES,
        **closing_stories.MEMBERSHIP_TALES,
        **place_stories.MEMBERSHIP_TALES,
    },
    "service": {
        "main": SERVICE_STORY,
        "pivot": service_tale(SERVICE_STORY[0]),
        "reviewed": reviewed_tale(SERVICE_STORY[0]),
        **closing_stories.SERVICE_TALES,
    },
}
STREAMS = {
    "engagement": engagements.ID,
    "participation": participations.ID,
    "person": participations.PERSON,
    "membership": f"{DESK}.{participations.PERSON}",
    "service": DESK,
}


def driver(kind: str, now: datetime = NOW, **changes: Any) -> Driver:
    """A stream of this kind to which nothing happened yet, among people who are registered."""
    everybody = {**FACTS, **closing_stories.FACTS, **MEMBER_FACTS}
    facts = {**everybody, f"engagement:{engagements.ID}": participations.OPEN_ENGAGEMENT}
    return Driver(AGGREGATES[kind], STREAMS[kind], now, facts, **changes)


def told(kind: str, name: str) -> Driver:
    """The stream after the whole story."""
    played = driver(kind)
    for scene in STORIES[kind][name]:
        scene.play(played)
    return played
