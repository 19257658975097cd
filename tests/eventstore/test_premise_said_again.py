"""A premise of a service is changed into other words only; people wrote them, so that they are compared at the edge."""

from typing import Any

import pytest

from banso.receipts import Receipt
from domain.shared.actors import Actor, Role
from domain.shared.refusals import DomainError, NotAllowed

from support.deciding import explains_itself
from support.story_one import open_desk
from support.system import System

DESK = "service:desk"
BELIEVED = "足りないのは情報である"
NOW_BELIEVED = "足りないのは働く場である"


def otherwise(believed: str) -> dict[str, Any]:
    """It turned out like this."""
    said = {"premise": "information", "believed": believed, "evidence": "八割が働きたい", "change": "仕事へ"}
    return {"type": "ChangeServicePremise", **said}


async def recorded(store: System) -> None:
    """The desk wrote down what it believes."""
    await open_desk(store)
    said = {"premise": "information", "believed": BELIEVED, "evidence": "聞き取り"}
    await store.send(DESK, {"type": "RecordServicePremise", **said})


@pytest.mark.parametrize("again", [BELIEVED, f" {BELIEVED}\n"])
async def test_the_same_words_are_no_change_and_nobody_is_told(store: System, again: str) -> None:
    await recorded(store)
    before = await store.event_types(DESK)
    with pytest.raises(DomainError, match="premise-unchanged") as refused:
        await store.send(DESK, otherwise(again))
    explains_itself(refused.value)
    assert refused.value.field == "believed"
    assert "KeepServicePremise" in refused.value.right.en
    assert await store.event_types(DESK) == before


async def test_a_change_counts_once_and_what_was_believed_earlier_may_come_back(store: System) -> None:
    await recorded(store)
    first = await store.send(DESK, otherwise(NOW_BELIEVED), command_id="learned")
    again = await store.send(DESK, otherwise(NOW_BELIEVED), command_id="learned")
    assert (first.repeated, again.repeated) == (False, True)
    assert receipt(again) == receipt(first)
    with pytest.raises(DomainError, match="premise-unchanged"):
        await store.send(DESK, otherwise(NOW_BELIEVED))
    await store.send(DESK, otherwise(BELIEVED))
    assert (await store.event_types(DESK))[-2:] == ["ServicePremiseChanged"] * 2


async def test_whoever_may_not_change_it_learns_nothing_of_its_words(store: System) -> None:
    await recorded(store)
    with pytest.raises(NotAllowed):
        await store.send(DESK, otherwise(BELIEVED), actor=Actor(person="p", role=Role.PARTICIPANT))
    with pytest.raises(DomainError, match="premise-unknown"):
        await store.send(DESK, {**otherwise(BELIEVED), "premise": "nothing"})


def receipt(outcome: Any) -> Receipt:
    """What was answered."""
    assert isinstance(outcome.receipt, Receipt)
    return outcome.receipt
