"""`banso send`: one command, and its receipt in words."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from banso.cli.errors import Problem, wrong_usage
from banso.cli.fields import command_model, read_fields, read_file, read_json
from banso.cli.help import described
from banso.cli.output import USUAL, View, write, write_json
from banso.cli.receipts import in_words
from banso.cli.session import MYSELF, WHOSE, Acting, Tenant, ask, stream_of, unseen
from banso.cli.texts import language, say
from banso.inputs import parse_command
from domain.shared.refusals import DomainError, NotFound
from domain.shared.values import StreamReference

if TYPE_CHECKING:
    from banso.client import BansoClient, Outcome

LONGEST_COMMAND_ID = 200


@Parameter(name="*")
@dataclass(frozen=True)
class Manner:
    """How a command is sent; every command that changes something takes these."""

    command_id: Annotated[
        str | None,
        Parameter(
            help=say("受付番号。同じ番号は何度送っても一度だけ", "Its id: sent again under one id, it counts once")
        ),
    ] = None
    dry_run: Annotated[
        bool, Parameter(negative="", help=say("試すだけで、何も変えません", "Only try it: nothing is changed"))
    ] = False


MANNER = Manner()


@described(
    say(
        "プログラムのために、コマンドを一つ送ります。人には手順ごとのコマンド(banso posting publish など)が便利です。"
        "起きたこと・次に誰が何をするか・誰に知らせるかを示します。コマンドと項目は "
        "`banso commands` で分かります。断られたときは、何も変わりません。",
        "Sends one command, for programs; people have a command for every step, such as banso posting publish. "
        "It says what happened, who must act next, and who is told. `banso commands` shows "
        "the commands and their fields. A refusal changes nothing.",
    ),
    "banso send engagement:a SelectParticipant --participation a1 --dry-run",
    "banso send participation:a1 RecordInterview --held-on 2026-12-01 --note ...",
    "banso send engagement:a PublishPosting --command-id publish-a",
    'echo \'{"type": "PublishPosting"}\' | banso send engagement:a --file -',
)
def send(
    stream: Annotated[str, Parameter(help=say("記録(種類:番号)", "Stream, as kind:id"))],
    /,
    *words: Annotated[
        str,
        Parameter(
            name="COMMAND",
            allow_leading_hyphen=True,
            help=say("コマンドの名前、続けて --項目 値", "The command's type, then --field value"),
        ),
    ],
    data: Annotated[str | None, Parameter(help=say("コマンドを JSON で", "The command as JSON"))] = None,
    file: Annotated[
        str | None,
        # A lonely hyphen is a value here.
        Parameter(
            allow_leading_hyphen=True,
            help=say("JSON のファイル、- は標準入力", "A file with JSON; - is standard input"),
        ),
    ] = None,
    manner: Manner = MANNER,
    myself: Acting = MYSELF,
    whose: Tenant = WHOSE,
    view: View = USUAL,
) -> None:
    """Send one command."""
    reference = stream_of(stream)
    send_one(reference, _command(reference, list(words), data, file), manner, myself, whose, view)


def send_one(
    reference: StreamReference, command: dict[str, Any], manner: Manner, myself: Acting, whose: Tenant, view: View
) -> None:
    """Send a command and tell what came of it.

    Raises:
        DomainError: it is refused; nothing was changed.
        Problem: it cannot be understood, or nothing runs that could take it.
    """
    tenant, actor = whose.id, myself.actor
    command_id, dry_run = manner.command_id, manner.dry_run
    parse_command(reference.kind, command)
    _check_command_id(command_id)

    async def question(client: "BansoClient") -> "tuple[Outcome, bool]":
        try:
            sent = await client.send(tenant, actor, reference, command, command_id=command_id, dry_run=dry_run)
        except DomainError as error:
            raise await _explained(client, tenant, reference, error) from None
        return sent, not dry_run and await _begins_region(client, tenant, sent)

    outcome, begins = ask(question)
    if view.json:
        answer = {"dry_run": dry_run, "repeated": outcome.repeated, "not_yet_passed_on": outcome.not_yet_passed_on}
        passed_on = [one.model_dump(mode="json") for one in outcome.passed_on]
        write_json({**answer, "receipt": outcome.receipt.model_dump(mode="json"), "passed_on": passed_on})
    else:
        write(in_words(outcome, dry_run=dry_run, since=command.get("since")))
        if begins:
            write(say(f"地域「{tenant}」は、ここから始まります。", f"The region {tenant} begins with this."))


async def _begins_region(client: "BansoClient", tenant: str, sent: "Outcome") -> bool:
    """Whether a command's stream is the first of its region; only a stream that is new itself can be."""
    new = not sent.repeated and len(sent.receipt.events) == sent.receipt.version
    return new and len(await client.queries.overviews(tenant, limit=2)) == 1


def _command(reference: StreamReference, words: list[str], data: str | None, file: str | None) -> dict[str, Any]:
    """What is to be sent, from whichever of the three ways it was written.

    Raises:
        Problem: it is written in two ways at once, or in none.
    """
    type_ = words.pop(0) if words and not words[0].startswith("-") else None
    given = [
        where for where, value in (("--data", data), ("--file", file), ("--field", words or None)) if value is not None
    ]
    if len(given) > 1:
        raise wrong_usage(
            "usage",
            say(f"{' と '.join(given)} は一緒に使えません。", f"{' and '.join(given)} exclude each other."),
            say("どれか一つで書いてください。", "Write the command in one way."),
        )
    if data is not None or file is not None:
        command = read_json(data, "--data") if data is not None else read_json(read_file(file or "-"), f"--file {file}")
        return _typed(reference, command, type_)
    model = command_model(reference.kind, _required(type_, reference))
    return {"type": model.__name__, **read_fields(model, words)}


def _typed(reference: StreamReference, command: dict[str, Any], type_: str | None) -> dict[str, Any]:
    own = command.get("type", type_)
    if type_ is not None and own != type_:
        raise wrong_usage(
            "type-differs",
            say(
                f"コマンドが二通りに書かれています({type_} と {own})。",
                f"It says {type_} in one place and {own} in the other.",
            ),
            say("どちらかにしてください。", "Write one of them."),
            "type",
        )
    command_model(reference.kind, _required(own if isinstance(own, str) else None, reference))
    return {**command, "type": own}


def _required(type_: str | None, reference: StreamReference) -> str:
    if type_ is None:
        raise wrong_usage(
            "type-missing",
            say("何を送るかが書かれていません。", "It does not say which command."),
            say(
                f"`banso commands {reference.kind}` で選び、`banso send {reference.key} 名前 --項目 値` と書きます。",
                f"`banso commands {reference.kind}` lists them. Write `banso send {reference.key} TYPE --field value`.",
            ),
            "type",
        )
    return type_


def _check_command_id(command_id: str | None) -> None:
    from pydantic import TypeAdapter, ValidationError

    from domain.shared.values import CommandId

    try:
        TypeAdapter(CommandId | None).validate_python(command_id)
    except ValidationError:
        raise wrong_usage(
            "command-id-invalid",
            say("受付番号として使えない文字があります。", "This cannot be a command's id."),
            say(
                f"英数字で始め、英数字と : . _ / - で {LONGEST_COMMAND_ID} 文字までです。",
                f"It begins with a letter or digit and has letters, digits and : . _ / - only; {LONGEST_COMMAND_ID} at "
                "most.",
            ),
            "--command-id",
        ) from None


async def _explained(
    client: "BansoClient", tenant: str, reference: StreamReference, error: DomainError
) -> DomainError | Problem:
    """The refusal; where the stream is not there, with one that has a similar name."""
    if not isinstance(error, NotFound) and error.code != f"{reference.kind}-unknown":
        return error
    try:
        await client.queries.show(tenant, reference)
    except NotFound:
        return await unseen(client, tenant, reference, error.wrong.of(language()))
    return error
