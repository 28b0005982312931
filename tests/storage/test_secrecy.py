"""What is in flight is sealed: whoever gets hold of the database reads neither who, nor what, nor to whom."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from bot.playground.files import Upload
from storage import aside, drafts, mentions, outbox
from storage.db import Database, sealing_of
from storage.tables import metadata
from tests.town import Actor, Town

ID = 7_382_946_150
NAME = "Xaverina Quillfeather"
WORDS = "The zeppelin hangar needs a handrail"
IN_FLIGHT = ("drafts", "outbox", "aside", "mentions")
IN_CLEAR = {"people", "bindings", "cards"}
"""Tables that hold addresses of Telegram in clear, because somebody chose to be known, or a group is one."""


@pytest.fixture
def xaverina(town: Town) -> Actor:
    person = town.engine.person(NAME, id=ID, username="xaverina_q")
    town.engine.say(person, person, "/start")
    return Actor(town, person)


def traces(number: int) -> set[bytes]:
    """The ways in which a number may stand in a file."""
    return {str(number).encode(), *(number.to_bytes(size, order) for size in (5, 8) for order in ("big", "little"))}


def values(database: Database, *tables: str) -> list[bytes]:
    """Every value of these tables, as bytes."""
    found: list[bytes] = []
    for table in tables:
        for row in database.look(lambda tx, name=table: tx.execute(select(metadata.tables[name])).all()):  # type: ignore[misc]
            found += [value if isinstance(value, bytes) else str(value).encode() for value in row]
    return found


def files(database: Database) -> Iterator[tuple[str, bytes]]:
    for path in sorted(Path(database.path).parent.glob("kaiwa.db*")):
        yield path.name, path.read_bytes()


def give_away(content: bytes) -> list[bytes]:
    """What of the secret stands in there."""
    secrets = {NAME.encode(), b"Xaverina", b"xaverina_q", WORDS.encode(), b"zeppelin", b"handrail", *traces(ID)}
    return [secret for secret in secrets if secret in content]


async def in_flight(town: Town, who: Actor) -> None:
    """A draft with a file, its preview that could not go out, and an update put aside."""
    town.engine.faults.outage()
    await receive(town)
    town.engine.say(who.person, who.person, WORDS)
    picture = Upload("zeppelin.png", b"\x89PNG\r\n\x1a\n" + bytes(50), "image/png")
    town.engine.attach(who.person, who.person, "document", picture)
    await receive(town)
    broken = {"update_id": 5, "message": {"from": {"id": ID, "first_name": NAME}, "text": WORDS, "chat": ID}}
    await town.bot.receiver.take([broken])


async def receive(town: Town) -> None:
    await town.bot.receiver.take(list(town.engine.updates.pending))
    town.engine.updates.drop()


async def test_an_idea_in_flight_can_be_read_with_the_key_alone(town: Town, xaverina: Actor) -> None:
    await in_flight(town, xaverina)
    database = town.bot.database
    rows = {name: len(values(database, name)) for name in IN_FLIGHT}
    assert rows["drafts"], rows
    assert rows["outbox"], rows
    assert rows["aside"], rows
    for value in values(database, *metadata.tables):
        assert not give_away(value)

    def with_the_key(tx: Any) -> tuple[Any, Any, Any]:
        owner = drafts.owner(tx, ID, ID)
        draft = next(iter(drafts.asking(tx, owner)), None) or drafts.latest(tx, owner, "idea")
        owed = [each.call for each in outbox.waiting(tx, limit=99) if each.call.chat_id == ID]
        return draft, owed, aside.opened(tx, 1)

    draft, owed, put_aside = database.look(with_the_key)
    assert draft is not None
    assert draft.answers["words"] == WORDS
    assert any(WORDS in call.params["text"] for call in owed)
    assert put_aside["message"]["from"]["first_name"] == NAME


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_the_files_of_a_database_tell_nothing_of_an_idea_in_flight(town: Town, xaverina: Actor) -> None:
    await in_flight(town, xaverina)
    looked_at = dict(files(town.bot.database))
    assert {"kaiwa.db", "kaiwa.db-wal", "kaiwa.db.lock"} <= looked_at.keys()
    assert len(looked_at["kaiwa.db-wal"]) > 10_000
    for name, content in looked_at.items():
        assert not give_away(content), name


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_a_dropped_idea_leaves_nothing_in_the_files(town: Town, xaverina: Actor) -> None:
    await xaverina.says(WORDS)
    await xaverina.presses("Drop")
    assert not values(town.bot.database, "drafts", "outbox")
    for name, content in files(town.bot.database):
        assert not give_away(content), name


async def test_what_was_sent_leaves_nothing_in_flight_that_can_be_read(town: Town, xaverina: Actor) -> None:
    """Items and people are in clear now, because she chose to be named; what is on the way never is."""
    await xaverina.says(WORDS)
    await xaverina.presses("🔒")
    await xaverina.presses("👤")
    await xaverina.presses("💭")
    database = town.bot.database
    assert not values(database, "drafts", "outbox")
    assert values(database, "mentions")
    for value in values(database, *(set(metadata.tables) - IN_CLEAR - {"items"})):
        assert not give_away(value)
    message = xaverina.screen
    assert database.look(lambda tx: mentions.item_of(tx, ID, message.id)) == 1


async def test_a_person_has_another_name_in_every_table(town: Town, xaverina: Actor) -> None:
    """Nobody can join drafts with the outbox, or either with what comes later."""
    await in_flight(town, xaverina)
    names = town.bot.database.look(
        lambda tx: {
            "owner": drafts.owner(tx, ID, ID),
            "lane": outbox.lane_of(tx, ID),
            "mention": sealing_of(tx).name(mentions.PURPOSE, ID, 1),
        }
    )
    assert len(set(names.values())) == 3
    found = values(town.bot.database, *metadata.tables)
    for name in ("owner", "lane"):
        assert names[name] not in found, "what was begun by a person, or is owed to one, bears no name at all"
