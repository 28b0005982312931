"""Receiving: each update has its effects once, whatever fails in between, and nothing stops the queue."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import rendering
from bot.buttons import Press, pack
from bot.clock import MovableClock
from bot.dispatch import Dispatcher
from bot.refusal import Refused
from bot.request import Request, Said
from bot.routing import Routes, Where, button, command, words
from bot.screen import Screen
from bot.telegram import receive
from bot.telegram.receive import Receiver, in_turns
from bot.texts import Html, escaped
from config.organisation import load
from config.settings import SHIPPED_ORGANISATION
from storage import aside, facts, house, items, outbox, people, updates
from storage.db import Away, Database, Tx
from storage.records.facts import ItemSent
from storage.records.item import Kind, NewItem
from storage.records.outgoing import Outgoing
from storage.records.person import Person, Role
from tests.town import MONDAY

ORGANISATION = load(SHIPPED_ORGANISATION)
on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
"""For what does not depend on the database."""

Raw = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Push(Press):
    code: ClassVar[str] = "push1"
    number: int


@dataclass(frozen=True, slots=True)
class Admins(Press):
    code: ClassVar[str] = "admin1"


def user(number: int, name: str = "Ana") -> Raw:
    return {"id": number, "is_bot": False, "first_name": name, "language_code": "en"}


def message(update_id: int, text: str, *, chat: int = 1001, name: str = "Ana") -> Raw:
    place = {"id": chat, "type": "private", "first_name": name}
    said = {"message_id": update_id, "date": 0, "chat": place, "from": user(chat, name), "text": text}
    return {"update_id": update_id, "message": said}


def press(update_id: int, data: str, *, chat: int = 1001) -> Raw:
    shown = {"message_id": 5, "date": 0, "chat": {"id": chat, "type": "private"}, "text": "Shown"}
    query = {"id": f"q{update_id}", "from": user(chat), "chat_instance": "1", "message": shown, "data": data}
    return {"update_id": update_id, "callback_query": query}


Handled = Callable[[Request, str], Screen | None]


@dataclass
class Bot:
    """Receiving with handlers of the test's own; every part behind them is real."""

    database: Database
    does: Handled
    handled: list[str] = field(default_factory=list)
    calls: list[Outgoing] = field(default_factory=list)
    answers: list[tuple[str, str | None]] = field(default_factory=list)
    when_answered: Callable[[], None] = lambda: None

    def __post_init__(self) -> None:
        routes = Routes(
            (
                words(self._words, role=Role.ANYONE),
                *(command(name, self._command, role=Role.ANYONE, says=None) for name in ("start", "idea")),
                button(Push, self._pushed, role=Role.ANYONE, where=Where.PRIVATE),
                button(Admins, self._pushed, role=Role.ADMIN, where=Where.PRIVATE),
            ),
            (),
        )
        self.receiver = Receiver(
            self.database,
            Dispatcher(ORGANISATION, routes, "kaiwa_bot"),
            MovableClock(MONDAY),
            on_calls=self.calls.extend,
            answer=self._answer,
        )

    async def take(self, *batch: Raw) -> None:
        await self.receiver.take(batch)

    def said(self, chat: int = 1001) -> list[str]:
        """What a chat will read, as the sender was told after the commit."""
        return [owed.call.params["text"] for owed in self.calls if owed.call.chat_id == chat]

    def owed(self) -> list[str]:
        """What the database owes."""
        return [each.call.params["text"] for each in self.database.look(lambda tx: outbox.waiting(tx, limit=999))]

    def count(self, question: Callable[[Tx], int]) -> int:
        return self.database.look(question)

    def _words(self, request: Request) -> Screen | None:
        self.handled.append(request.said.text)
        return self.does(request, request.said.text)

    def _command(self, request: Request) -> Screen | None:
        return self._words(request)

    def _pushed(self, request: Request, pressed: Press) -> Screen | None:
        return self._words(request)

    def _answer(self, query_id: str, notice: str | None) -> None:
        self.when_answered()
        self.answers.append((query_id, notice))


def echo(request: Request, text: str) -> Screen:
    """An effect in the database and one in the outbox."""
    heard(request, text)
    return Screen(escaped(f"You said {text}"))


def heard(request: Request, text: str) -> None:
    house.keep(request.tx, "heard", f"{house.value(request.tx, 'heard') or ''}{text},")


def all_heard(database: Database) -> str | None:
    return database.look(lambda tx: house.value(tx, "heard"))


class Bug(RuntimeError):
    """Something that nobody thought of."""


class Killed(BaseException):
    """The process ends here, as far as the database can tell."""


# -- once ------------------------------------------------------------------------------------------


async def test_an_update_that_comes_again_has_its_effects_once(database: Database) -> None:
    bot = Bot(database, echo)
    hello = message(1, "a")
    await bot.take(hello, hello, message(2, "b"))
    await bot.take(message(2, "b"), hello)
    again = Bot(database, echo)
    await again.take(hello, message(3, "c"))
    assert all_heard(database) == "a,b,c,"
    assert bot.owed() == ["You said a", "You said b", "You said c"]
    assert (bot.said(), again.said()) == (["You said a", "You said b"], ["You said c"])


async def test_a_press_that_comes_again_is_answered_again_without_a_word(database: Database) -> None:
    """Else the button would turn until Telegram gives up."""
    bot = Bot(database, lambda request, _: Screen(notice=Html("Done")))
    await bot.take(press(1, pack(Push(1))))
    await bot.take(press(1, pack(Push(1))))
    assert bot.answers == [("q1", "Done"), ("q1", None)]
    assert len(bot.handled) == 1


async def test_many_updates_in_several_slices_have_their_effects_once(database: Database) -> None:
    def slow(request: Request, text: str) -> Screen:
        time.sleep(receive.SLICE_SECONDS / 2)
        return echo(request, text)

    bot = Bot(database, slow)
    await bot.take(*(message(number, str(number)) for number in range(1, 9)))
    assert all_heard(database) == "1,2,3,4,5,6,7,8,"
    assert bot.said() == bot.owed() == [f"You said {number}" for number in range(1, 9)]


# -- bugs ------------------------------------------------------------------------------------------


def half_done(request: Request, text: str) -> Screen:
    """Leaves traces of every kind, and then falls over the word "bug"."""
    heard(request, text)
    people.keep(request.tx, Person(None, request.person.chat_id, "Ana"))
    said = NewItem(Kind.IDEA, text, None, None, "quality", None, request.today, request.today)
    item = items.add(request.tx, said)
    facts.record(request.tx, ItemSent(request.today, item_id=item.id))
    outbox.put(request.tx, rendering.message(request.place.chat_id, Screen(Html("Half"))))
    if text == "bug":
        raise Bug("a secret word")
    return Screen(Html("Fine"))


async def test_a_bug_is_tried_three_times_put_aside_and_apologised_for(
    database: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    bot = Bot(database, half_done)
    await bot.take(message(1, "bug"), message(2, "good", chat=1002))
    assert bot.handled.count("bug") == receive.TRIES == 3
    assert bot.count(aside.count) == 1
    (apology,) = bot.said(1001)
    assert "R-1" in apology
    assert bot.said(1002) == ["Half", "Fine"], "the queue goes on"
    assert sorted(bot.owed()) == sorted([apology, "Half", "Fine"])
    assert all_heard(database) == "good,", "nothing of the half-done effect remains"
    assert database.look(lambda tx: people.by_chat(tx, 1001)) is None
    assert database.look(items.texts) == ["good"]
    assert database.look(lambda tx: items.by_number(tx, Kind.IDEA, 1).text) == "good", "no number is lost"
    assert database.look(lambda tx: aside.opened(tx, 1)) == message(1, "bug")
    printed = capsys.readouterr()
    assert "Bug" in printed.out + printed.err
    assert "a secret word" not in printed.out + printed.err


async def test_what_was_put_aside_is_not_tried_again(database: Database) -> None:
    bot = Bot(database, half_done)
    await bot.take(message(1, "bug"))
    await bot.take(message(1, "bug"))
    assert bot.handled == ["bug"] * 3
    assert bot.count(aside.count) == 1
    assert len(bot.said()) == 1


async def test_a_bug_that_passes_leaves_one_effect(database: Database) -> None:
    def twice_wrong(request: Request, text: str) -> Screen:
        screen = echo(request, text)
        if len(bot.handled) < 3:
            raise Bug
        return screen

    bot = Bot(database, twice_wrong)
    await bot.take(message(1, "a"))
    assert all_heard(database) == "a,"
    assert bot.said() == bot.owed() == ["You said a"]
    assert bot.count(aside.count) == 0


async def test_a_press_that_meets_a_bug_is_answered_too(database: Database) -> None:
    def falls(request: Request, text: str) -> Screen:
        raise Bug

    bot = Bot(database, falls)
    await bot.take(press(1, pack(Push(1))))
    assert bot.answers == [("q1", None)]
    assert "R-1" in bot.said()[0]


async def test_an_update_whose_apology_fails_as_well_does_not_stop_the_queue(database: Database) -> None:
    """A name that no database takes: half of a surrogate pair, as JSON can bring it."""
    database.run(lambda tx: people.keep(tx, Person(None, 1001, "Ana")))
    bot = Bot(database, echo)
    broken = message(1, "/start", name="Ana \ud83d")
    await bot.take(broken, message(2, "b", chat=1002))
    assert all_heard(database) == "b,"
    assert bot.said(1002) == ["You said b"]
    assert database.look(lambda tx: aside.opened(tx, 1)) == broken


@on_sqlite
@pytest.mark.parametrize(
    "broken",
    [
        {"update_id": 1, "message": {"chat": "nobody"}},
        {"update_id": 1, "message": []},
        {"update_id": 1, "callback_query": {"id": "q1"}},
        {"update_id": 1, "my_chat_member": {"chat": 1, "from": 2}},
        {"message": message(1, "a")["message"]},
        {"update_id": "one"},
    ],
)
async def test_what_cannot_be_parsed_is_put_aside_at_once(database: Database, broken: Raw) -> None:
    bot = Bot(database, echo)
    await bot.take(broken, message(2, "b"))
    assert database.look(lambda tx: aside.opened(tx, 1)) == broken
    assert bot.handled == ["b"]
    assert bot.said() == ["You said b"]


@on_sqlite
@pytest.mark.parametrize(
    "other",
    [
        {"update_id": 1},
        {"update_id": 1, "edited_message": message(1, "a")["message"]},
        {"update_id": 1, "a kind that comes next year": {"chat": {"id": 1}}},
        {**message(1, ""), "update_id": 1},
    ],
)
async def test_what_is_nothing_to_us_is_left_alone(database: Database, other: Raw) -> None:
    bot = Bot(database, echo)
    await bot.take(other)
    assert bot.handled == []
    assert bot.count(aside.count) == 0
    assert database.look(lambda tx: updates.is_claimed(tx, 1))


# -- order -----------------------------------------------------------------------------------------


@given(st.lists(st.sampled_from([1, 2, 3, -4])))
def test_each_chat_keeps_its_order_and_chats_take_turns(chats: list[int]) -> None:
    batch = [message(number, "", chat=chat) for number, chat in enumerate(chats)]
    turns = [raw for turn in in_turns(batch) for raw in turn]
    assert sorted(raw["update_id"] for raw in turns) == list(range(len(batch)))
    lanes = {chat: [raw["update_id"] for raw in turns if raw["message"]["chat"]["id"] == chat] for chat in chats}
    assert all(numbers == sorted(numbers) for numbers in lanes.values())
    order = [raw["message"]["chat"]["id"] for raw in turns]
    for place, chat in enumerate(order):
        before = order[:place].count(chat)
        waited = [other for other in lanes if len(lanes[other]) > before and other != chat]
        assert all(order[:place].count(other) >= before for other in waited), (
            "nobody is served twice before others once"
        )


@on_sqlite
async def test_a_flooding_chat_starves_nobody(database: Database) -> None:
    bot = Bot(database, echo)
    flood = [message(number, "flood", chat=7) for number in range(1, 90)]
    await bot.take(*flood, message(90, "first", chat=8), message(91, "second", chat=8))
    assert bot.handled[:4] == ["flood", "first", "flood", "second"]


@on_sqlite
async def test_messages_and_presses_of_one_chat_keep_their_order(database: Database) -> None:
    bot = Bot(database, lambda request, text: Screen(escaped(text or "pressed")))
    await bot.take(message(1, "a"), press(2, pack(Push(1))), message(3, "b"), message(4, "c", chat=9))
    assert bot.said() == ["a", "pressed", "b"]


# -- the database is away --------------------------------------------------------------------------


@on_sqlite
async def test_with_the_database_away_nothing_is_acknowledged_and_later_everything_happens_once(
    database: Database,
) -> None:
    bot = Bot(database, echo)
    batch = [message(1, "a"), press(2, pack(Push(1)), chat=1002)]
    with closing(sqlite3.connect(database.path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(Away):
            await bot.take(*batch)
    assert (bot.handled, bot.calls) == ([], [])
    await bot.take(*batch)
    await bot.take(*batch)
    assert all_heard(database) == "a,,"
    assert bot.said() == ["You said a"]


async def test_trouble_of_the_database_is_never_an_updates_fault(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It goes away in the middle of the second update: not even the first has happened, and nothing is put aside."""
    monkeypatch.setattr(receive, "SLICE_SECONDS", 60)
    away = True

    def loses_its_database(request: Request, text: str) -> Screen:
        screen = echo(request, text)
        if text == "b" and away:
            raise Away("the disk is full")
        return screen

    bot = Bot(database, loses_its_database)
    batch = [message(1, "a"), message(2, "b")]
    for _ in range(5):
        with pytest.raises(Away):
            await bot.take(*batch)
    assert bot.handled == ["a", "b"] * 5, "tried once each time, not three times"
    assert (all_heard(database), bot.calls, bot.count(aside.count)) == (None, [], 0)
    away = False
    await bot.take(*batch)
    assert all_heard(database) == "a,b,"
    assert bot.said() == ["You said a", "You said b"]


async def test_slices_that_are_committed_stay_when_a_later_one_fails(database: Database) -> None:
    away = True

    def slow(request: Request, text: str) -> Screen:
        time.sleep(receive.SLICE_SECONDS * 1.2)
        if text == "c" and away:
            raise Away("locked")
        return echo(request, text)

    bot = Bot(database, slow)
    batch = [message(number, text) for number, text in enumerate("abc", 1)]
    with pytest.raises(Away):
        await bot.take(*batch)
    assert all_heard(database) == "a,b,"
    assert bot.said() == ["You said a", "You said b"]
    away = False
    await bot.take(*batch)
    assert all_heard(database) == "a,b,c,"
    assert bot.said() == ["You said a", "You said b", "You said c"]


# -- an unclean end --------------------------------------------------------------------------------


async def test_an_end_that_was_not_clean_is_noticed_by_the_next_start(database: Database) -> None:
    assert not await receive.begin(database)
    assert await receive.begin(database), "killed in between"
    await receive.end(database)
    assert not await receive.begin(database)


async def life(database: Database, does: Handled, batch: Sequence[Raw], *, killed: bool) -> Bot:
    """One life of the bot after an unclean end, which the batch may end."""
    bot = Bot(database, does)
    await bot.receiver.after_unclean_end()
    if killed:
        with pytest.raises(Killed):
            await bot.take(*batch)
    else:
        await bot.take(*batch)
    return bot


async def test_an_update_that_kills_the_process_three_times_is_put_aside(database: Database) -> None:
    def deadly(request: Request, text: str) -> Screen:
        screen = echo(request, text)
        if text == "b":
            raise Killed
        return screen

    batch = [message(number, text) for number, text in enumerate("abc", 1)]
    for _ in range(receive.DEADLY):
        await life(database, deadly, batch, killed=True)
        assert all_heard(database) == "a,", "what went well before stays, once"
    bot = await life(database, deadly, batch, killed=False)
    assert bot.handled == ["c"]
    assert all_heard(database) == "a,c,"
    assert bot.owed() == ["You said a", "You said c"]
    assert database.look(lambda tx: aside.opened(tx, 1)) == batch[1]


async def test_an_attempt_is_on_disk_before_it_is_made(database: Database) -> None:
    seen = []

    def looks(request: Request, text: str) -> None:
        seen.append(database.look(lambda tx: tx.exec_driver_sql("SELECT update_id, count FROM attempts").all()))

    await life(database, looks, [message(1, "a"), message(2, "b")], killed=False)
    assert [[tuple(row) for row in rows] for rows in seen] == [[(1, 1)], [(1, 1), (2, 1)]]
    assert database.look(lambda tx: tx.exec_driver_sql("SELECT * FROM attempts").all()) == []


async def test_after_the_first_batch_updates_run_together_again(database: Database) -> None:
    bot = await life(database, echo, [message(1, "a")], killed=False)
    await bot.take(message(2, "b"))
    assert database.look(lambda tx: tx.exec_driver_sql("SELECT * FROM attempts").all()) == []
    assert all_heard(database) == "a,b,"


async def test_a_database_that_is_away_for_long_is_no_attempt(database: Database) -> None:
    """After an unclean end the disk is full as well: the same update is tried again and again, and kills nobody."""
    away = True

    def full(request: Request, text: str) -> Screen:
        if away:
            raise Away("the disk is full")
        return echo(request, text)

    bot = Bot(database, full)
    await bot.receiver.after_unclean_end()
    for _ in range(receive.DEADLY + 2):
        with pytest.raises(Away):
            await bot.take(message(1, "a"))
    away = False
    await bot.take(message(1, "a"))
    assert bot.count(aside.count) == 0
    assert bot.said() == ["You said a"]


# -- presses ---------------------------------------------------------------------------------------


async def test_a_press_is_answered_after_the_commit(database: Database) -> None:
    found: list[str | None] = []

    def pushed(request: Request, text: str) -> Screen:
        heard(request, "push")
        return Screen(notice=Html("<b>Yes</b> &amp; done"))

    bot = Bot(database, pushed, when_answered=lambda: found.append(all_heard(database)))
    await bot.take(press(1, pack(Push(1))))
    assert found == ["push,"]
    assert bot.answers == [("q1", "Yes & done")], "a notice knows no markup"


@on_sqlite
async def test_a_press_that_takes_long_is_answered_plainly_meanwhile(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receive, "PLAIN_ANSWER_SECONDS", 0.01)

    def slow(request: Request, text: str) -> Screen:
        time.sleep(0.3)
        return Screen(notice=Html("Late"))

    bot = Bot(database, slow)
    await bot.take(press(1, pack(Push(1))))
    assert bot.answers == [("q1", None), ("q1", "Late")]


@on_sqlite
@pytest.mark.parametrize(
    "data",
    [
        "",
        "nothing",
        "push1",
        "push1:x",
        "push1:1:2",
        "push1:" + "9" * 50,
        "push1:-" + "9" * 20,
        "old7:1",
        ":::",
        "🙂" * 10,
    ],
)
async def test_a_button_that_we_never_made_is_refused_with_a_notice(database: Database, data: str) -> None:
    """Anybody can make an app that sends any data."""

    def looks_up(request: Request, text: str) -> None:
        raise AssertionError("must not be reached")

    bot = Bot(database, looks_up)
    await bot.take(press(1, data))
    ((_, notice),) = bot.answers
    assert notice
    assert "no longer in use" in notice
    assert (bot.calls, bot.count(aside.count)) == ([], 0)


@on_sqlite
async def test_a_button_for_another_role_is_refused_with_a_notice(database: Database) -> None:
    bot = Bot(database, echo)
    await bot.take(press(1, pack(Admins())))
    ((_, notice),) = bot.answers
    assert notice
    assert "another role" in notice
    assert (bot.handled, bot.calls) == ([], [])


async def test_a_refusal_undoes_what_was_done_and_nobody_hears_of_it(database: Database) -> None:
    def refuses(request: Request, text: str) -> Screen:
        half_done(request, "too late")
        raise Refused(request.t("This has changed in the meantime. Here is how it stands now."))

    bot = Bot(database, refuses)
    await bot.take(press(1, pack(Push(1))), message(2, "words", chat=1002))
    assert bot.answers == [("q1", "This has changed in the meantime. Here is how it stands now.")]
    assert bot.said(1001) == []
    assert bot.said(1002) == ["This has changed in the meantime. Here is how it stands now."]
    assert bot.owed() == bot.said(1002)
    assert (all_heard(database), database.look(items.texts), bot.count(aside.count)) == (None, [], 0)
    assert bot.handled == ["", "words"], "a refusal is no bug and not tried again"


# -- whoever comes back ----------------------------------------------------------------------------


def refuse(request: Request, text: str) -> Screen:
    raise Refused(Html("No"))


def keep_the_person(request: Request, text: str) -> Screen:
    people.keep(request.tx, request.person)
    return Screen(Html("Kept"))


def blocked(tx: Tx) -> None:
    people.keep(tx, Person(None, 1001, "Ana", reachable=False))
    owed = outbox.put(tx, rendering.message(1001, Screen(Html("Waited"))))
    outbox.hold(tx, [owed.id])


@pytest.mark.parametrize(("does", "answer"), [(refuse, "No"), (keep_the_person, "Kept")])
async def test_whoever_starts_can_be_reached_again_whatever_the_answer(
    database: Database, does: Handled, answer: str
) -> None:
    database.run(blocked)
    bot = Bot(database, does)
    await bot.take(message(1, "/start"))
    assert bot.said() == bot.owed() == ["Waited", answer]
    found = database.look(lambda tx: people.by_chat(tx, 1001))
    assert found is not None
    assert found.reachable


@pytest.mark.parametrize("text", ["I am back", "/idea"])
async def test_words_write_down_nothing_about_whoever_says_them(database: Database, text: str) -> None:
    """They may be sent without a name, or answer a question to a hidden author."""
    database.run(blocked)
    bot = Bot(database, lambda _request, _text: Screen(Html("Heard")))
    await bot.take(message(1, text), press(2, pack(Push(1))))
    assert "Waited" not in bot.owed()
    assert database.look(outbox.count)[outbox.HELD] == 1
    found = database.look(lambda tx: people.by_chat(tx, 1001))
    assert found is not None
    assert not found.reachable


# -- albums ----------------------------------------------------------------------------------------


def photo(update_id: int, caption: str = "", *, chat: int = 1001) -> Raw:
    """One of an album, as Telegram tells of each."""
    raw = message(update_id, "", chat=chat)
    del raw["message"]["text"]
    size = {"file_id": f"f{update_id}", "file_unique_id": f"u{update_id}", "width": 1, "height": 1}
    raw["message"] |= {"media_group_id": "album", "photo": [size]} | ({"caption": caption} if caption else {})
    return raw


def test_an_album_is_one_turn() -> None:
    batch = [photo(1), message(2, "", chat=1002), photo(3), message(4, "")]
    assert [[raw["update_id"] for raw in turn] for turn in in_turns(batch)] == [[1, 3], [2], [4]]


@dataclass
class Album(Bot):
    """Keeps what is heard, each as one."""

    messages: list[Said] = field(default_factory=list)

    def _words(self, request: Request) -> Screen | None:
        self.messages.append(request.said)
        return super()._words(request)


def files(said: Said) -> list[str]:
    return [file.file_id for file in said.attachments]


async def test_an_album_is_heard_as_one(database: Database) -> None:
    bot = Album(database, echo)
    replied = {"message_id": 7, "date": 0, "chat": {"id": 1001, "type": "private"}, "text": "Asked"}
    second = photo(2, "The ramp")
    second["message"]["reply_to_message"] = replied | {"from": {"id": 1, "is_bot": True, "first_name": "Kaiwa"}}
    await bot.take(photo(1), second, photo(3), photo(4, "and the door"), message(5, "c"))
    album, after = bot.messages
    assert (album.text, files(album)) == ("The ramp\n\nand the door", ["f1", "f2", "f3", "f4"])
    assert (album.message_id, album.reply_to) == (2, 7)
    assert album.parts == ((2, "The ramp"), (4, "and the door"))
    assert after.parts == ((5, "c"),)
    assert all_heard(database) == "The ramp\n\nand the door,c,"


async def test_an_album_without_words_has_none(database: Database) -> None:
    bot = Album(database, echo)
    await bot.take(photo(1), photo(2))
    (album,) = bot.messages
    assert (album.text, album.parts, files(album)) == ("", ((1, ""),), ["f1", "f2"])


async def test_an_album_that_comes_again_has_its_effects_once(database: Database) -> None:
    """The first two were committed, and the acknowledgement was lost: of the repeat only what is new counts."""
    bot = Album(database, echo)
    await bot.take(photo(1, "a"), photo(2))
    await bot.take(photo(1, "a"), photo(2), photo(3, "b"), photo(3, "b"))
    await bot.take(photo(1, "a"), photo(2), photo(3, "b"))
    assert [files(said) for said in bot.messages] == [["f1", "f2"], ["f3"]]
    assert all_heard(database) == "a,b,"


async def test_an_album_that_meets_a_bug_is_put_aside_as_a_whole(database: Database) -> None:
    bot = Bot(database, half_done)
    album = [photo(1), photo(2, "bug"), photo(3)]
    await bot.take(*album, message(4, "good"))
    assert bot.handled == ["bug"] * 3 + ["good"]
    assert bot.count(aside.count) == 1
    assert database.look(lambda tx: aside.opened(tx, 1)) == album
    assert ["R-1" in said for said in bot.said()] == [True, False, False]
    assert database.look(items.texts) == ["good"]
    await bot.take(*album)
    assert len(bot.handled) == 4


async def test_what_cannot_be_parsed_of_an_album_costs_the_rest_nothing(database: Database) -> None:
    bot = Album(database, echo)
    broken = photo(2)
    broken["message"]["photo"] = "nothing"
    await bot.take(photo(1, "a"), broken, photo(3))
    assert [files(said) for said in bot.messages] == [["f1", "f3"]]
    assert database.look(lambda tx: aside.opened(tx, 1)) == broken


async def test_an_album_that_kills_the_process_is_put_aside_as_a_whole(database: Database) -> None:
    def deadly(request: Request, text: str) -> Screen:
        if text == "b":
            raise Killed
        return echo(request, text)

    album = [photo(1), photo(2, "b")]
    for _ in range(receive.DEADLY):
        await life(database, deadly, [message(3, "a", chat=1002), *album], killed=True)
    bot = await life(database, deadly, [*album, message(4, "c")], killed=False)
    assert bot.handled == ["c"]
    assert database.look(lambda tx: aside.opened(tx, 1)) == album
