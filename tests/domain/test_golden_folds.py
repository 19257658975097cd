"""What older releases stored is read for ever, and a changed fold is never taken for the old one."""

import json

import pytest

from banso.eventstore.envelope import UPCASTERS, decode
from domain.aggregates import AGGREGATES
from domain.shared.models import Event

from support.driving import EVENTS
from support.samples import COMMAND, FOLDER, event_types, fold_of, golden, history_path, sample_path
from support.stories import STORIES

CASES = [(kind, event) for kind in AGGREGATES for event in event_types(kind)]


@pytest.mark.parametrize(("kind", "event"), CASES, ids=[f"{kind}-{event.__name__}" for kind, event in CASES])
def test_every_version_of_every_event_is_read_back(kind: str, event: type[Event]) -> None:
    current = sample_path(kind, event)
    assert current.exists(), f"no sample of {event.__name__} v{event.schema_version}: run {COMMAND}"
    stored = json.loads(current.read_text(encoding="utf-8"))
    read = EVENTS[kind].validate_python(stored)
    assert type(read) is event
    assert read.model_dump(mode="json") == stored, f"{event.__name__} changed: raise its schema_version and upcast"


@pytest.mark.parametrize(("type_", "version"), list(UPCASTERS))
def test_an_older_shape_is_read_as_todays(type_: str, version: int) -> None:
    [stored] = [json.loads(path.read_text(encoding="utf-8")) for path in FOLDER.glob(f"*/{type_}.v{version}.json")]
    [(kind, event)] = [(kind, event) for kind, event in CASES if event.__name__ == type_]
    read = decode(kind, type_, version, json.dumps(stored).encode())
    assert type(read) is event
    told = read.model_dump(mode="json")
    assert {name: told[name] for name in stored} == stored, "an older shape says the same as it did"


def test_every_stored_sample_belongs_to_an_event_that_is_known() -> None:
    known = {sample_path(kind, event) for kind, event in CASES}
    known |= {FOLDER / kind / f"{type_}.v{version}.json" for kind in AGGREGATES for type_, version in UPCASTERS}
    known |= {history_path(kind, name) for kind in STORIES for name in STORIES[kind]}
    strays = [str(path.relative_to(FOLDER)) for path in FOLDER.glob("*/*.json") if path not in known]
    assert not strays, f"samples that nothing reads (an older version needs its upcaster's test): {strays}"


@pytest.mark.parametrize("kind", list(AGGREGATES))
def test_a_changed_fold_has_a_new_state_version(kind: str) -> None:
    version, stored = AGGREGATES[kind].state_version, golden()[kind]
    if stored["state_version"] != version:
        pytest.fail(f"the state version of {kind} is {version} now: renew its golden fold with {COMMAND}")
    assert fold_of(kind) == stored["sha256"], (
        f"The fold of {kind} changed, but its state version is still {version}: caches of the old fold would be taken "
        f"for new ones. Raise state_version in domain/{kind}/aggregate.py, then run {COMMAND}."
    )
