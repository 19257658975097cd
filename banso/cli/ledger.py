"""The ledger in words: what was believed, by whom, since when, what fell, and what was changed because of it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from banso.cli.columns import pairs
from banso.cli.output import moment
from banso.cli.texts import language, say
from banso.cli.words import VALUES, field_label, word
from domain.engagement.premises.differences import differences
from domain.engagement.premises.events import PlannedResult
from domain.engagement.premises.state import Ledger, Mission, PlanVersion, Position, Premise, Review
from domain.service.pivot.state import Belief, Pivot, ServicePremise
from domain.shared.periods import local_date
from domain.shared.values import BilingualText

Names = Mapping[str, str]
"""What persons are called, by their ids; whoever is missing is called by their id."""


def in_words(ledger: Ledger, names: Names | None = None, zone: str | None = None) -> str:
    """The whole ledger; empty where nothing was written into it. Days of reviews are those of `zone`."""
    known = names or {}
    parts = [_mission(ledger.mission)] if ledger.mission else []
    parts += [_premise(key, one, ledger, known, zone) for key, one in ledger.premises.items()]
    parts += [
        _position(unit, number, one, known)
        for unit, versions in ledger.positions.items()
        for number, one in versions.items()
    ]
    parts += [_plan(number, one, ledger, known) for number, one in ledger.plans.items()]
    return "\n\n".join(parts)


def believed(pivot: Pivot, names: Names | None = None, zone: str | None = None) -> str:
    """What a service believes and believed, the latest first; empty where nothing was written down."""
    lead, known = say("前提", "Premise"), names or {}
    return "\n\n".join(_block(f"{lead} {key}", of_service(one, known, zone)) for key, one in pivot.premises.items())


def of_service(premise: ServicePremise, names: Names, zone: str | None = None) -> list[tuple[str, str]]:
    """One premise of a service: who answers for it, when it is looked at anew, what was believed, the latest first.

    The day of its review is that of `zone`; without one it is a moment.
    """
    owner, versions = premise.owner or "", (premise.now, *reversed(premise.before))
    care = [
        (_answered_for(), names.get(owner, owner)),
        (_next_review(), _day(premise.review.since, zone) if premise.review else ""),
    ]
    return [*care, *(row for one in versions for row in _belief(one, names, now=one is premise.now))]


def _belief(one: Belief, names: Names, *, now: bool) -> list[tuple[str, str]]:
    held, since = say("今も成り立つ", "still holds"), moment(one.since)
    lead = say(f"今の考え({since} から)", f"now, since {since}")
    before = say(f"以前の考え({since} から)", f"before, from {since} on")
    return [
        (lead if now else before, f"{one.believed.shown(language())} ({names.get(one.by, one.by)})"),
        (field_label("evidence"), one.evidence.shown(language())),
        (field_label("change"), one.change.shown(language()) if one.change else ""),
        *(
            (moment(kept.at), f"{held} ({names.get(kept.by, kept.by)}): {kept.evidence.shown(language())}")
            for kept in one.held
        ),
    ]


def believers(pivot: Pivot) -> list[str]:
    """Everybody whom a service's premises name."""
    beliefs = [one for premise in pivot.premises.values() for one in (*premise.before, premise.now)]
    found = [premise.owner for premise in pivot.premises.values() if premise.owner]
    return [*found, *(one.by for one in beliefs), *(kept.by for one in beliefs for kept in one.held)]


def _answered_for() -> str:
    return say("責任を持つ人", "answered for by")


def _next_review() -> str:
    return say("次の見直し", "next review")


def _day(at: datetime, zone: str | None) -> str:
    return moment(at) if zone is None else local_date(at, zone).isoformat()


def as_json(ledger: Ledger) -> dict[str, Any]:
    """The ledger as it is kept, and what follows from it: what rests on each premise, what changed because of it."""
    kept = ledger.model_dump(mode="json")
    for key, one in kept["premises"].items():
        one["standing"] = "fallen" if ledger.premises[key].fallen else "holds"
        one["milestones"] = ledger.resting_on(key)
        one["led_to"] = [number for number, plan in ledger.plans.items() if key in plan.because_of]
    for number, plan in kept["plans"].items():
        plan["differences"] = [one.model_dump() for one in changes_of(ledger.plans[number], ledger)]
    return kept


def people_of(ledger: Ledger) -> list[str]:
    """Everybody whom it names."""
    found = [one.owner for one in ledger.premises.values()]
    found += [review.by.person for one in ledger.premises.values() for review in one.reviews.values()]
    found += [one.by.person for versions in ledger.positions.values() for one in versions.values()]
    return [*found, *(person for plan in ledger.plans.values() for person in plan.bound)]


def changes_of(plan: PlanVersion, ledger: Ledger) -> list[BilingualText]:
    """What a version changes, against what was planned when it was proposed."""
    return _differences(plan.before, plan.changes, ledger)


def _differences(
    before: Mapping[str, PlannedResult], after: Mapping[str, PlannedResult], ledger: Ledger
) -> list[BilingualText]:
    return differences(before, after, {key: one.believed for key, one in ledger.premises.items()})


def _mission(mission: Mission) -> str:
    lead = say(f"使命(第 {mission.version} 版、{moment(mission.since)})", f"Mission, version {mission.version}")
    customer = f"{mission.customer} ({word(VALUES, mission.customer_is)})"
    said = {"goal": mission.goal, "survival": mission.survival, "customer": customer}
    return _block(lead, [(field_label(name), text) for name, text in said.items()])


def _premise(key: str, one: Premise, ledger: Ledger, names: Names, zone: str | None) -> str:
    standing = word(VALUES, "fallen" if one.fallen else "holds")
    heard = f"{word(VALUES, one.source)}: {one.heard.shown(language())}"
    resting = ", ".join(ledger.resting_on(key))
    led_to = [
        line
        for number, plan in ledger.plans.items()
        if key in plan.because_of
        for line in [f"{say('第', 'version')} {number} {say('版', '')}".strip(), *_lines(changes_of(plan, ledger))]
    ]
    rows = [
        (_answered_for(), names.get(one.owner, one.owner)),
        (say("いつから", "believed since"), moment(one.since)),
        (field_label("heard"), heard),
        (field_label("evidence"), one.evidence.shown(language())),
        *((moment(review.at), _review(review, names)) for review in one.reviews.values()),
        (_next_review(), _day(one.review_at, zone) if one.review_at else ""),
        (say("これにもとづく成果", "rests on it"), resting),
        (say("これによって変わったこと", "changed because of it"), "\n".join(led_to)),
    ]
    return _block(f"{say('前提', 'Premise')} {key}: {one.believed}  [{standing}]", rows)


def _review(review: Review, names: Names) -> str:
    by = names.get(review.by.person, review.by.person)
    until_then = say(f"それまで「{review.believed}」", f'until then "{review.believed}"')
    changed = f", {until_then}" if review.finding == "changed" else ""
    return f"{word(VALUES, review.finding)} ({by}{changed}): {review.evidence.shown(language())}"


def _position(unit: str, number: str, one: Position, names: Names) -> str:
    by = names.get(one.by.person, one.by.person)
    side = word(VALUES, unit)
    lead = say(
        f"{side}の立場 {number}({by}、{moment(one.at)})", f"Position {number} of the {side} ({by}, {moment(one.at)})"
    )
    return _block(lead, [("", one.words.shown(language()))])


def _plan(number: str, plan: PlanVersion, ledger: Ledger, names: Names) -> str:
    standing = word(VALUES, plan.standing)
    lead = say(
        f"計画 第 {number} 版({standing}、{moment(plan.at)})", f"Plan, version {number} ({standing}, {moment(plan.at)})"
    )
    waiting = plan.unanswered if plan.standing == "asked" else []
    agreed = [person for person, one in plan.bound.items() if one.accepted]
    rows = [
        (say("変わること", "changes"), "\n".join(_lines(changes_of(plan, ledger)))),
        (field_label("reason"), plan.reason.shown(language()) if plan.reason else ""),
        (say("同意した人", "agreed"), ", ".join(names.get(one, one) for one in agreed)),
        (say("返事を待つ人", "still to answer"), ", ".join(names.get(one, one) for one in waiting)),
        (field_label("declined_because"), plan.declined_because.shown(language()) if plan.declined_because else ""),
    ]
    return _block(lead, rows)


def _lines(changes: Iterable[BilingualText]) -> list[str]:
    return [one.of(language()) for one in changes]


def _block(lead: str, rows: list[tuple[str, str]]) -> str:
    below = pairs(rows)
    return f"{lead}\n{below}" if below else lead
