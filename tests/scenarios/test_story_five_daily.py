"""Story 5, steps 0 to 3: matched by spare time, writing by mail, answered, never left alone; in skipped time.

Closing the service, and what comes after it, has a scenario of its own.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from banso.replies import Received
from domain.shared.actors import Actor, Role
from domain.shared.radar import in_words
from domain.shared.values import StreamReference

from support.accounting import every_effect_once
from support.hands import ZONE, private
from support.story_five_daily import EVENINGS, SERVICE, UNDERSTANDINGS, Daily, membership
from support.system import System

PEOPLE = ("aoi", "beni", "client-1", "client-2")
CLIENT, CLIENT_2, AOI, BENI = (membership(person) for person in ("client-1", "client-2", "aoi", "beni"))
THE_FIFTH = {
    "spare_time": ("空いた時間で続ける", "We do this in spare time"),
    "mail": ("メールが書ける", "Being able to write a mail is enough"),
    "no_special_skill": ("特別な技能はいらない", "No special skill is needed"),
    "side_income": ("収入は副業程度", "The income is that of a side job"),
    "grow": ("つながり続け、ともに育つ", "We stay connected and grow"),
}


async def test_somebody_stays_beside_somebody_every_day(skipping: System) -> None:
    daily = Daily.of(skipping)
    await begin(daily)
    await joining_needs_all_five(daily)
    await matched_by_spare_time(daily)
    await matched_anew_without_blame(daily)
    await a_report_by_mail(daily)
    await mails_that_are_no_reports(daily)
    await a_report_that_nobody_answers(daily)
    await three_silent_days(daily)
    await the_radar_is_read(daily)
    await no_reports_after_the_end(daily)
    await every_effect_once(skipping)


async def begin(daily: Daily) -> None:
    """Ten in the morning of a Monday; the service is open, everybody is known."""
    await daily.begin_on_monday()
    for person in ("coordinator", *PEOPLE):
        await daily.register(person)
    known = {f"person:{person}": "PersonRegistered" for person in ("coordinator", *PEOPLE)}
    words = {"name": "寄り添い", "region": "全国", "playbook": "daily-accompaniment", "coordinators": ["coordinator"]}
    await daily.send(f"service:{SERVICE}", "OpenService", **words)
    opened = {f"service:{SERVICE}": "ServiceOpened StudyMeetingPlanned"}
    await daily.witness.saw({**known, **opened}, ["desk_opened > coordinator"])


async def joining_needs_all_five(daily: Daily) -> None:
    """Step 1: four of five is refused, naming the fifth, whichever it is."""
    for missing, (ja, en) in THE_FIFTH.items():
        four = tuple(one for one in UNDERSTANDINGS if one != missing)
        refused = await daily.witness.refused("understanding-missing", daily.join("client-1", "client", four))
        assert ja in refused.wrong.ja
        assert en in refused.wrong.en
        assert not any(other in refused.wrong.ja for name, (other, _) in THE_FIFTH.items() if name != missing)
    await daily.join("client-1", "client")
    joined = {CLIENT: "JoinedService MatchAwaited", f"service:{SERVICE}": "MembersCounted"}
    await daily.witness.saw(joined, ["membership_began > client-1", "membership_began > coordinator"])
    others = {"client-2": "client", "aoi": "accompanist", "beni": "accompanist"}
    for person, role in others.items():
        await daily.join(person, role)
    began = [f"membership_began > {one}" for person in others for one in (person, "coordinator")]
    counted = {f"service:{SERVICE}": "MembersCounted MembersCounted MembersCounted"}
    joined = {**dict.fromkeys(map(membership, others), "JoinedService"), CLIENT_2: "JoinedService MatchAwaited"}
    await daily.witness.saw({**joined, **counted}, began)
    assert (await daily.system.state(f"service:{SERVICE}")).members == {"client": 2, "accompanist": 2}


async def matched_by_spare_time(daily: Daily) -> None:
    """Step 0: spare time and what suits; who fits is suggested with the reasons; who is full is not matched."""
    await daily.as_member("client-1", "SayWhatSuits", spare_time=list(EVENINGS), tags=["listening", "shop"])
    await daily.as_member("aoi", "SayWhatSuits", spare_time=["mon 20:00-22:00"], tags=["listening"], clients=1)
    await daily.as_member("beni", "SayWhatSuits", spare_time=["thu 21:00-22:00"], tags=["shop"], clients=2)
    said = dict.fromkeys((CLIENT, AOI, BENI), "SuitsSaid")
    await daily.witness.saw(said)
    fits = await daily.system.store.client.accompaniment.suggest(
        daily.system.tenant, StreamReference.parse(CLIENT), daily.system.clock.now()
    )
    assert [(one.person, one.hours, one.tags, one.places) for one in fits] == [
        ("aoi", 2.0, ("listening",), 1),
        ("beni", 1.0, ("shop",), 2),
    ]
    nobody = daily.send(CLIENT, "MatchAccompanist", accompanist=f"{SERVICE}.client-2")
    await daily.witness.refused("no-accompanist", nobody, field="accompanist")
    await daily.send(CLIENT, "MatchAccompanist", accompanist=f"{SERVICE}.aoi")
    matched = {CLIENT: "AccompanistMatched", AOI: "ClientTaken"}
    await daily.witness.saw(matched, ["accompanist_matched > client-1", "client_matched > aoi"])
    full = daily.send(membership("client-2"), "MatchAccompanist", accompanist=f"{SERVICE}.aoi")
    await daily.witness.refused("accompanist-full", full, field="accompanist")
    assert "rematch:1" in (await daily.system.state(CLIENT_2)).waits, "a client is forgotten"
    await daily.as_member("client-2", "LeaveService", reason="また来ます")
    left = {CLIENT_2: "LeftService", f"service:{SERVICE}": "MembersCounted"}
    await daily.witness.saw(left, [f"membership_ended > {one}" for one in ("client-2", "coordinator")])


async def matched_anew_without_blame(daily: Daily) -> None:
    """Step 0: whoever wishes for another match says no reason, and nobody is told whose wish it was."""
    await daily.send(CLIENT, "Rematch", "aoi", Role.COMPANION)
    await daily.witness.saw({CLIENT: "RematchWished"}, ["rematch_wished > coordinator"])
    told = daily.witness.mail_to("coordinator", "rematch_wished").text
    assert "aoi" not in told
    assert "どちらからの希望か、なぜかは、お伝えしていません" in told
    await daily.as_member("beni", "TakeClients", open=False)
    await daily.witness.saw({BENI: "ClientsWelcome"})
    refused = daily.send(CLIENT, "MatchAccompanist", accompanist=f"{SERVICE}.beni")
    await daily.witness.refused("accompanist-paused", refused, field="accompanist")
    await daily.as_member("beni", "TakeClients", open=True)
    await daily.witness.saw({BENI: "ClientsWelcome"})
    await daily.send(CLIENT, "MatchAccompanist", accompanist=f"{SERVICE}.beni")
    await daily.witness.saw(
        {CLIENT: "AccompanistMatched", BENI: "ClientTaken", AOI: "ClientParted"},
        ["accompanist_matched > client-1", "client_matched > beni", "accompaniment_ended > aoi"],
    )
    assert "nobody's fault" in daily.witness.mail_to("aoi", "accompaniment_ended").text


async def a_report_by_mail(daily: Daily) -> None:
    """Step 2: a report comes in by reply; the accompanist sees it and answers by reply; the client reads it."""
    await daily.as_member("client-1", "SetGoal", goal="自分の店を開く", steps=["場所を探す", "値段を決める"])
    await daily.witness.saw({CLIENT: "GoalSet"}, ["goal_told > beni"])
    reply = daily.reply_of("client-1", "通りの角に、よい場所を見つけました。\nできた 1")
    received = await daily.hand_over(reply)
    assert received.standing == "accepted"
    await daily.witness.saw({CLIENT: "ReportWritten"}, ["report_arrived > beni"])
    arrived = daily.witness.mail_to("beni", "report_arrived").text
    assert "通りの角に、よい場所を見つけました。" in arrived
    assert "ひと言お返しください。\n>" not in arrived
    again = await daily.hand_over(reply)
    assert again.outcome is not None
    assert again.outcome.repeated
    await daily.witness.saw({})
    await daily.mails_in("beni", "角は朝の光が入りますね。お疲れさまでした。")
    await daily.witness.saw({CLIENT: "ReportAnswered", BENI: "ReportSettled"}, ["report_answered > client-1"])
    assert "角は朝の光が入りますね。" in daily.witness.mail_to("client-1", "report_answered").text
    state = await daily.system.state(CLIENT)
    assert (state.accompanying.done, len(state.accompanying.days), state.accompanying.unanswered) == ((1,), 1, {})


async def mails_that_are_no_reports(daily: Daily) -> None:
    """Step 2: an empty or endless mail gets a kind answer, a program's none; an invented address is no address."""
    for text in ("", "長" * 3001, "=HYPERLINK(1)"):
        received = await daily.mails_in("client-1", text)
        assert received.standing == "answered"
        assert received.answer is not None
        assert received.answer["To"] == '"架空 client-1(ないしょ)" <client-1@example.jp>' or "client-1@" in str(
            received.answer["To"]
        )
        assert "このメールにもう一度ご返信ください" in plain(received)
        assert "text" not in plain(received), "people know no names of fields"
        assert received.answer["Reply-To"] == daily.reply_address("client-1")
    assert (await daily.mails_in("client-1", "休暇中です", Auto_Submitted="auto-replied")).standing == "ignored"
    known = daily.reply_address("client-1")
    tampered = known.replace("reply+" + known[6], "reply+" + ("a" if known[6] != "a" else "b"))
    told = set()
    for to in (tampered, "banso@example.jp"):
        to_nobody = daily.mails_in("client-1", "こんにちは", To=to)
        told.add((await daily.witness.refused("reply-address-unknown", to_nobody)).explain("ja"))
    assert len(told) == 1
    await daily.witness.saw({})


def plain(received: Received) -> str:
    """The text of a kind answer."""
    assert received.answer is not None
    part = received.answer.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


async def a_report_that_nobody_answers(daily: Daily) -> None:
    """Step 3: unanswered for 24 hours, it is raised to the lead; not an hour before."""
    await daily.mails_in("client-1", "雨の一日でした。")
    await daily.witness.saw({CLIENT: "ReportWritten"}, ["report_arrived > beni"])
    await daily.system.skip(hours=23)
    await daily.witness.saw({CLIENT: "Reminded"}, ["report_answer_reminder > beni"])
    await daily.system.skip(hours=1)
    await daily.witness.saw({CLIENT: "Escalated", BENI: "ReportOverdue"}, ["report_answer_escalated > coordinator"])
    await daily.mails_in("beni", "遅くなりました。雨の音はどうでしたか。")
    await daily.witness.saw({CLIENT: "ReportAnswered", BENI: "ReportSettled"}, ["report_answered > client-1"])


async def three_silent_days(daily: Daily) -> None:
    """Step 3: three silent days turn the radar red, for client and accompanist alike; somebody is asked by name."""
    # The client's last word was on Monday, the accompanist's on Tuesday.
    await daily.system.skip_to(at_nine(daily, 2))
    await daily.witness.saw({CLIENT: "RadarTurned"})
    await daily.system.skip_to(at_nine(daily, 1))
    red = {CLIENT: "RadarTurned", BENI: "RadarTurned"}
    await daily.witness.saw(red, ["isolation_red > coordinator"])
    assert await levels(daily) == ("red", "yellow")
    await daily.system.skip_to(at_nine(daily, 1))
    events, mails = await daily.witness.new_events(), sorted(map(str, daily.witness.new_mails()))
    assert events == {BENI: ["RadarTurned"], CLIENT: ["Reminded"]}
    assert mails == ["isolation_care_reminder > coordinator", "isolation_red > coordinator"]
    assert await levels(daily) == ("red", "red")
    told = daily.witness.mail_to("coordinator", "isolation_red").text
    assert "3日のあいだ便りがない" in told
    await daily.send(CLIENT, "CloseCare", text="電話で話しました。風邪だったそうです。")
    await daily.witness.saw({CLIENT: "CareGiven"})
    await daily.mails_in("client-1", "もう大丈夫です。")
    await daily.witness.saw({CLIENT: "ReportWritten RadarTurned"}, ["report_arrived > beni"])
    assert await levels(daily) == ("green", "red")


def at_nine(daily: Daily, days: int) -> datetime:
    """Nine in the morning in Japan, so many days later, and a moment."""
    local = daily.system.clock.now().astimezone(ZoneInfo(ZONE)) + timedelta(days=days)
    return local.replace(hour=9, minute=0, second=30, microsecond=0)


async def levels(daily: Daily) -> tuple[str, str]:
    """How client and accompanist stand."""
    client, accompanist = [(await daily.system.state(one)).radar.level for one in (CLIENT, BENI)]
    return client, accompanist


async def the_radar_is_read(daily: Daily) -> None:
    """The office sees who may be on their own, with reasons; everybody sees their own, with its history."""
    client, now = daily.system.store.client, daily.system.clock.now()
    office = Actor(person="coordinator", role=Role.COORDINATOR)
    (row,) = await client.accompaniment.radar(daily.system.tenant, office, now, service=SERVICE)
    assert (row.person, row.level, row.cares) == ("beni", "red", ("coordinator",))
    assert in_words(row.reasons).en.startswith("3 days without a word")
    own = Actor(person="client-1", role=Role.PARTICIPANT)
    (mine,) = await client.accompaniment.radar(daily.system.tenant, own, now, person="client-1")
    assert [turn.level for turn in mine.history] == ["yellow", "red", "green"]
    for person in ("beni", None):
        asking = client.accompaniment.radar(daily.system.tenant, own, now, person=person)
        await daily.witness.refused("radar-not-yours", asking, field="person")


async def no_reports_after_the_end(daily: Daily) -> None:
    """Step 7: once the service has ended, reports and answers are refused with a kind explanation, by mail as well."""
    await daily.send(f"service:{SERVICE}", "AnnounceClosing", last_day=day_in(daily, 30), reason="役割を終えたため")
    await daily.system.skip_to((await daily.system.state(f"service:{SERVICE}")).closing.announced.ends_at)
    await all_ended_in_peace(daily)
    for stream in (CLIENT, BENI):
        assert (await daily.system.state(stream)).stage == "ended"
    report = daily.as_member("client-1", "WriteReport", text="きょうも店を開けました")
    refused = await daily.witness.refused("service-ended", report)
    assert refused.details == {"stays_connected": "coordinator"}
    for person in ("client-1", "beni"):
        received = await daily.mails_in(person, "きょうも店を開けました")
        assert (received.standing, received.note) == ("answered", "service-ended")
        assert "これまでの歩みに感謝しながら終了しました" in plain(received)
        assert f"「{private('架空 coordinator')}」さんへ、いつでもどうぞ" in plain(received)
        assert "もう一度ご返信ください" not in plain(received)
        assert received.answer is not None
        assert received.answer["Reply-To"] is None
    await daily.witness.saw({})


async def all_ended_in_peace(daily: Daily) -> None:
    """Thirty days of silence, in which the office is told of both again and again; then each ends, and nobody left."""
    events = {stream: sorted(types) for stream, types in (await daily.witness.new_events()).items()}
    ended = {
        f"service:{SERVICE}": "ClosingAnnounced GatheringArranged GatheringArranged GatheringHeld GatheringHeld "
        "ServiceClosed LookingBackBegan MembersCounted MembersCounted MembersCounted",
        AOI: "ClosingNoted GatheringInvited EndedWithService",
        BENI: "ClosingNoted GatheringInvited Reminded Escalated ReportOverdue EndedWithService",
        CLIENT: "ClosingNoted GatheringInvited Reminded Escalated RadarTurned RadarTurned Reminded Escalated "
        "EndedWithService",
    }
    assert events == {stream: sorted(types.split()) for stream, types in ended.items()}
    everybody = ("aoi", "beni", "client-1")
    each = [f"{one} > {who}" for one in ("closing_announced", "farewell_invited", "service_ended") for who in everybody]
    office = ["gathering_held", "isolation_care_reminder", "isolation_care_escalated"] * 2
    office += ["isolation_red", "report_answer_escalated", "desk_closed", "looking_back_began"]
    told = [*each, *(f"{one} > coordinator" for one in office)]
    told += ["report_answer_reminder > beni", "reports_left_open > client-1"]
    assert sorted(map(str, daily.witness.new_mails())) == sorted(told)


def day_in(daily: Daily, days: int) -> str:
    """A day from today on in Japan, as commands want it."""
    return (daily.system.clock.now().astimezone(ZoneInfo(ZONE)).date() + timedelta(days=days)).isoformat()


@pytest.mark.parametrize("days", [89, 91])
async def test_a_mail_can_be_replied_to_for_ninety_days(skipping: System, days: int) -> None:
    daily = Daily.of(skipping)
    await begin(daily)
    for person, role in (("client-1", "client"), ("aoi", "accompanist")):
        await daily.join(person, role)
    await daily.send(CLIENT, "MatchAccompanist", accompanist=f"{SERVICE}.aoi")
    await daily.witness.overlook()
    await daily.system.skip(days=days)
    if days < 90:
        assert (await daily.mails_in("client-1", "ご無沙汰しました")).standing == "accepted"
    else:
        late = daily.mails_in("client-1", "ご無沙汰しました")
        await daily.witness.refused("reply-address-unknown", late)
    await skipping.settle()


async def test_in_other_hands_nobody_is_forgotten(skipping: System) -> None:
    daily = Daily.of(skipping)
    await begin(daily)
    await daily.join("client-1", "client")
    await daily.register("successor")
    await daily.witness.overlook()
    await the_desk_changes_hands(daily)
    await a_deputy_for_a_day(daily)
    await every_effect_once(skipping)


async def the_desk_changes_hands(daily: Daily) -> None:
    """Whoever coordinates next is told once, finds what is open due anew, and is the one who is reminded."""
    await daily.system.skip(days=2)
    stream = f"service:{SERVICE}"
    await daily.send(stream, "AddDeskCoordinator", coordinator="successor")
    await daily.send(stream, "RemoveDeskCoordinator", coordinator="coordinator")
    changed = "DeskCoordinatorAdded MembersInNewHands DeskCoordinatorRemoved MembersInNewHands"
    both = [f"desk_coordinator_{what} > {one}" for what in ("added", "removed") for one in ("coordinator", "successor")]
    told = [*both, "members_handed_over > successor"]
    await daily.witness.saw({stream: changed, CLIENT: "CoordinatorChanged"}, told)
    await daily.system.skip(days=2)
    await daily.witness.saw({})
    await daily.system.skip(days=1)
    await daily.witness.saw({CLIENT: "Reminded"}, ["rematch_reminder > successor"])


async def a_deputy_for_a_day(daily: Daily) -> None:
    """What is open goes to the deputy, who answers by replying; after the day it is the accompanist's again."""
    for person in ("aoi", "beni"):
        await daily.join(person, "accompanist")
    await daily.send(CLIENT, "MatchAccompanist", accompanist=f"{SERVICE}.aoi")
    await daily.as_member("client-1", "WriteReport", text="窓の外に、虹が出ました。")
    await daily.witness.overlook()
    away = {"first_day": day_in(daily, 0), "last_day": day_in(daily, 0), "deputy": f"{SERVICE}.beni"}
    await daily.as_member("aoi", "AnnounceAbsence", **away)
    await daily.witness.saw(
        {AOI: "AbsenceAnnounced", CLIENT: "AbsenceNoted CoverBegan"},
        ["standing_in > beni", "absence_covered > client-1", "report_arrived > beni"],
    )
    await daily.mails_in("beni", "きっと、よい日になりますね。")
    answered = {CLIENT: "ReportAnswered", AOI: "ReportSettled", BENI: "ReportSettled"}
    await daily.witness.saw(answered, ["report_answered > client-1"])
    await daily.system.skip_to(at_nine(daily, 1))
    await daily.witness.saw({CLIENT: "CoverEnded"})
    await daily.as_member("client-1", "WriteReport", text="朝の散歩をしました。")
    await daily.witness.saw({CLIENT: "ReportWritten"}, ["report_arrived > aoi"])
    late = daily.send(CLIENT, "AnswerReport", "beni", Role.COMPANION, number=2, text="おはようございます。")
    await daily.witness.refused("not-found", late)
