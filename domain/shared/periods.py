"""Lengths of time as the playbook writes them (ISO 8601), and calendar arithmetic in a person's zone."""

from datetime import UTC, date, datetime, timedelta
from typing import Annotated
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import whenever
from pydantic import AfterValidator

PERIOD_FORM = "write an ISO 8601 duration such as P3D (3 days), P1M (1 month) or PT72H (72 hours)"


def checked_period(text: str) -> str:
    """An ISO 8601 duration that is longer than nothing.

    Raises:
        ValueError: it is not one, or is zero or negative.
    """
    try:
        delta = whenever.ItemizedDelta.parse_iso(text)
    except ValueError:
        raise ValueError(f"{text!r} is not a duration; {PERIOD_FORM}") from None
    if delta.sign() <= 0:
        raise ValueError(f"{text!r} is not longer than nothing; {PERIOD_FORM}")
    return text


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
