"""One stream under audit: its chain, its fold against what is cached and shown, its effects, its anchor."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import orjson
from pydantic import ValidationError

from banso.eventstore.anchors import Anchor
from banso.eventstore.effects import LedgerRow, effect_id, effects_hash
from banso.eventstore.envelope import GENESIS, StoredEvent, decode, hash_of
from banso.eventstore.errors import StoreError
from banso.eventstore.findings import Derived, Findings, Row
from domain.aggregates import AGGREGATES


@dataclass(frozen=True, slots=True)
class RecordedEvent(StoredEvent):
    """A stored event, and how many effects it called for when it was recorded (None: not counted then)."""

    effects: int | None


@dataclass
class Surroundings:
    """Everything that is kept about one stream besides its events."""

    head: dict[str, Any] | None = None
    news: int | None = None
    effects: dict[UUID, dict[str, Any]] = field(default_factory=dict)
    derived: dict[str, list[Row]] = field(default_factory=dict)


def canonical(state: Any) -> bytes:
    """A state as JSON that is the same for equal states."""
    return orjson.dumps(orjson.loads(state), option=orjson.OPT_SORT_KEYS)


def _comparable(rows: Sequence[Row]) -> list[str]:
    """Rows without regard to their order, and moments without regard to the zone that they are written in."""
    return sorted(
        repr([value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value for value in row])
        for row in rows
    )


class StreamCheck:
    """Follows a stream's events in order, then compares what came of them."""

    def __init__(
        self, tenant: str, stream: str, around: Surroundings, findings: Findings, anchor: Anchor | None
    ) -> None:
        self._tenant = tenant
        self._stream = stream
        self._around = around
        self._findings = findings
        self._anchor = anchor
        self._anchored_hash: str | None = None
        self._aggregate = AGGREGATES.get(stream.partition(":")[0])
        self._state: Any = None
        self._version = 0
        self._hash = GENESIS
        self._chain_is_whole = True
        self._can_fold = self._aggregate is not None
        self._missing_effects = 0

    def _add(self, code: str, version: int | None, ja: str, en: str) -> None:
        self._findings.add(code, self._tenant, self._stream, version, f"{self._stream}: {ja}", f"{self._stream}: {en}")

    def follow(self, event: RecordedEvent) -> None:
        """The next event of the stream."""
        if self._chain_is_whole:
            self._check_link(event)
        self._version, self._hash = event.version, event.hash
        if self._anchor is not None and event.version == self._anchor.version:
            self._anchored_hash = event.hash.hex()
        if self._can_fold:
            self._fold(event)

    def _check_link(self, event: RecordedEvent) -> None:
        """The first broken link is named; everything after it hangs on it."""
        version = event.version
        if version != self._version + 1:
            ja = f"第{self._version + 1}番から第{version - 1}番の記録がありません。"
            en = f"events {self._version + 1} to {version - 1} are missing."
            self._broken("version-gap", self._version + 1, ja, en)
        elif event.previous_hash != self._hash:
            ja = f"第{version}番が第{version - 1}番に続いていません。"
            en = f"event {version} does not follow event {version - 1}: exchanged, added or put out of order."
            self._broken("link-broken", version, ja, en)
        elif hash_of(event, self._hash) != event.hash:
            ja = f"第{version}番の記録が書き換えられています。"
            self._broken("event-altered", version, ja, f"event {version} is not what was recorded.")

    def _broken(self, code: str, version: int, ja: str, en: str) -> None:
        self._chain_is_whole = False
        self._add(code, version, ja, en)

    def _fold(self, event: RecordedEvent) -> None:
        assert self._aggregate is not None
        try:
            domain_event = decode(event.kind, event.type, event.schema_version, event.payload)
            self._state = self._aggregate.evolve(self._state, domain_event, event.occurred_at)
        except (StoreError, LookupError, ValidationError):
            self._can_fold = False
            ja = f"第{event.version}番の記録を読めないか、その前と合いません。"
            en = f"event {event.version} cannot be read, or does not fit what came before it."
            self._add("event-unreadable", event.version, ja, en)
        else:
            called_for = (
                len(self._aggregate.react(domain_event, self._state)) if event.effects is None else event.effects
            )
            self._check_effects(event, called_for)

    def _check_effects(self, event: RecordedEvent, called_for: int) -> None:
        self._findings.effects += called_for
        rows: list[LedgerRow] = []
        for place in range(called_for):
            entry = self._around.effects.pop(effect_id(event.event_id, place), None)
            if entry is None:
                ja = f"第{event.version}番の出来事の連絡・処理({place})が台帳にありません。"
                en = f"effect {place} of event {event.version} is lost from the ledger."
                self._add("effect-lost", event.version, ja, en)
            elif (entry["version"], entry["place"]) != (event.version, place):
                ja = f"第{event.version}番の出来事の連絡・処理({place})の位置が違います。"
                en = f"effect {place} of event {event.version} is filed at another place."
                self._add("effect-altered", event.version, ja, en)
            else:
                rows.append((entry["kind"], entry["process"], entry["payload"], entry["depends_on"]))
        is_whole = len(rows) == called_for and event.effects_hash is not None
        if is_whole and effects_hash(rows) != event.effects_hash:
            ja = f"第{event.version}番の出来事が求めた連絡・処理が、台帳で書き換えられているか、数が違います。"
            en = f"the effects that event {event.version} called for were altered in the ledger, or their number was."
            self._add("effect-altered", event.version, ja, en)

    def finish(self, derived: Sequence[Derived]) -> None:
        """Compare what is kept beside the events with what they come to."""
        if self._aggregate is None:
            self._add("kind-unknown", None, "知らない種類です。", "its kind is unknown to this release.")
            return
        self._check_head()
        self._check_anchor()
        if self._can_fold:
            self._check_state()
            for model in derived:
                self._check_derived(model)
            self._check_besides()
        if self._around.news is not None and self._around.news > self._version:
            ja = f"知らせが第{self._around.news}番を指していますが、そこまでの記録はありません。"
            self._add("news-ahead", None, ja, f"its news speak of event {self._around.news}, which is not there.")

    def _check_head(self) -> None:
        head = self._around.head
        if head is None:
            self._add("head-missing", None, "先頭の行がありません。", "its head is missing.")
        elif self._version < head["version"]:
            ja = f"第{self._version + 1}番から第{head['version']}番までの末尾がありません。"
            en = f"its tail is cut: events {self._version + 1} to {head['version']} are missing."
            self._add("tail-cut", self._version + 1, ja, en)
        elif (head["version"], head["hash"]) != (self._version, self._hash):
            ja = f"先頭の行が第{self._version}番の記録と合いません。"
            self._add("head-differs", self._version, ja, f"its head is not that of event {self._version}.")

    def _check_anchor(self) -> None:
        anchor = self._anchor
        if anchor is None or anchor.hash == self._anchored_hash:
            return
        if self._version < anchor.version:
            ja = f"第{anchor.version}番まであったと外部に記録されていますが、第{self._version}番で終わっています。"
            en = f"its tail is cut: it is anchored outside with {anchor.version} events and ends at {self._version}."
            self._add("tail-cut", self._version + 1, ja, en)
        else:
            ja = f"第{anchor.version}番が外部の記録と合いません。"
            en = f"event {anchor.version} is not the one that is anchored outside."
            self._add("anchor-differs", anchor.version, ja, en)

    def _check_state(self) -> None:
        head = self._around.head
        if head is None or self._state is None or self._aggregate is None:
            return
        if head["state_version"] > self._aggregate.state_version:
            ja, en = "新しい版が書いた状態です。", "its cached state was written by a newer release."
            self._add("state-newer", self._version, ja, en)
        elif head["state_version"] == self._aggregate.state_version and not self._same_state(head):
            ja, en = (
                "保存された状態が記録から計算したものと違います。",
                "its cached state is not what its events fold to.",
            )
            self._add("state-differs", self._version, ja, en)

    def _same_state(self, head: dict[str, Any]) -> bool:
        assert self._aggregate is not None
        if head["finished"] != self._aggregate.finished(self._state) or head["kind"] != self._aggregate.kind:
            return False
        folded = self._state.model_dump_json().encode()
        try:
            return folded == head["state"] or canonical(folded) == canonical(head["state"])
        except ValueError:
            return False

    def _check_derived(self, model: Derived) -> None:
        expected: list[Row] = []
        if self._state is not None and self._aggregate is not None:
            expected = model.rows(self._tenant, self._stream, self._version, self._aggregate, self._state)
        if _comparable(expected) != _comparable(self._around.derived.get(model.name, [])):
            ja = f"一覧 {model.name} の行が記録から計算したものと違います。"
            en = f"its rows in {model.name} are not what its events fold to."
            self._add("read-model-differs", self._version, ja, en)

    def _check_besides(self) -> None:
        for identifier, entry in self._around.effects.items():
            ja = f"台帳の {identifier} を求めた出来事がありません(重複または追加)。"
            en = f"effect {identifier} is in the ledger, and no event called for it: doubled or added."
            self._add("effect-besides", entry["version"], ja, en)
