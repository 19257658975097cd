"""Story 7: two people give a museum a month, unpaid, by a playbook of one's own. All of them are invented.

Late on purpose: the coordinator's answer to one application, the museum's to what was made, one report's.
"""

from collections.abc import Iterator
from importlib import resources
from typing import Any

from banso.demo.scenario import Act, After, Day, Seen, Shown
from banso.demo.stories import Story, Thread
from domain.shared.actors import Actor, Role

LETTER = "m"
ENGAGEMENT = f"engagement:{LETTER}"
FIRST, SECOND = f"participation:{LETTER}1", f"participation:{LETTER}2"
OFFICE = Actor(person="coordinator", role=Role.COORDINATOR)
MUSEUM = Actor(person=f"president-{LETTER}", role=Role.COMPANY)
PEOPLE = {
    "coordinator": "見本 さくら",
    MUSEUM.person: "見本 七重(博物館の学芸員)",
    f"applicant-{LETTER}1": "見本 ふみ",
    f"applicant-{LETTER}2": "見本 いろは",
}
ROLES = {"president": ("博物館の", "the museum's ")}
RESULT = "三つの展示の解説"
WORDS = "初めて来た人が、展示の前で足を止めていました。"
POSTING: dict[str, Any] = {
    "service": "museum-desk",
    "title": "やさしい解説をつくる",
    "theme": "初めて来た人が立ち止まる、やさしい展示解説",
    "host": "見本博物館(架空)",
    "goal": "初めて来た人が、立ち止まって読みたくなる解説ができる",
    "shared_decision": "どの展示から始めるかを、学芸の方と一緒に決める",
    "roles": ["文章", "絵"],
    "seats": 2,
    "weekly_hours": "4",
    "coordinator": OFFICE.person,
    "company_contacts": [MUSEUM.person],
}


def scenario(_: str = LETTER) -> tuple[Act, ...]:
    """Every act of the month; those who share a moment act in this order."""
    return (*_beginning(), *_choosing(), *_work(), *_ending())


def _participant(stream: str) -> Actor:
    return Actor(person=f"applicant-{stream.partition(':')[2]}", role=Role.PARTICIPANT)


def _late(stream: str, step: str, kind: str, days: int = 1) -> After:
    """Only after the reminder, or after the coordinator was told."""
    return After(Seen(stream, step, {"kind": kind}), days)


def _beginning() -> Iterator[Act]:
    for person, name in PEOPLE.items():
        known = {"email": f"{person}@example.jp", "language": "ja", "citizen_of": ["JP"], "employment": "student"}
        yield Act(f"person:{person}", "RegisterPerson", OFFICE, None, {"name": name, **known})
    desk = {"name": "プロボノ窓口(見本)", "region": "岐阜県", "playbook": "museum-month"}
    yield Act("service:museum-desk", "OpenService", OFFICE, None, {**desk, "coordinators": [OFFICE.person]})
    yield Act(ENGAGEMENT, "DraftPosting", OFFICE, None, POSTING)
    yield Act(ENGAGEMENT, "PublishPosting", OFFICE)


def _choosing() -> Iterator[Act]:
    published = Seen(ENGAGEMENT, "PostingPublished")
    for days, stream in enumerate((FIRST, SECOND), start=1):
        person = _participant(stream)
        words = {"engagement": LETTER, "person": person.person, "motivation": "あの土偶が好きです。"}
        yield Act(stream, "Apply", person, After(published, days), words)
        note = {"held_on": Day(), "note": "展示の話が尽きませんでした。"}
        yield Act(stream, "RecordInterview", OFFICE, After(Seen(stream, "Applied")), note)
    chosen = {"participation": FIRST.partition(":")[2]}
    yield Act(ENGAGEMENT, "SelectParticipant", OFFICE, After(Seen(FIRST, "Interviewed")), chosen, "1")
    # The second applicant waits until the coordinator is reminded.
    late = _late(SECOND, "Reminded", "application_answer")
    yield Act(ENGAGEMENT, "SelectParticipant", OFFICE, late, {"participation": SECOND.partition(":")[2]}, "2")


def _work() -> Iterator[Act]:
    full, begun = Seen(ENGAGEMENT, "SeatsFilled"), Seen(ENGAGEMENT, "ExecutionStarted")
    result = {"milestone": "m1", "title": RESULT, "fee": 0, "due_on": Day(14)}
    yield Act(ENGAGEMENT, "PlanMilestone", OFFICE, After(full, 1), result)
    yield Act(ENGAGEMENT, "StartExecution", OFFICE, After(full, 1, monday=True))
    report = {"week_of": Day(), "hours": "3", "main_job": "well", "text": WORDS}
    yield Act(FIRST, "SubmitCheckIn", _participant(FIRST), After(begun, 4), report)
    answer = {"number": 1, "text": "その一時間が、うれしいです。"}
    yield Act(FIRST, "AnswerCheckIn", OFFICE, _late(FIRST, "Reminded", "check_in_answer", 0), answer)
    made = {"milestone": "m1", "evidence": "三枚の解説と、絵です。"}
    yield Act(ENGAGEMENT, "DeliverMilestone", _participant(FIRST), After(begun, 8), made)
    content = Shown(Seen(ENGAGEMENT, "MilestoneDelivered", {"delivery": 1}), RESULT, 0)
    shown = {"milestone": "m1", "delivery": 1, "content": content}
    yield Act(ENGAGEMENT, "ApproveMilestone", MUSEUM, _late(ENGAGEMENT, "Escalated", "milestone_approval"), shown)


def _ending() -> Iterator[Act]:
    yield Act(ENGAGEMENT, "OpenRetrospective", OFFICE, After(Seen(ENGAGEMENT, "MilestoneApproved"), 1))
    opened = Seen(ENGAGEMENT, "RetrospectiveOpened")
    for who in (_participant(FIRST), _participant(SECOND), MUSEUM):
        words = {"person": who.person, "tags": ["visitors_came_closer"], "text": WORDS}
        yield Act(ENGAGEMENT, "GiveVoice", who, After(opened, 1), words, who.person)
    for stream, who in ((ENGAGEMENT, MUSEUM), (FIRST, _participant(FIRST)), (SECOND, _participant(SECOND))):
        answer = {"ordinal": 1, "text": "日曜日に、もう一度行ってきました。"}
        yield Act(stream, "AnswerFollowUp", who, After(Seen(stream, "FollowUpSent"), 1), answer)


def _playbook() -> bytes:
    return resources.files("banso.demo").joinpath("museum-month.toml").read_bytes()


STORY = Story(
    number=7,
    threads=lambda: (Thread(LETTER, str(POSTING["theme"])),),
    acts=scenario,
    names=lambda: {person: name.partition("(")[0] for person, name in PEOPLE.items()},
    roles=ROLES,
    playbooks=lambda: (_playbook(),),
)
