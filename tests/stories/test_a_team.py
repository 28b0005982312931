"""A team and its group: binding, waiting, overdue promises."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot import links
from bot.buttons import pack
from bot.triage.cards import Accept
from storage import items, teams
from storage.db import Database
from storage.records.item import Stage
from storage.records.person import Role
from tests.stories.closing import finishes, tells
from tests.town import Town, has, lindvale


@pytest.fixture
async def unbound(database: Database) -> AsyncIterator[Town]:
    """Lindvale before its team has a group."""
    async with lindvale(database, bound=False) as found:
        yield found


async def test_items_wait_for_a_group_and_come_when_it_is_bound(unbound: Town) -> None:
    town = unbound
    for text in ("More chairs in the library", "More lamps in the library"):
        await town.elsa.says(text)
        await town.elsa.presses("💡")
    await town.sam.opens(town.team_link("quality"), group=town.group)
    assert town.group_sees("Quality team")
    assert "chairs" in town.card("I-1").text and "lamps" in town.card("I-2").text


async def test_a_team_is_bound_by_command_too(unbound: Town) -> None:
    town = unbound
    await town.sam.in_group(town.group, "/team nonsense")
    assert town.group_sees("/team quality")
    await town.sam.in_group(town.group, "/team quality")
    await town.elsa.says("More chairs in the library")
    await town.elsa.presses("💡")
    assert town.card("I-1").labels


async def test_not_everybody_may_bind_a_group(unbound: Town) -> None:
    town = unbound
    await town.elsa.in_group(town.group, "/team quality")
    assert town.run(lambda tx: teams.binding(tx, "quality")) is None


async def test_a_link_binds_once(unbound: Town) -> None:
    town = unbound
    link = town.team_link("quality")
    await town.sam.opens(link, group=town.group)
    await town.sam.opens(link, group=town.streets)
    binding = town.run(lambda tx: teams.binding(tx, "quality"))
    assert binding.chat_id == town.group.id


async def test_a_group_that_removes_the_bot_loses_nothing(town: Town) -> None:
    await town.elsa.says("More chairs in the library")
    await town.elsa.presses("💡")
    town.engine.remove_bot(town.group, town.sam.person)
    await town.settle()
    await town.elsa.says("More lamps in the library")
    await town.elsa.presses("💡")
    assert town.elsa.sees("I-2")
    await town.sam.opens(town.team_link("quality"), group=town.streets)
    assert town.card("I-1", town.streets).labels and town.card("I-2", town.streets).labels


async def test_a_flood_of_waiting_items_is_one_list_with_buttons(unbound: Town) -> None:
    town = unbound
    for number in range(12):
        await town.elsa.says(f"Idea {number} for the library")
        await town.elsa.presses("💡")
    await town.sam.opens(town.team_link("quality"), group=town.group)
    shown = town.newest(town.group.id)
    assert "12" in shown.text and any("I-1 " in label for label in shown.labels)
    await town.sam.presses_in(town.group, "I-3 ")
    assert "Idea 2" in town.card("I-3").text
    await town.sam.presses_in(town.group, "▶", on=shown)
    assert any("I-9" in label or "I-10" in label for label in shown.labels)
    for command in ("/waiting", "/team quality"):
        before = len(town.engine.messages(town.group.id))
        await town.sam.in_group(town.group, command)
        assert "11" in town.newest(town.group.id).text
        assert len(town.engine.messages(town.group.id)) == before + 2, "the command, and one answer"


async def test_what_colleagues_do_brings_no_card_where_none_stands(town: Town) -> None:
    """The team has moved; what was done before stands in its old group, and what waits in a list of the new one."""
    await tells(town.elsa)
    await finishes(town, town.sam)
    for number in range(12):
        await tells(town.elsa, f"Idea {number} for the library")
    await town.sam.opens(town.team_link("quality"), group=town.streets)
    shown = len(town.engine.messages(town.streets.id))
    olena = town.olena
    await olena.opens(links.start(town.engine.me.username or "", links.ITEM, "I1"))
    await olena.presses("🙏")
    await olena.opens(links.start(town.engine.me.username or "", links.ITEM, "I5"))
    await olena.presses("🙌")
    await olena.presses("💬")
    await olena.says("Так")
    await olena.presses("🗑")
    await town.elsa.says("/mine")
    await town.elsa.presses("I-6")
    await town.elsa.presses("🔒")
    await town.elsa.presses("🕶")
    await town.elsa.presses("📋")
    await town.elsa.presses("🗑")
    await town.elsa.presses("🗑")
    assert len(town.engine.messages(town.streets.id)) == shown
    await town.sam.in_group(town.streets, "/waiting")
    assert "11" in town.newest(town.streets.id).text


async def test_overdue_promises_are_brought_up_on_working_days(town: Town) -> None:
    await town.elsa.says("More chairs in the library")
    await town.elsa.presses("💡")
    await town.tick(timedelta(days=2))
    assert not town.group_sees("⏰")
    await town.tick(timedelta(days=5))
    assert town.group_sees("⏰ 1 answer is due or overdue", "\nI-1 · More chairs in the library · Mon 30 Nov")
    await town.sam.presses_in(town.group, "I-1")
    assert town.newest(town.group.id).text.startswith("💡 I-1")
    await town.elsa.says("More lamps in the library")
    await town.elsa.presses("💡")
    await town.tick(timedelta(days=7))
    assert town.group_sees("⏰ 2 answers are due or overdue", "⚠️ I-1 · More chairs", "\nI-2 · More lamps")


async def test_nobody_is_promised_an_answer_that_cannot_come(town: Town) -> None:
    await town.elsa.says("More chairs in the library")
    await town.elsa.presses("💡")
    for word in ("More lamps in the library", "🔒", "👣", "💡"):
        await (town.elsa.presses(word) if len(word) < 3 else town.elsa.says(word))
    assert has(town.card("I-1").text, "Answer promised by Mon 30 Nov")
    assert has(town.card("I-2").text, "Decide by Mon 30 Nov")
    await town.sam.opens(links.start(town.engine.me.username or "", links.ITEM, "I2"))
    assert town.sam.sees("sent today") and not town.sam.sees("answer")
    await town.tick(timedelta(days=7))
    assert town.group_sees("⏰ 1 answer is due", "👣 1 is to be decided, nobody waits for an answer\nI-2 · More lamps")


async def test_another_teams_group_cannot_decide(town: Town) -> None:
    await town.elsa.says("More chairs in the library")
    await town.elsa.presses("💡")
    card = town.card("I-1")
    await town.sam.opens(town.team_link("streets"), group=town.streets)
    data = card.buttons[1][0]["callback_data"]
    greeting = town.newest(town.streets.id)
    town.engine.press_data(town.olena.person, town.streets.id, greeting, data)
    await town.settle()
    assert town.run(lambda tx: items.count(tx)) == {Stage.RECEIVED: 1}
    assert town.olena.notice


@pytest.mark.parametrize(
    ("unit", "stage"), [("it", Stage.RECEIVED), ("library", Stage.ACCEPTED), (None, Stage.ACCEPTED)]
)
async def test_whoever_is_of_the_quality_team_of_one_department_decides_there(
    town: Town, unit: str | None, stage: Stage
) -> None:
    """Lin presses in her own chat what she has seen on a card in the group."""
    await town.elsa.says("More chairs in the library")
    await town.elsa.presses("💡")
    lin = town.stranger("Lin Berg")
    await lin.opens(town.invitation(Role.QUALITY, unit=unit))
    town.engine.press_data(lin.person, lin.id, lin.screen, pack(Accept(1)))
    await town.settle()
    assert town.run(lambda tx: items.count(tx)) == {stage: 1}
    assert ("another team" in lin.notice) == (stage is Stage.RECEIVED)


async def test_a_team_is_bound_by_whoever_is_of_the_quality_team_of_its_departments(unbound: Town) -> None:
    await unbound.elsa.opens(unbound.invitation(Role.QUALITY, unit="parks-streets"))
    await unbound.elsa.in_group(unbound.group, "/team quality")
    assert unbound.run(lambda tx: teams.binding(tx, "quality")) is None
    await unbound.elsa.in_group(unbound.group, "/team streets")
    assert unbound.run(lambda tx: teams.binding(tx, "streets")).chat_id == unbound.group.id


async def test_a_card_in_the_teams_own_language(town: Town) -> None:
    await town.sam.opens(town.team_link("streets"), group=town.streets)
    await town.olena.says("Please mend the benches in the park")
    await town.olena.presses("💡")
    card = town.card("I-1", town.streets)
    assert "Idé" in card.text
    assert any("Godkänn" in label for label in card.labels)


async def test_one_teams_group_cannot_take_over_another_team(town: Town) -> None:
    await town.sam.opens(town.team_link("streets"), group=town.streets)
    await town.olena.in_group(town.streets, "/team quality")
    assert town.run(lambda tx: teams.binding(tx, "quality")).chat_id == town.group.id
    assert town.group_sees("quality team", chat=town.streets) or town.group_sees("kvalitet", chat=town.streets)


async def test_two_teams_in_one_group_part_without_losing_each_other(town: Town) -> None:
    await town.sam.in_group(town.group, "/team streets")
    await town.elsa.says("More chairs in the library")
    await town.elsa.presses("💡")
    await town.sam.opens(town.team_link("streets"), group=town.streets)
    assert town.run(lambda tx: teams.binding(tx, "quality")).chat_id == town.group.id
    await town.sam.presses_in(town.group, "I take it")
    assert "Sam Hill" in town.card("I-1").text


async def test_nobody_is_asked_about_what_was_taken_back(town: Town) -> None:
    """Sam was writing a question when Elsa withdrew her idea."""
    await town.elsa.says("More chairs in the library")
    await town.elsa.presses("💡")
    await town.sam.in_group(town.group, "How many?", reply_to=town.card("I-1"))
    preview = town.newest(town.group.id)
    await town.sam.presses_in(town.group, "Ask", on=town.card("I-1"))
    prompt = town.newest(town.group.id)
    await town.elsa.says("/mine")
    await town.elsa.presses("I-1")
    await town.elsa.presses("🗑")
    await town.elsa.presses("🗑")
    before = len(town.engine.messages(town.elsa.id))

    await town.sam.presses_in(town.group, "Send to the author", on=preview)
    assert "stands at “withdrawn”" in town.sam.notice
    await town.sam.in_group(town.group, "How many?", reply_to=prompt)
    assert town.group_sees("I-1 stands at “withdrawn” now")
    shown = len(town.engine.messages(town.group.id))
    await town.sam.in_group(town.group, "A pity", reply_to=town.card("I-1"))
    assert len(town.engine.messages(town.group.id)) == shown + 1, "the team talks among itself"
    assert len(town.engine.messages(town.elsa.id)) == before
    assert town.run(lambda tx: items.remarks_of(tx, 1)) == []
