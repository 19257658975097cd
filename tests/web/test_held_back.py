"""A result whose premise fell, on the company's page: not to be approved yet, kindly said; what is missing may be."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from domain.shared.actors import Role

from support.story_one import acting, link_in, sign
from support.system import System
from support.visiting import ByHand, Visitor, company_with_result

BELIEVED = "店は祭りの前に開く"


@pytest.fixture
async def company(postgres: str, tmp_path: Path) -> AsyncIterator[ByHand]:
    """As the other pages' company, under a playbook that keeps a ledger of premises."""
    async with company_with_result(postgres, tmp_path, "overseas-assignment", sign_and_state_mission) as by_hand:
        yield by_hand


async def sign_and_state_mission(system: System, letter: str) -> None:
    """The contract is signed, and the mission is stated with what it takes for granted."""
    await sign(system, letter)
    stream, words = f"engagement:{letter}", {"heard": "店長から聞いた", "evidence": "帳簿", "source": "customer"}
    premise = {"premise": "custom", "believed": "客は年に二度来る", "owner": "president-a", **words}
    await system.send(stream, {"type": "RecordPremise", **premise})
    mission = {"goal": "店が続く", "survival": "毎月の客", "customer": "祭りの客", "customer_is": "external"}
    await system.send(stream, {"type": "StateMission", **mission})


async def premise_falls(company: ByHand) -> None:
    """The first result turns out to rest on something that does not hold."""
    words = {"heard": "店長から聞いた", "evidence": "回覧板", "source": "customer", "owner": "president-a"}
    recorded = {"type": "RecordPremise", "premise": "opening", "believed": BELIEVED, "milestones": ["m1"], **words}
    await company.send("engagement:a", recorded)
    fell = {"type": "ReviewPremise", "premise": "opening", "finding": "fallen", "evidence": "祭りが早まった"}
    await company.send("engagement:a", fell, actor=acting("president-a", Role.COMPANY))


async def test_the_page_says_why_nothing_can_be_approved_and_what_is_missing_may_be_said(
    company: ByHand, visitor: Visitor
) -> None:
    token = link_in(company, "president-a")
    await premise_falls(company)
    page = await visitor.open(token)
    assert page.status_code == 200
    assert "いまは承認できません" in page.text
    assert BELIEVED in page.text
    assert 'action="/decision/approve' not in page.text
    done = await visitor.send("changes", page, confirmation="150000", missing="時期を見直したい")
    assert "修正をお願いしました" in done.text
    assert await company.decisions_made() == ["ChangesRequested"]


async def test_who_had_the_page_open_before_is_told_when_they_press_the_button(
    company: ByHand, visitor: Visitor
) -> None:
    page = await visitor.open(link_in(company, "manager-a"))
    await premise_falls(company)
    refused = await visitor.send("approve", page, confirmation="150000")
    assert refused.status_code == 409
    assert BELIEVED in refused.text
    assert "everybody whom it binds has agreed" in refused.text
    assert "Nothing was changed." in refused.text
    assert await company.decisions_made() == []


async def test_the_page_names_no_commands(company: ByHand, visitor: Visitor) -> None:
    page = await visitor.open(link_in(company, "president-a"))
    plan = {"type": "ProposePlan", "changes": ["m1 due_on=2099-03-31"], "reason": "祭りが早まった"}
    await company.send("engagement:a", plan)
    refused = await visitor.send("approve", page, confirmation="150000")
    assert refused.status_code == 409
    assert "返事がそろうのを待つか、取り下げてください" in refused.text
