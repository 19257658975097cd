"""Story 5: somebody beside somebody every day, two years of study meetings, an end, and what lives on. All invented.

Late on purpose: the office's new match, the answer to one report, a client's word for days, a call, the last voices.
"""

from collections.abc import Iterator
from typing import Any

from banso.demo.daily_words import CALLED, TOLD, said, standing, told_as
from banso.demo.scenario import Act, After, Day, Seen
from banso.demo.stories import Pair, Story, Thread
from domain.shared.actors import Actor, Role

SERVICE = "yorisoi-desk"
STREAM = f"service:{SERVICE}"
NEXT = "service:tsunagari-desk"
OFFICE = Actor(person="coordinator", role=Role.COORDINATOR)
CLIENTS, ACCOMPANISTS = "abc", "xyz"
PEOPLE = {
    "coordinator": "見本 さくら",
    "client-a": "見本 あさひ",
    "client-b": "見本 ぶんた",
    "client-c": "見本 ちどり",
    "accompanist-x": "見本 ひなた",
    "accompanist-y": "見本 よしの",
    "accompanist-z": "見本 みのり",
}
ROLES: dict[str, Pair] = {"client": ("依頼者の", "the client "), "accompanist": ("伴走者の", "the accompanist ")}
THREADS = (
    Thread("s", "寄り添いのサービス", "The service: daily accompaniment", STREAM),
    Thread(
        "a", "あさひさん: 小さなパン屋を開く", "見本 あさひ: a bakery of one's own", f"membership:{SERVICE}.client-a"
    ),
    Thread("b", "ぶんたさん: 初めての本を書く", "見本 ぶんた: writing a first book", f"membership:{SERVICE}.client-b"),
    Thread(
        "c", "ちどりさん: 庭しごとで独立する", "見本 ちどり: gardening for a living", f"membership:{SERVICE}.client-c"
    ),
    Thread("x", "ひなたさん: 伴走者", "見本 ひなた: an accompanist", f"membership:{SERVICE}.accompanist-x"),
    Thread("y", "よしのさん: 伴走者", "見本 よしの: an accompanist", f"membership:{SERVICE}.accompanist-y"),
    Thread("z", "みのりさん: 伴走者", "見本 みのり: an accompanist", f"membership:{SERVICE}.accompanist-z"),
)
UNDERSTANDINGS = ("spare_time", "mail", "no_special_skill", "side_income", "grow")
GOALS = {
    "a": ("小さなパン屋を開く", ("場所を探す", "値段を決める", "初めての一日を迎える")),
    "b": ("初めての本を書く", ("目次を作る", "一章を書く")),
    "c": ("庭しごとで独立する", ("道具をそろえる", "最初のお客さまに会う")),
}
SUITS: dict[str, dict[str, Any]] = {
    "a": {"spare_time": ["mon 20:00-22:00"], "tags": ["shop", "listening"]},
    "b": {"spare_time": ["sun 07:00-09:00"], "tags": ["writing"]},
    "c": {"spare_time": ["thu 20:00-22:00"], "tags": ["making"]},
    "x": {"spare_time": ["mon 20:00-22:00", "sun 07:00-08:00"], "tags": ["listening", "shop"], "clients": 2},
    "y": {"spare_time": ["sun 07:00-09:00"], "tags": ["short_words"], "clients": 2},
    "z": {"spare_time": ["thu 20:00-21:00"], "tags": ["making"], "clients": 1},
}
"""When everybody has time, in Japan, and what suits them."""
FIRST_MATCH = {"a": "x", "b": "y", "c": "z"}
REPORTS: dict[str, dict[int, tuple[int, ...]]] = {
    "a": {2: (), 3: (1,), 4: (), 6: (), 8: (), 10: (2,), 12: (3,)},
    "b": {2: (), 4: (1,), 6: (), 8: (), 10: (2,)},
    "c": {2: (), 3: (1,), 8: (), 10: (2,)},
}
"""On which days after the beginning a client writes, and which steps to the goal are done then."""
ANEW = (("b", 8), ("b", 10))
"""The days on which somebody else runs alongside."""
UNANSWERED = ("a", 4)
"""The day's report that nobody answers in time."""
AWAY = (10, 11)
"""The days on which the first client's accompanist is away, and another answers."""
COMES = {1: "xyz", 2: "xy", 3: "abxz", 4: "abcxyz"}
"""Who registers for each study meeting; of the third, one stays away."""
FAREWELLS = {"a": 2, "b": 2, "x": 2, "y": 1, "z": 2}
"""To which of the two who can come is invited: the service gives always the same answer. The first client moves."""
COMMUNITY = "寄り添いの輪"
GAINS: dict[str, tuple[list[str], list[int]]] = {
    "a": (["companions", "growth"], [5, 5, 3]),
    "b": (["companions", "freedom"], [4, 5, 4]),
    "c": (["growth"], [4, 4, 4]),
    "x": (["companions", "money", "growth"], [3, 5, 5]),
    "y": (["companions"], [4, 5, 3]),
    "z": (["companions", "money"], [5, 5, 4]),
}
"""What everybody gained, and how they took part: in thought, with feeling, in action."""


def scenario(_: str = "") -> tuple[Act, ...]:
    """Every act of the two years; those who share a moment act in this order."""
    return (*_joining(), *_matching(), *_writing(), *_together(), *_announcing(), *_farewell(), *_living_on())


def _person(letter: str) -> str:
    return f"{'client' if letter in CLIENTS else 'accompanist'}-{letter}"


def _stream(letter: str) -> str:
    return f"membership:{SERVICE}.{_person(letter)}"


def _own(
    letter: str, type_: str, when: After, values: dict[str, Any] | None = None, name: str = "", refused: str = ""
) -> Act:
    """A member acts for themselves."""
    actor = Actor(person=_person(letter), role=Role.PARTICIPANT)
    return Act(_stream(letter), type_, actor, when, values or {}, name, refused)


def _office(letter: str, type_: str, when: After, values: dict[str, Any] | None = None, name: str = "") -> Act:
    """The office does something for a member."""
    return Act(_stream(letter), type_, OFFICE, when, values or {}, name)


def _opened(days: int) -> After:
    return After(Seen(STREAM, "ServiceOpened"), days)


def _joining() -> Iterator[Act]:
    """Joining needs all five understandings; four of them are too few."""
    for person, name in PEOPLE.items():
        known = {"email": f"{person}@example.jp", "language": "ja", "citizen_of": ["JP"], "employment": "self_employed"}
        yield Act(f"person:{person}", "RegisterPerson", OFFICE, None, {"name": name, **known})
    desk = {"name": "寄り添い(見本)", "region": "全国", "playbook": "daily-accompaniment"}
    yield Act(STREAM, "OpenService", OFFICE, None, {**desk, "coordinators": [OFFICE.person]})
    for letter in (*ACCOMPANISTS, *CLIENTS):
        words = {"service": SERVICE, "person": _person(letter), "member_role": _person(letter).partition("-")[0]}
        if letter == "c":
            four = {**words, "understandings": UNDERSTANDINGS[:-1]}
            yield _own(letter, "JoinService", _opened(0), four, "four", refused="understanding-missing")
        yield _own(letter, "JoinService", _opened(0), {**words, "understandings": UNDERSTANDINGS})
        yield _own(letter, "SayWhatSuits", _opened(0), SUITS[letter])


def _matching() -> Iterator[Act]:
    """Matched by spare time; matched anew without blame, and later than it should be."""
    for client, accompanist in FIRST_MATCH.items():
        yield _office(client, "MatchAccompanist", _opened(1), {"accompanist": f"{SERVICE}.{_person(accompanist)}"})
        goal, steps = GOALS[client]
        yield _own(client, "SetGoal", _opened(1), {"goal": goal, "steps": steps})
    yield _own("b", "Rematch", _opened(4))
    late = After(Seen(_stream("b"), "Reminded", {"kind": "rematch"}))
    full = {"accompanist": f"{SERVICE}.{_person('z')}"}
    yield Act(_stream("b"), "MatchAccompanist", OFFICE, late, full, "full", refused="accompanist-full")
    yield _office("b", "MatchAccompanist", late, {"accompanist": f"{SERVICE}.{_person('x')}"}, "anew")
    away = {"first_day": Day(1), "last_day": Day(2), "deputy": f"{SERVICE}.{_person('y')}"}
    yield _own("x", "AnnounceAbsence", _opened(AWAY[0] - 1), away)


def _writing() -> Iterator[Act]:
    """Reports and answers; one too late, one client silent for days, who is looked after; then all reach their goal."""
    for client, days in REPORTS.items():
        for number, (day, done) in enumerate(days.items(), start=1):
            words = {"text": "今日の小さな一歩を書きます。", "done": done}
            yield _own(client, "WriteReport", _opened(day), words, str(number))
            yield _answer(client, number, day)
        last = After(Seen(_stream(client), "ReportAnswered", {"number": len(days)}), 1)
        yield _own(client, "LeaveService", last, {"reason": "目標にたどり着きました。ありがとうございました。"})
    for letter in "cz":
        late = After(Seen(_stream(letter), "Reminded", {"kind": "isolation_care"}))
        yield _office(letter, "CloseCare", late, {"text": "お電話しました。風邪だったそうです。"})


def _answer(client: str, number: int, day: int) -> Act:
    """A warm word by whoever runs alongside, or stands in for them."""
    stream, by = _stream(client), "x" if (client, day) in ANEW else FIRST_MATCH[client]
    if by == "x" and AWAY[0] <= day <= AWAY[1]:
        by = "y"
    when = After(Seen(stream, "ReportWritten", {"number": number}))
    if (client, day) == UNANSWERED:
        when = After(Seen(stream, "Escalated", {"kind": "report_answer"}))
    words = {"number": number, "text": "その一歩が、うれしいです。お疲れさまでした。"}
    return Act(stream, "AnswerReport", Actor(person=_person(by), role=Role.COMPANION), when, words, str(number))


def _together() -> Iterator[Act]:
    """Four study meetings in two years; from the second one on those who reached their goal run alongside others."""
    for client in CLIENTS:
        words = {"service": SERVICE, "person": _person(client), "member_role": "accompanist"}
        again = After(Seen(STREAM, "GatheringHeld", {"gathering": "study-2"}), 1)
        yield _own(client, "JoinService", again, {**words, "understandings": UNDERSTANDINGS}, "again")
    for number, letters in COMES.items():
        meeting = {"gathering": f"study-{number}"}
        invited = After(Seen(STREAM, "StudyMeetingPlanned", {"number": number + 1}), 1)
        for letter in letters:
            yield _own(letter, "RegisterForGathering", invited, meeting, str(number))
            came = {**meeting, "attended": (number, letter) != (3, "z")}
            yield _office(
                letter, "RecordAttendance", After(Seen(STREAM, "GatheringHeld", meeting), 1), came, str(number)
            )


def _announcing() -> Iterator[Act]:
    """Too short a notice is refused; one member has a longer one, another is abroad and about to come home."""
    last = Seen(STREAM, "GatheringHeld", {"gathering": "study-4"})
    yield _office("z", "AgreeOnNotice", After(last, 7), {"notice": "P45D"})
    yield _own("c", "NoteReturn", After(last, 9), {"returns_on": Day(22)})
    words = {"reason": "役目を終えるため"}
    short = {**words, "last_day": Day(20)}
    yield Act(STREAM, "AnnounceClosing", OFFICE, After(last, 10), short, "short", refused="notice-too-short")
    yield Act(STREAM, "AnnounceClosing", OFFICE, After(last, 10), {**words, "last_day": Day(30)})


def _farewell() -> Iterator[Act]:
    """The evenings of the two days after the announcement, everybody on one of them; and the call that was promised."""
    announced = After(Seen(STREAM, "ClosingAnnounced"))
    for letter, number in FAREWELLS.items():
        evening = {"gathering": f"farewell-{number}"}
        yield _own(letter, "RegisterForGathering", announced, evening, "farewell")
    confirmed = Seen(_stream("a"), "RegistrationConfirmed", {"gathering": "farewell-2"})
    yield _own("a", "MoveGathering", After(confirmed), {"gathering": "farewell-1"})
    for letter, number in {**FAREWELLS, "a": 1}.items():
        came = {"gathering": f"farewell-{number}", "attended": True}
        held = Seen(STREAM, "GatheringHeld", {"gathering": f"farewell-{number}"})
        yield _office(letter, "RecordAttendance", After(held, 1), came, "farewell")
    late = After(Seen(_stream("c"), "Reminded", {"kind": "personal_call"}))
    yield _office("c", "RecordCall", late, {"talked_about": "帰国の便と、そのあとのことを話しました。"})


def _living_on() -> Iterator[Act]:
    """A community, voices, and the day on which somebody else leads it; what begins anew is refused kindly."""
    yield from _community()
    ended = Seen(_stream("a"), "EndedWithService")
    late = {"text": "今日も書いてしまいました。"}
    yield _own("a", "WriteReport", After(ended, 1), late, "late", refused="service-ended")
    for letter in "abx":
        yield _voice(letter, After(ended, 1))
    for letter in "yc":
        yield _voice(letter, After(Seen(_stream(letter), "VoiceAskedAgain"), 1))
    yield _voice("z", After(Seen(_stream("z"), "EndedWithService"), 1))
    missing = Seen(STREAM, "Reminded", {"kind": "closing_voices"})
    yield Act(STREAM, "CloseLookingBack", OFFICE, After(missing, 5))
    yield from _what_follows(Seen(STREAM, "ServiceLookedBack"))


def _voice(letter: str, when: After) -> Act:
    gains, involvement = GAINS[letter]
    return _own(letter, "GiveClosingVoice", when, {"gains": gains, "involvement": involvement, "text": "ありがとう。"})


def _community() -> Iterator[Act]:
    announced = Seen(STREAM, "ClosingAnnounced")
    led = {"leader": f"{SERVICE}.{_person('a')}", "community": COMMUNITY}
    yield Act(STREAM, "FoundCommunity", OFFICE, After(announced, 3), led, "unasked", refused="leader-did-not-agree")
    yield _own("a", "AgreeToLead", After(announced, 4))
    yield Act(STREAM, "FoundCommunity", OFFICE, After(announced, 5), led)
    for letter in "bxyz":
        yield _own(letter, "JoinCommunity", After(Seen(_stream(letter), "CommunityOffered"), 1))
    yield _own("c", "JoinCommunity", After(Seen(_stream("c"), "EndedWithService"), 1))


def _what_follows(looked_back: Seen) -> Iterator[Act]:
    """Who wished to hear of it is invited to what comes next, once; the community goes on under another leader."""
    yield _own("z", "ConsentToSuccessor", After(looked_back, 2))
    desk = {"name": "つながりの窓口(見本)", "region": "全国", "playbook": "frontline-consultation"}
    yield Act(NEXT, "OpenService", OFFICE, After(looked_back, 20), {**desk, "coordinators": [OFFICE.person]})
    invited = {"next_service": NEXT.partition(":")[2]}
    yield Act(STREAM, "InviteMembersOn", OFFICE, After(looked_back, 21), invited)
    yield _own("b", "AgreeToLead", After(looked_back, 100))
    led = {"leader": f"{SERVICE}.{_person('b')}", "community": COMMUNITY}
    yield Act(STREAM, "FoundCommunity", OFFICE, After(looked_back, 101), led, "anew")


def _thread_of(stream: str) -> str:
    """The service's, and every member's."""
    kind, _, identifier = stream.partition(":")
    return {"service": "s", "membership": identifier[-1:]}.get(kind, "")


STORY = Story(
    number=5,
    threads=lambda: THREADS,
    acts=scenario,
    names=lambda: PEOPLE,
    roles=ROLES,
    told=TOLD,
    told_as=told_as,
    said=said,
    called=CALLED,
    thread_of=_thread_of,
    heading=("だれの歩み", "Whose way"),
    standing=standing,
)
