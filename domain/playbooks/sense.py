"""What every single value of a playbook allows and what makes no sense nevertheless.

Looked for when a playbook is read, and not in what was pinned: an engagement goes on with the rules that it began with.
"""

from collections.abc import Iterator, Mapping, Set
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

from pydantic import BaseModel

from domain.playbooks.capabilities.capability import Check, Senseless, longer, senseless
from domain.playbooks.capabilities.registry import CHECKS
from domain.playbooks.lines import Path
from domain.playbooks.schema import Rules, WaitPeriods
from domain.shared.periods import after

SOME_DAY = datetime(2027, 1, 1, tzinfo=UTC)


def nonsense(rules: Rules, broken: Set[str] = frozenset()) -> Iterator[Senseless]:
    """Everything that makes no sense. Sections that are `broken` are compared with no other."""
    for section in Rules.model_fields:
        yield from _empty_or_doubled(getattr(rules, section), (section,))
    for check in (*OWN_CHECKS, *CHECKS):
        if len(check.needs) == 1 or broken.isdisjoint(check.needs):
            yield from check.find(*(getattr(rules, section) for section in check.needs))


def _reminded_first(waits: Mapping[str, WaitPeriods]) -> Iterator[Senseless]:
    for kind, periods in waits.items():
        remind, escalate = periods.remind_after, periods.escalate_after
        if longer(remind, escalate):
            yield senseless(
                f"催促({remind})より前に報告({escalate})することになります。escalate_after を長くしてください。",
                f"It would escalate ({escalate}) before it reminds ({remind}); let escalate_after be the longer one.",
                f'{kind} = {{ remind_after = "{escalate}", escalate_after = "{remind}" }}',
                ("waits", kind, "escalate_after"),
                ("waits", kind, "remind_after"),
            )


def _one_after_another(follow_ups: tuple[str, ...]) -> Iterator[Senseless]:
    moments = {after(SOME_DAY, period, "UTC"): period for period in follow_ups}
    ordered = [moments[moment] for moment in sorted(moments)]
    for index, (earlier, later) in enumerate(pairwise(follow_ups), 1):
        if earlier != later and (longer(earlier, later) or not longer(later, earlier)):
            yield senseless(
                f"{later} は、前にある {earlier} より後になりません。早い順に書いてください。",
                f"{later} does not come later than the {earlier} before it; write them in their order.",
                f"follow_ups = [{', '.join(_quoted(one) for one in ordered)}]",
                ("follow_ups", str(index)),
            )


def _empty_or_doubled(value: Any, place: Path) -> Iterator[Senseless]:
    """Texts that say nothing, and entries of a list that stand there twice, whatever section they are in."""
    match value:
        case str() if not value.strip():
            yield senseless("空です。", "It is empty.", f"{place[-1]} = {_SOME_WORDS.get(place[-1], _USUAL)}", place)
        case BaseModel():
            for name in type(value).model_fields:
                yield from _empty_or_doubled(getattr(value, name), (*place, name))
        case Mapping():
            for name, entry in value.items():
                yield from _empty_or_doubled(entry, (*place, name))
        case tuple():
            yield from _doubled(value, place)
        case _:
            pass


def _doubled(entries: tuple[Any, ...], place: Path) -> Iterator[Senseless]:
    once = list(dict.fromkeys(entries))
    for index, entry in enumerate(entries):
        if entry in entries[:index]:
            yield senseless(
                f"{entry} が二度書かれています。",
                f"{entry} is written twice.",
                f"{place[-1]} = [{', '.join(_quoted(one) for one in once)}]",
                (*place, str(index)),
            )


def _quoted(entry: object) -> str:
    return f'"{entry}"' if isinstance(entry, str) else str(entry)


_SOME_WORDS = {"ja": '"博物館"', "en": '"Museum"'}
_USUAL = '"オンライン"'

OWN_CHECKS = (Check(("waits",), _reminded_first), Check(("follow_ups",), _one_after_another))
