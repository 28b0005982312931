"""Which words and files are taken, and what is said where they are not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, replace
from typing import Any

from bot import rendering
from bot.ideas import rules
from bot.refusal import Refused
from bot.request import Request
from bot.screen import Screen
from bot.texts import Html, Texts, lines
from storage import outbox
from storage.records.draft import Draft
from storage.records.item import Attachment

RECORDINGS = ("voice", "audio")
"""Kinds of files that somebody has to listen to."""


def with_files(request: Request, draft: Draft | None) -> list[dict[str, Any]]:
    """The files of a draft and those of this message that are taken, as answers hold them."""
    before = draft.answers.get("files", ()) if draft else ()
    files = [*before, *(asdict(file) for file in taken(request))]
    if len(files) > rules.MOST_FILES:
        raise Refused(too_many_files(request.t, rules.MOST_FILES))
    return files


def taken(request: Request) -> tuple[Attachment, ...]:
    """The files of this message, without recordings that are too long; that they were left out is said apart, so that
    words and other files are kept. Raises Refused where one cannot be shown, or nothing is left.
    """
    t, said, longest = request.t, request.said, request.organisation.messages.longest_voice_seconds
    require_showable(t, said.attachments)
    left = tuple(file for file in said.attachments if file.kind not in RECORDINGS or (file.seconds or 0) <= longest)
    if len(left) == len(said.attachments):
        return left
    if not left and not rules.says_something(said.text):
        raise Refused(lines(too_long_to_hear(t, longest), t("Please tell it in shorter ones, or write it.")))
    kept = t("It was left out; the rest is kept. Please tell what is missing in shorter ones, or write it.")
    screen = Screen(lines(too_long_to_hear(t, longest), kept))
    call = rendering.message(request.place.chat_id, screen, thread_id=request.place.thread_id)
    outbox.put(request.tx, replace(call, hidden=request.place.private))
    return left


def require_showable(t: Texts, files: Sequence[Attachment]) -> None:
    """Raise Refused where one of them is a picture that nobody could be shown."""
    if (file := rules.unshowable(files)) is not None:
        raise Refused(unshowable(t, file.size or 0))


def attachments(draft: Draft) -> tuple[Attachment, ...]:
    """The files that a draft holds."""
    return tuple(Attachment(**file) for file in draft.answers.get("files", ()))


def too_short(t: Texts) -> Html:
    return t("That is very short. Please write a few words, so that others understand what you mean.")


def unshowable(t: Texts, size: int) -> Html:
    """A picture sent as a file that could not be freed of place, time and device."""
    if size > rules.LARGEST_PICTURE:
        return t("This picture is too large to take out where and when it was made. Please send it as a photo.")
    return t("From this kind of picture I cannot take out where and when it was made. Please send it as a photo.")


def too_long_to_hear(t: Texts, longest: int) -> Html:
    """A recording; the limit is in seconds, and said in minutes where it is a number of these."""
    minutes, seconds = divmod(longest, 60)
    if seconds:
        return t.n(
            "🎤 A recording may last {n} second here, and this one is longer.",
            "🎤 A recording may last {n} seconds here, and this one is longer.",
            longest,
        )
    return t.n(
        "🎤 A recording may last {n} minute here, and this one is longer.",
        "🎤 A recording may last {n} minutes here, and this one is longer.",
        minutes,
    )


def too_many_files(t: Texts, most: int) -> Html:
    return t.n("{n} file is the most here.", "{n} files are the most here.", most)
