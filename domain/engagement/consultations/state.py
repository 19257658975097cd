"""Consultations as an engagement keeps them, and how events change them."""

from datetime import datetime
from typing import assert_never

from pydantic import AwareDatetime, Field

from domain.engagement.consultations import events as happened
from domain.engagement.consultations.events import ConsultationEvent, MilestoneMoved
from domain.engagement.results import Milestone
from domain.playbooks.capabilities.radar import RadarRules
from domain.shared.actors import Role
from domain.shared.models import FrozenModel
from domain.shared.radar import Level
from domain.shared.values import BilingualText, PersonalText
from domain.shared.waiting import Owner, Schedule, Wait, closed, opened
from domain.shared.watching import CARE

WAIT = "consultation_answer"


class Consultation(FrozenModel):
    """One problem. `owner` is None while the coordinators have it; `answer_due` is when its silence was too long.

    `answers` and `redirects` are kept by their number, so that each mail finds its own.
    """

    kind: str
    problem: BilingualText
    carrier: str
    words: PersonalText
    customer: str | None
    cause: str | None
    owner: str | None
    raised_at: AwareDatetime
    answer_due: AwareDatetime
    first_answer_at: AwareDatetime | None = None
    answered_by: str | None = None
    answers: dict[str, PersonalText] = Field(default_factory=dict)
    redirects: dict[str, PersonalText] = Field(default_factory=dict)
    moved: tuple[MilestoneMoved, ...] = ()
    closed_at: AwareDatetime | None = None
    done_about: PersonalText | None = None
    done_for_carrier: PersonalText | None = None

    @property
    def is_open(self) -> bool:
        """Whether the problem is not over yet."""
        return self.closed_at is None


class Standing(FrozenModel):
    """What the radar showed of somebody last, and how often it has turned."""

    level: Level = "green"
    turns: int = 0


class Consultations(FrozenModel):
    """Who is at the front besides the participants, who owns which kind, and every problem by its number.

    `tilts` are imbalances that the coordinators know of: each with the person whom it is about, or nobody. `radar` is
    how those stand for whom it has turned, by `radar_rules`; without these nobody is on it. `cares` are those whom
    somebody was asked to look after, one for each request.
    """

    front: tuple[str, ...] = ()
    routes: dict[str, str] = Field(default_factory=dict)
    cases: dict[str, Consultation] = Field(default_factory=dict)
    tilts: dict[str, str | None] = Field(default_factory=dict)
    radar: dict[str, Standing] = Field(default_factory=dict)
    radar_rules: RadarRules | None = None
    cares: tuple[str, ...] = ()

    @property
    def open_cases(self) -> dict[str, Consultation]:
        """The problems that are not over yet, by number."""
        return {number: case for number, case in self.cases.items() if case.is_open}

    @property
    def owners(self) -> frozenset[str]:
        """Everybody who owns a kind or an open problem by name."""
        named = [case.owner for case in self.open_cases.values() if case.owner is not None]
        return frozenset([*self.routes.values(), *named])

    @property
    def belonging(self) -> frozenset[str]:
        """Everybody who supports, and who did: what somebody helped with does not disappear from their sight."""
        return self.owners | {case.owner for case in self.cases.values() if case.owner is not None}

    def concerned(self, wait: Wait) -> str | None:
        """Whom a wait is about, who is therefore the last to be asked: a problem's carrier, or who is looked after."""
        match wait.kind:
            case "consultation_answer":
                return self.cases[wait.subject].carrier
            case "isolation_care":
                return self.cares[int(wait.subject) - 1]
            case _:
                return None


def consultation_changes(
    known: Consultations,
    milestones: dict[str, Milestone],
    waits: dict[str, Wait],
    event: ConsultationEvent,
    at: datetime,
) -> dict[str, object]:
    """What one event changes about consultations, milestones and waits."""
    match event:
        case happened.ConsultationsRouted():
            return _kept(known, routes={**known.routes, **dict.fromkeys(event.kinds, event.owner)})
        case happened.FrontJoined():
            return _kept(known, front=(*known.front, event.person))
        case happened.FrontLeft():
            return _kept(known, front=tuple(one for one in known.front if one != event.person))
        case happened.SupportTilted():
            return _kept(known, tilts={**known.tilts, event.tilt: event.person})
        case happened.SupportBalanced():
            return _kept(known, tilts={tilt: one for tilt, one in known.tilts.items() if tilt != event.tilt})
        case happened.ConsultationRaised():
            return {**_raised(known, event, at), "waits": opened(waits, _wait(event, 0))}
        case happened.ConsultationAnswered():
            return {**_case(known, event, _answered(known, event, at)), "waits": closed(waits, wait_key(event))}
        case happened.ConsultationRedirected():
            return _redirected(known, waits, event)
        case happened.ScheduleReflected():
            moved = (*known.cases[str(event.consultation)].moved, *event.moved)
            return {**_case(known, event, {"moved": moved}), "milestones": _moved(milestones, event)}
        case happened.ConsultationClosed():
            return {**_case(known, event, _closed(known, event, at)), "waits": closed(waits, wait_key(event))}
        case happened.CarrierTurned():
            return _turned(known, waits, event)
        case happened.CarrierCaredFor():
            return {"waits": closed(waits, f"{CARE}:{event.care}")}
        case _:
            assert_never(event)


CaseEvent = (
    happened.ConsultationRaised
    | happened.ConsultationAnswered
    | happened.ConsultationRedirected
    | happened.ScheduleReflected
    | happened.ConsultationClosed
)


def wait_key(event: CaseEvent) -> str:
    """The key of the wait for the owner's word."""
    return f"{WAIT}:{event.consultation}"


def _kept(known: Consultations, **changes: object) -> dict[str, object]:
    return {"consultations": known.model_copy(update=changes)}


def _case(known: Consultations, event: CaseEvent, changes: dict[str, object]) -> dict[str, object]:
    number = str(event.consultation)
    return _kept(known, cases={**known.cases, number: known.cases[number].model_copy(update=changes)})


def _named(owner: Owner) -> str | None:
    return owner.persons[0] if owner.role == Role.COMPANION else None


def _wait(event: happened.ConsultationRaised | happened.ConsultationRedirected, handovers: int) -> Wait:
    return Wait(
        kind=WAIT, subject=str(event.consultation), owner=event.owner, schedule=event.schedule, handovers=handovers
    )


def _raised(known: Consultations, event: happened.ConsultationRaised, at: datetime) -> dict[str, object]:
    values = event.model_dump(include={"kind", "problem", "carrier", "words", "customer", "cause"})
    schedule: Schedule = event.schedule
    raised = Consultation(owner=_named(event.owner), raised_at=at, answer_due=schedule.escalate_at, **values)
    return _kept(known, cases={**known.cases, str(event.consultation): raised}, radar_rules=event.radar)


def _turned(known: Consultations, waits: dict[str, Wait], event: happened.CarrierTurned) -> dict[str, object]:
    radar = {**known.radar, event.person: Standing(level=event.level, turns=event.number)}
    if event.schedule is None or event.owner is None:
        return _kept(known, radar=radar)
    cares = (*known.cares, event.person)
    care = Wait(kind=CARE, subject=str(len(cares)), owner=event.owner, schedule=event.schedule)
    return {**_kept(known, radar=radar, cares=cares), "waits": opened(waits, care)}


def _answered(known: Consultations, event: happened.ConsultationAnswered, at: datetime) -> dict[str, object]:
    case = known.cases[str(event.consultation)]
    answers = {**case.answers, str(len(case.answers) + 1): event.text}
    return {"answers": answers, **_first_answer(event, at)}


def _first_answer(
    event: happened.ConsultationAnswered | happened.ConsultationClosed, at: datetime
) -> dict[str, object]:
    return {"first_answer_at": at, "answered_by": event.by.person} if event.first else {}


def _redirected(
    known: Consultations, waits: dict[str, Wait], event: happened.ConsultationRedirected
) -> dict[str, object]:
    case = known.cases[str(event.consultation)]
    number = len(case.redirects) + 1
    changes: dict[str, object] = {
        "owner": _named(event.owner),
        "redirects": {**case.redirects, str(number): event.reason},
    }
    # Each owner has a time of their own, and deadlines of their own.
    return {**_case(known, event, changes), "waits": opened(waits, _wait(event, number))}


def _closed(known: Consultations, event: happened.ConsultationClosed, at: datetime) -> dict[str, object]:
    cause = event.cause or known.cases[str(event.consultation)].cause
    done = {"done_about": event.done_about, "done_for_carrier": event.done_for_carrier}
    return {"closed_at": at, "cause": cause, **done, **_first_answer(event, at)}


def _moved(milestones: dict[str, Milestone], event: happened.ScheduleReflected) -> dict[str, Milestone]:
    later = {one.milestone: one.due_on for one in event.moved}
    return {
        key: milestone.model_copy(update={"due_on": later[key]}) if key in later else milestone
        for key, milestone in milestones.items()
    }
