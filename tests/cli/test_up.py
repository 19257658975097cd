"""`banso up`: from an empty folder to a stop in order and back, and everything that can keep it from starting."""

import json
import socket

import psutil
import pytest

from banso.stack.waiting import poll

from support.command_line import CommandLine


def test_everything_is_still_there_at_the_next_start(alone: CommandLine) -> None:
    with alone.up("--sample", language="ja") as running:
        assert poll(lambda: "postgresql" in running.err.read_text(), limit=60, pause=0.02)
        early = alone.ask("inbox", "--json")
        assert (early.code, early.json["error"]["code"]) == (3, "not-ready")
        said = running.wait_until_ready()
        for part in ("Banso が動いています", "http://127.0.0.1:", "見本のプロジェクト五つ", "banso inbox", "Ctrl-C"):
            assert part in said
        sent = alone.run("send", "engagement:b", "SelectParticipant", "--participation", "b1", "--json")
        assert sent.code == 0, sent.err
        children = psutil.Process(running.process.pid).children(recursive=True)
        assert running.stop() == 0
    assert "すべて続きから" in running.err.read_text()
    assert not running.err.read_text().count("\x1b")
    assert [child for child in children if child.is_running() and child.status() != psutil.STATUS_ZOMBIE] == []
    assert alone.run("inbox").code == 3

    with alone.up("--sample") as running:
        assert "The sample is in it already" in running.wait_until_ready()
        events = alone.run("events", "engagement:b", "--json").json["events"]
        receipt = sent.json["receipt"]
        assert [event["event_id"] for event in receipt["events"]] == [event["event_id"] for event in events[-2:]]
        assert len(alone.run("list", "participation", "--json").json["streams"]) == 8


def test_a_port_that_is_taken_is_named_with_its_variable(alone: CommandLine) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        line = CommandLine(alone.data, {"BANSO_TEMPORAL_PORT": port})
        english, japanese = line.run("up"), line.run("up", language="ja")

    assert (english.code, japanese.code) == (3, 3)
    assert port in english.err
    assert f"ポート {port}" in japanese.err
    for said in (english, japanese):
        assert "BANSO_TEMPORAL_PORT" in said.err
        assert "Traceback" not in said.err


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_data_of_another_version_is_left_alone(alone: CommandLine, language: str) -> None:
    alone.data.mkdir()
    marker = alone.data / "version.json"
    marker.write_text(json.dumps({"banso_data": 99}))
    said = alone.run("up", language=language)

    assert said.code == 3
    assert "何も変更していません" in said.err if language == "ja" else "Nothing was changed" in said.err
    assert json.loads(marker.read_text()) == {"banso_data": 99}
    assert "Traceback" not in said.err


def test_somebody_elses_folder_is_left_alone(alone: CommandLine) -> None:
    alone.data.mkdir()
    (alone.data / "letter.txt").write_text("private")
    said = alone.run("up", "--json")

    assert said.code == 3
    assert said.json["error"]["code"] == "data-directory"
    assert (alone.data / "letter.txt").read_text() == "private"
