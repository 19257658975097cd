"""Participations as lists of events, each list going on from the one before, and commands that fit them."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from domain.engagement.aggregate import ENGAGEMENT
from domain.participation import commands as asked
from domain.participation import events as happened
from domain.participation.aggregate import PARTICIPATION
from domain.shared.actors import Role
from domain.shared.models import Event
from domain.shared.waiting import Owner

from support import engagements
from support.deciding import NOW, Given
from support.people import DESK, FACTS, private
from support.rules import RULES, waiting

ID = engagements.FIRST
PERSON = "participant-1"
DOCUMENT = "d" * 64
OTHER_DOCUMENT = "e" * 64
FOLLOW_UPS = engagements.FOLLOW_UPS
COORDINATOR_OWNS = Owner(role=Role.COORDINATOR, persons=("coordinator-1",))
PARTICIPANT_OWNS = Owner(role=Role.PARTICIPANT, persons=(PERSON,))
COMPANION_OWNS = Owner(role=Role.COMPANION, persons=("companion-1",))
EMPLOYER_OWNS = Owner(role=Role.EMPLOYER, persons=("employer-1",))
OPEN_ENGAGEMENT = ENGAGEMENT.fold(None, [(event, NOW) for event in engagements.published()])


def given() -> Given:
    """Nothing happened yet; the posting is out and everybody is registered."""
    return Given(PARTICIPATION, stream=ID, facts={**FACTS, f"engagement:{engagements.ID}": OPEN_ENGAGEMENT})


def apply(person: str = PERSON) -> asked.Apply:
    """An application."""
    return asked.Apply(engagement=engagements.ID, person=person, motivation="この町が好きだから")


def applied(**changes: Any) -> happened.Applied:
    """The event of that application."""
    values: dict[str, Any] = {
        "participation": ID,
        "engagement": engagements.ID,
        "service": DESK,
        "person": PERSON,
        "playbook": RULES.reference,
        "title": engagements.draft().title,
        "host": "試験旗店",
        "coordinator": "coordinator-1",
        "companion": "companion-1",
        "company_contacts": engagements.CONTACTS,
        "employed": True,
        "employer_contact": "employer-1",
        "time_zone": "Asia/Tokyo",
        "motivation": private(PERSON, "この町が好きだから"),
        "schedule": waiting("application_answer", NOW),
        "employer_heard": True,
    }
    return happened.Applied.model_validate({**values, **changes})


def selected(**changes: Any) -> list[Event]:
    """A seat; the employer is asked."""
    seat = happened.Selected(consent=waiting("employer_consent", NOW), owner=EMPLOYER_OWNS)
    return [applied(**changes), seat]


def check_started(attempt: int = 1) -> happened.PermissionCheckStarted:
    """A check of the work permission began."""
    return happened.PermissionCheckStarted(
        attempt=attempt, schedule=waiting("work_permission", NOW), owner=COORDINATOR_OWNS
    )


def agreement(cap: str = "8", conditions: str | None = None) -> happened.EmployerConsented:
    """The employer agreed."""
    words = private(PERSON, conditions) if conditions else None
    return happened.EmployerConsented(weekly_hours_cap=Decimal(cap), conditions=words)


def consented(cap: str = "8", **changes: Any) -> list[Event]:
    """Consent is there, the check runs."""
    return [*selected(**changes), agreement(cap), check_started()]


def self_employed() -> list[Event]:
    """A seat for somebody without an employer; the check runs."""
    begun = applied(employed=False, employer_contact=None)
    return [begun, happened.Selected(consent=None, owner=None), check_started()]


def offer(**changes: Any) -> asked.OfferContract:
    """Terms within every limit."""
    values: dict[str, Any] = {
        "work": "旗の企画",
        "fee": 300_000,
        "weekly_hours": "6",
        "starts_on": date(2026, 4, 15),
        "ends_on": date(2026, 9, 30),
        "place": "オンライン",
    }
    return asked.OfferContract.model_validate({**values, **changes})


def offered(number: int = 1) -> happened.ContractOffered:
    """Those terms were offered."""
    terms = offer().model_dump(exclude={"type", "work"})
    work = private(PERSON, "旗の企画", "contract")
    return happened.ContractOffered(round=number, terms=happened.Terms(work=work, **terms))


def written(number: int = 1, document: str = DOCUMENT) -> happened.ContractRendered:
    """The document exists."""
    return happened.ContractRendered(round=number, document=document, schedule=waiting("contract_signature", NOW))


def signature(side: str, by: str) -> happened.ContractSigned:
    """One side signed."""
    return happened.ContractSigned.model_validate({"side": side, "document": DOCUMENT, "by": by})


def rendered() -> list[Event]:
    """Both sides were asked to sign."""
    return [*consented(), offered(), written()]


def concluded() -> list[Event]:
    """Both sides signed; the check still runs."""
    signed = [signature("participant", PERSON), signature("company", "company-1")]
    return [*rendered(), *signed, happened.ContractConcluded(document=DOCUMENT)]


def cleared(grounds: str = "citizen of JP, living there", by: str = "rule") -> happened.WorkPermissionCleared:
    """The work is permitted."""
    return happened.WorkPermissionCleared(grounds=private(PERSON, grounds, "contract"), by=by)


def ready() -> list[Event]:
    """Every gate is passed."""
    return [*concluded(), cleared(), happened.BecameReady()]


def working() -> list[Event]:
    """The kick-off took place."""
    return [*ready(), happened.WorkStarted()]


def report(number: int = 1, week_of: date = date(2026, 3, 30), hours: str = "6") -> happened.CheckInSubmitted:
    """A report of one week."""
    return happened.CheckInSubmitted(
        number=number,
        week_of=week_of,
        hours=Decimal(hours),
        main_job="well",
        text=private(PERSON, "打ち合わせをした"),
        cap=Decimal(8),
        schedule=waiting("check_in_answer", NOW),
        owner=COMPANION_OWNS,
    )


def answered(number: int = 1) -> happened.CheckInAnswered:
    """A report was answered."""
    return happened.CheckInAnswered(number=number, by="companion-1", text=private(PERSON, "いいですね"))


def connected() -> list[Event]:
    """The work is over, the follow-ups are planned."""
    return [*working(), happened.WorkEnded(follow_ups=FOLLOW_UPS)]


def follow_up(ordinal: int, now: datetime) -> happened.FollowUpSent:
    """The participant was asked how they fare."""
    return happened.FollowUpSent(ordinal=ordinal, schedule=waiting("follow_up", now), owner=PARTICIPANT_OWNS)


def told(ordinal: int) -> happened.FollowUpAnswered:
    """The participant told how they fare."""
    return happened.FollowUpAnswered(ordinal=ordinal, text=private(PERSON, "元気です"))


def asked_three_times() -> list[Event]:
    """Every follow-up was sent, and none was answered."""
    return [*connected(), *(follow_up(number, FOLLOW_UPS[number - 1]) for number in (1, 2, 3))]
