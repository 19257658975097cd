"""The pages as a process of their own, and in a real browser on a phone's screen."""

import signal
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from playwright.async_api import Browser, Page, async_playwright, expect

from banso.settings import SettingsError, settings_from
from banso.web.dates import day_in_words

from support.story_one import link_in
from support.system import until
from support.visiting import ByHand, Served, form_token

CHROMIUM = Path("/usr/bin/chromium")
PHONE = {"width": 390, "height": 844}
SMALLEST_TARGET = 44
needs_chromium = pytest.mark.skipif(
    not CHROMIUM.exists(), reason="there is no Chromium here: apt-get install chromium fonts-noto-cjk"
)


async def test_it_stops_in_order_and_its_log_names_no_token(company: ByHand, served: Served) -> None:
    token = link_in(company, "president-a")
    async with httpx.AsyncClient(base_url=served.address, follow_redirects=True) as http:
        page = await http.get(f"/decide/{token}")
        await http.post("/decision/approve", data={"form": form_token(page), "confirmation": "wrong"})
        await http.get(f"/decide/{token[:-2]}")
        health = await http.get("/health")
        assert "server" not in health.headers
    served.process.send_signal(signal.SIGTERM)

    async def ended() -> bool:
        return served.process.returncode is not None

    await until(ended, "the end of the process", seconds=5)
    assert served.process.returncode == 0
    log = served.log.read_text()
    assert '"page": "open_link"' in log
    assert '"status": 422' in log
    assert "Traceback" not in log
    for secret in (token, token[:-2], form_token(page), "wrong"):
        assert secret not in log


def test_the_host_is_a_setting(tmp_path: Path) -> None:
    assert settings_from({}, tmp_path).web_host == "127.0.0.1"
    for host in ("0.0.0.0", "::", "web.internal"):
        assert settings_from({"BANSO_WEB_HOST": host}, tmp_path).web_host == host


@pytest.mark.parametrize("host", ["http://0.0.0.0", "0.0.0.0:8700", "a b", "-x", "[::]"])
def test_what_is_no_host_is_refused(host: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="BANSO_WEB_HOST"):
        settings_from({"BANSO_WEB_HOST": host}, tmp_path)


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """A real Chromium."""
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield launched
        await launched.close()


async def fits(page: Page) -> None:
    """Nothing is wider than the screen, and what is to be touched is large enough for a thumb."""
    assert await page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    for touched in await page.locator("button:visible, input:visible, textarea:visible, summary, header a").all():
        box = await touched.bounding_box()
        assert box is not None
        assert box["height"] >= SMALLEST_TARGET


@pytest.mark.browser
@needs_chromium
async def test_a_president_approves_on_her_phone(
    company: ByHand, served: Served, browser: Browser, tmp_path: Path
) -> None:
    context = await browser.new_context(viewport=PHONE, locale="ja-JP")
    page = await context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    await page.goto(f"{served.address}/decide/{link_in(company, 'president-a')}")

    assert page.url == f"{served.address}/decision"
    await expect(page.get_by_role("heading", level=1)).to_have_text("成果のご確認をお願いします")
    await expect(page.get_by_text("150,000円")).to_be_visible()
    await expect(page.locator("link[rel=stylesheet]")).to_have_count(1)
    assert await page.evaluate("getComputedStyle(document.querySelector('button.approve')).borderRadius") == "12px"
    await fits(page)
    await page.screenshot(path=tmp_path / "decision.png", full_page=True)

    field = page.get_by_label("報酬の金額（円）").first
    await field.fill("15000")
    await page.get_by_role("button", name="承認する").click()
    await expect(page.get_by_role("alert")).to_contain_text("150000")
    await expect(field).to_be_focused()
    await expect(field).to_have_value("15000")
    await fits(page)
    await page.screenshot(path=tmp_path / "wrong.png", full_page=True)
    assert await company.decisions_made() == []

    await field.fill("１５０，０００")
    await page.get_by_role("button", name="承認する").dblclick()
    await expect(page.get_by_role("heading", level=1)).to_have_text("承認されました")
    due = (await company.state("engagement:a")).milestones["m1"].payment_due_on
    await expect(page.get_by_role("listitem").first).to_contain_text(day_in_words(due, "ja"))
    await fits(page)
    await page.screenshot(path=tmp_path / "approved.png", full_page=True)
    assert await company.decisions_made() == ["MilestoneApproved"]
    assert [one for one in complaints if "Content Security Policy" in one] == []


@pytest.mark.browser
@needs_chromium
async def test_a_manager_says_in_english_what_is_missing(
    company: ByHand, served: Served, browser: Browser, tmp_path: Path
) -> None:
    context = await browser.new_context(viewport=PHONE, locale="en-GB", color_scheme="dark")
    page = await context.new_page()
    await page.goto(f"{served.address}/decide/{link_in(company, 'manager-a')}")
    await page.get_by_text("Say what is missing", exact=True).click()
    await page.screenshot(path=tmp_path / "changes.png", full_page=True)
    await page.locator("#changes-missing").fill("The figures of October.\nAnd a photo.")
    await page.get_by_label("Fee in yen").nth(1).fill("¥150,000")
    await fits(page)
    await page.get_by_role("button", name="Ask for changes").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Changes were asked for")
    await expect(page.get_by_text("And a photo.")).to_be_visible()
    await page.screenshot(path=tmp_path / "asked.png", full_page=True)
    await page.get_by_role("link", name="日本語").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("修正をお願いしました")
    assert await company.decisions_made() == ["ChangesRequested"]
