"""The Bot API: every method that the playground offers, by name, and how a call is answered."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from bot.playground.call import Call
from bot.playground.checks import Description
from bot.playground.errors import Refusal, bad_request
from bot.playground.files import Attachment
from bot.playground.methods import account, answering, copying, editing, receiving, rooms, sending
from bot.playground.parameters import decoded
from bot.playground.world import World

Method = Callable[[Call], Awaitable[Any]]

METHODS: dict[str, Method] = {
    "getUpdates": receiving.get_updates,
    "deleteWebhook": receiving.delete_webhook,
    "getWebhookInfo": receiving.get_webhook_info,
    "getFile": receiving.get_file,
    "sendMessage": sending.message,
    "sendPhoto": sending.photo,
    "sendVoice": sending.voice,
    "sendDocument": sending.document,
    "sendVideo": sending.video,
    "sendAudio": sending.audio,
    "sendLocation": sending.location,
    "sendMediaGroup": sending.media_group,
    "sendChatAction": sending.chat_action,
    "copyMessage": copying.copy,
    "forwardMessage": copying.forward,
    "editMessageText": editing.text,
    "editMessageCaption": editing.caption,
    "editMessageReplyMarkup": editing.reply_markup,
    "deleteMessage": editing.delete,
    "deleteMessages": editing.delete_several,
    "answerCallbackQuery": answering.callback_query,
    "setMessageReaction": answering.reaction,
    "getMe": account.get_me,
    "setMyCommands": account.set_commands,
    "getMyCommands": account.get_commands,
    "deleteMyCommands": account.delete_commands,
    "setMyName": account.set_name,
    "getMyName": account.get_name,
    "setMyDescription": account.set_description,
    "getMyDescription": account.get_description,
    "setMyShortDescription": account.set_short_description,
    "getMyShortDescription": account.get_short_description,
    "setChatMenuButton": account.set_menu_button,
    "getChat": rooms.get_chat,
    "getChatMember": rooms.get_member,
    "getChatMemberCount": rooms.count_members,
    "getChatAdministrators": rooms.get_administrators,
    "leaveChat": rooms.leave,
    "pinChatMessage": rooms.pin,
    "unpinChatMessage": rooms.unpin,
}
_BY_NAME = {name.lower(): (name, method) for name, method in METHODS.items()}


async def answer(
    world: World,
    description: Description | None,
    name: str,
    params: dict[str, Any],
    files: Mapping[str, Attachment],
) -> tuple[int, dict[str, Any]]:
    """HTTP status and body for one call; names of methods may be written in any case, as with Telegram."""
    key = name.lower()
    try:
        if key not in _BY_NAME:
            raise Refusal(404, "Not Found")
        official, method = _BY_NAME[key]
        given = decoded(key, {k: v for k, v in params.items() if v is not None})
        if description:
            _hold_against(world, description, official, given, files)
        await world.faults.before(key, given)
        result = await method(Call(world, given, files))
        world.faults.after(key)
    except Refusal as refusal:
        return refusal.code, refusal.body()
    return 200, {"ok": True, "result": result}


def _hold_against(
    world: World, description: Description, name: str, params: dict[str, Any], files: Mapping[str, Attachment]
) -> None:
    problems = description.problems(name, params, files)
    if problems:
        world.violations += [f"{name}: {problem}" for problem in problems]
        raise bad_request(f"{name} does not satisfy the description of the Bot API: {'; '.join(problems)}")
