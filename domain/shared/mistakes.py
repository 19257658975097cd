"""Why a value cannot be used, in both languages, on its way through the library that reads values."""

from pydantic_core import PydanticCustomError

MISTAKE = "mistake"
"""The type of such errors; their context has the reason as `ja` and as `en`."""


def mistake(ja: str, en: str) -> PydanticCustomError:
    """Build the error (a ValueError) of a value: whole sentences that say what is wrong and what would be right."""
    return PydanticCustomError(MISTAKE, "{en}", {"ja": ja, "en": en})
