"""One tap at a service point: from the scan to "thank you", and whose it was is nobody's business."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from bot import links
from bot.feedback import rules
from config.organisation import load
from config.settings import SHIPPED_ORGANISATION
from storage import ratings
from storage.db import Database
from storage.records.item import FeedbackKind
from storage.tables import day_keys, metadata, people, rated
from storage.tables import ratings as rows
from tests.town import Actor, Town, lindvale

DESK = "counter-3"


def link(town: Town, code: str = DESK) -> str:
    return links.start(town.engine.me.username or "", links.SERVICE_POINT, code)


def stored(town: Town) -> list[Any]:
    found: list[Any] = town.run(lambda tx: tx.execute(select(rows).order_by(rows.c.counted.desc())).all())
    return found


def count(town: Town, table: Any) -> int:
    number: int = town.run(lambda tx: tx.execute(select(func.count()).select_from(table)).scalar_one())
    return number


async def rates(town: Town, who: Actor, label: str, code: str = DESK) -> None:
    await who.opens(link(town, code))
    await who.presses(label)


async def test_a_visitor_rates_a_counter_without_signing_up(town: Town) -> None:
    ana, before = town.stranger("Ana"), count(town, people)
    await ana.opens(link(town))
    assert ana.sees("Citizens' office, counter 3", "How was it today?", "Nobody learns who tapped")
    assert ana.screen.labels == ["😀 Very good", "🙂 Good", "😐 So-so", "🙁 Bad", "😡 Very bad"]
    await ana.presses("🙂")
    assert ana.sees("Thank you!", "🙂 Good", "What was it about?")
    (row,) = stored(town)
    assert (row.point, row.unit, row.level, row.counted, row.reason) == (DESK, "counter", 4, True, None)
    await ana.presses("Waiting time")
    assert ana.sees("Waiting time", "Is there more to say?")
    await ana.presses("That is all")
    assert ana.sees("Thank you!", "Have a good day!")
    assert ana.screen.labels == []
    assert stored(town)[0].reason == "waiting"
    assert count(town, people) == before


@pytest.mark.parametrize(
    ("language", "question", "face"),
    [("sv", "Hur var det i dag?", "Bra"), ("sl", "Kako je bilo danes?", "Dobro"), ("uk", "Як було сьогодні?", "Добре")],
)
async def test_the_language_is_telegrams(town: Town, language: str, question: str, face: str) -> None:
    ana = town.stranger("Ana", language=language)
    await ana.opens(link(town))
    assert ana.sees(question)
    await ana.presses(face)
    assert len(stored(town)) == 1


async def test_another_mind_within_ten_minutes_changes_the_rating(town: Town) -> None:
    ana = town.stranger("Ana")
    await rates(town, ana, "🙁")
    await ana.presses("Waiting time")
    town.clock.advance(timedelta(minutes=9))
    await ana.presses("Change my rating")
    assert "🙂 Good" in ana.screen.labels
    await ana.presses("🙂 Good")
    assert ana.sees("Thank you!", "🙂 Good")
    await rates(town, ana, "😀")
    assert [(row.level, row.counted, row.reason) for row in stored(town)] == [(5, True, None)]


async def test_after_ten_minutes_a_rating_stands_and_further_ones_are_kept_apart(town: Town) -> None:
    ana = town.stranger("Ana")
    await rates(town, ana, "🙁")
    town.clock.advance(timedelta(minutes=11))
    await ana.presses("Change my rating")
    assert "stays as it is" in ana.notice
    await rates(town, ana, "😀")
    assert ana.sees("Your first rating of today counts")
    assert [(row.level, row.counted) for row in stored(town)] == [(2, True), (5, False)]
    await rates(town, ana, "😐")
    assert [(row.level, row.counted) for row in stored(town)] == [(2, True), (3, False)]


async def test_each_person_point_and_day_counts_once(town: Town) -> None:
    ana, bo = town.stranger("Ana"), town.stranger("Bo")
    for who, code in ((ana, DESK), (bo, DESK), (ana, "library-desk")):
        await rates(town, who, "🙂", code)
    await town.tick(timedelta(days=1))
    await rates(town, ana, "🙂")
    assert [row.counted for row in stored(town)] == [True] * 4


async def test_a_mind_that_changes_over_midnight_is_still_one_rating(town: Town) -> None:
    ana = town.stranger("Ana")
    await town.tick(timedelta(hours=13, minutes=55))  # five to midnight in Helsinki
    await rates(town, ana, "🙁")
    await town.tick(timedelta(minutes=8))
    await rates(town, ana, "🙂")
    assert [(row.level, row.counted) for row in stored(town)] == [(4, True)]
    await town.tick(timedelta(minutes=8))
    await rates(town, ana, "😀")
    assert [(row.level, row.counted) for row in stored(town)] == [(4, True), (5, True)]


async def test_the_key_of_a_day_goes_with_the_day(town: Town) -> None:
    """From then on not even the secret key tells who rated what."""
    ana = town.stranger("Ana")
    await rates(town, ana, "🙂")
    assert (count(town, rated), count(town, day_keys)) == (1, 1)
    await town.tick(timedelta(hours=14, minutes=15))
    assert (count(town, rated), count(town, day_keys)) == (0, 0)
    await town.tick(timedelta(hours=4))
    assert count(town, metadata.tables["drafts"]) == 0
    assert len(stored(town)) == 1


async def test_mydata_and_forget_know_todays_ratings(town: Town) -> None:
    ana = town.stranger("Ana")
    await rates(town, ana, "🙂")
    await ana.presses("That is all")
    await ana.says("/mydata")
    assert ana.sees("1 rating of today")
    await ana.says("/forget")
    await ana.presses("Yes, erase it now")
    assert (count(town, rated), len(stored(town))) == (0, 1)


@pytest.mark.parametrize("code", ["conter-3", "COUNTER-3", "counter-9"])
async def test_a_misspelt_code_leads_to_what_is_meant(town: Town, code: str) -> None:
    ana = town.stranger("Ana")
    await ana.opens(link(town, code))
    if code != "COUNTER-3":
        assert ana.sees("I do not know this place")
        await ana.presses("counter 3")
    assert ana.sees("How was it today?")


async def test_a_code_like_no_other_leads_to_the_list(town: Town) -> None:
    ana = town.stranger("Ana")
    await ana.opens(link(town, "zzzzzz"))
    assert ana.sees("I do not know this place")
    await ana.presses("All that can be rated")
    assert "Town website" in ana.screen.labels


async def test_a_retired_point_says_so(database: Database) -> None:
    organisation = load(SHIPPED_ORGANISATION)
    points = tuple(point.model_copy(update={"retired": point.code == DESK}) for point in organisation.service_points)
    async with lindvale(database, organisation=organisation.model_copy(update={"service_points": points})) as town:
        ana = town.stranger("Ana")
        await ana.opens(link(town))
        assert ana.sees("is no longer rated here")
        await ana.says("/feedback")
        assert "Citizens' office, counter 3" not in ana.screen.labels


async def test_internal_points_are_for_colleagues(town: Town) -> None:
    ana = town.stranger("Ana")
    await ana.opens(link(town, "canteen"))
    assert ana.sees("Only people who work here")
    await ana.says("/feedback")
    assert "IT-stöd" not in ana.screen.labels
    await town.elsa.says("/feedback")
    assert "IT-stöd" in town.elsa.screen.labels
    await town.elsa.presses("Stadshusets matsal")
    assert town.elsa.sees("Hur var lunchen i dag?")
    await town.elsa.presses("Mycket bra")
    assert stored(town)[0].point == "canteen"


@pytest.mark.parametrize("data", [f"rate1:{DESK}:9", f"rate1:{DESK}:0", "rate1:gone:3", "rate1:canteen:3"])
async def test_forged_taps_store_nothing(town: Town, data: str) -> None:
    ana = town.stranger("Ana")
    await ana.opens(link(town))
    town.engine.press_data(ana.person, ana.id, ana.screen, data)
    await town.settle()
    assert stored(town) == []


async def test_the_same_tap_twice_is_one(town: Town) -> None:
    ana = town.stranger("Ana")
    await ana.opens(link(town))
    for _ in range(2):
        town.engine.press_data(ana.person, ana.id, ana.screen, f"rate1:{DESK}:4")
    await town.settle()
    assert len(stored(town)) == 1


def test_the_likeliest_meaning_comes_first() -> None:
    assert rules.kinds(5)[0] is FeedbackKind.COMPLIMENT
    assert rules.kinds(1)[0] is FeedbackKind.COMPLAINT
    assert {rules.kinds(3)[0], rules.kinds(None)[0]} == {FeedbackKind.SUGGESTION}
    assert all(set(rules.kinds(level)) == set(FeedbackKind) for level in (None, 1, 2, 3, 4, 5))


async def test_figures_count_what_counts(town: Town) -> None:
    for name, face in (("Ana", "🙂"), ("Bo", "🙂"), ("Cy", "😡")):
        await rates(town, town.stranger(name), face)
    today = town.clock.now().date()
    assert town.run(lambda tx: ratings.levels(tx, today, today)) == {DESK: {4: 2, 1: 1}}
    assert town.run(lambda tx: ratings.daily(tx, DESK, today, today)) == {today: {4: 2, 1: 1}}
