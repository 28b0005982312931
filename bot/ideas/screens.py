"""Ideas: what is seen while something is told, and when it is sent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from bot import identities, levels, masking, meanings, stages
from bot.dialogue import Drop, choice
from bot.doors import EditItem, LookAt, ShowItem
from bot.feedback.rules import kinds
from bot.personal import PersonalKind
from bot.screen import Button, Rows, Screen, column
from bot.texts import Html, Texts, first_line, first_name, joined, lines, quoted
from config.organisation import UNDECIDED, Channel, Organisation
from storage.records.draft import Draft
from storage.records.item import OPEN_STAGES, Identity, Item, Kind

SHOWN = 700
"""Characters of somebody's own words that a screen repeats."""

BACK = "BACK"
"""A choice that no code of the organisation is: those have small letters."""

FILES_ALONE = "📎"
"""Stands where words would, when somebody sends a voice message or a photo alone."""


def ask_words(t: Texts, draft: Draft, *, asked: str | None) -> Screen:
    """`asked`: the question of the campaign which it answers."""
    if files := len(draft.answers.get("files", ())):
        got = t.n("📎 Got it, {n} file.", "📎 Got it, {n} files.", files)
        ask = t("<b>What is it about?</b> One or two sentences help whoever reads it.")
        alone = Button(t("➡️ Go on without words"), choice(draft, "words", FILES_ALONE))
        head = _asked(t, draft, asked) if asked else None
        return Screen(lines(head, got, ask), column(alone), key=f"draft:{draft.id}")
    return Screen(
        lines(
            _asked(t, draft, asked),
            t("Write it as you would tell a colleague. A photo or a voice message is fine too."),
        ),
        asks=True,
    )


def _asked(t: Texts, draft: Draft, asked: str | None) -> Html:
    if asked:
        return Html("🎯 <b>") + asked + Html("</b>")
    if draft.answers.get("already"):
        return t("🛠 <b>What have you improved?</b>")
    return t("💡 <b>What could be better?</b>")


def too_long(t: Texts, most: int) -> Html:
    return t.n(
        "That is more than {n} character. Please send the rest as a file.",
        "That is more than {n} characters. Please send the rest as a file.",
        most,
    )


def ask_anew(t: Texts, draft: Draft) -> Screen:
    """Other words in place of those that are there."""
    words = "\n\n".join(said for _, said in draft.answers["parts"] if said)
    ask = t("✏️ <b>How shall it read?</b> Write the whole text anew.")
    return Screen(lines(ask, quoted(words, SHOWN)), column(_back(t, draft, "words")), key=f"draft:{draft.id}")


def ask_more(t: Texts, draft: Draft) -> Screen:
    ask = t("➕ Write what should be added, or send a photo, a voice message or a file.")
    return Screen(ask, column(_back(t, draft, "more")), key=f"draft:{draft.id}")


def ask_unit(t: Texts, organisation: Organisation, draft: Draft) -> Screen:
    choices = [(unit.code, t.name(unit.name)) for unit in organisation.units]
    rows = _choices(draft, "unit", [*choices, (UNDECIDED, t("I am not sure, the team will find it"))])
    return Screen(t("🏢 <b>Which department is it about?</b>"), (*rows, *column(_back(t, draft, "unit"))))


def ask_topic(t: Texts, organisation: Organisation, draft: Draft) -> Screen:
    choices = [(topic.code, t.name(topic.name)) for topic in organisation.topics]
    rows = _choices(draft, "topic", [*choices, (UNDECIDED, t("Something else"))])
    return Screen(t("🏷 <b>What is it about?</b>"), (*rows, *column(_back(t, draft, "topic"))))


def ask_identity(
    t: Texts, draft: Draft, *, team: Html, seal_days: int, files: bool, few: bool, now: Identity
) -> Screen:
    """What is stored and who can see it, before anything is sent; `now`: the choice that stands."""
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
    buttons = [
        Button(Html("✓ " if each is now else "") + identities.name(t, each), choice(draft, "identity", each))
        for each in Identity
    ]
    return Screen(text, column(*buttons, Button(t("↩️ Back"), choice(draft, "identity", "back"))))


def preview(
    t: Texts,
    organisation: Organisation,
    draft: Draft,
    *,
    name: str,
    identity: Identity,
    unit: str | None,
    topic: str | None,
    campaign: str | None,
    promised_on: date,
    answerable: Sequence[Item],
    alike: Sequence[Item],
    employee: bool,
    held_up: Html | None = None,
) -> Screen:
    """The message as it would be sent, who would know, what others said before, and what can be done with it."""
    files, already = len(draft.answers.get("files", ())), bool(draft.answers.get("already"))
    team = t.name(organisation.team_for(unit).name)
    text = lines(
        t("<b>Shall I log this as done?</b>") if already else t("<b>Shall I send this?</b>"),
        quoted(draft.answers["words"], SHOWN),
        t.n("📎 with {n} file", "📎 with {n} files", files) if files else None,
        t("🎯 Campaign: {question}", question=campaign) if campaign else None,
        _about(t, organisation, draft, unit),
        t("🏷 Topic: {topic}", topic=t.name(organisation.topic(topic).name)) if topic else None,
        t("☎️ You write for a caller or visitor.") if draft.answers.get("behalf") else None,
        _who_knows(t, identity, name, team),
        t("📅 Answer by {day} from: {team}", day=t.day(promised_on), team=team)
        if identity is not Identity.NO_TRACE and not already
        else None,
        Html("📜 ") + t.name(public) if (public := organisation.about.public_record) else None,
        held_up,
        *_alike(t, alike),
    )
    official = bool(organisation.channels)
    rows = _ways(t, draft, answerable, alike, employee, already, official=official, held_up=held_up is not None)
    return Screen(text, rows, key=f"draft:{draft.id}")


def _about(t: Texts, organisation: Organisation, draft: Draft, unit: str | None) -> Html:
    if point := draft.answers.get("point"):
        rated = joined(", ", [t.name(organisation.service_point(point).name), levels.face(t, draft.answers["level"])])
        return Html("📍 ") + rated
    if unit:
        return t("🏢 Department: {unit}", unit=t.name(organisation.unit(unit).name))
    return t("🏢 Department: the team will find it")


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
    t: Texts,
    draft: Draft,
    answerable: Sequence[Item],
    alike: Sequence[Item],
    employee: bool,
    already: bool,
    *,
    official: bool,
    held_up: bool,
) -> Rows:
    """What can be done with the message, the likeliest first; where it is `held_up` as it is, who may know comes first."""

    def way(label: Html, value: str) -> Button:
        return Button(label, choice(draft, "what", value))

    idea, feedback = way(t("💡 Send as an idea"), Kind.IDEA), way(t("💬 Send as feedback"), Kind.FEEDBACK)
    meant = [way(meanings.send(t, kind), kind) for kind in kinds(draft.answers.get("level"))]
    at_work = employee and not draft.answers.get("point")
    sending = [idea, feedback] if at_work else [*meant, idea]
    if already:
        sending = [way(t("🛠 Log it as done"), "already")]
    who = way(t("🔒 Who sees my name"), "identity")
    return (
        *column(*(_instead(t, item, way) for item in alike)),  # right below those that the text ends with
        *column(*(way(t("↩️ Answer to {label}", label=item.label), f"answer{item.id}") for item in answerable)),
        *column(*([who, *sending] if held_up else [*sending, who])),
        *column(way(t("⚖️ An appeal, an emergency, wrongdoing"), "channel") if official and not at_work else None),
        (way(t("✏️ Change or add"), "change"), Button(t("🗑 Drop it"), Drop(draft.id))),
    )


def ask_personal(t: Texts, draft: Draft, found: Sequence[tuple[PersonalKind, str]]) -> Screen:
    """What in the words would tell who somebody is, before anybody has read it."""
    text = lines(
        t("🔎 <b>Your words hold personal data.</b> Shall I black it out before anybody reads it?"),
        *masking.pointed_out(t, found),
        t("Nobody needs it to answer you."),
    )
    mask, keep = t("⬛ Black it out"), t("Leave it as it is")
    rows = column(
        Button(mask, choice(draft, "personal", "mask")),
        Button(keep, choice(draft, "personal", "keep")),
        Button(t("🗑 Drop it"), Drop(draft.id)),
    )
    return Screen(text, rows, key=f"draft:{draft.id}")


def ask_channel(t: Texts, draft: Draft, channels: Sequence[Channel], *, recognised: bool) -> Screen:
    """Where something is settled that must not wait here for an answer; nothing is kept of it."""
    head = (
        t("☝️ <b>This may belong elsewhere.</b> Here it would only lose time.")
        if recognised
        else t("☝️ <b>Some things are not settled here:</b>")
    )
    rows = column(
        Button(t("🗑 Do not send it here"), Drop(draft.id)),
        Button(t("➡️ It is something else, go on"), choice(draft, "channel", "keep")),
    )
    said = [t.name(channel.text) for channel in channels]
    return Screen(joined("\n\n", [head, *said]), rows, key=f"draft:{draft.id}")


def ask_meant(t: Texts, draft: Draft) -> Screen:
    """What somebody means who sends feedback."""
    buttons = [
        Button(meanings.send(t, kind), choice(draft, "meant", kind)) for kind in kinds(draft.answers.get("level"))
    ]
    back = Button(t("↩️ Back"), choice(draft, "meant", "back"))
    return Screen(t("💬 <b>What is it?</b>"), column(*buttons, back), key=f"draft:{draft.id}")


def ask_change(t: Texts, draft: Draft, *, joinable: bool, employee: bool) -> Screen:
    """One thing about the message that shall be otherwise."""

    def change(label: Html, value: str) -> Button:
        return Button(label, choice(draft, "change", value))

    already = bool(draft.answers.get("already"))
    rows: Rows = (
        (change(t("✏️ Write it anew"), "words"), change(t("➕ Add to it"), "more")),
        (change(t("🏢 Department"), "unit"), change(t("🏷 Topic"), "topic")),
        *column(
            change(t("🔗 Join with my message before"), "join") if joinable else None,
            change(t("💡 It is still to be done") if already else t("🛠 It is done already"), "already")
            if employee
            else None,
            change(
                t("🙋 It is from me") if draft.answers.get("behalf") else t("☎️ I write for a caller or visitor"),
                "behalf",
            )
            if employee
            else None,
            change(t("↩️ Leave it as it is"), "back"),
        ),
    )
    text = lines(t("✏️ <b>What shall be otherwise?</b>"), quoted(draft.answers["words"], SHOWN))
    return Screen(text, rows, key=f"draft:{draft.id}")


def _back(t: Texts, draft: Draft, question: str) -> Button:
    return Button(t("↩️ Back"), choice(draft, question, BACK))


def _instead(t: Texts, item: Item, way: Callable[[Html, str], Button]) -> Button:
    if item.stage in OPEN_STAGES:
        return way(t("🙌 Support {label} instead", label=item.label), f"voice{item.id}")
    return Button(t("👁 Look at {label}", label=item.label), LookAt(item.id))


def receipt(
    t: Texts, organisation: Organisation, item: Item, name: str, *, asked: str | None, claim: str | None
) -> Screen:
    traceless = item.identity is Identity.NO_TRACE
    if item.already:
        return _logged(t, item, name, claim=claim)
    days = organisation.working_days.between(item.said_on, item.promised_on)
    text = lines(
        t("✅ <b>{label}</b> is on its way. Thank you, {name}!", label=item.label, name=first_name(name)),
        quoted(item.text, SHOWN),
        t("🎯 Campaign: {question}", question=asked) if asked else None,
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
    return _received(t, item, text)


def _logged(t: Texts, item: Item, name: str, *, claim: str | None) -> Screen:
    text = lines(
        t("🛠 <b>{label}</b> is logged. Well done, {name}!", label=item.label, name=first_name(name)),
        quoted(item.text, SHOWN),
        t("Colleagues find it among what has been done, and can say thanks."),
        _keep_claim(t, claim),
    )
    return _received(t, item, text)


def _received(t: Texts, item: Item, text: Html) -> Screen:
    """With what the author may do next; nothing leads to an item without a trace."""
    if item.identity is Identity.NO_TRACE:
        return Screen(text)
    rows = column(Button(t("📋 How it stands"), ShowItem(item.id)), Button(t("✏️ Change the words"), EditItem(item.id)))
    return Screen(text, rows, about=item.id)


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


def cannot_take(t: Texts, other: str) -> Html:
    """A kind of message that holds no words."""
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
