"""A question has its buttons in one message: the one before loses them, and all do when it is over."""

from __future__ import annotations

from datetime import timedelta

from bot.playground.chats import Message
from storage import drafts
from tests.stories.closing import tells
from tests.town import Actor, Town

WORDS = "More chairs in the library"


def with_buttons(town: Town, chat_id: int) -> list[Message]:
    return [message for message in town.engine.messages(chat_id) if message.buttons]


async def preview(actor: Actor, words: str = WORDS) -> Message:
    await actor.says(words)
    return actor.screen


async def test_a_new_preview_takes_the_buttons_of_the_one_before(town: Town) -> None:
    before = with_buttons(town, town.sam.id)
    first = await preview(town.sam)
    await town.sam.presses("✏️ Change or add")
    await town.sam.presses("➕")
    await town.sam.says("And more lamps")
    second = town.sam.screen
    assert second is not first
    assert with_buttons(town, town.sam.id) == [*before, second]
    await town.sam.presses("💡")
    assert not any("Send" in label for message in with_buttons(town, town.sam.id) for label in message.labels)


async def test_a_changed_message_brings_one_preview_with_buttons(town: Town) -> None:
    before = len(with_buttons(town, town.sam.id))
    await preview(town.sam)
    own = next(message for message in town.engine.messages(town.sam.id)[::-1] if message.sender.id == town.sam.id)
    town.engine.edit(town.sam.person, own, f"{WORDS}, and lamps")
    await town.settle()
    assert town.sam.sees("and lamps")
    assert len(with_buttons(town, town.sam.id)) == before + 1


async def test_a_second_sentence_to_a_refusal_leaves_one_question(town: Town) -> None:
    await tells(town.elsa, WORDS)
    await town.sam.presses_in(town.group, "Decline", on=town.card("I-1"))
    await town.sam.presses_in(town.group, "Too expensive")
    first = town.newest(town.group.id)
    await town.sam.in_group(town.group, "Perhaps next year.", reply_to=first)
    second = town.newest(town.group.id)
    assert second is not first and "will read" in first.text
    assert with_buttons(town, town.group.id) == [town.card("I-1"), second]
    await town.sam.presses_in(town.group, "Do not decline")
    assert with_buttons(town, town.group.id) == [town.card("I-1")]


async def test_whoever_is_forgotten_leaves_no_question_with_buttons(town: Town) -> None:
    await tells(town.elsa, WORDS)
    shown = await preview(town.sam)
    await town.sam.presses_in(town.group, "Decline", on=town.card("I-1"))
    await town.sam.presses_in(town.group, "Too expensive")
    asked = town.newest(town.group.id)
    assert shown.buttons and asked.buttons
    await town.sam.says("/forget")
    await town.sam.presses("Yes")
    assert town.sam.sees("It is erased")
    assert not shown.buttons and not asked.buttons


async def test_a_draft_that_was_not_kept_is_over_when_its_button_is_pressed(town: Town) -> None:
    shown = await preview(town.sam)
    await town.tick(timedelta(days=20))
    assert shown.buttons
    await town.sam.presses("💡", on=shown)
    assert "sent or dropped already" in town.sam.notice
    assert not shown.buttons


async def test_a_button_of_a_colleagues_draft_stays(town: Town) -> None:
    await tells(town.elsa, WORDS)
    await town.sam.presses_in(town.group, "Decline", on=town.card("I-1"))
    asked = town.newest(town.group.id)
    town.engine.join(town.group, town.olena.person)
    await town.olena.presses_in(town.group, "Too expensive", on=asked)
    assert asked.buttons
    await town.sam.presses_in(town.group, "Too expensive", on=asked)
    assert "will read" in asked.text


async def test_a_message_that_arrives_when_its_draft_is_over_loses_its_buttons(town: Town) -> None:
    """Its place in the draft is written down when Telegram has it; by then the draft may be gone."""
    assert town.run(lambda tx: drafts.was_asked_by(tx, 99, 7, buttons=True)) == [7]
    assert town.run(lambda tx: drafts.was_asked_by(tx, 99, 7)) == []
