"""A reply answers what it is a reply to: the question of that message, whatever was begun since."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.playground.chats import Message
from bot.playground.files import Upload
from storage import items
from storage.records.item import Item, Stage
from tests.town import Actor, Town
from tests.wire.stand_in import picture

HEIC = Upload("door.heic", b"ftypheic Ericsson " * 20, "image/heic")
NAMELESS_KIND = Upload("door.heic", b"ftypheic Ericsson " * 20, "application/octet-stream")


def item(town: Town, number: int = 1) -> Item:
    found: Item = town.run(lambda tx: items.get(tx, number))
    return found


async def two_ideas(town: Town) -> None:
    for words in ("The fountain in the library is dry", "The stapler in the library jams every day"):
        await town.elsa.says(words)
        await town.elsa.presses("💡")


async def question(town: Town, label: str, button: str) -> Message:
    """What the bot asks in the group after a press on a card."""
    await town.sam.presses_in(town.group, button, on=town.card(label))
    return town.newest(town.group.id)


async def test_of_two_open_questions_the_one_replied_to_is_answered(town: Town) -> None:
    await two_ideas(town)
    first = await question(town, "I-1", "Done")
    second = await question(town, "I-2", "Done")
    await town.sam.in_group(town.group, "The fountain runs", reply_to=first)
    assert (item(town).stage, item(town).outcome) == (Stage.DONE, "The fountain runs")
    assert item(town, 2).stage is Stage.RECEIVED
    await town.sam.in_group(town.group, "There is a new stapler", reply_to=second)
    assert item(town, 2).outcome == "There is a new stapler"


async def test_a_reply_to_none_of_several_questions_is_asked_about(town: Town) -> None:
    await two_ideas(town)
    hello = town.engine.messages(town.group.id)[0]
    await question(town, "I-1", "Done")
    await question(town, "I-2", "Done")
    await town.sam.in_group(town.group, "The fountain runs", reply_to=hello)
    assert town.group_sees("Several questions to you are open here")
    assert {item(town).stage, item(town, 2).stage} == {Stage.RECEIVED}


async def test_a_question_is_answered_by_reply_days_later(town: Town) -> None:
    """Also when something else was begun in between."""
    await town.elsa.says("/idea")
    asked = town.elsa.screen
    await town.elsa.says("/mine")
    town.clock.advance(timedelta(days=2))
    await town.elsa.says("More chairs in the library", reply_to=asked)
    assert town.elsa.sees("More chairs in the library")
    await town.elsa.presses("💡")
    assert item(town).text == "More chairs in the library"


async def test_without_a_reply_words_of_tomorrow_are_new(town: Town) -> None:
    await two_ideas(town)
    await town.sam.presses_in(town.group, "Ask", on=town.card("I-1"))
    await town.sam.in_group(town.group, "Which fountain?", reply_to=town.newest(town.group.id))
    await town.elsa.presses("↩️")
    town.clock.advance(timedelta(hours=2))
    town.engine.say(town.elsa.person, town.elsa.person, "Something new: more lamps")
    await town.settle()
    assert town.run(lambda tx: len(items.remarks_of(tx, 1))) == 1
    await town.elsa.presses("💡")
    assert item(town, 3).text == "Something new: more lamps"


async def test_every_photo_of_an_album_leads_to_what_it_belongs_to(town: Town) -> None:
    await town.elsa.sends(picture(), picture(), caption="The library's door is broken")
    await town.elsa.presses("💡")
    photos = [message for message in town.engine.messages(town.group.id) if message.media]
    assert len(photos) == 2
    await town.sam.in_group(town.group, "Which door is that?", reply_to=photos[-1])
    await town.sam.presses_in(town.group, "Send to the author")
    assert town.elsa.sees("Which door is that?")


async def test_the_author_replies_to_a_photo_of_the_teams_album(town: Town) -> None:
    await town.elsa.says("The library's door is broken")
    await town.elsa.presses("💡")
    for _ in range(2):
        town.engine.attach(
            town.sam.person, town.group, "photo", picture(), album="a", reply_to=town.card("I-1"), caption=None
        )
    await town.settle()
    await town.sam.presses_in(town.group, "Send to the author")
    photo = [message for message in town.engine.messages(town.elsa.id) if message.media][-1]
    await town.elsa.says("The second one", reply_to=photo)
    assert [remark.text for remark in town.run(lambda tx: items.remarks_of(tx, 1))][-1] == "The second one"


@pytest.mark.parametrize("upload", [HEIC, NAMELESS_KIND], ids=["by kind", "by name"])
async def test_a_picture_that_nobody_can_be_shown_is_refused_in_every_answer(town: Town, upload: Upload) -> None:
    """Else the author would read that it is with the team, and the team would never see it."""
    await town.elsa.says("The library's door is broken")
    await town.elsa.presses("💡")
    receipt = next(m for m in town.engine.messages(town.elsa.id) if "is on its way" in m.text or "på väg" in m.text)
    town.engine.attach(town.elsa.person, town.elsa.person, "document", upload, reply_to=receipt)
    await town.settle()
    assert town.elsa.sees("foto")
    assert town.run(lambda tx: items.remarks_of(tx, 1)) == []
    await _in_reply(town, town.sam, upload, town.card("I-1"))
    assert town.group_sees("send it as a photo")
    asked = await question(town, "I-1", "Ask")
    await _in_reply(town, town.sam, upload, asked)
    assert town.run(lambda tx: items.remarks_of(tx, 1)) == []


async def _in_reply(town: Town, actor: Actor, upload: Upload, on: Message) -> None:
    town.engine.attach(actor.person, town.group, "document", upload, reply_to=on)
    await town.settle()


async def test_a_reply_where_an_older_card_stood_leads_to_its_item(town: Town) -> None:
    await two_ideas(town)
    old = town.card("I-1")
    await town.tick(timedelta(days=7))
    await town.sam.presses_in(town.group, "I-1")
    assert "stands further down" in old.text
    await town.sam.in_group(town.group, "Which fountain?", reply_to=old)
    await town.sam.presses_in(town.group, "Send to the author")
    assert town.elsa.sees("I-1", "Which fountain?")


@pytest.mark.parametrize("words", ["💡 Behåll", "✂️"])
async def test_a_reply_to_whoever_was_forgotten_is_answered(town: Town, words: str) -> None:
    await two_ideas(town)
    await town.sam.presses_in(town.group, "Ask", on=town.card("I-1"))
    await town.sam.in_group(town.group, "Which fountain?", reply_to=town.newest(town.group.id))
    await town.elsa.says("Den vid dörren", reply_to=town.elsa.screen)
    said = next(m for m in town.engine.messages(town.group.id) if m.text.startswith("🗣 The author about I-1"))
    await town.elsa.says("/forget")
    await town.elsa.presses(words)
    await town.elsa.presses("Ja")
    await town.sam.in_group(town.group, "Left or right?", reply_to=said)
    assert "Nobody can be asked about I-1" in town.newest(town.group.id).text
