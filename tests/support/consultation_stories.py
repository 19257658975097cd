"""Problems from the front, scene by scene: every event, every message."""

from datetime import date

from domain.engagement import commands as engagement
from domain.engagement.consultations import commands as asked
from domain.engagement.validation import commands as validation
from domain.shared.actors import Actor, Role

from support import engagements
from support.deciding import COMPANION, COMPANY, PARTICIPANT, SYSTEM
from support.engagement_stories import decision, deliver, plan
from support.scenes import TIME, Scene, Story, today

ENGINEER = Actor(person="companion-1", role=Role.COMPANION)
SUPPLY = Actor(person="operator-1", role=Role.COMPANION)
SELLER = Actor(person="participant-3", role=Role.PARTICIPANT)
CUSTOMER = "Example Works"


def raised(kind: str = "does_not_work", cause: str | None = None) -> asked.RaiseConsultation:
    """A problem is brought home by whoever sends it."""
    return asked.RaiseConsultation(kind=kind, words="現場で止まってしまう", customer=CUSTOMER, cause=cause)


def closing(number: int, cause: str | None = None) -> asked.CloseConsultation:
    """Both wheels have turned."""
    return asked.CloseConsultation(
        consultation=number, done_about="部品を替えた", done_for_carrier="一緒に訪ねて説明した", cause=cause
    )


def answer(number: int) -> asked.AnswerConsultation:
    """A first word."""
    return asked.AnswerConsultation(consultation=number, text="受け取りました。明日見に行きます")


def redirect(number: int, to: str) -> asked.RedirectConsultation:
    """Somebody else can help better."""
    return asked.RedirectConsultation(consultation=number, to=to, reason="部品のことは調達がよく分かる")


def reflect(number: int, milestone: str = "second", days: int = 14) -> asked.ReflectInSchedule:
    """A milestone is due later."""
    return asked.ReflectInSchedule(consultation=number, milestones=(milestone,), days=days)


ROUTES = (
    Scene(asked.RouteConsultations(owner="companion-1", kinds=("does_not_work",))),
    Scene(asked.RouteConsultations(owner="operator-1", kinds=("does_not_arrive",))),
)
AT_THE_FRONT: Story = (
    Scene(engagements.draft(seats=1, attraction="お客さまの驚く顔を最初に見られる")),
    Scene(engagement.RevisePosting(goal="形にする", shared_decision="選び方", roles=("現場",))),
    Scene(engagement.PublishPosting()),
    Scene(engagement.NoteApplication(participation=engagements.FIRST, person="participant-1"), SYSTEM),
    Scene(engagement.SelectParticipant(participation=engagements.FIRST)),
    Scene(engagement.NoteParticipantReady(participation=engagements.FIRST, employer_contact="employer-1"), SYSTEM),
    Scene(plan()),
    Scene(plan("second", days=60)),
    Scene(engagement.StartExecution(), days=3),
    *ROUTES,
)
CONSULTED: Story = (
    *AT_THE_FRONT,
    Scene(raised(cause="loose-belt"), PARTICIPANT, days=1),
    Scene(answer(1), ENGINEER, days=1),
    Scene(reflect(1), ENGINEER),
    Scene(closing(1), ENGINEER, days=2),
    Scene(raised(cause="loose-belt"), PARTICIPANT),
    TIME,
    TIME,
    Scene(redirect(2, "operator-1"), ENGINEER),
    Scene(closing(2), SUPPLY, days=1),
    Scene(asked.PutAtFront(person="participant-3"), days=1),
    Scene(raised("wrong_size"), SELLER),
    Scene(redirect(3, "companion-1")),
    Scene(redirect(3, "coordinator-1"), ENGINEER, days=1),
    TIME,
    TIME,
    Scene(closing(3, cause="old-drawing"), days=1),
    Scene(asked.TakeFromFront(person="participant-3")),
    Scene(deliver(), PARTICIPANT, days=5),
    Scene(decision(engagement.ApproveMilestone), COMPANY),
    Scene(deliver("second"), PARTICIPANT, days=5),
    Scene(decision(engagement.ApproveMilestone, "second"), COMPANY),
    Scene(engagement.OpenRetrospective()),
)
CROWDED: Story = (
    *AT_THE_FRONT,
    *(Scene(raised(), PARTICIPANT, days=1) for _ in range(3)),
    Scene(redirect(1, "operator-1"), COMPANION),
    Scene(redirect(2, "employer-1"), COMPANION),
    Scene(closing(2), days=1),
    Scene(closing(1), days=1),
    *(Scene(raised("does_not_arrive"), PARTICIPANT) for _ in range(3)),
)
VALIDATED: Story = (
    *AT_THE_FRONT[:3],
    Scene(
        lambda state, now: validation.RecordCustomerAsked(
            customer=CUSTOMER, asked_on=today(state, now), said="毎週でも使いたい"
        ),
        days=1,
    ),
    Scene(
        lambda state, now: validation.RecordPaidContract(
            customer=CUSTOMER, amount=300_000, signed_on=today(state, now)
        ),
        days=5,
    ),
    Scene(validation.RecordLearning(text="速さより静かさが喜ばれる", customer=CUSTOMER)),
    Scene(validation.RecordCustomerAsked(customer="Sample Mill", asked_on=date(2026, 4, 1))),
)
ALONE: Story = (
    *AT_THE_FRONT,
    Scene(raised(), PARTICIPANT),
    *(TIME for _ in range(5)),
    Scene(asked.CareForCarrier(person="participant-1", text="一緒にお客さまを訪ねた"), days=1),
    Scene(redirect(1, "operator-1"), ENGINEER),
    Scene(answer(1), SUPPLY),
    Scene(asked.CareForCarrier(person="companion-1", text="手が回らないと聞き、ほかの人に分けた")),
    Scene(raised("does_not_arrive"), PARTICIPANT, days=1),
    TIME,
    TIME,
    TIME,
)
CONSULTATION_STORIES: dict[str, Story] = {
    "consulted": CONSULTED,
    "crowded": CROWDED,
    "validated": VALIDATED,
    "alone": ALONE,
}
