"""What is taken from a mail that came in, and what is left out."""

import time
from email.message import EmailMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from banso.inbound_mail import LARGEST_MAIL, read_mail, written_part

ADDRESS = "reply+abc@banso.example.jp"
REPORT = "今日は看板の色を決めました。\n- 青\n- 白\n\nできた 1"


def mail(text: str = REPORT, charset: str = "utf-8", **headers: str) -> bytes:
    """A mail as a person sends it."""
    made = EmailMessage()
    usual = {"From": "架空 太郎 <taro@example.jp>", "To": f"Banso <{ADDRESS}>", "Message-ID": "<1@example.jp>"}
    for name, value in {**usual, **{name.replace("_", "-"): value for name, value in headers.items()}}.items():
        made[name] = value
    made.set_content(text, charset=charset)
    return made.as_bytes()


@pytest.mark.parametrize("charset", ["utf-8", "iso-2022-jp", "euc-jp", "shift_jis"])
def test_a_report_is_read_in_the_charsets_of_japan(charset: str) -> None:
    found = read_mail(mail(charset=charset))
    assert found.text == REPORT
    assert found.addresses == (ADDRESS,)
    assert found.automatic is None


QUOTES = [
    "\n\nOn Mon, 6 Apr 2026 at 20:00, Banso <banso@example.jp> wrote:\n\n> お返事が届きました\n> 架空 様\n",
    "\n\n2026年4月6日(月) 20:00 Banso <banso@example.jp>:\n\n> お返事が届きました\n",
    "\n\n2026/04/06 20:00、Banso <banso@example.jp>のメール:\n\n> お返事が届きました\n",
    "\n\n-----Original Message-----\nFrom: Banso <banso@example.jp>\nSent: Monday\nTo: x\nSubject: y\n\nお返事\n",
    "\n\n> お返事が届きました\n",
    "\n-- \n架空 太郎\n架空商店\n",
    "\n\nBanso <banso@example.jp>:\n\n> お返事\n",
]


@pytest.mark.parametrize("rest", QUOTES, ids=lambda rest: rest.strip().splitlines()[0][:20])
@pytest.mark.parametrize("break_", ["\n", "\r\n"])
def test_what_is_quoted_and_signed_is_cut_off(rest: str, break_: str) -> None:
    assert written_part((REPORT + rest).replace("\n", break_)) == REPORT


def test_an_answer_in_html_alone_is_read_as_words() -> None:
    made = MIMEMultipart("alternative")
    made["To"] = ADDRESS
    page = "<style>p{color:red}</style><p>よい一日でしたね。</p><div>また明日</div><blockquote>報告</blockquote>"
    made.attach(MIMEText(page, "html", "utf-8"))
    assert read_mail(made.as_bytes()).text.split() == ["よい一日でしたね。", "また明日"]


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Auto_Submitted": "auto-generated; x=y"},
        {"Return_Path": "<>"},
        {"Precedence": "bulk"},
        {"X_Autoreply": "yes"},
        {"List_Id": "<a.example.jp>"},
        {"From": "MAILER-DAEMON@example.jp"},
    ],
    ids=str,
)
def test_what_a_program_sent_is_known(headers: dict[str, str]) -> None:
    assert read_mail(mail(**headers)).automatic


def test_what_a_person_sent_is_no_programs() -> None:
    assert read_mail(mail(Auto_Submitted="no", Return_Path="<taro@example.jp>")).automatic is None


def test_a_mail_is_known_by_its_message_id_and_without_one_by_its_bytes() -> None:
    one, again, other = mail(), mail(text="別の本文"), mail(Message_ID="<2@example.jp>")
    assert read_mail(one).key == read_mail(again).key != read_mail(other).key
    nameless = [raw.replace(b"Message-ID", b"X-Nothing") for raw in (one, again)]
    assert read_mail(nameless[0]).key != read_mail(nameless[1]).key


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\0" * 100,
        b"Content-Type: text/plain; charset=no-such\n\nhello",
        b"To: =?utf-8?b?////?= <\n\nhello",
        b"Content-Type: multipart/mixed; boundary=x\n\n--x\n--x\n",
        b"Content-Type: multipart/alternative; boundary=x\n\n" + b"--x\nContent-Type: text/html\n\n<p" * 200,
        b"Content-Transfer-Encoding: base64\n\n!!!!",
        mail() + b"x" * LARGEST_MAIL,
    ],
    ids=range(8),
)
def test_a_damaged_mail_is_read_as_far_as_it_can_be(raw: bytes) -> None:
    assert isinstance(read_mail(raw).text, str)


@pytest.mark.parametrize("piece", ["> ", "On a wrote:", "On ", "From: x\n", "-", "_" * 40, " \n", "<", "\u200b"])
def test_a_malicious_text_takes_no_time(piece: str) -> None:
    text = piece * (400_000 // len(piece))
    began = time.process_time()
    written_part(text)
    assert time.process_time() - began < 5


@settings(max_examples=25, deadline=None, derandomize=True)
@given(st.binary(max_size=600))
def test_nothing_that_comes_in_breaks_it(raw: bytes) -> None:
    read_mail(raw)
    read_mail(mail() + raw)
