"""Tales of places and teams: moves, gates that open again, permits that end, tasks that change hands."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from domain.engagement import commands as engagement
from domain.engagement.team import commands as team
from domain.membership import commands as membership
from domain.participation import commands as participation
from domain.participation.places import commands as places
from domain.person import commands as person
from domain.person.places import commands as whereabouts
from domain.shared.models import Command
from domain.shared.weekly import HoursAhead

from support import closing_stories, engagements
from support.deciding import COMPANY, EMPLOYER, PARTICIPANT, SYSTEM
from support.engagement_stories import plan
from support.scenes import TIME, Make, Scene, Story, today

DAYTIME = ("mon-fri 09:00-18:00",)
NIGHT = ("mon-fri 20:00-23:00",)


def move(country: str = "JP", zone: str = "Asia/Tokyo", move: str = "overnight", days: int = 0) -> Make:
    """Somebody lives elsewhere, from today or so many days later on."""
    return lambda state, now: whereabouts.Relocate.model_validate(
        {"since": today(state, now) + timedelta(days=days), "move": move, "country": country, "time_zone": zone}
    )


def called_off(days: int = 20) -> Make:
    """A move that was announced for so many days ahead is off."""
    return lambda state, now: whereabouts.CallOffMove(since=today(state, now) + timedelta(days=days))


HOURS = whereabouts.SetAvailability(hours=("mon-fri 09:00-15:00",))
LOCKDOWN = whereabouts.SetAvailability(hours=(), reason="建物が封鎖された")


def hours_from(days: int, *hours: str) -> Make:
    """Somebody says which hours hold from so many days ahead on (or since a day that is past)."""
    return lambda state, now: whereabouts.SetAvailability(since=today(state, now) + timedelta(days=days), hours=hours)


PERSON_PLACES: Story = (
    Scene(person.RegisterPerson(name="試験 参加者", email="participant-1@example.com", time_zone="Asia/Ho_Chi_Minh")),
    Scene(HOURS, PARTICIPANT, days=3),
    Scene(LOCKDOWN, PARTICIPANT, days=20),
    Scene(move(), PARTICIPANT, days=9),
    Scene(move(), PARTICIPANT),
    Scene(person.RecordPermit(country="VN", kind="就労許可証", valid_until=date(2031, 3, 31)), PARTICIPANT, days=1),
    Scene(move("VN", "Asia/Ho_Chi_Minh", "planned", 40), PARTICIPANT, days=30),
    TIME,
)


Ahead = tuple[tuple[int, tuple[str, ...]], ...]


def announced(ahead: Ahead, state: Any, now: datetime) -> tuple[HoursAhead, ...]:
    """Hours that hold from so many days ahead on."""
    first = today(state, now)
    return tuple(HoursAhead(since=first + timedelta(days=days), hours=hours) for days, hours in ahead)


def noted(
    country: str = "JP",
    zone: str = "Asia/Tokyo",
    *,
    moved: bool = False,
    hours: tuple[str, ...] | None = DAYTIME,
    permit: int | None = None,
    ahead: Ahead = (),
    back: int = 0,
) -> Make:
    """What is known of somebody's place, the next word about it (or an older one); `permit` ends in so many days.

    `ahead` are announced hours, each with the days until then.
    """

    def make(state: Any, now: datetime) -> Command:
        known = state.places if state is not None else None
        last_day = None if permit is None else today(state, now) + timedelta(days=permit)
        return places.NoteWhereabouts(
            number=(known.number if known else 0) + 1 - back,
            country=country,
            time_zone=zone,
            move="overnight",
            since=today(state, now) if moved else None,
            moved_at=now if moved else (known.moved_at if known else None),
            hours=hours,
            moves_on=None,
            permit_until=last_day,
            hours_ahead=announced(ahead, state, now),
        )

    return make


SETTLED = places.SettleTaxTreatment(grounds="税理士に確認した")
CONSENT = participation.RecordEmployerConsent(weekly_hours_cap=Decimal(8))


def _check(outcome: str) -> Make:
    def make(state: Any, _: datetime) -> Command:
        attempt = state.permission_attempt if state is not None else 1
        grounds = "permit valid in VN"
        return participation.RecordPermissionCheck.model_validate(
            {"attempt": attempt, "outcome": outcome, "grounds": grounds}
        )

    return make


CLEAR = Scene(_check("clear"), SYSTEM)


def participation_tales(working: Story) -> dict[str, Story]:
    """What happens to somebody who is at work when they move, and when their permit ends."""
    at_work = (*working, Scene(noted(permit=90), SYSTEM, days=1))
    moved = Scene(noted("VN", "Asia/Ho_Chi_Minh", moved=True), SYSTEM, days=5)
    refused = participation.DecidePermission(clear=False, grounds="許可されない")
    return {
        "moved_overnight": (
            *at_work,
            moved,
            TIME,
            CLEAR,
            Scene(CONSENT, EMPLOYER, days=2),
            Scene(SETTLED, days=40),
        ),
        "stranded": (
            *at_work,
            moved,
            Scene(_check("human_review"), SYSTEM),
            Scene(refused, days=3),
            *([TIME] * 14),
        ),
        "permit_ends": (
            *at_work,
            TIME,
            TIME,
            TIME,
            TIME,
            Scene(_check("information_needed"), SYSTEM),
            Scene(noted(permit=400), SYSTEM, days=2),
            CLEAR,
        ),
        "hours_announced": (
            *at_work,
            Scene(noted(ahead=((20, ()), (40, DAYTIME))), SYSTEM),
            Scene(noted(ahead=((25, ()),)), SYSTEM, days=5),
            Scene(noted(hours=()), SYSTEM, days=25),
        ),
        "locked_down": (*at_work, Scene(noted(hours=()), SYSTEM), Scene(noted(), SYSTEM, days=30)),
        "moved_before_the_kick_off": (
            *working[:-1],
            Scene(noted(), SYSTEM),
            moved,
            CLEAR,
            Scene(CONSENT, EMPLOYER, days=2),
            Scene(SETTLED, days=4),
            working[-1],
        ),
    }


def standing(
    of: str = engagements.FIRST,
    zone: str = "Asia/Tokyo",
    *,
    active: bool = True,
    hours: tuple[str, ...] = DAYTIME,
    until: int | None = None,
    ahead: Ahead = (),
    back: int = 0,
) -> Make:
    """The next word about a member (or an older one); they are there for so many days still.

    `ahead` are the hours that they have announced, each with the days until then.
    """

    def make(state: Any, now: datetime) -> Command:
        known = state.team.members.get(of) if state is not None else None
        return team.NoteStanding(
            participation=of,
            number=(known.number if known else 0) + 1 - back,
            active=active,
            time_zone=zone,
            hours=hours,
            missing=() if active else ("tax_treatment",),
            until=None if until is None else today(state, now) + timedelta(days=until),
            hours_ahead=announced(ahead, state, now),
        )

    return make


SERVED = team.SetBusinessHours(hours=DAYTIME, minimum_coverage=1)
TWO: Story = (
    Scene(engagements.draft(seats=2)),
    Scene(engagement.PublishPosting()),
    *(
        Scene(make, SYSTEM)
        for one in (engagements.FIRST, engagements.SECOND)
        for make in (
            engagement.NoteApplication(participation=one, person=engagements.person_of(one)),
            standing(one),
        )
    ),
    *(Scene(engagement.SelectParticipant(participation=one)) for one in (engagements.FIRST, engagements.SECOND)),
    *(
        Scene(engagement.NoteParticipantReady(participation=one, employer_contact=None), SYSTEM)
        for one in (engagements.FIRST, engagements.SECOND)
    ),
    Scene(plan()),
    Scene(lambda state, now: team.ConcludeClientContract(contract="K-7", signed_on=today(state, now))),
    Scene(SERVED),
    Scene(engagement.StartExecution(), days=3),
)


def task(number: str, assignee: str | None = engagements.FIRST) -> Command:
    """Something to do."""
    return team.AddTask(task=number, title="CRM", assignee=assignee)


HANDED_OVER: Story = (
    *TWO,
    Scene(task("t1"), COMPANY),
    Scene(task("t2")),
    Scene(task("t3", engagements.SECOND)),
    Scene(team.FinishTask(task="t1"), PARTICIPANT, days=1),
    Scene(standing(active=False), SYSTEM, days=9),
    Scene(standing(engagements.SECOND, hours=()), SYSTEM, days=1),
    *([TIME] * 6),
    Scene(standing(engagements.SECOND), SYSTEM, days=9),
    Scene(team.AssignTask(task="t2", assignee=engagements.SECOND)),
)
FORESEEN: Story = (
    *TWO,
    Scene(standing(until=200), SYSTEM),
    Scene(standing(engagements.SECOND, until=100), SYSTEM),
    TIME,
    TIME,
    TIME,
    Scene(standing(engagements.SECOND, until=None), SYSTEM),
)
FAR_AWAY: Story = (
    *TWO,
    *(Scene(standing(one, until=400), SYSTEM) for one in (engagements.FIRST, engagements.SECOND)),
    TIME,
    TIME,
)
OTHER_HOURS: Story = (
    *TWO,
    Scene(task("t1"), COMPANY),
    Scene(standing(ahead=((60, NIGHT),)), SYSTEM),
    Scene(standing(engagements.SECOND, ahead=((80, ()), (400, DAYTIME))), SYSTEM),
    TIME,
    Scene(standing(hours=NIGHT), SYSTEM, days=11),
)
ENGAGEMENT_TALES: dict[str, Story] = {
    "hours_announced": OTHER_HOURS,
    "tasks_handed_over": HANDED_OVER,
    "coverage_foreseen": FORESEEN,
    "coverage_reviewed": FAR_AWAY,
}
CALLED_OFF: Story = (
    PERSON_PLACES[0],
    Scene(move("US", "America/New_York", "planned", 20), PARTICIPANT, days=3),
    Scene(called_off(), PARTICIPANT),
    Scene(move("US", "America/New_York", "planned", 40), PARTICIPANT),
    TIME,
)
HOURS_ANNOUNCED: Story = (
    PERSON_PLACES[0],
    Scene(HOURS, PARTICIPANT),
    Scene(hours_from(20), PARTICIPANT, days=3),
    Scene(hours_from(30, "mon 09:00-15:00"), PARTICIPANT),
    Scene(hours_from(18, *HOURS.hours), PARTICIPANT, days=2),
    Scene(move("US", "America/New_York", "planned", 10), PARTICIPANT),
    TIME,
    TIME,
)
PERSON_TALES: dict[str, Story] = {
    "whereabouts": PERSON_PLACES,
    "move_called_off": CALLED_OFF,
    "hours_announced": HOURS_ANNOUNCED,
}


def lives_in(zone: str, back: int = 0) -> Make:
    """The next word about where a member lives (or an older one)."""

    def make(state: Any, _: datetime) -> Command:
        known = state.zone_number if state is not None else 0
        return membership.NoteTimeZone(number=known + 1 - back, time_zone=zone)

    return make


MEMBERSHIP_TALES: dict[str, Story] = {
    "moved": (
        Scene(closing_stories.JOIN, PARTICIPANT),
        Scene(lives_in("Europe/London"), SYSTEM, days=3),
        Scene(closing_stories.note_closing(), SYSTEM, days=20),
        Scene(lives_in("America/New_York"), SYSTEM, days=2),
        TIME,
    )
}
MEMBERSHIP_MOVES: tuple[Any, ...] = (
    lives_in("Europe/London"),
    lives_in("Pacific/Kiritimati"),
    lives_in("Asia/Tokyo", back=1),
)
PERSON_MOVES: tuple[Any, ...] = (
    move(),
    move("US", "America/New_York", "planned"),
    move("US", "America/New_York", "planned", 20),
    move("JP", "Asia/Tokyo", "planned", 20),
    move("VN", "Asia/Ho_Chi_Minh", "planned", 20),
    called_off(),
    move("GB", "Europe/London", "overnight", -9),
    move("GB", "Europe/London", "overnight", 2),
    HOURS,
    LOCKDOWN,
    *(hours_from(days, *HOURS.hours) for days in (-9, 20)),
    *(hours_from(days) for days in (1, 20, 60)),
    hours_from(9, "sat 10:00-12:00"),
    hours_from(20, "mon-wed 09:00-15:00", "thu-fri 09:00-15:00"),
)
PARTICIPATION_MOVES: tuple[Any, ...] = (
    noted(),
    noted(back=1),
    noted(hours=()),
    noted(ahead=((9, ()),)),
    noted(ahead=((5, NIGHT), (9, ()), (40, DAYTIME))),
    noted(permit=10),
    noted(permit=80),
    noted("US", "America/New_York", moved=True),
    noted("VN", "Asia/Ho_Chi_Minh", moved=True, permit=40),
    SETTLED,
)
ENGAGEMENT_MOVES: tuple[Any, ...] = (
    *(standing(one) for one in (engagements.FIRST, engagements.SECOND)),
    standing(active=False),
    standing(hours=()),
    standing(hours=NIGHT),
    standing(hours=(), ahead=((2, DAYTIME),)),
    standing(engagements.SECOND, hours=NIGHT, ahead=((3, DAYTIME), (40, ()), (500, DAYTIME))),
    standing(ahead=((30, ()),), until=60),
    standing(zone="America/New_York", until=50),
    standing(engagements.SECOND, "Europe/London", until=5),
    standing(back=1),
    SERVED,
    *(task(number) for number in ("t1", "t2")),
    task("t3", None),
    task("t4", engagements.SECOND),
    *(team.AssignTask(task=one, assignee=engagements.SECOND) for one in ("t1", "t3")),
    *(team.FinishTask(task=one) for one in ("t1", "t2", "t3")),
    lambda state, now: team.ConcludeClientContract(contract="K-7", signed_on=today(state, now)),
)
