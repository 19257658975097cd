"""Story 7 from the new version of its playbook to the last follow-up."""

import asyncio
from pathlib import Path

from banso.eventstore.subscriptions import catch_up
from banso.readmodels.report_facts import ReportFacts
from domain.shared.actors import Role

from support.accounting import every_effect_once
from support.hands import private
from support.story_seven import (
    COORDINATOR,
    CURATOR,
    DRAWER,
    EMPLOYER,
    ENGAGEMENT,
    PEOPLE,
    PLAYBOOK,
    WRITER,
    Museum,
)

TAGS = ["visitors_came_closer", "strength_discovered"]


async def a_newer_version(museum: Museum, drafts: Path) -> None:
    """Other rules need another version; what has begun keeps its own, and a comparison says what differs."""
    draft = drafts / "draft.toml"
    changed = PLAYBOOK.read_text(encoding="utf-8").replace('["P1W"]', '["P1M", "P1Y"]')
    draft.write_text(changed, encoding="utf-8")
    refused = museum.line.ask("playbook", "add", str(draft), "--json")
    assert (refused.code, refused.json["error"]["code"]) == (1, "playbook-version-same")
    draft.write_text(changed.replace("version = 1", "version = 2"), encoding="utf-8")
    assert museum.line.ask("playbook", "add", str(draft), "--json").json["before"] == 1
    await museum.witness.saw({})
    nobody = ("playbook", "diff", "museum-month@9", "museum-month", "--tenant", museum.system.tenant, "--json")
    unknown = await asyncio.to_thread(museum.line.run, *nobody)
    assert (unknown.code, unknown.json["error"]["code"]) == (4, "playbook-pin-unknown")
    assert "museum-month@1" in unknown.json["error"]["right"]
    pinned = ("playbook", "diff", "museum-month@1", "museum-month", "--tenant", museum.system.tenant, "--json")
    told = await asyncio.to_thread(museum.line.run, *pinned)
    assert told.code == 1, told.err
    assert [(one["place"], one["old"], one["new"]) for one in told.json["rules"]] == [
        ("rules.version", 1, 2),
        ("rules.follow_ups", ["P1W"], ["P1M", "P1Y"]),
    ]


async def look_back(museum: Museum) -> None:
    """Three voices; the writer's employer was asked for nothing, and is told nothing."""
    await museum.to_day(21)
    await museum.send(ENGAGEMENT, "OpenRetrospective")
    voices = {"writer": Role.PARTICIPANT, "drawer": Role.PARTICIPANT, CURATOR: Role.COMPANY}
    asked = [f"retrospective_request > {one}" for one in voices]
    await museum.witness.saw({ENGAGEMENT: "RetrospectiveOpened", **dict.fromkeys(PEOPLE, "RestNoted")}, asked)
    assert "・来館される方との距離が近くなった\n・" in museum.witness.mail_to("writer", "retrospective_request").text
    words = {"text": private("来た人が立ち止まった")}
    unknown = museum.send(
        ENGAGEMENT, "GiveVoice", "writer", Role.PARTICIPANT, person="writer", tags=["young_staff_grew"], **words
    )
    refused = await museum.witness.refused("tag-unknown", unknown, field="tags")
    assert "来館される方との距離が近くなった" in refused.explain("ja")
    for person, role in voices.items():
        await museum.send(ENGAGEMENT, "GiveVoice", person, role, person=person, tags=TAGS, **words)
    closed = [f"retrospective_closed > {one}" for one in (*voices, COORDINATOR)]
    events = "VoiceGiven VoiceGiven VoiceGiven RetrospectiveClosed"
    await museum.witness.saw({ENGAGEMENT: events, **dict.fromkeys(PEOPLE, "WorkEnded")}, closed)


async def one_week_later(museum: Museum) -> None:
    """The one follow-up that version 1 promised; the answers are the end, within the month."""
    await museum.to_day(28)
    streams = {ENGAGEMENT: (CURATOR, Role.COMPANY), **{one: (who, Role.PARTICIPANT) for one, who in PEOPLE.items()}}
    asked = [f"follow_up_request > {person}" for person, _ in streams.values()]
    await museum.witness.saw(dict.fromkeys(streams, "FollowUpSent"), asked)
    for stream, (person, role) in streams.items():
        await museum.send(stream, "AnswerFollowUp", person, role, ordinal=1, text=private("また行きました"))
        over = "EngagementCompleted" if stream == ENGAGEMENT else "ParticipationEnded"
        await museum.witness.saw({stream: f"FollowUpAnswered {over}"})


async def what_remains(museum: Museum) -> None:
    """Everything was told once, nobody heard who was not concerned, and the report owes nobody anything."""
    await every_effect_once(museum.system)
    assert not [told for told in museum.witness.seen if told.person == EMPLOYER]
    for stream in (ENGAGEMENT, WRITER, DRAWER):
        state = await museum.system.state(stream)
        assert (state.stage, state.playbook.version) == ("ended", 1)
    await catch_up(museum.system.store.pool, ReportFacts())
    told = await museum.system.store.client.report(museum.system.tenant)
    assert (told.postings, told.applications, told.selected, told.voices) == (1, 2, 2, 3)
    assert (told.milestones_approved, told.payments_due, told.engagements_completed) == (1, 0, 1)
    assert told.tag_words["visitors_came_closer"].ja == "来館される方との距離が近くなった"
    assert told.tags == {"visitors_came_closer": 3, "new_challenge_realised": 0, "strength_discovered": 3}
