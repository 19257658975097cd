"""Which command somebody meant: one of the group that they named, of another group, or one that stands alone."""

from collections.abc import Iterable
from difflib import SequenceMatcher

from banso.cli.texts import say

CLOSE = 0.5
CLOSE_ELSEWHERE = 0.7
"""Far from where somebody looked for it, a name has to be more alike."""

MOST = 4


def command_meant(given: str, chain: Iterable[str], near: Iterable[str]) -> str:
    """The commands whose names are most like `given`, as a question; empty where none is like it.

    `chain` is the group that was named, `near` the names in it. What was looked for in the wrong place is found too.
    """
    ours = {" ".join(["banso", *chain, name]): _likeness(given, name) for name in near}
    theirs = {whole: _likeness(given, name) for whole, name in _elsewhere().items() if whole not in ours}
    found = {whole: likeness for whole, likeness in ours.items() if likeness >= CLOSE}
    found |= {whole: likeness for whole, likeness in theirs.items() if likeness >= CLOSE_ELSEWHERE}
    closest = [whole for whole in found if found[whole] == max(found.values())]
    at_hand = [whole for whole in closest if whole in ours]
    listed = say("か ", " or ").join(f"`{whole}`" for whole in (at_hand or closest)[:MOST])
    return say(f"{listed} のことですか?", f"Did you mean {listed}?") if listed else ""


def _likeness(given: str, name: str) -> float:
    return SequenceMatcher(None, given.casefold(), name).ratio()


def _elsewhere() -> dict[str, str]:
    """Every command as it is typed, and its last word."""
    from banso.cli.app import names
    from banso.cli.verbs import MORE, VERBS

    grouped = [(verb.group, verb.name) for verb in VERBS] + [(group, name) for group in MORE for name in MORE[group]]
    return {f"banso {name}": name for name in names()} | {f"banso {group} {name}": name for group, name in grouped}
