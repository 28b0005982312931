"""Questions that were left open, answered late, or answered when it was too late: nothing goes where it was not meant."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storage import items
from storage.records.item import Identity, Item, Stage
from tests.town import Actor, Town
from tests.wire.stand_in import picture

WORDS = "The stapler in the library jams every day"


async def sends(actor: Actor, words: str, *presses: str) -> None:
    await actor.says(words)
    for label in (*presses, "💡"):
        await actor.presses(label)


def item(town: Town, number: int = 1) -> Item:
    found: Item = town.run(lambda tx: items.get(tx, number))
    return found


async def test_the_reply_field_leads_to_the_question_and_not_to_the_team(town: Town) -> None:
    """Telegram's apps answer a message that opens the reply field with a reply to it."""
    await sends(town.sam, WORDS)
    await town.sam.presses("✏️")
    assert town.sam.screen.force_reply
    await town.sam.says("The puncher jams", reply_to=town.sam.screen)
    assert item(town).text == "The puncher jams"
    assert town.run(lambda tx: items.remarks_of(tx, 1)) == []


@pytest.mark.parametrize("away", ["press", "command", "an hour"])
async def test_whoever_went_elsewhere_does_not_answer_any_more(town: Town, away: str) -> None:
    await sends(town.elsa, "More bicycle racks in front of the library")
    await town.sam.says("/ideas bicycle")
    await town.sam.presses("I-1")
    await town.sam.presses("💬 Comment")
    if away == "press":
        await town.sam.presses("Back", on=next(m for m in reversed(town.engine.messages(town.sam.id)) if m.buttons))
    elif away == "command":
        await town.sam.says("/ideas")
    else:
        town.clock.advance(timedelta(minutes=61))
    town.engine.say(town.sam.person, town.sam.person, "My boss shouts at people every day")
    await town.settle()
    assert town.sam.sees("Shall I send this?", "shouts at people")


async def test_a_refusal_at_the_end_ends_the_dialogue(town: Town) -> None:
    await sends(town.sam, WORDS)
    await town.sam.presses("✏️")
    await town.sam.presses_in(town.group, "Accept")
    await town.sam.says("The puncher jams")
    assert town.sam.sees("can no longer be changed")
    await town.sam.says("More chairs in the library")
    assert town.sam.sees("Shall I send this?", "More chairs")


@pytest.mark.parametrize(("first", "second"), [("👣", None), (None, "🕶"), ("🕶", "👣")])
async def test_joined_messages_tell_as_little_as_the_tighter_one(
    town: Town, first: str | None, second: str | None
) -> None:
    for words, identity in (("The coffee is cold", first), ("And the tea is weak", second)):
        await town.elsa.says(words)
        if identity is not None:
            await town.elsa.presses("🔒")
            await town.elsa.presses(identity)
    await town.elsa.presses("✏️")
    await town.elsa.presses("🔗")
    await town.elsa.presses("💡")
    meant = Identity.NO_TRACE if "👣" in (first, second) else Identity.HIDDEN
    assert (item(town).identity, item(town).unit) == (meant, None)


async def test_somebody_else_with_the_link_does_not_become_the_author(town: Town) -> None:
    await sends(town.elsa, WORDS, "🔒", "🕶")
    link = next(word for word in town.elsa.screen.text.split() if "start=c-" in word)
    await town.sam.opens(link)
    await town.sam.presses("👤")
    assert town.sam.notice
    assert item(town).identity is Identity.HIDDEN
    await town.elsa.opens(link)
    await town.elsa.presses("👤")
    assert item(town).identity is Identity.NAMED


async def test_ones_own_idea_is_not_offered_for_support(town: Town) -> None:
    await sends(town.sam, "More bicycle racks in front of the library", "🔒", "🕶")
    await town.sam.says("Bicycle racks are missing at the library")
    assert "I-1" not in town.sam.screen.text


async def test_the_second_of_two_like_messages_is_the_one_that_changes(town: Town) -> None:
    await town.sam.says("The old printer upstairs is broken")
    await town.sam.presses("✏️")
    await town.sam.presses("➕")
    await town.sam.says("printer")
    second = next(m for m in town.engine.messages(town.sam.id) if m.text == "printer")
    await town.sam.presses("💡")
    town.engine.edit(town.sam.person, second, "scanner")
    await town.settle()
    assert item(town).text == "The old printer upstairs is broken\n\nscanner"


async def test_a_changed_command_changes_what_it_sent(town: Town) -> None:
    await town.sam.says("/idea The stapler jams")
    said = next(m for m in town.engine.messages(town.sam.id) if m.text.startswith("/idea"))
    await town.sam.presses("💡")
    town.engine.edit(town.sam.person, said, "/idea The puncher jams")
    await town.settle()
    assert item(town).text == "The puncher jams"


async def test_a_command_may_have_its_words_in_the_next_line_and_a_photo(town: Town) -> None:
    await town.sam.says("/done\nLabels on every shelf")
    await town.sam.presses("🛠 Log it as done")
    assert (item(town).stage, item(town).text) == (Stage.DONE, "Labels on every shelf")
    await town.sam.sends(picture(), caption="/done Labels on every box")
    await town.sam.presses("🛠 Log it as done")
    assert len(town.run(lambda tx: items.files(tx, 2))) == 1


async def test_a_photo_days_later_is_something_new(town: Town) -> None:
    await town.sam.says("More chairs in the library")
    town.clock.advance(timedelta(days=3))
    await town.sam.sends(picture())
    assert town.sam.sees("What is it about?")


async def test_the_words_can_be_changed_from_the_items_page_too(town: Town) -> None:
    await sends(town.sam, WORDS)
    await town.sam.presses("📋")
    await town.sam.presses("✏️")
    await town.sam.says("The puncher jams")
    assert item(town).text == "The puncher jams"
    town.clock.advance(timedelta(minutes=16))
    await town.sam.says("/mine")
    await town.sam.presses("I-1")
    assert not [label for label in town.sam.screen.labels if "✏️" in label]
