"""Stories of gatherings, of a service's end, and of what lives on."""

from datetime import UTC, datetime, timedelta
from typing import Any

from domain.membership import commands as membership
from domain.membership.aggregate import MEMBERSHIP
from domain.membership.closing import commands as ending
from domain.membership.closing.events import LeadingAgreed
from domain.membership.events import JoinedService
from domain.membership.gatherings import commands as invited
from domain.service import commands as service
from domain.service.closing import commands as closing
from domain.service.gatherings import commands as gatherings
from domain.shared.meeting import Meeting
from domain.shared.models import Command
from domain.shared.values import BilingualText

from support.deciding import NOW, PARTICIPANT, SYSTEM
from support.people import DESK
from support.rules import RULES
from support.scenes import TIME, Make, Scene, Story, today

MEMBER = "participant-1"
MEMBERSHIP_ID = f"{DESK}.{MEMBER}"
NEXT = "desk-2"
OPEN = service.OpenService(name="窓口", region="岐阜", playbook="test-rules", coordinators=("coordinator-1",))
JOIN = membership.JoinService(service=DESK, person=MEMBER, member_role="client", understandings=("spare_time", "grow"))
HELPER = membership.JoinService(service=DESK, person=MEMBER, member_role="accompanist")


def joined(member: str = MEMBER) -> JoinedService:
    """Somebody is a member."""
    return JoinedService(
        membership=f"{DESK}.{member}",
        service=DESK,
        person=member,
        member_role="client",
        playbook=RULES.reference,
        title="試験の窓口",
        host="岐阜",
        coordinator="coordinator-1",
        time_zone="Asia/Tokyo",
        understandings=("spare_time", "grow"),
    )


def leaders() -> dict[str, Any]:
    """Members who agreed to lead, as facts: `participant-1` and `participant-2`."""
    agreed = LeadingAgreed(ready=True)
    return {
        f"membership:{DESK}.{one}": MEMBERSHIP.fold(None, [(joined(one), NOW), (agreed, NOW)])
        for one in (MEMBER, "participant-2")
    }


def next_service() -> dict[str, Any]:
    """Another open service, as a fact."""
    from domain.service.aggregate import SERVICE
    from domain.service.events import ServiceOpened

    opened = ServiceOpened(
        service=NEXT, name="次の窓口", region="岐阜", playbook="test-rules", coordinators=("coordinator-1",)
    )
    return {f"service:{NEXT}": SERVICE.fold(None, [(opened, NOW)])}


FACTS = {**leaders(), **next_service()}


def meeting(name: str = "day-1", days: int = 10, now: datetime = NOW, **changes: Any) -> Meeting:
    """A gathering so many days from a moment."""
    values: dict[str, Any] = {
        "gathering": name,
        "kind": "counselling_day",
        "name": BilingualText(ja="相談日", en="Counselling day"),
        "at": (now + timedelta(days=days)).astimezone(UTC),
        "minutes": 90,
        "time_zone": "Asia/Tokyo",
        "place": "オンライン",
        "uid": f"{DESK}.{name}",
    }
    return Meeting(**{**values, **changes})


def farewells(now: datetime) -> tuple[Meeting, ...]:
    """Two days, one of which is a member's."""
    return tuple(
        meeting(f"farewell-{day}", day, now, kind="farewell", series="farewell", uid=f"{DESK}.farewell")
        for day in (1, 2)
    )


def end(now: datetime, days: int = 30, zone: str = "Asia/Tokyo") -> ending.EndOfService:
    """The service ends so many days from a moment."""
    from domain.shared.periods import local_date

    return ending.EndOfService(
        last_day=local_date(now, zone) + timedelta(days=days),
        announced_at=now,
        reason="R",
        stays_connected="coordinator-2",
        working_roles=("accompanist",),
        farewells=farewells(now),
        call_before="P21D",
        gains=("companions", "money", "growth", "freedom"),
        dimensions=("cognitive", "emotional", "physical"),
    )


def arrange(name: str = "day-1", days: int = 10) -> Make:
    """A counselling day."""
    return lambda _, now: gatherings.ArrangeGathering(
        gathering=name, kind="counselling_day", at=now + timedelta(days=days), place="オンライン"
    )


def announce(days: int = 30) -> Make:
    """The end is announced, so many days ahead."""
    return lambda state, now: closing.AnnounceClosing(last_day=today(state, now) + timedelta(days=days), reason="R")


def invite(name: str = "day-1", days: int = 10) -> Make:
    """A member is invited to a counselling day."""
    return lambda _, now: invited.InviteToGathering(meeting=meeting(name, days, now))


def note_closing(days: int = 30, late: int = 0) -> Make:
    """The member learns of an end that was announced so many days ahead, and so many days `late`."""

    def make(state: Any, now: datetime) -> Command:
        zone = state.time_zone if state else "Asia/Tokyo"
        return ending.NoteClosing(end=end(now - timedelta(days=late), days, zone))

    return make


def returns(days: int | None) -> Make:
    """The member comes home so many days from now, or is home."""

    def make(state: Any, now: datetime) -> Command:
        return ending.NoteReturn(returns_on=today(state, now) + timedelta(days=days) if days is not None else None)

    return make


def move(state: Any, _: datetime) -> Command:
    """The member moves to the farewell of the other day."""
    known = state.gatherings.known if state is not None else {}
    return invited.MoveGathering(gathering="farewell-1" if "farewell-2" in known else "farewell-2")


def register_for(name: str) -> Make:
    """The member registers; where the name is "farewell", for the one that they are invited to."""

    def make(state: Any, _: datetime) -> Command:
        known = [*state.gatherings.known] if state is not None else []
        mine = next((one for one in known if one.startswith(name)), name)
        return invited.RegisterForGathering(gathering=mine)

    return make


def counted(name: str = "day-1", number: int = 1, registered: bool = True) -> Command:
    """A member registers for a gathering, or gives the place back."""
    return gatherings.CountRegistration(
        gathering=name, membership=f"{DESK}.participant-{number}", registered=registered
    )


def voice(*gains: str, level: int = 4, text: str | None = "よかった") -> Command:
    """The member looks back."""
    return ending.GiveClosingVoice(gains=gains, involvement=(level, level, 5), text=text)


def voice_counted(*gains: str) -> Command:
    """The service counts a voice."""
    return closing.CountClosingVoice(gains=gains, involvement={"cognitive": 4, "emotional": 5, "physical": 3})


FOUND = closing.FoundCommunity(leader=MEMBERSHIP_ID, community="C")
SERVICE_GATHERINGS: Story = (
    Scene(OPEN),
    Scene(arrange(), days=3),
    TIME,
    Scene(counted(number=1), SYSTEM),
    Scene(counted(number=2), SYSTEM),
    Scene(counted(number=3), SYSTEM),
    Scene(counted(number=1, registered=False), SYSTEM),
    Scene(counted(number=3), SYSTEM),
    TIME,
    Scene(gatherings.CountAttendance(gathering="day-1", attended=True), SYSTEM, days=1),
    Scene(gatherings.CountAttendance(gathering="day-1", attended=False), SYSTEM),
    Scene(gatherings.CountAttendance(gathering="day-1", attended=True, was=False), SYSTEM),
    Scene(arrange("day-2")),
    Scene(gatherings.CancelGathering(gathering="day-2", reason="R"), days=2),
    Scene(counted("day-2"), SYSTEM),
    *(TIME for _ in range(8)),
)
SERVICE_CLOSING: Story = (
    Scene(OPEN),
    Scene(service.NoteMember(member_role="client", joined=True), SYSTEM, days=1),
    Scene(announce(), days=200),
    Scene(service.NoteMember(member_role="client", joined=True), SYSTEM),
    TIME,
    TIME,
    Scene(FOUND, days=3),
    Scene(closing.CountCommunity(joined=True), SYSTEM),
    Scene(closing.CountCommunity(joined=True), SYSTEM),
    Scene(closing.CountCommunity(joined=False), SYSTEM),
    TIME,
    Scene(service.NoteMember(member_role="client", joined=False), SYSTEM),
    Scene(voice_counted("companions", "growth"), SYSTEM, days=1),
    Scene(voice_counted("companions"), SYSTEM),
    TIME,
    Scene(voice_counted("companions", "freedom"), SYSTEM),
    TIME,
    Scene(closing.CloseLookingBack(), days=2),
    Scene(closing.FoundCommunity(leader=f"{DESK}.participant-2", community="C"), days=30),
    Scene(closing.InviteMembersOn(next_service=NEXT), days=30),
)
RECORDED: Story = (
    *SERVICE_GATHERINGS[:8],
    TIME,
    TIME,
    Scene(service.AddDeskCoordinator(coordinator="coordinator-2"), days=1),
    TIME,
    Scene(gatherings.CountAttendance(gathering="day-1", attended=False), SYSTEM, days=1),
    TIME,
    Scene(gatherings.CompleteAttendance(gathering="day-1"), days=3),
)
"""Of two who had registered, one missed it; of the other nobody will ever know."""
LATE_MEMBER: Story = (
    *SERVICE_GATHERINGS[:2],
    Scene(service.NoteMember(member_role="client", joined=True, membership=MEMBERSHIP_ID), SYSTEM, days=1),
)
FEW_VOICES: Story = (
    Scene(OPEN),
    Scene(announce()),
    TIME,
    TIME,
    TIME,
    Scene(voice_counted("companions"), SYSTEM),
    Scene(closing.CloseLookingBack(), days=2),
)
MEMBER_GATHERINGS: Story = (
    Scene(JOIN, PARTICIPANT),
    Scene(invite(), SYSTEM, days=1),
    Scene(register_for("day-1"), PARTICIPANT),
    Scene(invited.AnswerRegistration(gathering="day-1", accepted=True), SYSTEM),
    Scene(invited.RecordAttendance(gathering="day-1", attended=False), days=11),
    Scene(invited.RecordAttendance(gathering="day-1", attended=True)),
    Scene(invite("day-2"), SYSTEM),
    Scene(register_for("day-2"), PARTICIPANT),
    Scene(invited.AnswerRegistration(gathering="day-2", accepted=False), SYSTEM),
    Scene(invite("day-3"), SYSTEM),
    Scene(invited.NoteGatheringCancelled(gathering="day-3", reason="R"), SYSTEM),
)
NOBODY_FOUND: Story = (Scene(JOIN, PARTICIPANT), TIME, TIME)
"""A client for whom no accompanist is found: the office is reminded, and told."""

MEMBER_CLOSING: Story = (
    *NOBODY_FOUND,
    Scene(note_closing(), SYSTEM, days=100),
    Scene(register_for("farewell"), PARTICIPANT),
    Scene(invited.AnswerRegistration(gathering="farewell-1", accepted=True), SYSTEM),
    Scene(invited.AnswerRegistration(gathering="farewell-2", accepted=True), SYSTEM),
    Scene(move, PARTICIPANT),
    Scene(ending.AgreeToLead(), PARTICIPANT, days=3),
    Scene(ending.ConsentToSuccessor(), PARTICIPANT),
    TIME,
    Scene(ending.AskAgain(), SYSTEM, days=14),
    Scene(voice("companions", "growth"), PARTICIPANT, days=1),
    Scene(ending.OfferCommunity(community="C", leader="participant-2"), SYSTEM),
    Scene(ending.JoinCommunity(), PARTICIPANT),
    Scene(ending.OfferCommunity(community="C", leader=MEMBER), SYSTEM, days=1),
    Scene(ending.OfferCommunity(community="C", leader="participant-3"), SYSTEM, days=1),
    Scene(ending.LeaveCommunity(), PARTICIPANT),
    Scene(ending.OfferSuccessor(next_service=NEXT, name="S"), SYSTEM, days=30),
    Scene(ending.ConsentToSuccessor(agrees=False), PARTICIPANT),
)
MEMBER_MOVES: Story = (
    *MEMBER_CLOSING[:8],
    Scene(invited.AnswerRegistration(gathering="farewell-1", accepted=False), SYSTEM),
    Scene(invited.AnswerRegistration(gathering="farewell-2", accepted=False), SYSTEM),
    Scene(move, PARTICIPANT),
    Scene(invited.AnswerRegistration(gathering="farewell-1", accepted=True), SYSTEM),
    Scene(invited.AnswerRegistration(gathering="farewell-2", accepted=True), SYSTEM),
)
MEMBER_INVITED_ELSEWHERE: Story = (*MEMBER_CLOSING[:4], Scene(move, PARTICIPANT))
MEMBER_PLAINLY: Story = (
    Scene(JOIN, PARTICIPANT),
    Scene(
        lambda _, now: ending.NoteClosing(
            end=end(now).model_copy(update={"farewells": (), "gains": (), "dimensions": ()})
        ),
        SYSTEM,
    ),
    TIME,
)
MEMBER_CALLED: Story = (
    *NOBODY_FOUND,
    Scene(returns(20), PARTICIPANT, days=1),
    Scene(note_closing(), SYSTEM),
    TIME,
    TIME,
    Scene(ending.RecordCall(talked_about="帰国のこと")),
    Scene(returns(None), PARTICIPANT, days=1),
    Scene(ending.MarkForCall(reason="声が聞きたい")),
    TIME,
)
MEMBER_LATER: Story = (
    Scene(HELPER, PARTICIPANT),
    Scene(ending.AgreeOnNotice(notice="P60D"), days=1),
    Scene(note_closing(), SYSTEM, days=1),
    TIME,
)

SERVICE_TALES: dict[str, Story] = {
    "gatherings": SERVICE_GATHERINGS,
    "recorded": RECORDED,
    "late_member": LATE_MEMBER,
    "closing": SERVICE_CLOSING,
    "few_voices": FEW_VOICES,
}
MEMBERSHIP_TALES: dict[str, Story] = {
    "gatherings": MEMBER_GATHERINGS,
    "closing": MEMBER_CLOSING,
    "called": MEMBER_CALLED,
    "moves": MEMBER_MOVES,
    "invited_elsewhere": MEMBER_INVITED_ELSEWHERE,
    "plainly": MEMBER_PLAINLY,
    "later": MEMBER_LATER,
}
