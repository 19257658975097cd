"""What came of an effect goes back to its stream as a command, so that it is an event too."""

from typing import Any

from activities.performing import NeverWorks
from banso.commands import CommandEnvelope, CommandHandler
from banso.eventstore.effects import LedgerEntry
from banso.eventstore.errors import NotKnownYet
from domain.shared.actors import Actor, Role
from domain.shared.models import Command
from domain.shared.refusals import DomainError
from domain.shared.values import StreamReference


async def sent(
    handler: CommandHandler,
    tenant: str,
    entry: LedgerEntry,
    *,
    command_id: str,
    stream: str,
    command: dict[str, Any],
    by: str = "banso",
) -> DomainError | None:
    """Send, in the system's name, a command that an effect brings about; the refusal, where the stream refuses it.

    Raises:
        NotKnownYet: the database did not answer.
    """
    envelope = CommandEnvelope(
        command_id=command_id,
        tenant=tenant,
        stream=StreamReference.parse(stream),
        actor=Actor(person=by, role=Role.SYSTEM),
        command=command,
        correlation_id=entry.correlation_id,
        causation_id=str(entry.effect_id),
    )
    try:
        await handler.send(envelope)
    except NotKnownYet:
        raise
    except DomainError as refused:
        return refused
    return None


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
        refused = await sent(
            self._handler,
            tenant,
            entry,
            command_id=f"result/{entry.effect_id}",
            stream=entry.stream,
            command=command.model_dump(mode="json"),
            by=entry.kind,
        )
        # An earlier attempt has recorded its finding already, and this one found something else: the first counts.
        if refused is not None and refused.code != "command-id-reused":
            raise NeverWorks(f"{entry.stream} refused the result: {refused.code}")
