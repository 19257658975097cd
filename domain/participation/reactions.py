"""What the world should do about a participation's events, and when time itself has something to say."""

from collections.abc import Iterable
from datetime import datetime
from typing import assert_never

from domain.engagement.commands import (
    NoteApplication,
    NoteApplicationClosed,
    NoteParticipantLeft,
    NoteParticipantNotReady,
    NoteParticipantReady,
    NoteSeatAccepted,
)
from domain.legal.work_permission import grounds_in_words
from domain.participation import events as happened
from domain.participation.events import ParticipationEvent
from domain.participation.interviews import reactions as interviews
from domain.participation.interviews.events import InterviewEvent
from domain.participation.modules.events import ModuleEvent
from domain.participation.modules.reactions import react_to_preparation
from domain.participation.places import reactions as places
from domain.participation.places.events import PlacesEvent
from domain.participation.places.state import OF_PLACES
from domain.participation.pool import reactions as pool
from domain.participation.pool.events import PoolEvent
from domain.participation.programme import reactions as programme
from domain.participation.programme.events import ProgrammeEvent
from domain.participation.state import Participation
from domain.participation.summary import summary
from domain.participation.telling import no_more_interview
from domain.participation.watching import turning
from domain.participation.watching.events import RestNoted, WatchingEvent
from domain.participation.words import WAIT_WORDS, WISHED_BY
from domain.shared.deadlines import Escalated, Reminded, wait_deadlines
from domain.shared.decider import begun
from domain.shared.effects import CheckWorkPermission, DeliverToStream, Effect, RenderContract
from domain.shared.following_up import FollowUpSent, follow_up_deadlines
from domain.shared.models import Command
from domain.shared.surveys import KIND as SURVEY
from domain.shared.surveys import SurveyEvent, survey_words, tell_of_survey
from domain.shared.telling import tell, to_stream
from domain.shared.values import BilingualText
from domain.shared.waiting import Deadline, Wait
from domain.shared.watching import CARE, ask_for_care
from domain.shared.wording import moment_in_words

WITHOUT_PROCESS = (
    "application_answer",
    "seat_offer",
    "employer_consent",
    "consent_renewal",
    "check_in_answer",
    *OF_PLACES,
    *("interview_record", "session_record", "pack_acknowledgement", SURVEY, CARE),
)
PROCESS_OF_WAIT = {"contract_signature": "contract_round"}


def react(event: ParticipationEvent, state: Participation) -> list[Effect]:
    """The effects of one event; `state` is that after the event."""
    told = places.react(event, state) if isinstance(event, PlacesEvent) else _react(event, state)
    return [*told, *places.standing(event, state)]


def _react(event: ParticipationEvent, state: Participation) -> list[Effect]:
    if isinstance(event, ModuleEvent):
        return react_to_preparation(event, state)
    if isinstance(event, ProgrammeEvent):
        return programme.react(event, state)
    if isinstance(event, SurveyEvent):
        return tell_of_survey(event, state)
    if isinstance(event, InterviewEvent | happened.InterviewArranged):
        return interviews.react(event, state)
    if isinstance(event, PoolEvent):
        return pool.react(event, state)
    if isinstance(event, WatchingEvent):
        return ask_for_care(event, state) if not isinstance(event, RestNoted) else []
    match event:
        case happened.Applied():
            noted = NoteApplication(participation=state.id, person=state.person)
            arrived = tell(state, "application_arrived", (state.coordinator,), names={"person": state.person})
            return [_to_engagement(state, noted), *arrived, *tell(state, "application_received", (state.person,))]
        case happened.Selected():
            return _selected(event, state)
        case (
            happened.WaitingBegan()
            | happened.SeatOffered()
            | happened.SeatAccepted()
            | happened.SeatDeclined()
            | happened.SeatOfferLapsed()
            | happened.WaitingEnded()
        ):
            return _waiting_effects(event, state)
        case happened.Declined():
            personal = {"reason": "outcome_reason"}
            off = no_more_interview(state)
            told = tell(state, "declined", (state.person,), personal=personal, calendar=off)
            return [_to_engagement(state, NoteApplicationClosed(participation=state.id)), *told]
        case happened.Withdrawn():
            off = no_more_interview(state)
            told = tell(state, "withdrawn", (state.coordinator,), names={"person": state.person}, calendar=off)
            return [_to_engagement(state, NoteApplicationClosed(participation=state.id)), *told]
        case (
            happened.EmployerConsented()
            | happened.EmployerRefused()
            | happened.EmployerConsentWithdrawn()
            | happened.WorkResumed()
        ):
            return _consent_effects(event, state)
        case happened.ResponsibleChanged():
            return _handed_over(event, state)
        case happened.ContractOffered() | happened.ContractRendered() | happened.ContractConcluded():
            return _contract_effects(event, state)
        case (
            happened.PermissionCheckStarted()
            | happened.PermissionInformationRequested()
            | happened.PermissionReviewRequested()
            | happened.WorkPermissionCleared()
            | happened.WorkPermissionRefused()
        ):
            return _permission_effects(event, state)
        case happened.BecameReady():
            return [_to_engagement(state, _ready(state))]
        case happened.CheckInSubmitted():
            return tell(
                state,
                "check_in_arrived",
                event.owner.persons,
                names={"person": state.person},
                personal={"text": f"check_ins/{event.number}/text"},
            )
        case happened.CompanionNoted():
            return _reports_that_wait(state, event.companion)
        case happened.HoursCapExceeded():
            about = {"hours": _plain(event.hours), "cap": _plain(event.cap)}
            return tell(state, "hours_over_cap", (state.coordinator,), about, names={"person": state.person})
        case happened.CheckInAnswered():
            personal = {"text": f"check_ins/{event.number}/answer"}
            return tell(state, "check_in_answered", (state.person,), names={"who": event.by}, personal=personal)
        case happened.EarlyEndAnnounced() | happened.EarlyEndWithdrawn() | happened.LeftEarly() | happened.WorkEnded():
            return _end_effects(event, state)
        case FollowUpSent():
            about = {"month": str(event.ordinal)}
            return tell(state, "follow_up_request", event.owner.persons, about, process=f"follow_up:{event.ordinal}")
        case Reminded():
            return _wait_effects(state, event, f"{event.kind}_reminder", event.owner.persons)
        case Escalated():
            return _wait_effects(state, event, f"{event.kind}_escalated", (state.coordinator,))
        case _:
            return []


def _reports_that_wait(state: Participation, companion: str) -> list[Effect]:
    """Whoever answers the reports from now on gets those that nobody has answered yet."""
    numbers = [wait.subject for wait in state.waits.values() if wait.kind == "check_in_answer"]
    told = [
        tell(
            state,
            "check_in_arrived",
            [companion],
            names={"person": state.person},
            personal={"text": f"check_ins/{number}/text"},
        )
        for number in numbers
    ]
    return [effect for effects in told for effect in effects]


def _plain(number: object) -> str:
    return f"{number:g}" if isinstance(number, float) else str(number)


def _to_engagement(state: Participation, command: Command) -> DeliverToStream:
    return to_stream("engagement", state.engagement, command)


def _selected(event: happened.Selected, state: Participation) -> list[Effect]:
    told = tell(state, "selected", (state.person,))
    if event.owner is None:
        return told
    names = {"person": state.person}
    return [*told, *tell(state, "employer_consent_request", event.owner.persons, names=names)]


def _waiting_effects(
    event: happened.WaitingBegan
    | happened.SeatOffered
    | happened.SeatAccepted
    | happened.SeatDeclined
    | happened.SeatOfferLapsed
    | happened.WaitingEnded,
    state: Participation,
) -> list[Effect]:
    names, closed = {"person": state.person}, NoteApplicationClosed(participation=state.id)
    match event:
        case happened.WaitingBegan():
            return tell(state, "waitlisted", (state.person,), {"place": str(event.place)})
        case happened.SeatOffered():
            spoken = {"due": _moment(event.schedule.escalate_at, state)}
            return tell(state, "seat_offered", (state.person,), spoken=spoken)
        case happened.SeatAccepted():
            return [_to_engagement(state, NoteSeatAccepted(participation=state.id))]
        case happened.SeatDeclined():
            told = tell(state, "seat_declined", (state.coordinator,), names=names)
        case happened.SeatOfferLapsed():
            told = tell(state, "seat_offer_lapsed", (state.person,))
            told += tell(state, "seat_offer_escalated", (state.coordinator,), names=names)
        case happened.WaitingEnded():
            told = tell(state, "recruiting_closed", (state.person,))
        case _:
            assert_never(event)
    return [_to_engagement(state, closed), *told]


def _moment(moment: datetime, state: Participation) -> BilingualText:
    """A moment as the participant's clock and calendar show it, with the zone's name."""
    return moment_in_words(moment, state.time_zone)


def _consent_effects(
    event: happened.EmployerConsented
    | happened.EmployerRefused
    | happened.EmployerConsentWithdrawn
    | happened.WorkResumed,
    state: Participation,
) -> list[Effect]:
    person, office = (state.person,), (state.coordinator, *state.company_contacts)
    names = {"person": state.person}
    match event:
        case happened.EmployerConsented():
            about = {"cap": _plain(event.weekly_hours_cap)}
            return tell(state, "employer_consented", (*person, state.coordinator), about)
        case happened.EmployerRefused():
            closed = NoteApplicationClosed(participation=state.id)
            told = tell(state, "employer_refused", (state.coordinator,), names=names)
            told += tell(state, "employer_refused_participant", person)
            told += tell(state, "employer_refused_company", state.company_contacts, names=names)
            return [_to_engagement(state, closed), *told]
        case happened.EmployerConsentWithdrawn():
            told = tell(state, "consent_withdrawn", person)
            told += tell(state, "consent_withdrawn_office", office, names=names)
            unready = NoteParticipantNotReady(participation=state.id)
            return [_to_engagement(state, unready), *told] if event.pauses and state.stage == "prepare" else told
        case happened.WorkResumed():
            told = tell(state, "work_resumed", (*person, *office), names=names)
            return [_to_engagement(state, _ready(state)), *told] if state.stage == "prepare" else told
        case _:
            assert_never(event)


def _ready(state: Participation) -> NoteParticipantReady:
    return NoteParticipantReady(participation=state.id, employer_contact=state.asked_employer)


def _handed_over(event: happened.ResponsibleChanged, state: Participation) -> list[Effect]:
    """Whoever takes a wait over learns of it by a mail of its own, not by a reminder of what they never heard of."""
    told: list[Effect] = []
    for key in event.schedules:
        wait = state.waits[key]
        people = [one for one in wait.owner.persons if one in event.newcomers]
        names = {"person": state.person}
        spoken = {"due": _moment(wait.schedule.escalate_at, state), "kind": WAIT_WORDS[wait.kind]}
        told += tell(state, "wait_handed_over", people, names=names, spoken=spoken, process=wait.process)
    return [*told, *_overdue(event, state)]


def _overdue(event: happened.ResponsibleChanged, state: Participation) -> list[Effect]:
    """A new coordinator learns what others owe for so long that the one before was told."""
    coordinators = [one for one in (state.coordinator,) if one in event.newcomers]
    overdue = [wait for key, wait in state.waits.items() if wait.step == "escalated" and key not in event.schedules]
    return [effect for wait in overdue for effect in _wait_effects(state, wait, f"{wait.kind}_escalated", coordinators)]


def _contract_effects(
    event: happened.ContractOffered | happened.ContractRendered | happened.ContractConcluded, state: Participation
) -> list[Effect]:
    sides = (state.person, *state.company_contacts)
    if isinstance(event, happened.ContractConcluded):
        template = "amendment_concluded" if begun(state.contract).amends else "contract_concluded"
        return tell(state, template, (*sides, state.coordinator), {"document": event.document})
    process = f"contract_round:{event.round}"
    if isinstance(event, happened.ContractOffered):
        return [RenderContract(round=event.round, process=process)]
    contract = begun(state.draft)
    about = {"fee": f"{contract.terms.fee:,}", "hours": _plain(contract.terms.weekly_hours), "document": event.document}
    template = "amendment_to_sign" if contract.amends else "contract_to_sign"
    return tell(state, template, sides, about, process=process)


def _end_effects(
    event: happened.EarlyEndAnnounced | happened.EarlyEndWithdrawn | happened.LeftEarly | happened.WorkEnded,
    state: Participation,
) -> list[Effect]:
    companions = (state.companion,) if state.companion else ()
    everybody = (state.person, state.coordinator, *state.company_contacts, *companions)
    names = {"person": state.person}
    match event:
        case happened.EarlyEndAnnounced():
            about, spoken = {"due": event.last_day.isoformat()}, {"kind": WISHED_BY[event.wished_by]}
            personal = {"reason": "leaving/reason"}
            return tell(state, "early_end_announced", everybody, about, names=names, personal=personal, spoken=spoken)
        case happened.EarlyEndWithdrawn():
            about = {"due": event.last_day.isoformat()}
            return tell(state, "early_end_withdrawn", everybody, about, names=names | {"who": event.by})
        case happened.LeftEarly():
            left = NoteParticipantLeft(participation=state.id)
            about = {"due": event.last_day.isoformat()}
            return [_to_engagement(state, left), *tell(state, "left_early", everybody, about, names=names)]
        case happened.WorkEnded():
            employer = (state.asked_employer,) if state.employed and state.asked_employer else ()
            chosen = {"learned": state.gained} if state.gained else {}
            return tell(state, "employer_summary", employer, names=names, spoken=summary(state), chosen=chosen)
        case _:
            assert_never(event)


def _permission_effects(
    event: happened.PermissionCheckStarted
    | happened.PermissionInformationRequested
    | happened.PermissionReviewRequested
    | happened.WorkPermissionCleared
    | happened.WorkPermissionRefused,
    state: Participation,
) -> list[Effect]:
    names = {"person": state.person}
    process = f"work_permission:{state.permission_attempt}"
    match event:
        case happened.PermissionCheckStarted():
            return [CheckWorkPermission(attempt=event.attempt, process=process)]
        case happened.PermissionInformationRequested():
            spoken = {"kind": grounds_in_words(event.what)}
            return tell(state, "permission_information_request", (state.person,), spoken=spoken, process=process)
        case happened.PermissionReviewRequested():
            spoken = {"kind": grounds_in_words(event.why)}
            return tell(state, "permission_review", event.owner.persons, names=names, spoken=spoken, process=process)
        case happened.WorkPermissionCleared():
            return tell(state, "permission_cleared", (state.person, state.coordinator), names=names)
        case happened.WorkPermissionRefused():
            told = tell(state, "permission_refused", (state.person, state.coordinator), names=names)
            return [_to_engagement(state, NoteApplicationClosed(participation=state.id)), *told]


def _wait_effects(
    state: Participation, event: Reminded | Escalated | Wait, template: str, people: Iterable[str]
) -> list[Effect]:
    about = {"kind": event.kind, "subject": event.subject, "month": event.subject}
    wait = state.waits[f"{event.kind}:{event.subject}"]
    spoken = programme.wait_words(wait, state) | survey_words(wait, state) | interviews.wait_words(wait, state)
    if event.kind == "seat_offer":
        spoken["due"] = _moment(wait.schedule.escalate_at, state)
    process = None
    if event.kind not in WITHOUT_PROCESS:
        kind = PROCESS_OF_WAIT.get(event.kind, event.kind)
        process = f"{kind}:{event.subject.partition('.')[0]}"
    return tell(state, template, people, about, names={"person": state.person}, spoken=spoken, process=process)


def deadlines(state: Participation) -> list[Deadline]:
    """Reminders and escalations of open waits, when silence would turn the radar, the next follow-up, a last day."""
    found = [*wait_deadlines(state.waits), *places.deadlines(state), *turning.deadlines(state)]
    if state.stage == "work" and state.leaving is not None:
        found.append(Deadline(kind="last_day", subject=state.id, ordinal=1, due=state.leaving.due))
    return [*found, *follow_up_deadlines(state)]
