"""Every way in which a call can fail, as Telegram words it, and what it means for the message."""

from __future__ import annotations

import asyncio

import pytest
from telegram import error as telegram

from bot.telegram.failures import (
    Ambiguous,
    BadContent,
    BadMarkup,
    Done,
    Failure,
    Fatal,
    MessageGone,
    Migrated,
    OtherPoller,
    ReplyGone,
    RetryAfter,
    TopicGone,
    Unreachable,
    Unsent,
    classify,
)
from bot.telegram.wire import TooLarge, Unreached

BAD_REQUESTS: list[tuple[str, type[Failure]]] = [
    (
        "message is not modified: specified new message content and reply markup are exactly the same",
        Done,
    ),
    ("query is too old and response timeout expired or query ID is invalid", Done),
    ("QUERY_ID_INVALID", Done),
    ("message to delete not found", Done),
    ("chat not found", Unreachable),
    ("user not found", Unreachable),
    ("group chat was deactivated", Unreachable),
    ("group chat was upgraded to a supergroup chat", Unreachable),
    ("not enough rights to send text messages to the chat", Unreachable),
    ("not enough rights to send photos to the chat", BadContent),
    ("have no rights to send a message", Unreachable),
    ("need administrator rights in the channel chat", Unreachable),
    ("CHAT_WRITE_FORBIDDEN", Unreachable),
    ("CHAT_RESTRICTED", Unreachable),
    ("CHAT_SEND_PLAIN_FORBIDDEN", Unreachable),
    ("PEER_ID_INVALID", Unreachable),
    ("INPUT_USER_DEACTIVATED", Unreachable),
    ("USER_IS_BLOCKED", Unreachable),
    ("message thread not found", TopicGone),
    ("TOPIC_CLOSED", TopicGone),
    ("TOPIC_DELETED", TopicGone),
    ("can't parse entities: Can't find end tag corresponding to start tag \"b\"", BadMarkup),
    ('can\'t parse entities: Unsupported start tag "h1" at byte offset 0', BadMarkup),
    ("ENTITY_BOUNDS_INVALID", BadMarkup),
    ("message to be replied not found", ReplyGone),
    ("replied message not found", ReplyGone),
    ("message to edit not found", MessageGone),
    ("message can't be edited", MessageGone),
    ("MESSAGE_ID_INVALID", MessageGone),
    ("message can't be deleted for everyone", MessageGone),
    ("message text is empty", BadContent),
    ("message is too long", BadContent),
    ("BUTTON_DATA_INVALID", BadContent),
    ("wrong file identifier/HTTP URL specified", BadContent),
    ("file is too big", BadContent),
    ("VOICE_MESSAGES_FORBIDDEN", BadContent),
    ("IMAGE_PROCESS_FAILED", BadContent),
    ("logged out", Fatal),
]

FORBIDDEN: list[tuple[str, type[Failure]]] = [
    ("bot was blocked by the user", Unreachable),
    ("user is deactivated", Unreachable),
    ("bot can't initiate conversation with a user", Unreachable),
    ("bot was kicked from the group chat", Unreachable),
    ("bot was kicked from the supergroup chat", Unreachable),
    ("bot is not a member of the supergroup chat", Unreachable),
    ("the group chat was deleted", Unreachable),
    ("bots can't send messages to bots", Unreachable),
    ("not enough rights to send text messages to the chat", Unreachable),
    ("MESSAGE_AUTHOR_REQUIRED", MessageGone),
    ("something nobody has seen yet", Unreachable),
]

OTHERS: list[tuple[BaseException, Failure]] = [
    (telegram.ChatMigrated(-1001234567890), Migrated(-1001234567890)),
    (Unreached("no connection: Connection refused"), Unsent("no connection: Connection refused")),
    (telegram.TimedOut(), Ambiguous("Timed out")),
    (telegram.NetworkError("Bad Gateway"), Ambiguous("Bad Gateway")),
    (telegram.NetworkError("Internal Server Error: restart"), Ambiguous("Internal Server Error: restart")),
    (telegram.NetworkError("Too Many Requests"), RetryAfter(5.0)),
    (telegram.NetworkError("Request Entity Too Large"), BadContent("Request Entity Too Large")),
    (telegram.InvalidToken("Unauthorized"), Fatal("Unauthorized")),
    (telegram.InvalidToken("Not Found"), Fatal("Not Found")),
    (
        telegram.EndPointNotFound("Endpoint 'sendNothing' not found"),
        Fatal("Endpoint 'sendNothing' not found"),
    ),
    (
        telegram.Conflict("Conflict: terminated by other getUpdates request"),
        OtherPoller("Conflict: terminated by other getUpdates request"),
    ),
    (TooLarge("plan.pdf has 51.0 MB"), BadContent("plan.pdf has 51.0 MB")),
    (ConnectionResetError(), Ambiguous("ConnectionResetError")),
    (TimeoutError(), Ambiguous("TimeoutError")),
    (asyncio.CancelledError(), Ambiguous("CancelledError")),
    (TypeError("not JSON"), BadContent("TypeError")),
]


@pytest.mark.parametrize(("words", "outcome"), BAD_REQUESTS)
def test_a_bad_request_is_judged_by_its_words(words: str, outcome: type[Failure]) -> None:
    assert type(classify(telegram.BadRequest(f"Bad Request: {words}"))) is outcome


@pytest.mark.parametrize(("words", "outcome"), FORBIDDEN)
def test_what_is_forbidden_is_forbidden_for_the_chat(words: str, outcome: type[Failure]) -> None:
    assert type(classify(telegram.Forbidden(f"Forbidden: {words}"))) is outcome


@pytest.mark.parametrize(("error", "outcome"), OTHERS, ids=lambda value: type(value).__name__)
def test_everything_else_is_judged_by_its_class(error: BaseException, outcome: Failure) -> None:
    assert classify(error) == outcome


@pytest.mark.parametrize("as_timedelta", ["1", "0"])
@pytest.mark.filterwarnings("ignore:.*retry_after")
def test_a_pause_is_counted_in_seconds(monkeypatch: pytest.MonkeyPatch, as_timedelta: str) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", as_timedelta)
    assert classify(telegram.RetryAfter(17)) == RetryAfter(17.0)


def test_the_reason_is_kept_for_the_operator() -> None:
    assert classify(telegram.BadRequest("Bad Request: PEER_ID_INVALID")) == Unreachable("Peer_id_invalid")
