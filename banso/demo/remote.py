"""Story 3: nine people in nine time zones work as one team, and never know who moves next. All of them are invented.

Here: who they are and how the team begins. What happens to it is in `banso.demo.moving`.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from banso.demo.hands import COORDINATOR_NAME, OFFICE, participant, registered, reminded, signatures
from banso.demo.scenario import Act, After, Day, Seen
from domain.shared.actors import Actor, Role

LETTER = "r"
ENGAGEMENT, SERVICE = f"engagement:{LETTER}", "service:remote"
CLIENT = Actor(person=f"president-{LETTER}", role=Role.COMPANY)
EMPLOYER = Actor(person=f"employer-{LETTER}", role=Role.EMPLOYER)
TOKYO, SINGAPORE = "Asia/Tokyo", "Asia/Singapore"
RESULT, FEE = "最初の百件の商談", 300_000
"""The fee in yen."""


class Member(NamedTuple):
    """One of the team: where they live, and when they have time there."""

    name: str
    country: str
    zone: str
    hours: str


TEAM = {
    "r1": Member("見本 あおい", "VN", "Asia/Ho_Chi_Minh", "mon-fri 09:00-15:00"),
    "r2": Member("見本 べに", "JP", TOKYO, "mon-fri 09:00-18:00"),
    "r3": Member("見本 ちか", "GB", "Europe/London", "mon-fri 00:00-10:00"),
    "r4": Member("見本 だいち", "AU", "Australia/Sydney", "mon-fri 11:00-14:00"),
    "r5": Member("見本 えま", "IN", "Asia/Kolkata", "mon-fri 09:00-12:00"),
    "r6": Member("見本 ふうか", "KE", "Africa/Nairobi", "mon-fri 09:00-12:00"),
    "r7": Member("見本 じゅん", "DE", "Europe/Berlin", "mon-fri 08:00-11:00"),
    "r8": Member("見本 はる", "BR", "America/Sao_Paulo", "mon-fri 09:00-13:00"),
    "r9": Member("見本 りお", "US", "America/Los_Angeles", "mon-fri 08:00-12:00"),
}
AOI, BENI, CHIKA = (f"participation:{key}" for key in ("r1", "r2", "r3"))
ABROAD = {"participation:r1": ("VN", 900), "participation:r3": ("GB", 330)}
"""Who needs a permit where they live, and for how many days theirs holds."""
PEOPLE = {
    OFFICE.person: COORDINATOR_NAME,
    CLIENT.person: "見本 たける(スタートアップの代表)",
    EMPLOYER.person: "見本 なお(帯同元の会社の人事)",
    **{f"applicant-{key}": member.name for key, member in TEAM.items()},
}
POSTING: dict[str, Any] = {
    "service": "remote",
    "title": "インサイドセールス",
    "theme": "九つの時間帯から、ひとつのチームで",
    "host": "見本スタートアップ(架空)",
    "goal": "最初の百社に会う",
    "shared_decision": "誰に会うかを、一緒に決める",
    "roles": ["電話", "調査"],
    "seats": len(TEAM),
    "weekly_hours": "15",
    "coordinator": OFFICE.person,
    "company_contacts": [CLIENT.person],
    "time_zone": TOKYO,
}
TASKS = (("t1", "r1"), ("t2", "r1"), ("t3", "r1"), ("b1", "r2"))
"""What is to be done, and by whom."""
CALLED = {
    "m1": (RESULT, "the first hundred meetings"),
    "t1": ("名簿の整理", "sorting the list of addresses"),
    "t2": ("最初の電話", "the first calls"),
    "t3": ("商談の日程", "the dates of meetings"),
    "b1": ("資料の準備", "the material"),
}


def ways() -> tuple[str, ...]:
    """The streams of all nine."""
    return tuple(f"participation:{key}" for key in TEAM)


def beginning() -> Iterator[Act]:
    """A service, and a roster of nine; the last one forgot one of the understandings."""
    known: dict[str, dict[str, Any]] = {
        participant(stream).person: {
            "residence": member.country,
            "time_zone": member.zone,
            "citizen_of": ["JP"] if stream in ABROAD else [member.country],
        }
        for stream, member in zip(ways(), TEAM.values(), strict=True)
    }
    known[participant(AOI).person]["employer_contact"] = EMPLOYER.person
    yield from registered(PEOPLE, known)
    desk = {"name": "どこからでも(見本)", "region": "世界", "playbook": "inside-sales-team"}
    yield Act(SERVICE, "OpenService", OFFICE, None, {**desk, "coordinators": [OFFICE.person]})
    yield from _roster()


def _roster() -> Iterator[Act]:
    opened = After(Seen(SERVICE, "ServiceOpened"), 1)
    shared = ["say_early", "no_blame"]
    for stream, member in zip(ways(), TEAM.values(), strict=True):
        who, membership = participant(stream), f"membership:remote.{participant(stream).person}"
        joining = {"service": "remote", "person": who.person, "member_role": "member"}
        if stream == ways()[-1]:
            short = {**joining, "understandings": shared[:1]}
            yield Act(membership, "JoinService", who, opened, short, "short", refused="understanding-missing")
        yield Act(membership, "JoinService", who, opened, {**joining, "understandings": shared})
        yield Act(f"person:{who.person}", "SetAvailability", who, opened, {"hours": [member.hours]})
    yield Act(ENGAGEMENT, "DraftPosting", OFFICE, opened, POSTING)
    yield Act(ENGAGEMENT, "PublishPosting", OFFICE, opened)


def choosing() -> Iterator[Act]:
    """Nine apply, and nine get a seat."""
    published = After(Seen(ENGAGEMENT, "PostingPublished"), 2)
    for stream in ways():
        words = {
            "engagement": LETTER,
            "person": participant(stream).person,
            "motivation": "どこにいても、続けたいです。",
        }
        yield Act(stream, "Apply", participant(stream), published, words)
    for stream in ways():
        chosen = {"participation": stream.partition(":")[2]}
        yield Act(
            ENGAGEMENT, "SelectParticipant", OFFICE, After(Seen(stream, "Applied"), 1), chosen, chosen["participation"]
        )


def gates() -> Iterator[Act]:
    """What has to be settled before anybody begins; the client's signature to one contract is late."""
    terms = {
        "work": "商談の準備", "fee": 1_200_000, "weekly_hours": "15", "starts_on": Day(1), "ends_on": Day(700),
        "place": "いまいる場所",
    }  # fmt: skip
    for stream in ways():
        selected = Seen(stream, "Selected")
        consented = After(Seen(stream, "EmployerConsented"))
        yield Act(stream, "OfferContract", OFFICE, consented if stream == AOI else After(selected, 2), terms)
        late = reminded(stream, "contract_signature", subject="1.company")
        yield from signatures(stream, CLIENT, {"participant": 1, "company": late if stream == BENI else 2})
        if stream != AOI:
            yield _taxed(stream, After(selected, 3))
    yield from _aoi()
    for stream, (country, days) in ABROAD.items():
        asked = After(Seen(stream, "PermissionInformationRequested"), 2)
        yield from permits(stream, country, days, asked)


def _aoi() -> Iterator[Act]:
    """The employer that sent her partner abroad has to agree; how she is taxed is settled last."""
    yield Act(AOI, "RecordEmployerConsent", EMPLOYER, After(Seen(AOI, "Selected"), 3), {"weekly_hours_cap": "20"})
    signed = After(Seen(BENI, "ContractConcluded"), 1)
    yield Act(ENGAGEMENT, "StartExecution", OFFICE, signed, {}, "early", refused="participants-not-ready")
    yield _taxed(AOI, After(Seen(BENI, "ContractConcluded"), 2))


def _taxed(stream: str, when: After, name: str = "") -> Act:
    return Act(stream, "SettleTaxTreatment", OFFICE, when, {"grounds": "居住地の決まりを確かめました。"}, name)


def permits(stream: str, country: str, days: int, when: After) -> Iterator[Act]:
    """A permit is shown, and a named human looks at it the day after."""
    who = participant(stream)
    person = f"person:{who.person}"
    permit = {"country": country, "kind": "帯同", "valid_until": Day(days)}
    yield Act(person, "RecordPermit", who, when, permit, country)
    looked = After(Seen(person, "PermitRecorded", {"country": country}), 1)
    grounds = {"clear": True, "grounds": "許可証を確かめました。"}
    yield Act(stream, "DecidePermission", OFFICE, looked, grounds, country)


def kick_off() -> Iterator[Act]:
    """Not without a contract between operator and client, besides those with the members."""
    ready = Seen(AOI, "BecameReady")
    result = {"milestone": "m1", "title": RESULT, "fee": FEE, "due_on": Day(60)}
    yield Act(ENGAGEMENT, "PlanMilestone", OFFICE, After(ready), result)
    yield Act(ENGAGEMENT, "StartExecution", OFFICE, After(ready), {}, "alone", refused="client-contract-missing")
    contract = {"contract": "K-2026-7", "signed_on": Day()}
    yield Act(ENGAGEMENT, "ConcludeClientContract", OFFICE, After(ready, 1), contract)
    yield Act(ENGAGEMENT, "StartExecution", OFFICE, After(ready, 2, monday=True))
    begun = Seen(ENGAGEMENT, "ExecutionStarted")
    for task, assignee in TASKS:
        values = {"task": task, "title": CALLED[task][0], "assignee": assignee}
        yield Act(ENGAGEMENT, "AddTask", CLIENT, After(begun, 1), values, task)
    yield Act(ENGAGEMENT, "FinishTask", participant(AOI), After(begun, 9), {"task": "t1"})
