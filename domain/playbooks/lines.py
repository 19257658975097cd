"""In which line of a playbook's text each key stands, so that a mistake can be found."""

import re
import tomllib

Path = tuple[str, ...]

_TOKEN = re.compile(
    r'"""(?:\\.|[^\\])*?""""{0,2}'  # text of several lines, which may end in quotes of its own
    r"|'''.*?''''{0,2}"
    r'|"(?:\\.|[^"\\\n])*"'
    r"|'[^'\n]*'"
    r"|\#[^\n]*"
    r"|[\w+:-]+"
    r"|[^\S\n]+"
    r"|.",
    re.DOTALL,
)


class KeyLines:
    """The lines (from 1) of all keys of a TOML text. Says nothing about texts that are no TOML."""

    def __init__(self, text: str) -> None:
        self._tokens: list[tuple[str, int]] = []
        self._at = 0
        self._found: dict[Path, int] = {(): 1}
        self._values: dict[Path, tuple[str, int]] = {}
        self._read(text)
        self._scan()

    def of(self, path: Path, part: str = "") -> int:
        """The line of a key, or of the first `part` of its text; where the key is missing, that of its table."""
        text, line = self._values.get(path, ("", 1))
        if part and part in text:
            return line + text[: text.index(part)].count("\n")
        while path not in self._found:
            path = path[:-1]
        return self._found[path]

    def _read(self, text: str) -> None:
        line = 1
        for match in _TOKEN.finditer(text):
            piece = match[0]
            if piece == "\n" or not (piece.isspace() or piece.startswith("#")):
                self._tokens.append((piece, line))
            line += piece.count("\n")

    def _peek(self) -> str:
        return self._tokens[self._at][0] if self._at < len(self._tokens) else ""

    def _next(self) -> str:
        token = self._peek()
        self._at += 1
        return token

    def _scan(self) -> None:
        table: Path = ()
        counts: dict[Path, int] = {}
        while self._peek():
            if self._peek() == "\n":
                self._next()
            elif self._peek() == "[":
                table = self._header(counts)
            else:
                self._entry(table)

    def _header(self, counts: dict[Path, int]) -> Path:
        brackets = 0
        while self._peek() == "[":
            self._next()
            brackets += 1
        line = self._line()
        table = self._key()
        if brackets == 2:  # [[table]]: one more entry of a list
            counts[table] = counts.get(table, -1) + 1
            table = (*table, str(counts[table]))
        self._note(table, line)
        while self._peek() == "]":
            self._next()
        return table

    def _entry(self, table: Path) -> None:
        line = self._line()
        path = table + self._key()
        self._note(path, line)
        if self._next() == "=":
            self._value(path)

    def _key(self) -> Path:
        parts = [_unquoted(self._next())]
        while self._peek() == ".":
            self._next()
            parts.append(_unquoted(self._next()))
        return tuple(parts)

    def _value(self, path: Path) -> None:
        line, opening = self._line(), self._next()
        if opening == "{":
            self._inside("}", path)
        elif opening == "[":
            self._inside("]", path)
        else:
            self._values[path] = opening, line
            while self._peek() not in ("\n", ",", "]", "}", ""):
                self._next()

    def _inside(self, closing: str, path: Path) -> None:
        index = 0
        while self._peek() not in (closing, ""):
            if self._peek() in ("\n", ","):
                self._next()
            elif closing == "}":
                self._entry(path)
            else:
                self._note((*path, str(index)), self._line())
                self._value((*path, str(index)))
                index += 1
        self._next()

    def _line(self) -> int:
        return self._tokens[self._at][1] if self._at < len(self._tokens) else 1

    def _note(self, path: Path, line: int) -> None:
        for length in range(1, len(path) + 1):
            self._found.setdefault(path[:length], line)


def _unquoted(token: str) -> str:
    return str(tomllib.loads(f"key = {token}")["key"]) if token[:1] in ("'", '"') else token
