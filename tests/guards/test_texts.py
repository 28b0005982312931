"""Every sentence is wrapped for translation, and stands in every language."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.locales.__main__ import problems
from bot.texts import LANGUAGES, Texts

BOT = Path(__file__).parents[2] / "bot"
SAYING = sorted(
    path
    for name in (
        *(
            "screens",
            "sentences",
            "wording",
            "concerns",
            "levels",
            "meanings",
            "steps",
            "questions",
            "handlers",
            "news",
            "dispatch",
            "dialogue",
        ),
        *("hearing", "identities", "menu", "own", "stages"),
    )
    for path in BOT.rglob(f"{name}.py")
)
WRAPPERS = {"t", "n", "p", "marked"}
SHOWN = {"Screen", "Button", "Html", "Refused", "lines"}
SENTENCE = re.compile(r"[A-Za-z]{2,} [A-Za-z]{2,}")
MARKUP = re.compile(r"</?[a-z]+( href=\"[^\"]*)?[\">]*|&[a-z]+;|^/(team )?$")
WORD = re.compile(r"[^\W\d_]{2,}")


def test_the_catalogues_are_complete() -> None:
    assert list(problems()) == []


@pytest.mark.parametrize("path", SAYING, ids=lambda path: str(path.relative_to(BOT)))
def test_every_sentence_is_wrapped(path: Path) -> None:
    assert list(unwrapped(ast.parse(path.read_text(encoding="utf-8")))) == []


def test_the_guard_finds_a_sentence_that_is_not_wrapped() -> None:
    assert list(unwrapped(ast.parse('Screen(Html("Please say more"))')))
    assert list(unwrapped(ast.parse('Screen(f"Hello dear {name}")')))
    assert list(unwrapped(ast.parse('Button(Html("Done"), press)')))
    assert list(unwrapped(ast.parse('Html("<b>Спасибі</b>")')))
    assert not list(unwrapped(ast.parse('Html("<b>") + item.label + Html("</b>")')))
    assert not list(unwrapped(ast.parse('Screen(t("Please say more"))')))


def unwrapped(tree: ast.AST) -> Iterator[str]:
    """Sentences inside of what is shown, and single words shown at once, that no wrapper translates."""
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and _name(call) in SHOWN:
            yield from _loose(call)
            for shown in call.args:
                yield from (text for text in _at_once(shown) if WORD.search(MARKUP.sub(" ", text)))


def _loose(node: ast.AST) -> Iterator[str]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Call) and _name(child) in WRAPPERS:
            continue
        if isinstance(child, ast.Constant) and isinstance(child.value, str) and SENTENCE.search(child.value):
            yield child.value
        yield from _loose(child)


def _at_once(node: ast.AST) -> Iterator[str]:
    """The texts that an expression consists of, not those that go into a function first."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr | ast.BinOp | ast.IfExp):
        for part in ast.iter_child_nodes(node):
            yield from _at_once(part)


def _name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("number", [0, 1, 2, 3, 4, 5, 11, 21, 101])
def test_every_number_has_its_plural_form(language: str, number: int) -> None:
    from zoneinfo import ZoneInfo

    said = Texts(language, ZoneInfo("Europe/Helsinki")).n("waiting for {n} day", "waiting for {n} days", number)
    assert str(number) in said
    assert "{" not in said
