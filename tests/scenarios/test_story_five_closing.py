"""Story 5 from its fourth step on: two years of study meetings, an end announced, farewells, and what lives on."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from temporalio.api.common.v1 import WorkflowExecution
from temporalio.api.workflowservice.v1 import DescribeWorkflowExecutionRequest
from temporalio.client import WorkflowExecutionStatus

from workflows.contracts import Follow, workflow_id

from support.accounting import every_effect_once
from support.hands import ZONE
from support.story_five import ACCOMPANISTS, CLIENTS, SERVICE, STREAM, Accompaniment, stream_of
from support.system import System

LONGER, STRANDED, LATER, LEADER = "accompanist-2", "client-4", "client-5", "client-1"


async def test_two_years_an_end_in_peace_and_a_community_that_lives_on(skipping: System) -> None:
    story = Accompaniment(skipping)
    await story.begin()
    await study_meetings(story)
    await agreements_and_journeys(story)
    await announcement(story)
    await farewells(story)
    await the_call(story)
    await a_community(story)
    await the_last_day(story)
    await looking_back(story)
    await what_follows(story)
    await every_effect_once(skipping)


async def nobody_beside_them(story: Accompaniment) -> None:
    """Nobody is found who accompanies the clients; the office is reminded and told, and does not forget them."""
    for days, event, message in ((3, "Reminded", "reminder"), (4, "Escalated", "escalated")):
        await story.system.skip(days=days)
        told = [f"rematch_{message} > coordinator"] * len(CLIENTS)
        await story.witness.saw({stream_of(client): event for client in CLIENTS}, told)


async def study_meetings(story: Accompaniment) -> None:
    """Step 4: in two years four, arranged by the service itself; everybody is invited, somebody comes."""
    began = story.today()
    await nobody_beside_them(story)
    for number in (1, 2, 3, 4):
        await to_the_next(story, "study_meeting")
        events = {STREAM: "GatheringArranged StudyMeetingPlanned", **story.each("GatheringInvited")}
        await story.witness.saw(events, story.told("gathering_invited"))
        await one_comes_to(story, f"study-{number}")
    assert timedelta(days=725) <= story.today() - began <= timedelta(days=735), "four in two years"
    held = (await story.service()).gatherings.known
    assert {(one.standing, one.registered, one.attended) for one in held.values()} == {("held", 1, 1)}
    assert len(held) == 4


async def to_the_next(story: Accompaniment, kind: str) -> None:
    """Let time pass to the next deadline of a kind."""
    due = min(one.due for _, one in await story.system.deadlines() if one.kind == kind)
    await story.system.skip_to(due)


async def one_comes_to(story: Accompaniment, gathering: str) -> None:
    """A client registers, the meeting takes place, and the office records that the client came."""
    person, stream = LEADER, stream_of(LEADER)
    early = story.office(stream, "RecordAttendance", gathering=gathering, attended=True)
    await story.witness.refused("gathering-to-come", early, field="gathering")
    await story.member(person, "RegisterForGathering", gathering=gathering)
    registered = {stream: "RegistrationAsked RegistrationConfirmed", STREAM: "RegistrationCounted"}
    await story.witness.saw(registered, [f"gathering_registered > {person}"])
    mail = story.witness.mail_to(person, "gathering_registered").text
    assert "14:00(日本時間)" in mail
    await to_the_next(story, "gathering_over")
    await story.witness.saw({STREAM: "GatheringHeld AttendanceAsked"}, ["gathering_held > coordinator"])
    waiting = (await story.service()).waits[f"attendance_record:{gathering}"]
    assert waiting.owner.persons == ("coordinator",), "somebody's duty, with a reminder and an escalation"
    await story.office(stream, "RecordAttendance", gathering=gathering, attended=True)
    await story.witness.saw({stream: "AttendanceRecorded", STREAM: "AttendanceCounted RegisteredRecorded"})
    assert not (await story.service()).waits


async def agreements_and_journeys(story: Accompaniment) -> None:
    """One agreement asks for 60 days of notice; one client is stranded abroad and comes home in 21 days."""
    await story.office(stream_of(LONGER), "AgreeOnNotice", notice="P60D")
    await story.member(STRANDED, "NoteReturn", returns_on=story.day(21))
    await story.member(LATER, "NoteReturn", returns_on=story.day(22))
    away = {stream_of(one): "ReturnNoted" for one in (STRANDED, LATER)}
    await story.witness.saw({stream_of(LONGER): "NoticeAgreed", **away})


async def announcement(story: Accompaniment) -> None:
    """Step 5: too short a notice is refused; all are told, each by their own agreement; one is to be called."""
    witness = story.witness
    short = story.office(STREAM, "AnnounceClosing", last_day=story.day(29), reason="役割を終えたため")
    refused = await witness.refused("notice-too-short", short, field="last_day")
    assert story.day(30) in refused.explain("ja")
    at_once = story.office(STREAM, "CloseService", reason="役割を終えたため")
    await witness.refused("closing-to-announce", at_once)
    await story.office(STREAM, "AnnounceClosing", last_day=story.day(30), reason="役割を終えたため")
    events = {
        STREAM: "ClosingAnnounced GatheringArranged GatheringArranged",
        **story.each("ClosingNoted GatheringInvited"),
        stream_of(LONGER): "NoticeTooShort GatheringInvited",
        stream_of(STRANDED): "ClosingNoted GatheringInvited MarkedForCall",
    }
    mails = [
        *story.told("closing_announced", but=(LONGER,)), f"closing_later_for_you > {LONGER}",
        "notice_too_short > coordinator", *story.told("farewell_invited"),
        "personal_call_asked > coordinator", f"personal_call_planned > {STRANDED}",
    ]  # fmt: skip
    await witness.saw(events, mails)
    assert f"架空 {LONGER}" in witness.mail_to("coordinator", "notice_too_short").text
    assert await child_of_the_end(story) == ("Closing", "RUNNING")
    ends = {person: (await story.of(person)).closing.last_day for person in story.members}
    assert {person for person, day in ends.items() if day == story.today() + timedelta(days=60)} == {LONGER}
    assert sum(day == story.today() + timedelta(days=30) for day in ends.values()) == len(story.members) - 1


async def child_of_the_end(story: Accompaniment) -> tuple[str, str]:
    """The workflow that Temporal's own pages show for the end of the service: its type, and how it stands."""
    follow = Follow(tenant=story.system.tenant, stream=STREAM, process="closing:all")
    client = story.system.temporal
    assert client is not None
    execution = WorkflowExecution(workflow_id=workflow_id(follow))
    request = DescribeWorkflowExecutionRequest(namespace=client.namespace, execution=execution)
    info = (await client.workflow_service.describe_workflow_execution(request)).workflow_execution_info
    return info.type.name, WorkflowExecutionStatus(info.status).name


async def days_of(story: Accompaniment) -> dict[str, list[str]]:
    """The farewells to which each member is invited."""
    found = {}
    for person in story.members:
        known = (await story.of(person)).gatherings.known
        found[person] = [one for one in known if one.startswith("farewell-")]
    return found


async def farewells(story: Accompaniment) -> None:
    """The very next day and the day after; every member is in exactly one, also who moved to the other day."""
    invited = await days_of(story)
    assert all(len(days) == 1 for days in invited.values()), invited
    assert {day for (day,) in invited.values()} == {"farewell-1", "farewell-2"}
    known = (await story.service()).gatherings.known
    moments = [known[f"farewell-{number}"].meeting.at for number in (1, 2)]
    evening = datetime.combine(story.today(), datetime.min.time(), ZoneInfo(ZONE)) + timedelta(hours=19)
    assert moments == [evening + timedelta(days=days) for days in (1, 2)]
    mover = await somebody_moves(story, invited)
    held = ({STREAM: "GatheringHeld"}, ["gathering_held > coordinator"])
    await story.system.skip_to(known["farewell-1"].meeting.ends_at)
    # On the next day 21 days remain until the other journey, too.
    called = ["personal_call_asked > coordinator", f"personal_call_planned > {LATER}"]
    await story.witness.saw({**held[0], stream_of(LATER): "MarkedForCall"}, [*held[1], *called])
    await story.system.skip_to(known["farewell-2"].meeting.ends_at)
    # Meanwhile two days have passed without the call that was asked for.
    asked = {STREAM: "GatheringHeld AttendanceAsked", stream_of(STRANDED): "Reminded"}
    await story.witness.saw(asked, [*held[1], "personal_call_reminder > coordinator"])
    await story.office(stream_of(mover), "RecordAttendance", gathering="farewell-2", attended=True)
    recorded = {stream_of(mover): "AttendanceRecorded", STREAM: "AttendanceCounted RegisteredRecorded"}
    await story.witness.saw(recorded)
    over = story.member(ACCOMPANISTS[0], "RegisterForGathering", gathering=invited[ACCOMPANISTS[0]][0])
    await story.witness.refused("not-invited", over, field="gathering")


async def somebody_moves(story: Accompaniment, invited: dict[str, list[str]]) -> str:
    """A client registers for the first day, and moves to the second with the place: it is counted there, once; who."""
    mover = next(person for person, days in invited.items() if days == ["farewell-1"])
    await story.member(mover, "RegisterForGathering", gathering="farewell-1")
    await story.member(mover, "MoveGathering", gathering="farewell-2")
    moved = "RegistrationAsked RegistrationConfirmed MoveAsked GatheringChosenAnew"
    events = {stream_of(mover): moved, STREAM: " ".join(["RegistrationCounted"] * 3)}
    await story.witness.saw(events, [f"gathering_registered > {mover}", f"gathering_moved > {mover}"])
    await story.member(mover, "MoveGathering", gathering="farewell-2")
    await story.witness.saw({})
    assert (await days_of(story))[mover] == ["farewell-2"]
    known = (await story.service()).gatherings.known
    assert [known[f"farewell-{number}"].registered for number in (1, 2)] == [0, 1]
    assert (await story.of(mover)).gatherings.known["farewell-2"].answer == "registered"
    return mover


async def the_call(story: Accompaniment) -> None:
    """The coordinator owes the call, by name; what was talked about is kept, and nothing is owed any more."""
    stream = stream_of(STRANDED)
    assert (await story.of(STRANDED)).waits["personal_call:1"].owner.persons == ("coordinator",)
    await story.office(stream, "RecordCall", talked_about="帰国の便と、そのあとのこと")
    await story.office(stream_of(LATER), "RecordCall", talked_about="荷物のこと")
    await story.witness.saw({stream: "CallRecorded", stream_of(LATER): "CallRecorded"})
    called = await story.of(STRANDED)
    assert called.closing.calls["1"].talked_about.text == "帰国の便と、そのあとのこと"
    assert set(called.waits) == {"rematch:1"}
    again = story.office(stream, "RecordCall", talked_about="もう一度")
    await story.witness.refused("no-call-owed", again)


async def a_community(story: Accompaniment) -> None:
    """Only a member who agreed leads it; everybody is invited, and joins or does not."""
    witness, leader = story.witness, f"{SERVICE}.{LEADER}"
    words = {"community": "寄り添いの輪"}
    unasked = story.office(STREAM, "FoundCommunity", leader=leader, **words)
    await witness.refused("leader-did-not-agree", unasked, field="leader")
    await story.member(LEADER, "AgreeToLead")
    stranger = story.office(STREAM, "FoundCommunity", leader=f"{SERVICE}.coordinator", **words)
    await witness.refused("leader-not-a-member", stranger, field="leader")
    await story.office(STREAM, "FoundCommunity", leader=leader, **words)
    events = {
        STREAM: "CommunityFounded CommunityCounted",
        **story.each("CommunityOffered", but=(LEADER,)),
        stream_of(LEADER): "LeadingAgreed CommunityOffered CommunityJoined",
    }
    founded = [f"community_founded > {one}" for one in ("coordinator", LEADER)]
    await witness.saw(events, [*founded, *story.told("community_invited", but=(LEADER,))])
    await story.member("client-2", "JoinCommunity")
    await witness.saw(
        {stream_of("client-2"): "CommunityJoined", STREAM: "CommunityCounted"}, [f"community_joined > {LEADER}"]
    )


async def the_last_day(story: Accompaniment) -> None:
    """Everybody ends with the service, but for who was promised more; nothing new begins, and it is told kindly."""
    witness, service = story.witness, await story.service()
    await story.system.skip_to(service.closing.announced.ends_at)
    events = {
        STREAM: "ServiceClosed LookingBackBegan" + " MembersCounted" * (len(story.members) - 1),
        **story.each("EndedWithService", but=(LONGER,)),
    }
    happened = await settled_events(story)
    assert {stream: sorted(types) for stream, types in happened.items()} == {
        stream: sorted(types.split()) for stream, types in events.items()
    }
    office = ["desk_closed > coordinator", "looking_back_began > coordinator"]
    assert sorted(map(str, witness.new_mails())) == sorted([*office, *story.told("service_ended", but=(LONGER,))])
    assert (await story.service()).members == {"client": 0, "accompanist": 1}
    refused = await witness.refused("service-ended", story.join("client-3"), field="service")
    assert "coordinator" in refused.explain("ja")
    report = story.member("client-2", "WriteReport", text="きょうも店を開けました")
    kindly = await witness.refused("service-ended", report)
    assert "感謝しながら" in kindly.explain("ja")
    assert "with thanks" in kindly.explain("en")


async def settled_events(story: Accompaniment) -> dict[str, list[str]]:
    """What happened since the last look, after everything that follows has."""
    await story.system.settle()
    return await story.witness.new_events()


async def looking_back(story: Accompaniment) -> None:
    """Step 7: what people gained, and how they took part in three dimensions; asked once more, told without names."""
    witness = story.witness
    voices = {
        "client-1": (["companions", "growth"], [5, 5, 3]),
        "client-2": (["companions", "freedom"], [4, 5, 4]),
        "accompanist-1": (["companions", "money", "growth"], [3, 5, 5]),
    }
    asked_of = witness.mail_to("client-1", "service_ended").text
    assert "・仲間\n・収入\n・成長\n・自由\n" in asked_of
    assert "・頭で取り組めた\n・心で取り組めた\n・体で取り組めた\n" in asked_of
    unknown = story.member("client-1", "GiveClosingVoice", gains=["fame"], involvement=[5, 5, 5])
    await witness.refused("gain-unknown", unknown, field="gains")
    for person, (gains, levels) in voices.items():
        await story.member(person, "GiveClosingVoice", gains=gains, involvement=levels, text="ないしょ")
    spoke = {stream_of(person): "ClosingVoiceGiven" for person in voices}
    await witness.saw({**spoke, STREAM: " ".join(["ClosingVoiceCounted"] * 3)})
    twice = story.member("client-1", "GiveClosingVoice", gains=[], involvement=[1, 1, 1])
    await witness.refused("voice-given", twice)
    silent = (*voices, LONGER)
    await to_the_next(story, "closing_voices")
    again = {STREAM: "Reminded", **story.each("VoiceAskedAgain", but=silent)}
    asked = [*story.told("closing_voice_again", but=silent), "closing_voices_reminder > coordinator"]
    await witness.saw(again, asked)
    await story.office(STREAM, "CloseLookingBack")
    await witness.saw({STREAM: "ServiceLookedBack"}, ["looked_back > coordinator"])
    assert await child_of_the_end(story) == ("Closing", "COMPLETED")
    text = witness.mail_to("coordinator", "looked_back").text
    assert "仲間：3人" in text
    assert "心で取り組めた：5.0 / 5" in text
    assert not any(word in text for word in ("成長：", "収入：", "自由：", "ないしょ", "client", "accompanist"))


async def what_follows(story: Accompaniment) -> None:
    """The longer notice runs out; the community lives on under another leader; who wished is invited on, once."""
    witness = story.witness
    await story.member(LONGER, "ConsentToSuccessor")
    ends_at = (await story.of(LONGER)).closing.ends_at
    await story.system.skip_to(ends_at)
    ended = {stream_of(LONGER): "SuccessorConsented EndedWithService", STREAM: "MembersCounted"}
    await witness.saw(ended, [f"service_ended > {LONGER}"])
    await story.system.skip(days=100)
    await story.member("client-2", "AgreeToLead")
    await witness.saw({stream_of("client-2"): "LeadingAgreed"})
    stays = story.member(LEADER, "LeaveCommunity")
    await witness.refused("leads-the-community", stays)
    await another_leader(story)
    words = {"name": "次の寄り添い", "region": "全国", "playbook": "daily-accompaniment"}
    await story.office("service:next", "OpenService", **words, coordinators=["coordinator"])
    await witness.saw({"service:next": "ServiceOpened StudyMeetingPlanned"}, ["desk_opened > coordinator"])
    for _ in range(2):
        await story.office(STREAM, "InviteMembersOn", next_service="next")
    invited = {STREAM: "SuccessorFound SuccessorFound", stream_of(LONGER): "MemberInvitedOn"}
    await witness.saw(invited, [f"members_successor_invited > {LONGER}"])


async def another_leader(story: Accompaniment) -> None:
    """A hundred days on another member leads it; who belongs to it is told, and the one before may leave now."""
    await story.office(STREAM, "FoundCommunity", leader=f"{SERVICE}.client-2", community="寄り添いの輪")
    events = {STREAM: "CommunityFounded", **story.each("CommunityOffered")}
    told = [f"community_founded > {one}" for one in ("coordinator", "client-2")]
    await story.witness.saw(events, [*told, f"community_invited > {LEADER}"])
    community = (await story.service()).closing.community
    assert (community.leader, community.number) == ("client-2", 2)
    await story.member(LEADER, "LeaveCommunity")
    await story.witness.saw({stream_of(LEADER): "CommunityLeft", STREAM: "CommunityCounted"})
