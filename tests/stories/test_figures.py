"""Figures of ratings: of closed months alone, never of few, with what chance explains."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

import pytest
from PIL import Image

from bot.buttons import pack
from bot.charts import drawing
from bot.charts.drawing import Bar
from bot.feedback import rules
from bot.feedback.screens import ShowChart, ShowFigures
from storage import items, ratings
from storage.db import Database, Tx
from storage.records.item import Kind, NewItem
from storage.records.person import Role
from tests.town import Town, has, lindvale

OCTOBER, NOVEMBER = date(2026, 10, 1), date(2026, 11, 1)


def give(town: Town, point: str, unit: str, levels: dict[int, int], *, month: date = OCTOBER) -> None:
    def unit_of_work(tx: Tx) -> None:
        for level, count in levels.items():
            for number in range(count):
                on = month + timedelta(days=number % 25)
                ratings.add(tx, point, unit, level, on=on, counted=True)

    town.run(unit_of_work)


async def test_a_closed_month_tells_how_all_and_each_department_are_rated(town: Town) -> None:
    give(town, "counter-3", "counter", {5: 40, 4: 30, 1: 10})
    give(town, "library-desk", "library", {5: 20, 2: 5})
    give(town, "counter-3", "counter", {5: 5, 1: 60}, month=date(2026, 9, 1))
    give(town, "counter-3", "counter", {1: 50}, month=NOVEMBER)
    await town.sam.says("/figures")
    assert town.sam.sees("October 2026", "86% of 105 ratings", "😀 60  🙂 30  😐 0  🙁 5  😡 10")
    assert town.sam.sees("Citizens' office", "88% of 80 ratings", "More are satisfied than in the month before")
    await town.sam.presses("Citizens' office")
    assert town.sam.sees("Citizens' office, counter 3", "😀 40  🙂 30  😐 0  🙁 0  😡 10")
    await town.sam.presses("All departments")
    await town.sam.presses("◀ September 2026")
    assert town.sam.sees("September 2026", "8% of 65 ratings")
    assert [label for label in town.sam.screen.labels if "▶" in label] == ["October 2026 ▶"]


async def test_few_are_not_shown_nor_what_gives_them_away(town: Town) -> None:
    give(town, "counter-3", "counter", {5: 30})
    give(town, "library-desk", "library", {5: 3})
    await town.maja.says("/figures")
    assert town.maja.sees("33")
    assert "30 " not in town.maja.screen.text, "the other three would be what is left"
    assert not any("Knjižnica" in label or "Urad" in label for label in town.maja.screen.labels)


async def test_nothing_can_be_shown_of_a_month_with_few_ratings(town: Town) -> None:
    give(town, "counter-3", "counter", {5: 4})
    await town.sam.says("/figures")
    assert town.sam.sees("too few ratings")


@pytest.mark.parametrize("month", [202611, 209912, 202613, 0, -5, 2**62])
async def test_no_button_shows_a_month_that_is_not_over(town: Town, month: int) -> None:
    give(town, "counter-3", "counter", {5: 40})
    give(town, "counter-3", "counter", {1: 50}, month=NOVEMBER)
    await town.sam.says("/figures")
    town.engine.press_data(town.sam.person, town.sam.id, town.sam.screen, pack(ShowFigures(month, "")))
    await town.settle()
    assert town.sam.sees("October 2026", "100% of 40 ratings")


async def test_an_unknown_department_leads_to_all(town: Town) -> None:
    give(town, "counter-3", "counter", {5: 40})
    await town.sam.says("/figures")
    town.engine.press_data(town.sam.person, town.sam.id, town.sam.screen, pack(ShowFigures(202610, "nowhere")))
    await town.settle()
    assert town.sam.sees("October 2026", "Citizens' office")


@pytest.mark.parametrize(
    ("today", "month"),
    [
        (date(2026, 11, 1), date(2026, 9, 1)),
        (date(2026, 11, 2), date(2026, 10, 1)),
        (date(2026, 12, 31), date(2026, 11, 1)),
        (date(2027, 1, 1), date(2026, 11, 1)),
        (date(2027, 1, 2), date(2026, 12, 1)),
    ],
)
def test_a_month_is_out_when_nobody_can_change_it_any_longer(today: date, month: date) -> None:
    assert rules.last_closed_month(today) == month
    assert rules.last_of(date(2026, 2, 1)) == date(2026, 2, 28)


# -- the months of a point, for its team -----------------------------------------------------------


def pictures(town: Town, chat_id: int) -> int:
    return sum(1 for m in town.engine.messages(chat_id) if m.media and m.media.kind == "photo")


async def test_the_team_sees_the_months_of_its_point_in_a_picture_and_in_words(town: Town) -> None:
    give(town, "counter-3", "counter", {5: 40, 1: 10})
    give(town, "counter-3", "counter", {5: 3}, month=date(2026, 9, 1))
    give(town, "counter-3", "counter", {5: 10, 1: 10}, month=date(2026, 8, 1))
    await town.sam.in_group(town.group, "/figures")
    await town.sam.presses_in(town.group, "Citizens' office")
    await town.sam.presses_in(town.group, "📈 Citizens' office, counter 3")
    said = town.newest(town.group.id)
    assert said.media and said.media.kind == "photo"
    assert has(said.text, "October 2026: 80% of 50 ratings", "August 2026: 50% of 20 ratings")
    assert "September" not in said.text, "of three nothing is shown"


async def test_only_the_points_own_team_gets_it(town: Town) -> None:
    give(town, "counter-3", "counter", {5: 40, 1: 10})
    for actor in (town.elsa, town.maja):
        await actor.says("/figures")
        town.engine.press_data(actor.person, actor.id, actor.screen, pack(ShowFigures(202610, "counter")))
        await town.settle()
        assert not any("📈" in label for label in actor.screen.labels)
        town.engine.press_data(actor.person, actor.id, actor.screen, pack(ShowChart("counter-3")))
        await town.settle()
        assert actor.notice and not pictures(town, actor.id)
    await town.sam.opens(town.team_link("streets"), group=town.streets)
    town.engine.press_data(
        town.olena.person, town.streets.id, town.newest(town.streets.id), pack(ShowChart("counter-3"))
    )
    await town.settle()
    assert "ett annat team" in town.olena.notice
    lin = town.stranger("Lin Berg")
    await lin.opens(town.invitation(Role.QUALITY, unit="counter"))
    await lin.says("/figures")
    await lin.presses("Citizens' office")
    await lin.presses("📈")
    assert pictures(town, lin.id) == 1


async def test_a_point_without_figures_has_no_picture(town: Town) -> None:
    give(town, "counter-3", "counter", {5: 4})
    await town.sam.in_group(town.group, "/figures")
    town.engine.press_data(town.sam.person, town.group.id, town.newest(town.group.id), pack(ShowChart("counter-3")))
    await town.settle()
    assert "too few ratings" in town.sam.notice and not pictures(town, town.group.id)


# -- points that few people rate -------------------------------------------------------------------


def every_day(
    town: Town, point: str, unit: str, level: int, *, a_day: int, days: int = 25, month: date = OCTOBER
) -> None:
    """So many people, perhaps the same, rate a point day after day."""

    def unit_of_work(tx: Tx) -> None:
        for number in range(a_day * days):
            on = month + timedelta(days=number // a_day)
            ratings.add(tx, point, unit, level, on=on, counted=True)

    town.run(unit_of_work)


@pytest.mark.parametrize(("a_day", "shown"), [(3, False), (4, False), (5, True)])
async def test_three_colleagues_who_rate_each_day_are_three(town: Town, a_day: int, shown: bool) -> None:
    """75 ratings of the IT desk are no figure where three people may have given them all."""
    give(town, "counter-3", "counter", {5: 30})
    every_day(town, "it-desk", "it", 1, a_day=a_day)
    await town.sam.says("/figures")
    assert town.sam.sees("October 2026", f"of {30 + 25 * a_day} ratings")
    assert any("IT services" in label for label in town.sam.screen.labels) is shown
    assert any("Citizens' office" in label for label in town.sam.screen.labels) is shown, (
        "else they would be what is left"
    )


async def test_two_points_of_three_colleagues_are_no_six(town: Town) -> None:
    every_day(town, "it-desk", "it", 1, a_day=3)
    every_day(town, "canteen", "it", 1, a_day=3)
    await town.sam.says("/figures")
    assert town.sam.sees("too few ratings")


@pytest.mark.parametrize(("silent", "shown"), [(4, False), (5, True)])
async def test_the_team_does_not_learn_what_the_silent_gave_from_cards(town: Town, silent: int, shown: bool) -> None:
    """Whoever read three levels on cards takes them from the figure of the point, and has those of the others."""
    give(town, "counter-3", "counter", {5: silent})

    def with_words(tx: Tx) -> None:
        for number in range(3):
            item = items.add(
                tx, NewItem(Kind.FEEDBACK, f"Slow, {number}", "counter", None, "quality", None, OCTOBER, OCTOBER)
            )
            rating = ratings.add(tx, "counter-3", "counter", 1, on=OCTOBER, counted=True)
            ratings.change(tx, rating.id, item_id=item.id)

    town.run(with_words)
    await town.sam.says("/figures")
    assert town.sam.sees("too few ratings") is not shown
    assert town.sam.sees(f"of {silent + 3} ratings") is shown


# -- a sudden fall ---------------------------------------------------------------------------------


def day_after_day(town: Town, shares: list[int], *, point: str = "counter-3", a_day: int = 10) -> None:
    """So many of ten are satisfied on each of the last days, the first one longest ago."""
    today = town.clock.now().date()

    def unit_of_work(tx: Tx) -> None:
        for ago, satisfied in zip(range(len(shares), 0, -1), shares, strict=True):
            for number in range(a_day):
                level = 5 if number < satisfied else 1
                ratings.add(tx, point, "counter", level, on=today - timedelta(days=ago), counted=True)

    town.run(unit_of_work)


async def test_a_sudden_fall_is_told_to_the_team_once_with_a_picture(town: Town) -> None:
    day_after_day(town, [9, 8, 9, 8] * 40 + [5] * 14)
    await town.tick(timedelta(days=1))
    said = [message for message in town.engine.messages(town.group.id) if message.text.startswith("📉")]
    assert [message.media.kind if message.media else None for message in said] == ["photo"]
    assert "Citizens' office, counter 3" in said[0].text
    assert "about 50%" in said[0].text and "about 85%" in said[0].text
    for _ in range(3):
        await town.tick(timedelta(days=1))
    assert len([m for m in town.engine.messages(town.group.id) if m.text.startswith("📉")]) == 1


async def test_what_chance_explains_is_no_news(town: Town) -> None:
    day_after_day(town, [9, 8, 9, 8] * 40 + [7, 9, 8, 8])
    await town.tick(timedelta(days=1))
    assert not town.group_sees("📉")


def fell(town: Town) -> int:
    return len([m for m in town.engine.messages(town.group.id) if m.text.startswith("📉")])


@pytest.mark.parametrize(
    ("days", "told"),
    [
        ([date(2026, 5, 2)], True),
        ([date(2026, 5, 2), date(2026, 4, 2), date(2026, 3, 2)], False),
    ],
    ids=["another window leaves none", "each window leaves a few"],
)
async def test_a_fall_is_told_where_it_leaves_no_few_of_a_month_that_is_out(
    town: Town, days: list[date], told: bool
) -> None:
    """Three of a month lie before the days that a fall is compared with, ten in them: the three would be what is left."""
    day_after_day(town, [9, 8, 9, 8] * 40 + [5] * 14)

    def earlier(tx: Tx) -> None:
        for day in days:
            for number in range(13):
                on = day if number < 3 else rules.last_of(day.replace(day=1))
                ratings.add(tx, "counter-3", "counter", 5, on=on, counted=True)

    town.run(earlier)
    await town.tick(timedelta(days=1))
    assert fell(town) == told


async def test_the_rest_of_a_month_after_a_fall_is_not_told_where_it_is_a_few(town: Town) -> None:
    """Of November the alarm has told all ratings but three: with the month's figure they would be what is left."""
    day_after_day(town, [9, 8, 9, 8] * 40 + [0] * 14)
    await town.tick(timedelta(days=1))
    assert fell(town) == 1
    today = town.clock.now().date()

    def later(tx: Tx) -> None:
        for _ in range(3):
            ratings.add(tx, "counter-3", "counter", 5, on=today, counted=True)

    town.run(later)
    await town.tick(timedelta(days=14))
    await town.sam.says("/figures")
    assert town.sam.sees("November 2026", "too few ratings")
    town.run(later)
    await town.sam.says("/figures")
    assert town.sam.sees("November 2026") and not town.sam.sees("too few ratings")


async def test_a_fall_among_three_colleagues_is_not_told(town: Town) -> None:
    day_after_day(town, [3] * 160 + [0] * 28, point="it-desk", a_day=3)
    await town.tick(timedelta(days=1))
    assert fell(town) == 0
    day_after_day(town, [3] * 160 + [0] * 28, point="it-desk", a_day=3)
    await town.tick(timedelta(days=1))
    assert fell(town) == 1, "six on a day are six"


async def test_what_three_colleagues_gave_before_many_came_is_not_told(town: Town) -> None:
    """Through half a year they may have been the same three; that they were content is theirs."""
    day_after_day(town, [3] * 160 + [0] * 6, point="it-desk", a_day=3)
    day_after_day(town, [0] * 6, point="it-desk", a_day=7)
    await town.tick(timedelta(days=1))
    assert fell(town) == 0


async def test_a_fall_waits_for_no_group(database: Database) -> None:
    async with lindvale(database, bound=False) as town:
        day_after_day(town, [9, 8, 9, 8] * 40 + [5] * 14)
        await town.tick(timedelta(days=1))
        assert not [m for m in town.engine.messages(town.group.id) if m.text.startswith("📉")]


def test_a_chart_is_a_picture_that_telegram_takes() -> None:
    shown = [Bar("Oct", 0.86, "86%"), Bar("last 14 days", 0.0, "≈ 0%", marked=True)]
    with Image.open(BytesIO(drawing.bars("Urad za občane № 3 <&>", "Частка", shown, language="sl"))) as picture:
        assert picture.format == "PNG"
        assert picture.width == 1260
        assert sum(picture.size) < 10_000
        assert (0xB3, 0x26, 0x1E) in {colour for _, colour in picture.convert("RGB").getcolors(1 << 20) or ()}
