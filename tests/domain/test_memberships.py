"""Members of a service: who may join, what they share, and that nobody is a member twice."""

from datetime import timedelta
from typing import Any

import pytest

from domain.membership.accompanying.commands import WriteReport
from domain.membership.aggregate import MEMBERSHIP
from domain.membership.closing import commands as ending
from domain.membership.closing.commands import NoteClosing
from domain.membership.commands import LeaveService, NoteCoordinators, NoteTimeZone
from domain.membership.events import CoordinatorChanged, JoinedService, LeftService, TimeZoneNoted
from domain.membership.matching.events import AccompanistMatched, MatchAwaited
from domain.playbooks.capabilities.matching import MatchingRules
from domain.service.aggregate import SERVICE
from domain.service.commands import AddDeskCoordinator, NoteMember, RemoveDeskCoordinator
from domain.service.events import DeskCoordinatorAdded, DeskCoordinatorRemoved, MembersCounted
from domain.shared.actors import Role
from domain.shared.deadlines import Escalated
from domain.shared.effects import DeliverToStream, TellEach
from domain.shared.waiting import Owner
from domain.shared.watching import Watch

from support.closing_stories import JOIN, MEMBER, MEMBERSHIP_ID, end, joined
from support.deciding import COORDINATOR, NOW, OTHER_PARTICIPANT, PARTICIPANT, SYSTEM, Given, offers
from support.people import DESK, FACTS, opened, private
from support.rules import RULES, waiting

LEAVE = LeaveService(reason="卒業します")
LEFT = LeftService(reason=private(MEMBER, "卒業します"))
OFFICE = Owner(role=Role.COORDINATOR, persons=("coordinator-1",))
AWAITED = MatchAwaited(number=1, schedule=waiting("rematch", NOW), owner=OFFICE)
WATCH = Watch(rules=RULES.radar, every="P1D")


def given() -> Given:
    """Nobody is a member yet; everybody is registered."""
    return Given(MEMBERSHIP, stream=MEMBERSHIP_ID, facts=FACTS)


def counted(effects: list[Any]) -> list[dict[str, Any]]:
    """What the service is told."""
    return [one.command for one in effects if isinstance(one, DeliverToStream)]


def test_who_shares_all_understandings_joins_and_is_counted() -> None:
    outcome = given().when(JOIN, by=PARTICIPANT).then(joined(), AWAITED)
    noted = NoteMember(member_role="client", joined=True, membership=outcome.state.id, coordinator="coordinator-1")
    assert counted(outcome.effects()) == [noted.model_dump(mode="json")]
    assert outcome.told() == [("membership_began", MEMBER), ("membership_began", "coordinator-1")]


def test_a_missing_understanding_is_named_in_full() -> None:
    one_short = JOIN.model_copy(update={"understandings": ("grow",)})
    refused = given().when(one_short, by=PARTICIPANT).refused("understanding-missing", "understandings")
    assert "空いた時間で" in refused.explain("ja")
    assert "In spare time" in refused.explain("en")
    assert "Growing together" not in refused.explain("en")


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"member_role": "guest"}, "member-role-unknown", "member_role"),
        ({"understandings": ("spare_time", "grow", "fly")}, "understanding-unknown", "understandings"),
        ({"service": "other"}, "membership-id", None),
    ],
)
def test_joining_is_refused(changes: dict[str, Any], code: str, field: str | None) -> None:
    refused = given().when(JOIN.model_copy(update=changes), by=PARTICIPANT).refused(code, field)
    if code == "understanding-unknown":
        offers(refused, RULES.memberships["client"].understandings)


def test_nobody_joins_twice_nor_for_somebody_else_nor_a_closed_service() -> None:
    given().events(joined()).when(JOIN, by=PARTICIPANT).refused("member-already", "person")
    given().when(JOIN, by=OTHER_PARTICIPANT).refused("other-person", "person")
    closed = {f"service:{DESK}": FACTS[f"service:{DESK}"].model_copy(update={"closed": True})}
    given().knowing(**closed).when(JOIN, by=COORDINATOR).refused("service-ended", "service")
    given().when(LEAVE, by=PARTICIPANT).refused("membership-unknown")


def test_who_left_is_no_longer_counted_and_may_come_back() -> None:
    outcome = given().events(joined()).when(LEAVE, by=PARTICIPANT).then(LEFT)
    assert counted(outcome.effects()) == [NoteMember(member_role="client", joined=False).model_dump(mode="json")]
    assert MEMBERSHIP.finished(outcome.state)
    given().events(joined(), LEFT).when(LEAVE, by=PARTICIPANT).then()
    given().events(joined(), LEFT).when(JOIN, by=PARTICIPANT).then(joined(), AWAITED)


def test_a_members_days_are_counted_where_they_live_now() -> None:
    member = given().events(joined())
    ending = member.events(*member.when(NoteClosing(end=end(NOW)), by=SYSTEM).events)
    there = ending.when(NoteTimeZone(number=3, time_zone="Europe/London"), by=SYSTEM)
    there.then(TimeZoneNoted(number=3, time_zone="Europe/London"))
    assert there.told() == []
    assert there.state.time_zone == "Europe/London"
    assert there.state.closing.ends_at - ending.state.closing.ends_at == timedelta(hours=8), "London keeps summer time"
    ending.events(*there.events).when(NoteTimeZone(number=2, time_zone="Asia/Tokyo"), by=SYSTEM).then()
    given().events(joined(), LEFT).when(NoteTimeZone(number=9, time_zone="Asia/Tokyo"), by=SYSTEM).then()
    given().events(joined(), LEFT).when(JOIN, by=PARTICIPANT).then(joined(), AWAITED)


def test_a_client_waits_for_an_accompanist_and_the_office_cannot_forget_it() -> None:
    known = given().events(joined(), AWAITED)
    ((key, wait),) = known.state.waits.items()
    assert (key, wait.owner, wait.schedule) == ("rematch:1", OFFICE, waiting("rematch", NOW))
    matched = known.events(AccompanistMatched(accompanist="companion-1", former=None, watch=WATCH))
    assert matched.state.waits == {}
    again = known.events(LEFT).when(JOIN, by=PARTICIPANT)
    again.then(joined(), AWAITED.model_copy(update={"number": 2}))
    helper = given().when(JOIN.model_copy(update={"member_role": "accompanist", "understandings": ()}), by=PARTICIPANT)
    assert [type(one) for one in helper.events] == [JoinedService]
    unused = RULES.model_copy(update={"matching": MatchingRules()})
    alone = given().under(unused).when(JOIN, by=PARTICIPANT)
    assert [type(one) for one in alone.events] == [JoinedService]


def test_whoever_coordinates_next_finds_what_is_open_due_anew() -> None:
    known = given().events(joined())
    known = known.events(*known.when(ending.MarkForCall(reason="声が聞きたい")).events)
    known = known.events(*known.when(WriteReport(text="ひと言"), by=PARTICIPANT).events)
    later = known.at(NOW + timedelta(days=1))
    outcome = later.when(NoteCoordinators(coordinators=("coordinator-2", "coordinator-3")), by=SYSTEM)
    schedules = {f"{kind}:1": waiting(kind, later.now) for kind in ("personal_call", "report_answer")}
    outcome.then(CoordinatorChanged(coordinator="coordinator-2", schedules=schedules))
    assert {wait.owner.persons for wait in outcome.state.waits.values()} == {("coordinator-2",)}
    assert {wait.handovers for wait in outcome.state.waits.values()} == {1}
    assert outcome.told() == [("report_arrived", "coordinator-2")], "only what is answered by replying to its mail"
    for same in (("coordinator-2",), ("coordinator-2", "coordinator-3"), (MEMBER, "coordinator-2")):
        known.events(*outcome.events).when(NoteCoordinators(coordinators=same), by=SYSTEM).then()


def test_a_report_that_is_late_stays_late_in_other_hands() -> None:
    known = given().events(joined())
    known = known.events(*known.when(WriteReport(text="ひと言"), by=PARTICIPANT).events)
    (wait,) = known.state.waits.values()
    known = known.events(Escalated(kind=wait.kind, subject=wait.subject, owner=wait.owner))
    (wait,) = known.when(NoteCoordinators(coordinators=("coordinator-2",)), by=SYSTEM).state.waits.values()
    assert (wait.step, wait.owner.persons, wait.handovers) == ("escalated", ("coordinator-2",), 0)


def test_nobody_is_asked_to_look_after_themselves_while_there_is_anybody_else() -> None:
    both = FACTS[f"service:{DESK}"].model_copy(update={"coordinators": (MEMBER, "coordinator-2")})
    outcome = given().knowing(**{f"service:{DESK}": both}).when(JOIN, by=PARTICIPANT)
    assert outcome.state.coordinator == "coordinator-2"
    alone = both.model_copy(update={"coordinators": (MEMBER,)})
    outcome = given().knowing(**{f"service:{DESK}": alone}).when(JOIN, by=PARTICIPANT)
    assert outcome.state.coordinator == MEMBER
    known = given().events(*outcome.events)
    another = known.when(NoteCoordinators(coordinators=(MEMBER, "coordinator-3")), by=SYSTEM)
    assert another.state.coordinator == "coordinator-3"


def test_a_desk_that_changes_hands_tells_its_members_each_and_whoever_takes_over_once() -> None:
    desk = Given(SERVICE, stream=DESK, facts=FACTS).events(opened())
    add, remove = AddDeskCoordinator(coordinator="coordinator-2"), RemoveDeskCoordinator(coordinator="coordinator-1")
    assert [type(one) for one in desk.when(add).events] == [DeskCoordinatorAdded], "there is nobody to be told"
    desk = desk.events(MembersCounted(member_role="client", number=10_000))
    added = desk.when(add)
    assert "members_handed_over" not in dict(added.told())
    removed = desk.events(*added.events).when(remove)
    assert ("members_handed_over", "coordinator-2") in removed.told()
    told = [one for one in removed.effects() if isinstance(one, TellEach)]
    command = NoteCoordinators(coordinators=("coordinator-2",)).model_dump(mode="json")
    assert [(one.kind, one.service, one.command) for one in told] == [("membership", DESK, command)]


@pytest.mark.parametrize(("knew", "words"), [("coordinator-1", 1), ("coordinator-2", 0), (None, 0)])
def test_whoever_joins_while_the_desk_changes_hands_hears_of_it_as_well(knew: str | None, words: int) -> None:
    desk = Given(SERVICE, stream=DESK, facts=FACTS).events(opened())
    add, remove = AddDeskCoordinator(coordinator="coordinator-2"), RemoveDeskCoordinator(coordinator="coordinator-1")
    desk = desk.events(*desk.when(add).events)
    removed = desk.when(remove)
    assert [type(one) for one in removed.events] == [DeskCoordinatorRemoved], "nobody is counted yet"

    late = NoteMember(member_role="client", joined=True, membership="late", coordinator=knew)
    counted_late = desk.events(*removed.events).when(late, by=SYSTEM)

    told = [one.command["coordinators"] for one in counted_late.effects() if isinstance(one, TellEach)]
    assert told == [["coordinator-2"]] * words
