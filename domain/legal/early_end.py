"""How long before an early end it has to be announced: Freelance Act, article 16.

Fact A12 of the project's legal facts: for commissions of six months or more a client that ends the contract says so
at least 30 days ahead. A freelancer who leaves, and an end that everybody agrees on, need no such notice. The
exceptions (fact A13) are not decided by rule.
"""

from datetime import date

NOTICE_DAYS = 30
SHORTEST_HALF_YEAR_DAYS = 181
"""Six months have at least so many days; counted in the freelancer's favour."""


def notice_days(starts_on: date, ends_on: date, agreed: int) -> int:
    """Days between the announcement by a client and the last day; `agreed` is what the playbook asks for."""
    long_term = (ends_on - starts_on).days >= SHORTEST_HALF_YEAR_DAYS
    return max(agreed, NOTICE_DAYS) if long_term else agreed
