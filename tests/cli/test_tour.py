"""The page of a coordinator's first hour holds: every step is taken again, and both pages tell of just these."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from support.command_line import CommandLine
from support.tour import PAGES, commands_of, walk


@pytest.mark.parametrize("language", PAGES)
def test_the_tour_can_be_taken_as_it_is_told(banso: CommandLine, language: str) -> None:
    own = CommandLine(banso.data, {"BANSO_TENANT": f"tour-{language}"})
    today = datetime.now(ZoneInfo("Asia/Tokyo")).date()
    try:
        page = walk(own, language, today)
    finally:
        own.ask("logout")

    assert commands_of(page) == commands_of(PAGES[language].read_text(encoding="utf-8"))
    assert len(commands_of(page)) > 25
