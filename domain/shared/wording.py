"""How days, moments and what can be chosen are written to people."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from domain.shared.values import BilingualText, Language

WEEKDAYS: dict[Language, tuple[str, ...]] = {
    "ja": ("月", "火", "水", "木", "金", "土", "日"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
LANGUAGES: tuple[Language, ...] = ("ja", "en")
ZONES = {"Asia/Tokyo": BilingualText(ja="日本時間", en="Japan time")}
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day_words(day: date, language: Language, today: date) -> str:
    """A day as people write it: 11月25日(水) or Wed 25 Nov; with its year where that is not today's."""
    weekday = WEEKDAYS[language][day.weekday()]
    if language == "ja":
        year = "" if day.year == today.year else f"{day.year}年"
        return f"{year}{day.month}月{day.day}日({weekday})"
    year = "" if day.year == today.year else f" {day.year}"
    return f"{weekday} {day.day} {MONTHS[day.month - 1]}{year}"


def day_in_words(day: date) -> BilingualText:
    """A day with its year, in both languages."""
    return BilingualText(ja=day_words(day, "ja", date.min), en=day_words(day, "en", date.min))


def moment_in_words(moment: datetime, zone: str) -> BilingualText:
    """A moment (aware) as clocks and calendars of a zone show it, with the zone's name, in both languages."""
    local, name = moment.astimezone(ZoneInfo(zone)), zone_in_words(zone)
    ja, en = (day_words(local.date(), language, local.date()) for language in LANGUAGES)
    return BilingualText(ja=f"{ja} {local:%H:%M}({name.ja})", en=f"{en}, {local:%H:%M} ({name.en})")


def zone_in_words(zone: str) -> BilingualText:
    """Whose clocks are meant; zones that have no name of their own here are called as the IANA database does."""
    return ZONES.get(zone, BilingualText(ja=f"{zone} の時刻", en=zone))


def listed(names: Iterable[str], words: Mapping[str, BilingualText], language: Language) -> str:
    """What was chosen, or can be, in its words, a line each; what has no words is called by its name."""
    sign = "・" if language == "ja" else "- "
    said = (words[name].of(language) if name in words else name.replace("_", " ") for name in names)
    return "\n".join(f"{sign}{one}" for one in said)


def choices_in_words(choices: Mapping[str, BilingualText | None]) -> BilingualText:
    """What can be chosen: each in its words, then the name by which it is written, or that alone where it has no words.

    A dash where there is nothing.
    """
    ja = "、".join(f"{words.ja}({name})" if words else name for name, words in choices.items())
    en = "; ".join(f"{words.en} ({name})" if words else name for name, words in choices.items())
    return BilingualText(ja=ja or "-", en=en or "-")
