"""What may be asked of an engagement's ledger: mission, premises, positions of two sides, versions of the plan."""

import shlex
from datetime import date
from typing import Any, ClassVar, Literal

from pydantic import Field, model_validator

from domain.shared.actors import Role
from domain.shared.models import Command, FrozenModel
from domain.shared.values import Identifier, Line, Prose, Yen

OFFICE = frozenset({Role.COORDINATOR, Role.OPERATOR})
IN_IT = OFFICE | {Role.COMPANY, Role.PARTICIPANT, Role.EMPLOYER, Role.COMPANION}
BOUND = OFFICE | {Role.COMPANY, Role.PARTICIPANT}
Customer = Literal["internal", "external"]
"""Whether whoever pays for the unit's services belongs to the same company; an internal customer is a customer."""
Source = Literal["predecessor", "document", "customer", "own_observation"]
"""Where a premise was heard."""
Finding = Literal["holds", "changed", "fallen"]
"""What a review of a premise finds."""
Side = Literal["home", "local"]
"""The unit that sends somebody, and the unit that receives them."""


class MilestoneChange(FrozenModel):
    """What a new plan says of one milestone; what is None stays as it is (premises that fell are left behind).

    On a command line: `m1 due_on=2027-03-31 fee=200000 title="..." rests_on=p1,p2`.
    """

    milestone: Identifier
    title: Line | None = None
    fee: Yen | None = None
    due_on: date | None = None
    rests_on: tuple[Identifier, ...] | None = Field(default=None, max_length=20)

    @model_validator(mode="before")
    @classmethod
    def _written_as_text(cls, said: Any) -> Any:
        if not isinstance(said, str):
            return said
        milestone, *changes = shlex.split(said) or [""]
        found: dict[str, Any] = {"milestone": milestone}
        for change in changes:
            name, sign, value = change.partition("=")
            if not sign:
                raise ValueError(f"{change!r} is no change; write for example due_on=2027-03-31")
            found[name] = value
        if "rests_on" in found:
            found["rests_on"] = tuple(one for one in found["rests_on"].split(",") if one)
        return found


class StateMission(Command):
    """What somebody is sent for: its goal, what the receiving unit needs to survive, and who pays for its services.

    Premises have to be recorded before. A mission that is stated anew is a new version.
    """

    type: Literal["StateMission"] = "StateMission"
    who: ClassVar[frozenset[Role]] = OFFICE | {Role.COMPANY}
    goal: Prose
    survival: Prose | None = None
    customer: Line | None = None
    customer_is: Customer | None = None


class RecordPremise(Command):
    """Something that the mission takes for granted: who answers for it, where it was heard, and what speaks for it.

    It is looked at anew on `review_on` (None: as the playbook says), and `milestones` rest on it.
    """

    type: Literal["RecordPremise"] = "RecordPremise"
    who: ClassVar[frozenset[Role]] = IN_IT
    premise: Identifier
    believed: Line
    owner: Identifier
    source: Source
    heard: Prose
    evidence: Prose
    review_on: date | None = None
    milestones: tuple[Identifier, ...] = Field(default=(), max_length=50)


class RestOnPremise(Command):
    """These milestones rest on a premise, too."""

    type: Literal["RestOnPremise"] = "RestOnPremise"
    who: ClassVar[frozenset[Role]] = IN_IT
    premise: Identifier
    milestones: tuple[Identifier, ...] = Field(min_length=1, max_length=50)


class ReviewPremise(Command):
    """A premise was looked at anew: it holds, it has to be worded otherwise (`into`), or it has fallen.

    `review_on` is the day of the next review (None: as the playbook says).
    """

    type: Literal["ReviewPremise"] = "ReviewPremise"
    who: ClassVar[frozenset[Role]] = IN_IT
    premise: Identifier
    finding: Finding
    evidence: Prose
    into: Line | None = None
    review_on: date | None = None


class StatePosition(Command):
    """How one side sees it, in its own words; earlier words of that side and those of the other one are kept."""

    type: Literal["StatePosition"] = "StatePosition"
    who: ClassVar[frozenset[Role]] = OFFICE | {Role.COMPANY, Role.PARTICIPANT, Role.EMPLOYER}
    unit: Side
    words: Prose


class ProposePlan(Command):
    """Milestones get another scope; those whom it binds are asked. It takes the place of a proposal that is open."""

    type: Literal["ProposePlan"] = "ProposePlan"
    who: ClassVar[frozenset[Role]] = OFFICE
    changes: tuple[MilestoneChange, ...] = Field(min_length=1, max_length=50)
    reason: Prose


class AcceptPlan(Command):
    """`person` agrees to this version; the last of those whom it binds brings it into force.

    A coordinator may write down what somebody told them.
    """

    type: Literal["AcceptPlan"] = "AcceptPlan"
    who: ClassVar[frozenset[Role]] = BOUND
    person: Identifier
    version: int


class DisagreeWithPlan(Command):
    """`person` does not agree to this version and says why; it never comes into force."""

    type: Literal["DisagreeWithPlan"] = "DisagreeWithPlan"
    who: ClassVar[frozenset[Role]] = BOUND
    person: Identifier
    version: int
    reason: Prose


class WithdrawPlan(Command):
    """The coordinator takes an open proposal back; the plan in force stays."""

    type: Literal["WithdrawPlan"] = "WithdrawPlan"
    who: ClassVar[frozenset[Role]] = OFFICE
    reason: Prose


PremiseCommand = (
    StateMission
    | RecordPremise
    | RestOnPremise
    | ReviewPremise
    | StatePosition
    | ProposePlan
    | AcceptPlan
    | DisagreeWithPlan
    | WithdrawPlan
)
