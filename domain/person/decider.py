"""What a person's stream decides."""

from typing import assert_never

from domain.person.commands import (
    ChangeContact,
    ErasePerson,
    PersonCommand,
    RecordPermit,
    RegisterPerson,
)
from domain.person.events import ContactChanged, PermitRecorded, PersonErased, PersonRegistered
from domain.person.places import deciding as places
from domain.person.places.commands import PlacesCommand
from domain.person.pool import hearing
from domain.person.pool.commands import HearOfSuccessor
from domain.person.state import Person
from domain.shared.deadlines import MeetDeadline
from domain.shared.decider import Context
from domain.shared.models import Event
from domain.shared.periods import local_date
from domain.shared.refusals import refusal
from domain.shared.registered import require_registered
from domain.shared.values import PersonalText, narrative

KEPT_BY_LAW = ("contract",)
"""Contracts are kept as business records after an erasure (facts on records; a person may ask when they end)."""


def decide(command: PersonCommand, state: Person | None, context: Context) -> list[Event]:
    """The events that follow from a command.

    Raises:
        DomainError: the command is refused.
    """
    if isinstance(command, RegisterPerson):
        return [_register(command, state, context)]
    if isinstance(command, HearOfSuccessor):
        return hearing.hear(command, state)
    person = _living(state)
    if isinstance(command, PlacesCommand):
        return places.decide(command, person, context)
    match command:
        case ChangeContact():
            return _change_contact(command, person)
        case RecordPermit():
            return [_record_permit(command, person, context)]
        case ErasePerson():
            return [PersonErased(reason=command.reason, kept_purposes=KEPT_BY_LAW)]
        case MeetDeadline():
            return places.meet(command, person, context)
        case _:
            assert_never(command)


def _register(command: RegisterPerson, state: Person | None, context: Context) -> PersonRegistered:
    if state is not None:
        raise refusal(
            "person-exists",
            wrong=("この人はすでに登録されています。", "This person is registered already."),
            right=(
                "お名前や連絡先は `banso person contact` で変えられます。",
                "`banso person contact` changes name and address.",
            ),
        )
    subject = context.stream_id
    if command.employer_contact == subject:
        raise refusal(
            "own-employer",
            wrong=(
                "自分自身を勤務先の担当者にはできません。",
                "Nobody is the one who consents for their own employer.",
            ),
            right=("勤務先の別の担当者の番号を指定してください。", "Name somebody else at the employer, or nobody."),
            field="employer_contact",
        )
    if command.employer_contact:
        require_registered(context, command.employer_contact, "employer_contact")
    return PersonRegistered(
        person=subject,
        name=PersonalText(personal="contact", subject=subject, text=command.name),
        email=PersonalText(personal="contact", subject=subject, text=str(command.email)),
        **command.model_dump(exclude={"type", "name", "email"}),
    )


def _living(state: Person | None) -> Person:
    if state is None:
        raise refusal(
            "person-unknown",
            wrong=("この人はまだ登録されていません。", "This person is not registered yet."),
            right=("先に RegisterPerson で登録してください。", "Register them first with RegisterPerson."),
        )
    if state.erased:
        raise refusal(
            "person-erased",
            wrong=("この人の情報は消去されています。", "This person's data was erased."),
            right=("新しい番号で登録し直してください。", "Register them anew, under a new id."),
        )
    return state


def _change_contact(command: ChangeContact, state: Person) -> list[Event]:
    name = PersonalText(personal="contact", subject=state.id, text=command.name)
    email = PersonalText(personal="contact", subject=state.id, text=str(command.email))
    return [ContactChanged(name=name, email=email, language=command.language)]


def _record_permit(command: RecordPermit, state: Person, context: Context) -> PermitRecorded:
    if command.valid_until is not None and command.valid_until < local_date(context.now, state.time_zone):
        raise refusal(
            "permit-expired",
            wrong=("許可の期限が過ぎています。", "This permit has expired already."),
            right=("有効な許可を記録してください。", "Record a permit that is valid today or later."),
            field="valid_until",
        )
    kind = narrative(state.id, command.kind)
    return PermitRecorded(country=command.country, kind=kind, valid_until=command.valid_until)
