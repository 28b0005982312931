"""Markup: Telegram's HTML parse mode, read into plain text and entities with its rules and its complaints."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NoReturn

from bot.playground.chats import Entity
from bot.playground.detect import units
from bot.playground.errors import bad_request

KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "a": "text_link",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
    "tg-time": "date_time",
}
SIGNS = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}

_SIGN = re.compile(r"&(?:#x([0-9a-fA-F]+)|#([0-9]+)|([a-zA-Z]+));?")
_MARK = re.compile(r"[&<]")
_NAME = re.compile(r"[^\s>]*")
_ATTRIBUTE = re.compile(r"[^\s=>/\"']+")
_TOKEN = re.compile(r"[A-Za-z0-9.-]*")
_SPACES = re.compile(r"\s*")
_USER = re.compile(r"tg://user\?id=(\d+)$")


@dataclass
class _Open:
    tag: str
    start: int
    offset: int
    attributes: dict[str, str]


def parse_html(html: str) -> tuple[str, list[Entity]]:
    """Plain text and entities, offsets in UTF-16 units; raises Telegram's "can't parse entities"."""
    if "<" not in html and "&" not in html:
        return html, []
    return _Parser(html).parse()


class _Parser:
    def __init__(self, html: str) -> None:
        self.html = html
        self.at = 0
        self.text = ""
        self.offset = 0
        self.open: list[_Open] = []
        self.entities: list[Entity] = []

    def parse(self) -> tuple[str, list[Entity]]:
        while mark := _MARK.search(self.html, self.at):
            self._say(self.html[self.at : mark.start()])
            self.at = mark.start()
            if mark.group() == "&":
                self._sign()
            elif self.html.startswith("/", self.at + 1):
                self._end_tag()
            else:
                self._start_tag()
        self._say(self.html[self.at :])
        if self.open:
            _refuse(f'Can\'t find end tag corresponding to start tag "{self.open[-1].tag}"')
        self.entities.sort(key=lambda e: (e["offset"], -e["length"]))
        return self.text, self.entities

    def _say(self, words: str) -> None:
        self.text += words
        self.offset += units(words)

    def _sign(self) -> None:
        sign, self.at = _decode(self.html, self.at)
        self._say(sign)

    def _start_tag(self) -> None:
        begin = self.at
        name = _NAME.match(self.html, begin + 1)
        assert name is not None
        self.at = name.end()
        if self.at >= len(self.html):
            self._refuse_at("Unclosed start tag", begin)
        tag = name.group().lower()
        if tag not in KINDS:
            self._refuse_at(f'Unsupported start tag "{tag}"', begin)
        attributes = self._attributes(tag, begin)
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            self._refuse_at('Tag "span" must have class "tg-spoiler"', begin)
        self.open.append(_Open(tag, len(self.text), self.offset, attributes))

    def _attributes(self, tag: str, begin: int) -> dict[str, str]:
        found: dict[str, str] = {}
        while True:
            self._skip_spaces()
            if self._peek() == ">":
                self.at += 1
                return found
            if not self._peek():
                self._refuse_at(f'Unclosed start tag "{tag}"', begin)
            name = _ATTRIBUTE.match(self.html, self.at)
            if name is None:
                self._refuse_at(f'Empty attribute name in the tag "{tag}"', begin)
            self.at = name.end()
            self._skip_spaces()
            if self._peek() != "=":
                found[name.group().lower()] = ""
                continue
            self.at += 1
            self._skip_spaces()
            found[name.group().lower()] = self._value(tag, begin)

    def _value(self, tag: str, begin: int) -> str:
        quote = self._peek()
        if quote not in ("'", '"'):
            token = _TOKEN.match(self.html, self.at)
            assert token is not None
            if self.html[token.end() : token.end() + 1] not in (">", " ", "\n", "\t"):
                self._refuse_at("Unexpected end of name token", self.at)
            self.at = token.end()
            return token.group().lower()
        end = self.html.find(quote, self.at + 1) if quote else -1
        if end < 0:
            self._refuse_at(f'Unclosed start tag "{tag}"', begin)
        value = self.html[self.at + 1 : end]
        self.at = end + 1
        return _SIGN.sub(lambda match: _decode(match.group(), 0)[0], value)

    def _end_tag(self) -> None:
        begin = self.at
        if not self.open:
            self._refuse_at("Unexpected end tag", begin)
        name = _NAME.match(self.html, begin + 2)
        assert name is not None
        self.at = name.end()
        self._skip_spaces()
        if self._peek() != ">":
            self._refuse_at("Unclosed end tag", begin)
        self.at += 1
        expected, found = self.open[-1].tag, name.group().lower()
        if found and found != expected:
            self._refuse_at("Unmatched end tag", begin, f', expected "</{expected}>", found "</{found}>"')
        self._close(self.open.pop())

    def _close(self, tag: _Open) -> None:
        length = self.offset - tag.offset
        if not length:
            return
        entity: Entity = {"offset": tag.offset, "length": length, "type": KINDS[tag.tag]}
        if tag.tag == "a":
            url = tag.attributes.get("href") or self.text[tag.start :]
            if not _link(entity, url):
                return
        elif tag.tag == "blockquote" and "expandable" in tag.attributes:
            entity["type"] = "expandable_blockquote"
        elif tag.tag == "tg-emoji":
            entity["custom_emoji_id"] = tag.attributes.get("emoji-id", "")
        elif tag.tag in ("pre", "code") and self._merged(entity, tag):
            return
        self.entities.append(entity)

    def _merged(self, entity: Entity, tag: _Open) -> bool:
        """Whether a code inside a pre of the same extent becomes one entity with a language."""
        language = tag.attributes.get("class", "").removeprefix("language-")
        if tag.tag == "code" and language:
            entity["language"] = language
        last = self.entities[-1] if self.entities else None
        if tag.tag == "code" or last is None or last["type"] != "code":
            return False
        if (last["offset"], last["length"]) != (entity["offset"], entity["length"]):
            return False
        last["type"] = "pre"
        return True

    def _peek(self) -> str:
        return self.html[self.at : self.at + 1]

    def _skip_spaces(self) -> None:
        spaces = _SPACES.match(self.html, self.at)
        assert spaces is not None
        self.at = spaces.end()

    def _refuse_at(self, problem: str, index: int, rest: str = "") -> NoReturn:
        _refuse(f"{problem} at byte offset {len(self.html[:index].encode())}{rest}")


def _refuse(problem: str) -> NoReturn:
    raise bad_request(f"can't parse entities: {problem}")


def _decode(html: str, at: int) -> tuple[str, int]:
    match = _SIGN.match(html, at)
    if match is None:
        return "&", at + 1
    hexadecimal, decimal, name = match.groups()
    if name:
        return (SIGNS[name], match.end()) if name in SIGNS else ("&", at + 1)
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    return (chr(code), match.end()) if 0 < code < 0x10FFFF else ("&", at + 1)


def _link(entity: Entity, url: str) -> bool:
    """Complete a link entity; an address that Telegram would not open leaves plain text."""
    if user := _USER.match(url):
        entity |= {"type": "text_mention", "user_id": int(user.group(1))}
        return True
    if not re.match(r"(?i)(https?|tg|ton|mailto|tel):", url):
        if not re.match(r"[^\s/]+\.[^\s]{2,}$", url):
            return False
        url = f"http://{url}"
    entity["url"] = f"{url}/" if re.match(r"(?i)https?://[^/?#]+$", url) else url
    return True


def trimmed(text: str, entities: list[Entity]) -> tuple[str, list[Entity]]:
    """Text without surrounding white space, as Telegram stores it, and the entities moved along."""
    text = text.replace("\r", "")
    stripped = text.strip()
    if stripped == text:
        return text, entities
    before = units(text[: len(text) - len(text.lstrip())])
    end = units(stripped)
    kept = []
    for entity in entities:
        first = max(entity["offset"] - before, 0)
        last = min(entity["offset"] + entity["length"] - before, end)
        if last > first:
            kept.append({**entity, "offset": first, "length": last - first})
    return stripped, kept
