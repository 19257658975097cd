"""Engagements as lists of events, each list going on from the one before, and commands that fit them."""

from datetime import date, datetime, timedelta
from typing import Any

from domain.engagement import commands as asked
from domain.engagement import events as happened
from domain.engagement.aggregate import ENGAGEMENT
from domain.engagement.deliveries import content_of
from domain.shared.actors import Role
from domain.shared.models import Event
from domain.shared.waiting import Owner, Schedule

from support.deciding import COMPANY, NOW, Given
from support.people import DESK, FACTS, private
from support.rules import RULES, waiting

ID = "engagement-1"
FIRST, SECOND, THIRD = "participation-1", "participation-2", "participation-3"
MILESTONE = "flag-plan"
FEE = 120_000
EVIDENCE = "旗の新しい見せ方の企画書"
CONTENT = content_of(MILESTONE, "企画書", FEE, 1, private("participant-1", EVIDENCE))
OTHER_CONTENT = "0" * 64
RECEIVED = date(2026, 4, 1)
SIXTIETH_DAY = date(2026, 5, 30)
CONTACTS = ("company-1", "company-2")
OWNER = Owner(role=Role.COMPANY, persons=CONTACTS)
FOLLOW_UPS = tuple(datetime.fromisoformat(f"2026-{month}-01T10:00+09:00") for month in ("05", "07", "10"))


def given() -> Given:
    """Nothing happened yet; everybody is registered and the desk is open."""
    return Given(ENGAGEMENT, stream=ID, facts=FACTS)


def draft(**changes: Any) -> asked.DraftPosting:
    """A posting that may be published."""
    values: dict[str, Any] = {
        "service": DESK,
        "title": "200年続く旗屋の新しい一歩",
        "theme": "伝統産業",
        "host": "試験旗店",
        "goal": "旗の新しい使い方を一つ形にする",
        "shared_decision": "どの使い方を選ぶか",
        "roles": ("企画",),
        "seats": 1,
        "weekly_hours": "6",
        "coordinator": "coordinator-1",
        "company_contacts": CONTACTS,
        "companion": "companion-1",
    }
    return asked.DraftPosting.model_validate({**values, **changes})


def drafted(**changes: Any) -> happened.PostingDrafted:
    """The event of that draft."""
    values = draft().model_dump(exclude={"type", "payment_days"})
    values |= {"engagement": ID, "playbook": RULES.reference, "payment_days": 60}
    return happened.PostingDrafted.model_validate({**values, **changes})


def published(**changes: Any) -> list[Event]:
    """The posting is out."""
    return [drafted(**changes), happened.PostingPublished()]


def noted(participation: str = FIRST) -> happened.ApplicationNoted:
    """One application; its number is its person's."""
    return happened.ApplicationNoted(participation=participation, person=person_of(participation))


def person_of(participation: str) -> str:
    """The person behind an application."""
    return participation.replace("participation", "participant")


def chosen(participation: str = FIRST) -> happened.ParticipantSelected:
    """One applicant has a seat."""
    return happened.ParticipantSelected(participation=participation, person=person_of(participation))


def filled(**changes: Any) -> list[Event]:
    """The one seat is taken; a second applicant waits."""
    return [*published(**changes), noted(), noted(SECOND), chosen(), happened.SeatsFilled(seats=1)]


def became_ready(participation: str = FIRST, employer: str | None = "employer-1") -> happened.ParticipantReady:
    """One participant passed the gates."""
    return happened.ParticipantReady(
        participation=participation, person=person_of(participation), employer_contact=employer
    )


def planned(milestone: str = MILESTONE, fee: int = FEE) -> happened.MilestonePlanned:
    """A result was agreed on."""
    return happened.MilestonePlanned(milestone=milestone, title="企画書", fee=fee, due_on=date(2026, 6, 30))


def executing(fee: int = FEE, **changes: Any) -> list[Event]:
    """Work began."""
    return [*filled(**changes), became_ready(), planned(fee=fee), happened.ExecutionStarted()]


def delivery(number: int = 1, **changes: Any) -> happened.MilestoneDelivered:
    """A result was handed over, with payment due on the sixtieth day."""
    morning = datetime.fromisoformat("2026-05-30T09:00+09:00")
    values: dict[str, Any] = {
        "milestone": MILESTONE,
        "delivery": number,
        "evidence": private("participant-1", EVIDENCE),
        "received_on": RECEIVED,
        "payment_due_on": SIXTIETH_DAY,
        "payment_schedule": Schedule(since=NOW, remind_at=morning, escalate_at=morning + timedelta(days=1)),
        "approval": waiting("milestone_approval", NOW),
        "owner": OWNER,
    }
    return happened.MilestoneDelivered.model_validate({**values, **changes})


def approval(number: int = 1) -> happened.MilestoneApproved:
    """The company accepted."""
    return happened.MilestoneApproved(milestone=MILESTONE, delivery=number, by=COMPANY)


def sent_back(number: int = 1) -> happened.ChangesRequested:
    """The company sent it back."""
    missing = private("company-1", "費用の見積もり")
    return happened.ChangesRequested(milestone=MILESTONE, delivery=number, by=COMPANY, missing=missing)


def delivered() -> list[Event]:
    """One delivery lies before the company."""
    return [*executing(), delivery()]


def approved() -> list[Event]:
    """The only result was approved."""
    return [*delivered(), approval()]


def opened() -> happened.RetrospectiveOpened:
    """Three voices were asked for."""
    voices = {"participant-1": "participant", "company-1": "company", "employer-1": "employer"}
    asked_for = tuple(happened.VoiceAsked(person=person, voice=voice) for person, voice in voices.items())
    return happened.RetrospectiveOpened(asked=asked_for, schedule=waiting("retrospective", NOW))


def looking_back() -> list[Event]:
    """The retrospective is open."""
    return [*approved(), opened()]


def voice(person: str, name: str, subject: str | None = None) -> happened.VoiceGiven:
    """One voice was given."""
    text = private(subject or person, "ふだんの仕事が強みだと気づいた")
    return happened.VoiceGiven(person=person, voice=name, tags=("strength_discovered",), text=text)


def closed(*missing: str) -> happened.RetrospectiveClosed:
    """Looking back is over."""
    return happened.RetrospectiveClosed(missing=missing, follow_ups=FOLLOW_UPS)


def connected() -> list[Event]:
    """The follow-ups are planned, nothing was sent yet."""
    return [*looking_back(), closed("participant-1", "company-1", "employer-1")]


def follow_up(ordinal: int, now: datetime) -> happened.FollowUpSent:
    """The company was asked how it fares."""
    return happened.FollowUpSent(ordinal=ordinal, schedule=waiting("follow_up", now), owner=OWNER)


def answer(ordinal: int) -> happened.FollowUpAnswered:
    """The company told how it fares."""
    return happened.FollowUpAnswered(ordinal=ordinal, text=private("company-1", "順調です"))


def asked_three_times() -> list[Event]:
    """Every follow-up was sent, and none was answered."""
    return [*connected(), *(follow_up(number, FOLLOW_UPS[number - 1]) for number in (1, 2, 3))]


def ended() -> list[Event]:
    """The book is closed; the fee is still owed."""
    return [*asked_three_times(), happened.EngagementCompleted(reason="連絡がつかない")]
