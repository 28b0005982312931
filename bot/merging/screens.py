"""Merging: what the team is asked, and what the author of a feedback hears of its idea."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from bot import decisions, stages, whole
from bot.dialogue import Drop, choice
from bot.doors import ItDidNotHelp, ShowItem
from bot.screen import Button, Screen, column
from bot.texts import Html, Texts, first_line, joined, lines, quoted
from config.organisation import Organisation
from storage.records.draft import Draft
from storage.records.item import Item

SHOWN = 700
"""Characters of somebody's own words that a screen repeats."""

WORDS = 2000
"""Characters of the team's words that a message repeats; longer ones follow whole."""

MOST_PERSONAL = 6
NEW, OWN = "new", "own"

# -- the team --------------------------------------------------------------------------------------


def ask_which(t: Texts, item: Item, alike: Sequence[Item], draft: Draft) -> Screen:
    """Ideas that say the same already, each a button that joins."""
    return Screen(
        lines(
            t("💡 <b>Is {label} one of these ideas?</b>", label=item.label),
            quoted(first_line(item.text, 200), SHOWN),
            *(
                joined(" · ", [Html(f"<b>{idea.label}</b> ") + first_line(idea.text, 80), stages.name(t, idea.stage)])
                for idea in alike
            ),
        ),
        column(
            *(
                Button(t("It is this one: {label}", label=idea.label), choice(draft, "idea", str(idea.id)))
                for idea in alike
            ),
            Button(t("💡 No, it is a new idea"), choice(draft, "idea", NEW)),
            Button(t("↩️ Leave it as it is"), Drop(draft.id)),
        ),
    )


def ask_words(t: Texts, item: Item, draft: Draft) -> Screen:
    return Screen(
        lines(
            t("💡 <b>How shall colleagues read {label} as an idea?</b>", label=item.label),
            quoted(item.text, SHOWN),
            t("It was sent to your team alone. As an idea all colleagues read the words, but never whose they are."),
            t("To put it in other words, reply to this message."),
        ),
        column(
            Button(t("💬 Use the author's words"), choice(draft, "words", OWN)),
            Button(t("↩️ Leave it as it is"), Drop(draft.id)),
        ),
    )


def confirm_new(t: Texts, item: Item, words: str, draft: Draft) -> Screen:
    return Screen(
        lines(
            t("💡 <b>Make {label} an idea?</b> Colleagues will read:", label=item.label),
            quoted(words, 1500),
            t("You look after it. Its author hears of it, and of what comes of it."),
        ),
        (
            (Button(t("💡 Yes, make it an idea"), choice(draft, "sure", "yes")),),
            (
                Button(t("✍️ Other words"), choice(draft, "sure", "words")),
                Button(t("↩️ Leave it as it is"), Drop(draft.id)),
            ),
        ),
    )


def confirm_join(t: Texts, item: Item, idea: Item, draft: Draft) -> Screen:
    return Screen(
        lines(
            t("🔗 <b>Join {label} with idea {idea}?</b>", label=item.label, idea=idea.label),
            quoted(first_line(idea.text, 200), SHOWN),
            t("Its author hears of it, and of what comes of the idea."),
        ),
        column(
            Button(t("🔗 Yes, join them"), choice(draft, "sure", "yes")),
            Button(t("↩️ Leave it as it is"), Drop(draft.id)),
        ),
    )


def made(t: Texts, item: Item, idea: Item) -> Screen:
    said = t("🔗 {label} is idea {idea} now. Its card comes below.", label=item.label, idea=idea.label)
    return Screen(said, about=idea.id)


def joined_with(t: Texts, item: Item, idea: Item) -> Screen:
    return Screen(t("🔗 {label} is joined with idea {idea} now.", label=item.label, idea=idea.label), about=item.id)


def separated_for_team(t: Texts, item: Item) -> Screen:
    return Screen(
        notice=t("{label} stands by itself again: {stage}.", label=item.label, stage=stages.name(t, item.stage))
    )


# -- the author ------------------------------------------------------------------------------------


def became_idea(t: Texts, item: Item, idea: Item) -> Screen:
    said = t(
        "💡 <b>Your suggestion {label} has become idea {idea}</b>: colleagues can support it now.",
        label=item.label,
        idea=idea.label,
    )
    return _step(
        t,
        item,
        said,
        t("📅 You get an answer by <b>{day}</b>.", day=t.day(idea.promised_on)),
        t("/status {label} tells how it stands.", label=item.label),
    )


def came_to_idea(t: Texts, organisation: Organisation, item: Item, idea: Item, today: date) -> Screen:
    said = t(
        "🔗 <b>Your suggestion {label} belongs to idea {idea} now</b>, which says the same.",
        label=item.label,
        idea=idea.label,
    )
    return _step(
        t,
        item,
        said,
        stages.sentence(t, idea, today),
        decisions.why(t, organisation, idea, WORDS),
        decisions.what_was_done(t, idea, WORDS),
        t("You hear what comes of it."),
        t("/status {label} tells how it stands.", label=item.label),
    )


def stands_by_itself(t: Texts, organisation: Organisation, item: Item, today: date) -> Screen:
    said = t("↩️ <b>{label} is looked at by itself again</b>, no longer as part of an idea.", label=item.label)
    return _step(t, item, said, stages.sentence(t, item, today))


def accepted(t: Texts, item: Item, idea: Item) -> Screen:
    said = t(
        "👍 <b>{label}: idea {idea} is accepted.</b> It will be done. You hear when it is.",
        label=item.label,
        idea=idea.label,
    )
    return _step(t, item, said)


def late(t: Texts, item: Item, idea: Item) -> Screen:
    said = t(
        "🙏 <b>We are late with {label}, and we are sorry.</b> You get the answer by <b>{day}</b>.",
        label=item.label,
        day=t.day(idea.promised_on),
    )
    return _step(t, item, said)


def looked_at_again(t: Texts, item: Item, idea: Item) -> Screen:
    said = t("🔁 <b>{label}: idea {idea} is looked at again.</b>", label=item.label, idea=idea.label)
    return _step(t, item, said)


def declined(t: Texts, organisation: Organisation, item: Item, idea: Item) -> Screen:
    said = t("✖️ <b>{label}: idea {idea} has been declined.</b>", label=item.label, idea=idea.label)
    return _decided(
        t,
        item,
        said,
        decisions.why(t, organisation, idea, WORDS),
        whole.follows(t, idea.reason, WORDS),
        t("Thank you for telling us. If something is unclear, reply to this message."),
    )


def done(t: Texts, item: Item, idea: Item) -> Screen:
    said = t("🏁 <b>{label}: idea {idea} is done.</b>", label=item.label, idea=idea.label)
    return _decided(
        t,
        item,
        said,
        decisions.what_was_done(t, idea, WORDS),
        whole.follows(t, idea.outcome, WORDS),
        t("Thank you! It began with messages like yours."),
    )


def _decided(t: Texts, item: Item, said: Html, *more: Html | None) -> Screen:
    """An answer with which it need not be over."""
    text = lines(said, quoted(first_line(item.text, 200), SHOWN), *more)
    not_solved = Button(t("♻️ It is not solved"), ItDidNotHelp(item.id))
    return Screen(text, column(not_solved, _how_it_stands(t, item)), about=item.id)


def _step(t: Texts, item: Item, said: Html, *more: Html | None) -> Screen:
    text = lines(said, quoted(first_line(item.text), SHOWN), *more)
    return Screen(text, column(_how_it_stands(t, item)), about=item.id)


def _how_it_stands(t: Texts, item: Item) -> Button:
    return Button(t("📋 How it stands"), ShowItem(item.id))
