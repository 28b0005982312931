"""From Telegram's updates to what somebody did; python-telegram-bot knows their shape."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from telegram import Chat, ChatMember, ChatMemberUpdated, Message, Update, User

from bot.request import Place, Said
from storage.records.item import Attachment

ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member")
PRESENT = (ChatMember.MEMBER, ChatMember.ADMINISTRATOR, ChatMember.OWNER)

SERVICE = (
    *("boost_added", "channel_chat_created", "chat_background_set", "chat_owner_changed", "chat_owner_left"),
    *("chat_shared", "checklist_tasks_added", "checklist_tasks_done", "connected_website", "delete_chat_photo"),
    *("direct_message_price_changed", "forum_topic_closed", "forum_topic_created", "forum_topic_edited"),
    *("forum_topic_reopened", "general_forum_topic_hidden", "general_forum_topic_unhidden", "gift_upgrade_sent"),
    *("giveaway_completed", "giveaway_created", "group_chat_created", "left_chat_member", "managed_bot_created"),
    *("message_auto_delete_timer_changed", "migrate_from_chat_id", "new_chat_members", "new_chat_photo"),
    *("new_chat_title", "paid_message_price_changed", "pinned_message", "poll_option_added", "poll_option_deleted"),
    *("proximity_alert_triggered", "refunded_payment", "successful_payment", "suggested_post_approval_failed"),
    *("suggested_post_approved", "suggested_post_declined", "suggested_post_paid", "suggested_post_refunded"),
    *("supergroup_chat_created", "users_shared", "video_chat_ended", "video_chat_participants_invited"),
    *("video_chat_scheduled", "video_chat_started", "web_app_data", "write_access_allowed"),
)
"""What a message holds that Telegram itself writes when something happens in a chat; nobody says it."""


class Unreadable(Exception):
    """An update that cannot be parsed; it will never be."""


@dataclass(frozen=True, slots=True)
class Somebody:
    """Who did it, as Telegram tells."""

    chat_id: int
    name: str
    username: str | None
    language: str | None


@dataclass(frozen=True, slots=True)
class Incoming:
    """One update: a message, a change of one, a press or an event, with who and where."""

    kind: str
    who: Somebody | None
    place: Place
    said: Said
    press: str | None = None
    event: str | None = None
    moved_to: int | None = None


def lane(raw: Any) -> int:
    """The chat of a raw update, whose order has to be kept; 0 where there is none."""
    for key in ALLOWED_UPDATES:
        if isinstance(found := raw.get(key), dict):
            inner = found.get("message") if key == "callback_query" else found
            chat = (inner or {}).get("chat") or found.get("from") or {}
            return int(chat.get("id", 0))
    return 0


def read(raw: dict[str, Any]) -> Incoming | None:
    """What an update says; None for one that is nothing to us. Raises Unreadable."""
    try:
        if "callback_query" in raw:
            return _press(raw["callback_query"])
        update = Update.de_json(raw, None)
        if update.message is not None:
            return _message(update.message)
        if update.edited_message is not None:
            return _edit(update.edited_message)
        if update.my_chat_member is not None:
            return _membership(update.my_chat_member)
    except Exception as error:
        raise Unreadable(f"{type(error).__name__}: cannot be parsed") from error
    return None


def joined(album: Sequence[Incoming]) -> Incoming:
    """The messages of an album as one: all files in order, and the words that stand under any of them."""
    if len(album) == 1:
        return album[0]
    said = [incoming.said for incoming in album]
    worded = [one for one in said if one.text] or said[:1]
    together = replace(
        worded[0],
        text="\n\n".join(one.text for one in worded),
        attachments=tuple(file for one in said for file in one.attachments),
        reply_to=next((one.reply_to for one in said if one.reply_to is not None), None),
        replied_text=next((one.replied_text for one in said if one.replied_text), ""),
        captions=tuple((one.message_id, one.text) for one in worded),
    )
    return replace(album[0], said=together)


def _message(message: Message) -> Incoming | None:
    if message.migrate_to_chat_id is not None:
        return Incoming(
            "event",
            None,
            _place(message.chat),
            Said(message.message_id),
            event="moved",
            moved_to=message.migrate_to_chat_id,
        )
    if message.from_user is None or message.from_user.is_bot:
        return None
    said = _said(message)
    if not said.text and not said.attachments and said.other is None:
        return None
    place = replace(_place(message.chat), thread_id=message.message_thread_id if message.is_topic_message else None)
    return Incoming("message", _somebody(message.from_user), place, said)


def _edit(message: Message) -> Incoming | None:
    """Other words in a message that was sent before; a place that moves has none."""
    found = _message(message)
    return replace(found, kind="edit") if found is not None and found.said.text else None


def _press(query: dict[str, Any]) -> Incoming | None:
    """Presses are many and small: only what counts is read, the message with the button is not parsed whole."""
    user, message = query["from"], query.get("message")
    if message is None:
        return None
    chat = message["chat"]
    thread_id = message.get("message_thread_id") if message.get("is_topic_message") else None
    return Incoming(
        "press",
        Somebody(
            user["id"],
            " ".join(filter(None, (user["first_name"], user.get("last_name")))),
            user.get("username"),
            user.get("language_code"),
        ),
        Place(chat["id"], chat["type"] == Chat.PRIVATE, chat.get("title", ""), thread_id),
        Said(message["message_id"]),
        press=query.get("data", ""),
    )


def _membership(change: ChatMemberUpdated) -> Incoming | None:
    """Who let the bot in or out; in a channel nobody is greeted, as everybody would read it."""
    if change.chat.type == Chat.CHANNEL:
        return None
    present = change.new_chat_member.status in PRESENT or bool(getattr(change.new_chat_member, "is_member", False))
    was = change.old_chat_member.status in PRESENT or bool(getattr(change.old_chat_member, "is_member", False))
    event = "changed" if present == was else "added" if present else "removed"
    return Incoming("event", _somebody(change.from_user), _place(change.chat), Said(0), event=event)


def _place(chat: Chat) -> Place:
    return Place(chat.id, chat.type == Chat.PRIVATE, chat.title or "")


def _somebody(user: User) -> Somebody:
    return Somebody(user.id, user.full_name, user.username, user.language_code)


def _said(message: Message) -> Said:
    files = tuple(_files(message))
    replied = message.reply_to_message
    # In a topic every message replies to the one that opened it.
    # What people say to each other in a group is not said to the bot.
    to_bot = replied is not None and replied.from_user is not None and replied.from_user.is_bot
    if not to_bot or (replied is not None and replied.forum_topic_created is not None):
        replied = None
    text = message.text or message.caption or ""
    return Said(
        message_id=message.message_id,
        text=text,
        attachments=files,
        album=message.media_group_id,
        reply_to=replied.message_id if replied else None,
        replied_text=(replied.text or replied.caption or "") if replied else "",
        forwarded=message.forward_origin is not None,
        other=None if text or files else _other(message),
    )


def _files(message: Message) -> list[Attachment]:
    if message.photo:
        best = message.photo[-1]
        return [Attachment("photo", best.file_id, size=best.file_size)]
    if message.location:
        return [Attachment("location", f"{message.location.latitude:.6f},{message.location.longitude:.6f}")]
    for kind in ("voice", "document", "video", "audio"):
        if (file := getattr(message, kind)) is not None:
            return [
                Attachment(
                    kind,
                    file.file_id,
                    name=getattr(file, "file_name", None),
                    mime=file.mime_type,
                    size=file.file_size,
                    seconds=file.to_dict().get("duration"),
                )
            ]
    return []


def _other(message: Message) -> str | None:
    """A kind of message that is no idea by itself, by its name where more can be said to it; None for what Telegram
    says by itself.
    """
    if message.text is not None or any(getattr(message, kind) for kind in SERVICE):
        return None
    return next((kind for kind in ("contact",) if getattr(message, kind) is not None), "other")
