"""Lengths of time as the playbook writes them (ISO 8601), and calendar arithmetic in a person's zone."""

from datetime import UTC, date, datetime, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import whenever
from pydantic import AfterValidator

from domain.shared.mistakes import mistake

LONGEST = "P100Y"
"""No period is longer: what lies further ahead is a slip of the keyboard, and calendars end in the year 9999."""

_SOME_DAY = datetime(2026, 1, 1, tzinfo=UTC)


def checked_period(text: str) -> str:
    """An ISO 8601 duration that is longer than nothing, and not longer than `LONGEST`.

    Raises:
        ValueError: it is not one, is zero or negative, or too long; told in both languages.
    """
    if not _usable(text):
        raise mistake(
            f"{text[:60]!r} は使える期間ではありません(P3D は 3 日、P1M は 1 か月、PT72H は 72 時間。長くて 100 年)。",
            f"{text[:60]!r} is no usable period; P3D is 3 days, P1M a month, PT72H 72 hours, 100 years at most.",
        )
    return text


def _usable(text: str) -> bool:
    try:
        return _SOME_DAY < after(_SOME_DAY, text, "UTC") <= after(_SOME_DAY, LONGEST, "UTC")
    except (ValueError, OverflowError):
        return False


def checked_zone(name: str) -> str:
    """The name of a time zone of the IANA database.

    Raises:
        ValueError: there is no such zone.
    """
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(f"{name!r} is not a time zone; write one such as Asia/Tokyo") from None
    return name


Period = Annotated[str, AfterValidator(checked_period)]
ZoneName = Annotated[str, AfterValidator(checked_zone)]


def after(moment: datetime, period: str, zone: str) -> datetime:
    """The moment a period later: days, months and years by the calendar of `zone`, hours as elapsed time."""
    local = whenever.ZonedDateTime(moment.astimezone(ZoneInfo(zone)))
    later = local.add(whenever.ItemizedDelta.parse_iso(period), disambiguation="compatible")
    # In UTC: moments in a zone's own hour that comes twice compare wrongly, and differ once they were written and read.
    return later.to_instant().to_stdlib()


def local_date(moment: datetime, zone: str) -> date:
    """The calendar day that it is in `zone` at that moment."""
    return moment.astimezone(ZoneInfo(zone)).date()


def morning_of(day: date, zone: str) -> datetime:
    """Nine in the morning of a day, in `zone`: when people are told of something that happens on a day."""
    return datetime(day.year, day.month, day.day, 9, tzinfo=ZoneInfo(zone))


def midnight_of(day: date, zone: str) -> datetime:
    """The moment at which a day begins in `zone`, in UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def days_after(day: date, days: int) -> date:
    """The calendar day `days` later."""
    return day + timedelta(days=days)
