"""May somebody do this work where they live? By rule only where the rule is certain; otherwise a human decides.

Certain is one case: a citizen needs no permission to work in their own country while living there. Everything
else depends on the permit, on what it allows besides the main job and on who pays (see the project's legal facts
on immigration and on spouses abroad, where "nothing known" is the answer for remote work in most countries);
so what is needed is asked for, and a named human looks.
"""

import re
from collections.abc import Sequence
from datetime import date
from typing import Literal

from domain.legal.accompanying import hint
from domain.shared.models import FrozenModel
from domain.shared.values import BilingualText, CountryCode

Outcome = Literal["clear", "information_needed", "human_review"]


class KnownPermit(FrozenModel):
    """A permit, without what it is called: its country and its last day (None: it does not end)."""

    country: CountryCode
    valid_until: date | None


class Assessment(FrozenModel):
    """What can be said by rule, and why."""

    outcome: Outcome
    grounds: str


def assess(
    residence: CountryCode, citizen_of: Sequence[CountryCode], permits: Sequence[KnownPermit], today: date
) -> Assessment:
    """What the facts about a person say about work done from where they live, on that day."""
    if residence in citizen_of:
        return Assessment(outcome="clear", grounds=f"citizen of {residence}, living there")
    if not citizen_of:
        return Assessment(outcome="information_needed", grounds="citizenship")
    valid = [
        permit
        for permit in permits
        if permit.country == residence and (permit.valid_until is None or permit.valid_until >= today)
    ]
    if not valid:
        return Assessment(outcome="information_needed", grounds=f"permit valid in {residence}")
    return Assessment(outcome="human_review", grounds=f"permit for {residence} recorded, scope unknown")


_GROUNDS = (
    (
        r"citizen of (?P<country>[A-Z]{2}), living there",
        "{country}の国籍をお持ちで、{country}にお住まいです",
        "a citizen of {country}, living there",
    ),
    (r"citizenship", "国籍", "citizenship"),
    (
        r"permit valid in (?P<country>[A-Z]{2})",
        "{country}で有効な在留資格・就労許可",
        "a permit that is valid in {country}",
    ),
    (
        r"permit for (?P<country>[A-Z]{2}) recorded, scope unknown",
        "{country}の在留資格・就労許可は記録されていますが、このお仕事が認められるかは分かっていません",
        "a permit for {country} is on record, but not whether it covers this work",
    ),
)
"""What `assess` says, as a pattern and in words of both languages."""

_COUNTRIES = {
    "JP": ("日本", "Japan"), "VN": ("ベトナム", "Vietnam"), "US": ("アメリカ合衆国", "the United States"),
    "GB": ("イギリス", "the United Kingdom"), "DE": ("ドイツ", "Germany"), "FR": ("フランス", "France"),
    "NL": ("オランダ", "the Netherlands"), "SG": ("シンガポール", "Singapore"), "TH": ("タイ", "Thailand"),
    "MY": ("マレーシア", "Malaysia"), "ID": ("インドネシア", "Indonesia"), "PH": ("フィリピン", "the Philippines"),
    "CN": ("中国", "China"), "HK": ("香港", "Hong Kong"), "TW": ("台湾", "Taiwan"), "KR": ("韓国", "South Korea"),
    "IN": ("インド", "India"), "AU": ("オーストラリア", "Australia"), "NZ": ("ニュージーランド", "New Zealand"),
    "CA": ("カナダ", "Canada"), "MX": ("メキシコ", "Mexico"), "BR": ("ブラジル", "Brazil"),
    "AE": ("アラブ首長国連邦", "the United Arab Emirates"), "IT": ("イタリア", "Italy"), "ES": ("スペイン", "Spain"),
}  # fmt: skip
"""Countries where people who are asked often live; of others the code is told."""


def country_in_words(code: str) -> BilingualText:
    """What a country is called; its code where it is not among those that are often asked about."""
    ja, en = _COUNTRIES.get(code, (code, code))
    return BilingualText(ja=ja, en=en)


def _with_hint(told: BilingualText, code: str) -> BilingualText:
    """Whoever has to decide is told what is known of family permits there."""
    known = hint(code)
    if known is None:
        return told
    return BilingualText(ja=f"{told.ja}（参考：{known.ja}）", en=f"{told.en} (what is known: {known.en})")


def grounds_in_words(grounds: str) -> BilingualText:
    """What a check has found, for people; grounds that a person wrote are told as they are."""
    for pattern, ja, en in _GROUNDS:
        found = re.fullmatch(pattern, grounds)
        if found:
            code = found.groupdict().get("country", "")
            names = country_in_words(code)
            told = BilingualText(ja=ja.format(country=names.ja), en=en.format(country=names.en))
            return _with_hint(told, code) if grounds.endswith("scope unknown") else told
    return BilingualText(ja=grounds, en=grounds)
