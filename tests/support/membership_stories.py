"""Whole lives of members: a client who writes every day, somebody who accompanies, and days on which nobody writes."""

from datetime import date, timedelta
from typing import Any

from domain.membership.accompanying import commands as accompanying
from domain.membership.aggregate import MEMBERSHIP
from domain.membership.closing import commands as ending
from domain.membership.commands import JoinService, LeaveService, NoteCoordinators
from domain.membership.events import JoinedService
from domain.membership.gatherings.commands import RecordAttendance
from domain.membership.matching import commands as matching
from domain.membership.matching.events import SuitsSaid
from domain.membership.watching import commands as watching
from domain.shared.actors import Actor, Role
from domain.shared.surveys import AnswerSurvey

from support.closing_stories import invite, note_closing
from support.deciding import NOW, PARTICIPANT, SYSTEM
from support.people import DESK
from support.rules import RULES
from support.scenes import TIME, Make, Scene, Story, today

PERSON = "participant-1"
CLIENT, ACCOMPANIST = f"{DESK}.{PERSON}", f"{DESK}.companion-1"
OTHER_ACCOMPANIST = f"{DESK}.participant-3"
BESIDE = Actor(person="companion-1", role=Role.COMPANION)


def joined(person: str, member_role: str, **changes: Any) -> JoinedService:
    """Somebody is a member."""
    values: dict[str, Any] = {
        "membership": f"{DESK}.{person}",
        "service": DESK,
        "person": person,
        "member_role": member_role,
        "playbook": RULES.reference,
        "title": "試験の窓口",
        "host": "岐阜",
        "coordinator": "coordinator-1",
        "time_zone": "Asia/Tokyo",
        "understandings": ("spare_time", "grow") if member_role == "client" else (),
    }
    return JoinedService.model_validate({**values, **changes})


def accompanist(person: str, **said: Any) -> Any:
    """The state of somebody who accompanies, with time on two evenings."""
    suits: dict[str, Any] = {"spare_time": ("mon 20:00-22:00", "thu 20:00-21:00"), "tags": ("listening",), "clients": 2}
    events = (joined(person, "accompanist"), SuitsSaid.model_validate({**suits, **said}))
    return MEMBERSHIP.fold(None, [(event, NOW) for event in events])


MEMBER_FACTS = {
    f"membership:{ACCOMPANIST}": accompanist("companion-1"),
    f"membership:{OTHER_ACCOMPANIST}": accompanist("participant-3"),
}
"""Two accompanists of the desk."""

JOIN = JoinService(service=DESK, person=PERSON, member_role="client", understandings=("spare_time", "grow"))
JOIN_BESIDE = JoinService(service=DESK, person=PERSON, member_role="accompanist")
SUITS = matching.SayWhatSuits(spare_time=("mon 20:00-22:00",), tags=("listening",))
MATCH = matching.MatchAccompanist(accompanist=ACCOMPANIST)
MATCH_OTHER = matching.MatchAccompanist(accompanist=OTHER_ACCOMPANIST)
GOAL = accompanying.SetGoal(goal="自分の店を開く", steps=("場所を探す", "値段を決める"))
LEAVE = LeaveService(reason="卒業します")
JOIN_AS_FRIEND = JoinService(service=DESK, person=PERSON, member_role="friend")
PARTING = AnswerSurvey(survey="parting", answers=("again=4", "words=また会いましょう"))
LEAVING = AnswerSurvey(survey="leaving", answers=("again=2",))


def report(*done: int) -> accompanying.WriteReport:
    """A few words."""
    return accompanying.WriteReport(text="今日は一歩進みました", done=done)


def answer(number: int = 0) -> Make:
    """A warm word for a report, the latest unless another is named."""
    return lambda state, _: accompanying.AnswerReport(
        number=number or max(state.accompanying.reports if state is not None else 1, 1), text="よい一日でしたね"
    )


def away(days: int = 3, deputy: str | None = None, later: int = 0) -> Make:
    """Days away from today (or later) on."""

    def make(state: Any, now: Any) -> matching.AnnounceAbsence:
        first = today(state, now) + timedelta(days=later)
        return matching.AnnounceAbsence(first_day=first, last_day=first + timedelta(days=days - 1), deputy=deputy)

    return make


def covered(days: int = 3, deputy: str | None = "participant-3") -> Make:
    """The accompanist is away from today on."""

    def make(state: Any, now: Any) -> matching.NoteAbsence:
        first = today(state, now)
        last = first + timedelta(days=days - 1)
        return matching.NoteAbsence(accompanist="companion-1", first_day=first, last_day=last, deputy=deputy)

    return make


def taken_back(state: Any, _: Any) -> matching.TakeBackAbsence:
    """The member is there after all, on the days of the latest absence."""
    known = state.matching.absences if state is not None else ()
    return matching.TakeBackAbsence(first_day=known[-1].first_day if known else date(2026, 1, 1))


def cover_taken_back(state: Any, _: Any) -> matching.NoteAbsenceTakenBack:
    """The accompanist is there after all."""
    known = state.matching.covers if state is not None else ()
    first = known[-1].first_day if known else date(2026, 1, 1)
    return matching.NoteAbsenceTakenBack(accompanist="companion-1", first_day=first)


CARE = watching.CloseCare(text="電話で話しました")
BEGUN: Story = (Scene(JOIN, PARTICIPANT), Scene(SUITS, PARTICIPANT), Scene(MATCH), Scene(GOAL, PARTICIPANT))
CLIENT_STORY: Story = (
    *BEGUN,
    Scene(report(1), PARTICIPANT),
    Scene(answer(), BESIDE),
    Scene(report(2), PARTICIPANT, days=1),
    TIME,
    TIME,
    Scene(answer(), BESIDE),
    TIME,
    TIME,
    TIME,
    TIME,
    Scene(CARE),
    Scene(report(), PARTICIPANT, days=1),
    Scene(covered(), SYSTEM),
    Scene(report(), PARTICIPANT),
    TIME,
    Scene(cover_taken_back, SYSTEM),
    Scene(covered(2), SYSTEM),
    TIME,
    TIME,
    TIME,
    Scene(NoteCoordinators(coordinators=("coordinator-2",)), SYSTEM),
    Scene(matching.Rematch(), PARTICIPANT, days=1),
    TIME,
    TIME,
    Scene(MATCH_OTHER, days=1),
    Scene(invite("study-1"), SYSTEM),
    Scene(RecordAttendance(gathering="study-1", attended=False), days=30),
    Scene(RecordAttendance(gathering="study-1", attended=True)),
    Scene(matching.NoteAccompanistLeft(accompanist="participant-3"), SYSTEM, days=1),
    Scene(report(), PARTICIPANT, days=1),
    Scene(LEAVE, PARTICIPANT, days=1),
)
BESIDE_STORY: Story = (
    Scene(JOIN_BESIDE, PARTICIPANT),
    Scene(matching.SayWhatSuits(spare_time=("tue 07:00-08:00",), tags=("early_bird",), clients=2), PARTICIPANT),
    Scene(matching.NoteClient(client=f"{DESK}.participant-2", taken=True), SYSTEM),
    Scene(watching.NoteReportOverdue(client=f"{DESK}.participant-2", number=1), SYSTEM, days=1),
    Scene(watching.NoteReportAnswered(client=f"{DESK}.participant-2", number=1, by=PERSON), SYSTEM),
    Scene(matching.TakeClients(open=False), PARTICIPANT),
    Scene(away(5, ACCOMPANIST, later=1), PARTICIPANT),
    Scene(away(2, later=20), PARTICIPANT),
    Scene(taken_back, PARTICIPANT),
    TIME,
    TIME,
    Scene(matching.TakeClients(open=True), PARTICIPANT, days=1),
    Scene(matching.NoteClient(client=f"{DESK}.participant-2", taken=False), SYSTEM, days=9),
    Scene(LEAVE, PARTICIPANT, days=1),
)
ENDED_STORY: Story = (
    *BEGUN,
    Scene(note_closing(4), SYSTEM),
    Scene(report(1), PARTICIPANT),
    Scene(report(2), PARTICIPANT, days=1),
    *(TIME for _ in range(12)),
)
DEPUTY_STORY: Story = (
    Scene(JOIN_BESIDE, PARTICIPANT),
    Scene(watching.NoteReportOverdue(client=f"{DESK}.participant-2", number=1, standing_in=True), SYSTEM),
    TIME,
    Scene(watching.NoteReportAnswered(client=f"{DESK}.participant-2", number=1, by=PERSON), SYSTEM),
)
ASKED_AT_THE_END: Story = (
    Scene(JOIN_AS_FRIEND, PARTICIPANT),
    Scene(note_closing(4), SYSTEM),
    TIME,
    TIME,
    Scene(PARTING, PARTICIPANT, days=1),
)
ASKED_IN_VAIN: Story = (
    Scene(JOIN_AS_FRIEND, PARTICIPANT),
    Scene(LEAVE, PARTICIPANT, days=9),
    Scene(NoteCoordinators(coordinators=("coordinator-2",)), SYSTEM),
    TIME,
    TIME,
)
"""Whoever left is reminded once, in other hands, and then left alone."""

BACK_BEFORE_THE_ANSWER: Story = (
    *ASKED_IN_VAIN[:2],
    Scene(JOIN_AS_FRIEND, PARTICIPANT, days=1),
    Scene(note_closing(4), SYSTEM),
    TIME,
    Scene(LEAVING, PARTICIPANT),
    TIME,
    TIME,
)
MEMBERSHIP_STORIES: dict[str, Story] = {
    "client": CLIENT_STORY,
    "accompanist": BESIDE_STORY,
    "ended": ENDED_STORY,
    "deputy": DEPUTY_STORY,
    "asked": ASKED_AT_THE_END,
    "asked_in_vain": ASKED_IN_VAIN,
    "back_before_the_answer": BACK_BEFORE_THE_ANSWER,
    "silent": (*BEGUN, TIME, TIME, TIME, TIME),
    "away": (*BEGUN, Scene(away(), PARTICIPANT, days=1), Scene(taken_back, PARTICIPANT)),
}
LONG_AFTER: tuple[Any, ...] = (
    *(NoteCoordinators(coordinators=(PERSON, one)) for one in ("coordinator-2", "coordinator-3")),
    note_closing(12),
    ending.MarkForCall(reason="声が聞きたい"),
    answer(1),
    away(2),
    away(9, later=3),
    away(2, later=14),
    taken_back,
    cover_taken_back,
    covered(5, None),
    covered(2),
    watching.NoteReportOverdue(client=f"{DESK}.participant-3", number=5, standing_in=True),
    matching.NoteClient(client=f"{DESK}.participant-3", taken=True),
    watching.NoteReportOverdue(client=f"{DESK}.participant-3", number=4),
    watching.NoteReportAnswered(client=f"{DESK}.participant-3", number=4, by="companion-1"),
    invite("study-9"),
    RecordAttendance(gathering="study-9", attended=False),
    report(9),
)
"""What else may come, at any time."""
