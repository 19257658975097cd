"""What Banso is told by its environment: where its data is, and which servers it uses."""

import base64
import binascii
import os
import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

import platformdirs
from pydantic import BaseModel, ConfigDict, Field, SecretStr

from domain.shared.values import BilingualText

MASTER_KEY_LENGTH = 32
"""Bytes in a master key (AES-256)."""

DEFAULT_WEB_HOST = "127.0.0.1"
DEFAULT_WEB_PORT = 8700
DEFAULT_TEMPORAL_PORT = 8733
DEFAULT_TEMPORAL_UI_PORT = 8734
DEFAULT_MAIL_PORT = 8725

_POSTGRES_SCHEMES = ("postgresql", "postgres")
_SMTP_SCHEMES = ("smtp", "smtps")
_WEB_SCHEMES = ("http", "https")


class SettingsError(Exception):
    """A setting that cannot be used. The words name the variable and what would be right, never a secret.

    Pairs are (Japanese, English); what would be right may be an example that is the same in both.
    """

    def __init__(self, variable: str, wrong: tuple[str, str], right: tuple[str, str] | str) -> None:
        self.variable = variable
        right_ja, right_en = (right, right) if isinstance(right, str) else right
        self.words = BilingualText(
            ja=f"{variable} は、{wrong[0]}です。正しい例: {right_ja}。何も変更していません。",
            en=f"{variable} is {wrong[1]}. Right would be: {right_en}. Nothing was changed.",
        )
        super().__init__(self.words.en)


class Settings(BaseModel):
    """Everything that differs between two installations. Values are checked once, when they are read."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)

    data_directory: Path
    """Folder that holds everything the embedded stack keeps (BANSO_DATA)."""
    database_url: str | None = Field(default=None, repr=False)
    """PostgreSQL as its owner, for migrations (DATABASE_URL); None: the embedded one."""
    temporal_address: str | None = None
    """host:port of a Temporal server (TEMPORAL_ADDRESS); None: the embedded one."""
    temporal_namespace: str = "default"
    smtp_url: str | None = Field(default=None, repr=False)
    """smtp:// or smtps:// URL of the mail server (SMTP_URL); None: the embedded mail catcher."""
    mail_from: str = "banso@localhost"
    public_url: str = f"http://127.0.0.1:{DEFAULT_WEB_PORT}"
    """What links in mails begin with, without a slash at the end (BANSO_PUBLIC_URL)."""
    web_host: str = DEFAULT_WEB_HOST
    """The address on which Banso's pages listen (BANSO_WEB_HOST); only a proxy that speaks TLS should reach it."""
    web_port: int = DEFAULT_WEB_PORT
    temporal_port: int = DEFAULT_TEMPORAL_PORT
    """Port of the embedded Temporal (BANSO_TEMPORAL_PORT); 0: any free one. So for the other ports."""
    temporal_ui_port: int = DEFAULT_TEMPORAL_UI_PORT
    mail_port: int = DEFAULT_MAIL_PORT
    task_queue: str = "banso"
    master_key_file: Path
    anchor_directory: Path
    """Where heads of hash chains are anchored, outside the database (BANSO_ANCHORS)."""
    playbook_directory: Path
    """Whose *.toml are this installation's own playbooks (BANSO_PLAYBOOKS)."""
    master_key_text: SecretStr | None = Field(default=None, repr=False)
    """BANSO_MASTER_KEY as it was given; it wins over the file."""

    @classmethod
    def from_environment(cls, data_directory: Path | None = None) -> "Settings":
        """Read the process's environment.

        A data directory that is given here wins over BANSO_DATA.
        Raises SettingsError for the first value that cannot be used.
        """
        return settings_from(os.environ, data_directory)

    def database(self) -> str:
        """The owner's connection string.

        Raises:
            LookupError: none is configured and no stack runs.
        """
        if self.database_url is None:
            raise LookupError("no database is configured: set DATABASE_URL, or start the stack with `banso up`")
        return self.database_url

    def environment(self) -> dict[str, str]:
        """The variables from which a process of ours reads these settings again; an empty one is not given.

        It may hold the master key: for the environment of a process, never for people.
        """
        key = self.master_key_text
        return {
            "BANSO_DATA": str(self.data_directory),
            "DATABASE_URL": self.database_url or "",
            "TEMPORAL_ADDRESS": self.temporal_address or "",
            "TEMPORAL_NAMESPACE": self.temporal_namespace,
            "SMTP_URL": self.smtp_url or "",
            "BANSO_MAIL_FROM": self.mail_from,
            "BANSO_PUBLIC_URL": self.public_url,
            "BANSO_WEB_HOST": self.web_host,
            "BANSO_WEB_PORT": str(self.web_port),
            "BANSO_TEMPORAL_PORT": str(self.temporal_port),
            "BANSO_TEMPORAL_UI_PORT": str(self.temporal_ui_port),
            "BANSO_MAIL_PORT": str(self.mail_port),
            "BANSO_TASK_QUEUE": self.task_queue,
            "BANSO_MASTER_KEY_FILE": str(self.master_key_file),
            "BANSO_ANCHORS": str(self.anchor_directory),
            "BANSO_PLAYBOOKS": str(self.playbook_directory),
            "BANSO_MASTER_KEY": "" if key is None else key.get_secret_value(),
        }

    def master_key(self) -> bytes:
        """The 32 bytes that wrap every person's keys. Raises SettingsError when missing or malformed."""
        right = (
            f"{MASTER_KEY_LENGTH} バイトの乱数を base64 で書いた、この設置を始めたときの鍵",
            f"{MASTER_KEY_LENGTH} random bytes in base64, the key that this installation was started with",
        )
        if self.master_key_text is not None:
            return _decode_key("BANSO_MASTER_KEY", self.master_key_text.get_secret_value(), right)
        variable = f"BANSO_MASTER_KEY_FILE ({self.master_key_file})"
        try:
            text = self.master_key_file.read_text(encoding="ascii")
        except FileNotFoundError:
            raise SettingsError(variable, ("存在しないファイル", "a file that does not exist"), right) from None
        except (OSError, UnicodeDecodeError):
            raise SettingsError(variable, ("読めないファイル", "a file that cannot be read"), right) from None
        return _decode_key(variable, text, right)


def settings_from(environment: Mapping[str, str], data_directory: Path | None = None) -> Settings:
    """Settings from any mapping of variables. An empty value counts as not given. Raises SettingsError."""
    given = {name: value.strip() for name, value in environment.items() if value.strip()}
    data = _directory(given, data_directory)
    web_port = _port(given, "BANSO_WEB_PORT", DEFAULT_WEB_PORT)
    key = given.get("BANSO_MASTER_KEY")
    return Settings(
        data_directory=data,
        database_url=_url(given, "DATABASE_URL", _POSTGRES_SCHEMES, "postgresql://user:password@host:5432/banso"),
        temporal_address=_address(given, "TEMPORAL_ADDRESS"),
        temporal_namespace=given.get("TEMPORAL_NAMESPACE", "default"),
        smtp_url=_url(given, "SMTP_URL", _SMTP_SCHEMES, "smtp://user:password@host:587?starttls=1"),
        mail_from=_mail_address(given, "BANSO_MAIL_FROM", "banso@localhost"),
        public_url=_public_url(given, web_port),
        web_host=_host(given, "BANSO_WEB_HOST", DEFAULT_WEB_HOST),
        web_port=web_port,
        temporal_port=_port(given, "BANSO_TEMPORAL_PORT", DEFAULT_TEMPORAL_PORT),
        temporal_ui_port=_port(given, "BANSO_TEMPORAL_UI_PORT", DEFAULT_TEMPORAL_UI_PORT),
        mail_port=_port(given, "BANSO_MAIL_PORT", DEFAULT_MAIL_PORT),
        task_queue=given.get("BANSO_TASK_QUEUE", "banso"),
        master_key_file=_path(given, "BANSO_MASTER_KEY_FILE", data / "keys" / "master.key"),
        anchor_directory=_path(given, "BANSO_ANCHORS", data / "anchors"),
        playbook_directory=_path(given, "BANSO_PLAYBOOKS", data / "playbooks"),
        master_key_text=None if key is None else SecretStr(key),
    )


def _decode_key(variable: str, text: str, right: tuple[str, str]) -> bytes:
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except (binascii.Error, ValueError):
        raise SettingsError(variable, ("base64 として読めないもの", "not base64"), right) from None
    if len(key) != MASTER_KEY_LENGTH:
        raise SettingsError(variable, (f"{len(key)} バイトの鍵", f"a key of {len(key)} bytes"), right)
    return key


def _directory(given: Mapping[str, str], data_directory: Path | None) -> Path:
    if data_directory is not None:
        return data_directory.expanduser().absolute()
    return _path(given, "BANSO_DATA", platformdirs.user_data_path("banso", appauthor=False))


def _path(given: Mapping[str, str], variable: str, default: Path) -> Path:
    text = given.get(variable)
    if text is None:
        return default
    if "\0" in text:
        raise SettingsError(
            variable,
            ("NUL 文字を含む文字列", "a text with a NUL character"),
            ("ファイルの場所", "a path in the file system"),
        )
    return Path(text).expanduser().absolute()


def _port(given: Mapping[str, str], variable: str, default: int) -> int:
    text = given.get(variable)
    if text is None:
        return default
    right = (
        "0 から 65535 までの整数(0 なら空いている番号)",
        "a whole number from 0 to 65535, where 0 means any free port",
    )
    if not (text.isascii() and text.isdigit()):
        raise SettingsError(
            variable, (f"数ではない文字列({text[:40]!r})", f"a text ({text[:40]!r}) and no number"), right
        )
    if int(text) > 65535:
        raise SettingsError(variable, ("範囲の外の数", "a number out of range"), right)
    return int(text)


def _host(given: Mapping[str, str], variable: str, default: str) -> str:
    text = given.get(variable, default)
    if not re.fullmatch(r"[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*|[0-9A-Za-z][0-9A-Za-z.-]{0,252}", text):
        right = (
            "ポートを付けないアドレスか名前(127.0.0.1 など)",
            "an address or a name without a port, such as 127.0.0.1",
        )
        raise SettingsError(variable, (f"ホストではないもの({text[:80]!r})", f"no host ({text[:80]!r})"), right)
    return text


def _url(given: Mapping[str, str], variable: str, schemes: tuple[str, ...], example: str) -> str | None:
    """A URL that may hold a password: no part of it goes into a message."""
    text = given.get(variable)
    if text is None:
        return None
    try:
        parts = urlsplit(text)
        port_is_right = parts.port is None or parts.port > 0
    except ValueError:
        raise SettingsError(variable, ("URL として読めないもの", "no URL that can be read"), example) from None
    if parts.scheme not in schemes:
        raise SettingsError(variable, ("ここでは使えない種類の URL", "no URL of a kind that is known here"), example)
    # PostgreSQL may name its host (a socket folder) in the query instead.
    if not port_is_right or not (parts.hostname or "host=" in parts.query or parts.scheme in _POSTGRES_SCHEMES):
        raise SettingsError(variable, ("ホストのない URL", "a URL without a host"), example)
    return text


def _public_url(given: Mapping[str, str], web_port: int) -> str:
    url = _url(given, "BANSO_PUBLIC_URL", _WEB_SCHEMES, "https://banso.example.jp")
    if url is None:
        return f"http://127.0.0.1:{web_port}"
    if urlsplit(url).query or urlsplit(url).fragment:
        raise SettingsError(
            "BANSO_PUBLIC_URL", ("? や # の続く URL", "a URL with a query or fragment"), "https://banso.example.jp"
        )
    return url.rstrip("/")


def _address(given: Mapping[str, str], variable: str) -> str | None:
    text = given.get(variable)
    if text is None:
        return None
    host, colon, port = text.rpartition(":")
    if not (colon and host and port.isascii() and port.isdigit() and 0 < int(port) <= 65535) or "/" in host:
        raise SettingsError(
            variable,
            (f"アドレスではないもの({text[:80]!r})", f"no address ({text[:80]!r})"),
            ("ホスト:ポート(temporal.example.jp:7233 など)", "host:port, such as temporal.example.jp:7233"),
        )
    return text


def _mail_address(given: Mapping[str, str], variable: str, default: str) -> str:
    text = given.get(variable, default)
    if text.count("@") < 1 or any(character in text for character in "\r\n\0"):
        raise SettingsError(
            variable,
            ("メールアドレスではないもの", "no mail address"),
            ("banso@example.jp のようなアドレス", "an address such as banso@example.jp"),
        )
    return text
