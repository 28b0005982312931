"""A name is taken off what was sent with one: where it has stood, and what only it told."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from storage import people, teams
from storage.db import Tx
from storage.records.item import Identity
from storage.records.person import Grant, Role
from storage.tables import comments, facts, grants, items, voices
from storage.tables import people as people_rows
from tests.stories.test_identity import item, sends
from tests.town import Actor, Town

WORDS = "The stapler in the library jams every day"


async def by_name(citizen: Actor) -> None:
    """Citizens are hidden unless they choose otherwise."""
    await citizen.presses("🔒")
    await citizen.presses("👤")
    await citizen.presses("💭")


async def takes_the_name_off(who: Actor, to: str = "🕶", label: str = "I-1") -> None:
    await who.says("/mine")
    await who.presses(label)
    await who.presses("🔒")
    await who.presses(to)
    if to == "👣":
        await who.presses("👣")


def naming_elsa(town: Town, chat_id: int) -> list[str]:
    return [m.text for m in town.engine.messages(chat_id) if "Elsa" in m.text and "I-1" in m.text]


async def declined_and_asked_again(town: Town) -> None:
    await town.sam.presses_in(town.group, "Decline", on=town.card("I-1"))
    await town.sam.presses_in(town.group, "Too expensive")
    await town.sam.presses_in(town.group, "Decline with this reason")
    await town.elsa.presses("🔁")
    await town.elsa.says("Please look once more, it is cheap")
    await town.elsa.presses("🔁")


@pytest.mark.parametrize("to", ["🕶", "👣"])
async def test_an_older_card_tells_where_it_stands_now_and_no_name(town: Town, to: str) -> None:
    await sends(town.elsa, WORDS, "👤")
    older = town.card("I-1")
    await declined_and_asked_again(town)
    assert "further down" in older.text and not older.labels
    assert "Elsa" not in older.text and WORDS not in older.text
    assert town.card("I-1") is not older and "From: Elsa" in town.card("I-1").text
    await takes_the_name_off(town.elsa, to)
    assert naming_elsa(town, town.group.id) == []


async def test_a_card_that_is_opened_from_a_list_is_the_only_one(town: Town) -> None:
    await sends(town.elsa, WORDS, "👤")
    older = town.card("I-1")
    await town.tick(timedelta(days=8))
    await town.sam.presses_in(town.group, "I-1")
    assert "further down" in older.text and "From: Elsa" in town.card("I-1").text
    await takes_the_name_off(town.elsa)
    assert naming_elsa(town, town.group.id) == []


async def test_the_group_that_a_team_has_left_keeps_no_cards(town: Town) -> None:
    await sends(town.elsa, WORDS, "👤")
    older = town.card("I-1")
    await town.sam.opens(town.team_link("quality"), group=town.streets)
    assert "moved to another group" in older.text and not older.labels
    assert "From: Elsa" in town.card("I-1", town.streets).text
    await takes_the_name_off(town.elsa)
    assert naming_elsa(town, town.group.id) == naming_elsa(town, town.streets.id) == []


async def test_whoever_is_forgotten_stands_on_no_older_card(town: Town) -> None:
    await sends(town.elsa, WORDS, "👤")
    await declined_and_asked_again(town)
    await town.elsa.says("/forget")
    await town.elsa.presses("💡")
    await town.elsa.presses("🗑")
    assert naming_elsa(town, town.group.id) == []


async def test_a_card_that_was_out_while_its_team_left_is_written_over_as_well(town: Town) -> None:
    """It is known when it has arrived, and goes with whatever the item's card tells next."""
    await sends(town.elsa, WORDS, "👤")
    left = town.card("I-1")
    await town.sam.opens(town.team_link("quality"), group=town.streets)
    town.run(lambda tx: teams.card_sent(tx, 1, town.group.id, left.id))
    await takes_the_name_off(town.elsa)
    assert town.run(lambda tx: teams.card(tx, 1, town.group.id)) is None
    assert "moved to another group" in left.text


@pytest.mark.parametrize("to", ["🕶", "👣"])
async def test_nobody_stands_between_two_authors_to_whom_nothing_leads(town: Town, to: str) -> None:
    """Ids that were counted would run beside those of first items, and whoever has none would be the author."""
    citizens = [town.stranger(f"Citizen {letter}") for letter in "ABCDEF"]
    for number, who in enumerate(citizens):
        await who.says(f"Please repair bench number {number}")
        await by_name(who)
        if number in (1, 4):
            await takes_the_name_off(who, to, f"F-{number + 1}")
    known = town.run(lambda tx: {row.id: row.name for row in tx.execute(select(people_rows))})
    named = (items.c.author_id, grants.c.person_id, voices.c.person_id, comments.c.author_id)
    explained = {
        each for column in named for each in town.run(lambda tx, c=column: tx.execute(select(c)).scalars().all())
    }
    assert [name for each, name in known.items() if each not in explained] == []
    assert max(known) - min(known) > 1000, "drawn, not counted"


async def test_whoever_did_more_than_that_is_known_on(town: Town) -> None:
    citizen = town.stranger("Citizen")
    for words in ("Please repair the bench", "Please paint the bench"):
        await citizen.says(words)
        await by_name(citizen)
    await takes_the_name_off(citizen, label="F-1")
    assert town.run(lambda tx: people.by_chat(tx, citizen.id)) is not None
    await takes_the_name_off(citizen, label="F-2")
    assert town.run(lambda tx: people.by_chat(tx, citizen.id)) is None
    await citizen.says("/mine")
    assert citizen.sees("F-1", "F-2")


async def test_what_was_held_for_somebody_who_is_known_no_longer_goes_out(town: Town) -> None:
    citizen = town.stranger("Citizen")
    await citizen.says("More light on the stairs")
    await by_name(citizen)
    town.engine.block(citizen.person)
    await town.settle()
    await town.sam.presses_in(town.group, "Accept", on=town.card("F-1"))
    town.run(lambda tx: tx.execute(items.update().values(author_id=None)))
    town.run(lambda tx: people.let_go(tx, [row.id for row in tx.execute(select(people_rows))]))
    town.engine.unblock(citizen.person)
    await citizen.says("/start")
    assert citizen.has_seen("F-1", "is accepted")


COFFEE = "The coffee is cold in the morning"


async def test_the_team_goes_with_the_department_that_only_the_role_told(town: Town) -> None:
    """And with it its group's card, and whoever of that team worked on it."""
    await town.sam.opens(town.team_link("streets"), group=town.streets)
    await sends(town.olena, COFFEE, "👤")
    older = town.card("I-1", town.streets)
    await town.sam.presses_in(town.streets, "🙋", on=older)
    assert item(town).taker_id is not None
    assert item(town).team == "streets"
    await takes_the_name_off(town.olena)
    await sends(town.olena, "The coffee is cold in the evening", "🕶")
    tightened, sent_hidden = item(town), item(town, 2)
    assert (tightened.unit, tightened.team) == (sent_hidden.unit, sent_hidden.team) == (None, "quality")
    assert "Olena" not in older.text and COFFEE not in older.text and not older.labels
    assert COFFEE in town.card("I-1").text
    assert tightened.taker_id is None
    assert set(
        town.run(lambda tx: tx.execute(select(facts.c.person_id).where(facts.c.item_id == 1)).scalars().all())
    ) == {None}


@pytest.mark.parametrize(("words", "unit"), [(COFFEE, None), (WORDS, "library")])
@pytest.mark.parametrize("forgotten", [False, True])
async def test_a_department_of_before_goes_as_well_and_with_whoever_is_forgotten(
    town: Town, words: str, unit: str | None, forgotten: bool
) -> None:
    await sends(town.elsa, words, "👤")
    assert item(town).unit == "library"

    def moves_on(tx: Tx) -> None:
        elsa = people.by_chat(tx, town.elsa.id)
        assert elsa is not None
        today = town.clock.now().date()
        tx.execute(update(grants).where(grants.c.person_id == elsa.id).values(until=today))
        people.grant(tx, elsa, Grant(Role.EMPLOYEE, "it", today + timedelta(days=1)))

    town.run(moves_on)
    await town.tick(timedelta(days=2))
    if forgotten:
        await town.elsa.says("/forget")
        await town.elsa.presses("💡")
        await town.elsa.presses("🗑")
    else:
        await takes_the_name_off(town.elsa, "👣")
    assert (item(town).identity, item(town).unit) == (Identity.NO_TRACE, unit)
    assert ("Library" in town.card("I-1").text.splitlines()[0]) is (unit is not None)


async def test_what_the_author_did_for_the_team_stays_as_with_any_item(town: Town) -> None:
    """A gap where others stand would tell that the author is of the team."""
    await sends(town.olena, COFFEE, "🕶")
    await sends(town.sam, WORDS, "👤")
    for label in ("I-1", "I-2"):
        await town.sam.presses_in(town.group, "I take it", on=town.card(label))
    await takes_the_name_off(town.sam, "👣", "I-2")
    assert item(town, 1).taker_id == item(town, 2).taker_id is not None
    assert "Sam Hill looks after it" in town.card("I-2").text and "From: Sam" not in town.card("I-2").text

    def who(name: str, number: int) -> int | None:
        of_it = facts.c.name == name, facts.c.item_id == number
        found: int | None = town.run(lambda tx: tx.execute(select(facts.c.person_id).where(*of_it)).scalar_one())
        return found

    assert who("ItemTaken", 1) == who("ItemTaken", 2) == item(town, 2).taker_id
    assert who("ItemSent", 1) is who("ItemSent", 2) is None
