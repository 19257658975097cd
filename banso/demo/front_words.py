"""What story 6's board says: who has which problem, how long it is open, and how people and problems are spread."""

from collections import Counter
from collections.abc import Collection, Mapping
from datetime import date, datetime
from statistics import median
from typing import Any

from banso.demo.scenario import Happening
from banso.demo.stories import Pair, Tone
from banso.playbooks import load_playbook
from domain.engagement.consultations.state import Consultation
from domain.engagement.state import Engagement
from domain.shared.wording import day_in_words

CALLED: dict[str, Pair] = {
    "m1": ("検証 1", "trial 1"),
    "m2": ("検証 2", "trial 2"),
}
"""What results are called."""

TOLD: dict[str, tuple[Tone, str, str]] = {
    "ServiceOpened": ("done", "「{name}」が開きました", "“{name}” opens"),
    "ConsultationsRouted": ("done", "{problem}は{owner}が引き受けます", "{owner} takes care of it: {problem}"),
    "ConsultationRaised": (
        "done", "{by}が困りごとを持ち帰りました({problem})。{owner}が引き受けます",
        "{by} brought home a problem ({problem}); it is {owner}'s now",
    ),
    "ConsultationAnswered": (
        "done", "{by}が相談 {consultation} に返事をしました", "{by} answered consultation {consultation}",
    ),
    "ConsultationRedirected": (
        "decided", "{by}が相談 {consultation} を{owner}に引き継ぎました",
        "{by} handed consultation {consultation} on to {owner}",
    ),
    "ScheduleReflected": (
        "decided", "予定に反映しました({moved})。お客さまにもお知らせしました",
        "The schedule says so, too: {moved}; the customer was told",
    ),
    "ConsultationClosed": (
        "decided", "{by}が、解決と本人への支えの両輪で相談 {consultation} を終えました",
        "{by} closed consultation {consultation}: the problem solved, and nobody left alone",
    ),
    "SupportTilted concentrated": (
        "late", "{person}に困りごとが集まっています({of}件のうち{count}件)。コーディネーターに知らせました",
        "{count} of {of} open problems are with {person}: the coordinator was told",
    ),
    "SupportTilted outnumbered": (
        "late", "現場{of}人のまわりに、支える人が{count}人います。コーディネーターに知らせました",
        "{count} supporters around {of} at the front: the coordinator was told",
    ),
    "SupportBalanced concentrated": ("decided", "困りごとの偏りがなくなりました", "The problems are spread again"),
    "SupportBalanced outnumbered": (
        "decided", "現場と支える人の釣り合いが取れました", "Front and support are in balance again",
    ),
    "FrontJoined": ("decided", "{person}が現場に加わりました", "{person} joined the front"),
    "MilestoneDelivered": (
        "done", "{by}が{milestone}を届け、お客さまに承認をお願いしました",
        "{by} delivered {milestone}; the customer was asked",
    ),
    "CustomerAsked": ("done", "{customer}に製品を見ていただきました", "{customer} was shown the product"),
    "PaidContractWon": ("decided", "{customer}が{yen}円で契約しました", "{customer} pays {yen} yen"),
    "LearningRecorded": ("done", "お客さまから学んだことを書きとめました", "What the customers taught is written down"),
}  # fmt: skip
TOGETHER: dict[str, tuple[Tone, str, str]] = {
    "ConsultationsRouted": (
        "done", "{count}種類の困りごとに、それぞれ引き受け手が決まりました",
        "{count} kinds of problems have their owners",
    ),
}  # fmt: skip


def told_as(one: Happening) -> str:
    """The key of the sentence that tells a happening."""
    tilt = one.content.get("tilt")
    return f"{one.type} {tilt}" if tilt else one.type


def said(one: Happening) -> Mapping[str, Any]:
    """What a happening says, besides its own words."""
    content = one.content
    match one.type:
        case "ConsultationRaised" if content["kind"] not in _known_kinds():
            return {"problem": {"ja": "ほかの種類", "en": "of another kind"}}
        case "ScheduleReflected":
            return {"moved": _moved(content)}
        case "PaidContractWon":
            return {"yen": f"{content['amount']:,}"}
        case _ if one.stream.startswith("participation:"):
            return {"person": f"carrier-{one.stream.partition(':')[2][:1]}"}
        case _:
            return {}


def _known_kinds() -> Collection[str]:
    return load_playbook("frontline-consultation").rules.consultations.kinds


def _moved(content: Mapping[str, Any]) -> dict[str, str]:
    """Which results come later, and when."""
    days, moved = content["days"], content["moved"]
    due = [(_result(each["milestone"]), day_in_words(date.fromisoformat(each["due_on"]))) for each in moved]
    return {
        "ja": "、".join(f"{name[0]}は{days}日延びて{day.ja}" for name, day in due),
        "en": ", ".join(f"{name[1]} comes {days} days later, on {day.en}" for name, day in due),
    }


def _result(milestone: str) -> Pair:
    return CALLED.get(milestone, (milestone, milestone))


def standing(state: Any, now: datetime) -> Pair:
    """Open problems by kind and age, the time to the first answer, causes that repeat; and what customers pay."""
    if not isinstance(state, Engagement):
        return "", ""
    parts = _parts(list(state.consultations.cases.values()), state, now)
    return " / ".join(ja for ja, _ in parts), " / ".join(en for _, en in parts)


def _parts(cases: list[Consultation], state: Engagement, now: datetime) -> list[Pair]:
    parts = _open([case for case in cases if case.is_open], now)
    answered = [case.first_answer_at - case.raised_at for case in cases if case.first_answer_at is not None]
    if answered:
        hours = round(median(each.total_seconds() for each in answered) / 3600)
        parts.append((f"初めの返事まで{hours}時間", f"first answer after {hours} h"))
    repeated = [count for count in Counter(case.cause for case in cases if case.cause).values() if count > 1]
    parts += [(f"同じ原因{count}件", f"same cause {count} times") for count in repeated]
    asked, paid = len(state.validation.customers), f"{state.validation.paid_yen:,}"
    return [*parts, *([(f"お客さま{asked}社、契約{paid}円", f"customers {asked}, paid {paid} yen")] if asked else [])]


def _open(cases: list[Consultation], now: datetime) -> list[Pair]:
    """Each kind that is open, how often, and the age of the oldest in days."""
    kinds: dict[str, list[Consultation]] = {}
    for case in cases:
        kinds.setdefault(case.kind, []).append(case)
    found = []
    for each in kinds.values():
        problem, times = each[0].problem, f"×{len(each)}" if len(each) > 1 else ""
        days = max((now - case.raised_at).days for case in each)
        found.append((f"{problem.ja}{times} {days}日", f"{problem.en}{times} {days} d"))
    return found
