"""People: the command menu of one person, in his or her language and with what the roles permit."""

from __future__ import annotations

from collections.abc import Iterator

from bot import access
from bot.telling import Teller
from storage import people
from storage.records.facts import Fact
from storage.records.outgoing import Call, Class


def menu_of_person(teller: Teller, fact: Fact) -> Iterator[Call]:
    """A new role or language changes what stands behind the "/" button."""
    person = people.get(teller.tx, fact.person_id) if fact.person_id is not None else None
    if person is None:
        return
    t = teller.speaks(person.language)
    commands = [
        {"command": name, "description": t(says).plain}
        for name, says, role in teller.commands
        if access.holds(person, role, teller.today)
    ]
    params = {"commands": commands, "scope": {"type": "chat", "chat_id": person.chat_id}}
    yield Call(person.chat_id, "setMyCommands", params, rank=Class.CARD, key=f"menu:{person.id}")
