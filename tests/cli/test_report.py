"""`banso report` for people, in both languages."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from banso.cli import report_words
from banso.cli.output import USUAL
from banso.cli.reporting import _write
from banso.cli.texts import Language, use
from banso.readmodels.report import OUTCOMES, Report
from domain.participation.events import CheckInSubmitted
from domain.shared.values import BilingualText

TOLD = Report(
    since=date(2026, 4, 1),
    until=None,
    time_zone="Asia/Tokyo",
    services=["desk"],
    postings=3,
    median_days_to_match=12.5,
    work_started=8,
    ended_early=1,
    early_end_rate=0.125,
    payments_due=4,
    payments_in_time=3,
    weeks_reported=20,
    weeks_above_cap=2,
    hours_reported=Decimal("150.50"),
    main_job={"strained": 2},
    tags={"online_skills": 4},
    outcomes={"declined": 5},
    behind=2,
)


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        ("en", ["(median)  12.5 days", "1 (12.5%)", "3 of 4", "18 of 20", "150.5", "2 events are not counted yet"]),
        ("ja", ["(中央値)", "12.5 日", "1 (12.5%)", "4 件中 3 件", "20 件中 18 件", "まだ数えていない出来事が 2 件"]),
    ],
)
def test_people_read_figures_and_what_they_are(
    language: Language, lines: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    use(language)
    _write(TOLD, USUAL)
    written = "".join(capsys.readouterr())
    for line in lines:
        assert line in written
    assert bool(re.search("[ぁ-ん]", written)) == (language == "ja")
    assert "_" not in written


@pytest.mark.parametrize(("language", "line"), [("ja", "来館者との距離が近くなった"), ("en", "visitors came closer")])
def test_what_was_gained_is_told_in_the_playbooks_own_words(
    language: Language, line: str, capsys: pytest.CaptureFixture[str]
) -> None:
    use(language)
    words = BilingualText(ja="来館者との距離が近くなった", en="visitors came closer")
    _write(replace(TOLD, tags={"visitors_came": 3}, tag_words={"visitors_came": words}), USUAL)
    assert line in "".join(capsys.readouterr())


def test_everything_that_is_told_has_words() -> None:
    assert set(report_words.OUTCOMES) == set(OUTCOMES)
    main_job = CheckInSubmitted.model_fields["main_job"].annotation
    assert set(report_words.MAIN_JOB) == set(main_job.__args__)
