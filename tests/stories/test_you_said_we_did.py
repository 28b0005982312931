"""Stories of what everybody is told: from a closed item to a post in the public channel, and to all who said the same."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from bot import links
from bot.announcements.screens import SendAgain, TakeBack
from bot.buttons import pack
from bot.doors import Announce
from bot.playground import shapes
from bot.playground.chats import Message
from config.organisation import PublicChannel, load
from config.settings import SHIPPED_ORGANISATION
from storage import announcements, items, outbox, retention
from storage.db import Database
from storage.records.announcement import Announcement, Post
from storage.records.item import FeedbackKind, Stage
from storage.records.outgoing import Class
from storage.records.person import Role
from storage.tables import announced, facts
from storage.tables import outbox as outbox_rows
from tests.stories.closing import declines, finishes, idea, newcomer, tells
from tests.stories.test_kudos import passes_on, praises
from tests.stories.test_merging import feedback, suggests
from tests.town import Actor, Town, has, lindvale

SAID = "Many of you missed fresh water in the library"
DID = "There is a cooler beside the door now"
LINK = "https://t.me/lindvale/1"
CHANNEL = "@lindvale"


@pytest.fixture
async def nowhere(database: Database) -> AsyncIterator[Town]:
    """The town without a public channel."""
    organisation = load(SHIPPED_ORGANISATION).model_copy(update={"public_channel": None})
    async with lindvale(database, organisation=organisation) as town:
        yield town


async def begins(town: Town, label: str = "I-1", said: str = SAID) -> None:
    """From the card to the question what came of it."""
    await town.sam.presses_in(town.group, "📣", on=town.card(label))
    await replies(town, said)


async def replies(town: Town, words: str) -> None:
    """In answer to the bot's newest message in the group."""
    await town.sam.in_group(town.group, words, reply_to=town.newest(town.group.id))


async def publishes(town: Town, label: str = "I-1", said: str = SAID, did: str = DID) -> None:
    """The whole way, where nobody else said the same."""
    await begins(town, label, said)
    await replies(town, did)
    await town.sam.presses_in(town.group, "📨 Publish")


async def fountain(town: Town, *, hidden: bool = False) -> None:
    """An idea of Elsa's that is done."""
    await tells(town.elsa, hidden=hidden)
    await finishes(town, town.sam)


async def takes_back(town: Town, *, on: Message | None = None) -> None:
    """The post of I-1, or that of which a message tells."""
    await town.sam.presses_in(town.group, "🗑 Take the post back", on=on or town.card("I-1"))
    await town.sam.presses_in(town.group, "🗑 Yes, take it back")


def told(town: Town, announcement_id: int = 1) -> Announcement:
    found: Announcement = town.run(lambda tx: announcements.get(tx, announcement_id))
    return found


def owed(town: Town) -> dict[str, int]:
    counts: dict[str, int] = town.run(outbox.count)
    return counts


def heard(actor: Actor, words: str = DID) -> list[Message]:
    """The messages of the bot that tell somebody of a post with these words."""
    said = [each for each in actor.town.engine.messages(actor.id) if each.sender.id != actor.id]
    return [each for each in said if each.text.startswith("📣") and has(each.text, words)]


async def held_up(town: Town, label: str) -> None:
    """A press in the group whose effects wait, because Telegram is away."""
    town.engine.faults.outage()
    message = town.newest(town.group.id)
    row = next(row for row, buttons in enumerate(message.buttons) if label in buttons[0]["text"])
    town.engine.press(town.sam.person, town.group, message, row, 0)
    await town.bot.receiver.take(list(town.engine.updates.pending))
    town.engine.updates.drop()


def link_to_idea(town: Town, number: int = 1) -> str:
    return f"https://t.me/{town.engine.me.username}?start=o-{number}"


async def colleague(town: Town, name: str) -> Actor:
    found = town.stranger(name)
    await found.opens(town.invitation(Role.EMPLOYEE, unit="library"))
    return found


# -- the way there ---------------------------------------------------------------------------------


async def test_what_was_done_stands_in_the_channel_and_its_author_gets_the_link(town: Town) -> None:
    await fountain(town)
    await begins(town)
    assert town.group_sees("What was done?", "A fountain stands there now")
    await replies(town, DID)
    assert has(town.newest(town.group.id).text, CHANNEL, "You said, we did", SAID, DID), "the post as it will stand"
    assert not town.posts
    await town.sam.presses_in(town.group, "📨 Publish")
    (post,) = town.posts
    assert post.splitlines()[0] == "📣 You said, we did"
    assert f"You said: {SAID}" in post
    assert f"We did: {DID}" in post
    assert "Library" in post
    (way_in,) = town.engine.messages(town.channel.id)[0].buttons[0]
    assert way_in["url"] == links.bot(town.engine.me.username or "")
    assert "needs a fountain" not in post, "what the author wrote is published by nobody but the author"
    assert town.elsa.sees("Du sa, vi gjorde", DID)
    assert town.elsa.screen.buttons[0][0]["url"] == LINK
    assert has(town.card("I-1").text, "Told in public", LINK)
    assert "📣 You said, we did" not in town.card("I-1").labels
    assert owed(town) == {}


async def test_a_no_is_told_with_its_reason_in_the_language_of_the_channel(database: Database) -> None:
    organisation = load(SHIPPED_ORGANISATION)
    channel = organisation.public_channel
    assert channel
    swedish = organisation.model_copy(update={"public_channel": channel.model_copy(update={"language": "sv"})})
    async with lindvale(database, organisation=swedish) as town:
        await tells(town.maja, "The library needs a fountain")
        await declines(town, town.sam)
        await begins(town)
        await town.sam.presses_in(town.group, "📋 Use what the author read")
        assert has(town.newest(town.group.id).text, "So it will stand", "Du sa, och varför"), (
            "the frame is the channel's"
        )
        await town.sam.presses_in(town.group, "📨 Publish")
        (post,) = town.posts
        assert has(post, "Varför inte:", "För dyrt just nu", "Perhaps next year.")
        assert town.maja.sees("Zakaj ne:"), "whoever said it reads the frame in the language of the app"


async def test_words_can_be_said_otherwise_and_nothing_is_published_before(town: Town) -> None:
    await fountain(town)
    await begins(town)
    await replies(town, DID)
    await town.sam.presses_in(town.group, "✍️ Other words")
    await replies(town, "Water!")
    await replies(town, "A cooler")
    assert has(town.newest(town.group.id).text, "You said: Water!", "We did: A cooler")
    await town.sam.presses_in(town.group, "↩️ Do not publish")
    assert not town.posts
    assert "📣 You said, we did" in town.card("I-1").labels


@pytest.mark.parametrize(("words", "answer"), [("x" * 301, "more than 300"), ("!", "a few words")])
async def test_a_post_that_is_read_is_short(town: Town, words: str, answer: str) -> None:
    await fountain(town)
    await town.sam.presses_in(town.group, "📣", on=town.card("I-1"))
    question = town.newest(town.group.id)
    await town.sam.in_group(town.group, words, reply_to=question)
    assert has(town.newest(town.group.id).text, answer)
    await town.sam.in_group(town.group, SAID, reply_to=question)
    assert has(town.newest(town.group.id).text, "What was done?")


async def test_personal_data_is_pointed_out_and_blacked_out(town: Town) -> None:
    await fountain(town)
    await begins(town, said="Elsa, elsa@lindvale.fi, missed water")
    await replies(town, "Ring +358 40 123 4567 when it is empty")
    assert has(town.newest(town.group.id).text, "personal data", "elsa@lindvale.fi", "+358 40 123 4567")
    await town.sam.presses_in(town.group, "⬛ Black it out")
    await town.sam.presses_in(town.group, "📨 Publish")
    (post,) = town.posts
    assert has(post, "Elsa, ███, missed water", "Ring ███ when")


async def test_personal_data_may_stay_where_the_team_wants_it(town: Town) -> None:
    await fountain(town)
    await begins(town)
    await replies(town, "Write to library@lindvale.fi when it is empty")
    await town.sam.presses_in(town.group, "Leave it as it is")
    await town.sam.presses_in(town.group, "📨 Publish")
    assert has(town.posts[0], "library@lindvale.fi")


async def test_an_item_is_told_once_and_an_old_button_says_so(town: Town) -> None:
    await fountain(town)
    await begins(town)
    first = town.newest(town.group.id)
    await begins(town)
    await replies(town, DID)
    await town.sam.presses_in(town.group, "📨 Publish")
    await town.sam.in_group(town.group, "Another word", reply_to=first)
    await town.sam.presses_in(town.group, "📨 Publish")
    assert has(town.sam.notice, "I-1 was told in public on", "already")
    assert len(town.posts) == 1
    assert len(heard(town.elsa)) == 1


async def test_of_what_is_open_there_is_nothing_to_tell(town: Town) -> None:
    await tells(town.elsa)
    assert not [label for label in town.card("I-1").labels if "📣" in label]
    await finishes(town, town.sam)
    card, item_id = town.card("I-1"), idea(town).id
    town.run(lambda tx: items.change(tx, item_id, stage=Stage.IN_REVIEW))  # its author has asked for more meanwhile
    await town.sam.presses_in(town.group, "📣", on=card)
    assert "nothing to tell everybody yet" in town.sam.notice


async def test_thanks_that_were_passed_on_are_not_told_to_everybody(town: Town) -> None:
    """What came of them is a mark, no words; and they were meant for a colleague."""
    ann = await newcomer(town, "Ann Marsh")
    await praises(ann)
    await passes_on(town, "Elsa Lindqvist")
    card = town.card("F-1")
    assert not [label for label in card.labels if "📣" in label]
    town.engine.press_data(town.sam.person, town.group, card, pack(Announce(feedback(town).id)))
    await town.settle()
    assert "The thanks of F-1 were passed on" in town.sam.notice


async def test_what_comes_out_otherwise_meanwhile_is_not_told_in_the_old_words(town: Town) -> None:
    """Done when the words were written; until they are published it is opened again, and declined."""
    ann = await newcomer(town, "Ann Marsh")
    await suggests(ann, kind=FeedbackKind.COMPLAINT)
    await finishes(town, town.sam, label="F-1")
    await begins(town, "F-1")
    await replies(town, DID)
    preview = town.newest(town.group.id)
    await ann.says("/status F-1")
    await ann.presses("♻️ It is not solved")
    await ann.says("It is dry")
    await declines(town, town.sam, label="F-1")
    await town.sam.presses_in(town.group, "📨 Publish", on=preview)
    assert has(town.sam.notice, "F-1 stands at “declined” now", "not what these words tell")
    assert not town.posts
    await publishes(town, "F-1", did="The pipe is too old")
    assert has(town.posts[0], "Why not: The pipe is too old")


async def test_what_was_told_bears_the_day_of_the_organisation(town: Town) -> None:
    """Half past midnight in Lindvale, half past ten in the evening in Greenwich."""
    await fountain(town)
    town.clock.advance(timedelta(hours=14, minutes=30))
    await publishes(town)
    days = select(facts.c.happened_on).where(facts.c.name.in_(("AnnouncementMade", "AnnouncementTold")))
    assert town.run(lambda tx: tx.execute(days).scalars().all()) == [date(2026, 11, 24)] * 2


# -- who else said it ------------------------------------------------------------------------------


async def test_all_who_said_the_same_hear_once_whatever_their_reasons(town: Town) -> None:
    """Named and hidden authors, supporters and followers; one of them for three reasons."""
    ana = await colleague(town, "Ana")
    await tells(town.elsa, "The library needs a fountain with fresh drinking water")
    await tells(ana, "A fountain with fresh drinking water for the library", hidden=True)
    await tells(town.olena, "The library needs a fountain for drinking water", hidden=True)
    await tells(town.maja, "Repair the swings at the playground of the river park")
    for each in (ana, town.olena):
        await each.opens(link_to_idea(town))
    await ana.presses("🙌 Support")
    await finishes(town, town.sam)
    await town.sam.presses_in(town.group, "📣", on=town.card("I-1"))
    await replies(town, SAID)
    await replies(town, DID)
    assert has(town.newest(town.group.id).text, "Who else said the same as I-1?", "I-2", "I-3")
    assert not has(town.newest(town.group.id).text, "I-4")
    await town.sam.presses_in(town.group, "I-2")
    await town.sam.presses_in(town.group, "I-3")
    await town.sam.presses_in(town.group, "☑️ I-3")
    await town.sam.presses_in(town.group, "I-3")
    await town.sam.presses_in(town.group, "➡️ Go on with 2 more")
    assert has(town.newest(town.group.id).text, "It answers I-1 and 2 more.")
    await town.sam.presses_in(town.group, "📨 Publish")
    assert [len(heard(each)) for each in (town.elsa, ana, town.olena, town.maja)] == [1, 1, 1, 0]
    for label in ("I-1", "I-2", "I-3"):
        assert LINK in town.card(label).text
    assert "📣" not in "".join(town.card("I-2").labels)


async def test_what_is_still_open_is_closed_with_the_same_answer(town: Town) -> None:
    """Nobody reads that it is done, and then that we are sorry to be late."""
    ana, bo = await newcomer(town, "Ana"), await newcomer(town, "Bo")
    for who, words in (
        (ana, "The library needs more chairs at the windows"),
        (bo, "More chairs at the windows of the library"),
    ):
        await who.says(words)
        await who.presses("suggestion")
    await finishes(town, town.sam, label="F-1")
    await begins(town, "F-1")
    await replies(town, DID)
    assert has(town.newest(town.group.id).text, "What is still open is closed with the same answer")
    await town.sam.presses_in(town.group, "F-2")
    await town.sam.presses_in(town.group, "➡️")
    await town.sam.presses_in(town.group, "📨 Publish")
    assert has(town.card("F-2").text, "Stage: done", DID)
    assert bo.has_seen("F-2", "is done", DID)
    await town.tick(timedelta(days=10))
    assert not bo.has_seen("We are late")


async def test_two_with_the_very_same_words_are_answered_by_the_first_of_them(town: Town) -> None:
    for name, words in (
        ("Ana", "The library needs more chairs at the windows"),
        ("Bo", "More chairs at the windows of the library"),
        ("Cy", "More chairs at the windows of the library"),
    ):
        who = await newcomer(town, name)
        await who.says(words)
        await who.presses("suggestion")
    await finishes(town, town.sam, label="F-1")
    await begins(town, "F-1")
    await replies(town, DID)
    assert not has(town.newest(town.group.id).text, "F-3"), "what is decided about the first is told to all"
    await town.sam.presses_in(town.group, "F-2")
    await town.sam.presses_in(town.group, "➡️")
    await town.sam.presses_in(town.group, "📨 Publish")
    assert {feedback(town, number).stage for number in (1, 2, 3)} == {Stage.DONE}
    assert who.has_seen("F-3", "is done", DID)


async def test_somebody_whom_nobody_knows_yet_says_no_to_several_at_once(town: Town) -> None:
    quin = town.stranger("Quin")
    town.engine.join(town.group, quin.person)
    for name, words in (
        ("Ana", "The library needs more chairs at the windows"),
        ("Bo", "More chairs at the windows of the library"),
        ("Cy", "Please put more chairs at the windows of our library"),
    ):
        who = await newcomer(town, name)
        await who.says(words)
        await who.presses("suggestion")
    await declines(town, town.sam, label="F-1")
    await quin.presses_in(town.group, "📣", on=town.card("F-1"))
    for words in (SAID, "There is no room for more"):
        await quin.in_group(town.group, words, reply_to=town.newest(town.group.id))
    for label in ("F-2", "F-3", "➡️", "📨 Publish"):
        await quin.presses_in(town.group, label)
    assert {feedback(town, number).stage for number in (1, 2, 3)} == {Stage.DECLINED}


async def test_what_is_looked_at_again_meanwhile_is_not_answered_by_a_post(town: Town) -> None:
    ana, bo = await newcomer(town, "Ana"), await newcomer(town, "Bo")
    for who, words in (
        (ana, "The library needs more chairs at the windows"),
        (bo, "More chairs at the windows of the library"),
    ):
        await who.says(words)
        await who.presses("suggestion")
    await declines(town, town.sam, label="F-2")
    await finishes(town, town.sam, label="F-1")
    await begins(town, "F-1")
    await replies(town, DID)
    await town.sam.presses_in(town.group, "F-2")
    await town.sam.presses_in(town.group, "➡️")
    preview = town.newest(town.group.id)
    await bo.presses("Ask for a second look")
    await bo.says("We need them all the same")
    await bo.presses("🔁 Ask for the second look")
    await town.sam.presses_in(town.group, "📨 Publish", on=preview)
    assert feedback(town, 2).stage is Stage.IN_REVIEW
    assert not heard(bo)


async def test_a_no_is_the_answer_to_what_is_still_open_too(town: Town) -> None:
    ana, bo = await newcomer(town, "Ana"), await newcomer(town, "Bo")
    for who, words in (
        (ana, "The library needs more chairs at the windows"),
        (bo, "More chairs at the windows of the library"),
    ):
        await who.says(words)
        await who.presses("suggestion")
    await declines(town, town.sam, label="F-1")
    await begins(town, "F-1")
    await replies(town, "There is no room for more")
    await town.sam.presses_in(town.group, "F-2")
    await town.sam.presses_in(town.group, "➡️")
    await town.sam.presses_in(town.group, "📨 Publish")
    assert bo.has_seen("F-2", "declined", "There is no room for more")
    await bo.presses("Ask for a second look")
    assert bo.sees("What should be looked at again about F-2?")


async def test_what_another_team_has_not_decided_is_not_answered(town: Town) -> None:
    ana, bo = await newcomer(town, "Ana"), await newcomer(town, "Bo")
    await tells(ana, "The playground in the park needs a fountain with drinking water")
    await tells(bo, "A fountain with drinking water for the library")
    await finishes(town, town.sam, label="I-2")
    await begins(town, "I-2")
    await replies(town, DID)
    assert has(town.newest(town.group.id).text, "So it will stand"), "nobody else is offered"


async def test_a_post_that_telegram_does_not_let_be_deleted_is_not_called_gone(town: Town) -> None:
    await fountain(town)
    await publishes(town)
    town.engine.faults.refuse(400, "Bad Request: message can't be deleted for everyone", method="deleteMessage")
    await takes_back(town)
    assert has(town.newest(town.group.id).text, "could not be taken out")
    await town.sam.presses_in(town.group, "🔁 Try again")
    assert not town.posts


@pytest.mark.parametrize("same", [True, False], ids=["who follows it is its author", "who follows it is another"])
async def test_as_many_messages_are_owed_whoever_the_hidden_author_is(nowhere: Town, same: bool) -> None:
    """Else one message less would tell that the author is among those who follow it."""
    town = nowhere
    ana, bea = await colleague(town, "Ana"), await colleague(town, "Bea")
    await tells(ana, hidden=True)
    follower = ana if same else bea
    await follower.opens(link_to_idea(town))
    await follower.presses("🔔")
    await finishes(town, town.sam)
    await begins(town)
    await replies(town, DID)
    await held_up(town, "📨 Publish")
    rounds = select(func.count()).select_from(outbox_rows).where(outbox_rows.c.rank == Class.ROUND)
    assert town.run(lambda tx: tx.execute(rounds).scalar_one()) == 2
    town.engine.faults.clear()
    town.clock.advance(timedelta(minutes=2))
    await town.settle()
    assert (len(heard(ana)), len(heard(bea))) == ((1, 0) if same else (1, 1))
    assert owed(town) == {}


async def test_feedback_finds_what_others_say_about_the_same_place(town: Town) -> None:
    for each, words in (
        (town.maja, "The queue at the counter for passports was two hours long"),
        (await newcomer(town, "Bo"), "Two hours in the queue at the passport counter"),
        (await newcomer(town, "Cy"), "The lamp beside the bus stop is broken"),
    ):
        await each.says(words)
        await each.presses("💭")
    await town.sam.presses_in(town.group, "Done", on=town.card("F-1"))
    await replies(town, "A second counter is open")
    await begins(town, "F-1", "You waited for hours")
    await town.sam.presses_in(town.group, "📋 Use what the author read")
    shown = town.newest(town.group.id)
    assert has(shown.text, "F-2")
    assert not has(shown.text, "F-3")


async def test_what_was_taken_back_is_not_offered(town: Town) -> None:
    await tells(town.elsa, "The library needs a fountain with fresh drinking water")
    await tells(town.maja, "A fountain with fresh drinking water for the library")
    await town.maja.presses("📋")
    await town.maja.presses("🗑")
    await town.maja.presses("🗑")
    await finishes(town, town.sam)
    await begins(town)
    await replies(town, DID)
    assert has(town.newest(town.group.id).text, "So it will stand"), "nobody else is asked about"


async def test_what_is_taken_back_before_publishing_is_left_out(town: Town) -> None:
    await tells(town.elsa, "The library needs a fountain with fresh drinking water")
    await tells(town.maja, "A fountain with fresh drinking water for the library")
    await finishes(town, town.sam)
    await begins(town)
    await replies(town, DID)
    await town.sam.presses_in(town.group, "I-2")
    await town.sam.presses_in(town.group, "➡️")
    await town.maja.presses("📋")
    await town.maja.presses("🗑")
    await town.maja.presses("🗑")
    await town.sam.presses_in(town.group, "📨 Publish")
    assert (len(heard(town.elsa)), len(heard(town.maja))) == (1, 0)


async def test_what_was_told_with_another_is_not_offered_again(town: Town) -> None:
    for actor, words in (
        (town.elsa, "The library needs a fountain with fresh drinking water"),
        (town.maja, "A fountain with fresh drinking water for the library"),
    ):
        await tells(actor, words)
    await finishes(town, town.sam)
    await begins(town)
    await replies(town, DID)
    await town.sam.presses_in(town.group, "I-2")
    await town.sam.presses_in(town.group, "➡️")
    await town.sam.presses_in(town.group, "📨 Publish")
    await tells(town.elsa, "Fresh drinking water from a fountain in the library")
    await finishes(town, town.sam, label="I-3")
    await begins(town, "I-3")
    await replies(town, DID)
    assert has(town.newest(town.group.id).text, "So it will stand"), "nobody else is asked about"


async def test_nobody_hears_how_many_hear_of_it(town: Town) -> None:
    await fountain(town, hidden=True)
    await begins(town)
    await replies(town, DID)
    assert has(town.newest(town.group.id).text, "It answers I-1. Whoever said, supports or follows it hears of it.")


async def test_a_hidden_author_hears_and_where_that_is_impossible_nothing_tells(town: Town) -> None:
    await fountain(town, hidden=True)
    town.engine.block(town.elsa.person)
    await town.settle()
    await publishes(town)
    assert owed(town) == {}, "nothing is held for somebody who has blocked the bot"
    assert len(town.posts) == 1


# -- without a channel -----------------------------------------------------------------------------


async def test_without_a_channel_those_who_said_it_hear_all_the_same(nowhere: Town) -> None:
    town = nowhere
    await fountain(town)
    await town.sam.presses_in(town.group, "📣", on=town.card("I-1"))
    assert has(town.newest(town.group.id).text, "No public channel is set")
    await replies(town, SAID)
    await replies(town, DID)
    await town.sam.presses_in(town.group, "📨 Publish")
    assert town.elsa.sees("Du sa, vi gjorde", DID)
    assert not town.elsa.screen.buttons
    assert not town.posts
    assert has(town.card("I-1").text, "Told in public")
    assert "🗑" not in "".join(town.card("I-1").labels), "there is no post to take back"


# -- taken back ------------------------------------------------------------------------------------


async def test_a_post_is_taken_back_and_may_be_told_in_better_words(town: Town) -> None:
    await fountain(town)
    await publishes(town)
    await town.sam.presses_in(town.group, "🗑 Take the post back", on=town.card("I-1"))
    await town.sam.presses_in(town.group, "↩️ Leave it there")
    assert len(town.posts) == 1
    await takes_back(town)
    assert not town.posts
    assert not has(town.card("I-1").text, "Told in public")
    await publishes(town, did="A cooler that works")
    assert [has(post, "A cooler that works") for post in town.posts] == [True]
    assert has(town.card("I-1").text, "https://t.me/lindvale/2")


async def test_a_post_that_is_too_old_to_be_deleted_is_written_over(town: Town) -> None:
    await fountain(town)
    await publishes(town)
    town.clock.advance(timedelta(days=4))
    await takes_back(town)
    assert town.posts == ["🗑 This post was taken back."]


async def test_a_post_that_waits_can_be_taken_back_and_nobody_hears(town: Town) -> None:
    await fountain(town)
    await begins(town)
    await replies(town, DID)
    await held_up(town, "📨 Publish")
    data = pack(TakeBack(1))
    town.engine.press_data(town.sam.person, town.group, town.card("I-1"), data)
    await town.bot.receiver.take(list(town.engine.updates.pending))
    town.engine.updates.drop()
    town.engine.faults.clear()
    town.clock.advance(timedelta(minutes=2))
    await town.settle()
    assert not town.posts
    assert not heard(town.elsa)
    assert owed(town) == {}


# -- when Telegram does not say, or says no --------------------------------------------------------


async def nobody_knows(town: Town) -> None:
    """Published, and Telegram is lost on the way."""
    town.engine.faults.refuse(502, "Bad Gateway", chat=CHANNEL)
    await publishes(town)


async def test_whether_a_post_arrived_is_asked_and_yes_ends_it(town: Town) -> None:
    await fountain(town)
    await nobody_knows(town)
    assert has(town.newest(town.group.id).text, f"Does this post stand in {CHANNEL}?", SAID)
    assert has(town.card("I-1").text, "Perhaps in")
    assert not heard(town.elsa), "nobody is told of a post that may not be there"
    question = town.newest(town.group.id)
    await town.sam.presses_in(town.group, "✅ Yes, it is there")
    assert len(heard(town.elsa)) == 1
    assert not town.elsa.screen.buttons, "as which message it stands nobody knows"
    assert owed(town) == {}
    assert told(town).post is Post.STANDS
    assert not town.posts, "nothing is sent twice"
    town.engine.press_data(town.sam.person, town.group, question, pack(SendAgain(1)))
    await town.settle()
    assert "settled" in town.sam.notice


async def test_a_post_that_was_only_said_to_be_there_is_left_to_the_team(town: Town) -> None:
    """Nobody knows as which message it stands: it is not said that it is being taken out."""
    await fountain(town)
    await nobody_knows(town)
    await town.sam.presses_in(town.group, "✅ Yes, it is there")
    await takes_back(town)
    assert has(town.newest(town.group.id).text, "please delete it there yourselves", CHANNEL)
    assert told(town).post is Post.BACK


async def test_a_post_that_is_not_there_is_sent_once_more(town: Town) -> None:
    await fountain(town)
    await nobody_knows(town)
    await town.sam.presses_in(town.group, "📨 No, send it again")
    assert len(town.posts) == 1
    assert town.elsa.screen.buttons[0][0]["url"] == LINK
    assert owed(town) == {}


async def test_what_telegram_refuses_is_told_with_what_helps_and_tried_again(town: Town) -> None:
    town.channel.bot_status = "member"
    await fountain(town)
    await publishes(town)
    assert has(town.newest(town.group.id).text, f"could not be put into {CHANNEL}", "administrator", SAID)
    assert has(town.card("I-1").text, "Not in @lindvale yet")
    assert owed(town) == {outbox.HELD: 1}
    await town.sam.presses_in(town.group, "🔁 Try again")
    assert has(town.newest(town.group.id).text, "could not be put into"), "it is told anew"
    town.channel.bot_status = "administrator"
    await town.sam.presses_in(town.group, "🔁 Try again")
    assert len(town.posts) == 1
    assert len(heard(town.elsa)) == 1
    assert owed(town) == {}
    await tells(town.elsa, "The library needs chairs")
    assert town.card("I-2").text, "the team's group is where it was"


async def test_a_channel_that_is_not_there_loses_nothing(database: Database) -> None:
    organisation = load(SHIPPED_ORGANISATION)
    elsewhere = PublicChannel(address="@lindvael")
    async with lindvale(database, organisation=organisation.model_copy(update={"public_channel": elsewhere})) as town:
        await fountain(town)
        await publishes(town)
        assert has(town.newest(town.group.id).text, "could not be put into @lindvael", "organisation file")
        assert owed(town) == {outbox.HELD: 1}


async def test_a_post_that_cannot_be_taken_out_is_told_and_tried_again(town: Town) -> None:
    await fountain(town)
    await publishes(town)
    town.channel.bot_status = "member"
    await takes_back(town)
    assert has(town.newest(town.group.id).text, "could not be taken out")
    town.channel.bot_status = "administrator"
    await town.sam.presses_in(town.group, "🔁 Try again")
    assert not town.posts


async def test_a_team_that_moves_to_another_group_is_asked_there(town: Town) -> None:
    await fountain(town)
    await nobody_knows(town)
    group = town.engine.group("New group", [town.sam.person], bot=False)
    await town.sam.opens(town.team_link("quality"), group=group)
    assert town.group_sees("Does this post stand in", chat=group)


async def test_another_team_decides_nothing_about_a_post(town: Town) -> None:
    """Whoever is in the team's group is of the team; a role for another department is none here."""
    await fountain(town)
    await nobody_knows(town)
    question = town.newest(town.group.id)
    bo, cy = town.stranger("Bo"), town.stranger("Cy")
    town.engine.join(town.group, bo.person)
    await cy.opens(town.invitation(Role.QUALITY, unit="parks-streets"))
    town.engine.press_data(cy.person, cy.id, cy.screen, pack(TakeBack(1)))
    await town.settle()
    assert "another team's" in cy.notice
    assert told(town).post is Post.UNSURE
    await bo.presses_in(town.group, "✅ Yes, it is there", on=question)
    assert told(town).post is Post.STANDS


async def test_nobody_is_greeted_in_a_channel(town: Town) -> None:
    town.engine.updates.allow(["my_chat_member"])
    change = {
        "chat": shapes.chat(town.channel),
        "from": shapes.user(town.sam.person),
        "date": int(town.clock.now().timestamp()),
        "old_chat_member": shapes.membership(town.engine.me, "left"),
        "new_chat_member": shapes.administrator(town.engine.me, posts=True),
    }
    town.engine.updates.add("my_chat_member", change)
    await town.settle()
    assert not town.posts


# -- the month in one post -------------------------------------------------------------------------


async def month_passes(town: Town) -> None:
    """To the first working morning of December."""
    await town.tick(timedelta(days=8, minutes=5))


async def test_the_month_is_told_in_one_post_by_department_with_links(town: Town) -> None:
    await fountain(town)
    await publishes(town)
    await tells(town.olena, "The service counter needs chairs")
    await declines(town, town.sam, label="I-2")
    await publishes(town, "I-2", "Chairs at the counter", "There is no money this year")
    await month_passes(town)
    month = town.posts[-1]
    assert month.splitlines()[0] == "📣 You said, we did: November 2026"
    assert has(month, "Library", f"💬 {SAID}", f"✅ {DID}", "💬 Chairs at the counter", "✖️ There is no money this year")
    assert month.endswith("https://t.me/kaiwa_playground_bot")
    links = [each.get("url") for each in town.engine.messages(town.channel.id)[-1].entities if "url" in each]
    assert links[:2] == [LINK, "https://t.me/lindvale/2"]
    await town.tick(timedelta(days=1))
    assert len(town.posts) == 3, "once"


async def test_what_was_taken_back_is_not_in_the_month_and_an_empty_month_is_not_told(town: Town) -> None:
    await fountain(town)
    await publishes(town)
    await takes_back(town)
    await month_passes(town)
    assert not town.posts


async def test_no_month_is_told_where_there_is_no_channel(nowhere: Town) -> None:
    await fountain(nowhere)
    await publishes(nowhere)
    await month_passes(nowhere)
    assert not nowhere.posts
    assert owed(nowhere) == {}


async def test_a_month_of_which_nobody_knows_the_end_is_asked_about_too(town: Town) -> None:
    await fountain(town)
    await publishes(town)
    town.engine.faults.refuse(502, "Bad Gateway", chat=CHANNEL)
    await month_passes(town)
    assert has(town.newest(town.group.id).text, "Does this post stand in", "the month in one post")
    await town.sam.presses_in(town.group, "📨 No, send it again")
    assert len(town.posts) == 2


async def test_what_settles_after_the_month_was_told_is_in_the_next_one(town: Town) -> None:
    """Refused, or asked about, until December: each post stands in one month, that in which everybody can read it."""
    await fountain(town)
    await publishes(town)
    await tells(town.olena, "The service counter needs chairs")
    await finishes(town, town.sam, label="I-2")
    town.channel.bot_status = "member"
    await publishes(town, "I-2", "Chairs at the counter")
    town.channel.bot_status = "administrator"
    await tells(town.elsa, "Brighter lamps for reading in the library")
    await finishes(town, town.sam, label="I-3")
    town.engine.faults.refuse(502, "Bad Gateway", chat=CHANNEL)
    await publishes(town, "I-3", "Lamps for reading")
    await month_passes(town)
    november = town.posts[-1]
    assert has(november, "November 2026", SAID)
    assert not has(november, "Chairs") and not has(november, "Lamps")
    await town.sam.presses_in(town.group, "✅ Yes, it is there")
    await town.sam.presses_in(town.group, "🔁 Try again")
    assert has(town.card("I-2").text, "Told in public on Tue 1 Dec")
    await town.tick(timedelta(days=31))
    await town.tick(timedelta(days=3))
    december = town.posts[-1]
    assert has(december, "December 2026", "Chairs at the counter", "Lamps for reading")
    assert not has(december, SAID)


CHAIRS = "Chairs at the counter"


async def two_things(town: Town) -> None:
    """Told in November."""
    await fountain(town)
    await publishes(town)
    await tells(town.olena, "The service counter needs chairs")
    await finishes(town, town.sam, label="I-2")
    await publishes(town, "I-2", CHAIRS)


async def month_of_two(town: Town, *, lost: bool = False) -> None:
    """Two things were told, and December has come; whether its post has arrived is `lost`, if need be."""
    await two_things(town)
    if lost:
        town.engine.faults.refuse(502, "Bad Gateway", chat=CHANNEL)
    await month_passes(town)


async def test_what_is_taken_back_leaves_the_month_in_which_it_was_told(town: Town) -> None:
    await month_of_two(town)
    assert has(town.posts[-1], SAID, CHAIRS)
    await takes_back(town)
    assert len(town.posts) == 3
    assert not any(SAID in post for post in town.posts)
    assert has(town.posts[-1], "You said, we did: November 2026", CHAIRS)
    await publishes(town)
    assert not has(town.posts[2], SAID), "told anew, it is in another month"
    await town.tick(timedelta(days=31))
    await town.tick(timedelta(days=3))
    assert has(town.posts[-1], "December 2026", SAID)


async def test_a_month_that_has_nothing_left_to_tell_goes_too(town: Town) -> None:
    await fountain(town)
    await publishes(town)
    await month_passes(town)
    await takes_back(town)
    assert town.posts == ["🗑 This post was taken back."], "the month is gone, and what is too old is written over"


async def test_the_month_itself_can_be_taken_back_and_is_not_told_once_more(town: Town) -> None:
    await month_of_two(town)
    stands = town.newest(town.group.id)
    assert has(stands.text, "the month in one post", "It stands in @lindvale now", "https://t.me/lindvale/3")
    await town.sam.presses_in(town.group, "🗑 Take the post back", on=stands)
    assert has(town.newest(town.group.id).text, "The month is not told of once more")
    await town.sam.presses_in(town.group, "🗑 Yes, take it back")
    await town.tick(timedelta(days=1))
    assert len(town.posts) == 2


async def test_a_month_that_waits_tells_nothing_that_was_taken_back_meanwhile(town: Town) -> None:
    await month_of_two(town, lost=True)
    question = town.newest(town.group.id)
    assert has(question.text, "Does this post stand in", "the month in one post")
    await takes_back(town)
    assert len(town.posts) == 2, "nobody knows yet whether it stands there: it is not sent unasked"
    await town.sam.presses_in(town.group, "📨 No, send it again", on=question)
    assert has(town.posts[-1], "November 2026", CHAIRS)
    assert not any(SAID in post for post in town.posts)
    assert town.engine.messages(town.channel.id)[-1].edited is None, "nor did it, for a moment"


async def test_a_month_that_telegram_puts_off_tells_nothing_that_was_taken_back_meanwhile(town: Town) -> None:
    await two_things(town)
    town.engine.faults.refuse(429, "Too Many Requests: retry after 60", chat=CHANNEL, parameters={"retry_after": 60})
    town.clock.advance(timedelta(days=8, minutes=5))
    await town.bot.clockwork.tick()
    await asyncio.sleep(0.2)
    town.engine.press_data(town.sam.person, town.group, town.card("I-1"), pack(TakeBack(1)))
    await town.bot.receiver.take(list(town.engine.updates.pending))
    town.engine.updates.drop()
    town.clock.advance(timedelta(minutes=2))
    await town.settle()
    month = town.engine.messages(town.channel.id)[-1]
    assert has(month.text, "November 2026", CHAIRS) and not has(month.text, SAID)
    assert month.edited is None, "nor did it, for a moment"


async def test_a_month_that_was_on_its_way_is_written_over_when_it_arrives(town: Town) -> None:
    await two_things(town)
    town.clock.advance(timedelta(days=8, minutes=5))
    town.engine.faults.delay = 1
    await town.bot.clockwork.tick()
    await asyncio.sleep(0.3)
    assert len(town.run(outbox.suspects)) == 1, "it is out"
    town.engine.press_data(town.sam.person, town.group, town.card("I-1"), pack(TakeBack(1)))
    await town.bot.receiver.take(list(town.engine.updates.pending))
    town.engine.updates.drop()
    town.engine.faults.clear()
    await town.settle()
    assert has(town.posts[-1], "November 2026", CHAIRS)
    assert not has(town.posts[-1], SAID)


async def test_a_month_that_cannot_be_changed_is_told_and_tried_again(town: Town) -> None:
    await month_of_two(town)
    town.channel.bot_status = "member"
    await takes_back(town)
    question = next(
        each for each in town.engine.messages(town.group.id) if has(each.text, "in @lindvale could not be changed")
    )
    assert has(town.posts[-1], SAID)
    town.channel.bot_status = "administrator"
    await town.sam.presses_in(town.group, "🔁 Try again", on=question)
    assert not has(town.posts[-1], SAID)


@pytest.mark.parametrize("label", ["I-1", "I-2"])
async def test_a_month_that_was_only_said_to_be_there_is_left_to_the_team(town: Town, label: str) -> None:
    await month_of_two(town, lost=True)
    await town.sam.presses_in(town.group, "✅ Yes, it is there")
    await takes_back(town, on=town.card(label))
    assert town.group_sees("the month in one post", "I do not know which message it is", "delete it in @lindvale")


# -- what stays ------------------------------------------------------------------------------------


async def test_an_erased_item_leaves_the_public_words_and_nothing_that_leads_to_it(town: Town) -> None:
    await fountain(town)
    await publishes(town)
    number = idea(town).id
    night = retention.Night(town.clock.now().date(), {}, lambda *_: None)
    kind = next(kind for kind in retention.KINDS if kind.name == "ideas")
    town.run(lambda tx: kind.remove(tx, [number], night))
    assert town.run(lambda tx: tx.execute(select(func.count()).select_from(announced)).scalar_one()) == 0
    assert (told(town).said, told(town).did) == (SAID, DID)


async def test_whoever_published_is_named_by_the_facts_alone_and_leaves_them(town: Town) -> None:
    await fountain(town)
    await publishes(town)
    named = select(facts.c.person_id).where(facts.c.name == "ItemAnnounced")
    assert town.run(lambda tx: tx.execute(named).scalar_one()) is not None
    await town.sam.says("/forget")
    await town.sam.presses("🗑 Yes")
    assert town.run(lambda tx: tx.execute(named).scalar_one()) is None
