"""Who is told of spare time, matches and days away."""

from typing import assert_never

from domain.membership.matching import events as happened
from domain.membership.matching.commands import NoteAbsence, NoteAbsenceTakenBack, NoteAccompanistLeft, NoteClient
from domain.membership.matching.events import MatchingEvent
from domain.membership.matching.state import Absence
from domain.membership.state import Membership
from domain.shared.effects import Effect
from domain.shared.telling import tell, to_stream
from domain.shared.values import BilingualText
from domain.shared.wording import day_in_words


def react(event: MatchingEvent, state: Membership) -> list[Effect]:
    """The effects of one event; `state` is that after the event."""
    match event:
        case happened.SuitsSaid() | happened.ClientsWelcome() | happened.ClientParted() | happened.MatchAwaited():
            return []
        case happened.ClientTaken():
            # Whoever comes while the accompanist is away hears it, too.
            return [to_stream("membership", event.client, _note(state, one)) for one in state.matching.absences]
        case happened.AccompanistMatched():
            return _matched(event, state)
        case happened.RematchWished():
            return tell(state, "rematch_wished", event.owner.persons, {"subject": str(event.number)})
        case happened.AccompanistLeft():
            return [
                *tell(state, "accompanist_left", (state.person, *event.owner.persons)),
                *arrived(state, event.owner.persons),
                *_relieved(state),
            ]
        case happened.AbsenceAnnounced():
            return _away(event, state)
        case happened.AbsenceNoted():
            who = event.deputy or state.coordinator
            due = day_in_words(event.last_day)
            return tell(state, "absence_covered", (state.person,), names={"who": who}, spoken={"due": due})
        case happened.AbsenceTakenBack():
            return _there_after_all(event, state)
        case happened.CoverBegan():
            handed = [arrival(state, number, event.owner.persons) for number in event.reports]
            return [effect for effects in handed for effect in effects]
        case happened.CoverEnded():
            return []
        case happened.CoverTakenBack():
            accompanist = {"person": state.matching.accompanist}
            return tell(state, "absence_taken_back", (state.person,), names=accompanist, spoken=_days(event))
        case _:
            assert_never(event)


def _matched(event: happened.AccompanistMatched, state: Membership) -> list[Effect]:
    names = {"who": event.accompanist}
    told = [
        to_stream("membership", membership_of(state, event.accompanist), NoteClient(client=state.id, taken=True)),
        *tell(state, "accompanist_matched", (state.person,), names=names, reply="report"),
        *tell(state, "client_matched", (event.accompanist,)),
    ]
    told += [*arrived(state, (event.accompanist,)), *_relieved(state, event.former)]
    if event.former is None:
        return told
    return [
        *told,
        *tell(state, "accompaniment_ended", (event.former,)),
    ]


def _relieved(state: Membership, *former: str | None) -> list[Effect]:
    """Whoever answered this client before, for good or for some days, does so no longer."""
    gone = dict.fromkeys(one for one in (*former, *state.matching.stood_in) if one is not None)
    parted = NoteClient(client=state.id, taken=False)
    others = [one for one in gone if one != state.matching.accompanist]
    return [to_stream("membership", membership_of(state, one), parted) for one in others]


def arrived(state: Membership, people: tuple[str, ...]) -> list[Effect]:
    """Whoever answers from now on reads the reports of theirs that nobody has answered yet."""
    waits = [wait for wait in state.waits.values() if wait.kind == "report_answer" and wait.owner.persons == people]
    return [effect for wait in waits for effect in arrival(state, wait.subject, wait.owner.persons)]


def arrival(state: Membership, number: str, people: tuple[str, ...]) -> list[Effect]:
    """A report, for those who answer it; a reply to the mail is the answer."""
    place = {"text": f"accompanying/unanswered/{number}"}
    return tell(state, "report_arrived", people, {"subject": number}, personal=place, reply=f"answer.{number}")


def membership_of(state: Membership, person: str) -> str:
    """The id of somebody's membership in the same service."""
    return f"{state.service}.{person}"


def _away(event: happened.AbsenceAnnounced, state: Membership) -> list[Effect]:
    note = _note(state, Absence(first_day=event.first_day, last_day=event.last_day, deputy=event.deputy))
    told: list[Effect] = [to_stream("membership", client, note) for client in state.matching.clients]
    if state.matching.accompanist is not None:
        # So that they know why it is quiet.
        told += tell(state, "client_away", (state.matching.accompanist,), spoken=_days(event))
    if event.deputy is None:
        return told
    due = {"due": day_in_words(event.last_day)}
    return [*told, *tell(state, "standing_in", (event.deputy,), spoken=due)]


def _there_after_all(event: happened.AbsenceTakenBack, state: Membership) -> list[Effect]:
    note = NoteAbsenceTakenBack(accompanist=state.person, first_day=event.first_day)
    told: list[Effect] = [to_stream("membership", client, note) for client in state.matching.clients]
    people = [one for one in (state.matching.accompanist, event.deputy) if one is not None]
    return [*told, *tell(state, "absence_taken_back", people, spoken=_days(event))]


def _days(event: happened.AbsenceEvent) -> dict[str, BilingualText]:
    return {"day": day_in_words(event.first_day), "due": day_in_words(event.last_day)}


def _note(state: Membership, absence: Absence) -> NoteAbsence:
    return NoteAbsence(accompanist=state.person, **absence.model_dump())


def on_leaving(state: Membership) -> list[Effect]:
    """Whoever was matched with a member who leaves hears of it; a mail thanks the accompanist."""
    accompanist = state.matching.accompanist
    thanked = tell(state, "accompaniment_ended", (accompanist,)) if accompanist is not None else []
    return [*parted(state), *thanked]


def parted(state: Membership) -> list[Effect]:
    """The streams of those with whom a member was matched learn that the member is gone."""
    left = NoteAccompanistLeft(accompanist=state.person)
    told: list[Effect] = [to_stream("membership", client, left) for client in state.matching.clients]
    alone = state.model_copy(update={"matching": state.matching.model_copy(update={"accompanist": None})})
    return [*told, *_relieved(alone, state.matching.accompanist)]
