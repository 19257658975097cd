"""When a fee is due: Freelance Act (特定受託事業者に係る取引の適正化等に関する法律), article 4.

Facts A02, A07 and A08 of the project's legal facts: a client that uses employees and commissions a freelancer must
fix a date within 60 days counted from and including the day of receipt, whether or not it inspects; with no date
fixed the fee is due on the day of receipt. The exception for re-commissioned work (30 days from the prime
contract's due date) is not offered yet.
"""

from datetime import date

from domain.shared.periods import days_after

LATEST_DAY = 60
"""The last day that may be agreed where the Act applies; the day of receipt is day one."""


def act_applies(client_uses_employees: bool, freelancer_uses_employees: bool) -> bool:
    """Whether article 4 binds the client: it uses employees, and the freelancer uses none."""
    return client_uses_employees and not freelancer_uses_employees


def due_date(received_on: date, agreed_days: int | None, applies: bool) -> date:
    """The day on which payment is due.

    `agreed_days` counts the day of receipt as day one; None means that none was agreed.
    A number beyond the limit is treated as the limit where the Act applies.
    """
    if agreed_days is None:
        return received_on
    days = min(agreed_days, LATEST_DAY) if applies else agreed_days
    return days_after(received_on, days - 1)
