"""Mine: what the author hears of each step."""

from __future__ import annotations

from datetime import date

from bot import decisions, identities, whole
from bot.doors import AskSecondLook, ItDidNotHelp, ShowItem
from bot.mine.screens import SHOWN, AnswerQuestion
from bot.screen import Button, Screen, column
from bot.texts import Html, Texts, escaped, first_line, lines, quoted, shortened
from storage.records.item import Identity, Item, Kind

WORDS = 2000
"""Characters of the team's words that a message repeats; longer ones follow whole."""


def taken(t: Texts, team: Html, item: Item) -> Screen:
    return _step(
        t,
        item,
        t("👀 <b>{label}</b> is being looked at by: {team}.", label=item.label, team=team),
        first_line(item.text),
    )


def asked(t: Texts, team: Html, item: Item, question: str) -> Screen:
    text = lines(
        t("❓ <b>A question about {label}</b>", label=item.label),
        quoted(question, WORDS) if question else t("It follows as a photo, a voice message or a file."),
        whole.follows(t, question, WORDS),
        t("It comes from: {team}. Reply to this message, or press the button.", team=team),
        identities.may_be_told(t) if item.identity is Identity.HIDDEN else None,
    )
    return Screen(text, column(Button(t("↩️ Answer"), AnswerQuestion(item.id))), about=item.id)


def late(t: Texts, item: Item) -> Screen:
    said = t(
        "🙏 <b>We are late with {label}, and we are sorry.</b> You get the answer by <b>{day}</b>.",
        label=item.label,
        day=t.day(item.promised_on),
    )
    return _step(t, item, said, first_line(item.text))


def accepted(t: Texts, item: Item, *, again: bool, same: bool) -> Screen:
    """`again`: in a second look; `same`: by whoever had declined it, because there was nobody else."""
    if same:
        said = t(
            "👍 <b>{label} is accepted after all.</b> There was nobody else to decide, so whoever declined it has looked at it again.",
            label=item.label,
        )
    elif again:
        said = t("👍 <b>{label} is accepted after all.</b> Somebody else has looked at it again.", label=item.label)
    else:
        said = t("👍 <b>{label} is accepted.</b> It will be done. You hear when it is.", label=item.label)
    return _step(t, item, said, first_line(item.text))


def declined(
    t: Texts, item: Item, reason: Html | None, words: str, *, again: bool, same: bool, until: date | None
) -> Screen:
    """A refusal with its reason, in the author's language; own words as they were written.

    `again`: after a second look, `same` by whoever had declined it; `until`: the last day to ask for one.
    """
    if same:
        said = t(
            "✖️ <b>{label} stays declined.</b> There was nobody else to decide, so whoever declined it has looked at it again.",
            label=item.label,
        )
    elif again:
        said = t("✖️ <b>{label} stays declined.</b> Somebody else has looked at it again.", label=item.label)
    else:
        said = t("✖️ <b>{label} has been declined.</b>", label=item.label)
    text = lines(
        said,
        quoted(first_line(item.text, 200), SHOWN),
        t("<b>Why:</b> {reason}", reason=reason) if reason else None,
        escaped(shortened(words, WORDS)) if words else None,
        whole.follows(t, words, WORDS),
        t("🔁 Until {day} you can ask that somebody else looks at it again.", day=t.day(until))
        if until
        else t("With this the answer is final."),
        t("Thank you for telling us. If something is unclear, reply to this message."),
    )
    look_again = Button(t("🔁 Ask for a second look"), AskSecondLook(item.id)) if until else None
    return Screen(text, column(look_again, Button(t("📋 How it stands"), ShowItem(item.id))), about=item.id)


def done(t: Texts, item: Item, *, again: bool, same: bool) -> Screen:
    if same:
        said = t(
            "🏁 <b>{label} is done after all.</b> There was nobody else to decide, so whoever declined it has looked at it again.",
            label=item.label,
        )
    elif again:
        said = t("🏁 <b>{label} is done after all.</b> Somebody else has looked at it again.", label=item.label)
    else:
        said = t("🏁 <b>{label} is done.</b>", label=item.label)
    text = lines(
        said,
        quoted(first_line(item.text, 200), SHOWN),
        decisions.what_was_done(t, item, WORDS),
        whole.follows(t, item.outcome, WORDS),
        t("Thank you! It began with your message."),
    )
    not_solved = Button(t("♻️ It is not solved"), ItDidNotHelp(item.id)) if item.kind is Kind.FEEDBACK else None
    return Screen(text, column(not_solved, Button(t("📋 How it stands"), ShowItem(item.id))), about=item.id)


def _step(t: Texts, item: Item, said: Html, title: str) -> Screen:
    return Screen(
        lines(said, quoted(title, SHOWN)),
        column(Button(t("📋 How it stands"), ShowItem(item.id))),
        about=item.id,
    )
