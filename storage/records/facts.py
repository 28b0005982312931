"""Facts: what happened, in the past tense, with ids and numbers only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from storage.records.comment import Posted


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that happened on a day; `person_id` is emptied by /forget, the only change permitted."""

    on: date
    person_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemFact(Fact):
    item_id: int


class ItemSent(ItemFact):
    """An idea or a feedback was sent."""


class ItemTaken(ItemFact):
    """Somebody of the team looks after it."""


class AuthorAsked(ItemFact):
    """The team asked the author; the question is a remark."""


class AuthorAnswered(ItemFact):
    """The author answered; the answer is a remark."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision(ItemFact):
    """The team, or a leader, decided; `again` in a second look, `same` if whoever had declined it, for want of others."""

    again: bool = False
    same: bool = False


class ItemAccepted(Decision):
    """The team will do it."""


class ItemDeclined(Decision):
    """The team will not do it; the reason is in the item."""


class ItemDone(Decision):
    """It has been done; what was done is in the item."""


class ThanksPassedOn(ItemFact):
    """The team passed a compliment on to whom it is meant for."""


class ItemEdited(ItemFact):
    """The author changed the words, within a quarter of an hour."""


class ItemWithdrawn(ItemFact):
    """The author took it back, or the team an idea that it had made of a feedback."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackJoined(ItemFact):
    """The team joined a feedback with an idea, or made one of it."""

    idea_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackSeparated(ItemFact):
    """A feedback stands by itself again: the team has parted it from the idea, or the idea was taken back."""

    idea_id: int


class IdentityTightened(ItemFact):
    """The author took the name off it, or the last trace; names nobody."""


class IdeaClaimed(ItemFact):
    """The author of a hidden idea put a name to it."""


class NameErased(ItemFact):
    """Its author, or whoever looked after it or decided, is forgotten. Told, and never remembered."""


class AlikeChanged(ItemFact):
    """Others with the same words came to it or left it. Told, and never remembered."""


class JoinedLeft(ItemFact):
    """A feedback that was joined with this idea left it by its author's will. Told, and never remembered."""


class RatingChanged(ItemFact):
    """Whoever sent a feedback changed the rating to it. Told, and never remembered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingsFell(Fact):
    """The ratings of a point have fallen further than chance explains; of the last `days` days `now` percent are
    satisfied, to the nearest five, of those before them `before` percent.
    """

    point: str
    days: int
    now: int
    before: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BurstFact(Fact):
    """About the bursts of a point on a day, as 2026-11-23."""

    point: str
    day: str


class RatingsBurst(BurstFact):
    """Unusually many ratings of a point came at once."""


class BurstSetAside(BurstFact):
    """The team lets them not count."""


class BurstCounted(BurstFact):
    """The team lets them count after all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthorMuted(ItemFact):
    """The team muted whoever said an item, for so many days; `quiet`: what comes is set aside, and nobody is told."""

    mute_id: int
    days: int
    quiet: bool


class ItemSetAside(ItemFact):
    """The team set an item aside as misuse, quietly."""


class ItemBroughtBack(ItemFact):
    """What was set aside is with the team like everything else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MuteFact(Fact):
    mute_id: int


class MuteObjected(MuteFact):
    """Whoever is muted objects; the words are in the mute. Names nobody."""


class MuteLifted(MuteFact):
    """The team ended a mute before its time."""


class MuteStands(MuteFact):
    """Somebody else looked at the objection, and the mute stands."""


class LookedAtAgain(ItemFact):
    """The author asked for a second look at a refusal."""


class ItemHelped(ItemFact):
    """The author says that it helped."""


class HelpUnknown(ItemFact):
    """The author cannot say whether it is solved."""


class ItemReopened(ItemFact):
    """The author says that it did not help; the reason is a remark."""


class PromiseMissed(ItemFact):
    """The promised day has passed without an answer; the author is told a new one."""


class HelpAsked(ItemFact):
    """The author is asked whether it helped."""


class IdeaGainedVoice(ItemFact):
    """A colleague supports it."""


class IdeaLostVoice(ItemFact):
    """A colleague no longer supports it."""


class IdeaThanked(ItemFact):
    """A colleague says thanks for what was done."""


class IdeaCommented(ItemFact):
    """A colleague said something about it that everybody may read."""


class CommentWaits(ItemFact):
    """A colleague said something about it that the team looks at first."""


class CommentShown(ItemFact):
    """The team lets a colleague's comment be read; whose it was hears of it."""


class CommentNotShown(ItemFact):
    """The team keeps a colleague's comment from the others; whose it was hears of it."""


class CommentTakenBack(ItemFact):
    """A colleague took a comment back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentChanged(ItemFact):
    """A comment has lost its name, or is gone; never remembered. `posted`: where groups see it."""

    comment_id: int
    posted: tuple[Posted, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignFact(Fact):
    campaign_id: int


class CampaignOpened(CampaignFact):
    """A question was put to those whom it concerns."""


class CampaignEnded(CampaignFact):
    """A campaign is over; what came of it is told."""


class ItemAnnounced(ItemFact):
    """The team told everybody what came of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnnouncementFact(Fact):
    announcement_id: int


class AnnouncementMade(AnnouncementFact):
    """There is something to tell everybody in the public channel."""


class AnnouncementTold(AnnouncementFact):
    """It stands in the public channel; where there is none, only those hear of it who said it."""


class AnnouncementUnsure(AnnouncementFact):
    """Nobody knows whether its post arrived."""


class AnnouncementRefused(AnnouncementFact):
    """Telegram did not let the bot post it, or take it away."""


class AnnouncementTakenBack(AnnouncementFact):
    """The team took it back; its post is to leave the channel."""


class MonthChanged(AnnouncementFact):
    """What a month's post gathers is no longer what it tells. Told, and never remembered."""


class RoleGranted(Fact):
    """Somebody accepted an invitation."""


class LanguageChosen(Fact):
    """Somebody speaks another language with the bot than Telegram told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamFact(Fact):
    team: str


class TeamBound(TeamFact):
    """A team has a group from now on."""


class TeamUnbound(TeamFact):
    """A team's group is gone; its items wait."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JobSkipped(Fact):
    """A planned occurrence came too late to be useful."""

    job: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PutAside(Fact):
    """An update or a message could not be handled and waits for the operator."""

    aside_id: int
