"""A team in nine time zones and a client in Berlin: who has time when, counted anew by the clock on the wall."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from domain.shared.actors import Role

from support.story_three import CLIENT, COORDINATOR, ENGAGEMENT, SERVICE, Team, sign, told, way_of

BERLIN, NEW_YORK = "Europe/Berlin", "America/New_York"
SERVED = "mon-fri 08:00-20:00"
AT_ONCE = 2


class Place(NamedTuple):
    """Where one member lives, and the hours that they have."""

    country: str
    zone: str
    hours: str


PLACES = {
    "tokyo": Place("JP", "Asia/Tokyo", "mon-fri 09:00-12:00"),
    "sydney": Place("AU", "Australia/Sydney", "mon-fri 09:00-12:00"),
    "kolkata": Place("IN", "Asia/Kolkata", "mon-fri 09:00-10:00"),
    "nairobi": Place("KE", "Africa/Nairobi", "mon-fri 09:00-10:00"),
    "berlin": Place("DE", BERLIN, "mon-fri 08:00-14:00"),
    "london": Place("GB", "Europe/London", "mon-fri 07:00-13:00"),
    "saopaulo": Place("BR", "America/Sao_Paulo", "mon-fri 10:00-16:00"),
    "newyork": Place("US", NEW_YORK, "mon-fri 08:00-14:00"),
    "losangeles": Place("US", "America/Los_Angeles", "mon-fri 09:00-10:00"),
}
"""Two at each moment of the client's hours, as long as New York is six hours behind Berlin and Sao Paulo four."""


class Changes(NamedTuple):
    """The Mondays after the clocks of a year change in New York and in Berlin, in spring and in autumn."""

    new_york_spring: date
    berlin_spring: date
    berlin_autumn: date
    new_york_autumn: date


def changes_of(year: int) -> Changes:
    """The second Sunday of March, the last ones of March and October, the first of November; the days after them."""
    return Changes(
        _sunday(date(year, 3, 8)) + timedelta(days=1),
        _sunday(date(year, 3, 25)) + timedelta(days=1),
        _sunday(date(year, 10, 25)) + timedelta(days=1),
        _sunday(date(year, 11, 1)) + timedelta(days=1),
    )


def _sunday(first: date) -> date:
    """The first Sunday from a day on."""
    return first + timedelta(days=(6 - first.weekday()) % 7)


async def hours_of(team: Team, person: str, line: str) -> None:
    """A member says when they have time."""
    await team.self_told(person, "SetAvailability", hours=[line])


async def gather(team: Team) -> None:
    """The service, the client, and nine members who live where they are citizens."""
    for person in (COORDINATOR, CLIENT):
        await team.register(person)
    desk = {"name": "九つの時計", "region": "世界", "playbook": "inside-sales-team", "coordinators": [COORDINATOR]}
    await team.send(SERVICE, "OpenService", **desk)
    for person, place in PLACES.items():
        values = {"time_zone": place.zone, "residence": place.country, "citizen_of": [place.country]}
        await team.register(person, **values)
        await hours_of(team, person, place.hours)


async def begin(team: Team) -> None:
    """Nine seats, nine contracts, one kick-off."""
    posting = {
        "service": "remote",
        "title": "九つの時間帯",
        "theme": "問い合わせ",
        "host": "架空クライアント",
        "goal": "だれも待たせない",
        "shared_decision": "時間の分け方",
        "roles": ["応対"],
        "seats": len(PLACES),
        "weekly_hours": "15",
        "coordinator": COORDINATOR,
        "company_contacts": [CLIENT],
        "time_zone": BERLIN,
    }
    await team.send(ENGAGEMENT, "DraftPosting", **posting)
    await team.send(ENGAGEMENT, "PublishPosting")
    for person in PLACES:
        words = {"engagement": "sales", "person": person, "motivation": "続けたい"}
        await team.send(way_of(person), "Apply", person, Role.PARTICIPANT, **words)
    for person in PLACES:
        await team.send(ENGAGEMENT, "SelectParticipant", participation=f"{person}-1")
    for person in PLACES:
        await sign(team, person)
        await team.send(way_of(person), "SettleTaxTreatment", grounds="居住地で申告")
    await team.send(ENGAGEMENT, "SetBusinessHours", hours=[SERVED], minimum_coverage=AT_ONCE)
    await team.send(ENGAGEMENT, "ConcludeClientContract", contract="K-9", signed_on=team.day(-1))
    await team.send(ENGAGEMENT, "PlanMilestone", milestone="q1", title="報告", fee=0, due_on=team.day(90))
    await team.send(ENGAGEMENT, "StartExecution")


async def has_begun(team: Team) -> None:
    """Everybody went the whole way to the kick-off, and was told of each step of it, once."""
    await team.witness.settled()
    nine, events = len(PLACES), await team.witness.new_events()
    all_the_way = (
        "Applied WhereaboutsNoted Selected PermissionCheckStarted TaxTreatmentAsked WorkPermissionCleared "
        "ContractOffered ContractRendered ContractSigned ContractSigned ContractConcluded TaxTreatmentSettled "
        "BecameReady WorkStarted"
    )
    each = {"ApplicationNoted": nine, "ParticipantSelected": nine, "ParticipantReady": nine, "StandingNoted": 6 * nine}
    once = ("PostingDrafted", "PostingPublished", "SeatsFilled", "BusinessHoursSet", "ClientContractConcluded",
            "MilestonePlanned", "ExecutionStarted", "CoverageForecast")  # fmt: skip
    assert Counter(events.pop(ENGAGEMENT)) == {**dict.fromkeys(once, 1), **each}
    assert events == {
        **{f"person:{one}": ["PersonRegistered"] for one in (COORDINATOR, CLIENT)},
        SERVICE: ["ServiceOpened", "EngagementListed"],
        **{f"person:{one}": ["PersonRegistered", "AvailabilitySet"] for one in PLACES},
        **{way_of(one): all_the_way.split() for one in PLACES},
    }
    office = [COORDINATOR] * nine
    assert Counter(map(str, team.witness.new_mails())) == Counter([
        f"desk_opened > {COORDINATOR}", f"posting_published > {CLIENT}", f"seats_filled > {COORDINATOR}",
        *told("client_contract_concluded", COORDINATOR, CLIENT), *told("execution_started", *PLACES, CLIENT),
        *told("application_received", *PLACES), *told("application_arrived", *office), *told("selected", *PLACES),
        *told("permission_cleared", *PLACES, *office), *told("tax_treatment_request", *office),
        *told("tax_treatment_settled", *PLACES, *office), *told("participant_ready", *office),
        *told("contract_to_sign", *PLACES, *[CLIENT] * nine),
        *told("contract_concluded", *PLACES, *[CLIENT] * nine, *office),
    ])  # fmt: skip


async def amend(team: Team, person: str) -> None:
    """Other terms lie before a member, to be signed."""
    terms = {
        "work": "調査",
        "fee": 900_000,
        "weekly_hours": "10",
        "starts_on": team.day(3),
        "ends_on": team.day(500),
        "place": "オンライン",
    }
    await team.send(way_of(person), "AmendContract", **terms)
    await team.system.settle()


async def owed(team: Team, person: str) -> dict[str, timedelta]:
    """How long a member has until a reminder, by what is waited for from them."""
    waits = (await team.way(person)).waits.values()
    return {
        one.kind: one.schedule.remind_at - one.schedule.since for one in waits if one.owner.role == Role.PARTICIPANT
    }


def fewest(members: Any, day: date) -> dict[int, int]:
    """How many have time in each hour that the client serves on a day (the fewest of its quarters), by its hour.

    Counted by what the clocks of all members show, without any of the rules' own intervals.
    """
    found: dict[int, int] = {}
    for quarter in range(8 * 4, 20 * 4):
        local = datetime(day.year, day.month, day.day, quarter // 4, 15 * (quarter % 4), tzinfo=ZoneInfo(BERLIN))
        count = sum(_there(one, local.astimezone(UTC)) for one in members.values())
        found[quarter // 4] = min(count, found.get(quarter // 4, count))
    return found


def _there(member: Any, moment: datetime) -> bool:
    if not member.active:
        return False
    local = moment.astimezone(ZoneInfo(member.time_zone))
    spans = [line.partition(" ")[2].partition("-") for line in member.hours]
    return local.weekday() < 5 and any(begins <= f"{local:%H:%M}" < ends for begins, _, ends in spans)
