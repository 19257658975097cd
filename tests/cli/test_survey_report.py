"""`banso report --survey` needs to know whose survey is meant, and knows no period."""

import pytest

from support.command_line import CommandLine


def test_a_survey_is_that_of_a_service(alone: CommandLine) -> None:
    english, program = (alone.ask("report", "--survey", "closing", *how) for how in ((), ("--json",)))
    assert (english.code, program.code) == (2, 2)
    assert program.json["error"]["code"] == "service-missing"
    assert "banso report SERVICE --survey NAME" in english.err


@pytest.mark.parametrize("option", ["--since", "--until"])
def test_a_survey_is_not_summarised_for_a_period(alone: CommandLine, option: str) -> None:
    said = alone.ask("report", "desk", "--survey", "closing", option, "2026-12-01", "--json")
    assert (said.code, said.json["error"]["code"], said.json["error"]["field"]) == (2, "period-of-survey", option)
