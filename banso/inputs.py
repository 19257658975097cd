"""Reading what people and programs send, and saying plainly what is wrong with it."""

from functools import cache
from typing import Any

import orjson
from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from domain.aggregates import AGGREGATES
from domain.shared.mistakes import MISTAKE
from domain.shared.models import Command
from domain.shared.refusals import DomainError, refusal

LARGEST_COMMAND_BYTES = 16 * 1024
"""A command larger than this is refused: what is larger belongs into a file, by reference."""

NO_SUCH_DAY = "no_such_day"
OUTSIDE_THE_CALENDAR = ("day value is outside expected range", "month value is outside expected range")
"""How that begins which pydantic says of days like 30 February, whatever else it was reading."""

JAPANESE: dict[str, str] = {
    NO_SUCH_DAY: "カレンダーにない日です",
    "missing": "必須の項目です",
    "extra_forbidden": "知らない項目です",
    "string_too_long": "{max_length} 文字までにしてください",
    "string_pattern_mismatch": "形式が違います(小文字の英数字・点・ハイフン・下線)",
    "greater_than_equal": "{ge} 以上にしてください",
    "less_than_equal": "{le} 以下にしてください",
    "multiple_of": "{multiple_of} の倍数にしてください",
    "literal_error": "使えるのは {expected} です",
    "too_short": "{min_length} 件以上必要です",
    "too_long": "{max_length} 件までです",
    "date_from_datetime_parsing": "日付は 2026-12-01 の形で書いてください",
    "date_from_datetime_inexact": "時刻を付けずに、2026-12-01 の形で書いてください",
    "date_parsing": "日付は 2026-12-01 の形で書いてください",
    "int_parsing": "整数で書いてください",
    "decimal_parsing": "数で書いてください",
    "int_type": "整数で書いてください",
    "int_from_float": "小数のない整数で書いてください",
    "finite_number": "終わりのある数で書いてください",
    "decimal_type": "数で書いてください",
    "decimal_max_digits": "桁が多すぎます",
    "string_type": "文字列で書いてください",
    "bool_parsing": "true か false で書いてください",
    "tuple_type": "一覧で書いてください",
    "dict_type": "項目の集まりで書いてください",
    "model_type": "項目の集まりで書いてください",
    "date_type": "日付は 2026-12-01 の形で書いてください",
    "datetime_parsing": "日時は 2026-12-01T19:00+09:00 の形で書いてください",
    "datetime_from_date_parsing": "日時は 2026-12-01T19:00+09:00 の形で書いてください",
    "datetime_type": "日時は 2026-12-01T19:00+09:00 の形で書いてください",
    "timezone_aware": "日時は、時差も添えて 2026-12-01T19:00+09:00 の形で書いてください",
}
"""What pydantic's error types (and ours) mean, in Japanese; the words in braces come from the error's own context."""

ENGLISH: dict[str, str] = {
    NO_SUCH_DAY: "there is no such day in the calendar",
    "missing": "this is required",
    "extra_forbidden": "there is no such field",
    "string_too_long": "at most {max_length} characters are taken",
    "string_pattern_mismatch": "this has another form (lower-case letters, digits, dots, dashes, underscores)",
    "greater_than_equal": "at least {ge} is taken",
    "less_than_equal": "at most {le} is taken",
    "multiple_of": "only multiples of {multiple_of} are taken",
    "finite_number": "write a number that has an end",
    "literal_error": "only {expected} is taken",
    "date_from_datetime_parsing": "write the day like 2026-12-01",
    "date_from_datetime_inexact": "write the day alone, like 2026-12-01",
    "date_parsing": "write the day like 2026-12-01",
    "date_type": "write the day like 2026-12-01",
    "datetime_parsing": "write day and time like 2026-12-01T19:00+09:00",
    "datetime_from_date_parsing": "write day and time like 2026-12-01T19:00+09:00",
    "datetime_type": "write day and time like 2026-12-01T19:00+09:00",
    "timezone_aware": "write day and time with the offset of the zone, like 2026-12-01T19:00+09:00",
    "int_parsing": "write a whole number",
    "int_type": "write a whole number",
    "int_from_float": "write a whole number",
    "decimal_parsing": "write a number",
    "decimal_type": "write a number",
    "bool_parsing": "write true or false",
}
"""What newcomers meet of pydantic's error types, in plainer words than its own."""

FORMS: dict[str, tuple[str, str]] = {
    "^[A-Z]{2}$": (
        "国は JP のように、大文字二つの符号で書いてください",
        "write the country as two capital letters, like JP",
    ),
    "^[0-9a-f]{64}$": (
        "文書の番号は、`banso document` の終わりにある 64 文字(SHA-256)です",
        "the document is named by the 64 characters (SHA-256) at the end of `banso document`",
    ),
}
"""What to write where a text has to have one form: by the pattern, in Japanese and in English."""

JAPANESE_OF_OURS: dict[str, str] = {
    "text holds the invisible": "見えない文字か、文字の向きを変える文字が入っています。取り除いてください",
    "text is empty": "空です。見える文字を書いてください",
    "text begins like a spreadsheet formula": "表計算の数式のように始まっています(= + - @)。言葉で始めてください",
    "this is no spare time": "空いた時間として読めません。mon 20:00-22:00 のように書いてください",
    "spare time ends before it begins": "終わりが始まりより前です。深夜をまたぐときは二つに分けてください",
    "value is not a valid email address": "メールアドレスの形ではありません",
}
"""How the messages of our own checks begin, and what they mean in Japanese."""


@cache
def command_adapter(kind: str) -> TypeAdapter[Command]:
    """The reader of one aggregate's commands."""
    return TypeAdapter(AGGREGATES[kind].commands)


def command_types(kind: str) -> tuple[str, ...]:
    """The names of all commands of one kind of stream."""
    schema = command_adapter(kind).core_schema
    return tuple(sorted(str(name) for name in _choices(schema)))


def _choices(schema: Any) -> list[str]:
    while "choices" not in schema:
        schema = schema["schema"]
    return list(schema["choices"])


def parse_command(kind: str, data: dict[str, Any]) -> Command:
    """The command that this data describes.

    Raises:
        DomainError: a field is missing, unknown, too long, negative, malicious or otherwise wrong; it is named.
    """
    try:
        return command_adapter(kind).validate_python(data)
    except ValidationError as error:
        raise explain_validation(error, kind) from None


def explain_validation(error: ValidationError, kind: str | None = None) -> DomainError:
    """The first mistake in plain words of both languages, and how many more there are."""
    first = error.errors(include_url=False, include_input=False)[0]
    if first["type"].startswith("union_tag") and kind:
        known = ", ".join(command_types(kind))
        return refusal(
            "command-unknown",
            wrong=("知らないコマンドです。", "There is no such command here."),
            right=(f"使えるのは: {known}。", f"Use one of: {known}."),
            field="type",
        )
    # The first part of the place is the command's own name, which the sender knows.
    place = ".".join(str(part) for part in first["loc"][1 if kind else 0 :]) or "command"
    more = error.error_count() - 1
    ja_more, en_more = (f"(ほか {more} 件)", f" ({more} more)") if more else ("", "")
    return refusal(
        "input-invalid",
        wrong=(f"{place}: {_japanese(first)}{ja_more}。", f"{place}: {_english(first)}{en_more}."),
        right=("直してもう一度送ってください。", "Correct it and send it again."),
        field=place,
    )


def _english(details: ErrorDetails) -> str:
    if details["type"] == MISTAKE:
        return str(details["ctx"]["en"]).rstrip(".")
    form = _form(details)
    text = form[1] if form else ENGLISH.get(_type(details))
    return _own_words(details) if text is None else _filled(text, details)


def _japanese(details: ErrorDetails) -> str:
    if details["type"] == MISTAKE:
        return str(details["ctx"]["ja"]).rstrip("。")
    own = _own_words(details)
    ours = (text for beginning, text in JAPANESE_OF_OURS.items() if own.startswith(beginning))
    form = _form(details)
    text = form[0] if form else JAPANESE.get(_type(details)) or next(ours, None)
    return f"この値は使えません({own})" if text is None else _filled(text, details)


def _type(details: ErrorDetails) -> str:
    reason = str(details.get("ctx", {}).get("error"))
    return NO_SUCH_DAY if reason.startswith(OUTSIDE_THE_CALENDAR) else details["type"]


def _own_words(details: ErrorDetails) -> str:
    return details["msg"].removeprefix("Value error, ").rstrip(".")


def _form(details: ErrorDetails) -> tuple[str, str] | None:
    return FORMS.get(str(details.get("ctx", {}).get("pattern")))


def _filled(text: str, details: ErrorDetails) -> str:
    try:
        return text.format_map(details.get("ctx", {}))
    except KeyError:
        return text


def size_of_command(data: dict[str, Any]) -> int:
    """How many bytes a command has as JSON.

    Raises:
        DomainError: it cannot be written as JSON: half a surrogate pair, an endless number, a nest too deep.
    """
    try:
        return len(orjson.dumps(data))
    except (TypeError, ValueError, RecursionError):
        raise refusal(
            "input-invalid",
            wrong=("JSON として書けない値があります。", "It holds a value that cannot be written as JSON."),
            right=(
                "文字列・数・真偽値・一覧・項目だけで書いてください。",
                "Use whole characters, numbers of at most 64 bits, truth values, lists and fields.",
            ),
            field="command",
        ) from None


def refuse_oversized(size: int) -> None:
    """Refuse a command that is larger than 16 KB.

    Raises:
        DomainError: it is.
    """
    if size > LARGEST_COMMAND_BYTES:
        raise refusal(
            "command-too-large",
            wrong=(f"コマンドが {size:,} バイトあります。", f"This command has {size:,} bytes."),
            right=(
                f"{LARGEST_COMMAND_BYTES:,} バイトまでです。長い資料は場所を書いてください。",
                f"At most {LARGEST_COMMAND_BYTES:,} are taken; for longer material write where it is to be found.",
            ),
        )
