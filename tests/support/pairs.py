"""Clients and accompanists as given for a decision, and what came of it."""

from typing import Any

from domain.membership.aggregate import MEMBERSHIP
from domain.membership.matching import events as happened
from domain.shared.actors import Role
from domain.shared.effects import DeliverToStream
from domain.shared.waiting import Owner
from domain.shared.watching import Watch

from support.deciding import NOW, Given, Outcome
from support.membership_stories import (
    CLIENT,
    MEMBER_FACTS,
    joined,
)
from support.people import DESK, FACTS
from support.rules import RULES

WATCH = Watch(rules=RULES.radar, every="P1D")
JOINED = joined("participant-1", "client")
MATCHED = happened.AccompanistMatched(accompanist="companion-1", former=None, watch=WATCH)
OFFICE = Owner(role=Role.COORDINATOR, persons=("coordinator-1",))
FULL = (
    happened.ClientTaken(client=f"{DESK}.participant-8", watch=WATCH),
    happened.ClientTaken(client=f"{DESK}.participant-9", watch=WATCH),
)


def given() -> Given:
    """A client and two accompanists."""
    return Given(MEMBERSHIP, stream=CLIENT, facts={**FACTS, **MEMBER_FACTS}).events(JOINED)


def beside() -> Given:
    """Somebody who accompanies."""
    known = Given(MEMBERSHIP, stream=CLIENT, facts={**FACTS, **MEMBER_FACTS})
    return known.events(joined("participant-1", "accompanist"))


def delivered(outcome: Outcome) -> list[tuple[str, Any]]:
    """Which other streams are told what."""
    return [(one.target.id, one.command["type"]) for one in outcome.effects() if isinstance(one, DeliverToStream)]


def changed(state: Any, *events: Any) -> Any:
    """The state after these."""
    return MEMBERSHIP.fold(state, [(event, NOW) for event in events])
