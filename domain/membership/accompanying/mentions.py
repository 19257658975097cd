"""Steps that a report itself says are done, so that nobody has to keep lists besides writing."""

import re
import unicodedata

_LINE = re.compile(r"(?:できた|できました|done|✓|✔|☑)\s*[::]?\s*(\d{1,2}(?:[\s,、.]+\d{1,2})*)\s*", re.IGNORECASE)


def steps_mentioned(text: str, steps: int) -> tuple[int, ...]:
    """The numbers in lines such as `できた 1, 3` or `done: 2`, as far as the goal has such steps."""
    found: set[int] = set()
    for line in text.splitlines():
        mention = _LINE.fullmatch(unicodedata.normalize("NFKC", line).strip())
        if mention:
            found |= {int(number) for number in re.findall(r"\d+", mention[1])}
    return tuple(sorted(number for number in found if 1 <= number <= steps))
