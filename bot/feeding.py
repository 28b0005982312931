"""Feeding: invented residents say real texts, each through the whole bot, and it is counted whether all arrive."""

from __future__ import annotations

import asyncio
import json
import re
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from bot.playground.chats import Message, Person
from bot.playground.engine import Engine
from bot.refusal import Unplayable
from bot.texts import Texts
from storage import items
from storage.db import Database, Tx

SIDE_BY_SIDE = 10
"""Residents who speak at the same time; more waiting cards than that a team gets as one list."""

FIRST_RESIDENT = 100_001
PATIENCE_SECONDS = 60
_LABEL = re.compile(r"I-\d+")


def read(path: Path) -> list[str]:
    """The texts of a file of JSON lines with `title` and `text`; raises Unplayable with the line."""
    try:
        lines = path.read_text(encoding="utf-8").strip().split("\n")  # a text may hold other line ends
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8"
        raise Unplayable(f"--feed {path}: cannot be read ({reason})") from None
    texts = []
    for number, line in enumerate(lines, 1):
        try:
            row = json.loads(line)
            text = "\n\n".join(part for part in (row.get("title"), row.get("text")) if part).strip()
        except (ValueError, AttributeError, TypeError):
            raise Unplayable(
                f'--feed {path}, line {number}: is not JSON such as {{"title": "…", "text": "…"}}'
            ) from None
        if text:
            texts.append(text)
    if not texts:
        raise Unplayable(f"--feed {path}: holds no texts")
    return texts


class Declined(Exception):
    """The bot asked for something else than this text (it was too short), in a sentence."""


@dataclass(frozen=True, slots=True)
class Feed:
    """What became of the texts."""

    said: int
    declined: int
    stored: int
    seconds: float
    cards: int


async def feed(engine: Engine, database: Database, texts: list[str], console: Console) -> Feed:
    """Say all texts, wait until the last card is in its group, print the figures."""
    ears, waiting = _Ears(engine), list(enumerate(texts))[::-1]
    progress = Progress(
        TextColumn("Residents speak"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=console,
    )
    began, declined = time.monotonic(), list[int]()
    with progress:
        task = progress.add_task("", total=len(texts))

        async def speak() -> None:
            while waiting:
                number, text = waiting.pop()
                person = engine.person(f"Resident {number + 1}", id=FIRST_RESIDENT + number, shown=False)
                person.started = True
                try:
                    await _say(engine, ears, person, text)
                except Declined:
                    declined.append(number)
                progress.advance(task)

        await asyncio.gather(*(speak() for _ in range(SIDE_BY_SIDE)))
    stored = await database.read(lambda tx: _found(tx, texts))
    result = Feed(len(texts), len(declined), stored, time.monotonic() - began, len(ears.cards))
    ears.close()
    console.print(_table(result))
    return result


async def _say(engine: Engine, ears: _Ears, person: Person, text: str) -> None:
    """One resident: writes, reads the preview, presses the button, gets a number."""
    t = Texts("en", UTC)
    chat = engine.find_chat(person)
    engine.say(person, chat, text)
    parts = sum(1 for message in engine.messages(chat) if message.sender.id == person.id)
    if parts > 1:
        join = t("🔗 Join with my message before").plain
        for _ in range(parts - 1):
            await ears.hear(person, lambda message: _place(message, join))
            await ears.press(person, join)
    await ears.press(person, t("💡 Send as an idea").plain)
    receipt = await ears.hear(person, lambda message: message.text.startswith("✅"))
    await ears.see_card(_label(receipt))


class _Ears:
    """Waits for what the bot says."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._heard: dict[int, asyncio.Event] = {}
        self._awaited: dict[str, asyncio.Event] = {}
        self.cards: set[str] = set()
        engine.watchers.append(self._on_message)

    def close(self) -> None:
        self._engine.watchers.remove(self._on_message)

    def _on_message(self, message: Message) -> None:
        if message.chat.id < 0 and message.text.startswith("💡"):
            self.cards.add(_label(message))
            self._awaited.setdefault(_label(message), asyncio.Event()).set()
        if heard := self._heard.get(message.chat.id):
            heard.set()

    async def hear(self, person: Person, wanted: Callable[[Message], Any]) -> Message:
        """The newest message of the bot that is wanted."""
        heard = self._heard.setdefault(person.id, asyncio.Event())
        while True:
            heard.clear()
            for message in reversed(self._engine.messages(person.id)):
                if message.sender.id != person.id and wanted(message):
                    return message
            try:
                await asyncio.wait_for(heard.wait(), PATIENCE_SECONDS)
            except TimeoutError:
                raise Unplayable(f"{person.name} has had no answer for {PATIENCE_SECONDS} s") from None

    async def press(self, person: Person, label: str) -> None:
        """Press a button as soon as it is there."""
        message = await self.hear(person, lambda _: True)
        if (place := _place(message, label)) is None:
            raise Declined(message.text)
        row, column = place
        self._engine.press(person, person.id, message, row, column)

    async def see_card(self, label: str) -> None:
        """The team has the card."""
        try:
            await asyncio.wait_for(self._awaited.setdefault(label, asyncio.Event()).wait(), PATIENCE_SECONDS)
        except TimeoutError:
            raise Unplayable(f"{label} has not come to a group within {PATIENCE_SECONDS} s") from None


def _label(message: Message) -> str:
    """The number that a message speaks of."""
    found = _LABEL.search(message.text)
    return found.group() if found else ""


def _place(message: Message, label: str) -> tuple[int, int] | None:
    for row, buttons in enumerate(message.buttons):
        for column, button in enumerate(buttons):
            if button["text"] == label:
                return row, column
    return None


def _found(tx: Tx, texts: list[str]) -> int:
    """How many of the texts are stored, each exactly as it was said and as often."""
    stored = Counter(_bare(text) for text in items.texts(tx))
    said = Counter(_bare(text) for text in texts)
    return sum(min(count, stored[text]) for text, count in said.items())


def _bare(text: str) -> str:
    """Without white space: parts of a long text are joined with an empty line between them."""
    return "".join(text.split())


def _table(result: Feed) -> Table:
    kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform == "darwin" else 1)
    table = Table(box=None, show_header=False, padding=(0, 1))
    table.add_row("Said", f"{result.said}")
    table.add_row("Stored, word for word", f"{result.stored}")
    table.add_row("On a card in a group", f"{result.cards}")
    table.add_row("Asked to say more", f"{result.declined}")
    table.add_row("Lost", f"{result.said - result.declined - min(result.stored, result.cards)}")
    table.add_row("A second, from word to card", f"{result.said / result.seconds:.0f}")
    table.add_row("Memory, bot and playground together", f"{kilobytes / 1024:.0f} MB")
    return table
