"""Closing: what the author and the leaders see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from bot import decisions, identities, whole
from bot.buttons import Press
from bot.closing import rules
from bot.dialogue import Drop, choice
from bot.doors import ItDidNotHelp, ShowItem
from bot.screen import Button, Screen, column
from bot.texts import Html, Texts, first_line, lines, quoted
from config.organisation import Organisation
from storage.records.draft import Draft
from storage.records.item import Item, Kind, Stage

SHOWN = 700
FOR_LEADER = 1000
"""Characters of somebody's own words that a screen repeats."""


@dataclass(frozen=True, slots=True)
class ItHelped(Press):
    """Say that what was done helped."""

    code: ClassVar[str] = "help1"
    item: int


@dataclass(frozen=True, slots=True)
class NobodyKnows(Press):
    """Say that one cannot tell whether it is solved."""

    code: ClassVar[str] = "dunno1"
    item: int


@dataclass(frozen=True, slots=True)
class AcceptAfterAll(Press):
    """A leader's yes in a second look."""

    code: ClassVar[str] = "after1"
    item: int


@dataclass(frozen=True, slots=True)
class LetStand(Press):
    """A leader's no in a second look."""

    code: ClassVar[str] = "stand1"
    item: int


# -- a second look, for the author -----------------------------------------------------------------


def ask_what_again(t: Texts, item: Item, *, hidden: bool) -> Screen:
    return Screen(
        lines(
            t("🔁 <b>What should be looked at again about {label}?</b>", label=item.label),
            quoted(first_line(item.text, 200), SHOWN),
            t("Write it here; a photo or a voice message is fine too. /cancel stops."),
            identities.may_be_told(t) if hidden else None,
        ),
        asks=True,
        about=item.id,
    )


def preview_again(t: Texts, item: Item, draft: Draft, promised_on: date, *, others: bool) -> Screen:
    """What is sent, and what comes of it; `others`: a role names somebody else who may decide."""
    files = len(draft.answers.get("files", ()))
    return Screen(
        lines(
            t("🔁 <b>Ask for a second look at {label}?</b>", label=item.label),
            quoted(draft.answers["words"], 1500) if draft.answers["words"] else None,
            _with_files(t, files),
            t("👥 Somebody else decides, not whoever declined it: of the team, or a leader.")
            if others
            else t(
                "👥 Somebody else of the team decides. If there is nobody else, whoever declined it looks at it once more."
            ),
            t("📅 You get an answer by <b>{day}</b>.", day=t.day(promised_on)),
            t("There is one second look for each message. To add something, just write it."),
        ),
        column(
            Button(t("🔁 Ask for the second look"), choice(draft, "sure", "yes")),
            Button(t("✍️ Say it in other words"), choice(draft, "sure", "words")),
            Button(t("↩️ Leave it as it is"), Drop(draft.id)),
        ),
        key=f"draft:{draft.id}",
    )


def asked_again(t: Texts, organisation: Organisation, item: Item, today: date, *, others: bool) -> Screen:
    return Screen(
        lines(
            t("🔁 <b>{label} is looked at again</b>, by somebody else.", label=item.label)
            if others
            else t(
                "🔁 <b>{label} is looked at again</b>, by somebody else of the team or, if there is nobody else, by whoever declined it.",
                label=item.label,
            ),
            _promise(t, item, organisation.working_days.between(today, item.promised_on)),
        ),
        column(_how_it_stands(t, item)),
        about=item.id,
    )


# -- a second look, for leaders --------------------------------------------------------------------


def for_leader(t: Texts, organisation: Organisation, item: Item, words: str, *, decider: str | None) -> Screen:
    """All that a leader needs to decide; the files follow."""
    return Screen(
        lines(
            t("🔁 <b>A second look at {label}</b>", label=item.label),
            quoted(item.text, FOR_LEADER),
            t("🏢 Department: {unit}", unit=t.name(organisation.unit(item.unit).name)) if item.unit else None,
            t("👤 Declined by {name}", name=decider) if decider else None,
            decisions.why(t, organisation, item, whole.WORDS),
            Html(""),
            t("🗣 <b>What should be looked at again:</b>"),
            quoted(words, FOR_LEADER) if words else None,
            whole.follows(t, max(item.text, words, key=len), FOR_LEADER),
            t("📅 Answer promised by {day}", day=t.day(item.promised_on)),
            t("The team can decide as well, but not whoever declined it. Whoever is first decides."),
        ),
        column(
            Button(t("👍 Accept after all"), AcceptAfterAll(item.id)),
            Button(t("✖️ The no stands"), LetStand(item.id)),
        ),
    )


def ask_why_it_stands(t: Texts, item: Item) -> Screen:
    return Screen(
        lines(
            t("✖️ <b>Why does the no about {label} stand?</b>", label=item.label),
            t("Write it here, in your own words; the author reads it. /cancel stops."),
        ),
        asks=True,
    )


def confirm_it_stands(t: Texts, item: Item, draft: Draft) -> Screen:
    return Screen(
        lines(
            t("✖️ <b>The author of {label} will read:</b>", label=item.label),
            quoted(draft.answers["words"], 1500),
            t("With this the answer is final."),
        ),
        column(
            Button(t("📨 Send this answer"), choice(draft, "sure", "yes")),
            Button(t("✍️ Say it in other words"), choice(draft, "sure", "words")),
            Button(t("↩️ Do not decide yet"), Drop(draft.id)),
        ),
    )


def decided(t: Texts, item: Item) -> Screen:
    """What a leader reads after deciding."""
    if item.stage is Stage.DECLINED:
        return Screen(t("✖️ The no about {label} stands. The author and the team hear of it.", label=item.label))
    return Screen(t("👍 {label} is accepted after all. The author and the team hear of it.", label=item.label))


def over(t: Texts, item: Item, *, own: bool) -> Screen:
    """The second look is over, perhaps by one's `own` first tap: how the item stands now."""
    if own:
        return decided(t, item)
    if item.stage is Stage.DECLINED:
        return Screen(t("🔁 Somebody was faster: the no about {label} stands.", label=item.label))
    if item.stage in (Stage.ACCEPTED, Stage.TESTING, Stage.DONE):
        return Screen(t("🔁 Somebody was faster: {label} is accepted after all.", label=item.label))
    return Screen(t("🔁 The second look at {label} is over; there is nothing to decide here.", label=item.label))


# -- did it help? ----------------------------------------------------------------------------------


def ask_whether_it_helped(t: Texts, item: Item, until: date, *, settled_by: Item) -> Screen:
    """`settled_by`: what was done, the item itself or the idea that it was joined with."""
    if item.kind is Kind.FEEDBACK:
        return _ask_whether_it_is_solved(t, item, until, settled_by)
    return Screen(
        lines(
            t("🌱 <b>Did it help?</b> {label} was done some time ago:", label=item.label),
            quoted(first_line(item.text, 200), SHOWN),
            decisions.what_was_done(t, item, 1500),
            t("We ask this once, and you can answer until {day}.", day=t.day(until)),
        ),
        ((Button(t("👍 Yes, it helped"), ItHelped(item.id)), Button(t("👎 Not really"), ItDidNotHelp(item.id))),),
        about=item.id,
    )


def _ask_whether_it_is_solved(t: Texts, item: Item, until: date, settled_by: Item) -> Screen:
    return Screen(
        lines(
            t("🌱 <b>Is it solved for you?</b> You told us, {label}:", label=item.label),
            quoted(first_line(item.text, 200), SHOWN),
            decisions.what_was_done(t, settled_by, 1500),
            t("We ask this once, and you can answer until {day}.", day=t.day(until)),
        ),
        column(
            Button(t("👍 Yes, it is solved"), ItHelped(item.id)),
            Button(t("👎 No, it is not"), ItDidNotHelp(item.id)),
            Button(t("🤷 I do not know"), NobodyKnows(item.id)),
        ),
        about=item.id,
    )


def nobody_knows(t: Texts, item: Item) -> Screen:
    return Screen(
        t(
            "🤷 Thank you for answering. If it turns out that {label} is not solved, reply to this message.",
            label=item.label,
        ),
        column(_how_it_stands(t, item)),
        about=item.id,
    )


def it_helped(t: Texts, item: Item) -> Screen:
    return Screen(
        t("💚 Good to hear, thank you! The team sees that {label} helped.", label=item.label),
        column(_how_it_stands(t, item)),
        about=item.id,
    )


def ask_what_is_missing(t: Texts, item: Item, *, hidden: bool) -> Screen:
    return Screen(
        lines(
            t("♻️ <b>What is still missing about {label}?</b>", label=item.label),
            t("Write it here; a photo or a voice message is fine too. Then the team takes it up again. /cancel stops."),
            identities.may_be_told(t) if hidden else None,
        ),
        asks=True,
        about=item.id,
    )


def reopened(t: Texts, organisation: Organisation, item: Item, today: date) -> Screen:
    return Screen(
        lines(
            t("♻️ <b>{label} is open again.</b> The team has your reason; thank you for saying it.", label=item.label),
            _promise(t, item, organisation.working_days.between(today, item.promised_on)),
        ),
        column(_how_it_stands(t, item)),
        about=item.id,
    )


def question_over(t: Texts, item: Item) -> Screen:
    """An old button: it has been answered, or is no longer asked."""
    text = (
        t("You have said already whether {label} helped. Thank you!", label=item.label)
        if item.helped in (rules.YES, rules.NO, rules.UNSURE)
        else t(
            "The question whether {label} helped is closed by now. If something is still missing, just write it to us.",
            label=item.label,
        )
    )
    return Screen(text, column(_how_it_stands(t, item)), about=item.id)


def _promise(t: Texts, item: Item, days: int) -> Html:
    return t.n(
        "📅 You get an answer by <b>{day}</b>, within {n} working day.",
        "📅 You get an answer by <b>{day}</b>, within {n} working days.",
        days,
        day=t.day(item.promised_on),
    )


def _with_files(t: Texts, files: int) -> Html | None:
    return t.n("📎 with {n} file", "📎 with {n} files", files) if files else None


def _how_it_stands(t: Texts, item: Item) -> Button:
    return Button(t("📋 How it stands"), ShowItem(item.id))
