"""People: welcome, language, invitations, help."""

from __future__ import annotations

from datetime import timedelta

import pytest

from storage import people
from storage.records.person import Role
from tests.town import Town


@pytest.mark.parametrize(
    ("language", "word"), [("en", "Hello"), ("sv", "Hej"), ("sl", "Pozdravljeni"), ("uk", "Вітаємо"), ("fr", "Hello")]
)
async def test_the_welcome_speaks_the_language_that_telegram_tells(town: Town, language: str, word: str) -> None:
    visitor = town.stranger("Ana Kos", language=language)
    await visitor.says("/start")
    assert visitor.sees(word)


async def test_nobody_is_remembered_for_looking_around(town: Town) -> None:
    visitor = town.stranger("Ana Kos")
    await visitor.says("/start")
    await visitor.says("/help")
    assert town.run(lambda tx: people.by_chat(tx, visitor.id)) is None


async def test_a_language_is_chosen_and_kept_and_the_menu_follows(town: Town) -> None:
    await town.elsa.says("/language")
    await town.elsa.presses("Slovenščina")
    assert town.elsa.sees("slovensko")
    await town.elsa.says("/help")
    assert town.elsa.sees("/mine")
    menu = town.engine.commands.seen_by(town.elsa.person, town.engine.find_chat(town.elsa.person))
    assert "jezik" in " ".join(command["description"] for command in menu)


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("/start", True),
        ("/language", True),
        ("/idea More chairs", False),
        ("/start w-token", False),
        ("/startle", False),
        ("/mine", False),
    ],
)
async def test_a_new_name_is_kept_where_nothing_can_be_joined_to_it(town: Town, said: str, kept: bool) -> None:
    """What is written together can be seen to be of one person: a draft may become a hidden idea."""
    town.elsa.person.name = "Elsa Lind"
    await town.elsa.says(said)
    found = town.run(lambda tx: people.by_chat(tx, town.elsa.id))
    assert found is not None
    assert (found.name == "Elsa Lind") is kept


async def test_an_invitation_makes_an_employee_once(town: Town) -> None:
    link = town.invitation(Role.EMPLOYEE, unit="counter")
    ana, bo = town.stranger("Ana Kos"), town.stranger("Bo")
    await ana.opens(link)
    assert ana.sees("Ana", "employee", "Citizens' office")
    await ana.opens(link)
    assert ana.sees("employee")
    await bo.opens(link)
    assert bo.sees("used up")


async def test_an_invitation_ends(town: Town) -> None:
    link = town.invitation(Role.EMPLOYEE, days=3)
    town.clock.advance(timedelta(days=4))
    ana = town.stranger("Ana Kos")
    await ana.opens(link)
    assert ana.sees("too old")


async def test_an_unknown_link_and_an_unknown_command_are_answered(town: Town) -> None:
    ana = town.stranger("Ana Kos")
    await ana.opens(f"https://t.me/{town.engine.me.username}?start=zz-nothing")
    assert ana.sees("not known")
    await ana.says("/dance")
    assert ana.sees("/dance", "/help")


async def test_a_citizen_may_say_something_too_and_feedback_comes_first(town: Town) -> None:
    await town.maja.says("V knjižnici je bilo prijetno")
    assert town.maja.screen.labels[:4] == [
        "💭 Pošlji kot pobudo",
        "😟 Pošlji kot pritožbo",
        "🌷 Pošlji kot pohvalo",
        "💡 Pošlji kot predlog",
    ]
    await town.maja.presses("🌷")
    assert town.maja.sees("F-1")


async def test_an_interrupted_dialogue_is_taken_up_again(town: Town) -> None:
    await town.elsa.says("/idea")
    await town.elsa.says("/help")
    await town.elsa.says("Longer opening hours in the library")
    assert town.elsa.sees("Longer opening hours")
    await town.elsa.presses("💡")
    assert town.elsa.sees("I-1")


async def test_cancel_under_an_offer_shows_how_it_is_dropped(town: Town) -> None:
    await town.sam.says("More chairs in the library")
    await town.sam.says("/cancel")
    assert town.sam.sees("not sent yet", "🗑 Drop it", "More chairs in the library")
    await town.sam.presses("🗑 Drop it")
    assert town.sam.sees("Dropped")
    await town.sam.says("/cancel")
    assert town.sam.sees("nothing to stop")


async def test_cancel_stops_a_question(town: Town) -> None:
    await town.elsa.says("/idea")
    await town.elsa.says("/cancel")
    await town.elsa.says("/cancel")
    assert town.elsa.screen.text


async def test_whoever_blocked_the_bot_gets_everything_on_return(town: Town) -> None:
    await town.elsa.says("More chairs in the library")
    await town.elsa.presses("💡")
    town.engine.block(town.elsa.person)
    await town.settle()
    await town.sam.presses_in(town.group, "I take it")
    await town.sam.presses_in(town.group, "Accept")
    assert not town.elsa.has_seen("👍")
    town.engine.unblock(town.elsa.person)
    await town.settle()
    assert town.elsa.has_seen("👀", "I-1") and town.elsa.has_seen("👍", "I-1")


async def test_the_welcome_opens_what_somebody_may_want_first(town: Town) -> None:
    await town.maja.says("/start")
    await town.maja.presses("🔒")
    assert town.maja.sees("🔒", "/mydata")
    await town.maja.says("/start")
    assert len(town.maja.screen.text) < 400, "a citizen reads it within ten seconds"
    await town.maja.presses("⭐")
    assert town.maja.sees("⭐") and len(town.maja.screen.labels) > 1
    await town.sam.says("/start")
    assert not any("⭐" in label for label in town.sam.screen.labels)
    await town.sam.presses("💡 Ideas of colleagues")
    assert town.sam.sees("Ideas of colleagues", "There are no ideas yet")
    ana = town.stranger("Ana Kos")
    await ana.opens(town.invitation(Role.EMPLOYEE))
    await ana.presses("💡 Ideas of colleagues")
    assert ana.sees("There are no ideas yet")
