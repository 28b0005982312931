"""Colleagues talk ideas over by name, and the team looks first where it is asked to; hidden authors name nobody."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from bot.mine import actions as mine
from bot.texts import Texts
from config.organisation import Organisation, load
from config.settings import SHIPPED_ORGANISATION
from storage import authors, comments, gathered, items, people
from storage.db import Database, Tx
from storage.records.comment import CommentState, Posted
from storage.records.gathering import About
from storage.records.item import Identity
from storage.records.person import Role
from storage.tables import comments as said
from tests.stories.board import DAY, colleague, comments_on, gathered_is_told, heard, opens, stock, tells
from tests.town import Town, lindvale
from tests.wire.stand_in import picture


async def test_a_comment_stands_with_its_authors_name_which_is_said_before(town: Town) -> None:
    await tells(town.elsa)
    await opens(town.sam)
    await town.sam.presses("💬")
    assert town.sam.sees("Colleagues see it with your name: Sam Hill")
    await town.sam.says("The old hall has spare ones")
    assert town.sam.sees("Your comment stands under I-1")
    assert "💬 1 comment" in town.card("I-1").text
    await gathered_is_told(town)
    assert heard(town.elsa, "💬", "I-1", "Sam Hill", "spare ones") == 1
    await opens(town.olena)
    await town.olena.presses("👁")
    assert town.olena.sees("Sam Hill", "The old hall has spare ones")
    await town.sam.presses("🗑")
    assert "💬" not in town.card("I-1").text.removeprefix("💬")
    await opens(town.olena)
    assert not any("👁" in label for label in town.olena.screen.labels)


async def test_five_comments_in_an_hour_are_one_message(town: Town) -> None:
    await tells(town.elsa, hidden=True)
    anna = await colleague(town, "Anna Ek")
    await opens(anna)
    await anna.presses("🔔")
    await town.tick()
    for number, actor in enumerate((town.olena, town.sam, anna, town.sam, town.olena)):
        await comments_on(actor, f"Remark number {number}")
        await town.tick(timedelta(minutes=11))
    assert heard(town.elsa, "Remark number") == heard(anna, "new comment") == 0
    await town.tick(timedelta(minutes=10))
    assert heard(town.elsa, "5", "Remark number 4") == heard(town.elsa, "Remark number") == 1
    assert heard(anna, "4 new comments on I-1", "Remark number 4") == 1, "not her own"
    assert heard(town.olena, "new comment") == 0, "who only comments does not follow"


async def test_what_comes_after_a_message_about_comments_waits_an_hour_again(town: Town) -> None:
    await tells(town.elsa)
    for number in range(12):
        await comments_on(town.sam, f"Remark number {number}")
        await town.tick(timedelta(minutes=10))
    assert heard(town.elsa, "Remark number") == heard(town.elsa, "Remark number 6") == 1
    await town.tick(timedelta(minutes=15))
    assert heard(town.elsa, "5", "Remark number 11") == 1
    await town.tick(timedelta(hours=2))
    assert heard(town.elsa, "Remark number") == 2
    assert town.run(lambda tx: gathered.get(tx, 1, About.COMMENTS)) is None
    await comments_on(town.sam, "Once more after a while")
    await gathered_is_told(town)
    assert heard(town.elsa, "Once more after a while") == 1


@pytest.mark.parametrize("button", ["🔔", "🙌"])
async def test_whoever_begins_to_follow_hears_of_what_comes_from_then_on(town: Town, button: str) -> None:
    await tells(town.elsa)
    await comments_on(town.olena, "The old hall has spare ones")
    await opens(town.sam)
    await town.sam.presses(button)
    await gathered_is_told(town)
    assert heard(town.elsa, "The old hall has spare ones") == 1
    assert heard(town.sam, "new comment", "I-1") == 0, "he has read it before he followed"
    await opens(town.sam)
    await comments_on(town.olena, "They are blue")
    await gathered_is_told(town)
    assert heard(town.sam, "new comment", "They are blue") == 1
    assert heard(town.sam, "new comment", "The old hall") == 0


async def test_what_is_gathered_keeps_no_moment_at_which_somebody_spoke(town: Town) -> None:
    def next_at() -> datetime:
        found = town.run(lambda tx: gathered.get(tx, 1, About.COMMENTS))
        assert found is not None
        moment: datetime = found.next_at
        return moment

    await tells(town.elsa)
    town.clock.advance(timedelta(minutes=2, seconds=17, microseconds=345))
    spoke = town.clock.now()
    await comments_on(town.sam, "The old hall has spare ones")
    assert next_at().minute % 5 == next_at().second == next_at().microsecond == 0
    assert timedelta(minutes=60) <= next_at() - spoke <= timedelta(minutes=65)
    await gathered_is_told(town)
    assert town.run(lambda tx: gathered.get(tx, 1, About.COMMENTS)) is None


async def test_a_comment_that_was_taken_back_before_it_was_told_is_no_news(town: Town) -> None:
    await tells(town.elsa)
    await comments_on(town.sam, "The old hall has spare ones")
    await town.sam.presses("🗑")
    await gathered_is_told(town)
    assert heard(town.elsa, "spare ones") == 0
    assert town.run(lambda tx: gathered.get(tx, 1, About.COMMENTS)) is None


async def test_whoever_said_it_himself_hears_nothing_of_it(town: Town) -> None:
    await tells(town.elsa)
    await comments_on(town.elsa, "I mean the reading room")
    await opens(town.olena)
    await town.olena.presses("🙌")
    await comments_on(town.olena, "The one upstairs, I hope")
    await town.tick(timedelta(hours=2))
    assert heard(town.olena, "upstairs, I hope") == 1, "her own receipt"
    assert heard(town.elsa, "reading room") == 1
    assert heard(town.elsa, "upstairs, I hope") == 1


async def test_no_news_of_comments_in_the_quiet_hours(town: Town) -> None:
    await tells(town.elsa)
    await town.tick(timedelta(hours=10, minutes=30))
    await comments_on(town.olena, "At half past eight in the evening")
    await comments_on(town.olena, "And once more")
    await town.tick(timedelta(hours=3))
    assert heard(town.elsa, "half past eight") == 0
    await town.tick(timedelta(hours=8))
    assert heard(town.elsa, "2", "half past eight", "once more") == 1


async def test_a_hidden_author_is_kept_from_naming_himself(town: Town) -> None:
    await tells(town.elsa, hidden=True)
    await opens(town.elsa)
    await town.elsa.presses("💬")
    assert "I-1" in town.elsa.notice and "/mine" in town.elsa.notice
    assert town.run(lambda tx: comments.count(tx, 1)) == 0


async def test_an_author_who_hides_while_he_writes_is_not_named(town: Town) -> None:
    await tells(town.elsa)
    await opens(town.elsa)
    await town.elsa.presses("💬")
    elsas = town.run(lambda tx: items.get(tx, 1)).author_id

    def hide(tx: Tx) -> None:
        seal = authors.seal(tx, town.elsa.id, "sv")
        items.change(tx, 1, identity=Identity.HIDDEN, author_id=None, seal_id=seal)

    town.run(hide)
    await town.elsa.says("It was me who said it")
    assert elsas and town.run(lambda tx: comments.count(tx, 1)) == 0


async def test_an_author_who_takes_the_name_off_is_told_that_his_comments_stay(town: Town) -> None:
    await tells(town.elsa)
    await comments_on(town.elsa, "I mean the reading room")
    await comments_on(town.olena, "Так, бракує стільців")

    await town.elsa.says("/mine")
    await town.elsa.presses("I-1")
    await town.elsa.presses("🔒")
    assert town.elsa.sees("💬 Dina kommentarer")

    def hide(tx: Tx) -> None:
        elsa = people.by_chat(tx, town.elsa.id)
        assert elsa
        t = Texts("sv", town.organisation.zone)
        mine.tighten(tx, t, items.get(tx, 1), Identity.HIDDEN, by=elsa, organisation=town.organisation, today=DAY)

    town.run(hide)
    await opens(town.sam)
    await town.sam.presses("👁")
    assert town.sam.sees("Olena Kovalenko", "Elsa"), "one person's comments that go would tell whose idea it is"
    await opens(town.elsa)
    await town.elsa.presses("👁")
    await town.elsa.presses("🗑")
    assert town.run(lambda tx: comments.count(tx, 1)) == 1


@pytest.mark.parametrize("words", ["", "?", "x" * 701])
async def test_a_comment_is_some_words(town: Town, words: str) -> None:
    await tells(town.elsa)
    await opens(town.sam)
    await town.sam.presses("💬")
    if words:
        await town.sam.says(words)
    else:
        await town.sam.sends(picture(), caption="See here")
    assert town.run(lambda tx: comments.count(tx, 1)) == 0
    await town.sam.says("Then in words")
    assert town.run(lambda tx: comments.count(tx, 1)) == 1


async def test_many_comments_have_pages_the_newest_first(town: Town) -> None:
    stock(town, {})
    for number in range(10):
        await comments_on(town.sam, f"Remark {number} <b>&</b>")
    await opens(town.olena)
    await town.olena.presses("👁")
    assert town.olena.sees("Remark 9 <b>&</b>", "Remark 6") and not town.olena.sees("Remark 5")
    await town.olena.presses("◀")
    assert town.olena.sees("Remark 5", "Remark 2")
    await town.olena.presses("◀")
    assert town.olena.sees("Remark 1", "Remark 0")
    await town.olena.presses("▶")
    assert town.olena.sees("Remark 5")
    await town.olena.presses("↩️")
    assert town.olena.sees("I-1", "More chairs")


async def test_nobody_takes_back_what_another_said(town: Town) -> None:
    await tells(town.elsa)
    await comments_on(town.sam, "The old hall has spare ones")
    remove = next(b["callback_data"] for row in town.sam.screen.buttons for b in row if "🗑" in b["text"])
    town.engine.press_data(town.olena.person, town.olena.id, town.olena.screen, remove)
    await town.settle()
    assert town.run(lambda tx: comments.count(tx, 1)) == 1


# -- comments: off, or the team looks first --------------------------------------------------------


@asynccontextmanager
async def where_comments_are(database: Database, switch: str, *, bound: bool = True) -> AsyncIterator[Town]:
    shipped = load(SHIPPED_ORGANISATION)
    organisation: Organisation = shipped.model_copy(
        update={"ideas": shipped.ideas.model_copy(update={"comments": switch})}
    )
    async with lindvale(database, organisation=organisation, bound=bound) as found:
        yield found


async def test_where_comments_are_off_there_is_no_button_and_a_clear_sentence(database: Database) -> None:
    async with where_comments_are(database, "off") as town:
        stock(town, {})
        await opens(town.sam)
        assert not any("💬" in label for label in town.sam.screen.labels)
        town.engine.press_data(town.sam.person, town.sam.id, town.sam.screen, "comment1:1:h0.0.")
        await town.settle()
        assert "switched off" in town.sam.notice


async def test_where_the_team_looks_first_it_shows_a_comment_or_not(database: Database) -> None:
    async with where_comments_are(database, "checked") as town:
        await tells(town.elsa)
        await opens(town.olena)
        await town.olena.presses("🔔")
        await comments_on(town.sam, "The old hall has spare ones")
        assert town.sam.sees("reads your comment about I-1 first")
        waits = town.newest(town.group.id)
        assert "spare ones" in waits.text and "Sam Hill" in waits.text and waits.reply_to is town.card("I-1")
        await comments_on(town.olena, "Мені потрібен стілець")
        assert heard(town.elsa, "spare ones") == 0
        await town.sam.presses_in(town.group, "Do not show", on=town.newest(town.group.id))
        assert heard(town.olena, "💬", "I-1") >= 1
        assert heard(town.elsa, "стілець") == 0
        await town.sam.presses_in(town.group, "Show it", on=waits)
        await gathered_is_told(town)
        assert "✅" in waits.text and not waits.buttons
        assert heard(town.sam, "✅", "I-1") == 1
        assert heard(town.elsa, "spare ones") == heard(town.olena, "spare ones") == 1
        assert "💬 1 comment" in town.card("I-1").text
        town.engine.press_data(town.sam.person, town.group.id, waits, "hidecom1:1")
        await town.settle()
        assert town.sam.notice
        states = select(said.c.id, said.c.state).order_by(said.c.id)
        assert town.run(lambda tx: tx.execute(states).all()) == [(2, CommentState.REFUSED), (3, CommentState.SHOWN)]


async def test_a_comment_that_is_taken_back_goes_from_the_group_too(database: Database) -> None:
    async with where_comments_are(database, "checked") as town:
        await tells(town.elsa)
        await comments_on(town.olena, "Мені потрібен стілець")
        waits = town.newest(town.group.id)
        await town.olena.presses("🗑")
        assert "was taken back" in waits.text and not waits.buttons
        assert "стілець" not in waits.text and "Olena" not in waits.text
        await comments_on(town.olena, "Мені потрібен стілець")
        shown = town.newest(town.group.id)
        await town.sam.presses_in(town.group, "Show it", on=shown)
        assert "Olena" in shown.text
        await town.olena.presses("🗑")
        assert "was taken back" in shown.text and "Olena" not in shown.text


@pytest.mark.parametrize("words", ["✂️", "📝"])
async def test_whoever_is_forgotten_is_named_by_no_comment_in_the_group(database: Database, words: str) -> None:
    async with where_comments_are(database, "checked") as town:
        await tells(town.elsa)
        await tells(town.sam, "More lamps in the library")
        seen = []
        for text in ("One of the old hall", "Or two", "Or three"):
            await comments_on(town.sam, text)
            seen.append(town.newest(town.group.id))
        await town.sam.presses_in(town.group, "Show it", on=seen[0])
        await town.sam.presses_in(town.group, "Do not show", on=seen[1])
        assert all("Sam Hill" in message.text for message in seen)
        await town.sam.says("/forget")
        await town.sam.presses("Erase the words" if words == "✂️" else "Keep the words")
        await town.sam.presses("Yes")
        assert not any("Sam Hill" in message.text for message in seen)
        assert ["was taken back" in message.text for message in seen] == [words == "✂️"] * 3
        assert [bool(message.buttons) for message in seen] == [False, False, words != "✂️"], "what waits still waits"


async def test_a_comment_taken_back_while_it_is_on_its_way_is_deleted_there(database: Database) -> None:
    async with where_comments_are(database, "checked") as town:
        place = Posted(town.group.id, 7)
        assert not town.run(lambda tx: comments.post(tx, 99, place))


async def test_comments_shown_in_another_order_than_said_are_all_told(database: Database) -> None:
    async with where_comments_are(database, "checked") as town:
        await tells(town.elsa)
        await comments_on(town.sam, "The old hall has spare ones")
        first = town.newest(town.group.id)
        await comments_on(town.olena, "Мені потрібен стілець")
        await town.sam.presses_in(town.group, "Show it", on=town.newest(town.group.id))
        await gathered_is_told(town)
        assert heard(town.elsa, "стілець") == 1
        await town.sam.presses_in(town.group, "Show it", on=first)
        await gathered_is_told(town)
        assert heard(town.elsa, "spare ones") == 1
        assert heard(town.elsa, "стілець") == 1
        await opens(town.sam)
        await town.sam.presses("👁")
        talk = town.sam.screen.text
        assert talk.index("стілець") < talk.index("spare ones"), "as they were shown"


async def test_a_comment_that_waits_comes_when_the_group_is_bound(database: Database) -> None:
    async with where_comments_are(database, "checked", bound=False) as town:
        await tells(town.elsa)
        await comments_on(town.olena, "Мені потрібен стілець")
        await town.sam.opens(town.team_link("quality"), group=town.group)
        await town.sam.presses_in(town.group, "Show it")
        await gathered_is_told(town)
        assert heard(town.elsa, "стілець") == 1


async def test_a_comment_that_waits_comes_once_to_the_same_group(database: Database) -> None:
    async with where_comments_are(database, "checked") as town:
        await tells(town.elsa)
        await comments_on(town.olena, "Мені потрібен стілець")
        for _ in range(2):
            await town.sam.in_group(town.group, "/team quality")
        assert "This is now the group of" in town.newest(town.group.id).text
        waits = [m for m in town.engine.messages(town.group.id) if "waits for your look" in m.text]
        assert len(waits) == 1


async def test_a_comment_that_the_team_has_shown_can_still_be_taken_back(database: Database) -> None:
    async with where_comments_are(database, "checked") as town:
        await tells(town.elsa)
        for words in ("The old hall has spare ones", "Four of them", "And tables"):
            await comments_on(town.sam, words)
            receipt = town.sam.screen
            await town.sam.presses_in(town.group, "Show it")
        await town.sam.presses("🗑", on=receipt)
        assert "Read comments" in town.sam.notice, "it has a new place, and the old button says where"
        await town.sam.presses("🗑")
        assert town.sam.sees("Your comment about I-1 is gone")
        await opens(town.sam)
        await town.sam.presses("👁")
        assert town.sam.sees("old hall", "Four of them") and not town.sam.sees("And tables")
        await town.sam.presses("🗑 Take back: The old hall")
        await opens(town.olena)
        await town.olena.presses("👁")
        assert town.olena.sees("Four of them") and not town.olena.sees("old hall")
        assert not any("🗑" in label for label in town.olena.screen.labels), "it is not hers"


async def test_another_teams_group_does_not_decide_about_comments(database: Database) -> None:
    async with where_comments_are(database, "checked") as town:
        await tells(town.elsa)
        await comments_on(town.sam, "The old hall has spare ones")
        await town.sam.opens(town.team_link("streets"), group=town.streets)
        greeting = town.newest(town.streets.id)
        town.engine.press_data(town.olena.person, town.streets.id, greeting, "showcom1:1")
        await town.settle()
        assert town.olena.notice
        lin = town.stranger("Lin Berg")
        await lin.opens(town.invitation(Role.QUALITY, unit="it"))
        town.engine.press_data(lin.person, lin.id, lin.screen, "showcom1:1")
        await town.settle()
        assert "another team" in lin.notice
        assert town.run(lambda tx: comments.count(tx, 1)) == 0
