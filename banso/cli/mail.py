"""`banso mail`: what the mail catcher has kept."""

from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from banso.cli.errors import NOT_FOUND, Problem, wrong_usage
from banso.cli.help import described, subcommands
from banso.cli.output import USUAL, Table, View, advise, moment, write, write_json
from banso.cli.receiving import receive
from banso.cli.texts import say

if TYPE_CHECKING:
    from banso.stack.caught_mail import CaughtMail

MOST_ROWS = 50
LATEST = "latest"


mail = subcommands(
    "mail",
    say(
        "内蔵のメール受け止めに届いたメールを見て、届いたメールを受け取ります。",
        "Mails that the embedded catcher has kept, and mails that come in.",
    ),
    "banso mail",
    "banso mail receive < mail.eml",
)
mail.command(receive)


@mail.default
@described(
    say(
        "内蔵のメール受け止めに届いたメールの一覧、または一通を示します。SMTP_URL を使うときは、そこへ送られます。",
        "Lists the mails that the embedded catcher has kept, or shows one. With SMTP_URL they are sent there instead.",
    ),
    "banso mail",
    "banso mail 3",
    "banso mail latest",
)
def caught_mail(
    number: Annotated[
        str | None, Parameter(help=say("何通目か、または latest", "Which one: its number, or latest"))
    ] = None,
    /,
    *,
    view: View = USUAL,
) -> None:
    """Mails that were caught."""
    from banso.settings import Settings
    from banso.stack.caught_mail import list_mail
    from banso.stack.data_directory import DataDirectory

    settings = Settings.from_environment()
    caught = list_mail(DataDirectory(settings.data_directory).mail)
    if settings.smtp_url is not None:
        advise(
            say(
                "SMTP_URL があるので、新しいメールはそのサーバーへ送られます。",
                "SMTP_URL is set: new mails go to that server.",
            )
        )
    if number is None:
        _list(caught, view)
        return
    place = _place(number, len(caught))
    found = caught[place - 1]
    if view.json:
        write_json({"mail": _as_json(place, found, whole=True)})
    else:
        write(_whole(found))


def _list(caught: "list[CaughtMail]", view: View) -> None:
    if view.json:
        write_json({"mails": [_as_json(number, one, whole=False) for number, one in enumerate(caught, start=1)]})
        return
    latest = list(enumerate(caught, start=1))[-MOST_ROWS:]
    headings = (say("番号", "No."), say("日時", "At"), say("宛先", "To"), say("件名", "Subject"))
    rows = [(str(number), moment(one.received_at), "\n".join(one.to), one.subject) for number, one in latest]
    Table(headings, rows, say("メールはまだありません。", "There are no mails yet."), title_last=True).write(view)
    if len(caught) > MOST_ROWS:
        advise(
            say(f"全 {len(caught)} 通のうち最新の {MOST_ROWS} 通です。", f"The latest {MOST_ROWS} of {len(caught)}.")
        )


def _place(number: str, count: int) -> int:
    if number == LATEST and count:
        return count
    if number != LATEST and not (number.isascii() and number.isdigit()):
        wrong = say(f"「{number}」は番号ではありません。", f"{number!r} is no number.")
        raise wrong_usage(
            "number-invalid",
            wrong,
            say("例えば `banso mail 3` です。", "Write, for example, `banso mail 3`."),
            "NUMBER",
        )
    if number != LATEST and 1 <= int(number) <= count:
        return int(number)
    raise Problem(
        "not-found",
        say(f"{number} 通目のメールはありません。", f"There is no mail {number}."),
        say(f"今は {count} 通あります。", f"There are {count} now."),
        NOT_FOUND,
        "NUMBER",
    )


def _whole(found: "CaughtMail") -> str:
    lines = [
        f"{say('宛先', 'To')}: {', '.join(found.to)}",
        f"{say('件名', 'Subject')}: {found.subject}",
        f"{say('日時', 'At')}: {moment(found.received_at)}",
        f"Message-ID: {found.message_id}",
    ]
    return "\n".join([*lines, "", found.text.rstrip()])


def _as_json(number: int, found: "CaughtMail", *, whole: bool) -> dict[str, Any]:
    values = found.model_dump(mode="json", exclude=set() if whole else {"text", "html"})
    return {"number": number, **values}
