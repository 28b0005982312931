"""Voices, comments and lists of the board, on both databases."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from bot.board import actions
from bot.refusal import Refused
from bot.texts import Texts
from config.organisation import load
from config.settings import SHIPPED_ORGANISATION
from storage import items, people, voices
from storage.db import Away, Database, Tx
from storage.records.item import Item, Kind, NewItem, Stage
from storage.records.person import Person

TODAY = date(2026, 11, 23)
IDEA = NewItem(Kind.IDEA, "More chairs", None, None, "quality", None, TODAY, TODAY)
T = Texts("en", load(SHIPPED_ORGANISATION).zone)


def crowd(tx: Tx, size: int) -> list[Person]:
    return [people.keep(tx, Person(None, 9000 + number, f"Person {number}")) for number in range(size)]


def idea(tx: Tx, **values: object) -> Item:
    return items.add(tx, replace(IDEA, **values))  # type: ignore[arg-type]


def counted(tx: Tx, item_id: int) -> tuple[int, int]:
    return items.get(tx, item_id).voices, len(voices.listeners(tx, item_id))


# -- voices ----------------------------------------------------------------------------------------


def test_a_voice_counts_once_and_can_be_taken_back_once(database: Database) -> None:
    def unit(tx: Tx) -> list[tuple[int, int]]:
        item, (person,) = idea(tx), crowd(tx, 1)
        seen = []
        for act in (actions.give_voice, actions.give_voice, actions.withdraw_voice, actions.withdraw_voice):
            act(tx, T, item, by=person, today=TODAY)
            seen.append(counted(tx, item.id))
        return seen

    assert database.run(unit) == [(1, 1), (1, 1), (0, 0), (0, 0)]


async def surely(database: Database, unit: Callable[[Tx], object]) -> None:
    """As the receiver does: passing trouble is tried again."""
    while True:
        try:
            await database.transaction(unit)
        except Away:
            continue
        return


async def test_voices_given_and_taken_at_the_same_time_are_all_counted(database: Database) -> None:
    item, everybody = database.run(lambda tx: (idea(tx), crowd(tx, 25)))

    def unit(act: Callable[..., Item], person: Person) -> Callable[[Tx], object]:
        return lambda tx: act(tx, T, items.get(tx, item.id), by=person, today=TODAY)

    await asyncio.gather(*(surely(database, unit(actions.give_voice, person)) for person in everybody))
    assert database.run(lambda tx: counted(tx, item.id)) == (25, 25)
    taps = [unit(act, person) for person in everybody for act in (actions.withdraw_voice, actions.give_voice)]
    await asyncio.gather(*(surely(database, tap) for tap in taps))
    column, rows = database.run(lambda tx: counted(tx, item.id))
    assert column == rows, "whatever order they came in, the count is that of the rows"


async def test_one_person_on_two_devices_counts_once(database: Database) -> None:
    item, (person,) = database.run(lambda tx: (idea(tx), crowd(tx, 1)))
    await asyncio.gather(
        *(database.transaction(lambda tx: actions.give_voice(tx, T, item, by=person, today=TODAY)) for _ in range(8))
    )
    assert database.run(lambda tx: counted(tx, item.id)) == (1, 1)


def test_nobody_supports_follows_or_thanks_for_an_idea_with_his_own_name(database: Database) -> None:
    def unit(tx: Tx) -> int:
        me, other = crowd(tx, 2)
        item = idea(tx, author_id=me.id)
        for act in (
            lambda: actions.give_voice(tx, T, item, by=me, today=TODAY),
            lambda: actions.follow(tx, T, item, by=me),
            lambda: actions.thank(tx, T, items.change(tx, item.id, stage=Stage.DONE), by=me, today=TODAY),
        ):
            with pytest.raises(Refused, match="your own idea"):
                act()
        actions.thank(tx, T, items.get(tx, item.id), by=other, today=TODAY)
        return items.get(tx, item.id).thanks

    assert database.run(unit) == 1


@pytest.mark.parametrize("stage", [Stage.DONE, Stage.DECLINED, Stage.MERGED, Stage.WITHDRAWN])
def test_a_closed_idea_takes_no_voices(database: Database, stage: Stage) -> None:
    def unit(tx: Tx) -> None:
        item, (person,) = idea(tx, stage=stage), crowd(tx, 1)
        with pytest.raises(Refused):
            actions.give_voice(tx, T, item, by=person, today=TODAY)
        with pytest.raises(Refused):
            actions.follow(tx, T, item, by=person)

    database.run(unit)


def test_feedback_is_nobodys_but_its_authors(database: Database) -> None:
    def unit(tx: Tx) -> None:
        item, (person,) = idea(tx, kind=Kind.FEEDBACK), crowd(tx, 1)
        with pytest.raises(Refused):
            actions.give_voice(tx, T, item, by=person, today=TODAY)

    database.run(unit)


def test_whoever_supports_and_follows_hears_once(database: Database) -> None:
    def unit(tx: Tx) -> list[int]:
        item, (one, two, three) = idea(tx), crowd(tx, 3)
        actions.give_voice(tx, T, item, by=one, today=TODAY)
        actions.follow(tx, T, item, by=one)
        actions.follow(tx, T, item, by=one)
        actions.follow(tx, T, item, by=two)
        actions.follow(tx, T, item, by=three)
        actions.unfollow(tx, item, by=three)
        return sorted(listener.chat_id for listener in voices.listeners(tx, item.id))

    assert database.run(unit) == [9000, 9001]
