"""What every single value of a playbook allows and what makes no sense nevertheless.

Looked for when a playbook is read, and not in what was pinned: an engagement goes on with the rules that it began with.
"""

from collections.abc import Iterator, Mapping, Set
from datetime import UTC, datetime

from domain.playbooks.capabilities.capability import Check, Senseless, senseless
from domain.playbooks.capabilities.registry import CHECKS
from domain.playbooks.schema import Rules, WaitPeriods
from domain.shared.periods import after

SOME_DAY = datetime(2026, 1, 1, tzinfo=UTC)
"""Periods are compared from here; months differ in length by three days at most."""


def nonsense(rules: Rules, broken: Set[str] = frozenset()) -> Iterator[Senseless]:
    """Everything that makes no sense. Sections that are `broken` are compared with no other."""
    for check in (*OWN_CHECKS, *CHECKS):
        if len(check.needs) == 1 or broken.isdisjoint(check.needs):
            yield from check.find(*(getattr(rules, section) for section in check.needs))


def _reminded_first(waits: Mapping[str, WaitPeriods]) -> Iterator[Senseless]:
    for kind, periods in waits.items():
        remind, escalate = periods.remind_after, periods.escalate_after
        if after(SOME_DAY, escalate, "UTC") < after(SOME_DAY, remind, "UTC"):
            yield senseless(
                f"催促({remind})より前に報告({escalate})することになります。escalate_after を長くしてください。",
                f"It would escalate ({escalate}) before it reminds ({remind}); let escalate_after be the longer one.",
                f'{kind} = {{ remind_after = "{escalate}", escalate_after = "{remind}" }}',
                ("waits", kind, "escalate_after"),
                ("waits", kind, "remind_after"),
            )


OWN_CHECKS = (Check(("waits",), _reminded_first),)
