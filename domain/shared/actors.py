"""Who acts, in which role, on whose behalf."""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from domain.shared.values import Identifier


class Role(StrEnum):
    """The capacity in which somebody acts. `SYSTEM` is Banso itself: deadlines, deliveries, results of activities."""

    COORDINATOR = "coordinator"
    COMPANY = "company"
    PARTICIPANT = "participant"
    COMPANION = "companion"
    EMPLOYER = "employer"
    OPERATOR = "operator"
    SYSTEM = "system"


class Actor(BaseModel):
    """Who sends a command.

    `person` is the id of a person's stream, or the name of the part of the system that acts.
    `on_behalf_of` names the organisation or person for whom they act, where it is not themselves.
    `holder_of_link` is true when all that is known is that they hold a mailed link: then the record
    says "holder of the link", never "verified person".
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    person: Identifier
    role: Role
    on_behalf_of: Identifier | None = None
    holder_of_link: bool = False
