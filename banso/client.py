"""The application client: send a command, ask a question. Every way in goes through here."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import uuid_utils.compat as uuid_utils
from pydantic import ValidationError

from banso.commands import CommandEnvelope, CommandHandler, Outcome
from banso.comparing import require_change, says_anew
from banso.decisions import Decisions
from banso.eventstore.effects import LedgerEntry
from banso.inputs import explain_validation
from banso.readmodels.accompaniment import Accompaniment, RadarRow
from banso.readmodels.consulting import ProjectBoard, Suggestion
from banso.readmodels.queries import InboxRow, OverviewRow, Queries, TimelineEntry
from banso.readmodels.report import Report
from banso.readmodels.report_consultations import ProjectFigures
from banso.readmodels.searching import Hit
from banso.readmodels.survey_summaries import SurveySummary
from banso.readmodels.whereabouts import Where
from banso.replies import Replies
from domain.shared.actors import Actor
from domain.shared.values import StreamReference

__all__ = [
    "BansoClient",
    "Hit",
    "InboxRow",
    "LedgerEntry",
    "Outcome",
    "OverviewRow",
    "ProjectBoard",
    "ProjectFigures",
    "RadarRow",
    "Report",
    "Suggestion",
    "SurveySummary",
    "TimelineEntry",
    "Where",
    "new_id",
]


def new_id() -> str:
    """A random, opaque id for a stream or a command."""
    return uuid_utils.uuid7().hex


@dataclass(frozen=True)
class BansoClient:
    """What web and command line work with."""

    handler: CommandHandler
    queries: Queries
    decisions: Decisions
    replies: Replies
    accompaniment: Accompaniment

    async def send(
        self,
        tenant: str,
        actor: Actor,
        stream: StreamReference,
        command: dict[str, Any],
        *,
        command_id: str | None = None,
        dry_run: bool = False,
    ) -> Outcome:
        """Send one command; without a `command_id` it gets one, and a repetition counts as another command.

        Raises:
            DomainError: the command is refused, or its envelope is malformed; nothing was changed.
        """
        try:
            envelope = CommandEnvelope(
                command_id=command_id or new_id(), tenant=tenant, stream=stream, actor=actor, command=command
            )
        except ValidationError as error:
            raise explain_validation(error) from None
        if says_anew(stream, command):
            # Only what would be accepted is compared: whoever may not send it learns nothing, and a repetition counts.
            tried = await self.handler.send(envelope, dry_run=True)
            if not tried.repeated:
                await require_change(self.queries, tenant, stream, command)
        return await self.handler.send(envelope, dry_run=dry_run)

    async def report(
        self, tenant: str, *, service: str | None = None, since: date | None = None, until: date | None = None
    ) -> Report:
        """The regional report, of one service or of all of a tenant (see `Queries.report`).

        Raises:
            NotFound: there is no such service in this tenant, or none at all.
        """
        now = self.handler.clock.now()
        return await self.queries.report(tenant, now=now, service=service, since=since, until=until)

    async def consultations(
        self, tenant: str, *, engagement: str | None = None, service: str | None = None
    ) -> list[ProjectBoard]:
        """How projects stand with their problems now (see `Queries.consultations`).

        Raises:
            NotFound: there is no such engagement or service in this tenant.
        """
        now = self.handler.clock.now()
        return await self.queries.consultations(tenant, now=now, engagement=engagement, service=service)

    async def where(self, tenant: str, person: str, on: date, known_on: date | None = None) -> Where:
        """Where somebody was on a day, as it is known now, or as it was known on another day.

        Raises:
            NotFound: there is no such person in this tenant.
            DomainError: nothing was known of them by then, or that day is still to come.
        """
        return await self.queries.where(tenant, person, on, known_on, now=self.handler.clock.now())
