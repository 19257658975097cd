"""Loading playbooks, and explaining every kind of mistake with its line."""

import re
from importlib import resources

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from banso.playbooks import Mistake, PlaybookError, check_playbook, load_playbook, parse_playbook, shipped_playbooks
from domain.playbooks.capabilities.registry import MESSAGES, WAIT_KINDS
from domain.playbooks.lines import KeyLines
from domain.shared.refusals import NOTHING_CHANGED
from domain.shared.values import Language

LANGUAGES: tuple[Language, ...] = ("ja", "en")
SOURCE = "regional.toml"
FOLDER = resources.files("domain.playbooks")
STANDARD = {
    file.name.removesuffix(".toml"): file.read_text(encoding="utf-8")
    for file in FOLDER.joinpath("standard").iterdir()
    if file.name.endswith(".toml")
}
OWN_RULES = FOLDER.joinpath("furusato-kengyo.toml").read_text(encoding="utf-8")
TEXT = OWN_RULES + "\n" + "\n".join(text[text.index("[messages.") :] for text in STANDARD.values())
"""A playbook that says everything in words of its own: the rules of one that ships, and every message."""


def edited(old: str, new: str) -> str:
    """The shipped playbook with one place (the first of its kind) changed."""
    assert old in TEXT
    return TEXT.replace(old, new, 1)


def line_of(text: str, part: str) -> int:
    """The line in which something first stands."""
    return text[: text.index(part)].count("\n") + 1


def the_only(mistakes: list[Mistake]) -> Mistake:
    """The one mistake; where there are others, they are shown."""
    assert len(mistakes) == 1, "\n".join(mistake.explain("en") for mistake in mistakes)
    return mistakes[0]


def explains_itself(mistake: Mistake) -> None:
    """Both languages name the file, the line and the place, and say what would be right."""
    for language, right in zip(LANGUAGES, ("正しい例", "Right would be"), strict=True):
        words = mistake.explain(language)
        assert SOURCE in words
        assert f"{mistake.line}" in words
        assert mistake.place in words
        assert right in words
    assert re.search(r"[ぁ-ん]", mistake.explain("ja"))
    assert not re.search(r"[ぁ-ん]", mistake.wrong.en)


def test_the_shipped_playbooks_are_named_after_their_files() -> None:
    assert "furusato-kengyo" in shipped_playbooks()
    assert [load_playbook(name).rules.name for name in shipped_playbooks()] == list(shipped_playbooks())


def test_a_playbook_is_read_once() -> None:
    assert load_playbook("furusato-kengyo") is load_playbook("furusato-kengyo")


@pytest.mark.parametrize("name", ["furusato", "", "../playbooks/furusato-kengyo", "furusato-kengyo.toml", "x" * 5000])
def test_a_name_that_is_not_shipped_is_refused_and_the_names_are_listed(name: str) -> None:
    with pytest.raises(PlaybookError) as refused:
        load_playbook(name)

    assert refused.value.code == "playbook-unknown"
    for language in LANGUAGES:
        words = refused.value.explain(language)
        assert ", ".join(shipped_playbooks()) in words
        assert words.endswith(NOTHING_CHANGED.of(language))
        assert len(words) < 400


@pytest.mark.parametrize(
    "text",
    [TEXT, TEXT.encode(), "\ufeff" + TEXT, TEXT.encode("utf-8-sig"), TEXT.replace("\n", "\r\n")],
    ids=["text", "bytes", "byte-order-mark", "bytes-with-mark", "windows"],
)
def test_a_playbook_without_mistakes_is_read_as_it_is(text: str | bytes) -> None:
    assert check_playbook(text, SOURCE) == []
    assert parse_playbook(text, SOURCE).rules == load_playbook("furusato-kengyo").rules


MISTAKES = {
    # what: (old, new, place, a part of the line that is named)
    "period": ('payment = { remind_after = "P29D"', 'payment = { remind_after = "29 days"',
               "rules.waits.payment.remind_after", '"29 days"'),
    "period-zero": ('remind_after = "P29D"', 'remind_after = "P0D"', "rules.waits.payment.remind_after", '"P0D"'),
    "period-endless": ('escalate_after = "P30D"', 'escalate_after = "P9000Y"',
                       "rules.waits.payment.escalate_after", '"P9000Y"'),
    "period-number": ('remind_after = "P29D"', "remind_after = 29", "rules.waits.payment.remind_after", "= 29"),
    "periods-turned-round": ('"P3D", escalate_after = "P7D"', '"P7D", escalate_after = "P3D"',
                             "rules.waits.milestone_approval.escalate_after", 'escalate_after = "P3D"'),
    "period-in-a-list": ('["P1M", "P3M"', '["P1M", "in spring"', "rules.follow_ups.1", "in spring"),
    "wait-unknown": ("payment = {", "paiment = {", "rules.waits.paiment", "paiment"),
    "key-missing": ("version = 1", "", "rules.version", "\n[rules]"),
    "table-unknown": ("[rules.payment]\n", "[rules.payments]\n", "rules.payments", "[rules.payments]"),
    "gate-unknown": ('"work_permission"]', '"driving_licence"]', "rules.gates.2", "driving_licence"),
    "understanding-in-one-language": (
        "[rules.payment]\n", '[rules.memberships.client.understandings]\ngrow = { ja = "育つ" }\n[rules.payment]\n',
        "rules.memberships.client.understandings.grow.en", "grow ="),
    "key-unknown": ("seats_at_most = 10", "seats_at_most = 10\nseats = 10", "rules.seats", "seats = 10"),
    "no-number": ("seats_at_most = 10", 'seats_at_most = "many"', "rules.seats_at_most", '"many"'),
    "no-whole-number": ("seats_at_most = 10", "seats_at_most = 10.5", "rules.seats_at_most", "10.5"),
    "too-small": ("seats_at_most = 10", "seats_at_most = 0", "rules.seats_at_most", "= 0"),
    "too-large": ("days_from_receipt = 30", "days_from_receipt = 61", "rules.payment.days_from_receipt", "= 61"),
    "no-quarter": ("weekly_hours_cap = 8", "weekly_hours_cap = 8.1", "rules.execution.weekly_hours_cap", "8.1"),
    "no-quantity": ("weekly_hours_cap = 8", "weekly_hours_cap = nan", "rules.execution.weekly_hours_cap", "nan"),
    "no-table": ("title = { ja", 'title = "x" # { ja', "rules.title", 'title = "x"'),
    "no-text": ('name = "furusato-kengyo"', "name = 5", "rules.name", "name = 5"),
    "no-identifier": ('name = "furusato-kengyo"', 'name = "Furusato Kengyo"', "rules.name", "Furusato Kengyo\""),
    "no-list": ('voices = ["participant", "company", "employer"]', 'voices = "all"',
                "rules.retrospective.voices", '"all"'),
    "empty-list": ('follow_ups = ["P1M", "P3M", "P6M"]', "follow_ups = []", "rules.follow_ups", "= []"),
    "long-list": ('["P1M", "P3M", "P6M"]', str(["P1M"] * 13), "rules.follow_ups", "'P1M'"),
    "voice-unknown": ('"employer"]', '"visitor"]', "rules.retrospective.voices.2", "visitor"),
    "tag-in-its-line": ('    "online_skills",', '    "Online skills!",',
                        "rules.retrospective.tags.2", "Online skills!"),
    "tag-without-words": ('    "online_skills",', '    "sky_seen",', "rules.retrospective.tags.2", "sky_seen"),
    "word-unknown": ("確かに受け付けました。", "確かに{titel}を受け付けました。",
                     "messages.application_received.ja.body", "{titel}"),
    "word-never-filled": ('"We have your application: {title}"', '"We have your application: {milestone}"',
                          "messages.application_received.en.subject", "application: {milestone}"),
    "word-with-a-width": ('"We have your application: {title}"', '"We have your application: {title:>99999999}"',
                          "messages.application_received.en.subject", "99999999"),
    "word-with-an-attribute": ('"We have your application: {title}"', '"We have your application: {title.__class__}"',
                               "messages.application_received.en.subject", "__class__"),
    "brace-open": ('"We have your application: {title}"', '"We have your application: {title"',
                   "messages.application_received.en.subject", "application: {title"),
    "subject-of-two-lines": ('"We have your application: {title}"', '"We have\\nyour application: {title}"',
                             "messages.application_received.en.subject", "We have\\nyour"),
    "subject-empty": ('"We have your application: {title}"', '""',
                      "messages.application_received.en.subject", 'subject = ""'),
    "subject-long": ('"We have your application: {title}"', f'"{"x" * 121}"',
                     "messages.application_received.en.subject", "x" * 121),
    "link-missing": ("What was delivered\n{evidence}\n\nWhere to decide\n{link}\n", "Decide somewhere\n",
                     "messages.milestone_approval_request.en.body",
                     'body = """\nDear {recipient},\n\n"{milestone}", a result of "{title}", has been delivered'),
    "message-in-an-unknown-language": ("[messages.selected.en]", "[messages.selected.de]",
                                       "messages.selected.de", "[messages.selected.de]"),
}  # fmt: skip


@pytest.mark.parametrize("what", MISTAKES)
def test_a_mistake_is_explained_with_its_line(what: str) -> None:
    old, new, place, part = MISTAKES[what]
    text = edited(old, new)
    expected = line_of(text, part) + part[:1].count("\n")

    mistakes = [mistake for mistake in check_playbook(text, SOURCE) if mistake.place == place]

    found = the_only(mistakes)
    explains_itself(found)
    assert found.line == expected, text.splitlines()[found.line - 1]


def test_a_mistake_is_named_once() -> None:
    for what, (old, new, *_) in MISTAKES.items():
        assert len(check_playbook(edited(old, new), SOURCE)) == 1, what


def test_a_misspelt_name_is_answered_with_the_likely_ones() -> None:
    mistakes = check_playbook(edited("[messages.declined.ja]", "[messages.declimed.ja]"), SOURCE)

    unknown = next(mistake for mistake in mistakes if mistake.place == "messages.declimed")
    assert "declined" in unknown.right.en
    assert len(unknown.right.en) < 200


def test_all_mistakes_are_told_at_once_by_line() -> None:
    text = TEXT.replace("P29D", "29 days").replace("cap = 8", "cap = 800").replace("We have your application", "{x}")

    found = [(mistake.line, mistake.place) for mistake in check_playbook(text, SOURCE)]

    assert found == sorted(found)
    assert [place for _, place in found] == [
        "rules.waits.payment.remind_after",
        "rules.execution.weekly_hours_cap",
        "messages.application_received.en.subject",
    ]


SHORTEST = '[rules]\nname = "museum"\nversion = 1\ntitle = { ja = "博物館", en = "Museum" }\n'


def test_what_a_playbook_does_not_say_is_as_in_the_standard() -> None:
    short = parse_playbook(SHORTEST, SOURCE)

    assert set(short.rules.waits) == set(WAIT_KINDS)
    assert set(short.messages) == set(MESSAGES)
    own = parse_playbook(SHORTEST + 'seats_at_most = 3\n[messages.selected.en]\nsubject = "Welcome"\n', SOURCE)
    assert own.rules == short.rules.model_copy(update={"seats_at_most": 3})
    assert own.messages["selected"].en.subject == "Welcome"
    assert own.messages["selected"].en.body == short.messages["selected"].en.body
    assert {name for name in MESSAGES if own.messages[name] != short.messages[name]} == {"selected"}


@pytest.mark.parametrize("part", sorted(STANDARD))
def test_the_standard_has_no_mistake_of_its_own(part: str) -> None:
    mistakes = check_playbook(STANDARD[part], f"{part}.toml")

    assert {mistake.place for mistake in mistakes} == {"rules.name", "rules.version", "rules.title"}


SYNTAX = {
    "unclosed": ('name = "furusato-kengyo"', 'name = "furusato-kengyo', 'name = "furusato-kengyo'),
    "no-equals": ("version = 1", "version 1", "version 1"),
    "written-twice": ("version = 1", "version = 1\nversion = 2", "version = 2"),
    "table-twice": ("[rules.execution]", "[rules.waits]", None),
    "control-character": ("version = 1", "version = 1 # \x00", "version = 1 #"),
    "date-that-is-none": ("version = 1", "version = 2026-13-45", "2026-13-45"),
}


@pytest.mark.parametrize("what", SYNTAX)
def test_what_is_no_toml_is_explained_with_its_line(what: str) -> None:
    old, new, part = SYNTAX[what]
    text = edited(old, new)
    expected = line_of(text, part) if part else text[: text.rindex("[rules.waits]")].count("\n") + 1

    mistake = the_only(check_playbook(text, SOURCE))

    explains_itself(mistake)
    assert mistake.place == ""
    assert mistake.line == expected


@pytest.mark.parametrize(
    "text", ["", "[rules]", "rules = 5", "messages = []", "rules = [1]\nmessages = 'x'", "[[rules]]"]
)
def test_a_playbook_that_is_hardly_there_is_explained(text: str) -> None:
    mistakes = check_playbook(text, SOURCE)

    assert mistakes

    assert {mistake.place.partition(".")[0] for mistake in mistakes} <= {"rules", "messages"}
    for mistake in mistakes:
        explains_itself(mistake)
        assert mistake.line in (1, 2)


@pytest.mark.parametrize(
    "text",
    ["x = " + "[" * 5000, "x = " + "9" * 5000, '"\\u202e\\u0000" = 1', "x = inf", "rules.waits.a.b.c.d = 1", "\ud800"],
    ids=["deep", "huge-number", "hidden-characters", "infinite", "deep-keys", "half-a-character"],
)
def test_malicious_text_is_explained_in_plain_characters(text: str) -> None:
    mistakes = check_playbook(text, SOURCE)

    assert mistakes
    for mistake in mistakes:
        words = mistake.explain("ja") + mistake.explain("en")
        assert not set(words) & {"\x00", "\u202e", "\ud800"}
        assert len(words) < 2000


def test_bytes_that_are_no_text_are_explained_with_their_line() -> None:
    damaged = TEXT.encode().replace("ふるさと兼業".encode(), b"\x82\xd3\x82\xe9", 2)

    mistake = the_only(check_playbook(damaged, SOURCE))

    assert mistake.line == 1
    assert "UTF-8" in mistake.explain("ja")
    assert "UTF-8" in mistake.explain("en")


@pytest.mark.parametrize("share", range(0, 100, 4))
def test_a_truncated_playbook_is_read_as_far_as_it_makes_sense_or_refused_with_its_mistakes(share: int) -> None:
    whole = TEXT.encode()
    damaged = whole[: len(whole) * share // 100]

    mistakes = check_playbook(damaged, SOURCE)

    assert all(1 <= mistake.line <= damaged.count(b"\n") + 1 for mistake in mistakes)
    if not mistakes:
        assert parse_playbook(damaged, SOURCE).rules.name == "furusato-kengyo"
        return
    with pytest.raises(PlaybookError) as refused:
        parse_playbook(damaged, SOURCE)
    assert list(refused.value.mistakes) == mistakes


@settings(max_examples=60, deadline=None)
@given(at=st.integers(0, len(TEXT.encode()) - 1), damage=st.binary(min_size=1, max_size=8))
def test_a_damaged_playbook_is_read_or_refused_and_never_crashes(at: int, damage: bytes) -> None:
    whole = TEXT.encode()
    damaged = whole[:at] + damage + whole[at + len(damage) :]

    mistakes = check_playbook(damaged, SOURCE)

    if mistakes:
        assert all(1 <= mistake.line <= damaged.count(b"\n") + 1 for mistake in mistakes)
        assert all(mistake.explain(language) for mistake in mistakes for language in LANGUAGES)
    else:
        assert parse_playbook(damaged, SOURCE).rules.waits


def test_the_refusal_of_a_playbook_explains_itself() -> None:
    with pytest.raises(PlaybookError) as refused:
        parse_playbook(TEXT.replace("{recipient}", "{somebody}"), SOURCE)

    assert refused.value.code == "playbook-invalid"
    assert len(refused.value.mistakes) == TEXT.count("{recipient}") >= 2 * len(MESSAGES)
    for language in LANGUAGES:
        words = refused.value.explain(language)
        assert str(len(refused.value.mistakes)) in words
        assert refused.value.mistakes[0].explain(language) in words
        assert words.endswith(NOTHING_CHANGED.of(language))
        assert len(words) < 1500


def test_lines_are_found_in_every_way_of_writing_toml() -> None:
    text = '\n'.join((
        '# [not.a.table]',
        'a.b = 1',
        'c = { d = "x # no comment", "e f".g = [1,',
        '  2] }',
        'text = """',
        '[no.table]',
        'no = "key" \\"""',
        '"""',
        "raw = '''",
        "no = 'key' ''''",
        '["quoted.table".h]',
        'dates = [1979-05-27 07:32:00, # why',
        '  0.5,',
        ']',
        'i = -1.5e3',
        '[[list]]',
        'j = true',
        '[[list]]',
        'j = false',
    ))  # fmt: skip

    lines = KeyLines(text)

    assert {
        path: lines.of(path)
        for path in (
            ("a", "b"), ("c", "d"), ("c", "e f", "g", "1"), ("text",), ("raw",), ("quoted.table", "h"),
            ("quoted.table", "h", "dates", "1"), ("quoted.table", "h", "i"), ("list", "0", "j"), ("list", "1", "j"),
            ("no",), ("quoted.table", "h", "missing"),
        )
    } == {
        ("a", "b"): 2,
        ("c", "d"): 3,
        ("c", "e f", "g", "1"): 4,
        ("text",): 5,
        ("raw",): 9,
        ("quoted.table", "h"): 11,
        ("quoted.table", "h", "dates", "1"): 13,
        ("quoted.table", "h", "i"): 15,
        ("list", "0", "j"): 17,
        ("list", "1", "j"): 19,
        ("no",): 1,
        ("quoted.table", "h", "missing"): 11,
    }  # fmt: skip
