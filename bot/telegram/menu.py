"""What Telegram itself shows of the bot: the menus behind the "/" button, made from the routes, and what it is for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bot.access import INCLUDES
from bot.routing import Routes
from bot.texts import Texts, shortened
from config.organisation import Organisation
from storage.records.person import Role


def general(routes: Routes, organisation: Organisation) -> Iterator[tuple[str, dict[str, Any]]]:
    """Menus for everybody: per language, in private chats and in groups."""
    scopes = (("all_private_chats", True, Role.ANYONE), ("all_group_chats", False, Role.QUALITY))
    for scope, private, role in scopes:
        for t, code in _spoken(organisation):
            params: dict[str, Any] = {
                "commands": commands(routes, t, private=private, held=INCLUDES[role]),
                "scope": {"type": scope},
            }
            yield "setMyCommands", params if code is None else {**params, "language_code": code}


LONGEST_NAME = 40
"""Characters of the organisation's name: of a short description Telegram takes 120 in all."""


@dataclass(frozen=True, slots=True)
class Said:
    """One text about the bot: `set<name>` sets it, `get<name>` tells what stands there, in `field`."""

    name: str
    field: str
    words: str
    language: dict[str, str]


def about(organisation: Organisation) -> Iterator[Said]:
    """What is read before the first word: in the empty chat, and where the bot's link is shared."""
    for t, code in _spoken(organisation):
        name = shortened(t.name(organisation.name), LONGEST_NAME)
        language = {"language_code": code} if code else {}
        words = t(
            "{organisation}: tell us what could be better, in your own words. You get a number and the date of the "
            "answer at once, and hear what came of it. Your name is shown only if you want that.",
            organisation=name,
        )
        short = t("{organisation}: tell us what could be better, and hear what came of it.", organisation=name)
        yield Said("MyDescription", "description", words.plain, language)
        yield Said("MyShortDescription", "short_description", short.plain, language)


def _spoken(organisation: Organisation) -> Iterator[tuple[Texts, str | None]]:
    """The organisation's own language for whoever speaks none of them, then each."""
    yield Texts(organisation.default_language, organisation.zone), None
    for language in organisation.languages:
        yield Texts(language, organisation.zone), language


def commands(routes: Routes, t: Texts, *, private: bool, held: frozenset[Role]) -> list[dict[str, str]]:
    return [
        {"command": route.name, "description": t(says).plain}
        for route in routes.commands(private=private)
        if route.role in held and (says := route.says)
    ]
