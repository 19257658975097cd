"""Ending a service kindly: notice, farewells, calls, looking back, and the community that lives on."""

from typing import Annotated

from pydantic import Field, StringConstraints

from domain.playbooks.capabilities.capability import PERSON, Capability
from domain.playbooks.capabilities.gatherings import WHEN_AND_WHERE, GatheringRules, TimeOfDay
from domain.playbooks.models import PlaybookModel
from domain.shared.periods import Period
from domain.shared.values import BilingualText, Identifier

ENDING = frozenset({"due", "who"})


class FarewellRules(GatheringRules):
    """The gatherings after the announcement: one on each of these days after it, every member in exactly one."""

    days: tuple[Annotated[int, Field(ge=1, le=365)], ...] = Field(default=(1, 2), min_length=1, max_length=14)
    at: TimeOfDay = "19:00"
    place: Annotated[str, StringConstraints(min_length=1, max_length=200)]


class ClosingRules(PlaybookModel):
    """How a service ends.

    `notice` lies between the announcement and the last day; members of `working_roles` have at least what the law
    gives to those who work (Freelance Act art. 16, fact A12). Whoever is abroad and comes home within `call_before`
    is called. `gains` and `dimensions` are what the retrospective asks about (where there are none, there is none);
    figures with fewer than `fewest_answers` behind them are told to nobody. Without a `farewell` nobody is invited to
    one.
    """

    notice: Period
    farewell: FarewellRules | None = None
    working_roles: tuple[Identifier, ...] = ()
    call_before: Period = "P21D"
    gains: dict[Identifier, BilingualText] = Field(default_factory=dict, max_length=20)
    dimensions: dict[Identifier, BilingualText] = Field(default_factory=dict, max_length=10)
    fewest_answers: Annotated[int, Field(ge=3, le=1000)] = 3


CLOSING = Capability(
    name="closing",
    waits=("personal_call", "closing_voices"),
    messages={
        "closing_announced": ENDING | {"reason"},
        "closing_later_for_you": ENDING | {"reason", "day"},
        "notice_too_short": PERSON | {"due", "day"},
        "farewell_invited": WHEN_AND_WHERE,
        "personal_call_asked": PERSON,
        "personal_call_planned": frozenset({"who"}),
        "service_ended": frozenset({"who", "gains", "dimensions"}),
        "service_ended_plainly": frozenset({"who"}),
        "service_ends_work_goes_on": frozenset({"who", "due", "service"}),
        "closing_voice_again": frozenset({"who"}),
        "looking_back_began": frozenset(),
        "looked_back": frozenset({"number", "summary"}),
        "community_founded": PERSON | {"community"},
        "community_invited": frozenset({"who", "community"}),
        "community_joined": PERSON | {"community"},
        "members_successor_invited": frozenset({"successor"}),
        "closing_voices_reminder": frozenset({"number"}),
        "closing_voices_escalated": frozenset({"number"}),
    },
    asks={"personal_call_asked": "personal_call", "looking_back_began": "closing_voices"},
    examples={
        "rules.closing.notice": 'notice = "P30D"',
        "rules.closing.call_before": 'call_before = "P21D"',
        "rules.closing.working_roles*": 'working_roles = ["accompanist"]',
        "rules.closing.gains*": '[rules.closing.gains] ⏎ companions = { ja = "仲間", en = "companions" }',
        "rules.closing.dimensions*": '[rules.closing.dimensions] ⏎ cognitive = { ja = "頭で", en = "in thought" }',
        "rules.closing.farewell*": '[rules.closing.farewell] ⏎ name = { ja = "お別れの会", en = "Farewell" }'
        ' ⏎ days = [1, 2] ⏎ place = "オンライン"',
        "rules.closing": '[rules.closing] ⏎ notice = "P30D" ⏎ '
        '⏎ [rules.closing.farewell] ⏎ name = { ja = "お別れの会", en = "Farewell" } ⏎ place = "オンライン" ⏎ '
        '⏎ [rules.closing.gains] ⏎ companions = { ja = "仲間", en = "companions" } ⏎ '
        '⏎ [rules.closing.dimensions] ⏎ cognitive = { ja = "頭で", en = "in thought" }',
        "rules.closing*": '[rules.closing] ⏎ notice = "P30D"',
    },
)
