"""Who accompanies whom: spare time, matches, another match without blame."""

from datetime import date
from typing import Any

import pytest

from domain.membership.aggregate import MEMBERSHIP
from domain.membership.closing.commands import NoteClosing
from domain.membership.matching import commands as asked
from domain.membership.matching import events as happened
from domain.membership.matching.fitting import fitting
from domain.membership.matching.times import checked_hours, shared_hours
from domain.playbooks.capabilities.matching import MatchingRules
from domain.shared.actors import Role
from domain.shared.deadlines import MeetDeadline
from domain.shared.waiting import Owner

from support.closing_stories import end
from support.deciding import COORDINATOR, NOW, PARTICIPANT, SYSTEM, Given, offers
from support.membership_stories import (
    ACCOMPANIST,
    BESIDE,
    CLIENT,
    MATCH,
    MATCH_OTHER,
    OTHER_ACCOMPANIST,
    SUITS,
    accompanist,
    joined,
    report,
)
from support.pairs import FULL, JOINED, MATCHED, OFFICE, beside, changed, delivered, given
from support.people import DESK, FACTS
from support.rules import RULES, waiting

MONDAY = date(2026, 4, 6)


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


def ending(state: Any, days: int) -> tuple[Any, Any]:
    """A member who knows of the end so many days ahead, and the moment of their own."""
    known = Given(MEMBERSHIP, stream=state.id, facts=FACTS, state=state)
    known = known.events(*known.when(NoteClosing(end=end(NOW, days)), by=SYSTEM).events)
    return known, known.state.closing.ends_at


def test_pairs_part_when_the_service_ends_for_one_of_them() -> None:
    over = MeetDeadline(kind="membership_end", subject="1", ordinal=1)
    client, ends_at = ending(given().events(MATCHED).state, 30)
    gone = client.at(ends_at).when(over, by=SYSTEM)
    assert (ACCOMPANIST, "NoteClient") in delivered(gone)
    assert gone.told() == [("service_ended", "participant-1")]
    beside_them, ends_at = ending(beside().events(*FULL).state, 30)
    gone = beside_them.at(ends_at).when(over, by=SYSTEM)
    assert {(one.client, "NoteAccompanistLeft") for one in FULL} <= set(delivered(gone))
    # Who goes on for longer has one client fewer, or is looked after by the office until there is somebody else.
    parted = asked.NoteClient(client=FULL[0].client, taken=False)
    assert beside_them.when(parted, by=SYSTEM).events == [happened.ClientParted(client=FULL[0].client)]
    left = asked.NoteAccompanistLeft(accompanist="companion-1")
    alone = client.when(left, by=SYSTEM)
    assert alone.told() == [("accompanist_left", "participant-1"), ("accompanist_left", "coordinator-1")]
    assert alone.state.waits["rematch:1"].owner == OFFICE


def test_whoever_ends_at_the_same_moment_hears_of_nobody_who_left() -> None:
    client, ends_at = ending(given().events(MATCHED).state, 30)
    client.at(ends_at).when(asked.NoteAccompanistLeft(accompanist="companion-1"), by=SYSTEM).then()
    beside_them, ends_at = ending(beside().events(*FULL).state, 30)
    beside_them.at(ends_at).when(asked.NoteClient(client=FULL[0].client, taken=False), by=SYSTEM).then()


def test_what_suits_somebody_is_said_in_the_playbooks_words() -> None:
    golf = given().when(SUITS.model_copy(update={"tags": ("golf",)}), by=PARTICIPANT).refused("tag-unknown", "tags")
    offers(golf, RULES.matching.tags)
    beside().when(SUITS.model_copy(update={"clients": 4}), by=PARTICIPANT).refused("clients-too-many", "clients")
    outcome = beside().when(SUITS.model_copy(update={"clients": 3}), by=PARTICIPANT)
    assert outcome.state.matching.most_clients == 3
    given().when(asked.TakeClients(open=False), by=PARTICIPANT).refused("member-role-wrong")
    beside().when(MATCH).refused("member-role-wrong")


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


def test_a_client_who_waits_for_somebody_stays_watched_though_a_client_of_their_own_parts() -> None:
    known = given().events(MATCHED, FULL[0])
    left = known.when(asked.NoteAccompanistLeft(accompanist="companion-1"), by=SYSTEM)
    alone = known.events(*left.events)
    assert alone.state.matching.accompanist is None
    parted = alone.when(asked.NoteClient(client=FULL[0].client, taken=False), by=SYSTEM)
    assert parted.state.radar.watch is not None, "nobody would see that they are silent"
