"""Story 4: somebody is prepared and sent abroad, and the premises of their mission change. All of them are invented.

Late on purpose: the coordinator's answer to the applicant, the local unit's signature and its answer to the new plan,
the review of a premise, one report's answer, the home unit's look back, the last word on how they fare.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from banso.demo.hands import (
    COORDINATOR_NAME,
    OFFICE,
    follow_ups,
    participant,
    registered,
    reminded,
    signatures,
    told,
    voices,
)
from banso.demo.scenario import Act, After, Day, Happening, Seen, Shown
from banso.demo.stories import Pair, Story, Thread, Tone
from domain.shared.actors import Actor, Role

LETTER = "o"
ENGAGEMENT, WAY = f"engagement:{LETTER}", f"participation:{LETTER}1"
ASSIGNEE = participant(WAY)
UNIT = Actor(person=f"president-{LETTER}", role=Role.COMPANY)
HOME = Actor(person=f"employer-{LETTER}", role=Role.EMPLOYER)
ADVISER = Actor(person=f"companion-{LETTER}", role=Role.COMPANION)
PEOPLE = {
    OFFICE.person: COORDINATOR_NAME,
    HOME.person: "見本 しおん(本社の事業部長)",
    ADVISER.person: "見本 まこと(前任者)",
    UNIT.person: "見本 みなと(現地法人の長)",
    ASSIGNEE.person: "見本 わたる",
}
VIETNAM = "Asia/Ho_Chi_Minh"
KNOWN: dict[str, dict[str, Any]] = {
    UNIT.person: {"time_zone": VIETNAM},
    ASSIGNEE.person: {"employment": "employed", "employer_contact": HOME.person},
}
ROLES = {
    "president": ("現地法人の", "the local unit's "),
    "employer": ("本社の", "the home unit's "),
    "applicant": ("赴任する", "the assignee "),
}
FEE, DECLINED_FEE, NEW_FEE = 300_000, 200_000, 250_000
"""In yen."""
BUDGET, MARKET = "budget", "market"
CALLED: dict[str, Pair] = {
    "m1": ("顧客の地図", "the map of customers"),
    "m2": ("サービスの品書き", "the menu of services"),
    BUDGET: ("本社が二年間の予算をつける", "the home unit pays for two years"),
    MARKET: ("現地の工場は調達の支援を必要としている", "local factories need help with purchasing"),
    "customer-development": ("顧客開発戦略", "customer development strategy"),
    "special-skill": ("自分の専門性", "one's own special skill"),
    "added-value": ("協働が生む付加価値", "the added value of collaboration"),
    "本社の調達部": ("本社の調達部", "the home unit's purchasing department"),
}
POSTING: dict[str, Any] = {
    "service": "school",
    "title": "調達の橋渡し",
    "theme": "海を越えて、調達の橋をかける二年間",
    "host": "見本現地法人(架空)",
    "goal": "現地法人が自分の顧客を持つ",
    "shared_decision": "誰のために何をするかを、一緒に決める",
    "roles": ["責任者"],
    "seats": 1,
    "weekly_hours": "40",
    "coordinator": OFFICE.person,
    "company_contacts": [UNIT.person],
    "companion": ADVISER.person,
    "time_zone": VIETNAM,
}
MISSION = {"goal": POSTING["goal"], "customer": "本社の調達部", "customer_is": "internal"}
SURVIVAL = {"survival": "毎月払ってくれる顧客が二社"}
TOLD: dict[str, tuple[Tone, str, str]] = {
    "ModuleDone": ("done", "{by}が「{module}」を終えました", "{by} finished a module: {module}"),
    "Departed": ("decided", "{by}が出発の日を決めました", "{by} settled the day of departure"),
    "PremiseRecorded": ("done", "{owner}が前提を書きました:「{premise}」", "{owner} wrote down a premise: {premise}"),
    "MissionStated": (
        "decided", "{by}が使命を示しました。対価を払うのは{customer}、社内の顧客です",
        "{by} stated the mission; who pays is {customer}, an internal customer",
    ),
    "PremiseReviewAsked": (
        "done", "半年がたち、{owner}に前提の見直しをお願いしました:「{premise}」",
        "Half a year has passed, and {owner} was asked to look again: {premise}",
    ),
    "PremiseHeld": (
        "done", "{by}が確かめました。変わっていません:「{premise}」", "{by} looked again, and it holds: {premise}",
    ),
    "PremiseFell": (
        "late", "{by}が前提の崩れを伝えました:「{premise}」。{milestones}は、立て直すまで進めません",
        "{by} told that a premise fell: {premise}. New plans are needed for {milestones}",
    ),
    "PositionStated": (
        "done", "{by}が立場を述べました({version}回目)。どちらの言葉も残ります",
        "{by} stated a position (no. {version}); the words of both sides are kept",
    ),
    "PlanProposed 2": (
        "done", f"計画の第2版を提案しました: 品書きの報酬 {FEE:,} 円 → {DECLINED_FEE:,} 円",
        f"Version 2 of the plan was proposed: fee of the menu {FEE:,} yen → {DECLINED_FEE:,} yen",
    ),
    "PlanProposed 3": (
        "done", f"計画の第3版を提案しました: 品書きの報酬 {FEE:,} 円 → {NEW_FEE:,} 円、期日は四か月後",
        f"Version 3 of the plan was proposed: fee of the menu {FEE:,} yen → {NEW_FEE:,} yen, due in four months",
    ),
    "PlanDeclined": (
        "decided", "{person}は第{version}版に同意せず、理由を述べました",
        "{person} did not agree to version {version}, and said why",
    ),
    "PlanAccepted": ("decided", "{person}が第{version}版に同意しました", "{person} agreed to version {version}"),
    "PlanInForce": (
        "decided", "全員が同意し、計画の第{version}版が有効になりました",
        "Everybody agreed: version {version} of the plan is in force",
    ),
}  # fmt: skip


def told_as(one: Happening) -> str:
    """Every proposal has its own difference."""
    return f"{one.type} {one.content['version']}" if one.type == "PlanProposed" else one.type


def scenario(_: str = LETTER) -> tuple[Act, ...]:
    """Every act of the two years; those who share a moment act in this order."""
    return (*_beginning(), *_choosing(), *_preparing(), *_mission(), *_premises(), *_plans(), *_results(), *_ending())


def _beginning() -> Iterator[Act]:
    yield from registered(PEOPLE, KNOWN)
    desk = {"name": "越境コラボ塾(見本)", "region": "本社", "playbook": "overseas-assignment"}
    yield Act("service:school", "OpenService", OFFICE, None, {**desk, "coordinators": [OFFICE.person]})
    yield Act(ENGAGEMENT, "DraftPosting", OFFICE, None, POSTING)
    yield Act(ENGAGEMENT, "PublishPosting", OFFICE)


def _choosing() -> Iterator[Act]:
    words = {"engagement": LETTER, "person": ASSIGNEE.person, "motivation": "自分の力を、外で試したいです。"}
    yield Act(WAY, "Apply", ASSIGNEE, After(Seen(ENGAGEMENT, "PostingPublished"), 3), words)
    chosen = {"participation": f"{LETTER}1"}
    yield Act(ENGAGEMENT, "SelectParticipant", OFFICE, reminded(WAY, "application_answer"), chosen)
    terms = {
        "work": "調達の橋渡し", "fee": 2 * FEE, "weekly_hours": "40", "starts_on": Day(30), "ends_on": Day(760),
        "place": "ホーチミン",
    }  # fmt: skip
    yield Act(WAY, "OfferContract", OFFICE, After(Seen(WAY, "Selected"), 1), terms)
    late = reminded(WAY, "contract_signature", subject="1.company")
    yield from signatures(WAY, UNIT, {"participant": 1, "company": late})


def _preparing() -> Iterator[Act]:
    """Three modules; nobody leaves with two of them."""
    ready = Seen(ENGAGEMENT, "ParticipantReady")
    for days, module in ((3, "customer-development"), (6, "special-skill"), (10, "added-value")):
        done = {"module": module, "done_on": Day(), "learned": "誰が対価を払うのかを、初めて考えました。"}
        yield Act(WAY, "RecordModule", ASSIGNEE, After(ready, days), done, module)
    leaving = {"leaves_on": Day(20)}
    yield Act(WAY, "Depart", ASSIGNEE, After(ready, 7), leaving, "early", refused="modules-missing")
    yield Act(WAY, "Depart", ASSIGNEE, After(ready, 11), leaving)


def _mission() -> Iterator[Act]:
    """No mission without written premises, nor without what the unit needs to survive."""
    departed = Seen(WAY, "Departed")
    whole = {**MISSION, **SURVIVAL}
    yield Act(ENGAGEMENT, "StateMission", UNIT, After(departed, 1), whole, "1", refused="mission-without-premises")
    for milestone in ("m1", "m2"):
        planned = {"milestone": milestone, "title": CALLED[milestone][0], "fee": FEE, "due_on": Day(240)}
        yield Act(ENGAGEMENT, "PlanMilestone", OFFICE, After(departed, 2), planned, milestone)
    heard = {"heard": "引き継ぎで聞きました。", "evidence": "前年の予算書に書いてあります。"}
    for who, premise, source, carried in (
        (ASSIGNEE, BUDGET, "predecessor", ["m1", "m2"]),
        (UNIT, MARKET, "document", ["m2"]),
    ):
        words = {"premise": premise, "believed": CALLED[premise][0], "owner": who.person, "source": source, **heard}
        values = {**words, "milestones": carried}
        yield Act(ENGAGEMENT, "RecordPremise", who, After(departed, 3), values, premise)
    yield Act(ENGAGEMENT, "StateMission", UNIT, After(departed, 4), MISSION, "2", refused="mission-incomplete")
    yield Act(ENGAGEMENT, "StateMission", UNIT, After(departed, 5), whole)
    yield Act(ENGAGEMENT, "StartExecution", OFFICE, After(departed, 20, monday=True))


def _premises() -> Iterator[Act]:
    """Half a year later the reviews come by themselves; one is late, and its premise has fallen."""
    for number, days in enumerate((30, 90), start=1):
        report = {"week_of": Day(-7), "hours": "40", "main_job": "well", "text": "工場を二つ訪ねました。"}
        yield Act(WAY, "SubmitCheckIn", ASSIGNEE, After(Seen(WAY, "WorkStarted"), days), report, str(number))
        answer = {"number": number, "text": "その工場の話を、もっと聞かせてください。"}
        asked = Seen(WAY, "CheckInSubmitted", {"number": number})
        when = After(asked, 1) if number == 1 else reminded(WAY, "check_in_answer", subject="2")
        yield Act(WAY, "AnswerCheckIn", ADVISER, when, answer, str(number))
    asked = Seen(ENGAGEMENT, "PremiseReviewAsked", {"premise": MARKET})
    holds = {"premise": MARKET, "finding": "holds", "evidence": "工場長に聞きました。"}
    yield Act(ENGAGEMENT, "ReviewPremise", UNIT, After(asked, 3), holds, MARKET)
    escalated = told(ENGAGEMENT, "premise_review", subject=f"{BUDGET}.1")
    yield _delivery("m1", escalated)
    fallen = {"premise": BUDGET, "finding": "fallen", "evidence": "予算会議で、一年に減りました。"}
    delivered = Seen(ENGAGEMENT, "MilestoneDelivered", {"milestone": "m1"})
    yield Act(ENGAGEMENT, "ReviewPremise", ASSIGNEE, After(delivered, 1), fallen, BUDGET)
    yield _approval("m1", FEE, After(Seen(ENGAGEMENT, "PremiseFell"), 1), refused="needs-rescoping")
    yield from _positions()


def _positions() -> Iterator[Act]:
    """Both units say how they see it; nobody speaks for the other one."""
    fell = Seen(ENGAGEMENT, "PremiseFell")
    said = (
        (2, HOME, "local", "本社の資金には限りがあります。", "other-side"),
        (3, HOME, "home", "本社の資金には限りがあります。", ""),
        (4, UNIT, "local", "顧客がつくまで、あと一年かかります。", ""),
        (6, HOME, "home", "半年なら、続けられます。", ""),
    )
    for days, who, unit, words, code in said:
        values = {"unit": unit, "words": words}
        yield Act(ENGAGEMENT, "StatePosition", who, After(fell, days), values, str(days), refused=code)


def _plans() -> Iterator[Act]:
    """One version is declined; of the next one the last answer is long in coming, and silence agrees to nothing."""
    fell = Seen(ENGAGEMENT, "PremiseFell")
    reason = {"reason": "予算が一年になったためです。"}
    declined = [{"milestone": "m1"}, {"milestone": "m2", "fee": DECLINED_FEE}]
    yield Act(ENGAGEMENT, "ProposePlan", OFFICE, After(fell, 8), {"changes": declined, **reason}, "2")
    no = {"person": ASSIGNEE.person, "version": 2, "reason": "この額では、続けられません。"}
    yield Act(ENGAGEMENT, "DisagreeWithPlan", ASSIGNEE, After(fell, 10), no)
    better = [{"milestone": "m1"}, {"milestone": "m2", "fee": NEW_FEE, "due_on": Day(120)}]
    yield Act(ENGAGEMENT, "ProposePlan", OFFICE, After(fell, 12), {"changes": better, **reason}, "3")
    silent = told(ENGAGEMENT, "plan_acceptance", 2)
    for who, when in ((ASSIGNEE, After(fell, 13)), (UNIT, silent)):
        yes = {"person": who.person, "version": 3}
        yield Act(ENGAGEMENT, "AcceptPlan", who, when, yes, who.person)


def _delivery(milestone: str, when: After) -> Act:
    made = {"milestone": milestone, "evidence": "十二社を訪ねて、まとめました。"}
    return Act(ENGAGEMENT, "DeliverMilestone", ASSIGNEE, when, made, milestone)


def _approval(milestone: str, fee: int, when: After, refused: str = "") -> Act:
    shown = Seen(ENGAGEMENT, "MilestoneDelivered", {"milestone": milestone})
    content = Shown(shown, CALLED[milestone][0], fee)
    values = {"milestone": milestone, "delivery": 1, "content": content}
    name = f"{milestone}.early" if refused else milestone
    return Act(ENGAGEMENT, "ApproveMilestone", UNIT, when, values, name, refused=refused)


def _results() -> Iterator[Act]:
    """The first one is paid on its day, though nobody could approve it yet; the second one as the new plan says."""
    in_force = Seen(ENGAGEMENT, "PlanInForce")
    due = reminded(ENGAGEMENT, "payment", 0, "m1")
    yield Act(ENGAGEMENT, "RecordPayment", UNIT, due, {"milestone": "m1", "paid_on": Day()}, "m1")
    yield _approval("m1", FEE, After(in_force, 1))
    yield _delivery("m2", After(in_force, 60))
    delivered = Seen(ENGAGEMENT, "MilestoneDelivered", {"milestone": "m2"})
    yield _approval("m2", NEW_FEE, After(delivered, 2))
    paid = {"milestone": "m2", "paid_on": Day()}
    yield Act(ENGAGEMENT, "RecordPayment", UNIT, After(delivered, 10), paid, "m2")


def _ending() -> Iterator[Act]:
    paid = Seen(ENGAGEMENT, "PaymentRecorded", {"milestone": "m2"})
    yield Act(ENGAGEMENT, "OpenRetrospective", OFFICE, After(paid, 1))
    who: dict[Actor, After | int]
    who = {ASSIGNEE: 1, UNIT: 2, HOME: reminded(ENGAGEMENT, "retrospective", subject=HOME.person)}
    yield from voices(ENGAGEMENT, who, ["strength_discovered"], "前提は変わるものだと、学びました。")
    yield from follow_ups(ENGAGEMENT, UNIT, 3, "新しい顧客と、続いています。")
    yield from follow_ups(WAY, ASSIGNEE, 3, "次に赴任する人に、話をしました。")


def _standing(state: Any, _: datetime) -> Pair:
    """What became of the premises, and how far the latest plan is."""
    ledger = state.ledger
    premises, fallen = len(ledger.premises), sum(premise.fallen for premise in ledger.premises.values())
    open_ja, open_en = (" 返事待ち", ", being asked") if ledger.open_plan else ("", "")
    return (
        f"前提 {premises}(崩れた {fallen})、計画 第{ledger.version}版{open_ja}",
        f"{premises} premises, {fallen} fallen; plan {ledger.version}{open_en}",
    )


STORY = Story(
    number=4,
    threads=lambda: (Thread(LETTER, str(POSTING["theme"]), "Two years abroad, as a bridge for purchasing"),),
    acts=scenario,
    names=lambda: {person: name.partition("(")[0] for person, name in PEOPLE.items()},
    roles=ROLES,
    told=TOLD,
    told_as=told_as,
    called=CALLED,
    heading=("赴任", "Assignment"),
    standing=_standing,
)
