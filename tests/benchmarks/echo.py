"""The peer: a bare echo bot of python-telegram-bot, which stores nothing and makes one call per press."""

from __future__ import annotations

import os
from typing import Any

from telegram import Update
from telegram.ext import Application, CallbackQueryHandler, ContextTypes, MessageHandler, filters


async def pressed(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.callback_query
    await update.callback_query.edit_message_text(f"You pressed {update.callback_query.data}.")


async def said(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    assert update.message
    await update.message.reply_text(update.message.text or "?")


def main() -> None:
    builder: Any = Application.builder().token(os.environ["ECHO_TOKEN"])
    application = builder.base_url(f"{os.environ['ECHO_API_URL']}/bot").build()
    application.add_handler(CallbackQueryHandler(pressed))
    application.add_handler(MessageHandler(filters.TEXT, said))
    application.run_polling()


if __name__ == "__main__":
    main()
