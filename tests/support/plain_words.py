"""Whether a mistake is told in words that somebody without knowledge of the engine understands."""

import re

from banso.playbooks import Mistake

QUOTED = r"'[^']*'|\"[^\"]*\"|「[^」]*」|[{[].*?\.\.\.|\{[^}]*\}|\[[^]]*\]"


def in_plain_words(mistake: Mistake) -> None:
    """No words of the library, no English among the Japanese but names and what was written, nor the reverse."""
    for words in (mistake.wrong.ja, mistake.wrong.en):
        assert not re.search(r"[Vv]alue error|[Ii]nput should|pydantic|Decimal\(|datetime|NoneType", words), words
    ours = re.sub(QUOTED, "", mistake.wrong.ja)
    assert re.search(r"[ぁ-ん]", ours), mistake.wrong.ja
    assert not re.search(r"[A-Za-z]{2,} [A-Za-z]{2,}", ours), mistake.wrong.ja
    assert not re.search(r"[ぁ-ん]", re.sub(QUOTED, "", mistake.wrong.en)), mistake.wrong.en
    assert mistake.wrong.ja.endswith("。")
    assert mistake.wrong.en.endswith(".")
    assert mistake.wrong.ja != "この値は使えません。", mistake.place
