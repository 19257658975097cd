"""Members on the running stack: matched, writing by mail, drawn, looked after; by verbs alone."""

from email import policy
from email.parser import BytesParser

import pytest

from banso.stack.waiting import poll

from support.command_line import CommandLine, Said

ALL = ["spare_time", "mail", "no_special_skill", "side_income", "grow"]
CLIENT, BESIDE = "yorisoi.umi", "yorisoi.sora"


@pytest.fixture(scope="module")
def members(banso: CommandLine) -> CommandLine:
    """A service with a client, an accompanist and their match."""
    for person in ("umi", "sora"):
        known = ("--name", f"架空 {person}", "--email", f"{person}@example.jp", "--employment", "not_working")
        done(banso.ask("person", "register", person, *known))
    words = ("--name", "寄り添い", "--region", "全国", "--playbook", "daily-accompaniment")
    done(banso.ask("service", "open", "yorisoi", *words, "--coordinators", "coordinator"))
    for person, role in (("umi", "client"), ("sora", "accompanist")):
        joining = ("yorisoi", person, role, "--understandings", *ALL)
        done(banso.ask("member", "join", f"yorisoi.{person}", *joining, "--as", f"participant:{person}"))
        said = ("--spare-time", "mon 20:00-22:00", "--tags", "shop")
        done(banso.ask("member", "suits", f"yorisoi.{person}", *said, "--as", f"participant:{person}"))
    return banso


def done(said: Said) -> Said:
    assert said.code == 0, said.err
    return said


def test_who_fits_is_suggested_with_the_reasons(members: CommandLine) -> None:
    (fit,) = members.ask("member", "suggest", CLIENT, "--json").json["fits"]
    assert (fit["membership"], fit["hours"], fit["tags"], fit["places"]) == (BESIDE, 2.0, ["shop"], 1)
    assert "2" in members.ask("member", "suggest", CLIENT).out
    assert members.ask("member", "suggest", "yorisoi.nobody").code == 4


def test_four_of_five_understandings_are_refused_in_full(members: CommandLine) -> None:
    refused = members.ask(
        "member", "join", "yorisoi.coordinator", "yorisoi", "coordinator", "client", "--understandings", *ALL[:4]
    )
    assert refused.code == 1
    assert "We stay connected and grow" in refused.err


def test_a_report_is_a_reply_to_a_mail(members: CommandLine) -> None:
    done(members.ask("member", "match", CLIENT, BESIDE))
    done(members.ask("member", "goal", CLIENT, "店を開く", "--steps", "場所", "値段", "--as", "participant:umi"))
    address = reply_address(members, "umi@example.jp")
    mail = f"From: umi@example.jp\nTo: {address}\nMessage-ID: <1@phone>\n\n場所が決まりました\nできた 1\n\n> 引用\n"
    taken = done(members.run("mail", "receive", "--json", given=mail)).json
    assert taken["standing"] == "accepted"
    assert done(members.run("mail", "receive", "--json", given=mail)).json["receipt"] == taken["receipt"]
    drawn = done(members.ask("progress", CLIENT)).out
    assert "●○  1/2" in drawn
    assert drawn.count("■") == 1
    assert "1 reports, 0 answers" in drawn
    assert members.ask("progress", CLIENT, "--json").json["progress"]["done"] == [1]


def test_a_mail_to_nobody_and_a_mail_from_a_program(members: CommandLine) -> None:
    nobody = members.run("mail", "receive", given="To: reply+aaaa@localhost\n\nhello\n")
    assert nobody.code == 67
    assert "No reply is awaited" in nobody.err
    address = reply_address(members, "umi@example.jp")
    robot = members.run("mail", "receive", "--json", given=f"To: {address}\nAuto-Submitted: auto-replied\n\naway\n")
    assert (robot.code, robot.json["standing"]) == (0, "ignored")


def test_what_cannot_be_taken_is_answered_to_the_person_whose_address_it_is(members: CommandLine) -> None:
    address = reply_address(members, "umi@example.jp")
    empty = f"From: somebody@else.example\nTo: {address}\nMessage-ID: <2@phone>\n\n> 引用だけ\n"
    assert done(members.run("mail", "receive", "--json", given=empty)).json["standing"] == "answered"
    answer = members.ask("mail", "latest", "--json").json["mail"]
    assert answer["to"] == ["umi@example.jp"]
    assert "引用より上に、ひと言お書きください。" in answer["text"]


def test_the_mail_server_keeps_a_mail_while_nothing_runs(alone: CommandLine) -> None:
    assert alone.run("mail", "receive", given="To: reply+aaaa@localhost\n\nhello\n").code == 75


def test_the_radar_shows_reasons_to_those_concerned(members: CommandLine) -> None:
    assert "nobody to worry about" in members.ask("radar").err
    own = members.ask("radar", "--person", "umi", "--as", "participant:umi")
    assert own.code == 0
    assert "green" in own.out
    assert members.ask("radar", "--person", "sora", "--as", "participant:umi").code == 1
    slip = members.ask("radar", "--person", "umii")
    assert (slip.code, "no person:umii" in slip.err) == (4, True)
    (row,) = members.ask("radar", "yorisoi", "--person", "umi", "--json").json["radar"]
    assert (row["level"], row["reasons"], row["history"]) == ("green", [], [])


def reply_address(members: CommandLine, to: str) -> str:
    """Where the latest mail to somebody wants its reply, once it has come."""
    come = poll(lambda: bool(_reply_addresses(members, to)), limit=90, pause=0.2)
    assert come, f"no mail to {to} can be replied to"
    return _reply_addresses(members, to)[-1]


def _reply_addresses(members: CommandLine, to: str) -> list[str]:
    paths = sorted((members.data / "mail").glob("[!.]*.eml"))
    mails = [BytesParser(policy=policy.default).parsebytes(path.read_bytes()) for path in paths]
    return [str(mail["Reply-To"]) for mail in mails if mail["Reply-To"] and to in mail.get_all("Delivered-To", [])]
