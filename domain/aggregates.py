"""All kinds of stream."""

from domain.engagement.aggregate import ENGAGEMENT
from domain.membership.aggregate import MEMBERSHIP
from domain.participation.aggregate import PARTICIPATION
from domain.person.aggregate import PERSON
from domain.service.aggregate import SERVICE
from domain.shared.decider import Aggregate

AGGREGATES: dict[str, Aggregate] = {
    aggregate.kind: aggregate for aggregate in (SERVICE, ENGAGEMENT, PARTICIPATION, MEMBERSHIP, PERSON)
}
