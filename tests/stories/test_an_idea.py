"""An idea goes from a person to a quality team and back."""

from __future__ import annotations

from tests.town import Town


async def test_one_message_becomes_an_idea_with_a_number_and_a_date(town: Town) -> None:
    await town.elsa.says("The reading room needs more chairs near the windows")
    assert town.elsa.sees("more chairs")
    await town.elsa.presses("💡")
    assert town.elsa.sees("I-1")
    assert "chairs" in town.card("I-1").text
    assert "Elsa Lindqvist" in town.card("I-1").text


async def test_a_team_takes_asks_accepts_and_finishes_and_the_author_hears_each_step(town: Town) -> None:
    await town.olena.says("The shelves in the library are broken")
    await town.olena.presses("💡")
    await town.sam.presses_in(town.group, "take")
    assert "Sam Hill" in town.card("I-1").text
