"""What a new version of a playbook changes, by place and by line."""

from banso.playbook_differences import Differences, Side, differences
from banso.playbook_standard import standard_messages
from banso.playbooks import parse_playbook

SHORTEST = '[rules]\nname = "museum"\nversion = 1\ntitle = { ja = "博物館", en = "Museum" }\n'
ADDED = '[messages.selected.en]\nsubject = "Welcome"\n'


def side(text: str) -> Side:
    """A playbook as one side of a comparison."""
    playbook = parse_playbook(text, "museum.toml")
    return Side(playbook.rules, playbook.messages)


def compared(old: str, new: str) -> Differences:
    """What differs between two texts."""
    return differences(side(old), side(new))


def test_the_same_does_not_differ() -> None:
    assert not compared(SHORTEST, "# a remark\n" + SHORTEST).any


def test_rules_are_told_by_place() -> None:
    later = SHORTEST.replace("version = 1", 'version = 2\nfollow_ups = ["P2W"]').replace('"Museum"', '"The museum"')
    later += '[rules.waits]\nfollow_up = { remind_after = "P2D", escalate_after = "P21D" }\n'
    later += '[rules.memberships.friend.understandings]\nfree = { ja = "無償", en = "For free" }\n'

    found = {one.place: (one.old, one.new) for one in compared(SHORTEST, later).rules}
    assert found == {
        "rules.version": (1, 2),
        "rules.title.en": ("Museum", "The museum"),
        "rules.follow_ups": (["P1M", "P3M", "P6M"], ["P2W"]),
        "rules.waits.follow_up.remind_after": ("P7D", "P2D"),
        "rules.memberships.friend.understandings.free.ja": (None, "無償"),
        "rules.memberships.friend.understandings.free.en": (None, "For free"),
    }


def test_messages_are_told_by_name_language_and_line() -> None:
    usual = standard_messages()["selected"].en.subject
    (added,) = compared(SHORTEST, SHORTEST + ADDED).messages or ()
    assert (added.message, added.language, added.change) == ("selected", "en", "added")
    assert added.lines == (f"- {usual}", "+ Welcome")

    (removed,) = compared(SHORTEST + ADDED, SHORTEST).messages or ()
    assert (removed.change, removed.lines) == ("removed", ("- Welcome", f"+ {usual}"))
    (reworded,) = compared(SHORTEST + ADDED, SHORTEST + ADDED.replace("Welcome", "Come in")).messages or ()
    assert (reworded.change, reworded.lines) == ("reworded", ("- Welcome", "+ Come in"))


def test_pinned_rules_say_nothing_of_messages() -> None:
    old = side(SHORTEST)

    found = differences(Side(old.rules, None), side(SHORTEST + ADDED))
    assert (found.rules, found.messages, found.any) == ((), None, False)
