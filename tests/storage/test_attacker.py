"""What an attacker learns who gets hold of the database: copies of it from several days, its files, the logs.

Two worlds differ in one thing only: which of two colleagues sent the hidden idea and talked about it. Whoever has
everything but the secret key must not be able to tell the two apart, in no state on the way.
"""

from __future__ import annotations

import re
import struct
from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Column, select

from bot import links, news
from bot.playground.chats import Message
from bot.playground.files import Upload
from bot.privacy import rules
from bot.privacy.rules import WORDS_GO_WITHIN
from storage import announcements, facts, items, people, ratings, sent_today
from storage.db import Database, Tx
from storage.records.facts import AnnouncementTold
from storage.records.item import Kind
from storage.records.person import Role
from storage.sealing import Seal
from storage.tables import metadata
from storage.tables import people as people_rows
from tests import databases
from tests.storage.test_secrecy import files, traces
from tests.town import Actor, Town, lindvale
from tests.wire.stand_in import picture

WORDS = "The zeppelin hangar needs a handrail"
HIDDEN, TRACELESS = "🕶", "👣"
DRAWN = {("facts", "id"), ("ratings", "id"), ("kudos", "id"), ("mutes", "id")}
"""Values that are drawn, not counted."""

Row = tuple[str, ...]


@dataclass
class View:
    """What the attacker has: each copy's rows, and for each opaque value where it stood in all of them."""

    copies: list[Counter[Row]] = field(default_factory=list)
    seen: dict[Any, list[Row]] = field(default_factory=lambda: defaultdict(list))
    names: dict[int | None, str] = field(default_factory=lambda: {None: "nobody"})
    """Whose the drawn ids of people are, as any of the copies told."""

    def copy(self, database: Database) -> None:
        step, rows = len(self.copies), Counter[Row]()
        self.names |= {row.id: row.name for row in database.look(lambda tx: tx.execute(select(people_rows)).all())}
        for table in metadata.sorted_tables:
            for row in database.look(lambda tx, table=table: tx.execute(select(table)).all()):  # type: ignore[misc]
                values = row._mapping
                shown = (table.name, *(self._shown(table.c[name], value) for name, value in values.items()))
                rows[shown] += 1
                for name, value in values.items():
                    if isinstance(value, bytes) or (table.name, name) in DRAWN:
                        self.seen[value].append((str(step), name, *shown))
        self.copies.append(rows)

    @property
    def all_of_it(self) -> tuple[list[Counter[Row]], Counter[tuple[Row, ...]]]:
        """Values themselves are drawn anew in each world; what they tell is where else they stand."""
        return self.copies, Counter(tuple(sorted(places)) for places in self.seen.values())

    def _shown(self, column: Column[Any], value: Any) -> str:
        if column is people_rows.c.id or column.references(people_rows.c.id):
            return self.names[value]
        return _shown(column.table.name, column.name, value)


def _shown(table: str, column: str, value: Any) -> str:
    if isinstance(value, bytes):
        return f"{len(value)} bytes"
    if isinstance(value, datetime):
        value = value.replace(second=0, microsecond=0)  # each world takes its own seconds
    if table == "house" and column == "value":
        value = re.sub(r"^\d+ \d+$", "two numbers", value)  # each world has its own transactions
    if (table, column) == ("facts", "detail"):
        value = re.sub(r'"mute_id": \d+', '"mute_id": drawn', value or "")
    return "drawn" if (table, column) in DRAWN else repr(value)


Scene = Callable[[Town, Actor, Actor, View], Any]


async def talked_over(town: Town, who: Actor, other: Actor, view: View) -> None:
    """Sent hidden, changed, asked about, answered with a photo, by reply and by button, and accepted."""
    await _sent(town, who, HIDDEN, view)
    town.engine.edit(who.person, _own(town, who), WORDS + ", soon")
    await town.settle()
    view.copy(town.bot.database)
    for answer in ("The left one", "No, the right one"):
        await town.sam.presses_in(town.group, "Ask the author", on=town.card("I-3"))
        await town.sam.in_group(town.group, "Which one?", reply_to=town.newest(town.group.id))
        view.copy(town.bot.database)
        await who.says(answer, reply_to=who.screen)
        view.copy(town.bot.database)
    await town.sam.presses_in(town.group, "Accept", on=town.card("I-3"))
    view.copy(town.bot.database)
    await who.says("/mine")
    view.copy(town.bot.database)


async def without_a_trace(town: Town, who: Actor, other: Actor, view: View) -> None:
    await _sent(town, who, TRACELESS, view)
    await who.says("/mine")
    view.copy(town.bot.database)


async def taken_back(town: Town, who: Actor, other: Actor, view: View) -> None:
    await _sent(town, who, HIDDEN, view)
    await who.presses("📋")
    await who.presses("🗑")
    await who.presses("🗑")
    view.copy(town.bot.database)


async def traces_removed(town: Town, who: Actor, other: Actor, view: View) -> None:
    await _sent(town, who, HIDDEN, view)
    await who.presses("📋")
    await who.presses(TRACELESS)
    await who.presses(TRACELESS)  # yes
    view.copy(town.bot.database)


async def in_flight(town: Town, who: Actor, other: Actor, view: View) -> None:
    """Telegram is away: the receipt and the card are owed, and somebody has blocked the bot meanwhile."""
    await who.sends(picture(), caption=WORDS)
    await who.presses("🔒")
    await who.presses(HIDDEN)
    town.engine.faults.outage()
    town.engine.press(who.person, who.id, who.screen, *_place(who, "💡"))
    await town.bot.receiver.take(list(town.engine.updates.pending))
    town.engine.updates.drop()
    view.copy(town.bot.database)


async def on_the_same_day(town: Town, who: Actor, other: Actor, view: View) -> None:
    """Both have sent something by name that day, and nothing that was unfinished tells whose it was."""
    for each in _in_turn(who, other):
        await each.says("By name: more chairs")
        view.copy(town.bot.database)
        await each.presses("💡")
        view.copy(town.bot.database)
    await _sent(town, who, HIDDEN, view)


async def left_unfinished(town: Town, who: Actor, other: Actor, view: View) -> None:
    """Both have begun something when one of them answers about the hidden idea; days later both send it by name."""
    await _sent(town, who, HIDDEN, view)
    await town.sam.presses_in(town.group, "Ask the author", on=town.card("I-3"))
    await town.sam.in_group(town.group, "Which one?", reply_to=town.newest(town.group.id))
    question = who.screen
    for each in _in_turn(who, other):
        await each.says("/idea")
        view.copy(town.bot.database)
    await who.says("The left one", reply_to=question)
    view.copy(town.bot.database)
    town.clock.advance(timedelta(days=1))
    for each in (who, other):
        await each.says("/cancel")
    view.copy(town.bot.database)
    for each in _in_turn(who, other):
        await each.says("By name: more chairs")
        await each.presses("💡")
        view.copy(town.bot.database)


async def out_of_reach(town: Town, who: Actor, other: Actor, view: View) -> None:
    """One of them, always the same, has blocked the bot when the author is asked, and comes back after it."""
    await _sent(town, who, HIDDEN, view)
    away = min(who, other, key=lambda each: each.id)
    town.engine.block(away.person)
    await town.settle()
    view.copy(town.bot.database)
    await town.sam.presses_in(town.group, "Ask the author", on=town.card("I-3"))
    await town.sam.in_group(town.group, "Which one?", reply_to=town.newest(town.group.id))
    view.copy(town.bot.database)
    await town.sam.presses_in(town.group, "Accept", on=town.card("I-3"))
    view.copy(town.bot.database)
    town.engine.unblock(away.person)
    await town.settle()
    view.copy(town.bot.database)


async def heard_nothing_of_the_return(town: Town, who: Actor, other: Actor, view: View) -> None:
    """The bot takes one of them, always the same, for unreachable when the author answers."""
    await _sent(town, who, HIDDEN, view)
    await town.sam.presses_in(town.group, "Ask the author", on=town.card("I-3"))
    await town.sam.in_group(town.group, "Which one?", reply_to=town.newest(town.group.id))
    away = min(who, other, key=lambda each: each.id)
    town.run(lambda tx: people.set_reachable(tx, away.id, False))
    view.copy(town.bot.database)
    await who.says("The left one", reply_to=who.screen)
    view.copy(town.bot.database)


async def forgotten(town: Town, who: Actor, other: Actor, view: View) -> None:
    """One of them, always the same, is forgotten; the author is asked before, on that day, and after each night."""
    await _sent(town, who, HIDDEN, view)
    await _asked_again(town, view)
    await _forgets(_in_turn(who, other)[0], "💡")
    view.copy(town.bot.database)
    for _ in range(2):
        await _asked_again(town, view)
        await town.tick(timedelta(days=1))
        view.copy(town.bot.database)


async def forgotten_with_all_words(town: Town, who: Actor, other: Actor, view: View) -> None:
    """Both are forgotten and take their words with them; those of what was hidden go on a night that is drawn."""
    await _sent(town, who, HIDDEN, view)
    await _asked_again(town, view)
    for each in _in_turn(who, other):
        await _forgets(each, "✂️")
        view.copy(town.bot.database)
    await _asked_again(town, view)
    for _ in range(WORDS_GO_WITHIN + 1):
        await town.tick(timedelta(days=1))
    assert WORDS not in town.card("I-3").text
    view.copy(town.bot.database)


async def forgotten_and_back(town: Town, who: Actor, other: Actor, view: View) -> None:
    """Both are forgotten, come back on the same day and send something hidden again."""
    for each in _in_turn(who, other):
        await _forgets(each, "💡")
        view.copy(town.bot.database)
    await _sent(town, who, HIDDEN, view)
    for _ in range(2):
        seen = len(town.engine.messages(who.id))
        await _asked_again(town, view)
        assert len(town.engine.messages(who.id)) == seen + 1
        await town.tick(timedelta(days=1))
        view.copy(town.bot.database)


async def opened_in_one_message(town: Town, who: Actor, other: Actor, view: View) -> None:
    """Both send something by name; the author opens the hidden idea in the message that spoke of the named one."""
    receipts = {}
    for each in _in_turn(who, other):
        await each.says("By name: more chairs")
        await each.presses("💡")
        receipts[each.id] = each.screen
        view.copy(town.bot.database)
    await _sent(town, who, HIDDEN, view)
    await who.presses("📋", on=receipts[who.id])
    for days in (0, 1):
        town.clock.advance(timedelta(days=days))
        for label in ("📋", "I-5", "👁", "🗂"):
            await who.presses(label, on=receipts[who.id])
            view.copy(town.bot.database)


async def out_of_reach_with_more_on_the_way(town: Town, who: Actor, other: Actor, view: View) -> None:
    """One of them, always the same, has blocked the bot, which learns of it by what does not arrive: both are told of
    what they said by name, and the author of the hidden idea, in one moment.
    """
    await _sent(town, who, HIDDEN, view)
    away = min(who, other, key=lambda each: each.id)
    town.engine.block(away.person)
    town.engine.updates.drop()
    town.engine.faults.slow(400)
    for label in ("I-1", "I-2", "I-3"):
        town.engine.press(town.sam.person, town.group.id, town.card(label), *_place_on(town.card(label), "Accept"))
        await town.bot.receiver.take(list(town.engine.updates.pending))
        town.engine.updates.drop()
    await town.settle()
    town.engine.faults.clear()
    view.copy(town.bot.database)
    town.engine.unblock(away.person)
    await away.says("/start")
    view.copy(town.bot.database)


async def supported_by_its_author(town: Town, who: Actor, other: Actor, view: View) -> None:
    """One of them, always the same, supports the hidden idea and hears what comes of it."""
    await _sent(town, who, HIDDEN, view)
    first = _in_turn(who, other)[0]
    town.engine.open_link(first.person, links.start(town.engine.me.username or "", links.ITEM, "I3"))
    await town.settle()
    await first.presses("🙌")
    view.copy(town.bot.database)
    town.engine.faults.outage()
    town.engine.press(town.sam.person, town.group.id, town.card("I-3"), *_place_on(town.card("I-3"), "Accept"))
    await town.bot.receiver.take(list(town.engine.updates.pending))
    town.engine.updates.drop()
    view.copy(town.bot.database)
    town.engine.faults.clear()
    await town.tick(timedelta(minutes=1))
    view.copy(town.bot.database)


async def forgotten_with_something_begun(town: Town, who: Actor, other: Actor, view: View) -> None:
    """The author has begun an answer, the other an idea. One of them, always the same, is forgotten."""
    await _sent(town, who, HIDDEN, view)
    await _asked_again(town, view)
    for each in _in_turn(who, other):
        await (who.presses("↩️") if each is who else other.says("/idea"))
        view.copy(town.bot.database)
    await _forgets(_in_turn(who, other)[0], "💡")
    view.copy(town.bot.database)


async def forgotten_with_news_on_the_way(town: Town, who: Actor, other: Actor, view: View) -> None:
    """A comment on the hidden idea is told to its author while Telegram is away and one of them is forgotten."""
    await _sent(town, who, HIDDEN, view)
    await town.sam.opens(links.start(town.engine.me.username or "", links.ITEM, "I3"))
    await town.sam.presses("💬")
    await town.sam.says("Oak would do")
    first = _in_turn(who, other)[0]
    await first.says("/forget")
    await first.presses("💡")
    town.engine.faults.outage()
    town.clock.advance(timedelta(minutes=6))
    await town.bot.clockwork.tick()
    view.copy(town.bot.database)
    town.engine.press(first.person, first.id, first.screen, *_place(first, "🗑"))
    await town.bot.receiver.take(list(town.engine.updates.pending))
    town.engine.updates.drop()
    view.copy(town.bot.database)


async def name_taken_off(town: Town, who: Actor, other: Actor, view: View) -> None:
    """Sent by name, talked over and hidden on the same day, of which there is no copy; the night follows."""
    await who.says(WORDS)
    await who.presses("💡")
    await town.sam.presses_in(town.group, "Ask the author", on=town.card("I-3"))
    await town.sam.in_group(town.group, "Which one?", reply_to=town.newest(town.group.id))
    await who.says("The left one", reply_to=who.screen)
    await town.sam.presses_in(town.group, "I take it", on=town.card("I-3"))
    await who.says("/mine")
    for label in ("I-3", "🔒", HIDDEN):
        await who.presses(label)
    await town.tick(timedelta(days=1))
    view.copy(town.bot.database)
    await town.sam.presses_in(town.group, "Accept", on=town.card("I-3"))
    view.copy(town.bot.database)


async def rated(town: Town, who: Actor, other: Actor, view: View) -> None:
    """One of them rates a counter, and again; the other one opens the same link and taps nothing."""
    link = links.start(town.engine.me.username or "", links.SERVICE_POINT, "counter-3")
    for each in _in_turn(who, other):
        await each.opens(link)
        view.copy(town.bot.database)
    await who.presses("😐")
    view.copy(town.bot.database)
    await who.presses("✅")
    view.copy(town.bot.database)
    town.clock.advance(timedelta(minutes=11))
    await who.opens(link)
    await who.presses("😡")
    await who.presses("✅")
    view.copy(town.bot.database)
    for each in _in_turn(who, other):
        await each.says("By name: more chairs")
        await each.presses("💡")
        view.copy(town.bot.database)
    await town.tick(timedelta(days=1))
    view.copy(town.bot.database)


async def rated_and_forgotten(town: Town, who: Actor, other: Actor, view: View) -> None:
    """One of them rates a counter. One of them, always the same, is forgotten on that day."""
    await who.opens(links.start(town.engine.me.username or "", links.SERVICE_POINT, "counter-3"))
    await who.presses("😐")
    await who.presses("✅")
    view.copy(town.bot.database)
    await _forgets(_in_turn(who, other)[0], "💡")
    view.copy(town.bot.database)
    await town.tick(timedelta(days=1))
    view.copy(town.bot.database)


async def rated_with_words(town: Town, who: Actor, other: Actor, view: View) -> None:
    """Words to a rating are hidden; the team asks about them, and the night comes."""
    await who.opens(links.start(town.engine.me.username or "", links.SERVICE_POINT, "counter-3"))
    await who.presses("😡")
    view.copy(town.bot.database)
    await who.says(WORDS)
    view.copy(town.bot.database)
    await who.presses("😟")
    view.copy(town.bot.database)
    await town.sam.presses_in(town.group, "Ask", on=town.card("F-1"))
    await town.sam.in_group(town.group, "Which one?", reply_to=town.newest(town.group.id))
    await who.says("The left one", reply_to=who.screen)
    view.copy(town.bot.database)
    await town.tick(timedelta(days=1))
    view.copy(town.bot.database)


async def muted(town: Town, who: Actor, other: Actor, view: View) -> None:
    """The author of a hidden idea is muted, writes by name all the same, objects, is forgotten, and the mute ends."""
    await _sent(town, who, HIDDEN, view)
    await _reported(town, "Mute for a week", view)
    for each in _in_turn(who, other):
        await each.says("By name: more chairs")
        await each.presses("💡")
        view.copy(town.bot.database)
    await who.says("/object")
    await who.presses("⚖️")
    await who.says("It was meant as a joke")
    view.copy(town.bot.database)
    await town.elsa.presses_in(town.group, "The mute stands")
    view.copy(town.bot.database)
    for each in _in_turn(who, other):
        await _forgets(each, "💡")
        view.copy(town.bot.database)
    for _ in range(9):
        await town.tick(timedelta(days=1))
        view.copy(town.bot.database)


async def set_aside(town: Town, who: Actor, other: Actor, view: View) -> None:
    """What comes hidden from there is set aside without a word; what comes by name is not, or it would tell."""
    await _sent(town, who, HIDDEN, view)
    await _reported(town, "Set aside quietly", view)
    await _sent(town, who, HIDDEN, view)
    for each in _in_turn(who, other):
        await each.says("By name: more chairs")
        await each.presses("💡")
        view.copy(town.bot.database)
    await town.sam.in_group(town.group, "/misuse")
    await town.sam.presses_in(town.group, "Bring I-4")
    view.copy(town.bot.database)
    await town.tick(timedelta(days=30))
    view.copy(town.bot.database)


async def set_aside_while_another_is_talked_over(town: Town, who: Actor, other: Actor, view: View) -> None:
    """The author of one hidden idea is set aside quietly. One of them, always the same, has another one, hidden too, says
    more about it unasked, answers a question when it is closed, and then sends something without a trace: whether it is the same author,
    nothing may tell.
    """
    await _sent(town, who, HIDDEN, view)
    first = _in_turn(who, other)[0]
    await _sent(town, first, HIDDEN, view, "The airship mast needs two hooks")
    await _reported(town, "Set aside quietly", view)
    await first.says("Of steel, I mean", reply_to=_last_about(town, first, "I-4"))
    view.copy(town.bot.database)
    await town.sam.presses_in(town.group, "Done", on=town.card("I-4"))
    await town.sam.in_group(town.group, "There are two", reply_to=town.newest(town.group.id))
    await town.sam.presses_in(town.group, "Ask the author", on=town.card("I-4"))
    await town.sam.in_group(town.group, "Enough?", reply_to=town.newest(town.group.id))
    await first.says("One more would do", reply_to=first.screen)
    view.copy(town.bot.database)
    await _sent(town, first, TRACELESS, view, "The airship mast needs a lamp")


async def muted_while_another_is_talked_over(town: Town, who: Actor, other: Actor, view: View) -> None:
    """The author of one hidden idea is muted. One of them, always the same, has another one, hidden too, answers a question
    about it, and asks for a second look when it is declined: whether it is the same author, nothing may tell.
    """
    first = _in_turn(who, other)[0]
    await _sent(town, who, HIDDEN, view)
    await _sent(town, first, HIDDEN, view, "The airship mast needs two hooks")
    await _reported(town, "Mute for a week", view)
    await town.sam.presses_in(town.group, "Ask the author", on=town.card("I-4"))
    await town.sam.in_group(town.group, "Which one?", reply_to=town.newest(town.group.id))
    await first.says("The left one", reply_to=first.screen)
    view.copy(town.bot.database)
    await town.sam.presses_in(town.group, "Decline", on=town.card("I-4"))
    await town.sam.presses_in(town.group, "Too expensive")
    await town.sam.presses_in(town.group, "Decline with this reason")
    view.copy(town.bot.database)
    await first.says("/status I-4")
    await first.presses("🔁")
    await first.says("It costs nothing at all")
    await first.presses("🔁")
    view.copy(town.bot.database)
    for _ in range(9):
        await town.tick(timedelta(days=1))
        view.copy(town.bot.database)


async def suggested(town: Town, who: Actor, other: Actor, view: View) -> None:
    """A hidden suggestion becomes an idea; each step is a copy, and the night follows. Then they come apart again."""
    await _suggests(town, who, view)
    for label in ("Make it an idea", "Use the author's words", "Yes, make it an idea"):
        await town.sam.presses_in(town.group, label)
        view.copy(town.bot.database)
    await who.says("/status F-1")
    await town.sam.presses_in(town.group, "Accept", on=town.card("I-3"))
    view.copy(town.bot.database)
    await town.tick(timedelta(days=1))
    view.copy(town.bot.database)
    await town.sam.presses_in(town.group, "Separate again", on=town.card("F-1"))
    view.copy(town.bot.database)


async def joined_with_a_named_idea(town: Town, who: Actor, other: Actor, view: View) -> None:
    """A hidden suggestion is joined with an idea that one of them, always the same, has sent by name; the author hears
    of it while Telegram is away: who is the author of both hears twice.
    """
    first = _in_turn(who, other)[0]
    await first.says("The zeppelin hangar needs a new handrail")
    await first.presses("💡")
    view.copy(town.bot.database)
    await _suggests(town, who, view)
    for label in ("Make it an idea", "It is this one: I-3", "Yes, join them"):
        await town.sam.presses_in(town.group, label)
        view.copy(town.bot.database)
    town.engine.faults.outage()
    town.engine.press(town.sam.person, town.group.id, town.card("I-3"), *_place_on(town.card("I-3"), "Accept"))
    await town.bot.receiver.take(list(town.engine.updates.pending))
    town.engine.updates.drop()
    view.copy(town.bot.database)
    town.engine.faults.clear()
    await town.tick(timedelta(minutes=1))
    view.copy(town.bot.database)
    await who.says("/status F-1")
    await who.presses("🗑")
    await who.presses("🗑")
    view.copy(town.bot.database)


async def name_taken_off_a_suggestion(town: Town, who: Actor, other: Actor, view: View) -> None:
    """Sent by name, made an idea of, and hidden on the same day, of which there is no copy; the night follows."""
    await who.opens(links.start(town.engine.me.username or "", links.SERVICE_POINT, "counter-3"))
    await who.presses("😡")
    await who.says(WORDS)
    await who.presses("🔒")
    await who.presses("👤")
    await who.presses("💭")
    for label in ("Make it an idea", "Use the author's words", "Yes, make it an idea"):
        await town.sam.presses_in(town.group, label)
    await who.says("/status F-1")
    for label in ("🔒", HIDDEN):
        await who.presses(label)
    await town.tick(timedelta(days=1))
    view.copy(town.bot.database)
    await town.sam.presses_in(town.group, "Accept", on=town.card("I-3"))
    view.copy(town.bot.database)


async def praised(town: Town, who: Actor, other: Actor, view: View) -> None:
    """A hidden compliment for a colleague is passed on, while Telegram is away; read by her, and the night follows."""
    await who.opens(links.start(town.engine.me.username or "", links.SERVICE_POINT, "counter-3"))
    await who.presses("🙂")
    await who.says("Elsa found the handrail for the zeppelin hangar in a minute")
    await who.presses("🌷")
    view.copy(town.bot.database)
    for label in ("Pass the thanks on", "Elsa Lindqvist"):
        await town.sam.presses_in(town.group, label)
        view.copy(town.bot.database)
    town.engine.faults.outage()
    asked = town.newest(town.group.id)
    town.engine.press(town.sam.person, town.group.id, asked, *_place_on(asked, "Yes, pass it on"))
    await town.bot.receiver.take(list(town.engine.updates.pending))
    town.engine.updates.drop()
    view.copy(town.bot.database)
    town.engine.faults.clear()
    await town.tick(timedelta(minutes=1))
    for each in (*_in_turn(who, other), town.elsa):
        await each.says("/kudos")
        view.copy(town.bot.database)
    await town.tick(timedelta(days=1))
    view.copy(town.bot.database)


async def _suggests(town: Town, who: Actor, view: View) -> None:
    """Words to a rating, hidden."""
    await who.opens(links.start(town.engine.me.username or "", links.SERVICE_POINT, "counter-3"))
    await who.presses("😡")
    await who.says(WORDS)
    await who.presses("💭")
    view.copy(town.bot.database)


async def told_to_everybody(town: Town, who: Actor, other: Actor, view: View) -> None:
    """Sent hidden by one of them, twice in the very same words and once in others; always the same one follows it. Told in public, and all of them hear."""
    for words in (WORDS, WORDS, f"{WORDS}, and a new one"):
        await _sent(town, who, HIDDEN, view, words)
    follower = _in_turn(who, other)[0]
    await follower.opens(links.start(town.engine.me.username, links.ITEM, "3"))
    await follower.presses("🔔")
    view.copy(town.bot.database)
    await _announced(town, others=1)
    view.copy(town.bot.database)
    town.engine.faults.outage()
    town.engine.press(town.sam.person, town.group, town.newest(town.group.id), 0, 0)
    await town.bot.receiver.take(list(town.engine.updates.pending))
    town.engine.updates.drop()
    view.copy(town.bot.database)
    town.run(lambda tx: _posted(tx, town))
    view.copy(town.bot.database)
    town.engine.faults.clear()


def _posted(tx: Tx, town: Town) -> None:
    """As the sender writes it down: the post stands, and everybody who said it is owed a message."""
    told = announcements.arrived(tx, 1, 1, town.clock.now().date())
    facts.record(tx, AnnouncementTold(told.told_on, announcement_id=told.id))
    news.tell(tx, town.organisation, town.clock.now())


async def files_both_ways(town: Town, who: Actor, other: Actor, view: View) -> None:
    """The author has the team's photo brought once more, and answers with a recording that is too long, beside words."""
    await _sent(town, who, HIDDEN, view)
    await town.sam.presses_in(town.group, "Ask the author", on=town.card("I-3"))
    asked = town.newest(town.group.id)
    town.engine.attach(town.sam.person, town.group, "photo", picture(), caption="This one?", reply_to=asked)
    await town.settle()
    for each in _in_turn(who, other):
        await each.says("/mine")
        view.copy(town.bot.database)
    await who.presses("I-3")
    await who.presses("📎")
    view.copy(town.bot.database)
    await who.presses("↩️")
    long = Upload("v.ogg", b"OggS\x00\x00" + struct.pack("<Q", 200 * 48_000) + bytes(20), "audio/ogg")
    await who.sends(long, kind="voice", caption="The left one")
    assert "The left one" in town.card("I-3").text
    view.copy(town.bot.database)


SCENES = (
    muted,
    set_aside,
    muted_while_another_is_talked_over,
    set_aside_while_another_is_talked_over,
    praised,
    suggested,
    joined_with_a_named_idea,
    name_taken_off_a_suggestion,
    told_to_everybody,
    files_both_ways,
    rated,
    rated_and_forgotten,
    rated_with_words,
    name_taken_off,
    forgotten_with_news_on_the_way,
    forgotten_with_something_begun,
    supported_by_its_author,
    out_of_reach_with_more_on_the_way,
    opened_in_one_message,
    forgotten,
    forgotten_with_all_words,
    forgotten_and_back,
    out_of_reach,
    heard_nothing_of_the_return,
    on_the_same_day,
    left_unfinished,
    talked_over,
    without_a_trace,
    taken_back,
    traces_removed,
    in_flight,
)


@pytest.mark.parametrize("scene", SCENES)
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
async def test_nobody_can_tell_which_of_two_colleagues_it_was(
    kind: str,
    scene: Scene,
    tmp_path: Path,
    request: pytest.FixtureRequest,
    capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    drawn = partial(rules.words_go_on, draw=lambda below: below // 2)  # the same night in both worlds
    monkeypatch.setattr(rules, "words_go_on", lambda today, closed_on, kept, _: drawn(today, closed_on, kept))
    first, log = await _world(kind, scene, True, tmp_path, request), _log(capfd)
    second = await _world(kind, scene, False, tmp_path, request)
    for step, (one, other) in enumerate(zip(first.copies, second.copies, strict=True)):
        assert one - other == other - one == Counter(), f"copy {step}"
    assert first.all_of_it == second.all_of_it
    assert log == _log(capfd)


async def test_the_attack_finds_somebody_who_gave_the_name(tmp_path: Path, request: pytest.FixtureRequest) -> None:
    """The measure works: with a name the two worlds differ."""

    async def by_name(town: Town, who: Actor, other: Actor, view: View) -> None:
        await who.says(WORDS)
        await who.presses("💡")
        view.copy(town.bot.database)

    worlds = [await _world("sqlite", by_name, first, tmp_path, request) for first in (True, False)]
    assert worlds[0].all_of_it != worlds[1].all_of_it


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("identity", [HIDDEN, TRACELESS])
async def test_the_files_hold_nothing_of_a_hidden_author(town: Town, identity: str) -> None:
    """Somebody whom the bot never knew by name: pages in use, free pages and the log, byte for byte."""
    person = town.engine.person("Xaverina Quillfeather", id=7_382_946_150, username="xaverina_q")
    who = Actor(town, person)
    await who.says("/start")
    await who.says(WORDS)
    await who.presses("🔒")
    await who.presses(identity)
    await who.presses("💭")
    await town.sam.in_group(town.group, "Which one?", reply_to=town.card("F-1"))
    if identity == HIDDEN:
        await town.sam.presses_in(town.group, "Send to the author")
        await who.says("The left one", reply_to=who.screen)
    secrets = {b"Xaverina", b"Quillfeather", b"xaverina_q", *traces(person.id)}
    for name, content in files(town.bot.database):
        assert not [secret for secret in secrets if secret in content], name
    if identity == HIDDEN:
        assert WORDS.encode() in b"".join(content for _, content in files(town.bot.database)), (
            "the idea itself is there"
        )


async def test_with_the_key_too_nobody_counts_who_sent_something_without_a_trace(town: Town) -> None:
    """Whoever has a copy of a day's database and the secret key would take all else from how much somebody has sent."""
    ana = town.stranger("Ana Antas")
    await ana.says(WORDS)
    await ana.presses("🔒")
    await ana.presses(TRACELESS)
    await ana.presses("💭")
    today = town.clock.now().date()
    assert town.run(lambda tx: sent_today.count(tx, ana.id, today)) == 1

    def in_another_process(tx: Tx) -> int:
        tx.info["seal"] = Seal(town.bot.database.seal._key)
        return sent_today.count(tx, ana.id, today)

    assert town.run(in_another_process) == 0


@pytest.mark.parametrize("later", [False, True])
async def test_with_the_key_too_nobody_joins_a_rating_to_words_without_a_trace(town: Town, later: bool) -> None:
    """The key of the day tells whose rating is whose: what leaves no trace stands beside another one, which counts."""
    ana = town.stranger("Ana Antas")
    link = links.start(town.engine.me.username or "", links.SERVICE_POINT, "counter-3")
    await ana.opens(link)
    await ana.presses("😡")
    await ana.says(WORDS)
    for label in ("😟", "📋", TRACELESS, TRACELESS) if later else ("🔒", TRACELESS, "😟"):
        await ana.presses(label)
    (known,) = town.run(lambda tx: list(ratings.held(tx, ana.id)))
    of_words = town.run(lambda tx: ratings.of_item(tx, items.by_number(tx, Kind.FEEDBACK, 1).id))
    assert (of_words.level, of_words.counted) == (1, True)
    assert (known.rating.id != of_words.id, known.rating.item_id, known.rating.counted) == (True, None, False)
    assert "😡" in town.card("F-1").text
    town.clock.advance(timedelta(minutes=20))
    await ana.opens(link)
    await ana.presses("🙂")
    counted = town.run(lambda tx: ratings.levels(tx, of_words.given_on, of_words.given_on))
    assert counted == {("counter-3", "counter", True): {1: 1}}


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_a_name_taken_off_leaves_the_files_after_a_checkpoint(town: Town) -> None:
    """The row of the person stays, the author of the item does not: neither in free pages nor in the log."""
    await town.elsa.says(WORDS)
    await town.elsa.presses("💡")
    await town.elsa.presses("📋")
    await town.elsa.presses("🔒")
    await town.elsa.presses(HIDDEN)
    await town.tick(timedelta(minutes=1))
    log = dict(files(town.bot.database))["kaiwa.db-wal"]
    assert log == b"", "the log's older pages would tell who it was"


async def _world(kind: str, scene: Scene, first: bool, folder: Path, request: pytest.FixtureRequest) -> View:
    """Both colleagues do the same by name, days before; then one of them plays the scene."""
    folder = folder / f"{scene.__name__}-{kind}-{first}"
    folder.mkdir()
    view = View()
    if kind == "sqlite":
        database = databases.sqlite(folder)
        await _play(database, scene, first, view)
        database.close()
    else:
        with request.getfixturevalue("postgres").fresh() as database:
            await _play(database, scene, first, view)
    return view


async def _play(database: Database, scene: Scene, first: bool, view: View) -> None:
    async with lindvale(database) as town:
        ana, bea = town.stranger("Ana Antas"), town.stranger("Bea Bendt", language="uk")
        link = town.invitation(Role.EMPLOYEE, unit="library", uses=2)
        for who in (ana, bea):
            await who.opens(link)
            await who.says(f"By name: {'more' if who is ana else 'less'} light")
            view.copy(database)
            await who.presses("💡")
            view.copy(database)
        town.clock.advance(timedelta(days=2))
        for who in (ana, bea):
            await who.says("/start")
            await who.says("/mine")
        view.copy(database)
        await scene(town, *((ana, bea) if first else (bea, ana)), view)


async def _sent(town: Town, who: Actor, identity: str, view: View, words: str = WORDS) -> None:
    await who.says(words)
    view.copy(town.bot.database)
    await who.presses("🔒")
    await who.presses(identity)
    view.copy(town.bot.database)
    await who.presses("💡")
    view.copy(town.bot.database)


async def _reported(town: Town, measure: str, view: View) -> None:
    """From the card of I-3 to what shall happen to its author."""
    await town.sam.presses_in(town.group, "Decline", on=town.card("I-3"))
    await town.sam.presses_in(town.group, "It is misuse")
    await town.sam.presses_in(town.group, measure)
    await town.sam.in_group(town.group, "It is an insult", reply_to=town.newest(town.group.id))
    await town.sam.presses_in(town.group, measure)
    view.copy(town.bot.database)


async def _asked_again(town: Town, view: View) -> None:
    await town.sam.presses_in(town.group, "Ask the author", on=town.card("I-3"))
    await town.sam.in_group(town.group, "Which one?", reply_to=town.newest(town.group.id))
    view.copy(town.bot.database)


async def _forgets(who: Actor, words: str) -> None:
    await who.says("/forget")
    await who.presses(words)
    await who.presses("🗑")


async def _announced(town: Town, others: int) -> None:
    """The hidden idea is done, and told with so many others that say the same; the sender is not waited for."""
    await town.sam.presses_in(town.group, "Done", on=town.card("I-3"))
    await town.sam.in_group(town.group, "There is one", reply_to=town.newest(town.group.id))
    await town.sam.presses_in(town.group, "📣", on=town.card("I-3"))
    await town.sam.in_group(town.group, "You missed a handrail", reply_to=town.newest(town.group.id))
    await town.sam.presses_in(town.group, "📋")
    for number in range(others):
        await town.sam.presses_in(town.group, f"I-{5 + number}")
    if others:
        await town.sam.presses_in(town.group, "➡️")


def _in_turn(*actors: Actor) -> list[Actor]:
    """In an order that does not tell who plays which part."""
    return sorted(actors, key=lambda actor: actor.person.name)


def _own(town: Town, who: Actor) -> Any:
    return next(m for m in town.engine.messages(who.id) if m.text == WORDS)


def _last_about(town: Town, who: Actor, label: str) -> Message:
    return next(m for m in reversed(town.engine.messages(who.id)) if label in m.text and m.sender.id != who.id)


def _place(who: Actor, label: str) -> tuple[int, int]:
    return _place_on(who.screen, label)


def _place_on(message: Message, label: str) -> tuple[int, int]:
    rows = message.buttons
    return next((r, c) for r, row in enumerate(rows) for c, b in enumerate(row) if label in b["text"])


def _log(capfd: pytest.CaptureFixture[str]) -> list[str]:
    """What was logged, without the moments."""
    out = "".join(capfd.readouterr())
    return [line[line.find("[") :] for line in out.splitlines()]
