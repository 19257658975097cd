"""Story 6, turn by turn: what is brought home, who has it, how it ends, and what the team looks like meanwhile."""

from datetime import timedelta
from typing import Any

import pytest

from domain.engagement.consultations.balance import carrier_counts
from domain.shared.actors import Actor, Role
from domain.shared.refusals import DomainError
from domain.shared.wording import day_in_words

from support.hands import private
from support.story_six import CAD, COORDINATOR, EXPERT, FORECAST, OWNERS, ROBOT, Front, Product


async def raise_one(front: Front, product: Product, kind: str, owner: str, also: str = "", **values: Any) -> int:
    """A problem is brought home, and its owner is told the words; the number that it has."""
    words = private(f"{kind} と言われました")
    await front.send(product.engagement, "RaiseConsultation", product.carrier, kind=kind, words=words, **values)
    tilted = {"SupportTilted": [f"support_concentrated > {COORDINATOR}"]}.get(also, [])
    events = {product.engagement: f"ConsultationRaised {also}"}
    await front.witness.saw(events, [f"consultation_raised > {owner}", *tilted])
    assert words in front.witness.mail_to(owner, "consultation_raised").text
    known = (await front.engagement(product)).consultations
    assert known.cases[str(len(known.cases))].owner == (owner if owner != COORDINATOR else None)
    return len(known.cases)


async def answer(front: Front, product: Product, number: int, by: str) -> None:
    """A first word, which the carrier reads."""
    words = private(f"{by} が受け取りました")
    await front.send(product.engagement, "AnswerConsultation", by, consultation=number, text=words)
    told = [f"consultation_answered > {product.carrier}"]
    await front.witness.saw({product.engagement: "ConsultationAnswered"}, told)
    assert words in front.witness.mail_to(product.carrier, "consultation_answered").text


async def redirect(front: Front, product: Product, number: int, by: str, to: str, also: str = "") -> None:
    """Handed on with a reason, not declined; the carrier knows who has it."""
    words = {"consultation": number, "to": to, "reason": private("こちらのほうが力になれる")}
    await front.send(product.engagement, "RedirectConsultation", by, **words)
    mails = [f"consultation_redirected > {to}", f"consultation_passed_on > {product.carrier}"]
    told = {"SupportTilted": ["support_outnumbers"], "SupportBalanced": []}.get(also, [])
    mails += [f"{one} > {COORDINATOR}" for one in told]
    await front.witness.saw({product.engagement: f"ConsultationRedirected {also}"}, mails)


async def close(front: Front, product: Product, number: int, by: str, also: str = "", before: str = "") -> None:
    """One wheel is refused, whichever it is; both close it."""
    one, other = {"done_about": private("直しました")}, {"done_for_carrier": private("一緒に訪ねました")}
    send, refused = front.send, front.witness.refused
    case: tuple[str, str, str] = (product.engagement, "CloseConsultation", by)
    refusal = await refused("one-wheel", send(*case, consultation=number, **one), field="done_for_carrier")
    assert "ひとりのまま" in refusal.right.ja
    assert "still be alone" in refusal.right.en
    await refused("one-wheel", send(*case, consultation=number, **other), field="done_about")
    await send(*case, consultation=number, **one, **other)
    told = [f"consultation_closed > {product.carrier}"]
    await front.witness.saw({product.engagement: f"{before} ConsultationClosed {also}"}, told)
    text = front.witness.mail_to(product.carrier, "consultation_closed").text
    assert one["done_about"] in text
    assert other["done_for_carrier"] in text
    await refused("consultation-closed", send(*case, consultation=number, **one, **other), field="consultation")


async def four_kinds_in_a_day(front: Front) -> None:
    """Step 2: four owners have them, the carrier none; what nobody knows goes to the coordinator."""
    for kind, owner in OWNERS.items():
        await raise_one(front, ROBOT, kind, owner, customer="架空建設")
    assert await raise_one(front, ROBOT, "too_loud", COORDINATOR) == 5
    cases = (await front.engagement(ROBOT)).consultations.cases
    assert [case.owner for case in cases.values()] == [*OWNERS.values(), None]
    assert {case.carrier for case in cases.values()} == {ROBOT.carrier}
    words = {"kind": "no_effect", "words": private("よその困りごと")}
    stranger = front.send(ROBOT.engagement, "RaiseConsultation", CAD.carrier, **words)
    await front.witness.refused("not-found", stranger)
    for_another = front.send(ROBOT.engagement, "RaiseConsultation", ROBOT.carrier, carrier=CAD.carrier, **words)
    await front.witness.refused("other-person", for_another, field="carrier")
    nowhere = front.send(ROBOT.engagement, "RaiseConsultation", carrier="engineer", **words)
    await front.witness.refused("not-at-the-front", nowhere, field="carrier")


async def alone_with_it(front: Front, product: Product) -> None:
    """Step 3: nobody answers; the radar turns for who waits and who should answer, and somebody is asked by name."""
    number, owner = await raise_one(front, product, "no_effect", "product-owner"), "product-owner"
    engagement, saw, both = product.engagement, front.witness.saw, (product.carrier, "product-owner")
    late = (await front.engagement(product)).consultations.cases[str(number)].answer_due
    await front.system.skip_to(late + timedelta(hours=1))
    told = [f"consultation_answer_reminder > {owner}", f"consultation_answer_escalated > {COORDINATOR}"]
    await saw({engagement: "Reminded Escalated"}, told)
    await front.system.skip_to(late + timedelta(days=1))
    await saw({engagement: "CarrierTurned CarrierTurned"})
    await front.system.skip_to(late + timedelta(days=2))
    await saw({engagement: "CarrierTurned CarrierTurned"}, [f"isolation_red > {COORDINATOR}"] * 2)
    asked = front.witness.mail_to(COORDINATOR, "isolation_red").text
    assert "2日のあいだ便りがない、返事のない相談が1件" in asked
    await seen_on_the_radar(front, product, dict.fromkeys(both, "red"))
    for person in both:
        await front.send(engagement, "CareForCarrier", person=person, text=private(f"{person} と話しました"))
    await close(front, product, number, owner, "CarrierTurned CarrierTurned", before="CarrierCaredFor CarrierCaredFor")
    await seen_on_the_radar(front, product, {})


async def seen_on_the_radar(front: Front, product: Product, levels: dict[str, str]) -> None:
    """The office sees who may be alone, why, and who is asked; the carrier sees nobody but themselves."""
    ask, now = front.system.store.client.accompaniment.radar, front.system.clock.now()
    office = Actor(person=COORDINATOR, role=Role.COORDINATOR)
    rows = await ask("fukui", office, now, service="desk")
    assert {row.person: row.level for row in rows} == levels
    assert {(row.stream.key, row.role, row.cares, bool(row.reasons)) for row in rows} == (
        {(product.engagement, "carrier", (COORDINATOR,), True)} if levels else set()
    )
    carrier = Actor(person=product.carrier, role=Role.PARTICIPANT)
    mine = await ask("fukui", carrier, now, person=product.carrier)
    (own,) = [row for row in mine if row.role == "carrier"]  # whoever takes part is on it for that, too
    assert {row.person for row in mine} == {product.carrier}
    turned = [turn.level for turn in own.history]
    assert turned == (["yellow", "red"] if levels else ["yellow", "red", "green"])
    assert all(turn.reasons for turn in own.history if turn.level != "green")
    for person in (None, "product-owner"):
        with pytest.raises(DomainError, match="radar-not-yours"):
            await ask("fukui", carrier, now, person=person)


async def redirected_and_overdue(front: Front) -> None:
    """Step 3: 48 hours without a first answer remind, 72 tell the coordinator; a redirect has a time of its own."""
    system, saw, engagement = front.system, front.witness.saw, ROBOT.engagement
    begun = system.clock.now()
    not_theirs = front.send(engagement, "AnswerConsultation", "product-owner", consultation=1, text=private("?"))
    await front.witness.refused("not-yours", not_theirs, field="consultation")
    await answer(front, ROBOT, 1, "engineer")
    await system.skip(hours=20)
    for number, by in ((4, "stock-keeper"), (5, COORDINATOR)):
        await answer(front, ROBOT, number, by)
    words = {"consultation": 2, "reason": private("分かりません")}
    back = front.send(engagement, "RedirectConsultation", "logistics", to=ROBOT.carrier, **words)
    await front.witness.refused("back-to-the-carrier", back, field="to")
    same = front.send(engagement, "RedirectConsultation", "logistics", to="logistics", **words)
    await front.witness.refused("owner-already", same, field="to")
    await redirect(front, ROBOT, 2, "logistics", "stock-keeper")
    handed_on = system.clock.now()
    await system.skip_to(begun + timedelta(hours=49))
    await saw({engagement: "Reminded"}, ["consultation_answer_reminder > product-owner"])
    await system.skip_to(handed_on + timedelta(hours=49))
    await saw({engagement: "Reminded"}, ["consultation_answer_reminder > stock-keeper"])
    await answer(front, ROBOT, 2, "stock-keeper")
    await risk_of_isolation(front, unanswered=1, overdue=0)
    await system.skip_to(begun + timedelta(hours=74))
    await saw({engagement: "Escalated"}, [f"consultation_answer_escalated > {COORDINATOR}"])
    alone = front.witness.mail_to(COORDINATOR, "consultation_answer_escalated")
    assert private(f"架空 {ROBOT.carrier}") in alone.subject
    assert "いま 1 件" in alone.text
    await risk_of_isolation(front, unanswered=1, overdue=1)
    first = (await front.engagement(ROBOT)).consultations.cases["2"]
    assert first.first_answer_at - first.raised_at > timedelta(hours=60), "counted since the beginning"


async def risk_of_isolation(front: Front, unanswered: int, overdue: int) -> None:
    """What the carrier waits for, as the radar counts it."""
    counts = carrier_counts(await front.engagement(ROBOT), ROBOT.carrier, front.system.clock.now())
    assert (counts.unanswered, counts.overdue) == (unanswered, overdue)
    assert counts.unanswered_since is not None


async def reflected_in_the_schedule(front: Front) -> None:
    """Step 5: the milestone moves, and whoever was promised the day is told both; what was delivered stays."""
    await answer(front, ROBOT, 3, "product-owner")
    promised = (await front.engagement(ROBOT)).milestones["m2"].due_on
    evidence = {"milestone": "m1", "evidence": private("聞き取りの記録")}
    await front.send(ROBOT.engagement, "DeliverMilestone", ROBOT.carrier, **evidence)
    await front.witness.saw(
        {ROBOT.engagement: "MilestoneDelivered"}, [f"milestone_approval_request > {ROBOT.customer}"]
    )
    reflecting = (ROBOT.engagement, "ReflectInSchedule", "product-owner")
    delivered = front.send(*reflecting, consultation=3, milestones=["m2", "m1"], days=14)
    await front.witness.refused("delivered-already", delivered, field="milestones")
    unknown = front.send(*reflecting, consultation=3, milestones=["m9"], days=14)
    await front.witness.refused("milestone-unknown", unknown, field="milestone")
    await front.send(*reflecting, consultation=3, milestones=["m2"], days=14)
    told = [f"schedule_reflected > {one}" for one in (ROBOT.customer, ROBOT.carrier)]
    await front.witness.saw({ROBOT.engagement: "ScheduleReflected"}, told)
    later = promised + timedelta(days=14)
    state = await front.engagement(ROBOT)
    assert state.milestones["m2"].due_on == later
    assert [one.milestone for one in state.consultations.cases["3"].moved] == ["m2"]
    text = front.witness.mail_to(ROBOT.customer, "schedule_reflected").text
    assert day_in_words(promised).ja in text
    assert day_in_words(later).ja in text
    assert "14 日後ろへ" in text


async def much_on_one(front: Front) -> None:
    """Step 6: the third problem on one person is told once, the fourth is not; better meanwhile, it is told anew."""
    cause = {"cause": "wrong-address"}
    for also in ("", "", "SupportTilted", ""):
        await raise_one(front, FORECAST, "does_not_arrive", "logistics", also, **cause)
    assert "4 件のうち" not in front.witness.mail_to(COORDINATOR, "support_concentrated").text
    assert "3 件のうち 3 件" in _counts(front.witness.mail_to(COORDINATOR, "support_concentrated").text)
    await redirect(front, FORECAST, 1, "logistics", "engineer")
    await redirect(front, FORECAST, 2, "logistics", "product-owner", "SupportBalanced")
    await raise_one(front, FORECAST, "does_not_arrive", "logistics", "SupportTilted")


def _counts(text: str) -> str:
    return text.replace("続いている相談 ", "")


async def many_around_few(front: Front, product: Product) -> None:
    """Step 6: a fifth supporter for one at the front is one too many; with two at the front it is not."""
    number = await raise_one(front, product, "no_effect", "product-owner")
    await redirect(front, product, number, "product-owner", EXPERT, "SupportTilted")
    await front.send(product.engagement, "PutAtFront", person=ROBOT.carrier)
    told = [f"front_joined > {ROBOT.carrier}"]
    await front.witness.saw({product.engagement: "FrontJoined SupportBalanced"}, told)
    await close(front, product, number, EXPERT)


async def what_customers_pay(front: Front) -> None:
    """Customers are asked, one of them pays, and something is learned."""
    engagement, saw = ROBOT.engagement, front.witness.saw
    asked = {"asked_on": front.day(0)}
    early = front.send(
        engagement, "RecordPaidContract", ROBOT.carrier, customer="架空建設", amount=1, signed_on=front.day(0)
    )
    await front.witness.refused("customer-not-asked", early, field="customer")
    for customer in ("架空建設", "架空土木", "架空建設"):
        words = {"customer": customer, "said": private("静かなら毎日使いたい"), **asked}
        await front.send(engagement, "RecordCustomerAsked", ROBOT.carrier, **words)
    ahead = front.send(engagement, "RecordCustomerAsked", ROBOT.carrier, customer="架空土木", asked_on=front.day(1))
    await front.witness.refused("date-ahead", ahead, field="asked_on")
    await saw({engagement: "CustomerAsked CustomerAsked CustomerAsked"})
    paid = {"customer": "架空建設", "amount": 480_000, "signed_on": front.day(0)}
    await front.send(engagement, "RecordPaidContract", ROBOT.carrier, **paid)
    told = [f"paid_contract_won > {one}" for one in (ROBOT.carrier, COORDINATOR)]
    await saw({engagement: "PaidContractWon"}, told)
    await front.send(engagement, "RecordLearning", ROBOT.carrier, text=private("速さより静かさ"))
    await saw({engagement: "LearningRecorded"})
    log = (await front.engagement(ROBOT)).validation
    assert (len(log.customers), len(log.paying), log.paid_yen) == (2, 1, 480_000)
