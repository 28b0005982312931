"""Nothing that somebody wrote is cut for good: what a screen has no room for follows, or can be read by pages."""

from __future__ import annotations

from bot import whole
from tests.stories.closing import declines, finishes, tells
from tests.town import Town

LONG = "The library needs more chairs. " + "So it goes on for a while. " * 90 + "THE END"
LONGER = LONG[:-7] * 3 + "THE VERY END"


async def test_a_long_question_reaches_the_author_whole(town: Town) -> None:
    await tells(town.elsa)
    await town.sam.presses_in(town.group, "Ask", on=town.card("I-1"))
    await town.sam.in_group(town.group, LONG, reply_to=town.newest(town.group.id))
    assert town.elsa.has_seen("THE END")


async def test_a_long_reason_and_outcome_reach_the_author_whole(town: Town) -> None:
    await tells(town.elsa)
    await declines(town, town.sam, LONG)
    assert town.elsa.has_seen("THE END")
    await tells(town.elsa, "The library needs more lamps")
    await finishes(town, town.sam, LONG.replace("THE END", "THE OUTCOME"), "I-2")
    assert town.elsa.has_seen("THE OUTCOME")


async def test_ones_own_long_idea_is_read_by_pages(town: Town) -> None:
    for part in (LONGER[:4000], LONGER[4000:]):
        await town.elsa.says(part)
    await town.elsa.presses("✏️")
    await town.elsa.presses("🔗")
    await town.elsa.presses("💡")
    await town.elsa.presses("📋")
    assert not town.elsa.sees("THE VERY END")
    await town.elsa.presses("📄")
    while not town.elsa.sees("THE VERY END"):
        await town.elsa.presses("▶")
    await town.elsa.presses("📋")
    assert town.elsa.sees("I-1")


async def test_a_colleague_reads_it_whole_and_a_stranger_does_not(town: Town) -> None:
    await town.elsa.says(LONG)
    await town.elsa.presses("💡")
    await town.olena.says("/ideas")
    await town.olena.presses("🆕")
    await town.olena.presses("I-1")
    await town.olena.presses("📄")
    assert town.olena.sees("THE END")
    stranger = town.stranger("Ana")
    await stranger.says("/start")
    town.engine.press_data(stranger.person, stranger.id, stranger.screen, "whole1:1:0")
    await town.settle()
    assert "not among what you have sent" in stranger.notice
    assert not stranger.has_seen("chairs")


async def test_the_group_hears_that_a_long_text_has_changed(town: Town) -> None:
    sent = town.engine.say(town.elsa.person, town.elsa.person, LONG)
    await town.settle()
    await town.elsa.presses("💡")
    town.engine.edit(town.elsa.person, sent, LONG.replace("THE END", "THE NEW END"))
    await town.settle()
    said = [message.text for message in town.engine.messages(town.group.id)]
    changed = next(at for at, text in enumerate(said) if "was changed by its author" in text)
    assert any("THE NEW END" in text for text in said[changed:])


def test_a_text_is_whole_in_its_parts() -> None:
    for text in ("", "short", "x" * whole.PART, "🙂" * 9000):
        assert "".join(whole.parts(text)) == text
        assert whole.rest_of(text, len(text)) == []
