"""Story 5, steps 0 to 3: matches, reports by mail and silent days, under whoever kills its worker."""

from pathlib import Path

from scenarios import test_story_five_daily as five

from support.story_five_daily import Daily
from support.surviving import Telling, comes_to_the_same


async def every_day(told: Telling) -> None:
    """Joined, matched and matched anew; reports and answers by mail; an answer that is late, and silence."""
    await told.start_working()
    daily = Daily.of(told.system)
    for turn in (five.begin, five.joining_needs_all_five, five.matched_by_spare_time, five.matched_anew_without_blame,
                 five.a_report_by_mail, five.mails_that_are_no_reports, five.a_report_that_nobody_answers,
                 five.three_silent_days, five.the_radar_is_read):  # fmt: skip
        await turn(daily)


async def test_every_day_survives_the_death_of_its_workers(postgres: str, tmp_path: Path) -> None:
    await comes_to_the_same(every_day, 6, postgres, tmp_path)
