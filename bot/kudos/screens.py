"""Kudos: what the team is asked, what the author hears, and what somebody was thanked for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from bot.buttons import Press
from bot.dialogue import Drop, choice
from bot.doors import ShowItem
from bot.kudos import rules
from bot.screen import Button, Screen, column, last_page, turn
from bot.texts import Html, Texts, escaped, first_line, joined, lines, mention, quoted, shortened
from config.organisation import Organisation
from storage.records.draft import Draft
from storage.records.item import Item
from storage.records.kudos import Colleague, Kudos, NewKudos
from storage.records.person import Person

SHOWN = 600
"""Characters of thanks that a list repeats."""

MOST_PERSONAL = 6
ALL, NAME = "all", "name"


@dataclass(frozen=True, slots=True)
class ShowKudos(Press):
    """A page of what one was thanked for."""

    code: ClassVar[str] = "kudos1"
    page: int


@dataclass(frozen=True, slots=True)
class AskRemove(Press):
    code: ClassVar[str] = "kudos2"
    kudos: int
    page: int


@dataclass(frozen=True, slots=True)
class Remove(Press):
    """Take thanks away, after a second thought."""

    code: ClassVar[str] = "kudos3"
    kudos: int


# -- the team --------------------------------------------------------------------------------------


def ask_whom(
    t: Texts, organisation: Organisation, item: Item, meant: Sequence[Colleague], draft: Draft, *, typed: str | None
) -> Screen:
    """`typed`: the name that was replied, where it may be that of somebody whom the bot knows."""
    people = (Button(_colleague(t, organisation, each), choice(draft, "whom", str(each.person_id))) for each in meant)
    everybody = _everybody(t, organisation, item)
    alone = t("Somebody else: {name}", name=shortened(typed, 40)) if typed else None
    return Screen(
        lines(
            t("💛 <b>Who is thanked in {label}?</b>", label=item.label),
            quoted(first_line(item.text, 300), SHOWN),
            t("The names that seem to occur come first. For another one, reply with the name.")
            if meant
            else t("If it is for somebody, reply with the name."),
        ),
        column(
            *people,
            Button(alone, choice(draft, "whom", NAME)) if alone else None,
            Button(everybody, choice(draft, "whom", ALL)) if everybody else None,
            Button(t("↩️ Leave it as it is"), Drop(draft.id)),
        ),
    )


def ask_words(t: Texts, item: Item, asker: Person) -> Screen:
    return Screen(
        lines(
            t(
                "✍️ {name}, how shall the thanks of {label} read? Reply to this message; whoever is thanked reads it. /cancel stops.",
                name=mention(asker.name, asker.chat_id),
                label=item.label,
            ),
            quoted(item.text, SHOWN),
        ),
        asks=True,
    )


def confirm(t: Texts, organisation: Organisation, given: NewKudos, receiver: str | None, draft: Draft) -> Screen:
    """What whoever is thanked will read; `receiver`: the name of one person."""
    return Screen(
        lines(
            t("💛 <b>Pass these thanks on?</b> To: {name}", name=_to(t, organisation, given, receiver)),
            quoted(given.text, rules.LONGEST),
            _where(t, organisation, given),
            t("⚠️ I know nobody of this name: show the words there yourselves.") if given.receiver_name else None,
            t("It does not tell who thanks. For other words, reply to this message."),
        ),
        (
            (Button(t("💛 Yes, pass it on"), choice(draft, "sure", "yes")),),
            (
                Button(t("✍️ Other words"), choice(draft, "sure", "words")),
                Button(t("↩️ Leave it as it is"), Drop(draft.id)),
            ),
        ),
    )


def passed_on(
    t: Texts, organisation: Organisation, item: Item, given: NewKudos, receiver: str | None, *, reached: int
) -> Screen:
    """`reached`: how many read it now; where there is nobody, the team is asked to show it."""
    to = _to(t, organisation, given, receiver)
    return Screen(
        lines(
            t("💛 The thanks of {label} are passed on. To: {name}", label=item.label, name=to),
            None if reached else t("⚠️ I know nobody there to send it to. Please show these words to: {name}", name=to),
            None if reached else quoted(given.text, rules.LONGEST),
        ),
        about=item.id,
    )


# -- the author ------------------------------------------------------------------------------------


def passed_on_for_author(
    t: Texts, organisation: Organisation, item: Item, given: NewKudos, receiver: str | None
) -> Screen:
    to = _to(t, organisation, given, receiver)
    return Screen(
        lines(
            t("💛 <b>Your thanks, {label}, were passed on.</b> To: {name}", label=item.label, name=to),
            quoted(first_line(item.text, 200), SHOWN),
            t("Kind words do good. Thank you for them!"),
        ),
        column(Button(t("📋 How it stands"), ShowItem(item.id))),
        about=item.id,
    )


# -- whoever is thanked ----------------------------------------------------------------------------


def thanks_came(t: Texts, organisation: Organisation, given: Kudos) -> Screen:
    head = (
        t("💛 <b>A citizen thanks your whole team.</b>") if given.is_for_all else t("💛 <b>A citizen thanks you.</b>")
    )
    return Screen(
        lines(head, quoted(given.text, rules.LONGEST), _where(t, organisation, given)),
        column(Button(t("💛 All thanks to me"), ShowKudos(0))),
    )


def nothing_yet(t: Texts) -> Screen:
    return Screen(
        lines(
            t("💛 <b>Thanks that citizens send for you come here.</b>"),
            t("None has come so far. That says nothing about your work: most who are glad just go home happy."),
        )
    )


def received(t: Texts, organisation: Organisation, shown: Sequence[Kudos], *, page: int, total: int) -> Screen:
    """A page of thanks, the newest first; those to oneself alone can be removed."""
    head = t.n("💛 <b>You were thanked {n} time</b>", "💛 <b>You were thanked {n} times</b>", total)
    listed = [
        lines(
            Html(f"{number}. ") + (t("To your whole team") if each.is_for_all else t("To you")),
            quoted(each.text, SHOWN),
            _where(t, organisation, each),
        )
        for number, each in enumerate(shown, 1)
    ]
    own = tuple(
        Button(Html(f"🗑 {number}"), AskRemove(each.id, page))
        for number, each in enumerate(shown, 1)
        if not each.is_for_all
    )
    turned = turn(page, last_page(total, rules.PAGE), ShowKudos, t("◀ Newer"), t("Older ▶"))
    return Screen(joined("\n\n", [head, *listed]), (*((own,) if own else ()), *turned))


def ask_remove(t: Texts, given: Kudos, page: int) -> Screen:
    return Screen(
        lines(
            t("🗑 <b>Remove these thanks?</b> They are erased for good; whoever sent them does not hear of it."),
            quoted(given.text, SHOWN),
        ),
        column(
            Button(t("🗑 Yes, remove them"), Remove(given.id)),
            Button(t("↩️ No, keep them"), ShowKudos(page)),
        ),
    )


def removed(t: Texts) -> Screen:
    return Screen(t("🗑 They are removed."), column(Button(t("💛 All thanks to me"), ShowKudos(0))))


def _everybody(t: Texts, organisation: Organisation, item: Item) -> Html | None:
    if item.unit is None:
        return None
    return t("👥 The whole team: {unit}", unit=shortened(organisation.unit(item.unit).name.say(t.language), 60))


def _colleague(t: Texts, organisation: Organisation, colleague: Colleague) -> Html:
    units = [escaped(shortened(organisation.unit(code).name.say(t.language), 30)) for code in colleague.units[:1]]
    return joined(", ", [escaped(shortened(colleague.name, 60)), *units])


def _to(t: Texts, organisation: Organisation, given: NewKudos, receiver: str | None) -> Html:
    if name := given.receiver_name or receiver:
        return escaped(shortened(name, rules.LONGEST_NAME))
    return t.name(organisation.unit(given.unit or "").name)


def _where(t: Texts, organisation: Organisation, given: NewKudos) -> Html:
    """Place and day."""
    if given.point:
        place = organisation.service_point(given.point).name
    else:
        place = organisation.unit(given.unit).name if given.unit else organisation.name
    return Html("📍 ") + joined(" · ", [escaped(shortened(place.say(t.language), 80)), t.date(given.given_on)])
