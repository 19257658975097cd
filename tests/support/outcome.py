"""What a story comes to: states, events, effects and mails, without what is drawn anew each time it is told."""

from collections import Counter
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from typing import Any

from domain.shared.values import StreamReference

from support.system import System


@dataclass(frozen=True)
class Outcome:
    """The leaves of all states by their paths; how often each event, effect and mail is there.

    Which of two comes first is nobody's promise.
    """

    states: dict[str, str]
    events: Counter[Any]
    effects: Counter[Any]
    mails: Counter[Any]

    def differences(self, other: "Outcome") -> list[str]:
        """Where another one differs, in words; empty when it is the same."""
        found = [
            f"{path}: {self.states.get(path)}, and {other.states.get(path)}"
            for path in sorted({*self.states, *other.states})
            if self.states.get(path) != other.states.get(path)
        ]
        for name in ("events", "effects", "mails"):
            mine, theirs = getattr(self, name), getattr(other, name)
            found += [f"{name}: {mine[one]} and {theirs[one]} of {one}" for one in _uneven(mine, theirs)]
        return found


def _uneven(mine: Counter[Any], theirs: Counter[Any]) -> Iterable[Any]:
    return sorted(one for one in {*mine, *theirs} if mine[one] != theirs[one])


async def outcome_of(system: System) -> Outcome:
    """As it is now; states are opened, so that personal words count, too."""
    effects = "SELECT stream, kind, coalesce(process, ''), status FROM banso.effects"
    return Outcome(
        states=dict([leaf async for leaf in _states(system)]),
        events=Counter(await system.rows("SELECT stream, type FROM banso.events")),
        effects=Counter(await system.rows(effects)),
        mails=Counter((",".join(mail.to), mail.subject) for mail in system.mails()),
    )


async def _states(system: System) -> AsyncIterator[tuple[str, str]]:
    for (stream,) in await system.rows("SELECT stream FROM banso.streams"):
        _, state = await system.store.client.queries.show(system.tenant, StreamReference.parse(stream))
        for leaf in _leaves(stream, state.model_dump(mode="json")):
            if not leaf[0].endswith("/sealed"):  # sealed anew, under another key
                yield leaf


def _leaves(path: str, value: Any) -> Iterable[tuple[str, str]]:
    """What stands at the end of each path; what is empty stands there itself."""
    if isinstance(value, dict | list) and value:
        entries = value.items() if isinstance(value, dict) else enumerate(value)
        for name, inner in entries:
            yield from _leaves(f"{path}/{name}", inner)
    else:
        yield path, str(value)
