"""What is said anew has to be new: compared here, at an edge, since the rules never read what people wrote (ADR 3)."""

from typing import Any

from banso.readmodels.queries import Queries
from domain.service.pivot.commands import ChangeServicePremise
from domain.shared.refusals import refusal
from domain.shared.values import StreamReference, checked_prose


def says_anew(stream: StreamReference, command: dict[str, Any]) -> bool:
    """Whether a command replaces words that people wrote, so that the same words again would change nothing."""
    return stream.kind == "service" and command.get("type") == ChangeServicePremise.__name__


async def require_change(queries: Queries, tenant: str, stream: StreamReference, command: dict[str, Any]) -> None:
    """Refuse to change a premise into what is believed already; it is known to be there.

    Raises:
        DomainError: it is worded as before.
    """
    _, service = await queries.show(tenant, stream)
    if service.pivot.premises[command["premise"]].now.believed.text != checked_prose(command["believed"]):
        return
    raise refusal(
        "premise-unchanged",
        wrong=("前提が、いま記録されている言葉と同じです。", "This is what is believed already, word for word."),
        right=(
            "変わっていなければ KeepServicePremise で記録し、変わったときは新しい言葉で書いてください。",
            "Word it anew; where it still holds, record that with KeepServicePremise.",
        ),
        field="believed",
    )
