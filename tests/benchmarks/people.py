"""The people of the benchmark: they find a real button by talking to the bot, and press it one by one."""

from __future__ import annotations

import asyncio
import json
import time
from contextlib import suppress
from typing import Any

from tests.benchmarks.stand_in import Params, StandIn

PEOPLE = 5_000
FIRST_ID = 10_000
SCOUT = 9_999
PATIENCE = 15.0


class People:
    """Presses by people in turn, and how long each waited for what he saw next."""

    def __init__(self, stand_in: StandIn, buttons: list[str]) -> None:
        self._stand_in = stand_in
        self._buttons = buttons
        self._next = 0
        self._since: dict[int, float] = {}
        self._begun = 0.0
        self.answered = 0
        self.waits: list[float] = []
        self._all_served = asyncio.Event()
        stand_in.shown = self._shown

    @property
    def waiting(self) -> int:
        """How many have pressed and seen nothing yet."""
        return len(self._since)

    def press(self) -> None:
        """The next person presses: in every turn another button, so that each press changes something."""
        turn, index = divmod(self._next, PEOPLE)
        self._next += 1
        person = FIRST_ID + index
        self._all_served.clear()
        data = self._buttons[turn % len(self._buttons)]
        self._since[person] = self._stand_in.make_available("callback_query", press(person, self._next, data))

    async def served(self, at_most: float) -> None:
        """Wait until everybody has seen something, but not for ever."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._all_served.wait(), at_most)

    def begin(self) -> None:
        """Measure anew; whoever still waits from before is waited for, but not measured."""
        self.waits = []
        self._begun = time.perf_counter()

    def _shown(self, chat_id: int, _: Params) -> None:
        since = self._since.pop(chat_id, None)
        if since is None:
            return
        self.answered += 1
        if not self._since:
            self._all_served.set()
        if since >= self._begun:
            self.waits.append(time.perf_counter() - since)


async def find_buttons(stand_in: StandIn, commands: list[str]) -> list[str]:
    """Say the commands as a person does, and read the buttons under the last answer that has some."""
    found: list[str] = []
    heard = asyncio.Event()

    def shown(chat_id: int, params: Params) -> None:
        markup = params.get("reply_markup") or {}
        markup = json.loads(markup) if isinstance(markup, str) else markup
        rows = markup.get("inline_keyboard", [])
        data = [button["callback_data"] for row in rows for button in row if "callback_data" in button]
        if chat_id == SCOUT:
            found[:] = data or found
            heard.set()

    stand_in.shown = shown
    for command in commands:
        heard.clear()
        stand_in.make_available("message", say(SCOUT, command))
        await asyncio.wait_for(heard.wait(), PATIENCE)
        await asyncio.sleep(0.3)  # an answer may have several parts
    return found


def say(person: int, text: str) -> str:
    """A message to the bot, as JSON."""
    message: dict[str, Any] = {
        "message_id": 1,
        "from": _user(person),
        "chat": _chat(person),
        "date": int(time.time()),
        "text": text,
    }
    if text.startswith("/"):
        message["entities"] = [{"type": "bot_command", "offset": 0, "length": len(text.split(maxsplit=1)[0])}]
    return json.dumps(message)


def press(person: int, number: int, data: str) -> str:
    """A press of an inline button, as JSON."""
    message = {
        "message_id": 2,
        "from": {"id": 1, "is_bot": True, "first_name": "Bot"},
        "chat": _chat(person),
        "date": int(time.time()),
        "text": "Which language?",
    }
    query = {
        "id": str(number),
        "from": _user(person),
        "message": message,
        "chat_instance": "1",
        "data": data,
    }
    return json.dumps(query)


def _user(person: int) -> dict[str, Any]:
    return {"id": person, "is_bot": False, "first_name": f"Person {person}", "language_code": "en"}


def _chat(person: int) -> dict[str, Any]:
    return {"id": person, "type": "private", "first_name": f"Person {person}"}
