"""What may be asked of an engagement's published story. Nothing is published without everybody's consent."""

from typing import ClassVar, Literal

from domain.shared.actors import Role
from domain.shared.models import Command
from domain.shared.values import Identifier, Prose

OFFICE = frozenset({Role.COORDINATOR, Role.OPERATOR})
IN_IT = OFFICE | {Role.COMPANY, Role.PARTICIPANT, Role.EMPLOYER}


class DraftStory(Command):
    """A coordinator writes what others may learn from; everybody who is in it is asked. A new draft asks anew."""

    type: Literal["DraftStory"] = "DraftStory"
    who: ClassVar[frozenset[Role]] = OFFICE
    text: Prose


class AgreeToStory(Command):
    """`person` agrees to be in this version of the story; the last of them publishes it.

    A coordinator may write down what somebody told them.
    """

    type: Literal["AgreeToStory"] = "AgreeToStory"
    who: ClassVar[frozenset[Role]] = IN_IT
    person: Identifier
    version: int


class WithdrawFromStory(Command):
    """`person` does not agree, or agrees no longer: the story is not published, or published no longer."""

    type: Literal["WithdrawFromStory"] = "WithdrawFromStory"
    who: ClassVar[frozenset[Role]] = IN_IT
    person: Identifier
    reason: Prose | None = None


class DropStory(Command):
    """The coordinator gives the story up; nobody is asked any more."""

    type: Literal["DropStory"] = "DropStory"
    who: ClassVar[frozenset[Role]] = OFFICE
    reason: Prose


StoryCommand = DraftStory | AgreeToStory | WithdrawFromStory | DropStory
