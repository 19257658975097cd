"""The frozen base models of everything that the domain says: commands, events, states, effects."""

from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from domain.shared.actors import Role


class FrozenModel(BaseModel):
    """An immutable value; unknown fields are refused, so that a misspelt field is never silently dropped."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Command(FrozenModel):
    """A wish that a decider accepts (with events) or refuses (with a reason).

    `who` names the roles that may send it; `creates` tells whether it may be the first of its stream.
    """

    who: ClassVar[frozenset[Role]] = frozenset()
    creates: ClassVar[bool] = False


class Event(FrozenModel):
    """A fact that happened; never changed once it was recorded.

    `schema_version` counts the shapes that this event type ever had; older ones are upcast on read.
    """

    schema_version: ClassVar[int] = 1
