"""Every kind answer: scanners, wrong confirmations, links that are worth nothing, and what breaks on our side."""

from datetime import timedelta

import httpx
import psycopg
import pytest
from fastapi import FastAPI

from banso.web import sessions
from banso.web.app import create_app
from domain.shared.values import StreamReference

from support.story_one import deliver, link_in
from support.system import until
from support.visiting import ByHand, Visitor, form_token, visiting

ASSURANCE = "何も変わっていません"


async def test_fifty_scanners_approve_nothing(company: ByHand, app: FastAPI) -> None:
    token = link_in(company, "president-a")
    for _ in range(50):
        async with visiting(app, company.settings.public_url) as scanner:
            assert (await scanner.http.head(f"/decide/{token}")).status_code == 303
            page = await scanner.open(token)
            carried = {"form": form_token(page)}
            pressed = [
                await scanner.http.post("/decision/approve", data=carried),
                await scanner.http.post("/decision/approve", data={**carried, "confirmation": ""}),
                await scanner.http.post("/decision/changes", data={**carried, "missing": "x"}),
            ]
            assert [one.status_code for one in pressed] == [422, 422, 422]
    assert await company.decisions_made() == []
    assert (await company.page("president-a")).standing == "open"


async def test_a_wrong_confirmation_keeps_what_was_typed_and_says_what_is_right(
    company: ByHand, visitor: Visitor
) -> None:
    page = await visitor.open(link_in(company, "president-a"))
    refused = await visitor.send("changes", page, confirmation='15"000', missing="図が\n足りません")
    assert refused.status_code == 422
    assert 'value="15&#34;000"' in refused.text
    assert "図が\n足りません</textarea>" in refused.text
    assert "「150000」と入力してください" in refused.text
    assert 'aria-invalid="true"' in refused.text
    assert "まだ決まっていません" in refused.text
    assert await company.decisions_made() == []


@pytest.mark.parametrize(
    ("missing", "words"),
    [("", "足りないところをお書きください"), (" \n", "足りないところをお書きください"), ("=1+1", "言葉から書き始め")],
)
async def test_what_is_missing_has_to_be_said_in_usable_words(
    company: ByHand, visitor: Visitor, missing: str, words: str
) -> None:
    page = await visitor.open(link_in(company, "president-a"))
    refused = await visitor.send("changes", page, confirmation="150000", missing=missing)
    assert refused.status_code == 422
    assert words in refused.text
    assert 'value="150000"' in refused.text
    assert await company.decisions_made() == []


async def test_an_expired_link_says_that_nothing_was_decided(company: ByHand, visitor: Visitor) -> None:
    token = link_in(company, "president-a")
    page = await visitor.open(token)
    company.settable_clock.set(company.clock.now() + timedelta(days=31))
    for answer in (
        await visitor.open(token),
        await visitor.http.get("/decision"),
        await visitor.send("approve", page, confirmation="150000"),
    ):
        assert answer.status_code == 410
        assert "リンクの期限が切れました" in answer.text
        assert "承認したことになることはありません" in answer.text
    assert await company.decisions_made() == []


async def test_a_withdrawn_link_decides_nothing(company: ByHand, visitor: Visitor) -> None:
    token = link_in(company, "president-a")
    page = await visitor.open(token)
    reference = StreamReference.parse("engagement:a")
    assert await company.store.client.decisions.revoke(company.tenant, reference, "m1.1") == 2
    for answer in (await visitor.open(token), await visitor.send("approve", page, confirmation="150000")):
        assert answer.status_code == 410
        assert "このリンクは使えなくなりました" in answer.text
        assert "旗屋" not in answer.text
    assert await company.decisions_made() == []


async def test_the_link_of_a_contact_who_was_replaced_is_worth_nothing(company: ByHand, visitor: Visitor) -> None:
    page = await visitor.open(link_in(company, "president-a"))
    await company.send("engagement:a", {"type": "ChangeCompanyContacts", "company_contacts": ["manager-a"]})
    refused = await visitor.send("approve", page, confirmation="150000")
    assert refused.status_code == 410
    assert await company.decisions_made() == []


async def test_the_link_of_an_earlier_delivery_is_worth_nothing(company: ByHand, visitor: Visitor) -> None:
    first = link_in(company, "president-a")
    page = await visitor.open(first)
    await visitor.send("changes", page, confirmation="150000", missing="図")
    await deliver(company, "a", "m1")
    await company.settle()
    assert (await visitor.send("approve", page, confirmation="150000")).status_code == 410
    assert (await visitor.open(first)).status_code == 410
    assert "成果のご確認" in (await visitor.open(link_in(company, "president-a"))).text
    assert await company.decisions_made() == ["ChangesRequested"]


@pytest.mark.parametrize(
    "damage", [lambda token: token[:-1], lambda token: token.swapcase(), lambda _: "%00%ff", str.upper]
)
async def test_a_tampered_link_is_not_known(company: ByHand, visitor: Visitor, damage: object) -> None:
    assert callable(damage)
    answer = await visitor.http.get(f"/decide/{damage(link_in(company, 'president-a'))}")
    assert answer.status_code == 404
    assert "リンクを確認できませんでした" in answer.text
    assert "set-cookie" not in answer.headers


async def test_without_a_session_the_mail_is_to_be_opened_again(
    company: ByHand, visitor: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (await visitor.http.get("/decision")).status_code == 403
    page = await visitor.open(link_in(company, "president-a"))
    monkeypatch.setattr(sessions, "VALID_FOR", timedelta(seconds=-1))
    lost = await visitor.send("changes", page, confirmation="150000", missing="長く書いた文章")
    assert lost.status_code == 403
    assert "もう一度メールから開いてください" in lost.text
    assert "長く書いた文章" in lost.text
    assert ASSURANCE in lost.text
    assert await company.decisions_made() == []


async def test_a_cookie_that_is_not_ours_is_no_session(visitor: Visitor) -> None:
    for value in ("", "x", "a.b.c", sessions.Sessions(b"another key of at least 32 bytes.").begin("t")):
        answer = await visitor.http.get("/decision", headers={"Cookie": f"banso-decision={value}"})
        assert answer.status_code == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "http://127.0.0.1:1"},
    ],
)
async def test_what_another_site_sends_is_refused(company: ByHand, visitor: Visitor, headers: dict[str, str]) -> None:
    page = await visitor.open(link_in(company, "president-a"))
    typed = {"form": form_token(page), "confirmation": "150000"}
    refused = await visitor.http.post("/decision/approve", data=typed, headers=headers)
    assert refused.status_code == 403
    assert ASSURANCE in refused.text
    assert await company.decisions_made() == []


@pytest.mark.parametrize("origin", ["own", "null", None])
async def test_a_browser_that_tells_less_can_decide_with_the_forms_token(
    company: ByHand, visitor: Visitor, origin: str | None
) -> None:
    page = await visitor.open(link_in(company, "president-a"))
    headers = {} if origin is None else {"Origin": company.settings.public_url if origin == "own" else origin}
    without = await visitor.http.post("/decision/approve", data={"confirmation": "150000"}, headers=headers)
    assert without.status_code == 403
    typed = {"form": form_token(page), "confirmation": "150000"}
    assert (await visitor.http.post("/decision/approve", data=typed, headers=headers)).status_code == 303
    assert await company.decisions_made() == ["MilestoneApproved"]


async def test_a_body_over_sixteen_kilobytes_is_refused(company: ByHand, visitor: Visitor) -> None:
    page = await visitor.open(link_in(company, "president-a"))
    refused = await visitor.send("changes", page, confirmation="150000", missing="x" * 17_000)
    assert refused.status_code == 413
    assert "文章が長すぎます" in refused.text
    assert await company.decisions_made() == []


@pytest.mark.parametrize(
    ("content", "content_type", "status"),
    [
        (b"{}", "application/json", 415),
        (b"", "", 415),
        (b"broken", "multipart/form-data; boundary=x", 400),
        (b"broken", "multipart/form-data", 400),
        (b"&".join(b"f%d=1" % number for number in range(20)), "application/x-www-form-urlencoded", 400),
        (b"form=%ff%00", "application/x-www-form-urlencoded", 403),
    ],
)
async def test_what_is_no_form_is_refused(visitor: Visitor, content: bytes, content_type: str, status: int) -> None:
    answer = await visitor.http.post("/decision/approve", content=content, headers={"Content-Type": content_type})
    assert answer.status_code == status
    assert "<h1>" in answer.text


async def test_pages_that_are_not_there_and_ways_that_are_not_taken(visitor: Visitor) -> None:
    assert (await visitor.http.get("/nowhere")).status_code == 404
    assert (await visitor.http.get("/static/nowhere.css")).status_code == 404
    assert (await visitor.http.get("/docs")).status_code == 404
    refused = await visitor.http.post("/decision")
    assert refused.status_code == 405
    assert "<h1>" in refused.text
    back = await visitor.http.get("/decision/approve?language=en")
    assert (back.status_code, back.headers["location"]) == (303, "/decision?language=en")
    assert "English" in (await visitor.http.get("/", headers={"Accept-Language": "ja"})).text
    assert '<html lang="en">' in (await visitor.http.get("/", headers={"Accept-Language": "en-GB,ja;q=0.5"})).text


async def test_something_unexpected_shows_a_number_and_no_trace(company: ByHand, visitor: Visitor) -> None:
    token = link_in(company, "president-a")
    await company.rows("UPDATE banso_keys.personal_keys SET wrapped = 'damaged'")
    answer = await visitor.http.get(f"/decide/{token}")
    assert answer.status_code == 500
    assert answer.headers["x-request-id"] in answer.text
    assert answer.headers["cache-control"] == "no-store"
    for hidden in ("Traceback", "StoreError", "cannot-open", token):
        assert hidden not in answer.text


async def shut(company: ByHand, name: str, allowed: str) -> None:
    """Let nobody into the company's database, or let them in again."""
    owner = psycopg.conninfo.make_conninfo(company.owner, dbname="postgres")
    async with await psycopg.AsyncConnection.connect(owner, autocommit=True) as connection:
        await connection.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS {allowed}')
        await connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", (name,))


async def test_while_the_database_is_away_nothing_is_claimed_and_sending_again_is_safe(
    company: ByHand, visitor: Visitor
) -> None:
    token = link_in(company, "president-a")
    page = await visitor.open(token)
    [(name,)] = await company.rows("SELECT current_database()")
    await shut(company, name, "false")
    try:
        shown = await visitor.http.get("/decision")
        sent = await visitor.send("approve", page, confirmation="150,000")
        health = await visitor.http.get("/health")
    finally:
        await shut(company, name, "true")
    assert [one.status_code for one in (shown, sent, health)] == [503, 503, 503]
    assert "いま表示できません" in shown.text
    assert "まだ分かりません" in sent.text
    assert "何度送っても、決定は一度だけ記録されます" in sent.text
    assert sent.headers["retry-after"] == "5"
    assert 'name="confirmation" value="150,000"' in sent.text

    async def healthy() -> bool:
        return (await visitor.http.get("/health")).status_code == 200

    await until(healthy, "the database's return")
    done = await visitor.send("approve", sent, confirmation="150,000")
    assert "承認されました" in done.text
    assert await company.decisions_made() == ["MilestoneApproved"]


HEADERS = {
    "cache-control": "no-store",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}


async def test_every_answer_carries_the_headers(company: ByHand, visitor: Visitor) -> None:
    token = link_in(company, "president-a")
    for path in (f"/decide/{token}", "/decision", "/decide/x", "/nowhere", "/static/banso.css", "/health"):
        answer: httpx.Response = await visitor.http.get(path)
        assert HEADERS.items() <= dict(answer.headers).items(), path
        policy = answer.headers["content-security-policy"]
        assert "default-src 'self'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe-inline" not in policy
        assert "strict-transport-security" not in answer.headers
        assert not [inline for inline in ("<script", "<style", " style=", " onclick=") if inline in answer.text]


async def test_below_https_and_a_path_everything_stays_there(company: ByHand) -> None:
    app = create_app(company.store.client, session_key=b"k" * 32, public_url="https://example.jp/banso")
    async with visiting(app, "https://example.jp") as somebody:
        opened = await somebody.http.get(f"/decide/{link_in(company, 'president-a')}")
    assert opened.headers["location"] == "/banso/decision"
    assert opened.headers["strict-transport-security"].startswith("max-age=")
    cookie = opened.headers["set-cookie"]
    assert cookie.startswith("__Secure-banso-decision=")
    assert {"Secure", "Path=/banso/decision"} <= set(cookie.split("; "))


async def test_somebody_whose_data_was_erased_writes_nothing_more(company: ByHand, visitor: Visitor) -> None:
    page = await visitor.open(link_in(company, "president-a"))
    await company.rows("DELETE FROM banso_keys.personal_keys WHERE subject = 'president-a'")
    await company.rows(
        "INSERT INTO banso_keys.erasures (tenant, subject, kept_purposes, erased_at) "
        "VALUES (%s, 'president-a', '{}', now())",
        company.tenant,
    )
    refused = await visitor.send("changes", page, confirmation="150000", missing="図")
    assert refused.status_code == 409
    assert "消去されています" in refused.text
    assert "何も変更されていません" in refused.text
    assert await company.decisions_made() == []
