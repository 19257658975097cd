"""Somebody who watches a system: which events came since they last looked, and who was told what by mail."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from banso.playbooks import load_playbook
from banso.stack.caught_mail import CaughtMail, read_mail
from domain.playbooks.schema import Playbook
from domain.shared.refusals import DomainError

from support.system import System

PLAYBOOK = "furusato-kengyo"
DOMAIN = "@example.jp"


Subjects = Mapping[tuple[str, str], re.Pattern[str]]


def subjects_of(playbook: Playbook) -> Subjects:
    """What the subject of every message looks like, by message and language."""
    found = {}
    for name, message in playbook.messages.items():
        for language, text in (("ja", message.ja), ("en", message.en)):
            parts = re.split(r"\{\w+\}", text.subject)
            found[name, language] = re.compile(".+".join(re.escape(part) for part in parts))
    return found


SUBJECTS = subjects_of(load_playbook(PLAYBOOK))


@dataclass(frozen=True)
class Told:
    """One mail: which message of the playbook, in which language, reached whom."""

    message: str
    person: str
    language: str
    mail: CaughtMail

    def __str__(self) -> str:
        return f"{self.message} > {self.person}"


def _recognised(mail: CaughtMail, subjects: Subjects) -> Told:
    # Where a subject fits two, it is of the one with more words of its own.
    known = sorted(
        (key for key, pattern in subjects.items() if pattern.fullmatch(mail.subject)),
        key=lambda key: len(subjects[key].pattern),
        reverse=True,
    )
    assert known, f"{mail.subject!r} is the subject of no message"
    assert len(mail.to) == 1, f"a mail with one message went to {mail.to}"
    assert mail.html, "a mail without an HTML part"
    return Told(known[0][0], mail.to[0].removesuffix(DOMAIN), known[0][1], mail)


@dataclass
class Witness:
    """Watches one system. Everything is seen once: what a step does not expect makes that step fail.

    `languages` are those of persons who do not read Japanese; `subjects` those of their playbook; `seen` are all mails
    so far.
    """

    system: System
    languages: dict[str, str] = field(default_factory=dict)
    subjects: Subjects = field(default_factory=lambda: SUBJECTS)
    seen: list[Told] = field(default_factory=list)
    _read: set[Path] = field(default_factory=set)
    _position: int = 0
    _ids: set[str] = field(default_factory=set)

    async def settled(self) -> None:
        """Wait until everything that follows has happened."""
        await self.system.settle()

    async def saw(self, events: dict[str, str], mails: Iterable[str] = (), *, tenant: str | None = None) -> None:
        """Exactly these happened since: the types of events by stream, in order, and mails as "message > person".

        Which of two mails comes first is nobody's promise.
        """
        await self.settled()
        happened, told = await self.new_events(tenant), sorted(map(str, self.new_mails()))
        assert happened == {stream: types.split() for stream, types in events.items()}, f"{happened} {told}"
        assert told == sorted(mails), told

    async def new_events(self, tenant: str | None = None) -> dict[str, list[str]]:
        """The types of the events since the last look, by stream. All of them belong to one tenant."""
        rows = await self.system.rows(
            "SELECT position, tenant, stream, type FROM banso.events WHERE position > %s ORDER BY position",
            self._position,
        )
        found: dict[str, list[str]] = {}
        for position, of_tenant, stream, type_ in rows:
            assert of_tenant == (tenant or self.system.tenant), f"{type_} of {stream} happened in {of_tenant}"
            found.setdefault(stream, []).append(type_)
            self._position = position
        return found

    def new_mails(self) -> list[Told]:
        """The mails since the last look; each in its reader's language, with a Message-ID that no other one has."""
        paths = sorted(set(self.system.mail_directory.glob("[!.]*.eml")) - self._read)
        self._read.update(paths)
        told = [_recognised(read_mail(path), self.subjects) for path in paths]
        for one in told:
            assert one.language == self.languages.get(one.person, "ja"), f"{one} came in {one.language}"
            assert one.mail.message_id not in self._ids, f"{one} has the Message-ID of another mail"
            self._ids.add(one.mail.message_id)
        self.seen.extend(told)
        return told

    async def overlook(self) -> None:
        """What happened since the last look is of no interest here."""
        await self.settled()
        await self.new_events()
        self.new_mails()

    def mail_to(self, person: str, message: str) -> CaughtMail:
        """The latest mail of this kind to somebody."""
        for told in reversed(self.seen):
            if (told.person, told.message) == (person, message):
                return told.mail
        raise AssertionError(f"{person} was never told {message}")

    def link_to(self, person: str, message: str = "milestone_approval_request") -> str:
        """The token of the decision link in the latest mail of this kind to somebody."""
        text = self.mail_to(person, message).text
        found = re.findall(r"/decide/(\S+)", text)
        assert len(found) == 1, f"{len(found)} links in one mail"
        return str(found[0])

    async def refused(self, code: str | None, coroutine: object, *, field: str | None = None) -> DomainError:
        """It is refused (with this code), says so in both languages, and leaves neither event nor mail nor news."""
        await self.settled()
        return await self.refused_now(code, coroutine, field=field)

    async def refused_now(self, code: str | None, coroutine: object, *, field: str | None = None) -> DomainError:
        """As `refused`, without waiting for what is under way: for a store that no worker serves."""
        before = await self._written()
        with pytest.raises(DomainError) as caught:
            await coroutine  # type: ignore[misc]
        refusal = caught.value
        assert code is None or refusal.code == code, refusal
        assert field is None or refusal.field == field
        assert refusal.explain("ja").endswith("何も変更されていません。")
        assert refusal.explain("en").endswith("Nothing was changed.")
        assert await self._written() == before, "a refusal left something behind"
        return refusal

    async def _written(self) -> list[tuple[int, ...]]:
        tables = ("events", "commands", "effects", "news", "streams")
        return await self.system.rows("SELECT " + ", ".join(f"(SELECT count(*) FROM banso.{one})" for one in tables))
