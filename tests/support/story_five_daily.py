"""The people of story 5 and their mails: clients, accompanists, a coordinator, with synthetic names and addresses."""

from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from typing import Any

from banso.commands import Outcome
from banso.replies import Received
from domain.shared.actors import Role

from support.hands import Hands
from support.system import System
from support.witness import DOMAIN, Witness

SERVICE = "yorisoi"
UNDERSTANDINGS = ("spare_time", "mail", "no_special_skill", "side_income", "grow")
EVENINGS = ("mon 20:00-22:00", "thu 20:00-22:00")


def membership(person: str) -> str:
    """The stream of somebody's membership."""
    return f"membership:{SERVICE}.{person}"


@dataclass
class Daily(Hands):
    """The hands of everybody in the service, and a witness of what comes of it."""

    written: int = 0

    @classmethod
    def of(cls, system: System) -> "Daily":
        """Nothing has happened yet; one of the accompanists reads English."""
        system.tenant = "yorisoi-tenant"
        return cls(system, Witness(system, {"aoi": "en"}))

    async def as_member(self, person: str, type_: str, /, **values: Any) -> Outcome:
        """A member acts for themselves."""
        return await self.send(membership(person), type_, person, Role.PARTICIPANT, **values)

    async def join(self, person: str, role: str, understandings: tuple[str, ...] = UNDERSTANDINGS) -> Outcome:
        """Somebody wants to become a member."""
        words = {"service": SERVICE, "person": person, "member_role": role, "understandings": list(understandings)}
        return await self.as_member(person, "JoinService", **words)

    async def mails_in(self, person: str, text: str, **headers: str) -> Received:
        """Somebody replies to the latest mail that asked for a reply, as their mail program does it."""
        return await self.hand_over(self.reply_of(person, text, **headers))

    async def hand_over(self, raw: bytes) -> Received:
        """The mail server hands a mail over."""
        await self.system.settle()
        return await self.system.store.client.replies.receive(raw, f"banso{DOMAIN}")

    def reply_of(self, person: str, text: str, **headers: str) -> bytes:
        """A reply with the quoted mail below, from somebody's own address."""
        self.written += 1
        quoted = "\n".join(f"> {line}" for line in ("ひと言お返しください。", "Banso（伴走）"))
        mail = EmailMessage()
        usual = {
            "From": f"架空 {person} <{person}{DOMAIN}>",
            "To": self.reply_address(person),
            "Message-ID": f"<{self.written}.{person}@phone.example>",
        }
        for name, value in {**usual, **{name.replace("_", "-"): text for name, text in headers.items()}}.items():
            mail[name] = value
        mail.set_content(f"{text}\n\n2026年4月6日(月) 20:00 Banso <banso{DOMAIN}>:\n\n{quoted}\n")
        return mail.as_bytes()

    def reply_address(self, person: str) -> str:
        """Where the latest mail to somebody that can be replied to wants its reply."""
        for told in reversed(self.witness.seen):
            if told.person == person:
                found = BytesParser(policy=policy.default).parsebytes(told.mail.path.read_bytes())["Reply-To"]
                if found:
                    return str(found)
        raise AssertionError(f"no mail to {person} can be replied to")
