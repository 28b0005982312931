"""Telling: how features word news for people and groups."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from bot import rendering
from bot.screen import Screen
from bot.texts import Texts
from config.organisation import Organisation
from storage.db import Tx
from storage.records.author import Author
from storage.records.campaign import Asked
from storage.records.listener import Listener
from storage.records.outgoing import Call, Class
from storage.records.person import Person, Role


@dataclass(frozen=True, slots=True)
class Teller:
    """What a feature's news need: the transaction, the organisation, the moment."""

    tx: Tx
    organisation: Organisation
    now: datetime
    commands: tuple[tuple[str, str, Role], ...] = ()
    """The commands of private chats: name, what they do, for whom. News may not ask the routes themselves."""

    @property
    def today(self) -> date:
        return self.now.astimezone(self.organisation.zone).date()

    def speaks(self, language: str) -> Texts:
        return Texts(language, self.organisation.zone)

    def to(self, person: Person | Author, screen: Screen) -> Call:
        """A message to a private chat."""
        call = rendering.message(person.chat_id, screen, rank=Class.REPLY)
        return replace(call, hidden=_is_hidden(person))

    def to_many(self, those: Iterable[Listener | Asked | Author], screen: Callable[[Texts], Screen]) -> Iterator[Call]:
        """To private chats, after answers that wait; worded once for each language, as there may be thousands."""
        said: dict[str, Call] = {}
        for one in those:
            if one.language not in said:
                said[one.language] = rendering.message(0, screen(self.speaks(one.language)), rank=Class.ROUND)
            call = said[one.language]
            params = {**call.params, "chat_id": one.chat_id}
            yield replace(call, chat_id=one.chat_id, params=params, hidden=_is_hidden(one))


def _is_hidden(one: Person | Author | Listener | Asked) -> bool:
    return isinstance(one, Author) and one.person_id is None


# A fact, and what it makes known to whom.
News = Callable[[Teller, Any], Iterable[Call]]
