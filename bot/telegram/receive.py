"""Receiving: an update is acknowledged only after its effects are committed, and has them once.

`receive` is fed by polling (and by a webhook): it claims each update's id in the transaction of its effects.
"""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import structlog

from bot.clock import Clock
from bot.dispatch import Answered, Dispatcher
from bot.refusal import Refused
from bot.telegram import reading
from bot.telegram.reading import Incoming, Unreadable
from storage import aside, facts, house, outbox, updates
from storage.db import Database, Tx, is_passing, savepoint
from storage.records.facts import PutAside
from storage.records.outgoing import Outgoing

log = structlog.get_logger()

SLICE_SECONDS = 0.05
"""How long one transaction may take over a batch: one sync to disk for many, and nobody waits long."""

TRIES = 3
"""A bug is tried again twice before the update is put aside."""

DEADLY = 5
"""Attempts that may have killed the process before an update is put aside."""

PAUSE_SECONDS = 3.0
PLAIN_ANSWER_SECONDS = 2.0

Raw = dict[str, Any]
Turn = list[Raw]
"""One update, or those of one album: they have their effects together."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What an update that is committed still asks for outside: the answer to a press."""

    query_id: str | None
    notice: str | None


class Receiver:
    """Takes raw updates in; calls `on_calls` with what is owed and `answer` for presses, after the commit."""

    def __init__(
        self,
        database: Database,
        dispatcher: Dispatcher,
        clock: Clock,
        *,
        on_calls: Callable[[list[Outgoing]], None],
        answer: Callable[[str, str | None], None],
    ) -> None:
        self._database = database
        self._dispatcher = dispatcher
        self._clock = clock
        self._on_calls = on_calls
        self._answer = answer
        self._singly = False
        self._attempted: set[int] = set()

    async def after_unclean_end(self) -> None:
        """The next updates run one by one, with their attempts committed beforehand."""
        self._singly = True

    async def take(self, batch: Sequence[Raw]) -> None:
        """Returns when all effects are committed. Raises `Away`, with nothing half done, and may be called again."""
        timers = [asyncio.create_task(self._plainly(query)) for raw in batch if (query := _query_id(raw))]
        try:
            turns = await self._suspects_last(in_turns(batch))
            done = 0
            while done < len(turns):
                if self._singly:
                    await self._count_attempt(turns[done])
                done += await self._slice(turns[done:])
            if self._singly and batch:
                self._singly = False
                self._attempted.clear()
                await self._database.transaction(updates.forget_attempts)
        finally:
            for timer in timers:
                timer.cancel()

    async def _slice(self, turns: Sequence[Turn]) -> int:
        """Commit as many turns as fit into one slice of time; returns how many."""
        until = time.monotonic() + SLICE_SECONDS
        most = 1 if self._singly else len(turns)

        def unit(tx: Tx) -> tuple[list[Effect], list[Outgoing]]:
            effects = []
            for turn in turns[:most]:
                effects.append(self._one(tx, turn))
                if time.monotonic() > until:
                    break
            return effects, outbox.taken(tx)

        effects, calls = await self._database.transaction(unit)
        self._on_calls(calls)
        for effect in effects:
            if effect.query_id is not None:
                self._answer(effect.query_id, effect.notice)
        return len(effects)

    def _one(self, tx: Tx, turn: Turn) -> Effect:
        """All effects of one turn inside its savepoints; passing trouble goes up, a bug is put aside."""
        query_id = _query_id(turn[0])
        read = [(raw, found) for raw in turn if (found := self._read(tx, raw)) is not None]
        if not read:
            return Effect(query_id, None)
        incoming = reading.joined([found for _, found in read])
        return Effect(query_id, self._handled(tx, [raw for raw, _ in read], incoming).notice)

    def _read(self, tx: Tx, raw: Raw) -> Incoming | None:
        """What an update says, the first time that it comes; None when it is nothing to us, or put aside."""
        update_id = raw.get("update_id")
        if not isinstance(update_id, int):
            self._put_aside(tx, [raw], "it has no update_id")
            return None
        if not updates.claim(tx, update_id, self._clock.now().date()):
            return None
        try:
            return reading.read(raw)
        except Unreadable as error:
            self._put_aside(tx, [raw], str(error))
            return None

    def _handled(self, tx: Tx, turn: Turn, incoming: Incoming) -> Answered:
        error: Exception | None = None
        for _ in range(TRIES):
            try:
                with savepoint(tx):
                    return self._dispatcher.handle(tx, incoming, self._clock.now())
            except Refused as refusal:
                return self._dispatcher.refuse(tx, incoming, self._clock.now(), refusal)
            except Exception as caught:
                if is_passing(caught):
                    raise
                error = caught
        reference = self._put_aside(tx, turn, f"{type(error).__name__}", error)
        try:
            with savepoint(tx):
                self._dispatcher.apologise(tx, incoming, self._clock.now(), reference)
        except Exception as caught:
            # The same bug stands in the way of the apology; the operator knows of it already.
            if is_passing(caught):
                raise
        return Answered()

    def _put_aside(self, tx: Tx, turn: Turn, words: str, error: Exception | None = None) -> int:
        today = self._clock.now().date()
        reference = aside.put(tx, "update", turn if len(turn) > 1 else turn[0], words, today)
        facts.record(tx, PutAside(today, aside_id=reference))
        facts.taken(tx)
        # The traceback names code and no content: an exception's own words may repeat what somebody said.
        log.error("update put aside", reference=f"R-{reference}", error=words, where=_where(error))
        return reference

    async def _suspects_last(self, turns: list[Turn]) -> list[Turn]:
        """After an unclean end: chats whose updates may have caused it wait until the others are through.

        Else one innocent update is always the first, the slowest after a start, and is blamed when something
        outside ends the process again and again.
        """
        if not self._singly:
            return turns
        attempted = await self._database.read(updates.attempted)
        suspects = {_lane(raw) for turn in turns for raw in turn if raw.get("update_id") in attempted}
        return sorted(turns, key=lambda turn: _lane(turn[0]) in suspects)

    async def _count_attempt(self, turn: Turn) -> None:
        """Before a turn that may have killed the process: count the attempt at each update, or put these aside.

        One life of the process is one attempt, however often the database was away meanwhile.
        """
        by_id = {number: raw for raw in turn if isinstance(number := raw.get("update_id"), int)}
        new = [update_id for update_id in by_id if update_id not in self._attempted]
        if not new:
            return

        def is_deadly(tx: Tx, update_id: int) -> bool:
            return not updates.is_claimed(tx, update_id) and updates.count_attempt(tx, update_id) > DEADLY

        def unit(tx: Tx) -> None:
            deadly = [update_id for update_id in new if is_deadly(tx, update_id)]
            for update_id in deadly:
                updates.claim(tx, update_id, self._clock.now().date())
            if deadly:
                words = f"the process ended {DEADLY} times while this was handled"
                self._put_aside(tx, [by_id[update_id] for update_id in deadly], words)

        await self._database.transaction(unit)
        self._attempted.update(new)

    async def _plainly(self, query_id: str) -> None:
        """A press that takes long is answered without a word, so that the button stops turning."""
        await asyncio.sleep(PLAIN_ANSWER_SECONDS)
        self._answer(query_id, None)


def in_turns(batch: Sequence[Raw]) -> list[Turn]:
    """Chats taking turns, each in its own order: a flooding chat starves nobody. An album is one turn."""
    chats: dict[int, list[Turn]] = defaultdict(list)
    for raw in batch:
        turns = chats[_lane(raw)]
        if (album := _album(raw)) and turns and _album(turns[-1][0]) == album:
            turns[-1].append(raw)
        else:
            turns.append([raw])
    longest = max(map(len, chats.values()), default=0)
    return [turns[number] for number in range(longest) for turns in chats.values() if number < len(turns)]


async def begin(database: Database) -> bool:
    """Note that the bot runs; True when the last run did not end cleanly."""

    def unit(tx: Tx) -> bool:
        unclean = house.value(tx, house.RUNNING) is not None
        house.keep(tx, house.RUNNING, "yes")
        return unclean

    return await database.transaction(unit)


async def end(database: Database) -> None:
    """Note that the bot ended cleanly."""
    await database.transaction(lambda tx: house.forget(tx, house.RUNNING))


def _lane(raw: Raw) -> int:
    try:
        return reading.lane(raw)
    except (AttributeError, TypeError, ValueError):
        return 0


def _album(raw: Raw) -> str | None:
    message = raw.get("message")
    found = message.get("media_group_id") if isinstance(message, dict) else None
    return found if isinstance(found, str) else None


def _query_id(raw: Raw) -> str | None:
    query = raw.get("callback_query")
    found = query.get("id") if isinstance(query, dict) else None
    return found if isinstance(found, str) else None


def _where(error: BaseException | None) -> str | None:
    """The innermost place in our own code where an error came from."""
    trace, place = error.__traceback__ if error else None, None
    while trace is not None:
        module = trace.tb_frame.f_globals.get("__name__", "")
        if module.startswith(("bot.", "storage.", "config.")):
            place = f"{module}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place
