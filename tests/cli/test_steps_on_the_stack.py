"""Verbs, profile and search on the running stack; after its other tests, because these change things."""

import os
import pty
import stat
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from cyclopts import App
from rich.cells import cell_len

from banso.cli.app import build
from banso.cli.verbs import VERBS

from support.command_line import CommandLine

LATER = (datetime.now(UTC) + timedelta(days=2)).date().isoformat()
INTERVIEW = ("application", "interview", "c1", "--held-on", "2020-01-01", "--note", "良い対話でした")
OTHERS = ("--tenant", "hida")


def test_a_step_is_taken_once_however_often_it_is_sent(banso: CommandLine) -> None:
    tried = banso.ask(*INTERVIEW, "--dry-run")
    first = banso.ask(*INTERVIEW, "--command-id", "interview-c1", "--json")
    again = banso.ask(*INTERVIEW, "--command-id", "interview-c1", "--json")

    assert "nothing was changed" in tried.out
    assert [event["type"] for event in first.json["receipt"]["events"]] == ["Interviewed"]
    assert (first.json["repeated"], again.json["repeated"]) == (False, True)


def test_an_application_is_enough_to_give_a_seat(banso: CommandLine) -> None:
    said = banso.ask("application", "select", "c1", "--json")

    assert said.code == 0, said.out
    assert said.json["receipt"]["stream"] == "engagement:c"
    assert banso.ask("show", "participation:c1", "--json").json["state"]["stage"] == "prepare"


@pytest.mark.parametrize(
    ("words", "exit_code", "code", "hint"),
    [
        (["application", "select", "c11"], 4, "not-found", "participation:c1"),
        (["posting", "publish", "cc"], 4, "not-found", "engagement:c"),
        (["posting", "publish", "c"], 1, "posting-published", "once"),
        (["checkin", "answer", "c1", "x", "--text", "x"], 1, "input-invalid", "number"),
        (["company", "contacts", "c", "--company-contacts", "A B"], 1, "input-invalid", "company contacts: "),
        (["login", "--as", "coordinator:coordinatr"], 4, "not-found", "person:coordinator"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)  # fmt: skip
def test_a_refusal_says_what_would_be_right(
    banso: CommandLine, words: list[str], exit_code: int, code: str, hint: str
) -> None:
    english, program = banso.ask(*words), banso.ask(*words, "--json", language="ja")

    assert (english.code, program.code, program.json["error"]["code"]) == (exit_code, exit_code, code)
    assert hint in english.err
    assert "Nothing was changed." in english.err


def test_who_has_logged_in_needs_to_say_no_more(banso: CommandLine) -> None:
    kept = banso.ask("login", "--as", "president-c", "--role", "company", language="ja")
    try:
        assert "企業 見本 三平" in kept.out
        assert stat.S_IMODE((banso.data / "profile.json").stat().st_mode) == 0o600
        refused = banso.ask("posting", "publish", "c", "--json")
        assert (refused.code, refused.json["error"]["code"]) == (1, "not-allowed")
        over = banso.ask("posting", "publish", "c", "--as", "coordinator:coordinator", "--json")
        assert over.json["error"]["code"] == "posting-published"
    finally:
        banso.ask("logout")
    assert not (banso.data / "profile.json").exists()


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_login_in_a_region_of_ones_own_says_what_comes_first(banso: CommandLine, language: str) -> None:
    said = banso.ask("login", "--tenant", "takayama", "--as", "coordinator:sakura", language=language)

    assert said.code == 4
    assert "takayama" in said.err.partition("banso")[0], "it does not say where nobody is registered"
    assert "`banso person register sakura --tenant takayama" in said.err
    assert not (banso.data / "profile.json").exists()


@pytest.mark.parametrize(("typed", "person"), [("2", "coordinator-2"), ("company:president-a", "president-a")])
def test_a_login_can_be_chosen_from_a_list(banso: CommandLine, typed: str, person: str) -> None:
    ours, theirs = pty.openpty()
    os.write(ours, f"{typed}\n".encode())
    done = subprocess.run(
        [sys.executable, "-m", "banso.cli.main", "login"],
        stdin=theirs, capture_output=True, text=True, env=banso.environment(), timeout=60,
    )  # fmt: skip
    os.close(ours)
    os.close(theirs)

    assert done.returncode == 0, done.stderr
    assert "coordinator  見本 さくら" in done.stdout
    assert banso.ask("whoami", "--json").json["whoami"]["person"] == person
    banso.ask("logout")


@pytest.fixture(scope="module")
def another_region(banso: CommandLine) -> CommandLine:
    """Somebody is registered in another region than the sample's, and nothing else is there."""
    said = banso.ask("person", "register", "sakura", "--name", "架空 さくら", "--email", "sakura@example.jp", *OTHERS)
    assert said.code == 0, said.err
    return banso


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["飛騨"], ["engagement:d", "participation:d1"]),
        (["岐阜県", "ファンクラブ"], ["engagement:d", "participation:d1"]),
        (["ｓｅｒｖｉｃｅ："], ["service:desk"]),
        (["PRESIDENT-b"], ["person:president-b"]),
        (["100%"], []),
        (["あおい"], []),
        (["クレソン", "旗"], []),
    ],
)
def test_search_finds_what_everybody_may_read(another_region: CommandLine, words: list[str], found: list[str]) -> None:
    banso = another_region
    said = banso.ask("search", *words, "--json").json["found"]

    assert [hit["stream"] for hit in said] == found
    assert banso.ask("search", *words, *OTHERS, "--json").json["found"] == []


def test_what_is_found_keeps_its_columns_with_full_width_text(banso: CommandLine) -> None:
    header, *lines = banso.run("search", "見本", language="ja").out.splitlines()

    assert len(lines) > 5
    column = cell_len(header[: header.index("題名")])
    for line in lines:
        taken = [cell_len(line[:place]) for place in range(len(line))]
        assert column in taken
        assert line[taken.index(column) - 1] == " "


def test_a_compact_timeline_is_in_the_readers_words(banso: CommandLine) -> None:
    lines = banso.ask("timeline", "engagement:e", "--compact", language="ja").out.splitlines()

    assert lines[0].endswith("募集の下書きを作りました")
    assert len({line.index("  ", 24) for line in lines if "participation" in line}) == 1


SINGLE_THINGS = [
    ["show", "engagement:{}"], ["timeline", "engagement:{}"], ["events", "engagement:{}"], ["export", "engagement:{}"],
    ["effects", "--stream", "engagement:{}"], ["list", "participation", "--engagement", "{}"],
    ["where", "applicant-{}1", "--on", LATER], ["inbox", "--person", "{}"],
    ["consultations", "{}"], ["consultations", "--service", "{}"], ["front", "suggest", "{}"], ["validation", "{}"],
    ["premises", "{}"], ["premises", "service:{}"], ["plan", "diff", "{}"], ["document", "participation:{}1"],
    ["progress", "{}.applicant-a1"], ["member", "suggest", "{}.applicant-a1"], ["radar", "{}"],
    ["radar", "--person", "applicant-{}1"], ["report", "{}"], ["report", "{}", "--survey", "closing"],
    ["playbook", "diff", "{}@1", "furusato-kengyo"], ["links", "revoke", "engagement:{}", "m1.1"],
    ["send", "engagement:{}", "PublishPosting", "--dry-run"],
    ["application", "decline", "{}1", "--reason", "x", "--dry-run"], ["posting", "publish", "{}", "--dry-run"],
    ["project", "start", "{}", "--dry-run"],
]  # fmt: skip
"""Every way to ask for one thing by its id; what verbs do, `send` does."""

CALLED = {"playbook": "furusato-kengyo", "inbox": "coordinator"}
"""What is asked for is called "a" in the sample's region, except these."""

LISTS = [["inbox"], ["list"], ["list", "engagement"], ["search", "見本"], ["effects"], ["radar"], ["consultations"]]
OF_NO_REGION = {
    "up", "demo", "doctor", "mail", "mail receive", "logout", "completion", "commands", "playbook check",
    "playbook add", "playbook list", "audit verify", "anchor", "rebuild", "recover",
}  # fmt: skip
"""They know of no regions, or are the operator's, who looks after all of them."""

ABOUT_ONESELF = {"login", "whoami"}
ACTING = {"effects retry", "erase"}
"""They are tried in another region alone: at home they would change something."""


def commands_of(app: App, *path: str) -> Iterator[str]:
    """All commands below one, as they are typed."""
    for name in (one for one in app if not one.startswith("-")):
        if app[name].default_command is not None:
            yield " ".join([*path, name])
        yield from commands_of(app[name], *path, name)


def test_every_command_that_reads_is_asked_for_what_is_another_regions() -> None:
    asked = {" ".join(words[:count]) for words in [*SINGLE_THINGS, *LISTS] for count in (1, 2)}
    steps = {f"{verb.group} {verb.name}" for verb in VERBS}
    unasked = set(commands_of(build())) - steps - OF_NO_REGION - ABOUT_ONESELF - ACTING - asked
    assert unasked == set(), "say in SINGLE_THINGS how these ask for one thing, in LISTS for many"


@pytest.fixture(scope="module")
def everything(banso: CommandLine) -> CommandLine:
    """In the sample's region there is a service called "a" with a member, besides what the sample brings."""
    shared = ["spare_time", "mail", "no_special_skill", "side_income", "grow"]
    opened = ["service", "open", "a", "--name", "x", "--region", "岐阜", "--playbook", "daily-accompaniment"]
    for words in ([*opened, "--coordinators", "coordinator"],
                  ["member", "join", "a.applicant-a1", "a", "applicant-a1", "client", "--understandings", *shared],
                  ["member", "join", "a.companion-a", "a", "companion-a", "accompanist", "--understandings", *shared],
                  ["member", "match", "a.applicant-a1", "a.companion-a"]):  # fmt: skip
        said = banso.ask(*words)
        assert said.code == 0, said.err
    return banso


def test_a_log_of_validation_says_how_many_the_playbook_wants_to_ask(banso: CommandLine) -> None:
    said = banso.ask("validation", "e", "--json").json
    assert (said["asked"], said["to_ask"]) == (0, 0)


@pytest.mark.parametrize("words", SINGLE_THINGS, ids=" ".join)
def test_what_is_another_regions_looks_as_if_it_were_not_there(everything: CommandLine, words: list[str]) -> None:
    thing = CALLED.get(words[0], "a")
    ours, nowhere_ours = [everything.ask(*(word.format(one) for word in words)) for one in (thing, "zz")]
    theirs, nowhere = [everything.ask(*(word.format(one) for word in words), *OTHERS) for one in (thing, "zz")]
    assert theirs.code == nowhere.code, theirs.err
    assert theirs.out + theirs.err == (nowhere.out + nowhere.err).replace("zz", thing)
    if "--survey" not in words:  # nobody was sent one in the sample; story 2 asks for one from elsewhere
        assert ours.out + ours.err != (nowhere_ours.out + nowhere_ours.err).replace("zz", thing), "it is nowhere"


def test_nothing_is_done_to_what_is_another_regions(banso: CommandLine) -> None:
    effect = banso.ask("effects", "--json").json["effects"][0]["effect_id"]
    for words, thing in ((["effects", "retry", "{}"], effect), (["erase", "{}", "--yes"], "applicant-a1")):
        theirs, nowhere = [banso.ask(*(word.format(one) for word in words), *OTHERS) for one in (thing, "zz")]
        assert theirs.code == nowhere.code == 4, theirs.err
        assert theirs.out + theirs.err == (nowhere.out + nowhere.err).replace("zz", thing)
    assert "あおい" in banso.ask("show", "person:applicant-a1").out


@pytest.mark.parametrize("words", LISTS, ids=" ".join)
def test_lists_hold_the_regions_own_alone(another_region: CommandLine, words: list[str]) -> None:
    found = another_region.ask(*words, *OTHERS, "--json").json
    assert [value for value in found.values() if isinstance(value, list)] == [[]]


@pytest.mark.parametrize("words", LISTS, ids=" ".join)
def test_a_slip_in_the_name_of_a_region_does_not_read_as_if_all_were_well(banso: CommandLine, words: list[str]) -> None:
    slip = banso.ask(*words, "--tenant", "gihu", "--json", language="ja")
    assert (slip.code, slip.json["error"]["code"]) == (4, "region-unknown")
    assert slip.json["error"]["wrong"] == "「gihu」という地域はありません。"
    told = banso.ask(*words, "--tenant", "gihu").err
    assert "There is no region gihu." in told
    assert "gifu" not in told, "nobody learns which other regions there are"


def test_a_region_that_begins_is_named_as_it_might_be_a_slip(banso: CommandLine) -> None:
    email = ("--name", "あおい", "--email", "aoi@example.jp", "--tenant", "toyama")
    tried, first, second = [
        banso.ask("person", "register", person, *email, *dry)
        for person, dry in (("aoi", ("--dry-run",)), ("aoi", ()), ("haru", ()))
    ]
    assert (tried.code, first.code, second.code) == (0, 0, 0), first.err
    begins = "The region toyama begins with this."
    assert [begins in one.out for one in (tried, first, second)] == [False, True, False]
