"""Finding out whether somebody may do this work where they live."""

from datetime import datetime
from functools import partial

from psycopg import AsyncConnection
from psycopg.rows import scalar_row
from temporalio import activity

from activities.contracts import CHECK_WORK_PERMISSION, EffectsDue
from activities.performing import NeverWorks, Performer, Reach
from activities.results import Results
from banso.clock import Clock
from banso.eventstore.effects import LedgerEntry
from banso.eventstore.reading import read_head
from domain.legal.work_permission import KnownPermit, assess
from domain.participation.aggregate import PARTICIPATION
from domain.participation.commands import RecordPermissionCheck
from domain.person.aggregate import PERSON
from domain.person.state import Person
from domain.shared.effects import CheckWorkPermission
from domain.shared.periods import local_date

_ASKED = "SELECT occurred_at FROM banso.events WHERE tenant = %s AND stream = %s AND version = %s"


class WorkPermission:
    """Checks by rule; what no rule settles comes back as a question or as a review by a named human."""

    def __init__(self, performer: Performer, results: Results, clock: Clock) -> None:
        self._performer = performer
        self._results = results
        self._clock = clock

    @activity.defn(name=CHECK_WORK_PERMISSION)
    async def check_work_permission(self, batch: EffectsDue) -> None:
        """Check each and send what was found back as a command."""
        await self._performer.perform(batch, self._prepare)

    async def _prepare(self, connection: AsyncConnection, tenant: str, entry: LedgerEntry) -> Reach:
        effect = CheckWorkPermission.model_validate(entry.payload)
        person = await self._person(connection, tenant, entry)
        permits = [KnownPermit(country=one.country, valid_until=one.valid_until) for one in person.permits]
        today = local_date(await self._asked_at(connection, tenant, entry), person.time_zone)
        found = assess(person.residence, person.citizen_of, permits, today)
        command = RecordPermissionCheck(attempt=effect.attempt, outcome=found.outcome, grounds=found.grounds)
        return partial(self._record, tenant, entry, command)

    async def _record(self, tenant: str, entry: LedgerEntry, command: RecordPermissionCheck) -> str:
        await self._results.send(tenant, entry, command)
        return command.outcome

    async def _asked_at(self, connection: AsyncConnection, tenant: str, entry: LedgerEntry) -> datetime:
        """Now, and never before the check was asked for: a permit that ended then does not count, by any clock."""
        cursor = connection.cursor(row_factory=scalar_row)
        await cursor.execute(_ASKED, (tenant, entry.stream, entry.version))
        asked: datetime | None = await cursor.fetchone()
        return max(self._clock.now(), asked or self._clock.now())

    async def _person(self, connection: AsyncConnection, tenant: str, entry: LedgerEntry) -> Person:
        participation = await read_head(connection, tenant, entry.stream, PARTICIPATION)
        key = f"person:{participation[1].person}" if participation else ""
        person = await read_head(connection, tenant, key, PERSON)
        if person is None:
            raise NeverWorks("the person is not registered")
        found: Person = person[1]
        return found
