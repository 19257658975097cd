"""Story 2 from its kick-off on: sessions, packs, a survey, the pivot that follows from it, and who is invited next.

Late on purpose: an offered seat, the record of one session, one pack, three answers to the survey, the last word on
how one of them fares.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from banso.demo.hands import OFFICE, follow_ups, participant, reminded, told, voices
from banso.demo.scenario import Act, After, At, Seen
from banso.demo.stories import Pair, Story, Thread, Tone
from banso.demo.trial import (
    BELIEVED,
    CALL,
    COUNSELLOR,
    ENGAGEMENT,
    HOST,
    LEARNED,
    LETTER,
    NAME,
    PEOPLE,
    SEATS,
    SERVICE,
    SUCCESSOR,
    SUCCESSOR_NAME,
    TAKING_PART,
    a_seat_becomes_free,
    beginning,
    own,
    the_choice,
    the_rush,
)

THREE_SESSIONS, MISSED = TAKING_PART[:5], TAKING_PART[5]
LATE = TAKING_PART[-1]
STARTED = Seen(ENGAGEMENT, "ExecutionStarted")
PACKS = {"settling-in": 12, "finding-work": 24, "visa-and-tax": 36}
"""How many days after the kick-off each of them is delivered."""
SESSIONS = {1: 2, 2: 28, 3: 50}
"""How many days after the kick-off the first, second and third session are arranged."""
DONE_AFTER = 88
"""In days: three months."""
CALLED: dict[str, Pair] = {
    "settling-in": ("暮らしの資料", "settling in"),
    "finding-work": ("仕事探しの資料", "finding work"),
    "visa-and-tax": ("ビザと税金の資料", "visa and tax"),
    NAME: (NAME, "The career trial for accompanying partners"),
    SUCCESSOR_NAME: (SUCCESSOR_NAME, "A team for inside sales from anywhere"),
}
ROLES = {
    "president": ("支援団体の", "the organiser's "),
    "companion": ("カウンセラーの", "the counsellor "),
    "applicant": ("", ""),
}
TOLD: dict[str, tuple[Tone, str, str]] = {
    "ServiceOpened": ("done", "{name}を開きました", "{name} opens"),
    "ServicePremiseRecorded": (
        "done", f"前提を書きとめました:「{BELIEVED}」", "A premise was written down: what people lack is information",
    ),
    "SeatsFilled": ("decided", "{seats}の席がすべて決まりました", "All {seats} seats are taken"),
    "WaitingBegan": (
        "done", "{person}が待機リストの{place}番目に入りました",
        "{person} is number {place} on the waiting list",
    ),
    "Withdrawn": ("decided", "{by}が、始まる前に辞退しました", "{by} withdrew before the beginning"),
    "SeatOffered": (
        "done", "空いた席を、{person}にご案内しました(72時間お待ちします)",
        "The free seat was offered to {person}, for 72 hours",
    ),
    "SeatOfferLapsed": (
        "late", "{person}からお返事がないまま期限が過ぎ、席は次の方へ",
        "No answer from {person}: the seat goes to the next",
    ),
    "SeatAccepted": ("decided", "{by}が席を受けました", "{by} took the seat"),
    "SessionArranged": (
        "done", "{person}の{title}({number}回目)の日時が決まりました",
        "{title} {number} of {person} was arranged",
    ),
    "SessionMoved": (
        "done", "{person}の相談の日時が変わり、届いた予定も改まりました",
        "The session of {person} was moved, and calendars follow",
    ),
    "SessionHeld": ("done", "{person}の相談を終えました", "The session of {person} was held"),
    "SessionMissed": (
        "done", "{person}の相談は流れました。だれも責めません",
        "The session of {person} fell through; nobody is blamed",
    ),
    "PackDelivered": ("done", "{person}に「{pack}」を届けました", "{person} got a pack: {pack}"),
    "PackAcknowledged": ("done", "{person}が「{pack}」を読みました", "{person} read a pack: {pack}"),
    "ProgrammeCompleted": ("decided", "{person}がプログラムを終えました", "{person} completed the programme"),
    "SurveySent": ("done", "{person}にアンケートをお願いしました", "{person} was asked to answer the survey"),
    "SurveyAnswered": ("done", "{person}がアンケートに答えました", "{person} answered the survey"),
    "ServicePremiseChanged": (
        "decided", f"前提が変わりました:「{LEARNED}」。十人のうち八人が働きたいと答えたからです",
        "The premise changed: what people lack is work rather than information. Eight of ten want to work",
    ),
    "InvitedToSuccessor": (
        "done", "{person}を、次のサービスにお招きしました",
        "{person} was invited to what comes next",
    ),
    "ServiceClosed": (
        "decided", "トライアルを閉じ、次のチームへ引き継ぎました",
        "The trial is closed; the team goes on",
    ),
}  # fmt: skip
TOGETHER: dict[str, tuple[Tone, str, str]] = {
    "Applied": ("done", "{count}人が応募しました", "{count} people applied"),
    "Selected": ("decided", "{count}人の参加が決まりました", "{count} people were selected"),
    "WaitingBegan": (
        "done", "{count}人が、順番に待機リストに入りました",
        "{count} people are on the waiting list, in order",
    ),
    "Declined": (
        "decided", "{count}人に、理由を添えて見送りを伝えました",
        "{count} people were declined, with a reason",
    ),
    "PoolJoined": ("done", "{count}人が、次の機会を待ってくれます", "{count} people want to hear of what comes next"),
    "SessionArranged": (
        "done", "{count}人の{title}({number}回目)の日時が決まり、予定が届きました",
        "{title} {number} was arranged with {count} people, and is in their calendars",
    ),
    "SessionHeld": ("done", "{count}人の相談を終えました", "Sessions with {count} people were held"),
    "PackDelivered": ("done", "{count}人に「{pack}」を届けました", "{count} people got a pack: {pack}"),
    "PackAcknowledged": ("done", "{count}人が「{pack}」を読みました", "{count} people read a pack: {pack}"),
    "ProgrammeCompleted": ("decided", "{count}人がプログラムを終えました", "{count} people completed the programme"),
    "SurveySent": ("done", "{count}人にアンケートをお願いしました", "{count} people were asked to answer the survey"),
    "SurveyAnswered": ("done", "{count}人がアンケートに答えました", "{count} people answered the survey"),
    "InvitedToSuccessor": (
        "done", "待っていた{count}人を、次のサービスに一度ずつお招きしました",
        "{count} people who had waited were invited to what comes next, once each",
    ),
    "VoiceGiven": ("done", "{count}人の声が届きました", "{count} people looked back"),
    "FollowUpSent": ("done", "{count}人に近況をうかがいました", "{count} people were asked how they fare"),
    "FollowUpAnswered": ("done", "{count}人が近況を知らせてくれました", "{count} people told how they fare"),
    "Reminded": (
        "late", "{wait}がまだの{count}人に、もう一度お願いしました", "{count} people were reminded: {wait} is due",
    ),
}  # fmt: skip


def scenario(_: str = LETTER) -> tuple[Act, ...]:
    """Every act of the trial; those who share a moment act in this order."""
    call = (*beginning(), *the_rush(), *the_choice(), *a_seat_becomes_free())
    return (*call, *_sessions(), *_packs(), *_completion(), *_survey(), *_pivot(), *_ending())


def _sessions() -> Iterator[Act]:
    """Two for everybody, a third for five; one falls through, one is moved, and there is never a fourth."""
    for number in SESSIONS:
        people = TAKING_PART if number < len(SESSIONS) else (*THREE_SESSIONS, MISSED)
        for stream in people:
            yield from _session(stream, number)
    moved = {"session": "counselling.1", "at": At(8, 11), "place": "第一会議室"}
    change = After(Seen(TAKING_PART[0], "SessionArranged"), 1)
    yield Act(TAKING_PART[0], "MoveSession", COUNSELLOR, change, moved)
    fourth = {"session_kind": "counselling", "at": At(7, 19), "place": "オンライン"}
    third = Seen(THREE_SESSIONS[0], "SessionHeld", {"session": "counselling.3"})
    yield Act(THREE_SESSIONS[0], "ArrangeSession", COUNSELLOR, After(third, 1), fourth, "4", refused="sessions-full")


def _session(stream: str, number: int) -> Iterator[Act]:
    """Arranged, and recorded two days after it; one record comes only after a reminder."""
    session = f"counselling.{number}"
    wish = {"session_kind": "counselling", "at": At(8, 19), "place": "オンライン"}
    yield Act(stream, "ArrangeSession", COUNSELLOR, After(STARTED, SESSIONS[number]), wish, str(number))
    attendance = "missed" if stream == MISSED and number == len(SESSIONS) else "held"
    recorded = After(Seen(stream, "SessionArranged", {"session": session}), 10)
    if stream == LATE and number == 1:
        recorded = reminded(stream, "session_record")
    yield Act(
        stream, "RecordSession", COUNSELLOR, recorded, {"session": session, "attendance": attendance}, str(number)
    )


def _packs() -> Iterator[Act]:
    """Three each, delivered and read; the last one of somebody only after the coordinator was told."""
    for pack, days in PACKS.items():
        for stream in TAKING_PART:
            words = {"pack": pack, "version": 1, "title": CALLED[pack][0], "text": "はじめの一歩です。"}
            yield Act(stream, "DeliverPack", OFFICE, After(STARTED, days), words, pack)
            read = After(Seen(stream, "PackDelivered", {"pack": pack}), 3)
            if stream == LATE and pack == "visa-and-tax":
                read = told(stream, "pack_acknowledgement")
            yield own(stream, "AcknowledgePack", read, pack, pack=pack, version=1)


def _completion() -> Iterator[Act]:
    """Not with one session; three months later, all ten of them."""
    yield own(TAKING_PART[0], "CompleteProgramme", After(STARTED, 14), "early", "programme-incomplete")
    for stream in TAKING_PART:
        yield own(stream, "CompleteProgramme", After(STARTED, DONE_AFTER))


def _survey() -> Iterator[Act]:
    """Of ten, eight want to work; three answer only after they were reminded."""
    wants = ["yes"] * 8 + ["no", "unsure"]
    helped = ["job_cases"] * 5 + ["legal_steps"] * 4 + ["counselling"]
    for number, stream in enumerate(TAKING_PART):
        said = [f"wants_work={wants[number]}", f"helped_most={helped[number]}", f"confidence={5 - number % 2}"]
        late = number >= SEATS - 3
        when = reminded(stream, "survey_answer") if late else After(Seen(stream, "SurveySent"), 2)
        yield own(stream, "AnswerSurvey", when, survey="closing", answers=said)


def _pivot() -> Iterator[Act]:
    """From information to work; whoever wants to hear of it is invited to the successor, once each."""
    answered = Seen(LATE, "SurveyAnswered")
    change = {
        "premise": "information",
        "believed": LEARNED,
        "evidence": "十人のうち八人が働きたいと答え、仕事の事例と手続きが最も役に立ちました。",
        "change": "情報を届けるプログラムから、ともに働くチームへ変わります。",
    }
    yield Act(SERVICE, "ChangeServicePremise", OFFICE, After(answered, 2), change)
    for stream in TAKING_PART[:8]:
        yield own(stream, "AgreeToPool", After(answered, 3))
    opening = {"name": SUCCESSOR_NAME, "region": "どこからでも", "playbook": "inside-sales-team"}
    yield Act(SUCCESSOR, "OpenService", OFFICE, After(answered, 5), {**opening, "coordinators": [OFFICE.person]})
    yield Act(SUCCESSOR, "InvitePool", OFFICE, After(answered, 6), {"predecessor": "trial"})


def _ending() -> Iterator[Act]:
    yield Act(ENGAGEMENT, "OpenRetrospective", OFFICE, After(Seen(SUCCESSOR, "PoolInvited"), 1))
    who = dict.fromkeys([participant(stream) for stream in TAKING_PART], 2)
    yield from voices(ENGAGEMENT, who, ["companions_found", "next_step_seen"], "ひとりではないと、分かりました。")
    for stream in TAKING_PART:
        yield from follow_ups(stream, participant(stream), 1, "働きはじめました。", late=stream == LATE)
    yield from follow_ups(ENGAGEMENT, HOST, 1, "次のチームに、続いています。", late=False)
    over = After(Seen(ENGAGEMENT, "EngagementCompleted"), 1)
    yield Act(SERVICE, "CloseService", OFFICE, over, {"reason": "次のチームへ引き継ぎます。"})


def _standing(state: Any, _: datetime) -> Pair:
    """Seats and waiting list."""
    taken, waiting = len(state.selected), len(state.waiting_list)
    return f"席 {taken}/{SEATS}、待機 {waiting} 人", f"{taken} of {SEATS} seats, {waiting} waiting"


STORY = Story(
    number=2,
    threads=lambda: (Thread(LETTER, str(CALL["theme"]), "Three months abroad to find one's next step"),),
    acts=scenario,
    names=lambda: {person: name.partition("(")[0] for person, name in PEOPLE.items()},
    roles=ROLES,
    told=TOLD,
    called=CALLED,
    together=TOGETHER,
    thread_of=lambda _: LETTER,
    heading=("プログラム", "Programme"),
    standing=_standing,
)
