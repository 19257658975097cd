"""Gates per place: what opens again after a move, what is looked at every month, what ends with a permit."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from domain.engagement.team.commands import NoteStanding
from domain.participation import commands as asked
from domain.participation.aggregate import PARTICIPATION
from domain.participation.places import events as happened
from domain.participation.places.commands import NoteWhereabouts, SettleTaxTreatment
from domain.playbooks.schema import Rules
from domain.shared.deadlines import MeetDeadline
from domain.shared.effects import DeliverToStream, Notify
from domain.shared.weekly import HoursAhead

from support import participations
from support.deciding import COORDINATOR, EMPLOYER, NOW, PARTICIPANT, SYSTEM, Given, Outcome
from support.people import person
from support.rules import RULES

CONSENT = asked.RecordEmployerConsent(weekly_hours_cap="8")  # type: ignore[arg-type]
SETTLED = SettleTaxTreatment(grounds="税理士に確認した")
PLACES = RULES.places


def note(number: int = 1, **changes: Any) -> NoteWhereabouts:
    """What is known: in Vietnam as ever, office hours."""
    values = {
        "number": number,
        "country": "VN",
        "time_zone": "Asia/Ho_Chi_Minh",
        "move": "planned",
        "since": None,
        "moved_at": None,
        "hours": ("mon-fri 09:00-15:00",),
        "moves_on": None,
        "permit_until": None,
    }
    return NoteWhereabouts.model_validate({**values, **changes})


def returned(number: int = 1, **changes: Any) -> NoteWhereabouts:
    """Back in Japan since today."""
    values = {"country": "JP", "time_zone": "Asia/Tokyo", "move": "overnight", "since": date(2026, 4, 1)}
    return note(number, **{**values, "moved_at": NOW + timedelta(minutes=1), **changes})


def working() -> Given:
    """At work in Vietnam, every gate passed."""
    applied, *later = participations.working()
    abroad = applied.model_copy(update={"time_zone": "Asia/Ho_Chi_Minh"})
    return participations.given().events(abroad, *later)


def after_all(given: Given, *commands: Any) -> Given:
    """These commands, one after the other, each accepted."""
    for command in commands:
        by = COORDINATOR if isinstance(command, SettleTaxTreatment | asked.DecidePermission) else SYSTEM
        by = EMPLOYER if isinstance(command, asked.RecordEmployerConsent) else by
        outcome = given.when(command, by=by)
        assert outcome.refusal is None, outcome.refusal
        given = given.events(*outcome.events)
    return given


def types(outcome: Outcome) -> list[str]:
    """What happened, by type."""
    assert outcome.refusal is None, outcome.refusal
    return [type(event).__name__ for event in outcome.events]


def check(outcome: str, attempt: int) -> asked.RecordPermissionCheck:
    """What a check found."""
    return asked.RecordPermissionCheck.model_validate(
        {"attempt": attempt, "outcome": outcome, "grounds": "citizenship"}
    )


def test_a_move_opens_the_gates_of_the_place_and_nothing_else_ends() -> None:
    outcome = working().when(returned(), by=SYSTEM)
    assert types(outcome) == [
        "WhereaboutsNoted", "PlaceChanged", "ConsentAskedAnew", "PermissionCheckStarted", "TaxTreatmentAsked",
    ]  # fmt: skip
    state = outcome.state
    assert (state.stage, state.paused_since, state.time_zone) == ("work", NOW, "Asia/Tokyo")
    assert state.contract.concluded
    people = {person for template, person in outcome.told() if template == "place_changed"}
    assert people == {"participant-1", "coordinator-1", "company-1", "company-2", "companion-1"}
    assert ("employer_consent_request", "employer-1") in outcome.told()


def test_with_the_last_gate_the_work_goes_on_by_itself() -> None:
    moved = after_all(working(), returned(), check("clear", 2), CONSENT)
    assert moved.state.paused_since is not None
    outcome = moved.when(SETTLED)
    assert types(outcome) == ["TaxTreatmentSettled", "WorkResumed"]
    assert outcome.state.paused_since is None
    assert not [one for one in PARTICIPATION.deadlines(outcome.state) if one.kind == "recheck"]


def test_the_same_picture_or_an_older_one_changes_nothing() -> None:
    moved = after_all(working(), returned(3))
    for number in (1, 2, 3):
        moved.when(returned(number), by=SYSTEM).then()
    for moved_at in (moved.state.places.moved_at, NOW + timedelta(days=9)):
        moved.when(returned(4, moved_at=moved_at), by=SYSTEM).then()
        hours = moved.when(returned(4, moved_at=moved_at, hours=("mon 09:00-15:00",)), by=SYSTEM)
        assert types(hours) == ["WhereaboutsNoted"], "the place is the same"
        assert hours.told() == []


@pytest.mark.parametrize("place", [{"country": "US"}, {"time_zone": "Asia/Seoul"}])
def test_another_country_or_another_zone_is_another_place(place: dict[str, str]) -> None:
    moved = after_all(working(), returned())
    assert "PlaceChanged" in types(moved.when(returned(2, **place), by=SYSTEM))


OPENS_NOTHING = RULES.model_copy(
    update={
        "places": PLACES.model_copy(update={"reopen": ()}),
        "teams": RULES.teams.model_copy(update={"business_hours": ()}),
    }
)
"""A playbook in which a move asks nothing anew, and nobody's hours count."""


def test_where_a_move_asks_nothing_anew_the_work_goes_on_and_deadlines_follow() -> None:
    given = working().under(OPENS_NOTHING).events(participations.offered(2), participations.written(2))
    outcome = given.when(returned(), by=SYSTEM)
    assert types(outcome) == ["WhereaboutsNoted", "PlaceChanged"]
    state = outcome.state
    assert (state.time_zone, state.paused_since, state.places.hours) == ("Asia/Tokyo", None, None)
    changed = next(event for event in outcome.events if isinstance(event, happened.PlaceChanged))
    assert (changed.reopened, changed.pauses, changed.recheck_at) == ((), False, None)
    assert set(changed.schedules) == {"contract_signature:2.participant"}
    assert outcome.told() == [("place_changed", "participant-1"), ("place_changed", "coordinator-1")]
    given.when(SETTLED).refused("tax-not-asked")
    after_all(given, returned()).when(returned(2, hours=()), by=SYSTEM).then()


def met(given: Given, kind: str) -> tuple[Given, Outcome]:
    """The next deadline of a kind, when it comes."""
    (due,) = (one for one in PARTICIPATION.deadlines(given.state) if one.kind == kind)
    there = given.at(due.due)
    outcome = there.when(MeetDeadline(kind=kind, subject=due.subject, ordinal=1), by=SYSTEM)
    return there.events(*outcome.events), outcome


def test_a_permit_is_watched_wherever_the_work_permission_is_a_gate() -> None:
    last = date(2026, 6, 30)
    expiring, warned = met(after_all(working().under(OPENS_NOTHING), note(permit_until=last)), "permit_expiring")
    assert warned.told() == [("permit_expiring", "participant-1"), ("permit_expiring", "coordinator-1")]
    assert warned.state.waits["permit_renewal:1"].owner.persons == ("coordinator-1",)
    ended, over = met(expiring, "permit_expired")
    assert types(over) == ["PermitExpired", "PermissionCheckStarted"]
    assert over.state.paused_since is not None
    assert {person for template, person in over.told() if template == "permit_expired"} >= {"company-1", "company-2"}
    asked_for = after_all(ended, check("information_needed", 2))
    renewed = asked_for.when(note(2, permit_until=last + timedelta(days=365)), by=SYSTEM)
    assert types(renewed) == ["WhereaboutsNoted", "PermissionCheckStarted"], "who recorded one need not say it again"
    assert types(asked_for.events(*renewed.events).when(check("clear", 3), by=SYSTEM))[-1] == "WorkResumed"


def test_no_permit_is_watched_where_none_is_asked_for() -> None:
    given = working().under(OPENS_NOTHING)
    free = replace(given, state=given.state.model_copy(update={"gates": ("contract",)}))
    assert free.when(note(permit_until=date(2026, 6, 30)), by=SYSTEM).state.places.ends_at is None


def test_an_applicants_move_and_permit_concern_them_and_the_office_only() -> None:
    applicant = participations.given().events(participations.applied(time_zone="Asia/Ho_Chi_Minh"))
    moved = applicant.when(returned(permit_until=date(2026, 6, 30)), by=SYSTEM)
    both = ["participant-1", "coordinator-1"]
    assert [person for _, person in moved.told()] == both
    _, ended = met(after_all(applicant, returned(permit_until=date(2026, 6, 30))), "permit_expired")
    assert [person for _, person in ended.told()] == both


def test_only_what_the_playbook_names_opens_again() -> None:
    only_permission = RULES.model_copy(update={"places": PLACES.model_copy(update={"reopen": ("work_permission",)})})
    outcome = working().under(only_permission).when(returned(), by=SYSTEM)
    assert types(outcome) == ["WhereaboutsNoted", "PlaceChanged", "PermissionCheckStarted"]
    assert outcome.state.consented


def test_who_applies_brings_along_what_is_known() -> None:
    known = person("participant-1")
    said = known.whereabouts.model_copy(update={"number": 7})
    given = participations.given().knowing(**{"person:participant-1": known.model_copy(update={"whereabouts": said})})
    outcome = given.when(participations.apply(), by=PARTICIPANT)
    assert types(outcome) == ["Applied", "WhereaboutsNoted"]
    assert (outcome.state.places.number, outcome.state.places.country) == (7, "JP")


def test_who_has_no_time_is_told_so_once() -> None:
    unavailable = [("member_unavailable", "participant-1"), ("member_unavailable", "coordinator-1")]
    locked = working().when(note(hours=()), by=SYSTEM)
    assert locked.told() == unavailable
    given = working().events(*locked.events)
    assert given.when(note(2, hours=(), permit_until=date(2027, 1, 1)), by=SYSTEM).told() == []
    again = after_all(given, note(2))
    assert again.when(note(3, hours=()), by=SYSTEM).told() == unavailable


def ahead(*days: tuple[int, tuple[str, ...]]) -> tuple[HoursAhead, ...]:
    """Hours that are announced for so many days after today."""
    return tuple(HoursAhead(since=date(2026, 4, 1) + timedelta(days=day), hours=hours) for day, hours in days)


def test_announced_hours_are_told_on_and_days_without_any_time_to_people_once() -> None:
    both = [("member_unavailable_ahead", "participant-1"), ("member_unavailable_ahead", "coordinator-1")]
    away = ahead((20, ()), (40, ("mon 09:00-15:00",)))
    outcome = working().when(note(hours_ahead=away), by=SYSTEM)
    assert types(outcome) == ["WhereaboutsNoted"]
    assert outcome.told() == both
    assert [one.spoken["due"].en for one in outcome.effects() if isinstance(one, Notify)] == ["Tue 21 Apr 2026"] * 2
    (told,) = standings(outcome)
    assert (told.hours, told.hours_ahead, told.until) == (("mon-fri 09:00-15:00",), away, None)
    announced = working().events(*outcome.events)
    announced.when(note(2, hours_ahead=away), by=SYSTEM).then()
    assert announced.when(note(2, hours_ahead=away, permit_until=date(2027, 1, 1)), by=SYSTEM).told() == []
    later = announced.when(note(2, hours_ahead=ahead((25, ()))), by=SYSTEM)
    assert later.told() == both, "it is put off"
    assert announced.when(note(2), by=SYSTEM).told() == []
    begun = announced.when(note(2, hours=(), hours_ahead=away[1:]), by=SYSTEM)
    assert begun.told() == [("member_unavailable", "participant-1"), ("member_unavailable", "coordinator-1")]


def test_fewer_hours_that_are_announced_are_told_to_the_team_only() -> None:
    outcome = working().when(note(hours_ahead=ahead((20, ("mon 09:00-12:00",)))), by=SYSTEM)
    assert outcome.told() == []
    assert len(standings(outcome)) == 1


def test_where_nobody_minds_hours_nothing_is_told_of_announced_ones() -> None:
    known = after_all(working().under(OPENS_NOTHING), note())
    known.when(note(2, hours_ahead=ahead((20, ()))), by=SYSTEM).then()


def test_looked_at_again_every_month_and_at_most_as_often_as_the_playbook_says() -> None:
    stranded = after_all(working(), returned(), check("human_review", 2))
    for number in (1, 2, 3):
        (due,) = (one for one in PARTICIPATION.deadlines(stranded.state) if one.kind == "recheck")
        assert (due.subject, due.ordinal) == (str(number), 1)
        meeting = MeetDeadline(kind="recheck", subject=due.subject, ordinal=1)
        stranded.when(meeting, by=SYSTEM).then()
        stranded = stranded.at(due.due)
        outcome = stranded.when(meeting, by=SYSTEM)
        assert types(outcome) == ["RecheckCame", "PermissionCheckStarted", "TaxTreatmentAsked"]
        assert ("recheck_came", "coordinator-1") in outcome.told()
        stranded = stranded.events(*outcome.events)
        stranded.when(meeting, by=SYSTEM).then()
    assert due.due.date() == date(2026, 7, 1)
    assert not [one for one in PARTICIPATION.deadlines(stranded.state) if one.kind == "recheck"]


def test_who_may_not_work_in_the_new_place_rests_and_is_not_sent_away() -> None:
    reviewed = after_all(working(), returned(), check("human_review", 2))
    refused = asked.DecidePermission(clear=False, grounds="許可されない")
    outcome = reviewed.when(refused)
    assert types(outcome) == ["NotPermittedHere"]
    assert (outcome.state.stage, outcome.state.permission) == ("work", "refused")
    assert {template for template, _ in outcome.told()} == {"not_permitted_here"}


def test_a_permit_that_ends_is_told_ahead_and_closes_its_gate() -> None:
    last = date(2026, 6, 30)
    given = after_all(working(), note(permit_until=last))
    warn, over = sorted(
        (one for one in PARTICIPATION.deadlines(given.state) if one.kind.startswith("permit")), key=lambda one: one.due
    )
    assert (warn.due.isoformat(), over.due.isoformat()) == ("2026-05-31T17:00:00+00:00", "2026-06-30T17:00:00+00:00")
    told = given.at(warn.due).when(MeetDeadline(kind=warn.kind, subject=warn.subject, ordinal=1), by=SYSTEM)
    assert told.told() == [("permit_expiring", "participant-1"), ("permit_expiring", "coordinator-1")]
    expiring = given.at(warn.due).events(*told.events)
    assert "permit_renewal:1" in expiring.state.waits
    renewed = expiring.when(note(2, permit_until=last + timedelta(days=365)), by=SYSTEM)
    assert "permit_renewal:1" not in renewed.state.waits
    ended = expiring.at(over.due).when(MeetDeadline(kind=over.kind, subject=over.subject, ordinal=1), by=SYSTEM)
    assert types(ended) == ["PermitExpired", "PermissionCheckStarted"]
    assert ended.state.paused_since is not None


@pytest.mark.parametrize("zone", ["Asia/Tokyo", "America/New_York"])
def test_what_the_participant_owes_is_counted_where_they_are_now(zone: str) -> None:
    amended = [participations.offered(2), participations.written(2)]
    given = working().events(*amended)
    before = given.state.waits["contract_signature:2.participant"].schedule
    outcome = given.when(returned(time_zone=zone, country="US"), by=SYSTEM)
    schedule = outcome.state.waits["contract_signature:2.participant"].schedule
    assert schedule.since == before.since
    assert (schedule.remind_at - schedule.since) == timedelta(days=3), "no clock changes in that week"
    changed = next(event for event in outcome.events if isinstance(event, happened.PlaceChanged))
    assert set(changed.schedules) == {"contract_signature:2.participant"}


def standings(outcome: Outcome) -> list[NoteStanding]:
    """What the engagement is told."""
    sent = [one.command for one in outcome.effects() if isinstance(one, DeliverToStream)]
    return [NoteStanding.model_validate(one) for one in sent if one["type"] == "NoteStanding"]


def test_the_engagement_hears_of_a_move_once_and_what_keeps_somebody_from_it() -> None:
    (told,) = standings(working().when(returned(), by=SYSTEM))
    assert (told.active, told.missing) == (False, ("employer_consent", "work_permission", "tax_treatment"))
    (announced,) = standings(working().when(note(moves_on=date(2026, 9, 1), permit_until=date(2026, 8, 30)), by=SYSTEM))
    assert (announced.active, announced.until) == (True, date(2026, 8, 31))


def test_a_playbook_may_ask_the_employer_of_whom_somebody_accompanies() -> None:
    rules: Rules = RULES.model_copy(
        update={"places": PLACES.model_copy(update={"consent_by": "employer_of_the_assigned"})}
    )
    accompanying = {"person:participant-1": person("participant-1", employment="not_working")}
    given = participations.given().knowing(**accompanying)
    assert given.under(rules).when(participations.apply(), by=PARTICIPANT).state.employed
    assert not given.when(participations.apply(), by=PARTICIPANT).state.employed
