import asyncio
import shutil
import signal
import socket
from datetime import UTC, datetime
from email.message import EmailMessage
from email.mime.text import MIMEText
from pathlib import Path
from urllib.parse import urlsplit

import aiosmtplib
import pytest

from banso.stack.caught_mail import list_mail, read_mail
from banso.stack.errors import PortTakenError
from banso.stack.mail_catcher import MailCatcher
from banso.stack.waiting import poll

SUBJECT = "【伴走】中間報告の承認をお願いします(髙橋 様)"

RUN = """
import sys
sys.argv[0] = "mail_catcher"
from banso.stack.mail_catcher import main
sys.exit(main())
"""


def letter(number: int = 1) -> EmailMessage:
    message = EmailMessage()
    message["From"] = "伴走 <banso@localhost>"
    message["To"] = "高橋 花子 <hanako@example.jp>"
    message["Subject"] = SUBJECT
    message["Message-ID"] = f"<effect-{number}@banso>"
    message.set_content("承認はこちら\n. 一つ点で始まる行\n")
    message.add_alternative("<p>承認はこちら</p>", subtype="html")
    return message


async def send(url: str, message: EmailMessage | MIMEText) -> None:
    parts = urlsplit(url)
    await aiosmtplib.send(message, hostname=parts.hostname, port=parts.port, recipients=["hanako@example.jp"])


async def test_a_japanese_mail_comes_back_as_it_was_written(tmp_path: Path) -> None:
    catcher = MailCatcher(tmp_path / "mail", 0)
    before = datetime.now(UTC)
    await send(await catcher.start(), letter())
    await catcher.stop()
    [caught] = list_mail(tmp_path / "mail")
    assert caught.subject == SUBJECT
    assert caught.message_id == "<effect-1@banso>"
    assert caught.to == ("hanako@example.jp",)
    assert caught.text == "承認はこちら\n. 一つ点で始まる行\n"
    assert caught.html == "<p>承認はこちら</p>\n"
    assert before <= caught.received_at <= datetime.now(UTC)


async def test_an_older_encoding_is_read_too(tmp_path: Path) -> None:
    catcher = MailCatcher(tmp_path, 0)
    message = MIMEText("日報です。", "plain", "iso-2022-jp")
    message["From"], message["To"], message["Subject"] = "a@example.jp", "hanako@example.jp", "日報"
    await send(await catcher.start(), message)
    await catcher.stop()
    [caught] = list_mail(tmp_path)
    assert (caught.subject, caught.text.strip(), caught.html) == ("日報", "日報です。", "")


async def test_the_file_is_whole_before_it_is_acknowledged(tmp_path: Path) -> None:
    catcher = MailCatcher(tmp_path, 0)
    parts = urlsplit(await catcher.start())
    client = aiosmtplib.SMTP(hostname=parts.hostname, port=parts.port)
    async with client:
        for number in range(1, 21):
            await client.send_message(letter(number), recipients=["hanako@example.jp"])
            # The moment of the 250: a crash from here on loses nothing.
            files = [path for path in tmp_path.iterdir() if not path.name.startswith(".")]
            assert len(files) == number
            assert read_mail(max(files)).message_id == f"<effect-{number}@banso>"
    await catcher.stop()
    assert [mail.message_id for mail in list_mail(tmp_path)] == [f"<effect-{n}@banso>" for n in range(1, 21)]


async def test_what_cannot_be_kept_is_not_acknowledged(tmp_path: Path) -> None:
    catcher = MailCatcher(tmp_path / "mail", 0)
    url = await catcher.start()
    shutil.rmtree(tmp_path / "mail")
    with pytest.raises(aiosmtplib.SMTPDataError) as refused:
        await send(url, letter())
    assert refused.value.code == 452
    (tmp_path / "mail").mkdir()
    await send(url, letter())
    await catcher.stop()
    assert len(list_mail(tmp_path / "mail")) == 1


async def test_a_mail_that_breaks_off_leaves_nothing(tmp_path: Path) -> None:
    catcher = MailCatcher(tmp_path, 0)
    parts = urlsplit(await catcher.start())
    reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
    for line in ("EHLO me", "MAIL FROM:<a@example.jp>", "RCPT TO:<b@example.jp>", "DATA", "Subject: half"):
        writer.write(f"{line}\r\n".encode())
    await writer.drain()
    while not (await asyncio.wait_for(reader.readline(), 5)).startswith(b"354"):
        pass
    writer.close()
    await catcher.stop()
    assert list(tmp_path.iterdir()) == []


async def test_a_taken_port_is_named(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(PortTakenError, match=rf"Port {port} .*BANSO_MAIL_PORT"):
            await MailCatcher(tmp_path / "mail", port).start()


async def test_it_runs_as_a_process_and_survives_its_own_kill(tmp_path: Path, start_program) -> None:  # type: ignore[no-untyped-def]
    for number, end in enumerate((signal.SIGKILL, signal.SIGTERM), start=1):
        run = start_program(RUN, "--directory", tmp_path, "--port", 0)
        await send(run.stdout.readline().strip(), letter(number))
        run.send_signal(end)
        assert poll(lambda run=run: run.poll() is not None, limit=10)
    assert run.returncode == 0
    assert [mail.message_id for mail in list_mail(tmp_path)] == ["<effect-1@banso>", "<effect-2@banso>"]


def test_no_folder_is_no_mail(tmp_path: Path) -> None:
    assert list_mail(tmp_path / "nowhere") == []
