"""A tiny bot for the page's tests: greets, offers an idea, asks, and tells the team's group."""

from __future__ import annotations

import asyncio
from typing import Any

from bot.playground.chats import Chat
from bot.playground.engine import Engine

OFFER = [[{"text": "Send as an idea", "callback_data": "send"}], [{"text": "Drop", "callback_data": "drop"}]]
TAKE = [[{"text": "Take", "callback_data": "take"}, {"text": "About", "url": "https://example.org/about"}]]


class ScriptedBot:
    """Answers the engine's updates one after the other, until it is cancelled."""

    def __init__(self, engine: Engine, group: Chat) -> None:
        self._engine = engine
        self._group = group

    async def run(self) -> None:
        offset = 0
        while True:
            asked = {"offset": offset, "timeout": 30}
            status, body = await self._engine.answer("getUpdates", asked)
            if status != 200:
                await asyncio.sleep(0.1)
                continue
            for update in body["result"]:
                offset = update["update_id"] + 1
                await self._update(update)

    async def call(self, method: str, **params: Any) -> Any:
        status, body = await self._engine.answer(method, params)
        assert status == 200, body
        return body["result"]

    async def _update(self, update: dict[str, Any]) -> None:
        if query := update.get("callback_query"):
            await self._pressed(query)
        elif message := update.get("message"):
            await self._heard(message)

    async def _heard(self, message: dict[str, Any]) -> None:
        chat, text = message["chat"]["id"], message.get("text", message.get("caption", ""))
        if chat < 0:
            return
        if text.startswith("/start"):
            payload = text.removeprefix("/start").strip()
            await self.call("sendMessage", chat_id=chat, text=f"Welcome {payload}".strip())
        elif text == "ask me":
            asking = {"force_reply": True}
            await self.call("sendMessage", chat_id=chat, text="Where is it?", reply_markup=asking)
        elif text == "choose":
            keyboard = {"keyboard": [["Library", "School"]], "one_time_keyboard": True}
            await self.call("sendMessage", chat_id=chat, text="Which unit?", reply_markup=keyboard)
        else:
            await self.call(
                "sendMessage",
                chat_id=chat,
                text="Is this an <b>idea</b>?",
                parse_mode="HTML",
                reply_markup={"inline_keyboard": OFFER},
                reply_parameters={"message_id": message["message_id"]},
            )

    async def _pressed(self, query: dict[str, Any]) -> None:
        message = query["message"]
        place = {"chat_id": message["chat"]["id"], "message_id": message["message_id"]}
        alert = query["data"] == "drop"
        words = {"send": "Sent", "drop": "Nothing was kept", "take": "Yours now"}[query["data"]]
        await self.call("answerCallbackQuery", callback_query_id=query["id"], text=words, show_alert=alert)
        if query["data"] == "send":
            await self.call("editMessageText", **place, text="Thank you. Your idea is I-42.")
            card = {"chat_id": self._group.id, "text": "I-42: new", "reply_markup": {"inline_keyboard": TAKE}}
            await self.call("sendMessage", **card)
        elif query["data"] == "take":
            await self.call("editMessageText", **place, text=f"I-42: with {query['from']['first_name']}")
