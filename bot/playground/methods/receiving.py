"""Receiving: updates and files on their way to the bot."""

from __future__ import annotations

from typing import Any

from bot.playground.call import Call
from bot.playground.errors import bad_request
from bot.playground.updates import MOST_AT_ONCE, Update

LONGEST_POLL = 50.0
LARGEST_DOWNLOAD = 20 * 1024 * 1024


async def get_updates(call: Call) -> list[Update]:
    """Answer getUpdates."""
    return await call.world.updates.get(
        offset=call.number("offset"),
        limit=call.number("limit", MOST_AT_ONCE),
        wait=min(call.number("timeout"), LONGEST_POLL),
        allowed=call.items("allowed_updates") if "allowed_updates" in call.params else None,
    )


async def delete_webhook(call: Call) -> bool:
    """Answer deleteWebhook."""
    if call.get("drop_pending_updates"):
        call.world.updates.drop()
    return True


async def get_webhook_info(call: Call) -> dict[str, Any]:
    """Answer getWebhookInfo."""
    waiting = len(call.world.updates.pending)
    return {"url": "", "has_custom_certificate": False, "pending_update_count": waiting}


async def get_file(call: Call) -> dict[str, Any]:
    """Answer getFile."""
    file = call.world.files.file(call.words("file_id"))
    if file is None:
        raise bad_request("invalid file_id")
    if file.size > LARGEST_DOWNLOAD:
        raise bad_request("file is too big")
    return {**file.shape(), "file_path": file.path}
