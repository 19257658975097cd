"""Story 2: a trial programme, from the rush of applications to the invitation to its successor, with its numbers.

The rush comes while no worker runs; then everything goes on by itself, on real servers, in skipped time.
"""

from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from temporalio.testing import WorkflowEnvironment

from banso.cli.texts import Language
from banso.eventstore.subscriptions import catch_up
from banso.readmodels.report_facts import ReportFacts
from domain.shared.actors import Role
from domain.shared.periods import after

from support.accounting import every_effect_once
from support.printed import printed_report
from support.story_two import (
    APPLICANTS,
    CHOSEN,
    DECLINED,
    ENGAGEMENT,
    LISTED,
    PACKS,
    PEOPLE,
    POOL,
    REPEATED,
    SEATS,
    SERVICE,
    SUCCESSOR,
    TAKING_PART,
    UNLUCKY,
    WAITING,
    Trial,
    applications,
    begins,
    open_programme,
    own,
    step,
    way,
)
from support.story_two_survey import the_survey
from support.system import running_mail, running_store, set_clock_like, working

THREE_SESSIONS = TAKING_PART[:5]
PRINTED: dict[Language, dict[str, str]] = {
    "ja": {
        "応募": "133", "行ったセッション": "25", "お会いできなかったセッション": "1", "届けた資料": "30",
        "読まれた資料": "30", "修了": "10", "アンケートの回答": "10", "後に続くサービスへの招待": "48",
        "結果: 見送り": "103",
    },
    "en": {
        "Applications": "133", "Sessions held": "25", "Sessions missed": "1", "Packs delivered": "30",
        "Packs acknowledged": "30", "Programmes completed": "10", "Surveys answered": "10",
        "Invitations to a successor": "48", "Outcome: declined": "103",
    },
}  # fmt: skip
"""What `banso report trial` tells at the end, among other things."""


@pytest.fixture
async def trial(postgres: str, time_skipping: WorkflowEnvironment, tmp_path: Path) -> AsyncIterator[Trial]:
    """The rush, the choice and the answers to everybody, and only then a worker, which tells them all."""
    async with AsyncExitStack() as stack:
        smtp_url = await stack.enter_async_context(running_mail(tmp_path))
        clock = set_clock_like(await time_skipping.get_current_time())
        system = await stack.enter_async_context(running_store(postgres, tmp_path, clock=clock, smtp_url=smtp_url))
        found = Trial.of(system)
        await open_programme(found)
        await the_rush(found)
        await the_choice(found)
        system.environment = time_skipping
        await stack.enter_async_context(working(system, time_skipping.client))
        yield found


async def test_a_trial_from_its_open_call_to_its_successor(trial: Trial) -> None:
    await everybody_is_told(trial)
    await the_pool(trial)
    await a_seat_becomes_free(trial)
    await kick_off(trial)
    await first_sessions(trial)
    await completing_too_early(trial)
    await packs(trial)
    await more_sessions(trial)
    await completions(trial)
    await the_survey(trial)
    await the_pivot(trial)
    await the_successor(trial)
    await looking_back(trial)
    await three_months_later(trial)
    await the_region_can_tell(trial)
    await every_effect_once(trial.system)


async def the_rush(trial: Trial) -> None:
    await trial.new_events()
    outcomes = await trial.together(applications())
    assert sum(one.repeated for one in outcomes) == REPEATED
    await trial.saw({"Applied": APPLICANTS, "ApplicationNoted": APPLICANTS})


async def the_choice(trial: Trial) -> None:
    """Ten selected, the eleventh refused, 20 on the waiting list in order, 103 declined."""
    await trial.take(*(step(ENGAGEMENT, "SelectParticipant", participation=one) for one in CHOSEN))
    await trial.saw({"ParticipantSelected": SEATS, "Selected": SEATS, "BecameReady": SEATS,
                     "ParticipantReady": SEATS, "SeatsFilled": 1})  # fmt: skip
    await trial.refused("seats-taken", step(ENGAGEMENT, "SelectParticipant", participation=LISTED[0]))
    await trial.take(*(step(ENGAGEMENT, "PutOnWaitingList", participation=one) for one in LISTED))
    await trial.saw({"WaitingListJoined": WAITING, "WaitingBegan": WAITING})
    assert (await trial.seats()).waiting_list == LISTED
    await trial.refused("waiting-list-full", step(ENGAGEMENT, "PutOnWaitingList", participation=UNLUCKY[0]))
    await trial.together([step(way(one), "DeclineApplicant", reason="席が十しかありませんでした") for one in UNLUCKY])
    await trial.saw({"Declined": DECLINED, "ApplicationClosed": DECLINED})


async def everybody_is_told(trial: Trial) -> None:
    await trial.saw({}, {
        "desk_opened": 2, "posting_published": 2, "seats_filled": 1,
        "application_received": APPLICANTS, "application_arrived": APPLICANTS,
        "selected": SEATS, "participant_ready": SEATS, "waitlisted": WAITING, "declined": DECLINED,
    })  # fmt: skip
    assert trial.told("application_received") == list(PEOPLE)
    assert trial.told("selected") == list(CHOSEN)
    assert trial.told("waitlisted") == list(LISTED)
    assert trial.told("declined") == list(UNLUCKY)
    assert "席が十しかありませんでした" in trial.witness.mail_to(UNLUCKY[0], "declined").text
    assert "待機リストの 20 番目" in trial.witness.mail_to(LISTED[-1], "waitlisted").text


async def the_pool(trial: Trial) -> None:
    """Those who agree stay; one of them changes her mind."""
    await trial.together([own(one, "AgreeToPool") for one in UNLUCKY[: POOL + 1]])
    await trial.saw({"PoolJoined": POOL + 1}, {})
    await trial.take(own(UNLUCKY[POOL], "LeavePool"))
    await trial.saw({"PoolLeft": 1}, {})


async def a_seat_becomes_free(trial: Trial) -> None:
    await trial.take(own(CHOSEN[0], "Withdraw", reason="急な帰国のため"))
    await trial.saw({"Withdrawn": 1, "ApplicationClosed": 1, "SeatReserved": 1, "SeatOffered": 1},
                    {"withdrawn": 1, "seat_offered": 1})  # fmt: skip
    assert (await trial.seats()).seats_offered == LISTED[:1]
    assert [trial.told(one) for one in ("withdrawn", "seat_offered")] == [["coordinator"], [LISTED[0]]]
    await trial.system.skip(hours=71)
    await trial.saw({"Reminded": 1}, {"seat_offer_reminder": 1})
    assert trial.told("seat_offer_reminder") == [LISTED[0]]
    assert (await trial.seats()).seats_offered == LISTED[:1], "lapsed before its 72 hours"
    await trial.system.skip(hours=2)
    await trial.saw(
        {"SeatOfferLapsed": 1, "ApplicationClosed": 1, "SeatReserved": 1, "SeatOffered": 1},
        {"seat_offer_lapsed": 1, "seat_offer_escalated": 1, "seat_offered": 1},
    )
    assert [trial.told(one) for one in ("seat_offer_lapsed", "seat_offer_escalated")] == [[LISTED[0]], ["coordinator"]]
    assert trial.told("seat_offered") == list(LISTED[:2])
    await trial.refused("no-seat-offered", own(LISTED[0], "AcceptSeat"))
    await trial.refused("seats-taken", step(ENGAGEMENT, "SelectParticipant", participation=LISTED[5]))
    await trial.take(own(LISTED[1], "AcceptSeat"))
    await trial.saw(
        {"SeatAccepted": 1, "ParticipantSelected": 1, "Selected": 1, "BecameReady": 1, "ParticipantReady": 1,
         "SeatsFilled": 1},
        {"selected": 1, "participant_ready": 1, "seats_filled": 1},
    )  # fmt: skip
    state = await trial.seats()
    assert set(state.selected) == set(TAKING_PART)
    assert state.waiting_list == LISTED[2:]


async def kick_off(trial: Trial) -> None:
    """A programme needs no milestone; those who still wait hear that it begins without them."""
    await trial.take(step(ENGAGEMENT, "StartExecution"))
    trial.began = trial.system.clock.now()
    still = WAITING - 2
    await trial.saw(
        {"ExecutionStarted": 1, "WorkStarted": SEATS, "WaitingEnded": still, "ApplicationClosed": still},
        {"execution_started": SEATS + 2, "recruiting_closed": still},
    )
    assert trial.told("execution_started") == sorted([*TAKING_PART, "office", "counsellor"])
    assert trial.told("recruiting_closed") == list(LISTED[2:])


async def hold(trial: Trial, number: int, people: tuple[str, ...]) -> None:
    """One more session for each: arranged, told with a calendar file, held."""
    await arrange(trial, number, people)
    await trial.system.skip(days=8)
    session = f"counselling.{number}"
    held = [step(way(one), "RecordSession", "counsellor", Role.COMPANION, session=session, attendance="held")
            for one in people]  # fmt: skip
    await trial.together(held)
    await trial.saw({"SessionHeld": len(people)}, {})


async def arrange(trial: Trial, number: int, people: tuple[str, ...]) -> None:
    """Each is told, and so are counsellor and coordinator."""
    at = trial.in_days(7)
    wish = {
        "session_kind": "counselling",
        "at": at,
        "place": "https://meet.example.jp/trial",
        "time_zone": "Asia/Tokyo",
    }
    await trial.together([step(way(one), "ArrangeSession", "counsellor", Role.COMPANION, **wish) for one in people])
    await trial.saw({"SessionArranged": len(people)}, {"session_arranged": 3 * len(people)})
    entry = trial.entry(people[0], "session_arranged")
    assert entry["UID"].startswith(f"{people[0]}.counselling.{number}.trial@")
    assert entry["DTSTART"].dt == begins(datetime.fromisoformat(at))
    assert entry["DTEND"].dt - entry["DTSTART"].dt == timedelta(minutes=60)
    assert entry["SUMMARY"] == f"キャリア相談(第{number}回)：次の一歩のための三か月"
    assert entry["LOCATION"] == "https://meet.example.jp/trial"


async def first_sessions(trial: Trial) -> None:
    """One of them is moved, and the calendar follows."""
    await trial.system.skip(days=7)
    await arrange(trial, 1, TAKING_PART)
    moved, later = TAKING_PART[0], trial.in_days(9)
    change = {"session": "counselling.1", "at": later, "place": "第一会議室"}
    await trial.take(step(way(moved), "MoveSession", "counsellor", Role.COMPANION, **change))
    await trial.saw({"SessionMoved": 1}, {"session_moved": 3})
    before, after = (trial.entry(moved, message) for message in ("session_arranged", "session_moved"))
    assert before["UID"] == after["UID"]
    assert (int(before["SEQUENCE"]), int(after["SEQUENCE"])) == (0, 1)
    assert after["DTSTART"].dt == begins(datetime.fromisoformat(later))
    early = step(way(moved), "RecordSession", session="counselling.1", attendance="held")
    await trial.refused("session-to-come", early, field="session")
    await trial.system.skip(days=9)
    await trial.saw({"Reminded": len(TAKING_PART) - 1}, {"session_record_reminder": len(TAKING_PART) - 1})
    await trial.together(
        [step(way(one), "RecordSession", session="counselling.1", attendance="held") for one in TAKING_PART]
    )
    await trial.saw({"SessionHeld": SEATS}, {})


async def completing_too_early(trial: Trial) -> None:
    refusal = await trial.refused("programme-incomplete", own(TAKING_PART[0], "CompleteProgramme"))
    assert "キャリア相談(2回以上のうち1回)" in refusal.explain("ja")
    assert "the pack visa-and-tax, to be delivered" in refusal.explain("en")


async def packs(trial: Trial) -> None:
    """Three each are delivered and acknowledged; one is read after a reminder."""
    late = TAKING_PART[-1]
    for pack in PACKS:
        title = {"title": f"資料 {pack}", "text": "はじめの一歩です。", "link": f"https://example.jp/{pack}"}
        await trial.together([step(way(one), "DeliverPack", pack=pack, version=1, **title) for one in TAKING_PART])
        await trial.saw({"PackDelivered": SEATS}, {"pack_delivered": SEATS})
        assert f"https://example.jp/{pack}" in trial.witness.mail_to(late, "pack_delivered").text
        at_once = TAKING_PART[:-1] if pack == PACKS[-1] else TAKING_PART
        await trial.together([own(one, "AcknowledgePack", pack=pack, version=1) for one in at_once])
        await trial.saw({"PackAcknowledged": len(at_once)}, {})
    await trial.system.skip(days=8)
    await trial.saw({"Reminded": 1}, {"pack_acknowledgement_reminder": 1})
    assert trial.told("pack_acknowledgement_reminder") == [late]
    await trial.take(own(late, "AcknowledgePack", pack=PACKS[-1], version=1))
    await trial.saw({"PackAcknowledged": 1}, {})
    cooking = step(way(late), "DeliverPack", pack="cooking", version=1, title="料理", text="x")
    await trial.refused("pack-unknown", cooking, field="pack")


async def more_sessions(trial: Trial) -> None:
    """A second for everybody, a third for half of them; never a fourth. A missed one does not count."""
    await trial.system.skip(days=20)
    await hold(trial, 2, TAKING_PART)
    missed = TAKING_PART[5]
    await arrange(trial, 3, (missed,))
    await trial.system.skip(days=8)
    await trial.take(step(way(missed), "RecordSession", session="counselling.3", attendance="missed"))
    await trial.saw({"SessionMissed": 1}, {"session_missed": 3})
    await trial.system.skip(days=15)
    await hold(trial, 3, THREE_SESSIONS)
    wish = {"session_kind": "counselling", "at": trial.in_days(7), "place": "第一会議室"}
    fourth = step(way(THREE_SESSIONS[0]), "ArrangeSession", **wish)
    await trial.refused("sessions-full", fourth, field="session_kind")


async def completions(trial: Trial) -> None:
    """Three months after the kick-off: ten completions, 30 packs, 20 to 30 sessions."""
    await trial.system.skip(days=14)
    await trial.together([own(one, "CompleteProgramme") for one in TAKING_PART])
    await trial.saw(
        {"ProgrammeCompleted": SEATS, "WorkEnded": SEATS, "SurveySent": SEATS},
        {"programme_completed": 3 * SEATS, "survey_request": SEATS},
    )
    states = [await trial.system.state(way(one)) for one in TAKING_PART]
    held = [one.standing for state in states for one in state.programme.sessions.values()].count("held")
    assert held == 2 * SEATS + len(THREE_SESSIONS) == 25
    assert sum(len(state.programme.packs) for state in states) == 3 * SEATS
    assert {state.stage for state in states} == {"stay_connected"}
    assert trial.system.clock.now() >= after(trial.began, "P3M", "Asia/Singapore"), "a programme of three months"
    assert trial.told("programme_completed") == sorted([*TAKING_PART, *["coordinator", "counsellor"] * SEATS])
    assert trial.told("survey_request") == sorted(TAKING_PART)


async def the_pivot(trial: Trial) -> None:
    """From information to work: a premise changes, with its evidence."""
    change = {
        "believed": "足りないのは情報よりも、働く場である",
        "evidence": "回答した十人のうち八人が働きたいと答え、実際の仕事の事例と手続きが最も役に立った",
        "change": "情報を届けるプログラムから、ともに働くチームへ",
    }
    await trial.take(step(SERVICE, "ChangeServicePremise", premise="information", **change))
    await trial.saw({"ServicePremiseChanged": 1}, {"service_premise_changed": 2})
    assert change["evidence"] in trial.witness.mail_to("office", "service_premise_changed").text
    premise = (await trial.system.state(SERVICE)).pivot.premises["information"]
    assert [one.believed.text for one in premise.before] == ["足りないのは情報である"]
    assert premise.now.change.text == change["change"]
    assert (premise.owner, premise.review) == ("coordinator", None), "nobody asked for a review, nor does the playbook"


async def the_successor(trial: Trial, declined: tuple[str, ...] = UNLUCKY[:POOL]) -> None:
    """Opening the team invites those who agreed, once each, also those who were declined; asking again nobody anew."""
    completed = TAKING_PART[:8]
    await trial.together([own(one, "AgreeToPool") for one in completed])
    await trial.saw({"PoolJoined": len(completed)}, {})
    opening = {"name": "在宅インサイドセールスチーム", "region": "どこからでも", "playbook": "inside-sales-team"}
    follows = {"coordinators": ["coordinator"], "predecessor": "trial"}
    await trial.take(step(SUCCESSOR, "OpenService", **opening, **follows))
    pool = sorted([*declined, *completed])
    each = ("SuccessorAwaits", "SuccessorHeardOf", "InvitedToSuccessor")
    await trial.saw(
        {"ServiceOpened": 1, "PoolInvited": 1, **dict.fromkeys(each, len(pool))},
        {"desk_opened": 1, "successor_invitation": len(pool)},
    )
    assert trial.told("successor_invitation") == pool
    assert opening["name"] in trial.witness.mail_to(pool[0], "successor_invitation").text
    await trial.take(step(SUCCESSOR, "InvitePool", predecessor="trial"))
    await trial.saw({"PoolInvited": 1}, {})
    assert set(Counter(trial.told("successor_invitation")).values()) == {1}


async def looking_back(trial: Trial) -> None:
    """Only those who took part are asked; their last voice closes it."""
    await trial.take(step(ENGAGEMENT, "OpenRetrospective"))
    await trial.saw({"RetrospectiveOpened": 1}, {"retrospective_request": SEATS})
    assert trial.told("retrospective_request") == sorted(TAKING_PART)
    assert "どのようにつながって" in trial.witness.mail_to(TAKING_PART[0], "retrospective_request").text
    words = {"tags": ["companions_found"], "text": "ひとりではないと分かりました", "in_touch": "年に一度の集まりで"}
    voices = [step(ENGAGEMENT, "GiveVoice", person, Role.PARTICIPANT, person=person, **words) for person in TAKING_PART]
    await trial.take(*voices)
    await trial.saw({"VoiceGiven": SEATS, "RetrospectiveClosed": 1}, {"retrospective_closed": SEATS + 1})
    told = (await trial.system.state(ENGAGEMENT)).voices
    assert {person: one.in_touch.text for person, one in told.items()} == dict.fromkeys(TAKING_PART, words["in_touch"])


async def three_months_later(trial: Trial) -> None:
    """Everybody is asked how they fare; with the last answers the trial is over, and its service closes."""
    await trial.system.skip(days=70)
    await trial.saw({}, {})
    await trial.system.skip(days=8)
    await trial.saw({"FollowUpSent": SEATS}, {"follow_up_request": SEATS})
    await trial.together([own(one, "AnswerFollowUp", ordinal=1, text="働き始めました") for one in TAKING_PART])
    await trial.saw({"FollowUpAnswered": SEATS, "ParticipationEnded": SEATS}, {})
    await trial.system.skip(days=18)
    await trial.saw({"FollowUpSent": 1}, {"follow_up_request": 1})
    words = {"ordinal": 1, "text": "次のチームに続いています"}
    await trial.take(step(ENGAGEMENT, "AnswerFollowUp", "office", Role.COMPANY, **words))
    await trial.saw({"FollowUpAnswered": 1, "EngagementCompleted": 1}, {})
    ending = {"reason": "在宅チームへ引き継ぎます", "stays_connected": "coordinator", "how": "毎月の茶話会で"}
    await trial.take(step(SERVICE, "CloseService", **ending))
    await trial.saw({"ServiceClosed": 1}, {"desk_closed": 2})
    assert "（毎月の茶話会で）" in trial.witness.mail_to("office", "desk_closed").text
    assert await trial.system.deadlines() == []
    rows = await trial.system.rows("SELECT count(*) FROM banso.overviews WHERE kind = 'participation' AND NOT finished")
    assert rows == [(0,)]


async def the_region_can_tell(trial: Trial) -> None:
    """The report counts what happened, and nothing of a single person."""
    await catch_up(trial.system.store.pool, ReportFacts())
    told = await trial.system.store.client.report(trial.system.tenant, service="trial")
    assert (told.applications, told.selected, told.work_started) == (APPLICANTS, SEATS + 1, SEATS)
    assert (told.sessions_held, told.sessions_missed) == (25, 1)
    assert (told.packs_delivered, told.packs_acknowledged) == (30, 30)
    assert (told.programmes_completed, told.surveys_answered) == (SEATS, SEATS)
    assert told.successor_invitations == POOL + 8
    assert told.outcomes["declined"] == DECLINED
    for language, printed in PRINTED.items():
        assert printed.items() <= printed_report(told, language).items()
