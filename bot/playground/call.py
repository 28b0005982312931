"""A call: one request of the bot with its parameters, read the way Telegram reads them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.playground.chats import Chat, Message
from bot.playground.errors import bad_request, forbidden
from bot.playground.files import Attachment
from bot.playground.world import World


class Call:
    """What was asked, and the world in which it is to be done."""

    def __init__(self, world: World, params: dict[str, Any], files: Mapping[str, Attachment]) -> None:
        self.world = world
        self.params = params
        self.files = files

    def get(self, name: str, default: Any = None) -> Any:
        """A parameter, or `default` where it is missing."""
        value = self.params.get(name)
        return default if value is None else value

    def number(self, name: str, default: int = 0) -> int:
        """A parameter as a whole number."""
        value = self.get(name, default)
        if not isinstance(value, int):
            raise bad_request(f"invalid {name} specified")
        return value

    def items(self, name: str) -> list[Any]:
        """A parameter as a list; an absent one is empty."""
        value = self.get(name, [])
        if not isinstance(value, list):
            raise bad_request(f"can't parse {name.replace('_', ' ')}: expected an Array")
        return value

    def words(self, name: str) -> str:
        """A parameter as text."""
        return str(self.get(name, ""))

    def known_chat(self, name: str = "chat_id") -> Chat:
        """A chat that the bot may ask about."""
        number = self.params.get(name)
        if number is None or number == "":
            raise bad_request("chat_id is empty")
        chat = self.world.chats.get(number) if isinstance(number, int) else self.world.named(str(number))
        if chat is None:
            raise bad_request("chat not found")
        return chat

    def chat(self) -> Chat:
        """A chat that the bot may act in."""
        chat = self.room()
        if chat.channel and (chat.bot_status != "administrator" or not chat.bot_posts):
            raise bad_request("need administrator rights in the channel chat")
        return chat

    def room(self) -> Chat:
        """A chat that the bot is in."""
        chat = self.known_chat()
        if not chat.private:
            if not chat.bot:
                raise forbidden(_gone(chat))
        elif chat.person.blocked:
            raise forbidden("bot was blocked by the user")
        elif not chat.person.started:
            raise forbidden("bot can't initiate conversation with a user")
        if self.get("message_thread_id"):
            raise bad_request("message thread not found")
        return chat

    def message(self, chat: Chat, purpose: str) -> Message:
        """The message named by message_id; `purpose` completes Telegram's sentence, such as "to edit"."""
        number = self.number("message_id")
        if not number:
            raise bad_request("message identifier is not specified")
        message = chat.messages.get(number)
        if message is None:
            raise bad_request(f"message {purpose} not found")
        return message


def _gone(group: Chat) -> str:
    verb = "was kicked from" if group.bot_status == "kicked" else "is not a member of"
    return f"bot {verb} the {group.type} chat"
