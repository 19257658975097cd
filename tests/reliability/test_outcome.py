"""Two tellings of a story are held against each other: what differs between them shows."""

from collections import Counter

from support.outcome import Outcome


def test_what_is_lost_or_doubled_shows() -> None:
    events, mails = Counter({("person:a", "Registered"): 1}), Counter({("a@example.jp", "ようこそ"): 1})
    told = Outcome({"person:a/name": "a"}, events, Counter(), mails)
    assert told.differences(told) == []
    lost = Outcome({"person:a/name": "None"}, events, Counter(), Counter())
    assert lost.differences(told) == ["person:a/name: None, and a", "mails: 0 and 1 of ('a@example.jp', 'ようこそ')"]
    doubled = Outcome(told.states, events + events, Counter(), mails)
    assert doubled.differences(told) == ["events: 2 and 1 of ('person:a', 'Registered')"]
