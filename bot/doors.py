"""Doors: presses that lead from one feature into another, so that no feature needs the other's screens."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from bot.buttons import Press


@dataclass(frozen=True, slots=True)
class ShowMine(Press):
    """A page of what somebody said."""

    code: ClassVar[str] = "mine1"
    page: int


@dataclass(frozen=True, slots=True)
class ShowItem(Press):
    """One item of one's own."""

    code: ClassVar[str] = "item1"
    item: int


@dataclass(frozen=True, slots=True)
class LookAt(Press):
    """One idea, as colleagues see it."""

    code: ClassVar[str] = "look1"
    item: int


@dataclass(frozen=True, slots=True)
class Look(Press):
    """One idea, from a list to which it leads back."""

    code: ClassVar[str] = "see1"
    item: int
    place: str


@dataclass(frozen=True, slots=True)
class ReadWhole(Press):
    """A page of a text that a screen has no room for."""

    code: ClassVar[str] = "whole1"
    item: int
    page: int


@dataclass(frozen=True, slots=True)
class LookAtAnswers(Press):
    """The ideas that answer a campaign, as colleagues see them."""

    code: ClassVar[str] = "answers1"
    campaign: int


@dataclass(frozen=True, slots=True)
class WriteComment(Press):
    code: ClassVar[str] = "comment1"
    item: int
    place: str


@dataclass(frozen=True, slots=True)
class ReadComments(Press):
    """A page of the comments; which one stands in the place."""

    code: ClassVar[str] = "read1"
    item: int
    place: str


@dataclass(frozen=True, slots=True)
class AskSecondLook(Press):
    """Ask that somebody else looks at a refusal."""

    code: ClassVar[str] = "again1"
    item: int


@dataclass(frozen=True, slots=True)
class ItDidNotHelp(Press):
    """Say what is missing; the item is opened again with it."""

    code: ClassVar[str] = "miss1"
    item: int


@dataclass(frozen=True, slots=True)
class ReportMisuse(Press):
    """Say that an item is misuse."""

    code: ClassVar[str] = "misuse1"
    item: int


@dataclass(frozen=True, slots=True)
class TellFor(Press):
    """Begin an idea that answers a campaign."""

    code: ClassVar[str] = "camp1"
    campaign: int


@dataclass(frozen=True, slots=True)
class MakeIdea(Press):
    """Make an idea of a feedback, or join it with one that there is."""

    code: ClassVar[str] = "idea1"
    item: int


@dataclass(frozen=True, slots=True)
class Separate(Press):
    """Part a feedback from the idea that it was joined with."""

    code: ClassVar[str] = "apart1"
    item: int


@dataclass(frozen=True, slots=True)
class PassThanks(Press):
    """Pass a compliment on to whom it is meant for."""

    code: ClassVar[str] = "thanks1"
    item: int


@dataclass(frozen=True, slots=True)
class EditItem(Press):
    """Write other words, for a quarter of an hour."""

    code: ClassVar[str] = "edit1"
    item: int


@dataclass(frozen=True, slots=True)
class ShowPoints(Press):
    """A page of what can be rated."""

    code: ClassVar[str] = "points1"
    page: int


@dataclass(frozen=True, slots=True)
class ShowBoard(Press):
    """All lists of colleagues' ideas."""

    code: ClassVar[str] = "board1"


@dataclass(frozen=True, slots=True)
class Announce(Press):
    """Tell everybody what came of an item."""

    code: ClassVar[str] = "told1"
    item: int


@dataclass(frozen=True, slots=True)
class AskTakeBack(Press):
    """Be asked whether a post shall leave the public channel."""

    code: ClassVar[str] = "untold1"
    announcement: int


@dataclass(frozen=True, slots=True)
class AboutPrivacy(Press):
    """What is stored, and who sees it."""

    code: ClassVar[str] = "privacy0"
