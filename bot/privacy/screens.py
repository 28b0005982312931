"""Privacy: what is held about somebody, what erasing means, and what everybody may know of the whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from bot import figures
from bot.buttons import Press
from bot.dialogue import choice
from bot.feedback import rules as feedback
from bot.misuse import rules as misuse
from bot.privacy import rules, sentences
from bot.privacy.rules import Subject, Words
from bot.screen import Button, Made, Rows, Screen, column
from bot.texts import OWN_NAMES, Html, Texts, escaped, joined, lines, shortened
from config.organisation import Names, Organisation
from storage.records.draft import Draft
from storage.records.person import Person, Role

MOST_ROLES = 8
MOST_TEAMS = 10
LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class ShowMyData(Press):
    """All that is held about me."""

    code: ClassVar[str] = "my1"


@dataclass(frozen=True, slots=True)
class GetMyData(Press):
    """The same as a file."""

    code: ClassVar[str] = "myfile1"


@dataclass(frozen=True, slots=True)
class AskForget(Press):
    """Begin to be forgotten."""

    code: ClassVar[str] = "forget1"


@dataclass(frozen=True, slots=True)
class ShowPrivacy(Press):
    """A page of what everybody may know."""

    code: ClassVar[str] = "privacy1"
    subject: Subject


Counted = Callable[[Texts, int], Html]

# -- /mydata ---------------------------------------------------------------------------------------

SECTIONS: Mapping[str, Counted] = {
    "files": lambda t, n: t.n(
        "📎 {n} file that belongs to what you sent", "📎 {n} files that belong to what you sent", n
    ),
    "talk": lambda t, n: t.n("💬 {n} remark between you and the team", "💬 {n} remarks between you and the team", n),
    "comments": lambda t, n: t.n("🗨 {n} comment of yours", "🗨 {n} comments of yours", n),
    "voices": lambda t, n: t.n(
        "🙌 {n} time that you gave support or thanks", "🙌 {n} times that you gave support or thanks", n
    ),
    "follows": lambda t, n: t.n("🔔 {n} idea that you follow", "🔔 {n} ideas that you follow", n),
    "looked after": lambda t, n: t.n(
        "🙋 {n} message that you look after for the team", "🙋 {n} messages that you look after for the team", n
    ),
    "decided": lambda t, n: t.n(
        "⚖️ {n} decision that you made for the team", "⚖️ {n} decisions that you made for the team", n
    ),
    "campaigns": lambda t, n: t.n(
        "📣 {n} question that you put to colleagues", "📣 {n} questions that you put to colleagues", n
    ),
    "thanks": lambda t, n: t.n("💛 {n} time that you were thanked", "💛 {n} times that you were thanked", n),
    "thanks passed on": lambda t, n: t.n(
        "🤝 {n} time that you passed thanks on for the team", "🤝 {n} times that you passed thanks on for the team", n
    ),
    "drafts": lambda t, n: t.n(
        "✏️ {n} message that you began and have not sent", "✏️ {n} messages that you began and have not sent", n
    ),
    "searches": lambda t, n: t.n(
        "🔎 {n} search whose pages you can turn", "🔎 {n} searches whose pages you can turn", n
    ),
    "messages": lambda t, n: t.n("📨 {n} message on its way to you", "📨 {n} messages on their way to you", n),
    "facts": lambda t, n: t.n(
        "📊 {n} entry in the figures with your name", "📊 {n} entries in the figures with your name", n
    ),
    "forgotten": lambda t, n: t.n(
        "🌙 {n} note that you asked to be forgotten: the coming night does the rest",
        "🌙 {n} notes that you asked to be forgotten: the coming night does the rest",
        n,
    ),
    "rated": lambda t, n: t.n(
        "⭐ {n} rating of today, until the day is over", "⭐ {n} ratings of today, until the day is over", n
    ),
    "muted": lambda t, n: t.n(
        "🔇 {n} mute that the team has set, until its last day",
        "🔇 {n} mutes that the team has set, until their last day",
        n,
    ),
    "muted others": lambda t, n: t.n(
        "🔇 {n} mute that you set for the team", "🔇 {n} mutes that you set for the team", n
    ),
    "sent today": lambda t, n: t.n(
        "📮 how much you have sent on {n} day, until it is over",
        "📮 how much you have sent on {n} days, until they are over",
        n,
    ),
    "aside": lambda t, n: t.n(
        "🧰 {n} message that could not be handled and waits for the operator",
        "🧰 {n} messages that could not be handled and wait for the operator",
        n,
    ),
}
"""How many of each kind; who you are, your roles and what you said stand above them."""


def my_data(
    t: Texts, organisation: Organisation, person: Person | None, held: Mapping[str, int], *, named: int, hidden: int
) -> Screen:
    """All that is held about somebody, in counts."""
    said = [
        t.n("👤 {n} message sent with your name", "👤 {n} messages sent with your name", named) if named else None,
        t.n("🕶 {n} message sent hidden", "🕶 {n} messages sent hidden", hidden) if hidden else None,
    ]
    sections = [say(t, held[name]) for name, say in SECTIONS.items() if held.get(name)]
    text = lines(
        t("📇 <b>What is held about you</b>"),
        Html(""),
        *_who(t, organisation, person),
        *(each for each in said if each),
        *sections,
        t("↩️ Which messages in this chat speak of what, so that you can reply: the file lists them."),
        Html(""),
        sentences.no_trace(t),
    )
    return Screen(
        text,
        (
            (Button(t("📄 Get it as a file"), GetMyData()),),
            (Button(t("🔒 About privacy"), ShowPrivacy(Subject.START)), Button(t("🗑 Forget me"), AskForget())),
        ),
    )


def my_file(t: Texts, made: Made) -> Screen:
    text = lines(
        t("📄 <b>All that is held about you</b>, in full. A program can read this file, and so can you."),
        sentences.no_trace(t),
    )
    return Screen(text, fresh=True, made=made)


def not_listed(t: Texts) -> str:
    return sentences.no_trace(t).plain


def nothing_held(t: Texts) -> Screen:
    return Screen(
        lines(t("📇 <b>Nothing is held about you.</b>"), sentences.no_trace(t)),
        column(Button(t("🔒 About privacy"), ShowPrivacy(Subject.START))),
    )


def _who(t: Texts, organisation: Organisation, person: Person | None) -> list[Html]:
    if person is None:
        return [t("👤 Your name is not stored.")]
    name = escaped(person.name) + (f" (@{person.username})" if person.username else "")
    roles = [_role(t, organisation, grant.role, grant.unit) for grant in person.grants]
    more = len(roles) - MOST_ROLES
    return [
        t("👤 Your name: {name}", name=name),
        t("🌐 Your language: {language}", language=OWN_NAMES.get(person.language, person.language)),
        *([t("🎫 Your roles: {roles}", roles=joined("; ", roles[:MOST_ROLES]))] if roles else []),
        *([t.n("… and {n} more role", "… and {n} more roles", more)] if more > 0 else []),
    ]


def _role(t: Texts, organisation: Organisation, role: Role, unit: str | None) -> Html:
    names = {
        Role.ANYONE: t.p("role", "guest"),
        Role.CITIZEN: t.p("role", "citizen"),
        Role.EMPLOYEE: t.p("role", "employee"),
        Role.QUALITY: t.p("role", "quality team"),
        Role.LEADER: t.p("role", "leader"),
        Role.ADMIN: t.p("role", "administrator"),
    }
    return names[role] + (Html(", ") + _short(t, organisation.unit(unit).name) if unit else Html(""))


# -- /forget ---------------------------------------------------------------------------------------


def ask_words(t: Texts, draft: Draft, *, sent: int, hidden: bool) -> Screen:
    """What goes and what stays, and the one thing that can be chosen."""
    text = lines(
        *_goes_and_stays(t),
        _hidden(t) if hidden else None,
        Html(""),
        t.n(
            "<b>What shall become of the words of the {n} message that you sent?</b>",
            "<b>What shall become of the words of the {n} messages that you sent?</b>",
            sent,
        ),
    )
    return Screen(
        text,
        column(
            Button(t("💡 Keep the words, without my name"), choice(draft, "words", Words.KEEP)),
            Button(t("✂️ Erase the words too"), choice(draft, "words", Words.ERASE)),
            Button(t("↩️ Erase nothing"), choice(draft, "words", "no")),
        ),
    )


def ask_sure(t: Texts, draft: Draft, words: Words, *, last_admin: bool, thanked: bool) -> Screen:
    """The second question; what was said before is said again, because this is the last moment. `thanked`: a compliment
    was passed on.
    """
    become = {
        Words.KEEP: t("💡 The words of what you sent stay, without your name."),
        Words.ERASE: lines(
            t("✂️ The words and files of what you sent go too, and your comments. Its number and its stage stay."),
            t.n(
                "🕶 The words of what you sent hidden go within {n} night, each on a drawn one. Whoever knows that you were forgotten may still guess by it.",
                "🕶 The words of what you sent hidden go within {n} nights, each on a drawn one. Whoever knows that you were forgotten may still guess by it.",
                rules.WORDS_GO_WITHIN,
            ),
        ),
        Words.NONE: None,
    }
    text = lines(
        *(_goes_and_stays(t) if words is Words.NONE else ()),
        become[words],
        t("💛 Thanks that were passed on stay with whoever was thanked; nothing in them leads to you.")
        if thanked and words is Words.ERASE
        else None,
        t(
            "⚠️ You are the only administrator here. Afterwards only the operator can name another one, with <code>kaiwa invite admin</code>."
        )
        if last_admin
        else None,
        Html(""),
        t("<b>Shall I erase it now?</b> Nobody can undo this."),
    )
    return Screen(
        text,
        column(
            Button(t("🗑 Yes, erase it now"), choice(draft, "sure", "yes")),
            Button(t("↩️ Erase nothing"), choice(draft, "sure", "no")),
        ),
    )


def forgotten(t: Texts, *, muted_until: date | None = None) -> Screen:
    return Screen(
        lines(
            t("✅ <b>It is erased.</b>"),
            t("🔇 That you are muted stays until {day}, sealed; then it goes as well.", day=t.day(muted_until))
            if muted_until
            else None,
            t(
                "🌙 The coming night it is also gone from where hidden messages are kept; from then on I know nothing of you."
            ),
            t(
                "Messages that are in our chat already are yours to delete. If you write again, you begin as a stranger; a role needs a new invitation."
            ),
        )
    )


def nothing_erased(t: Texts) -> Screen:
    return Screen(t("👍 Nothing was erased. /forget asks again at any time."))


def _hidden(t: Texts) -> Html:
    return t(
        "🕶 What you sent hidden looks to everybody as before, or the moment would tell whose it was. But nothing about it reaches you any longer, and in the coming night the way back to you is destroyed."
    )


def _goes_and_stays(t: Texts) -> tuple[Html, ...]:
    return (
        t("🗑 <b>Forget me</b>"),
        Html(""),
        t(
            "<b>What goes:</b> your name and language, your roles, what you began and did not send, what waits for you, what you follow, and your name on everything else."
        ),
        t(
            "<b>What stays:</b> figures, such as how many supported an idea. Cards in the team's group lose your name; other messages that stand in chats already stay there."
        ),
    )


# -- /privacy --------------------------------------------------------------------------------------

CLOSED: Mapping[str, Callable[[Texts], Html]] = {
    "seals": lambda t: t("🕶 Where to reach whoever is hidden"),
    "names": lambda t: t("👤 All names: of authors, and of whoever supported, commented or decided"),
    "talk": lambda t: t("💬 What author, team and colleagues said about it"),
    "files": lambda t: t("📎 Photos, voice messages and files"),
    "feedback": lambda t: t("🗳 Feedback as a whole"),
    "ideas": lambda t: t("💡 Ideas as a whole"),
}
"""Kinds of data whose days count from the day when an item is closed."""

OTHERS: Mapping[str, Callable[[Texts], Html]] = {
    "thanks": lambda t: t("💛 Thanks to colleagues, unless they remove them before"),
    "drafts": lambda t: t("✏️ What somebody began and did not send"),
    "mentions": lambda t: t("↩️ Which message speaks of what, so that a reply finds its way"),
    "aside": lambda t: t("🧰 What could not be handled and waits for the operator"),
}
"""Those whose days count from when they came."""


def privacy(t: Texts, organisation: Organisation, subject: Subject) -> Screen:
    """One page, made from the organisation's own configuration."""
    pages: Mapping[Subject, Callable[[Texts, Organisation], Html]] = {
        Subject.START: _start,
        Subject.SENDING: _sending,
        Subject.SEEING: _seeing,
        Subject.FIGURES: _figures,
        Subject.RATING: _rating,
        Subject.KEEPING: _keeping,
        Subject.PLACE: _place,
    }
    return Screen(pages[subject](t, organisation), _subjects(t, organisation, subject))


def _subjects(t: Texts, organisation: Organisation, shown: Subject) -> Rows:
    labels = {
        Subject.SENDING: t("🕶 With name, hidden, no trace"),
        Subject.SEEING: t("👀 Who sees what"),
        Subject.FIGURES: t("📊 Figures and campaigns"),
        Subject.RATING: t("⭐ Ratings of services"),
        Subject.KEEPING: t("⏳ How long it is kept"),
        Subject.PLACE: t("🏠 Where it lies"),
        Subject.START: t("◀ Back"),
    }
    if shown is not Subject.START:
        return column(Button(labels[Subject.START], ShowPrivacy(Subject.START)))
    if not organisation.service_points:
        del labels[Subject.RATING]
    others = column(*(Button(label, ShowPrivacy(each)) for each, label in labels.items() if each is not shown))
    return (*others, (Button(t("📇 What is held about me"), ShowMyData()),))


def _start(t: Texts, organisation: Organisation) -> Html:
    return lines(
        t("🔒 <b>Privacy: {organisation}</b>", organisation=_short(t, organisation.name)),
        Html(""),
        t("You choose with each message who may know that it comes from you. Nobody but you can make that looser."),
        t(
            "I keep your name from Telegram only once you do something with it: send, support or comment with your name, accept an invitation, choose a language. I never learn your telephone number, and I do not note when you are here."
        ),
        Html(""),
        t("/mydata shows all that is held about you. /forget erases it."),
        t.n(
            "🔇 A mute after misuse: sealed, at most {n} day, also after /forget.",
            "🔇 A mute after misuse: sealed, at most {n} days, also after /forget.",
            max(misuse.DAYS.values()),
        ),
    )


def _sending(t: Texts, organisation: Organisation) -> Html:
    return lines(
        t("🕶 <b>Who may know that it comes from you?</b>"),
        Html(""),
        t("👤 <b>With my name.</b> Your name is stored with it. The team sees it and can answer."),
        t(
            "🕶 <b>Hidden.</b> Nobody sees who you are, not even the team. Where to reach you lies locked away from the text, so the team can ask and you hear the answer."
        ),
        t.n(
            "{n} day after it is closed, this way back to you is destroyed; from then on nobody can find out.",
            "{n} days after it is closed, this way back to you is destroyed; from then on nobody can find out.",
            organisation.retention.seals,
        ),
        t(
            "👣 <b>No trace.</b> Nothing is stored that leads to you. So nobody can answer you, and you cannot find, change or take it back later."
        ),
        Html(""),
        t("Where you choose nothing: whoever works here sends with the name, everybody else hidden.")
        if organisation.about.citizens
        else None,
        t("💬 For feedback you have the same three ways. Only the team reads it."),
        t(
            "🔎 Personal data in your words, such as a telephone number, are pointed out to you before anybody reads them. You can have them blacked out."
        ),
        t(
            "⚠️ What you write, a voice or a picture may still tell who you are. What a camera writes into a picture (where and when) is taken out before the team sees it."
        ),
    )


def _seeing(t: Texts, organisation: Organisation) -> Html:
    teams = [_short(t, team.name) for team in organisation.teams]
    more = len(teams) - MOST_TEAMS
    comments = {
        "open": t("🗨 Comments: all colleagues read them, with the name of whoever wrote."),
        "checked": t(
            "🗨 Comments: the team looks first. Then all colleagues read them, with the name of whoever wrote."
        ),
        "off": None,
    }
    return lines(
        t("👀 <b>Who sees what</b>"),
        Html(""),
        t("🧭 <b>These teams</b> read what is sent and answer: {teams}.", teams=joined("; ", teams[:MOST_TEAMS])),
        t.n("… and {n} more team.", "… and {n} more teams.", more) if more > 0 else None,
        t("They see a name only where the author chose so. Everybody in a team's Telegram group sees its cards."),
        t(
            "👥 <b>Colleagues</b> see ideas, where they stand, and how many support them. They see no names of authors or supporters, and no feedback."
        ),
        comments[organisation.ideas.comments],
        t(
            "📣 <b>Everybody</b> may read what came of it, in the team's words. Yours are never published by themselves, and never whose they were."
        ),
        t(
            "⚖️ <b>Leaders</b> read what was declined in their department when its author asks for a second look; so do administrators where there are too few leaders. They see who declined it, not who sent it."
        ),
        t(
            "🛠 <b>The operator</b> looks after the machine. Whoever has both the database and its key, which lies apart, could find out who is hidden, until the way back is destroyed."
        ),
        t(
            "🚫 <b>Nobody</b> here can see who sent something without a trace, or who was hidden once the way back is destroyed."
        ),
        Html("📜 ") + t.name(public) if (public := organisation.about.public_record) else None,
    )


def _figures(t: Texts, organisation: Organisation) -> Html:
    return lines(t("📊 <b>Figures and campaigns</b>"), Html(""), *_thresholds(t))


def _rating(t: Texts, organisation: Organisation) -> Html:
    minutes = int(feedback.CHANGED_WITHIN.total_seconds() // 60)
    return lines(
        t("⭐ <b>Ratings of services</b>"),
        Html(""),
        t(
            "👆 <b>One tap</b> stores which service, which day, how good it was and the reason that you choose. No name."
        ),
        t.n(
            "🔁 You count once a day at each service, and can change your rating for {n} minute. Your tap is found again under a key of that day.",
            "🔁 You count once a day at each service, and can change your rating for {n} minutes. Your tap is found again under a key of that day.",
            minutes,
        ),
        t(
            "🔑 <b>The key is destroyed</b> in the following night, at {time}. From then on nobody can find out who rated what.",
            time=feedback.DAY_ENDS_AT.strftime("%H:%M"),
        ),
        t(
            "📝 <b>Words</b> to a rating are sent hidden unless you choose otherwise: nobody sees who you are, and the team can still answer you."
        ),
    )


def _thresholds(t: Texts) -> Iterator[Html]:
    yield t.n(
        "📊 <b>Figures about people</b> of a department or another group are shown only if it has at least {n} person.",
        "📊 <b>Figures about people</b> of a department or another group are shown only if it has at least {n} people.",
        figures.FEWEST,
    )
    yield t.n(
        "Words that belong to such figures are shown only if the group has at least {n} person.",
        "Words that belong to such figures are shown only if the group has at least {n} people.",
        figures.FEWEST_FOR_WORDS,
    )
    yield t("How many support an idea, and how many ideas came, is always shown.")
    yield t.n(
        "📣 If a campaign asks fewer than {n} person, they are told that their words may show who they are, and its question is seen only on ideas with a name.",
        "📣 If a campaign asks fewer than {n} people, they are told that their words may show who they are, and its question is seen only on ideas with a name.",
        figures.FEWEST,
    )


def _keeping(t: Texts, organisation: Organisation) -> Html:
    days = rules.days_kept(organisation)

    def listed(kinds: Mapping[str, Callable[[Texts], Html]]) -> list[Html]:
        return [Html("• ") + say(t) + ": " + _days(t, days[name]) for name, say in kinds.items()]

    return lines(
        t("⏳ <b>How long it is kept</b>"),
        Html(""),
        t("<b>Counted from the day when an idea or feedback is closed:</b>"),
        *listed(CLOSED),
        Html(""),
        t("<b>Counted from the day when it came:</b>"),
        *listed(OTHERS),
        Html(""),
        t("After that it goes by itself, at night. Your name and roles are kept until you use /forget."),
        t.n(
            "⚖️ After a refusal you can ask for a second look for {n} day.",
            "⚖️ After a refusal you can ask for a second look for {n} days.",
            organisation.ideas.second_look_days,
        ),
        t.n(
            "🏁 {n} day after something was done you are asked whether it helped.",
            "🏁 {n} days after something was done you are asked whether it helped.",
            organisation.ideas.helped_after_days,
        ),
    )


def _place(t: Texts, organisation: Organisation) -> Html:
    spoken = joined(", ", (escaped(OWN_NAMES[code]) for code in organisation.languages))
    return lines(
        t("🏠 <b>Where it lies</b>"),
        Html(""),
        t(
            "🗄 In a database of this organisation: {organisation}. What is on its way or unfinished lies there encrypted.",
            organisation=_short(t, organisation.name),
        ),
        t(
            "✈️ Messages to me and from me pass through Telegram and are stored there; files stay there, and only what leads to them is kept here."
        ),
        t("🧮 Similar ideas are found on the organisation's own machine. Nothing is sent to anybody else."),
        t("🌐 Languages that I speak here: {languages}", languages=spoken),
    )


def _days(t: Texts, days: int) -> Html:
    return t.n("{n} day", "{n} days", days) if days else t("kept for good")


def _short(t: Texts, name: Names) -> Html:
    return escaped(shortened(t.name(name).plain, LONGEST_NAME))
