"""Some time after it was done the author is asked, once, whether it helped."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

from sqlalchemy import select

from bot.buttons import pack
from bot.closing.jobs import ask_whether_it_helped
from bot.closing.screens import ItHelped
from bot.doors import ItDidNotHelp
from config.organisation import QuietHours
from storage import authors, items
from storage.records.item import Stage
from storage.tables import facts
from tests.stories.closing import appeals, declines, finishes, idea, newcomer, tells
from tests.town import Actor, Town
from tests.wire.stand_in import picture

LATER = timedelta(days=28)
"""The day on which authors are asked: a Monday again, at ten."""

ASKED = "Did it help?"


async def told_and_done(town: Town, *, hidden: bool = False) -> Actor:
    ann = await newcomer(town, "Ann Marsh")
    await tells(ann, hidden=hidden)
    await finishes(town, town.sam)
    return ann


async def asked(town: Town, *, hidden: bool = False) -> Actor:
    ann = await told_and_done(town, hidden=hidden)
    await town.tick(LATER)
    return ann


def named_facts(town: Town) -> set[str]:
    """The facts about I-1 that name somebody."""
    of = select(facts.c.name).where(facts.c.item_id == idea(town).id, facts.c.person_id.is_not(None))
    return set(town.run(lambda tx: tx.scalars(of).all()))


async def test_an_author_is_asked_on_the_day_and_says_yes(town: Town) -> None:
    ann = await told_and_done(town)
    await town.tick(LATER - timedelta(days=3))
    assert not ann.has_seen(ASKED)
    await town.tick(timedelta(days=3))
    assert ann.sees(ASKED, "I-1", "A fountain stands there now", "Mon 4 Jan")
    assert idea(town).helped == "asked"
    await ann.presses("👍 Yes")
    assert ann.sees("Good to hear", "I-1")
    assert (idea(town).helped, idea(town).stage) == ("yes", Stage.DONE)
    assert "The author says that it helped" in town.card("I-1").text


async def test_an_author_is_asked_once(town: Town) -> None:
    ann = await asked(town)
    for _ in range(10):
        await town.tick(timedelta(days=1))
    assert len([m for m in town.engine.messages(ann.id) if ASKED in m.text]) == 1


async def test_no_opens_it_again_with_the_reason(town: Town) -> None:
    ann = await asked(town)
    before = town.card("I-1")
    await ann.presses("👎")
    assert ann.sees("What is still missing about I-1?")
    await ann.sends(picture(), caption="There is no water in it")
    assert ann.sees("I-1 is open again", "Wed 30 Dec", "5 working days")

    found = idea(town)
    assert (found.stage, found.helped, found.closed_on) == (Stage.IN_REVIEW, "no", None)
    assert found.promised_on == date(2026, 12, 30), "Christmas is no working day"
    card = town.card("I-1")
    assert card is not before, "the card comes anew"
    assert all(words in card.text for words in ("Reopened: it did not help", "no water", "done before: A fountain"))
    assert town.group_sees("The author about I-1", "There is no water in it")
    assert [m.media.kind for m in town.engine.messages(town.group.id) if m.media] == ["photo"]

    await finishes(town, town.sam, "Now with water")
    assert ann.sees("I-1 is done", "Now with water")
    assert "Reopened" not in town.card("I-1").text
    await town.tick(LATER)
    assert len([m for m in town.engine.messages(ann.id) if ASKED in m.text]) == 1, "once"


async def test_a_reason_needs_words_or_a_file_and_may_be_left(town: Town) -> None:
    ann = await asked(town)
    question = ann.screen
    await ann.presses("👎")
    await ann.says("?")
    assert ann.sees("few words")
    await ann.says("/cancel")
    assert idea(town).stage is Stage.DONE
    await ann.presses("👍 Yes", on=question)
    assert idea(town).helped == "yes"


async def test_a_second_answer_changes_nothing(town: Town) -> None:
    ann = await asked(town)
    question = ann.screen
    town.engine.press_data(ann.person, ann.id, question, pack(ItHelped(idea(town).id)))
    town.engine.press_data(ann.person, ann.id, question, pack(ItDidNotHelp(idea(town).id)))
    await town.settle()
    assert ann.sees("You have said already")
    assert idea(town).helped == "yes"


async def test_yes_on_one_device_while_the_reason_is_written_on_another(town: Town) -> None:
    ann = await asked(town)
    question = ann.screen
    await ann.presses("👎")
    await ann.presses("👍 Yes", on=question)
    town.engine.say(ann.person, ann.person, "There is no water in it")
    await town.settle()
    assert ann.sees("There is no water in it") and any("💡" in label for label in ann.screen.labels), "something new"
    assert (idea(town).stage, idea(town).helped) == (Stage.DONE, "yes")


async def test_an_old_question_is_closed_kindly(town: Town) -> None:
    ann = await asked(town)
    question = ann.screen
    await town.tick(timedelta(days=14, hours=13, minutes=45))
    await ann.presses("👎", on=question)
    assert ann.sees("What is still missing"), "on the last day it is open, until midnight"
    await town.tick(timedelta(minutes=30))
    await ann.says("There is no water in it")
    assert ann.sees("closed by now")
    await ann.presses("👍 Yes", on=question)
    assert ann.sees("closed by now", "just write it")
    assert (idea(town).stage, idea(town).helped) == (Stage.DONE, "asked")


async def test_only_the_author_is_heard(town: Town) -> None:
    await asked(town)
    for press in (ItHelped(idea(town).id), ItDidNotHelp(idea(town).id), ItHelped(2**40)):
        town.engine.press_data(town.maja.person, town.maja.id, town.maja.screen, pack(press))
        await town.settle()
        assert town.maja.notice
    assert idea(town).helped == "asked"


async def test_a_hidden_author_is_asked_and_heard_weeks_later(town: Town) -> None:
    ann = await asked(town, hidden=True)
    assert ann.sees(ASKED)
    await town.tick(timedelta(days=13))
    await ann.presses("👎")
    assert ann.sees("does not see who you are")
    await ann.says("There is no water in it")
    found = idea(town)
    assert (found.stage, found.author_id) == (Stage.IN_REVIEW, None)
    assert town.group_sees("The author about I-1", "no water")
    assert not town.group_sees("Ann Marsh")
    assert named_facts(town) == {"ItemDone"}, "only the team is named"


async def test_a_hidden_author_appeals_at_the_end_and_says_yes_at_the_end(town: Town) -> None:
    """Each time on the last day: the seal lives as long as its author may speak."""
    ann = await newcomer(town, "Ann Marsh")
    await tells(ann, hidden=True)
    await declines(town, town.sam)
    await town.tick(timedelta(days=30))
    refusal = next(m for m in town.engine.messages(ann.id) if any("second look" in label for label in m.labels))
    await ann.presses("🔁", on=refusal)
    await ann.says("The river is near")
    await ann.presses("🔁 Ask for the second look")
    await finishes(town, town.elsa)
    for _ in range(6):
        await town.tick(timedelta(days=7))
    question = next(m for m in town.engine.messages(ann.id) if ASKED in m.text)
    await ann.presses("👍 Yes", on=question)
    assert idea(town).helped == "yes"
    assert named_facts(town) == {"ItemDeclined", "ItemDone"}


async def test_whoever_left_no_trace_or_had_done_it_already_is_not_asked(town: Town) -> None:
    ann = await newcomer(town, "Ann Marsh")
    await ann.says("The library needs a fountain")
    await ann.presses("🔒")
    await ann.presses("👣")
    await ann.presses("💡")
    await finishes(town, town.sam)
    await town.elsa.says("/done I put a bench into the library")
    await town.elsa.presses("🛠")
    assert idea(town, 2).already
    await town.tick(LATER)
    assert [idea(town, number).helped for number in (1, 2)] == [None, None]
    assert not ann.has_seen(ASKED)


async def test_nobody_is_asked_on_holidays(town: Town) -> None:
    """It was done on a Friday, so that the question would come on Christmas Day; then comes a week-end."""
    await town.tick(timedelta(days=4))
    ann = await told_and_done(town)
    await town.tick(LATER)
    assert not ann.has_seen(ASKED), "Christmas Day"
    await town.tick(timedelta(days=3))
    assert ann.sees(ASKED), "the Monday after"


async def test_a_bot_that_comes_back_late_keeps_quiet(town: Town) -> None:
    ann = await told_and_done(town)
    long_night = QuietHours.model_validate({"from": time(11), "to": time(9)})
    organisation = town.organisation.model_copy(update={"quiet_hours": long_night})
    noon, morning = (town.clock.now() + LATER + timedelta(hours=hours) for hours in (2, 23.5))
    town.run(lambda tx: ask_whether_it_helped(tx, organisation, noon))
    assert idea(town).helped is None
    town.run(lambda tx: ask_whether_it_helped(tx, organisation, morning))
    assert idea(town).helped == "asked"
    assert not ann.has_seen(ASKED), "this test tells nobody"


async def test_what_was_done_long_ago_is_not_asked_about(town: Town) -> None:
    """A bot that was away, or is new here, does not write to everybody."""
    ann = await told_and_done(town)
    await town.tick(LATER + timedelta(days=14))
    assert not ann.has_seen(ASKED)
    assert idea(town).helped is None


async def test_a_blocked_author_reads_the_question_on_coming_back(town: Town) -> None:
    ann = await told_and_done(town)
    town.engine.block(ann.person)
    await town.settle()
    await town.tick(LATER)
    assert not ann.has_seen(ASKED)
    town.engine.unblock(ann.person)
    await town.settle()
    await town.tick(timedelta(days=15))
    question = next(m for m in town.engine.messages(ann.id) if ASKED in m.text)
    await ann.presses("👍 Yes", on=question)
    assert ann.sees("closed by now")


async def test_an_item_that_was_reopened_is_judged_by_anybody_again(town: Town) -> None:
    """Who declined it once, before it was done after all, is not kept out for good."""
    ann = await newcomer(town, "Ann Marsh")
    await tells(ann)
    await declines(town, town.sam)
    await appeals(ann)
    await finishes(town, town.elsa)
    await town.tick(LATER)
    await ann.presses("👎")
    await ann.says("There is no water in it")
    assert "Second look" not in town.card("I-1").text
    await town.sam.presses_in(town.group, "👍 Accept", on=town.card("I-1"))
    assert idea(town).stage is Stage.ACCEPTED
    assert ann.sees("I-1 is accepted."), "not after a second look"


async def test_many_authors_are_asked_in_no_order_that_tells_them_apart(town: Town) -> None:
    """Nothing that the job leaves behind names a hidden author or stands in the order of the items."""
    for number in range(8):
        actor = await newcomer(town, f"Resident {number}")
        await tells(actor, f"Fountain number {number} for the library", hidden=number % 2 == 0)
        await finishes(town, town.sam, label=f"I-{number + 1}")
    orders = [_asked_order(town) for _ in range(3)]
    assert len({tuple(order) for order in orders}) > 1
    await town.tick(LATER)
    named = select(facts.c.person_id).where(facts.c.name == "HelpAsked")
    assert town.run(lambda tx: tx.scalars(named).all()) == [None] * 8
    assert all(idea(town, number).helped == "asked" for number in range(1, 9))


def _asked_order(town: Town) -> list[Any]:
    """In which order the job would tell of its questions; nothing of it stays."""

    class Undone(Exception):
        pass

    seen: list[Any] = []

    def trial(tx: Any) -> None:
        ask_whether_it_helped(tx, town.organisation, town.clock.now() + LATER)
        seen.extend(fact.item_id for fact in tx.info["facts"])
        raise Undone

    try:
        town.run(trial)
    except Undone:
        pass
    assert sorted(seen) == [item.id for item in town.run(lambda tx: items.of_ids(tx, range(1, 9)))]
    assert all(town.run(lambda tx, each=each: authors.of(tx, items.get(tx, each))) for each in seen)
    return seen


async def test_the_weeks_in_which_it_was_done_are_no_waiting(town: Town) -> None:
    ann = await asked(town)
    await ann.presses("👎")
    await ann.says("There is no water in it")
    await town.tick(timedelta(days=1))
    await ann.says("/mine")
    assert ann.sees("Being looked at, answer by Wed 30 Dec") and not ann.sees("waiting for")
