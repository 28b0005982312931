"""An item (an idea or a feedback), what belongs to it, and the stages that it passes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Kind(StrEnum):
    IDEA = "idea"
    FEEDBACK = "feedback"


class FeedbackKind(StrEnum):
    """What somebody who sends feedback means by it."""

    COMPLIMENT = "compliment"
    SUGGESTION = "suggestion"
    COMPLAINT = "complaint"


class Stage(StrEnum):
    """Where an item stands; which may follow which is decided by `bot.triage.rules`."""

    RECEIVED = "received"
    IN_REVIEW = "in review"
    ACCEPTED = "accepted"
    TESTING = "testing"
    DONE = "done"
    DECLINED = "declined"
    MERGED = "merged"
    WITHDRAWN = "withdrawn"
    ASIDE = "aside"


class Identity(StrEnum):
    """What an item tells of its author; chosen before sending, and afterwards tightened by the author alone."""

    NAMED = "named"
    HIDDEN = "hidden"
    NO_TRACE = "no trace"


OPEN_STAGES = (Stage.RECEIVED, Stage.IN_REVIEW, Stage.ACCEPTED, Stage.TESTING)
PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif", ".tif", ".tiff", ".gif", ".bmp", ".dng", ".avif")
TAKEN_OFF = (Stage.MERGED, Stage.WITHDRAWN, Stage.ASIDE)
"""Stages in which no colleague sees an idea."""

SHOWN_STAGES = tuple(stage for stage in Stage if stage not in TAKEN_OFF)
LETTERS = {Kind.IDEA: "I", Kind.FEEDBACK: "F"}


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that Telegram keeps: `kind` is photo, voice, document, video or audio. Or a place (location): then
    "latitude,longitude" in degrees stands where the id of a file does.
    """

    kind: str
    file_id: str
    name: str | None = None
    mime: str | None = None
    size: int | None = None
    seconds: int | None = None
    """How long a recording lasts."""

    @property
    def is_picture_file(self) -> bool:
        """Whether it is a picture that was sent as a file, with all that a camera wrote into it."""
        named = (self.name or "").lower().endswith(PICTURES)
        return self.kind == "document" and ((self.mime or "").startswith("image/") or named)


@dataclass(frozen=True, slots=True)
class Item:
    """What somebody said, and what became of it."""

    id: int
    kind: Kind
    number: int
    stage: Stage
    text: str
    unit: str | None
    topic: str | None
    team: str
    author_id: int | None
    said_on: date
    promised_on: date
    closed_on: date | None = None
    taker_id: int | None = None
    reason: str | None = None
    outcome: str | None = None
    identity: Identity = Identity.NAMED
    seal_id: bytes | None = None
    decider_id: int | None = None
    appealed_on: date | None = None
    helped: str | None = None
    already: bool = False
    campaign_id: int | None = None
    voices: int = 0
    thanks: int = 0
    point: str | None = None
    feedback_kind: FeedbackKind | None = None
    apologised_on: date | None = None
    on_behalf: bool = False
    merged_into: int | None = None
    """The idea that a feedback was joined with."""
    stage_before: Stage | None = None
    """Where it stood until then."""
    same_as: int | None = None
    """The item that has the same words and came before it, as long as both are looked at together."""
    made_of: int | None = None
    """The feedback that an idea was made of: one author said both."""

    @property
    def label(self) -> str:
        """`I-42` for an idea, `F-42` for a feedback."""
        return f"{LETTERS[self.kind]}-{self.number}"

    @property
    def is_open(self) -> bool:
        return self.stage in OPEN_STAGES

    @property
    def is_answerable(self) -> bool:
        """Whether its author is known, by name or under a seal: else an answer is promised to nobody."""
        return self.author_id is not None or self.seal_id is not None


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing said about an item: a question of the team or an answer of the author."""

    id: int
    item_id: int
    by_team: bool
    text: str
    said_on: date


@dataclass(frozen=True, slots=True)
class NewItem:
    """An item before it has a number; `author_id` or `seal_id` as its identity asks for."""

    kind: Kind
    text: str
    unit: str | None
    topic: str | None
    team: str
    author_id: int | None
    said_on: date
    promised_on: date
    attachments: tuple[Attachment, ...] = ()
    identity: Identity = Identity.NAMED
    seal_id: bytes | None = None
    claim_hash: bytes | None = None
    stage: Stage = Stage.RECEIVED
    closed_on: date | None = None
    already: bool = False
    campaign_id: int | None = None
    point: str | None = None
    feedback_kind: FeedbackKind | None = None
    on_behalf: bool = False
    taker_id: int | None = None
    made_of: int | None = None
    same_as: int | None = None
