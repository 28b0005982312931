"""People: welcome, help, language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import ClassVar

from bot.buttons import Press
from bot.doors import AboutPrivacy, ShowBoard, ShowPoints
from bot.screen import Button, Rows, Screen, column
from bot.texts import OWN_NAMES, Html, Texts, first_name, lines
from config.organisation import Names
from storage.records.person import Role


@dataclass(frozen=True, slots=True)
class ChooseLanguage(Press):
    """Speak another language."""

    code: ClassVar[str] = "lang1"
    language: str


@dataclass(frozen=True, slots=True)
class ShowLanguages(Press):
    """Offer the languages."""

    code: ClassVar[str] = "langs1"


def welcome(
    t: Texts, organisation: Names, name: str, *, employee: bool, rates: bool, citizen: bool, quality: bool, admin: bool
) -> Screen:
    """The first thing that somebody sees. `rates`: there is something to rate."""
    if citizen and not employee:
        return Screen(lines(_hello(t, organisation, name), Html(""), *_for_citizens(t)), _doors(t, rates=rates))
    if employee:
        way = t(
            "<b>Just write what could be better</b>, in one message. A photo, a voice message or a file is fine too."
        )
        follow = t("You see it before it is sent. You get a number and the date of the answer at once.")
    else:
        way = t("To send ideas you need an invitation from your organisation: open its link, that is all.")
        follow = None
    team = t("Your team decides on ideas with the buttons under the cards in its group.") if quality else None
    return Screen(
        lines(
            _hello(t, organisation, name),
            Html(""),
            way,
            follow,
            t("You choose whether your name is seen.") if follow else None,
            team,
            t(
                "You look after this bot: add it to a team's group and write /team there; <code>kaiwa invite</code> makes links for colleagues."
            )
            if admin
            else None,
            Html(""),
            t("/help shows everything that is possible."),
        ),
        _doors(t, colleague=employee),
    )


def _hello(t: Texts, organisation: Names, name: str) -> Html:
    return t(
        "👋 <b>Hello, {name}!</b> This is Kaiwa, {organisation}.",
        name=first_name(name),
        organisation=t.name(organisation),
    )


def _for_citizens(t: Texts) -> tuple[Html, ...]:
    """What somebody at a counter reads who has ten seconds."""
    return (
        t("✍️ <b>Just write</b> what was good or what could be better. A photo or a voice message is fine too."),
        t("👁 Nothing is sent before you have seen it once more."),
        t("🕶 Nobody sees who you are, unless you want it."),
        t("📅 The answer comes here; you hear at once by which day."),
    )


def _doors(t: Texts, *, rates: bool = False, colleague: bool = False) -> Rows:
    """What somebody may want to look at first."""
    return column(
        Button(t("⭐ Rate a service"), ShowPoints(0)) if rates else None,
        Button(t("💡 Ideas of colleagues"), ShowBoard()) if colleague else None,
        Button(t("🔒 About privacy"), AboutPrivacy()),
        Button(Html("🌐 ") + t("Language"), ShowLanguages()),
    )


def not_sent_yet(t: Texts, unsent: Screen) -> Screen:
    """What was begun last and waits for a press, once more."""
    said = t("⏸ <b>This is not sent yet.</b> It waits for you, or goes with “🗑 Drop it”.")
    return replace(unsent, text=lines(said, Html(""), unsent.text))


def invited(t: Texts, name: str, role: Role, unit: Names | None, *, colleague: bool) -> Screen:
    """An invitation was accepted."""
    as_role = role_with_unit(t, role, unit)
    return Screen(
        lines(
            t("🎉 <b>Welcome, {name}!</b> You are here as: {role}.", name=first_name(name), role=as_role),
            Html(""),
            t(
                "<b>Just write what could be better</b>, in one message. A photo, a voice message or a file is fine too."
            ),
            t("You see it before it is sent. You get a number and the date of the answer at once."),
            t("You choose whether your name is seen."),
            Html(""),
            t("/help shows everything that is possible."),
        ),
        _doors(t, colleague=colleague),
    )


def invitation_over(t: Texts) -> Html:
    return t("This invitation has been used up or is too old. Please ask whoever gave it to you for a new one.")


def group_invitation_only(t: Texts) -> Html:
    return t("This link is for a group: choose the team's group when Telegram asks where to add the bot.")


def help_page(t: Texts, commands: Iterable[tuple[str, str]], *, employee: bool, private: bool) -> Screen:
    """What is possible, made from the routes."""
    first = (
        t("<b>Just write what could be better</b>, no command needed.")
        if employee
        else t("<b>Just write what you want to tell us</b>, no command needed.")
    )
    listed = [Html(f"/{name} – ") + t(says) for name, says in commands]
    if not private:
        first = t("<b>Decide with the buttons under each card.</b> A reply to a card becomes a question to its author.")
    return Screen(lines(first, Html(""), *listed))


def languages(t: Texts, spoken: Iterable[str]) -> Screen:
    return Screen(
        t("Which language shall we speak?"),
        tuple((Button(Html(OWN_NAMES[code]), ChooseLanguage(code)),) for code in spoken),
    )


def language_chosen(t: Texts) -> Screen:
    return Screen(
        t("👍 We speak English now. /language changes it at any time."),
        ((Button(Html("🌐 ") + t("Another language"), ShowLanguages()),),),
        notice=t("Language: English"),
    )


def role_name(t: Texts, role: Role) -> Html:
    names = {
        Role.ANYONE: t.p("role", "guest"),
        Role.CITIZEN: t.p("role", "citizen"),
        Role.EMPLOYEE: t.p("role", "employee"),
        Role.QUALITY: t.p("role", "quality team"),
        Role.LEADER: t.p("role", "leader"),
        Role.ADMIN: t.p("role", "administrator"),
    }
    return names[role]


def role_with_unit(t: Texts, role: Role, unit: Names | None) -> Html:
    return role_name(t, role) + (Html(", ") + t.name(unit) if unit else Html(""))
