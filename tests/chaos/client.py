"""A client as the API will be: a process that sends commands, and asks again under the same id when it does not know.

Run by the driver: `client.py --diary FILE --today DATE`, with the system in the environment. It ends on SIGTERM, when
the answer to everything that it sent is known; killed, its successor takes up what was open.
"""

import argparse
import asyncio
import random
import signal
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from typing import Any

import psycopg
from chaos.diary import Diary, digest_of, read_diary
from chaos.story import CHATTERS, Step, chatter, letter
from psycopg_pool import PoolTimeout

from banso.client import BansoClient
from banso.eventstore.errors import NotKnownYet
from banso.opening import open_client
from banso.settings import Settings
from domain.shared.actors import Actor
from domain.shared.refusals import DomainError
from domain.shared.values import StreamReference

TENANT = "gifu"
WALKERS = 5
TWICE = 0.05
"""This share of commands is sent by two callers at once."""
AWAY = (NotKnownYet, psycopg.Error, PoolTimeout, OSError)


class Caller:
    """Sends until it knows."""

    def __init__(self, client: BansoClient, diary: Diary, stopping: asyncio.Event) -> None:
        self._client = client
        self._diary = diary
        self.stopping = stopping

    async def state(self, stream: str) -> Any:
        """The state of a stream; whoever asks may have to ask again."""
        return (await self._client.queries.show(TENANT, StreamReference.parse(stream)))[1]

    async def once(self, command_id: str, stream: str, actor: Actor, command: dict[str, Any]) -> bool:
        """Send, again and again under the same id, until the answer is known; whether it was accepted."""
        body = {"stream": stream, "actor": actor.model_dump(mode="json"), "command": command}
        self._diary.write("sent", command_id, **body)
        while True:
            try:
                outcome = await self._client.send(
                    TENANT, actor, StreamReference.parse(stream), command, command_id=command_id
                )
            except AWAY:
                await asyncio.sleep(random.uniform(0.05, 0.3))
                continue
            except DomainError as error:
                self._diary.write("refused", command_id, code=error.code)
                return False
            self._diary.write("acknowledged", command_id, receipt=digest_of(outcome.receipt.model_dump_json()))
            return True

    async def step(self, step: Step) -> bool:
        """Take a step as soon as it is possible; False when the client is to end first."""
        while not self.stopping.is_set():
            try:
                command = await step.build(self.state)
            except (*AWAY, DomainError):
                command = None
            if command is not None:
                twice = 2 if random.random() < TWICE else 1
                sending = [self.once(step.name, step.stream, step.actor, command) for _ in range(twice)]
                if any(await asyncio.gather(*sending)):
                    return True
            await asyncio.sleep(random.uniform(0.1, 0.4))
        return False

    async def walk(self, name: str, today: date) -> bool:
        """A letter from its beginning; False when the client is to end first."""
        for step in letter(name, today):
            if not await self.step(step):
                return False
            await asyncio.sleep(random.uniform(0.01, 0.08))
        return True

    async def chat(self, number: int, turn: int) -> None:
        """A chatter goes on from a turn."""
        while await self.step(chatter(number, turn)):
            turn += 1
            await asyncio.sleep(random.uniform(0.02, 0.25))


async def walk_letters(caller: Caller, names: asyncio.Queue[str], today: date) -> None:
    """One letter after the other."""
    while not caller.stopping.is_set():
        await caller.walk(await names.get(), today)


@asynccontextmanager
async def reached(settings: Settings) -> AsyncIterator[BansoClient]:
    """The application client, as soon as there is a database."""
    while True:
        opening = open_client(settings)
        try:
            client = await opening.__aenter__()
        except AWAY:
            await asyncio.sleep(0.2)
            continue
        break
    try:
        yield client
    finally:
        await opening.__aexit__(None, None, None)


def _turns(names: Iterable[str], number: int) -> list[int]:
    return [int(name.partition(".")[2]) for name in names if name.startswith(f"chat-{number}.")]


async def run(path: Path, today: date) -> None:
    """Take up what was open, then go on until SIGTERM."""
    stopping = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stopping.set)
    before = await asyncio.to_thread(read_diary, path)
    async with reached(Settings.from_environment()) as client:
        caller = Caller(client, Diary(path), stopping)
        for identifier in sorted(before.open):
            body = before.sent[identifier]
            await caller.once(identifier, body["stream"], Actor.model_validate(body["actor"]), body["command"])
        begun = {name.partition(".")[0] for name in before.sent if name.startswith("letter-")}
        ended = {name.partition(".")[0] for name in before.receipts if name.endswith(".voice.hr")}
        names: asyncio.Queue[str] = asyncio.Queue()
        for name in [*sorted(begun - ended), *(f"letter-{n}" for n in range(len(begun), len(begun) + 10_000))]:
            names.put_nowait(name)
        turns = {number: 1 + max(_turns(before.receipts, number), default=-1) for number in range(CHATTERS)}
        chats = [caller.chat(n, turns[n]) for n in range(CHATTERS)]
        await asyncio.gather(*chats, *(walk_letters(caller, names, today) for _ in range(WALKERS)))


def main() -> None:
    """Read the arguments and run."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--diary", type=Path, required=True)
    parser.add_argument("--today", type=date.fromisoformat, required=True)
    arguments = parser.parse_args()
    asyncio.run(run(arguments.diary, arguments.today))


if __name__ == "__main__":
    main()
