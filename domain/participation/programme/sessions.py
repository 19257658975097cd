"""Sessions: never more than the playbook's number, each with a moment, a place, and what became of it."""

from datetime import UTC, datetime

from domain.participation.programme import commands as asked
from domain.participation.programme import events as happened
from domain.participation.programme.state import Session
from domain.participation.state import Participation
from domain.playbooks.capabilities.sessions import SessionRules
from domain.shared.actors import Role
from domain.shared.decider import Context
from domain.shared.models import Event
from domain.shared.refusals import DomainError, refusal
from domain.shared.values import narrative
from domain.shared.waiting import Owner, Schedule
from domain.shared.wording import choices_in_words


def arrange(command: asked.ArrangeSession, state: Participation, context: Context) -> list[Event]:
    """One more, as long as those that were held and those that are to come leave room for it."""
    rules = _rules(command.session_kind, context)
    require_work(state)
    taken = state.programme.of_kind(command.session_kind, "arranged", "held")
    if len(taken) >= rules.at_most:
        raise refusal(
            "sessions-full",
            wrong=(
                f"{rules.title.ja}は{rules.at_most}回までです。すでに{len(taken)}回、実施または予定しています。",
                f"{rules.title.en}: {len(taken)} of at most {rules.at_most} were held or arranged already.",
            ),
            right=(
                "予定は MoveSession で変えられ、CancelSession で取りやめられます。",
                "Move it to another time with MoveSession, or cancel it with CancelSession.",
            ),
            field="session_kind",
        )
    _to_come(command.at, context)
    number = len([one for one in state.programme.sessions.values() if one.session_kind == command.session_kind]) + 1
    return [
        happened.SessionArranged(
            session=f"{command.session_kind}.{number}",
            session_kind=command.session_kind,
            number=number,
            title=rules.title,
            at=command.at,
            minutes=rules.minutes,
            time_zone=command.time_zone or state.time_zone,
            place=command.place,
            schedule=_record_schedule(command.at, state, context),
            owner=Owner(role=Role.COORDINATOR, persons=(state.coordinator,)),
        )
    ]


def move(command: asked.MoveSession, state: Participation, context: Context) -> list[Event]:
    """Another time or place for one that was not held yet; the same again changes nothing."""
    session = _open_session(command.session, state)
    zone = command.time_zone or session.time_zone
    if (session.at, session.place, session.time_zone) == (command.at, command.place, zone):
        return []
    require_work(state)
    _to_come(command.at, context)
    return [
        happened.SessionMoved(
            session=command.session,
            at=command.at,
            time_zone=zone,
            place=command.place,
            schedule=_record_schedule(command.at, state, context),
        )
    ]


def cancel(command: asked.CancelSession, state: Participation) -> list[Event]:
    """It does not take place, and leaves room for another one."""
    known = state.programme.sessions.get(command.session)
    if known is not None and known.standing == "cancelled":
        return []
    _open_session(command.session, state)
    return [happened.SessionCancelled(session=command.session, reason=narrative(state.person, command.reason))]


def record(command: asked.RecordSession, state: Participation, context: Context) -> list[Event]:
    """Held or missed, once its time has come; the same record again changes nothing."""
    known = state.programme.sessions.get(command.session)
    if known is not None and known.standing == command.attendance:
        return []
    session = _open_session(command.session, state)
    if session.at > context.now:
        raise refusal(
            "session-to-come",
            wrong=(f"「{command.session}」はまだ始まっていません。", f"{command.session} has not begun yet."),
            right=(
                "終わってから記録するか、CancelSession で取りやめてください。",
                "Record it when it is over, or cancel it with CancelSession.",
            ),
            field="session",
        )
    note = narrative(state.person, command.note) if command.note else None
    kind = happened.SessionHeld if command.attendance == "held" else happened.SessionMissed
    return [kind(session=command.session, note=note)]


def _rules(kind: str, context: Context) -> SessionRules:
    known = context.rules.sessions
    if kind in known:
        return known[kind]
    names = choices_in_words({name: rules.title for name, rules in known.items()})
    raise refusal(
        "session-kind-unknown",
        wrong=(
            f"このプレイブックに「{kind}」というセッションはありません。",
            f"This playbook knows no sessions called {kind}.",
        ),
        right=(
            f"使えるのは {names.ja} です。プレイブックの [rules.sessions.名前] で決めます。",
            f"There are: {names.en}. A playbook names them in [rules.sessions.NAME].",
        ),
        field="session_kind",
    )


def require_work(state: Participation) -> None:
    """Sessions belong to the months of the programme.

    Raises:
        DomainError: those have not begun, or are over.
    """
    if state.stage != "work":
        raise refusal(
            "not-working",
            wrong=("いまは実施期間ではありません。", "This is not the time of the programme."),
            right=("キックオフから修了までの間に行ってください。", "Do this between kick-off and completion."),
        )


def _to_come(at: datetime, context: Context) -> None:
    if at <= context.now:
        raise refusal(
            "date-past",
            wrong=(f"日時 {at.isoformat()} は過ぎています。", f"{at.isoformat()} is past."),
            right=("これからの日時を指定してください。", "Name a time to come."),
            field="at",
        )


def _open_session(key: str, state: Participation) -> Session:
    session = state.programme.sessions.get(key)
    if session is None:
        raise _no_such_session(key, state)
    if session.standing != "arranged" or state.stage == "ended":
        raise refusal(
            "session-over",
            wrong=(f"「{key}」はすでに記録されているか、取りやめになっています。", f"{key} is over or was cancelled."),
            right=("新しい予定は ArrangeSession で決めてください。", "Arrange another one with ArrangeSession."),
            field="session",
        )
    return session


def _no_such_session(key: str, state: Participation) -> DomainError:
    names = ", ".join(state.programme.sessions) or "-"
    return refusal(
        "session-unknown",
        wrong=(f"「{key}」というセッションはありません。", f"There is no session {key}."),
        right=(f"あるのは: {names}。", f"There are: {names}."),
        field="session",
    )


def _record_schedule(at: datetime, state: Participation, context: Context) -> Schedule:
    """What became of a session is asked for after it, however far away that is."""
    return context.schedule("session_record", state.time_zone, at.astimezone(UTC))
