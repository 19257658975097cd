"""The way through: a mailed link is opened, read, and decided on."""

import asyncio

import httpx
import pytest

from domain.shared.actors import Actor, Role

from support.story_one import deliver, link_in
from support.visiting import EVIDENCE, TITLE, ByHand, Visitor


async def test_opening_a_link_exchanges_it_for_a_session_and_shows_what_is_to_be_decided(
    company: ByHand, visitor: Visitor
) -> None:
    token = link_in(company, "president-a")
    opened = await visitor.http.get(f"/decide/{token}")
    assert (opened.status_code, opened.headers["location"]) == (303, "/decision")
    cookie = opened.headers["set-cookie"]
    assert {"HttpOnly", "Path=/decision", "SameSite=lax", "Max-Age=1800"} <= set(cookie.split("; "))
    assert token not in cookie

    page = await visitor.http.get("/decision")
    assert page.status_code == 200
    due = (await company.state("engagement:a")).milestones["m1"].payment_due_on
    for shown in (
        '<html lang="ja">',
        "架空 president-a 様",
        TITLE,
        "架空の旗屋",
        "成果 1",
        EVIDENCE,
        "150,000円",
        f"{due.year}年{due.month}月{due.day}日",
        "架空 participant-a",
        "コーディネーター 架空 coordinator",
        "このリンクの期限",
        "ご回答のお願い",
        "お返事がないまま、承認したことになることはありません。",
        "Imaginary Manager さんにもお知らせします",
    ):
        assert shown in page.text
    assert token not in page.text
    assert await company.decisions_made() == []


async def test_an_english_reader_gets_english_and_anybody_can_switch(company: ByHand, visitor: Visitor) -> None:
    page = await visitor.open(link_in(company, "manager-a"))
    assert '<html lang="en">' in page.text
    assert "Dear Imaginary Manager," in page.text
    assert "¥150,000" in page.text
    assert 'href="?language=ja"' in page.text

    switched = await visitor.http.get("/decision?language=ja")
    assert '<html lang="ja">' in switched.text
    refused = await visitor.http.post(
        "/decision/approve?language=ja", files={"form": (None, "x")}, headers={"Sec-Fetch-Site": "same-origin"}
    )
    assert '<html lang="ja">' in refused.text


@pytest.mark.parametrize("typed", ["150000", "150,000円", "¥ 150,000", "１５０，０００円", "\\150,000"])
async def test_an_approval_with_the_fee_typed_counts_and_says_what_comes_next(
    company: ByHand, visitor: Visitor, typed: str
) -> None:
    page = await visitor.open(link_in(company, "president-a"))
    done = await visitor.send("approve", page, confirmation=typed)
    assert (done.status_code, done.url.path) == (200, "/decision")
    assert "承認されました" in done.text
    assert "架空 president-a 様宛てのリンクから" in done.text
    due = (await company.state("engagement:a")).milestones["m1"].payment_due_on
    assert f"報酬150,000円を、支払期日の{due.year}年{due.month}月{due.day}日" in done.text
    assert await company.decisions_made() == ["MilestoneApproved"]
    [event] = [row[0] for row in await company.rows("SELECT actor FROM banso.events WHERE type = 'MilestoneApproved'")]
    assert event["holder_of_link"] is True
    await company.settle()
    assert any("manager-a@example.jp" in mail.to and "approved" in mail.subject.lower() for mail in company.mails())


async def test_a_result_without_a_fee_is_confirmed_with_the_companys_name(company: ByHand, visitor: Visitor) -> None:
    planned = {"type": "PlanMilestone", "milestone": "m3", "title": "報告会", "fee": 0, "due_on": "2099-01-01"}
    await company.send("engagement:a", planned)
    await deliver(company, "a", "m3")
    await company.settle()
    page = await visitor.open(link_in(company, "president-a"))
    assert "「架空の旗屋」と入力してください" in page.text
    refused = await visitor.send("approve", page, confirmation="0")
    assert refused.status_code == 422
    done = await visitor.send("approve", page, confirmation="架空の 旗屋")
    assert "お支払いはありません" in done.text
    assert await company.decisions_made() == ["MilestoneApproved"]


async def test_what_is_missing_is_said_and_told(company: ByHand, visitor: Visitor) -> None:
    page = await visitor.open(link_in(company, "president-a"))
    missing = "写真の使用許可が\r\n<script>alert(1)</script> 足りません"
    done = await visitor.send("changes", page, confirmation="150000", missing=missing)
    assert done.status_code == 200
    assert "修正をお願いしました" in done.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; 足りません" in done.text
    assert "変わりません" in done.text
    assert await company.decisions_made() == ["ChangesRequested"]
    assert (await company.state("engagement:a")).milestones["m1"].missing.text == missing.replace("\r\n", "\n")


async def test_three_thousand_japanese_characters_fit(company: ByHand, visitor: Visitor) -> None:
    page = await visitor.open(link_in(company, "president-a"))
    done = await visitor.send("changes", page, confirmation="150000", missing="直" * 3000)
    assert done.status_code == 200
    assert await company.decisions_made() == ["ChangesRequested"]


async def test_a_double_click_decides_once_and_shows_the_same_page(company: ByHand, visitor: Visitor) -> None:
    page = await visitor.open(link_in(company, "president-a"))
    clicks = [visitor.send("approve", page, confirmation="150000") for _ in range(2)]
    first, second = await asyncio.gather(*clicks)
    third = await visitor.send("approve", page, confirmation="150000")
    assert [one.status_code for one in (first, second, third)] == [200, 200, 200]
    assert first.text == second.text == third.text
    assert await company.decisions_made() == ["MilestoneApproved"]


async def test_of_two_who_decide_at_the_same_moment_one_decides_and_the_other_is_told(
    company: ByHand, visitor: Visitor, other_visitor: Visitor
) -> None:
    president = await visitor.open(link_in(company, "president-a"))
    manager = await other_visitor.open(link_in(company, "manager-a"))
    answers: list[httpx.Response] = await asyncio.gather(
        visitor.send("approve", president, confirmation="150000"),
        other_visitor.send("changes", manager, confirmation="150000", missing="Numbers are missing"),
    )
    assert sorted(one.status_code for one in answers) == [200, 409]
    [made] = await company.decisions_made()
    by_president = made == "MilestoneApproved"
    told = answers[1] if by_president else answers[0]
    assert ("架空 president-a" if by_president else "Imaginary Manager") in told.text
    assert ("Approved" if by_president else "修正依頼") in told.text
    assert ("changed nothing" if by_president else "何も変わっていません") in told.text


async def test_a_decided_link_shows_who_decided_and_a_later_decision_changes_nothing(
    company: ByHand, visitor: Visitor
) -> None:
    token = link_in(company, "president-a")
    page = await visitor.open(token)
    await visitor.send("approve", page, confirmation="150000")
    again = await visitor.open(token)
    assert again.status_code == 200
    assert "承認されました" in again.text

    for confirmation in ("150000", "", "1"):
        late = await visitor.send("changes", page, confirmation=confirmation, missing="やはり")
        assert late.status_code == 409
        assert "架空 president-a" in late.text
        assert "何も変わっていません" in late.text
    assert await company.decisions_made() == ["MilestoneApproved"]


async def test_a_second_link_in_the_same_browser_cannot_take_the_first_ones_form(
    company: ByHand, visitor: Visitor
) -> None:
    first = await visitor.open(link_in(company, "president-a"))
    await deliver(company, "a", "m2")
    await company.settle()
    await visitor.open(link_in(company, "president-a"))
    refused = await visitor.send("changes", first, confirmation="150000", missing="一つ目について")
    assert refused.status_code == 403
    assert "別のリンクが開かれています" in refused.text
    assert "一つ目について" in refused.text
    assert await company.decisions_made() == []


async def test_the_same_link_opened_twice_leaves_both_pages_usable(company: ByHand, visitor: Visitor) -> None:
    token = link_in(company, "president-a")
    first = await visitor.open(token)
    await visitor.open(token)
    assert (await visitor.send("approve", first, confirmation="150000")).status_code == 200
    assert await company.decisions_made() == ["MilestoneApproved"]


PRESIDENT = Actor(person="president-a", role=Role.COMPANY)


async def test_a_part_that_was_accepted_elsewhere_is_shown_as_a_part(company: ByHand, visitor: Visitor) -> None:
    shown = await company.page("president-a")
    part = {"milestone": "m1", "delivery": 1, "content": shown.content, "accepted_fee": 90000, "missing": "数字"}
    await company.send("engagement:a", {"type": "ApprovePartly", **part}, actor=PRESIDENT)
    page = await visitor.open(link_in(company, "president-a"))
    assert "一部が承認されました" in page.text
    assert "90,000" in page.text
    assert "数字" in page.text
    assert "修正をお願いしました" not in page.text


async def test_a_part_is_approved_with_its_amount_and_what_is_missing(company: ByHand, visitor: Visitor) -> None:
    page = await visitor.open(link_in(company, "president-a"))
    assert "1 円から 149,999 円まで" in page.text
    done = await visitor.send("partly", page, accepted_fee="９０，０００円", missing="数字の確認")
    assert done.status_code == 200
    assert "一部が承認されました" in done.text
    assert "90,000" in done.text
    assert "数字の確認" in done.text
    assert await company.decisions_made() == ["MilestonePartlyApproved"]
    again = await visitor.send("partly", page, accepted_fee="90000", missing="数字の確認")
    assert again.text == done.text
    assert await company.decisions_made() == ["MilestonePartlyApproved"]


@pytest.mark.parametrize("amount", ["", "0", "150000", "-1", "半分", "9" * 400, "1.5"])
async def test_what_is_no_part_of_the_fee_is_refused_and_kept(company: ByHand, visitor: Visitor, amount: str) -> None:
    page = await visitor.open(link_in(company, "president-a"))
    refused = await visitor.send("partly", page, accepted_fee=amount, missing="数字の確認")
    assert refused.status_code == 422
    assert "1 円から 149,999 円まで" in refused.text
    assert "数字の確認</textarea>" in refused.text
    assert await company.decisions_made() == []


async def test_a_part_needs_to_say_what_is_missing(company: ByHand, visitor: Visitor) -> None:
    page = await visitor.open(link_in(company, "president-a"))
    refused = await visitor.send("partly", page, accepted_fee="90000", missing=" ")
    assert refused.status_code == 422
    assert "足りないところをお書きください" in refused.text
    assert 'value="90000"' in refused.text
    assert await company.decisions_made() == []
