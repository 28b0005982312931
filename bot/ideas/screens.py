"""Ideas: what the author sees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from bot.buttons import Press
from bot.dialogue import Drop, choice
from bot.doors import ShowItem, ShowMine
from bot.screen import Button, Rows, Screen, column
from bot.texts import Html, Texts, escaped, first_line, first_name, joined, lines, quoted, shortened
from bot.triage import rules as triage
from config.organisation import Organisation
from storage.records.draft import Draft
from storage.records.item import Item, Kind, Remark, Stage

SHOWN = 700
"""Characters of somebody's own words that a screen repeats."""

PAGE = 8


@dataclass(frozen=True, slots=True)
class AnswerQuestion(Press):
    """Write the answer to the team's question."""

    code: ClassVar[str] = "ans1"
    item: int


def ask_words(t: Texts, draft: Draft) -> Screen:
    if files := len(draft.answers.get("files", ())):
        got = t.n("📎 Got it, {n} file.", "📎 Got it, {n} files.", files)
        ask = t("<b>What could be better?</b> Write one or two sentences to go with it.")
        return Screen(lines(got, ask), key=f"draft:{draft.id}")
    return Screen(
        lines(
            t("💡 <b>What could be better?</b>"),
            t("Write it as you would tell a colleague. A photo or a voice message is fine too."),
        )
    )


def too_short(t: Texts) -> Html:
    return t("That is very short. Please write a few words, so that others understand what you mean.")


def too_long(t: Texts, most: int) -> Html:
    return t.n(
        "That is more than {n} character. Please send the rest as a file.",
        "That is more than {n} characters. Please send the rest as a file.",
        most,
    )


def too_many_files(t: Texts, most: int) -> Html:
    return t.n("{n} file is the most for one idea.", "{n} files are the most for one idea.", most)


def ask_more(t: Texts) -> Screen:
    return Screen(t("➕ Write what should be added, or send a photo, a voice message or a file."), asks=True)


def ask_unit(t: Texts, organisation: Organisation, draft: Draft) -> Screen:
    choices = [(unit.code, t.name(unit.name)) for unit in organisation.units]
    return Screen(
        t("🏢 <b>Which department is it about?</b>"),
        _choices(draft, "unit", [*choices, ("-", t("I am not sure, the team will find it"))]),
    )


def ask_topic(t: Texts, organisation: Organisation, draft: Draft) -> Screen:
    choices = [(topic.code, t.name(topic.name)) for topic in organisation.topics]
    return Screen(t("🏷 <b>What is it about?</b>"), _choices(draft, "topic", [*choices, ("-", t("Something else"))]))


def preview(
    t: Texts,
    organisation: Organisation,
    draft: Draft,
    *,
    name: str,
    unit: str | None,
    topic: str | None,
    promised_on: date,
    answerable: Sequence[Item],
    joinable: bool,
    employee: bool,
) -> Screen:
    files = len(draft.answers.get("files", ()))
    text = lines(
        t("<b>Shall I send this?</b>"),
        quoted(draft.answers["words"], SHOWN),
        t.n("📎 with {n} file", "📎 with {n} files", files) if files else None,
        t("🏢 Department: {unit}", unit=t.name(organisation.unit(unit).name))
        if unit
        else t("🏢 Department: the team will find it"),
        t("🏷 Topic: {topic}", topic=t.name(organisation.topic(topic).name)) if topic else None,
        t("👤 From: {name}. The team sees your name.", name=name),
        t(
            "📅 Answer by {day} from: {team}",
            day=t.day(promised_on),
            team=t.name(organisation.team_for(unit).name),
        ),
    )
    idea = Button(t("💡 Send as an idea"), choice(draft, "what", Kind.IDEA))
    feedback = Button(t("💬 Send as feedback"), choice(draft, "what", Kind.FEEDBACK))
    answers = [
        Button(t("↩️ Answer to {label}", label=item.label), choice(draft, "what", f"answer{item.id}"))
        for item in answerable
    ]
    rows: Rows = (
        *column(*answers),
        *column(*((idea, feedback) if employee else (feedback, idea))),
        (
            Button(t("🏢 Department"), choice(draft, "what", "unit")),
            Button(t("🏷 Topic"), choice(draft, "what", "topic")),
        ),
        (
            Button(t("➕ Add to it"), choice(draft, "what", "more")),
            Button(t("🗑 Drop it"), Drop(draft.id)),
        ),
        *column(Button(t("🔗 Join with my message before"), choice(draft, "what", "join")) if joinable else None),
    )
    return Screen(text, rows, key=f"draft:{draft.id}")


def receipt(t: Texts, organisation: Organisation, item: Item, name: str) -> Screen:
    days = organisation.working_days.between(item.said_on, item.promised_on)
    return Screen(
        lines(
            t("✅ <b>{label}</b> is on its way. Thank you, {name}!", label=item.label, name=first_name(name)),
            quoted(item.text, SHOWN),
            t("The team reads it: {team}.", team=t.name(organisation.team(item.team).name)),
            t.n(
                "📅 You get an answer by <b>{day}</b>, within {n} working day.",
                "📅 You get an answer by <b>{day}</b>, within {n} working days.",
                days,
                day=t.day(item.promised_on),
            ),
            t("You hear of each step here. /mine shows how it stands."),
        ),
        column(Button(t("📋 How it stands"), ShowItem(item.id))),
        about=item.id,
    )


def answered(t: Texts, item: Item) -> Screen:
    return Screen(t("✅ Your answer to {label} is with the team. Thank you!", label=item.label), about=item.id)


def nothing_yet(t: Texts) -> Screen:
    return Screen(t("You have not sent anything by name yet. Just write what could be better."))


def mine(t: Texts, items: Sequence[Item], *, page: int, total: int, today: date) -> Screen:
    head = t.n("📋 <b>You have sent {n} message</b>", "📋 <b>You have sent {n} messages</b>", total)
    listed = [
        lines(
            Html("<b>") + item.label + Html("</b> ") + first_line(item.text),
            stage_sentence(t, item, today),
        )
        for item in items
    ]
    buttons = tuple(Button(escaped(item.label), ShowItem(item.id)) for item in items)
    rows: Rows = tuple(buttons[i : i + 4] for i in range(0, len(buttons), 4))
    turn = tuple(
        button
        for button in (
            Button(t("◀ Newer"), ShowMine(page - 1)) if page else None,
            Button(t("Older ▶"), ShowMine(page + 1)) if (page + 1) * PAGE < total else None,
        )
        if button
    )
    return Screen(joined("\n\n", [head, *listed]), (*rows, turn) if turn else rows)


def one(
    t: Texts,
    organisation: Organisation,
    item: Item,
    talk: Sequence[Remark],
    *,
    files: int,
    today: date,
    open_question: bool,
) -> Screen:
    spoken = [
        t("🧭 <b>Team:</b> {words}", words=shortened(remark.text, 200))
        if remark.by_team
        else t("🗣 <b>You:</b> {words}", words=shortened(remark.text, 200))
        for remark in talk[-4:]
    ]
    text = lines(
        Html("<b>") + item.label + Html("</b>"),
        quoted(item.text, 1500),
        t.n("📎 with {n} file", "📎 with {n} files", files) if files else None,
        t("🏢 Department: {unit}", unit=t.name(organisation.unit(item.unit).name)) if item.unit else None,
        t("Sent on {day}", day=t.day(item.said_on)),
        Html(""),
        stage_sentence(t, item, today),
        _why(t, organisation, item),
        t("<b>What was done:</b> {outcome}", outcome=shortened(item.outcome, 600)) if item.outcome else None,
        *([Html(""), *spoken] if spoken else []),
    )
    answer = Button(t("↩️ Answer"), AnswerQuestion(item.id)) if open_question else None
    return Screen(text, column(answer, Button(t("📋 All I have sent"), ShowMine(0))), about=item.id)


def _why(t: Texts, organisation: Organisation, item: Item) -> Html | None:
    code, words = triage.reason_of(item)
    parts = [t.name(organisation.decline_reason(code).name) if code else None, escaped(shortened(words, 600))]
    said = joined(" – ", [part for part in parts if part])
    return t("<b>Why:</b> {reason}", reason=said) if said else None


def stage_sentence(t: Texts, item: Item, today: date) -> Html:
    """Where an item stands, in a sentence with the days."""
    waiting = (today - item.said_on).days
    if item.stage in (Stage.RECEIVED, Stage.IN_REVIEW):
        since = t.n("waiting for {n} day", "waiting for {n} days", waiting) if waiting else t("sent today")
        name = t("📥 Received") if item.stage is Stage.RECEIVED else t("👀 Being looked at")
        due = (
            t("answer by {day}", day=t.day(item.promised_on))
            if item.promised_on >= today
            else t("the answer was due on {day}, we are sorry", day=t.day(item.promised_on))
        )
        return Html(f"{name}, {since}, {due}")
    closed = t.day(item.closed_on) if item.closed_on else ""
    sentences = {
        Stage.ACCEPTED: t("👍 Accepted, it will be done"),
        Stage.TESTING: t("🧪 Being tried out"),
        Stage.DONE: t("🏁 Done on {day}", day=closed),
        Stage.DECLINED: t("✖️ Declined on {day}", day=closed),
        Stage.MERGED: t("🔗 Joined with another one"),
        Stage.WITHDRAWN: t("↩️ Withdrawn"),
    }
    return sentences[item.stage]


def ask_answer(t: Texts, item: Item, question: str | None) -> Screen:
    return Screen(
        lines(
            t("↩️ <b>Your answer about {label}:</b>", label=item.label),
            quoted(question, 600) if question else None,
            t("Write it here. /cancel stops."),
        ),
        asks=True,
        about=item.id,
    )


def offer_reply(t: Texts) -> Html:
    return t("Please answer with words, so that the team understands.")


def cannot_take(t: Texts, other: str) -> Html:
    """A kind of message that holds no words."""
    if other == "location":
        return t("A place alone does not say what could be better. Please add a few words about it.")
    if other == "contact":
        return t("I do not keep other people's contacts. Please write what could be better.")
    return t(
        "I can read words, photos, voice messages, videos and files, but not this. Please write what could be better."
    )


def only_invited(t: Texts) -> Html:
    return t("To send ideas here you need an invitation from the organisation: open its link, that is all.")


def _choices(draft: Draft, question: str, choices: Sequence[tuple[str, Html]]) -> Rows:
    buttons = [Button(label, choice(draft, question, code)) for code, label in choices]
    pairs = [tuple(buttons[i : i + 2]) for i in range(0, len(buttons) - 1, 2)]
    return (*pairs, (buttons[-1],)) if len(buttons) % 2 else (*pairs[:-1], (buttons[-2],), (buttons[-1],))


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
        quoted(question, 2000),
        t("It comes from: {team}. Reply to this message, or press the button.", team=team),
    )
    return Screen(text, column(Button(t("↩️ Answer"), AnswerQuestion(item.id))), about=item.id)


def accepted(t: Texts, item: Item) -> Screen:
    said = t("👍 <b>{label} is accepted.</b> It will be done. You hear when it is.", label=item.label)
    return _step(t, item, said, first_line(item.text))


def declined(t: Texts, item: Item, reason: Html | None, words: str) -> Screen:
    """A refusal with its reason, in the author's language; own words as they were written."""
    text = lines(
        t("✖️ <b>{label} has been declined.</b>", label=item.label),
        quoted(first_line(item.text, 200), SHOWN),
        t("<b>Why:</b> {reason}", reason=reason) if reason else None,
        escaped(shortened(words, 2000)) if words else None,
        t("Thank you for telling us. If something is unclear, reply to this message."),
    )
    return Screen(text, column(Button(t("📋 How it stands"), ShowItem(item.id))), about=item.id)


def done(t: Texts, item: Item) -> Screen:
    text = lines(
        t("🏁 <b>{label} is done.</b>", label=item.label),
        quoted(first_line(item.text, 200), SHOWN),
        t("<b>What was done:</b> {outcome}", outcome=shortened(item.outcome or "", 2000)),
        t("Thank you! It began with your message."),
    )
    return Screen(text, column(Button(t("📋 How it stands"), ShowItem(item.id))), about=item.id)


def _step(t: Texts, item: Item, said: Html, title: str) -> Screen:
    return Screen(
        lines(said, quoted(title, SHOWN)),
        column(Button(t("📋 How it stands"), ShowItem(item.id))),
        about=item.id,
    )
