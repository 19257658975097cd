"""From the application to the seat, or to a kind no."""

from typing import Any

from domain.participation import commands as asked
from domain.participation.events import (
    Applied,
    Declined,
    PoolJoined,
    PoolLeft,
    Selected,
    Withdrawn,
)
from domain.participation.gates import start_permission_check
from domain.participation.places.deciding import ask_tax
from domain.participation.standing import with_what_follows
from domain.participation.state import Participation
from domain.shared.actors import Role
from domain.shared.decider import Context
from domain.shared.models import Event
from domain.shared.refusals import DomainError, refusal
from domain.shared.registered import require_registered
from domain.shared.values import StreamReference, narrative
from domain.shared.waiting import Owner

OVER = ("stay_connected", "ended")
"""The stages of a way that is over, however it ended."""


def engagement_reference(engagement: str) -> StreamReference:
    """The stream of an engagement."""
    return StreamReference(kind="engagement", id=engagement)


def apply(command: asked.Apply, state: Participation | None, context: Context) -> list[Event]:
    """Possible while the posting is out and has free seats, for somebody who is registered."""
    if state is not None:
        raise refusal(
            "applied-already",
            wrong=("この番号の応募はすでにあります。", "There is an application with this id already."),
            right=("別の番号で応募してください。", "Apply under another id."),
        )
    engagement = context.facts.get(engagement_reference(command.engagement).key)
    if engagement is None:
        raise refusal(
            "engagement-unknown",
            wrong=(f"案件「{command.engagement}」はありません。", f"There is no engagement {command.engagement}."),
            right=("募集一覧の番号を使ってください。", "Use the id of an open posting."),
            field="engagement",
        )
    if not engagement.published or engagement.stage != "recruit":
        raise refusal(
            "not-recruiting",
            wrong=("この案件は募集していません。", "This engagement is not recruiting."),
            right=("募集中の案件に応募してください。", "Apply while its posting is open."),
            field="engagement",
        )
    if context.actor.role == Role.PARTICIPANT and context.actor.person != command.person:
        raise refusal(
            "other-person",
            wrong=("ほかの人の名前では応募できません。", "Nobody can apply for somebody else."),
            right=("自分の番号で応募してください。", "Apply under your own id."),
            field="person",
        )
    if any(applicant.person == command.person for applicant in engagement.applications.values()):
        raise refusal(
            "applied-already",
            wrong=("この案件にはすでに応募しています。", "This person has applied for this engagement already."),
            right=("前の応募の結果を待ってください。", "Wait for the answer to that application."),
            field="person",
        )
    person = require_registered(context, command.person, "person")
    motivation = narrative(command.person, command.motivation)
    return [
        Applied(
            participation=context.stream_id,
            engagement=command.engagement,
            service=engagement.service,
            person=command.person,
            playbook=engagement.playbook,
            title=engagement.title,
            host=engagement.host,
            coordinator=engagement.coordinators[0],
            companion=engagement.companion,
            company_contacts=engagement.company_contacts,
            employed=_has_employer(person, context),
            employer_contact=person.employer_contact,
            time_zone=person.time_zone,
            motivation=motivation,
            schedule=context.schedule("application_answer", person.time_zone),
            gates=context.rules.gates,
            employer_heard="employer" in context.rules.retrospective.voices,
        )
    ]


def _has_employer(person: Any, context: Context) -> bool:
    """Whether an employer has to agree: their own, or that of whom they accompany abroad."""
    accompanied = context.rules.places.consent_by == "employer_of_the_assigned"
    return person.employment == "employed" or (accompanied and person.employer_contact is not None)


def not_at_stage(ja: str, en: str) -> DomainError:
    """The refusal of what belongs to another time of somebody's way."""
    return refusal(
        "out-of-order",
        wrong=(f"いまは{ja}の段階ではありません。", f"This is not the time for {en}."),
        right=("`banso timeline` で今の段階を確かめてください。", "See where it stands with `banso timeline`."),
    )


def select(state: Participation, context: Context) -> list[Event]:
    """The seat is given; whoever withdrew meanwhile stays withdrawn, and the engagement learns it by itself."""
    if state.stage != "apply":
        return []
    if state.consent_settled:
        checks = [start_permission_check(state, context)] if "work_permission" in state.gates else []
        return with_what_follows(
            state, [Selected(consent=None, owner=None), *checks, *ask_tax(state, context)], context
        )
    waiting = context.schedule("employer_consent", state.time_zone)
    if state.employer_contact:
        owner = Owner(role=Role.EMPLOYER, persons=(state.employer_contact,))
    else:
        owner = Owner(role=Role.PARTICIPANT, persons=(state.person,))
    return [Selected(consent=waiting, owner=owner)]


def decline(command: asked.DeclineApplicant, state: Participation) -> list[Event]:
    """A no comes before a seat was given, and with a reason."""
    if state.stage != "apply":
        raise not_at_stage("選考", "declining")
    if state.seat in ("offered", "accepted"):
        raise refusal(
            "seat-offered",
            wrong=("この方には席をご案内しています。", "This person was offered a seat, and may rely on it."),
            right=(
                "お返事があるか、期限が過ぎるまでお待ちください。",
                "Wait until they answer, or until the offer lapses.",
            ),
        )
    return [Declined(reason=narrative(state.person, command.reason))]


def join_pool(state: Participation) -> list[Event]:
    """Whoever's way is over may stay in touch, however it ended; so may those who have completed a programme."""
    if state.in_pool:
        return []
    if state.stage not in OVER and state.programme.completed_at is None:
        raise not_at_stage("人材プールへの登録", "joining the pool; it is for those whose application or work is over")
    return [PoolJoined()]


def leave_pool(state: Participation) -> list[Event]:
    """The consent to hear of other engagements is taken back, at any time and without a reason."""
    return [PoolLeft()] if state.in_pool else []


def withdraw(command: asked.Withdraw, state: Participation) -> list[Event]:
    """Stepping back is free until the work begins."""
    if state.stage not in ("apply", "prepare"):
        raise not_at_stage("辞退", "withdrawing")
    return [Withdrawn(reason=narrative(state.person, command.reason))]
