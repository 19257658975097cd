"""`banso login`, `banso logout`, `banso whoami`: whose data commands are about, and in whose name they act."""

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from banso.cli.columns import pairs
from banso.cli.errors import Problem, did_you_mean, nothing_changed, wrong_usage
from banso.cli.help import described
from banso.cli.output import USUAL, Table, View, advise, write, write_json
from banso.cli.profile import Profile, forget_profile, write_profile
from banso.cli.session import MYSELF, WHOSE, Acting, Tenant, actor_of, ask
from banso.cli.texts import say
from banso.cli.words import ROLES, word

if TYPE_CHECKING:
    from banso.client import BansoClient
    from domain.shared.actors import Actor

MOST_STREAMS = 200


@dataclass(frozen=True)
class Choice:
    """Somebody as whom one may work."""

    role: str
    person: str
    name: str

    @property
    def actor(self) -> str:
        """As --as takes it."""
        return f"{self.role}:{self.person}"


@described(
    say(
        "どの地域で、誰として、どの役割で作業するかを覚えます。--as がなければ一覧から選べます。"
        "手元の環境のためのもので、本人であることの証明にはなりません。"
        "--tenant・--as や BANSO_TENANT・BANSO_AS が優先されます。",
        "Keeps in which tenant, as whom and in which role you work. Without --as it lets you choose from a list. It is "
        "for a local stack and proves nothing. --tenant and --as, BANSO_TENANT and BANSO_AS go before it.",
    ),
    "banso login",
    "banso login --tenant gifu --as coordinator:coordinator",
    "banso login --tenant gifu --as president-a --role company",
)
def login(
    *,
    role: Annotated[
        str | None, Parameter(help=say("役割(--as に人だけを書いたとき)", "Role, where --as names a person only"))
    ] = None,
    myself: Acting = MYSELF,
    whose: Tenant = WHOSE,
    view: View = USUAL,
) -> None:
    """Keep a profile."""
    tenant = whose.id
    chosen = _named(myself, role) or _asked(tenant, view)
    actor = actor_of(chosen)
    name = ask(lambda client: _name_of(client, tenant, actor))
    file = write_profile(Profile(tenant, chosen))
    if view.json:
        write_json({"profile": {"tenant": tenant, "role": actor.role.value, "person": actor.person, "file": str(file)}})
        return
    write(
        say(
            f"これからは地域 {tenant} で、{word(ROLES, actor.role.value)} {name}({actor.person})として作業します。",
            f"From now on you work in tenant {tenant} as {word(ROLES, actor.role.value)} {name} ({actor.person}).",
        )
    )


def _named(myself: Acting, role: str | None) -> str | None:
    """Who is named by the options; None where nobody is."""
    if role is None:
        return myself.as_
    person = (myself.as_ or "").rpartition(":")[2]
    if not person:
        raise wrong_usage(
            "actor-invalid",
            say("誰としてか、人が書かれていません。", "It does not say as which person."),
            say(
                f"例えば `--as coordinator --role {role}` です。",
                f"Write, for example, `--as coordinator --role {role}`.",
            ),
            "--as",
        )
    return f"{role}:{person}"


async def _name_of(client: "BansoClient", tenant: str, actor: "Actor") -> str:
    """The name of a person who is registered; the operator needs no registration.

    Raises:
        Problem: there is no such person in this tenant; a close one is suggested.
    """
    from banso.cli.session import unseen
    from domain.shared.refusals import NotFound
    from domain.shared.values import StreamReference

    if actor.role.value in ("operator", "system"):
        return actor.person
    stream = StreamReference(kind="person", id=actor.person)
    try:
        await client.queries.show(tenant, stream)
    except NotFound:
        wrong = say(
            f"地域 {tenant} に、{actor.person} という人はまだ登録されていません。",
            f"Nobody is registered as {actor.person} in tenant {tenant}.",
        )
        problem = await unseen(client, tenant, stream, wrong)
        first = f"banso person register {actor.person} --tenant {tenant} --name ... --email ..."
        problem.right += say(
            f"新しい地域なら、先に `{first}` と登録します。", f" In a new region, register first: `{first}`."
        )
        raise problem from None
    return (await client.queries.names(tenant, [actor.person])).get(actor.person, actor.person)


def _asked(tenant: str, view: View) -> str:
    """Who is chosen from a list.

    Raises:
        Problem: there is nobody to ask, nobody to choose, or what was typed is not in the list.
    """
    if not sys.stdin.isatty() or view.json:
        raise wrong_usage(
            "actor-missing",
            say("誰として作業するかが書かれていません。", "It does not say as whom you work."),
            say("例えば `--as coordinator:coordinator` です。", "Write, for example, `--as coordinator:coordinator`."),
            "--as",
        )
    found = ask(lambda client: choices(client, tenant))
    _write_choices(found, tenant, view)
    sys.stderr.write(say("番号または 役割:人 を入力してください: ", "Type a number, or role:person: "))
    sys.stderr.flush()
    return _chosen(sys.stdin.readline().strip(), found)


def _write_choices(found: list[Choice], tenant: str, view: View) -> None:
    rows = [(str(number), word(ROLES, one.role), one.name, one.actor) for number, one in enumerate(found, start=1)]
    headings = (say("番号", "No."), say("役割", "Role"), say("名前", "Name"), "--as")
    nobody = say(f"地域 {tenant} には、まだ誰もいません。", f"There is nobody in tenant {tenant} yet.")
    Table(headings, rows, nobody).write(view)


def _chosen(typed: str, found: list[Choice]) -> str:
    if typed.isascii() and typed.isdigit() and 1 <= int(typed) <= len(found):
        return found[int(typed) - 1].actor
    if ":" in typed:
        return typed
    raise Problem(
        "choice-unknown",
        say(f"「{typed}」は一覧にありません。", f"{typed!r} is not in the list."),
        did_you_mean(typed, [one.actor for one in found])
        or say("番号か 役割:人 で答えてください。", "Answer with a number or with role:person."),
        2,
        outcome=nothing_changed(),
    )


async def choices(client: "BansoClient", tenant: str) -> list[Choice]:
    """Everybody who belongs to a service, an engagement or a participation of a tenant, in each of their roles."""
    from domain.aggregates import AGGREGATES
    from domain.shared.values import StreamReference

    people = [row.stream.partition(":")[2] for row in await client.queries.overviews(tenant, kind="person")]
    pairs_found: set[tuple[str, str]] = set()
    for kind in ("service", "engagement", "participation", "membership"):
        for row in await client.queries.overviews(tenant, kind=kind, limit=MOST_STREAMS):
            _, state = await client.queries.show(tenant, StreamReference.parse(row.stream))
            relations = AGGREGATES[kind].relations
            pairs_found |= {(role.value, person) for person in people for role in relations(state, person)}
    names = await client.queries.names(tenant, [person for _, person in pairs_found])
    order = list(ROLES)
    chosen = sorted(pairs_found, key=lambda one: (order.index(one[0]), one[1]))
    return [Choice(role, person, names.get(person, person)) for role, person in chosen]


@described(say("覚えたプロフィールを消します。", "Forgets the profile that `banso login` kept."), "banso logout")
def logout(*, view: View = USUAL) -> None:
    """Forget the profile."""
    was_there = forget_profile()
    if view.json:
        write_json({"forgotten": was_there})
    elif was_there:
        write(say("プロフィールを消しました。", "The profile is forgotten."))
    else:
        advise(say("プロフィールはありませんでした。", "There was no profile."))


@described(
    say(
        "どの地域で、誰として作業しているか、それがどこで決まったかを示します。動いていなくても使えます。",
        "In which tenant and as whom you work, and what says so. Needs nothing that runs.",
    ),
    "banso whoami",
    "banso whoami --json",
)
def whoami(*, myself: Acting = MYSELF, whose: Tenant = WHOSE, view: View = USUAL) -> None:
    """Tenant and person in use."""
    tenant, actor = whose.id, myself.actor
    if view.json:
        told = {"tenant": tenant, "role": actor.role.value, "person": actor.person}
        write_json({"whoami": {**told, "tenant_from": whose.origin, "actor_from": myself.origin}})
        return
    origins = {
        "option": say("指定", "option"),
        "environment": say("環境変数", "environment"),
        "profile": "banso login",
        "default": say("初期値", "usual value"),
    }
    who = f"{word(ROLES, actor.role.value)} {actor.person}"
    write(
        pairs(
            [
                (say("地域", "Tenant"), f"{tenant} ({origins[whose.origin]})"),
                (say("誰として", "As"), f"{who} ({origins[myself.origin]})"),
            ]
        )
    )
