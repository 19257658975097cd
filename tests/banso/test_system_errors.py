"""Why the operating system refused something, as people read it."""

import errno
import os
import re

import pytest

from banso.cli.errors import problem_of
from banso.cli.texts import use
from banso.system_errors import JAPANESE, reason_in_words


@pytest.mark.parametrize("number", list(JAPANESE))
def test_what_people_meet_is_told_in_japanese(number: int) -> None:
    told = reason_in_words(OSError(number, os.strerror(number)))
    assert not re.search(r"[A-Za-z]", told.ja)
    assert told.en == os.strerror(number)


def test_a_rare_reason_keeps_its_own_words() -> None:
    told = reason_in_words(OSError(errno.EOVERFLOW, os.strerror(errno.EOVERFLOW)))
    assert told.ja == told.en == os.strerror(errno.EOVERFLOW)
    assert reason_in_words(TimeoutError()).en == "TimeoutError"


def test_a_missing_file_is_told_in_japanese_alone() -> None:
    use("ja")
    try:
        told = problem_of(FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), "nowhere.toml"))
    finally:
        use("en")
    assert told is not None
    assert told.wrong == "nowhere.toml を使えません(見つかりません)。"
