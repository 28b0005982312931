"""Parameters: strings from forms and query strings turned into the values that their names stand for."""

from __future__ import annotations

import json
from typing import Any

from bot.playground.errors import bad_request

INTEGERS = frozenset(
    [
        "chat_id",
        "from_chat_id",
        "user_id",
        "message_id",
        "message_thread_id",
        "offset",
        "limit",
        "timeout",
        "duration",
        "width",
        "height",
        "cache_time",
        "video_start_timestamp",
        "direct_messages_topic_id",
        "start_timestamp",
        "live_period",
        "heading",
        "proximity_alert_radius",
    ]
)
FLOATS = frozenset(["latitude", "longitude", "horizontal_accuracy"])
BOOLEANS = frozenset(
    [
        "disable_notification",
        "protect_content",
        "allow_paid_broadcast",
        "show_alert",
        "is_big",
        "supports_streaming",
        "has_spoiler",
        "disable_content_type_detection",
        "show_caption_above_media",
        "drop_pending_updates",
        "return_bots",
    ]
)
OBJECTS = frozenset(
    [
        "reply_markup",
        "reply_parameters",
        "entities",
        "caption_entities",
        "link_preview_options",
        "suggested_post_parameters",
        "commands",
        "scope",
        "reaction",
        "menu_button",
        "allowed_updates",
        "message_ids",
        "rich_message",
    ]
)


def decoded(method: str, params: dict[str, Any]) -> dict[str, Any]:
    """The parameters with their own types; what does not fit stays as it is, for the method to refuse."""
    objects = OBJECTS | {"media"} if method in ("sendmediagroup", "editmessagemedia") else OBJECTS
    for name, value in params.items():
        if isinstance(value, str):
            if name in INTEGERS:
                params[name] = _integer(value)
            elif name in FLOATS:
                params[name] = _float(value)
            elif name in BOOLEANS:
                params[name] = value.lower() in ("true", "yes", "1")
            elif name in objects and value:
                params[name] = _object(name, value)
    return params


def _integer(value: str) -> int | str:
    try:
        return int(value)
    except ValueError:
        return value


def _float(value: str) -> float | str:
    try:
        return float(value)
    except ValueError:
        return value


def _object(name: str, value: str) -> Any:
    try:
        return json.loads(value)
    except ValueError:
        raise bad_request(f"can't parse {name.replace('_', ' ')} JSON object") from None
