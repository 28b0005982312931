"""Pacing: how long a call to a chat has to wait so that Telegram's limits are never hit."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from math import inf

CLOSE_ENOUGH = 1e-9  # sums of floats: who waited as told must not be told to wait again


@dataclass(frozen=True)
class Pace:
    """One call every `interval` seconds, and `burst` of them at once after a rest."""

    interval: float
    burst: int


PRIVATE = Pace(interval=1.0, burst=3)
GROUP = Pace(interval=4.0, burst=5)  # 5 at once and 15 more in any minute: the 20 that Telegram permits

LONG_AGO = -inf  # of such seconds only differences mean anything

SEVERAL_CHATS = 3
SHORT_TIME = 10.0


class Limits:
    """Who may be sent to and when; the caller brings the time, in seconds that never run backwards.

    `rate` is the number of calls a second over all chats; 0 lifts all limits but the pauses of a 429.
    """

    def __init__(self, rate: float) -> None:
        self._rate = rate
        size = max(1, int(rate))
        self._window = size / rate if rate else 0.0
        self._recent: deque[float] = deque(maxlen=size)
        self._rested: dict[int, float] = {}  # chat -> when it will have its whole burst again
        self._halted: dict[int, float] = {}  # chat -> when it may be called again
        self._hits: deque[tuple[float, int]] = deque(maxlen=64)
        self._all_halted = LONG_AGO

    def wait(self, chat_id: int, now: float) -> float:
        """Seconds until a call to this chat may go out; 0 means now."""
        ready = max(self._all_ready(), self._halted.get(chat_id, LONG_AGO), self._paced(chat_id))
        return ready - now if ready - now > CLOSE_ENOUGH else 0.0

    def wait_for_any(self, now: float) -> float:
        """Seconds until a call to any chat may go out; 0 means that it depends on the chat."""
        ready = self._all_ready()
        return ready - now if ready - now > CLOSE_ENOUGH else 0.0

    def sent(self, chat_id: int, now: float) -> None:
        """Remember that a call to this chat goes out."""
        if not self._rate:
            return
        self._recent.append(now)
        rested = max(self._rested.pop(chat_id, now), now)
        self._rested[chat_id] = rested + _pace(chat_id).interval
        self._forget_rested(now)

    def halted(self, chat_id: int, seconds: float, now: float) -> None:
        """Telegram asked for a pause: for this chat; for all when several chats are hit shortly."""
        self._halted = {chat: until for chat, until in self._halted.items() if until > now}
        self._halted[chat_id] = max(self._halted.get(chat_id, LONG_AGO), now + seconds)
        self._hits.append((now, chat_id))
        if len({chat for at, chat in self._hits if now - at <= SHORT_TIME}) >= SEVERAL_CHATS:
            self._all_halted = max(self._all_halted, now + seconds)

    def _all_ready(self) -> float:
        if len(self._recent) == self._recent.maxlen and self._rate:
            return max(self._all_halted, self._recent[0] + self._window)
        return self._all_halted

    def _paced(self, chat_id: int) -> float:
        pace = _pace(chat_id)
        return self._rested.get(chat_id, LONG_AGO) - (pace.burst - 1) * pace.interval

    def _forget_rested(self, now: float) -> None:
        """Two at a time, the longest silent first: the memory holds only chats of the last moments."""
        for _ in range(2):
            oldest = next(iter(self._rested))
            if self._rested[oldest] > now:
                return
            del self._rested[oldest]


def _pace(chat_id: int) -> Pace:
    return PRIVATE if chat_id > 0 else GROUP
