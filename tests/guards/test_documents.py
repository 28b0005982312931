"""What the documents promise exists: the table of what people can do, commands, settings, files and pictures.

`python -m tests.guards.test_documents` (`make documents`) writes the README's table anew.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot import links, routes
from bot.cli import cli
from bot.routing import Route, Where
from config.settings import setting_names
from storage.records.person import Role

README = Path("README.md")
DOCUMENTS = {path: path.read_text(encoding="utf-8") for path in (README, Path("CONTRIBUTING.md"))}
TABLE = re.compile(r"(<!-- what people can do: [^\n]*-->\n).*?(<!-- end of what people can do -->)", re.DOTALL)
PLACES = {Where.PRIVATE: "alone with the bot", Where.GROUP: "in a team's group", Where.ANYWHERE: "anywhere"}
LINKS = {
    links.ITEM: "what one has sent",
    links.INVITATION: "an invitation",
    links.TEAM: "a team's invitation",
    links.CLAIM: "put a name to what one sent hidden",
    links.SERVICE_POINT: "the faces of a service point",
}
ORDER = ("words", "command", "button", "reply", "link")


def table() -> str:
    """What can be said and pressed, by whom and where: one line for each, buttons of one kind together."""
    asked: dict[tuple[str, Role, Where], list[Route]] = {}
    for route in sorted((route for route in routes.build().all if route.kind in ORDER), key=_place):
        asked.setdefault((route.kind, route.role, route.where), []).append(route)
    places: dict[tuple[str, str, Role], list[str]] = {}
    for (kind, role, where), found in asked.items():
        for said, what in _lines(kind, found):
            places.setdefault((said, what, role), []).append(PLACES[where])
    rows = [f"| {said} | {what} | {role} | {' or '.join(where)} |" for (said, what, role), where in places.items()]
    return "\n".join(["| Say or press | What for | Who | Where |", "|---|---|---|---|", *rows]) + "\n"


def _place(route: Route) -> int:
    return ORDER.index(route.kind)


def _lines(kind: str, found: list[Route]) -> Iterator[tuple[str, str]]:
    if kind == "button":
        yield "buttons", ", ".join(_spaced(route.name) for route in found)
    for route in found:
        if kind == "command":
            yield f"`/{route.name}`", route.says or _first_sentence(route)
        elif kind == "link":
            yield f"a link `{route.name}-…`", f"open: {LINKS[route.name]}"
        elif kind in ("words", "reply"):
            said = "any message, no command first" if kind == "words" else "a reply to the bot"
            yield said, _first_sentence(route)


def _first_sentence(route: Route) -> str:
    return (inspect.getdoc(route.handler) or "").partition("\n")[0].rstrip(".").removeprefix(f"/{route.name}: ")


def _spaced(name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()


def write() -> None:
    text = README.read_text(encoding="utf-8")
    README.write_text(TABLE.sub(lambda found: found[1] + table() + found[2], text), encoding="utf-8")


def test_the_table_of_what_people_can_do_is_that_of_the_routes() -> None:
    (shown,) = (found[0] for found in TABLE.finditer(DOCUMENTS[README]))
    assert table() in shown, "run `make documents`"


def test_the_playground_can_be_opened_from_the_first_lines() -> None:
    assert "make demo" in DOCUMENTS[README].splitlines()[:15]


def test_every_setting_is_documented() -> None:
    documented = DOCUMENTS[README] + Path("config/example.env").read_text(encoding="utf-8")
    assert [name for name in setting_names() if not re.search(rf"\b{name}\b", documented)] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=str)
def test_settings_that_are_named_exist(path: Path) -> None:
    known = {*setting_names(), "KAIWA_TEST_POSTGRES_URL"}
    assert set(re.findall(r"\bKAIWA_[A-Z_]+[A-Z]\b", DOCUMENTS[path])) <= known


def test_every_command_is_in_the_readme() -> None:
    names = {command.name or command.callback.__name__ for command in cli.registered_commands if command.callback}
    assert {
        name for name in names if f"kaiwa {name}" not in DOCUMENTS[README] and f"make {name}" not in DOCUMENTS[README]
    } == set()


@pytest.mark.parametrize("path", DOCUMENTS, ids=str)
def test_commands_that_are_named_exist(path: Path) -> None:
    names = {command.name or command.callback.__name__ for command in cli.registered_commands if command.callback}
    targets = set(re.findall(r"^([a-z]+):", Path("Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    code = "\n".join(re.findall(r"^```\n.*?^```|`[^`\n]+`", DOCUMENTS[path], re.DOTALL | re.MULTILINE))
    assert set(re.findall(r"\bkaiwa ([a-z]+)", code)) <= names
    assert set(re.findall(r"\bmake ([a-z]+)", code)) <= targets


@pytest.mark.parametrize("path", DOCUMENTS, ids=str)
def test_files_that_are_named_exist(path: Path) -> None:
    linked = re.findall(r"\]\((?!https?:)([^)#]+)\)", DOCUMENTS[path])
    named = re.findall(r"`((?:bot|storage|config|tests)/[\w./-]+)`", DOCUMENTS[path])
    assert [name for name in (*linked, *named) if not Path(name).exists()] == []


def test_pictures_are_small() -> None:
    pictures = list(Path("tests/browser/pictures").glob("*.png"))
    assert pictures
    assert [path.name for path in pictures if path.stat().st_size > 150_000] == []


if __name__ == "__main__":
    write()
