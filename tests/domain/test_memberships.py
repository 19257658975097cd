"""Members of a service: who may join, what they share, and that nobody is a member twice."""

from typing import Any

import pytest

from domain.membership.aggregate import MEMBERSHIP
from domain.membership.commands import LeaveService
from domain.membership.events import LeftService
from domain.service.commands import NoteMember
from domain.shared.effects import DeliverToStream

from support.closing_stories import JOIN, MEMBER, MEMBERSHIP_ID, joined
from support.deciding import COORDINATOR, OTHER_PARTICIPANT, PARTICIPANT, Given, offers
from support.people import DESK, FACTS, private
from support.rules import RULES

LEAVE = LeaveService(reason="卒業します")
LEFT = LeftService(reason=private(MEMBER, "卒業します"))


def given() -> Given:
    """Nobody is a member yet; everybody is registered."""
    return Given(MEMBERSHIP, stream=MEMBERSHIP_ID, facts=FACTS)


def counted(effects: list[Any]) -> list[dict[str, Any]]:
    """What the service is told."""
    return [one.command for one in effects if isinstance(one, DeliverToStream)]


def test_who_shares_all_understandings_joins_and_is_counted() -> None:
    outcome = given().when(JOIN, by=PARTICIPANT).then(joined())
    assert counted(outcome.effects()) == [NoteMember(member_role="client", joined=True).model_dump(mode="json")]
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
    given().events(joined(), LEFT).when(JOIN, by=PARTICIPANT).then(joined())
