"""Which language people are spoken to in: --lang, else BANSO_LANG, else the locale's; English where none is Japanese.

It is settled once, before any command is loaded, because help texts are made while commands are loaded.
"""

from collections.abc import Mapping, Sequence
from typing import Literal, get_args

Language = Literal["ja", "en"]
"""As the domain's; not imported from there, because `banso --help` should not wait for pydantic."""

LANGUAGES: tuple[Language, ...] = get_args(Language)
LOCALE_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")


class UnknownLanguageError(Exception):
    """A language that nobody wrote texts in. `given` is what was asked for."""

    def __init__(self, given: str) -> None:
        self.given = given
        super().__init__(given)


class _Present:
    language: Language = "en"


def language_of(arguments: Sequence[str], environment: Mapping[str, str]) -> Language:
    """The language that a command line asks for.

    Raises:
        UnknownLanguageError: --lang or BANSO_LANG names another one.
    """
    asked = _option(arguments) or environment.get("BANSO_LANG", "").strip()
    if asked:
        return _known(asked)
    locale = next((environment[name] for name in LOCALE_VARIABLES if environment.get(name)), "")
    return "ja" if locale.startswith("ja") else "en"


def use(language: Language) -> None:
    """Speak this language from now on."""
    _Present.language = language


def language() -> Language:
    """The language spoken now."""
    return _Present.language


def say(ja: str, en: str) -> str:
    """One of the two, in the language spoken now."""
    return ja if _Present.language == "ja" else en


def _option(arguments: Sequence[str]) -> str:
    for place, argument in enumerate(arguments):
        name, sign, value = argument.partition("=")
        if name == "--lang":
            return value if sign else next(iter(arguments[place + 1 : place + 2]), "")
    return ""


def _known(asked: str) -> Language:
    for each in LANGUAGES:
        if asked.casefold() == each or asked.casefold().startswith((f"{each}_", f"{each}-")):
            return each
    raise UnknownLanguageError(asked)
