"""Nothing said is lost, nothing counts twice: with a SIGKILL at random moments, over real HTTP."""

from __future__ import annotations

import random
import re
import sqlite3
from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from bot.playground.chats import Person
from bot.playground.presses import Press
from tests.wire.rehearsal import Program, Stage, output, rehearse, stage

UPDATES = 1_000
KILLS = 20
IN_FLIGHT = 8
SEED = 42


class Speakers:
    """People who each say one sentence and want an answer."""

    def __init__(self, playground: Stage, people: int, shares: int) -> None:
        self.playground = playground
        self._people = people
        self._shares = shares
        self._begun = 0

    def act(self, share: int) -> None:
        until = self._people * (share + 1) // self._shares
        for number in range(self._begun, until):
            self.begin(number, self.playground.person(f"Person {number}", language="en"))
        self._begun = until

    def begin(self, number: int, person: Person) -> None:
        self.playground.say(person, person, idea(number))


class Authors(Speakers):
    """Employees who follow their invitation, write an idea, see it, and send it: three updates each."""

    UPDATES_EACH = 3
    SEND = "Send as an idea"
    RECEIPT = re.compile(r"I-(\d+) is on its way")

    def __init__(self, playground: Stage, people: int, shares: int, invitation: str) -> None:
        super().__init__(playground, people, shares)
        self._invitation = invitation
        self._authors: dict[int, int] = {}
        self._wrote: set[int] = set()
        self._presses: dict[int, Press] = {}
        self.receipts: dict[int, set[str]] = {}
        playground.subscribe(self._hear)

    def begin(self, number: int, person: Person) -> None:
        self._authors[person.id] = number
        self.receipts[number] = set()
        self.playground.open_link(person, self._invitation)

    def story(self, number: int) -> str:
        """What somebody said, heard and pressed, for when something is missing."""
        chat = next(chat for chat, author in self._authors.items() if author == number)
        said = [f"{m.sender.name}: {m.text} {m.labels}" for m in self.playground.messages(chat)]
        return "\n".join([f"Author {number}, {self._presses.get(chat)}", *said])

    def _hear(self, event: Mapping[str, Any]) -> None:
        if event["type"] not in ("message", "edit") or not event["message"]["from"]["bot"]:
            return
        message = event["message"]
        chat = message["chat"]
        if chat not in self._wrote:
            self._wrote.add(chat)
            self.playground.say(chat, chat, idea(self._authors[chat]))
        elif receipt := self.RECEIPT.search(message["text"]):
            self.receipts[self._authors[chat]].add(receipt[1])
        elif chat not in self._presses and (place := _place(message["buttons"], self.SEND)):
            self._presses[chat] = self.playground.press(chat, chat, message["id"], *place)


async def test_kaiwa_loses_and_doubles_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    async with stage() as (playground, url):
        settings = {
            "KAIWA_TELEGRAM_TOKEN": playground.token,
            "KAIWA_TELEGRAM_API_URL": url,
            "KAIWA_TELEGRAM_RATE": "0",
            "KAIWA_DATABASE_URL": f"sqlite:///{tmp_path}/kaiwa.db",
        }
        people = UPDATES // Authors.UPDATES_EACH + 1
        invite = ["-m", "bot", "invite", "employee", "--uses", str(people)]
        invitation = (await output(invite, settings)).split()[-1]
        authors = Authors(playground, people, KILLS, invitation)
        kaiwa = Program(["-m", "bot", "run"], settings, tmp_path / "kaiwa.log")
        await rehearse(playground, kaiwa, authors, kills=KILLS, chance=random.Random(SEED))
    with closing(sqlite3.connect(tmp_path / "kaiwa.db")) as database:
        stored = Counter(text for (text,) in database.execute("SELECT text FROM items"))
    repeats = playground.repeats()
    with capsys.disabled():
        updates = people * Authors.UPDATES_EACH
        print(f"\n{KILLS} kills, {updates} updates: Kaiwa stores {len(stored)} of {people} ideas", end="")
        print(f", loses {people - len(stored)}, repeats {len(repeats)} of {len(playground.sent)} messages")
    lost = [number for number in range(people) if stored[idea(number)] != 1]
    assert not lost, "\n".join(authors.story(number) for number in lost)
    assert [number for number, receipts in authors.receipts.items() if len(receipts) != 1] == []
    assert max(playground.repeats_by_life()) <= IN_FLIGHT
    assert [again for again, times in Counter((r.life, r.chat) for r in repeats).items() if times > 1] == []


async def test_what_the_librarys_own_polling_loses(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    async with stage() as (playground, url):
        settings = {
            "PEER_TOKEN": playground.token,
            "PEER_API_URL": url,
            "PEER_DATABASE": str(tmp_path / "peer.db"),
        }
        peer = Program(["-m", "tests.wire.acknowledging_first"], settings, tmp_path / "peer.log")
        crowd = Speakers(playground, UPDATES, KILLS)
        await rehearse(playground, peer, crowd, kills=KILLS, chance=random.Random(SEED))
    with closing(sqlite3.connect(tmp_path / "peer.db")) as database:
        (stored,) = database.execute("SELECT count(DISTINCT text) FROM ideas").fetchone()
    lost = UPDATES - stored
    with capsys.disabled():
        print(f"\n{KILLS} kills, {UPDATES} updates: python-telegram-bot's own polling loses {lost}")
    assert lost > 0, "the peer lost nothing: the kills come at moments that prove nothing"


def idea(number: int) -> str:
    return f"Idea {number}: put the ticket machine where one sees it"


def _place(buttons: list[list[dict[str, Any]]], words: str) -> tuple[int, int] | None:
    """Row and column of the button with these words."""
    for row, line in enumerate(buttons):
        for column, button in enumerate(line):
            if words in button["text"]:
                return row, column
    return None
