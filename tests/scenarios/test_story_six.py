"""Story 6 for five products: never alone at the front, on real servers, in skipped time."""

from datetime import timedelta

import pytest

from banso.cli.texts import Language
from banso.eventstore.subscriptions import catch_up
from banso.readmodels.report_facts import ReportFacts
from domain.shared.refusals import NotFound
from domain.shared.values import StreamReference

from support.accounting import every_effect_once
from support.printed import printed_report
from support.story_six import (
    CAD,
    COORDINATOR,
    FORECAST,
    HANGERS,
    JOBS,
    OWNERS,
    PRODUCTS,
    ROBOT,
    Front,
    Product,
    go_to_the_front,
    kick_off,
    open_desk,
    post,
    private,
)  # fmt: skip
from support.story_six_turns import (
    alone_with_it,
    close,
    four_kinds_in_a_day,
    many_around_few,
    much_on_one,
    redirected_and_overdue,
    reflected_in_the_schedule,
    what_customers_pay,
)  # fmt: skip
from support.system import System

PRINTED: dict[Language, dict[str, str]] = {
    "ja": {
        "現場からの相談": "12",
        "両輪がそろって終わった相談": "3",
        "最初の返事までの時間(中央値)": "20 時間",
        "続いている相談: 効果がない": "1 件(いちばん古いもので 3 日)",
        "くり返す原因: wrong-address": "4",
        "プロジェクト robot": "届かない 1 件(3 日)、効果がない 1 件(3 日)、在庫がない 1 件(3 日)、too loud 1 件(3 日)、"
        "最初の返事まで 20 時間",
        "プロジェクト forecast": "届かない 5 件(0 日)、wrong-address が 4 回",
    },
    "en": {
        "Problems raised at the front": "12",
        "Problems settled, both wheels turned": "3",
        "Hours to the first answer (median)": "20 hours",
        "Still open: It has no effect": "1 (the oldest for 3 days)",
        "Cause met again: wrong-address": "4",
        "Project robot": "It does not arrive: 1 (3 d), It has no effect: 1 (3 d), There is none in stock: 1 (3 d), "
        "too loud: 1 (3 d), first answer after 20 h",
        "Project forecast": "It does not arrive: 5 (0 d), wrong-address: 4 times",
    },
}
"""What `banso report` tells while most problems are open, among other things."""


async def test_five_products_and_nobody_alone_at_the_front(skipping: System) -> None:
    front = Front.of(skipping)
    await front.begin_on_monday()
    await open_desk(front)
    for product in PRODUCTS:
        await post(front, product)
        await go_to_the_front(front, product)
        await kick_off(front, product)
    await alone_with_it(front, HANGERS)
    await four_kinds_in_a_day(front)
    await redirected_and_overdue(front)
    await close(front, ROBOT, 1, "engineer")
    await reflected_in_the_schedule(front)
    await much_on_one(front)
    await many_around_few(front, JOBS)
    await what_customers_pay(front)
    await the_board_shows(front)
    await the_region_can_tell(front)
    await look_back(front, CAD)
    await experienced_people_are_suggested(front)
    await another_region_sees_nothing(front)
    await nobody_carries_anything_any_more(front)
    for product in (ROBOT, FORECAST, JOBS, HANGERS):
        await look_back(front, product)
    await stay_connected(front)
    await every_effect_once(skipping)


async def the_board_shows(front: Front) -> None:
    """Step 7: open problems by kind and age, time to first answer, repeats of the same cause."""
    told = await front.system.store.client.consultations("fukui", service="desk")
    boards = {one.engagement: one for one in told}
    assert set(boards) == {"robot", "forecast", "jobs", "hangers"}
    robot, forecast, jobs = (boards[key] for key in ("robot", "forecast", "jobs"))
    assert (robot.raised, robot.closed) == (5, 1)
    still_open = ("does_not_arrive", "no_effect", "none_in_stock", "too_loud")
    assert {one.kind: one.days for one in robot.open} == {kind: [3] for kind in still_open}
    assert robot.median_hours_to_first_answer == 20.0
    assert not robot.waiting
    assert forecast.repeats == {"wrong-address": 4}
    assert [(one.kind, one.days) for one in forecast.open] == [("does_not_arrive", [0] * 5)]
    assert forecast.median_hours_to_first_answer is None
    assert forecast.waiting[FORECAST.carrier].unanswered == 5
    assert forecast.tilts == {"concentrated": "logistics"}
    assert (jobs.raised, jobs.closed, jobs.front, jobs.tilts) == (1, 1, 2, {})
    (one,) = await front.system.store.client.consultations("fukui", engagement="hangers")
    assert (one.raised, one.open, one.median_hours_to_first_answer) == (1, [], 120.0)


async def the_region_can_tell(front: Front) -> None:
    """The report has the same figures for the whole desk."""
    await catch_up(front.system.store.pool, ReportFacts())
    figures = (await front.system.store.client.report("fukui")).consultations
    assert (figures.raised, figures.closed, figures.schedules_reflected) == (12, 3, 1)
    assert figures.repeats == {"wrong-address": 4}
    assert figures.open_by_kind == {"does_not_arrive": 6, "no_effect": 1, "none_in_stock": 1, "too_loud": 1}
    assert figures.oldest_days["no_effect"] == 3
    assert figures.median_hours_to_first_answer == 20.0
    told = await front.system.store.client.report("fukui")
    for language, printed in PRINTED.items():
        assert printed.items() <= printed_report(told, language).items()


async def look_back(front: Front, product: Product) -> None:
    """One project comes to its end: both results approved, both voices heard; an open problem keeps it open."""
    witness, engagement = front.witness, product.engagement
    if product is CAD:
        words = {"kind": "no_effect", "words": private("使われません")}
        await front.send(engagement, "RaiseConsultation", product.carrier, **words)
        raised = [f"consultation_raised > {OWNERS['no_effect']}"]
        await witness.saw({engagement: "ConsultationRaised"}, raised)
    for milestone, one in (await front.engagement(product)).milestones.items():
        await deliver(front, product, milestone, one.delivery)
    if product is CAD:
        await witness.refused("consultations-open", front.send(engagement, "OpenRetrospective"))
        await close(front, product, 1, OWNERS["no_effect"])
    await front.send(engagement, "OpenRetrospective")
    voices = (product.carrier, product.customer)
    opened = {engagement: "RetrospectiveOpened", product.participation: "RestNoted"}
    await witness.saw(opened, [f"retrospective_request > {one}" for one in voices])
    for person in voices:
        said = {"person": person, "tags": ["strength_discovered"], "text": private("ひとりではなかった")}
        await front.send(engagement, "GiveVoice", person, **said)
    events = {engagement: "VoiceGiven VoiceGiven RetrospectiveClosed", product.participation: "WorkEnded"}
    await witness.saw(events, [f"retrospective_closed > {one}" for one in (*voices, COORDINATOR)])


async def deliver(front: Front, product: Product, milestone: str, delivery: int) -> None:
    """A result is handed over, unless it lies before the customer already, who then accepts and pays for it."""
    witness, engagement = front.witness, product.engagement
    if not delivery:
        evidence = {"milestone": milestone, "evidence": private("聞き取りの記録")}
        await front.send(engagement, "DeliverMilestone", product.carrier, **evidence)
        await witness.saw({engagement: "MilestoneDelivered"}, [f"milestone_approval_request > {product.customer}"])
    await front.system.store.client.decisions.approve(witness.link_to(product.customer), "150,000")
    told = [f"milestone_approved > {one}" for one in (product.carrier, COORDINATOR)]
    await witness.saw({engagement: "MilestoneApproved"}, told)
    await front.send(engagement, "RecordPayment", product.customer, milestone=milestone, paid_on=front.day(0))
    await witness.saw({engagement: "PaymentRecorded"})


async def another_region_sees_nothing(front: Front) -> None:
    """Boards and suggestions of another region look as if there were none."""
    client = front.system.store.client
    assert await client.consultations("nagano") == []
    for asked in (
        client.consultations("nagano", engagement=ROBOT.key),
        client.consultations("nagano", service="desk"),
        client.queries.front_suggestions("nagano", ROBOT.key),
    ):
        with pytest.raises(NotFound):
            await asked


async def nobody_carries_anything_any_more(front: Front) -> None:
    """Every problem that is still open is closed by whoever has it, with both wheels."""
    for product in PRODUCTS:
        known = (await front.engagement(product)).consultations
        for number, case in known.open_cases.items():
            done = {"done_about": private("直しました"), "done_for_carrier": private("一緒に訪ねました")}
            by = case.owner or COORDINATOR
            await front.send(product.engagement, "CloseConsultation", by, consultation=int(number), **done)
    closed = {
        ROBOT.engagement: "ConsultationClosed " * 4,
        FORECAST.engagement: "ConsultationClosed " * 3 + "SupportBalanced" + " ConsultationClosed" * 2,
    }
    told = [f"consultation_closed > {ROBOT.carrier}"] * 4 + [f"consultation_closed > {FORECAST.carrier}"] * 5
    await front.witness.saw(closed, told)
    for product in PRODUCTS:
        state = await front.engagement(product)
        assert not state.consultations.open_cases
        assert not [wait for wait in state.waits.values() if wait.kind == "consultation_answer"]


async def stay_connected(front: Front) -> None:
    """After one, three and six months customer and carrier are asked how they fare; the last answers are the end."""
    for ordinal in (1, 2, 3):
        asked = [(await front.engagement(product)).follow_ups[ordinal - 1] for product in PRODUCTS]
        await front.system.skip_to(max(asked) + timedelta(minutes=1))
        streams = [stream for product in PRODUCTS for stream in (product.engagement, product.participation)]
        people = [person for product in PRODUCTS for person in (product.customer, product.carrier)]
        told = [f"follow_up_request > {person}" for person in people]
        await front.witness.saw(dict.fromkeys(streams, "FollowUpSent"), told)
        for stream, person in zip(streams, people, strict=True):
            await front.send(stream, "AnswerFollowUp", person, ordinal=ordinal, text=private("元気です"))
        over = {"engagement": " EngagementCompleted", "participation": " ParticipationEnded"} if ordinal == 3 else {}
        await front.witness.saw({one: f"FollowUpAnswered{over.get(one.partition(':')[0], '')}" for one in streams})
    for product in PRODUCTS:
        assert (await front.engagement(product)).stage == "ended"
        assert (await front.system.state(product.participation)).stage == "ended"


async def experienced_people_are_suggested(front: Front) -> None:
    """Step 6: who answered such problems or finished, with the reasons; who is at that front already is left out."""
    queries = front.system.store.client.queries
    found = {one.person: one for one in await queries.front_suggestions("fukui", HANGERS.key)}
    assert found["engineer"].answered == {"does_not_work": 1}
    assert found["stock-keeper"].answered == {"none_in_stock": 1, "does_not_arrive": 1}
    assert COORDINATOR not in found, "what they answered is of no kind that this playbook knows"
    assert (found[CAD.carrier].finished, dict(found[CAD.carrier].answered)) == (1, {})
    assert next(iter(found)) in ("product-owner", "stock-keeper"), "the most experienced come first"
    assert CAD.carrier not in {one.person for one in await queries.front_suggestions("fukui", CAD.key)}
    state = (await queries.show("fukui", StreamReference.parse(HANGERS.engagement)))[1]
    assert state.attraction
