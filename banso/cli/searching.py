"""`banso search`: find what somebody remembers only a word of."""

from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from banso.cli.errors import wrong_usage
from banso.cli.help import described
from banso.cli.output import USUAL, Table, View, write_json
from banso.cli.session import WHOSE, Tenant, ask, found_in
from banso.cli.texts import say
from banso.cli.words import STAGES, word

if TYPE_CHECKING:
    from banso.client import Hit

LONGEST_TEXT = 200


@described(
    say(
        "番号・題名・受入企業・テーマ・地域から探します。言葉をいくつか書くと、すべてを含むものだけになります。"
        "個人の名前や文は探しません。",
        "Looks at ids, titles, hosts, themes and regions. Several words must all be there. Names of people and what "
        "they wrote are not looked at.",
    ),
    "banso search 飛騨",
    "banso search 岐阜 旗 --json",
)
def search(
    *text: Annotated[str, Parameter(name="TEXT", help=say("探す言葉", "What to look for"))],
    whose: Tenant = WHOSE,
    view: View = USUAL,
) -> None:
    """Find streams."""
    tenant, wanted = whose.id, " ".join(text).strip()
    if not wanted or len(wanted) > LONGEST_TEXT or "\0" in wanted:
        raise wrong_usage(
            "text-invalid",
            say("探す言葉がないか、長すぎます。", "There is nothing to look for, or too much."),
            say(
                f"{LONGEST_TEXT} 文字までで書いてください。",
                f"Write a word or some, {LONGEST_TEXT} characters at most.",
            ),
            "TEXT",
        )
    hits = ask(lambda client: found_in(client, whose, client.queries.search(tenant, wanted)))
    if view.json:
        write_json({"found": hits})
    else:
        _write(hits, tenant, wanted, view)


def _write(hits: "list[Hit]", tenant: str, wanted: str, view: View) -> None:
    headings = (
        say("記録", "Stream"),
        say("段階", "Stage"),
        say("地域", "Region"),
        say("企業", "Host"),
        say("題名", "Title"),
    )
    rows = [(one.stream, word(STAGES, one.stage), one.region or "", one.host or "", one.title) for one in hits]
    nothing = say(
        f"地域 {tenant} に「{wanted}」を含むものはありません。`banso list` で一覧を見られます。",
        f"Nothing in tenant {tenant} holds {wanted!r}. `banso list` shows what there is.",
    )
    Table(headings, rows, nothing, title_last=True).write(view)
