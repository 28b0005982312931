"""Ideas: what the author sees."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from bot import stages
from bot.buttons import Press
from bot.closing import rules as closing
from bot.dialogue import Drop, choice
from bot.doors import AskSecondLook, LookAt, ShowItem, ShowMine
from bot.ideas import sentences
from bot.ideas.rules import LARGEST_PICTURE
from bot.screen import Button, Rows, Screen, column, turn
from bot.texts import Html, Texts, escaped, first_line, first_name, joined, lines, quoted, shortened
from bot.triage import rules as triage
from config.organisation import Organisation
from storage.records.draft import Draft
from storage.records.item import OPEN_STAGES, Identity, Item, Kind, Remark

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
class EditItem(Press):
    """Write other words, for a quarter of an hour."""

    code: ClassVar[str] = "edit1"
    item: int


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
class Claim(Press):
    """Put a name to a hidden item."""

    code: ClassVar[str] = "claim1"
    token: str


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


def unshowable(t: Texts, size: int) -> Html:
    """A picture sent as a file that could not be freed of place, time and device."""
    if size > LARGEST_PICTURE:
        return t("This picture is too large to take out where and when it was made. Please send it as a photo.")
    return t("From this kind of picture I cannot take out where and when it was made. Please send it as a photo.")


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


def ask_identity(t: Texts, draft: Draft, *, team: Html, seal_days: int, files: bool, few: bool) -> Screen:
    """What is stored and who can see it, before anything is sent."""
    text = lines(
        t("🔒 <b>Who may know that it comes from you?</b>"),
        Html(""),
        t(
            "👤 <b>With my name.</b> Your name is stored with it. This team sees it: {team}. Others who read it do not.",
            team=team,
        ),
        Html(""),
        t(
            "🕶 <b>Hidden.</b> Nobody sees who you are, not even the team. Where to reach you lies locked away from the text, so the team can ask and you hear the answer."
        ),
        t.n(
            "{n} day after it is closed, this way back to you is destroyed.",
            "{n} days after it is closed, this way back to you is destroyed.",
            seal_days,
        ),
        Html(""),
        t(
            "👣 <b>No trace.</b> Nothing is stored that leads to you. So nobody can answer you, and you cannot find, change or take it back later."
        ),
        Html(""),
        t("🎯 So few were asked this question that without your name your idea is sent without the question.")
        if few
        else None,
        t("⚠️ The photo, voice or file that you send, or its name, may still tell who you are.")
        if files
        else t("⚠️ What you write may still tell who you are."),
    )
    buttons = [Button(sentences.identity(t, each), choice(draft, "identity", each)) for each in Identity]
    return Screen(text, column(*buttons))


def preview(
    t: Texts,
    organisation: Organisation,
    draft: Draft,
    *,
    name: str,
    identity: Identity,
    unit: str | None,
    topic: str | None,
    campaign: Html | None,
    promised_on: date,
    answerable: Sequence[Item],
    alike: Sequence[Item],
    employee: bool,
) -> Screen:
    """The message as it would be sent, who would know, what others said before, and what can be done with it."""
    files, already = len(draft.answers.get("files", ())), bool(draft.answers.get("already"))
    team = t.name(organisation.team_for(unit).name)
    text = lines(
        t("<b>Shall I log this as done?</b>") if already else t("<b>Shall I send this?</b>"),
        quoted(draft.answers["words"], SHOWN),
        t.n("📎 with {n} file", "📎 with {n} files", files) if files else None,
        t("🎯 Campaign: {question}", question=campaign) if campaign else None,
        t("🏢 Department: {unit}", unit=t.name(organisation.unit(unit).name))
        if unit
        else t("🏢 Department: the team will find it"),
        t("🏷 Topic: {topic}", topic=t.name(organisation.topic(topic).name)) if topic else None,
        _who_knows(t, identity, name, team),
        t("📅 Answer by {day} from: {team}", day=t.day(promised_on), team=team)
        if identity is not Identity.NO_TRACE and not already
        else None,
        *_alike(t, alike),
    )
    return Screen(text, _ways(t, draft, answerable, alike, employee, already), key=f"draft:{draft.id}")


def _who_knows(t: Texts, identity: Identity, name: str, team: Html) -> Html:
    known = {
        Identity.NAMED: t("👤 From: {name}. The team sees your name, others do not.", name=name),
        Identity.HIDDEN: t("🕶 Hidden: nobody sees who you are. You can be asked, and you hear the answer."),
        Identity.NO_TRACE: t("👣 No trace: nothing leads to you. Nobody can answer you, and you cannot take it back."),
    }
    return known[identity]


def _alike(t: Texts, alike: Sequence[Item]) -> list[Html]:
    if not alike:
        return []
    head = t.n(
        "🔎 <b>{n} idea like this is there already:</b>", "🔎 <b>{n} ideas like this are there already:</b>", len(alike)
    )
    listed = [
        joined(
            " · ",
            [
                Html("<b>") + item.label + Html("</b> ") + first_line(item.text, 80),
                stages.name(t, item.stage),
                *([t.n("{n} voice", "{n} voices", item.voices)] if item.voices else []),
            ],
        )
        for item in alike
    ]
    return [Html(""), head, *listed]


def _ways(
    t: Texts, draft: Draft, answerable: Sequence[Item], alike: Sequence[Item], employee: bool, already: bool
) -> Rows:
    """What can be done with the message, the likeliest first."""

    def way(label: Html, value: str) -> Button:
        return Button(label, choice(draft, "what", value))

    idea, feedback = way(t("💡 Send as an idea"), Kind.IDEA), way(t("💬 Send as feedback"), Kind.FEEDBACK)
    sending = [idea, feedback] if employee else [feedback, idea]
    if already:
        sending = [way(t("🛠 Log it as done"), "already")]
    return (
        *column(*(way(t("↩️ Answer to {label}", label=item.label), f"answer{item.id}") for item in answerable)),
        *column(*sending),
        *column(*(_instead(t, item, way) for item in alike)),
        *column(way(t("🔒 Who sees my name"), "identity")),
        (way(t("✏️ Change or add"), "change"), Button(t("🗑 Drop it"), Drop(draft.id))),
    )


def ask_change(t: Texts, draft: Draft, *, joinable: bool, employee: bool) -> Screen:
    """One thing about the message that shall be otherwise."""

    def change(label: Html, value: str) -> Button:
        return Button(label, choice(draft, "change", value))

    already = bool(draft.answers.get("already"))
    rows: Rows = (
        *column(change(t("➕ Add to it"), "more")),
        (change(t("🏢 Department"), "unit"), change(t("🏷 Topic"), "topic")),
        *column(
            change(t("🔗 Join with my message before"), "join") if joinable else None,
            change(t("💡 It is still to be done") if already else t("🛠 It is done already"), "already")
            if employee
            else None,
            change(t("↩️ Leave it as it is"), "back"),
        ),
    )
    return Screen(t("✏️ <b>What shall be otherwise?</b>"), rows, key=f"draft:{draft.id}")


def _instead(t: Texts, item: Item, way: Callable[[Html, str], Button]) -> Button:
    if item.stage in OPEN_STAGES:
        return way(t("🙌 Support {label} instead", label=item.label), f"voice{item.id}")
    return Button(t("👁 Look at {label}", label=item.label), LookAt(item.id))


def receipt(t: Texts, organisation: Organisation, item: Item, name: str, *, claim: str | None) -> Screen:
    traceless = item.identity is Identity.NO_TRACE
    if item.already:
        return _logged(t, item, name, claim=claim)
    days = organisation.working_days.between(item.said_on, item.promised_on)
    text = lines(
        t("✅ <b>{label}</b> is on its way. Thank you, {name}!", label=item.label, name=first_name(name)),
        quoted(item.text, SHOWN),
        t("The team reads it: {team}.", team=t.name(organisation.team(item.team).name)),
        t("👣 Nothing leads to you: no answer can come here, and nothing can be changed.")
        if traceless
        else t.n(
            "📅 You get an answer by <b>{day}</b>, within {n} working day.",
            "📅 You get an answer by <b>{day}</b>, within {n} working days.",
            days,
            day=t.day(item.promised_on),
        ),
        None if traceless else t("You hear of each step here. /mine shows how it stands."),
        _keep_claim(t, claim),
    )
    if traceless:
        return Screen(text)
    rows = column(Button(t("📋 How it stands"), ShowItem(item.id)), Button(t("✏️ Change the words"), EditItem(item.id)))
    return Screen(text, rows, about=item.id)


def _logged(t: Texts, item: Item, name: str, *, claim: str | None) -> Screen:
    text = lines(
        t("🛠 <b>{label}</b> is logged. Well done, {name}!", label=item.label, name=first_name(name)),
        quoted(item.text, SHOWN),
        t("Colleagues find it among what has been done, and can say thanks."),
        _keep_claim(t, claim),
    )
    return Screen(text, about=None if item.identity is Identity.NO_TRACE else item.id)


def _keep_claim(t: Texts, claim: str | None) -> Html | None:
    """The author's own proof, which nobody else has."""
    return t("🔑 To put your name to it later, keep this link to yourself: {link}", link=claim) if claim else None


def supported(t: Texts, item: Item) -> Screen:
    text = lines(
        t("🙌 <b>Your voice counts for {label}.</b> You hear of each step.", label=item.label),
        quoted(first_line(item.text, 200), SHOWN),
        t.n("It has {n} voice now.", "It has {n} voices now.", item.voices),
    )
    return Screen(text, column(Button(t("👁 Look at it"), LookAt(item.id))), about=None)


def answered(t: Texts, item: Item) -> Screen:
    return Screen(t("✅ Your answer to {label} is with the team. Thank you!", label=item.label), about=item.id)


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
    turned = turn(page, (total - 1) // PAGE, ShowMine, t("◀ Newer"), t("Older ▶"))
    return Screen(joined("\n\n", [head, *listed]), (*rows, *turned))


def one(
    t: Texts,
    organisation: Organisation,
    item: Item,
    talk: Sequence[Remark],
    *,
    files: int,
    today: date,
    open_question: bool,
    withdrawable: bool,
    colleague: bool,
    editable: bool,
) -> Screen:
    spoken = [
        (t("🧭 <b>Team:</b> {words}", words=words) if remark.by_team else t("🗣 <b>You:</b> {words}", words=words))
        for remark in talk[-SHOWN_REMARKS:]
        if (words := shortened(remark.text, 200) or t("a file"))
    ]
    text = lines(
        Html("<b>") + item.label + Html("</b>"),
        quoted(item.text, 1500),
        t.n("📎 with {n} file", "📎 with {n} files", files) if files else None,
        t("🏢 Department: {unit}", unit=t.name(organisation.unit(item.unit).name)) if item.unit else None,
        t("Sent on {day}", day=t.day(item.said_on)),
        t("🕶 Hidden: nobody sees that it comes from you.") if item.identity is Identity.HIDDEN else None,
        Html(""),
        stages.sentence(t, item, today),
        _why(t, organisation, item),
        _what_was_done(t, item),
        *([Html(""), *spoken] if spoken else []),
    )
    tighter = item.identity is not Identity.NO_TRACE
    rows = (
        *column(
            Button(t("↩️ Answer"), AnswerQuestion(item.id)) if open_question else None,
            Button(t("🔁 Ask for a second look"), AskSecondLook(item.id))
            if closing.may_ask_again(item, organisation, today)
            else None,
            Button(t("✏️ Change the words"), EditItem(item.id)) if editable else None,
            Button(t("💬 The whole talk"), ShowTalk(item.id, 0)) if len(talk) > SHOWN_REMARKS else None,
            Button(t("👁 As colleagues see it"), LookAt(item.id)) if colleague and item.kind is Kind.IDEA else None,
        ),
        tuple(
            button
            for button in (
                Button(t("🔒 Hide who I am"), AskTighten(item.id)) if tighter else None,
                Button(t("🗑 Take it back"), AskWithdraw(item.id)) if withdrawable else None,
            )
            if button
        ),
        *column(Button(t("📋 All I have sent"), ShowMine(0))),
    )
    return Screen(text, tuple(row for row in rows if row), about=item.id)


def talk(t: Texts, item: Item, talk: Sequence[Remark], *, page: int) -> Screen:
    """A page of what team and author said, in order; the last page first."""
    last = max(0, (len(talk) - 1) // TALK_PAGE)
    back = min(max(page, 0), last)
    first = (last - back) * TALK_PAGE
    spoken = [
        (t("🧭 <b>Team:</b> {words}", words=words) if remark.by_team else t("🗣 <b>You:</b> {words}", words=words))
        for remark in talk[first : first + TALK_PAGE]
        if (words := shortened(remark.text, 600) or t("a file"))
    ]
    turned = turn(last - back, last, lambda page: ShowTalk(item.id, last - page), t("◀ Earlier"), t("Later ▶"))
    head = t("💬 <b>The talk about {label}</b>", label=item.label)
    own = column(Button(t("📋 How it stands"), ShowItem(item.id)))
    return Screen(joined("\n\n", [head, *spoken]), (*turned, *own), about=item.id)


def _why(t: Texts, organisation: Organisation, item: Item) -> Html | None:
    code, words = triage.reason_of(item)
    parts = [t.name(organisation.decline_reason(code).name) if code else None, escaped(shortened(words, 600))]
    said = joined(" – ", [part for part in parts if part])
    if not said:
        return None
    if item.is_open:
        return t("<b>Why it was declined before:</b> {reason}", reason=said)
    return t("<b>Why:</b> {reason}", reason=said)


def _what_was_done(t: Texts, item: Item) -> Html | None:
    if not item.outcome:
        return None
    outcome = shortened(item.outcome, 600)
    if item.is_open:
        return t("<b>What was done before:</b> {outcome}", outcome=outcome)
    return t("<b>What was done:</b> {outcome}", outcome=outcome)


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
            t("The team is told, and nobody works on it any longer."),
        ),
        column(Button(t("🗑 Yes, take it back"), Withdraw(item.id)), Button(t("↩️ No, leave it"), ShowItem(item.id))),
        about=item.id,
    )


def withdrawn(t: Texts, item: Item) -> Screen:
    return Screen(
        t("↩️ <b>{label} is taken back.</b> The team knows.", label=item.label),
        column(Button(t("📋 All I have sent"), ShowMine(0))),
        about=item.id,
    )


def ask_tighten(t: Texts, item: Item, possible: Sequence[Identity]) -> Screen:
    """What would go, and what nobody can take back."""
    says = {
        Identity.NAMED: None,
        Identity.HIDDEN: t(
            "🕶 <b>Hidden:</b> your name leaves it. You can still be asked, and you hear the answer. Nobody sees who you are."
        ),
        Identity.NO_TRACE: t(
            "👣 <b>No trace:</b> whatever leads to you is destroyed. Nobody can answer you, and you cannot find, change or take it back any more. This cannot be undone."
        ),
    }
    text = lines(
        t("🔒 <b>Hide who sent {label}?</b>", label=item.label),
        *(says[identity] for identity in possible),
        t(
            "What people have read before they may remember, and copies of the data from before keep it until they are replaced."
        ),
    )
    buttons = [Button(sentences.identity(t, identity), Tighten(item.id, identity)) for identity in possible]
    return Screen(text, column(*buttons, Button(t("↩️ Leave it as it is"), ShowItem(item.id))), about=item.id)


def tightened(t: Texts, item: Item) -> Screen:
    if item.identity is Identity.HIDDEN:
        text = t("🕶 <b>{label} is hidden now.</b> Your name has left it; you still hear the answer.", label=item.label)
        return Screen(text, column(Button(t("📋 How it stands"), ShowItem(item.id))), about=item.id)
    return Screen(t("👣 <b>Done.</b> Nothing leads from {label} to you any longer.", label=item.label))


def ask_claim(t: Texts, token: str, name: str) -> Screen:
    return Screen(
        t(
            "🔑 <b>Put your name to it?</b> With this link {name} becomes the author of the hidden message. The team will see the name.",
            name=name,
        ),
        column(Button(t("👤 Yes, it was me"), Claim(token))),
    )


def claimed(t: Texts, item: Item) -> Screen:
    return Screen(
        t("👤 <b>{label} carries your name now.</b>", label=item.label),
        column(Button(t("📋 How it stands"), ShowItem(item.id))),
        about=item.id,
    )


def claim_is_over(t: Texts) -> Html:
    return t("This link is not good any more: the name stands already, or the last trace is gone.")


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
        quoted(question, 2000) if question else t("It follows as a photo, a voice message or a file."),
        t("It comes from: {team}. Reply to this message, or press the button.", team=team),
    )
    return Screen(text, column(Button(t("↩️ Answer"), AnswerQuestion(item.id))), about=item.id)


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
        escaped(shortened(words, 2000)) if words else None,
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
        t("<b>What was done:</b> {outcome}", outcome=shortened(item.outcome, 2000)) if item.outcome else None,
        t("Thank you! It began with your message."),
    )
    return Screen(text, column(Button(t("📋 How it stands"), ShowItem(item.id))), about=item.id)


def _step(t: Texts, item: Item, said: Html, title: str) -> Screen:
    return Screen(
        lines(said, quoted(title, SHOWN)),
        column(Button(t("📋 How it stands"), ShowItem(item.id))),
        about=item.id,
    )
