"""Refusals that explain themselves: what was wrong, what would be right; the caller adds that nothing was changed."""

import re

from domain.shared.values import BilingualText, Language

_NAME = r"(?:[A-Z][a-z]+){2,}"
_COMMAND_NAMED = re.compile(rf",? (?:with|by) {_NAME}| ?{_NAME} で| ?\({_NAME}(?:[、,] ?{_NAME})*\)")
"""How refusals name a command that would be right: it can be left out, and the sentence still says what to do."""
NOTHING_CHANGED = BilingualText(ja="何も変更されていません。", en="Nothing was changed.")


class DomainError(Exception):
    """A command that the domain refuses.

    `code` is stable and meant for programs; `wrong` and `right` are sentences for people;
    `field` names the input concerned, where there is one; `details` are facts for programs.
    """

    def __init__(
        self,
        code: str,
        *,
        wrong: BilingualText,
        right: BilingualText,
        field: str | None = None,
        details: dict[str, str] | None = None,
    ) -> None:
        self.details = details or {}
        self.code = code
        self.wrong = wrong
        self.right = right
        self.field = field
        super().__init__(f"{code}: {self.explain('en')}")

    def explain(self, language: Language) -> str:
        """The whole refusal in one language, ending with the assurance that nothing was changed."""
        parts = (self.wrong.of(language), self.right.of(language), NOTHING_CHANGED.of(language))
        return ("" if language == "ja" else " ").join(parts)

    def in_plain_words(self) -> "DomainError":
        """The same for people who type no commands: without the names of commands, and of the field in front."""
        wrong, right = (_without_names(words, self.field) for words in (self.wrong, self.right))
        return type(self)(self.code, wrong=wrong, right=right, field=self.field, details=self.details)


def _without_names(words: BilingualText, field: str | None) -> BilingualText:
    ja, en = (_COMMAND_NAMED.sub("", text.removeprefix(f"{field}: ")) for text in (words.ja, words.en))
    return BilingualText(ja=ja, en=en)


class NotAllowed(DomainError):
    """The actor may not do this here."""


class NotFound(DomainError):
    """It does not exist, or is not the reader's to see: both answer the same."""


def refusal(
    code: str,
    *,
    wrong: tuple[str, str],
    right: tuple[str, str],
    field: str | None = None,
    details: dict[str, str] | None = None,
) -> DomainError:
    """Build a refusal; the pairs are (Japanese, English)."""
    return DomainError(
        code,
        wrong=BilingualText(ja=wrong[0], en=wrong[1]),
        right=BilingualText(ja=right[0], en=right[1]),
        field=field,
        details=details,
    )


PINNED = (
    "すでに始まっているものは、始めたときのプレイブックのまま続きます。",
    "What has begun goes on under the playbook that it began with.",
)


def not_in_playbook(code: str, what: tuple[str, str], rules: str, then: tuple[str, str] = PINNED) -> DomainError:
    """Build the refusal of what a playbook does not provide for.

    `what` (Japanese, English) is not there because it does not say `rules`, written as playbooks write them; `then` is
    what else there is to know.
    """
    return refusal(
        code,
        wrong=(
            f"このプレイブックには、{what[0]}がありません({rules} が書かれていません)。",
            f"This playbook has no {what[1]}: it does not say {rules}.",
        ),
        right=(
            f"使いたいときは、プレイブックに {rules} を書いてください。{then[0]}",
            f"Where that is wanted, write {rules} in the playbook. {then[1]}",
        ),
    )


def not_found(what: str) -> NotFound:
    """The one answer for "not there" and "not yours"."""
    return NotFound(
        "not-found",
        wrong=BilingualText(ja=f"「{what}」は見つかりません。", en=f"There is no {what} that you can see."),
        right=BilingualText(
            ja="一覧で番号を確かめてください。", en="Check its id in a list, for example with `banso inbox`."
        ),
    )
