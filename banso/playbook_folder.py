"""The playbooks that an installation can use: those that ship with the product, and its own, a file each."""

import os
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from banso.playbook_text import bytes_of
from banso.playbooks import (
    Mistake,
    PlaybookError,
    examined,
    load_playbook,
    parse_playbook,
    shipped_playbooks,
    unknown_playbook,
    unusable,
)
from banso.system_errors import reason_in_words
from domain.playbooks.lines import KeyLines
from domain.playbooks.schema import Playbook, Rules
from domain.shared.values import BilingualText, Identifier

ENDING = ".toml"
_NAME = TypeAdapter[str](Identifier)
_Signature = tuple[int, int, int]


@dataclass(frozen=True)
class OwnPlaybook:
    """One file of the folder: the playbook in it, or (then it is None) all that is wrong with it."""

    path: Path
    playbook: Playbook | None
    mistakes: tuple[Mistake, ...]

    @property
    def name(self) -> str:
        """What it is called: as its file is."""
        return self.path.name.removesuffix(ENDING)


@dataclass(frozen=True)
class Added:
    """What became of adding a playbook; `before` is the version that was there, None where there was none."""

    rules: Rules
    path: Path
    before: int | None
    changed: bool
    """False: the same file was there already."""


class Playbooks:
    """Shipped playbooks and those of a folder, by name. A file is read anew when it changed; none breaks another."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._known: dict[Path, tuple[_Signature, OwnPlaybook]] = {}

    def names(self) -> tuple[str, ...]:
        """All that can be used, in alphabetical order."""
        usable = (one.name for one in self.own() if one.playbook is not None)
        return tuple(sorted({*shipped_playbooks(), *usable}))

    def own(self) -> list[OwnPlaybook]:
        """The files of the folder in alphabetical order, broken ones too."""
        if self._folder is None or not self._folder.is_dir():
            return []
        return [one for path in sorted(self._folder.glob(f"*{ENDING}")) if (one := self._read(path)) is not None]

    def load(self, name: str) -> Playbook:
        """One playbook, as it is now.

        Raises:
            PlaybookError: there is none of that name, or its file has mistakes.
        """
        if name in shipped_playbooks():
            return load_playbook(name)
        own = self._own(name)
        if own is None:
            raise unknown_playbook(name, self.names())
        if own.playbook is None:
            raise unusable(own.mistakes)
        return own.playbook

    def find(self, name: str) -> Playbook | None:
        """One playbook; None where it is gone, or broken."""
        try:
            return self.load(name)
        except PlaybookError:
            return None

    def add(self, text: bytes, source: str) -> Added:
        """Check a playbook and put it into the folder; a newer version takes the earlier one's place.

        Raises:
            PlaybookError: it has mistakes, takes the name of one that ships, or has other rules without a higher
                version; the folder is as it was.
            OSError: the folder cannot be written.
        """
        if self._folder is None:
            raise LookupError("these playbooks have no folder")
        rules = parse_playbook(text, source).rules
        if rules.name in shipped_playbooks():
            raise _name_taken(rules.name)
        earlier = self._own(rules.name)
        if earlier is not None and earlier.playbook is not None:
            _refuse_hidden_change(earlier.playbook.rules, rules)
        path = self._folder / f"{rules.name}{ENDING}"
        changed = earlier is None or path.read_bytes() != text
        if changed:
            _replace(path, text)
        before = earlier.playbook.rules.version if earlier is not None and earlier.playbook is not None else None
        return Added(rules, path, before, changed)

    def _own(self, name: str) -> OwnPlaybook | None:
        try:
            _NAME.validate_python(name)
        except ValidationError:
            return None
        return None if self._folder is None else self._read(self._folder / f"{name}{ENDING}")

    def _read(self, path: Path) -> OwnPlaybook | None:
        """What a file says now; None where there is none."""
        try:
            found = path.stat()
            signature = found.st_mtime_ns, found.st_size, found.st_ino
            known = self._known.get(path)
            if known is not None and known[0] == signature:
                return known[1]
            with path.open("rb") as file:
                own = _examined_file(path, bytes_of(file))
        except FileNotFoundError:
            return None
        except OSError as error:
            return OwnPlaybook(path, None, (_unreadable(path, error),))
        self._known[path] = signature, own
        return own


def _examined_file(path: Path, text: bytes) -> OwnPlaybook:
    playbook, mistakes = examined(text, path.name)
    if playbook is None:
        return OwnPlaybook(path, None, mistakes)
    line = KeyLines(text.decode("utf-8-sig")).of(("rules", "name"))
    name, stem = playbook.rules.name, path.name.removesuffix(ENDING)
    if stem in shipped_playbooks():
        taken = _name_taken(stem)
        return OwnPlaybook(path, None, (Mistake(path.name, line, "rules.name", taken.wrong, taken.right),))
    if name != stem:
        return OwnPlaybook(path, None, (_other_name(path, line, name, stem),))
    return OwnPlaybook(path, playbook, ())


def _refuse_hidden_change(earlier: Rules, later: Rules) -> None:
    """Rules that change under the same version would be two things with one name."""
    if later.version < earlier.version:
        raise _version(
            "playbook-version-earlier",
            f"第{earlier.version}版がすでにあり、これは第{later.version}版です。",
            f"Version {earlier.version} is there already, and this is version {later.version}.",
            earlier.version + 1,
        )
    if later.version == earlier.version and later != earlier:
        raise _version(
            "playbook-version-same",
            f"規則が変わっていますが、版は第{later.version}版のままです。",
            f"Its rules are others, and it still calls itself version {later.version}.",
            earlier.version + 1,
        )


def _version(code: str, ja: str, en: str, right: int) -> PlaybookError:
    return PlaybookError(
        code,
        wrong=BilingualText(ja=ja, en=en),
        right=BilingualText(
            ja=f"[rules] に version = {right} と書いてください。すでに始まったものは、始めたときの版のまま進みます。",
            en=f"Write version = {right} in [rules]. What has begun goes on with the version that it began with.",
        ),
    )


def _name_taken(name: str) -> PlaybookError:
    return PlaybookError(
        "playbook-name-taken",
        wrong=BilingualText(
            ja=f"{name} は、製品に付いてくるプレイブックの名前です。",
            en=f"{name} is the name of a playbook that ships with the product.",
        ),
        right=BilingualText(
            ja=f'別の名前にしてください。正しい例: name = "my-{name}"。',
            en=f'Choose another name. Right would be, for example: name = "my-{name}".',
        ),
    )


def _other_name(path: Path, line: int, name: str, stem: str) -> Mistake:
    return Mistake(
        path.name,
        line,
        "rules.name",
        BilingualText(
            ja=f"ファイルの名前({stem})と、中の名前({name})が違います。",
            en=f"The file is called {stem}, what is in it {name}.",
        ),
        BilingualText(
            ja=f'正しい例: name = "{stem}"。またはファイルを {name}{ENDING} にしてください。',
            en=f'Right would be, for example: name = "{stem}"; or call the file {name}{ENDING}.',
        ),
    )


def _unreadable(path: Path, error: OSError) -> Mistake:
    return Mistake(
        path.name,
        1,
        "",
        BilingualText(ja=f"読めません({reason_in_words(error).ja})。", en=f"It cannot be read: {error.strerror}."),
        BilingualText(ja="ファイルの権限を確かめてください。", en="Check the rights of the file."),
    )


def _replace(path: Path, text: bytes) -> None:
    """All of it or nothing: whoever reads meanwhile finds the one or the other."""
    path.parent.mkdir(parents=True, exist_ok=True)
    new = path.with_name(f".{path.name}.new")
    new.write_bytes(text)
    os.replace(new, path)
