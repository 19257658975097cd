"""`banso where`: for people in both languages, for programs, on a running stack with the sample in it."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest

from banso.cli.texts import Language, use
from banso.cli.where import _lines
from banso.readmodels.whereabouts import Where
from domain.person.places.history import Place, Standing
from domain.shared.values import PersonalText

from support.command_line import CommandLine

TOLD = Where(
    person="aoi",
    on=date(2026, 11, 30),
    as_known_on=date(2026, 12, 1),
    place=Place(
        country="JP",
        time_zone="Asia/Tokyo",
        since=date(2026, 11, 29),
        move="overnight",
        hours=(),
        reason=PersonalText(personal="narrative", subject="aoi", text="..."),
        permit_until=date(2027, 3, 31),
        by_rule="information_needed",
    ),
    standings=(
        Standing(
            participation="aoi-1",
            title="T",
            stage="work",
            permission="human_review",
            permitted=False,
            open_gates=("employer_consent", "tax_treatment"),
            rests=True,
        ),
    ),
)


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        (
            "en",
            ["Place: Japan (Asia/Tokyo), since 2026-11-29, overnight", "Hours: none", "not work, resting",
             "Still to be settled: the employer's consent, the tax treatment", "as known on 2026-12-01",
             "Work permission, by rule: information needed"],
        ),
        (
            "ja",
            ["居場所: 日本(Asia/Tokyo)、2026-11-29 から、急な移動", "働けませんでした、休止中",
             "まだ確かめられていないこと: 勤務先の同意、税務上の取り扱い", "2026-12-01 に知られていたこと",
             "就労許可(規則で分かること): 情報待ち"],
        ),
    ],
)  # fmt: skip
def test_people_read_where_she_was_and_what_was_permitted(language: Language, lines: list[str]) -> None:
    use(language)
    written = "\n".join(_lines(TOLD, "A"))
    for line in lines:
        assert line in written
    assert bool(re.search("[ぁ-ん]", written)) == (language == "ja")
    assert "_" not in written.replace("Asia/Tokyo", "")


@pytest.mark.parametrize(
    ("days", "permitted", "ja", "en"),
    [
        (-1, True, "働けました", "could work"),
        (-1, False, "働けませんでした", "could not work"),
        (0, True, "働けます", "may work"),
        (0, False, "働けません", "may not work"),
        (1, True, "働ける見込みです", "may work, as it looks"),
        (1, False, "このままでは働けない見込みです", "may not work, as it looks"),
    ],
)
def test_what_is_to_come_is_foreseen_and_what_was_is_told(days: int, permitted: bool, ja: str, en: str) -> None:
    standing = TOLD.standings[0].model_copy(update={"permitted": permitted, "rests": False})
    day = TOLD.as_known_on + timedelta(days=days)
    told = TOLD.model_copy(update={"on": day, "standings": (standing,)})
    for language, words in (("ja", ja), ("en", en)):
        use(language)
        assert any(line.endswith(f": {words}") for line in _lines(told, "A"))


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["where", "aoi", "--on", "yesterday"], "date-invalid"),
        (["where", "aoi", "--on", "2026-11-30", "--as-known-on", "30.11."], "date-invalid"),
        (["where", "aoi", "--on", "2026-02-30"], "date-invalid"),
        (["where", "A B", "--on", "2026-11-30"], "id-invalid"),
        (["where", "aoi"], "usage"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_a_mistake_is_named(alone: CommandLine, words: list[str], code: str) -> None:
    said = alone.ask(*words, "--json")
    assert (said.code, said.json["error"]["code"]) == (2, code)


def test_a_day_that_no_calendar_has_is_called_so(alone: CommandLine) -> None:
    english = alone.ask("where", "aoi", "--on", "2026-02-30").err
    assert "There is no such day in the calendar: 2026-02-30." in english
    assert "2026-13-01 は、カレンダーにない日です。" in alone.ask("report", "--since", "2026-13-01", language="ja").err
    assert "is no date" in alone.ask("report", "--since", "13-01").err


def test_a_move_is_told_and_asked_about(banso: CommandLine) -> None:
    person = banso.ask("show", "participation:a1", "--json").json["state"]["person"]
    today = datetime.now(UTC).date()
    earlier = (today - timedelta(days=30)).isoformat()
    moved = banso.ask("place", "move", person, earlier, "--move", "overnight", "--country", "VN",
                      "--time-zone", "Asia/Ho_Chi_Minh")  # fmt: skip
    assert moved.code == 0, moved.err
    late = banso.ask("where", person, "--on", today.isoformat(), "--json").json
    assert (late["place"]["country"], late["place"]["move"]) == ("VN", "overnight")
    before = (today - timedelta(days=31)).isoformat()
    assert banso.ask("where", person, "--on", before, "--json").json["place"]["country"] == "JP"
    unknown_then = banso.ask("where", person, "--on", before, "--as-known-on", "2001-01-01", "--json")
    assert unknown_then.json["error"]["code"] == "not-known-then"
    ahead = (today + timedelta(days=3)).isoformat()
    known_then = banso.ask("where", person, "--on", before, "--as-known-on", ahead, "--json")
    assert (known_then.code, known_then.json["error"]["code"]) == (1, "known-day-ahead")
    assert banso.ask("where", person, "--on", ahead).code == 0
    nobody = banso.ask("where", "nobody-at-all", "--on", before, "--json")
    assert nobody.json["error"]["code"] == "not-found"
    assert "Vietnam" in banso.ask("where", person, "--on", today.isoformat()).out
    assert "places" not in banso.ask("show", "participation:a1").out, "a part that nobody uses is shown"
