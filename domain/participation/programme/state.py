"""A participant's way through a programme as it is kept, and how events change it."""

from datetime import datetime
from typing import Literal, assert_never

from pydantic import AwareDatetime, Field

from domain.participation.programme import events as happened
from domain.participation.programme.events import ProgrammeEvent
from domain.shared.models import FrozenModel
from domain.shared.values import BilingualText, PersonalText
from domain.shared.waiting import Wait, closed, handed_over, opened

Standing = Literal["arranged", "held", "missed", "cancelled"]


class Session(FrozenModel):
    """One session; `sequence` counts how often its time or place was changed, as calendars want to know."""

    session_kind: str
    number: int
    title: BilingualText
    at: AwareDatetime
    minutes: int
    time_zone: str
    place: str
    sequence: int = 0
    standing: Standing = "arranged"
    note: PersonalText | None = None


class Pack(FrozenModel):
    """The latest version of an information pack, and which version the participant has read (0: none yet)."""

    version: int
    title: str
    text: PersonalText
    acknowledged: int = 0


class Programme(FrozenModel):
    """Sessions by id, packs by name, and when the programme was completed (None: it is not)."""

    sessions: dict[str, Session] = Field(default_factory=dict)
    packs: dict[str, Pack] = Field(default_factory=dict)
    completed_at: AwareDatetime | None = None

    def of_kind(self, kind: str, *standings: Standing) -> list[Session]:
        """The sessions of one kind that stand like this."""
        return [one for one in self.sessions.values() if one.session_kind == kind and one.standing in standings]


def programme_changes(
    programme: Programme, waits: dict[str, Wait], event: ProgrammeEvent, at: datetime
) -> dict[str, object]:
    """What one event, which occurred at `at`, changes about the programme and the participation's waits."""
    match event:
        case happened.SessionArranged():
            values = event.model_dump(exclude={"type", "session", "schedule", "owner"})
            wait = Wait(kind="session_record", subject=event.session, owner=event.owner, schedule=event.schedule)
            return {
                "programme": _with_session(programme, event.session, Session.model_validate(values)),
                "waits": opened(waits, wait),
            }
        case happened.SessionMoved():
            return _moved(programme, waits, event)
        case happened.SessionCancelled():
            return _over(programme, waits, event.session, "cancelled", event.reason)
        case happened.SessionHeld():
            return _over(programme, waits, event.session, "held", event.note)
        case happened.SessionMissed():
            return _over(programme, waits, event.session, "missed", event.note)
        case happened.PackDelivered() | happened.PackAcknowledged():
            return _pack_changes(programme, waits, event)
        case happened.ProgrammeCompleted():
            return {"programme": programme.model_copy(update={"completed_at": at})}
        case _:
            assert_never(event)


def _with_session(programme: Programme, key: str, session: Session) -> Programme:
    return programme.model_copy(update={"sessions": {**programme.sessions, key: session}})


def _moved(programme: Programme, waits: dict[str, Wait], event: happened.SessionMoved) -> dict[str, object]:
    known = programme.sessions[event.session]
    changes = event.model_dump(include={"at", "time_zone", "place"})
    moved = known.model_copy(update={**changes, "sequence": known.sequence + 1})
    wait = waits[f"session_record:{event.session}"]
    return {
        "programme": _with_session(programme, event.session, moved),
        "waits": opened(waits, handed_over(wait, wait.owner, event.schedule)),
    }


def _over(
    programme: Programme, waits: dict[str, Wait], key: str, standing: Standing, note: PersonalText | None
) -> dict[str, object]:
    known = programme.sessions[key]
    # A calendar takes an entry out only for a newer word than the one that put it there.
    sequence = known.sequence + (standing == "cancelled")
    over = known.model_copy(update={"standing": standing, "note": note, "sequence": sequence})
    return {"programme": _with_session(programme, key, over), "waits": closed(waits, f"session_record:{key}")}


def _pack_changes(
    programme: Programme, waits: dict[str, Wait], event: happened.PackDelivered | happened.PackAcknowledged
) -> dict[str, object]:
    known = programme.packs.get(event.pack)
    if isinstance(event, happened.PackDelivered):
        read = known.acknowledged if known else 0
        pack = Pack(version=event.version, title=event.title, text=event.text, acknowledged=read)
        subject = f"{event.pack}.{event.version}"
        wait = Wait(kind="pack_acknowledgement", subject=subject, owner=event.owner, schedule=event.schedule)
        # Whoever has the newer version need not read the older one any more.
        waits = opened(closed(waits, f"pack_acknowledgement:{event.pack}.{known.version}") if known else waits, wait)
    else:
        pack = programme.packs[event.pack].model_copy(update={"acknowledged": event.version})
        waits = closed(waits, f"pack_acknowledgement:{event.pack}.{event.version}")
    return {"programme": programme.model_copy(update={"packs": {**programme.packs, event.pack: pack}}), "waits": waits}
