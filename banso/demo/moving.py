"""What happens to the team of story 3: an overnight return, a lockdown, two hundred days, and nobody left to cover.

Late on purpose: a signature, the consent to the new place, the approval of the result, the answer to who covers, the
last words on how everybody fares.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from banso.demo.asking import Question
from banso.demo.hands import OFFICE, follow_ups, participant, reminded, told, voices
from banso.demo.remote import (
    AOI,
    BENI,
    CALLED,
    CHIKA,
    CLIENT,
    EMPLOYER,
    ENGAGEMENT,
    FEE,
    LETTER,
    PEOPLE,
    POSTING,
    RESULT,
    SINGAPORE,
    TEAM,
    TOKYO,
    beginning,
    choosing,
    gates,
    kick_off,
    permits,
    ways,
)
from banso.demo.scenario import Act, After, Day, DayOf, Happening, Seen, Shown
from banso.demo.stories import Pair, Story, Thread, Tone
from domain.shared.actors import Actor

STRANDED_DAYS = 200
ROLES = {
    "president": ("クライアントの", "the client's "),
    "employer": ("帯同元の会社の", "the partner's employer's "),
    "applicant": ("", ""),
}
WORDS: dict[str, Pair] = {
    **CALLED,
    "employer_consent": ("勤務先の同意", "the employer's consent"),
    "work_permission": ("就労の確認", "the work permission"),
    "tax_treatment": ("税務上の取り扱い", "the tax treatment"),
    "JP": ("日本", "Japan"),
    "VN": ("ベトナム", "Vietnam"),
    "GB": ("イギリス", "the United Kingdom"),
    "SG": ("シンガポール", "Singapore"),
}
TOLD: dict[str, tuple[Tone, str, str]] = {
    "JoinedService": ("done", "{person}がチームの名簿に加わりました", "{person} joined the roster"),
    "AvailabilitySet": ("done", "{person}が、空いている時間を知らせました", "{person} told when there is time"),
    "AvailabilitySet none": (
        "late", "{person}の建物が封鎖され、いまは時間がとれません。何も終わりにはなりません",
        "A lockdown: {person} has no time at all now, and nothing ends",
    ),
    "EmployerConsented": (
        "decided", "{by}が同意しました(週{cap}時間まで)", "{by} consented, up to {cap} hours a week",
    ),
    "WorkPermissionCleared": (
        "done", "{person}がいまの場所で働けることを確かめました", "{person} may work where they are now",
    ),
    "PermissionInformationRequested": (
        "done", "{person}に、いまの場所の許可証を見せてもらうよう頼みました", "{person} was asked for a permit",
    ),
    "PermitRecorded": ("done", "{person}が{country}の許可証を見せました", "{person} showed a permit for {country}"),
    "PermissionReviewRequested": (
        "done", "規則だけでは分からないので、{owner}が目で確かめます", "No rule knows: {owner} has to look",
    ),
    "TaxTreatmentSettled": ("done", "{person}の税務上の取り扱いが決まりました", "How {person} is taxed is settled"),
    "BecameReady": ("decided", "{person}の準備がすべて整いました", "{person} is ready"),
    "ClientContractConcluded": (
        "decided", "クライアントとの契約({contract})を結びました", "The contract with the client is signed: {contract}",
    ),
    "TaskAssigned": ("done", "{assignee}が「{task}」を受け持ちます", "{assignee} does {task}"),
    "TaskAssigned on": (
        "done", "「{task}」を、{former}から{assignee}へ引き継ぎました", "{assignee} takes over {task} from {former}",
    ),
    "TaskFinished": ("done", "{by}が「{task}」を終えました", "{by} finished {task}"),
    "Relocated overnight": (
        "late", "{person}が、一夜のうちに{country}へ戻りました",
        "Overnight, {person} went to {country}",
    ),
    "Relocated planned": (
        "done", "{person}が、{since}からの引っ越し({country})を早めに知らせました",
        "{person} announced a move to {country} for {since}",
    ),
    "PlaceChanged": (
        "late", "{person}はいま{country}です。確かめがそろうまでお休みします({reopened})",
        "{person} is in {country}, and rests until this is settled: {reopened}",
    ),
    "RecheckCame": (
        "late", "{person}について、もう一度確かめます({number}回目): {open_gates}",
        "Looked again at what {person} needs (no. {number}): {open_gates}",
    ),
    "WorkResumed": (
        "decided", "{person}が戻ってきました。終えたことは、終えたままです",
        "{person} is back; what was finished stays so",
    ),
    "PermitExpiring": (
        "late", "{person}の許可証は{last_day}まで。{owner}に知らせました",
        "The permit of {person} ends on {last_day}: {owner} was told",
    ),
    "CoverageForecast short": (
        "late", "{short_from}から、クライアントの時間に人手が足りなくなりそうです",
        "From {short_from} on too few would be there in the client's hours",
    ),
    "CoverageForecast enough": ("decided", "人手は、また足りる見通しです", "There will be enough people again"),
    "CoverageShort": (
        "late", "クライアントが気づくより前に、{owner}に人手の不足を知らせました",
        "{owner} was told of it before the client could notice",
    ),
    "LeftService": ("done", "{person}が、次の場所へ向かいました", "{person} went on"),
}  # fmt: skip
TOGETHER: dict[str, tuple[Tone, str, str]] = {
    "JoinedService": ("done", "{count}人がチームの名簿に加わりました", "{count} people joined the roster"),
    "AvailabilitySet": (
        "done", "九つの時間帯の{count}人が、空いている時間を知らせました",
        "{count} people in nine time zones told when there is time",
    ),
    "Applied": ("done", "{count}人が応募しました", "{count} people applied"),
    "Selected": ("decided", "{count}人の参加が決まりました", "{count} people were selected"),
    "PermissionInformationRequested": (
        "done", "{count}人に、いまの場所の許可証を見せてもらうよう頼みました",
        "{count} people were asked for their permits",
    ),
    "ContractRendered": (
        "done", "{count}人分の契約書ができ、双方に署名をお願いしました",
        "{count} contracts are written; both sides were asked to sign",
    ),
    "ContractSigned": ("decided", "契約書に署名が{count}つ届きました", "{count} signatures arrived"),
    "TaxTreatmentSettled": (
        "done", "{count}人の税務上の取り扱いが決まりました", "How {count} people are taxed is settled",
    ),
    "BecameReady": ("decided", "{count}人の準備がすべて整いました", "{count} people are ready"),
    "VoiceGiven": ("done", "{count}人の声が届きました", "{count} people looked back"),
    "FollowUpSent": (
        "done", "一年後です。{count}人に近況をうかがいました",
        "A year later: {count} people were asked how they fare",
    ),
    "FollowUpAnswered": ("done", "{count}人が近況を知らせてくれました", "{count} people told how they fare"),
    "Reminded": (
        "late", "{wait}がまだの{count}人に、もう一度お願いしました", "{count} people were reminded: {wait} is due",
    ),
    "LeftService": (
        "done", "{count}人が、それぞれ次の場所へ向かいました",
        "{count} people went on, each in their own way",
    ),
}  # fmt: skip


def told_as(one: Happening) -> str:
    """Moves, hours, tasks and forecasts are told by what they come to."""
    content = one.content
    match one.type:
        case "AvailabilitySet" if not content["hours"]:
            return f"{one.type} none"
        case "TaskAssigned" if content["former"]:
            return f"{one.type} on"
        case "WorkPermissionCleared" if one.actor["role"] == "system":
            return f"{one.type} by rule"
        case "Relocated":
            return f"{one.type} {content['move']}"
        case "CoverageForecast":
            return f"{one.type} {'short' if content['short_from'] else 'enough'}"
        case _:
            return one.type


def scenario(_: str = LETTER) -> tuple[Act, ...]:
    """Every act of the two years; those who share a moment act in this order."""
    team = (*beginning(), *choosing(), *gates(), *kick_off())
    return (*team, *_overnight(), *_lockdown(), *_stranded(), *_result(), *_leaving(), *_settled(), *_ending())


def _move(stream: str, when: After, since: int, move: str, country: str, zone: str, name: str = "") -> Act:
    who = participant(stream)
    values = {"since": Day(since), "move": move, "country": country, "time_zone": zone}
    return Act(f"person:{who.person}", "Relocate", who, when, values, name or country)


def _overnight() -> Iterator[Act]:
    """One command; the same again changes nothing."""
    begun = After(Seen(ENGAGEMENT, "ExecutionStarted"), 30)
    yield _move(AOI, begun, 0, "overnight", "JP", TOKYO)
    yield _move(AOI, begun, 0, "overnight", "JP", TOKYO, "again")


def _lockdown() -> Iterator[Act]:
    """No time at all for two weeks, and nothing ends; what was handed over comes back."""
    moved, who = Seen(AOI, "PlaceChanged", {"country": "JP"}), participant(BENI)
    stream, task = f"person:{who.person}", {"task": "b1", "assignee": BENI.partition(":")[2]}
    closed: dict[str, Any] = {"hours": [], "reason": "建物の封鎖"}
    yield Act(stream, "SetAvailability", who, After(moved, 20), closed, "closed")
    yield Act(ENGAGEMENT, "AssignTask", OFFICE, After(moved, 21), task, "early", refused="member-not-there")
    yield Act(stream, "SetAvailability", who, After(moved, 34), {"hours": [TEAM["r2"].hours]}, "open")
    yield Act(ENGAGEMENT, "AssignTask", OFFICE, After(moved, 35), task)


def _stranded() -> Iterator[Act]:
    """Looked at again every month; when the last gate is clear she resumes."""
    moved = Seen(AOI, "PlaceChanged", {"country": "JP"})
    yield _taxed(AOI, After(moved, 5), "JP")
    yield _consent(After(moved, STRANDED_DAYS), "JP")


def _consent(when: After, name: str) -> Act:
    return Act(AOI, "RecordEmployerConsent", EMPLOYER, when, {"weekly_hours_cap": "20"}, name)


def _taxed(stream: str, when: After, name: str) -> Act:
    return Act(stream, "SettleTaxTreatment", OFFICE, when, {"grounds": "居住地の決まりを確かめました。"}, name)


def _result() -> Iterator[Act]:
    begun = Seen(ENGAGEMENT, "ExecutionStarted")
    made = {"milestone": "m1", "evidence": "百件の商談の記録です。"}
    yield Act(ENGAGEMENT, "DeliverMilestone", participant(BENI), After(begun, 100), made)
    delivered = Seen(ENGAGEMENT, "MilestoneDelivered")
    shown = {"milestone": "m1", "delivery": 1, "content": Shown(delivered, RESULT, FEE)}
    yield Act(ENGAGEMENT, "ApproveMilestone", CLIENT, told(ENGAGEMENT, "milestone_approval"), shown)
    yield Act(ENGAGEMENT, "RecordPayment", CLIENT, After(delivered, 20), {"milestone": "m1", "paid_on": Day()})


def _leaving() -> Iterator[Act]:
    """Two announce that they move; the third one's permit ends, and she shows a new one after a reminder."""
    resumed = After(Seen(AOI, "WorkResumed"), 10)
    yield _move(AOI, resumed, 40, "planned", "SG", SINGAPORE)
    yield _move(BENI, resumed, 30, "planned", "SG", SINGAPORE)
    who = participant(CHIKA)
    renewed = {"country": "GB", "kind": "帯同", "valid_until": Day(900)}
    # By then the coordinator was reminded of the coverage, too: both were told on the same day.
    yield Act(f"person:{who.person}", "RecordPermit", who, reminded(ENGAGEMENT, "coverage"), renewed, "renewed")


def _settled() -> Iterator[Act]:
    """The gates of the new place."""
    for stream in (AOI, BENI):
        moved = Seen(stream, "PlaceChanged", {"country": "SG"})
        yield from permits(stream, "SG", 900, After(moved, 25))
        yield _taxed(stream, After(moved, 6), "SG")
    yield _consent(After(Seen(AOI, "PlaceChanged", {"country": "SG"}), 6), "SG")


def _ending() -> Iterator[Act]:
    moved = Seen(AOI, "PlaceChanged", {"country": "SG"})
    yield Act(ENGAGEMENT, "OpenRetrospective", OFFICE, After(moved, 40))
    who: dict[Actor, After | int] = {participant(stream): 2 for stream in ways()}
    yield from voices(ENGAGEMENT, {**who, CLIENT: 2, EMPLOYER: 2}, ["online_skills"], "どこにいても、仲間でした。")
    for stream in ways():
        yield from follow_ups(stream, participant(stream), 1, "いまも、どこかで働いています。", late=stream == CHIKA)
    yield from follow_ups(ENGAGEMENT, CLIENT, 1, "あのチームに、いまも相談しています。")
    over = After(Seen(ENGAGEMENT, "EngagementCompleted"), 1)
    for stream in ways():
        membership = f"membership:remote.{participant(stream).person}"
        yield Act(membership, "LeaveService", participant(stream), over, {"reason": "次の場所へ進みます。"})


def questions() -> tuple[Question, ...]:
    """Where she was on the day before that night, and what was known of the time after it; asked when she is back."""
    resumed, night = After(Seen(AOI, "WorkResumed"), 5), Seen(AOI, "PlaceChanged", {"country": "JP"})
    aoi, before, later = participant(AOI).person, DayOf(night, -1), DayOf(night, 30)
    return (
        Question("before", aoi, resumed, before, None, "VN", permitted=True),
        Question("later", aoi, resumed, later, None, "JP", permitted=True, rests=True),
        Question("nobody knew", aoi, resumed, later, before, "VN", permitted=True),
    )


def _standing(state: Any, _: datetime) -> Pair:
    """How many are there now."""
    there = sum(member.there for member in state.team.members.values())
    return f"{len(TEAM)}人のうち{there}人が活動中", f"{there} of {len(TEAM)} are there"


STORY = Story(
    number=3,
    threads=lambda: (Thread(LETTER, str(POSTING["theme"]), "One team, from nine time zones"),),
    acts=scenario,
    names=lambda: {person: name.partition("(")[0] for person, name in PEOPLE.items()},
    roles=ROLES,
    told=TOLD,
    told_as=told_as,
    called=WORDS,
    together=TOGETHER,
    thread_of=lambda _: LETTER,
    heading=("チーム", "Team"),
    standing=_standing,
    questions=questions,
)
