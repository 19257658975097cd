"""What one version of a plan says otherwise than another, in words. Pure functions of the two."""

from collections.abc import Mapping

from domain.engagement.premises.events import PlannedResult
from domain.engagement.premises.state import Ledger
from domain.shared.values import BilingualText
from domain.shared.wording import day_in_words

Results = Mapping[str, PlannedResult]
Names = Mapping[str, str]
"""What is believed, by premise."""


def differences(before: Results, after: Results, believed: Names) -> list[BilingualText]:
    """Every change from one version to another, milestone by milestone; none where they say the same."""
    found: list[BilingualText] = []
    for key, one in after.items():
        earlier = before.get(key)
        changes = [_added(one)] if earlier is None else _changes(earlier, one, believed)
        found += [_about(key, (earlier or one).title, change) for change in changes]
    gone = [key for key in before if key not in after]
    return [*found, *(_about(key, before[key].title, _two("なくなります", "is dropped")) for key in gone)]


def of_versions(ledger: Ledger, first: int, second: int) -> list[BilingualText]:
    """The differences between two versions of a ledger's plan.

    Raises:
        KeyError: there is no such version.
    """
    names = {key: one.believed for key, one in ledger.premises.items()}
    return differences(ledger.plans[str(first)].results, ledger.plans[str(second)].results, names)


def as_text(changes: list[BilingualText]) -> BilingualText:
    """Changes as they stand in a mail, one in a line; where nothing changed, that the plan is confirmed."""
    if not changes:
        return _two("・いまの計画のまま、続けます", "- the plan goes on as it is")
    return _two("\n".join(f"・{one.ja}" for one in changes), "\n".join(f"- {one.en}" for one in changes))


def _changes(before: PlannedResult, after: PlannedResult, believed: Names) -> list[BilingualText]:
    found = []
    if before.title != after.title:
        found.append(_two(f"題名を「{after.title}」に", f'is called "{after.title}" now'))
    if before.due_on != after.due_on:
        old, new = day_in_words(before.due_on), day_in_words(after.due_on)
        found.append(_two(f"納期 {old.ja} → {new.ja}", f"due {old.en} → {new.en}"))
    if before.fee != after.fee:
        found.append(_two(f"報酬 {before.fee:,} 円 → {after.fee:,} 円", f"fee {before.fee:,} yen → {after.fee:,} yen"))
    left = [believed.get(one, one) for one in before.rests_on if one not in after.rests_on]
    more = [believed.get(one, one) for one in after.rests_on if one not in before.rests_on]
    found += [_two(f"前提「{one}」には、もうもとづきません", f'no longer rests on "{one}"') for one in left]
    return [*found, *(_two(f"前提「{one}」にもとづきます", f'rests on "{one}"') for one in more)]


def _added(one: PlannedResult) -> BilingualText:
    day = day_in_words(one.due_on)
    return _two(f"新しい成果。納期 {day.ja}、報酬 {one.fee:,} 円", f"is new: due {day.en}, fee {one.fee:,} yen")


def _about(key: str, title: str, change: BilingualText) -> BilingualText:
    return _two(f"「{title}」（{key}）: {change.ja}", f'"{title}" ({key}): {change.en}')


def _two(ja: str, en: str) -> BilingualText:
    return BilingualText(ja=ja, en=en)
