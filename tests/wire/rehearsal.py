"""Rehearsal: a bot as a real process against the playground over real HTTP, killed at random moments."""

from __future__ import annotations

import asyncio
import json
import os
import random
import sys
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from bot.clock import SystemClock
from bot.playground.engine import Engine
from bot.playground.server import serve

START_SECONDS = 20.0
LONGEST_LIFE = 0.25  # seconds after the first poll: in about that time a bot works off what waited for it
SILENCE_SECONDS = 3.0
GOODBYE_SECONDS = 10.0
CALL_MILLISECONDS = 5.0  # so that a kill finds calls in flight


@dataclass(frozen=True)
class Sent:
    """A message that the bot sent, in which of its lives."""

    life: int
    chat: int
    content: str


class Stage(Engine):
    """A playground that remembers which messages came in which life of the bot."""

    def __init__(self) -> None:
        super().__init__(SystemClock())
        self.life = 0
        self.sent: list[Sent] = []
        self.polled = asyncio.Event()
        self._called = asyncio.Event()
        self.faults.slow(CALL_MILLISECONDS)

    async def answer(
        self, method: str, params: dict[str, Any], files: Mapping[str, Any] | None = None
    ) -> tuple[int, dict[str, Any]]:
        if method == "getUpdates":
            self.polled.set()
        else:
            self._called.set()
        status, body = await super().answer(method, params, files)
        if status == 200 and method.startswith("send") and method != "sendChatAction":
            content = json.dumps([method, params.get("text"), params.get("caption"), params.get("reply_markup")])
            self.sent.append(Sent(self.life, int(params["chat_id"]), content))
        return status, body

    async def quiet(self, seconds: float) -> None:
        """Return when the bot has called nothing but getUpdates for so long."""
        with suppress(TimeoutError):
            while True:
                self._called.clear()
                await asyncio.wait_for(self._called.wait(), seconds)

    def repeats(self) -> list[Sent]:
        """The messages that a chat had word for word before; people in the rehearsal never cause that."""
        seen: set[tuple[int, str]] = set()
        repeated = []
        for sent in self.sent:
            if (sent.chat, sent.content) in seen:
                repeated.append(sent)
            seen.add((sent.chat, sent.content))
        return repeated

    def repeats_by_life(self) -> list[int]:
        """How many messages each life repeated."""
        counted = Counter(sent.life for sent in self.repeats())
        return [counted[life] for life in range(self.life + 1)]


class Crowd(Protocol):
    """The people of a rehearsal, who act in shares: one before each life of the bot."""

    def act(self, share: int) -> None: ...


@dataclass(frozen=True)
class Program:
    """How the bot is started."""

    arguments: list[str]
    settings: Mapping[str, str]
    log: Path


@asynccontextmanager
async def stage() -> AsyncIterator[tuple[Stage, str]]:
    """A playground over HTTP, and its address."""
    playground = Stage()
    async with serve(playground) as address:
        yield playground, address.url


async def rehearse(playground: Stage, program: Program, crowd: Crowd, *, kills: int, chance: random.Random) -> None:
    """Let the bot live and be killed so many times, and then live until it has nothing more to do."""
    for life in range(kills):
        playground.life = life
        crowd.act(life)
        bot = await _live(playground, program)
        await asyncio.sleep(chance.uniform(0, LONGEST_LIFE))
        bot.kill()
        await bot.wait()
    playground.life = kills
    bot = await _live(playground, program)
    await playground.quiet(SILENCE_SECONDS)
    bot.terminate()
    await asyncio.wait_for(bot.wait(), GOODBYE_SECONDS)


async def _live(playground: Stage, program: Program) -> asyncio.subprocess.Process:
    playground.polled.clear()
    bot = await run(program)
    polled = asyncio.create_task(playground.polled.wait())
    ended = asyncio.create_task(bot.wait())
    await asyncio.wait({polled, ended}, timeout=START_SECONDS, return_when=asyncio.FIRST_COMPLETED)
    ended.cancel()
    if not polled.done():
        polled.cancel()
        raise AssertionError(f"the bot did not come up:\n{program.log.read_text(errors='replace')[-3000:]}")
    return bot


async def run(program: Program) -> asyncio.subprocess.Process:
    """Start a program, with its output in its log."""
    with program.log.open("ab") as log:
        return await asyncio.create_subprocess_exec(
            sys.executable,
            *program.arguments,
            env=_environment(program.settings),
            stdout=log,
            stderr=log,
        )


async def output(arguments: list[str], settings: Mapping[str, str]) -> str:
    """What a command prints that ends by itself."""
    command = await asyncio.create_subprocess_exec(
        sys.executable, *arguments, env=_environment(settings), stdout=asyncio.subprocess.PIPE
    )
    printed, _ = await command.communicate()
    assert command.returncode == 0
    return printed.decode()


def _environment(settings: Mapping[str, str]) -> dict[str, str]:
    others = {name: value for name, value in os.environ.items() if not name.startswith("KAIWA_")}
    return {**others, **settings}
