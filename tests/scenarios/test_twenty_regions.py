"""Story 1, step 1: twenty regions on one store, each of which sees its own and nothing of the others."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest

from banso.client import BansoClient
from banso.composition import SUBSCRIBERS
from banso.eventstore.export import export_stream
from banso.eventstore.subscriptions import catch_up
from domain.shared.actors import Actor, Role
from domain.shared.refusals import NotFound
from domain.shared.values import StreamReference

from support.story_five_daily import UNDERSTANDINGS
from support.system import System

REGIONS = tuple(f"region-{number:02}" for number in range(1, 21))
KINDS = ("service", "engagement", "participation", "person", "membership")
NOWHERE = "nowhere"


def ids(region: str) -> dict[str, str]:
    """What a region calls its streams; no other region has these."""
    own = {kind: f"{kind}-{region}" for kind in KINDS}
    return {**own, "membership": f"circle-{region}.{own['person']}"}


async def begin(system: System, region: str) -> None:
    """A regional organisation joins, posts what a company asks for, and somebody applies."""
    own = ids(region)
    coordinator, contact, participant = f"coordinator-{region}", f"contact-{region}", own["person"]
    office = Actor(person=coordinator, role=Role.COORDINATOR)

    async def send(stream: str, type_: str, actor: Actor = office, **values: Any) -> None:
        await system.send(stream, {"type": type_, **values}, actor=actor, tenant=region)

    for person in (coordinator, contact, participant):
        values = {"name": f"架空 {person}", "email": f"{person}@example.jp", "citizen_of": ["JP"]}
        await send(f"person:{person}", "RegisterPerson", employment="self_employed", **values)
    await send(
        f"service:{own['service']}",
        "OpenService",
        name=f"架空の窓口 {region}",
        region=region,
        playbook="furusato-kengyo",
        coordinators=[coordinator],
        contact=contact,
    )
    await send(
        f"engagement:{own['engagement']}",
        "DraftPosting",
        service=own["service"],
        title=f"架空の募集 {region}",
        theme="発信",
        host="架空の旗屋",
        goal="若い世代に届く発信を一緒につくる",
        shared_decision="何を発信するかを一緒に決める",
        roles=["広報"],
        seats=1,
        weekly_hours="8",
        coordinator=coordinator,
        company_contacts=[contact],
    )
    await send(f"engagement:{own['engagement']}", "PublishPosting")
    await send(
        f"participation:{own['participation']}",
        "Apply",
        Actor(person=participant, role=Role.PARTICIPANT),
        engagement=own["engagement"],
        person=participant,
        motivation="地元の仕事に関わりたい",
    )
    circle = {"name": f"架空の輪 {region}", "region": region, "playbook": "daily-accompaniment"}
    await send(f"service:circle-{region}", "OpenService", **circle, coordinators=[coordinator])
    joining = {"service": f"circle-{region}", "person": participant, "member_role": "client"}
    await send(f"membership:{own['membership']}", "JoinService", **joining, understandings=UNDERSTANDINGS)


@pytest.fixture
async def regions(store: System) -> System:
    """Twenty regions, in each of which something happens."""
    for region in REGIONS:
        await begin(store, region)
    for subscriber in SUBSCRIBERS:
        await catch_up(store.store.pool, subscriber)
    return store


def commands(kind: str) -> dict[str, Any]:
    """A command that a region's own coordinator could send to its own stream of this kind."""
    return {
        "service": {"type": "CloseService", "reason": "終了"},
        "engagement": {"type": "RevisePosting", "goal": "目標", "shared_decision": "決めること", "roles": ["広報"]},
        "participation": {"type": "DeclineApplicant", "reason": "今回は別の方に"},
        "person": {"type": "ChangeContact", "name": "別名", "email": "x@example.jp", "language": "ja"},
        "membership": {"type": "LeaveService", "reason": "卒業"},
    }[kind]


async def answer(question: Awaitable[Any], named: str) -> str:
    """What somebody is told in both languages, with the id that they named taken out."""
    with pytest.raises(NotFound) as told:
        await question
    error = told.value
    return f"{error.code} {error.field} {error.details} {error.explain('ja')} {error.explain('en')}".replace(named, "?")


def questions(
    client: BansoClient, system: System, region: str, kind: str
) -> dict[str, Callable[[str], Awaitable[Any]]]:
    """Every way to ask for one stream by its id, as the coordinator of a region."""
    office = Actor(person=f"coordinator-{region}", role=Role.COORDINATOR)

    def reference(identifier: str) -> StreamReference:
        return StreamReference.parse(f"{kind}:{identifier}")

    async def exported(identifier: str) -> None:
        store = system.store
        async for _ in export_stream(store.pool, store.keys, region, reference(identifier), actor=office):
            pass

    return {
        "show": lambda one: client.queries.show(region, reference(one)),
        "events": lambda one: client.queries.events(region, reference(one)),
        "timeline": lambda one: client.queries.timeline(region, reference(one)),
        "document": lambda one: client.queries.document(region, reference(one), "0" * 64),
        "export": exported,
        "send": lambda one: client.send(region, office, reference(one), commands(kind)),
        "dry run": lambda one: client.send(region, office, reference(one), commands(kind), dry_run=True),
        "report": lambda one: client.report(region, service=one),
        **questions_of(client, system, region, kind),
    }


def questions_of(
    client: BansoClient, system: System, region: str, kind: str
) -> dict[str, Callable[[str], Awaitable[Any]]]:
    """What can be asked of streams of one kind alone."""
    now, queries, accompaniment = system.clock.now(), client.queries, client.accompaniment
    of_all: dict[str, dict[str, Callable[[str], Awaitable[Any]]]] = {
        "person": {"where": lambda one: client.where(region, one, now.date() + timedelta(days=2))},
        "membership": {
            "suggest": lambda one: accompaniment.suggest(region, StreamReference(kind="membership", id=one), now),
            "member": lambda one: accompaniment.member(region, StreamReference(kind="membership", id=one)),
        },
        "engagement": {
            "front suggest": lambda one: queries.front_suggestions(region, one),
            "consultations": lambda one: client.consultations(region, engagement=one),
        },
        "service": {
            "consultations": lambda one: client.consultations(region, service=one),
            "survey": lambda one: queries.survey(region, one, "closing"),
        },
    }
    return of_all.get(kind, {})


NOTHING_TO_READ = {"send", "dry run", "document", "survey"}
"""These change something, or ask for what nobody has written in the fixture."""


@pytest.mark.parametrize("kind", KINDS)
async def test_a_regions_own_ids_are_answered(regions: System, kind: str) -> None:
    """Otherwise the answers to another region's would say nothing."""
    region = REGIONS[0]
    unread = NOTHING_TO_READ | (set() if kind == "service" else {"report"})
    for name, ask in questions(regions.store.client, regions, region, kind).items():
        if name not in unread:
            await ask(ids(region)[kind])


@pytest.mark.parametrize("kind", KINDS)
async def test_another_regions_ids_are_answered_like_ids_that_do_not_exist(regions: System, kind: str) -> None:
    client, before = regions.store.client, await regions.rows("SELECT count(*) FROM banso.events")
    for place, region in enumerate(REGIONS):
        theirs = ids(REGIONS[place - 1])[kind]
        for name, ask in questions(client, regions, region, kind).items():
            assert await answer(ask(theirs), theirs) == await answer(ask(NOWHERE), NOWHERE), name
    assert await regions.rows("SELECT count(*) FROM banso.events") == before


async def test_lists_inboxes_ledgers_and_reports_hold_a_regions_own_alone(regions: System) -> None:
    queries = regions.store.client.queries
    for region in REGIONS:
        own, others = ids(region), [other for other in REGIONS if other != region]
        lists = [
            *await queries.overviews(region, limit=1000),
            *await queries.inbox(region, limit=1000),
            *await queries.effects(region, limit=1000),
            await regions.store.client.report(region),
        ]
        assert {row.stream for row in await queries.overviews(region, kind="engagement")} == {
            f"engagement:{own['engagement']}"
        }
        assert not [other for other in others if other in str(lists)]
        everybody = [ids(one)["person"] for one in REGIONS]
        assert list(await queries.names(region, everybody)) == [own["person"]]
        assert await queries.overviews(region, engagement=ids(others[0])["engagement"]) == []
        assert await queries.effects(region, stream=f"engagement:{ids(others[0])['engagement']}") == []
        assert (await regions.store.client.report(region)).postings == 1


async def test_a_command_cannot_reach_into_another_region(regions: System) -> None:
    """Ids in a command's fields are looked up in the sender's region, too."""
    first, second = REGIONS[:2]
    own, office = ids(first), Actor(person=f"coordinator-{first}", role=Role.COORDINATOR)
    desk = StreamReference.parse(f"service:{own['service']}")

    async def told(person: str) -> str:
        with pytest.raises(Exception, match="person-unknown") as refused:
            await regions.store.client.send(first, office, desk, {"type": "AddDeskCoordinator", "coordinator": person})
        return str(refused.value).replace(person, "?")

    assert await told(f"coordinator-{second}") == await told(NOWHERE)
