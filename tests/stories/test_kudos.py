"""A compliment that is meant for a colleague is passed on when the team says yes, and stays with whoever is thanked."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.buttons import pack
from bot.kudos.screens import AskRemove, Remove
from bot.privacy.rules import WORDS_GO_WITHIN
from storage import items, kudos
from storage.db import Tx
from storage.records.item import Item, Kind, Stage
from storage.records.kudos import Kudos
from storage.tables import items as item_rows
from storage.tables import kudos as rows
from tests.stories.closing import declines, newcomer
from tests.town import Actor, Town, has

WORDS = "Elsa in the library found the book in a minute. Thank you!"


def compliment(town: Town, number: int = 1) -> Item:
    found: Item = town.run(lambda tx: items.by_number(tx, Kind.FEEDBACK, number))
    return found


def given(town: Town) -> list[Kudos]:
    def unit(tx: Tx) -> list[Kudos]:
        found = [kudos.get(tx, row.id) for row in tx.execute(rows.select())]
        return [each for each in found if each is not None]

    return list(town.run(unit))


async def praises(actor: Actor, words: str = WORDS, *, identity: str = "🕶") -> None:
    """A citizen's compliment; hidden, if he or she chooses nothing else."""
    await actor.says(words)
    if identity != "🕶":
        await actor.presses("🔒")
        await actor.presses(identity)
    await actor.presses("🌷")


async def passes_on(town: Town, to: str, label: str = "F-1") -> None:
    await town.sam.presses_in(town.group, "Pass the thanks on", on=town.card(label))
    await town.sam.presses_in(town.group, to)
    await town.sam.presses_in(town.group, "Yes, pass it on")


@pytest.mark.parametrize("identity", ["👤", "🕶", "👣"])
async def test_whoever_is_named_reads_the_thanks_and_never_whose_they_are(town: Town, identity: str) -> None:
    ann = await newcomer(town, "Ann Marsh")
    await praises(ann, identity=identity)
    seen = len(town.engine.messages(ann.id))
    assert has(town.card("F-1").text, "💛 Perhaps meant: Elsa Lindqvist")
    await passes_on(town, "Elsa Lindqvist, Library")
    assert town.elsa.sees("tackar dig", WORDS, "Biblioteket", "23 nov. 2026")
    assert not town.elsa.has_seen("Ann Marsh")
    assert not town.elsa.has_seen("F-1")
    assert (compliment(town).stage, compliment(town).closed_on) == (Stage.DONE, town.clock.now().date())
    assert has(town.card("F-1").text, "the thanks were passed on")
    assert "Perhaps meant" not in town.card("F-1").text
    if identity == "👣":
        assert len(town.engine.messages(ann.id)) == seen
    else:
        assert ann.sees("Your thanks, F-1, were passed on", "Elsa Lindqvist")
        await ann.says("/status F-1")
        assert ann.sees("the thanks were passed on")
        assert not any("♻️" in label for label in ann.screen.labels)
        await town.tick(timedelta(days=29))
        assert not ann.has_seen("🌱"), "there is nothing that can have helped"


async def test_a_name_is_found_in_other_forms_and_other_letters(town: Town) -> None:
    mira = town.stranger("Mira", language="uk")
    await mira.says("/start")
    await praises(mira, "Щиро дякую Олені Коваленко за допомогу")
    assert has(town.card("F-1").text, "Perhaps meant: Olena Kovalenko")
    await passes_on(town, "Olena Kovalenko")
    assert town.olena.sees("💛", "Щиро дякую Олені Коваленко за допомогу")


async def test_the_whole_team_of_a_department_is_thanked(town: Town) -> None:
    ann = await newcomer(town, "Ann Marsh")
    await praises(ann, "The library staff are wonderful")
    assert "Perhaps meant" not in town.card("F-1").text
    await passes_on(town, "The whole team: Library")
    assert town.elsa.sees("💛", "hela", "The library staff are wonderful")
    assert not town.olena.has_seen("wonderful")
    await town.elsa.says("/kudos")
    assert town.elsa.sees("The library staff are wonderful")
    assert not any("🗑" in label for label in town.elsa.screen.labels), "they are not hers alone"
    await town.olena.says("/kudos")
    assert not town.olena.sees("wonderful")


async def test_a_team_that_only_the_name_led_to_is_not_thanked_once_that_is_taken_off(town: Town) -> None:
    """The department goes with the name; the thanks wait for another choice."""
    ann = await newcomer(town, "Ann Marsh")
    await ann.says("Everybody at the desk was so kind to me today")
    for label in ("🔒", "👤", "Change or add", "🏢", "Library", "🌷"):
        await ann.presses(label)
    await town.sam.presses_in(town.group, "Pass the thanks on", on=town.card("F-1"))
    await town.sam.presses_in(town.group, "The whole team: Library")
    confirm = town.newest(town.group.id)
    await ann.says("/status F-1")
    await ann.presses("🔒")
    await ann.presses("🕶")
    await town.sam.presses_in(town.group, "Yes, pass it on", on=confirm)
    assert "F-1 is about no department any longer" in town.sam.notice
    assert given(town) == []
    assert compliment(town).stage is Stage.RECEIVED
    await town.sam.presses_in(town.group, "Pass the thanks on", on=town.card("F-1"))
    assert not [label for label in town.newest(town.group.id).labels if "whole team" in label]


async def test_where_nobody_is_known_the_team_is_asked_to_show_it(town: Town) -> None:
    ann = await newcomer(town, "Ann Marsh")
    await praises(ann, "The nurses at the health centre are so patient")
    await passes_on(town, "The whole team: Health centre")
    assert has(town.newest(town.group.id).text, "I know nobody there", "Health centre", "so patient")
    await praises(ann, "The boy in the library is so kind")
    await town.sam.presses_in(town.group, "Pass the thanks on", on=town.card("F-2"))
    await town.sam.in_group(town.group, "milo jensen", reply_to=town.newest(town.group.id))
    assert "Milo Jensen" in town.newest(town.group.id).text
    await town.sam.presses_in(town.group, "Yes, pass it on")
    assert has(town.newest(town.group.id).text, "I know nobody there", "Milo Jensen", "so kind")
    assert {each.receiver_name for each in given(town)} == {None, "Milo Jensen"}


async def test_a_name_that_is_replied_is_offered_and_not_guessed(town: Town) -> None:
    ann = await newcomer(town, "Ann Marsh")
    await praises(ann, "The lady in the library is so kind")
    await town.sam.presses_in(town.group, "Pass the thanks on", on=town.card("F-1"))
    await town.sam.in_group(town.group, "elsa", reply_to=town.newest(town.group.id))
    labels = town.newest(town.group.id).labels
    assert "Elsa Lindqvist, Library" in labels
    assert "Somebody else: Elsa" in labels
    await town.sam.presses_in(town.group, "Elsa Lindqvist")
    await town.sam.presses_in(town.group, "Yes, pass it on")
    assert town.elsa.sees("so kind")


async def test_the_team_may_shorten_it_and_personal_data_are_blacked_out(town: Town) -> None:
    ann = await newcomer(town, "Ann Marsh")
    await ann.says(WORDS + " Call me at +358 40 123 4567")
    await ann.presses("Leave")
    await ann.presses("🌷")
    await town.sam.presses_in(town.group, "Pass the thanks on", on=town.card("F-1"))
    await town.sam.presses_in(town.group, "Elsa Lindqvist")
    assert "+358 40 123 4567" in town.newest(town.group.id).text
    await town.sam.presses_in(town.group, "⬛")
    assert "4567" not in town.newest(town.group.id).text
    await town.sam.presses_in(town.group, "Other words")
    await town.sam.in_group(town.group, "She found it in a minute!", reply_to=town.newest(town.group.id))
    await town.sam.presses_in(town.group, "Yes, pass it on")
    assert town.elsa.sees("She found it in a minute!")
    assert "4567" in compliment(town).text, "what the team was told stays as it was"


async def test_the_team_may_say_no(town: Town) -> None:
    ann = await newcomer(town, "Ann Marsh")
    await praises(ann)
    await town.sam.presses_in(town.group, "Pass the thanks on", on=town.card("F-1"))
    await town.sam.presses_in(town.group, "Leave it as it is")
    assert given(town) == []
    await declines(town, town.sam, label="F-1")
    assert compliment(town).stage is Stage.DECLINED
    assert given(town) == []
    assert not town.elsa.has_seen("💛")


async def test_two_of_the_team_at_once_pass_it_on_once(town: Town) -> None:
    ann = await newcomer(town, "Ann Marsh")
    await praises(ann)
    for actor in (town.sam, town.elsa):
        await actor.presses_in(town.group, "💛", on=town.card("F-1"))
        await actor.presses_in(town.group, "Elsa Lindqvist", on=town.newest(town.group.id))
    first, second = [m for m in town.engine.messages(town.group.id) if any("💛" in label for label in m.labels)][-2:]
    await town.sam.presses_in(town.group, "💛", on=first)
    await town.elsa.presses_in(town.group, "💛", on=second)
    assert len(given(town)) == 1
    assert len([m for m in town.engine.messages(town.elsa.id) if WORDS in m.text]) == 1


# -- what one was thanked for ----------------------------------------------------------------------


async def test_thanks_are_read_again_newest_first_and_removed_by_the_receiver_alone(town: Town) -> None:
    await town.elsa.says("/kudos")
    assert town.elsa.sees("💛", "Inget har kommit")
    ann = await newcomer(town, "Ann Marsh")
    for number in range(1, 6):
        await praises(ann, f"Elsa helped me {number}")
        await passes_on(town, "Elsa Lindqvist", f"F-{number}")
        town.clock.advance(timedelta(days=1))
    await town.elsa.says("/kudos")
    assert town.elsa.sees("5 gånger", "helped me 5", "helped me 2")
    assert not town.elsa.sees("helped me 1")
    await town.elsa.presses("▶")
    assert town.elsa.sees("helped me 1")
    await town.elsa.presses("🗑 1")
    mine = next(each for each in given(town) if each.text == "Elsa helped me 1")
    for press in (AskRemove(mine.id, 0), Remove(mine.id)):
        town.engine.press_data(town.olena.person, town.olena.id, town.olena.screen, pack(press))
        await town.settle()
    assert len(given(town)) == 5, "Olena cannot remove them"
    assert not town.olena.has_seen("helped me 1"), "nor read them"
    await town.elsa.presses("🗑")
    assert len(given(town)) == 4


async def test_citizens_have_no_list_of_thanks(town: Town) -> None:
    await town.maja.says("/kudos")
    assert not town.maja.sees("💛")


async def test_who_is_forgotten_takes_the_thanks_along_and_leaves_the_cards(town: Town) -> None:
    ann = await newcomer(town, "Ann Marsh")
    await praises(ann)
    await passes_on(town, "Elsa Lindqvist")
    await praises(ann, "Elsa is the best")
    assert "Elsa Lindqvist" in town.card("F-2").text
    await town.elsa.says("/mydata")
    assert town.elsa.sees("💛 1 gång")
    await town.elsa.says("/forget")
    await town.elsa.presses("🗑")
    assert given(town) == []
    assert "Elsa Lindqvist" not in town.card("F-2").text


async def test_who_passed_thanks_on_is_forgotten_and_they_stay(town: Town) -> None:
    ann = await newcomer(town, "Ann Marsh")
    await praises(ann)
    await passes_on(town, "Elsa Lindqvist")
    await town.sam.says("/mydata")
    assert town.sam.sees("🤝 1 time that you passed thanks on")
    await town.sam.says("/forget")
    await town.sam.presses("🗑")
    assert [each.approver_id for each in given(town)] == [None]


async def test_thanks_stay_when_the_compliment_goes(town: Town) -> None:
    """The words are the receiver's: they were given. But nothing leads to the compliment any longer."""
    ann = await newcomer(town, "Ann Marsh")
    await praises(ann)
    await passes_on(town, "Elsa Lindqvist")
    town.run(lambda tx: tx.execute(item_rows.delete()))
    assert [(each.item_id, each.text) for each in given(town)] == [(None, WORDS)]
    await town.elsa.says("/kudos")
    assert town.elsa.sees(WORDS)


async def test_who_takes_all_words_along_hears_that_thanks_stay(town: Town) -> None:
    """As a letter stays that was given; nothing in it leads to who wrote it."""
    ann = await newcomer(town, "Ann Marsh")
    await praises(ann)
    await passes_on(town, "Elsa Lindqvist")
    await ann.says("/forget")
    await ann.presses("✂️")
    assert ann.sees("Thanks that were passed on stay with whoever was thanked")
    await ann.presses("🗑")
    for _ in range(WORDS_GO_WITHIN + 1):
        await town.tick(timedelta(days=1))
    assert WORDS not in compliment(town).text
    assert [each.text for each in given(town)] == [WORDS]
