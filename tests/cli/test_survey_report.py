"""`banso report --survey` needs to know whose survey is meant."""

from support.command_line import CommandLine


def test_a_survey_is_that_of_a_service(alone: CommandLine) -> None:
    english, program = (alone.ask("report", "--survey", "closing", *how) for how in ((), ("--json",)))
    assert (english.code, program.code) == (2, 2)
    assert program.json["error"]["code"] == "service-missing"
    assert "banso report SERVICE --survey NAME" in english.err
