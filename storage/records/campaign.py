"""A campaign: a question with dates, a sponsor and the units that it asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class State(StrEnum):
    """Where a campaign stands. `REMINDED`: open, and no reminder is due any more; `ENDING`: only the result is owed."""

    PLANNED = "planned"
    OPEN = "open"
    REMINDED = "reminded"
    ENDING = "ending"
    ENDED = "ended"


RUNNING = (State.OPEN, State.REMINDED)


@dataclass(frozen=True, slots=True)
class Worded:
    """One text, or one for each language, the organisation's own first."""

    texts: Mapping[str, str]

    def say(self, language: str) -> str:
        """The text in this language, else the first one."""
        return self.texts.get(language) or next(iter(self.texts.values()))


@dataclass(frozen=True, slots=True)
class NewCampaign:
    """A campaign before it has begun; no units means all of them. `maker_id` is whoever opens it in the chat."""

    code: str
    question: Worded
    sponsor: Worded
    units: tuple[str, ...]
    starts_on: date
    ends_on: date
    maker_id: int | None = None


@dataclass(frozen=True, slots=True)
class Campaign(NewCampaign):
    id: int = 0
    state: State = State.PLANNED

    @property
    def is_running(self) -> bool:
        return self.state in RUNNING

    def takes_ideas(self, on: date) -> bool:
        """Whether an idea told on this day answers the question."""
        return self.is_running and on <= self.ends_on


@dataclass(frozen=True, slots=True)
class Figures:
    """How many ideas a campaign brought (withdrawn ones left out), and where they stand."""

    came: int = 0
    waiting: int = 0
    accepted: int = 0
    done: int = 0
    declined: int = 0


@dataclass(frozen=True, slots=True)
class Asked:
    """Where somebody whom a campaign asks is written to, and in which language."""

    chat_id: int
    language: str
