"""Colleagues look at ideas, find them again, support them and talk them over; nobody learns whose they are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot import news
from bot.board.jobs import list_ideas
from bot.buttons import pack
from bot.comments.jobs import tell_of_comments
from bot.doors import LookAt
from bot.playground.chats import Message
from storage import aside, comments, gathered, items, outbox, people, similar, voices
from storage import facts as recorded
from storage.db import Tx
from storage.records.comment import CommentState
from storage.records.facts import ItemAccepted
from storage.records.gathering import About, Gathering
from storage.records.item import Identity, Item, Kind, Stage
from storage.records.outgoing import Call, Class
from storage.tables import drafts, facts
from tests.stories.board import DAY, IDEA, colleague, comments_on, gathered_is_told, heard, opens, stock, tells
from tests.town import Town


def item(town: Town, number: int = 1) -> Item:
    found: Item = town.run(lambda tx: items.by_number(tx, Kind.IDEA, number))
    return found


async def decides(town: Town, button: str, *more: str, label: str = "I-1") -> None:
    """Sam presses a button of the card, and those that come after it, or replies with words (after “>”)."""
    await town.sam.presses_in(town.group, button, on=town.card(label))
    for step in more:
        if step.startswith(">"):
            await town.sam.in_group(town.group, step[1:], reply_to=town.newest(town.group.id))
        else:
            await town.sam.presses_in(town.group, step)


def labels(message: Message) -> list[str]:
    return list(message.labels)


# -- looking and supporting ------------------------------------------------------------------------


async def test_a_colleague_supports_an_idea_and_the_card_counts_in_place(town: Town) -> None:
    await tells(town.elsa)
    card = town.card("I-1")
    await opens(town.olena)
    assert town.olena.sees("I-1", "More chairs in the library")
    assert "Elsa" not in town.olena.screen.text
    await town.olena.presses("🙌")
    assert town.olena.notice
    assert "🙌 1" in town.olena.screen.text
    assert "🙌 1 supports it" in card.text and "Olena" not in card.text
    await town.olena.presses("🙌")
    assert "🙌 1" not in town.olena.screen.text
    assert "🙌" not in card.text
    assert town.card("I-1") is card


async def test_a_second_tap_and_a_second_device_change_nothing(town: Town) -> None:
    await tells(town.elsa)
    await opens(town.olena)
    shown = town.olena.screen
    support = next(b["callback_data"] for row in shown.buttons for b in row if "🙌" in b["text"])
    for _ in range(3):
        town.engine.press_data(town.olena.person, town.olena.id, shown, support)
    await town.settle()
    assert item(town).voices == 1
    assert town.run(lambda tx: len(voices.listeners(tx, 1))) == 1


async def test_one_does_not_support_what_one_said_by_name(town: Town) -> None:
    await tells(town.elsa)
    await opens(town.elsa)
    assert not any("🙌" in label or "🔔" in label for label in town.elsa.screen.labels)
    assert any("📋" in label for label in town.elsa.screen.labels)
    await opens(town.olena)
    support = next(b["callback_data"] for row in town.olena.screen.buttons for b in row if "🙌" in b["text"])
    town.engine.press_data(town.elsa.person, town.elsa.id, town.elsa.screen, support)
    await town.settle()
    assert "I-1" in town.elsa.notice
    assert item(town).voices == 0
    await town.elsa.presses("📋")
    assert town.elsa.sees("I-1", "📥")


async def test_a_hidden_author_does_on_the_board_what_everybody_does(town: Town) -> None:
    """When all are asked to support it, whoever alone does not would be the author."""
    await tells(town.elsa, hidden=True)
    shown = []
    for who in (town.elsa, town.olena):
        await opens(who)
        shown.append([b["callback_data"] for row in who.screen.buttons for b in row])
    assert shown[0] == shown[1]
    for who in (town.elsa, town.olena):
        await who.presses("🙌")
        await opens(who)
        await who.presses("🙌")
        await who.presses("🔔")
    assert item(town).voices == 0
    for who in (town.elsa, town.olena):
        await who.presses("🙌")
    assert item(town).voices == 2
    await decides(town, "Accept")
    assert heard(town.olena, "👍", "I-1") == 1
    assert heard(town.elsa, "👍", "I-1") == 2, "as author, and as one of those who support it"


async def test_what_one_supported_hidden_counts_no_longer_with_ones_name_to_it(town: Town) -> None:
    await tells(town.elsa, hidden=True)
    link = next(word for word in town.elsa.screen.text.split() if "start=c-" in word)
    await opens(town.elsa)
    await town.elsa.presses("🙌")
    assert item(town).voices == 1
    await town.elsa.opens(link)
    await town.elsa.presses("👤")
    assert (item(town).voices, item(town).identity) == (0, Identity.NAMED)
    assert town.run(lambda tx: voices.listeners(tx, 1)) == []


async def test_whoever_comes_from_elsewhere_in_the_bot_sees_the_idea(town: Town) -> None:
    stock(town, {})
    town.engine.press_data(town.olena.person, town.olena.id, town.olena.screen, pack(LookAt(1)))
    await town.settle()
    assert town.olena.sees("I-1", "More chairs")
    await town.olena.presses("🗂")
    assert town.olena.sees("💡")


@pytest.mark.parametrize("quoted", ["I-2", "i2", "2"])
async def test_the_number_that_everybody_quotes_opens_the_idea(town: Town, quoted: str) -> None:
    stock(town, {"text": "More chairs"}, {"text": "A bicycle rack"})
    await town.elsa.says(f"/ideas {quoted}")
    assert town.elsa.sees("I-2", "A bicycle rack") and "Stöd" in " ".join(town.elsa.screen.labels)
    await town.elsa.says("/ideas")
    await town.elsa.presses("🔎")
    await town.elsa.says(quoted)
    assert town.elsa.sees("I-2", "A bicycle rack") and not town.elsa.sees("More chairs")
    await town.elsa.says("/ideas I-99")
    assert not town.elsa.sees("More chairs")


async def test_feedback_and_what_was_taken_back_is_nobody_elses(town: Town) -> None:
    stock(town, {"kind": Kind.FEEDBACK}, {"stage": Stage.WITHDRAWN}, {"stage": Stage.MERGED})
    for label in ("F-1", "I-1", "I-2", "-1", "I-77", "X-1", "I-", "I-9999999999", "I-99999999999999999999999"):
        await opens(town.sam, label)
        assert town.sam.sees("not here any longer"), label
    await town.sam.says("/ideas")
    assert town.sam.sees("no ideas yet")
    assert town.run(aside.count) == 0


async def test_a_citizen_sees_what_is_his_own_and_no_board(town: Town) -> None:
    stock(town, {})
    await tells(town.maja, "Prosim, več klopi v parku")
    await opens(town.maja, "I-2")
    assert town.maja.sees("I-2", "klopi")
    await opens(town.maja, "I-1")
    assert not town.maja.sees("More chairs")
    await town.maja.says("/ideas")
    assert not any("🆕" in label for label in town.maja.screen.labels)


async def test_one_follows_without_supporting_and_stops(town: Town) -> None:
    await tells(town.elsa)
    await opens(town.olena)
    await town.olena.presses("🔔")
    assert town.olena.sees("🔔")
    assert item(town).voices == 0
    await town.olena.presses("🔕")
    await decides(town, "Accept")
    assert heard(town.olena, "👍") == 0


# -- what came of it -------------------------------------------------------------------------------


async def test_supporters_and_followers_hear_what_came_of_it_once_and_in_their_language(town: Town) -> None:
    await tells(town.elsa)
    anna = await colleague(town, "Anna Ek")
    for actor, button in ((town.olena, "🙌"), (anna, "🔔")):
        await opens(actor)
        await actor.presses(button)
    await opens(anna)
    await anna.presses("🙌")
    await decides(town, "Accept")
    assert heard(anna, "👍", "I-1") == heard(town.olena, "👍", "I-1") == 1
    await decides(town, "Done", ">Ten new chairs stand there now")
    assert heard(anna, "🏁", "I-1", "Ten new chairs") == heard(town.olena, "🏁", "I-1", "Ten new chairs") == 1
    assert heard(town.elsa, "🏁", "Ten new chairs") == 1, "the author hears it once, as author"


async def test_followers_hear_that_an_idea_was_taken_back_without_its_words(town: Town) -> None:
    await tells(town.elsa)
    for actor, button in ((town.olena, "🙌"), (town.sam, "🔔")):
        await opens(actor)
        await actor.presses(button)
    await town.elsa.says("/mine")
    await town.elsa.presses("I-1")
    await town.elsa.presses("🗑")
    await town.elsa.presses("🗑")
    assert item(town).stage is Stage.WITHDRAWN
    assert town.sam.sees("I-1", "taken back by its author")
    assert town.olena.sees("I-1", "↩️") and not town.olena.sees("chairs")
    await town.olena.presses("🗂")
    assert town.olena.sees("💡")


@pytest.mark.parametrize("hidden", [False, True])
async def test_followers_hear_of_a_second_look(town: Town, hidden: bool) -> None:
    await tells(town.elsa, hidden=hidden)
    await opens(town.olena)
    await town.olena.presses("🙌")
    await decides(town, "Decline", "Too expensive", ">Perhaps next year.", "Decline with this reason")
    await town.elsa.presses("🔁")
    await town.elsa.says("It need not cost anything")
    await town.elsa.presses("🔁")
    assert heard(town.olena, "🔁", "I-1", "chairs") == 1
    assert not town.olena.sees("cost anything"), "what the author says to the team"
    assert heard(town.elsa, "stöder eller följer") == 0, "the author knows"


@pytest.mark.parametrize("hidden", [False, True])
async def test_followers_hear_that_what_was_done_did_not_help(town: Town, hidden: bool) -> None:
    await tells(town.elsa, hidden=hidden)
    await opens(town.olena)
    await town.olena.presses("🙌")
    await decides(town, "Done", ">Ten new chairs stand there now")
    await town.tick(timedelta(days=28))
    await town.elsa.presses("👎")
    await town.elsa.says("They are broken already")
    assert item(town).stage is Stage.IN_REVIEW
    assert heard(town.olena, "🔁", "I-1", "chairs") == 1
    assert heard(town.olena, "broken already") == 0


async def test_news_to_many_let_the_next_answer_go_first(town: Town) -> None:
    await tells(town.elsa)
    for actor in (town.olena, town.sam):
        await opens(actor)
        await actor.presses("🔔")
    town.run(lambda tx: comments.add(tx, 1, author_id=None, text="Yes", on=DAY, state=CommentState.SHOWN))

    def owed(happens: Callable[[Tx], object]) -> list[Call]:
        def unit(tx: Tx) -> list[Call]:
            happens(tx)
            news.tell(tx, town.organisation, town.clock.now())
            tell_of_comments(tx, town.organisation, town.clock.now())
            return [each.call for each in outbox.taken(tx) if each.call.chat_id > 0]

        calls: list[Call] = town.run(unit)
        return calls

    due = Gathering(1, About.COMMENTS, 0, town.clock.now())
    for calls in (
        owed(lambda tx: recorded.record(tx, ItemAccepted(DAY, item_id=1))),
        owed(lambda tx: gathered.keep(tx, due)),
    ):
        assert calls[0].rank is Class.REPLY
        assert sorted((call.rank, call.chat_id) for call in calls) == [
            (Class.REPLY, town.elsa.id),
            (Class.ROUND, town.olena.id),
            (Class.ROUND, town.sam.id),
        ]
        assert not any(call.key for call in calls), "one that is held is not overwritten"


async def test_a_follower_who_was_away_reads_all_that_was_said(town: Town) -> None:
    await tells(town.elsa)
    await opens(town.olena)
    await town.olena.presses("🔔")
    town.engine.block(town.olena.person)
    for words in ("The old hall has spare ones", "Four of them"):
        await comments_on(town.sam, words)
        await town.tick(timedelta(minutes=61))
    town.engine.unblock(town.olena.person)
    await town.olena.says("/start")
    assert heard(town.olena, "spare ones") == heard(town.olena, "Four of them") == 1


async def test_an_author_who_follows_as_well_hears_once(town: Town) -> None:
    """Whoever supported a hidden idea and then put his own name to it does both."""
    await tells(town.elsa)
    known = town.run(lambda tx: people.by_chat(tx, town.elsa.id))
    town.run(lambda tx: voices.follow(tx, 1, known.id))
    await comments_on(town.olena, "Так, бракує стільців")
    await gathered_is_told(town)
    await decides(town, "Accept")
    assert heard(town.elsa, "👍", "I-1") == 1
    assert heard(town.elsa, "бракує") == 1


async def test_a_refusal_comes_with_its_reason_in_the_followers_language(town: Town) -> None:
    await tells(town.elsa)
    await opens(town.olena)
    await town.olena.presses("🙌")
    await decides(town, "Decline", "Too expensive", ">Perhaps next year.", "Decline with this reason")
    assert town.olena.sees("I-1", "дорого", "Perhaps next year.")
    assert not any("🙌" in label for label in town.olena.screen.labels)


async def test_thanks_for_what_is_done_reach_the_author_gathered(town: Town) -> None:
    await tells(town.elsa, hidden=True)
    await opens(town.olena)
    await town.olena.presses("🙌")
    await decides(town, "Done", ">Ten new chairs stand there now")
    await town.olena.presses("🙏")
    assert "🙏 1 says thanks" in town.card("I-1").text
    await gathered_is_told(town)
    assert heard(town.elsa, "🙏", "1", "I-1") == 1
    for name in ("Anna Ek", "Bo Berg", "Cia Dahl"):
        other = await colleague(town, name)
        await opens(other)
        await other.presses("🙏")
        await opens(other)
        assert not any("🙏" in label for label in other.screen.labels)
    assert heard(town.elsa, "🙏") == 1
    await gathered_is_told(town)
    assert heard(town.elsa, "🙏", "3", "I-1") == 1
    await gathered_is_told(town)
    assert heard(town.elsa, "🙏") == 2
    assert item(town).thanks == 4


# -- lists -----------------------------------------------------------------------------------------


def listed(message: Message) -> list[str]:
    """The ideas of a list, in order."""
    return [label for label in message.labels if label.startswith("I-")]


async def test_an_empty_board_says_what_to_do(town: Town) -> None:
    await town.sam.says("/ideas")
    assert town.sam.sees("There are no ideas yet", "Just write")
    assert town.sam.screen.labels == []


async def test_new_and_most_wanted_have_pages_in_place_that_lead_back(town: Town) -> None:
    stock(town, *({"text": f"Idea number {number}"} for number in range(1, 21)))
    stock(town, {"stage": Stage.DONE}, {"stage": Stage.DECLINED})
    await town.sam.says("/ideas")
    assert town.sam.sees("20 ideas are open", "1 idea is done")
    screen = town.sam.screen
    await town.sam.presses("Most wanted")
    assert town.sam.sees("Nobody has supported an idea yet") and listed(screen) == []
    await town.sam.presses("🗂")
    await town.sam.presses("🆕")
    assert listed(screen) == [f"I-{number}" for number in range(20, 12, -1)]
    assert town.sam.sees("20 ideas, page 1 of 3")
    await town.sam.presses("▶")
    await town.sam.presses("I-10")
    assert screen.text.startswith("I-10")
    await town.sam.presses("🙌")
    assert "🙌 1" in screen.text
    await town.sam.presses("↩️")
    assert listed(screen) == [f"I-{number}" for number in range(12, 4, -1)], "the page where one was"
    await town.sam.presses("▶")
    assert listed(screen) == ["I-4", "I-3", "I-2", "I-1"]
    await town.sam.presses("🗂")
    await town.sam.presses("Most wanted")
    assert listed(screen) == ["I-10"], "what nobody supports is not most wanted"
    assert town.sam.screen is screen, "all in one message"


async def test_by_department_and_by_stage(town: Town) -> None:
    stock(
        town,
        {"unit": "library", "text": "Books"},
        {"unit": "it", "text": "Screens"},
        {"unit": None, "text": "Whatever", "stage": Stage.IN_REVIEW},
        {"unit": "it", "stage": Stage.WITHDRAWN},
    )
    await town.sam.says("/ideas")
    await town.sam.presses("🏢")
    assert labels(town.sam.screen)[:3] == ["Library (1)", "IT services (1)", "No certain department (1)"]
    await town.sam.presses("No certain")
    assert town.sam.sees("Whatever") and listed(town.sam.screen) == ["I-3"]
    await town.sam.presses("🗂")
    await town.sam.presses("🏢")
    await town.sam.presses("IT services")
    assert town.sam.sees("IT services", "Screens") and listed(town.sam.screen) == ["I-2"]
    await town.sam.presses("🗂")
    await town.sam.presses("📍")
    assert labels(town.sam.screen)[:2] == ["Received (2)", "In review (1)"]
    await town.sam.presses("In review")
    assert listed(town.sam.screen) == ["I-3"]


async def test_what_is_done_is_a_feed_with_thanks_and_with_what_was_done_at_once(town: Town) -> None:
    stock(
        town,
        {"stage": Stage.DONE, "closed_on": DAY - timedelta(days=2), "outcome": "Mended", "text": "The door squeaks"},
        {"stage": Stage.DONE, "closed_on": DAY - timedelta(days=9), "text": "The lamp flickers"},
        {"stage": Stage.DONE, "closed_on": DAY, "already": True, "text": "I labelled the drawers"},
    )
    await town.sam.says("/ideas")
    await town.sam.presses("🏁")
    assert listed(town.sam.screen) == ["I-3", "I-1", "I-2"], "the newest done first"
    assert town.sam.sees("🛠", "I labelled the drawers")
    await town.sam.presses("I-3")
    await town.sam.presses("🙏")
    assert town.sam.sees("🙏 1 says thanks", "You said thanks")
    await town.sam.presses("↩️")
    assert town.sam.sees("🙏 1 says thanks")


async def test_a_small_improvement_goes_from_one_message_to_thanks(town: Town) -> None:
    await town.elsa.says("/done Jag satte etiketter på lådorna i biblioteket")
    await town.elsa.presses("🛠")
    assert item(town).stage is Stage.DONE and item(town).already
    await town.olena.says("/ideas")
    await town.olena.presses("🏁")
    assert town.olena.sees("🛠", "etiketter")
    await town.olena.presses("I-1")
    await town.olena.presses("🙏")
    await gathered_is_told(town)
    assert heard(town.elsa, "🙏", "I-1") == 1


async def test_mine_leads_to_what_i_have_sent(town: Town) -> None:
    await tells(town.elsa)
    await town.elsa.says("/ideas")
    await town.elsa.presses("📋")
    assert town.elsa.sees("I-1", "📥")


async def test_a_button_of_a_list_that_has_become_shorter_shows_its_last_page(town: Town) -> None:
    stock(town, {})
    await town.sam.says("/ideas")
    for place in ("n77.0.", "w5.0.", "s3.0.received", "u9.0.library", "a9.0.", "b1.0."):
        town.engine.press_data(town.sam.person, town.sam.id, town.sam.screen, f"list1:{place}")
        await town.settle()
        assert town.sam.screen.labels, place
        if place.startswith("a"):
            assert any("Library (1)" in label for label in town.sam.screen.labels)
    for place in ("c0.0.7", "c0.0.x", "c0.0."):
        town.engine.press_data(town.sam.person, town.sam.id, town.sam.screen, f"list1:{place}")
        await town.settle()
        assert town.sam.sees("Ideas of colleagues"), place
    for place in ("", "zzz", "s0.0.nothing", "f0.0.12345", "f0.0.x", "f0.0." + "9" * 20, "q0.0.", "n-1.0.", "n" * 40):
        town.engine.press_data(town.sam.person, town.sam.id, town.sam.screen, f"list1:{place}")
        await town.settle()
    assert town.run(aside.count) == 0
    assert town.sam.sees("💡")


# -- searching -------------------------------------------------------------------------------------


async def test_words_are_found_in_place_and_pages_of_them_turned(town: Town) -> None:
    stock(town, *({"text": f"A bicycle rack at door {number}"} for number in range(1, 11)), {"text": "More lamps"})
    await town.sam.says("/ideas bicycle rack")
    screen = town.sam.screen
    assert town.sam.sees("bicycle rack", "10 ideas")
    first = listed(screen)
    assert len(first) == 8 and "I-11" not in first
    await town.sam.presses("▶")
    second = listed(screen)
    assert sorted([*first, *second]) == sorted(f"I-{number}" for number in range(1, 11))
    await town.sam.presses(second[0])
    assert screen.text.startswith(second[0])
    await town.sam.presses("↩️")
    assert listed(screen) == second
    assert town.sam.screen is screen


async def test_a_page_of_a_search_that_has_become_shorter_is_its_last_one(town: Town) -> None:
    stock(town, {"text": "A rack for bicycles"})
    await town.sam.says("/ideas bicycle")
    draft = town.run(lambda tx: tx.execute(select(drafts.c.id)).scalar_one())
    town.engine.press_data(town.sam.person, town.sam.id, town.sam.screen, f"list1:f7.0.{draft}")
    await town.settle()
    assert town.sam.sees("A rack for bicycles")


async def test_the_search_button_asks_for_words_in_any_language(town: Town) -> None:
    stock(town, {"text": "Ще одна лавка біля парку"}, {"text": "More lamps"})
    await town.olena.says("/ideas")
    await town.olena.presses("🔎")
    assert town.olena.screen.force_reply
    await town.olena.says("?")
    assert not listed(town.olena.screen)
    await town.olena.says("лавки")
    assert listed(town.olena.screen) == ["I-1"]
    await town.olena.says("/ideas nonsensical")
    assert not listed(town.olena.screen) and "🔎" in town.olena.screen.text


async def test_another_persons_search_is_not_to_be_read(town: Town) -> None:
    stock(town, {"text": "A bicycle rack"})
    await town.sam.says("/ideas bicycle rack")
    town.engine.press_data(town.olena.person, town.olena.id, town.olena.screen, "list1:f0.0.1")
    await town.settle()
    assert town.olena.notice
    assert not town.olena.sees("bicycle")


async def test_what_was_withdrawn_is_found_no_more(town: Town) -> None:
    stock(town, {"text": "A bicycle rack"})
    await town.sam.says("/ideas bicycle")
    await town.sam.presses("I-1")
    town.run(lambda tx: items.change(tx, 1, stage=Stage.WITHDRAWN))
    await town.sam.presses("🙌")
    assert "not here any longer" in town.sam.notice
    await town.sam.presses("↩️")
    assert not listed(town.sam.screen)


# -- privacy ---------------------------------------------------------------------------------------


async def test_what_colleagues_do_names_no_hidden_author(town: Town) -> None:
    """Neither facts nor rows of the board name who said a hidden idea, whatever he looks at and tries."""
    await tells(town.elsa, hidden=True)
    await opens(town.elsa)
    await town.elsa.presses("📋")
    await opens(town.olena)
    await town.olena.presses("🙌")
    await comments_on(town.olena, "Так, бракує стільців")
    known = town.run(lambda tx: people.by_chat(tx, town.elsa.id))

    def naming(tx: Tx) -> Sequence[Any]:
        return tx.execute(facts.select().where(facts.c.person_id == known.id, facts.c.item_id.is_not(None))).all()

    assert town.run(naming) == []
    assert known.id not in [each.person_id for each in town.run(lambda tx: voices.listeners(tx, 1))]


async def test_what_was_searched_waits_sealed_and_goes(town: Town) -> None:
    await town.sam.says("/ideas bicycle rack")
    sealed = town.run(lambda tx: tx.execute(select(drafts.c.sealed, drafts.c.until)).all())
    assert len(sealed) == 1 and b"bicycle" not in sealed[0].sealed
    await town.tick(timedelta(days=16))
    assert town.run(lambda tx: tx.execute(select(drafts.c.id)).all()) == []


async def test_a_house_with_many_ideas_finds_them_all_after_one_run(town: Town) -> None:
    """What came by another way than the chat, or before there was an index."""

    def unit(tx: Tx) -> None:
        for number in range(130):
            items.add(tx, replace(IDEA, text=f"A lantern, number {number}", identity=Identity.NO_TRACE))

    town.run(unit)
    await town.tick(timedelta(minutes=10))
    ids, total = town.run(lambda tx: similar.search(tx, "lantern", limit=9))
    assert (len(ids), total) == (9, 130)
    assert town.bot.database.look(lambda tx: list_ideas(tx, town.organisation, town.clock.now())) == []
