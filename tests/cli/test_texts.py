import pytest

from banso.cli.texts import UnknownLanguageError, language_of


@pytest.mark.parametrize(
    ("arguments", "environment", "expected"),
    [
        ([], {}, "en"),
        ([], {"LANG": "ja_JP.UTF-8"}, "ja"),
        ([], {"LANG": "de_DE.UTF-8"}, "en"),
        ([], {"LC_ALL": "ja_JP.UTF-8", "LANG": "en_US.UTF-8"}, "ja"),
        ([], {"BANSO_LANG": "en", "LANG": "ja_JP.UTF-8"}, "en"),
        (["inbox", "--lang", "ja"], {"BANSO_LANG": "en"}, "ja"),
        (["--lang=ja", "inbox"], {}, "ja"),
        (["inbox", "--lang", "JA_JP"], {}, "ja"),
    ],
)
def test_the_nearest_wish_counts(arguments: list[str], environment: dict[str, str], expected: str) -> None:
    assert language_of(arguments, environment) == expected


@pytest.mark.parametrize(("arguments", "environment"), [(["--lang", "fr"], {}), ([], {"BANSO_LANG": "fr"})])
def test_a_language_that_nobody_wrote_is_named(arguments: list[str], environment: dict[str, str]) -> None:
    with pytest.raises(UnknownLanguageError) as refused:
        language_of(arguments, environment)

    assert refused.value.given == "fr"
