"""Where a running stack is: written for commands in other terminals, and found by them."""

from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from banso.settings import Settings
from banso.stack.data_directory import DataDirectory, holder, write_private


class StackAddresses(BaseModel):
    """What runs where. The URLs of database and mail server may hold passwords and stay out of `repr`."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    database_url: str = Field(repr=False)
    """PostgreSQL as its owner."""
    temporal_address: str
    temporal_ui: str | None
    """Temporal's own pages; None where we did not start it."""
    smtp_url: str = Field(repr=False)
    web_url: str
    """Our own pages, as reached from this machine."""
    data_directory: Path

    def environment(self, settings: Settings) -> dict[str, str]:
        """The variables by which our own processes find everything."""
        own_default = f"http://127.0.0.1:{settings.web_port}"
        found = {
            "data_directory": self.data_directory,
            "database_url": self.database_url,
            "temporal_address": self.temporal_address,
            "smtp_url": self.smtp_url,
            "web_port": urlsplit(self.web_url).port or settings.web_port,
            "public_url": self.web_url if settings.public_url == own_default else settings.public_url,
        }
        return settings.model_copy(update=found).environment()

    def for_people(self) -> dict[str, str]:
        """What may be shown to anybody: no passwords, and no database."""
        places = {"web": self.web_url, "temporal": self.temporal_address, "mail": without_password(self.smtp_url)}
        return places if self.temporal_ui is None else {**places, "temporal pages": self.temporal_ui}


def find_running(data_directory: Path) -> StackAddresses | None:
    """The stack that runs on this directory now and is healthy, or None. A killed run's traces do not count."""
    directory = DataDirectory(data_directory)
    if holder(directory) is None:
        return None
    try:
        return StackAddresses.model_validate_json(directory.running_file.read_bytes())
    except (OSError, ValidationError):
        return None


def write_running(directory: DataDirectory, addresses: StackAddresses) -> None:
    """Readable by the owner only, for it holds the owner's way into the database."""
    write_private(directory.running_file, addresses.model_dump_json(indent=2) + "\n")


def without_password(url: str) -> str:
    """The URL as it may be shown: the password is gone, all else stays."""
    parts = urlsplit(url)
    user, at, place = parts.netloc.rpartition("@")
    return urlunsplit(parts._replace(netloc=f"{user.split(':', 1)[0]}{at}{place}"))
