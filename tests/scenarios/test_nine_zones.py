"""Nine time zones, both changes of clocks, and follow-ups a year later: on real servers, in skipped time."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from domain.shared.actors import Role
from domain.shared.periods import after, local_date

from support.accounting import every_effect_once
from support.nine_zones import (
    AT_ONCE,
    BERLIN,
    NEW_YORK,
    PLACES,
    Changes,
    amend,
    begin,
    changes_of,
    fewest,
    gather,
    has_begun,
    hours_of,
    owed,
)
from support.story_three import CLIENT, COORDINATOR, ENGAGEMENT, Team, sign_both, told, way_of
from support.system import System


async def test_a_team_in_nine_zones(skipping: System) -> None:
    team = Team.of(skipping)
    team.witness.languages.clear()
    year = skipping.clock.now().year + 1
    await skipping.skip_to(datetime(year, 2, 1, 10, tzinfo=ZoneInfo(BERLIN)))
    changes = changes_of(year)
    await gather(team)
    await begin(team)
    await has_begun(team)
    await new_york_changes_first(team, changes)
    await she_is_counted_where_she_is(team, changes)
    await then_berlin(team, changes)
    await the_whole_year_is_covered(team, changes)
    await she_works_from_there(team)
    await the_clocks_go_back(team, changes)
    await a_year_later(team)
    await every_effect_once(skipping)


async def new_york_changes_first(team: Team, changes: Changes) -> None:
    """For some weeks New York is an hour early: the last hour of the client has one member, and that is foreseen."""
    state = await team.engagement()
    monday = changes.new_york_spring
    assert (state.team.forecast.short_from, state.team.forecast.covered) == (monday, 1)
    around = [fewest(state.team.members, day)[19] for day in (monday - timedelta(days=3), monday)]
    assert around == [AT_ONCE, 1]
    warned = datetime.combine(monday - timedelta(days=30), time(9), ZoneInfo(BERLIN))
    assert state.team.forecast.tell_at == warned
    await team.system.skip_to(warned)
    await team.witness.saw({ENGAGEMENT: "CoverageShort"}, [f"coverage_short > {COORDINATOR}"])
    await hours_of(team, "nairobi", "mon-fri 20:00-22:00")
    happened = {
        "person:nairobi": "AvailabilitySet",
        way_of("nairobi"): "WhereaboutsNoted",
        ENGAGEMENT: "StandingNoted CoverageForecast",
    }
    await team.witness.saw(happened)


async def she_is_counted_where_she_is(team: Team, changes: Changes) -> None:
    """Who moves overnight to where a clock changes on Sunday has what she owes counted by that clock."""
    thursday = changes.new_york_spring - timedelta(days=4)
    await team.system.skip_to(datetime.combine(thursday, time(10), ZoneInfo(BERLIN)))
    await amend(team, "tokyo")
    assert await owed(team, "tokyo") == {"contract_signature": timedelta(hours=120)}
    today = local_date(team.system.clock.now(), NEW_YORK).isoformat()
    move = {"since": today, "move": "overnight", "country": "US", "time_zone": NEW_YORK}
    await team.self_told("tokyo", "Relocate", **move)
    await team.system.settle()
    lasts = {"contract_signature": timedelta(hours=119), "work_permission": timedelta(hours=71)}
    assert await owed(team, "tokyo") == lasts
    engagement = await team.engagement()
    assert engagement.team.forecast.short_from == changes.berlin_spring
    (gap,) = [wait for wait in engagement.waits.values() if wait.kind == "coverage"]
    # How long that gap is known by now depends on how many weeks lie between the two changes of this year.
    silent = {"reminder": gap.schedule.remind_at, "escalated": gap.schedule.escalate_at}
    silent = {one: moment for one, moment in silent.items() if moment <= team.system.clock.now()}
    known = " ".join({"reminder": "Reminded", "escalated": "Escalated"}[one] for one in silent)
    happened = {
        "person:tokyo": "Relocated",
        way_of("tokyo"): "ContractOffered ContractRendered WhereaboutsNoted PlaceChanged PermissionCheckStarted "
        "TaxTreatmentAsked PermissionInformationRequested",
        ENGAGEMENT: f"CoverageShort {known} StandingNoted",
    }
    mails = [
        *told("amendment_to_sign", "tokyo", CLIENT), *told("place_changed", "tokyo", COORDINATOR, CLIENT),
        "permission_information_request > tokyo", f"tax_treatment_request > {COORDINATOR}",
        f"coverage_short > {COORDINATOR}", *(f"coverage_{one} > {COORDINATOR}" for one in silent),
    ]  # fmt: skip
    await team.witness.saw(happened, mails)


async def then_berlin(team: Team, changes: Changes) -> None:
    """Berlin follows: now Sao Paulo is an hour late, and one more member closes that gap, too."""
    forecast = (await team.engagement()).team.forecast
    assert (forecast.short_from, forecast.covered) == (changes.berlin_spring, 1)
    await team.system.skip_to(max(forecast.tell_at, team.system.clock.now()))
    assert (await team.engagement()).team.forecast.told
    assert team.today() < changes.berlin_spring, "the client has noticed nothing yet"
    await team.witness.saw({})
    await hours_of(team, "kolkata", "mon-fri 17:00-19:00")
    happened = {
        "person:kolkata": "AvailabilitySet",
        way_of("kolkata"): "WhereaboutsNoted",
        ENGAGEMENT: "StandingNoted CoverageForecast",
    }
    await team.witness.saw(happened, [f"coverage_restored > {COORDINATOR}"])


async def the_whole_year_is_covered(team: Team, changes: Changes) -> None:
    """On the working days around all four changes there are as many as were promised, by the clock on the wall."""
    members = (await team.engagement()).team.members
    assert len({one.time_zone for one in members.values()}) == len(PLACES) - 1, "one moved to where another one is"
    for monday in changes:
        for day in (monday - timedelta(days=3), monday, monday + timedelta(days=4)):
            assert min(fewest(members, day).values()) >= AT_ONCE, f"too few on {day}"
    await team.system.skip_to(datetime.combine(changes.berlin_spring, time(12), ZoneInfo(BERLIN)))
    happened = await team.witness.new_events()
    assert "CoverageShort" not in happened.get(ENGAGEMENT, [])
    team.witness.new_mails()


async def she_works_from_there(team: Team) -> None:
    """Her gates are clear in New York; from now on nobody is reminded of anything until autumn."""
    tokyo, words = way_of("tokyo"), {"country": "US", "kind": "帯同", "valid_until": team.day(900)}
    await team.self_told("tokyo", "RecordPermit", **words)
    await team.system.settle()
    await team.send(tokyo, "DecidePermission", clear=True, grounds="許可証を確かめた")
    await team.send(tokyo, "SettleTaxTreatment", grounds="居住地で申告")
    await sign_both(team, "tokyo", (await team.way("tokyo")).draft.document)
    assert (await team.way("tokyo")).paused_since is None
    happened = {
        "person:tokyo": "PermitRecorded",
        tokyo: "WhereaboutsNoted PermissionCheckStarted PermissionReviewRequested WorkPermissionCleared "
        "TaxTreatmentSettled WorkResumed ContractSigned ContractSigned ContractConcluded",
        ENGAGEMENT: "StandingNoted " * 5,
    }
    mails = [
        f"permission_review > {COORDINATOR}",
        *(one for message in ("permission_cleared", "tax_treatment_settled")
          for one in told(message, "tokyo", COORDINATOR)),
        *(one for message in ("work_resumed", "amendment_concluded")
          for one in told(message, "tokyo", COORDINATOR, CLIENT)),
    ]  # fmt: skip
    await team.witness.saw(happened, mails)


async def the_clocks_go_back(team: Team, changes: Changes) -> None:
    """In autumn Berlin is first: once more New York is an hour early, unless somebody is there in the evening."""
    happened = {
        "person:nairobi": "AvailabilitySet",
        way_of("nairobi"): "WhereaboutsNoted",
        ENGAGEMENT: "StandingNoted CoverageForecast",
    }
    await hours_of(team, "nairobi", "mon-fri 09:00-10:00")
    await team.witness.saw(happened)
    forecast = (await team.engagement()).team.forecast
    assert (forecast.short_from, forecast.covered) == (changes.berlin_autumn, 1)
    warned = datetime.combine(changes.berlin_autumn - timedelta(days=30), time(9), ZoneInfo(BERLIN))
    assert forecast.tell_at == warned, "nine in the morning, counted back over the change"
    await team.system.skip_to(warned)
    await team.witness.saw({ENGAGEMENT: "CoverageShort"}, [f"coverage_short > {COORDINATOR}"])
    await hours_of(team, "nairobi", "mon-fri 20:00-22:00")
    await team.witness.saw(happened, [f"coverage_restored > {COORDINATOR}"])
    thursday = changes.new_york_autumn - timedelta(days=4)
    await team.system.skip_to(datetime.combine(thursday, time(10), ZoneInfo(BERLIN)))
    await amend(team, "newyork")
    assert await owed(team, "newyork") == {"contract_signature": timedelta(hours=121)}, "Sunday has 25 hours there"
    await sign_both(team, "newyork", (await team.way("newyork")).draft.document)
    await team.system.skip_to(datetime.combine(changes.new_york_autumn, time(12), ZoneInfo(BERLIN)))
    assert "CoverageShort" not in (await team.witness.new_events()).get(ENGAGEMENT, [])
    team.witness.new_mails()


async def a_year_later(team: Team) -> None:
    """The work is over; a year later, by the client's calendar, everybody is asked how they fare."""
    client = (CLIENT, Role.COMPANY)
    await team.send(ENGAGEMENT, "DeliverMilestone", "berlin", Role.PARTICIPANT, milestone="q1", evidence="報告書")
    await team.system.settle()
    content = (await team.engagement()).milestones["q1"].content
    await team.send(ENGAGEMENT, "ApproveMilestone", *client, milestone="q1", delivery=1, content=content)
    await team.send(ENGAGEMENT, "OpenRetrospective")
    words = {"tags": ["online_skills"], "text": "どこにいても一緒でした"}
    for person in PLACES:
        await team.send(ENGAGEMENT, "GiveVoice", person, Role.PARTICIPANT, person=person, **words)
    await team.send(ENGAGEMENT, "GiveVoice", *client, person=CLIENT, **words)
    voices = " ".join(["VoiceGiven"] * (len(PLACES) + 1))
    looked_back = f"MilestoneDelivered MilestoneApproved RetrospectiveOpened {voices} RetrospectiveClosed"
    happened = {ENGAGEMENT: looked_back, **dict.fromkeys(map(way_of, PLACES), "RestNoted WorkEnded")}
    mails = [
        f"milestone_approval_request > {CLIENT}", *told("milestone_approved", *PLACES, COORDINATOR),
        *told("retrospective_request", *PLACES, CLIENT), *told("retrospective_closed", *PLACES, CLIENT, COORDINATOR),
    ]  # fmt: skip
    await team.witness.saw(happened, mails)
    engagement = await team.engagement()
    assert engagement.stage == "stay_connected"
    assert not [key for key in engagement.waits if key.startswith(("coverage", "task_assignment"))]
    (due,) = engagement.follow_ups
    closed = team.system.clock.now()
    assert abs(due - after(closed, "P1Y", BERLIN)) < timedelta(hours=1)
    await team.system.skip_to(due)
    streams = [ENGAGEMENT, *(way_of(person) for person in PLACES)]
    await team.witness.saw(dict.fromkeys(streams, "FollowUpSent"), told("follow_up_request", CLIENT, *PLACES))
    for person in PLACES:
        assert (await team.way(person)).follow_ups == (due,)
