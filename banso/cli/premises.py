"""`banso premises` and `banso plan diff`: what people believe, and how versions of a plan differ."""

from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from banso.cli.errors import NOT_FOUND, Problem, nothing_changed, wrong_usage
from banso.cli.help import described
from banso.cli.ledger import as_json, believed, believers, in_words, people_of
from banso.cli.output import USUAL, View, advise, write, write_json
from banso.cli.session import WHOSE, Tenant, ask, seen, stream_of
from banso.cli.texts import language, say
from domain.engagement.premises.differences import of_versions
from domain.shared.values import StreamReference

if TYPE_CHECKING:
    from banso.client import BansoClient
    from domain.engagement.premises.state import Ledger
    from domain.engagement.state import Engagement
    from domain.service.state import Service

OF_ENGAGEMENT = say("プロジェクトの番号", "Id of the engagement")
OF_ENGAGEMENT_OR_SERVICE = say("プロジェクトの番号、または service:番号", "Id of the engagement, or service:id")


@described(
    say(
        "前提の台帳です。何を、誰が、いつから信じ、何が崩れ、そのために何が変わったか。双方の立場と計画の版も並びます。",
        "The ledger of premises: what was believed, by whom, since when, what fell, and what was changed because "
        "of it; with the positions of both sides and the versions of the plan.",
    ),
    "banso premises a",
    "banso premises service:trial",
    "banso premises engagement:a --json",
)
def premises(
    engagement: Annotated[str, Parameter(help=OF_ENGAGEMENT_OR_SERVICE)],
    /,
    *,
    whose: Tenant = WHOSE,
    view: View = USUAL,
) -> None:
    """The ledger of an engagement, or what a service believes."""
    if engagement.startswith("service:"):
        _of_service(stream_of(engagement), whose, view)
        return
    reference, state, names = _engagement_of(engagement, whose)
    if view.json:
        write_json({"stream": reference.key, "ledger": as_json(state.ledger), "names": names})
    else:
        _write(in_words(state.ledger, names, state.time_zone))


def _of_service(reference: "StreamReference", whose: Tenant, view: View) -> None:
    async def question(client: "BansoClient") -> "tuple[Service, dict[str, str]]":
        _, state = await seen(client, whose.id, reference, client.queries.show(whose.id, reference))
        return state, await client.queries.names(whose.id, believers(state.pivot))

    state, names = ask(question)
    if view.json:
        write_json(
            {"stream": reference.key, "premises": state.pivot.model_dump(mode="json")["premises"], "names": names}
        )
    else:
        _write(believed(state.pivot, names, state.time_zone))


def _write(told: str) -> None:
    if told:
        write(told)
    else:
        advise(say("台帳にはまだ何も書かれていません。", "Nothing is written in the ledger yet."))


@described(
    say(
        "計画の二つの版の違いです。版を書かなければ、最新の版とその前の版を比べます。",
        "How two versions of a plan differ; without versions, the last one and the one before it.",
    ),
    "banso plan diff a",
    "banso plan diff a 1 3",
)
def diff(
    engagement: Annotated[str, Parameter(help=OF_ENGAGEMENT)],
    first: Annotated[int | None, Parameter(help=say("前の版", "Earlier version"))] = None,
    second: Annotated[int | None, Parameter(help=say("後の版", "Later version"))] = None,
    /,
    *,
    whose: Tenant = WHOSE,
    view: View = USUAL,
) -> None:
    """How two versions of a plan differ."""
    reference, state, _ = _engagement_of(engagement, whose)
    ledger = state.ledger
    later = second if second is not None else ledger.version
    earlier = first if first is not None else later - 1
    _require_versions(reference.key, ledger, earlier, later)
    found = of_versions(ledger, earlier, later)
    if view.json:
        changes = [one.model_dump() for one in found]
        write_json({"stream": reference.key, "from": earlier, "to": later, "differences": changes})
    elif found:
        write("\n".join(one.of(language()) for one in found))
    else:
        advise(say("違いはありません。", "There is no difference."))


def _engagement_of(engagement: str, whose: Tenant) -> "tuple[StreamReference, Engagement, dict[str, str]]":
    tenant, reference = whose.id, stream_of(engagement if ":" in engagement else f"engagement:{engagement}")
    if reference.kind != "engagement":
        raise wrong_usage(
            "stream-invalid",
            say("台帳があるのはプロジェクト(engagement)です。", "Ledgers belong to engagements."),
            say("例えば `banso premises engagement:a` です。", "Write, for example, `banso premises engagement:a`."),
            "ENGAGEMENT",
        )

    async def question(client: "BansoClient") -> "tuple[Engagement, dict[str, str]]":
        _, state = await seen(client, tenant, reference, client.queries.show(tenant, reference))
        return state, await client.queries.names(tenant, people_of(state.ledger))

    state, names = ask(question)
    return reference, state, names


def _require_versions(key: str, ledger: "Ledger", *versions: int) -> None:
    missing = next((one for one in versions if str(one) not in ledger.plans), None)
    if missing is not None:
        known = ", ".join(ledger.plans) or "-"
        raise Problem(
            "version-missing",
            say(f"{key} の計画に第 {missing} 版はありません。", f"The plan of {key} has no version {missing}."),
            say(
                f"あるのは: {known}。`banso plan propose` で新しい版を示せます。",
                f"There are: {known}. `banso plan propose` makes one.",
            ),
            NOT_FOUND,
            outcome=nothing_changed(),
        )
