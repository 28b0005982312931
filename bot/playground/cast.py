"""The cast: the people and groups of the sample town, as Telegram knows them."""

from __future__ import annotations

from dataclasses import dataclass

from bot.playground.chats import Chat, Person
from bot.playground.engine import Engine


@dataclass(frozen=True)
class Cast:
    """Everybody in the sample town; roles and units are the bot's affair."""

    elsa: Person
    olena: Person
    maja: Person
    sam: Person
    quality_team: Chat
    streets_team: Chat
    channel: Chat

    @property
    def people(self) -> tuple[Person, ...]:
        return self.elsa, self.olena, self.maja, self.sam


def gather(engine: Engine) -> Cast:
    """Bring the cast into an empty playground; the bot is in the quality team's group only, and may post in the channel."""
    elsa = engine.person("Elsa Lindqvist", language="sv", id=1001, note="employee, library", username="elsa_lindqvist")
    olena = engine.person("Olena Kovalenko", language="uk", id=1002, note="employee, parks and streets")
    maja = engine.person("Maja Novak", language="sl", id=1003, note="citizen")
    sam = engine.person("Sam Hill", language="en", id=1004, note="quality lead", username="sam_hill")
    return Cast(
        elsa,
        olena,
        maja,
        sam,
        engine.group("Quality team", [sam, elsa], id=-5001),
        engine.group("Streets team", [sam, olena], id=-5002, bot=False),
        engine.channel("Town of Lindvale", [maja, elsa, olena, sam], id=-1001000005003, username="lindvale"),
    )
