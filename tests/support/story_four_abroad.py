"""Story 4 from the first review of its premises to the plan that everybody agreed to."""

from datetime import datetime
from zoneinfo import ZoneInfo

from domain.engagement.premises.differences import of_versions

from support.hands import private
from support.story_four import (
    ADVISER,
    ASSIGNEE,
    BELIEVED,
    BUDGET,
    COORDINATOR,
    FEE,
    HOME,
    MARKET,
    SENT,
    UNIT,
    WAY,
    ZONE,
    Assignment,
)

EVERYBODY = (UNIT, ADVISER, ASSIGNEE, COORDINATOR)


async def half_a_year_later(one: Assignment) -> None:
    """Step 3: the review comes by itself; silence reminds, then the coordinator is told, and the premise stands."""
    began = one.region.system.clock.now()
    due = (await one.ledger()).premises[BUDGET].review_at
    months = (due.astimezone(ZoneInfo(ZONE)).month - began.astimezone(ZoneInfo(ZONE)).month) % 12
    assert (months, due.astimezone(ZoneInfo(ZONE)).hour) == (6, 9)
    await one.region.system.skip(days=150)
    await one.saw({})
    await one.region.system.skip_to(due)
    await one.saw({SENT: "PremiseReviewAsked PremiseReviewAsked"}, {"premise_review_request": (ASSIGNEE, UNIT)})
    assert BELIEVED[BUDGET] in one.mail(ASSIGNEE, "premise_review_request")
    words = {"finding": "holds", "evidence": private("工場長に聞いた")}
    await one.refused("not-the-owner", SENT, "ReviewPremise", UNIT, premise=BUDGET, **words)
    await one.send(SENT, "ReviewPremise", UNIT, premise=MARKET, **words)
    await one.saw({SENT: "PremiseHeld"})
    await one.region.system.skip(days=7)
    await one.saw({SENT: "Reminded"}, {"premise_review_reminder": (ASSIGNEE,)})
    await one.region.system.skip(days=7)
    await one.saw({SENT: "Escalated"}, {"premise_review_escalated": (COORDINATOR,)})
    assert not (await one.ledger()).premises[BUDGET].fallen


async def a_premise_falls(one: Assignment) -> None:
    """Step 4: what rests on it is neither delivered nor approved, over the mailed link either."""
    await one.send(SENT, "DeliverMilestone", ASSIGNEE, milestone="map", evidence=private("十二社の地図"))
    await one.saw({SENT: "MilestoneDelivered"}, {"milestone_approval_request": (UNIT,)})
    fallen = {"premise": BUDGET, "finding": "fallen", "evidence": private("予算会議で一年に減った")}
    await one.send(SENT, "ReviewPremise", ASSIGNEE, **fallen)
    await one.saw({SENT: "PremiseFell"}, {"premise_fallen": EVERYBODY})
    told = one.mail(COORDINATOR, "premise_fallen")
    assert all(
        words in told
        for words in (BELIEVED[BUDGET], "「顧客の地図」、「サービスの品書き」", private("予算会議で一年に減った"))
    )
    await not_approved(one)
    menu = {"milestone": "menu", "evidence": private("品書き")}
    refusal = await one.refused("needs-rescoping", SENT, "DeliverMilestone", ASSIGNEE, **menu)
    assert BELIEVED[BUDGET] in refusal.wrong.ja


async def not_approved(one: Assignment) -> None:
    """The link still opens, and whoever decides is told kindly why nothing can be approved yet."""
    decisions, witness = one.region.system.store.client.decisions, one.region.witness
    token = witness.link_to(UNIT)
    page = await decisions.page(token)
    assert page.standing == "open"
    assert page.held_back is not None
    assert BELIEVED[BUDGET] in page.held_back.en
    refusal = await witness.refused("needs-rescoping", decisions.approve(token, str(FEE)))
    assert BELIEVED[BUDGET] in refusal.explain("ja")
    assert "proposed a new plan" in refusal.right.en


async def two_positions(one: Assignment) -> None:
    """Both units say how they see it; each reads the other's words, and neither takes their place."""
    await one.region.system.skip(days=1)
    home, local = private("本社の資金には限りがあります"), private("顧客がつくまで、あと一年かかります")
    await one.refused("other-side", SENT, "StatePosition", HOME, unit="local", words=home)
    await one.send(SENT, "StatePosition", HOME, unit="home", words=home)
    await one.saw({SENT: "PositionStated"}, {"position_stated": (UNIT, ASSIGNEE, COORDINATOR)})
    assert home in one.mail(UNIT, "position_stated")
    await one.send(SENT, "StatePosition", UNIT, unit="local", words=local)
    await one.saw({SENT: "PositionStated"}, {"position_stated": (HOME, COORDINATOR)})
    assert local in one.mail(HOME, "position_stated")
    again = private("半年なら続けられます")
    await one.send(SENT, "StatePosition", HOME, unit="home", words=again)
    await one.saw({SENT: "PositionStated"}, {"position_stated": (UNIT, ASSIGNEE, COORDINATOR)})
    positions = (await one.ledger()).positions
    kept = {unit: [said.words.text for said in versions.values()] for unit, versions in positions.items()}
    assert kept == {"home": [home, again], "local": [local]}


def rescoped(one: Assignment, fee: int) -> list[dict[str, object]]:
    """Both milestones without the fallen premise: the menu later, and for another fee."""
    return [{"milestone": "map"}, {"milestone": "menu", "due_on": one.region.day(120), "fee": fee}]


async def a_plan_that_is_declined(one: Assignment) -> None:
    """Step 5: the proposal goes to those whom it binds; one says no, and why."""
    wish = {"changes": rescoped(one, 200_000), "reason": private("予算が一年になったため")}
    on_nothing = [{"milestone": "map", "rests_on": [BUDGET]}]
    await one.refused("rests-on-nothing", SENT, "ProposePlan", **{**wish, "changes": on_nothing})
    await one.send(SENT, "ProposePlan", **wish)
    await one.saw({SENT: "PlanProposed"}, {"plan_proposed": (UNIT, ASSIGNEE)})
    read = one.mail(UNIT, "plan_proposed")
    assert "fee 300,000 yen → 200,000 yen" in read
    assert f'no longer rests on "{BELIEVED[BUDGET]}"' in read
    assert "報酬 300,000 円 → 200,000 円" in one.mail(ASSIGNEE, "plan_proposed")
    await one.refused("not-bound", SENT, "AcceptPlan", UNIT, person=ASSIGNEE, version=2)
    no = {"person": ASSIGNEE, "version": 2, "reason": private("この額では続けられません")}
    await one.send(SENT, "DisagreeWithPlan", ASSIGNEE, **no)
    await one.saw({SENT: "PlanDeclined"}, {"plan_declined": (UNIT, ASSIGNEE, COORDINATOR)})
    await one.refused("plan-not-open", SENT, "AcceptPlan", UNIT, person=UNIT, version=2)


async def silence_agrees_to_nothing(one: Assignment) -> None:
    """Another proposal: one agrees, the other is silent for twenty days; nothing has changed by that."""
    wish = {"changes": rescoped(one, 250_000), "reason": private("二人で話し合った")}
    await one.send(SENT, "ProposePlan", **wish)
    await one.saw({SENT: "PlanProposed"}, {"plan_proposed": (UNIT, ASSIGNEE)})
    await one.send(SENT, "AcceptPlan", ASSIGNEE, person=ASSIGNEE, version=3)
    await one.saw({SENT: "PlanAccepted"})
    await one.region.system.skip(days=2)
    await one.saw({SENT: "Reminded"}, {"milestone_approval_reminder": (UNIT,)})
    await one.region.system.skip(days=4)
    await one.saw({SENT: "Escalated"}, {"milestone_approval_escalated": (COORDINATOR,)})
    await one.region.system.skip(days=1)
    await one.saw({SENT: "Reminded"}, {"plan_acceptance_reminder": (UNIT,)})
    await one.region.system.skip(days=7)
    await one.saw({SENT: "Escalated"}, {"plan_acceptance_escalated": (COORDINATOR,)})
    await one.region.system.skip(days=6)
    await one.saw({})
    state = await one.region.system.state(SENT)
    assert (state.ledger.open_plan.unanswered, state.milestones["menu"].fee) == ([UNIT], FEE)
    await not_approved_again(one)


async def not_approved_again(one: Assignment) -> None:
    """Still refused, over the link of the reminder too; now the words say whom everybody waits for."""
    decisions, witness = one.region.system.store.client.decisions, one.region.witness
    token = witness.link_to(UNIT, "milestone_approval_reminder")
    await witness.refused("needs-rescoping", decisions.approve(token, str(FEE)))


async def everybody_agrees(one: Assignment) -> None:
    """The last answer brings it into force; the difference can be read, and the work goes on."""
    await one.send(SENT, "AcceptPlan", UNIT, person=UNIT, version=3)
    await one.saw({SENT: "PlanAccepted PlanInForce"}, {"plan_in_force": EVERYBODY})
    state = await one.region.system.state(SENT)
    assert [plan.standing for plan in state.ledger.plans.values()] == ["replaced", "declined", "in_force"]
    assert (state.milestones["menu"].fee, state.ledger.rests_on) == (250_000, {"map": (), "menu": (MARKET,)})
    said = [change.ja for change in of_versions(state.ledger, 1, 3)]
    assert said[0] == f"「顧客の地図」（map）: 前提「{BELIEVED[BUDGET]}」には、もうもとづきません"
    assert "「サービスの品書き」（menu）: 報酬 300,000 円 → 250,000 円" in said
    decisions = one.region.system.store.client.decisions
    await decisions.approve(one.region.witness.link_to(UNIT, "milestone_approval_reminder"), str(FEE))
    await one.saw({SENT: "MilestoneApproved"}, {"milestone_approved": (ASSIGNEE, COORDINATOR)})
    await one.send(SENT, "DeliverMilestone", ASSIGNEE, milestone="menu", evidence=private("品書き"))
    await one.saw({SENT: "MilestoneDelivered"}, {"milestone_approval_request": (UNIT,)})
    await decisions.approve(one.region.witness.link_to(UNIT), str(250_000))
    await one.saw({SENT: "MilestoneApproved"}, {"milestone_approved": (ASSIGNEE, COORDINATOR)})


async def home_again(one: Assignment) -> None:
    """Paid, looked back on in three voices; what the ledger learned is kept, and no review is asked for any more."""
    for milestone in ("map", "menu"):
        await one.send(SENT, "RecordPayment", milestone=milestone, paid_on=one.region.day(0))
    await one.saw({SENT: "PaymentRecorded PaymentRecorded"})
    await one.send(SENT, "OpenRetrospective")
    await one.saw({SENT: "RetrospectiveOpened", WAY: "RestNoted"}, {"retrospective_request": (ASSIGNEE, UNIT, HOME)})
    for person in (ASSIGNEE, UNIT, HOME):
        voice = {"person": person, "tags": ["strength_discovered"], "text": private("前提は変わるものだと学んだ")}
        await one.send(SENT, "GiveVoice", person, **voice)
    closed = {"retrospective_closed": (ASSIGNEE, UNIT, HOME, COORDINATOR), "employer_summary": (HOME,)}
    await one.saw({SENT: "VoiceGiven VoiceGiven VoiceGiven RetrospectiveClosed", WAY: "WorkEnded"}, closed)
    state = await one.region.system.state(SENT)
    assert state.stage == "stay_connected"
    assert isinstance(state.ledger.premises[BUDGET].since, datetime)
    assert "premise_review" not in {due.kind for _, due in await one.region.system.deadlines()}
