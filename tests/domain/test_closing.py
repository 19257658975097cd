"""Ending a service: in time, person by person, with a call for who is far from home, and something that lives on."""

from datetime import timedelta
from typing import Any

import pytest

from domain.membership.aggregate import MEMBERSHIP
from domain.membership.closing import commands as ending
from domain.membership.closing import events as happened
from domain.membership.commands import LeaveService
from domain.membership.events import JoinedService
from domain.service.aggregate import SERVICE
from domain.service.closing import commands as asked
from domain.service.closing import events as announced
from domain.service.closing.events import ClosingAnnounced
from domain.service.commands import CloseService, NoteEngagement, NoteMember
from domain.service.events import MembersCounted, ServiceClosed
from domain.service.finding import service_reference
from domain.shared.deadlines import MeetDeadline
from domain.shared.effects import DeliverToStream, Notify, TellEach

from support import closing_stories as told
from support.closing_stories import JOIN, MEMBERSHIP_ID, joined
from support.closings import TODAY, member, note
from support.deciding import COORDINATOR, NOW, PARTICIPANT, SYSTEM, Given, Outcome, offers
from support.driving import Step
from support.membership_stories import ENDED_STORY
from support.people import DESK, FACTS, opened
from support.rules import RULES
from support.stories import driver

ANNOUNCE = asked.AnnounceClosing(last_day=TODAY + timedelta(days=30), reason="役割を終えたため")
HELPER = joined().model_copy(update={"member_role": "accompanist"})
END_OF_MEMBERSHIP = MeetDeadline(kind="membership_end", subject="1", ordinal=1)


BARE = RULES.model_copy(update={"closing": None})


def service() -> Given:
    """The desk is open, with a member."""
    knowing = {**FACTS, **told.FACTS}
    counted = MembersCounted(member_role="client", number=1)
    return Given(SERVICE, stream=DESK, facts=knowing).events(opened(), counted)


def closing_of(outcome: Outcome) -> ClosingAnnounced:
    """The announcement among the events."""
    return next(event for event in outcome.events if isinstance(event, ClosingAnnounced))


def last_day(outcome: Outcome) -> Any:
    """The member's own last day."""
    return outcome.state.closing.last_day


def test_the_end_is_announced_in_time_and_each_member_is_told_by_one_effect() -> None:
    outcome = service().when(ANNOUNCE)
    assert [type(event).__name__ for event in outcome.events] == [
        "ClosingAnnounced", "GatheringTermsSet", "GatheringArranged", "GatheringArranged",
    ]  # fmt: skip
    members, engagements = (one for one in outcome.effects() if isinstance(one, TellEach))
    assert (members.command["type"], members.service, members.process) == ("NoteClosing", DESK, "closing:all")
    assert (engagements.command["type"], engagements.kind) == ("NoteServiceEnd", "engagement")
    assert closing_of(outcome).end.stays_connected == "coordinator-1"
    days = [one.at.date() for one in closing_of(outcome).end.farewells]
    assert days == [TODAY + timedelta(days=1), TODAY + timedelta(days=2)]
    assert [(one.kind, one.subject, one.step) for one in SERVICE.processes(outcome.state)] == [
        ("closing", "all", "announced")
    ]


def test_the_services_own_notice_is_the_playbooks_to_the_day() -> None:
    short = ANNOUNCE.model_copy(update={"last_day": TODAY + timedelta(days=13)})
    refused = service().when(short).refused("notice-too-short", "last_day")
    assert "2026-04-15" in refused.explain("en")
    service().when(ANNOUNCE.model_copy(update={"last_day": TODAY + timedelta(days=14)}))
    nobody = ANNOUNCE.model_copy(update={"stays_connected": "nobody"})
    service().when(nobody).refused("person-unknown", "stays_connected")
    service().events(*service().when(ANNOUNCE).events).when(ANNOUNCE).refused("closing-announced")


def test_a_service_with_members_does_not_end_from_one_moment_to_the_next() -> None:
    at_once = CloseService(reason="終了")
    service().when(at_once).refused("closing-to-announce")
    empty = service().events(MembersCounted(member_role="client", number=0))
    assert [type(event) for event in empty.when(at_once).events] == [ServiceClosed]
    service().under(BARE).when(at_once).refused("closing-to-announce")


def test_without_rules_for_it_members_are_told_all_the_same_and_the_law_holds_for_each() -> None:
    tomorrow = ANNOUNCE.model_copy(update={"last_day": TODAY + timedelta(days=1)})
    today = ANNOUNCE.model_copy(update={"last_day": TODAY})
    service().under(BARE).when(today).refused("notice-too-short", "last_day")
    outcome = service().under(BARE).when(tomorrow)
    assert [type(event) for event in outcome.events] == [ClosingAnnounced]
    noted = ending.NoteClosing(end=closing_of(outcome).end)
    new = member().under(BARE).when(noted, by=SYSTEM)
    assert (last_day(new), new.told()) == (tomorrow.last_day, [("closing_announced", "participant-1")])
    since = Given(MEMBERSHIP, stream=MEMBERSHIP_ID, facts=FACTS, rules=BARE).events(joined(), at=NOW - timedelta(200))
    known = since.when(noted, by=SYSTEM)
    assert last_day(known) == TODAY + timedelta(days=30)
    over = since.events(*known.events).at(known.state.closing.ends_at)
    end_of_it = over.when(END_OF_MEMBERSHIP, by=SYSTEM)
    assert end_of_it.told() == [("service_ended_plainly", "participant-1")]
    voice = ending.GiveClosingVoice(involvement=())
    over.events(*end_of_it.events).when(voice, by=PARTICIPANT).refused("nothing-to-look-back")


def test_a_service_that_does_not_look_back_is_over_with_its_last_day() -> None:
    outcome = service().under(BARE).when(ANNOUNCE)
    running = service().under(BARE).events(*outcome.events)
    ends = running.at(closing_of(outcome).ends_at).when(
        MeetDeadline(kind="service_end", subject="all", ordinal=1), by=SYSTEM
    )
    assert [type(event) for event in ends.events] == [ServiceClosed]
    assert (SERVICE.deadlines(ends.state), SERVICE.processes(ends.state)) == ([], [])
    assert SERVICE.finished(ends.state)
    assert {one.command["type"] for one in ends.effects() if isinstance(one, TellEach)} == set()


def test_engagements_hear_of_the_end_also_those_that_were_drafted_in_its_very_moment() -> None:
    heard = {"type": "NoteServiceEnd", "service": "試験の窓口", "stays_connected": "coordinator-1"}
    empty = service().events(MembersCounted(member_role="client", number=0))
    closed = empty.when(CloseService(reason="終了"))
    (telling,) = (one for one in closed.effects() if isinstance(one, TellEach))
    assert telling.command == {**heard, "last_day": None}
    announced_first = service().events(*service().when(ANNOUNCE).events)
    late = announced_first.when(NoteEngagement(engagement="engagement-9"), by=SYSTEM)
    (delivered,) = (one for one in late.effects() if isinstance(one, DeliverToStream))
    assert delivered.target.key == "engagement:engagement-9"
    assert delivered.command == {**heard, "last_day": ANNOUNCE.last_day.isoformat()}


@pytest.mark.parametrize(
    ("who", "months", "own", "days", "expected"),
    [
        (joined(), 24, None, 20, 20),
        (joined(), 24, "P60D", 20, 60),
        (joined(), 24, "P10D", 20, 20),
        (HELPER, 24, None, 20, 30),
        (HELPER, 24, None, 30, 30),
        (HELPER, 24, "P60D", 40, 60),
        (HELPER, 1, None, 20, 20),
    ],
    ids=["client", "own-longer", "own-shorter", "law", "law-kept", "own-beats-law", "too-new-for-the-law"],
)
def test_each_member_ends_by_their_own_notice(
    who: JoinedService, months: int, own: str | None, days: int, expected: int
) -> None:
    given = Given(MEMBERSHIP, stream=MEMBERSHIP_ID, facts=FACTS).events(who, at=NOW - timedelta(days=30 * months))
    if own is not None:
        given = given.events(happened.NoticeAgreed(notice=own))
    outcome = given.when(note(days), by=SYSTEM)
    assert last_day(outcome) == TODAY + timedelta(days=expected)
    short = expected > days
    assert type(outcome.events[0]) is (happened.NoticeTooShort if short else happened.ClosingNoted)
    office = [template for template, person in outcome.told() if person == "coordinator-1"]
    assert office == (["notice_too_short"] if short else [])


@pytest.mark.parametrize(("who", "expected"), [(joined(), 30), (HELPER, 33)], ids=["client", "law"])
def test_notice_counts_from_the_day_on_which_somebody_is_told(who: JoinedService, expected: int) -> None:
    since = Given(MEMBERSHIP, stream=MEMBERSHIP_ID, facts=FACTS).events(who, at=NOW - timedelta(days=720))
    late = since.at(NOW + timedelta(days=3)).when(note(30), by=SYSTEM)
    assert last_day(late) == TODAY + timedelta(days=expected)


def test_nobody_ends_before_they_were_told() -> None:
    late = member().at(NOW + timedelta(days=31)).when(note(30), by=SYSTEM)
    assert last_day(late) == TODAY + timedelta(days=31)


@pytest.mark.parametrize(("days", "invited"), [(0, {"1", "2"}), (1, {"2"}), (2, set[str]())])
def test_who_hears_late_is_invited_to_what_still_lies_ahead(days: int, invited: set[str]) -> None:
    chosen, later = set(), NOW + timedelta(days=days)
    for number in range(12):
        one = Given(MEMBERSHIP, stream=f"{DESK}.member-{number}", facts=FACTS).events(joined(f"member-{number}"))
        known = one.at(later).when(note(), by=SYSTEM).state.gatherings.known
        assert len(known) <= 1
        assert all(invitation.meeting.at > later for invitation in known.values())
        chosen |= {name.removeprefix("farewell-") for name in known}
    assert chosen == invited


def gone(given: Given) -> Given:
    """The member has left."""
    left = given.events(*given.when(LeaveService(reason="卒業"), by=PARTICIPANT).events)
    assert left.state.stage == "ended"
    return left


def test_who_left_hears_nothing_and_nobody_hears_twice() -> None:
    left = gone(member())
    assert left.when(note(), by=SYSTEM).then().told() == []
    assert left.when(ending.AskAgain(), by=SYSTEM).then().told() == []
    assert left.when(ending.OfferCommunity(community="輪", leader="participant-2"), by=SYSTEM).then().told() == []
    known = member().events(*member().when(note(), by=SYSTEM).events)
    assert known.when(note(), by=SYSTEM).then().told() == []
    gone_since = gone(known)
    assert MEMBERSHIP.next_deadline(gone_since.state) is None, "something still comes for whoever has left"
    over = gone_since.at(known.state.closing.ends_at)
    assert over.when(END_OF_MEMBERSHIP, by=SYSTEM).then().told() == []
    known.when(ending.AgreeOnNotice(notice="P90D")).refused("closing-announced")


def ended() -> Given:
    """The member's last day is over."""
    known = member().events(*member().when(note(), by=SYSTEM).events)
    over = known.at(known.state.closing.ends_at)
    return over.events(*over.when(END_OF_MEMBERSHIP, by=SYSTEM).events)


def test_a_membership_ends_with_its_last_day_and_not_before() -> None:
    known = member().events(*member().when(note(), by=SYSTEM).events)
    ends_at = known.state.closing.ends_at
    known.at(ends_at - timedelta(seconds=1)).when(END_OF_MEMBERSHIP, by=SYSTEM).then()
    outcome = known.at(ends_at).when(END_OF_MEMBERSHIP, by=SYSTEM)
    outcome.then(happened.EndedWithService(last_day=TODAY + timedelta(days=30)))
    assert outcome.told() == [("service_ended", "participant-1")]
    assert MEMBERSHIP.finished(outcome.state)


def test_the_end_closes_what_nobody_can_answer_any_more_and_silence_is_told_kindly() -> None:
    steps: list[Step] = []
    made = driver("membership", watch=steps.append)
    for scene in ENDED_STORY:
        scene.play(made)
    (step,) = [one for one in steps if any(isinstance(event, happened.EndedWithService) for event in one.events)]
    assert {wait.kind for wait in step.before.waits.values()} == {"report_answer", "isolation_care"}
    assert step.before.radar.level == "red"
    assert (step.after.waits, step.after.radar.level, step.after.radar.reasons) == ({}, "green", ())
    assert MEMBERSHIP.finished(step.after)
    messages = [one for one in MEMBERSHIP.react(step.events[0], step.after) if isinstance(one, Notify)]
    assert [(one.template, one.to, one.names["who"]) for one in messages] == [
        ("service_ended", "participant-1", "coordinator-2"),
        ("reports_left_open", "participant-1", "coordinator-2"),
    ]


def test_a_call_that_was_promised_is_still_made_after_the_end() -> None:
    known = member().events(*member().when(note(), by=SYSTEM).events)
    known = known.events(*known.when(ending.MarkForCall(reason="声が聞きたい")).events)
    over = known.at(known.state.closing.ends_at)
    over = over.events(*over.when(END_OF_MEMBERSHIP, by=SYSTEM).events)
    assert set(over.state.waits) == {"personal_call:1"}
    assert MEMBERSHIP.finished(over.when(ending.RecordCall(talked_about="これから")).state)


def test_after_the_end_nothing_new_begins_and_whom_to_ask_is_told() -> None:
    late = ending.NoteReturn(returns_on=TODAY + timedelta(days=90))
    refused = ended().when(late, by=PARTICIPANT).refused("service-ended")
    assert refused.details == {"stays_connected": "coordinator-2"}
    assert "coordinator-2" in refused.explain("ja")
    # Also where the deadline itself is late: what counts is the day.
    known = member().events(*member().when(note(), by=SYSTEM).events)
    known.at(known.state.closing.ends_at).when(late, by=PARTICIPANT).refused("service-ended")


def test_nobody_joins_a_service_whose_end_was_announced() -> None:
    closing = service().events(*service().when(ANNOUNCE).events).state
    joining = Given(MEMBERSHIP, stream=MEMBERSHIP_ID, facts=FACTS)
    key = service_reference(DESK).key
    refused = joining.knowing(**{key: closing}).when(JOIN, by=PARTICIPANT).refused("service-ends", "service")
    assert refused.details == {"stays_connected": "coordinator-1"}


def test_who_joins_in_the_very_moment_of_the_announcement_is_not_forgotten() -> None:
    counted = NoteMember(member_role="client", joined=True)
    closing = service().events(*service().when(ANNOUNCE).events)
    outcome = closing.when(counted, by=SYSTEM).then(
        MembersCounted(member_role="client", number=2), announced.MemberCameLate()
    )
    (telling,) = outcome.effects()
    assert isinstance(telling, TellEach)
    assert telling.command["type"] == "NoteClosing"
    closing.when(counted.model_copy(update={"joined": False}), by=SYSTEM).then(
        MembersCounted(member_role="client", number=0)
    )


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"gains": ("fame",)}, "gain-unknown", "gains"),
        ({"involvement": (4, 4)}, "involvement-unclear", "involvement"),
        ({"involvement": (4, 4, 6)}, "involvement-unclear", "involvement"),
    ],
)
def test_a_voice_says_what_was_asked(changes: dict[str, Any], code: str, field: str) -> None:
    voice = told.voice("companions", "growth")
    refused = ended().when(voice.model_copy(update=changes), by=PARTICIPANT).refused(code, field)
    assert RULES.closing is not None
    offers(refused, RULES.closing.gains if field == "gains" else RULES.closing.dimensions)


def test_a_voice_is_given_once_and_only_numbers_reach_the_service() -> None:
    voice = told.voice("companions", "growth")
    member().when(voice, by=PARTICIPANT).refused("nothing-to-look-back")
    outcome = ended().when(voice, by=PARTICIPANT)
    (counted,) = [one.command for one in outcome.effects() if isinstance(one, DeliverToStream)]
    assert counted == {
        "type": "CountClosingVoice",
        "gains": ["companions", "growth"],
        "involvement": {"cognitive": 4, "emotional": 4, "physical": 5},
    }
    spoke = ended().events(*outcome.events)
    spoke.when(voice, by=PARTICIPANT).refused("voice-given")
    spoke.when(ending.AskAgain(), by=SYSTEM).then()
    ended().when(ending.AskAgain(), by=SYSTEM).then(happened.VoiceAskedAgain())


def looking_back(*voices: tuple[str, ...]) -> Given:
    """The service has ended, and these were named as gains, voice by voice."""
    given = service().events(*service().when(ANNOUNCE).events, announced.LookingBackBegan())
    for gains in voices:
        levels = {"cognitive": 4, "emotional": 5, "physical": 3}
        given = given.events(announced.ClosingVoiceCounted(gains=gains, involvement=levels))
    return given


def test_figures_with_fewer_than_three_behind_them_are_told_to_nobody() -> None:
    close = asked.CloseLookingBack()
    two = looking_back(("companions",), ("companions",)).when(close)
    two.then(announced.ServiceLookedBack(voices=2, gains={}, involvement={}))
    three = looking_back(("companions",), ("companions", "money"), ("companions", "money")).when(close)
    levels = {"cognitive": 40, "emotional": 50, "physical": 30}
    three.then(announced.ServiceLookedBack(voices=3, gains={"companions": 3}, involvement=levels))
    service().when(close).refused("nothing-to-look-back")


def test_only_a_member_who_agreed_leads_the_community() -> None:
    found = asked.FoundCommunity(leader=MEMBERSHIP_ID, community="輪")
    outcome = service().when(found)
    outcome.then(announced.CommunityFounded(community="輪", leader="participant-1"))
    service().events(*outcome.events).when(found).then()
    silent = {f"membership:{MEMBERSHIP_ID}": member().state}
    service().knowing(**silent).when(found).refused("leader-did-not-agree", "leader")
    elsewhere = {f"membership:{MEMBERSHIP_ID}": member().state.model_copy(update={"service": "desk-2"})}
    service().knowing(**elsewhere).when(found).refused("leader-not-a-member", "leader")
    stranger = asked.FoundCommunity(leader=f"{DESK}.nobody", community="輪")
    service().when(stranger).refused("leader-not-a-member", "leader")


def test_the_leader_hands_over_before_leaving() -> None:
    leads = happened.CommunityOffered(community="輪", leader="participant-1", first=True)
    given = ended().events(leads, happened.CommunityJoined())
    given.when(ending.LeaveCommunity(), by=PARTICIPANT).refused("leads-the-community")
    given.when(ending.AgreeToLead(ready=False), by=PARTICIPANT).refused("leads-the-community")
    handed_over = given.events(leads.model_copy(update={"leader": "participant-2", "first": False}))
    handed_over.when(ending.LeaveCommunity(), by=PARTICIPANT).then(happened.CommunityLeft())
    member().when(ending.JoinCommunity(), by=PARTICIPANT).refused("no-community")


def test_the_leader_hands_over_before_leaving_the_service_too() -> None:
    leads = happened.CommunityOffered(community="輪", leader="participant-1", first=True)
    given = member().events(leads, happened.CommunityJoined())
    given.when(LeaveService(reason="卒業"), by=PARTICIPANT).refused("leads-the-community")
    handed_over = given.events(leads.model_copy(update={"leader": "participant-2", "first": False}))
    assert handed_over.when(LeaveService(reason="卒業"), by=PARTICIPANT).state.stage == "ended"


@pytest.mark.parametrize(
    "command",
    [
        ending.AgreeOnNotice(notice="P60D"),
        ending.NoteReturn(returns_on=TODAY),
        ending.MarkForCall(reason="声が聞きたい"),
        ending.AgreeToLead(),
    ],
)
def test_a_playbook_that_does_not_say_how_services_end_refuses_what_belongs_to_it(command: Any) -> None:
    by = PARTICIPANT if isinstance(command, ending.AgreeToLead) else COORDINATOR
    refused = member().under(BARE).when(command, by=by).refused("closing-unused")
    assert "[rules.closing]" in refused.explain("ja")


def test_nor_is_a_community_founded_there() -> None:
    found = asked.FoundCommunity(leader=MEMBERSHIP_ID, community="輪")
    assert "[rules.closing]" in service().under(BARE).when(found).refused("closing-unused").explain("en")


def test_successors_are_offered_once_to_those_who_wished() -> None:
    offer = ending.OfferSuccessor(next_service="desk-2", name="次の窓口")
    ended().when(offer, by=SYSTEM).then()
    wished = ended().events(happened.SuccessorConsented(agrees=True))
    invited = happened.MemberInvitedOn(successor="desk-2", name="次の窓口")
    assert wished.when(offer, by=SYSTEM).then(invited).told() == [("members_successor_invited", "participant-1")]
    wished.events(invited).when(offer, by=SYSTEM).then()
    service().when(asked.InviteMembersOn(next_service=DESK)).refused("its-own-successor", "next_service")
    service().when(asked.InviteMembersOn(next_service="desk-9")).refused("service-unknown", "service")
