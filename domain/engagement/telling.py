"""How an engagement tells people, and whom it tells."""

from collections.abc import Iterable

from domain.engagement.state import Engagement
from domain.shared.effects import Effect
from domain.shared.telling import notify

TIMELESS = "-"


def tell(
    state: Engagement,
    template: str,
    people: Iterable[str],
    about: dict[str, str] | None = None,
    *,
    names: dict[str, str] | None = None,
    personal: dict[str, str] | None = None,
    process: str | None = None,
    decision: str | None = None,
) -> list[Effect]:
    """One message to everybody named, once each."""
    return notify(
        template,
        people,
        about={"title": state.title, "host": state.host, **(about or {})},
        names=names or {},
        personal=personal or {},
        process=process,
        decision=decision,
    )


def ready(state: Engagement) -> list[tuple[str, str]]:
    """Those who take part, and have not left: participation and person."""
    return [
        (key, applicant.person) for key, applicant in state.selected.items() if applicant.ready and not applicant.left
    ]


def participants(state: Engagement) -> list[str]:
    """The persons who take part."""
    return [person for _, person in ready(state)]


def companions(state: Engagement) -> list[str]:
    """Who accompanies."""
    return [state.companion] if state.companion else []


def everybody(state: Engagement) -> list[str]:
    """Everybody who has to do with the engagement, but for those who only applied."""
    return [*state.company_contacts, *companions(state), *participants(state), *state.office]


def milestone_values(state: Engagement, milestone: str) -> dict[str, str]:
    """What messages say of a milestone."""
    one = state.milestones[milestone]
    due = one.payment_due_on.isoformat() if one.payment_due_on else TIMELESS
    return {"milestone": one.title, "amount": f"{one.fee:,}", "due": due}
