"""The playbook of story 1: its values, and that each of its mails can be written at every use."""

import re
from datetime import UTC, datetime
from itertools import chain
from string import Formatter

import pytest

from banso.playbooks import load_playbook
from domain.legal.payment import due_date
from domain.playbooks.capabilities.registry import MESSAGES
from domain.playbooks.schema import MessageText
from domain.playbooks.words import ALWAYS_FILLED, NEEDS_LINK, words_of
from domain.shared.effects import Notify
from domain.shared.periods import after
from domain.shared.values import Language

from support.messages import notifications

PLAYBOOK = load_playbook("furusato-kengyo")
LANGUAGES: tuple[Language, ...] = ("ja", "en")
SENT_BY_NOBODY: set[str] = set()
"""Words are asked for, but no reaction sends it yet: it may use what is always filled."""

JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龠]")


def filled(notify: Notify) -> set[str]:
    """The words that the sender can fill in."""
    link = {"link"} if notify.decision is not None else set()
    until = {"until"} if notify.until is not None else set()
    return {"recipient", *notify.about, *notify.names, *notify.personal, *notify.spoken, *notify.chosen, *link, *until}


def words(text: MessageText) -> set[str]:
    """The words in braces of a subject and a body."""
    fields = chain(Formatter().parse(text.subject), Formatter().parse(text.body))
    return {name for _, name, _, _ in fields if name is not None}


def texts() -> list[tuple[str, Language, MessageText]]:
    """Every message in every language."""
    return [
        (name, language, message.of(language)) for name, message in PLAYBOOK.messages.items() for language in LANGUAGES
    ]


each_text = pytest.mark.parametrize(
    ("name", "language", "text"), [pytest.param(*one, id=f"{one[0]}-{one[1]}") for one in texts()]
)


def test_the_stories_send_every_message_but_those_that_nobody_sends() -> None:
    assert set(MESSAGES) - set(notifications()) == SENT_BY_NOBODY


@pytest.mark.parametrize("name", [name for name in MESSAGES if name not in SENT_BY_NOBODY])
def test_the_words_of_a_message_are_filled_in_at_every_use(name: str) -> None:
    for notify in notifications()[name]:
        assert words_of(name) <= filled(notify)
        for language in LANGUAGES:
            assert words(PLAYBOOK.messages[name].of(language)) <= filled(notify)


@each_text
def test_a_message_uses_the_words_that_it_may_use_and_no_other(
    name: str, language: Language, text: MessageText
) -> None:
    assert {"recipient", "title"} <= words(text) <= words_of(name)


@each_text
def test_a_message_is_complete_once_its_words_are_filled_in(name: str, language: Language, text: MessageText) -> None:
    values = {word: f"<{word}>" for word in words_of(name)}

    subject, body = text.subject.format(**values), text.body.format(**values)

    assert not re.search(r"[{}]", subject + body)
    assert all(values[word] in subject + body for word in words(text))


@each_text
def test_a_message_is_in_its_language(name: str, language: Language, text: MessageText) -> None:
    assert text.body.startswith("{recipient} 様" if language == "ja" else "Dear {recipient},")
    assert bool(JAPANESE.search(text.subject)) == (language == "ja")
    assert language == "ja" or not JAPANESE.search(text.body)


@pytest.mark.parametrize("name", MESSAGES)
def test_both_languages_say_the_same_words(name: str) -> None:
    message = PLAYBOOK.messages[name]

    assert words(message.ja) == words(message.en)


def test_nothing_is_worded_that_is_never_asked_for() -> None:
    assert set(PLAYBOOK.messages) == set(MESSAGES)


@pytest.mark.parametrize("name", NEEDS_LINK)
def test_an_approval_mail_says_until_when_and_that_silence_and_opening_decide_nothing(name: str) -> None:
    message = PLAYBOOK.messages[name]

    for text, silence, opening, unit in (
        (
            message.ja,
            "お返事がないまま承認になることは、決してありません",
            "リンクを開いただけでは、何も決まりません",
            "日",
        ),
        (message.en, "Silence never approves anything", "Opening the link decides nothing", "days"),
    ):
        assert silence in text.body
        assert opening in text.body
        assert "{link}" in text.body
        assert "{until}" in text.body
        assert not re.search(rf"\d+ {unit}", text.body), "days of a playbook that may differ"


def test_the_wait_for_a_payment_is_that_until_the_agreed_day() -> None:
    receipt = datetime(2026, 1, 10, 12, tzinfo=UTC)
    waits, days = PLAYBOOK.rules.waits["payment"], PLAYBOOK.rules.payment.days_from_receipt

    assert after(receipt, waits.remind_after, "UTC").date() == due_date(receipt.date(), days, applies=True)
    assert (after(receipt, waits.escalate_after, "UTC") - after(receipt, waits.remind_after, "UTC")).days == 1


def test_the_values_are_those_of_story_1() -> None:
    rules = PLAYBOOK.rules

    assert (rules.name, rules.version) == ("furusato-kengyo", 1)
    assert rules.weekly_cap() == 8
    approval = rules.waits["milestone_approval"]
    assert (approval.remind_after, approval.escalate_after) == ("P3D", "P7D")
    assert rules.follow_ups == ("P1M", "P3M", "P6M")
    assert set(rules.retrospective.voices) == {"participant", "company", "employer"}
    assert set(rules.retrospective.tags) == {
        "new_challenge_realised",
        "young_staff_grew",
        "online_skills",
        "strength_discovered",
        "main_job_quality",
    }


def test_every_message_may_name_its_recipient_the_engagement_and_the_company() -> None:
    assert all(words_of(name) >= ALWAYS_FILLED for name in MESSAGES)
