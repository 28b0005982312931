"""Announcements: what everybody reads in the public channel, and what the team sees on the way there."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from bot import links, stages
from bot.buttons import Press
from bot.dialogue import Drop, choice
from bot.doors import AskTakeBack
from bot.screen import Button, Screen, column
from bot.texts import Html, Texts, escaped, first_line, lines, mention, quoted, shortened
from config.organisation import Organisation
from storage.records.announcement import Announcement, Matter, Post
from storage.records.draft import Draft
from storage.records.item import Item, Stage
from storage.records.person import Person

SHOWN = 600
"""Characters of an item's text that a question repeats."""

ROOM = 3300
"""Characters for the list of a month: heading, end and the longest name of a department fit into the message as well."""

SHORT_SAID, SHORT_DID = 120, 160
"""Characters of what was said and done, in the list of a month."""

GO_ON, ANEW = "on", "anew"


@dataclass(frozen=True, slots=True)
class TakeBack(Press):
    code: ClassVar[str] = "untold2"
    announcement: int


@dataclass(frozen=True, slots=True)
class LeaveIt(Press):
    """Do not take a post back after all."""

    code: ClassVar[str] = "stays1"
    announcement: int


@dataclass(frozen=True, slots=True)
class ItIsThere(Press):
    """Say that a post has arrived."""

    code: ClassVar[str] = "there1"
    announcement: int


@dataclass(frozen=True, slots=True)
class SendAgain(Press):
    """Let a post go out once more."""

    code: ClassVar[str] = "resend1"
    announcement: int


# -- what everybody reads --------------------------------------------------------------------------


def post(t: Texts, organisation: Organisation, told: Announcement, *, bot: str | None = None) -> Screen:
    """A post, as it stands in the channel; below it the way to the bot, for whoever reads it."""
    text = lines(_heading(t, told), Html(""), *_answer(t, organisation, told))
    return Screen(text, column(Button(t("💬 Tell us what could be better"), url=bot) if bot else None))


def heard(t: Texts, organisation: Organisation, told: Announcement, link: str | None) -> Screen:
    """The same to whoever said, supports or follows it; in words that fit everybody."""
    return Screen(
        lines(
            _heading(t, told),
            t("About something that you sent, support or follow:"),
            Html(""),
            *_answer(t, organisation, told),
        ),
        column(Button(t("📣 Open the post"), url=link) if link else None),
    )


def month(
    t: Texts,
    organisation: Organisation,
    day: date,
    by_unit: Sequence[tuple[str | None, Sequence[Announcement]]],
    bot: str,
) -> Screen:
    """All that a month brought, each with a link to its post; of very much the beginning, and how many more."""
    listed: list[Html] = []
    left = sum(len(those) for _, those in by_unit)
    for unit, those in by_unit:
        head = lines(Html(""), Html("<b>") + _unit(t, organisation, unit) + Html("</b>"))
        for told in those:
            entry = lines(*([head] if head else []), _in_a_month(t, told))
            if sum(len(each.plain) + 1 for each in listed) + len(entry.plain) > ROOM:
                break
            listed, left, head = [*listed, entry], left - 1, Html("")
    return Screen(
        lines(
            t("📣 <b>You said, we did: {month}</b>", month=t.month(day)),
            *listed,
            t.n("… and {n} more", "… and {n} more", left) if left else None,
            Html(""),
            t("💬 Tell us what could be better: {bot}", bot=bot),
        )
    )


def taken_back(t: Texts) -> Screen:
    """In place of a post that is too old to be deleted."""
    return Screen(t("🗑 This post was taken back."))


def _heading(t: Texts, told: Announcement) -> Html:
    if told.matter is Matter.DECLINED:
        return t("📣 <b>You said, and why not</b>")
    return t("📣 <b>You said, we did</b>")


def _answer(t: Texts, organisation: Organisation, told: Announcement) -> list[Html]:
    done = told.matter is not Matter.DECLINED
    return [
        t("💬 <b>You said:</b> {words}", words=told.said),
        t("✅ <b>We did:</b> {words}", words=told.did) if done else t("✖️ <b>Why not:</b> {words}", words=told.did),
        *([Html("🏢 ") + _unit(t, organisation, told.unit)] if told.unit else []),
    ]


def _in_a_month(t: Texts, told: Announcement) -> Html:
    said, did = shortened(told.said, SHORT_SAID), shortened(told.did, SHORT_DID)
    mark = Html("✖️ ") if told.matter is Matter.DECLINED else Html("✅ ")
    link = links.post(told.channel, told.message_id)
    words = Html(f'<a href="{link}">') + said + Html("</a>") if link else escaped(said)
    return lines(Html("💬 ") + words, mark + did)


def _unit(t: Texts, organisation: Organisation, unit: str | None) -> Html:
    return t.name(organisation.unit(unit).name) if unit else t("For everybody")


# -- the way there ---------------------------------------------------------------------------------


def ask_said(t: Texts, organisation: Organisation, item: Item, asker: Person) -> Screen:
    channel = organisation.public_channel
    return Screen(
        lines(
            t(
                "📣 {name}, what did people say? Reply to this message in your own words; /cancel stops.",
                name=mention(asker.name, asker.chat_id),
            ),
            quoted(first_line(item.text, 200), SHOWN),
            t("What the author of {label} wrote is never published by itself.", label=item.label),
            t("Your words will stand in {channel}, and all who said the same hear of it.", channel=channel.address)
            if channel
            else t("No public channel is set, so only those who said the same hear of it."),
        ),
        asks=True,
    )


def ask_did(t: Texts, matter: Matter, draft: Draft, read: str | None) -> Screen:
    """What came of it; `read`: what its author was told."""
    question = (
        t("✖️ <b>Why not?</b> Reply to this message in your own words.")
        if matter is Matter.DECLINED
        else t("🏁 <b>What was done?</b> Reply to this message in your own words.")
    )
    return Screen(
        lines(question, *([t("The author read:"), quoted(read, SHOWN)] if read else [])),
        column(
            Button(t("📋 Use what the author read"), choice(draft, "did", "read")) if read else None,
            Button(t("↩️ Do not publish"), Drop(draft.id)),
        ),
    )


def read_by_author(t: Texts, organisation: Organisation, item: Item, longest: int) -> str | None:
    """What was done, or the reason, in so many characters; None where the author read neither."""
    if item.stage is not Stage.DECLINED:
        return shortened(item.outcome, longest) if item.outcome else None
    reason = stages.reason(t, organisation, item, longest)
    return shortened(reason.plain, longest) if reason else None


def ask_others(t: Texts, item: Item, draft: Draft, alike: Sequence[Item], ticked: Collection[int]) -> Screen:
    """Messages that say nearly the same; what is ticked stands in the draft until it is confirmed."""
    toggles = [
        Button(
            (Html("☑️ ") if each.id in ticked else Html("◻️ ")) + each.label + " " + first_line(each.text, 40),
            choice(draft, "others", str(each.id)),
        )
        for each in alike
    ]
    on = (
        t.n("➡️ Go on with {n} more", "➡️ Go on with {n} more", len(ticked))
        if ticked
        else t("➡️ Nobody else said the same")
    )
    return Screen(
        lines(
            t("👥 <b>Who else said the same as {label}?</b>", label=item.label),
            t("Tick what this answers as well. Whoever said it hears of it, hidden or by name."),
            t("What is still open is closed with the same answer.") if any(each.is_open for each in alike) else None,
            *(Html(f"<b>{each.label}</b> ") + first_line(each.text, 120) for each in alike),
        ),
        column(*toggles, Button(on, choice(draft, "others", GO_ON)), Button(t("↩️ Do not publish"), Drop(draft.id))),
    )


def preview(t: Texts, item: Item, draft: Draft, shown: Screen, channel: str | None, *, others: int) -> Screen:
    """The post exactly as it will stand, and who hears of it: no number, because few would tell who it is."""
    assert shown.text is not None
    return Screen(
        lines(
            t("👀 <b>So it will stand in {channel}:</b>", channel=channel)
            if channel
            else t("👀 <b>So those will read it who said the same:</b>"),
            Html(""),
            shown.text,
            Html(""),
            t.n(
                "📨 It answers {label} and {n} more. Whoever said, supports or follows one of them hears of it.",
                "📨 It answers {label} and {n} more. Whoever said, supports or follows one of them hears of it.",
                others,
                label=item.label,
            )
            if others
            else t("📨 It answers {label}. Whoever said, supports or follows it hears of it.", label=item.label),
        ),
        column(
            Button(t("📨 Publish"), choice(draft, "sure", "yes")),
            Button(t("✍️ Other words"), choice(draft, "sure", ANEW)),
            Button(t("↩️ Do not publish"), Drop(draft.id)),
        ),
    )


def published(t: Texts, item: Item, told: Announcement) -> Screen:
    if told.channel is None:
        return Screen(t("📣 All who said the same as {label} hear what came of it.", label=item.label))
    return Screen(
        t(
            "📣 {label} is on its way to {channel}. Once it stands there, all who said the same hear of it.",
            label=item.label,
            channel=told.channel,
        )
    )


# -- afterwards ------------------------------------------------------------------------------------


def ask_take_back(t: Texts, told: Announcement) -> Screen:
    return Screen(
        lines(
            t("🗑 <b>Take this post out of {channel}?</b>", channel=told.channel or ""),
            _which(t, told),
            t("The month is not told of once more. The posts that it gathers stay.")
            if told.matter is Matter.MONTH
            else t("Whoever has heard of it keeps the message. You can publish it anew, in better words."),
        ),
        column(
            Button(t("🗑 Yes, take it back"), TakeBack(told.id)),
            Button(t("↩️ Leave it there"), LeaveIt(told.id)),
        ),
    )


def took_back(t: Texts, told: Announcement) -> Screen:
    """`told`: how its post stood. Of what was only said to be there the bot does not know which message it is."""
    said = (
        t("🗑 The post is being taken out of {channel}.", channel=told.channel or "")
        if told.message_id is not None or told.post is Post.OWED
        else t(
            "🗑 It no longer counts as published. If the post stands in {channel}, please delete it there yourselves.",
            channel=told.channel or "",
        )
    )
    return Screen(lines(said, _which(t, told)))


def left(t: Texts, told: Announcement) -> Screen:
    return Screen(lines(t("↩️ The post stays in {channel}.", channel=told.channel or ""), _which(t, told)))


def ask_whether_it_is_there(t: Texts, told: Announcement) -> Screen:
    return Screen(
        lines(
            t("❓ <b>Does this post stand in {channel}?</b>", channel=told.channel or ""),
            _which(t, told),
            t("Telegram did not say whether it arrived. Please look: what stands there already is not sent twice."),
        ),
        column(
            Button(t("✅ Yes, it is there"), ItIsThere(told.id)),
            Button(t("📨 No, send it again"), SendAgain(told.id)),
            _back(t, told),
        ),
    )


def not_taken(t: Texts, told: Announcement) -> Screen:
    """Telegram does not let the bot post, change what stands or take it back; what helps."""
    channel = told.channel or ""
    said = {
        Post.BACK: t("⚠️ <b>The post could not be taken out of {channel}.</b>", channel=channel),
        Post.STANDS: t("⚠️ <b>The post in {channel} could not be changed.</b>", channel=channel),
    }
    return Screen(
        lines(
            said.get(told.post, t("⚠️ <b>The post could not be put into {channel}.</b>", channel=channel)),
            _which(t, told),
            t(
                "Most often this helps: make the bot an administrator of the channel with the right to post, and see "
                "whether the channel's name in the organisation file is right. Nothing is lost; then try again."
            ),
        ),
        column(Button(t("🔁 Try again"), SendAgain(told.id)), _back(t, told) if told.post is not Post.BACK else None),
    )


def month_stands(t: Texts, told: Announcement, link: str | None) -> Screen:
    where = t("It stands in {channel} now.", channel=told.channel or "")
    return Screen(lines(_which(t, told), where, escaped(link) if link else None), column(_back(t, told)))


def month_to_be_changed(t: Texts, told: Announcement) -> Screen:
    """A post that it tells of was taken back, and as which message it stands nobody knows."""
    return Screen(
        lines(
            _which(t, told),
            t(
                "⚠️ It tells of what was taken back, and I do not know which message it is. Please delete it in {channel} "
                "yourselves.",
                channel=told.channel or "",
            ),
        ),
        column(_back(t, told)),
    )


def is_there(t: Texts, told: Announcement) -> Screen:
    return Screen(lines(t("✅ Thank you: the post stands in {channel}.", channel=told.channel or ""), _which(t, told)))


def sent_again(t: Texts, told: Announcement) -> Screen:
    return Screen(lines(t("📨 It is tried once more."), _which(t, told)))


def _back(t: Texts, told: Announcement) -> Button | None:
    """The way back for what has no card."""
    return Button(t("🗑 Take the post back"), AskTakeBack(told.id)) if told.matter is Matter.MONTH else None


def _which(t: Texts, told: Announcement) -> Html:
    return quoted(told.said, SHOWN) if told.said else t("📣 <b>You said, we did</b>, the month in one post")
