"""What happened, in a person's words, in Japanese and English."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from banso.demo.scenario import Happening
from banso.demo.stories import Pair, Story, Tone
from domain.shared.refusals import DomainError
from domain.shared.values import Language

ROLES: dict[str, Pair] = {
    "president": ("企業の", "the company's "),
    "companion": ("伴走者の", "the companion "),
    "applicant": ("参加者の", "the participant "),
    "employer": ("勤務先の", "the employer's "),
    "coordinator": ("コーディネーターの", "the coordinator "),
}
"""By what ids begin with."""
APPLICANT: Pair = ("応募者の", "the applicant ")
UNTIL_CHOSEN = ("Applied", "Interviewed", "Selected", "Declined", "PoolJoined")
"""What happens to people while they are applicants still."""

WAITS: dict[str, Pair] = {
    "employer_consent": ("勤務先の同意", "the employer's consent"),
    "contract_signature": ("契約書への署名", "the signature"),
    "work_permission": ("就労確認", "the work permission"),
    "milestone_approval": ("成果の承認", "the approval of the result"),
    "application_answer": ("応募への返事", "the answer to the applicant"),
    "check_in_answer": ("報告への返事", "the answer to the report"),
    "payment": ("報酬の支払い", "the payment"),
    "retrospective": ("ふりかえりの声", "the look back"),
    "follow_up": ("近況のお返事", "the answer to the follow-up"),
    "enquiry_answer": ("相談への返事", "the answer to the enquiry"),
    "seat_offer": ("席の案内への返事", "the answer to the offered seat"),
    "consent_renewal": ("新しい同意", "a new consent"),
    "disagreement": ("意見の相違の解決", "the settlement of a disagreement"),
    "consultation_answer": ("相談への返事", "the answer to the front"),
    "premise_review": ("前提の見直し", "the review of a premise"),
    "plan_acceptance": ("新しい計画への返事", "the answer to the new plan"),
    "interview_record": ("面談の記録", "the record of an interview"),
    "session_record": ("セッションの記録", "the record of a session"),
    "attendance_record": ("集まりの出欠の記録", "the record of who came to a gathering"),
    "pack_acknowledgement": ("資料の確認", "the reading of a pack"),
    "survey_answer": ("アンケートへの回答", "the answer to a survey"),
    "personal_call": ("お電話", "the call"),
    "closing_voices": ("皆さんのふりかえり", "everybody's look back"),
    "story_consent": ("物語への同意", "the consent to the story"),
    "tax_treatment": ("税務上の取り扱い", "the tax treatment"),
    "permit_renewal": ("許可の更新", "the renewal of a permit"),
    "task_assignment": ("仕事の引き受け手", "somebody for a task"),
    "coverage": ("人手の手立て", "the coverage"),
    "rematch": ("新しい組み合わせ", "the new match"),
    "report_answer": ("報告への返事", "the answer to the report"),
    "isolation_care": ("声をかけること", "getting in touch"),
}

STAGES: dict[str, Pair] = {
    "recruit": ("募集", "recruiting"),
    "prepare": ("準備", "preparing"),
    "accompany": ("伴走", "at work"),
    "look_back": ("ふりかえり", "looking back"),
    "stay_connected": ("その後", "staying connected"),
    "ended": ("完了", "completed"),
    "open": ("開いている", "open"),
    "member": ("仲間", "member"),
}

TOLD: dict[str, tuple[Tone, str, str]] = {
    "PostingPublished": ("done", "募集を公開しました", "The posting is out"),
    "Applied": ("done", "{by}が応募しました", "{by} applied"),
    "Interviewed": ("done", "{by}が{person}と面談しました", "{by} talked with {person}"),
    "Selected": ("decided", "{person}の参加が決まりました", "{person} was selected"),
    "Declined": (
        "decided", "{by}が{person}に、理由を添えて見送りを伝えました", "{by} declined {person}, with a reason",
    ),
    "PoolJoined": ("done", "{by}は次の機会を待ってくれます", "{by} wants to hear of other projects"),
    "EmployerConsented": (
        "decided", "{by}が副業に同意しました(週{cap}時間まで)", "{by} consented, up to {cap} hours a week",
    ),
    "ContractRendered": (
        "done", "契約書ができ、双方に署名をお願いしました", "The contract is written, and both were asked to sign",
    ),
    "ContractSigned": ("decided", "{by}が契約書に署名しました", "{by} signed the contract"),
    "WorkPermissionCleared": ("done", "この仕事をしてよいことを確かめました", "The work permission is clear"),
    "ExecutionStarted": ("decided", "キックオフしました", "Kick-off"),
    "CheckInSubmitted": ("done", "{by}から{number}回目の報告({hours}時間)", "{by} sent report {number}: {hours} hours"),
    "HoursCapExceeded": (
        "late", "約束の週{cap}時間を超えて{hours}時間でした。コーディネーターに知らせました",
        "{hours} hours, above the cap of {cap}: the coordinator was told",
    ),
    "CheckInAnswered": ("done", "{by}が報告に返事をしました", "{by} answered the report"),
    "MilestoneDelivered": (
        "done", "{by}が{milestone}を届け、承認をお願いしました", "{by} delivered {milestone}; the company was asked",
    ),
    "MilestoneApproved": ("decided", "{by}が{milestone}を承認しました", "{by} approved {milestone}"),
    "ChangesRequested": (
        "decided", "{by}が{milestone}を差し戻し、足りないことを伝えました",
        "{by} sent {milestone} back and said what is missing",
    ),
    "PaymentRecorded": ("decided", "{by}が{milestone}の報酬を支払いました", "{by} paid for {milestone}"),
    "RetrospectiveOpened": ("done", "皆さんにふりかえりの声をお願いしました", "Everybody was asked to look back"),
    "VoiceGiven": ("done", "{by}の声が届きました", "{by} looked back"),
    "RetrospectiveClosed": ("decided", "ふりかえりを終えました", "The retrospective is closed"),
    "FollowUpSent": ("done", "{owner}に近況をうかがいました({ordinal}回目)", "{owner} was asked: follow-up {ordinal}"),
    "FollowUpAnswered": ("done", "{by}が近況を知らせてくれました", "{by} told how they fare"),
    "EngagementCompleted": ("decided", "プロジェクトが完了しました", "The project is complete"),
    "Reminded": ("late", "{wait}がまだなので、{owner}にもう一度お願いしました", "{owner} was reminded: {wait} is due"),
    "Escalated": (
        "late", "{wait}が{owner}からないままなので、コーディネーターに伝えました",
        "Still no word from {owner} on {wait}: the coordinator was told",
    ),
}  # fmt: skip
AN_ID = re.compile(r"[a-z]+\d+|[a-z0-9]+(?:-[a-z0-9]+)+")
"""What cannot be taken for a word of somebody's."""
A_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
UNANSWERED: Pair = ("返事がないまま、{by}が締めくくりました", "{by} closed the book; no answer had come")
MISSING: Pair = ("声のないまま: {people}", "not heard: {people}")


def _whose(stream: str) -> str:
    """The person whose stream it is: participations are called as their applicants, memberships end with them."""
    kind, _, identifier = stream.partition(":")
    if kind == "membership":
        return identifier.rpartition(".")[2]
    return identifier if kind == "person" else f"applicant-{identifier}"


def pick(pair: Pair, language: Language) -> str:
    """One of the two."""
    return pair[0] if language == "ja" else pair[1]


class Narrator:
    """Tells what happened to readers of one language."""

    def __init__(self, language: Language, story: Story) -> None:
        self._language = language
        self._names = story.names()
        self._roles = {**ROLES, **story.roles}
        self._told = {**TOLD, **story.told}
        self._told_as = story.told_as
        self._said = story.said
        self._called = story.called
        self._together = story.together

    def tell(self, one: Happening) -> tuple[Tone, str] | None:
        """Tone and sentence; None for what is not worth one."""
        key = self._told_as(one)
        if key not in self._told:
            return None
        tone, *pair = self._told[key]
        text = pick((pair[0], pair[1]), self._language)
        if one.type == "EngagementCompleted" and one.content.get("reason"):
            text = pick(UNANSWERED, self._language)
        sentence = text.format_map(self._values(one))
        if missing := one.content.get("missing"):
            people = ", ".join(self.person(each) for each in missing) if isinstance(missing, list) else ""
            sentence += f" ({pick(MISSING, self._language).format(people=people)})" if people else ""
        return tone, sentence[:1].upper() + sentence[1:]

    def tell_together(self, one: Happening, count: int) -> tuple[Tone, str] | None:
        """Tone and sentence for several like this one; None where each is told by itself."""
        key = self._told_as(one)
        if count == 1 or key not in self._together:
            return None
        tone, *pair = self._together[key]
        return tone, pick((pair[0], pair[1]), self._language).format_map({**self._values(one), "count": count})

    def refusal(self, error: DomainError) -> str:
        """What was wrong, with people and words instead of their ids."""
        return AN_ID.sub(lambda found: str(self._plain(found[0])), error.wrong.of(self._language))

    def _applies(self, participation: str) -> bool:
        return f"applicant-{participation}" in self._names

    def person(self, identifier: str, chosen: bool = True) -> str:
        """Role and name of somebody of the story; those who apply are participants when they were chosen."""
        kind = identifier.partition("-")[0]
        known = self._roles.get(kind, ("", "")) if chosen or kind != "applicant" else APPLICANT
        role = pick(known, self._language)
        name = self._names.get(identifier, identifier)
        return f"{role}{name}さん" if self._language == "ja" else f"{role}{name}"

    def wait(self, kind: str) -> str:
        """What is waited for."""
        return pick(WAITS.get(kind, (kind, kind.replace("_", " "))), self._language)

    def stage(self, stage: str) -> str:
        """How far a project is."""
        return pick(STAGES.get(stage, (stage, stage)), self._language)

    def _values(self, one: Happening) -> Mapping[str, Any]:
        content = one.content
        chosen = one.type not in UNTIL_CHOSEN
        about = content.get("person")
        person = about if isinstance(about, str) else _whose(one.stream)
        return {
            **{name: self._plain(value) for name, value in content.items()},
            "by": self.person(str(one.actor["person"]), chosen),
            "person": self.person(person, chosen),
            "wait": self.wait(str(content.get("kind", ""))),
            "milestone": self._milestone(str(content.get("milestone", ""))),
            "cap": content.get("weekly_hours_cap") or content.get("cap"),
            "hours": content.get("hours"),
            "number": content.get("number"),
            "ordinal": content.get("ordinal"),
            **{name: self._plain(value) for name, value in self._said(one).items()},
        }

    def _plain(self, value: Any) -> Any:
        """What an event says, for readers: people by their names, and what is said in both languages in theirs."""
        match value:
            case {"ja": str() as ja, "en": str() as en}:
                return pick((ja, en), self._language)
            case {"persons": [*persons]}:
                return self._people(persons)
            case str() if value in self._names:
                return self.person(value)
            case str() if self._applies(value):
                return self.person(f"applicant-{value}")
            case str() if value in self._called:
                return pick(self._called[value], self._language)
            case str() if A_DAY.fullmatch(value):
                return self._day(date.fromisoformat(value))
            case [*each]:
                return pick(("、", ", "), self._language).join(str(self._plain(one)) for one in each)
            case _:
                return value

    def _day(self, day: date) -> str:
        return pick((f"{day.month}月{day.day}日", f"{day.day} {day:%b}"), self._language)

    def _milestone(self, milestone: str) -> str:
        number = milestone.removeprefix("m")
        return pick(self._called.get(milestone, (f"成果 {number}", f"result {number}")), self._language)

    def _people(self, identifiers: Any) -> str:
        return pick(("と", " and "), self._language).join(self.person(each) for each in identifiers)
