"""The words in which `routes.py` is written, and how a route is found."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum

from bot.buttons import Press, Presses
from bot.dialogue import Dialogue
from bot.screen import Screen
from storage.records.person import Role

Handler = Callable[..., Screen | None]


class Where(Enum):
    """Where a route may be used."""

    PRIVATE = "private"
    GROUP = "group"
    ANYWHERE = "anywhere"


@dataclass(frozen=True, slots=True)
class Route:
    """One thing that can be asked: by whom, where, and who answers."""

    kind: str
    name: str
    handler: Handler
    role: Role
    where: Where
    says: str | None = None
    press: type[Press] | None = None
    own_role: bool = False
    """Whether the presser must hold the role: that a team's group counts as quality is not enough."""

    def fits(self, *, private: bool) -> bool:
        return self.where is Where.ANYWHERE or (self.where is Where.PRIVATE) == private


def command(name: str, handler: Handler, *, role: Role, says: str | None, where: Where = Where.PRIVATE) -> Route:
    """`/name`; `says` is its line in menus and help, None keeps it out of them."""
    return Route("command", name, handler, role, where, says)


def button(
    press: type[Press], handler: Handler, *, role: Role, where: Where = Where.PRIVATE, own_role: bool = False
) -> Route:
    return Route("button", press.__name__, handler, role, where, press=press, own_role=own_role)


def link(kind: str, handler: Handler, *, role: Role, where: Where = Where.PRIVATE) -> Route:
    """`?start=<kind>-…`, or `?startgroup=` where the place is a group."""
    return Route("link", kind, handler, role, where)


def words(handler: Handler, *, role: Role, where: Where = Where.PRIVATE) -> Route:
    """Words and files that answer no question."""
    return Route("words", where.value, handler, role, where)


def reply(handler: Handler, *, role: Role, where: Where) -> Route:
    """A reply to a message of the bot that speaks of an item."""
    return Route("reply", where.value, handler, role, where)


def event(name: str, handler: Handler, *, where: Where) -> Route:
    """Something that Telegram tells: stopped, back, added, removed, moved."""
    return Route("event", name, handler, Role.ANYONE, where)


class Routes:
    """All routes and dialogues; refuses two that overlap."""

    def __init__(self, routes: Iterable[Route], dialogues: Iterable[Dialogue]) -> None:
        self.all = tuple(routes)
        self.presses = Presses(route.press for route in self.all if route.press)
        self.menu = tuple((route.name, route.says or "", route.role) for route in self.commands(private=True))
        self.dialogues = {dialogue.kind: dialogue for dialogue in dialogues}
        self._found: dict[tuple[str, str, bool], Route] = {}
        for route in self.all:
            for private in (True, False):
                key = (route.kind, route.name, private)
                if route.fits(private=private) and self._found.setdefault(key, route) is not route:
                    raise ValueError(f"two routes answer {route.kind} {route.name}")

    def find(self, kind: str, name: str, *, private: bool) -> Route | None:
        return self._found.get((kind, name, private))

    def commands(self, *, private: bool) -> list[Route]:
        """The commands that menus and help show, in the order of the map."""
        return [route for route in self.all if route.kind == "command" and route.says and route.fits(private=private)]

    def dialogue(self, kind: str) -> Dialogue:
        return self.dialogues[kind]
