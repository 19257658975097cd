"""Who accompanies whom: spare time, matches, another match without blame, days away."""

from datetime import date
from typing import Any

import pytest

from domain.membership.aggregate import MEMBERSHIP
from domain.membership.matching import commands as asked
from domain.membership.matching import events as happened
from domain.membership.matching.fitting import fitting
from domain.membership.matching.times import checked_hours, shared_hours
from domain.membership.watching.state import Watch
from domain.playbooks.capabilities.matching import MatchingRules
from domain.shared.actors import Role
from domain.shared.effects import DeliverToStream
from domain.shared.waiting import Owner

from support.deciding import COORDINATOR, NOW, PARTICIPANT, SYSTEM, Given, Outcome, offers
from support.membership_stories import (
    ACCOMPANIST,
    BESIDE,
    CLIENT,
    MATCH,
    MATCH_OTHER,
    MEMBER_FACTS,
    OTHER_ACCOMPANIST,
    SUITS,
    accompanist,
    joined,
    report,
)
from support.people import DESK, FACTS
from support.rules import RULES, waiting

MONDAY = date(2026, 4, 6)
WATCH = Watch(rules=RULES.radar, every="P1D")
JOINED = joined("participant-1", "client")
MATCHED = happened.AccompanistMatched(accompanist="companion-1", former=None, watch=WATCH)
OFFICE = Owner(role=Role.COORDINATOR, persons=("coordinator-1",))
FULL = (
    happened.ClientTaken(client=f"{DESK}.participant-8", watch=WATCH),
    happened.ClientTaken(client=f"{DESK}.participant-9", watch=WATCH),
)


def given() -> Given:
    """A client and two accompanists."""
    return Given(MEMBERSHIP, stream=CLIENT, facts={**FACTS, **MEMBER_FACTS}).events(JOINED)


def beside() -> Given:
    """Somebody who accompanies."""
    known = Given(MEMBERSHIP, stream=CLIENT, facts={**FACTS, **MEMBER_FACTS})
    return known.events(joined("participant-1", "accompanist"))


def delivered(outcome: Outcome) -> list[tuple[str, Any]]:
    """Which other streams are told what."""
    return [(one.target.id, one.command["type"]) for one in outcome.effects() if isinstance(one, DeliverToStream)]


def changed(state: Any, *events: Any) -> Any:
    """The state after these."""
    return MEMBERSHIP.fold(state, [(event, NOW) for event in events])


def test_a_client_is_matched_and_both_are_told() -> None:
    outcome = given().when(MATCH).then(MATCHED)
    assert outcome.told() == [("accompanist_matched", "participant-1"), ("client_matched", "companion-1")]
    assert delivered(outcome) == [(ACCOMPANIST, "NoteClient")]
    given().events(MATCHED).when(MATCH).then()


@pytest.mark.parametrize(
    ("fact", "code"),
    [
        (None, "no-accompanist"),
        (changed(None, joined("companion-1", "client")), "no-accompanist"),
        (changed(None, joined("companion-1", "accompanist", service="elsewhere")), "no-accompanist"),
        (changed(accompanist("companion-1"), *FULL), "accompanist-full"),
        (changed(accompanist("companion-1"), happened.ClientsWelcome(open=False)), "accompanist-paused"),
    ],
    ids=["nobody", "a client", "another service's", "full", "paused"],
)
def test_who_cannot_accompany_is_not_matched(fact: Any, code: str) -> None:
    facts = {key: state for key, state in {**FACTS, f"membership:{ACCOMPANIST}": fact}.items() if state is not None}
    known = Given(MEMBERSHIP, stream=CLIENT, facts=facts).events(JOINED)
    known.when(MATCH).refused(code, "accompanist")


def test_two_at_the_same_moment_may_get_the_last_place_and_nobody_after_them() -> None:
    """Both were told whose company they have, so nobody is taken back; docs/adr/0019 says why."""
    fact = changed(accompanist("companion-1"), FULL[0])
    clients = [f"{DESK}.{person}" for person in ("participant-1", "participant-2")]
    for client in clients:
        joining = joined(client.removeprefix(f"{DESK}."), "client")
        known = Given(MEMBERSHIP, stream=client, facts={**FACTS, f"membership:{ACCOMPANIST}": fact})
        assert known.events(joining).when(MATCH).events == [MATCHED], "each saw a free place"
    both = Given(MEMBERSHIP, stream=ACCOMPANIST, facts=FACTS, state=fact)
    for client in clients:
        both = both.events(*both.when(asked.NoteClient(client=client, taken=True), by=SYSTEM).events)
    assert set(both.state.matching.clients) == {*clients, FULL[0].client}
    assert both.state.matching.full
    later = Given(MEMBERSHIP, stream=CLIENT, facts={**FACTS, f"membership:{ACCOMPANIST}": both.state}).events(JOINED)
    later.when(MATCH).refused("accompanist-full", "accompanist")


def test_another_match_is_nobodys_fault_and_needs_no_reason() -> None:
    assert set(asked.Rematch.model_fields) == {"type"}
    wished = happened.RematchWished(number=1, schedule=waiting("rematch", NOW), owner=OFFICE)
    for one in (PARTICIPANT, BESIDE):
        outcome = given().events(MATCHED).when(asked.Rematch(), by=one).then(wished)
        assert outcome.told() == [("rematch_wished", "coordinator-1")]
    given().events(MATCHED, wished).when(asked.Rematch(), by=BESIDE).then()
    given().when(asked.Rematch(), by=PARTICIPANT).refused("not-matched")


def test_whoever_comes_next_gets_the_open_reports_and_whoever_was_there_is_thanked() -> None:
    wished = happened.RematchWished(number=1, schedule=waiting("rematch", NOW), owner=OFFICE)
    written = given().events(MATCHED, wished).when(report(), by=PARTICIPANT)
    outcome = given().events(MATCHED, wished, *written.events).when(MATCH_OTHER)
    (event,) = outcome.events
    assert (event.accompanist, event.former) == ("participant-3", "companion-1")  # type: ignore[attr-defined]
    assert outcome.told() == [
        ("accompanist_matched", "participant-1"),
        ("client_matched", "participant-3"),
        ("report_arrived", "participant-3"),
        ("accompaniment_ended", "companion-1"),
    ]
    assert delivered(outcome) == [(OTHER_ACCOMPANIST, "NoteClient"), (ACCOMPANIST, "NoteClient")]
    (wait,) = outcome.state.waits.values()
    assert wait.owner == Owner(role=Role.COMPANION, persons=("participant-3",))
    assert MEMBERSHIP.relations(outcome.state, "companion-1") == frozenset()


def test_an_accompanist_who_leaves_leaves_nobody_alone() -> None:
    left = asked.NoteAccompanistLeft(accompanist="companion-1")
    written = given().events(MATCHED).when(report(), by=PARTICIPANT)
    outcome = given().events(MATCHED, *written.events).when(left, by=SYSTEM)
    assert outcome.told() == [
        ("accompanist_left", "participant-1"),
        ("accompanist_left", "coordinator-1"),
        ("report_arrived", "coordinator-1"),
    ]
    assert {wait.owner for wait in outcome.state.waits.values()} == {OFFICE}
    given().when(left, by=SYSTEM).then()


def test_what_suits_somebody_is_said_in_the_playbooks_words() -> None:
    golf = given().when(SUITS.model_copy(update={"tags": ("golf",)}), by=PARTICIPANT).refused("tag-unknown", "tags")
    offers(golf, RULES.matching.tags)
    beside().when(SUITS.model_copy(update={"clients": 4}), by=PARTICIPANT).refused("clients-too-many", "clients")
    outcome = beside().when(SUITS.model_copy(update={"clients": 3}), by=PARTICIPANT)
    assert outcome.state.matching.most_clients == 3
    given().when(asked.TakeClients(open=False), by=PARTICIPANT).refused("member-role-wrong")
    beside().when(MATCH).refused("member-role-wrong")


def test_days_away_are_told_to_every_client_and_to_the_deputy() -> None:
    away = asked.AnnounceAbsence(first_day=date(2026, 4, 2), last_day=date(2026, 4, 9), deputy=ACCOMPANIST)
    known = beside().events(*FULL)
    outcome = known.when(away, by=PARTICIPANT)
    assert delivered(outcome) == [(f"{DESK}.participant-8", "NoteAbsence"), (f"{DESK}.participant-9", "NoteAbsence")]
    assert outcome.told() == [("standing_in", "companion-1")]
    known.events(*outcome.events).when(away, by=PARTICIPANT).then()
    past = away.model_copy(update={"first_day": date(2026, 3, 1)})
    known.when(past, by=PARTICIPANT).refused("days-wrong", "first_day")
    known.when(away.model_copy(update={"deputy": CLIENT}), by=PARTICIPANT).refused("no-accompanist", "deputy")


def test_whoever_comes_while_the_accompanist_is_away_hears_who_answers() -> None:
    away = asked.AnnounceAbsence(first_day=date(2026, 4, 2), last_day=date(2026, 4, 9), deputy=ACCOMPANIST)
    known = beside()
    known = known.events(*known.when(away, by=PARTICIPANT).events)
    taken = known.when(asked.NoteClient(client=f"{DESK}.participant-8", taken=True), by=SYSTEM)
    assert delivered(taken) == [(f"{DESK}.participant-8", "NoteAbsence")]
    note = asked.NoteAbsence(accompanist="companion-1", **away.model_dump(include={"first_day", "last_day"}))
    client = given().events(MATCHED)
    assert client.when(note, by=SYSTEM).told() == [("absence_covered", "participant-1")]
    client.at(NOW.replace(month=5)).when(note, by=SYSTEM).then()


def test_the_deputy_answers_on_the_days_away_and_no_longer() -> None:
    covered = happened.AbsenceNoted(first_day=date(2026, 4, 1), last_day=date(2026, 4, 2), deputy="participant-3")
    known = given().events(MATCHED, covered)
    owners = [
        known.at(NOW.replace(day=day)).when(report(), by=PARTICIPANT).events[0].owner.persons  # type: ignore[attr-defined]
        for day in (1, 2, 3)
    ]
    assert owners == [("participant-3",), ("participant-3",), ("companion-1",)]


def test_a_playbook_without_the_section_says_so() -> None:
    without = RULES.model_copy(update={"matching": MatchingRules()})
    for command in (MATCH, SUITS, asked.Rematch()):
        refused = given().under(without).when(command, by=COORDINATOR).refused("capability-unused")
        assert "[rules.matching]" in refused.wrong.ja


@pytest.mark.parametrize("text", ["monday 20:00-22:00", "mon 22:00-20:00", "mon 20:00-20:00", "mon 25:00-26:00", "mon"])
def test_what_is_no_spare_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"spare time"):
        checked_hours(text)


@pytest.mark.parametrize(
    ("one", "other", "zone", "hours"),
    [
        (("mon 20:00-22:00",), ("mon 21:00-23:00",), "Asia/Tokyo", 1.0),
        (("mon 20:00-22:00", "mon 21:00-24:00"), ("mon 20:00-24:00",), "Asia/Tokyo", 4.0),
        (("mon 06:00-08:00",), ("sun 17:00-19:00",), "America/New_York", 2.0),
        (("sun 23:00-24:00",), ("mon 00:00-01:00",), "Australia/Sydney", 1.0),
        (("mon 20:00-22:00",), (), "Asia/Tokyo", 0.0),
    ],
)
def test_hours_are_shared_by_the_clocks_of_both(
    one: tuple[str, ...], other: tuple[str, ...], zone: str, hours: float
) -> None:
    assert shared_hours(one, "Asia/Tokyo", other, zone, MONDAY) == hours


def test_who_fits_is_suggested_with_hours_and_words_and_nobody_who_is_full_or_has_them_already() -> None:
    client = given().when(SUITS, by=PARTICIPANT).state
    others = [
        accompanist("companion-1"),
        accompanist("participant-3", spare_time=("mon 21:00-22:00",), tags=()),
        accompanist("participant-2", spare_time=("fri 01:00-02:00",), tags=("early_bird",)),
        changed(accompanist("employer-1"), *FULL),
    ]
    found = fitting(client, others, "accompanist", MONDAY)
    assert [(one.person, one.hours, one.tags, one.places) for one in found] == [
        ("companion-1", 2.0, ("listening",), 2),
        ("participant-3", 1.0, (), 2),
    ]
    matched = changed(client, MATCHED)
    assert [one.person for one in fitting(matched, others, "accompanist", MONDAY)] == ["participant-3"]
