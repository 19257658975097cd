"""Which accompanists fit a client, and why: shared hours and tags, room for one more. People choose."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from domain.membership.matching.times import shared_hours

if TYPE_CHECKING:
    from collections.abc import Iterable

    from domain.membership.state import Membership


@dataclass(frozen=True)
class Fit:
    """One accompanist for one client: hours of a week that both have, tags that both named, places that are free."""

    membership: str
    person: str
    hours: float
    tags: tuple[str, ...]
    places: int


def fitting(client: "Membership", others: "Iterable[Membership]", accompanist: str, today: date) -> list[Fit]:
    """Members in the role `accompanist` with room who share hours or tags, those who share most first."""
    fits = [_fit(client, one, today) for one in others if one.member_role == accompanist and _free(client, one)]
    shared = [one for one in fits if one.hours or one.tags]
    return sorted(shared, key=lambda one: (-one.hours, -len(one.tags), -one.places, one.membership))


def _free(client: "Membership", other: "Membership") -> bool:
    own = other.person in (client.person, client.matching.accompanist)
    return other.stage == "member" and other.matching.open and not other.matching.full and not own


def _fit(client: "Membership", other: "Membership", today: date) -> Fit:
    ours, theirs = client.matching, other.matching
    hours = shared_hours(ours.spare_time, client.time_zone, theirs.spare_time, other.time_zone, today)
    tags = tuple(tag for tag in ours.tags if tag in theirs.tags)
    return Fit(other.id, other.person, hours, tags, theirs.most_clients - len(theirs.clients))
