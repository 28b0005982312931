"""Somebody who hears of an idea without having said it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Listener:
    """Who supports or follows an idea, and where and how he or she is told of it."""

    person_id: int
    chat_id: int
    language: str
    after_comment: int = 0
    """The newest comment when he or she began to: news are those that come later."""
