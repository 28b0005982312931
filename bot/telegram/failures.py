"""What a failed call to Telegram means for the message that it carried."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from telegram import error as telegram

from bot.telegram.wire import TooLarge, Unreached

PAUSE_WITHOUT_WORD = 5.0


@dataclass(frozen=True)
class Done:
    """What was wanted is so already, or no longer matters."""


@dataclass(frozen=True)
class RetryAfter:
    """Telegram asks for a pause; the message was not delivered."""

    seconds: float


@dataclass(frozen=True)
class Unsent:
    """A passing trouble; the message was certainly not delivered."""

    reason: str


@dataclass(frozen=True)
class Ambiguous:
    """A passing trouble; nobody knows whether the message was delivered."""

    reason: str


@dataclass(frozen=True)
class Unreachable:
    """Nothing can be sent to this chat until somebody there changes that."""

    reason: str


@dataclass(frozen=True)
class Migrated:
    """The group became a supergroup with this new id."""

    chat_id: int


@dataclass(frozen=True)
class TopicGone:
    """The topic is deleted or closed; the group itself is there."""


@dataclass(frozen=True)
class BadMarkup:
    """Telegram cannot read the formatting; the plain text would go through."""

    reason: str


@dataclass(frozen=True)
class ReplyGone:
    """The message to reply to is gone; without the reference it would go through."""


@dataclass(frozen=True)
class MessageGone:
    """The message to change cannot be changed any more."""

    reason: str


@dataclass(frozen=True)
class BadContent:
    """Telegram will never take this message as it is."""

    reason: str


@dataclass(frozen=True)
class Fatal:
    """No call can succeed until an operator acts: the token or the address is wrong."""

    reason: str


@dataclass(frozen=True)
class OtherPoller:
    """Somebody else fetches this bot's updates, or a webhook is set."""

    reason: str


Failure = (
    Done
    | RetryAfter
    | Unsent
    | Ambiguous
    | Unreachable
    | Migrated
    | TopicGone
    | BadMarkup
    | ReplyGone
    | MessageGone
    | BadContent
    | Fatal
    | OtherPoller
)

Verdict = Callable[[str], Failure]

# Telegram's words in lower case; the first that fits decides. Several wordings mean the same.
WORDINGS: tuple[tuple[Verdict, tuple[str, ...]], ...] = (
    (
        lambda _: Done(),
        (
            "message is not modified",
            "message to delete not found",
            "query is too old",
            "query_id_invalid",
        ),
    ),
    (
        lambda _: TopicGone(),
        (
            "message thread not found",
            "topic_closed",
            "topic_deleted",
            "topic_id_invalid",
        ),
    ),
    (
        lambda _: ReplyGone(),
        (
            "message to be replied not found",
            "message to reply not found",
            "replied message not found",
            "reply message not found",
            "reply_message_id_invalid",
        ),
    ),
    (
        BadMarkup,
        (
            "can't parse caption",
            "can't parse entities",
            "can't parse message text",
            "entities_too_long",
            "entity_bounds_invalid",
        ),
    ),
    (
        MessageGone,
        (
            "message can't be deleted",
            "message can't be edited",
            "message identifier is not specified",
            "message to edit not found",
            "message to pin not found",
            "message_author_required",
            "message_delete_forbidden",
            "message_edit_time_expired",
            "message_id_invalid",
            "there is no caption in the message to edit",
            "there is no text in the message to edit",
        ),
    ),
    (
        Unreachable,
        (
            "bot is not a member",
            "bot was blocked",
            "bot was kicked",
            "channel_private",
            "chat not found",
            "chat_admin_required",
            "chat_id_invalid",
            "chat_restricted",
            "chat_send_plain_forbidden",
            "chat_write_forbidden",
            "group chat was deactivated",
            "group chat was deleted",
            "group chat was upgraded",
            "group is deactivated",
            "have no rights to send",
            "input_user_deactivated",
            "need administrator rights",
            "not enough rights to send text",
            "peer_id_invalid",
            "user is deactivated",
            "user not found",
            "user_banned_in_channel",
            "user_deactivated",
            "user_id_invalid",
            "user_is_blocked",
        ),
    ),
    (Fatal, ("logged out",)),
)


def classify(error: BaseException) -> Failure:
    """What to do about an exception of `Wire`.

    By exact class, because the library's inherit from each other: a `BadRequest` is a `NetworkError` there.
    """
    if outcome := OUTCOMES.get(type(error)):
        return outcome(error)
    if isinstance(error, telegram.NetworkError | OSError) or not isinstance(error, Exception):
        return Ambiguous(type(error).__name__)  # lost, or cancelled half-way
    return BadContent(type(error).__name__)  # its words may repeat what somebody said


def _bad_request(words: str) -> Failure:
    return _judged(words, otherwise=BadContent)


def _forbidden(words: str) -> Failure:
    """Nearly all that is forbidden is forbidden for the whole chat."""
    return _judged(words, otherwise=Unreachable)


def _judged(words: str, otherwise: Verdict) -> Failure:
    text = words.lower()
    for verdict, wordings in WORDINGS:
        if any(wording in text for wording in wordings):
            return verdict(words)
    return otherwise(words)


def _network(words: str) -> Failure:
    text = words.lower()
    if text.startswith("too many requests"):  # without saying for how long
        return RetryAfter(PAUSE_WITHOUT_WORD)
    if text.startswith("request entity too large"):
        return BadContent(words)
    return Ambiguous(words)


def _retry_after(error: telegram.RetryAfter) -> Failure:
    pause = error.retry_after
    return RetryAfter(pause.total_seconds() if isinstance(pause, timedelta) else float(pause))


OUTCOMES: Mapping[type[BaseException], Callable[[Any], Failure]] = {
    Unreached: lambda error: Unsent(error.message),
    TooLarge: lambda error: BadContent(error.message),
    telegram.BadRequest: lambda error: _bad_request(error.message),
    telegram.ChatMigrated: lambda error: Migrated(error.new_chat_id),
    telegram.Conflict: lambda error: OtherPoller(error.message),
    telegram.EndPointNotFound: lambda error: Fatal(error.message),
    telegram.Forbidden: lambda error: _forbidden(error.message),
    telegram.InvalidToken: lambda error: Fatal(error.message),
    telegram.NetworkError: lambda error: _network(error.message),
    telegram.RetryAfter: _retry_after,
    telegram.TimedOut: lambda error: Ambiguous(error.message),
}
