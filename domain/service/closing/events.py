"""How a service ended, and what lives on."""

from typing import Literal

from pydantic import AwareDatetime

from domain.membership.closing.commands import EndOfService
from domain.shared.models import Event
from domain.shared.values import BilingualText, Identifier
from domain.shared.waiting import Owner, Schedule


class ClosingAnnounced(Event):
    """The service ends with a day that was announced; `ends_at` is the midnight after it.

    `voices` is when the office is reminded of voices that are missing, `gains` and `dimensions` what they are about.
    """

    type: Literal["ClosingAnnounced"] = "ClosingAnnounced"
    end: EndOfService
    ends_at: AwareDatetime
    owner: Owner
    voices: Schedule
    gains: dict[Identifier, BilingualText]
    dimensions: dict[Identifier, BilingualText]
    fewest_answers: int


class MemberCameLate(Event):
    """Somebody joined in the very moment in which the end was announced; whoever was not told yet is told now."""

    type: Literal["MemberCameLate"] = "MemberCameLate"


class LookingBackBegan(Event):
    """The service has ended, and its members are asked what it was to them."""

    type: Literal["LookingBackBegan"] = "LookingBackBegan"


class ClosingVoiceCounted(Event):
    """One more member looked back; numbers only."""

    type: Literal["ClosingVoiceCounted"] = "ClosingVoiceCounted"
    gains: tuple[Identifier, ...]
    involvement: dict[Identifier, int]


class ServiceLookedBack(Event):
    """What the retrospective found. How many named each gain, and the mean of each dimension from 1 to 5, in tenths.

    Figures with too few answers behind them are left out, so that nobody is recognised by them.
    """

    type: Literal["ServiceLookedBack"] = "ServiceLookedBack"
    voices: int
    gains: dict[Identifier, int]
    involvement: dict[Identifier, int]


class CommunityFounded(Event):
    """A community lives on, led by a member; or another member leads it from now on."""

    type: Literal["CommunityFounded"] = "CommunityFounded"
    community: str
    leader: Identifier


class CommunityCounted(Event):
    """So many belong to the community from now on."""

    type: Literal["CommunityCounted"] = "CommunityCounted"
    number: int


class SuccessorFound(Event):
    """Another service follows this one."""

    type: Literal["SuccessorFound"] = "SuccessorFound"
    successor: Identifier
    name: str


ClosingEvent = (
    ClosingAnnounced
    | MemberCameLate
    | LookingBackBegan
    | ClosingVoiceCounted
    | ServiceLookedBack
    | CommunityFounded
    | CommunityCounted
    | SuccessorFound
)
