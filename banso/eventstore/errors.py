"""What the event store says when it cannot, or will not."""

from domain.shared.refusals import DomainError
from domain.shared.values import BilingualText, Language


class StoreError(DomainError):
    """The store refuses, for a reason that a person can act on."""


def store_error(code: str, *, wrong: tuple[str, str], right: tuple[str, str]) -> StoreError:
    """Build one; the pairs are (Japanese, English)."""
    return StoreError(
        code, wrong=BilingualText(ja=wrong[0], en=wrong[1]), right=BilingualText(ja=right[0], en=right[1])
    )


class NotKnownYet(StoreError):
    """The database went away before it answered: the command may have been accepted, or not."""

    def explain(self, language: Language) -> str:
        """What is known, and what to do; here nobody can promise that nothing was changed."""
        parts = (self.wrong.of(language), self.right.of(language))
        return ("" if language == "ja" else " ").join(parts)


def not_known_yet(command_id: str) -> NotKnownYet:
    """The answer to a caller whose command may or may not have been accepted."""
    return NotKnownYet(
        "not-known-yet",
        wrong=BilingualText(
            ja="データベースから返事がなく、受け付けられたかまだ分かりません。",
            en="The database did not answer, so it is not known yet whether this was accepted.",
        ),
        right=BilingualText(
            ja=f"同じ番号 {command_id} でもう一度送ってください。二重にはなりません。",
            en=f"Send it again with the same id {command_id}; it counts once, however often it is sent.",
        ),
    )
