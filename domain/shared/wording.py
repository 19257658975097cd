"""How days are written to people."""

from datetime import date

from domain.shared.values import Language

WEEKDAYS: dict[Language, tuple[str, ...]] = {
    "ja": ("月", "火", "水", "木", "金", "土", "日"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day_words(day: date, language: Language, today: date) -> str:
    """A day as people write it: 11月25日(水) or Wed 25 Nov; with its year where that is not today's."""
    weekday = WEEKDAYS[language][day.weekday()]
    if language == "ja":
        year = "" if day.year == today.year else f"{day.year}年"
        return f"{year}{day.month}月{day.day}日({weekday})"
    year = "" if day.year == today.year else f" {day.year}"
    return f"{weekday} {day.day} {MONTHS[day.month - 1]}{year}"
