"""Story 2: a trial programme for people who accompany an assignment abroad: 133 apply for ten seats. All are invented.

Here: who they are, the open call, the choice and the waiting list. The programme itself is in `banso.demo.programmes`.
"""

from collections.abc import Iterator
from typing import Any

from banso.demo.hands import COORDINATOR_NAME, OFFICE, participant, registered
from banso.demo.scenario import Act, After, Seen
from domain.shared.actors import Actor, Role

LETTER = "t"
ENGAGEMENT, SERVICE, SUCCESSOR = f"engagement:{LETTER}", "service:trial", "service:team"
APPLICANTS, REPEATED, SEATS, WAITING, POOL = 133, 20, 10, 20, 40
HOST = Actor(person=f"president-{LETTER}", role=Role.COMPANY)
COUNSELLOR = Actor(person=f"companion-{LETTER}", role=Role.COMPANION)
FAMILIES = ("見本", "架空", "仮野", "例田", "雛形", "試山", "写見")
GIVEN = (
    "あおい", "いちか", "うみ", "えり", "おと", "かえで", "きほ", "くるみ", "けいこ", "こはる", "さき", "しの",
    "すみれ", "せいら", "そら", "たまき", "ちひろ", "つむぎ", "てるみ",
)  # fmt: skip
"""Seven family names and nineteen given names: 133 people, no two of whom are called alike."""
WAYS = tuple(f"participation:{LETTER}{number:03}" for number in range(1, APPLICANTS + 1))
CHOSEN, LISTED, UNLUCKY = WAYS[:SEATS], WAYS[SEATS : SEATS + WAITING], WAYS[SEATS + WAITING :]
TAKING_PART = (*CHOSEN[1:], LISTED[1])
"""One withdraws; the first on the waiting list lets the offer lapse, the second takes it."""
PEOPLE = {
    OFFICE.person: COORDINATOR_NAME,
    HOST.person: "見本 のぞみ(支援団体の代表)",
    COUNSELLOR.person: "見本 ひかる(カウンセラー)",
    **{
        participant(stream).person: f"{FAMILIES[number % len(FAMILIES)]} {GIVEN[number % len(GIVEN)]}"
        for number, stream in enumerate(WAYS)
    },
}
SINGAPORE = "Asia/Singapore"
NAME, SUCCESSOR_NAME = "駐妻・駐夫キャリアトライアル(見本)", "どこからでもインサイドセールス(見本)"
BELIEVED, LEARNED = "足りないのは情報である", "足りないのは、情報よりも働く場である"
CALL: dict[str, Any] = {
    "service": "trial",
    "title": "次の一歩のための三か月",
    "theme": "帯同しながら、次の一歩を見つける三か月",
    "host": "見本の支援団体(架空)",
    "goal": "自分の次の一歩を見つける",
    "shared_decision": "プログラムのこれからを、参加者と決める",
    "roles": ["参加者"],
    "seats": SEATS,
    "weekly_hours": "2",
    "coordinator": OFFICE.person,
    "company_contacts": [HOST.person],
    "companion": COUNSELLOR.person,
    "time_zone": SINGAPORE,
}


def own(stream: str, type_: str, when: After, name: str = "", refused: str = "", /, **values: Any) -> Act:
    """Somebody acts for themselves."""
    return Act(stream, type_, participant(stream), when, values, name, refused=refused)


def beginning() -> Iterator[Act]:
    """The service, what it believes, and its open call."""
    yield from registered(PEOPLE, {person: {"residence": "SG", "time_zone": SINGAPORE} for person in PEOPLE})
    opening = {"name": NAME, "region": "シンガポール", "playbook": "career-trial", "contact": HOST.person}
    yield Act(SERVICE, "OpenService", OFFICE, None, {**opening, "coordinators": [OFFICE.person]})
    opened = After(Seen(SERVICE, "ServiceOpened"), 1)
    believed = {"premise": "information", "believed": BELIEVED, "evidence": "はじめの聞き取りで、そう聞きました。"}
    yield Act(SERVICE, "RecordServicePremise", OFFICE, opened, believed)
    yield Act(ENGAGEMENT, "DraftPosting", OFFICE, opened, CALL)
    yield Act(ENGAGEMENT, "PublishPosting", OFFICE, opened)


def the_rush() -> Iterator[Act]:
    """133 applications in one morning, twenty of them twice."""
    published = After(Seen(ENGAGEMENT, "PostingPublished"), 5)
    for number, stream in enumerate(WAYS):
        who = participant(stream)
        words = {"engagement": LETTER, "person": who.person, "motivation": "もう一度、働きたいです。"}
        yield Act(stream, "Apply", who, published, words, twice=number < REPEATED)


def the_choice() -> Iterator[Act]:
    """Ten selected, the eleventh refused, twenty on the waiting list in order, 103 declined with a reason."""
    read = After(Seen(WAYS[-1], "Applied"), 7)
    for stream in CHOSEN:
        yield _chosen("SelectParticipant", stream, read)
    full = After(Seen(ENGAGEMENT, "SeatsFilled"), 1)
    yield _chosen("SelectParticipant", LISTED[0], full, "seats-taken")
    for stream in LISTED:
        yield _chosen("PutOnWaitingList", stream, full)
    reason = {"reason": "席が十しかありませんでした。またの機会に、ぜひご一緒したいです。"}
    for stream in UNLUCKY:
        yield Act(stream, "DeclineApplicant", OFFICE, full, reason)
    for stream in UNLUCKY[:POOL]:
        yield own(stream, "AgreeToPool", After(Seen(stream, "Declined"), 2))


def _chosen(type_: str, stream: str, when: After, refused: str = "") -> Act:
    participation = stream.partition(":")[2]
    return Act(ENGAGEMENT, type_, OFFICE, when, {"participation": participation}, participation, refused=refused)


def a_seat_becomes_free() -> Iterator[Act]:
    """Offered to the next on the list, who lets it lapse after 72 hours; the one after takes it."""
    yield own(CHOSEN[0], "Withdraw", After(Seen(CHOSEN[0], "Selected"), 4), reason="急な帰国のためです。")
    yield own(LISTED[1], "AcceptSeat", After(Seen(LISTED[1], "SeatOffered"), 1))
    seated = After(Seen(LISTED[1], "SeatAccepted"), 2, monday=True)
    yield Act(ENGAGEMENT, "StartExecution", OFFICE, seated)
