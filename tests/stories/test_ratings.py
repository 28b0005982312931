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
from storage import items, ratings
from storage.db import Database
from storage.records.item import FeedbackKind, Identity, Item, Kind
from storage.tables import day_keys, metadata, people, rated
from storage.tables import ratings as rows
from tests.town import Actor, Town, lindvale

DESK = "counter-3"


def link(town: Town, code: str = DESK) -> str:
    return links.start(town.engine.me.username or "", links.SERVICE_POINT, code)


def stored(town: Town) -> list[Any]:
    found: list[Any] = town.run(
        lambda tx: tx.execute(select(rows).order_by(rows.c.counted.desc(), rows.c.given_on, rows.c.level)).all()
    )
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
    assert count(town, rated) == 1, "that it went with her would tell what she has rated"
    await rates(town, ana, "😡")
    assert sum(row.counted for row in stored(town)) == 1
    await town.tick(timedelta(days=1))
    assert (count(town, rated), len(stored(town))) == (0, 1)


async def test_what_is_joined_with_words_to_a_rating_goes_with_the_day_as_they_do(town: Town) -> None:
    """Else it would tell for days who rated what, and a card a level of a month whose figures are out."""
    ana = town.stranger("Ana")
    await rates(town, ana, "😡")
    await ana.says("The queue is long")
    await ana.says("And the chairs are hard")
    await ana.presses("Change or add")
    await ana.presses("before")
    assert ana.sees("The queue is long", "And the chairs are hard", "counter 3")
    await town.tick(timedelta(days=1))
    await ana.presses("complaint")
    assert not town.group_sees("The queue is long")


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
    assert town.run(lambda tx: ratings.levels(tx, today, today)) == {(DESK, "counter", False): {4: 2, 1: 1}}
    assert town.run(lambda tx: ratings.daily(tx, DESK, today, today)) == {today: {4: 2, 1: 1}}


# -- with words ------------------------------------------------------------------------------------


def item(town: Town, number: int = 1) -> Item:
    found: Item = town.run(lambda tx: items.by_number(tx, Kind.FEEDBACK, number))
    return found


async def test_words_to_a_rating_are_sent_hidden_and_answered(town: Town) -> None:
    ana = town.stranger("Ana Anders")
    await rates(town, ana, "🙁")
    await ana.says("The ticket machine at the counter was off again")
    assert ana.sees("Shall I send this?", "counter 3", "🙁 Bad", "🕶 Hidden")
    assert ana.screen.labels[0] == "😟 Send as a complaint"
    await ana.presses("😟")
    assert ana.sees("F-1", "You get an answer by")
    sent = item(town)
    assert (sent.point, sent.unit, sent.feedback_kind) == (DESK, "counter", FeedbackKind.COMPLAINT)
    assert (sent.identity, sent.author_id) == (Identity.HIDDEN, None)
    assert [row.item_id for row in stored(town)] == [sent.id]
    card = town.card("F-1").text
    assert "Complaint" in card and "🙁 Bad" in card and "counter 3" in card and "hidden" in card
    await town.sam.presses_in(town.group, "Ask the author")
    await town.sam.in_group(town.group, "Which machine?", reply_to=town.newest(town.group.id))
    await ana.says("The left one", reply_to=ana.screen)
    assert town.group_sees("The author about F-1", "The left one")
    assert not town.group_sees("Ana Anders")


async def test_words_may_come_after_a_reason(town: Town) -> None:
    ana = town.stranger("Ana")
    await rates(town, ana, "😀")
    await ana.presses("How I was treated")
    await ana.says("Everybody was so kind to my mother")
    assert ana.screen.labels[0] == "🌷 Send as a compliment"
    await ana.presses("🌷")
    assert "Compliment" in town.card("F-1").text
    assert "How I was treated" in town.card("F-1").text


async def test_a_place_and_a_voice_need_no_words(town: Town) -> None:
    ana = town.stranger("Ana")
    await rates(town, ana, "😐")
    town.engine.location(ana.person, ana.person, 60.17, 24.94)
    await town.settle()
    assert ana.sees("1 file", "What is it about?")
    await ana.presses("without words")
    await ana.presses("💭")
    places = [message.extra for message in town.engine.messages(town.group.id) if message.extra]
    assert places == [{"location": {"latitude": 60.17, "longitude": 24.94}}]


async def test_too_short_words_are_asked_for_again_and_the_point_is_kept(town: Town) -> None:
    ana = town.stranger("Ana")
    await rates(town, ana, "🙁")
    await ana.says("x")
    assert ana.sees("very short")
    await ana.says("The queue is too long")
    await ana.presses("😟")
    assert item(town).point == DESK


async def test_a_card_shows_a_rating_that_changes_after_the_words(town: Town) -> None:
    ana = town.stranger("Ana")
    await rates(town, ana, "🙁")
    await ana.says("The queue is too long")
    await ana.presses("😟")
    await rates(town, ana, "😐")
    assert "😐 So-so" in town.card("F-1").text


async def test_citizens_are_hidden_by_default_and_may_give_their_name(town: Town) -> None:
    await town.maja.says("Klopi v parku so polomljene")
    assert "🕶" in town.maja.screen.text
    await town.maja.presses("🔒")
    await town.maja.presses("👤")
    await town.maja.presses("💭")
    assert item(town).identity is Identity.NAMED


async def test_an_employee_says_what_feedback_means(town: Town) -> None:
    await town.sam.says("The canteen at the town hall was closed at noon")
    await town.sam.presses("💬 Send as feedback")
    assert town.sam.sees("What is it?")
    await town.sam.presses("Back")
    await town.sam.presses("💬 Send as feedback")
    await town.sam.presses("😟")
    assert item(town).feedback_kind is FeedbackKind.COMPLAINT


# -- personal data, and what belongs elsewhere -----------------------------------------------------

SAID = "Please call me at 040 123 4567 or write to ana@example.org about the queue"


async def test_personal_data_is_pointed_out_and_blacked_out(town: Town) -> None:
    ana = town.stranger("Ana")
    message = town.engine.say(ana.person, ana.person, SAID)
    await town.settle()
    assert ana.sees("telephone number", "040 123 4567", "e-mail address", "ana@example.org")
    await ana.presses("⬛")
    assert not ana.sees("4567")
    await ana.presses("😟")
    assert "4567" not in item(town).text and "example.org" not in item(town).text
    assert not town.group_sees("4567")
    for changed in (SAID, SAID + ", soon"):
        town.engine.edit(ana.person, message, changed)
        await town.settle()
        assert "4567" not in item(town).text
    assert item(town).text.endswith(", soon")


async def test_personal_data_stays_where_somebody_wants_it(town: Town) -> None:
    ana = town.stranger("Ana")
    await ana.says(SAID)
    await ana.presses("Leave it")
    await ana.presses("😟")
    assert item(town).text == SAID


async def test_an_emergency_is_pointed_elsewhere_and_nothing_is_kept(town: Town) -> None:
    ana = town.stranger("Ana")
    await ana.says("The house next to the library is on fire, help!")
    assert ana.sees("112")
    await ana.presses("Do not send it here")
    assert town.run(items.count) == {}
    assert count(town, metadata.tables["drafts"]) == 0


async def test_what_only_sounds_like_an_emergency_goes_on(town: Town) -> None:
    ana = town.stranger("Ana")
    await ana.says("The house next to the library is on fire, says your poster")
    await ana.presses("something else")
    await ana.presses("😟")
    assert item(town).text.startswith("The house")


async def test_whoever_asks_is_told_all_channels(town: Town) -> None:
    ana = town.stranger("Ana")
    await ana.says("I do not like what you decided about my tree")
    await ana.presses("⚖️")
    assert ana.sees("112", "elsewhere") or ana.sees("112", "not settled here")


async def test_an_employee_enters_what_a_caller_says(town: Town) -> None:
    await town.sam.says("Somebody called: the door of the library is too heavy")
    await town.sam.presses("✏️")
    await town.sam.presses("☎️ I write for a caller or visitor")
    assert town.sam.sees("You write for a caller or visitor")
    await town.sam.presses("💬 Send as feedback")
    await town.sam.presses("😟")
    assert item(town).on_behalf
    assert "Entered for a caller or visitor" in town.card("F-1").text
    await town.maja.says("Vrata v knjižnici so pretežka")
    await town.maja.presses("✏️")
    assert not any("☎️" in label for label in town.maja.screen.labels)


async def test_what_was_blacked_out_stays_so_whatever_is_added(town: Town) -> None:
    ana = town.stranger("Ana")
    message = town.engine.say(ana.person, ana.person, SAID)
    await town.settle()
    await ana.presses("⬛")
    await ana.presses("✏️")
    await ana.presses("➕")
    await ana.says("And the chairs are hard")
    await ana.presses("😟")
    for changed in (SAID, SAID + "!"):
        town.engine.edit(ana.person, message, changed)
        await town.settle()
        assert "4567" not in item(town).text
    assert "chairs are hard" in item(town).text


async def test_two_messages_about_one_rating_are_not_joined(town: Town) -> None:
    ana = town.stranger("Ana")
    await rates(town, ana, "🙁")
    await ana.says("The queue is too long")
    await ana.presses("😟")
    await rates(town, ana, "🙁")
    await ana.says("The chairs are hard")
    await ana.presses("😟")
    assert sorted(row.item_id for row in stored(town)) == [item(town).id, item(town, 2).id]
    assert [row.counted for row in stored(town)] == [True, False]
    assert "🙁 Bad" in town.card("F-1").text and "🙁 Bad" in town.card("F-2").text


async def test_words_that_are_not_sent_lead_to_a_rating_until_the_night_only(town: Town) -> None:
    ana = town.stranger("Ana")
    await rates(town, ana, "🙁")
    await ana.says("The queue is too long")
    assert count(town, metadata.tables["drafts"]) == 1
    await town.tick(timedelta(days=1))
    assert count(town, metadata.tables["drafts"]) == 0


async def test_a_tap_again_gives_no_second_ten_minutes(town: Town) -> None:
    ana = town.stranger("Ana")
    await rates(town, ana, "🙁")
    town.clock.advance(timedelta(minutes=9))
    await rates(town, ana, "😐")
    town.clock.advance(timedelta(minutes=2))
    await ana.presses("Change my rating")
    assert "stays as it is" in ana.notice


async def test_a_name_taken_off_leaves_feedback_with_the_team_of_its_point(town: Town) -> None:
    ana = town.stranger("Ana")
    await rates(town, ana, "🙁")
    await ana.says("It is too loud")
    await ana.presses("🔒")
    await ana.presses("👤")
    await ana.presses("😟")
    await ana.presses("📋")
    await ana.presses("🔒")
    await ana.presses("🕶")
    assert (item(town).identity, item(town).unit) == (Identity.HIDDEN, "counter")
