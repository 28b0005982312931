"""Triage: the card, on which an item stands in its team's group, and what can be done with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from bot import decisions, figures, levels, links, meanings, remarks, stages, whole
from bot.announcements import rules as announcements
from bot.buttons import Press
from bot.doors import Announce, AskTakeBack, MakeIdea, PassThanks, Separate
from bot.kudos import rules as kudos
from bot.merging import rules as merging
from bot.remarks import Enclosed
from bot.screen import Button, Rows, Screen, column
from bot.texts import Html, Texts, escaped, first_line, joined, lines, quoted, shortened
from bot.triage import rules
from config.organisation import Organisation
from storage.records.announcement import Announcement, Post
from storage.records.author import Author
from storage.records.campaign import Campaign
from storage.records.item import Identity, Item, Kind, Remark, Stage
from storage.records.kudos import Colleague
from storage.records.person import Person
from storage.records.rating import Rating

CARD_TEXT = 1350
"""Characters of an item's text on its card; the rest follows below it."""

SHORT = 300
"""Characters of a reason, or of what was done, on a card."""

SHORT_TALK = 120
"""Characters of each thing that was said about it last."""


@dataclass(frozen=True, slots=True)
class Take(Press):
    code: ClassVar[str] = "take1"
    item: int


@dataclass(frozen=True, slots=True)
class Ask(Press):
    code: ClassVar[str] = "ask1"
    item: int


@dataclass(frozen=True, slots=True)
class Accept(Press):
    code: ClassVar[str] = "acc1"
    item: int


@dataclass(frozen=True, slots=True)
class Decline(Press):
    code: ClassVar[str] = "dec1"
    item: int


@dataclass(frozen=True, slots=True)
class Finish(Press):
    code: ClassVar[str] = "done1"
    item: int


@dataclass(frozen=True, slots=True)
class ShowAlike(Press):
    """What came with the same words as an item."""

    code: ClassVar[str] = "alike1"
    item: int


def card(
    t: Texts,
    organisation: Organisation,
    item: Item,
    talk: Sequence[Remark],
    enclosed: Enclosed,
    *,
    author: Author | None,
    taker: Person | None,
    decider: Person | None,
    files: int,
    campaign: Campaign | None = None,
    comments: int = 0,
    rating: Rating | None = None,
    idea: Item | None = None,
    joined_with_it: int = 0,
    alike: int = 0,
    meant: Sequence[Colleague] = (),
    told: Announcement | None = None,
) -> Screen:
    """An item with all that the team needs to decide, and the buttons for what may come next."""
    kind = (
        t("💡 <b>{label}</b> Idea", label=item.label)
        if item.kind is Kind.IDEA
        else Html(f"💬 <b>{item.label}</b> ")
        + (meanings.name(t, item.feedback_kind) if item.feedback_kind else t.p("feedback", "Feedback"))
    )
    about = [
        t.name(organisation.unit(item.unit).name) if item.unit else None,
        t.name(organisation.topic(item.topic).name) if item.topic else None,
    ]
    return Screen(
        lines(
            Html(" · ".join([kind, *(part for part in about if part)])),
            quoted(item.text, CARD_TEXT),
            whole.follows(t, item.text, CARD_TEXT),
            t.n("📎 with {n} file, below", "📎 with {n} files, below", files) if files else None,
            t("🎯 Campaign: {question}", question=first_line(campaign.question.say(t.language), 150))
            if campaign
            else None,
            _rated(t, organisation, item, rating),
            _from(t, item, author),
            t("☎️ Entered for a caller or visitor") if item.on_behalf else None,
            Html(_stands(t, item, taker)),
            t("🔗 Joined with idea <b>{label}</b>", label=idea.label) if idea else None,
            t.n("🔗 With {n} suggestion", "🔗 With {n} suggestions", joined_with_it) if joined_with_it else None,
            t.n(
                "👥 The same words came {n} time more; a yes, a no and “done” go to all",
                "👥 The same words came {n} times more; a yes, a no and “done” go to all",
                alike,
            )
            if alike
            else None,
            _meant(t, meant),
            figures.of(t, item, comments),
            _looked_at_again(t, item, decider),
            _helped(t, item),
            _marked("✖️", decisions.why(t, organisation, item, SHORT)),
            _marked("🏁", decisions.what_was_done(t, item, SHORT)),
            *_talk(t, talk, enclosed),
            _told(t, told) if told else None,
        ),
        (
            *_decisions(t, item, askable=author is not None),
            *_alike(t, item, alike),
            *_in_public(t, item, told),
        ),
    )


def _rated(t: Texts, organisation: Organisation, item: Item, rating: Rating | None) -> Html | None:
    """The point that it is about, and what its author gave it."""
    if item.point is None:
        return None
    said = [
        escaped(shortened(organisation.service_point(item.point).name.say(t.language), 80)),
        *([levels.face(t, rating.level)] if rating else []),
        *(
            [escaped(shortened(organisation.rating_reason(rating.reason).name.say(t.language), 60))]
            if rating and rating.reason
            else []
        ),
    ]
    return Html("⭐ ") + joined(" · ", said)


def _meant(t: Texts, meant: Sequence[Colleague]) -> Html | None:
    names = joined(", ", (escaped(shortened(each.name, 60)) for each in meant))
    return t("💛 Perhaps meant: {names}", names=names) if names else None


def _from(t: Texts, item: Item, author: Author | None) -> Html:
    if author is not None and author.name:
        return t("👤 From: {name}", name=author.name)
    if author is not None:
        return t("🕶 From: hidden, but can be asked")
    if item.identity is Identity.HIDDEN:
        return t("🕶 From: hidden; the time for questions is over")
    return t("👣 From: nobody knows, so nobody can be asked")


def _stands(t: Texts, item: Item, taker: Person | None) -> Html:
    stage = t("📍 Stage: <b>{stage}</b>", stage=stages.name(t, item.stage))
    if taker is not None:
        stage = stage + Html(", ") + t("{name} looks after it", name=taker.name)
    if item.stage in (Stage.RECEIVED, Stage.IN_REVIEW):
        day = t.day(item.promised_on)
        due = t("📅 Answer promised by {day}", day=day) if item.is_answerable else t("📅 Decide by {day}", day=day)
        stage = lines(stage, due)
    return stage


def _looked_at_again(t: Texts, item: Item, decider: Person | None) -> Html | None:
    if item.appealed_on is None:
        return None
    if not rules.on_second_look(item):
        return t("🔁 After a second look, decided by {name}", name=decider.name) if decider else None
    if decider is None:
        return t("🔁 <b>Second look asked for:</b> somebody else decides than before")
    return t("🔁 <b>Second look asked for:</b> somebody other than {name} decides", name=decider.name)


def _helped(t: Texts, item: Item) -> Html | None:
    if rules.is_reopened(item):
        return t("♻️ <b>Reopened: it did not help</b>")
    said = {"yes": t("✅ The author says that it helped"), "dunno": t("🤷 The author cannot say whether it is solved")}
    return said.get(item.helped or "")


def _marked(mark: str, said: Html | None) -> Html | None:
    return Html(f"{mark} ") + said if said else None


def _talk(t: Texts, talk: Sequence[Remark], enclosed: Enclosed) -> list[Html]:
    return [
        t("🧭 Team: {words}", words=words) if remark.by_team else t("🗣 Author: {words}", words=words)
        for remark in talk[-4:]
        for words in [remarks.said(t, remark, enclosed.get(remark.id, ()), SHORT_TALK)]
    ]


def _told(t: Texts, told: Announcement) -> Html | None:
    """How what everybody is told of it stands."""
    link, channel = links.post(told.channel, told.message_id), told.channel or ""
    if told.post is Post.STANDS:
        day = t.day(told.told_on)
        return (
            t("📣 Told in public on {day}: {link}", day=day, link=link)
            if link
            else t("📣 Told in public on {day}", day=day)
        )
    said = {
        Post.OWED: t("📣 On its way to {channel}", channel=channel),
        Post.UNSURE: t("📣 Perhaps in {channel}: somebody has to look", channel=channel),
        Post.REFUSED: t("📣 Not in {channel} yet: Telegram did not take the post", channel=channel),
    }
    return said.get(told.post)


def _decisions(t: Texts, item: Item, *, askable: bool) -> Rows:
    """Buttons for what may come next. Each stays where it has been learnt: "Done" alone, and last."""
    take = Button(t("🙋 I take it"), Take(item.id))
    ask = Button(t("❓ Ask the author"), Ask(item.id))
    accept = Button(t("👍 Accept"), Accept(item.id))
    decline = Button(t("✖️ Decline"), Decline(item.id))
    finish = Button(t("🏁 Done"), Finish(item.id))
    make = Button(t("💡 Make it an idea"), MakeIdea(item.id))
    separate = Button(t("↩️ Separate again"), Separate(item.id))
    asking = (ask,) if askable and rules.may_be_asked_about(item) else ()
    pass_on = Button(t("💛 Pass the thanks on"), PassThanks(item.id))
    idea = (make,) if merging.may_become_idea(item) else ()
    thanks = (pass_on,) if kudos.may_pass_on(item) else ()
    decisions: dict[Stage, Rows] = {
        Stage.RECEIVED: (thanks, (take, *asking), (accept, decline), idea, (finish,)),
        Stage.IN_REVIEW: (thanks, asking, (accept, decline), idea, (finish,)),
        Stage.ACCEPTED: (thanks, asking, (decline,), idea, (finish,)),
        Stage.TESTING: (thanks, asking, (decline,), idea, (finish,)),
        Stage.MERGED: (asking, (separate,) if merging.is_joined(item) else ()),
    }
    return tuple(row for row in decisions.get(item.stage, (asking,)) if row)


def _alike(t: Texts, item: Item, alike: int) -> Rows:
    return column(Button(t("👥 Show the others with these words"), ShowAlike(item.id))) if alike else ()


def _in_public(t: Texts, item: Item, told: Announcement | None) -> Rows:
    """The way to tell everybody, and back."""
    if told is not None and announcements.is_told(told):
        return column(Button(t("🗑 Take the post back"), AskTakeBack(told.id)) if told.channel else None)
    if not announcements.may_be_told(item):
        return ()
    label = t("📣 You said, and why not") if item.stage is Stage.DECLINED else t("📣 You said, we did")
    return column(Button(label, Announce(item.id)))
