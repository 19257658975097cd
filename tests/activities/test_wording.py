"""Every message of the playbook as its readers get it, in both languages, at every use in the stories."""

import re
from collections import defaultdict
from datetime import date
from itertools import chain

import pytest

from activities.notifications import chosen_words, plain_values
from banso.playbooks import load_playbook, parse_playbook
from domain.legal.work_permission import KnownPermit, assess, grounds_in_words
from domain.playbooks.capabilities.registry import ASKS, MESSAGES, WAIT_KINDS
from domain.shared.effects import Notify
from domain.shared.values import Language
from domain.shared.wording import day_words

from support.messages import notifications

PLAYBOOK = load_playbook("furusato-kengyo")
LANGUAGES: tuple[Language, ...] = ("ja", "en")
TODAY = date(2026, 4, 1)
NAMES: dict[Language, str] = {"ja": "架空 花子", "en": "Hanako Example"}
TEXTS: dict[Language, str] = {"ja": "（ここに書かれた文）", "en": "(what was written)"}
JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龠]")
CODE = re.compile(r"\b[a-z]+_[a-z_]+\b|\b\d{4}-\d\d-\d\d\b|" + "|".join(kind for kind in WAIT_KINDS if "_" in kind))
ENGLISH_IN_JAPANESE = re.compile(r"citizenship|permit|participant|company|employer|coordinator|reminder", re.IGNORECASE)

PROMISES_TO_TAKE_A_REPLY: dict[Language, str] = {"ja": "このメール[にへ]", "en": "reply to this mail|is a reply"}


def rendered(notify: Notify, language: Language) -> str:
    """Subject and body as they are mailed."""
    named = dict.fromkeys(("recipient", *notify.names), NAMES[language])
    personal = dict.fromkeys(notify.personal, TEXTS[language])
    link = {"link": "https://banso.example.jp/decide/x"} if notify.decision else {}
    chosen = chosen_words(notify, PLAYBOOK.rules, language)
    values = {**plain_values(notify, language, "Asia/Tokyo", TODAY), **chosen, **named, **personal, **link}
    # What people have called things stays as they wrote it, whatever the reader's language.
    own = {"title": "T", "host": "H", "milestone": "M", "place": "P", "service": "S"}
    text = PLAYBOOK.messages[notify.template].of(language)
    return f"{text.subject}\n{text.body}".format_map({**values, **own})


def every(name: str, language: Language) -> set[str]:
    """All that the stories make of a message."""
    return {rendered(notify, language) for notify in notifications()[name]}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", MESSAGES)
def test_a_reader_finds_no_placeholder_and_no_word_of_programs(name: str, language: Language) -> None:
    texts = every(name, language)
    assert texts
    for text in texts:
        assert not re.search(r"[{}]", text)
        assert not CODE.search(text), CODE.search(text)
        assert bool(JAPANESE.search(text)) == (language == "ja")
        assert language == "en" or not ENGLISH_IN_JAPANESE.search(text), text


@pytest.mark.parametrize("name", [*ASKS, "milestone_approval_reminder"])
def test_who_is_asked_for_an_answer_is_told_the_day(name: str) -> None:
    for text in every(name, "ja"):
        assert re.search(r"\d+月\d+日\([月火水木金土日]\)ご?ろ?まで|\d+月\d+日\(.\)まで", text), text
    for text in every(name, "en"):
        assert re.search(r"by (Mon|Tue|Wed|Thu|Fri|Sat|Sun) \d+ [A-Z][a-z]{2}", text), text


@pytest.mark.parametrize("name", [f"{kind}_escalated" for kind in WAIT_KINDS])
def test_a_coordinator_is_told_who_is_meant(name: str) -> None:
    for language in LANGUAGES:
        for notify in notifications()[name]:
            assert "person" in notify.names
        for text in every(name, language):
            assert text.count(NAMES[language]) >= 2, text


@pytest.mark.parametrize("name", MESSAGES)
def test_a_mail_asks_for_a_reply_where_one_is_taken_and_nowhere_else(name: str) -> None:
    for notify in notifications()[name]:
        for language, promise in PROMISES_TO_TAKE_A_REPLY.items():
            text = rendered(notify, language)
            assert bool(re.search(promise, text)) == (notify.reply is not None), text


def test_days_are_written_as_people_write_them() -> None:
    day = date(2026, 11, 25)
    assert day_words(day, "ja", TODAY) == "11月25日(水)"
    assert day_words(day, "en", TODAY) == "Wed 25 Nov"
    assert day_words(day, "ja", date(2025, 12, 1)) == "2026年11月25日(水)"
    assert day_words(day, "en", date(2025, 12, 1)) == "Wed 25 Nov 2026"


def test_the_day_is_that_of_the_readers_zone() -> None:
    notify = next(one for one in notifications()["milestone_approval_request"] if one.until is not None)
    assert notify.until is not None
    late = notify.model_copy(update={"until": notify.until.replace(hour=16)})
    said = {zone: plain_values(late, "en", zone, TODAY)["until"] for zone in ("UTC", "Asia/Tokyo")}
    assert said["UTC"] != said["Asia/Tokyo"]


def test_everything_that_a_check_finds_has_words_in_both_languages() -> None:
    permits = [KnownPermit(country="VN", valid_until=None)]
    cases = (("JP", ("JP",), ()), ("VN", (), ()), ("VN", ("JP",), ()), ("VN", ("JP",), permits))
    found = [assess(residence, citizen_of, known, TODAY).grounds for residence, citizen_of, known in cases]
    assert len(set(found)) == len(cases)
    for grounds, words in zip(found, map(grounds_in_words, found), strict=True):
        assert JAPANESE.search(words.ja)
        # Only a hint may name a visa as its country does.
        assert not re.search("[A-Za-z]", words.ja.partition("（参考")[0])
        assert words.en
        assert words.ja != grounds
    assert grounds_in_words("領事館で確認しました").en == "領事館で確認しました"


def test_every_use_was_looked_at() -> None:
    assert set(notifications()) == set(MESSAGES)
    assert sum(map(len, chain(notifications().values()))) > len(MESSAGES)


WORDED = """[rules]
name = "museum"
version = 1
title = { ja = "博物館", en = "Museum" }

[rules.retrospective.tags]
visitors_came_closer = { ja = "来館者との距離が近くなった", en = "visitors came closer" }
strength_discovered = { ja = "強みを見つけた", en = "a strength came to light" }

[rules.closing]
notice = "P30D"

[rules.closing.gains]
companions = { ja = "仲間", en = "Companions" }

[rules.closing.dimensions]
by_hand = { ja = "手で取り組めた", en = "By hand" }
"""
ENDED = {"gains": ("companions",), "dimensions": ("by_hand", "on_foot")}
LEARNED = {"learned": ("strength_discovered",)}


@pytest.mark.parametrize(
    ("template", "chosen", "ja", "en"),
    [
        (
            "retrospective_request",
            {"tags": ()},
            "・来館者との距離が近くなった\n・強みを見つけた\n",
            "- visitors came closer\n- a strength came to light\n",
        ),
        ("service_ended", ENDED, "・手で取り組めた\n・on foot\n", "- By hand\n- on foot\n"),
        ("employer_summary", LEARNED, "・強みを見つけた\n", "- a strength came to light\n"),
    ],
)
def test_mails_name_what_can_be_chosen_in_the_playbooks_own_words(
    template: str, chosen: dict[str, tuple[str, ...]], ja: str, en: str
) -> None:
    museum = parse_playbook(WORDED, "museum.toml")
    said: dict[Language, str] = {"ja": ja, "en": en}
    for language, lines in said.items():
        words = chosen_words(Notify(template=template, to="x", chosen=chosen), museum.rules, language)
        assert lines in museum.messages[template].of(language).body.format_map(defaultdict(str, words))
