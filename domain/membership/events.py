"""What happened to a membership."""

from typing import Annotated, Literal

from pydantic import Field

from domain.membership.accompanying.events import AccompanyingEvent
from domain.membership.closing.events import MemberClosingEvent
from domain.membership.gatherings.events import MemberGatheringEvent
from domain.membership.matching.events import MatchingEvent
from domain.membership.watching.events import WatchingEvent
from domain.playbooks.schema import PlaybookReference
from domain.shared.deadlines import Escalated, Reminded
from domain.shared.models import Event
from domain.shared.surveys import SurveyEvent
from domain.shared.values import Identifier, PersonalText
from domain.shared.waiting import Schedule


class JoinedService(Event):
    """Somebody became a member; what has to be known of service and person at that time is kept."""

    type: Literal["JoinedService"] = "JoinedService"
    membership: Identifier
    service: Identifier
    person: Identifier
    member_role: Identifier
    playbook: PlaybookReference
    title: str
    host: str
    coordinator: Identifier
    time_zone: str
    understandings: tuple[Identifier, ...]


class LeftService(Event):
    """The membership ended."""

    type: Literal["LeftService"] = "LeftService"
    reason: PersonalText


class TimeZoneNoted(Event):
    """From now on days and hours of this member are counted where they are now."""

    type: Literal["TimeZoneNoted"] = "TimeZoneNoted"
    number: int
    time_zone: str


class CoordinatorChanged(Event):
    """Somebody else of the office looks after this member; open waits are theirs.

    `schedules` are those, by key, of the waits that begin anew with them.
    """

    type: Literal["CoordinatorChanged"] = "CoordinatorChanged"
    coordinator: Identifier
    schedules: dict[str, Schedule]


MembershipEvent = Annotated[
    JoinedService
    | LeftService
    | TimeZoneNoted
    | CoordinatorChanged
    | MatchingEvent
    | AccompanyingEvent
    | WatchingEvent
    | MemberGatheringEvent
    | MemberClosingEvent
    | SurveyEvent
    | Reminded
    | Escalated,
    Field(discriminator="type"),
]
