"""Who is told of a service's premises and of their reviews, and how a pool is invited."""

from typing import assert_never

from domain.participation.pool.commands import InviteToSuccessor
from domain.service.pivot import events as happened
from domain.service.pivot.events import PivotEvent
from domain.service.state import Service
from domain.shared.deadlines import Escalated, Reminded
from domain.shared.effects import Effect
from domain.shared.periods import local_date
from domain.shared.reviewing import key_of, premise_of, subject_of
from domain.shared.telling import tell, to_each
from domain.shared.values import BilingualText
from domain.shared.wording import day_in_words

NO_DAY = BilingualText(ja="まだ決めていません", en="not settled yet")
TODAY = BilingualText(ja="もう来ています。お返事をお待ちしています", en="come already; your answer is awaited")


def react(event: PivotEvent, state: Service) -> list[Effect]:
    """The effects of one event; `state` is that after the event."""
    match event:
        case happened.ServicePremiseRecorded() | happened.ServicePremiseEntrusted():
            return _entrusted(event, state)
        case happened.ServicePremiseChanged():
            personal = _now(event.premise, "believed", "evidence", "change")
            return tell(state, "service_premise_changed", state.office, personal=personal)
        case happened.ServicePremiseReviewAsked():
            about, personal = {"subject": subject_of(event.premise, event.number)}, _now(event.premise, "believed")
            return tell(state, "premise_review_request", event.owner.persons, about, personal=personal)
        case happened.ServicePremiseHeld():
            return []
        case happened.PoolInvited():
            invitation = InviteToSuccessor(service=state.id, name=state.name, region=state.region)
            return [to_each("participation", invitation, service=event.predecessor)]
        case _:
            assert_never(event)


def on_wait(event: Reminded | Escalated, state: Service) -> list[Effect]:
    """A premise was not looked at yet: whoever answers for it is reminded, then the whole office is told."""
    about, personal = {"kind": event.kind, "subject": event.subject}, _now(premise_of(event.subject), "believed")
    escalated = isinstance(event, Escalated)
    people = state.office if escalated else event.owner.persons
    return tell(state, f"{event.kind}_{'escalated' if escalated else 'reminder'}", people, about, personal=personal)


def _now(premise: str, *words: str) -> dict[str, str]:
    """Where the words of what is believed now are kept."""
    return {word: f"pivot/premises/{premise}/now/{word}" for word in words}


def _entrusted(
    event: happened.ServicePremiseRecorded | happened.ServicePremiseEntrusted, state: Service
) -> list[Effect]:
    """Whoever answers for a premise learns of it, unless they saw to it themselves; a successor does always."""
    left = event.left if isinstance(event, happened.ServicePremiseEntrusted) else None
    if event.owner is None or (event.owner == event.by and left is None):
        return []
    template = "service_premise_handed_over" if left else "service_premise_entrusted"
    names, spoken = {"who": left or event.by}, {"due": _next_review(event.premise, state)}
    believed = _now(event.premise, "believed")
    return tell(state, template, (event.owner,), names=names, spoken=spoken, personal=believed)


def _next_review(key: str, state: Service) -> BilingualText:
    premise = state.pivot.premises[key]
    if key_of(key, premise.asked) in state.waits:
        return TODAY
    return day_in_words(local_date(premise.review.since, state.time_zone)) if premise.review else NO_DAY
