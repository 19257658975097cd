"""Engagements with a ledger, scene by scene: premises, reviews, positions, versions of the plan; and a preparation."""

from datetime import datetime, timedelta
from typing import Any

from domain.engagement import commands as engagement
from domain.engagement.premises import commands as ledger
from domain.participation.modules import commands as modules
from domain.shared.models import Command

from support import engagements
from support.deciding import COMPANY, EMPLOYER, PARTICIPANT, SYSTEM
from support.engagement_stories import NOTICE, decision, deliver
from support.scenes import TIME, Make, Scene, Story, today

FIRST, SECOND = "first", "second"
HQ_PAYS, MARKET = "hq-pays", "market"
TITLES = {FIRST: "Customer map", SECOND: "Service menu"}
"""In English, because texts in English quote them."""


def plan(milestone: str = FIRST, days: int = 300, fee: int = engagements.FEE) -> Make:
    """A result is agreed on."""
    return lambda state, now: engagement.PlanMilestone(
        milestone=milestone, title=TITLES[milestone], fee=fee, due_on=today(state, now) + timedelta(days=days)
    )


def record(premise: str = HQ_PAYS, owner: str = "participant-1", *milestones: str, **changes: Any) -> Command:
    """Something is taken for granted."""
    values: dict[str, Any] = {
        "premise": premise,
        "believed": f"{premise} will stay as it is",
        "owner": owner,
        "source": "predecessor",
        "heard": "引き継ぎで聞いた",
        "evidence": "前年の予算書",
        "milestones": milestones,
    }
    return ledger.RecordPremise.model_validate({**values, **changes})


def review(premise: str = HQ_PAYS, finding: str = "fallen", **changes: Any) -> Command:
    """It was looked at anew."""
    values = {"premise": premise, "finding": finding, "evidence": "本社の予算会議で聞いた", **changes}
    return ledger.ReviewPremise.model_validate(values)


MISSION = ledger.StateMission(
    goal="Sell what the unit is best at",
    survival="Two customers who pay every month",
    customer="The procurement of the parent house",
    customer_is="internal",
)


def position(unit: str, words: str = "私たちにはこう見えている") -> Command:
    """One side says how it sees it."""
    return ledger.StatePosition.model_validate({"unit": unit, "words": words})


def propose(milestone: str = FIRST, days: int = 90, **changes: Any) -> Make:
    """A milestone is to be due so many days from now."""

    def make(state: Any, now: datetime) -> Command:
        due_on = today(state, now) + timedelta(days=days)
        change = {"milestone": milestone, "due_on": due_on, **changes}
        return ledger.ProposePlan.model_validate({"changes": [change], "reason": "前提が崩れたため"})

    return make


def accept(person: str, back: int = 0) -> Make:
    """Somebody agrees to the latest version, or to one `back` before it."""

    def make(state: Any, _: datetime) -> Command:
        version = state.ledger.version if state is not None else 1
        return ledger.AcceptPlan(person=person, version=version - back)

    return make


def disagree(person: str) -> Make:
    """Somebody does not agree to the latest version."""

    def make(state: Any, _: datetime) -> Command:
        version = state.ledger.version if state is not None else 1
        return ledger.DisagreeWithPlan(person=person, version=version, reason="期日が短すぎる")

    return make


def contacts(*people: str) -> Command:
    """Others decide for the company."""
    return engagement.ChangeCompanyContacts(company_contacts=people)


WITHDRAW = ledger.WithdrawPlan(reason="もう一度考える")
SENT: Story = (
    Scene(engagements.draft(seats=1)),
    Scene(engagement.PublishPosting()),
    Scene(engagement.NoteApplication(participation=engagements.FIRST, person="participant-1"), SYSTEM),
    Scene(engagement.SelectParticipant(participation=engagements.FIRST)),
    Scene(engagement.NoteParticipantReady(participation=engagements.FIRST, employer_contact="employer-1"), SYSTEM),
    Scene(plan()),
    Scene(plan(SECOND)),
    Scene(engagement.StartExecution(), days=3),
    Scene(record(HQ_PAYS, "participant-1", FIRST), PARTICIPANT),
    Scene(record(MARKET, "company-1", source="document"), COMPANY),
    Scene(ledger.RestOnPremise(premise=MARKET, milestones=(FIRST, SECOND)), COMPANY),
    Scene(MISSION),
)
FALLEN: Story = (
    *SENT,
    TIME,
    TIME,
    Scene(review(MARKET, "holds"), COMPANY, days=1),
    TIME,
    TIME,
    Scene(review(), PARTICIPANT),
    Scene(position("home"), EMPLOYER),
    Scene(position("local"), PARTICIPANT, days=1),
)
RESCOPED: Story = (
    *FALLEN,
    Scene(propose(fee=engagements.FEE * 2)),
    Scene(accept("company-1"), COMPANY, days=1),
    TIME,
    TIME,
    Scene(contacts("company-1", "coordinator-2")),
    Scene(contacts("company-1")),
    Scene(disagree("participant-1"), PARTICIPANT, days=1),
    Scene(propose(title="Map of those who pay", rests_on=())),
    Scene(accept("company-1"), COMPANY, days=1),
    Scene(accept("participant-1"), PARTICIPANT, days=1),
    Scene(deliver(FIRST), PARTICIPANT, days=9),
    Scene(decision(engagement.ApproveMilestone, FIRST), COMPANY, days=2),
    Scene(review(MARKET, "changed", into="The market asks for service"), COMPANY),
    Scene(propose(SECOND)),
    Scene(WITHDRAW, days=3),
    Scene(propose(SECOND, 99)),
    Scene(NOTICE, COMPANY),
    TIME,
    TIME,
    TIME,
    TIME,
    TIME,
)
ENTRUSTED: Story = (*SENT, Scene(record("third", "participant-1", FIRST), COMPANY))
PREMISE_STORIES: dict[str, Story] = {"rescoped": RESCOPED, "entrusted": ENTRUSTED}


def module(name: str, days_ago: int = 0) -> Make:
    """One of the modules is done."""
    return lambda state, now: modules.RecordModule(
        module=name, done_on=today(state, now) - timedelta(days=days_ago), learned="誰が対価を払うのかを考えた"
    )


def leave(days: int = 10) -> Make:
    """They leave so many days from now."""
    return lambda state, now: modules.Depart(leaves_on=today(state, now) + timedelta(days=days))


PREPARED: Story = tuple(
    Scene(make, PARTICIPANT, days=7) for make in (module("customers"), module("skill"), module("value"), leave())
)
"""To be played after the selection."""


def prepared(before: Story) -> Story:
    """Somebody who was selected prepares and leaves."""
    return (*before, *PREPARED)
