"""`banso mail receive`: what a mail server pipes in."""

import sys

from banso.cli.errors import OK, REFUSED, UNAVAILABLE, problem_of, report
from banso.cli.help import described
from banso.cli.output import USUAL, View, advise, write, write_json
from banso.cli.session import ask, present_settings
from banso.cli.texts import say

TRY_AGAIN = 75
"""EX_TEMPFAIL: mail servers keep the mail and hand it over again."""

NO_SUCH_USER = 67
"""EX_NOUSER: mail servers tell the sender that there is no such address."""


@described(
    say(
        "メールサーバーがパイプで渡す一通(RFC 5322)を標準入力から受け取り、報告や返事として記録します。"
        "同じメールは一度だけ数えます。使えないときの終了コードは 75(サーバーが後でもう一度渡します)、"
        "返信を待っていない宛先では 67 です。",
        "Takes one mail (RFC 5322) from standard input as the report or answer that it is; for mail servers, which "
        "pipe it in. The same mail counts once. The exit code is 75 while it cannot be taken (the server hands it over "
        "again), and 67 for an address at which no reply is awaited.",
    ),
    "banso mail receive < mail.eml",
)
def receive(*, view: View = USUAL) -> int:
    """Take one mail that came in."""
    try:
        return _receive(sys.stdin.buffer.read(), view)
    except Exception as error:
        problem = problem_of(error)
        if problem is None:
            raise
        code = report(problem, view.json)
        return {UNAVAILABLE: TRY_AGAIN, REFUSED: NO_SUCH_USER}.get(code, code)


def _receive(raw: bytes, view: View) -> int:
    settings = present_settings()
    received = ask(lambda client: client.replies.receive(raw, settings.mail_from))
    if received.answer is not None:
        import asyncio

        from banso.mail import Mailer

        mailer = Mailer(settings.smtp_url or "smtp://127.0.0.1:25", settings.mail_from)
        asyncio.run(mailer.send(received.answer))
    if view.json:
        answer = {"standing": received.standing, "note": received.note}
        receipt = received.outcome.receipt.model_dump(mode="json") if received.outcome else None
        write_json({**answer, "receipt": receipt})
        return OK
    words = {
        "accepted": say("受け取りました。", "Taken."),
        "ignored": say("自動で送られたメールなので、そのままにしました。", "A program sent it, so it was left alone."),
        "answered": say("受け取れなかったので、ご本人に返信しました。", "It could not be taken; its writer was told."),
    }
    write(words[received.standing])
    if received.note:
        advise(received.note)
    return OK
