"""What a playbook says of members: the shipped one, and each mistake with its line and what would be right."""

import pytest

from banso.playbooks import check_playbook, load_playbook
from domain.shared.radar import Counts, level

BEGINNING = """[rules]
name = "x"
version = 1
title = { ja = "あ", en = "a" }
[rules.memberships.client.understandings]
grow = { ja = "育つ", en = "Grow" }
"""


@pytest.mark.parametrize(
    ("text", "place", "right"),
    [
        ('[rules.matching]\nclient = "cliant"', "rules.matching.client", "client"),
        ('[rules.matching]\naccompanist = "beside"', "rules.matching.accompanist", "client"),
        ("[rules.matching]\nclients_at_most = 0", "rules.matching.clients_at_most", "clients_at_most = 10"),
        ('[rules.matching.tags]\nshop = { ja = "店" }', "rules.matching.tags.shop.en", "listening"),
        ('[rules.reports]\nevery = "daily"', "rules.reports.every", 'every = "P1D"'),
        ('[rules.reports]\nby = ["client", "nobody"]', "rules.reports.by.1", "client"),
        ("[rules.radar]\nyellow = 50\nred = 30", "rules.radar.red", "yellow = 30 ⏎ red = 50"),
        ("[rules.radar.weights]\nsilence = 3", "rules.radar.weights.silence", "silent_days"),
        ("[rules.radar.weights]\nsilent_days = -1", "rules.radar.weights.silent_days", "silent_days = 10"),
        ('[rules.waits]\nisolation_care = "P1D"', "rules.waits.isolation_care", "remind_after"),
    ],
)
def test_a_mistake_is_named_with_its_line_and_what_would_be_right(text: str, place: str, right: str) -> None:
    (mistake,) = check_playbook(BEGINNING + text, "x.toml")
    assert mistake.place == place
    assert mistake.line == len((BEGINNING + text).splitlines())
    assert right in mistake.right.ja
    assert right in mistake.right.en


def test_daily_accompaniment_is_as_the_story_tells_it() -> None:
    rules = load_playbook("daily-accompaniment").rules
    assert [len(role.understandings) for role in rules.memberships.values()] == [5, 5]
    assert (rules.reports.every, rules.reports.by) == ("P1D", ("client",))
    assert rules.waits["report_answer"].escalate_after == "PT24H"
    assert [level(Counts(silent_days=days), rules.radar) for days in range(4)] == ["green", "green", "yellow", "red"]


def test_a_playbook_without_members_matches_nobody() -> None:
    rules = load_playbook("furusato-kengyo").rules
    assert (rules.matching.client, rules.matching.accompanist, rules.reports.by) == (None, None, ())
