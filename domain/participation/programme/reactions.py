"""Who is told of a programme's events, and what goes into their calendars."""

from typing import assert_never

from domain.participation.programme import events as happened
from domain.participation.programme.events import ProgrammeEvent
from domain.participation.programme.state import Session
from domain.participation.state import Participation
from domain.participation.telling import on_both_clocks
from domain.shared.effects import CalendarEntry, Effect
from domain.shared.telling import tell
from domain.shared.values import BilingualText
from domain.shared.waiting import Wait


def react(event: ProgrammeEvent, state: Participation) -> list[Effect]:
    """The effects of one event; `state` is that after the event."""
    match event:
        case happened.SessionArranged():
            return _session(state, "session_arranged", event.session)
        case happened.SessionMoved():
            return _session(state, "session_moved", event.session)
        case happened.SessionCancelled():
            return _session(state, "session_cancelled", event.session)
        case happened.SessionMissed():
            session = state.programme.sessions[event.session]
            return tell(state, "session_missed", _people(state), spoken=session_words(session, state))
        case happened.PackDelivered():
            words = pack_words(event.pack, state)
            personal = {"text": f"programme/packs/{event.pack}/text"}
            about = {"subject": f"{event.pack}.{event.version}"}
            return tell(state, "pack_delivered", (state.person,), about, spoken=words, personal=personal)
        case happened.ProgrammeCompleted():
            return tell(state, "programme_completed", _people(state))
        case happened.SessionHeld() | happened.PackAcknowledged():
            return []
        case _:
            assert_never(event)


def wait_words(wait: Wait, state: Participation) -> dict[str, BilingualText]:
    """What reminders and escalations of a programme's waits say besides who and until when."""
    if wait.kind == "session_record":
        return session_words(state.programme.sessions[wait.subject], state)
    if wait.kind == "pack_acknowledgement":
        return pack_words(wait.subject.rpartition(".")[0], state)
    return {}


def session_words(session: Session, state: Participation) -> dict[str, BilingualText]:
    """What a session is called, when and where it is."""
    number, title = session.number, session.title
    return {
        "session": BilingualText(ja=f"{title.ja}(第{number}回)", en=f"{title.en}, number {number}"),
        "when": on_both_clocks(session.at, state, session.time_zone),
        "place": _same(session.place),
    }


def pack_words(pack: str, state: Participation) -> dict[str, BilingualText]:
    """What a pack is called, in which version."""
    known = state.programme.packs[pack]
    return {"pack": _same(known.title), "version": _same(str(known.version))}


def _session(state: Participation, template: str, key: str) -> list[Effect]:
    session = state.programme.sessions[key]
    spoken = session_words(session, state)
    entry = CalendarEntry(
        uid=f"{state.id}.{key}",
        sequence=session.sequence,
        title=spoken["session"],
        start=session.at,
        minutes=session.minutes,
        cancelled=session.standing == "cancelled",
    )
    personal = {"reason": f"programme/sessions/{key}/note"} if entry.cancelled else {}
    return tell(state, template, _people(state), spoken=spoken, personal=personal, calendar=entry)


def _people(state: Participation) -> tuple[str, ...]:
    """The participant, and whoever accompanies or coordinates."""
    companion = (state.companion,) if state.companion else ()
    return (state.person, *companion, state.coordinator)


def _same(text: str) -> BilingualText:
    return BilingualText(ja=text, en=text)
