"""May somebody do this work where they live? By rule only where the rule is certain; otherwise a human decides.

Certain is one case: a citizen needs no permission to work in their own country while living there. Everything
else depends on the permit, on what it allows besides the main job and on who pays (see the project's legal facts
on immigration and on spouses abroad, where "nothing known" is the answer for remote work in most countries);
so what is needed is asked for, and a named human looks.
"""

from collections.abc import Sequence
from datetime import date
from typing import Literal

from domain.shared.models import FrozenModel
from domain.shared.values import CountryCode

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
