"""What the stories after a decision begin with: something that was told, declined or done, and leaders."""

from __future__ import annotations

from bot.people import actions as people
from storage import items
from storage.db import Tx
from storage.records.item import Item, Kind
from storage.records.person import Person, Role
from tests.town import Actor, Town


async def newcomer(town: Town, name: str) -> Actor:
    """A citizen who speaks English."""
    found = town.stranger(name)
    await found.says("/start")
    return found


async def leader(town: Town, name: str, unit: str | None) -> Actor:
    """A leader of one unit, or (None) of all."""
    found = await newcomer(town, name)

    def appoint(tx: Tx) -> None:
        known = Person(None, found.id, name, None, "en")
        people.grant(tx, known, Role.LEADER, unit, today=town.clock.now().date())

    town.run(appoint)
    return found


async def tells(actor: Actor, text: str = "The library needs a fountain", *, hidden: bool = False) -> None:
    """By name, which citizens have to choose, or hidden."""
    await actor.says(text)
    if hidden != ("🕶" in actor.screen.text):
        await actor.presses("🔒")
        await actor.presses("🕶" if hidden else "👤")
    await actor.presses("💡")


async def declines(town: Town, actor: Actor, words: str = "Perhaps next year.", label: str = "I-1") -> None:
    """The whole way in the team's group, with a reason of the list and words of one's own."""
    await actor.presses_in(town.group, "Decline", on=town.card(label))
    await actor.presses_in(town.group, "Too expensive")
    await actor.in_group(town.group, words, reply_to=town.newest(town.group.id))
    await actor.presses_in(town.group, "Decline with this reason")


async def finishes(town: Town, actor: Actor, words: str = "A fountain stands there now", label: str = "I-1") -> None:
    await actor.presses_in(town.group, "Done", on=town.card(label))
    await actor.in_group(town.group, words, reply_to=town.newest(town.group.id))


async def appeals(actor: Actor, words: str = "It need not cost anything, the river is near") -> None:
    """From the message with the refusal to the second look."""
    await actor.presses("🔁 Ask for a second look")
    await actor.says(words)
    await actor.presses("🔁 Ask for the second look")


def idea(town: Town, number: int = 1) -> Item:
    found: Item = town.run(lambda tx: items.by_number(tx, Kind.IDEA, number))
    return found
