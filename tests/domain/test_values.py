"""Text that people type, amounts, hours, ids, lengths of time, and when a fee is due."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from domain.legal.payment import act_applies, due_date
from domain.shared.periods import LONGEST, Period, ZoneName, after, local_date, morning_of
from domain.shared.values import (
    BIDIRECTIONAL_CONTROLS,
    CommandId,
    CountryCode,
    Hours,
    Identifier,
    Line,
    Prose,
    Sha256,
    StreamReference,
    Yen,
)
from domain.shared.waiting import Schedule, schedule

LINE, PROSE, YEN, HOURS = (TypeAdapter[Any](kind) for kind in (Line, Prose, Yen, Hours))
IDENTIFIER, COMMAND_ID = TypeAdapter[Any](Identifier), TypeAdapter[Any](CommandId)


def refused(kind: TypeAdapter[Any], value: Any) -> bool:
    """Whether a value is no such thing."""
    try:
        kind.validate_python(value)
    except ValidationError:
        return True
    return False


@pytest.mark.parametrize(
    "text",
    [
        "200年続く旗屋の新しい一歩",
        "「岐阜の木桶」を世界へ",
        "髙橋 﨑 𠮷野家 葛󠄀城 辻󠄀",
        "家族👨‍👩‍👧‍👦と🇯🇵で働く❤️",
        "– ダッシュで始まる",
        "ー長音で始まる",
        "O'Brien & Söhne <b>",
        "1+1=2",
        "3,000円(税込)",
        "😀" * 200,
    ],
)
def test_what_people_write_is_accepted_as_it_is(text: str) -> None:
    assert LINE.validate_python(text) == text
    assert PROSE.validate_python(text) == text


def test_text_is_trimmed_and_prose_keeps_its_lines() -> None:
    assert LINE.validate_python(" 　旗屋  ") == "旗屋"
    assert PROSE.validate_python("一行目\r\n\t二行目\n") == "一行目\n\t二行目"
    assert refused(LINE, "一行目\n二行目")


@pytest.mark.parametrize("start", [*"=+@", *"＝＋＠", *"﹦﹢﹫", "-", "－", "\u2212", "﹣"])
def test_what_a_spreadsheet_takes_for_a_formula_is_refused(start: str) -> None:
    for text in (f"{start}cmd|' /C calc'!A0", f"  {start}SUM(A1)", f"\u3000{start}1"):
        assert refused(LINE, text), repr(text)
        assert refused(PROSE, text), repr(text)
    assert not refused(LINE, f"旗屋{start}1"), "inside of a text it is harmless"


@pytest.mark.parametrize("dash", ["-", "－", "\u2212", "﹣"])
def test_a_dash_and_a_space_begin_a_list(dash: str) -> None:
    assert not refused(PROSE, f"{dash} 企画\n{dash} 写真")


@pytest.mark.parametrize(
    "character", sorted({*BIDIRECTIONAL_CONTROLS, *map(chr, range(9)), "\x0b", "\x1b", "\x7f", "\x85"})
)
def test_control_and_direction_characters_are_refused_wherever_they_are(character: str) -> None:
    for text in (f"a{character}b", f"{character}ab", f"ab{character}"):
        assert refused(PROSE, text), repr(text)
        assert refused(LINE, text), repr(text)


@pytest.mark.parametrize("character", ["\ue000", "\U0010ffff", "\ufdd0", "\u2028", "\u2029"])
def test_characters_without_a_meaning_and_hidden_line_breaks_are_refused(character: str) -> None:
    assert refused(LINE, f"a{character}b")


@pytest.mark.parametrize("text", ["", " ", "\u3000", "\n", "\u200b", "\ufeff", "\u200d\u2060"])
def test_text_without_a_visible_character_is_refused(text: str) -> None:
    assert refused(LINE, text)
    assert refused(PROSE, text)


@pytest.mark.parametrize("hidden", ["\u200b", "\ufeff", "\u2060"])
def test_a_formula_behind_an_invisible_character_is_still_a_formula(hidden: str) -> None:
    assert refused(LINE, f"{hidden}=1+1")


@pytest.mark.parametrize(("kind", "longest"), [(LINE, 200), (PROSE, 3000)])
def test_text_has_a_longest_length(kind: TypeAdapter[Any], longest: int) -> None:
    assert not refused(kind, "字" * longest)
    assert refused(kind, "字" * (longest + 1))


@given(st.text(max_size=40))
def test_accepted_text_is_stable_and_holds_nothing_hidden(text: str) -> None:
    for kind in (LINE, PROSE):
        if not refused(kind, text):
            accepted = kind.validate_python(text)
            assert kind.validate_python(accepted) == accepted
            assert not set(accepted) & BIDIRECTIONAL_CONTROLS
            assert accepted[0] not in "=+@＝＋＠"


def test_yen_are_whole_not_negative_and_not_absurd() -> None:
    for amount in (0, 1, 100_000_000):
        assert not refused(YEN, amount)
    impossible: tuple[Any, ...] = (-1, 100_000_001, 0.5, "1.5", "一万", float("nan"), None)
    for amount in impossible:
        assert refused(YEN, amount), repr(amount)


def test_hours_are_quarters_of_a_week() -> None:
    for hours in ("0", "0.25", "7.75", "168"):
        assert HOURS.validate_python(hours) == Decimal(hours)
    for hours in ("-0.25", "168.25", "0.1", "NaN", "Infinity", "1e9", "八"):
        assert refused(HOURS, hours), repr(hours)


def test_ids_hold_nothing_but_small_letters_digits_and_three_signs() -> None:
    for text in ("a", "0", "a1-b_c.d", "a" * 64):
        assert not refused(IDENTIFIER, text)
    for text in ("", "A", "-a", ".", "a b", "a/b", "a:b", "名", "a\n", "a" * 65, "../a"):
        assert refused(IDENTIFIER, text), repr(text)
    assert not refused(COMMAND_ID, "Effect:01/notify.3" + "x" * 182)
    for text in ("", "a b", "a\n", ":a", "a" * 201):
        assert refused(COMMAND_ID, text), repr(text)
    assert refused(TypeAdapter[Any](Sha256), "A" * 64)
    assert refused(TypeAdapter[Any](CountryCode), "JPN")


def test_a_stream_is_named_by_kind_and_id() -> None:
    assert StreamReference.parse("engagement:a1").key == "engagement:a1"
    for key in ("engagement", "engagement:", "other:a1", "engagement:a:b", ""):
        with pytest.raises(ValueError, match=r"(?i)stream"):
            StreamReference.parse(key)


@pytest.mark.parametrize("text", ["", "3", "P", "PT", "P0D", "-P3D", "P-3D", "3 days", "P3X", "P1M\n"])
def test_what_is_no_length_of_time(text: str) -> None:
    assert refused(TypeAdapter[Any](Period), text)


def test_time_zones_are_names() -> None:
    assert not refused(TypeAdapter[Any](ZoneName), "Asia/Ho_Chi_Minh")
    for name in ("", "JST9", "Asia", "/etc/passwd", "../Asia/Tokyo", "Asia/Tokyo\0"):
        assert refused(TypeAdapter[Any](ZoneName), name), repr(name)


def moment(text: str) -> datetime:
    """An aware moment."""
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("begin", "period", "zone", "end"),
    [
        ("2026-04-01T10:00+09:00", "P3D", "Asia/Tokyo", "2026-04-04T10:00+09:00"),
        ("2026-01-31T10:00+09:00", "P1M", "Asia/Tokyo", "2026-02-28T10:00+09:00"),
        ("2028-01-31T10:00+09:00", "P1M", "Asia/Tokyo", "2028-02-29T10:00+09:00"),
        ("2026-08-31T10:00+09:00", "P6M", "Asia/Tokyo", "2027-02-28T10:00+09:00"),
        ("2028-02-29T10:00+09:00", "P1Y", "Asia/Tokyo", "2029-02-28T10:00+09:00"),
        # The month ends where the person is, not in London: this is 1 February already in Japan.
        ("2026-01-31T16:00+00:00", "P1M", "Asia/Tokyo", "2026-03-01T01:00+09:00"),
        # A day is a calendar day: 23 and 25 hours long when clocks change.
        ("2026-03-07T12:00-05:00", "P1D", "America/New_York", "2026-03-08T12:00-04:00"),
        ("2026-10-31T12:00-04:00", "P1D", "America/New_York", "2026-11-01T12:00-05:00"),
        # Hours are elapsed time.
        ("2026-03-07T12:00-05:00", "PT24H", "America/New_York", "2026-03-08T13:00-04:00"),
        ("2026-10-31T12:00-04:00", "PT24H", "America/New_York", "2026-11-01T11:00-05:00"),
        # 02:30 does not exist on that day: the clock shows half past three.
        ("2026-03-07T02:30-05:00", "P1D", "America/New_York", "2026-03-08T03:30-04:00"),
        # 01:30 comes twice on that day: the first one counts.
        ("2026-10-31T01:30-04:00", "P1D", "America/New_York", "2026-11-01T01:30-04:00"),
    ],
)
def test_periods_go_by_the_calendar_of_a_place(begin: str, period: str, zone: str, end: str) -> None:
    assert (after(moment(begin), period, zone) - moment(end)) == timedelta(0)


@given(
    begin=st.datetimes(datetime(2000, 1, 1), datetime(2090, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    zone=st.sampled_from(
        ["Asia/Tokyo", "America/New_York", "Europe/Berlin", "Australia/Lord_Howe", "Africa/Casablanca"]
    ),
    days=st.integers(1, 400),
)
def test_so_many_days_later_is_so_many_days_later_on_the_calendar(begin: datetime, zone: str, days: int) -> None:
    later = after(begin, f"P{days}D", zone)
    assert later > begin
    assert local_date(later, zone) - local_date(begin, zone) == timedelta(days=days)


def test_a_schedule_in_the_hour_that_comes_twice_survives_being_written() -> None:
    written = schedule(moment("2026-10-31T05:30Z"), "P1D", "P2D", "America/New_York")
    assert Schedule.model_validate_json(written.model_dump_json()) == written


def test_a_day_is_that_of_a_place_and_begins_for_people_at_nine() -> None:
    assert local_date(moment("2026-04-01T15:00Z"), "Asia/Tokyo") == date(2026, 4, 2)
    assert morning_of(date(2026, 4, 2), "Asia/Tokyo") == moment("2026-04-02T00:00Z")


@pytest.mark.parametrize(
    ("received", "days", "applies", "due"),
    [
        # Facts A07: the day of receipt is day one of sixty.
        (date(2026, 4, 1), 60, True, date(2026, 5, 30)),
        (date(2026, 12, 15), 60, True, date(2027, 2, 12)),
        (date(2028, 1, 31), 60, True, date(2028, 3, 30)),
        (date(2026, 4, 1), 1, True, date(2026, 4, 1)),
        (date(2026, 4, 1), 61, True, date(2026, 5, 30)),
        (date(2026, 4, 1), 90, False, date(2026, 6, 29)),
        # Nothing agreed: due on the day of receipt.
        (date(2026, 4, 1), None, True, date(2026, 4, 1)),
    ],
)
def test_a_fee_is_due_by_the_sixtieth_day(received: date, days: int | None, applies: bool, due: date) -> None:
    assert due_date(received, days, applies) == due


def test_the_act_binds_clients_with_employees_towards_freelancers_without() -> None:
    assert [act_applies(client, freelancer) for client in (True, False) for freelancer in (True, False)] == [
        False, True, False, False,
    ]  # fmt: skip


def test_a_period_of_a_century_is_the_longest_and_can_be_added_several_times() -> None:
    longest = TypeAdapter(Period).validate_python(LONGEST)
    moment = datetime(2026, 2, 28, 15, tzinfo=UTC)
    for _ in range(60):
        moment = after(moment, longest, "Pacific/Kiritimati")
    assert moment.year == 8026

    for period in ("P100Y1D", "PT1000000H", "P9000Y", "P9999999999999Y"):
        with pytest.raises(ValidationError, match="100 years at most"):
            TypeAdapter(Period).validate_python(period)
