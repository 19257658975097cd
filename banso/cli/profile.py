"""The profile: tenant and person that commands use where nothing else is said; beside the data, for its owner."""

import json
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from banso.cli.errors import wrong_usage
from banso.cli.texts import say

FILE_NAME = "profile.json"


@dataclass(frozen=True)
class Profile:
    """Whose data, and in whose name as `role:person`."""

    tenant: str
    actor: str


def profile_file() -> Path:
    """Where the profile of the data directory in use is kept."""
    from banso.settings import Settings

    return Settings.from_environment().data_directory / FILE_NAME


def read_profile() -> Profile | None:
    """The profile; None where nobody has logged in.

    Raises:
        Problem: the file is there and is no profile.
        OSError: it cannot be read.
    """
    file = profile_file()
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
        return Profile(tenant=str(found["tenant"]), actor=str(found["actor"]))
    except FileNotFoundError:
        return None
    except (ValueError, KeyError, TypeError):
        raise wrong_usage(
            "profile-invalid",
            say(f"{file} はプロフィールとして読めません。", f"{file} is no profile that can be read."),
            say(
                "`banso logout` で消し、`banso login` で作り直してください。",
                "Remove it with `banso logout` and make another with `banso login`.",
            ),
        ) from None


def write_profile(profile: Profile) -> Path:
    """Keep it, readable by its owner only; where it is.

    Raises:
        OSError: it cannot be written; the former one stays.
    """
    from banso.stack.data_directory import write_private

    file = profile_file()
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    write_private(file, json.dumps(asdict(profile), indent=2) + "\n")
    return file


def forget_profile() -> bool:
    """Remove it; whether there was one."""
    with suppress(FileNotFoundError):
        profile_file().unlink()
        return True
    return False
