"""Writing the terms of a contract down, as a readable text whose hash both sides sign."""

from datetime import date
from functools import partial

import orjson
from psycopg import AsyncConnection
from temporalio import activity

from activities.contracts import RENDER_CONTRACT, EffectsDue
from activities.performing import NeverWorks, NothingToDo, Performer, Reach
from activities.results import Results
from banso.eventstore.documents import Documents
from banso.eventstore.effects import LedgerEntry
from banso.eventstore.reading import read_head
from banso.eventstore.sealing import KeyRing
from domain.engagement.aggregate import ENGAGEMENT
from domain.legal.terms import StatementOfTerms, statement_text
from domain.participation.aggregate import PARTICIPATION
from domain.participation.commands import RecordContractRendered
from domain.participation.state import Participation
from domain.person.aggregate import PERSON
from domain.shared.effects import RenderContract
from domain.shared.periods import local_date


class ContractDocuments:
    """Writes documents; the same terms always give the same bytes."""

    def __init__(
        self,
        performer: Performer,
        keys: KeyRing,
        documents: Documents,
        results: Results,
    ) -> None:
        self._performer = performer
        self._keys = keys
        self._documents = documents
        self._results = results

    @activity.defn(name=RENDER_CONTRACT)
    async def render_contract(self, batch: EffectsDue) -> None:
        """Write each, keep it sealed, and send its hash back as a command."""
        await self._performer.perform(batch, self._prepare)

    async def _prepare(self, connection: AsyncConnection, tenant: str, entry: LedgerEntry) -> Reach:
        effect = RenderContract.model_validate(entry.payload)
        participation, name, payment_days = await self._parties(connection, tenant, entry.stream)
        if participation.draft is None or participation.draft.round != effect.round:
            raise NothingToDo("a later round has taken its place")
        if name is None:
            raise NeverWorks("the contractor's name was erased")
        on = local_date(entry.created_at, participation.time_zone)
        text = self._text(participation, name, payment_days, on)
        digest = await self._documents.keep(
            connection, tenant, entry.stream, participation.person, text.encode(), entry.created_at
        )
        return partial(self._record, tenant, entry, RecordContractRendered(round=effect.round, document=digest))

    async def _record(self, tenant: str, entry: LedgerEntry, command: RecordContractRendered) -> None:
        await self._results.send(tenant, entry, command)

    async def _parties(
        self, connection: AsyncConnection, tenant: str, stream: str
    ) -> tuple[Participation, str | None, int]:
        """The participation, opened, with its participant's name and the days until payment."""
        head = await read_head(connection, tenant, stream, PARTICIPATION)
        if head is None:
            raise NeverWorks("what the contract is about is gone")
        engagement = await read_head(connection, tenant, f"engagement:{head[1].engagement}", ENGAGEMENT)
        person = await read_head(connection, tenant, f"person:{head[1].person}", PERSON)
        if engagement is None or person is None:
            raise NeverWorks("what the contract is about is gone")
        tree = [orjson.loads(one[1].model_dump_json()) for one in (head, person)]
        await self._keys.open(connection, tenant, tree)
        return Participation.model_validate(tree[0]), tree[1]["name"]["text"], engagement[1].payment_days

    @staticmethod
    def _text(participation: Participation, name: str, payment_days: int, on: date) -> str:
        contract = participation.draft
        if contract is None:
            raise NeverWorks("no terms were offered")
        terms = contract.terms
        return statement_text(
            StatementOfTerms(
                client=participation.host,
                contractor=name,
                commissioned_on=on,
                title=participation.title,
                work=terms.work.shown("ja"),
                fee=terms.fee,
                weekly_hours=terms.weekly_hours,
                starts_on=terms.starts_on,
                ends_on=terms.ends_on,
                place=terms.place,
                payment_days=payment_days,
                round=contract.round,
            )
        )
