"""`banso document` and `banso links`: what is to be signed, and links that are to be worth nothing."""

from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from banso.cli.errors import NOT_FOUND, Problem, nothing_changed, wrong_usage
from banso.cli.help import described, subcommands
from banso.cli.output import USUAL, View, advise, write, write_json
from banso.cli.session import WHOSE, Tenant, ask, seen, stream_of
from banso.cli.texts import say

if TYPE_CHECKING:
    from banso.client import BansoClient


@described(
    say("参加の、今の契約書を示します。", "Shows the present contract of a participation."),
    "banso document a1",
)
def document(
    stream: Annotated[str, Parameter(help=say("参加の番号", "Id of the participation"))],
    /,
    *,
    whose: Tenant = WHOSE,
    view: View = USUAL,
) -> None:
    """The document of a contract."""
    tenant, reference = whose.id, stream_of(stream if ":" in stream else f"participation:{stream}")
    if reference.kind != "participation":
        raise wrong_usage(
            "stream-invalid",
            say("契約書があるのは参加(participation)です。", "Contracts belong to participations."),
            say(
                "例えば `banso document participation:a1` です。",
                "Write, for example, `banso document participation:a1`.",
            ),
            "STREAM",
        )

    async def question(client: "BansoClient") -> tuple[str, str]:
        _, state = await seen(client, tenant, reference, client.queries.show(tenant, reference))
        if state.shown_document is None:
            raise _no_contract(reference.key)
        digest: str = state.shown_document
        return digest, (await client.queries.document(tenant, reference, digest)).decode()

    digest, text = ask(question)
    if view.json:
        write_json({"stream": reference.key, "document": {"sha256": digest, "text": text}})
    else:
        write(f"{text.rstrip()}\n\nSHA-256 {digest}")
        sign = f"banso contract sign {reference.id} --side participant|company --document {digest}"
        advise(say(f"この内容に署名するには: {sign}", f"To sign exactly this: {sign}"))


def _no_contract(key: str) -> Problem:
    return Problem(
        "document-missing",
        say(f"{key} の契約書はまだありません。", f"{key} has no contract yet."),
        say("条件は `banso contract offer` で示します。", "`banso contract offer` makes one."),
        NOT_FOUND,
        outcome=nothing_changed(),
    )


links = subcommands(
    "links",
    say("メールで送った決定リンクを扱います。", "Decision links that were mailed."),
    "banso links revoke engagement:a m1.1",
)


@links.command
@described(
    say(
        "ある決定についてのリンクを、すべて使えなくします。対象は 成果.納品回 です(例 m1.1)。",
        "Makes all links on one decision worthless. The subject is milestone.delivery, for example m1.1.",
    ),
    "banso links revoke engagement:a m1.1",
)
def revoke(
    stream: Annotated[str, Parameter(help=say("記録(種類:番号)", "Stream, as kind:id"))],
    subject: Annotated[str, Parameter(help=say("対象(成果.納品回)", "Subject, as milestone.delivery"))],
    /,
    *,
    whose: Tenant = WHOSE,
    view: View = USUAL,
) -> None:
    """Make links worthless."""
    tenant, reference = whose.id, stream_of(stream)

    async def question(client: "BansoClient") -> int:
        await seen(client, tenant, reference, client.queries.show(tenant, reference))
        return await client.decisions.revoke(tenant, reference, subject)

    count = ask(question)
    if view.json:
        write_json({"stream": reference.key, "subject": subject, "revoked": count})
    elif count:
        write(say(f"リンク {count} 件を使えなくしました。", f"{count} link{'' if count == 1 else 's'} revoked."))
    else:
        write(
            say(
                "使えるリンクはありませんでした。何も変更されていません。",
                "There were no such links. Nothing was changed.",
            )
        )
