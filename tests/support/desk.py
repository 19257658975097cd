"""The beginning of story 1 for tests of single activities, each step with its effects carried out by hand."""

from domain.shared.actors import Role

from support.performing import Hands
from support.story_one import open_desk, post, register

ENGAGEMENT, PARTICIPATION = "engagement:a", "participation:a1"


async def posted(desk: Hands, **values: object) -> None:
    """The desk is open and A is posted; the mails of that are still to be sent."""
    await open_desk(desk.system)
    await post(desk.system, "a", **values)


async def applied(desk: Hands, person: str = "participant-a") -> None:
    """Somebody has applied for A and was selected."""
    words = {"engagement": "a", "person": person, "motivation": "地元の仕事に関わりたい"}
    await desk.send(PARTICIPATION, "Apply", person, Role.PARTICIPANT, **words)
    await desk.send(ENGAGEMENT, "SelectParticipant", participation="a1")


async def consented(desk: Hands) -> None:
    """The employer agreed: the check of the work permission is due."""
    await desk.send(PARTICIPATION, "RecordEmployerConsent", "hr-a", Role.EMPLOYER, weekly_hours_cap="8")


async def offered(desk: Hands) -> None:
    """Terms were offered: a document is due."""
    terms = {
        "work": "発信の企画と実行",
        "fee": 300_000,
        "weekly_hours": "8",
        "starts_on": "2026-05-01",
        "ends_on": "2026-10-31",
        "place": "オンライン",
    }
    await desk.send(PARTICIPATION, "OfferContract", **terms)


async def delivered(desk: Hands) -> None:
    """A result lies before the company: the mail with its link is due."""
    await consented(desk)
    await desk.perform(PARTICIPATION, "work_permission:1")
    await offered(desk)
    await desk.perform(PARTICIPATION, "contract_round:1")
    document = (await desk.system.state(PARTICIPATION)).contract.document
    sides = (("participant", "participant-a", Role.PARTICIPANT), ("company", "president-a", Role.COMPANY))
    for side, person, role in sides:
        await desk.send(PARTICIPATION, "SignContract", person, role, side=side, document=document)
    result = {"milestone": "m1", "title": "企画書", "fee": 150_000, "due_on": "2026-07-01"}
    await desk.send(ENGAGEMENT, "PlanMilestone", **result)
    await desk.send(ENGAGEMENT, "StartExecution")
    await desk.send(ENGAGEMENT, "DeliverMilestone", "participant-a", Role.PARTICIPANT, milestone="m1", evidence="記事")


async def another(desk: Hands, person: str, **values: object) -> None:
    """One more person."""
    await register(desk.system, person, **values)
