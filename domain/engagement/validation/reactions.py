"""Who is told of the way to a product's first customers."""

from domain.engagement.consultations.balance import front_of
from domain.engagement.state import Engagement
from domain.engagement.telling import companions
from domain.engagement.validation.events import PaidContractWon, ValidationEvent
from domain.shared.effects import Effect
from domain.shared.telling import tell


def react_to_validation(event: ValidationEvent, state: Engagement) -> list[Effect]:
    """Good news is for everybody who works on it; the rest is looked up."""
    if not isinstance(event, PaidContractWon):
        return []
    count = str(len(state.validation.contracts))
    about = {"customer": event.customer, "amount": f"{event.amount:,}", "count": count}
    return tell(state, "paid_contract_won", [*front_of(state), *companions(state), *state.office], about)
