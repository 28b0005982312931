"""Talking: what people write, attach, change and forward."""

from __future__ import annotations

from typing import Any

from bot.playground import detect, shapes
from bot.playground.chats import Chat, Message, Person
from bot.playground.errors import NotPossible
from bot.playground.files import Media
from bot.playground.world import World

LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024


def require_can_write(person: Person, chat: Chat) -> None:
    """Raise NotPossible where an app would show no field to write in."""
    if person.id not in chat.members:
        raise NotPossible(f"{person.name} is not in this chat.")
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
    if len(caption) > LONGEST_CAPTION:
        raise NotPossible(f"A caption can have {LONGEST_CAPTION} characters; this one has {len(caption)}.")
    return _send(world, person, chat, caption, media=media, reply_to=reply_to, album=album)


def other(world: World, person: Person, chat: Chat, extra: dict[str, Any]) -> Message:
    """Send a message of another kind: its part of Telegram's Message is given as it is."""
    require_can_write(person, chat)
    return _send(world, person, chat, "", extra=extra)


def edit(world: World, person: Person, message: Message, text: str) -> Message:
    """Change the words of one's own message."""
    if message.sender is not person:
        raise NotPossible("Only one's own messages can be changed.")
    require_can_write(person, message.chat)
    text = text.strip()
    if not text and not message.media:
        raise NotPossible("A message cannot become empty.")
    message.text, message.entities = text, detect.entities(text)
    message.edited = world.clock.now()
    world.edited(message)
    world.tell_bot(message, "edited_message")
    return message


def forward(world: World, person: Person, message: Message, to: Chat) -> Message:
    """Send somebody's message on, with its origin."""
    require_can_write(person, to)
    if person.id not in message.chat.members:
        raise NotPossible(f"{person.name} cannot see this message.")
    return copy_of(world, person, message, to, tell=True)


def copy_of(world: World, sender: Any, message: Message, to: Chat, *, tell: bool) -> Message:
    """The message again in another chat, with `forward_origin` naming who said it first."""
    extra = {key: value for key, value in message.extra.items() if key not in shapes.SERVICES}
    extra.setdefault("forward_origin", shapes.origin(message))
    copied = world.post(to, sender, message.text, entities=message.entities, media=message.media, extra=extra)
    if tell:
        _arrive(world, copied)
    return copied


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
