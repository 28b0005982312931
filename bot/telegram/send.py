"""Sending: one sender drains the outbox, up to eight calls in flight, one per chat.

A message leaves the outbox in a transaction after Telegram has it, and its place in flight is free only then:
a crash repeats at most one message a chat and never more than were in flight.
"""

from __future__ import annotations

import asyncio
import re
import secrets
from base64 import b64decode
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, timedelta, tzinfo
from typing import Any

import structlog

from bot import rendering
from bot.clock import Clock
from bot.telegram import pictures
from bot.telegram.failures import (
    Ambiguous,
    BadContent,
    BadMarkup,
    Done,
    Failure,
    Fatal,
    MessageGone,
    Migrated,
    OtherPoller,
    ReplyGone,
    RetryAfter,
    TopicGone,
    Unreachable,
    Unsent,
    classify,
)
from bot.telegram.limits import Limits
from bot.telegram.queue import Queue
from bot.telegram.wire import Upload, Wire
from bot.texts import Html
from storage import announcements, aside, comments, drafts, facts, items, mentions, outbox, people, teams
from storage.db import Away, Database, Tx
from storage.records.announcement import Post
from storage.records.author import NOBODY
from storage.records.comment import Posted
from storage.records.facts import AnnouncementRefused, AnnouncementTakenBack, AnnouncementTold, AnnouncementUnsure
from storage.records.item import Identity
from storage.records.outgoing import Call, Class, Outgoing

log = structlog.get_logger()

IN_FLIGHT = 8
MOST_IN_MEMORY = 5000
NOTHING_LEFT = len(Class)
LOOK_AGAIN_SECONDS = 20.0
PAUSES = (1.0, 2.0, 5.0, 10.0, 30.0, 60.0)

Params = dict[str, Any]
After = Callable[[Tx], None]


def _nothing(_tx: Tx) -> None:
    """Nothing is to be written down, or told."""


@dataclass(slots=True)
class Sent:
    """How a call ended, and what has to be written down before its place is free."""

    owed: Outgoing
    after: After
    again: Outgoing | None = None
    pause: float = 0.0


class Sender:
    """Owns what is in flight. `wake` and `hand_over` are called from the event loop."""

    def __init__(
        self,
        database: Database,
        wire: Wire,
        clock: Clock,
        rate: float,
        mentions_kept: timedelta = mentions.KEPT,
        tell: After = _nothing,
        zone: tzinfo = UTC,
    ) -> None:
        """`mentions_kept`: how long a reply to a message finds its way. `tell`: makes news of what happened to posts.
        `zone`: where the days of the organisation begin.
        """
        self._database = database
        self._wire = wire
        self._clock = clock
        self._limits = Limits(rate)
        self._mentions_kept = mentions_kept
        self._tell = tell
        self._zone = zone
        self._queue = Queue()
        self._busy: dict[bytes, Outgoing] = {}
        self._not_before: dict[bytes, float] = {}
        self._ended: list[Sent] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._wake = asyncio.Event()
        self._idle = asyncio.Event()
        # The most urgent class of which older messages may wait in the database alone: at first, any.
        self._left_from: int = Class.REPLY
        self._look_again = False

        self.delivered = 0

    def hand_over(self, calls: list[Outgoing]) -> None:
        """What a transaction owes, after its commit."""
        if not calls:
            return
        for owed in calls:
            # Whoever waits for a reply finds room where a message to thousands has filled the rest.
            room = MOST_IN_MEMORY * (2 if owed.call.rank is Class.REPLY else 1)
            if len(self._queue) >= room:
                self._left_from = min(self._left_from, owed.call.rank)
            if owed.call.rank >= self._left_from:
                self._look_again = True  # it comes after the older ones of its class
            elif not self._is_busy(owed.id):
                self._queue.add(owed)
        self._idle.clear()
        self._wake.set()

    async def until_idle(self) -> None:
        """Return when nothing waits and nothing is in flight (what waits for somebody's return does not count)."""
        await self._idle.wait()

    async def run(self) -> None:
        """Until cancelled; `drain` afterwards lets what is in flight end."""
        while True:
            self._wake.clear()
            try:
                await self._settle()
                await self._load()
            except Away as trouble:
                log.warning("database away, nothing is sent until it is back", reason=str(trouble))
                await self._clock.sleep(1.0)
                continue
            self._start_ready()
            if not self._ended:
                if not (self._busy or len(self._queue) or self._left_from < NOTHING_LEFT):
                    self._idle.set()
                await self._rest()

    async def drain(self, seconds: float) -> None:
        """Let what is in flight end, and write it down; nothing new is begun."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=seconds)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._settle()

    def _start_ready(self) -> None:
        now = self._clock.monotonic()
        while len(self._busy) < IN_FLIGHT and not self._limits.wait_for_any(now):
            owed = self._queue.next(lambda each: self._wait(each, now) <= 0)
            if owed is None:
                return
            self._busy[owed.lane] = owed
            self._limits.sent(owed.call.chat_id, now)
            task = asyncio.create_task(self._send(owed))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    def _wait(self, owed: Outgoing, now: float) -> float:
        """Seconds until this message may go; infinite while another one to its chat is out."""
        if owed.lane in self._busy:
            return float("inf")
        return max(self._limits.wait(owed.call.chat_id, now), self._not_before.get(owed.lane, now) - now)

    async def _rest(self) -> None:
        """Sleep until something can have changed."""
        now = self._clock.monotonic()
        waits = [LOOK_AGAIN_SECONDS]
        if (for_any := self._limits.wait_for_any(now)) and len(self._queue):
            waits.append(for_any)
        elif len(self._busy) < IN_FLIGHT:
            waits += [self._wait(head, now) for head in self._queue.heads()]
        timer = asyncio.create_task(self._clock.sleep(max(0.001, min(waits))))
        waker = asyncio.create_task(self._wake.wait())
        try:
            await asyncio.wait((timer, waker), return_when=asyncio.FIRST_COMPLETED)
        finally:
            timer.cancel()
            waker.cancel()

    async def _load(self) -> None:
        """Take from the database what was not handed over: after a start, or when memory was full."""
        if self._left_from == NOTHING_LEFT or len(self._queue) > MOST_IN_MEMORY // 2:
            return
        self._look_again = False
        known = self._queue.ids | {owed.id for owed in self._busy.values()}
        found = await self._database.read(lambda tx: outbox.waiting(tx, limit=MOST_IN_MEMORY, but=known))
        self._queue.extend(found)
        if self._look_again:
            return  # more came while we looked
        all_of_them = len(found) + len(known) < MOST_IN_MEMORY
        self._left_from = NOTHING_LEFT if all_of_them else found[-1].call.rank

    async def _send(self, owed: Outgoing) -> None:
        """One call, whatever becomes of it; never raises."""
        try:
            sent = await self._call(owed)
        except Away as trouble:
            log.warning("database away, a message waits", reason=str(trouble))
            sent = Sent(owed, _nothing, again=owed, pause=1.0)
        except asyncio.CancelledError:
            sent = Sent(owed, _nothing, again=owed)
        except Exception as error:
            # A place that is never freed would silence the chat for good.
            log.error("a message could not be made ready, it waits", error=type(error).__name__)
            sent = self._again(owed, PAUSES[-1])
        self._ended.append(sent)
        self._wake.set()

    async def _call(self, owed: Outgoing) -> Sent:
        call = owed.call
        if call.key is not None or call.card is not None:
            found = await self._database.read(lambda tx: _as_it_stands(tx, owed))
            if found is None:
                return Sent(owed, _nothing)
            call = found
        if not _may_repeat(call):
            # A crash from here on leaves it suspect: nobody would know whether it arrived.
            await self._database.transaction(lambda tx: outbox.suspect(tx, owed.id))
        if call.chat_id == NOBODY:
            return self._given_up(owed, call)
        try:
            params, files = await self._cleaned(call.params, call.method)
            result = await self._wire.call(call.method, params, files)
        except Exception as error:
            failure = classify(error)
            if isinstance(failure, Unreachable) and call.chat_id > 0:
                sent = await self._cannot_arrive(owed, call, failure)
            else:
                sent = self._failed(owed, call, failure)
            if _may_repeat(call) or isinstance(failure, Ambiguous):
                return sent
            return replace(sent, after=lambda tx: _still_owed(tx, owed, sent.after))
        self.delivered += 1
        return Sent(owed, lambda tx: self._delivered(tx, owed, result))

    async def _cleaned(self, params: Params, method: str) -> tuple[Params, dict[str, Upload] | None]:
        """Files on their way up: one that the bot has made or drawn, and a picture sent as a document.

        The picture shows nobody where and by whom it was taken.
        """
        if method == "sendDocument" and "made" in params:
            made, rest = params["made"], _without(params, "made")
            upload = Upload(made["name"], made["text"].encode(), made["mime"])
            return {**rest, "document": "attach://file"}, {"file": upload}
        if method == "sendPhoto" and "drawn" in params:
            upload = Upload("chart.png", b64decode(params["drawn"]), "image/png")
            return {**_without(params, "drawn"), "photo": "attach://file"}, {"file": upload}
        if method != "sendDocument" or "picture" not in params:
            return params, None
        rest = {name: value for name, value in params.items() if name not in ("picture", "document")}
        original = await self._wire.download(params["document"], at_most=pictures.LARGEST)
        clean = await asyncio.to_thread(pictures.without_metadata, original, params["picture"])
        return {**rest, "document": "attach://file"}, {"file": clean}

    def _failed(self, owed: Outgoing, call: Call, failure: Failure) -> Sent:  # noqa: C901  # a table
        """What a failure means for the message: a table in prose."""
        if call.announcement is not None and (
            isinstance(failure, Ambiguous | Unreachable | Migrated | BadContent) or _stays_there(failure)
        ):
            return self._post_failed(owed, call, call.announcement, failure)
        match failure:
            case Done():
                return Sent(owed, lambda tx: self._delivered(tx, owed, None))
            case RetryAfter(seconds):
                self._limits.halted(call.chat_id, seconds, self._clock.monotonic())
                log.info("Telegram asks for a pause", seconds=seconds)
                return self._again(owed, 0.0)
            case Unsent(reason) | Fatal(reason) | OtherPoller(reason):
                log.warning("a message waits, Telegram cannot be reached", reason=reason)
                return self._again(owed, self._pause(owed))
            case Ambiguous(reason):
                if _may_repeat(call):
                    log.warning("nobody knows whether a message arrived, it is sent again", reason=reason)
                    return self._again(owed, self._pause(owed))
                return Sent(owed, _nothing)  # it stays suspect, and somebody is asked
            case Unreachable(reason):
                log.info("a group cannot be reached, its items wait", reason=reason)
                self._queue.remove_lane(owed.lane)
                return Sent(owed, lambda tx: _group_gone(tx, owed))
            case Migrated(chat_id):
                self._queue.remove_lane(owed.lane)
                self._left_from, self._look_again = Class.REPLY, True
                return Sent(owed, lambda tx: _moved(tx, owed, chat_id))
            case TopicGone():
                return self._changed(owed, call, _without_topic(call), lambda tx: _topic_gone(tx, call))
            case ReplyGone():
                return self._changed(owed, call, _without(call.params, "reply_parameters"))
            case BadMarkup(reason):
                if "parse_mode" in call.params:
                    log.error("Telegram refused the markup, sent as plain text", reason=reason)
                    return self._changed(owed, call, _plain(call.params))
                return self._put_aside(owed, reason)
            case MessageGone(reason):
                if call.card is not None:
                    return self._changed(owed, owed.call, owed.call.params, lambda tx: _card_gone(tx, call))
                return Sent(owed, lambda tx: self._delivered(tx, owed, None))
            case BadContent(reason):
                return self._put_aside(owed, reason)

    def _post_failed(self, owed: Outgoing, call: Call, announcement_id: int, failure: Failure) -> Sent:
        """The public channel is no team's group: its posts wait, and the team is asked. Changing one twice does no harm."""
        if isinstance(failure, Ambiguous) and _may_repeat(call):
            return self._again(owed, self._pause(owed))
        if isinstance(failure, Ambiguous):
            log.warning("nobody knows whether a post arrived, its team is asked", reason=failure.reason)
            return Sent(owed, lambda tx: self._unsure(tx, announcement_id))
        log.warning("the public channel does not take a post, its team is told", reason=getattr(failure, "reason", ""))
        return Sent(owed, lambda tx: self._refused(tx, owed, announcement_id))

    def _unsure(self, tx: Tx, announcement_id: int) -> None:
        if announcements.move(tx, announcement_id, Post.OWED, to=Post.UNSURE):
            facts.record(tx, AnnouncementUnsure(self._today, announcement_id=announcement_id))

    def _refused(self, tx: Tx, owed: Outgoing, announcement_id: int) -> None:
        if outbox.is_there(tx, owed.id):  # else it was taken back while it was out
            outbox.hold(tx, [owed.id])
            announcements.move(tx, announcement_id, Post.OWED, to=Post.REFUSED)
            facts.record(tx, AnnouncementRefused(self._today, announcement_id=announcement_id))

    def _posted(self, tx: Tx, announcement_id: int, message_id: int) -> None:
        """It stands in the channel. What was taken back while it was out leaves it again."""
        now = announcements.arrived(tx, announcement_id, message_id, self._today)
        if now.post is Post.BACK:
            facts.pass_on(tx, AnnouncementTakenBack(self._today, announcement_id=announcement_id))
        else:
            facts.record(tx, AnnouncementTold(self._today, announcement_id=announcement_id))

    @property
    def _today(self) -> date:
        return self._clock.now().astimezone(self._zone).date()

    async def _cannot_arrive(self, owed: Outgoing, call: Call, failure: Unreachable) -> Sent:
        """Somebody has blocked the bot: what waits for him is held, but for what may go to a hidden author. That takes
        its turn and is given up, or what is held would tell that the author is out of reach.
        """
        behind = self._queue.lane(owed.lane)
        named = await self._database.read(
            lambda tx: [each.id for each in (owed, *behind) if not _to_hidden(tx, each.call)]
        )
        if owed.id not in named:
            return self._given_up(owed, call)
        log.info("a chat cannot be reached, its messages wait", reason=failure.reason)
        waiting = self._queue.remove_lane(owed.lane)
        self._queue.extend(each for each in waiting if each.id not in named)
        return Sent(owed, lambda tx: _unreachable(tx, call.chat_id, named))

    def _given_up(self, owed: Outgoing, call: Call) -> Sent:
        """A hidden author cannot be reached, or was forgotten: the same is written down as if it had arrived. It stands in /mine."""
        self.delivered += 1
        nowhere = {"message_id": call.params.get("message_id", -secrets.randbelow(2**62))}
        result = [nowhere] * len(call.params["media"]) if call.method == "sendMediaGroup" else nowhere
        return Sent(owed, lambda tx: self._delivered(tx, owed, result))

    def _again(self, owed: Outgoing, pause: float) -> Sent:
        owed.attempts += 1
        return Sent(owed, _nothing, again=owed, pause=pause)

    def _pause(self, owed: Outgoing) -> float:
        return PAUSES[min(owed.attempts, len(PAUSES) - 1)]

    def _changed(self, owed: Outgoing, call: Call, params: Params, also: After | None = None) -> Sent:
        """The same message once more in another form; a form that does not help either is put aside."""
        if owed.forms > 3:
            return self._put_aside(owed, "no form of it is taken")
        new = replace(owed.call, params=params)

        def after(tx: Tx) -> None:
            outbox.rewrite(tx, owed.id, new)
            if also is not None:
                also(tx)

        return Sent(owed, after, again=Outgoing(owed.id, owed.lane, new, owed.attempts, owed.forms + 1))

    def _put_aside(self, owed: Outgoing, reason: str) -> Sent:
        log.error("a message that Telegram does not take is put aside", reason=reason, method=owed.call.method)
        content = {"method": owed.call.method, "params": owed.call.params}
        today = self._today

        def after(tx: Tx) -> None:
            aside.put(tx, "message", content, reason, today)
            outbox.done(tx, [owed.id])
            if owed.call.card is not None and not _is_shown(tx, owed.call):
                teams.drop_card(tx, owed.call.card, owed.call.chat_id)  # it stands in /waiting again

        return Sent(owed, after)

    async def _settle(self) -> None:
        """Write down what ended, all in one transaction, and free the places."""
        if not self._ended:
            return
        ended, self._ended = self._ended, []
        try:
            owed = await self._written_down(ended)
        except (Away, asyncio.CancelledError):
            # Not written down, so not over: the places stay taken until it is.
            self._ended = ended + self._ended
            raise
        now = self._clock.monotonic()
        for sent in ended:
            self._busy.pop(sent.owed.lane, None)
            self._not_before.pop(sent.owed.lane, None)
            if sent.again is not None:
                self._queue.put_back(sent.again)
                if sent.pause:
                    self._not_before[sent.owed.lane] = now + sent.pause
        self.hand_over(owed)

    async def _written_down(self, ended: list[Sent]) -> list[Outgoing]:
        """What is owed because of it. A bug in one must not end the sending of all."""

        def unit(tx: Tx) -> list[Outgoing]:
            for sent in ended:
                sent.after(tx)
            self._tell(tx)
            return outbox.taken(tx)

        if all(sent.after is _nothing for sent in ended):
            return []
        try:
            return await self._database.transaction(unit)
        except Away:
            raise
        except Exception as bug:
            if len(ended) == 1:
                ended[0].after = self._put_aside(ended[0].owed, f"{type(bug).__name__} after it was sent").after
                ended[0].again = None
                return await self._database.transaction(unit)
            return [owed for sent in ended for owed in await self._written_down([sent])]

    def _delivered(self, tx: Tx, owed: Outgoing, result: Any) -> None:
        call = owed.call
        messages = result if isinstance(result, list) else [result]  # of an album each one
        ids = [message["message_id"] for message in messages if isinstance(message, dict)]
        leads_to = None if _forgotten_meanwhile(tx, owed) else call.about
        outbox.done(tx, [owed.id])
        for message_id in ids:
            if call.announcement is not None and call.method == "sendMessage":
                self._posted(tx, call.announcement, message_id)
            if call.card is not None:
                teams.card_sent(tx, call.card, call.chat_id, message_id)
            if leads_to is not None:
                mentions.remember(tx, call.chat_id, message_id, leads_to, self._clock.now(), self._mentions_kept)
            elif call.chat_id > 0 and call.method.startswith("edit"):
                mentions.speaks_of_nothing(tx, call.chat_id, message_id, self._clock.now(), self._mentions_kept)
            if call.comment is not None and not comments.post(tx, call.comment, Posted(call.chat_id, message_id)):
                outbox.put(tx, rendering.gone(call.chat_id, message_id))  # it was taken back meanwhile
            if call.draft is not None:
                buttons = "inline_keyboard" in call.params.get("reply_markup", {})
                for older in drafts.was_asked_by(tx, call.draft, message_id, buttons=buttons):
                    outbox.put(tx, rendering.without_buttons(call.chat_id, older))

    def _is_busy(self, outgoing_id: int) -> bool:
        return any(owed.id == outgoing_id for owed in self._busy.values())


def _stays_there(failure: Failure) -> bool:
    """A post that Telegram does not let the bot take away: it is not gone."""
    return isinstance(failure, MessageGone) and "can't be deleted" in failure.reason


def _may_repeat(call: Call) -> bool:
    """Whether a call whose end nobody knows is simply made again."""
    return call.rank.repeats or call.method.startswith("edit")


def _still_owed(tx: Tx, owed: Outgoing, after: After) -> None:
    """It certainly did not arrive: no longer suspect."""
    outbox.expect(tx, owed.id)
    after(tx)


def _as_it_stands(tx: Tx, owed: Outgoing) -> Call | None:
    """The call as it has to be made now: a card that is there already is edited; None when it is no longer owed."""
    call = owed.call
    if call.key is not None and not outbox.is_there(tx, owed.id):
        return None
    if call.announcement is not None:  # a post may have been worded anew
        found = outbox.get(tx, owed.id)
        return found.call if found else None
    if call.card is not None:
        card = teams.card(tx, call.card, call.chat_id)
        if card is not None and card.message_id is not None:
            params = _without(call.params, "message_thread_id", "reply_parameters")
            return replace(call, method="editMessageText", params={**params, "message_id": card.message_id})
    if call.under is not None:
        card = teams.card(tx, call.under, call.chat_id)
        if card is not None and card.message_id is not None:
            reply = {"message_id": card.message_id, "allow_sending_without_reply": True}
            return replace(call, params={**call.params, "reply_parameters": reply})
    return call


def _to_hidden(tx: Tx, call: Call) -> bool:
    """Whether a private message may go to a hidden author: that it cannot arrive would tell who it is."""
    if call.chat_id < 0 or call.about is None:
        return call.hidden
    try:
        return call.hidden or items.get(tx, call.about).identity is not Identity.NAMED
    except items.NotFound:
        return True


def _forgotten_meanwhile(tx: Tx, owed: Outgoing) -> bool:
    """While it was out its person was forgotten (it is no longer owed then), or took the last trace off the item."""
    call = owed.call
    if call.about is None:
        return False
    if call.key is None and not outbox.is_there(tx, owed.id):
        return True
    return call.chat_id > 0 and any(item.identity is Identity.NO_TRACE for item in items.of_ids(tx, [call.about]))


def _unreachable(tx: Tx, chat_id: int, held: list[int]) -> None:
    """A person is marked until he or she comes back."""
    people.set_reachable(tx, chat_id, False)
    outbox.hold(tx, held)


def _group_gone(tx: Tx, owed: Outgoing) -> None:
    """A group is gone: its items wait for another one."""
    outbox.drop(tx, owed.call.chat_id)
    teams.unbind(tx, owed.call.chat_id)


def _moved(tx: Tx, owed: Outgoing, chat_id: int) -> None:
    teams.move(tx, owed.call.chat_id, chat_id)
    outbox.readdress(tx, owed.call.chat_id, chat_id)


def _topic_gone(tx: Tx, call: Call) -> None:
    thread_id = call.params.get("message_thread_id")
    if thread_id is not None:
        teams.leave_topic(tx, call.chat_id, thread_id)


def _is_shown(tx: Tx, call: Call) -> bool:
    card = teams.card(tx, call.card, call.chat_id) if call.card is not None else None
    return card is not None and card.message_id is not None


def _card_gone(tx: Tx, call: Call) -> None:
    if call.card is not None:
        teams.card_sent(tx, call.card, call.chat_id, None)


def _without_topic(call: Call) -> Params:
    return _without(call.params, "message_thread_id")


def _without(params: Params, *names: str) -> Params:
    return {name: value for name, value in params.items() if name not in names}


def _plain(params: Params) -> Params:
    """Without markup: what Telegram did not understand is at least readable."""
    params = _without(params, "parse_mode")
    for name in ("text", "caption"):
        if name in params:
            params[name] = Html(re.sub(r"<[^<>]*>", "", params[name])).plain
    return params
