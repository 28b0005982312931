"""Presses that no button of ours offers: anybody can make an app that sends any data."""

from __future__ import annotations

import pytest

from storage import aside, items
from tests.town import Town


@pytest.mark.parametrize("value", ["nothing", "answer1", "answerx", "idea ", "-", "library", "yes", ""])
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_an_answer_that_no_button_offers_changes_nothing(town: Town, value: str) -> None:
    await town.elsa.says("The reading room needs chairs")
    shown = town.elsa.screen
    offered = [button["callback_data"] for row in shown.buttons for button in row]
    answer = next(data for data in offered if data.startswith("q1:"))
    town.engine.press_data(town.elsa.person, town.elsa.id, shown, f"{answer.rpartition(':')[0]}:{value}")
    await town.settle()
    assert town.elsa.notice
    assert town.run(aside.count) == 0
    assert town.run(items.count) == {}
    await town.elsa.presses("💡")
    assert town.run(items.count) == {"received": 1}


@pytest.mark.parametrize("value", ["voice1", "already"])
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
async def test_what_employees_may_choose_is_not_for_citizens(town: Town, value: str) -> None:
    await town.elsa.says("The reading room needs chairs")
    await town.elsa.presses("💡")
    await town.maja.says("The reading room needs more chairs")
    shown = town.maja.screen
    answer = next(b["callback_data"] for row in shown.buttons for b in row if b["callback_data"].endswith("what:idea"))
    town.engine.press_data(town.maja.person, town.maja.id, shown, f"{answer.rpartition(':')[0]}:{value}")
    await town.settle()
    assert town.maja.notice
    assert town.run(items.count) == {"received": 1}
    assert town.run(lambda tx: items.get(tx, 1)).voices == 0
