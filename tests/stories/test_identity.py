"""By name, hidden or without a trace: what is chosen before sending, what can be talked over, what can be tightened."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.playground.chats import Message, Notice
from bot.playground.files import Upload
from storage import authors, items
from storage.db import Tx
from storage.records.author import Author
from storage.records.item import Identity, Item, Stage
from storage.tables import facts, metadata, seals
from storage.tables import items as item_rows
from tests.town import Actor, Town
from tests.wire.stand_in import picture

WORDS = "The stapler in the library jams every day"


async def sends(actor: Actor, words: str, identity: str) -> None:
    await actor.says(words)
    await actor.presses("🔒")
    await actor.presses(identity)
    await actor.presses("💡")


def item(town: Town, number: int = 1) -> Item:
    found: Item = town.run(lambda tx: items.get(tx, number))
    return found


def author(town: Town) -> Author | None:
    found: Author | None = town.run(lambda tx: authors.of(tx, items.get(tx, 1)))
    return found


def said_in_group(town: Town) -> list[str]:
    return [message.text for message in town.engine.messages(town.group.id)]


async def test_what_is_stored_and_who_sees_it_is_said_before_sending(town: Town) -> None:
    nemo = town.stranger("Nadia Nemo")
    await nemo.says(WORDS)
    assert nemo.sees("Hidden: nobody sees who you are")
    await nemo.presses("🔒")
    assert nemo.sees("Quality team", "60 days after it is closed", "nobody can answer you", "No trace")
    await nemo.presses("👤")
    assert nemo.sees("The team sees your name")


async def test_a_hidden_author_and_the_team_talk_and_nobody_learns_who_it_is(town: Town) -> None:
    await sends(town.elsa, WORDS, "🕶")
    assert item(town).identity is Identity.HIDDEN
    assert item(town).author_id is None
    assert "hidden" in town.card("I-1").text
    await town.sam.presses_in(town.group, "Ask the author")
    await town.sam.in_group(town.group, "Which stapler?", reply_to=town.newest(town.group.id))
    assert town.elsa.sees("Which stapler?", "🕶"), "a voice would tell who it is"
    await town.elsa.says("The red one", reply_to=town.elsa.screen)
    assert town.group_sees("The author about I-1", "The red one")
    answer = next(m for m in town.engine.messages(town.group.id) if "The red one" in m.text and m.text.startswith("🗣"))
    await town.sam.in_group(town.group, "And since when?", reply_to=answer)
    await town.sam.presses_in(town.group, "Send to the author")
    await town.elsa.presses("↩️")
    assert town.elsa.sees("🕶")
    await town.elsa.sends(picture(), caption="Since Monday")
    assert "Since Monday" in town.card("I-1").text
    assert [m.media.kind for m in town.engine.messages(town.group.id) if m.media] == ["photo"]
    assert not any("Elsa" in text for text in said_in_group(town)[1:])
    await town.elsa.says("/mine")
    assert town.elsa.sees("I-1")
    await town.elsa.presses("I-1")
    assert town.elsa.sees("Which stapler?", "The red one", "And since when?", "Since Monday")
    await town.sam.presses_in(town.group, "Accept", on=town.card("I-1"))
    assert town.elsa.sees("I-1")


async def test_the_team_asks_with_a_photo_and_a_voice_message(town: Town) -> None:
    await sends(town.elsa, WORDS, "🕶")
    town.engine.attach(
        town.sam.person,
        town.group,
        "voice",
        Upload("v.ogg", b"OggS" + bytes(99), "audio/ogg"),
        reply_to=town.card("I-1"),
    )
    await town.settle()
    await town.sam.presses_in(town.group, "Send to the author")
    assert [m.media.kind for m in town.engine.messages(town.elsa.id) if m.media] == ["voice"]


async def test_without_a_trace_nothing_leads_back(town: Town) -> None:
    await sends(town.elsa, WORDS, "👣")
    assert town.elsa.screen.labels == []
    assert item(town).identity is Identity.NO_TRACE
    assert author(town) is None
    assert "Ask" not in str(town.card("I-1").labels)
    await town.elsa.says("/mine")
    assert not town.elsa.sees("I-1")
    await town.elsa.says("What about it?", reply_to=_receipt(town))
    assert item(town).stage is Stage.RECEIVED
    assert town.run(lambda tx: items.remarks_of(tx, 1)) == []


async def test_a_department_that_only_the_role_told_goes_with_the_name(town: Town) -> None:
    await sends(town.elsa, "The coffee is cold in the morning", "🕶")
    assert item(town).unit is None
    await town.elsa.says("The coffee is cold in the evening")
    await town.elsa.presses("💡")
    assert item(town, 2).unit == "library"


@pytest.mark.parametrize(("words", "unit"), [("The coffee is cold in the morning", None), (WORDS, "library")])
async def test_a_department_that_only_the_role_told_goes_with_a_name_taken_off(
    town: Town, words: str, unit: str | None
) -> None:
    await town.elsa.says(words)
    await town.elsa.presses("💡")
    assert item(town).unit == "library"
    await town.elsa.presses("📋")
    await town.elsa.presses("🔒")
    await town.elsa.presses("🕶")
    assert item(town).unit == unit


async def test_sending_hidden_writes_nothing_that_names_somebody(town: Town) -> None:
    """Neither the item nor any other row of that moment: a stranger who sends hidden stays unknown."""
    nemo = town.stranger("Nadia Nemo")
    await nemo.says(WORDS)
    await nemo.presses("🔒")
    await nemo.presses("🕶")
    nemo.person.name = "Nadia Renamed"
    before = _rows(town, *NAMING)
    await nemo.presses("💭")
    assert _rows(town, *NAMING) == before
    assert town.run(lambda tx: tx.execute(select(facts.c.person_id).where(facts.c.item_id == 1)).scalars().all()) == [
        None
    ]


@pytest.mark.parametrize("to", ["🕶", "👣"])
async def test_a_name_can_be_taken_off_later(town: Town, to: str) -> None:
    await town.elsa.says(WORDS)
    await town.elsa.presses("💡")
    assert "Elsa" in town.card("I-1").text
    await town.elsa.presses("📋")
    await town.elsa.presses("🔒")
    await town.elsa.presses(to)
    if to == "👣":
        assert item(town).author_id is not None, "what cannot be undone is asked once more"
        await town.elsa.presses("👣 Ja")
    assert item(town).author_id is None
    assert "Elsa" not in town.card("I-1").text
    assert town.run(lambda tx: tx.execute(select(facts.c.person_id).where(facts.c.item_id == 1)).scalars().all()) == [
        None,
        None,
    ]
    await town.sam.presses_in(town.group, "Accept", on=town.card("I-1"))
    assert town.elsa.sees("👍 I-1") is (to == "🕶")


async def test_no_message_in_the_group_keeps_a_name_that_was_taken_off(town: Town) -> None:
    await sends(town.elsa, WORDS, "👤")
    await town.sam.presses_in(town.group, "Ask the author", on=town.card("I-1"))
    await town.sam.in_group(town.group, "Which one?", reply_to=town.newest(town.group.id))
    await town.elsa.says("The red one", reply_to=town.elsa.screen)
    assert town.elsa.person.name in town.card("I-1").text
    await town.elsa.presses("📋", on=_receipt(town))
    await town.elsa.presses("🔒")
    await town.elsa.presses("🕶")
    assert town.group_sees("The author about I-1", "The red one")
    assert not town.group_sees(town.elsa.person.name)


async def test_the_last_trace_can_go_too_and_replies_find_nothing(town: Town) -> None:
    await sends(town.elsa, WORDS, "🕶")
    receipt = town.elsa.screen
    await town.elsa.presses("📋")
    assert not any("🔒" in label for label in town.elsa.screen.labels), "it is hidden already"
    await town.elsa.presses("👣 Ta bort sista spåret")
    assert len(town.elsa.screen.labels) == 2
    await town.elsa.presses("Nej")
    assert item(town).identity is Identity.HIDDEN
    await town.elsa.presses("👣 Ta bort sista spåret")
    await town.elsa.presses("👣 Ja")
    assert town.run(lambda tx: tx.execute(select(seals)).all()) == []
    await town.elsa.says("One more thing", reply_to=receipt)
    assert town.run(lambda tx: items.remarks_of(tx, 1)) == []


async def test_nobody_else_can_change_who_is_seen(town: Town) -> None:
    await town.elsa.says(WORDS)
    await town.elsa.presses("💡")
    await town.elsa.presses("📋")
    own = town.elsa.screen
    town.engine.say(town.sam.person, town.sam.person, "/start")
    await town.settle()
    for label in ("🔒", "🗑"):
        await _presses_forwarded(town, town.sam, own, label)
        assert town.sam.notice
    assert item(town).identity is Identity.NAMED


async def test_the_author_of_a_hidden_idea_can_put_a_name_to_it(town: Town) -> None:
    await sends(town.elsa, WORDS, "🕶")
    link = next(word for word in town.elsa.screen.text.split() if "start=c-" in word)
    await town.sam.opens(link)
    assert not town.sam.sees("I-1") and not town.sam.sees(WORDS), "whoever else holds the link learns nothing"
    await town.elsa.opens(link)
    assert town.elsa.sees("I-1", WORDS)
    await town.elsa.presses("🕶 Nej")
    assert item(town).identity is Identity.HIDDEN
    await town.elsa.opens(link)
    await town.elsa.presses("👤")
    assert "Elsa Lindqvist" in town.card("I-1").text
    assert town.run(lambda tx: tx.execute(select(seals)).all()) == []
    await town.sam.opens(link)
    await town.sam.presses("👤")
    assert town.sam.notice
    assert "Elsa Lindqvist" in town.card("I-1").text


async def test_a_link_to_claim_it_is_good_as_long_as_the_author_can_be_told(town: Town) -> None:
    """It may have been passed on; later nobody could tell whose the idea is."""
    await sends(town.elsa, WORDS, "🕶")
    link = next(word for word in town.elsa.screen.text.split() if "start=c-" in word)
    await town.sam.presses_in(town.group, "Decline", on=town.card("I-1"))
    await town.sam.presses_in(town.group, "Too expensive")
    await town.sam.presses_in(town.group, "Decline with this reason")
    await town.tick(timedelta(days=62))
    for who in (town.stranger("Thomas Thief"), town.elsa):
        await who.opens(link)
        await who.presses("👤")
        assert who.notice
    assert item(town).author_id is None
    assert town.run(lambda tx: tx.execute(select(item_rows.c.claim_hash)).scalars().all()) == [None]


async def test_the_choice_that_stands_is_marked_and_one_can_leave_it_so(town: Town) -> None:
    await town.elsa.says("The coffee is cold in the morning")
    await town.elsa.presses("🔒")
    assert [label[:3] for label in town.elsa.screen.labels if "✓" in label] == ["✓ 👤"]
    await town.elsa.presses("↩️")
    assert town.elsa.sees("Elsa Lindqvist", "Biblioteket"), "nothing has changed"
    await town.elsa.presses("🔒")
    await town.elsa.presses("🕶")
    await town.elsa.presses("🔒")
    assert any(label.startswith("✓ 🕶") for label in town.elsa.screen.labels)
    await town.elsa.presses("↩️")
    assert town.elsa.sees("🕶") and not town.elsa.sees("Elsa Lindqvist")


async def test_a_message_joins_one_whose_choice_is_just_being_made(town: Town) -> None:
    await town.elsa.says(WORDS)
    await town.elsa.presses("🔒")
    await town.elsa.presses("🕶")
    await town.elsa.presses("🔒")
    await town.elsa.says("And the chairs are hard")
    await town.elsa.presses("✏️")
    await town.elsa.presses("🔗")
    assert town.elsa.sees(WORDS, "chairs are hard", "🕶")


async def test_a_file_gets_a_word_of_warning(town: Town) -> None:
    await town.sam.sends(picture(), caption=WORDS)
    await town.sam.presses("🔒")
    assert town.sam.sees("may still tell who you are", "photo")


async def test_a_seal_lives_as_long_as_the_author_may_be_asked(town: Town) -> None:
    await sends(town.elsa, WORDS, "🕶")
    await town.sam.presses_in(town.group, "Accept", on=town.card("I-1"))
    town.clock.advance(timedelta(days=200))
    await town.tick()
    assert author(town) is not None


NAMING = ("people", "grants", "voices", "follows", "comments")


def _rows(town: Town, *tables: str) -> list[tuple[object, ...]]:
    def unit(tx: Tx) -> list[tuple[object, ...]]:
        return [tuple(row) for name in tables for row in tx.execute(select(metadata.tables[name])).all()]

    found: list[tuple[object, ...]] = town.run(unit)
    return found


def _receipt(town: Town) -> Message:
    return next(m for m in town.engine.messages(town.elsa.id) if "I-1" in m.text)


async def _presses_forwarded(town: Town, actor: Actor, message: Message, label: str) -> None:
    """What an app could send that was made to press another person's button."""
    payload = next(b["callback_data"] for row in message.buttons for b in row if label in b["text"])
    shown = actor.screen
    update = {
        "update_id": 900_000 + len(actor.person.notices),
        "callback_query": {
            "id": f"forged{label}",
            "from": {"id": actor.id, "is_bot": False, "first_name": actor.person.name},
            "chat_instance": "1",
            "data": payload,
            "message": {
                "message_id": shown.id,
                "date": 0,
                "chat": {"id": actor.id, "type": "private", "first_name": actor.person.name},
            },
        },
    }
    notices: list[str | None] = []
    bot = town.bot.receiver
    before, bot._answer = bot._answer, lambda _id, notice: notices.append(notice)
    try:
        await bot.take([update])
    finally:
        bot._answer = before
    await town.settle()
    if notices and notices[-1]:
        actor.person.notices.append(Notice(notices[-1]))
