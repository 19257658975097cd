"""Who is told of the ledger, and when a review of a premise comes due."""

from collections.abc import Iterable
from typing import assert_never

from domain.engagement.premises import differences
from domain.engagement.premises import events as happened
from domain.engagement.premises.deciding import owner_here, reviews_go_on
from domain.engagement.premises.events import PremiseEvent
from domain.engagement.state import Engagement
from domain.engagement.telling import companions, everybody, participants
from domain.shared.effects import Effect
from domain.shared.periods import local_date
from domain.shared.reviewing import REVIEW, premise_of, review_deadline, subject_of
from domain.shared.telling import tell
from domain.shared.values import BilingualText
from domain.shared.waiting import Deadline
from domain.shared.wording import day_in_words

UNITS = {
    "home": BilingualText(ja="送り出す側", en="the home unit"),
    "local": BilingualText(ja="現地", en="the local unit"),
}
KINDS_OF_CUSTOMER = {
    "internal": BilingualText(ja="社内", en="internal"),
    "external": BilingualText(ja="社外", en="external"),
}


def react_to_ledger(event: PremiseEvent, state: Engagement) -> list[Effect]:
    """The effects of one event; `state` is that after the event."""
    match event:
        case happened.MissionStated():
            about = event.model_dump(include={"goal", "survival", "customer"})
            spoken = {"side": KINDS_OF_CUSTOMER[event.customer_is]}
            return tell(state, "mission_stated", everybody(state), about, spoken=spoken)
        case happened.PlanAccepted():
            return []
        case happened.PremiseRecorded():
            return _entrusted(event, state)
        case happened.PremiseCarries():
            return _tell_owner("premise_carries_more", event, state)
        case happened.PremiseReviewAsked():
            about = {
                "believed": state.ledger.premises[event.premise].believed,
                "subject": subject_of(event.premise, event.number),
            }
            return tell(state, "premise_review_request", event.owner.persons, about)
        case happened.PremiseHeld():
            return []
        case happened.PremiseChanged() | happened.PremiseFell():
            return _premise_effects(event, state)
        case happened.PositionStated():
            place = f"ledger/positions/{event.unit}/{event.version}/words"
            people = [*_other_side(event, state), *state.office]
            return _tell_aside(state, "position_stated", people, event.by.person, {"text": place}, UNITS[event.unit])
        case happened.PlanProposed() | happened.PlanBinding() | happened.PlanDeclined():
            return _plan_effects(event, state)
        case happened.PlanWithdrawn() | happened.PlanInForce():
            return _plan_effects(event, state)
        case _:
            assert_never(event)


def _entrusted(event: happened.PremiseRecorded, state: Engagement) -> list[Effect]:
    """Whoever answers for a premise learns of it, unless they wrote it down themselves."""
    if event.owner == event.by.person:
        return []
    return _tell_owner("premise_entrusted", event, state, {"who": event.by.person})


def _tell_owner(
    template: str,
    event: happened.PremiseRecorded | happened.PremiseCarries,
    state: Engagement,
    names: dict[str, str] | None = None,
) -> list[Effect]:
    """What is believed, what rests on it, and when it is looked at anew; to the office where its owner is gone."""
    premise = state.ledger.premises[event.premise]
    spoken = {"changes": _resting(event, state)}
    if premise.review_at is not None:
        spoken["due"] = day_in_words(local_date(premise.review_at, state.time_zone))
    people = (premise.owner,) if owner_here(premise.owner, state) else state.office
    return tell(state, template, people, {"believed": premise.believed}, spoken=spoken, names=names or {})


def _tell_aside(
    state: Engagement, template: str, people: Iterable[str], said_by: str, personal: dict[str, str], side: BilingualText
) -> list[Effect]:
    """What one side says, to others than whoever said it."""
    others = [one for one in people if one != said_by]
    return tell(state, template, others, spoken={"side": side}, names={"person": said_by}, personal=personal)


def _other_side(event: happened.PositionStated, state: Engagement) -> list[str]:
    if event.unit == "home":
        return [*state.company_contacts, *participants(state)]
    contacts = (one.employer_contact for one in state.selected.values() if one.ready and not one.left)
    return [one for one in contacts if one]


def _premise_effects(event: happened.PremiseChanged | happened.PremiseFell, state: Engagement) -> list[Effect]:
    known = state.ledger.premises[event.premise]
    number = len(known.reviews)
    about = {"believed": known.reviews[str(number)].believed}
    names = {"person": event.by.person}
    personal = {"text": f"ledger/premises/{event.premise}/reviews/{number}/evidence"}
    if isinstance(event, happened.PremiseChanged):
        changed = {**about, "into": event.into}
        return tell(state, "premise_changed", everybody(state), changed, names=names, personal=personal)
    spoken = {"changes": _resting(event, state)}
    return tell(state, "premise_fallen", everybody(state), about, spoken=spoken, names=names, personal=personal)


def _resting(
    event: happened.PremiseFell | happened.PremiseRecorded | happened.PremiseCarries, state: Engagement
) -> BilingualText:
    titles = [state.milestones[one].title for one in event.milestones]
    if not titles:
        return BilingualText(ja="なし", en="nothing")
    return BilingualText(ja="、".join(f"「{one}」" for one in titles), en="; ".join(f'"{one}"' for one in titles))


def _plan_effects(
    event: happened.PlanProposed
    | happened.PlanBinding
    | happened.PlanDeclined
    | happened.PlanWithdrawn
    | happened.PlanInForce,
    state: Engagement,
) -> list[Effect]:
    plan = state.ledger.plans[str(event.version)]
    about, place = {"version": str(event.version)}, f"ledger/plans/{event.version}"
    spoken = {"changes": _what_changes(event.version, state)}
    everybody_bound = [*plan.bound, *state.office]
    match event:
        case happened.PlanProposed():
            return _asked(event.version, list(plan.bound), state)
        case happened.PlanBinding():
            return _asked(event.version, list(event.newcomers), state)
        case happened.PlanDeclined():
            names, personal = {"person": event.person}, {"text": f"{place}/declined_because"}
            return tell(state, "plan_declined", everybody_bound, about, names=names, personal=personal)
        case happened.PlanWithdrawn():
            return tell(state, "plan_withdrawn", everybody_bound, about)
        case happened.PlanInForce():
            return tell(state, "plan_in_force", [*everybody_bound, *companions(state)], about, spoken=spoken)
        case _:
            assert_never(event)


def _what_changes(version: int, state: Engagement) -> BilingualText:
    plan = state.ledger.plans[str(version)]
    names = {key: one.believed for key, one in state.ledger.premises.items()}
    return differences.as_text(differences.differences(plan.before, plan.changes, names))


def _asked(version: int, people: list[str], state: Engagement) -> list[Effect]:
    plan = state.ledger.plans[str(version)]
    effects: list[Effect] = []
    for person in people:
        about = {"version": str(version), "subject": f"{version}.{plan.bound[person].number}"}
        spoken, personal = {"changes": _what_changes(version, state)}, {"text": f"ledger/plans/{version}/reason"}
        effects += tell(state, "plan_proposed", [person], about, spoken=spoken, personal=personal)
    return effects


def about_wait(kind: str, subject: str, state: Engagement) -> dict[str, str]:
    """What reminders and escalations of the ledger's waits say of what is waited for."""
    if kind == REVIEW:
        return {"believed": state.ledger.premises[premise_of(subject)].believed}
    version, _, _ = subject.rpartition(".")
    return {"version": version} if kind == "plan_acceptance" else {}


def review_deadlines(state: Engagement) -> list[Deadline]:
    """The next review of every premise that still stands, while the work goes on."""
    return [
        review_deadline(key, one.asked, one.review_at)
        for key, one in state.ledger.premises.items()
        if one.review_at is not None and reviews_go_on(state, key)
    ]
