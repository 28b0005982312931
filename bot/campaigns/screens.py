"""Campaigns: what those who are asked see, and those who ask."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from bot.buttons import Press
from bot.campaigns import rules
from bot.dialogue import Drop, choice
from bot.doors import LookAt, LookAtAnswers, TellFor
from bot.screen import Button, Rows, Screen, column, last_page, turn
from bot.texts import Html, Texts, escaped, first_line, joined, lines, mention, quoted, shortened
from config.organisation import Organisation
from storage.records.campaign import Campaign, Figures, NewCampaign, State
from storage.records.draft import Draft
from storage.records.item import Item
from storage.records.person import Person

SHOWN = 700
"""Characters of a question that a screen repeats."""

PAGE = 8
MOST_UNITS = 12
"""Units that are named; of more it is said how many they are."""

ALL, GO_ON, TEAM, OPEN = "*", "+", "*", "open"
"""What buttons answer; no code of a unit is "*" or "+"."""


@dataclass(frozen=True, slots=True)
class ShowCampaigns(Press):
    """A page of the campaigns, the newest first."""

    code: ClassVar[str] = "camps1"
    page: int


@dataclass(frozen=True, slots=True)
class ShowCampaign(Press):
    code: ClassVar[str] = "campone1"
    campaign: int


@dataclass(frozen=True, slots=True)
class BeginCampaign(Press):
    """Put a new question."""

    code: ClassVar[str] = "campnew1"


@dataclass(frozen=True, slots=True)
class EndCampaign(Press):
    """Offer to end a campaign early, or to call it off before it begins."""

    code: ClassVar[str] = "campend1"
    campaign: int


@dataclass(frozen=True, slots=True)
class ReallyEnd(Press):
    code: ClassVar[str] = "campyes1"
    campaign: int


# -- what those see who are asked ------------------------------------------------------------------


def announcement(t: Texts, campaign: Campaign, *, few: bool) -> Screen:
    """The question, to one of those whom it asks."""
    return Screen(
        lines(
            t("📣 <b>A question to you and your colleagues</b>"),
            _question(t, campaign),
            t("🤝 Asked by: {sponsor}", sponsor=_sponsor(t, campaign)),
            t("📅 Open until {day}", day=t.day(campaign.ends_on)),
            Html(""),
            t("One or two sentences are enough. You see everything before it is sent."),
            _few(t) if few else None,
        ),
        _tell(t, campaign),
    )


def reminder(t: Texts, campaign: Campaign, came: int) -> Screen:
    """The end is near; said to everybody who was asked, whether an idea came from there or not."""
    return Screen(
        lines(
            t("⏳ <b>Still open until {day}</b>", day=t.day(campaign.ends_on)),
            _question(t, campaign),
            t.n("💡 {n} idea has come so far.", "💡 {n} ideas have come so far.", came)
            if came
            else t("💡 No idea has come so far: the first may be yours."),
            t("If you have told yours already: thank you, nothing more to do."),
        ),
        _tell(t, campaign),
    )


def results(t: Texts, campaign: Campaign, figures: Figures, best: Sequence[Item], *, private: bool = True) -> Screen:
    """What came of it, without the names of authors; where several read it, without buttons for one of them."""
    said = [_supported(t, item) for item in best]
    return Screen(
        lines(
            t("🏁 <b>This question is closed. Here is what came of it.</b>"),
            _question(t, campaign),
            t("🤝 Asked by: {sponsor}", sponsor=_sponsor(t, campaign)),
            Html(""),
            *_figures(t, figures),
            *([Html(""), t("<b>Most supported:</b>"), *said] if said else []),
            Html(""),
            t("🙏 Thank you to everybody who wrote, supported and tried things out!")
            if figures.came
            else t("🙏 Thank you for reading. Ideas are welcome at any time: just write."),
        ),
        column(*(Button(_entitled(item), LookAt(item.id)) for item in best), _all(t, campaign, figures))
        if private
        else (),
    )


def _question(t: Texts, campaign: NewCampaign) -> Html:
    return quoted(campaign.question.say(t.language), SHOWN)


def _sponsor(t: Texts, campaign: NewCampaign) -> str:
    return shortened(campaign.sponsor.say(t.language), 200)


def _few(t: Texts) -> Html:
    return t("👥 Only a few colleagues are asked, so your words may tell who you are even without your name.")


def _tell(t: Texts, campaign: Campaign) -> Rows:
    return column(Button(t("💡 Send an idea"), TellFor(campaign.id)))


def _supported(t: Texts, item: Item) -> Html:
    voices = t.n("{n} voice", "{n} voices", item.voices)
    return Html(f"<b>{item.label}</b> ") + first_line(item.text, 80) + Html(" · ") + voices


def _entitled(item: Item) -> Html:
    return Html(f"{item.label} ") + escaped(first_line(item.text, 40))


def _all(t: Texts, campaign: Campaign, figures: Figures) -> Button | None:
    return Button(t("💡 All ideas for this question"), LookAtAnswers(campaign.id)) if figures.came else None


def _figures(t: Texts, figures: Figures) -> list[Html]:
    if not figures.came:
        return [t("💡 No idea has come.")]
    parts = [
        t.n("💡 <b>{n} idea</b> came", "💡 <b>{n} ideas</b> came", figures.came),
        t.n("🏁 {n} is done", "🏁 {n} are done", figures.done) if figures.done else None,
        t.n("👍 {n} is accepted", "👍 {n} are accepted", figures.accepted) if figures.accepted else None,
        t.n("👀 {n} is still being looked at", "👀 {n} are still being looked at", figures.waiting)
        if figures.waiting
        else None,
        t.n("✖️ {n} was declined", "✖️ {n} were declined", figures.declined) if figures.declined else None,
    ]
    return [part for part in parts if part]


# -- what the teams see ----------------------------------------------------------------------------


def opened_in_group(t: Texts, organisation: Organisation, campaign: Campaign, people: int) -> Screen:
    """The question, to a team that will read the ideas."""
    return Screen(
        lines(
            t("📣 <b>A campaign begins</b>"),
            *_described(t, organisation, campaign),
            t.n(
                "Fewer than {n} person has the question now.", "Fewer than {n} people have the question now.", rules.FEW
            )
            if people < rules.FEW
            else t.n("{n} person has the question now.", "{n} people have the question now.", people),
            t("Ideas for it come as cards, with the question on them. /campaign shows how it stands."),
        )
    )


def listed(t: Texts, shown: Sequence[tuple[Campaign, int]], *, page: int, total: int) -> Screen:
    """All campaigns, the newest first, each with how many ideas came."""
    new = Button(t("➕ New campaign"), BeginCampaign())
    if not total:
        return Screen(
            lines(
                t("📣 <b>Campaigns</b>"),
                t(
                    "A question to colleagues, open for some weeks. They answer with ideas, and all hear what came of it."
                ),
            ),
            column(new),
        )
    parts = [
        lines(
            Html("<b>") + first_line(campaign.question.say(t.language), 100) + Html("</b>"),
            joined(" · ", [_state(t, campaign), t.n("{n} idea", "{n} ideas", came)]),
        )
        for campaign, came in shown
    ]
    buttons = [
        Button(_icon(campaign) + first_line(campaign.question.say(t.language), 50), ShowCampaign(campaign.id))
        for campaign, _ in shown
    ]
    rows = (*column(new, *buttons), *turn(page, last_page(total, PAGE), ShowCampaigns, t("◀ Newer"), t("Older ▶")))
    return Screen(joined("\n\n", [t("📣 <b>Campaigns</b>"), *(Html(part) for part in parts)]), rows)


def one(
    t: Texts,
    organisation: Organisation,
    campaign: Campaign,
    figures: Figures,
    best: Sequence[Item],
    *,
    people: int,
    may_call_off: bool,
    private: bool,
) -> Screen:
    """One campaign as it stands."""
    end = Button(t("🏁 End it now"), EndCampaign(campaign.id)) if campaign.is_running else None
    off = Button(t("🗑 Call it off"), EndCampaign(campaign.id)) if may_call_off else None
    planned = campaign.state is State.PLANNED
    return Screen(
        lines(
            *_described(t, organisation, campaign),
            _state(t, campaign),
            _asks(t, people) if planned or campaign.is_running else None,
            Html(""),
            *([] if planned else _figures(t, figures)),
            *(_supported(t, item) for item in best),
        ),
        column(
            *(Button(_entitled(item), LookAt(item.id)) for item in best if private),
            _all(t, campaign, figures) if private else None,
            end,
            off,
            Button(t("📣 All campaigns"), ShowCampaigns(0)),
        ),
    )


def confirm_end(t: Texts, campaign: Campaign, *, at_once: bool) -> Screen:
    if campaign.state is State.PLANNED:
        text, really = t("<b>Call this campaign off?</b> Nobody has heard of it yet."), t("🗑 Yes, call it off")
    elif at_once:
        text = t("<b>End this campaign now?</b> Everybody who was asked hears at once what came of it.")
        really = t("🏁 Yes, end it")
    else:
        text = t(
            "<b>End this campaign now?</b> Everybody who was asked hears on the next working morning what came of it."
        )
        really = t("🏁 Yes, end it")
    return Screen(
        lines(text, _question(t, campaign)),
        column(Button(really, ReallyEnd(campaign.id)), Button(t("↩️ No, leave it as it is"), ShowCampaign(campaign.id))),
    )


def ended(t: Texts, campaign: Campaign, *, at_once: bool) -> Screen:
    said = (
        t("🏁 The campaign is over. Everybody who was asked hears now what came of it.")
        if at_once
        else t("🏁 The campaign takes no more ideas. What came of it goes out on the next working morning.")
    )
    return Screen(lines(said, _question(t, campaign)), column(Button(t("📣 All campaigns"), ShowCampaigns(0))))


def called_off(t: Texts) -> Screen:
    return Screen(
        t("🗑 The campaign is called off. Nobody has heard of it."),
        column(Button(t("📣 All campaigns"), ShowCampaigns(0))),
    )


def planned(t: Texts, campaign: Campaign, *, people: int, goes_out_on: date) -> Screen:
    """The answer to whoever made it: it has gone out, or when it will."""
    said = (
        lines(t("📣 <b>The question is out.</b>"), _asks(t, people))
        if campaign.is_running
        else t("📣 <b>The campaign is planned.</b> The question goes out on {day}.", day=t.day(goes_out_on))
    )
    return Screen(
        lines(
            said,
            _question(t, campaign),
            t("📅 Open until {day}", day=t.day(campaign.ends_on)),
            t("After that, everybody who was asked hears what came of it."),
        ),
        column(Button(t("📣 All campaigns"), ShowCampaigns(0))),
    )


def _described(t: Texts, organisation: Organisation, campaign: NewCampaign) -> list[Html]:
    return [
        _question(t, campaign),
        t("🤝 Asked by: {sponsor}", sponsor=_sponsor(t, campaign)),
        t("🏢 To: {units}", units=_units(t, organisation, campaign.units)),
        t("📅 From {start} until {end}", start=t.day(campaign.starts_on), end=t.day(campaign.ends_on)),
    ]


def _units(t: Texts, organisation: Organisation, units: Sequence[str]) -> Html:
    if not units:
        return t("everybody who works here")
    names = [t.name(organisation.unit(unit).name) for unit in units[:MOST_UNITS]]
    more = len(units) - len(names)
    return joined(", ", [*names, t.n("and {n} more department", "and {n} more departments", more)] if more else names)


def _asks(t: Texts, people: int) -> Html:
    """How many; of a few not exactly, because a group reads it."""
    if 0 < people < rules.FEW:
        return t.n("👥 It asks fewer than {n} person.", "👥 It asks fewer than {n} people.", rules.FEW)
    return t.n("👥 It asks {n} person.", "👥 It asks {n} people.", people)


def _icon(campaign: Campaign) -> Html:
    if campaign.state is State.PLANNED:
        return Html("🗓 ")
    return Html("📣 ") if campaign.is_running else Html("🏁 ")


def _state(t: Texts, campaign: Campaign) -> Html:
    if campaign.state is State.PLANNED:
        return t("🗓 Begins on {day}", day=t.day(campaign.starts_on))
    if campaign.is_running:
        return t("📣 Open until {day}", day=t.day(campaign.ends_on))
    return t("🏁 Closed")


# -- the dialogue of whoever asks ------------------------------------------------------------------


def ask_question(t: Texts, asker: Person) -> Screen:
    return Screen(
        lines(
            t(
                "📣 <b>A new campaign.</b> {name}, what would you like to ask your colleagues?",
                name=mention(asker.name, asker.chat_id),
            ),
            t("One question in one sentence brings the best ideas. Reply to this message; /cancel stops."),
        ),
        asks=True,
    )


def ask_until(t: Texts, draft: Draft, weeks: Sequence[int], example: date, *, private: bool) -> Screen:
    offered = tuple(Button(t.n("{n} week", "{n} weeks", n), choice(draft, "until", f"{n}w")) for n in weeks)
    return Screen(lines(t("📅 <b>Until when is it open?</b>"), _or_written(t, example, private=private)), (offered,))


def ask_start(t: Texts, draft: Draft, offered: Sequence[date], today: date, *, private: bool) -> Screen:
    rows = column(
        *(
            Button(t("Today") if day == today else t.day(day), choice(draft, "start", day.isoformat()))
            for day in offered
        )
    )
    return Screen(lines(t("🗓 <b>When does it begin?</b>"), _or_written(t, offered[-1], private=private)), rows)


def ask_units(
    t: Texts,
    organisation: Organisation,
    draft: Draft,
    picked: Collection[str],
    people: int,
    *,
    offered: Collection[str],
    everybody: bool,
) -> Screen:
    """Toggles for those units that may be asked; what is chosen stands in the draft until it is confirmed."""
    toggles = [
        Button(
            (Html("☑️ ") if unit.code in picked else Html("◻️ ")) + t.name(unit.name),
            choice(draft, "units", unit.code),
        )
        for unit in organisation.units
        if unit.code in offered
    ]
    pairs = tuple(tuple(toggles[start : start + 2]) for start in range(0, len(toggles), 2))
    go_on = column(
        Button(t.n("➡️ Go on with {n} department", "➡️ Go on with {n} departments", len(picked)), choice(draft, "units", GO_ON))
    )  # fmt: skip
    return Screen(
        lines(t("🏢 <b>Whom do you ask?</b>"), _asks(t, people) if picked else None),
        (
            *column(Button(t("👥 Everybody who works here"), choice(draft, "units", ALL)) if everybody else None),
            *pairs,
            *(go_on if picked else ()),
        ),
    )


def ask_sponsor(t: Texts, draft: Draft, team: Html, *, private: bool) -> Screen:
    how = (
        t("Write who it is, for example “The mayor”, or leave it to the team.")
        if private
        else t("Reply with who it is, for example “The mayor”, or leave it to the team.")
    )
    return Screen(
        lines(t("🤝 <b>In whose name is it asked?</b>"), how),
        column(Button(team, choice(draft, "sponsor", TEAM))),
    )


def preview(
    t: Texts,
    organisation: Organisation,
    draft: Draft,
    new: NewCampaign,
    *,
    people: int,
    few: bool,
    goes_out_on: date,
    today: date,
) -> Screen:
    """Everything once more, before anybody hears of it."""
    when = t("It goes out at once.") if goes_out_on == today else t("It goes out on {day}.", day=t.day(goes_out_on))
    warning = t("👥 So few are asked that an author may be guessed even without a name; the question says so to them.")

    def change(label: Html, what: str) -> Button:
        return Button(label, choice(draft, "sure", what))

    return Screen(
        lines(
            t("<b>Shall I ask this?</b>"),
            *_described(t, organisation, new),
            Html(f"{_asks(t, people)} {when}"),
            warning if few else None,
        ),
        (
            *column(change(t("📣 Ask it"), OPEN)),
            (change(t("✏️ Question"), "question"), change(t("📅 Dates"), "until")),
            (change(t("🏢 Departments"), "units"), change(t("🤝 In whose name"), "sponsor")),
            *column(Button(t("🗑 Drop it"), Drop(draft.id))),
        ),
    )


def _or_written(t: Texts, example: date, *, private: bool) -> Html:
    day = t.date(example)
    if private:
        return t("Choose, or write a date, for example {day}.", day=day)
    return t("Choose, or reply to this message with a date, for example {day}.", day=day)
