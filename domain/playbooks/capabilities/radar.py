"""The isolation radar: what adds up to it, and from where on somebody has to look after a person."""

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from domain.playbooks.capabilities.capability import PERSON, Capability, Check, Senseless, senseless
from domain.playbooks.models import PlaybookModel

Points = Annotated[int, Field(ge=0, le=1000)]


class RadarWeights(PlaybookModel):
    """How many points each adds: a silent day, a report or consultation without an answer, a missed meeting."""

    silent_days: Points = 10
    unanswered_reports: Points = 10
    unanswered_consultations: Points = 10
    missed_meetings: Points = 5


class RadarRules(PlaybookModel):
    """The weights, and the points from which on the radar is yellow and red. `docs/radar.md` has the formula."""

    weights: RadarWeights = RadarWeights()
    yellow: Annotated[int, Field(ge=1, le=100_000)] = 20
    red: Annotated[int, Field(ge=1, le=100_000)] = 30


def _yellow_first(radar: RadarRules) -> Iterator[Senseless]:
    if radar.red < radar.yellow:
        yield senseless(
            f"黄色({radar.yellow} 点)より先に、赤({radar.red} 点)になります。red は yellow 以上にしてください。",
            f"Red, from {radar.red} points on, would come before yellow, from {radar.yellow} on; red must not be less.",
            f"yellow = {radar.red} ⏎ red = {radar.yellow}",
            ("radar", "red"),
            ("radar", "yellow"),
        )


RADAR = Capability(
    name="radar",
    waits=("isolation_care",),
    messages={"isolation_red": PERSON | {"reasons"}},
    asks={"isolation_red": "isolation_care"},
    examples={
        "rules.radar.weights*": "weights = { silent_days = 10, unanswered_reports = 10 }",
        "rules.radar*": "[rules.radar] ⏎ yellow = 20 ⏎ red = 30",
    },
    checks=(Check(("radar",), _yellow_first),),
)
