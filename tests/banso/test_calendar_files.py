"""Mails that put an entry into their reader's calendar, change it, and take it out again."""

from datetime import UTC, datetime
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from typing import Any

import pytest
from icalendar import Calendar

from banso.mail import Recipient, compose
from domain.playbooks.schema import MessageText
from domain.shared.effects import CalendarEntry
from domain.shared.values import Language

START = datetime.fromisoformat("2026-10-25T02:30+02:00")
"""An hour that comes twice in Berlin, the first time."""
NAME = {"ja": "キャリア相談", "en": "Counselling"}
TEXT = MessageText(
    subject="相談：{title}", body="{recipient} 様\n\n相談の日時です; お気軽に, どうぞ。\n\nBanso（伴走）\n"
)


def mailed(
    tenant: str = "tokyo", place: str | None = "第一会議室, 3階", language: Language = "ja", **changes: Any
) -> EmailMessage:
    """The mail as whoever gets it parses it."""
    entry = CalendarEntry.model_validate(
        {"uid": "p1.counselling.1", "title": NAME, "start": START, "minutes": 60, **changes}
    )
    values = {"recipient": "架空 花子", "title": "旅", **({"place": place} if place else {})}
    mail = compose(
        TEXT,
        values,
        sender="banso@example.jp",
        recipient=Recipient("架空 花子", "hanako@example.jp"),
        message_id="<1@example.jp>",
        sent_at=datetime(2026, 10, 1, tzinfo=UTC),
        calendar=entry,
        tenant=tenant,
        language=language,
    )
    parsed = BytesParser(policy=default).parsebytes(mail.as_bytes())
    assert isinstance(parsed, EmailMessage)
    return parsed


def calendar_of(mail: EmailMessage) -> tuple[str, Any]:
    """The method that the mail names, and the calendar that it holds."""
    (part,) = [one for one in mail.walk() if one.get_content_type() == "text/calendar"]
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    assert part.get_filename() == "banso.ics"
    return str(part["content-type"].params["method"]), Calendar.from_ical(content)


def event_of(mail: EmailMessage) -> Any:
    """The one entry."""
    _, calendar = calendar_of(mail)
    (event,) = calendar.walk("VEVENT")
    return event


def test_an_entry_says_what_the_mail_says_when_and_where() -> None:
    event = event_of(mailed())
    assert event["SUMMARY"] == "キャリア相談：旅"
    assert event_of(mailed(language="en"))["SUMMARY"] == "Counselling: 旅"
    assert "お気軽に, どうぞ" in event["DESCRIPTION"]
    assert event["LOCATION"] == "第一会議室, 3階"
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (
        datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
        datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
    )
    assert event["STATUS"] == "CONFIRMED"
    assert str(event["ATTENDEE"]) == "mailto:hanako@example.jp"


def test_the_text_and_the_page_are_there_as_ever() -> None:
    mail = mailed()
    for kind in ("plain", "html"):
        part = mail.get_body(preferencelist=(kind,))
        assert part is not None
        assert "相談の日時です" in part.get_content()


def test_a_change_has_the_same_name_and_a_higher_number_and_a_cancellation_says_so() -> None:
    first, moved, gone = (mailed(sequence=number, cancelled=number == 2) for number in range(3))
    assert [calendar_of(mail)[0] for mail in (first, moved, gone)] == ["REQUEST", "REQUEST", "CANCEL"]
    assert [str(calendar_of(mail)[1]["METHOD"]) for mail in (first, moved, gone)] == ["REQUEST", "REQUEST", "CANCEL"]
    events = [event_of(mail) for mail in (first, moved, gone)]
    assert {str(event["UID"]) for event in events} == {"p1.counselling.1.tokyo@example.jp"}
    assert [int(event["SEQUENCE"]) for event in events] == [0, 1, 2]
    assert events[2]["STATUS"] == "CANCELLED"


def test_entries_of_two_tenants_never_meet_and_a_place_is_not_needed() -> None:
    here, there = event_of(mailed()), event_of(mailed(tenant="gifu", place=None))
    assert here["UID"] != there["UID"]
    assert "LOCATION" not in there


@pytest.mark.parametrize("changes", [{"uid": "A b"}, {"minutes": 0}, {"sequence": -1}, {"start": "2026-10-25T02:30"}])
def test_an_entry_that_no_calendar_could_keep_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="validation error"):
        mailed(**changes)
