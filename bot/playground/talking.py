"""Talking: what people write, attach, change and forward."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from bot.playground import detect, shapes
from bot.playground.chats import Buttons, Chat, Message, Person
from bot.playground.errors import NotPossible
from bot.playground.files import Media
from bot.playground.world import World

LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024
CHANGEABLE = timedelta(hours=48)
CAPTIONLESS = frozenset({"video_note"})


def require_can_write(person: Person, chat: Chat) -> None:
    """Raise NotPossible where an app would show no field to write in."""
    if person.id not in chat.members:
        raise NotPossible(f"{person.name} is not in this chat.")
    if chat.channel:
        raise NotPossible("Only administrators of a channel write in it.")
    if chat.private and person.blocked:
        raise NotPossible(f"{person.name} has blocked the bot; unblock it first.")


def say(world: World, person: Person, chat: Chat, text: str, reply_to: Message | None = None) -> Message:
    """Write a message; one that is too long goes out in parts, as from an app, and the first is returned."""
    require_can_write(person, chat)
    text = text.replace("\r", "").strip()
    if not text:
        raise NotPossible("There is nothing to send.")
    parts = [text[i : i + LONGEST_TEXT] for i in range(0, len(text), LONGEST_TEXT)]
    first, *_ = [_send(world, person, chat, part, reply_to=reply_to) for part in parts]
    return first


def attach(
    world: World,
    person: Person,
    chat: Chat,
    media: Media,
    caption: str | None,
    reply_to: Message | None,
    album: str | None,
) -> Message:
    """Send a picture, voice or file."""
    require_can_write(person, chat)
    caption = (caption or "").strip()
    _require_length(caption, media)
    return _send(world, person, chat, caption, media=media, reply_to=reply_to, album=album)


def other(world: World, person: Person, chat: Chat, extra: dict[str, Any], reply_to: Message | None = None) -> Message:
    """Send a message of another kind: its part of Telegram's Message is given as it is."""
    require_can_write(person, chat)
    return _send(world, person, chat, "", extra=extra, reply_to=reply_to)


def edit(world: World, person: Person, message: Message, text: str) -> Message:
    """Change the words of one's own message, within two days; the same words again change nothing."""
    require_can_write(person, message.chat)
    _require_changeable(world, person, message)
    text = text.replace("\r", "").strip()
    if not text and not message.media:
        raise NotPossible("A message cannot become empty.")
    _require_length(text, message.media)
    if text == message.text:
        return message
    message.text, message.entities = text, detect.entities(text)
    message.edited = world.clock.now()
    world.edited(message)
    world.tell_bot(message, "edited_message")
    return message


def forward(world: World, person: Person, messages: Sequence[Message], to: Chat) -> list[Message]:
    """Send messages on, in the order in which they were said; what was an album stays one."""
    require_can_write(person, to)
    if not messages:
        raise NotPossible("There is nothing to forward.")
    for message in messages:
        _require_forwardable(person, message)
    sizes = Counter(message.album for message in messages)
    albums = {old: str(next(world.albums)) for old, size in sizes.items() if old and size > 1}
    ordered = sorted(messages, key=lambda message: (message.date, message.id))
    copies = [copy_of(world, person, message, to, albums.get(message.album or "")) for message in ordered]
    for copied in copies:
        _arrive(world, copied)
    return copies


def copy_of(world: World, sender: Any, message: Message, to: Chat, album: str | None = None) -> Message:
    """The message again in another chat, with `forward_origin` naming who said it first."""
    extra = {key: value for key, value in message.extra.items() if key not in shapes.SERVICES}
    extra.setdefault("forward_origin", shapes.origin(message))
    return world.post(
        to,
        sender,
        message.text,
        entities=message.entities,
        media=message.media,
        album=album,
        extra=extra,
        buttons=_carried(message.buttons),
    )


def _carried(buttons: Buttons) -> Buttons:
    """A forwarded message keeps its buttons only if all of them are links (Bot API 4.3)."""
    return buttons if all("url" in button or "login_url" in button for row in buttons for button in row) else []


def _require_forwardable(person: Person, message: Message) -> None:
    if person.id not in message.chat.members or message.deleted:
        raise NotPossible(f"{person.name} cannot see this message.")
    if message.service:
        raise NotPossible("This message cannot be forwarded.")


def _require_changeable(world: World, person: Person, message: Message) -> None:
    if message.sender is not person:
        raise NotPossible("Only one's own messages can be changed.")
    wordless = not message.text and (message.media is None or message.media.kind in CAPTIONLESS)
    if message.deleted or wordless or "forward_origin" in message.extra:
        raise NotPossible("This message cannot be changed.")
    if world.clock.now() - message.date > CHANGEABLE:
        raise NotPossible("A message can be changed for two days.")


def _require_length(text: str, media: Media | None) -> None:
    what, longest = ("caption", LONGEST_CAPTION) if media else ("message", LONGEST_TEXT)
    if len(text) > longest:
        raise NotPossible(f"A {what} can have {longest} characters; this one has {len(text)}.")
    if text and media and media.kind in CAPTIONLESS:
        raise NotPossible("A video message carries no words.")


def _send(world: World, person: Person, chat: Chat, text: str, **fields: Any) -> Message:
    message = world.post(chat, person, text, entities=detect.entities(text), **fields)
    _arrive(world, message)
    return message


def _arrive(world: World, message: Message) -> None:
    if message.chat.private and not message.chat.person.started:
        message.chat.person.started = True
        if message.chat.shown:
            world.changed()
    world.tell_bot(message)
