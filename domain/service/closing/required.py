"""What a playbook has to say before the end of its services can be prepared."""

from domain.shared.decider import Context
from domain.shared.refusals import not_in_playbook


def require_closing_rules(context: Context) -> None:
    """The playbook says how its services end: agreements on notice, calls and a community belong to that.

    Raises:
        DomainError: it does not.
    """
    if context.rules.closing is None:
        raise not_in_playbook("closing-unused", ("サービスの終え方", "way of closing a service"), "[rules.closing]")
