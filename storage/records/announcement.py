"""An announcement: what was said and what came of it, as the organisation tells it to everybody."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Matter(StrEnum):
    """What an announcement tells: what was done, why something is not done, or all that a month brought."""

    DONE = "done"
    DECLINED = "declined"
    MONTH = "month"


class Post(StrEnum):
    """How its post in the public channel stands; where there is no channel, nothing is owed, and it stands at once.

    `UNSURE`: nobody knows whether it arrived, the team is asked. `REFUSED`: Telegram did not take it, the team is told.
    """

    OWED = "owed"
    UNSURE = "unsure"
    REFUSED = "refused"
    STANDS = "stands"
    BACK = "back"


@dataclass(frozen=True, slots=True)
class NewAnnouncement:
    """An announcement before it is told; `channel` is the address where it is to stand, `told_on` the day on which it began
    to stand there, or was made. A month has no words of its own, and keeps the day on which it was made.
    """

    matter: Matter
    said: str
    did: str
    unit: str | None
    team: str
    told_on: date
    channel: str | None


@dataclass(frozen=True, slots=True)
class Announcement(NewAnnouncement):
    id: int = 0
    message_id: int | None = None
    post: Post = Post.OWED

    @property
    def is_settled(self) -> bool:
        """Whether the team need not be asked about its post."""
        return self.post not in (Post.UNSURE, Post.REFUSED)
