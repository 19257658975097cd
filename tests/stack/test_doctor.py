import re
import socket
from pathlib import Path

from banso.settings import Settings, settings_from
from banso.stack.check import Check
from banso.stack.data_directory import DataDirectory, create_master_key, locked
from banso.stack.doctor import diagnose
from banso.stack.mail_catcher import MailCatcher
from banso.stack.postgres import EmbeddedPostgres


async def checks(settings: Settings) -> dict[str, Check]:
    return {check.name: check for check in await diagnose(settings)}


async def test_a_fresh_machine_is_diagnosed_without_a_trace(settings: Settings, tmp_path: Path) -> None:
    found = await checks(settings)
    assert not [check for check in found.values() if check.ok is False]
    assert found["library temporalio"].found("en").startswith("1.")
    assert "PostgreSQL) 18." in found["postgresql"].found("en")
    assert "Server 1." in found["temporal"].found("en")
    assert "PostgreSQL) 18." in found["backup programs"].found("en")
    assert found["running"].found("en") == "nobody"
    assert found["running"].found("ja") == "なし"
    assert found["master key"].ok is None
    assert list(tmp_path.iterdir()) == []


async def test_who_runs_is_told(settings: Settings) -> None:
    directory = DataDirectory(settings.data_directory)
    with locked(directory) as lock:
        lock.describe({"web": "http://127.0.0.1:8700"})
        directory.prepare()
        create_master_key(settings.master_key_file)
        found = await checks(settings)
    assert "http://127.0.0.1:8700" in found["running"].found("en")
    assert found["master key"].ok


async def test_what_is_wrong_is_told_with_its_remedy_and_without_secrets(tmp_path: Path) -> None:
    (tmp_path / "version.json").write_text('{"banso_data": 99}')
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        nobody = "127.0.0.1:9"
        given = {
            "DATABASE_URL": f"postgresql://banso:kumagusu@{nobody}/banso",
            "SMTP_URL": f"smtp://banso:kumagusu@{nobody}",
            "TEMPORAL_ADDRESS": nobody,
            "BANSO_WEB_PORT": str(port),
        }
        found = await checks(settings_from(given, tmp_path))
    wrong = {name for name, check in found.items() if check.ok is False}
    assert wrong == {"data directory", "master key", "postgresql", "temporal", "mail", f"port {port}"}
    assert all(found[name].remedy for name in wrong)
    for name in wrong:
        assert re.search("[ぁ-ん一-龠]", found[name].found("ja")), name
        assert re.search("[ぁ-ん]", found[name].advice("ja")), name
        assert not re.search("[ぁ-ん]", found[name].found("en") + found[name].advice("en")), name
    assert "kumagusu" not in repr(found)


async def test_given_servers_are_asked(tmp_path: Path) -> None:
    catcher = MailCatcher(tmp_path / "mail", 0)
    smtp = await catcher.start()
    async with EmbeddedPostgres(tmp_path / "postgres").start() as database:
        found = await checks(settings_from({"DATABASE_URL": database, "SMTP_URL": smtp}, tmp_path / "data"))
    await catcher.stop()
    assert found["postgresql"].ok
    assert "version 18" in found["postgresql"].found("en")
    assert found["mail"].ok
