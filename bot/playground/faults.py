"""Faults: trouble that the playground makes on request, so that one can see what the bot does then."""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.clock import Clock
from bot.playground.errors import AnswerLost, Refusal, too_many_requests

NOT_HELD_BACK = frozenset({"getupdates", "getme", "getfile", "answercallbackquery"})


@dataclass
class _Halt:
    chat: int | None
    seconds: int
    until: float | None
    times: int | None


@dataclass
class _Scripted:
    method: str | None
    chat: int | str | None
    refusal: Refusal
    times: int


class Faults:
    """What is broken at present."""

    def __init__(self, clock: Clock, when_away: Callable[[], None] = lambda: None) -> None:
        self._clock = clock
        self._when_away = when_away
        self._halts: list[_Halt] = []
        self._scripted: list[_Scripted] = []
        self._lost = 0
        self.delay = 0.0
        self._away_until = -math.inf

    def retry_after(self, chat: int | None = None, seconds: int = 5, times: int | None = None) -> None:
        """Answer 429 to what goes to `chat` (None: to any): so many times, else until time is over."""
        until = self._clock.monotonic() + seconds if times is None else None
        self._halts.append(_Halt(chat, seconds, until, times))

    def outage(self, on: bool = True, seconds: float = math.inf) -> None:
        """Answer 502 to everything while on, or for so many seconds."""
        self._away_until = self._clock.monotonic() + seconds if on else -math.inf
        if on:
            self._when_away()

    @property
    def away(self) -> bool:
        """Whether nothing is answered at present."""
        return self._away_until > self._clock.monotonic()

    def slow(self, milliseconds: float) -> None:
        """Let every call take so much longer."""
        self.delay = milliseconds / 1000

    def drop_answers(self, times: int) -> None:
        """Carry out the next calls other than getUpdates, but lose their answers."""
        self._lost = times

    def refuse(
        self,
        code: int,
        description: str,
        *,
        method: str | None = None,
        chat: int | str | None = None,
        parameters: dict[str, Any] | None = None,
        times: int = 1,
    ) -> None:
        """Answer the next fitting calls with an error of your choice."""
        refusal = Refusal(code, description, parameters)
        self._scripted.append(_Scripted(method.lower() if method else None, chat, refusal, times))

    def clear(self) -> None:
        """Everything works again."""
        self._halts.clear()
        self._scripted.clear()
        self._lost, self.delay, self._away_until = 0, 0.0, -math.inf

    async def before(self, method: str, params: dict[str, Any]) -> None:
        """Raise or wait, as the present trouble demands, before a call has any effect."""
        if self.away:
            raise Refusal(502, "Bad Gateway")
        if self.delay:
            await asyncio.sleep(self.delay)
        if not (self._halts or self._scripted) or method == "getupdates":
            return
        chat = params.get("chat_id")
        for scripted in self._scripted:
            if scripted.times and scripted.method in (None, method) and scripted.chat in (None, chat):
                scripted.times -= 1
                raise scripted.refusal
        self._hold_back(method, chat)

    def after(self, method: str) -> None:
        """Raise if the answer to a call that took effect is to be lost."""
        if self._lost and method != "getupdates":
            self._lost -= 1
            raise AnswerLost

    def _hold_back(self, method: str, chat: Any) -> None:
        if method in NOT_HELD_BACK:
            return
        for halt in self._current():
            if halt.chat in (None, chat):
                if halt.times is not None:
                    halt.times -= 1
                raise too_many_requests(self._left(halt))

    def _current(self) -> list[_Halt]:
        now = self._clock.monotonic()
        self._halts = [h for h in self._halts if (h.times if h.until is None else h.until > now)]
        return self._halts

    def _left(self, halt: _Halt) -> int:
        return halt.seconds if halt.until is None else math.ceil(halt.until - self._clock.monotonic())

    def state(self) -> dict[str, Any] | None:
        """What is broken, for the page; None when all is well."""
        if self.away:
            left = self._away_until - self._clock.monotonic()
            return {"kind": "outage", "seconds": math.ceil(left) if left < math.inf else None}
        if halts := self._current():
            return {"kind": "retry_after", "seconds": self._left(halts[0]), "chat": halts[0].chat}
        if self.delay:
            return {"kind": "slow", "seconds": self.delay}
        return None
