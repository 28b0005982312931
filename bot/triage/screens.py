"""Triage: what the team sees in its group beside the cards."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from bot.buttons import Press
from bot.dialogue import Drop, choice
from bot.doors import ReportMisuse
from bot.screen import Button, Rows, Screen, column, last_page, turn
from bot.texts import Html, Texts, escaped, first_line, joined, lines, mention, quoted
from bot.triage import rules
from bot.triage.cards import CARD_TEXT, SHORT
from config.organisation import OWN_WORDS, Organisation
from storage.records.draft import Draft
from storage.records.item import Item
from storage.records.person import Person

LIST_PAGE = 8
LONGEST_LIST = 20


@dataclass(frozen=True, slots=True)
class OpenCard(Press):
    """Show an item that so far stands only in a list."""

    code: ClassVar[str] = "card1"
    item: int


@dataclass(frozen=True, slots=True)
class ShowWaiting(Press):
    """A page of the list of new items."""

    code: ClassVar[str] = "wait1"
    page: int


def same_words(t: Texts, item: Item, shown: Sequence[Item], total: int) -> Screen:
    """What came with the same words, each to be looked at by itself."""
    rows = column(*(Button(escaped(each.label), OpenCard(each.id)) for each in shown))
    return Screen(
        lines(
            t.n(
                "👥 <b>{n} item came with the same words as {label}</b>",
                "👥 <b>{n} items came with the same words as {label}</b>",
                total,
                label=item.label,
            ),
            quoted(first_line(item.text, 200), SHORT),
            t("Press one to look at it by itself."),
        ),
        rows,
        fresh=True,
    )


def reads_now(t: Texts, item: Item) -> Screen:
    """Above a long text that its author has changed: what stands below the card is no longer so."""
    return Screen(t("✏️ <b>{label} was changed by its author.</b> It reads now:", label=item.label))


def stands_below(t: Texts, item: Item) -> Screen:
    """In place of an older card, which nobody would think of when the name is taken off the item. A reply to it is one to
    the card.
    """
    return Screen(t("⬇️ {label}: its card stands further down.", label=item.label), about=item.id)


def moved_away(t: Texts, item: Item) -> Screen:
    """In place of a card in a group that no longer looks after it."""
    return Screen(t("↪️ {label} has moved to another group.", label=item.label))


def ask_question(t: Texts, item: Item, asker: Person) -> Screen:
    return Screen(
        t(
            "❓ {name}, what would you like to ask the author of {label}? Reply to this message. /cancel stops.",
            name=mention(asker.name, asker.chat_id),
            label=item.label,
        ),
        asks=True,
    )


def confirm_question(t: Texts, item: Item, draft: Draft) -> Screen:
    return Screen(
        lines(
            t("❓ <b>Send this to the author of {label}?</b>", label=item.label),
            quoted(draft.answers["words"], 1500) if draft.answers["words"] else None,
            t.n("📎 with {n} file", "📎 with {n} files", len(files)) if (files := draft.answers.get("files")) else None,
        ),
        column(
            Button(t("📨 Send to the author"), choice(draft, "sure", "yes")),
            Button(t("🤫 Keep it in the team"), Drop(draft.id)),
        ),
    )


def question_sent(t: Texts, item: Item) -> Screen:
    said = t("📨 Your question about {label} is with the author. The answer comes here.", label=item.label)
    return Screen(said, about=item.id)


def ask_reason(t: Texts, organisation: Organisation, item: Item, draft: Draft) -> Screen:
    reasons = [
        Button(t.name(reason.name), choice(draft, "reason", reason.code)) for reason in organisation.decline_reasons
    ]
    return Screen(
        t("✖️ <b>Why is {label} declined?</b> The author reads the reason.", label=item.label),
        column(
            *reasons,
            Button(t("✍️ In our own words"), choice(draft, "reason", OWN_WORDS)),
            Button(t("🚫 It is misuse"), ReportMisuse(item.id)),
            Button(t("↩️ Do not decline"), Drop(draft.id)),
        ),
    )


def ask_own_words(t: Texts, item: Item, asker: Person) -> Screen:
    return Screen(
        t(
            "✍️ {name}, why is {label} declined? Reply to this message; the author reads it. /cancel stops.",
            name=mention(asker.name, asker.chat_id),
            label=item.label,
        ),
        asks=True,
    )


def confirm_decline(t: Texts, organisation: Organisation, item: Item, draft: Draft) -> Screen:
    code, words = draft.answers["reason"], draft.answers["words"]
    reason = t.name(organisation.decline_reason(code).name) if code != OWN_WORDS else None
    return Screen(
        lines(
            t("✖️ <b>The author of {label} will read:</b>", label=item.label),
            quoted("\n".join(part for part in (reason.plain if reason else None, words) if part), 1500),
            t("🔁 This is a second look: with it the answer is final.") if rules.on_second_look(item) else None,
            None if words else t("To add a sentence of your own, reply to this message."),
        ),
        (
            (Button(t("📨 Decline with this reason"), choice(draft, "sure", "yes")),),
            (
                Button(t("Another reason"), choice(draft, "sure", "reason")),
                Button(t("↩️ Do not decline"), Drop(draft.id)),
            ),
        ),
    )


def declined(t: Texts, item: Item) -> Screen:
    return Screen(t("✖️ {label} is declined. The author has the reason.", label=item.label))


def ask_outcome(t: Texts, item: Item, asker: Person) -> Screen:
    return Screen(
        t(
            "🏁 {name}, what was done about {label}? Reply to this message; the author reads it. /cancel stops.",
            name=mention(asker.name, asker.chat_id),
            label=item.label,
        ),
        asks=True,
    )


def done(t: Texts, item: Item) -> Screen:
    return Screen(t("🏁 {label} is done. The author hears what was done.", label=item.label))


def answer_came(t: Texts, item: Item, words: str) -> Screen:
    """Without a name, which the card has: this message stays when the author hides it there."""
    return Screen(
        lines(
            t("🗣 <b>The author about {label}</b>", label=item.label),
            quoted(words, CARD_TEXT) if words else None,
        )
    )


def too_few_words(t: Texts) -> Html:
    return t("Please reply with a few words; the author reads them.")


def waiting_list(t: Texts, total: int, shown: Sequence[Item], page: int) -> Screen:
    """Many new items at once: one message instead of a flood."""
    rows: Rows = column(
        *(Button(Html(f"{item.label} ") + escaped(first_line(item.text, 40)), OpenCard(item.id)) for item in shown)
    )
    turned = turn(page, last_page(total, LIST_PAGE), ShowWaiting, t("◀ Back"), t("More ▶"))
    text = (
        t.n("📬 <b>{n} item waits for your team.</b>", "📬 <b>{n} items wait for your team.</b>", total)
        if total
        else t("📭 Nothing new here: every open item has its card above.")
    )
    return Screen(lines(text, t("Press one to see its card.") if total else None), (*rows, *turned))


def overdue(t: Texts, late: Sequence[Item], today: date, next_day: date) -> Screen:
    """The promises that are due, in the order given, and those of the next working day; apart from them what nobody waits
    for, as its author is not known.
    """
    answerable = [item for item in late if item.is_answerable]
    promised = [item for item in answerable if item.promised_on <= today or item.apologised_on is not None]
    soon = [item for item in answerable if item not in promised]
    others = [item for item in late if not item.is_answerable]
    answers = t.n("⏰ <b>{n} answer is due or overdue</b>", "⏰ <b>{n} answers are due or overdue</b>", len(promised))
    decisions = t.n(
        "👣 <b>{n} is to be decided, nobody waits for an answer</b>",
        "👣 <b>{n} are to be decided, nobody waits for an answer</b>",
        len(others),
    )
    before = t.n(
        "⏳ <b>{n} answer is due by {day}</b>", "⏳ <b>{n} answers are due by {day}</b>", len(soon), day=t.day(next_day)
    )
    parts = [
        lines(head, *(_due(t, item, today) for item in listed[:LONGEST_LIST]))
        for head, listed in ((answers, promised), (before, soon), (decisions, others))
        if listed
    ]
    rows = column(*(Button(escaped(item.label), OpenCard(item.id)) for item in (*promised, *soon, *others)[:LIST_PAGE]))
    return Screen(joined("\n\n", parts), rows)


def _due(t: Texts, item: Item, today: date) -> Html:
    late = item.promised_on < today or item.apologised_on is not None  # with an apology the day has moved on
    again = rules.on_second_look(item)
    marks = ("⚠️ " if late else "") + ("🔁 " if again else "")
    return joined(
        " · ", [Html(f"{marks}<b>{item.label}</b>"), escaped(first_line(item.text, 60)), t.day(item.promised_on)]
    )


def bound(t: Texts, team: Html, waiting: int) -> Screen:
    items = (
        t.n("{n} item waits for you, it comes now.", "{n} items wait for you, they come now.", waiting)
        if waiting
        else t("Ideas and feedback will come here as cards with buttons.")
    )
    return Screen(
        lines(
            t("👋 <b>This is now the group of: {team}</b>", team=team),
            items,
            t("Everybody in this group can take, ask, accept, decline and finish."),
        )
    )


def which_team(t: Texts, organisation: Organisation) -> Screen:
    codes = ", ".join(f"<code>/team {html.escape(team.code)}</code>" for team in organisation.teams)
    return Screen(t("Which team meets here? Write one of: {codes}", codes=Html(codes)))


def hello_group(t: Texts) -> Screen:
    return Screen(
        t(
            "👋 Hello! I am Kaiwa. To bring ideas here, somebody of the quality team writes /team and the team's code, "
            "or opens the team's invitation link."
        )
    )


def link_is_over(t: Texts) -> Html:
    return t("This link has been used already or is too old. /team and the team's code does the same.")
