"""What happens to the team: an overnight return, a lockdown, two hundred days, and what is known of it."""

from collections import Counter
from datetime import date, timedelta

from domain.shared.actors import Role
from domain.shared.periods import after, midnight_of

from support.hands import private
from support.story_three import CLIENT, COORDINATOR, ENGAGEMENT, MEMBERS, TOKYO, VIETNAM, Team, told, way_of

STRANDED_DAYS = 200
RECHECKS = 6


async def tasks(team: Team) -> None:
    """Aoi has three tasks, of which she finishes one; Beni has one."""
    client = (CLIENT, Role.COMPANY)
    for task in ("t1", "t2", "t3"):
        await team.send(ENGAGEMENT, "AddTask", *client, task=task, title=f"CRM {task}", assignee="aoi-1")
    await team.send(ENGAGEMENT, "AddTask", *client, task="b1", title="CRM b1", assignee="beni-1")
    assigned = [*told("task_assigned", "aoi", "aoi", "aoi"), "task_assigned > beni"]
    await team.witness.saw({ENGAGEMENT: " ".join(["TaskAdded TaskAssigned"] * 4)}, assigned)
    stranger = team.send(ENGAGEMENT, "FinishTask", "beni", Role.PARTICIPANT, task="t1")
    await team.witness.refused("not-your-task", stranger, field="task")
    await team.send(ENGAGEMENT, "FinishTask", "aoi", Role.PARTICIPANT, task="t1")
    await team.witness.saw({ENGAGEMENT: "TaskFinished"})


async def overnight(team: Team) -> None:
    """3. She returns to Japan overnight: one command, and the same again changes nothing."""
    await team.system.skip(days=30)
    await team.witness.saw({})
    witness, aoi = team.witness, way_of("aoi")
    move = {"since": team.day(0), "move": "overnight", "country": "JP", "time_zone": TOKYO}
    await team.self_told("aoi", "Relocate", **move)
    happened = {
        "person:aoi": "Relocated",
        "membership:remote.aoi": "TimeZoneNoted",
        aoi: "WhereaboutsNoted PlaceChanged ConsentAskedAnew PermissionCheckStarted TaxTreatmentAsked "
        "WorkPermissionCleared",
        ENGAGEMENT: "StandingNoted TaskAssigned TaskAssigned StandingNoted",
    }
    mails = [
        *told("place_changed", "aoi", COORDINATOR, CLIENT),
        "employer_consent_request > hr",
        f"tax_treatment_request > {COORDINATOR}",
        *told("permission_cleared", "aoi", COORDINATOR),
        *told("task_handed_over", "chika", "aoi", COORDINATOR),
        *told("task_handed_over", "beni", "aoi", COORDINATOR),
    ]
    await witness.saw(happened, mails)
    await team.self_told("aoi", "Relocate", **move)
    await witness.saw({})
    assert "新しい場所で改めて確かめること：勤務先の同意" in witness.mail_to(CLIENT, "place_changed").text
    way, engagement = await team.way("aoi"), await team.engagement()
    assert way.paused_since is not None
    assert engagement.stage == "accompany", "the client's engagement goes on"
    done = {key: (task.assignee, task.finished_by) for key, task in engagement.team.tasks.items()}
    # Both cover her hours; Chika had fewer open tasks, then Beni comes first by id.
    assert done == {
        "t1": ("aoi-1", "aoi"), "t2": ("chika-1", None), "t3": ("beni-1", None), "b1": ("beni-1", None),
    }  # fmt: skip


async def in_her_zone(team: Team) -> None:
    """4. Her deadlines are counted where she is now."""
    way = await team.way("aoi")
    assert way.time_zone == TOKYO
    assert way.places.recheck_at == after(way.paused_since, "P1M", TOKYO)


async def lockdown(team: Team) -> None:
    """4. A building lockdown: no time at all, and nothing ends."""
    witness = team.witness
    await team.self_told("beni", "SetAvailability", hours=[], reason=private("建物の封鎖"))
    happened = {
        "person:beni": "AvailabilitySet",
        way_of("beni"): "WhereaboutsNoted",
        ENGAGEMENT: "StandingNoted TaskAssigned TaskAssigned",
    }
    handed_over = told("task_handed_over", "chika", "beni", COORDINATOR)
    await witness.saw(happened, [*told("member_unavailable", "beni", COORDINATOR), *handed_over, *handed_over])
    way = await team.way("beni")
    assert (way.stage, way.paused_since) == ("work", None)
    assert (await team.engagement()).stage == "accompany"
    back = team.send(ENGAGEMENT, "AssignTask", task="b1", assignee="beni-1")
    await witness.refused("member-not-there", back, field="assignee")
    await team.self_told("beni", "SetAvailability", hours=["mon-fri 09:00-18:00"])
    await witness.saw({**happened, ENGAGEMENT: "StandingNoted"})
    await team.send(ENGAGEMENT, "AssignTask", task="b1", assignee="beni-1")
    back_again = told("task_handed_over", "beni", "chika", COORDINATOR)
    await witness.saw({ENGAGEMENT: "TaskAssigned"}, back_again)


async def announced(team: Team) -> None:
    """4. The next one is known a day ahead: everybody is told, and nothing changes until that day begins."""
    witness, tomorrow = team.witness, team.day(1)
    await team.self_told("beni", "SetAvailability", hours=[], since=tomorrow)
    happened = {"person:beni": "AvailabilitySet", way_of("beni"): "WhereaboutsNoted", ENGAGEMENT: "StandingNoted"}
    await witness.saw(happened, told("member_unavailable_ahead", "beni", COORDINATOR))
    client, tenant = team.system.store.client, team.system.tenant
    hours = [(await client.where(tenant, "beni", date.fromisoformat(team.day(one)))).place.hours for one in (0, 1)]
    assert hours == [("mon-fri 09:00-18:00",), ()]
    await team.system.skip_to(midnight_of(date.fromisoformat(tomorrow), TOKYO))
    begun = {**happened, "person:beni": "AvailabilityBegan", ENGAGEMENT: "StandingNoted TaskAssigned"}
    handed_over = told("task_handed_over", "chika", "beni", COORDINATOR)
    await witness.saw(begun, [*told("member_unavailable", "beni", COORDINATOR), *handed_over])
    await team.self_told("beni", "SetAvailability", hours=["mon-fri 09:00-18:00"])
    await witness.saw(happened)
    await team.send(ENGAGEMENT, "AssignTask", task="b1", assignee="beni-1")
    await witness.saw({ENGAGEMENT: "TaskAssigned"}, told("task_handed_over", "beni", "chika", COORDINATOR))


async def stranded(team: Team) -> None:
    """5. Two hundred days: looked at again every month; when the gates are clear she resumes."""
    witness, aoi = team.witness, way_of("aoi")
    since = (await team.way("aoi")).paused_since
    await team.system.skip_to(since + timedelta(days=STRANDED_DAYS))
    events = await witness.new_events()
    assert events.pop(ENGAGEMENT) == ["CoverageReviewed"], "the end of Chika's permit has come within a year"
    assert events.keys() == {aoi}, "nobody else is concerned"
    waited = {"RecheckCame": RECHECKS, "TaxTreatmentAsked": RECHECKS, "Reminded": RECHECKS + 2,
              "Escalated": RECHECKS + 2}  # fmt: skip
    assert Counter(events[aoi]) == waited, "a person has it all along, and silence decided nothing"
    assert Counter(map(str, witness.new_mails())) == {
        f"recheck_came > {COORDINATOR}": RECHECKS,
        f"tax_treatment_request > {COORDINATOR}": RECHECKS,
        f"tax_treatment_reminder > {COORDINATOR}": RECHECKS + 1,
        f"tax_treatment_escalated > {COORDINATOR}": RECHECKS + 1,
        "employer_consent_reminder > hr": 1,
        f"employer_consent_escalated > {COORDINATOR}": 1,
    }
    report = {"week_of": team.day(0), "hours": "3", "main_job": "well", "text": private("戻りたい")}
    paused = await witness.refused("work-paused", team.send(aoi, "SubmitCheckIn", "aoi", Role.PARTICIPANT, **report))
    assert "勤務先の同意、税務上の取り扱い" in paused.wrong.ja
    await team.send(aoi, "RecordEmployerConsent", "hr", Role.EMPLOYER, weekly_hours_cap="20")
    consented = told("employer_consented", "aoi", COORDINATOR)
    await witness.saw({aoi: "EmployerConsented", ENGAGEMENT: "StandingNoted"}, consented)
    await team.send(aoi, "SettleTaxTreatment", grounds=private("国内で課税"))
    resumed = [*told("tax_treatment_settled", "aoi", COORDINATOR), *told("work_resumed", "aoi", COORDINATOR, CLIENT)]
    happened = {aoi: "TaxTreatmentSettled WorkResumed", ENGAGEMENT: "StandingNoted StandingNoted"}
    await witness.saw(happened, resumed)
    tasks = (await team.engagement()).team.tasks
    assert (tasks["t1"].finished_by, tasks["t2"].assignee) == ("aoi", "chika-1")


async def where_was_she(team: Team) -> None:
    """6. Any past day, also as it was known on another day."""
    client, tenant = team.system.store.client, team.system.tenant
    stay = (await team.system.state("person:aoi")).whereabouts.present
    moved, before = stay.since, stay.since - timedelta(days=1)
    then = await client.where(tenant, "aoi", before)
    assert (then.place.country, then.place.time_zone, then.standings[0].permitted) == ("VN", VIETNAM, True)
    now = await client.where(tenant, "aoi", moved + timedelta(days=9))
    assert (now.place.country, now.place.move, now.standings[0].rests) == ("JP", "overnight", True)
    assert now.standings[0].open_gates == ("employer_consent", "tax_treatment")
    not_yet = await client.where(tenant, "aoi", moved + timedelta(days=9), before)
    assert (not_yet.place.country, not_yet.standings[0].permitted) == ("VN", True), "nobody knew of it then"
    await team.witness.refused("not-known-then", client.where(tenant, "aoi", moved, before - timedelta(days=900)))


async def nobody_left(team: Team) -> None:
    """7. Announced moves and a permit that ends: the coordinator is told before the client notices."""
    witness = team.witness
    for person, days, known in (("aoi", 90, "StandingNoted"), ("beni", 60, "StandingNoted CoverageForecast")):
        move = {"since": team.day(days), "move": "planned", "country": "SG", "time_zone": "Asia/Singapore"}
        await team.self_told(person, "Relocate", **move)
        announced = {f"person:{person}": "Relocated", way_of(person): "WhereaboutsNoted", ENGAGEMENT: known}
        await witness.saw(announced, [])
    forecast = (await team.engagement()).team.forecast
    chika = (await team.way("chika")).places
    assert forecast.short_from >= chika.permit_until, "she is the last one who is there"
    assert forecast.short_from - chika.permit_until <= timedelta(days=4), "the first working day after it"
    assert (forecast.covered, forecast.minimum) == (0, 1)
    assert not forecast.told
    await team.system.skip_to(forecast.tell_at)
    await told_in_time(team)
    wait = (await team.engagement()).waits[f"coverage:{forecast.number}"]
    assert wait.owner.persons == (COORDINATOR,)
    assert team.today() < forecast.short_from
    assert [(await team.way(person)).paused_since is not None for person in MEMBERS] == [True, True, False]
    await renew(team)
    renewed = {"person:chika": "PermitRecorded", way_of("chika"): "WhereaboutsNoted"}
    happened = {**renewed, ENGAGEMENT: "StandingNoted CoverageForecast"}
    await witness.saw(happened, told("coverage_restored", COORDINATOR))
    assert not any(key.startswith("coverage:") for key in (await team.engagement()).waits)


async def told_in_time(team: Team) -> None:
    """The moves begin, the permit is about to end; the coordinator hears of the gap, and the client of the moves."""
    events = await team.witness.new_events()
    assert Counter(events.pop(ENGAGEMENT)) == {"StandingNoted": 2, "TaskAssigned": 1, "CoverageShort": 1}
    assert events.pop(way_of("chika")) == ["PermitExpiring"]
    moved = {person: Counter(events.pop(way_of(person))) for person in ("aoi", "beni")}
    assert events == {
        **{f"person:{person}": ["MoveBegan"] for person in moved},
        **{f"membership:remote.{person}": ["TimeZoneNoted"] for person in moved},
    }
    mails = Counter(map(str, team.witness.new_mails()))
    told_of_silence(mails, moved["aoi"] + moved["beni"])
    expected = Counter([
        *told("place_changed", "aoi", "beni", *[COORDINATOR, CLIENT] * 2), "employer_consent_request > hr",
        *told("permit_expiring", "chika", COORDINATOR), f"coverage_short > {COORDINATOR}",
        *told("task_handed_over", "chika", "beni", COORDINATOR),
    ])  # fmt: skip
    for person, happened in moved.items():
        rechecks = happened["RecheckCame"]
        asked_anew = dict.fromkeys(("PermissionCheckStarted", "TaxTreatmentAsked", "PermissionInformationRequested"),
                                   rechecks + 1)  # fmt: skip
        once = ("WhereaboutsNoted", "PlaceChanged", *(["ConsentAskedAnew"] if person == "aoi" else []))
        assert rechecks >= 2, "looked at again every month"
        silence = {event: happened[event] for event in ("Reminded", "Escalated")}
        assert happened == {**dict.fromkeys(once, 1), **asked_anew, **silence, "RecheckCame": rechecks}
        expected[f"recheck_came > {COORDINATOR}"] += rechecks
        expected[f"tax_treatment_request > {COORDINATOR}"] += rechecks + 1
        expected[f"permission_information_request > {person}"] += rechecks + 1
    assert mails == expected


def told_of_silence(mails: Counter[str], happened: Counter[str]) -> None:
    """Each reminder and each escalation is one mail, to whoever is asked and to the office; they are taken out of both.

    How many there are depends on how many days the months of this year have.
    """
    kinds = ("tax_treatment", "work_permission", "employer_consent")
    reminded = {f"{kind}_reminder > {one}" for kind in kinds for one in ("aoi", "beni", "hr", COORDINATOR)}
    escalated = {f"{kind}_escalated > {COORDINATOR}" for kind in kinds}
    for event, expected in (("Reminded", reminded), ("Escalated", escalated)):
        assert sum(mails.pop(one, 0) for one in expected) == happened[event] > 0


async def renew(team: Team) -> None:
    """Chika records a new permit before the old one has ended."""
    words = {"country": "GB", "kind": private("帯同"), "valid_until": team.day(900)}
    await team.self_told("chika", "RecordPermit", **words)
    await team.system.settle()
