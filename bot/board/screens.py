"""The board: what colleagues see of ideas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from bot import decisions, figures, stages, whole
from bot.board import rules
from bot.board.rules import HOME, Place, Shelf
from bot.buttons import Press
from bot.doors import Look, ReadComments, ShowItem, ShowMine, WriteComment
from bot.screen import Button, Rows, Screen, column, last_page, page_of, turn
from bot.texts import Html, Texts, escaped, first_line, joined, lines, quoted, shortened
from config.organisation import Organisation
from storage.records.campaign import Campaign
from storage.records.item import SHOWN_STAGES, Item, Stage


@dataclass(frozen=True, slots=True)
class ShowList(Press):
    """A page of a list."""

    code: ClassVar[str] = "list1"
    place: str


@dataclass(frozen=True, slots=True)
class GiveVoice(Press):
    code: ClassVar[str] = "voice1"
    item: int
    place: str


@dataclass(frozen=True, slots=True)
class WithdrawVoice(Press):
    code: ClassVar[str] = "unvoice1"
    item: int
    place: str


@dataclass(frozen=True, slots=True)
class Follow(Press):
    code: ClassVar[str] = "follow1"
    item: int
    place: str


@dataclass(frozen=True, slots=True)
class Unfollow(Press):
    code: ClassVar[str] = "unfollow1"
    item: int
    place: str


@dataclass(frozen=True, slots=True)
class Thank(Press):
    code: ClassVar[str] = "thank1"
    item: int
    place: str


@dataclass(frozen=True, slots=True)
class Search(Press):
    """Ask for words to look for."""

    code: ClassVar[str] = "search1"


# -- lists -----------------------------------------------------------------------------------------


def home(t: Texts, counts: Mapping[Stage, int]) -> Screen:
    """All lists, with how much stands in them."""
    done, total = counts.get(Stage.DONE, 0), sum(counts.values())
    still_open = total - done - counts.get(Stage.DECLINED, 0)
    text = lines(
        t("💡 <b>Ideas of colleagues</b>"),
        t.n("{n} idea is open.", "{n} ideas are open.", still_open) if total else _nothing_at_all(t),
        t.n("{n} idea is done.", "{n} ideas are done.", done) if done else None,
        t("Look for words: /ideas bicycle rack") if total else None,
    )
    rows: Rows = (
        (_to(t("🆕 New"), Place(Shelf.NEW)), _to(t("🙌 Most wanted"), Place(Shelf.WANTED))),
        (_to(t("🏢 By department"), Place(Shelf.UNITS)), _to(t("📍 By stage"), Place(Shelf.STAGES))),
        (_to(t("🏁 Done"), Place(Shelf.STAGE, Stage.DONE)), Button(t("📋 Mine"), ShowMine(0))),
        (Button(t("🔎 Search"), Search()),),
    )
    return Screen(text, rows if total else ())


def listed(
    t: Texts, organisation: Organisation, place: Place, items: Sequence[Item], *, total: int, today: date
) -> Screen:
    """A page of ideas; `total` is how many the whole list has."""
    ends = last_page(total, rules.PAGE)
    return _list(t, _title(t, organisation, place), items, place, count=_count(t, total), ends=ends, today=today)


def found(t: Texts, place: Place, words: str, items: Sequence[Item], *, total: int, today: date) -> Screen:
    """A page of what was found, the most fitting first."""
    title = t("🔎 <b>Found for “{words}”</b>", words=shortened(words, 60))
    ends = last_page(total, rules.PAGE)
    return _list(t, title, items, place, count=_count(t, total), ends=ends, today=today)


def answers(t: Texts, place: Place, campaign: Campaign, items: Sequence[Item], *, total: int, today: date) -> Screen:
    """A page of the ideas that answer a campaign, the newest first."""
    title = t("🎯 <b>Ideas for: {question}</b>", question=shortened(campaign.question.say(t.language), 300))
    ends = last_page(total, rules.PAGE)
    return _list(t, title, items, place, count=_count(t, total), ends=ends, today=today)


def units(t: Texts, organisation: Organisation, place: Place, counts: Mapping[str | None, int]) -> Screen:
    """The departments that ideas are about, in the organisation's order."""
    order = {unit.code: number for number, unit in enumerate(organisation.units)}
    codes = sorted(counts, key=lambda code: (code is None, order.get(code or "", len(order)), code or ""))
    place = place.turned(page_of(place.page, len(codes), rules.PAGE))
    shown = codes[place.page * rules.PAGE : (place.page + 1) * rules.PAGE]
    buttons = [
        _to(
            t("{name} ({count})", name=_unit(t, organisation, code), count=t.number(counts[code])),
            Place(Shelf.UNIT, code or ""),
        )
        for code in shown
    ]
    return Screen(
        lines(t("🏢 <b>Which department?</b>"), None if counts else _nothing_at_all(t)),
        (*column(*buttons), *_turn(t, place, last_page(len(codes), rules.PAGE)), *_away(t)),
    )


def stage_list(t: Texts, counts: Mapping[Stage, int]) -> Screen:
    """The stages, with how many ideas stand at each."""
    buttons = [
        _to(t("{name} ({count})", name=_stage_name(t, stage), count=t.number(counts[stage])), Place(Shelf.STAGE, stage))
        for stage in SHOWN_STAGES
        if counts.get(stage)
    ]
    text = lines(t("📍 <b>Which stage?</b>"), None if buttons else _nothing_at_all(t))
    return Screen(text, (*column(*buttons), *_away(t)))


def ask_search(t: Texts) -> Screen:
    return Screen(
        lines(
            t("🔎 <b>What are you looking for?</b>"),
            t("Write one or two words, such as: bicycle rack. /cancel stops."),
        ),
        asks=True,
    )


# -- one idea --------------------------------------------------------------------------------------


def look(
    t: Texts,
    organisation: Organisation,
    item: Item,
    place: Place,
    *,
    own: bool,
    supports: bool,
    follows: bool,
    thanked: bool,
    commentable: bool,
    comments: int,
    files: int,
    today: date,
) -> Screen:
    """An idea as colleagues see it, without a name; what can be done follows from who looks and where it stands."""
    about = [
        t.name(organisation.unit(item.unit).name) if item.unit else None,
        t.name(organisation.topic(item.topic).name) if item.topic else None,
    ]
    text = lines(
        joined(" · ", [Html(f"<b>{item.label}</b>"), *(part for part in about if part)]),
        quoted(item.text, whole.TEXT),
        t.n("📎 with {n} file, which the team has", "📎 with {n} files, which the team has", files) if files else None,
        _stands(t, item, today),
        decisions.why(t, organisation, item, whole.WORDS),
        decisions.what_was_done(t, item, whole.WORDS),
        t("✅ The author says that it helped") if item.helped == "yes" else None,
        figures.of(t, item, comments),
        t("It is your own idea.") if own else _yours(t, supports=supports, follows=follows, thanked=thanked),
    )
    mine = column(
        Button(t("📋 Open as my own"), ShowItem(item.id)) if own else None,
        whole.button(t, item),
    )
    deeds = () if own else _deeds(t, item, place, supports=supports, follows=follows, thanked=thanked)
    talk = tuple(
        button
        for button in (
            Button(t("💬 Comment"), WriteComment(item.id, place.packed)) if commentable else None,
            Button(t("👁 Read comments ({count})", count=t.number(comments)), ReadComments(item.id, place.packed))
            if comments
            else None,
        )
        if button
    )
    rows = (*mine, *deeds, *((talk,) if talk else ()), *_back(t, place))
    return Screen(text, rows, about=item.id if own else None)


def own_only(t: Texts, item: Item, today: date) -> Screen:
    """One's own message that colleagues do not see: feedback, or an idea that was taken back."""
    text = lines(Html(f"<b>{item.label}</b>"), quoted(item.text, whole.TEXT), _stands(t, item, today))
    return Screen(text, column(Button(t("📋 Open as my own"), ShowItem(item.id))), about=item.id)


def voice_counted(t: Texts, item: Item) -> Html:
    return t("🙌 Counted. You hear what comes of {label}.", label=item.label)


def voice_taken_back(t: Texts, item: Item) -> Html:
    return t("Your support for {label} is taken back.", label=item.label)


def following(t: Texts, item: Item) -> Html:
    return t("🔔 You hear what comes of {label}.", label=item.label)


def not_following(t: Texts, item: Item) -> Html:
    return t("🔕 You no longer hear of {label}.", label=item.label)


def thanks_said(t: Texts, item: Item) -> Html:
    return t("🙏 Your thanks for {label} reach the author.", label=item.label)


def _stands(t: Texts, item: Item, today: date, *, promise: bool = True) -> Html:
    """Where an idea stands; what was done at once says so."""
    if item.stage is Stage.DONE and item.already and item.closed_on:
        return t("🛠 A colleague did it at once, on {day}", day=t.day(item.closed_on))
    return stages.sentence(t, item, today, promise=promise)


# -- news ------------------------------------------------------------------------------------------


def thanks_came(t: Texts, item: Item, thanks: int) -> Screen:
    """For the author: how many colleagues said thanks since the last message about it."""
    return Screen(
        lines(
            t.n(
                "🙏 <b>{n} colleague says thanks for {label}</b>",
                "🙏 <b>{n} colleagues say thanks for {label}</b>",
                thanks,
                label=item.label,
            ),
            quoted(first_line(item.text, 200), 200),
        ),
        column(Button(t("📋 How it stands"), ShowItem(item.id))),
    )


def accepted(t: Texts, item: Item) -> Screen:
    return _step(t, item, t("👍 <b>{label}, which you support or follow, is accepted.</b>", label=item.label))


def declined(t: Texts, organisation: Organisation, item: Item) -> Screen:
    said = t("✖️ <b>{label}, which you support or follow, has been declined.</b>", label=item.label)
    return _step(t, item, said, decisions.why(t, organisation, item, whole.WORDS))


def looked_at_again(t: Texts, item: Item) -> Screen:
    said = t("🔁 <b>{label}, which you support or follow, is looked at once more.</b>", label=item.label)
    return _step(t, item, said)


def withdrawn(t: Texts, item: Item) -> Screen:
    """Without its words: the author took them back."""
    return Screen(
        t("↩️ <b>{label}, which you support or follow, was taken back by its author.</b>", label=item.label),
        column(_to(t("🗂 All lists"), HOME)),
    )


def done(t: Texts, item: Item) -> Screen:
    said = t("🏁 <b>{label}, which you support or follow, is done.</b>", label=item.label)
    thank = Button(t("🙏 Say thanks"), Thank(item.id, HOME.packed))
    return _step(t, item, said, decisions.what_was_done(t, item, 2000), thank)


# -- parts -----------------------------------------------------------------------------------------


def _list(t: Texts, title: Html, items: Sequence[Item], place: Place, *, count: Html, ends: int, today: date) -> Screen:
    pages = t("page {page} of {pages}", page=t.number(place.page + 1), pages=t.number(ends + 1)) if ends else None
    head = lines(title, joined(", ", [part for part in (count, pages) if part]) if items else None)
    parts = [_entry(t, item, today) for item in items] or [_nothing_here(t, place)]
    buttons = [Button(escaped(item.label), Look(item.id, place.packed)) for item in items]
    rows = tuple(tuple(buttons[first : first + 4]) for first in range(0, len(buttons), 4))
    return Screen(joined("\n\n", [head, *parts]), (*rows, *_turn(t, place, ends), *_away(t)))


def _entry(t: Texts, item: Item, today: date) -> Html:
    stands, heard = _stands(t, item, today, promise=False), figures.of(t, item, 0)
    return lines(
        Html(f"<b>{item.label}</b> ") + first_line(item.text),
        joined(" · ", [stands, heard] if heard else [stands]),
    )


def _title(t: Texts, organisation: Organisation, place: Place) -> Html:
    if place.shelf is Shelf.NEW:
        return t("🆕 <b>New ideas</b>")
    if place.shelf is Shelf.WANTED:
        return t("🙌 <b>Most wanted ideas</b>")
    if place.shelf is Shelf.UNIT:
        return Html("🏢 <b>") + _unit(t, organisation, place.of or None) + Html("</b>")
    return Html("📍 <b>") + _stage_name(t, Stage(place.of)) + Html("</b>")


def _stage_name(t: Texts, stage: Stage) -> Html:
    name = stages.name(t, stage)
    return Html(name[:1].upper()) + Html(name[1:])


def _unit(t: Texts, organisation: Organisation, code: str | None) -> Html:
    return t.name(organisation.unit(code).name) if code else t("No certain department")


def _count(t: Texts, total: int) -> Html:
    return t.n("{n} idea", "{n} ideas", total)


def _nothing_at_all(t: Texts) -> Html:
    return t("There are no ideas yet. Just write what could be better: yours would be the first.")


def _nothing_here(t: Texts, place: Place) -> Html:
    if place.shelf is Shelf.FOUND:
        return t("Nothing was found. Try another word, or just write your idea: it may be the first of its kind.")
    if place.shelf is Shelf.STAGE and place.of == Stage.DONE:
        return t("Nothing is done yet. A small improvement that you made yourself can stand here: /done")
    if place.shelf is Shelf.WANTED:
        return t("Nobody has supported an idea yet. Open one that you like and press 🙌.")
    return t("There is nothing here yet. Just write what could be better.")


def _turn(t: Texts, place: Place, ends: int) -> Rows:
    return turn(place.page, ends, lambda page: ShowList(place.turned(page).packed), t("◀ Back"), t("More ▶"))


def _away(t: Texts) -> Rows:
    return ((_to(t("🗂 All lists"), HOME), Button(t("🔎 Search"), Search())),)


def _back(t: Texts, place: Place) -> Rows:
    label = t("🗂 All lists") if place.shelf is Shelf.HOME else t("↩️ Back to the list")
    return column(_to(label, place))


def _to(label: Html, place: Place) -> Button:
    return Button(label, ShowList(place.packed))


def _yours(t: Texts, *, supports: bool, follows: bool, thanked: bool) -> Html | None:
    if thanked:
        return t("🙏 You said thanks.")
    if supports:
        return t("✅ You support it, and hear what comes of it.")
    return t("🔔 You follow it, and hear what comes of it.") if follows else None


def _deeds(t: Texts, item: Item, place: Place, *, supports: bool, follows: bool, thanked: bool) -> Rows:
    """Buttons in the order of likelihood. Support follows too, so there is nothing to follow beside it."""
    if rules.takes_thanks(item):
        return () if thanked else column(Button(t("🙏 Say thanks"), Thank(item.id, place.packed)))
    if not rules.takes_voices(item):
        return column(Button(t("🔕 Do not follow"), Unfollow(item.id, place.packed)) if follows else None)
    if supports:
        return column(Button(t("🙌 Take my support back"), WithdrawVoice(item.id, place.packed)))
    return column(
        Button(t("🙌 Support"), GiveVoice(item.id, place.packed)),
        Button(t("🔕 Do not follow"), Unfollow(item.id, place.packed))
        if follows
        else Button(t("🔔 Follow"), Follow(item.id, place.packed)),
    )


def _step(t: Texts, item: Item, said: Html, more: Html | None = None, button: Button | None = None) -> Screen:
    return Screen(
        lines(said, quoted(first_line(item.text, 200), 200), more),
        column(button, Button(t("💡 Open {label}", label=item.label), Look(item.id, HOME.packed))),
    )
