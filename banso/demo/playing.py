"""Plays a scenario: everybody acts at their moment, and time goes on when everything of a moment is done.

Time passes in stretches, each up to the next moment at which something has to happen. So a slow machine is slower,
and nobody is reminded too early or too late because of it. Workflows whose deadline lies in a stretch are told that
time goes on, and set their timers anew.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from temporalio.client import Client
from temporalio.service import RPCError

from banso.client import BansoClient
from banso.demo.asking import Answer, Question
from banso.demo.notebook import Notebook
from banso.demo.scenario import Act, chronicle
from banso.demo.watching import Due, Watch, World
from domain.shared.refusals import DomainError, refusal
from domain.shared.values import StreamReference
from workflows.contracts import NUDGE, Follow, Nudge, workflow_id

LOOK_EVERY_SECONDS = 0.05
REST_AT_MOST_SECONDS = 0.5
WAKE_AGAIN_SECONDS = 3.0
PATIENCE_SECONDS = 120.0
SIGNAL_TIMEOUT = timedelta(seconds=3)
SENT_BY_ANOTHER_RELEASE = "command-id-reused"


@dataclass(frozen=True)
class Scene:
    """What an audience sees: simulated time, the world, how many acts of how many are done."""

    now: datetime
    world: World
    done: int
    total: int


class Audience(Protocol):
    """Whoever looks on."""

    def see(self, scene: Scene) -> None:
        """Something may have changed."""

    def refused(self, act: Act, error: DomainError, at: datetime) -> None:
        """An act was refused, as the story wants it."""

    def answered(self, question: Question, answer: Answer, at: datetime) -> None:
        """A question of the story was answered."""


class Interruption(Protocol):
    """Something that happens between two acts."""

    async def between(self, scene: Scene, others: Sequence[Act]) -> None:
        """The first act of a moment is done, the others of that moment are not."""


@dataclass(frozen=True)
class Stage:
    """What a player works with."""

    tenant: str
    client: BansoClient
    watch: Watch
    notebook: Notebook
    temporal: Callable[[], Awaitable[Client]]


class Player:
    """Plays one scenario to its end, from wherever it stands."""

    def __init__(
        self,
        stage: Stage,
        acts: Sequence[Act],
        questions: Sequence[Question],
        audience: Audience,
        interruption: Interruption,
    ) -> None:
        self._stage = stage
        self._acts = acts
        self._questions = questions
        self._audience = audience
        self._interruption = interruption
        self._clock = stage.notebook.clock
        self._settled_at = time.monotonic()
        self._standing: tuple[int, int, dict[str, int]] = (0, 0, {})
        self._woken_at = 0.0
        self._sent = set(stage.notebook.present().refused)

    async def play(self) -> World:
        """Until every act is done and nothing is waited for; the world at the end.

        Raises:
            DomainError: an act is refused, or nothing moves any more. What happened so far stays.
        """
        while True:
            world = await self._look()
            if not world.settled(self._clock.now()):
                await self._wait_for_work(world)
                continue
            self._settled_at = time.monotonic()
            await self._ask(world)
            if ready := self._ready(world):
                await self._act(world, ready)
            elif (moment := self._next_moment(world)) is not None:
                await self._let_pass(world, moment)
            elif self._open(world):
                raise stuck([act.command_id for act in self._open(world)])
            else:
                return world

    async def _look(self) -> World:
        world = await self._stage.watch.look()
        self._audience.see(self._scene(world))
        return world

    def _scene(self, world: World) -> Scene:
        return Scene(self._clock.now(), world, len(self._acts) - len(self._open(world)), len(self._acts))

    def _open(self, world: World) -> list[Act]:
        done = world.command_ids | self._sent
        return [act for act in self._acts if act.command_id not in done]

    def _ready(self, world: World) -> list[tuple[Act, datetime]]:
        now = self._clock.now()
        return [(act, moment) for act, moment in self._moments(world) if moment <= now]

    def _moments(self, world: World) -> Iterable[tuple[Act, datetime]]:
        happened = chronicle(world.happened)
        for act in self._open(world):
            moment = act.when.moment(happened) if act.when else self._clock.now()
            if moment is not None:
                yield act, moment

    def _next_moment(self, world: World) -> datetime | None:
        acts = [moment for _, moment in self._moments(world)]
        asked = [moment for _, moment in self._questions_left(world)]
        return min([*acts, *asked, *(due.deadline.due for due in world.upcoming())], default=None)

    def _questions_left(self, world: World) -> Iterable[tuple[Question, datetime]]:
        answers, happened = self._stage.notebook.present().answers, chronicle(world.happened)
        for question in self._questions:
            moment = question.when.moment(happened)
            if moment is not None and question.name not in answers:
                yield question, moment

    async def _ask(self, world: World) -> None:
        """The questions whose moment has come, before anybody acts in it."""
        now, happened = self._clock.now(), chronicle(world.happened)
        for question, moment in list(self._questions_left(world)):
            if moment <= now:
                answer = await question.ask(self._stage.client, self._stage.tenant, moment, happened)
                self._stage.notebook.note_answer(question.name, answer)
                self._audience.answered(question, answer, moment)

    async def _act(self, world: World, ready: Sequence[tuple[Act, datetime]]) -> None:
        for place, (act, moment) in enumerate(ready):
            await self._send(act, moment, world)
            if place == 0:
                others = [later for later, _ in ready[1:]]
                await self._interruption.between(self._scene(await self._stage.watch.look()), others)

    async def _send(self, act: Act, moment: datetime, world: World) -> None:
        command = act.command(moment, chronicle(world.happened))
        stream, client = StreamReference.parse(act.stream), self._stage.client
        try:
            for _ in range(1 + act.twice):
                await client.send(self._stage.tenant, act.actor, stream, command, command_id=act.command_id)
        except DomainError as error:
            # An earlier release sent it in other words; what it brought about is there.
            if error.code not in (act.refused, SENT_BY_ANOTHER_RELEASE):
                raise
            if error.code == act.refused:
                self._stage.notebook.note_refusal(act.command_id)
                await self._look()  # what led to it is told before it
                self._audience.refused(act, error, moment)
        else:
            if act.refused:
                raise not_refused(act)
        self._sent.add(act.command_id)

    async def _let_pass(self, world: World, moment: datetime) -> None:
        """Time goes on to the moment; the board lives meanwhile."""
        self._stage.notebook.let_pass(moment)
        await self._wake(due for due in world.upcoming() if due.deadline.due <= moment)
        while (now := self._clock.now()) < moment:
            self._audience.see(self._scene(world))
            left = (moment - now).total_seconds() / self._stage.notebook.present().stretch.pace
            await asyncio.sleep(min(left, REST_AT_MOST_SECONDS))

    async def _wait_for_work(self, world: World) -> None:
        """Others have something to do. A signal that was lost is sent again; after two silent minutes we give up."""
        if (standing := (world.fresh, world.news, world.effects)) != self._standing:
            self._settled_at, self._standing = time.monotonic(), standing
        waited = time.monotonic() - self._settled_at
        if waited > PATIENCE_SECONDS:
            raise stuck([f"news {world.news}, effects {world.open_effects}"])
        if waited > WAKE_AGAIN_SECONDS and time.monotonic() - self._woken_at > WAKE_AGAIN_SECONDS:
            now = self._clock.now()
            await self._wake(due for due in world.upcoming() if due.deadline.due <= now)
        await asyncio.sleep(LOOK_EVERY_SECONDS)

    async def _wake(self, concerned: Iterable[Due]) -> None:
        """Time goes on: whoever waits for a moment of it has to set the alarm anew."""
        self._woken_at = time.monotonic()
        await asyncio.gather(*(self._signal(due) for due in concerned))

    async def _signal(self, due: Due) -> None:
        follow = Follow(tenant=self._stage.tenant, stream=due.stream, process=due.deadline.process)
        # Whoever does not run now looks at the clock when it begins, and in any case soon after the stretch.
        with suppress(RPCError, RuntimeError):
            client = await self._stage.temporal()
            handle = client.get_workflow_handle(workflow_id(follow))
            await handle.signal(NUDGE, Nudge(), rpc_timeout=SIGNAL_TIMEOUT)


def not_refused(act: Act) -> DomainError:
    """What the story takes for impossible was possible."""
    return refusal(
        "demo-not-refused",
        wrong=(
            f"断られるはずのことが受け付けられました({act.command_id})。",
            f"What had to be refused was accepted: {act.command_id}.",
        ),
        right=(
            "`banso demo --reset` で初めからやり直せます。同じことが起きたら、お知らせください。",
            "`banso demo --reset` begins anew. If it happens again, please tell us.",
        ),
    )


def stuck(what: Sequence[str]) -> DomainError:
    """Nothing moves any more, though the story is not over."""
    named = ", ".join(what[:3])
    return refusal(
        "demo-stuck",
        wrong=(f"見本の物語が先へ進まなくなりました({named})。", f"The demo's story does not go on: {named}."),
        right=(
            "`banso demo` で続きから、`banso demo --reset` で初めからやり直せます。"
            "ワーカーの記録は、データの置き場の demo/worker.log です。",
            "`banso demo` tries to go on from here, `banso demo --reset` begins anew. The worker's log is "
            "demo/worker.log in the data folder.",
        ),
    )
