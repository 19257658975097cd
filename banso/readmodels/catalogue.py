"""Every read model, as audits and rebuilding know it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from banso.eventstore.audit import verify
from banso.eventstore.findings import Counted, Derived, Findings, Row
from banso.readmodels.inline import OVERVIEW_COLUMNS, WAIT_COLUMNS, overview_row, wait_rows
from banso.readmodels.report_facts import REPORT_FACTS
from banso.readmodels.service_counts import COUNTED_KINDS, ServiceCounts
from domain.shared.decider import Aggregate


def _overview(tenant: str, stream: str, version: int, aggregate: Aggregate, state: Any) -> list[Row]:
    return [overview_row(tenant, stream, version, aggregate, state)]


def _waits(tenant: str, stream: str, _: int, __: Aggregate, state: Any) -> list[Row]:
    return wait_rows(tenant, stream, state)


DERIVED = (Derived("overviews", OVERVIEW_COLUMNS, _overview), Derived("waits", WAIT_COLUMNS, _waits))

SERVICE_COUNTS = Counted(
    name="service_counts",
    subscriber=ServiceCounts.name,
    columns=("service", "event_type"),
    group=("overviews.service", "events.type"),
    counted=f"overviews.kind IN {COUNTED_KINDS!r} AND overviews.service IS NOT NULL",
)

READ_MODELS = (*(model.name for model in DERIVED), SERVICE_COUNTS.name, REPORT_FACTS.name)
"""The names under which read models can be rebuilt."""


def _silent(_: int, __: int) -> None:
    return


async def audit(
    conninfo: str,
    *,
    tenant: str | None = None,
    anchors: Path | None = None,
    progress: Callable[[int, int], None] = _silent,
) -> Findings:
    """Look at everything, read models included, and name each damage; nothing is changed (see `verify`).

    `conninfo` is the owner's, or the application's with a `tenant`; `anchors` is the anchor directory;
    `progress` is told (streams looked at, of how many).
    """
    return await verify(
        conninfo,
        tenant=tenant,
        anchors=anchors,
        derived=DERIVED,
        counted=(SERVICE_COUNTS,),
        collected=(REPORT_FACTS,),
        progress=progress,
    )
