"""What the stories of the board and of comments begin with: ideas that stand there, and colleagues who look at them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from bot import links
from storage import items, similar
from storage.db import Tx
from storage.records.item import Identity, Kind, NewItem
from storage.records.person import Role
from tests.town import Actor, Town

DAY = date(2026, 11, 20)
IDEA = NewItem(Kind.IDEA, "More chairs", "library", None, "quality", None, DAY, DAY)


def stock(town: Town, *ideas: dict[str, Any]) -> None:
    """Ideas that stood on the board before the story begins, without a trace of who said them."""

    def unit(tx: Tx) -> None:
        for values in ideas:
            columns = {name: values.pop(name) for name in ("voices", "outcome", "reason") if name in values}
            item = items.add(tx, replace(IDEA, identity=Identity.NO_TRACE, **values))
            items.change(tx, item.id, **columns) if columns else None
            similar.keep(tx, item.id, item.text)

    town.run(unit)


async def colleague(town: Town, name: str, *, language: str = "en") -> Actor:
    found = town.stranger(name, language=language)
    await found.opens(town.invitation(Role.EMPLOYEE))
    return found


async def tells(actor: Actor, words: str = "More chairs in the library", *, hidden: bool = False) -> None:
    await actor.says(words)
    if hidden:
        await actor.presses("🔒")
        await actor.presses("🕶")
    await actor.presses("💡")


async def opens(actor: Actor, label: str = "I-1") -> None:
    await actor.opens(links.start(actor.town.engine.me.username or "", links.ITEM, label.replace("-", "")))


async def comments_on(actor: Actor, words: str, label: str = "I-1") -> None:
    await opens(actor, label)
    await actor.presses("💬")
    await actor.says(words)


def heard(actor: Actor, *words: str) -> int:
    """How many of the bot's messages to somebody hold all these words."""
    said = [m for m in actor.town.engine.messages(actor.id) if m.sender.id != actor.id]
    return sum(all(word in message.text for word in words) for message in said)


async def gathered_is_told(town: Town) -> None:
    """The run of the job that tells of comments and thanks that came by now."""
    await town.tick(timedelta(minutes=65))
