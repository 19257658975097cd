"""Who somebody is and what they may do where they are."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from pydantic import ValidationError

from domain.person.aggregate import PERSON
from domain.person.commands import ChangeContact, ErasePerson, RecordPermit, RegisterPerson
from domain.person.events import ContactChanged, PermitRecorded, PersonErased
from domain.shared.deadlines import MeetDeadline

from support.deciding import PARTICIPANT, SYSTEM, Given
from support.people import FACTS, private, registered

WHO = "participant-1"


def given() -> Given:
    """Nobody is known under this id yet."""
    return Given(PERSON, stream=WHO, rules=None, facts=FACTS)


def register(**changes: Any) -> RegisterPerson:
    """Somebody with an employer."""
    values: dict[str, Any] = {
        "name": f"試験 {WHO}",
        "email": f"{WHO}@example.com",
        "citizen_of": ("JP",),
        "employer_contact": "employer-1",
    }
    return RegisterPerson.model_validate({**values, **changes})


CONTACT = ChangeContact(name="新しい名前", email="new@example.com", language="en")
PERMIT = RecordPermit(country="VN", kind="就労許可証", valid_until=date(2026, 4, 1))
ERASE = ErasePerson(reason="本人の希望")
ERASED = PersonErased(reason="本人の希望", kept_purposes=("contract",))


def test_somebody_is_registered_once() -> None:
    given().when(register()).then(registered(WHO))
    given().events(registered(WHO)).when(register()).refused("person-exists")


def test_nobody_consents_for_their_own_employer() -> None:
    given().when(register(employer_contact=WHO)).refused("own-employer", "employer_contact")


def test_the_contact_at_an_employer_is_registered_first() -> None:
    given().when(register(employer_contact="nobody")).refused("person-unknown", "employer_contact")


def test_a_new_address_holds_from_now_on() -> None:
    changed = ContactChanged(
        name=private(WHO, "新しい名前", "contact"), email=private(WHO, "new@example.com", "contact"), language="en"
    )
    given().events(registered(WHO)).when(CONTACT, by=PARTICIPANT).then(changed)


@pytest.mark.parametrize(
    ("zone", "moment", "valid"),
    [
        ("Asia/Tokyo", datetime(2026, 4, 1, 14, 59, tzinfo=UTC), True),
        ("Asia/Tokyo", datetime(2026, 4, 1, 15, 0, tzinfo=UTC), False),
        ("America/Los_Angeles", datetime(2026, 4, 2, 6, 59, tzinfo=UTC), True),
        ("America/Los_Angeles", datetime(2026, 4, 2, 7, 0, tzinfo=UTC), False),
    ],
)
def test_a_permit_is_valid_until_its_last_day_ends_where_the_person_is(
    zone: str, moment: datetime, valid: bool
) -> None:
    outcome = given().events(registered(WHO, time_zone=zone)).at(moment).when(PERMIT, by=PARTICIPANT)
    if valid:
        outcome.then(PermitRecorded(country="VN", kind=private(WHO, "就労許可証"), valid_until=date(2026, 4, 1)))
    else:
        outcome.refused("permit-expired", "valid_until")


def test_a_permit_may_have_no_end() -> None:
    endless = PERMIT.model_copy(update={"valid_until": None})
    recorded = PermitRecorded(country="VN", kind=private(WHO, "就労許可証"), valid_until=None)
    outcome = given().events(registered(WHO)).when(endless).then(recorded)
    assert len(outcome.state.permits) == 1


def test_an_erased_person_is_changed_no_more() -> None:
    given().events(registered(WHO)).when(ERASE).then(ERASED)
    for command in (CONTACT, PERMIT, ERASE):
        given().events(registered(WHO), ERASED).when(command).refused("person-erased")
    given().events(registered(WHO), ERASED).when(register()).refused("person-exists")


@pytest.mark.parametrize("command", [CONTACT, PERMIT, ERASE, MeetDeadline(kind="x", subject="y", ordinal=1)])
def test_nothing_happens_to_somebody_who_is_not_registered(command: Any) -> None:
    given().when(command).refused("person-unknown")


def test_time_decides_nothing_about_a_person() -> None:
    given().events(registered(WHO)).when(MeetDeadline(kind="x", subject="y", ordinal=1), by=SYSTEM).then()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "=HYPERLINK(1)"),
        ("name", "名\u202e前"),
        ("email", "nobody"),
        ("email", "a@example.com\r\nBcc: b@example.com"),
        ("time_zone", "Mars/Olympus"),
        ("time_zone", "../etc/passwd"),
        ("residence", "jp"),
        ("citizen_of", ("Japan",)),
        ("employer_contact", "No Such Id"),
        ("language", "fr"),
        ("unknown_field", "x"),
    ],
)
def test_what_cannot_be_registered_is_no_command(field: str, value: Any) -> None:
    with pytest.raises(ValidationError) as raised:
        register(**{field: value})
    assert {error["loc"][0] for error in raised.value.errors()} == {field}
