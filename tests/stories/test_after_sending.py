"""What can still be done with a message: changed, added to, taken back, logged as done; and supported instead of said twice."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.playground.chats import Message
from storage import items
from storage.records.item import Item, Stage
from tests.town import Actor, Town
from tests.wire.stand_in import picture

WORDS = "The stapler in the library jams every day"


async def sends(actor: Actor, words: str, *presses: str) -> Message:
    """Says and sends it; returns the person's own message."""
    await actor.says(words)
    said = actor.town.engine.messages(actor.id)[-2]
    for label in (*presses, "💡"):
        await actor.presses(label)
    return said


async def changes(actor: Actor, message: Message, words: str) -> None:
    actor.town.engine.edit(actor.person, message, words)
    await actor.town.settle()


def item(town: Town, number: int = 1) -> Item:
    found: Item = town.run(lambda tx: items.get(tx, number))
    return found


# -- changed ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("identity", [(), ("🔒", "🕶")])
async def test_a_changed_message_changes_what_was_sent(town: Town, identity: tuple[str, ...]) -> None:
    said = await sends(town.sam, WORDS, *identity)
    town.clock.advance(timedelta(minutes=10))
    await changes(town.sam, said, "The puncher in the library jams every day")
    assert town.sam.sees("I-1 is changed", "puncher")
    assert "puncher" in town.card("I-1").text
    await changes(town.sam, said, "The puncher in the school jams every day")
    assert item(town).text == "The puncher in the school jams every day"


async def test_one_message_of_several_is_changed_in_its_place(town: Town) -> None:
    await town.sam.says(WORDS)
    first = town.engine.messages(town.sam.id)[-2]
    await town.sam.presses("✏️ Change or add")
    await town.sam.presses("➕")
    await town.sam.says("It is the red one")
    await town.sam.presses("💡")
    await changes(town.sam, first, "The stapler jams")
    assert item(town).text == "The stapler jams\n\nIt is the red one"


async def test_a_quarter_of_an_hour_later_it_stands(town: Town) -> None:
    said = await sends(town.sam, WORDS)
    town.clock.advance(timedelta(minutes=16))
    await changes(town.sam, said, "Something else")
    assert item(town).text == WORDS
    assert town.sam.sees("can no longer be changed")


async def test_what_has_been_decided_stands(town: Town) -> None:
    said = await sends(town.sam, WORDS)
    await town.sam.presses_in(town.group, "Accept")
    await changes(town.sam, said, "Something else")
    assert item(town).text == WORDS
    assert town.sam.sees("can no longer be changed")


async def test_without_a_trace_a_change_finds_nothing_and_that_is_said(town: Town) -> None:
    said = await sends(town.sam, WORDS, "🔒", "👣")
    await changes(town.sam, said, "Something else")
    assert item(town).text == WORDS
    assert town.sam.sees("cannot tell what was made of it")


async def test_a_change_before_sending_is_shown_in_the_offer(town: Town) -> None:
    await town.sam.says(WORDS)
    await changes(town.sam, town.engine.messages(town.sam.id)[-2], "The puncher jams")
    assert town.sam.sees("Shall I send this?", "The puncher jams")
    await town.sam.presses("💡")
    assert item(town).text == "The puncher jams"


async def test_next_to_nothing_is_no_change(town: Town) -> None:
    said = await sends(town.sam, WORDS)
    await changes(town.sam, said, "?")
    assert item(town).text == WORDS
    assert town.sam.sees("very short")


async def test_a_changed_answer_does_not_fool_the_team(town: Town) -> None:
    await sends(town.sam, WORDS)
    await town.sam.says("It is the red one", reply_to=town.sam.screen)
    answer = next(m for m in town.engine.messages(town.sam.id) if m.text == "It is the red one")
    await changes(town.sam, answer, "It is the blue one")
    assert [remark.text for remark in town.run(lambda tx: items.remarks_of(tx, 1))] == ["It is the red one"]
    assert town.sam.sees("The team has your answer", "as it was")


async def test_the_button_asks_for_the_whole_text_anew(town: Town) -> None:
    await sends(town.sam, WORDS)
    await town.sam.presses("✏️")
    await town.sam.says("The puncher jams")
    assert item(town).text == "The puncher jams"
    town.clock.advance(timedelta(minutes=20))
    await town.sam.presses("✏️")
    assert "can no longer be changed" in town.sam.notice


async def test_the_new_words_can_be_changed_in_their_own_message(town: Town) -> None:
    first = await sends(town.sam, WORDS)
    await town.sam.presses("✏️")
    await town.sam.says("The puncher jams")
    second = next(m for m in town.engine.messages(town.sam.id) if m.text == "The puncher jams")
    town.clock.advance(timedelta(minutes=10))
    await changes(town.sam, second, "The red puncher jams")
    assert town.sam.sees("I-1 is changed", "red puncher")
    await changes(town.sam, first, "The stapler is broken")
    assert town.sam.sees("I-1 has other words by now", "newest message")
    assert item(town).text == "The red puncher jams"
    town.clock.advance(timedelta(minutes=6))
    await changes(town.sam, second, "The blue puncher jams")
    assert town.sam.sees("can no longer be changed"), "it counts from when it was sent"
    assert item(town).text == "The red puncher jams"


async def test_a_photo_is_no_other_words(town: Town) -> None:
    await sends(town.sam, WORDS)
    await town.sam.presses("✏️")
    await town.sam.sends(picture(), caption="The puncher jams, see here")
    assert town.sam.sees("Only the words of I-1 can be changed", "reply")
    assert item(town).text == WORDS
    await town.sam.says("The puncher jams")
    assert item(town).text == "The puncher jams"


async def test_a_changed_answer_that_was_offered_first_does_not_fool_the_team(town: Town) -> None:
    await sends(town.sam, WORDS)
    await town.elsa.presses_in(town.group, "Ask", on=town.card("I-1"))
    await town.elsa.in_group(town.group, "Which one?", reply_to=town.newest(town.group.id))
    await town.sam.says("It is the red one")
    answer = next(m for m in town.engine.messages(town.sam.id) if m.text == "It is the red one")
    await town.sam.presses("Answer to I-1")
    await changes(town.sam, answer, "It is the blue one")
    assert town.sam.sees("The team has your answer", "as it was")


async def test_a_change_in_the_group_changes_nothing(town: Town) -> None:
    await sends(town.sam, WORDS)
    said = town.engine.say(town.sam.person, town.group, "Hm", reply_to=town.card("I-1"))
    await town.settle()
    await changes(town.sam, said, "Hm, hm")
    assert item(town).text == WORDS


# -- taken back ------------------------------------------------------------------------------------


async def test_it_can_be_taken_back_before_it_is_tried_out(town: Town) -> None:
    await sends(town.sam, WORDS)
    await town.sam.presses("📋")
    await town.sam.presses("🗑")
    assert item(town).stage is Stage.RECEIVED, "asked once more first"
    await town.sam.presses("Yes")
    assert item(town).stage is Stage.WITHDRAWN
    assert "withdrawn" in town.card("I-1").text
    assert not town.card("I-1").labels
    await town.sam.presses("All I have sent")
    assert town.sam.sees("I-1", "Withdrawn")


async def test_what_is_done_is_not_taken_back(town: Town) -> None:
    await sends(town.sam, WORDS)
    await town.sam.presses("📋")
    await town.sam.presses("🗑")
    asked = town.sam.screen
    await town.sam.presses_in(town.group, "Done")
    await town.sam.in_group(town.group, "Bought a new one", reply_to=town.newest(town.group.id))
    await town.sam.presses("Yes", on=asked)
    assert item(town).stage is Stage.DONE
    assert "can no longer be taken back" in town.sam.notice


# -- done already ----------------------------------------------------------------------------------


@pytest.mark.parametrize("command", ["/done Labels on every shelf of the library", None])
async def test_a_small_improvement_is_logged_in_one_message(town: Town, command: str | None) -> None:
    await town.sam.says(command or "Labels on every shelf of the library")
    if command is None:
        await town.sam.presses("✏️ Change or add")
        await town.sam.presses("🛠")
    await town.sam.presses("🛠 Log it as done")
    logged = item(town)
    assert (logged.stage, logged.already, logged.text) == (Stage.DONE, True, "Labels on every shelf of the library")
    assert town.sam.sees("is logged", "thanks")
    assert [label[0] for label in town.sam.screen.labels] == ["📋", "✏"]
    assert "Labels on every shelf" in town.card("I-1").text


@pytest.mark.parametrize("identity", [(), ("🔒", "🕶")])
async def test_what_was_logged_as_done_follows_the_change_and_can_be_taken_back(
    town: Town, identity: tuple[str, ...]
) -> None:
    await town.sam.says("/done Labels on every shelf of the library")
    said = town.engine.messages(town.sam.id)[-2]
    for label in (*identity, "🛠 Log it as done"):
        await town.sam.presses(label)
    town.clock.advance(timedelta(minutes=10))
    await changes(town.sam, said, "/done Labels on every drawer of the library")
    assert town.sam.sees("I-1 is changed", "every drawer")
    assert "every drawer" in town.card("I-1").text
    await town.sam.presses("📋")
    await town.sam.presses("✏️ Change the words")
    await town.sam.says("Labels on every box of the library")
    assert item(town).text == "Labels on every box of the library"
    town.clock.advance(timedelta(minutes=6))
    await changes(town.sam, said, "/done Labels")
    assert town.sam.sees("can no longer be changed")
    town.clock.advance(timedelta(days=3))
    await town.sam.says("/mine")
    await town.sam.presses("I-1")
    assert not any("✏️" in label for label in town.sam.screen.labels)
    await town.sam.presses("🗑")
    assert town.sam.sees("colleagues do not see it any longer")
    await town.sam.presses("Yes")
    assert item(town).stage is Stage.WITHDRAWN
    assert "withdrawn" in town.card("I-1").text


# -- said before -----------------------------------------------------------------------------------


async def test_a_like_idea_is_shown_and_can_be_supported_instead(town: Town) -> None:
    await sends(town.elsa, "More bicycle racks in front of the library")
    await town.sam.says("Bicycle racks are missing at the library")
    assert town.sam.sees("like this", "I-1", "More bicycle racks")
    assert [label[0] for label in town.sam.screen.labels][:3] == ["🙌", "💡", "💬"], "right below what is alike"
    await town.sam.presses("🙌")
    assert town.sam.sees("Your voice counts for I-1")
    assert town.run(items.count) == {Stage.RECEIVED: 1}
    assert item(town).voices == 1


async def test_sending_anyway_is_one_tap(town: Town) -> None:
    await sends(town.elsa, "More bicycle racks in front of the library")
    await town.sam.says("Bicycle racks are missing at the library")
    await town.sam.presses("💡")
    assert town.run(items.count) == {Stage.RECEIVED: 2}


async def test_what_has_been_done_is_looked_at_instead(town: Town) -> None:
    await sends(town.elsa, "More bicycle racks in front of the library")
    await town.sam.presses_in(town.group, "Done")
    await town.sam.in_group(town.group, "Twelve new racks", reply_to=town.newest(town.group.id))
    await town.sam.says("Bicycle racks are missing at the library")
    await town.sam.presses("👁")
    assert town.sam.sees("Twelve new racks")


async def test_citizens_are_not_shown_what_employees_think(town: Town) -> None:
    await sends(town.elsa, "More bicycle racks in front of the library")
    await town.maja.says("Bicycle racks are missing at the library")
    assert "I-1" not in town.maja.screen.text


async def test_what_was_taken_back_is_not_found(town: Town) -> None:
    await sends(town.elsa, "More bicycle racks in front of the library")
    await town.elsa.presses("📋")
    await town.elsa.presses("🗑")
    await town.elsa.presses("🗑")
    await town.sam.says("Bicycle racks are missing at the library")
    assert "I-1" not in town.sam.screen.text


# -- many at once ----------------------------------------------------------------------------------


async def test_twenty_forwarded_messages_become_one_offer(town: Town) -> None:
    said = [town.engine.say(town.sam.person, town.streets, f"Complaint number {n}") for n in range(20)]
    town.engine.forward_all(town.sam.person, said, town.sam.person)
    await town.settle()
    assert all(f"Complaint number {n}" in town.sam.screen.text for n in range(20))
    await town.sam.presses("💡")
    assert town.run(lambda tx: items.texts(tx)) == ["\n\n".join(f"Complaint number {n}" for n in range(20))]


async def test_forwarded_photos_come_along(town: Town) -> None:
    said = [town.engine.attach(town.sam.person, town.streets, "photo", picture(), caption=f"Hole {n}") for n in (1, 2)]
    town.engine.forward_all(town.sam.person, said, town.sam.person)
    await town.settle()
    await town.sam.presses("💡")
    assert len(town.run(lambda tx: items.files(tx, 1))) == 2


async def test_two_devices_send_once(town: Town) -> None:
    await town.sam.says(WORDS)
    offer = town.sam.screen
    row, column = next((r, c) for r, row in enumerate(offer.buttons) for c, b in enumerate(row) if "💡" in b["text"])
    for _ in range(2):
        town.engine.press(town.sam.person, town.sam.id, offer, row, column)
    await town.settle()
    assert town.run(items.count) == {Stage.RECEIVED: 1}
    assert "sent or dropped already" in town.sam.notice


async def test_a_reply_goes_to_what_the_message_shows_and_to_nothing_that_stood_there_before(town: Town) -> None:
    """Else the author of a hidden idea would answer under the one that bears his name."""
    await sends(town.elsa, "The stapler in the library jams every day")
    receipt = town.elsa.screen
    await sends(town.elsa, "My boss in the library is never on time", "🔒", "🕶")
    for label in ("📋", "👁", "🗂", "🆕", "I-2"):
        await town.elsa.presses(label, on=receipt)
    assert "I-2" in receipt.text and "I-1" not in receipt.text
    await town.elsa.says("He came at ten again today", reply_to=receipt)
    assert town.run(lambda tx: items.remarks_of(tx, 1)) == []
    for label, item in (("I-1", 1), ("👁", 1)):
        if label == "I-1":
            await town.elsa.says("/mine")
        await town.elsa.presses(label)
        await town.elsa.says(f"More about it, {label}", reply_to=town.elsa.screen)
        assert town.run(lambda tx, item=item: items.remarks_of(tx, item))[-1].text == f"More about it, {label}"
