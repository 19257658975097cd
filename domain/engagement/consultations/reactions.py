"""Who is told of the problems that those at the front brought home."""

from typing import assert_never

from domain.engagement.consultations import events as happened
from domain.engagement.consultations.balance import front_of
from domain.engagement.consultations.events import ConsultationEvent
from domain.engagement.consultations.radar import cared_for
from domain.engagement.consultations.state import WAIT, Consultation
from domain.engagement.state import Engagement
from domain.engagement.telling import TIMELESS, participants
from domain.shared.deadlines import Escalated, Reminded
from domain.shared.effects import Effect
from domain.shared.radar import in_words
from domain.shared.telling import tell
from domain.shared.wording import day_in_words


def react_to_consultations(event: ConsultationEvent, state: Engagement) -> list[Effect]:
    """The effects of one event; `state` is that after the event."""
    match event:
        case happened.ConsultationsRouted():
            return tell(state, "consultations_routed", (event.owner,), spoken={"problem": event.problem})
        case happened.FrontJoined():
            return tell(state, "front_joined", (event.person,), names={"person": event.person})
        case happened.FrontLeft() | happened.SupportBalanced() | happened.CarrierCaredFor():
            return []
        case happened.CarrierTurned():
            return _turned(event, state)
        case happened.SupportTilted():
            return _tilted(event, state)
        case happened.ConsultationRaised():
            about = {"customer": event.customer or TIMELESS}
            return _of_case(event.consultation, state, "consultation_raised", event.owner.persons, about, text="words")
        case happened.ConsultationRedirected():
            return _redirected(event, state)
        case happened.ConsultationAnswered():
            place = f"answers/{len(_case(event.consultation, state).answers)}"
            return _to_carrier(event, state, "consultation_answered", text=place)
        case happened.ScheduleReflected():
            return _reflected(event, state)
        case happened.ConsultationClosed():
            places = {"text": "done_about", "support": "done_for_carrier"}
            return _to_carrier(event, state, "consultation_closed", **places)
        case _:
            assert_never(event)


def first_answer_late(
    event: Reminded | Escalated, state: Engagement, template: str, people: tuple[str, ...]
) -> list[Effect]:
    """The owner is reminded; the coordinators learn who is alone with how much."""
    case = _case(int(event.subject), state)
    waiting = [
        one for one in state.consultations.open_cases.values()
        if one.carrier == case.carrier and one.first_answer_at is None
    ]  # fmt: skip
    about = {"kind": WAIT, "subject": event.subject, "open": str(len(waiting))}
    personal = {"text": f"{_place(event.subject)}/words"} if isinstance(event, Reminded) else {}
    names = {"carrier": case.carrier}
    return tell(state, template, people, about, spoken={"problem": case.problem}, names=names, personal=personal)


def care_late(event: Reminded | Escalated, state: Engagement, template: str, people: tuple[str, ...]) -> list[Effect]:
    """Nobody has said yet how somebody is."""
    names = {"person": cared_for(state, event.subject)}
    return tell(state, template, people, {"kind": event.kind, "subject": event.subject}, names=names)


def _turned(event: happened.CarrierTurned, state: Engagement) -> list[Effect]:
    if event.owner is None:
        return []
    spoken, about = {"reasons": in_words(event.reasons)}, {"subject": str(len(state.consultations.cares))}
    return tell(state, "isolation_red", event.owner.persons, about, spoken=spoken, names={"person": event.person})


def _case(number: int, state: Engagement) -> Consultation:
    return state.consultations.cases[str(number)]


def _place(number: object) -> str:
    return f"consultations/cases/{number}"


def _of_case(
    number: int,
    state: Engagement,
    template: str,
    people: tuple[str, ...],
    about: dict[str, str] | None = None,
    names: dict[str, str] | None = None,
    **places: str,
) -> list[Effect]:
    """A message about one problem; its carrier is the person whom it is about, unless somebody else is named."""
    case = _case(number, state)
    return tell(
        state,
        template,
        people,
        {"subject": str(number), **(about or {})},
        spoken={"problem": case.problem},
        names={"person": case.carrier, **(names or {})},
        personal={word: f"{_place(number)}/{place}" for word, place in places.items()},
    )


def _to_carrier(
    event: happened.ConsultationAnswered | happened.ConsultationClosed, state: Engagement, template: str, **places: str
) -> list[Effect]:
    carrier = _case(event.consultation, state).carrier
    names = {"person": event.by.person}
    return _of_case(event.consultation, state, template, (carrier,), None, names, **places)


def _redirected(event: happened.ConsultationRedirected, state: Engagement) -> list[Effect]:
    number, reason = event.consultation, f"redirects/{len(_case(event.consultation, state).redirects)}"
    by = {"who": event.by.person}
    owners = event.owner.persons
    to_owner = _of_case(number, state, "consultation_redirected", owners, names=by, text="words", reason=reason)
    names, carrier = {**by, "person": owners[0]}, (_case(number, state).carrier,)
    to_carrier = _of_case(number, state, "consultation_passed_on", carrier, names=names, reason=reason)
    return [*to_owner, *to_carrier]


def _reflected(event: happened.ScheduleReflected, state: Engagement) -> list[Effect]:
    """Whoever was promised a day learns both days; so do those who work for it."""
    case = _case(event.consultation, state)
    people = (*state.company_contacts, *participants(state), case.carrier)
    told: list[Effect] = []
    for one in event.moved:
        about = {"milestone": state.milestones[one.milestone].title, "days": str(event.days)}
        spoken = {"problem": case.problem, "was": day_in_words(one.was_due_on), "now": day_in_words(one.due_on)}
        told += tell(state, "schedule_reflected", people, about, spoken=spoken)
    return told


def _tilted(event: happened.SupportTilted, state: Engagement) -> list[Effect]:
    count = {"count": str(event.count)}
    if event.tilt == "outnumbered":
        return tell(state, "support_outnumbers", state.office, {**count, "front": str(len(front_of(state)))})
    names = {"person": event.person} if event.person else {}
    return tell(state, "support_concentrated", state.office, {**count, "open": str(event.of)}, names=names)
