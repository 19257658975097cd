"""Days, moments and amounts as Japanese and English readers write them."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from domain.shared.values import Language
from domain.shared.wording import zone_in_words

WEEKDAYS_JA = "月火水木金土日"
WEEKDAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS_EN = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def day_in_words(day: date | str, language: Language) -> str:
    """A day with its weekday; a text is taken as ISO 8601."""
    one = date.fromisoformat(day) if isinstance(day, str) else day
    if language == "ja":
        return f"{one.year}年{one.month}月{one.day}日（{WEEKDAYS_JA[one.weekday()]}）"
    return f"{WEEKDAYS_EN[one.weekday()]}, {one.day} {MONTHS_EN[one.month - 1]} {one.year}"


def moment_in_words(moment: datetime, zone: str, language: Language) -> str:
    """An aware moment, to the minute, by the clock of `zone`, which is named unless a reader of Japanese expects it."""
    local = moment.astimezone(ZoneInfo(zone))
    if language == "ja":
        named = "" if zone == "Asia/Tokyo" else f"（{zone_in_words(zone).ja}）"
        return f"{day_in_words(local.date(), language)}{local:%H:%M}{named}"
    return f"{day_in_words(local.date(), language)}, {local:%H:%M} ({zone_in_words(zone).en})"


def yen_in_words(amount: int, language: Language) -> str:
    """An amount of yen."""
    return f"{amount:,}円" if language == "ja" else f"¥{amount:,}"
