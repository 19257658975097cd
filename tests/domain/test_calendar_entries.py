"""Invitations of gatherings, farewells and interviews as the calendars of those who get them read them."""

from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from typing import Any

import pytest
from icalendar import Calendar

from banso.mail import Recipient, compose
from banso.playbooks import load_playbook
from domain.membership.aggregate import MEMBERSHIP
from domain.membership.gatherings import commands as invited
from domain.membership.gatherings import events as happened
from domain.membership.gatherings.deciding import invited_to_one
from domain.participation import commands as participation
from domain.participation.interviews.commands import CancelInterview
from domain.shared.effects import Notify
from domain.shared.models import Command
from domain.shared.values import BilingualText, Language

from support import participations
from support.closing_stories import MEMBER, MEMBERSHIP_ID, farewells, joined, meeting
from support.deciding import COORDINATOR, NOW, PARTICIPANT, SYSTEM, Given, Outcome
from support.people import DESK, FACTS

MESSAGES = load_playbook("daily-accompaniment").messages
LANGUAGES: tuple[Language, ...] = ("ja", "en")
INVITED = happened.GatheringInvited(meeting=meeting())
ASKED = happened.RegistrationAsked(gathering="day-1")
STUDY = meeting("study-1", kind="study_meeting", minutes=120).model_copy(
    update={"name": BilingualText(ja="勉強会", en="Study meeting")}
)


def entries(outcome: Outcome, language: Language = "en") -> list[tuple[str, str, Any]]:
    """Who is told by which message, and the entry of the calendar file in that mail; None where there is none."""
    told = [one for one in outcome.effects() if isinstance(one, Notify)]
    return [(one.template, one.to, entry(mailed(one, language))) for one in told]


def mailed(notify: Notify, language: Language) -> EmailMessage:
    """The mail as whoever gets it parses it. Names and personal texts are looked up when it is sent."""
    spoken = {word: text.of(language) for word, text in notify.spoken.items()}
    looked_up = dict.fromkeys((*notify.names, *notify.personal), "…")
    mail = compose(
        getattr(MESSAGES[notify.template], language),
        {"recipient": "架空 花子", **looked_up, **notify.about, **spoken},
        sender="banso@example.jp",
        recipient=Recipient("架空 花子", "hanako@example.jp"),
        message_id="<1@example.jp>",
        sent_at=NOW,
        calendar=notify.calendar,
        tenant="tokyo",
        language=language,
    )
    parsed = BytesParser(policy=default).parsebytes(mail.as_bytes())
    assert isinstance(parsed, EmailMessage)
    return parsed


def entry(mail: EmailMessage) -> Any:
    """What the mail does to a calendar: method, uid, number, title, beginning, minutes, place."""
    parts = [one for one in mail.walk() if one.get_content_type() == "text/calendar"]
    if not parts:
        return None
    content = parts[0].get_payload(decode=True)
    assert isinstance(content, bytes)
    calendar = Calendar.from_ical(content)
    (event,) = calendar.walk("VEVENT")
    start, minutes = event["DTSTART"].dt, (event["DTEND"].dt - event["DTSTART"].dt) / timedelta(minutes=1)
    method, uid, title, place = (
        str(one) for one in (calendar["METHOD"], event["UID"], event["SUMMARY"], event["LOCATION"])
    )
    return method, uid.removesuffix(".tokyo@example.jp"), int(event["SEQUENCE"]), title, start, int(minutes), place


def member(*events: Any) -> Given:
    """Somebody is a member, and this happened."""
    return Given(MEMBERSHIP, stream=MEMBERSHIP_ID, facts=FACTS).events(joined(), *events)


def expected(
    template: str, method: str = "REQUEST", sequence: int = 0, title: str = "Counselling day: 試験の窓口"
) -> Any:
    """One message to the member, with the counselling day in it."""
    known = meeting()
    return [(template, MEMBER, (method, f"{DESK}.day-1", sequence, title, known.at, 90, "オンライン"))]


def test_an_invitation_to_a_gathering_and_the_place_in_it_are_one_entry() -> None:
    invite = invited.InviteToGathering(meeting=meeting())
    accepted = invited.AnswerRegistration(gathering="day-1", accepted=True)
    assert entries(member().when(invite, by=SYSTEM)) == expected("gathering_invited")
    assert entries(member(INVITED, ASKED).when(accepted, by=SYSTEM)) == expected("gathering_registered")
    japanese = entries(member().when(invite, by=SYSTEM), "ja")
    assert japanese == expected("gathering_invited", title="相談日：試験の窓口")


def test_a_study_meeting_is_an_entry_of_its_own_length() -> None:
    outcome = member().when(invited.InviteToGathering(meeting=STUDY), by=SYSTEM)
    ((template, _, found),) = entries(outcome)
    title = "Study meeting: 試験の窓口"
    assert (template, found) == (
        "gathering_invited", ("REQUEST", f"{DESK}.study-1", 0, title, STUDY.at, 120, "オンライン"),
    )  # fmt: skip


def test_whoever_finds_no_place_or_whose_gathering_is_called_off_is_told_and_the_entry_leaves() -> None:
    declined = invited.AnswerRegistration(gathering="day-1", accepted=False)
    assert entries(member(INVITED, ASKED).when(declined, by=SYSTEM)) == expected("gathering_full", "CANCEL", 1)
    cancelled = invited.NoteGatheringCancelled(gathering="day-1", reason="台風のため")
    outcome = member(INVITED).when(cancelled, by=SYSTEM)
    assert entries(outcome) == expected("gathering_called_off", "CANCEL", 1)
    (told,) = [one for one in outcome.effects() if isinstance(one, Notify)]
    assert told.about["reason"] == "台風のため"
    assert member().when(cancelled, by=SYSTEM).effects() == [], "whoever was not invited hears nothing"
    again = happened.GatheringCalledOff(gathering="day-1", reason="台風のため")
    assert member(INVITED, again).when(cancelled, by=SYSTEM).effects() == []


def test_a_farewell_that_is_moved_changes_the_same_entry() -> None:
    series = farewells(NOW)
    first = invited_to_one(MEMBERSHIP_ID, series)
    other = next(one for one in series if one != first.meeting)
    (told,) = MEMBERSHIP.react(first, member(first).state)
    assert isinstance(told, Notify)
    assert (told.template, entry(mailed(told, "en"))[:3]) == ("farewell_invited", ("REQUEST", f"{DESK}.farewell", 0))
    moved = member(first).when(invited.MoveGathering(gathering=other.gathering), by=PARTICIPANT)
    ((template, person, found),) = entries(moved)
    assert (template, person) == ("gathering_invitation_moved", MEMBER)
    assert (found[:3], found[4]) == (("REQUEST", f"{DESK}.farewell", 1), other.at)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_interview_is_an_entry_for_applicant_and_coordinator_and_leaves_it_when_cancelled(
    language: Language,
) -> None:
    at, uid = datetime(2026, 4, 3, 10, tzinfo=UTC), f"{participations.ID}.interview"
    arrange: Command = participation.ArrangeInterview(at=at, place="Room 1")
    arranged = participations.given().events(participations.applied()).when(arrange)
    given = participations.given().events(participations.applied(), *arranged.events)
    cancelled = given.when(CancelInterview(reason="体調不良のため"), by=COORDINATOR)
    for outcome, method, sequence in ((arranged, "REQUEST", 0), (cancelled, "CANCEL", 1)):
        found = entries(outcome, language)
        assert [person for _, person, _ in found] == [participations.PERSON, "coordinator-1"]
        for _, _, one in found:
            assert (one[:3], one[4:]) == ((method, uid, sequence), (at, 45, "Room 1"))
            assert one[3].startswith({"ja": "面談：", "en": "Interview: "}[language])
