"""Whom an engagement tells, and what of a milestone."""

from domain.engagement.state import Engagement

TIMELESS = "-"


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
