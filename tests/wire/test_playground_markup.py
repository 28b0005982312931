"""Telegram's HTML: what is understood, what is refused in which words, and where entities lie."""

from __future__ import annotations

from typing import Any

import pytest

from bot.playground.detect import entities
from bot.playground.errors import Refusal
from bot.playground.markup import parse_html, trimmed
from bot.playground.rendering import safe_html


def entity(kind: str, offset: int, length: int, **more: Any) -> dict[str, Any]:
    return {"type": kind, "offset": offset, "length": length, **more}


UNDERSTOOD: list[tuple[str, str, list[dict[str, Any]]]] = [
    ("plain", "plain", []),
    ("<b>bold</b> rest", "bold rest", [entity("bold", 0, 4)]),
    ("<STRONG>x</STRONG>", "x", [entity("bold", 0, 1)]),
    ("<em>a</em><ins>b</ins><del>c</del>", "abc",
     [entity("italic", 0, 1), entity("underline", 1, 1), entity("strikethrough", 2, 1)]),
    ("<b>one <i>two</i></b>", "one two", [entity("bold", 0, 7), entity("italic", 4, 3)]),
    ("1 &lt; 2 &amp;&amp; 3 &gt; 2 &quot;q&quot;", '1 < 2 && 3 > 2 "q"', []),
    ("&#1046;&#x1F600;&nbsp;", "Ж😀&nbsp;", []),
    ("&lt;b&gt;", "<b>", []),
    ("AT&T & co", "AT&T & co", []),
    ("😀<b>x</b>", "😀x", [entity("bold", 2, 1)]),
    ('<a href="https://kaiwa.example/a?b=1&amp;c=2">go</a>', "go",
     [entity("text_link", 0, 2, url="https://kaiwa.example/a?b=1&c=2")]),
    ("<a href='tg://user?id=42'>Ana</a>", "Ana", [entity("text_mention", 0, 3, user_id=42)]),
    ('<a href="nonsense">go</a>', "go", []),
    ("<code>x</code>", "x", [entity("code", 0, 1)]),
    ("<pre>x\ny</pre>", "x\ny", [entity("pre", 0, 3)]),
    ('<pre><code class="language-python">x</code></pre>', "x", [entity("pre", 0, 1, language="python")]),
    ("<tg-spoiler>x</tg-spoiler>", "x", [entity("spoiler", 0, 1)]),
    ('<span class="tg-spoiler">x</span>', "x", [entity("spoiler", 0, 1)]),
    ("<blockquote>x</blockquote>", "x", [entity("blockquote", 0, 1)]),
    ("<blockquote expandable>x</blockquote>", "x", [entity("expandable_blockquote", 0, 1)]),
    ("<b></b>x", "x", []),
]  # fmt: skip

REFUSED = [
    ("<b>x", "Can't find end tag corresponding to start tag \"b\""),
    ("x</b>", "Unexpected end tag at byte offset 1"),
    ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
    ("<br>", 'Unsupported start tag "br" at byte offset 0'),
    ("x<br/>", 'Unsupported start tag "br/" at byte offset 1'),
    ("Ж<p>x</p>", 'Unsupported start tag "p" at byte offset 2'),
    ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
    ("I <3 you>", 'Unsupported start tag "3" at byte offset 2'),
    ("<b", "Unclosed start tag at byte offset 0"),
    ("<a href=\"x>y</a>", 'Unclosed start tag "a" at byte offset 0'),
    ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ("<b>x</b", "Unclosed end tag at byte offset 4"),
]  # fmt: skip


@pytest.mark.parametrize(("html", "text", "marks"), UNDERSTOOD)
def test_html_becomes_text_and_entities(html: str, text: str, marks: list[dict[str, Any]]) -> None:
    assert parse_html(html) == (text, marks)


@pytest.mark.parametrize(("html", "reason"), REFUSED)
def test_broken_html_is_refused_in_telegrams_words(html: str, reason: str) -> None:
    with pytest.raises(Refusal) as refusal:
        parse_html(html)
    assert refusal.value.description == f"Bad Request: can't parse entities: {reason}"


def test_surrounding_space_goes_and_entities_move_along() -> None:
    text, marks = parse_html("  <b> 😀 x </b>\n")
    assert trimmed(text, marks) == ("😀 x", [entity("bold", 0, 4)])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("/idea more light", [("bot_command", "/idea")]),
        ("/idea@kaiwa_bot now", [("bot_command", "/idea@kaiwa_bot")]),
        ("and/or 1/2", []),
        ("😀 see https://x.org/a?b=c#d, please", [("url", "https://x.org/a?b=c#d")]),
        ("ask @ana_k or ana@x.org", [("mention", "@ana_k"), ("email", "ana@x.org")]),
        ("#lights #1", [("hashtag", "#lights")]),
    ],
)
def test_what_telegram_marks_by_itself(text: str, found: list[tuple[str, str]]) -> None:
    raw = text.encode("utf-16-le")
    cut = [
        (e["type"], raw[2 * e["offset"] : 2 * (e["offset"] + e["length"])].decode("utf-16-le")) for e in entities(text)
    ]
    assert cut == found


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("<b>one <i>two</i></b> &lt;script&gt;", "<b>one <i>two</i></b> &lt;script&gt;"),
        ("<pre>a &amp; b</pre>", "<pre>a &amp; b</pre>"),
        ("<tg-spoiler>😀</tg-spoiler>!", "<tg-spoiler>😀</tg-spoiler>!"),
    ],
)
def test_the_page_gets_only_safe_html(html: str, shown: str) -> None:
    assert safe_html(*parse_html(html)) == shown


def test_a_link_that_runs_code_is_never_drawn() -> None:
    assert "<a" not in safe_html("go", [entity("text_link", 0, 2, url="javascript:alert(1)")])


def test_entities_that_cross_are_drawn_as_far_as_they_nest() -> None:
    assert safe_html("abcd", [entity("bold", 0, 3), entity("italic", 2, 2)]) == "<b>ab<i>c</i></b>d"
