"""Answering: notices after a press, and reactions."""

from __future__ import annotations

from bot.playground.call import Call
from bot.playground.chats import Notice
from bot.playground.errors import bad_request

LONGEST_NOTICE = 200
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


async def callback_query(call: Call) -> bool:
    """Answer answerCallbackQuery."""
    text = call.words("text")
    if len(text) > LONGEST_NOTICE:
        raise bad_request("MESSAGE_TOO_LONG")
    press = call.world.presses.take(call.words("callback_query_id"), call.world.clock.now())
    if press is None:
        raise bad_request(TOO_OLD)
    press.answered = True
    if text:
        press.notice = Notice(text, bool(call.get("show_alert", False)))
        press.person.notices.append(press.notice)
    event = {
        "type": "notice",
        "person": press.person.id,
        "text": text,
        "alert": bool(call.get("show_alert", False)),
    }
    call.world.events.publish(lambda: event)
    return True


async def reaction(call: Call) -> bool:
    """Answer setMessageReaction."""
    message = call.message(call.chat(), "to react")
    message.reactions = [str(r["emoji"]) for r in call.items("reaction") if isinstance(r, dict) and "emoji" in r]
    call.world.edited(message)
    return True
