"""Value types that every aggregate shares, and the rules for text that people type."""

import unicodedata
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

Identifier = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._-]{0,63}$")]
"""An opaque id: lower-case letters, digits, dot, dash, underscore; at most 64; holds nothing personal."""

CommandId = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9:._/-]{0,199}$")]
"""The caller's idempotency key."""

Language = Literal["ja", "en"]
CountryCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
"""ISO 3166-1 alpha-2, in capitals."""

StreamKind = Literal["service", "engagement", "participation", "membership", "person"]

FORMULA_STARTS = frozenset("=+@\uff1d\uff0b\uff20\ufe66\ufe62\ufe6b\t\r\0")
"""First characters that a spreadsheet takes for a formula (OWASP, CSV injection).

Those in full width and the small forms count as well: with Japanese or Chinese settings some spreadsheets read them as
the plain ones.
"""

BIDIRECTIONAL_CONTROLS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
DASHES = "-\uff0d\u2212\ufe63"
"""Hyphen, in full width, minus sign, small hyphen: also begin a formula, unless a space follows, as in a list."""

INVISIBLE_CATEGORIES = frozenset({"Cc", "Cs", "Co", "Cn", "Zl", "Zp"})


def _hidden_character(text: str, allowed: str) -> str | None:
    for character in text:
        if character in allowed:
            continue
        if character in BIDIRECTIONAL_CONTROLS or unicodedata.category(character) in INVISIBLE_CATEGORIES:
            return f"U+{ord(character):04X}"
    return None


def _looks_like_formula(text: str) -> bool:
    after_dashes = text.lstrip(DASHES)
    dashed = after_dashes != text and after_dashes != "" and not after_dashes[0].isspace()
    return text[0] in FORMULA_STARTS or dashed


def _from_first_visible(text: str) -> str:
    for place, character in enumerate(text):
        if not character.isspace() and unicodedata.category(character) != "Cf":
            return text[place:]
    return ""


def _checked_text(text: str, allowed: str) -> str:
    hidden = _hidden_character(text, allowed)
    if hidden:
        raise ValueError(f"text holds the invisible or direction-changing character {hidden}; remove it")
    visible = _from_first_visible(text)
    if not visible:
        raise ValueError("text is empty; write at least one visible character")
    if _looks_like_formula(visible):
        raise ValueError("text begins like a spreadsheet formula (= + - @); begin with a word")
    return text.strip()


def checked_line(text: str) -> str:
    """One line of text, trimmed.

    Raises:
        ValueError: it is empty, holds control or bidirectional characters, or begins like a formula.
    """
    return _checked_text(text, allowed="")


def checked_prose(text: str) -> str:
    """Text of several lines, trimmed; line breaks and tabs inside are allowed.

    Raises:
        ValueError: as for `checked_line`.
    """
    return _checked_text(text.replace("\r\n", "\n"), allowed="\n\t")


Line = Annotated[str, Field(max_length=200), AfterValidator(checked_line)]
"""A name or a title: one line of at most 200 characters."""

Prose = Annotated[str, Field(max_length=3000), AfterValidator(checked_prose)]
"""What people write to each other: at most 3,000 characters."""

Yen = Annotated[int, Field(ge=0, le=100_000_000)]
"""Japanese yen, whole; at most 100 million, beyond which a slip of the keyboard is likelier than a fee."""

Hours = Annotated[Decimal, Field(ge=0, le=168, multiple_of=Decimal("0.25"))]
"""Hours in a week, in quarters; a week has 168."""

Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class StreamReference(BaseModel):
    """Which stream: its kind and its id. Its key is `kind:id`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: StreamKind
    id: Identifier

    @property
    def key(self) -> str:
        """The stream's name in the event store."""
        return f"{self.kind}:{self.id}"

    @classmethod
    def parse(cls, key: str) -> "StreamReference":
        """Read a key back.

        Raises:
            ValueError: it is not of the form `kind:id` with a known kind.
        """
        kind, separator, identifier = key.partition(":")
        if not separator:
            raise ValueError(f"{key!r} is not a stream; write kind:id, for example engagement:a1b2")
        return cls.model_validate({"kind": kind, "id": identifier})


class BilingualText(BaseModel):
    """The same words in Japanese and in English."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    ja: str
    en: str

    def of(self, language: Language) -> str:
        """The text in one language."""
        return self.ja if language == "ja" else self.en


Purpose = Literal["contact", "narrative", "contract"]
"""Why a personal value is kept: to reach somebody, what they wrote or was written of them, or what a law demands."""


class PersonalText(BaseModel):
    """A personal value: in the clear when it comes in and when it is read, sealed everywhere between.

    It is sealed with the key of `subject` and `personal` (its purpose) before it is stored; `sealed` is then the
    cipher text, and the rules pass it on unread. Neither of both means that the key was destroyed: it is erased.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    personal: Purpose
    subject: Identifier
    text: str | None = None
    sealed: str | None = None

    @property
    def erased(self) -> bool:
        """Whether the value can never be read again (meaningful once it was opened)."""
        return self.text is None

    def shown(self, language: Language = "en") -> str:
        """The text for a reader, or the words that say that it was erased."""
        if self.text is None:
            return "(消去されました)" if language == "ja" else "(erased)"
        return self.text


def narrative(subject: str, text: str) -> PersonalText:
    """What `subject` wrote, or what was written of them."""
    return PersonalText(personal="narrative", subject=subject, text=text)
