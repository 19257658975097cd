"""What came of an effect goes back to its stream as a command, so that it is an event too."""

from activities.performing import NeverWorks
from banso.commands import CommandEnvelope, CommandHandler
from banso.eventstore.effects import LedgerEntry
from banso.eventstore.errors import NotKnownYet
from domain.shared.actors import Actor, Role
from domain.shared.models import Command
from domain.shared.refusals import DomainError
from domain.shared.values import StreamReference


class Results:
    """Sends results under an id derived from the effect: a result recorded twice counts once."""

    def __init__(self, handler: CommandHandler) -> None:
        self._handler = handler

    async def send(self, tenant: str, entry: LedgerEntry, command: Command) -> None:
        """Send a result to the effect's own stream.

        Raises:
            NotKnownYet: the database did not answer.
            NeverWorks: the stream refuses the result.
        """
        envelope = CommandEnvelope(
            command_id=f"result/{entry.effect_id}",
            tenant=tenant,
            stream=StreamReference.parse(entry.stream),
            actor=Actor(person=entry.kind, role=Role.SYSTEM),
            command=command.model_dump(mode="json"),
            correlation_id=entry.correlation_id,
            causation_id=str(entry.effect_id),
        )
        try:
            await self._handler.send(envelope)
        except NotKnownYet:
            raise
        except DomainError as error:
            # An earlier attempt has recorded its finding already, and this one found something else: the first counts.
            if error.code != "command-id-reused":
                raise NeverWorks(f"{entry.stream} refused the result: {error.code}") from None
