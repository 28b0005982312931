"""Feedback: what whoever rates a service point sees."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from bot import levels
from bot.buttons import Press
from bot.dialogue import choice
from bot.doors import ShowPoints
from bot.feedback.reports import Report
from bot.feedback.rules import month_after, month_before
from bot.figures import FEWEST
from bot.ratings import EVERYWHERE, Change, Place, Trend
from bot.screen import Button, Rows, Screen, column, last_page, turn
from bot.texts import Html, Texts, joined, lines
from config.organisation import Names, Organisation, ServicePoint
from storage.records.draft import Draft
from storage.records.rating import LEVELS

PAGE = 8
CHANGE, ALL = "change", "all"


@dataclass(frozen=True, slots=True)
class OpenPoint(Press):
    """The faces of a point."""

    code: ClassVar[str] = "point1"
    point: str


@dataclass(frozen=True, slots=True)
class Rate(Press):
    """The tap itself."""

    code: ClassVar[str] = "rate1"
    point: str
    level: int


@dataclass(frozen=True, slots=True)
class ShowFigures(Press):
    """The figures of a month, as 202611: of all and of the units, or of the points of one unit."""

    code: ClassVar[str] = "figures1"
    month: int
    unit: str


@dataclass(frozen=True, slots=True)
class ShowChart(Press):
    """The months of a point, as a picture."""

    code: ClassVar[str] = "chart1"
    point: str


def faces(t: Texts, organisation: Organisation, point: ServicePoint) -> Screen:
    """The question and five answers; nothing else to read."""
    rows = column(*(Button(levels.face(t, level), Rate(point.code, level)) for level in LEVELS))
    return Screen(_question(t, organisation, point), rows)


def faces_again(t: Texts, organisation: Organisation, point: ServicePoint, draft: Draft) -> Screen:
    """The same for somebody who changes his or her mind."""
    rows = column(*(Button(levels.face(t, level), choice(draft, "level", str(level))) for level in LEVELS))
    return Screen(_question(t, organisation, point), rows, key=f"draft:{draft.id}")


def ask_why(t: Texts, organisation: Organisation, point: ServicePoint, draft: Draft, *, counted: bool) -> Screen:
    reasons = [
        Button(t.name(organisation.rating_reason(code).name), choice(draft, "why", code))
        for code in organisation.question_set(point).reasons
    ]
    pairs: Rows = tuple(tuple(reasons[first : first + 2]) for first in range(0, len(reasons), 2))
    text = lines(
        _thanks(t, point, draft, counted=counted),
        Html(""),
        t("<b>What was it about?</b> Choose, or just write."),
    )
    return Screen(text, (*pairs, *_end(t, draft, "why")), key=f"draft:{draft.id}")


def ask_words(t: Texts, point: ServicePoint, draft: Draft, *, reason: Html | None, counted: bool) -> Screen:
    text = lines(
        _thanks(t, point, draft, counted=counted),
        t("📝 It was about: {reason}", reason=reason) if reason else None,
        Html(""),
        t("<b>Is there more to say?</b> Write it, or send a photo, a voice message or a place."),
        t("You get an answer here, and still nobody sees who you are."),
    )
    return Screen(text, _end(t, draft, "words"), key=f"draft:{draft.id}")


def thanks(t: Texts, point: ServicePoint, draft: Draft, *, counted: bool) -> Screen:
    return Screen(
        lines(
            _thanks(t, point, draft, counted=counted),
            t("It helps us to see what is good and what must become better. Have a good day!"),
        )
    )


def points(t: Texts, shown: Sequence[ServicePoint], *, page: int, total: int) -> Screen:
    """What can be rated."""
    if not total:
        return Screen(t("There is nothing to rate here yet. Just write what you want to tell us."))
    rows = column(*(Button(t.name(point.name), OpenPoint(point.code)) for point in shown))
    turned = turn(page, last_page(total, PAGE), ShowPoints, t("◀ Back"), t("More ▶"))
    return Screen(t("⭐ <b>What would you like to rate?</b>"), (*rows, *turned))


def figures(
    t: Texts, organisation: Organisation, month: date, reports: Mapping[Place, Report], *, newest: bool
) -> Screen:
    """What the ratings of a month say: all together, then unit by unit."""
    units = [report for place, report in reports.items() if place.unit is not None]
    everywhere = reports.get(EVERYWHERE)
    if everywhere is None:
        said = t("There are too few ratings of this month to show any figure, so that nobody can be guessed.")
    else:
        named = [_named(t, organisation.unit(report.place.unit or "").name, report) for report in units]
        said = joined("\n\n", [lines(_satisfied(t, everywhere), _levels(t, everywhere)), *named, _left_out(t)])
    text = lines(t("📊 <b>How we are rated: {month}</b>", month=t.month(month)), Html(""), said)
    buttons = [
        Button(t.name(organisation.unit(report.place.unit or "").name), _to(month, report.place.unit or ""))
        for report in units
    ]
    return Screen(text, (*column(*buttons), *_months(t, month, newest=newest)))


def unit_figures(
    t: Texts, organisation: Organisation, month: date, unit: str, reports: Sequence[Report], *, drawn: bool
) -> Screen:
    """The points of a unit, with the number of answers of each level; for their team their months are `drawn`."""
    named = [
        lines(_named(t, organisation.service_point(report.place.point or "").name, report), _levels(t, report))
        for report in reports
    ]
    head = lines(
        t("📊 <b>How we are rated: {month}</b>", month=t.month(month)),
        Html("🏢 ") + t.name(organisation.unit(unit).name),
    )
    text = joined("\n\n", [head, *named, _left_out(t)])
    points = [organisation.service_point(report.place.point or "") for report in reports] if drawn else []
    charts = [Button(t("📈 {point}", point=t.name(point.name)), ShowChart(point.code)) for point in points]
    return Screen(text, column(*charts, Button(t("◀ All departments"), _to(month, ""))))


def chart(t: Texts, point: ServicePoint, months: Sequence[tuple[date, Report]], *, picture: bytes | None) -> Screen:
    """For the point's team: in words what the picture shows, so that nobody needs the picture."""
    each = [
        t.n(
            "{month}: {share} of {n} rating",
            "{month}: {share} of {n} ratings",
            report.figures.number,
            month=t.month(month),
            share=t.percent(report.figures.satisfied.value),
        )
        for month, report in months
    ]
    head = t("📈 <b>{point}: how many are good or very good</b>", point=t.name(point.name))
    return Screen(lines(head, *each, t("Months with too few ratings are left out.")), picture=picture, fresh=True)


def of_another_team(t: Texts) -> Html:
    return t("This point belongs to another team.")


def nothing_to_draw(t: Texts) -> Html:
    return t("There are too few ratings in each month to show any, so that nobody can be guessed.")


def _named(t: Texts, name: Names, report: Report) -> Html:
    return lines(Html("<b>") + t.name(name) + Html("</b>"), _satisfied(t, report))


def _satisfied(t: Texts, report: Report) -> Html:
    found = report.figures
    return lines(
        t.n(
            "🙂 {share} of {n} rating good or very good (by chance {low} to {high})",
            "🙂 {share} of {n} ratings good or very good (by chance {low} to {high})",
            found.number,
            share=t.percent(found.satisfied.value),
            low=t.percent(found.satisfied.low),
            high=t.percent(found.satisfied.high),
        ),
        t(
            "Ø {mean} of 5 (by chance {low} to {high})",
            mean=t.tenths(found.mean.value),
            low=t.tenths(found.mean.low),
            high=t.tenths(found.mean.high),
        ),
        _trend(t, report.change),
    )


def _trend(t: Texts, change: Change | None) -> Html | None:
    if change is None:
        return None
    said = {
        Trend.BETTER: t("📈 More are satisfied than in the month before."),
        Trend.WORSE: t("📉 Fewer are satisfied than in the month before."),
        Trend.UNCLEAR: t("➖ No clear change since the month before."),
    }
    return said[change.trend]


def _levels(t: Texts, report: Report) -> Html:
    counts = [Html(f"{levels.FACES[level]} ") + t.number(report.figures.levels[level]) for level in LEVELS]
    return joined("  ", counts)


def _left_out(t: Texts) -> Html:
    return t.n(
        "Places with fewer than {n} rating are left out, and sometimes one more, so that nobody can be guessed.",
        "Places with fewer than {n} ratings are left out, and sometimes one more, so that nobody can be guessed.",
        FEWEST,
    )


def _months(t: Texts, month: date, *, newest: bool) -> Rows:
    later = month_after(month)
    before = Button(Html("◀ ") + t.month(month_before(month)), _to(month_before(month), ""))
    return ((before,),) if newest else ((before, Button(t.month(later) + Html(" ▶"), _to(later, ""))),)


def _to(month: date, unit: str) -> ShowFigures:
    return ShowFigures(month.year * 100 + month.month, unit)


def fall(t: Texts, point: ServicePoint, days: int, now: int, before: int, *, picture: bytes | None) -> Screen:
    """For the team: in words what the picture shows, so that nobody needs the picture."""
    text = lines(
        t("📉 <b>{point}: fewer are satisfied than before</b>", point=t.name(point.name)),
        t.n(
            "In the last {n} day about {now} gave good or very good, before that about {before}. That is more than chance explains.",
            "In the last {n} days about {now} gave good or very good, before that about {before}. That is more than chance explains.",
            days,
            now=t.percent(now / 100),
            before=t.percent(before / 100),
        ),
        t("What has changed there? You hear of it once; /figures tells what the months say."),
    )
    return Screen(text, picture=picture, fresh=True)


def unknown(t: Texts, near: Sequence[ServicePoint]) -> Screen:
    """A code that is no point's, with those that may be meant."""
    text = lines(
        t("🤔 <b>I do not know this place.</b> The link may be old or misspelt."),
        t("Did you mean one of these?") if near else None,
    )
    return Screen(text, _others(t, near))


def retired(t: Texts, point: ServicePoint) -> Screen:
    text = t("📭 <b>{point}</b> is no longer rated here.", point=t.name(point.name))
    return Screen(lines(text, t("You can rate another place, or just write what you want to tell us.")), _others(t, ()))


def for_colleagues(t: Texts) -> Html:
    return t("Only people who work here rate this. If you do, ask for your invitation and open it first.")


def no_longer(t: Texts) -> Html:
    return t("Ten minutes are over, so this rating stays as it is. Scan the code again another day.")


def _question(t: Texts, organisation: Organisation, point: ServicePoint) -> Html:
    own = organisation.question_set(point).question
    usual: dict[str, Callable[[], Html]] = {
        "counter": lambda: t("How was it today?"),
        "phone": lambda: t("How was the call?"),
        "website": lambda: t("How is this website?"),
        "form": lambda: t("How was this form?"),
    }
    return lines(
        Html("📍 ") + t.name(point.name),
        Html("<b>") + (t.name(own) if own else usual[point.kind]()) + Html("</b>"),
        t("One tap is enough. Nobody learns who tapped."),
    )


def _thanks(t: Texts, point: ServicePoint, draft: Draft, *, counted: bool) -> Html:
    return lines(
        t("🙏 <b>Thank you!</b> {level}", level=levels.face(t, draft.answers["level"])),
        Html("📍 ") + t.name(point.name),
        None if counted else t("Your first rating of today counts in the figures; this one is kept beside it."),
    )


def _end(t: Texts, draft: Draft, question: str) -> Rows:
    return (
        (Button(t("✅ That is all"), choice(draft, question, ALL)),),
        (Button(t("↩️ Change my rating"), choice(draft, question, CHANGE)),),
    )


def _others(t: Texts, near: Sequence[ServicePoint]) -> Rows:
    return column(
        *(Button(t.name(point.name), OpenPoint(point.code)) for point in near),
        Button(t("⭐ All that can be rated"), ShowPoints(0)),
    )
