"""What story 5's board says: reports and answers, the radar and its reasons, an end, and what lives on."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from banso.demo.scenario import ZONE, Happening
from banso.demo.stories import Pair, Tone
from banso.playbooks import load_playbook
from domain.membership.state import Membership
from domain.service.state import Service
from domain.shared.radar import Level, Reason, in_words
from domain.shared.values import BilingualText
from domain.shared.wording import day_in_words

LEVELS: dict[Level, Pair] = {"green": ("緑", "green"), "yellow": ("黄", "yellow"), "red": ("赤", "red")}
CALLED: dict[str, Pair] = {
    **{f"study-{number}": (f"{number}回目の勉強会", f"study meeting {number}") for number in range(1, 6)},
    "farewell-1": ("お別れの会の一日目", "the first evening of farewell"),
    "farewell-2": ("お別れの会の二日目", "the second evening of farewell"),
}
"""What gatherings are called."""

TOLD: dict[str, tuple[Tone, str, str]] = {
    "ServiceOpened": ("done", "「{name}」が始まりました", "“{name}” opens"),
    "JoinedService": ("done", "{person}が加わりました", "{person} joined"),
    "LeftService": (
        "decided", "{person}が目標にたどり着き、卒業しました", "{person} has reached the goal, and goes on alone",
    ),
    "AccompanistMatched": (
        "decided", "これから{accompanist}が{person}の隣を歩みます", "From now on {accompanist} runs alongside {person}",
    ),
    "RematchWished": (
        "done", "{person}に別の組み合わせの希望がありました。理由は、どなたにも聞きません",
        "Another match is wished for {person}; nobody is asked why",
    ),
    "AbsenceAnnounced": (
        "done", "{person}はしばらくお休みです。その間は{deputy}が返事をします",
        "{person} is away for some days; {deputy} answers meanwhile",
    ),
    "GoalSet": ("done", "{person}が目標を決めました", "{person} set a goal"),
    "ReportWritten": ("done", "{person}から{number}通目の便り", "Report {number} of {person}"),
    "ReportWritten done": (
        "done", "{person}から{number}通目の便り。目標へ一歩進みました", "Report {number} of {person}: one step further",
    ),
    "ReportAnswered": ("done", "{by}が{person}に返事をしました", "{by} answered {person}"),
    "ReportAnswered late": (
        "decided", "{by}が、遅くなりましたと{person}に返事をしました", "{by} answered {person} at last",
    ),
    "RadarTurned green": ("decided", "{person}の見守りが緑に戻りました", "The radar of {person} is green again"),
    "RadarTurned yellow": (
        "late", "{person}の見守りが黄になりました({why})", "The radar of {person} turns yellow: {why}",
    ),
    "RadarTurned red": ("late", "{person}の見守りが赤になりました({why})", "The radar of {person} turns red: {why}"),
    "RadarTurned care": (
        "late", "{person}の見守りが赤になりました({why})。{owner}に声かけをお願いしました",
        "The radar of {person} turns red ({why}): {owner} is asked to get in touch",
    ),
    "CareGiven": ("decided", "{by}が{person}に声をかけました", "{by} got in touch with {person}"),
    "GatheringArranged": (
        "done", "{gathering}({day})のお誘いを、皆さんに送りました", "Everybody is invited to {gathering}, on {day}",
    ),
    "GatheringHeld": ("done", "{gathering}が開かれました({registered}人)", "{gathering} took place, with {registered}"),
    "GatheringTooSmall": (
        "late", "{gathering}の参加者がまだ{registered}人です。コーディネーターに知らせました",
        "{gathering} has only {registered} so far: the coordinator was told",
    ),
    "GatheringInvited farewell": (
        "done", "{person}を{gathering}にお誘いしました", "{person} is invited to {gathering}",
    ),
    "GatheringChosenAnew": ("done", "{person}は{gathering}に移りました", "{person} moved to {gathering}"),
    "AttendanceRecorded missed": ("late", "{person}は{gathering}に来られませんでした", "{person} missed {gathering}"),
    "NoticeAgreed": (
        "done", "{person}とは、終わりを45日前に知らせる約束です", "{person} was promised 45 days of notice",
    ),
    "ReturnNoted": ("done", "{person}は海外にいて、帰国は{day}です", "{person} is abroad, and comes home on {day}"),
    "ClosingAnnounced": (
        "decided", "サービスの終わりを皆さんにお知らせしました。最終日は{day}です",
        "The end of the service is announced: its last day is {day}",
    ),
    "NoticeTooShort": (
        "late", "{person}には予告が足りません。最終日を{day}まで延ばしました",
        "The notice is too short for {person}, whose last day is {day}",
    ),
    "MarkedForCall": (
        "late", "帰国を待つ{person}には、{owner}がお電話します",
        "{person} is stranded shortly before the journey home: {owner} will call",
    ),
    "CallRecorded": ("decided", "{by}が{person}にお電話しました", "{by} called {person}"),
    "EndedWithService": ("done", "{person}の日々が、サービスとともに終わりました", "{person} ends with the service"),
    "ServiceClosed": ("decided", "サービスが終わりました", "The service has ended"),
    "LookingBackBegan": ("done", "皆さんにふりかえりをお願いしました", "Everybody is asked to look back"),
    "ClosingVoiceGiven": ("done", "{person}のふりかえりが届きました", "{person} looked back"),
    "VoiceAskedAgain": ("late", "{person}に、もう一度ふりかえりをお願いしました", "{person} is asked once more"),
    "ServiceLookedBack": (
        "decided", "ふりかえりのまとめ({voices}人): {gained}。取り組みは{involved}",
        "{voices} looked back. They gained: {gained}. They took part: {involved}",
    ),
    "LeadingAgreed": ("decided", "{person}が世話役を引き受けました", "{person} is ready to lead what lives on"),
    "CommunityFounded": (
        "decided", "「{community}」が続いていきます。世話役は{leader}です", "“{community}” lives on, led by {leader}",
    ),
    "CommunityJoined": ("done", "{person}が「寄り添いの輪」に加わりました", "{person} joined “寄り添いの輪”"),
    "SuccessorConsented": ("done", "{person}は、次の案内を待っています", "{person} wants to hear of what follows"),
    "MemberInvitedOn": ("done", "{person}を「{name}」にお誘いしました", "{person} is invited to “{name}”"),
}  # fmt: skip


def told_as(one: Happening) -> str:
    """The key of the sentence that tells a happening."""
    content = one.content
    match one.type:
        case "RadarTurned":
            return f"RadarTurned {'care' if content['schedule'] else content['level']}"
        case "ReportWritten" if content["done"]:
            return "ReportWritten done"
        case "ReportAnswered" if content["late"]:
            return "ReportAnswered late"
        case "GatheringInvited":
            return f"GatheringInvited {content['meeting']['kind']}"
        case "AttendanceRecorded" if not content["attended"]:
            return "AttendanceRecorded missed"
        case _:
            return one.type


def said(one: Happening) -> Mapping[str, Any]:
    """What a happening says, besides its own words: why, when, and what was found."""
    content = one.content
    match one.type:
        case "RadarTurned":
            reasons = tuple(Reason.model_validate(each) for each in content["reasons"])
            return {"why": in_words(reasons).model_dump()}
        case "GatheringArranged" | "GatheringInvited" | "GatheringChosenAnew":
            meeting = content["meeting"]
            return {"gathering": meeting["gathering"], "day": _day(meeting["at"])}
        case "ReturnNoted" | "NoticeTooShort":
            return {"day": _day(content.get("returns_on") or content["last_day"])}
        case "ClosingAnnounced":
            return {"day": _day(content["end"]["last_day"])}
        case "ServiceLookedBack":
            return _found(content)
        case _:
            return {}


def _day(written: str) -> dict[str, str]:
    moment = datetime.fromisoformat(written)
    return day_in_words((moment.astimezone(ZONE) if moment.tzinfo else moment).date()).model_dump()


def _found(content: Mapping[str, Any]) -> dict[str, Any]:
    """What people gained, and how they took part, in the words of the playbook."""
    closing = load_playbook("daily-accompaniment").rules.closing
    assert closing is not None
    gained = [(closing.gains[name], f" {count}") for name, count in content["gains"].items()]
    involved = [(closing.dimensions[name], f" {tenths / 10}") for name, tenths in content["involvement"].items()]
    return {"gained": _listed(gained), "involved": _listed(involved)}


def _listed(pairs: list[tuple[BilingualText, str]]) -> dict[str, str]:
    return {
        "ja": "、".join(words.ja + figure for words, figure in pairs),
        "en": ", ".join(words.en.lower() + figure for words, figure in pairs),
    }


def standing(state: Any, _: datetime) -> Pair:
    """The radar with its reasons where it is not green, else how near the goal is; of the service who belongs to it."""
    match state:
        case Service():
            return _service(state)
        case Membership() if state.radar.level != "green":
            level, why = LEVELS[state.radar.level], in_words(state.radar.reasons)
            return f"● {level[0]}: {why.ja}", f"● {level[1]}: {why.en}"
        case Membership() if state.accompanying.steps:
            share = f"{len(state.accompanying.done)}/{len(state.accompanying.steps)}"
            return f"目標まで {share} 歩", f"{share} steps to the goal"
        case Membership() if state.closing.in_community:
            return "輪の仲間", "in the community"
        case _:
            return "", ""


def _service(state: Service) -> Pair:
    closing, members = state.closing, sum(state.members.values())
    if closing.community is not None:
        number = closing.community.number
        return f"「{closing.community.name}」 {number}人", f"“{closing.community.name}”: {number}"
    if closing.announced is not None:
        day = day_in_words(closing.announced.end.last_day)
        return f"{day.ja}まで", f"until {day.en}"
    return f"{members}人", f"{members} members"
