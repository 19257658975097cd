import base64
from pathlib import Path

import pytest

from banso.settings import Settings, SettingsError, settings_from


def test_an_empty_environment_gives_the_embedded_stack(tmp_path: Path) -> None:
    settings = settings_from({}, tmp_path)
    assert (settings.database_url, settings.temporal_address, settings.smtp_url) == (None, None, None)
    assert settings.public_url == "http://127.0.0.1:8700"
    assert settings.master_key_file == tmp_path / "keys" / "master.key"
    assert settings.anchor_directory == tmp_path / "anchors"


def test_an_empty_value_counts_as_not_given(tmp_path: Path) -> None:
    assert settings_from({"DATABASE_URL": " ", "BANSO_WEB_PORT": ""}, tmp_path).web_port == 8700


def test_the_process_environment_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BANSO_DATA", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("BANSO_WEB_PORT", "9100")
    settings = Settings.from_environment()
    assert settings.data_directory == tmp_path / "elsewhere"
    assert settings.public_url == "http://127.0.0.1:9100"
    assert Settings.from_environment(tmp_path).data_directory == tmp_path


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("DATABASE_URL", "mysql://banso:kumagusu@db/banso"),
        ("DATABASE_URL", "postgresql://banso:kumagusu@db:kumagusu/banso"),
        ("SMTP_URL", "http://banso:kumagusu@mail"),
        ("SMTP_URL", "smtp://"),
        ("TEMPORAL_ADDRESS", "temporal.example.jp"),
        ("TEMPORAL_ADDRESS", "http://temporal.example.jp:7233"),
        ("TEMPORAL_ADDRESS", "temporal.example.jp:99999"),
        ("BANSO_WEB_PORT", "eighty"),
        ("BANSO_WEB_PORT", "-1"),
        ("BANSO_WEB_PORT", "８７００"),
        ("BANSO_MAIL_PORT", "65536"),
        ("BANSO_MAIL_FROM", "nobody"),
        ("BANSO_MAIL_FROM", "banso@localhost\r\nBcc: all@example.jp"),
        ("BANSO_PUBLIC_URL", "banso.example.jp"),
        ("BANSO_PUBLIC_URL", "https://banso.example.jp/?a=1"),
    ],
)
def test_a_wrong_value_is_named_without_its_secret(variable: str, value: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=variable) as refused:
        settings_from({variable: value}, tmp_path)
    assert "Right would be" in str(refused.value)
    told = refused.value.words.ja
    assert variable in told
    assert "正しい例" in told
    assert told.endswith("何も変更していません。")
    assert "kumagusu" not in told
    assert "kumagusu" not in str(refused.value)


def test_no_secret_is_shown(tmp_path: Path) -> None:
    key = base64.b64encode(b"k" * 32).decode()
    secrets = {
        "DATABASE_URL": "postgresql://banso:kumagusu@db/banso",
        "SMTP_URL": "smtps://banso:kumagusu@mail:465",
        "BANSO_MASTER_KEY": key,
    }
    settings = settings_from(secrets, tmp_path)
    assert settings.master_key() == b"k" * 32
    for shown in (repr(settings), str(settings)):
        assert "kumagusu" not in shown
        assert key not in shown


def test_the_key_comes_from_its_file_and_the_variable_wins(tmp_path: Path) -> None:
    file = tmp_path / "master.key"
    file.write_bytes(base64.b64encode(b"f" * 32) + b"\n")
    from_file = {"BANSO_MASTER_KEY_FILE": str(file)}
    assert settings_from(from_file, tmp_path).master_key() == b"f" * 32
    both = {**from_file, "BANSO_MASTER_KEY": base64.b64encode(b"v" * 32).decode()}
    assert settings_from(both, tmp_path).master_key() == b"v" * 32


@pytest.mark.parametrize("content", [None, b"", b"not base64!", base64.b64encode(b"short"), b"\xff\xfe"])
def test_a_missing_or_malformed_key_is_refused(content: bytes | None, tmp_path: Path) -> None:
    file = tmp_path / "master.key"
    if content is not None:
        file.write_bytes(content)
    settings = settings_from({"BANSO_MASTER_KEY_FILE": str(file)}, tmp_path)
    with pytest.raises(SettingsError, match="32 random bytes in base64") as refused:
        settings.master_key()
    assert str(file) in str(refused.value)


def test_settings_are_read_again_from_their_own_environment(tmp_path: Path) -> None:
    given = settings_from(
        {
            "BANSO_DATA": str(tmp_path),
            "DATABASE_URL": "postgresql://own@/banso?host=/run",
            "BANSO_WEB_PORT": "0",
            "TEMPORAL_ADDRESS": "127.0.0.1:7233",
            "BANSO_MASTER_KEY": "a2V5",
            "BANSO_PUBLIC_URL": "https://banso.example.jp",
        }
    )
    assert settings_from(given.environment()) == given
    alone = settings_from({"BANSO_DATA": str(tmp_path)})
    assert settings_from(alone.environment()) == alone
