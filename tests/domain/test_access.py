"""Command by command, role by role, relation by relation: the policy lets through what the table says, and no more."""

import pytest

from banso.cli.fields import command_models
from domain.aggregates import AGGREGATES
from domain.shared.actors import Actor, Role
from domain.shared.refusals import DomainError, NotFound

from support.access import COMMAND, TABLE, example_of, table
from support.system import System

NEIGHBOUR = "nagano"


def test_who_may_send_what_is_as_it_was_agreed() -> None:
    agreed, answered = TABLE.read_text(encoding="utf-8").splitlines(), table().splitlines()

    assert answered == agreed, f"read what changed; if it is meant so: {COMMAND}"


def test_the_table_names_every_command() -> None:
    named = [line.split()[0] for line in TABLE.read_text(encoding="utf-8").splitlines() if line.strip()]

    for kind in AGGREGATES:
        assert kind in named
        assert set(command_models(kind)) <= set(named)


def test_silence_of_the_law_is_no_permission() -> None:
    """Nobody but Banso itself sends what it tells its own streams; a holder of a role elsewhere is nobody here."""
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        marks = line.split()[1:]
        if len(marks) != len(Role) or not set("".join(marks)) <= set("ox.-"):
            continue
        for role, mark in zip(Role, marks, strict=True):
            assert len(mark) == 4, line
            assert role in (Role.COORDINATOR, Role.OPERATOR, Role.SYSTEM) or mark[1:3] in ("..", "-.", "xx", "-x"), line


@pytest.mark.parametrize("kind", sorted(AGGREGATES.keys() - {"membership"}))  # no desk of this playbook has members
async def test_a_neighbour_finds_nothing_to_act_on(store: System, kind: str) -> None:
    """The same people, in another region, on real tables: for every command but the first there is no such stream."""
    await _everything_begins(store)
    stream, before = f"{kind}:there", await store.rows("SELECT count(*) FROM banso.events")
    assert await store.event_types(stream)

    for name, model in command_models(kind).items():
        if model.creates:
            continue
        sender = Actor(person="coordinator", role=min(model.who))
        with pytest.raises(DomainError) as refused:
            await store.send(stream, example_of(model), actor=sender, tenant=NEIGHBOUR)
        assert isinstance(refused.value, NotFound), f"{name}: {refused.value}"
    assert await store.rows("SELECT count(*) FROM banso.events") == before


async def _everything_begins(store: System) -> None:
    """One stream of each kind, named `there`."""
    person = {"type": "RegisterPerson", "name": "架空 さくら", "email": "s@example.jp", "employment": "not_working"}
    for one in ("coordinator", "there"):
        await store.send(f"person:{one}", person)
    desk = {"type": "OpenService", "name": "岐阜", "region": "岐阜県", "playbook": "furusato-kengyo"}
    await store.send("service:there", {**desk, "coordinators": ["coordinator"]})
    posting = {"type": "DraftPosting", "service": "there", "title": "旗", "theme": "発信", "host": "旗店"}
    words = {"goal": "若い人に届く", "shared_decision": "何から始めるか", "roles": ["広報"], "weekly_hours": "8"}
    people = {"coordinator": "coordinator", "company_contacts": ["coordinator"]}
    await store.send("engagement:there", {**posting, **words, **people})
    await store.send("engagement:there", {"type": "PublishPosting"})
    application = {"type": "Apply", "engagement": "there", "person": "there", "motivation": "好きだから"}
    await store.send("participation:there", application)
