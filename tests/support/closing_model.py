"""What always holds of a member's end of the service, and of the service's own, said a second time and simply."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from domain.membership.closing import events as on_member
from domain.membership.events import JoinedService, LeftService
from domain.membership.gatherings import events as on_invitation
from domain.service.closing import events as on_closing
from domain.service.events import ServiceClosed
from domain.service.gatherings import events as on_gathering
from domain.shared.models import Event
from domain.shared.periods import local_date

from support.driving import Step


@dataclass
class MemberModel:
    """One member: which day is theirs, which gatherings, which calls are owed, what was said once."""

    series: set[str] = field(default_factory=set)
    invited: set[str] = field(default_factory=set)
    place: str | None = None
    owed: set[int] = field(default_factory=set)
    calls: int = 0
    last_day: date | None = None
    ended: bool = False
    spoke: bool = False
    offered: bool = False
    belongs: bool = False
    leader: str | None = None
    successors: set[str] = field(default_factory=set)

    def watch(self, step: Step) -> None:
        """Hold one step against what holds."""
        for event in step.events:
            self._happened(event, step)
        if step.after is None:
            return
        open_calls = {int(wait.subject) for wait in step.after.waits.values() if wait.kind == "personal_call"}
        assert open_calls == self.owed, "a call that was promised is forgotten, or one is asked for that nobody owes"
        of_series = {key for key, one in step.after.gatherings.known.items() if one.meeting.series}
        assert of_series == self.series
        assert len(of_series) <= 1, "somebody is invited to more than one gathering of a series"
        kept = {one.answer for key, one in step.after.gatherings.known.items() if key == self.place}
        assert kept <= {"registered", "called_off"}, "a place was lost"

    def _happened(self, event: Event, step: Step) -> None:
        match event:
            case JoinedService():
                calls = self.calls
                self.__init__()  # type: ignore[misc]
                self.calls = calls
            case LeftService():
                assert self.leader != step.before.person, "left while they led the community"
                self.owed = set()
            case on_invitation.RegistrationConfirmed() if event.gathering in self.series:
                self.place = event.gathering
            case on_invitation.GatheringInvited() | on_invitation.GatheringChosenAnew():
                self._invited(event, step)
            case on_member.ClosingNoted() | on_member.NoticeTooShort():
                self._ends(event, step)
            case on_member.EndedWithService():
                assert self.last_day is not None
                assert local_date(step.now, step.before.time_zone) > self.last_day, "ended before the last day was over"
                self.ended = True
            case _:
                self._called_or_connected(event)

    def _invited(self, event: on_invitation.GatheringInvited | on_invitation.GatheringChosenAnew, step: Step) -> None:
        if isinstance(event, on_invitation.GatheringChosenAnew):
            assert event.former in self.series
            assert event.meeting.gathering not in self.series
            has_place = step.before.gatherings.known[event.former].answer == "registered"
            assert event.had_place or not has_place, "a place was lost by moving"
            self.place = event.meeting.gathering if event.had_place else None
        else:
            assert event.meeting.gathering not in self.invited, "invited twice"
            assert not event.meeting.series or event.meeting.at > step.now, "invited to what is over"
            self.invited.add(event.meeting.gathering)
        if event.meeting.series:
            self.series = {event.meeting.gathering}

    def _ends(self, event: on_member.ClosingNoted | on_member.NoticeTooShort, step: Step) -> None:
        assert self.last_day is None, "the end was announced twice"
        days = 60 if step.before.closing.notice == "P60D" else 0
        worked = step.before.member_role == "accompanist"
        half_a_year = timedelta(days=181) <= event.end.last_day - local_date(
            step.before.started_at, step.before.time_zone
        )
        promised = max(days, 30 if worked and half_a_year else 0)
        told_on = local_date(step.now, step.before.time_zone)
        self.last_day = max(event.end.last_day, told_on + timedelta(days=promised))
        assert isinstance(event, on_member.NoticeTooShort) == (self.last_day > event.end.last_day)
        assert local_date(event.ends_at, step.before.time_zone) == self.last_day + timedelta(days=1)

    def _called_or_connected(self, event: Event) -> None:
        match event:
            case on_member.MarkedForCall():
                assert not self.owed
                self.calls += 1
                assert event.number == self.calls
                self.owed = {event.number}
            case on_member.CallRecorded():
                self.owed.remove(event.number)
            case on_member.ClosingVoiceGiven() | on_member.VoiceAskedAgain():
                assert self.ended
                assert not self.spoke, "asked, or heard, after they had spoken"
                self.spoke = isinstance(event, on_member.ClosingVoiceGiven)
            case on_member.CommunityOffered():
                self.offered = True
                self.leader = event.leader
            case on_member.CommunityJoined() | on_member.CommunityLeft():
                assert self.offered
                assert self.belongs == isinstance(event, on_member.CommunityLeft)
                self.belongs = not self.belongs
            case on_member.MemberInvitedOn():
                assert event.successor not in self.successors, "invited to a successor twice"
                self.successors.add(event.successor)
            case _:
                pass


@dataclass
class ServiceModel:
    """The service: no more than fit into a gathering, an end that was announced, figures that show nobody."""

    registered: dict[str, int] = field(default_factory=dict)
    recorded: dict[str, int] = field(default_factory=dict)
    awaited: set[str] = field(default_factory=set)
    ends_at: datetime | None = None
    closed: bool = False
    voices: list[frozenset[str]] = field(default_factory=list)

    def watch(self, step: Step) -> None:
        """Hold one step against what holds."""
        for event in step.events:
            self._attendance(event)
            self._happened(event, step)
        if step.after is not None:
            waits = [wait for wait in step.after.waits.values() if wait.kind == "attendance_record"]
            assert {wait.subject for wait in waits} == self.awaited
            assert all(wait.owner.persons == step.after.coordinators for wait in waits)

    def _attendance(self, event: Event) -> None:
        """Who came is waited for from the end of a gathering until it is known of everybody who had a place."""
        match event:
            case on_gathering.RegisteredRecorded():
                assert event.number == self.recorded.get(event.gathering, 0) + 1
                self.recorded[event.gathering] = event.number
            case on_gathering.GatheringHeld():
                self.awaited.add(event.gathering)
            case on_gathering.AttendanceCompleted():
                assert event.gathering in self.awaited
                self.awaited.remove(event.gathering)
            case on_gathering.RegistrationCounted() if not event.registered:
                self.registered[event.gathering] -= 1
            case _:
                return
        known = self.recorded.get(event.gathering, 0) >= self.registered.get(event.gathering, 0)
        self.awaited -= {event.gathering} if known else set()

    def _happened(self, event: Event, step: Step) -> None:
        match event:
            case on_gathering.RegistrationCounted() if not event.registered:
                assert event.number == self.registered[event.gathering]
            case on_gathering.RegistrationCounted():
                number = self.registered.get(event.gathering, 0) + 1
                self.registered[event.gathering] = number
                capacity = step.before.gatherings.known[event.gathering].capacity
                assert event.number == number
                assert capacity is None or number <= capacity, "more than fit in"
            case on_gathering.NewcomerInvited():
                known = step.before.gatherings.known
                to_come = {key for key, one in known.items() if one.standing == "planned" and one.meeting.at > step.now}
                assert set(event.gatherings) == {one for one in to_come if not one.startswith("farewell-")}
            case on_closing.ClosingAnnounced():
                assert self.ends_at is None, "the end was announced twice"
                notice = event.end.last_day - local_date(step.now, step.before.time_zone)
                assert notice >= timedelta(days=14), "announced with too short a notice"
                self.ends_at = event.ends_at
            case ServiceClosed():
                members = sum(step.before.members.values())
                assert not self.closed
                assert members <= 0 or (self.ends_at is not None and step.now >= self.ends_at), "ended without notice"
                self.closed = True
            case on_closing.ClosingVoiceCounted():
                self.voices.append(frozenset(event.gains))
            case on_closing.ServiceLookedBack():
                self._found(event)
            case _:
                pass

    def _found(self, event: on_closing.ServiceLookedBack) -> None:
        named = {gain: sum(gain in voice for voice in self.voices) for voice in self.voices for gain in voice}
        assert event.gains == {gain: count for gain, count in named.items() if count >= 3}
        assert bool(event.involvement) == (len(self.voices) >= 3), "figures that so few gave are told"
