"""Mine: what somebody sees of what he or she has sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from bot import decisions, identities, remarks, stages, whole
from bot.buttons import Press
from bot.closing import rules as closing
from bot.doors import AskSecondLook, EditItem, ItDidNotHelp, LookAt, ShowItem, ShowMine
from bot.remarks import Enclosed
from bot.screen import Button, Rows, Screen, column, last_page, page_of, turn
from bot.texts import Html, Texts, escaped, first_line, joined, lines, quoted
from bot.triage import rules as triage
from config.organisation import Organisation
from storage.records.item import Identity, Item, Kind, Remark, Stage

SHOWN = 700
"""Characters of somebody's own words that a screen repeats."""

PAGE = 8
SHOWN_REMARKS = 4
TALK_PAGE = 5


@dataclass(frozen=True, slots=True)
class ShowTalk(Press):
    """A page of what team and author said; 0 is the newest."""

    code: ClassVar[str] = "talk1"
    item: int
    page: int


@dataclass(frozen=True, slots=True)
class AskWithdraw(Press):
    code: ClassVar[str] = "back1"
    item: int


@dataclass(frozen=True, slots=True)
class Withdraw(Press):
    """Take it back, after a second thought."""

    code: ClassVar[str] = "back2"
    item: int


@dataclass(frozen=True, slots=True)
class AskTighten(Press):
    code: ClassVar[str] = "hide1"
    item: int


@dataclass(frozen=True, slots=True)
class Tighten(Press):
    """Tell less of who sent it, after a second thought."""

    code: ClassVar[str] = "hide2"
    item: int
    identity: Identity


@dataclass(frozen=True, slots=True)
class AskNoTrace(Press):
    """Ask once more, because it cannot be undone."""

    code: ClassVar[str] = "trace1"
    item: int


@dataclass(frozen=True, slots=True)
class Claim(Press):
    """Put a name to a hidden item."""

    code: ClassVar[str] = "claim1"
    token: str


@dataclass(frozen=True, slots=True)
class StayHidden(Press):
    """Put no name to it."""

    code: ClassVar[str] = "claim0"


@dataclass(frozen=True, slots=True)
class GetFiles(Press):
    """Have the team's files brought once more: they may not have arrived."""

    code: ClassVar[str] = "files1"
    item: int


@dataclass(frozen=True, slots=True)
class AnswerQuestion(Press):
    """Write the answer to the team's question."""

    code: ClassVar[str] = "ans1"
    item: int


def nothing_yet(t: Texts) -> Screen:
    return Screen(
        lines(
            t("Nothing of yours is here yet. Just write what could be better."),
            t("👣 What was sent without a trace cannot be listed: nothing tells that it is yours."),
        )
    )


def mine(t: Texts, items: Sequence[Item], *, page: int, total: int, today: date) -> Screen:
    head = t.n("📋 <b>You have sent {n} message</b>", "📋 <b>You have sent {n} messages</b>", total)
    listed = [
        lines(
            Html("<b>") + item.label + Html("</b> ") + first_line(item.text),
            stages.sentence(t, item, today),
            t("🕶 Hidden: nobody sees that it comes from you.") if item.identity is Identity.HIDDEN else None,
        )
        for item in items
    ]
    buttons = tuple(Button(escaped(item.label), ShowItem(item.id)) for item in items)
    rows: Rows = tuple(buttons[i : i + 4] for i in range(0, len(buttons), 4))
    turned = turn(page, last_page(total, PAGE), ShowMine, t("◀ Newer"), t("Older ▶"))
    return Screen(joined("\n\n", [head, *listed]), (*rows, *turned))


def one(
    t: Texts,
    organisation: Organisation,
    item: Item,
    talk: Sequence[Remark],
    enclosed: Enclosed,
    *,
    asked: str | None,
    files: int,
    today: date,
    open_question: bool,
    withdrawable: bool,
    colleague: bool,
    editable: bool,
    idea: Item | None = None,
) -> Screen:
    """`idea`: what a feedback was joined with; what is decided about that is its answer."""
    decided = idea or item
    spoken = _spoken(t, talk[-SHOWN_REMARKS:], enclosed, 200)
    text = lines(
        Html("<b>") + item.label + Html("</b>"),
        quoted(item.text, whole.TEXT),
        t.n("📎 with {n} file", "📎 with {n} files", files) if files else None,
        t("🎯 Campaign: {question}", question=asked) if asked else None,
        t("🏢 Department: {unit}", unit=t.name(organisation.unit(item.unit).name)) if item.unit else None,
        None if stages.sent_today(item, today) else t("Sent on {day}", day=t.day(item.said_on)),
        t("🕶 Hidden: nobody sees that it comes from you.") if item.identity is Identity.HIDDEN else None,
        Html(""),
        stages.sentence(t, item, today),
        _idea_stands(t, idea, today) if idea else None,
        decisions.why(t, organisation, decided, whole.WORDS),
        decisions.what_was_done(t, decided, whole.WORDS),
        *([Html(""), *spoken] if spoken else []),
    )
    rows = (
        *column(
            _write(t, item, asked=open_question),
            Button(t("🔁 Ask for a second look"), AskSecondLook(item.id))
            if closing.may_ask_again(item, organisation, today)
            else None,
            _object(t, organisation, item, today),
            Button(t("✏️ Change the words"), EditItem(item.id)) if editable else None,
            whole.button(t, item),
            Button(t("💬 The whole talk"), ShowTalk(item.id, 0)) if len(talk) > SHOWN_REMARKS else None,
            Button(t("📎 Files from the team"), GetFiles(item.id))
            if any(remark.by_team and enclosed.get(remark.id) for remark in talk)
            else None,
            Button(t("👁 As colleagues see it"), LookAt(decided.id))
            if colleague and decided.kind is Kind.IDEA
            else None,
        ),
        tuple(
            button
            for button in (
                _hide(t, item),
                Button(t("🗑 Take it back"), AskWithdraw(item.id)) if withdrawable else None,
            )
            if button
        ),
        *column(Button(t("📋 All I have sent"), ShowMine(0))),
    )
    return Screen(text, tuple(row for row in rows if row), about=item.id)


def _idea_stands(t: Texts, idea: Item, today: date) -> Html:
    return t("💡 Idea {label}: {stands}", label=idea.label, stands=stages.sentence(t, idea, today))


def talk(t: Texts, item: Item, talk: Sequence[Remark], enclosed: Enclosed, *, page: int) -> Screen:
    """A page of what team and author said, in order; the last page first."""
    last, back = last_page(len(talk), TALK_PAGE), page_of(page, len(talk), TALK_PAGE)
    first = (last - back) * TALK_PAGE
    spoken = _spoken(t, talk[first : first + TALK_PAGE], enclosed, 600)
    turned = turn(last - back, last, lambda page: ShowTalk(item.id, last - page), t("◀ Earlier"), t("Later ▶"))
    head = t("💬 <b>The talk about {label}</b>", label=item.label)
    own = column(Button(t("📋 How it stands"), ShowItem(item.id)))
    return Screen(joined("\n\n", [head, *spoken]), (*turned, *own), about=item.id)


def _object(t: Texts, organisation: Organisation, item: Item, today: date) -> Button | None:
    """The way to say that it did not help; the question about it may not have arrived."""
    if closing.may_reopen(item, organisation, today):
        return Button(t("♻️ It is not solved"), ItDidNotHelp(item.id))
    return (
        Button(t("👎 It did not help"), ItDidNotHelp(item.id)) if closing.may_say(item, organisation, today) else None
    )


def _spoken(t: Texts, talk: Sequence[Remark], enclosed: Enclosed, longest: int) -> list[Html]:
    return [
        t("🧭 <b>Team:</b> {words}", words=words) if remark.by_team else t("🗣 <b>You:</b> {words}", words=words)
        for remark in talk
        for words in [remarks.said(t, remark, enclosed.get(remark.id, ()), longest)]
    ]


def ask_answer(t: Texts, item: Item, question: Remark | None) -> Screen:
    """What the author has to say, be it asked or not."""
    return Screen(
        lines(
            t("↩️ <b>Your answer about {label}:</b>", label=item.label)
            if question
            else t("✍️ <b>What shall the team know about {label}?</b>", label=item.label),
            quoted(question.text, 600) if question and question.text else None,
            t("Write it here, or send a photo, a voice message or a file. /cancel stops."),
            identities.may_be_told(t) if item.identity is Identity.HIDDEN else None,
        ),
        asks=True,
        about=item.id,
    )


def offer_reply(t: Texts) -> Html:
    return t("Please answer with words, so that the team understands.")


def ask_edit(t: Texts, item: Item) -> Screen:
    return Screen(
        lines(
            t("✏️ <b>How shall {label} read?</b> Write the whole text anew. /cancel stops.", label=item.label),
            quoted(item.text, SHOWN),
        ),
        asks=True,
        about=item.id,
    )


def edited(t: Texts, item: Item) -> Screen:
    return Screen(
        lines(
            t("✏️ <b>{label} is changed.</b> The team sees the new words.", label=item.label), quoted(item.text, SHOWN)
        ),
        column(Button(t("📋 How it stands"), ShowItem(item.id))),
        about=item.id,
    )


def edit_unknown(t: Texts) -> Html:
    return t(
        "You changed a message, but I cannot tell what was made of it, so nothing else has changed. What is sent can be changed for a quarter of an hour, unless it was sent without a trace."
    )


def answer_stands(t: Texts, item: Item) -> Html:
    return t(
        "The team has your answer about {label} as it was. Please send what is different as a new reply.",
        label=item.label,
    )


def ask_withdraw(t: Texts, item: Item) -> Screen:
    return Screen(
        lines(
            t("🗑 <b>Take {label} back?</b>", label=item.label),
            quoted(first_line(item.text, 200), SHOWN),
            _what_taking_back_means(t, item),
        ),
        column(Button(t("🗑 Yes, take it back"), Withdraw(item.id)), Button(t("↩️ No, leave it"), ShowItem(item.id))),
        about=item.id,
    )


def _what_taking_back_means(t: Texts, item: Item) -> Html:
    if item.already:
        return t("The team is told, and colleagues do not see it any longer.")
    if item.stage is Stage.MERGED:
        return t("The team is told. The idea that it was joined with goes on if others support it.")
    return t("The team is told, and nobody works on it any longer.")


def withdrawn(t: Texts, item: Item) -> Screen:
    return Screen(
        t("↩️ <b>{label} is taken back.</b> The team knows.", label=item.label),
        column(Button(t("📋 All I have sent"), ShowMine(0))),
        about=item.id,
    )


def ask_tighten(t: Texts, item: Item, *, commented: bool) -> Screen:
    """Of an item that bears a name: what would go."""
    text = lines(
        t("🔒 <b>Hide who sent {label}?</b>", label=item.label),
        t(
            "🕶 <b>Hidden:</b> your name leaves it. You can still be asked, and you hear the answer. Nobody sees who you are."
        ),
        _no_trace(t),
        t(
            "💬 Your comments about it stay, with your name. If their words tell that it comes from you, take them back too."
        )
        if commented
        else None,
        _remembered(t),
    )
    rows = column(
        Button(identities.name(t, Identity.HIDDEN), Tighten(item.id, Identity.HIDDEN)),
        Button(identities.name(t, Identity.NO_TRACE), AskNoTrace(item.id)),
        Button(t("↩️ Leave it as it is"), ShowItem(item.id)),
    )
    return Screen(text, rows, about=item.id)


def ask_no_trace(t: Texts, item: Item) -> Screen:
    """What nobody can take back."""
    text = lines(
        t("👣 <b>Remove the last trace of you from {label}?</b>", label=item.label),
        quoted(first_line(item.text, 200), SHOWN),
        _no_trace(t),
        _remembered(t),
    )
    rows = column(
        Button(t("👣 Yes, remove it"), Tighten(item.id, Identity.NO_TRACE)),
        Button(t("↩️ No, leave it"), ShowItem(item.id)),
    )
    return Screen(text, rows, about=item.id)


def tightened(t: Texts, item: Item) -> Screen:
    if item.identity is Identity.HIDDEN:
        text = t("🕶 <b>{label} is hidden now.</b> Your name has left it; you still hear the answer.", label=item.label)
        return Screen(text, column(Button(t("📋 How it stands"), ShowItem(item.id))), about=item.id)
    return Screen(t("👣 <b>Done.</b> Nothing leads from {label} to you any longer.", label=item.label))


def ask_claim(t: Texts, token: str, name: str, item: Item | None) -> Screen:
    """`item`: what it is about, for its author alone; to others the link tells nothing."""
    asked = t(
        "🔑 <b>Put your name to it?</b> With this link {name} becomes the author of the hidden message. The team will see the name.",
        name=name,
    )
    about = (Html(f"<b>{item.label}</b>"), quoted(first_line(item.text, 200), SHOWN)) if item else ()
    yes, no = Button(t("👤 Yes, it was me"), Claim(token)), Button(t("🕶 No, leave it hidden"), StayHidden())
    return Screen(lines(asked, *about), column(yes, no))


def stays_hidden(t: Texts) -> Screen:
    return Screen(t("🕶 It stays hidden. The link goes on working, so keep it to yourself."))


def claimed(t: Texts, item: Item) -> Screen:
    return Screen(
        t("👤 <b>{label} carries your name now.</b>", label=item.label),
        column(Button(t("📋 How it stands"), ShowItem(item.id))),
        about=item.id,
    )


def claim_is_over(t: Texts) -> Html:
    return t("This link is not good any more: the name stands already, or the last trace is gone.")


def all_words(t: Texts, organisation: Organisation, item: Item) -> str:
    """What was said, and with which words it was decided, in full."""
    code, words = triage.reason_of(item)
    reason = t.name(organisation.decline_reason(code).name).plain if code else None
    return "\n\n".join(part for part in (item.text, reason, words, item.outcome) if part)


def _write(t: Texts, item: Item, *, asked: bool) -> Button | None:
    """Of what was taken back there is nothing more to say."""
    if item.stage is Stage.WITHDRAWN:
        return None
    return Button(t("↩️ Answer") if asked else t("✍️ Write to the team"), AnswerQuestion(item.id))


def _hide(t: Texts, item: Item) -> Button | None:
    hiding = {
        Identity.NAMED: Button(t("🔒 Hide who I am"), AskTighten(item.id)),
        Identity.HIDDEN: Button(t("👣 Remove the last trace"), AskNoTrace(item.id)),
        Identity.NO_TRACE: None,
    }
    return hiding[item.identity]


def _no_trace(t: Texts) -> Html:
    return t(
        "👣 <b>No trace:</b> whatever leads to you is destroyed. Nobody can answer you, and you cannot find, change or take it back any more. This cannot be undone."
    )


def _remembered(t: Texts) -> Html:
    return t(
        "What people have read before they may remember, and copies of the data from before keep it until they are replaced."
    )
