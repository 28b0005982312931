"""Sending: in order, within Telegram's limits, and whatever Telegram answers, each message arrives."""

from __future__ import annotations

import asyncio
import sqlite3
from bisect import bisect_right
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from bot import app, news, rendering
from bot.clock import MovableClock
from bot.playground.chats import Chat, Person
from bot.playground.engine import Engine
from bot.playground.inprocess import PlaygroundRequest
from bot.screen import Made, Screen
from bot.telegram import send
from bot.telegram.send import Sender
from bot.telegram.wire import Wire
from bot.texts import Html
from bot.triage.rules import MOST_WAITING_CARDS
from config.organisation import load
from config.settings import SHIPPED_ORGANISATION
from storage import announcements, aside, facts, items, mentions, outbox, people, teams
from storage.db import Database, Tx
from storage.records.announcement import Matter, NewAnnouncement
from storage.records.announcement import Post as Stands
from storage.records.facts import AnnouncementMade
from storage.records.item import Identity, Kind, NewItem
from storage.records.outgoing import Call, Class, Outgoing
from storage.records.person import Person as Known
from storage.records.team import Binding
from storage.tables import mentions as mention_rows
from storage.tables import outbox as outbox_rows
from tests.town import MONDAY, TOKEN, Town, lindvale

GROUP = -5001
CHANNEL = -1001000005003
ORGANISATION = load(SHIPPED_ORGANISATION)
ANNOUNCEMENT, CARD, DIGEST, ROUND = Class.ANNOUNCEMENT, Class.CARD, Class.DIGEST, Class.ROUND


@dataclass(frozen=True)
class Heard:
    """A call as Telegram got it."""

    at: float
    method: str
    chat: int
    text: str


class Telegram(Engine):
    """A playground that remembers what came when, and can hold calls back as if each took its time."""

    def __init__(self, clock: MovableClock) -> None:
        super().__init__(clock, TOKEN)
        self.heard: list[Heard] = []
        self.look: Callable[[Heard], None] = lambda _: None
        self.open = asyncio.Event()
        self.open.set()
        self.out: Counter[int] = Counter()
        self.most_out = 0
        self.most_out_to_one = 0

    async def answer(self, method: str, params: dict[str, Any], files: Any = None) -> tuple[int, dict[str, Any]]:
        chat = params.get("chat_id", 0)
        chat = CHANNEL if isinstance(chat, str) and chat.startswith("@") else int(chat)
        self.heard.append(Heard(self.clock.monotonic(), method, chat, str(params.get("text", ""))))
        self.look(self.heard[-1])
        self.out[chat] += 1
        self.most_out = max(self.most_out, self.out.total())
        self.most_out_to_one = max(self.most_out_to_one, self.out[chat])
        try:
            await asyncio.sleep(0)
            await self.open.wait()
            return await super().answer(method, params, files)
        finally:
            self.out[chat] -= 1


class Post:
    """A real sender on a real database, people who read, and a clock to turn."""

    def __init__(self, database: Database, rate: float) -> None:
        self.database = database
        self.clock = MovableClock(MONDAY)
        self.telegram = Telegram(self.clock)
        self.wire = Wire(TOKEN, "http://playground", PlaygroundRequest(self.telegram))
        self.rate = rate
        self.sender = self._sender()
        self.running: asyncio.Task[None] | None = None
        self.ana, self.bo = self.person("Ana"), self.person("Bo")
        self.group = self.telegram.group("Quality", [self.ana], id=GROUP)

    def _sender(self) -> Sender:
        def tell(tx: Tx) -> None:
            news.tell(tx, ORGANISATION, self.clock.now())

        return Sender(self.database, self.wire, self.clock, self.rate, tell=tell)

    def person(self, name: str) -> Person:
        found = self.telegram.person(name)
        found.started = True
        return found

    def people(self, count: int) -> list[Person]:
        return [self.person(f"P{number}") for number in range(count)]

    def start(self, *, anew: bool = False) -> None:
        """Begin to send; `anew` as after a restart, with nothing in memory."""
        if anew:
            self.sender = self._sender()
        self.running = asyncio.create_task(self.sender.run())

    async def stop(self) -> None:
        """As SIGKILL: whatever is in flight is forgotten."""
        if self.running:
            self.running.cancel()
            tasks = [self.running, *self.sender._tasks]
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            self.running = None

    def owe(self, *calls: Call, hand_over: bool = True) -> list[Outgoing]:
        """Owe messages in one transaction, and hand them over after its commit, as receiving does."""

        def unit(tx: Tx) -> list[Outgoing]:
            for call in calls:
                outbox.put(tx, call)
            return outbox.taken(tx)

        owed = self.database.run(unit)
        if hand_over:
            self.sender.hand_over(owed)
        return owed

    async def idle(self, *, within: float = 0) -> None:
        """Until nothing waits; the clock may pass so many seconds."""
        done = asyncio.create_task(self.sender.until_idle())
        try:
            passed = 0.0
            while not done.done() and passed < within:
                await asyncio.sleep(0.002)
                self.clock.advance(timedelta(seconds=0.1))
                passed += 0.1
            await asyncio.wait_for(asyncio.shield(done), 10)
        finally:
            done.cancel()

    async def until(self, true: Callable[[], bool]) -> None:
        for _ in range(1000):
            if true():
                return
            await asyncio.sleep(0.01)
        raise AssertionError("it does not happen")

    def reads(self, who: Person | Chat) -> list[str]:
        """What the bot's messages in a chat say now."""
        return [each.text for each in self.telegram.messages(who.id) if each.sender is self.telegram.me]

    def waiting(self) -> dict[str, int]:
        return self.database.look(outbox.count)


@asynccontextmanager
async def post_office(database: Database, rate: float) -> AsyncIterator[Post]:
    post = Post(database, rate)
    await post.wire.open()
    post.start()
    try:
        yield post
    finally:
        post.telegram.open.set()
        await post.stop()
        await post.wire.close()


@pytest.fixture
async def post(database: Database) -> AsyncIterator[Post]:
    """Without limits; both databases."""
    async with post_office(database, 0) as found:
        yield found


@pytest.fixture
async def paced(database: Database) -> AsyncIterator[Post]:
    """With Telegram's limits."""
    async with post_office(database, 30) as found:
        yield found


on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
"""For what does not depend on the database."""


def text(who: Person | Chat, words: str, **other: Any) -> Call:
    return Call(who.id, "sendMessage", {"chat_id": who.id, "text": words, "parse_mode": "HTML"}, **other)


def texts(heard: Iterable[Heard]) -> list[str]:
    return [each.text for each in heard]


def idea(database: Database, words: str = "More chairs", **other: Any) -> int:
    plain = NewItem(Kind.IDEA, words, None, None, "quality", None, MONDAY.date(), MONDAY.date())
    return database.run(lambda tx: items.add(tx, replace(plain, **other)).id)


# -- order, turns, places --------------------------------------------------------------------------


async def test_what_is_owed_arrives_and_leaves_the_outbox(post: Post) -> None:
    post.owe(text(post.ana, "<b>one</b>"), text(post.bo, "two"))
    await post.idle()
    assert (post.reads(post.ana), post.reads(post.bo)) == (["one"], ["two"])
    assert post.waiting() == {}


async def test_a_chat_reads_in_the_order_in_which_it_was_written_to(post: Post) -> None:
    for number in range(12):
        post.owe(text(post.ana, f"a{number}"), text(post.bo, f"b{number}"))
    await post.idle()
    assert post.reads(post.ana) == [f"a{number}" for number in range(12)]
    assert post.reads(post.bo) == [f"b{number}" for number in range(12)]


@on_sqlite
async def test_the_most_urgent_class_goes_first_whatever_came_first(post: Post) -> None:
    post.telegram.open.clear()
    post.owe(text(post.ana, "first"))
    await post.until(lambda: len(post.telegram.heard) == 1)
    for rank in reversed(Class):
        post.owe(text(post.ana, f"{rank.name} 1", rank=rank), text(post.ana, f"{rank.name} 2", rank=rank))
    post.telegram.open.set()
    await post.idle()
    assert post.reads(post.ana)[1:] == [f"{rank.name} {number}" for rank in Class for number in (1, 2)]


@on_sqlite
async def test_chats_take_turns(post: Post) -> None:
    """Whoever is owed much does not hold up who is owed little."""
    crowd = post.people(8)
    post.telegram.open.clear()
    post.owe(*(text(each, "busy") for each in crowd))
    await post.until(lambda: len(post.telegram.heard) == 8)
    post.owe(*(text(post.ana, f"a{number}") for number in range(20)), text(post.bo, "b0"), text(post.bo, "b1"))
    post.telegram.open.set()
    await post.idle()
    order = texts(post.telegram.heard)[8:]
    assert order.index("b0") <= 1
    assert order.index("b1") <= 3


@on_sqlite
async def test_eight_calls_are_out_at_most_and_one_to_a_chat(post: Post) -> None:
    crowd = post.people(12)
    post.telegram.open.clear()
    post.owe(*(text(each, str(number)) for number in range(4) for each in crowd))
    await post.until(lambda: post.telegram.out.total() == send.IN_FLIGHT)
    await asyncio.sleep(0.05)
    assert (post.telegram.most_out, post.telegram.most_out_to_one) == (8, 1)
    post.telegram.open.set()
    await post.idle()
    assert (post.telegram.most_out, post.telegram.most_out_to_one) == (8, 1)
    assert all(post.reads(each) == ["0", "1", "2", "3"] for each in crowd)


async def test_the_next_one_goes_only_when_it_is_written_down_that_the_last_one_arrived(post: Post) -> None:
    """So a crash repeats at most one message a chat."""
    before: list[list[str]] = []

    def look(heard: Heard) -> None:
        rows = post.database.look(lambda tx: outbox.waiting(tx, limit=99))
        before.append([row.call.params["text"] for row in rows if row.call.params["text"] < heard.text])

    post.telegram.look = look
    post.owe(*(text(post.ana, str(number)) for number in range(5)))
    await post.idle()
    assert before == [[]] * 5


# -- limits ----------------------------------------------------------------------------------------


def most_within(times: list[float], window: float) -> int:
    """The clock may be turned by a tenth between letting a message go and hearing of it, at both ends."""
    return max((bisect_right(times, at + window - 0.2) - number for number, at in enumerate(times)), default=0)


@on_sqlite
async def test_telegrams_limits_are_kept_and_used(paced: Post) -> None:
    crowd = paced.people(50)
    paced.owe(
        *(text(each, str(number)) for number in range(2) for each in crowd),
        *(text(paced.ana, str(number)) for number in range(10)),
        *(text(paced.group, str(number)) for number in range(25)),
    )
    begun = paced.clock.monotonic()
    await paced.idle(within=150)
    heard = paced.telegram.heard
    assert len(heard) == 135
    assert most_within([each.at for each in heard], 1) <= 30
    to_ana = [each.at - begun for each in heard if each.chat == paced.ana.id]
    assert most_within(to_ana, 1) <= 3, "small bursts"
    assert to_ana[-1] > 6, "one a second"
    to_group = [each.at - begun for each in heard if each.chat == GROUP]
    assert most_within(to_group, 60) <= 20
    assert to_group[-1] < 90, "no slower than needed"
    to_crowd = [each.at - begun for each in heard if each.chat not in (GROUP, paced.ana.id)]
    assert to_crowd[-1] < 10, "the group and Ana hold up nobody"


@on_sqlite
async def test_a_reply_overtakes_what_the_limits_hold_back(paced: Post) -> None:
    paced.owe(*(text(paced.group, str(number), rank=CARD) for number in range(9)))
    await paced.until(lambda: len(paced.telegram.heard) == 5)
    paced.owe(text(paced.group, "reply"))
    await paced.idle(within=60)
    assert texts(paced.telegram.heard)[5] == "reply"


@on_sqlite
async def test_a_pause_for_one_chat_stops_no_other_and_changes_no_order(post: Post) -> None:
    post.telegram.faults.retry_after(post.ana.id, 30)
    post.owe(text(post.ana, "a1"), text(post.ana, "a2"), *(text(post.bo, f"b{number}") for number in range(5)))
    await post.until(lambda: len(post.reads(post.bo)) == 5)
    assert post.reads(post.ana) == []
    tried = len(post.telegram.heard)
    post.clock.advance(timedelta(seconds=25))
    await asyncio.sleep(0.05)
    assert len(post.telegram.heard) == tried, "not tried before it is over"
    await post.idle(within=30)
    assert post.reads(post.ana) == ["a1", "a2"]


@on_sqlite
async def test_pauses_for_several_chats_stop_all(post: Post) -> None:
    crowd = post.people(4)
    for each in crowd:
        post.telegram.faults.retry_after(each.id, 20)
    post.owe(*(text(each, "x") for each in crowd))
    await post.until(lambda: len(post.telegram.heard) == 4)
    await asyncio.sleep(0.05)
    post.owe(text(post.bo, "b"))
    await asyncio.sleep(0.1)
    assert post.reads(post.bo) == []
    await post.idle(within=40)
    assert post.reads(post.bo) == ["b"]
    assert all(post.reads(each) == ["x"] for each in crowd)


# -- trouble ---------------------------------------------------------------------------------------


async def test_a_minute_without_telegram_loses_nothing_and_doubles_nothing(post: Post) -> None:
    post.telegram.faults.outage(seconds=60)
    for number in range(3):
        post.owe(text(post.ana, f"a{number}"), text(post.bo, f"b{number}"))
    await post.idle(within=150)
    assert post.reads(post.ana) == ["a0", "a1", "a2"]
    assert post.reads(post.bo) == ["b0", "b1", "b2"]
    assert len(post.telegram.heard) < 40, "pauses grow"


async def test_a_lost_answer_repeats_a_reply_once(post: Post) -> None:
    post.telegram.faults.drop_answers(1)
    post.owe(text(post.ana, "a1"), text(post.ana, "a2"))
    await post.idle(within=5)
    assert post.reads(post.ana) == ["a1", "a1", "a2"]
    assert post.waiting() == {}


@pytest.mark.parametrize("rank", [ANNOUNCEMENT, DIGEST])
async def test_what_goes_to_many_is_not_repeated_when_nobody_knows_whether_it_arrived(post: Post, rank: Class) -> None:
    post.telegram.faults.drop_answers(1)
    post.owe(text(post.ana, "to many", rank=rank), text(post.ana, "next", rank=rank))
    await post.idle(within=5)
    assert post.reads(post.ana) == ["to many", "next"]
    assert post.waiting() == {outbox.SUSPECT: 1}
    await post.stop()
    post.start(anew=True)
    await post.idle(within=30)
    assert post.reads(post.ana) == ["to many", "next"]
    assert post.waiting() == {outbox.SUSPECT: 1}, "somebody is asked"


@on_sqlite
async def test_what_goes_to_many_is_not_repeated_after_a_crash_either(post: Post) -> None:
    post.telegram.open.clear()
    post.owe(text(post.ana, "to many", rank=ANNOUNCEMENT), text(post.bo, "a reply"))
    await post.until(lambda: len(post.telegram.heard) == 2)
    await post.stop()
    post.telegram.open.set()
    post.start(anew=True)
    await post.idle()
    assert texts(post.telegram.heard).count("to many") == 1
    assert texts(post.telegram.heard).count("a reply") == 2
    assert post.waiting() == {outbox.SUSPECT: 1}


@on_sqlite
async def test_what_goes_to_many_is_sent_again_when_it_certainly_did_not_arrive(post: Post) -> None:
    post.telegram.faults.retry_after(post.ana.id, 5, times=1)
    post.telegram.faults.refuse(400, "Bad Request: can't parse entities: nonsense", chat=post.bo.id)
    post.owe(text(post.ana, "to many", rank=ANNOUNCEMENT), text(post.bo, "<b>to many</b>", rank=ANNOUNCEMENT))
    await post.idle(within=10)
    assert (post.reads(post.ana), post.reads(post.bo)) == (["to many"], ["to many"])
    assert post.waiting() == {}


async def test_a_restart_sends_what_waited_in_order_and_before_what_is_new(post: Post) -> None:
    await post.stop()
    post.owe(*(text(post.ana, f"old {number}") for number in range(4)), text(post.bo, "old"), hand_over=False)
    post.start(anew=True)
    post.owe(text(post.ana, "new"))
    await post.idle()
    assert post.reads(post.ana) == ["old 0", "old 1", "old 2", "old 3", "new"]
    assert post.reads(post.bo) == ["old"]


@on_sqlite
async def test_a_kill_at_any_moment_repeats_one_message_a_chat_at_most(database: Database) -> None:
    async with post_office(database, 0) as post:
        crowd = post.people(10)
        post.owe(*(text(each, str(number)) for number in range(6) for each in crowd))
        kills = 0
        while post.waiting() and kills < 40:
            await asyncio.sleep(0.004)
            await post.stop()
            kills += 1
            post.start(anew=True)
        await post.idle()
        for each in crowd:
            read = post.reads(each)
            assert list(dict.fromkeys(read)) == [str(number) for number in range(6)], "in order, none missing"
            assert all(read.count(one) <= kills + 1 for one in read)
        repeated = sum(len(post.reads(each)) - 6 for each in crowd)
        assert repeated <= kills * send.IN_FLIGHT


@on_sqlite
async def test_an_end_that_is_asked_for_lets_what_is_out_arrive_and_writes_it_down(post: Post) -> None:
    post.telegram.open.clear()
    post.owe(text(post.ana, "1"), text(post.ana, "2"))
    await post.until(lambda: len(post.telegram.heard) == 1)
    assert post.running
    post.running.cancel()
    await asyncio.gather(post.running, return_exceptions=True)
    asyncio.get_running_loop().call_later(0.05, post.telegram.open.set)
    await post.sender.drain(3)
    assert post.reads(post.ana) == ["1"]
    assert post.waiting() == {outbox.WAITING: 1}
    post.start(anew=True)
    await post.idle()
    assert post.reads(post.ana) == ["1", "2"]


@on_sqlite
async def test_a_database_that_is_away_when_a_message_has_arrived_repeats_nothing(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It cannot be written down that it arrived: the place stays taken, and nothing else goes to that chat."""
    monkeypatch.setattr("storage.db.LOCK_PATIENCE", 0.1)
    post.telegram.open.clear()
    post.owe(text(post.ana, "1"), text(post.ana, "2"), text(post.bo, "3"))
    await post.until(lambda: len(post.telegram.heard) == 2)
    with closing(sqlite3.connect(post.database.path, isolation_level=None)) as other:
        post.database.run(lambda tx: tx.exec_driver_sql("PRAGMA busy_timeout=50"))
        other.execute("BEGIN EXCLUSIVE")
        post.telegram.open.set()
        await asyncio.sleep(0.3)
        post.clock.advance(timedelta(seconds=5))
        await asyncio.sleep(0.3)
        assert texts(post.telegram.heard) == ["1", "3"]
        other.execute("ROLLBACK")
    await post.idle(within=10)
    assert (post.reads(post.ana), post.reads(post.bo)) == (["1", "2"], ["3"])


@on_sqlite
async def test_an_end_in_the_middle_of_writing_down_repeats_nothing(database: Database) -> None:
    class Slow(Database):
        """Waits before each transaction, as behind others."""

        hurry = asyncio.Event()

        async def transaction(self, unit: Callable[[Tx], Any]) -> Any:
            await self.hurry.wait()
            return await super().transaction(unit)

    slow = Slow(database.url.render_as_string(), database.seal)
    async with post_office(slow, 0) as post:
        post.owe(text(post.ana, "1"))
        await post.until(lambda: post.reads(post.ana) == ["1"])
        await asyncio.sleep(0.02)
        assert post.running
        post.running.cancel()
        await asyncio.gather(post.running, return_exceptions=True)
        slow.hurry.set()
        await post.sender.drain(3)
        assert post.waiting() == {}
    slow.close()


async def test_a_message_whose_arrival_cannot_be_written_down_holds_up_nobody(post: Post) -> None:
    """Telegram answers with a number that no database takes."""
    item_id = idea(post.database)
    post.database.run(lambda tx: teams.expect_card(tx, item_id, GROUP))
    post.group.last_id = 2**70
    post.owe(card(post, item_id, "card"), text(post.group, "a"), text(post.ana, "b"))
    await post.idle()
    assert post.reads(post.group) == ["a", "card"]
    assert post.reads(post.ana) == ["b"]
    assert (post.waiting(), post.database.look(aside.count)) == ({}, 1)


@on_sqlite
async def test_more_than_fits_into_memory_arrives_in_order_and_replies_overtake_it(
    post: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(send, "MOST_IN_MEMORY", 6)
    post.telegram.open.clear()
    post.owe(text(post.bo, "first"))
    await post.until(lambda: len(post.telegram.heard) == 1)
    for number in range(40):
        post.owe(text(post.ana, str(number), rank=ROUND))
    assert len(post.sender._queue) <= 6
    await asyncio.sleep(0.02)
    post.owe(text(post.bo, "reply"))
    post.telegram.open.set()
    await post.until(lambda: len(post.telegram.heard) > 20)
    post.owe(*(text(post.ana, f"late {number}", rank=ROUND) for number in range(3)), text(post.ana, "reply to Ana"))
    await post.idle()
    read = post.reads(post.ana)
    read.remove("reply to Ana")
    assert read == [*(str(number) for number in range(40)), "late 0", "late 1", "late 2"]
    assert texts(post.telegram.heard).index("reply") < 8, "it does not wait for what is in the database alone"
    assert post.waiting() == {}


@on_sqlite
async def test_what_is_handed_over_while_the_database_is_read_is_not_forgotten(database: Database) -> None:
    class Slow(Database):
        """Answers questions late: with how things stood when they were asked."""

        async def read(self, question: Callable[[Tx], Any]) -> Any:
            found = await super().read(question)
            await asyncio.sleep(0.1)
            return found

    slow = Slow(database.url.render_as_string(), database.seal)
    async with post_office(slow, 0) as post:
        await asyncio.sleep(0.03)
        post.owe(text(post.ana, "1"))
        await post.idle()
        assert post.reads(post.ana) == ["1"]
    slow.close()


# -- people who are away ---------------------------------------------------------------------------


async def test_whoever_blocks_the_bot_gets_everything_on_coming_back_in_order(post: Post) -> None:
    post.database.run(lambda tx: people.keep(tx, Known(None, post.ana.id, "Ana")))
    post.ana.blocked = True
    post.owe(text(post.ana, "1"), text(post.ana, "2"), text(post.bo, "b"))
    await post.idle()
    post.owe(text(post.ana, "3"))
    await post.idle()
    assert (post.reads(post.ana), post.reads(post.bo)) == ([], ["b"])
    assert post.waiting() == {outbox.HELD: 3}
    assert not post.database.look(lambda tx: people.by_chat(tx, post.ana.id)).reachable  # type: ignore[union-attr]
    tried = len(post.telegram.heard)
    post.clock.advance(timedelta(days=3))
    await asyncio.sleep(0.05)
    assert len(post.telegram.heard) == tried, "nobody knocks meanwhile"
    post.ana.blocked = False

    def back(tx: Tx) -> list[Outgoing]:
        outbox.release(tx, post.ana.id)
        return outbox.taken(tx)

    post.sender.hand_over(post.database.run(back))
    await post.idle()
    assert post.reads(post.ana) == ["1", "2", "3"]
    assert post.waiting() == {}


async def test_that_a_hidden_author_cannot_be_reached_is_written_down_nowhere(post: Post) -> None:
    """The same rows stay as after a message that arrived: a mention of it, where a reply would have found its way."""
    item_id = idea(post.database)
    post.database.run(lambda tx: items.change(tx, item_id, identity=Identity.HIDDEN))
    mentioned = lambda tx: tx.execute(select(func.count()).select_from(mention_rows)).scalar_one()  # noqa: E731
    for who in (post.ana, post.bo):
        post.database.run(lambda tx, who=who: people.keep(tx, Known(None, who.id, "A colleague")))  # type: ignore[misc]
    post.ana.blocked = True
    for count, who in enumerate((post.ana, post.bo), start=1):
        comment, question = replace(text(who, "5 comments"), hidden=True), replace(text(who, "Where?"), about=item_id)
        post.owe(comment, question)
        await post.idle()
        assert post.waiting() == {}
        assert post.database.look(mentioned) == count
        assert post.database.look(lambda tx, who=who: people.by_chat(tx, who.id)).reachable  # type: ignore[misc,union-attr]
    assert (post.reads(post.ana), post.reads(post.bo)) == ([], ["5 comments", "Where?"])
    post.owe(text(post.ana, "By name"))
    await post.idle()
    assert post.waiting() == {outbox.HELD: 1}


@on_sqlite
@pytest.mark.parametrize(
    ("code", "words"),
    [(403, "Forbidden: user is deactivated"), (400, "Bad Request: chat not found"), (403, "Forbidden: anything new")],
)
async def test_other_ways_of_being_away_are_held_too(post: Post, code: int, words: str) -> None:
    post.telegram.faults.refuse(code, words, chat=post.ana.id)
    post.owe(text(post.ana, "1"))
    await post.idle()
    assert post.waiting() == {outbox.HELD: 1}


async def test_a_group_that_moved_gets_everything_at_its_new_address(post: Post) -> None:
    new = post.telegram.group("Quality", [post.ana], id=-1001, kind="supergroup")
    item_id = idea(post.database)
    post.database.run(lambda tx: teams.bind(tx, Binding("quality", GROUP)))
    post.database.run(lambda tx: teams.expect_card(tx, item_id, GROUP))
    moved = "Bad Request: group chat was upgraded to a supergroup chat"
    post.telegram.faults.refuse(400, moved, chat=GROUP, parameters={"migrate_to_chat_id": new.id}, times=99)
    post.owe(
        text(post.group, "card", rank=CARD, key=f"card:{item_id}", card=item_id),
        *(text(post.group, f"reply {number}") for number in range(3)),
        text(post.bo, "b"),
    )
    await post.idle()
    assert post.reads(new) == ["reply 0", "reply 1", "reply 2", "card"]
    assert post.reads(post.group) == []
    assert post.database.look(lambda tx: teams.binding(tx, "quality")) == Binding("quality", new.id)
    card = post.database.look(lambda tx: teams.card(tx, item_id, new.id))
    assert card is not None
    assert card.message_id is not None
    assert sum(each.chat == GROUP for each in post.telegram.heard) == 1, "the old address is asked once"
    assert post.waiting() == {}


@on_sqlite
async def test_a_group_that_is_gone_leaves_its_items_waiting_for_another(post: Post) -> None:
    item_id = idea(post.database)
    post.database.run(lambda tx: teams.bind(tx, Binding("quality", GROUP)))
    post.database.run(lambda tx: teams.expect_card(tx, item_id, GROUP))
    post.group.bot, post.group.bot_status = False, "kicked"
    post.owe(text(post.group, "card", rank=CARD, key=f"card:{item_id}", card=item_id), text(post.group, "reply"))
    await post.idle()
    assert post.waiting() == {}
    assert post.database.look(lambda tx: teams.binding(tx, "quality")) is None
    assert post.database.look(lambda tx: teams.without_card(tx, "quality", -9, ("received",))) == [item_id]


@on_sqlite
async def test_a_topic_that_is_gone_gives_way_to_the_group(post: Post) -> None:
    post.database.run(lambda tx: teams.bind(tx, Binding("quality", GROUP, 7)))
    call = text(post.group, "in the topic")
    post.owe(replace(call, params={**call.params, "message_thread_id": 7}))
    await post.idle()
    assert post.reads(post.group) == ["in the topic"]
    assert post.database.look(lambda tx: teams.binding(tx, "quality")) == Binding("quality", GROUP, None)


# -- what Telegram does not take -------------------------------------------------------------------


async def test_markup_that_telegram_refuses_is_sent_as_plain_text(post: Post) -> None:
    post.owe(text(post.ana, "<b>5 &lt; 7 &amp; <i>so</b>"), text(post.ana, "next"))
    await post.idle()
    assert post.reads(post.ana) == ["5 < 7 & so", "next"]
    assert post.waiting() == {}


async def test_what_telegram_never_takes_is_put_aside_and_the_next_goes_on(post: Post) -> None:
    post.owe(text(post.ana, "x" * 5000), text(post.ana, "next"))
    await post.idle()
    assert post.reads(post.ana) == ["next"]
    assert post.waiting() == {}
    kept = post.database.look(lambda tx: aside.opened(tx, 1))
    assert kept["params"]["text"] == "x" * 5000


@on_sqlite
async def test_a_message_that_is_so_already_counts_as_sent(post: Post) -> None:
    post.owe(text(post.ana, "same"))
    await post.idle()
    message = post.telegram.messages(post.ana)[-1]
    post.owe(Call(post.ana.id, "editMessageText", {"chat_id": post.ana.id, "message_id": message.id, "text": "same"}))
    await post.idle()
    assert post.waiting() == {}
    assert post.database.look(aside.count) == 0


@on_sqlite
async def test_an_edit_of_a_message_that_is_gone_is_forgotten(post: Post) -> None:
    post.owe(Call(post.ana.id, "editMessageText", {"chat_id": post.ana.id, "message_id": 77, "text": "x"}))
    await post.idle()
    assert post.waiting() == {}
    assert post.database.look(aside.count) == 0


@on_sqlite
async def test_a_reply_to_a_message_that_is_gone_goes_without_it(post: Post) -> None:
    call = text(post.ana, "answer")
    post.owe(replace(call, params={**call.params, "reply_parameters": {"message_id": 77}}))
    await post.idle()
    assert post.reads(post.ana) == ["answer"]


@on_sqlite
async def test_one_broken_message_holds_up_nobody(post: Post) -> None:
    """Whatever the parameters are, the call ends and its place is free."""
    odd: list[dict[str, Any]] = [{}, {"chat_id": post.ana.id}, {"chat_id": post.ana.id, "text": ["no", "text"]}]
    post.owe(*(Call(post.ana.id, "sendMessage", params) for params in odd), Call(post.ana.id, "noSuchMethod", {}))
    post.owe(text(post.bo, "b"))
    await post.until(lambda: post.reads(post.bo) == ["b"])


# -- files that the bot makes ----------------------------------------------------------------------

HELD = '{"name": "Ana", "said": "Більше стільців 🪑"}'


def report(who: Person) -> Call:
    screen = Screen(Html("All that is held about you"), fresh=True, made=Made("held.json", HELD, "application/json"))
    return rendering.message(who.id, screen)


async def test_a_file_that_the_bot_makes_arrives_whole_and_in_its_turn(post: Post) -> None:
    post.owe(text(post.ana, "before"), report(post.ana), text(post.ana, "after"))
    await post.idle()
    assert post.reads(post.ana) == ["before", "All that is held about you", "after"]
    media = post.telegram.messages(post.ana)[-2].media
    assert media is not None
    assert (media.kind, media.file.name, media.file.mime) == ("document", "held.json", "application/json")
    assert media.file.content.decode() == HELD
    assert post.waiting() == {}


async def test_a_file_that_the_bot_makes_is_sealed_and_outlives_a_crash(post: Post) -> None:
    await post.stop()
    (owed,) = post.owe(report(post.ana), hand_over=False)
    sealed = post.database.look(lambda tx: tx.execute(select(outbox_rows.c.sealed)).scalar_one())
    assert owed.call.params["made"]["text"] == HELD
    assert not any(word.encode() in sealed for word in ("said", "стільців", str(post.ana.id)))
    post.start(anew=True)
    await post.idle()
    media = post.telegram.messages(post.ana)[-1].media
    assert media is not None
    assert media.file.content.decode() == HELD


@on_sqlite
async def test_a_file_whose_caption_telegram_refuses_comes_with_a_plain_one(post: Post) -> None:
    call = report(post.ana)
    post.owe(replace(call, params={**call.params, "caption": "<b>5 &lt; 7 &amp; <i>so</b>"}))
    await post.idle()
    assert post.reads(post.ana) == ["5 < 7 & so"]


# -- cards -----------------------------------------------------------------------------------------


def card(post: Post, item_id: int, words: str) -> Call:
    return text(post.group, words, rank=CARD, key=f"card:{item_id}", card=item_id)


async def test_a_card_changes_in_place(post: Post) -> None:
    item_id = idea(post.database)
    post.database.run(lambda tx: teams.expect_card(tx, item_id, GROUP))
    post.owe(card(post, item_id, "received"))
    await post.idle()
    post.owe(card(post, item_id, "in review"))
    await post.idle()
    assert post.reads(post.group) == ["in review"]
    assert [each.method for each in post.telegram.heard] == ["sendMessage", "editMessageText"]


async def test_of_many_states_of_a_card_the_newest_is_sent(post: Post) -> None:
    item_id = idea(post.database)
    post.database.run(lambda tx: teams.expect_card(tx, item_id, GROUP))
    post.telegram.open.clear()
    post.owe(card(post, item_id, "state 0"))
    await post.until(lambda: len(post.telegram.heard) == 1)
    for number in range(1, 6):
        post.owe(card(post, item_id, f"state {number}"))
    post.telegram.open.set()
    await post.idle()
    assert texts(post.telegram.heard) == ["state 0", "state 5"]
    assert post.reads(post.group) == ["state 5"]


@on_sqlite
async def test_a_card_that_somebody_deleted_is_sent_anew(post: Post) -> None:
    item_id = idea(post.database)
    post.database.run(lambda tx: teams.expect_card(tx, item_id, GROUP))
    post.owe(card(post, item_id, "received"))
    await post.idle()
    post.telegram.delete(post.telegram.messages(GROUP)[-1])
    post.owe(card(post, item_id, "in review"))
    await post.idle()
    assert post.reads(post.group) == ["in review"]
    post.owe(card(post, item_id, "done"))
    await post.idle()
    assert post.reads(post.group) == ["done"]


@on_sqlite
async def test_what_belongs_to_a_card_replies_to_it(post: Post) -> None:
    item_id = idea(post.database)
    post.database.run(lambda tx: teams.expect_card(tx, item_id, GROUP))
    below = text(post.group, "the rest", rank=CARD, key=f"under:{item_id}:text0", under=item_id)
    post.owe(card(post, item_id, "card"), below)
    await post.idle()
    first, second = post.telegram.messages(GROUP)
    assert second.reply_to is first
    post.telegram.delete(first)
    post.owe(replace(below, key=f"under:{item_id}:text1"))
    await post.idle()
    assert post.reads(post.group) == ["the rest", "the rest"], "without its card it comes all the same"


@on_sqlite
async def test_a_lost_answer_never_leaves_a_card_out_of_date(post: Post) -> None:
    item_id = idea(post.database)
    post.database.run(lambda tx: teams.expect_card(tx, item_id, GROUP))
    post.telegram.faults.drop_answers(1)
    post.owe(card(post, item_id, "received"))
    await post.idle(within=10)
    post.owe(card(post, item_id, "done"))
    await post.idle(within=10)
    assert post.reads(post.group) == ["received", "done"], "the repeated one is the card from now on"


@on_sqlite
async def test_nothing_leads_to_a_message_that_was_forgotten_while_it_was_out(post: Post) -> None:
    post.telegram.open.clear()
    owed = post.owe(text(post.ana, "I-1 is done", about=1), text(post.bo, "I-1 is done", about=1))
    await post.until(lambda: post.telegram.out.total() == 2)
    post.database.run(lambda tx: outbox.done(tx, [owed[0].id]))
    post.telegram.open.set()
    await post.idle()
    ids = [post.telegram.messages(who.id)[-1].id for who in (post.ana, post.bo)]
    assert post.database.look(lambda tx: mentions.item_of(tx, post.ana.id, ids[0])) is None
    assert post.database.look(lambda tx: mentions.item_of(tx, post.bo.id, ids[1])) == 1


@on_sqlite
async def test_nothing_leads_to_its_author_once_an_item_has_no_trace_while_a_message_about_it_was_out(
    post: Post,
) -> None:
    item_id = idea(post.database)
    post.telegram.open.clear()
    post.owe(text(post.ana, "I-1 is done", about=item_id), text(post.group, "The rest", about=item_id))
    await post.until(lambda: post.telegram.out.total() == 2)
    post.database.run(lambda tx: items.change(tx, item_id, identity=Identity.NO_TRACE))
    post.telegram.open.set()
    await post.idle()
    ids = [post.telegram.messages(chat.id)[-1].id for chat in (post.ana, post.group)]
    assert post.database.look(lambda tx: mentions.item_of(tx, post.ana.id, ids[0])) is None
    assert post.database.look(lambda tx: mentions.item_of(tx, post.group.id, ids[1])) == item_id, "it names nobody"


async def test_a_message_that_speaks_of_an_item_is_found_by_a_reply(post: Post) -> None:
    item_id = idea(post.database)
    post.owe(text(post.ana, "about it", about=item_id))
    await post.idle()
    message = post.telegram.messages(post.ana)[-1]
    for about in (item_id, None):
        params = {"chat_id": post.ana.id, "message_id": message.id, "text": f"about {about}"}
        post.owe(Call(post.ana.id, "editMessageText", params, about=about))
        await post.idle()
        assert post.database.look(lambda tx: mentions.item_of(tx, post.ana.id, message.id)) == about


# -- posts in the public channel -------------------------------------------------------------------


def publish(post: Post) -> Chat:
    """Something is told in the channel; its team has a group."""
    channel = post.telegram.channel("Lindvale", [post.ana], id=CHANNEL, username="lindvale")
    new = NewAnnouncement(Matter.DONE, "said", "did", None, "quality", MONDAY.date(), "@lindvale")

    def unit(tx: Tx) -> list[Outgoing]:
        teams.bind(tx, Binding("quality", GROUP, None))
        made = announcements.add(tx, new, ())
        facts.record(tx, AnnouncementMade(new.told_on, announcement_id=made.id))
        news.tell(tx, ORGANISATION, post.clock.now())
        return outbox.taken(tx)

    post.sender.hand_over(post.database.run(unit))
    return channel


def stands(post: Post) -> Stands:
    return post.database.look(lambda tx: announcements.get(tx, 1)).post


async def test_a_post_remembers_which_message_it_is(post: Post) -> None:
    channel = publish(post)
    await post.idle()
    (message,) = post.telegram.messages(channel.id)
    assert post.database.look(lambda tx: announcements.get(tx, 1)).message_id == message.id
    assert (stands(post), post.waiting()) == (Stands.STANDS, {})


async def test_a_post_whose_answer_is_lost_is_not_sent_again_and_its_team_is_asked_once(post: Post) -> None:
    post.telegram.faults.drop_answers(1)
    channel = publish(post)
    await post.idle(within=5)
    assert len(post.telegram.messages(channel.id)) == 1
    assert stands(post) is Stands.UNSURE
    await post.stop()
    post.database.run(lambda tx: app.begin(tx, ORGANISATION, post.clock.now()))
    post.start(anew=True)
    await post.idle(within=5)
    assert len(post.telegram.messages(channel.id)) == 1
    assert ["Does this post stand" in said for said in post.reads(post.group)] == [True]
    assert post.waiting() == {outbox.SUSPECT: 1}


@on_sqlite
async def test_a_post_that_was_out_at_a_kill_is_asked_about_after_the_start(post: Post) -> None:
    """Not before: until then it is on its way; and once, however often the bot is started."""
    post.telegram.open.clear()
    publish(post)
    await post.until(lambda: len(post.telegram.heard) == 1)
    await post.stop()
    assert (stands(post), post.waiting()) == (Stands.OWED, {outbox.SUSPECT: 1})
    post.telegram.open.set()
    for _ in range(2):
        post.database.run(lambda tx: app.begin(tx, ORGANISATION, post.clock.now()))
        post.start(anew=True)
        await post.idle()
        await post.stop()
    assert stands(post) is Stands.UNSURE
    assert ["Does this post stand" in said for said in post.reads(post.group)] == [True]


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (400, "Bad Request: need administrator rights in the channel chat"),
        (403, "Forbidden: bot is not a member of the channel chat"),
        (400, "Bad Request: chat not found"),
        (400, "Bad Request: message is too long"),
    ],
)
async def test_a_post_that_telegram_does_not_take_waits_and_the_team_keeps_its_group(
    post: Post, code: int, words: str
) -> None:
    post.telegram.faults.refuse(code, words, chat="@lindvale")
    publish(post)
    await post.idle()
    assert (stands(post), post.waiting()) == (Stands.REFUSED, {outbox.HELD: 1})
    assert ["could not be put into" in said for said in post.reads(post.group)] == [True]
    assert post.database.look(lambda tx: teams.binding(tx, "quality")) is not None
    assert post.database.look(aside.count) == 0


async def test_a_post_that_waits_for_telegram_is_told_to_nobody_before(post: Post) -> None:
    post.telegram.faults.retry_after(seconds=30, times=1)
    channel = publish(post)
    await post.idle(within=60)
    assert len(post.telegram.messages(channel.id)) == 1
    assert stands(post) is Stands.STANDS


@on_sqlite
async def test_a_post_that_was_taken_back_while_it_was_out_leaves_the_channel(post: Post) -> None:
    post.telegram.open.clear()
    channel = publish(post)
    await post.until(lambda: len(post.telegram.heard) == 1)
    post.database.run(lambda tx: announcements.move(tx, 1, Stands.OWED, to=Stands.BACK))
    post.telegram.open.set()
    await post.idle()
    assert post.telegram.messages(channel.id) == []
    assert post.waiting() == {}


# -- with the whole bot ----------------------------------------------------------------------------


async def take(town: Town) -> None:
    """Let the bot receive, without waiting until everything is sent."""
    await town.bot.receiver.take(list(town.engine.updates.pending))
    town.engine.updates.drop()


async def send_idea(town: Town, words: str) -> None:
    """Elsa sends an idea while other chats may be halted."""
    town.engine.say(town.elsa.person, town.elsa.person, words)
    await take(town)
    for _ in range(500):
        if town.elsa.sees(words):
            break
        await asyncio.sleep(0.005)
    shown = town.elsa.screen
    row = next(number for number, row in enumerate(shown.buttons) if "💡" in row[0]["text"])
    town.engine.press(town.elsa.person, town.elsa.id, shown, row, 0)
    await take(town)


@on_sqlite
async def test_many_new_cards_become_one_list_with_buttons(town: Town) -> None:
    before = len(town.engine.messages(town.group.id))
    town.engine.faults.retry_after(town.group.id, 3600)
    for number in range(14):
        await send_idea(town, f"Idea about chair number {number}")
    town.engine.faults.clear()
    town.clock.advance(timedelta(hours=2))
    await town.settle()
    new = town.engine.messages(town.group.id)[before:]
    cards = [each for each in new if "Stage" in each.text]
    lists = [each for each in new if "📬" in each.text]
    assert len(new) <= 1 + MOST_WAITING_CARDS
    assert len(lists) == 1
    listed = {label for label in lists[0].labels if label.startswith("I-")}
    assert len(cards) + len(listed) + sum("▶" in label for label in lists[0].labels) * 99 >= 14, "none is lost"
    await town.sam.presses_in(town.group, next(iter(listed)))
    assert "Stage" in town.newest(town.group.id).text
    await town.sam.in_group(town.group, "/waiting")
    assert town.group_sees("📬")


async def test_a_group_that_put_the_bot_out_loses_nothing(database: Database) -> None:
    async with lindvale(database) as town:
        await town.elsa.says("The first idea about chairs")
        await town.elsa.presses("💡")
        town.engine.remove_bot(town.group, town.sam.person)
        await town.elsa.says("The second idea about lamps")
        await town.elsa.presses("💡")
        await town.settle()
        assert len(town.engine.messages(town.group.id)) < 4
        await town.sam.opens(town.team_link("quality"), group=town.group)
        assert "chairs" in town.card("I-1").text
        assert "lamps" in town.card("I-2").text


async def test_whoever_blocked_the_bot_hears_of_every_step_on_coming_back(town: Town) -> None:
    await town.elsa.says("The reading room needs chairs")
    await town.elsa.presses("💡")
    town.engine.block(town.elsa.person)
    seen = len(town.engine.messages(town.elsa.id))
    await town.sam.presses_in(town.group, "take")
    await town.sam.presses_in(town.group, "Accept")
    assert len(town.engine.messages(town.elsa.id)) == seen
    town.engine.unblock(town.elsa.person)
    await town.settle()
    assert len(town.engine.messages(town.elsa.id)) == seen + 2
    assert town.bot.database.look(outbox.count) == {}
