"""The peer of the rehearsal: python-telegram-bot's own polling, which stores each message and answers it."""

from __future__ import annotations

import os
import sqlite3
from typing import Any

from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters


def main() -> None:
    database = sqlite3.connect(os.environ["PEER_DATABASE"])
    database.execute("CREATE TABLE IF NOT EXISTS ideas (chat INTEGER, text TEXT)")

    async def store(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
        assert update.message
        with database:
            database.execute("INSERT INTO ideas VALUES (?, ?)", (update.message.chat_id, update.message.text))
        await update.message.reply_text(f"Thank you: {update.message.text}")

    builder: Any = Application.builder().token(os.environ["PEER_TOKEN"])
    application = builder.base_url(f"{os.environ['PEER_API_URL']}/bot").build()
    application.add_handler(MessageHandler(filters.TEXT, store))
    application.run_polling()


if __name__ == "__main__":
    main()
