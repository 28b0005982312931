"""Comments: what colleagues read and say about an idea, and what the team decides about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

from bot.board.rules import HOME, Place
from bot.buttons import Press
from bot.comments import rules
from bot.doors import Look, ReadComments, WriteComment
from bot.screen import Button, Screen, column, last_page, turn
from bot.texts import Html, Texts, escaped, first_line, joined, lines, quoted, shortened
from storage.records.comment import Comment
from storage.records.item import Item


@dataclass(frozen=True, slots=True)
class RemoveComment(Press):
    """Take one's own comment back."""

    code: ClassVar[str] = "uncomment1"
    comment: int


@dataclass(frozen=True, slots=True)
class ShowComment(Press):
    """The team lets everybody read a comment."""

    code: ClassVar[str] = "showcom1"
    comment: int


@dataclass(frozen=True, slots=True)
class RefuseComment(Press):
    """The team does not let others read a comment."""

    code: ClassVar[str] = "hidecom1"
    comment: int


def ask(t: Texts, item: Item, name: str, *, checked: bool) -> Screen:
    return Screen(
        lines(
            t("💬 <b>What would you like to say about {label}?</b>", label=item.label),
            quoted(first_line(item.text, 200), 200),
            t("Colleagues see it with your name: {name}.", name=name),
            t("The team reads it first.") if checked else None,
            t("Write it here. /cancel stops."),
        ),
        asks=True,
    )


def commented(t: Texts, item: Item, comment: Comment, place: Place, *, checked: bool) -> Screen:
    said = (
        t("💬 The team reads your comment about {label} first. You hear when it is shown.", label=item.label)
        if checked
        else t("💬 Your comment stands under {label} now. Thank you!", label=item.label)
    )
    return Screen(
        lines(said, quoted(comment.text, rules.LONGEST)),
        column(
            Button(t("↩️ Back to {label}", label=item.label), Look(item.id, place.packed)),
            Button(t("🗑 Take it back"), RemoveComment(comment.id)),
        ),
    )


def removed(t: Texts, item: Item) -> Screen:
    return Screen(
        t("🗑 Your comment about {label} is gone.", label=item.label),
        column(Button(t("↩️ Back to {label}", label=item.label), Look(item.id, HOME.packed))),
    )


def talk(
    t: Texts, item: Item, place: Place, said: Sequence[Comment], *, total: int, commentable: bool, reader: int | None
) -> Screen:
    """A page of what colleagues say, the newest page first; within it in the order in which it was said. What the
    reader said can be taken back.
    """
    each = [
        lines(
            joined(", ", [Html("<b>") + _who(t, comment) + Html("</b>"), t.day(comment.said_on)]),
            escaped(comment.text),
        )
        for comment in said
    ]
    head = lines(
        t.n(
            "💬 <b>{n} comment about {label}</b>",
            "💬 <b>{n} comments about {label}</b>",
            total,
            label=item.label,
        ),
        quoted(first_line(item.text, 200), 200),
    )
    oldest = last_page(total, rules.PAGE)

    def to(page: int) -> ReadComments:
        return ReadComments(item.id, replace(place, talk=oldest - page).packed)

    back = replace(place, talk=0)
    return Screen(
        joined("\n\n", [head, *each]),
        (
            *turn(oldest - place.talk, oldest, to, t("◀ Older"), t("Newer ▶")),
            *column(
                Button(t("💬 Comment"), WriteComment(item.id, back.packed)) if commentable else None,
                *(_take_back(t, comment) for comment in said if reader is not None and comment.author_id == reader),
                Button(t("↩️ Back to {label}", label=item.label), Look(item.id, back.packed)),
            ),
        ),
    )


def _take_back(t: Texts, comment: Comment) -> Button:
    label = t("🗑 Take back: {words}", words=first_line(comment.text, 40))
    return Button(label, RemoveComment(comment.id))


def waits(t: Texts, item: Item, comment: Comment) -> Screen:
    """For the team's group: colleagues see it when the team has looked at it."""
    return Screen(
        lines(
            t("💬 <b>A comment about {label} waits for your look</b>", label=item.label),
            quoted(comment.text, rules.LONGEST),
            t("👤 From: {name}", name=_who(t, comment)),
        ),
        (
            (
                Button(t("✅ Show it"), ShowComment(comment.id)),
                Button(t("🚫 Do not show it"), RefuseComment(comment.id)),
            ),
        ),
    )


def decided(t: Texts, item: Item, comment: Comment, *, shown: bool) -> Screen:
    said = (
        t("✅ This comment about {label} is shown to colleagues.", label=item.label)
        if shown
        else t("🚫 This comment about {label} is not shown. Its author hears so, kindly.", label=item.label)
    )
    return Screen(lines(said, quoted(comment.text, rules.LONGEST), t("👤 From: {name}", name=_who(t, comment))))


def gone(t: Texts) -> Screen:
    """In place of a comment that the group has seen: neither a name nor words."""
    return Screen(t("↩️ The comment that stood here was taken back."))


# -- news ------------------------------------------------------------------------------------------


def shown(t: Texts, item: Item, comment_id: int) -> Screen:
    return Screen(
        t("✅ Your comment about {label} is shown to colleagues now. Thank you!", label=item.label),
        column(
            Button(t("💡 Open {label}", label=item.label), Look(item.id, HOME.packed)),
            Button(t("🗑 Take it back"), RemoveComment(comment_id)),
        ),
    )


def not_shown(t: Texts, item: Item) -> Screen:
    return Screen(
        lines(
            t("💬 The team has read your comment about {label}. Thank you for it.", label=item.label),
            t("It is not shown to colleagues, and only the team has seen it. You may say it once more in other words."),
        ),
        column(Button(t("💡 Open {label}", label=item.label), Look(item.id, HOME.packed))),
    )


def came(t: Texts, item: Item, said: Sequence[Comment], *, own: bool) -> Screen:
    """What colleagues said since the last message about it: how much, and the newest of it."""
    head = (
        t.n(
            "💬 <b>{n} new comment on your idea {label}</b>",
            "💬 <b>{n} new comments on your idea {label}</b>",
            len(said),
            label=item.label,
        )
        if own
        else t.n(
            "💬 <b>{n} new comment on {label}</b>", "💬 <b>{n} new comments on {label}</b>", len(said), label=item.label
        )
    )
    newest = [
        Html("<b>") + _who(t, comment) + Html("</b>: ") + escaped(shortened(comment.text, 300)) for comment in said[-3:]
    ]
    return Screen(
        lines(head, quoted(first_line(item.text, 200), 200), *newest),
        column(Button(t("👁 Read all comments"), ReadComments(item.id, HOME.packed))),
    )


def _who(t: Texts, comment: Comment) -> Html:
    return escaped(comment.name) if comment.name else t("A colleague")
