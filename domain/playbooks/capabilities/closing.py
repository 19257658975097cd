"""Ending a service kindly: notice, farewells, calls, looking back, and the community that lives on."""

from collections.abc import Iterator, Mapping
from typing import Annotated

from pydantic import Field, StringConstraints

from domain.playbooks.capabilities.capability import PERSON, Capability, Check, Senseless, longer, senseless
from domain.playbooks.capabilities.gatherings import WHEN_AND_WHERE, GatheringRules, TimeOfDay, enough_room
from domain.playbooks.capabilities.memberships import unknown_role
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


def _working_roles_are_known(closing: ClosingRules | None, memberships: Mapping[str, object]) -> Iterator[Senseless]:
    for index, role in enumerate(closing.working_roles if closing else ()):
        if role not in memberships:
            place = ("closing", "working_roles", str(index))
            yield unknown_role(role, tuple(memberships), 'working_roles = ["{role}"]', place)


def _farewell_before_the_end(closing: ClosingRules | None) -> Iterator[Senseless]:
    if closing is None or closing.farewell is None:
        return
    farewell = closing.farewell
    yield from enough_room(farewell, "closing", "farewell")
    in_time = [day for day in farewell.days if not longer(f"P{day}D", closing.notice)]
    for index, day in enumerate(farewell.days):
        if day not in in_time:
            yield senseless(
                f"お知らせから {day} 日目は、最後の日({closing.notice} 後)を過ぎています。",
                f"Day {day} after the announcement comes after the last day, which may be {closing.notice} after it.",
                f"[rules.closing.farewell] ⏎ days = {in_time}"
                if in_time
                else f'[rules.closing] ⏎ notice = "P{max(farewell.days)}D"',
                ("closing", "farewell", "days", str(index)),
                ("closing", "notice"),
            )


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
        "reports_left_open": frozenset({"who"}),
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
    checks=(
        Check(("closing", "memberships"), _working_roles_are_known),
        Check(("closing",), _farewell_before_the_end),
    ),
)
