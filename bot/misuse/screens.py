"""Misuse: what the team sees, and whoever is muted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from bot.buttons import Press
from bot.dialogue import Drop, choice
from bot.misuse.rules import Measure
from bot.screen import Button, Screen, column, last_page, turn
from bot.texts import Html, Texts, escaped, first_line, joined, lines, mention, quoted
from config.organisation import ServicePoint
from storage.records.draft import Draft
from storage.records.item import Item
from storage.records.mute import Mute
from storage.records.person import Person

SHOWN = 700
PAGE = 8


@dataclass(frozen=True, slots=True)
class Muted:
    """A mute as the team sees it: because of which item, by whom."""

    mute: Mute
    item: Item | None
    by: str | None

    @property
    def objects(self) -> bool:
        """Whether an objection waits."""
        return self.mute.objection is not None and not self.mute.stands


@dataclass(frozen=True, slots=True)
class Burst:
    """Many ratings of a point on a day, and whether they count."""

    point: ServicePoint
    day: date
    counts: bool


Listed = Muted | Item | Burst


@dataclass(frozen=True, slots=True)
class ShowMisuse(Press):
    """A page of what is muted and set aside."""

    code: ClassVar[str] = "misuses1"
    page: int


@dataclass(frozen=True, slots=True)
class ShowObjection(Press):
    """What whoever is muted says against it."""

    code: ClassVar[str] = "objects1"
    mute: int


@dataclass(frozen=True, slots=True)
class Object(Press):
    """Say something against being muted."""

    code: ClassVar[str] = "object1"
    mute: int


@dataclass(frozen=True, slots=True)
class LiftMute(Press):
    """End a mute before its time."""

    code: ClassVar[str] = "lift1"
    mute: int


@dataclass(frozen=True, slots=True)
class LetMuteStand(Press):
    """Let a mute stand that is objected to."""

    code: ClassVar[str] = "mstand1"
    mute: int


@dataclass(frozen=True, slots=True)
class BringBack(Press):
    """Let an item that was set aside come to the team."""

    code: ClassVar[str] = "unaside1"
    item: int


@dataclass(frozen=True, slots=True)
class LeaveOut(Press):
    """Leave the bursts of a point on a day, as 20261123, out of the figures."""

    code: ClassVar[str] = "leave1"
    point: str
    day: int


@dataclass(frozen=True, slots=True)
class LetCount(Press):
    """Let them count after all."""

    code: ClassVar[str] = "letcount1"
    point: str
    day: int


# -- muting, in the group --------------------------------------------------------------------------


def ask_measure(t: Texts, item: Item, draft: Draft, measures: Sequence[Measure], *, nameless: bool) -> Screen:
    answerable = len(measures) > 1
    text = lines(
        t("🚫 <b>What shall happen about {label}?</b>", label=item.label),
        t("Whoever is muted is told why and until when, and can object. It ends by itself.")
        if answerable
        else t("Nobody knows who sent it, so nobody can be muted."),
        t("🕶 Its author stays hidden: a mute holds for what comes without a name, not for what comes with one.")
        if answerable and nameless
        else None,
    )
    rows = column(
        *(Button(_measure(t, measure), choice(draft, "measure", measure)) for measure in measures),
        Button(t("↩️ It is no misuse"), Drop(draft.id)),
    )
    return Screen(text, rows)


def ask_words(t: Texts, item: Item, measure: Measure, asker: Person) -> Screen:
    name = mention(asker.name, asker.chat_id)
    if measure is Measure.QUIET:
        text = t(
            "🤫 {name}, why is {label} misuse? Reply to this message; the team reads it, and the author only with /mydata. /cancel stops.",
            name=name,
            label=item.label,
        )
    else:
        text = t(
            "🚫 {name}, what was wrong about {label}? Reply to this message in a sentence; the author reads it. /cancel stops.",
            name=name,
            label=item.label,
        )
    return Screen(text, asks=True)


def confirm(t: Texts, item: Item, draft: Draft, measure: Measure, until: date | None) -> Screen:
    words = quoted(draft.answers["words"], SHOWN)
    if measure is Measure.QUIET:
        said = lines(
            t("🤫 <b>Set {label} aside quietly?</b>", label=item.label),
            words,
            t(
                "What comes from there until {day} is set aside as well, and nobody is told. /misuse lists it.",
                day=_day(t, until),
            ),
            t("Use this only where being told makes it worse: everybody else is answered."),
        )
    else:
        said = lines(
            t("🚫 <b>The author of {label} will read:</b>", label=item.label),
            words,
            t("🔇 Muted until {day}", day=_day(t, until)) if until else None,
        )
    return Screen(
        said,
        column(
            Button(_measure(t, measure), choice(draft, "sure", "yes")),
            Button(t("✍️ Say it in other words"), choice(draft, "sure", "words")),
            Button(t("↩️ It is no misuse"), Drop(draft.id)),
        ),
    )


def done(t: Texts, item: Item, measure: Measure, until: date | None) -> Screen:
    if measure is Measure.QUIET:
        return Screen(t("🤫 {label} is set aside. /misuse lists what is, and ends it.", label=item.label))
    if until is None:
        return Screen(t("🚫 {label} is declined. The author has the reason.", label=item.label))
    return Screen(
        t(
            "🔇 {label} is declined, and its author muted until {day}. /misuse lists who is, and ends it.",
            label=item.label,
            day=t.day(until),
        )
    )


def overview(t: Texts, shown: Sequence[Listed], *, page: int, total: int) -> Screen:
    """Who is muted, what is set aside, where many ratings came at once: all of it can be undone."""
    if not total:
        return Screen(t("🕊 Nobody is muted, and nothing is set aside."))
    rows = column(*(_opens(t, one) for one in shown))
    turned = turn(page, last_page(total, PAGE), ShowMisuse, t("◀ Back"), t("More ▶"))
    head = t("🚫 <b>Muted, set aside, unusual</b>")
    return Screen(lines(head, *(_line(t, one) for one in shown)), (*rows, *turned))


def lifted(t: Texts) -> Screen:
    return Screen(t("🔊 The mute is ended. Whoever was told of it is told of this, too."))


def stands(t: Texts) -> Screen:
    return Screen(t("🔇 The mute stands. Whoever objected hears that somebody else has looked at it."))


def brought_back(t: Texts, item: Item) -> Screen:
    return Screen(
        lines(
            t("↩️ {label} is with the team like everything else.", label=item.label),
            t("A mute that led to it goes on; /misuse ends it."),
        )
    )


def objection(t: Texts, mute: Mute, item: Item | None) -> Screen:
    """For the group: what whoever is muted says."""
    about = item.label if item else "–"
    return Screen(
        lines(
            t("⚖️ <b>Whoever is muted because of {label} objects</b>", label=about),
            quoted(mute.objection or "", SHOWN),
            t("🔇 Muted until {day}, because:", day=t.day(mute.until)),
            quoted(mute.reason, SHOWN),
            t("Somebody other than whoever muted decides, if there is anybody."),
        ),
        column(
            Button(t("🔊 End the mute"), LiftMute(mute.id)),
            Button(t("🔇 The mute stands"), LetMuteStand(mute.id)),
        ),
        fresh=True,
    )


# -- for whoever is muted --------------------------------------------------------------------------


def muted(t: Texts, mute: Mute, item: Item | None, *, may_object: bool) -> Screen:
    """Why, until when, what is still possible."""
    held = (
        t("Until then nothing can be sent without your name. With your name you can still write.")
        if mute.nameless
        else t("Until then nothing can be sent with your name. Hidden you can still write.")
    )
    return Screen(
        lines(
            t("🔇 <b>You are muted until {day}.</b>", day=t.day(mute.until)),
            t("It is because of {label}, and the team says:", label=item.label) if item else t("The team says:"),
            quoted(mute.reason, SHOWN),
            held,
            t("You can look at everything, rate with one tap, and ask for a second look as before. It ends by itself."),
            t("If this is not right, say so: somebody else looks at it.") if may_object else None,
            t("⚖️ Your objection is with the team; somebody else decides.")
            if mute.objection and not mute.stands
            else None,
            t("⚖️ Somebody else has looked at your objection: it stays so.") if mute.stands else None,
        ),
        column(Button(t("⚖️ Object"), Object(mute.id))) if may_object else (),
    )


def ask_objection(t: Texts) -> Screen:
    return Screen(
        lines(
            t("⚖️ <b>Why is the mute not right?</b>"),
            t("Write it here, in your own words. Somebody other than whoever muted you reads it. /cancel stops."),
        ),
        asks=True,
    )


def objected(t: Texts) -> Screen:
    return Screen(t("⚖️ Your objection is with the team. Somebody else decides, and you hear of it here."))


def ended(t: Texts, *, early: bool, unheard: bool = False) -> Screen:
    """`unheard`: nobody has decided about what was said against it."""
    said = (
        t("🔊 <b>Your mute has been ended.</b> Somebody has looked at it again.")
        if early
        else t("🔊 <b>Your mute is over.</b>")
    )
    sorry = t("🙏 Nobody has decided about your objection in time, and we are sorry.") if unheard else None
    return Screen(lines(said, sorry, t("You can write to us as always. Good to have you back!")))


def it_stands(t: Texts, mute: Mute, *, same: bool) -> Screen:
    """`same`: it was whoever had muted that decided, for want of others."""
    if same:
        return Screen(
            t(
                "⚖️ There was nobody else, so whoever muted you has looked at your objection once more: the mute stands until {day}. Then it ends by itself.",
                day=t.day(mute.until),
            )
        )
    return Screen(
        t(
            "⚖️ Somebody else has looked at your objection: the mute stands until {day}. Then it ends by itself.",
            day=t.day(mute.until),
        )
    )


# -- bursts ----------------------------------------------------------------------------------------


def burst(t: Texts, point: ServicePoint, day: date, least: int, *, alike: bool) -> Screen:
    return Screen(
        lines(
            t("⚡ <b>{point}: unusually many ratings at once</b>", point=t.name(point.name)),
            t.n(
                "More than {n} has come within ten minutes. A queue or a school class is no misuse, so all of them count.",
                "More than {n} have come within ten minutes. A queue or a school class is no misuse, so all of them count.",
                least - 1,
            ),
            t("Nearly all of them gave the same face.") if alike else None,
            t("If something is wrong with them, leave them out of the figures; you can change it back."),
        ),
        column(_leave_out(t, point, day)),
        fresh=True,
    )


def left_out(t: Texts, point: ServicePoint, day: date) -> Screen:
    return Screen(
        t(
            "🧺 {point}: the many ratings of {day} are left out of the figures. They are kept.",
            point=t.name(point.name),
            day=t.day(day),
        ),
        column(_let_count(t, point, day)),
    )


def counted(t: Texts, point: ServicePoint, day: date) -> Screen:
    return Screen(
        t("✅ {point}: the many ratings of {day} count.", point=t.name(point.name), day=t.day(day)),
        column(_leave_out(t, point, day)),
    )


def _leave_out(t: Texts, point: ServicePoint, day: date) -> Button:
    return Button(t("🧺 Leave them out of the figures"), LeaveOut(point.code, _number(day)))


def _let_count(t: Texts, point: ServicePoint, day: date) -> Button:
    return Button(t("↩️ Let them count"), LetCount(point.code, _number(day)))


def _number(day: date) -> int:
    return int(f"{day:%Y%m%d}")


def _measure(t: Texts, measure: Measure) -> Html:
    names: Mapping[Measure, Html] = {
        Measure.WORD: t("✋ Just decline it as misuse"),
        Measure.DAY: t("🔇 Mute until tomorrow"),
        Measure.WEEK: t("🔇 Mute for a week"),
        Measure.FOUR_WEEKS: t("🔇 Mute for four weeks"),
        Measure.QUIET: t("🤫 Set aside quietly, for four weeks"),
    }
    return names[measure]


def _day(t: Texts, day: date | None) -> Html:
    return t.day(day) if day else Html("")


def _opens(t: Texts, one: Listed) -> Button:
    """What can be done about it."""
    if isinstance(one, Burst):
        return _leave_out(t, one.point, one.day) if one.counts else _let_count(t, one.point, one.day)
    if isinstance(one, Item):
        return Button(t("↩️ Bring {label} to the team", label=one.label), BringBack(one.id))
    about = one.item.label if one.item else t.day(one.mute.until)
    if one.objects:
        return Button(t("⚖️ Objection: {label}", label=about), ShowObjection(one.mute.id))
    return Button(t("🔊 End it: {label}", label=about), LiftMute(one.mute.id))


def _line(t: Texts, one: Listed) -> Html:
    if isinstance(one, Burst):
        sign = Html("⚡ ") if one.counts else Html("🧺 ")
        return sign + joined(" · ", [t.name(one.point.name), t.day(one.day)])
    if isinstance(one, Item):
        return joined(" · ", [Html(f"🧺 <b>{one.label}</b>"), escaped(first_line(one.text, 60))])
    marks = ("🤫 " if one.mute.quiet else "🔇 ") + ("⚖️ " if one.objects else "")
    parts = [
        Html(f"{marks}<b>{one.item.label if one.item else '–'}</b>"),
        t("until {day}", day=t.day(one.mute.until)),
        t("by {name}", name=one.by) if one.by else None,
        escaped(first_line(one.mute.reason, 60)),
    ]
    return joined(" · ", [part for part in parts if part])
