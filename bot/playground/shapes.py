"""Shapes: people, chats and messages in exactly the JSON that Telegram uses for them."""

from __future__ import annotations

from typing import Any

from bot.playground.chats import Bot, Chat, Message, Person

Shape = dict[str, Any]


def user(who: Person | Bot) -> Shape:
    """Telegram's User."""
    shape: Shape = {"id": who.id, "is_bot": who.is_bot, "first_name": who.first_name}
    if isinstance(who, Bot):
        return shape | {"username": who.username}
    if who.last_name:
        shape["last_name"] = who.last_name
    if who.username:
        shape["username"] = who.username
    if who.language:
        shape["language_code"] = who.language
    return shape


def chat(which: Chat) -> Shape:
    """Telegram's Chat."""
    if which.private:
        person = user(which.person)
        kept: Shape = {key: person[key] for key in ("first_name", "last_name", "username") if key in person}
        return {"id": which.id, **kept, "type": "private"}
    named = {"username": which.username} if which.username else {}
    return {"id": which.id, "title": which.title, **named, "type": which.type}


def message(which: Message, *, with_reply: bool = True) -> Shape:
    """Telegram's Message."""
    by = {"sender_chat": chat(which.chat)} if which.chat.channel else {"from": user(which.sender)}
    shape: Shape = {
        "message_id": which.id,
        **by,
        "chat": chat(which.chat),
        "date": int(which.date.timestamp()),
    }
    if which.edited:
        shape["edit_date"] = int(which.edited.timestamp())
    if which.album:
        shape["media_group_id"] = which.album
    if with_reply and which.reply_to and not which.reply_to.deleted:
        shape["reply_to_message"] = message(which.reply_to, with_reply=False)
    if which.media:
        shape |= which.media.shape()
    if which.text:
        words, entities = ("caption", "caption_entities") if which.media else ("text", "entities")
        shape[words] = which.text
        if which.entities:
            shape[entities] = which.entities
    if which.buttons:
        shape["reply_markup"] = {"inline_keyboard": which.buttons}
    return shape | which.extra


def membership(who: Person | Bot, status: str) -> Shape:
    """Telegram's ChatMember."""
    shape: Shape = {"user": user(who), "status": status}
    if status == "kicked":
        shape["until_date"] = 0
    return shape


RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
)


def administrator(who: Person | Bot, *, posts: bool) -> Shape:
    """Telegram's ChatMemberAdministrator of a channel, with every right but perhaps that to post."""
    rights = dict.fromkeys(RIGHTS, True) | {"can_post_messages": posts, "can_edit_messages": posts}
    return {**membership(who, "administrator"), "can_be_edited": False, "is_anonymous": False, **rights}


SERVICES = frozenset({"new_chat_members", "left_chat_member", "pinned_message"})


def origin(of: Message) -> Shape:
    """Telegram's MessageOrigin for what is forwarded."""
    return {"type": "user", "sender_user": user(of.sender), "date": int(of.date.timestamp())}
