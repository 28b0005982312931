"""The command menus: what Telegram shows behind the "/" button, made from the routes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bot.access import INCLUDES
from bot.routing import Routes
from bot.texts import Texts
from config.organisation import Organisation
from storage.records.person import Role


def general(routes: Routes, organisation: Organisation) -> Iterator[tuple[str, dict[str, Any]]]:
    """Menus for everybody: per language, in private chats and in groups."""
    scopes = (("all_private_chats", True, Role.ANYONE), ("all_group_chats", False, Role.QUALITY))
    for scope, private, role in scopes:
        default = organisation.default_language
        for language, code in [(default, None), *((each, each) for each in organisation.languages)]:
            t = Texts(language, organisation.zone)
            params: dict[str, Any] = {
                "commands": commands(routes, t, private=private, held=INCLUDES[role]),
                "scope": {"type": scope},
            }
            yield "setMyCommands", params if code is None else {**params, "language_code": code}


def commands(routes: Routes, t: Texts, *, private: bool, held: frozenset[Role]) -> list[dict[str, str]]:
    return [
        {"command": route.name, "description": t(says).plain}
        for route in routes.commands(private=private)
        if route.role in held and (says := route.says)
    ]
