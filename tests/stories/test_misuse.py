"""Misuse: limits with a kind word, bursts that are told, and mutes that end by themselves and can be objected to."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlalchemy import select

from bot import links
from bot.buttons import pack
from bot.misuse.screens import LeaveOut
from config.organisation import Organisation, load
from config.settings import SHIPPED_ORGANISATION
from storage import items, mutes, teams
from storage.db import Database
from storage.records.item import Item, Kind, Stage
from storage.records.person import Role
from storage.tables import facts, ratings, sent_today
from tests.stories.closing import appeals, declines, finishes, leader, newcomer, tells
from tests.town import Actor, Town, lindvale
from tests.wire.stand_in import picture

NOT_WITHOUT_NAME = "you cannot send anything without your name"


def with_limits(**values: int) -> Organisation:
    town = load(SHIPPED_ORGANISATION)
    return town.model_copy(update={"misuse": town.misuse.model_copy(update=values)})


def feedback(town: Town, number: int) -> Item:
    found: Item = town.run(lambda tx: items.by_number(tx, Kind.FEEDBACK, number))
    return found


def facts_of(town: Town, *names: str) -> list[Any]:
    rows: list[Any] = town.run(lambda tx: tx.execute(select(facts).where(facts.c.name.in_(names))).all())
    return rows


async def complains(who: Actor, words: str) -> None:
    """A citizen, hidden as citizens are."""
    await who.says(words)
    await who.presses("complaint")


async def mutes_author(
    town: Town, label: str, measure: str, words: str = "It insults a colleague", by: Actor | None = None
) -> None:
    by = by or town.sam
    await by.presses_in(town.group, "Decline", on=town.card(label))
    await by.presses_in(town.group, "It is misuse")
    await by.presses_in(town.group, measure)
    await by.in_group(town.group, words, reply_to=town.newest(town.group.id))
    await by.presses_in(town.group, measure)


# -- limits ----------------------------------------------------------------------------------------


async def test_whoever_has_sent_enough_for_a_day_hears_a_kind_word_and_sends_the_rest_tomorrow(
    database: Database,
) -> None:
    async with lindvale(database, organisation=with_limits(messages_a_day=2)) as town:
        maja = await newcomer(town, "Ana")
        await complains(maja, "The queue is long")
        await complains(maja, "The chairs are hard")
        await complains(maja, "The ticket machine is off")
        assert "You have sent 2 messages today, thank you" in maja.notice
        assert "please send this one tomorrow" in maja.notice
        assert not town.group_sees("ticket machine")
        await town.tick(timedelta(days=1))
        await maja.presses("complaint")
        assert town.group_sees("F-3", "ticket machine")


async def test_each_has_a_limit_of_his_own_and_nothing_of_it_outlives_the_day(database: Database) -> None:
    async with lindvale(database, organisation=with_limits(messages_a_day=1)) as town:
        ana, bo = await newcomer(town, "Ana"), await newcomer(town, "Bo")
        await complains(ana, "The queue is long")
        await complains(bo, "The chairs are hard")
        assert town.group_sees("F-2", "chairs")
        tags = town.run(lambda tx: tx.execute(select(sent_today.c.tag)).scalars().all())
        assert len(set(tags)) == 2
        await town.tick(timedelta(days=1))
        assert town.run(lambda tx: tx.execute(select(sent_today)).all()) == []


async def test_answers_and_comments_count_as_well(database: Database) -> None:
    async with lindvale(database, organisation=with_limits(messages_a_day=2)) as town:
        await tells(town.elsa, "The library needs a fountain")
        await town.elsa.says("By the entrance, I mean", reply_to=town.elsa.screen)
        await town.elsa.says("Or in the yard", reply_to=town.elsa.screen)
        assert town.elsa.sees("Du har skickat 2 meddelanden i dag")


# -- mutes -----------------------------------------------------------------------------------------


async def test_a_muted_citizen_hears_why_and_until_when_and_can_write_again_when_it_is_over(town: Town) -> None:
    ana = await newcomer(town, "Ana")
    await complains(ana, "The clerk is an idiot")
    await mutes_author(town, "F-1", "Mute for a week")
    assert feedback(town, 1).stage is Stage.DECLINED
    assert ana.has_seen("You are muted until", "because of F-1", "It insults a colleague", "With your name you can")
    await complains(ana, "And his colleague too")
    assert NOT_WITHOUT_NAME in ana.notice
    assert not town.group_sees("And his colleague")
    await town.tick(timedelta(days=8))
    assert ana.has_seen("Your mute is over")
    await ana.presses("complaint")
    assert town.group_sees("F-2", "And his colleague")
    assert town.run(lambda tx: mutes.all_active(tx, town.clock.now().date())) == []
    (fact,) = facts_of(town, "AuthorMuted")
    assert '"days": 7' in fact.detail


async def test_a_mute_without_a_name_leaves_what_bears_one(town: Town) -> None:
    """Else whoever falls silent by name would be the hidden author."""
    await tells(town.elsa, "The head of the library is an idiot", hidden=True)
    await mutes_author(town, "I-1", "Mute for four weeks")
    await tells(town.elsa, "The library needs a fountain")
    assert town.group_sees("I-2", "fountain", "Elsa")
    await tells(town.elsa, "The library needs a well", hidden=True)
    assert "kan du inte skicka något utan ditt namn" in town.elsa.notice


async def test_a_mute_with_a_name_leaves_what_bears_none(town: Town) -> None:
    await tells(town.elsa, "The head of the library is an idiot")
    await mutes_author(town, "I-1", "Mute for a week")
    await tells(town.elsa, "The library needs a fountain", hidden=True)
    assert town.group_sees("I-2", "fountain")
    await tells(town.elsa, "The library needs a well")
    assert "kan du inte skicka något med ditt namn; dolt går det" in town.elsa.notice


async def test_what_is_mine_stays_mine_while_i_am_muted(town: Town) -> None:
    ana = await newcomer(town, "Ana")
    await complains(ana, "The clerk is an idiot")
    await mutes_author(town, "F-1", "Mute for a week")
    await ana.says("/status F-1")
    assert ana.sees("F-1", "Declined")
    await ana.says("I only mean it", reply_to=ana.screen)
    assert ana.sees(NOT_WITHOUT_NAME)
    await ana.opens(links.start(town.engine.me.username or "", links.SERVICE_POINT, "counter-3"))
    await ana.presses("🙂")
    assert ana.sees("Thank you!")


async def test_whoever_is_asked_may_answer_all_the_same(town: Town) -> None:
    """Else the team would learn by asking which hidden items are one person's."""
    ana = await newcomer(town, "Ana")
    await complains(ana, "The lift is broken")
    await complains(ana, "The clerk is an idiot")
    for measure, label in (("Mute for a week", "F-2"), ("Set aside quietly", "F-3")):
        await mutes_author(town, label, measure)
        await town.sam.in_group(town.group, "Which lift?", reply_to=town.card("F-1"))
        await town.sam.presses_in(town.group, "Send to the author")
        await ana.says(f"The left one, as for {label}", reply_to=ana.screen)
        assert town.group_sees(f"The left one, as for {label}")
        await ana.says(f"And it is dark there, as for {label}", reply_to=town.newest(ana.id))
        await town.tick(timedelta(days=8))
        await complains(ana, "Watches, watches, watches")
    assert not town.group_sees("And it is dark there, as for F-2")


async def test_whoever_is_asked_about_what_is_closed_may_answer_as_well(town: Town) -> None:
    ana = await newcomer(town, "Ana")
    await complains(ana, "The lift is broken")
    await complains(ana, "The clerk is an idiot")
    await finishes(town, town.sam, "It runs again", label="F-1")
    await mutes_author(town, "F-2", "Mute for a week")
    await town.sam.in_group(town.group, "Does it?", reply_to=town.card("F-1"))
    await town.sam.presses_in(town.group, "Send to the author")
    await ana.says("It does, thank you", reply_to=ana.screen)
    assert town.group_sees("It does, thank you")


async def test_what_is_set_aside_changes_nothing_about_what_came_before(town: Town) -> None:
    """Words that stood on the card of another item, and were told to nobody, would say that both have one author."""
    ana = await newcomer(town, "Ana")
    await complains(ana, "The lift is broken")
    await complains(ana, "Buy cheap watches at my shop")
    await mutes_author(town, "F-2", "Set aside quietly", "Advertising")
    await ana.says("/status F-1")
    await ana.says("The left one, I mean", reply_to=ana.screen)
    assert town.group_sees("The author about F-1", "The left one, I mean")
    await ana.says("/status F-2")
    await ana.says("Very cheap watches", reply_to=ana.screen)
    assert not town.group_sees("Very cheap watches")


async def test_what_leaves_no_trace_is_never_set_aside(town: Town) -> None:
    """In /misuse it would stand beside what led to it, and so be joined to its author."""
    ana = await newcomer(town, "Ana")
    await complains(ana, "Buy cheap watches at my shop")
    await mutes_author(town, "F-1", "Set aside quietly", "Advertising")
    await ana.says("The clerk takes money for a queue number")
    await ana.presses("🔒")
    await ana.presses("👣")
    await ana.presses("complaint")
    assert town.group_sees("F-2", "takes money")
    assert feedback(town, 2).stage is Stage.RECEIVED


async def test_whoever_is_muted_objects_and_somebody_else_decides(town: Town) -> None:
    ana = await newcomer(town, "Ana")
    await leader(town, "Lin", None)
    await complains(ana, "The clerk is an idiot")
    await mutes_author(town, "F-1", "Mute for a week")
    await ana.presses("Object")
    await ana.says("I said that he acted like one, and he did")
    assert ana.sees("Your objection is with the team")
    assert town.group_sees("Whoever is muted because of F-1 objects", "acted like one", "It insults a colleague")
    await town.sam.presses_in(town.group, "End the mute")
    assert "Somebody else decides" in town.sam.notice
    await town.elsa.presses_in(town.group, "End the mute")
    assert town.group_sees("The mute is ended")
    assert ana.sees("Your mute has been ended")
    await complains(ana, "Could the counter open earlier?")
    assert town.group_sees("F-2", "open earlier")
    await town.tick(timedelta(days=9))
    assert not ana.has_seen("Your mute is over")


async def test_an_objection_may_be_turned_down_once(town: Town) -> None:
    ana = await newcomer(town, "Ana")
    await complains(ana, "The clerk is an idiot")
    await mutes_author(town, "F-1", "Mute for a week")
    await ana.presses("Object")
    await ana.says("It is only the truth")
    await town.elsa.presses_in(town.group, "The mute stands")
    assert ana.sees("Somebody else has looked at your objection", "stands until")
    await ana.says("/object")
    assert ana.sees("You are muted until", "it stays so")
    assert ana.screen.labels == []
    await complains(ana, "Let me write!")
    assert NOT_WITHOUT_NAME in ana.notice


async def test_where_nobody_else_has_a_role_whoever_muted_decides(database: Database) -> None:
    async with lindvale(database) as town:
        ana = await newcomer(town, "Ana")
        await complains(ana, "The clerk is an idiot")
        await mutes_author(town, "F-1", "Mute for a week")
        await ana.presses("Object")
        await ana.says("It is only the truth")
        await town.sam.presses_in(town.group, "The mute stands")
        assert ana.sees("There was nobody else, so whoever muted you has looked")
        assert not ana.has_seen("Somebody else has looked")


async def test_whoever_was_not_heard_in_time_is_told_that_we_are_sorry(town: Town) -> None:
    ana = await newcomer(town, "Ana")
    await complains(ana, "The clerk is an idiot")
    await mutes_author(town, "F-1", "Mute until tomorrow")
    await ana.presses("Object")
    await ana.says("He acted like one")
    await town.tick(timedelta(days=2))
    assert ana.sees("Your mute is over", "Nobody has decided about your objection in time")


async def test_somebody_in_the_group_whom_nobody_knows_yet_can_mute(town: Town) -> None:
    ana, quin = await newcomer(town, "Ana"), town.stranger("Quin")
    town.engine.join(town.group, quin.person)
    await complains(ana, "The clerk is an idiot")
    await mutes_author(town, "F-1", "Mute for a week", by=quin)
    assert ana.has_seen("You are muted until")


async def test_a_second_look_that_began_meanwhile_is_not_decided_by_the_way(town: Town) -> None:
    ana = await newcomer(town, "Ana")
    await complains(ana, "The clerk is an idiot")
    await town.elsa.presses_in(town.group, "Decline", on=town.card("F-1"))
    await town.elsa.presses_in(town.group, "It is misuse")
    await town.elsa.presses_in(town.group, "Mute for a week")
    await town.elsa.in_group(town.group, "An insult", reply_to=town.newest(town.group.id))
    asked = town.newest(town.group.id)
    await declines(town, town.sam, label="F-1")
    await appeals(ana)
    await town.elsa.presses_in(town.group, "Mute for a week", on=asked)
    assert feedback(town, 1).stage is Stage.IN_REVIEW
    assert not ana.has_seen("You are muted")


async def test_an_objection_waits_for_the_team_to_have_a_group(town: Town) -> None:
    ana = await newcomer(town, "Ana")
    await complains(ana, "The clerk is an idiot")
    await mutes_author(town, "F-1", "Mute for a week")
    town.run(lambda tx: teams.unbind(tx, town.group.id))
    await ana.presses("Object")
    await ana.says("He acted like one")
    assert not town.group_sees("He acted like one")
    await town.sam.opens(town.team_link("quality"), group=town.group)
    assert town.group_sees("objects", "He acted like one")
    await town.sam.in_group(town.group, "/misuse")
    await town.elsa.presses_in(town.group, "Objection: F-1")
    await town.elsa.presses_in(town.group, "The mute stands")
    assert ana.sees("Somebody else has looked at your objection")


async def test_all_that_is_set_aside_can_be_reached_page_by_page(town: Town) -> None:
    ana = await newcomer(town, "Ana")
    await complains(ana, "Buy cheap watches")
    await mutes_author(town, "F-1", "Set aside quietly", "Advertising")
    for number in range(2, 11):
        await complains(ana, f"Watches number {number}")
    await town.sam.in_group(town.group, "/misuse")
    seen = {label for label in town.newest(town.group.id).labels if "Bring" in label}
    await town.sam.presses_in(town.group, "More")
    seen |= {label for label in town.newest(town.group.id).labels if "Bring" in label}
    assert len(seen) == 10


async def test_nobody_writes_to_somebody_who_was_forgotten(town: Town) -> None:
    ana = await newcomer(town, "Ana")
    await complains(ana, "The clerk is an idiot")
    await mutes_author(town, "F-1", "Mute for a week")
    await ana.says("/forget")
    await ana.presses("Keep the words")
    await ana.presses("Yes")
    said = len(town.engine.messages(ana.id))
    for _ in range(9):
        await town.tick(timedelta(days=1))
    assert len(town.engine.messages(ana.id)) == said


async def test_nobody_is_muted_who_left_no_trace(town: Town) -> None:
    ana = await newcomer(town, "Ana")
    await ana.says("The clerk is an idiot")
    await ana.presses("🔒")
    await ana.presses("👣")
    await ana.presses("complaint")
    await town.sam.presses_in(town.group, "Decline", on=town.card("F-1"))
    await town.sam.presses_in(town.group, "It is misuse")
    assert town.group_sees("Nobody knows who sent it")
    labels = town.newest(town.group.id).labels
    assert labels == ["✋ Just decline it as misuse", "↩️ It is no misuse"]


async def test_being_forgotten_ends_no_mute(town: Town) -> None:
    ana = await newcomer(town, "Ana")
    await complains(ana, "The clerk is an idiot")
    await mutes_author(town, "F-1", "Mute for a week")
    await ana.says("/mydata")
    assert ana.sees("1 mute")
    await ana.says("/forget")
    await ana.presses("Keep the words")
    await ana.presses("Yes")
    assert ana.sees("That you are muted stays until")
    await ana.says("/start")
    await complains(ana, "And his colleague too")
    assert NOT_WITHOUT_NAME in ana.notice


# -- a quiet ban -----------------------------------------------------------------------------------


async def test_what_is_set_aside_quietly_reaches_nobody_and_its_author_hears_nothing(town: Town) -> None:
    ana = await newcomer(town, "Ana")
    await complains(ana, "Buy cheap watches at my shop")
    await mutes_author(town, "F-1", "Set aside quietly", "Advertising, again and again")
    assert town.group_sees("the team reads it, and the author only with /mydata")
    seen = len(town.engine.messages(ana.id))
    assert feedback(town, 1).stage is Stage.ASIDE
    await complains(ana, "Watches, watches, watches")
    assert ana.sees("F-2")
    assert not town.group_sees("Watches, watches")
    assert feedback(town, 2).stage is Stage.ASIDE
    await ana.says("/status F-2")
    assert ana.sees("Received", "answer by")
    assert not any("set aside" in m.text for m in town.engine.messages(ana.id)[seen:])
    await ana.says("/mydata")
    assert ana.sees("1 mute that the team has set")
    await town.tick(timedelta(days=10))
    assert not town.group_sees("are due")
    assert not town.group_sees("is due")
    assert ana.has_seen("We are late with F-2, and we are sorry"), "as everybody hears"


async def test_the_team_sees_what_is_set_aside_and_brings_it_back(town: Town) -> None:
    ana = await newcomer(town, "Ana")
    await complains(ana, "Buy cheap watches at my shop")
    await mutes_author(town, "F-1", "Set aside quietly", "Advertising, again and again")
    await complains(ana, "The lift is broken")
    await town.sam.in_group(town.group, "/misuse")
    assert town.group_sees("🤫 F-1", "by Sam", "🧺 F-2", "The lift is broken")
    await town.sam.presses_in(town.group, "Bring F-2 to the team")
    assert "lift is broken" in town.card("F-2").text
    assert feedback(town, 2).stage is Stage.RECEIVED
    await town.sam.in_group(town.group, "/misuse")
    await town.sam.presses_in(town.group, "End it: F-1")
    await complains(ana, "The door is broken, too")
    assert "door is broken" in town.card("F-3").text
    assert not ana.has_seen("mute")


async def test_what_was_done_already_looks_done_to_whoever_logged_it(town: Town) -> None:
    await tells(town.olena, "The library should sell my cheap watches")
    await mutes_author(town, "I-1", "Set aside quietly", "Advertising")
    await town.olena.says("/done The library sells my watches now")
    await town.olena.presses("🛠")
    await town.olena.says("/status I-2")
    assert "🏁" in town.olena.screen.text
    assert "📥" not in town.olena.screen.text
    await town.sam.in_group(town.group, "/misuse")
    await town.sam.presses_in(town.group, "Bring I-2")
    assert "done" in town.card("I-2").text


async def test_an_idea_that_others_are_joined_with_is_not_set_aside_in_silence(town: Town) -> None:
    ana = await newcomer(town, "Ana")
    await ana.says("Open the swimming hall on Sundays as well")
    await ana.presses("suggestion")
    for label in ("Make it an idea", "Use the author's words", "Yes, make it an idea"):
        await town.sam.presses_in(town.group, label)
    await town.sam.presses_in(town.group, "Decline", on=town.card("I-1"))
    await town.sam.presses_in(town.group, "It is misuse")
    assert not [label for label in town.newest(town.group.id).labels if "quietly" in label]


async def test_no_name_is_put_to_what_led_to_a_quiet_mute_also_once_it_is_brought_back(town: Town) -> None:
    """With it everything else in /misuse would have a name."""
    await tells(town.elsa, "Buy cheap watches at my shop", hidden=True)
    claim = next(word for word in town.elsa.screen.text.split() if "start=c-" in word)
    await mutes_author(town, "I-1", "Set aside quietly", "Advertising")
    await tells(town.elsa, "More cheap watches, and rings", hidden=True)
    claims = [claim, next(word for word in town.elsa.screen.text.split() if "start=c-" in word)]
    await town.sam.in_group(town.group, "/misuse")
    for label, link in zip(("I-1", "I-2"), claims, strict=True):
        await town.sam.presses_in(town.group, f"Bring {label} to the team")
        await town.sam.in_group(town.group, "/misuse")
        await town.elsa.opens(link)
        await town.elsa.presses("👤")
        assert "Elsa" not in town.card(label).text


async def test_editing_is_sending(database: Database) -> None:
    """Else whoever is muted, or has sent enough, could fill the group with one message that is changed again and again."""
    async with lindvale(database, organisation=with_limits(messages_a_day=3)) as town:
        ana = await newcomer(town, "Ana")
        await complains(ana, "The lift is broken")
        first = next(m for m in town.engine.messages(ana.id) if m.text == "The lift is broken")
        for words in ("The left lift is broken", "The lift on the left is broken", "The lift of fools"):
            town.engine.edit(ana.person, first, words)
            await town.settle()
        assert "The lift on the left" in town.card("F-1").text
        assert ana.sees("You have sent 3 messages today")


async def test_whoever_is_muted_changes_nothing_either(town: Town) -> None:
    ana = await newcomer(town, "Ana")
    await complains(ana, "The lift is broken")
    await complains(ana, "The clerk is an idiot")
    await mutes_author(town, "F-2", "Mute for a week")
    first = next(m for m in town.engine.messages(ana.id) if m.text == "The lift is broken")
    town.engine.edit(ana.person, first, "All of you are idiots")
    await town.settle()
    assert ana.sees(NOT_WITHOUT_NAME)
    await ana.says("/status F-1")
    await ana.presses("Change the words")
    assert NOT_WITHOUT_NAME in ana.notice
    assert "The lift is broken" in town.card("F-1").text


async def test_what_loses_its_name_or_last_trace_is_set_aside_no_longer(town: Town) -> None:
    """Beside what else was set aside it would tell whose it is."""
    ana = await newcomer(town, "Ana")
    await complains(ana, "Buy cheap watches")
    await mutes_author(town, "F-1", "Set aside quietly", "Advertising")
    await complains(ana, "Watches, watches, watches")
    await ana.says("/status F-2")
    await ana.presses("👣")
    await ana.presses("👣")
    assert feedback(town, 2).stage is Stage.RECEIVED
    assert "Watches" in town.card("F-2").text


async def test_who_says_the_same_is_not_judged_along_with_whoever_is_muted(town: Town) -> None:
    people = await many_say(town, 2)
    await mutes_author(town, "F-1", "Mute for a week")
    assert feedback(town, 2).stage is Stage.RECEIVED
    assert not people[1].has_seen("It insults a colleague")
    assert cards(town) == ["F-1", "F-2"]


async def test_an_objection_comes_to_a_group_that_may_decide_it(town: Town) -> None:
    """While the team that muted has no group, the default team answers for it."""
    ana = await newcomer(town, "Ana")
    await complains(ana, "The clerk is an idiot")
    await mutes_author(town, "F-1", "Mute for a week")
    item = feedback(town, 1)
    town.run(lambda tx: items.change(tx, item.id, team="streets", unit="parks-streets"))
    await ana.presses("Object")
    await ana.says("He acted like one")
    await town.elsa.presses_in(town.group, "The mute stands")
    assert ana.sees("Somebody else has looked at your objection")


async def test_what_goes_to_another_team_leaves_the_others_a_card(town: Town) -> None:
    await town.sam.opens(town.team_link("streets"), group=town.streets)
    wil, vic = await newcomer(town, "Wil"), await newcomer(town, "Vic")
    for who in (wil, vic):
        await who.opens(town.invitation(Role.EMPLOYEE, unit="parks-streets"))
        await who.says("Could we have our weekly talk on Tuesdays instead?")
        await who.presses("💡")
    assert [m.text.split()[1] for m in town.engine.messages(town.streets.id) if m.text.startswith("💡 ")] == ["I-1"]
    await wil.says("/status I-1")
    await wil.presses("🔒")
    await wil.presses("🕶")
    assert "Tuesdays" in town.card("I-1").text
    assert "Tuesdays" in town.card("I-2", town.streets).text


async def test_no_card_comes_back_when_names_go_after_years(town: Town) -> None:
    await town.sam.opens(town.team_link("streets"), group=town.streets)
    for name in ("Wil", "Vic"):
        who = await newcomer(town, name)
        await who.opens(town.invitation(Role.EMPLOYEE, unit="parks-streets"))
        await who.says("Could we have our weekly talk on Tuesdays instead?")
        await who.presses("💡")
    await town.sam.presses_in(town.streets, "👍", on=town.card("I-1", town.streets))
    await town.sam.presses_in(town.streets, "🏁", on=town.card("I-1", town.streets))
    await town.sam.in_group(town.streets, "On Tuesdays from now on", reply_to=town.newest(town.streets.id))
    said = len(town.engine.messages(town.group.id))
    await town.tick(timedelta(days=1096))
    await town.tick(timedelta(days=1))
    new = [m.text for m in town.engine.messages(town.group.id)[said:]]
    assert not [text for text in new if text.startswith("💡 I-2")], "it never had one"


async def test_an_idea_that_is_set_aside_is_on_no_board(town: Town) -> None:
    await tells(town.elsa, "Buy cheap watches at my shop")
    await mutes_author(town, "I-1", "Set aside quietly", "Advertising")
    await tells(town.elsa, "More cheap watches for the whole town")
    await town.olena.says("/ideas")
    assert not town.olena.has_seen("watches")
    await town.olena.says("Cheap watches for the town")
    assert "watches" in town.olena.screen.text
    assert not town.olena.has_seen("More cheap watches")


async def test_a_comment_of_somebody_set_aside_waits_for_the_team(town: Town) -> None:
    await tells(town.elsa, "The library needs a fountain")
    await tells(town.olena, "The library should sell my cheap watches")
    await mutes_author(town, "I-2", "Set aside quietly", "Advertising")
    await town.olena.opens(links.start(town.engine.me.username or "", links.ITEM, "I-1"))
    await town.olena.presses("💬")
    await town.olena.says("Cheap watches!")
    assert town.group_sees("Cheap watches!")
    await town.tick(timedelta(hours=2))
    assert not town.elsa.has_seen("Cheap watches!")


async def test_only_the_team_that_answers_for_it_lists_and_ends(town: Town) -> None:
    ana = await newcomer(town, "Ana")
    await complains(ana, "The clerk is an idiot")
    await mutes_author(town, "F-1", "Mute for a week")
    await town.olena.says("/misuse")
    assert town.olena.sees("іншою роллю")
    await town.sam.says("/misuse")
    assert town.sam.sees("F-1", "It insults a colleague")


# -- the same words from many ----------------------------------------------------------------------

SAME = "The swimming hall must open on Sundays, say all of us!"


async def many_say(town: Town, number: int) -> list[Actor]:
    people = [await newcomer(town, f"Swimmer {each}") for each in range(number)]
    for each, who in enumerate(people):
        await complains(who, SAME if each % 2 else SAME.upper().replace(",", " -"))
    return people


def cards(town: Town) -> list[str]:
    """What the team has a card of, in order."""
    said = [m.text for m in town.engine.messages(town.group.id) if m.text.startswith("💬 ")]
    return [text.split()[1] for text in said]


async def test_the_same_words_from_many_stand_on_one_card_and_all_are_answered(town: Town) -> None:
    people = await many_say(town, 3)
    assert cards(town) == ["F-1"]
    assert "The same words came 2 times more" in town.card("F-1").text
    assert [who.sees(f"F-{number}", "working days") for number, who in enumerate(people, 1)] == [True] * 3
    await town.sam.presses_in(town.group, "I take it")
    people += await many_say(town, 1)
    await finishes(town, town.sam, "It opens on Sundays from May on", label="F-1")
    assert all(who.has_seen(f"F-{number}", "from May on") for number, who in enumerate(people, 1))
    assert {feedback(town, number).stage for number in (1, 2, 3, 4)} == {Stage.DONE}
    assert cards(town) == ["F-1"]


async def test_short_words_are_the_same_by_chance(town: Town) -> None:
    for name in ("Ana", "Bo"):
        await complains(await newcomer(town, name), "It is too loud!")
    assert cards(town) == ["F-1", "F-2"]


async def test_the_same_words_about_two_places_are_two_matters(town: Town) -> None:
    for name, point in (("Ana", "library-desk"), ("Bo", "counter-3")):
        who = await newcomer(town, name)
        await who.opens(links.start(town.engine.me.username or "", links.SERVICE_POINT, point))
        await who.presses("😡")
        await who.says("The door is broken and cannot be opened")
        await who.presses("complaint")
    assert cards(town) == ["F-1", "F-2"]


async def test_what_brings_a_picture_stands_by_itself(town: Town) -> None:
    await many_say(town, 1)
    bo = await newcomer(town, "Bo")
    await bo.sends(picture(), caption=SAME)
    await bo.presses("complaint")
    assert cards(town) == ["F-1", "F-2"]


async def test_what_is_accepted_takes_nobody_along(town: Town) -> None:
    await many_say(town, 1)
    await town.sam.presses_in(town.group, "Accept", on=town.card("F-1"))
    await many_say(town, 1)
    assert cards(town) == ["F-1", "F-2"]


async def test_in_a_second_look_nobody_else_is_decided_about(town: Town) -> None:
    (ana,) = await many_say(town, 1)
    await declines(town, town.sam, label="F-1")
    await appeals(ana)
    await many_say(town, 1)
    assert cards(town)[-1] == "F-2"
    await declines(town, town.elsa, label="F-1")
    assert feedback(town, 2).stage is Stage.RECEIVED


async def test_an_open_one_takes_the_place_of_one_that_is_taken_back(town: Town) -> None:
    people = await many_say(town, 2)
    await declines(town, town.sam, label="F-1")
    await people[0].says("/status F-1")
    assert feedback(town, 2).stage is Stage.DECLINED
    await appeals(people[0])
    await people[0].says("/status F-1")
    await people[0].presses("🗑")
    await people[0].presses("🗑")
    assert "F-2" not in cards(town)


async def test_whoever_takes_all_words_along_leaves_nobody_without_a_card(town: Town) -> None:
    """Said twice by name by one, and once by another."""
    ana, bo = await newcomer(town, "Ana"), await newcomer(town, "Bo")
    for who in (ana, ana, bo):
        await who.says(SAME)
        await who.presses("🔒")
        await who.presses("👤")
        await who.presses("complaint")
    assert cards(town) == ["F-1"]
    await ana.says("/forget")
    await ana.presses("Erase the words")
    await ana.presses("Yes")
    assert cards(town)[-1] == "F-3"
    assert "F-2" not in cards(town)
    assert feedback(town, 3).same_as is None


async def test_what_came_after_the_decision_is_looked_at_anew(town: Town) -> None:
    await many_say(town, 1)
    await declines(town, town.sam, label="F-1")
    await many_say(town, 1)
    assert cards(town) == ["F-1", "F-2"]


async def test_one_of_them_says_more_and_stands_by_itself(town: Town) -> None:
    people = await many_say(town, 3)
    await people[1].says("I mean the one in the harbour", reply_to=people[1].screen)
    assert cards(town) == ["F-1", "F-2"]
    assert town.group_sees("I mean the one in the harbour")
    assert "came 1 time more" in town.card("F-1").text
    await town.sam.presses_in(town.group, "Accept", on=town.card("F-1"))
    assert people[2].sees("F-3", "accepted")
    assert feedback(town, 2).stage is Stage.RECEIVED


async def test_the_team_looks_at_one_of_them_by_itself(town: Town) -> None:
    await many_say(town, 3)
    await town.sam.presses_in(town.group, "Show the others with these words")
    assert town.group_sees("2 items came with the same words as F-1")
    await town.sam.presses_in(town.group, "F-3")
    assert cards(town) == ["F-1", "F-3"]
    assert "came 1 time more" in town.card("F-1").text


async def test_when_the_first_is_taken_back_or_changed_the_next_takes_its_place(town: Town) -> None:
    people = await many_say(town, 3)
    await people[0].says("/status F-1")
    await people[0].presses("🗑")
    await people[0].presses("🗑")
    assert cards(town) == ["F-1", "F-2"]
    assert "came 1 time more" in town.card("F-2").text
    own = next(m for m in town.engine.messages(people[1].id) if m.text == SAME)
    town.engine.edit(people[1].person, own, "The swimming hall must open on Saturdays, too")
    await town.settle()
    assert cards(town) == ["F-1", "F-2", "F-3"]
    assert "Saturdays" in town.card("F-2").text
    assert "time more" not in town.card("F-2").text


async def test_thanks_are_passed_on_for_the_first_and_the_next_takes_its_place(town: Town) -> None:
    for name in ("Ana", "Bo"):
        who = await newcomer(town, name)
        await who.says("Thank you, dear people of the library, for the warm welcome!")
        await who.presses("compliment")
    assert cards(town) == ["F-1"]
    await town.sam.presses_in(town.group, "Pass the thanks on")
    await town.sam.presses_in(town.group, "Library")
    await town.sam.presses_in(town.group, "Yes, pass it on")
    assert feedback(town, 1).stage is Stage.DONE
    assert cards(town) == ["F-1", "F-2"]


async def test_everybody_who_said_it_with_the_same_words_hears_what_is_told_in_public(town: Town) -> None:
    people = await many_say(town, 2)
    await finishes(town, town.sam, "It opens on Sundays from May on", label="F-1")
    await town.sam.presses_in(town.group, "You said, we did", on=town.card("F-1"))
    await town.sam.in_group(town.group, "Open the hall on Sundays", reply_to=town.newest(town.group.id))
    await town.sam.presses_in(town.group, "Use what the author read")
    await town.sam.presses_in(town.group, "Publish")
    assert [who.has_seen("You said, we did", "Open the hall on Sundays") for who in people] == [True, True]


async def test_a_group_that_is_bound_later_gets_one_card(database: Database) -> None:
    async with lindvale(database, bound=False) as town:
        await many_say(town, 3)
        await town.sam.opens(town.team_link("quality"), group=town.group)
        assert cards(town) == ["F-1"]


async def test_of_many_that_are_late_the_team_reads_one_line(town: Town) -> None:
    people = await many_say(town, 3)
    await town.tick(timedelta(days=8))
    assert town.group_sees("1 answer is due or overdue")
    assert all(who.has_seen("we are sorry") for who in people)


# -- bursts ----------------------------------------------------------------------------------------


async def many_rate(town: Town, number: int, level: str = "😡", code: str = "counter-3") -> None:
    for each in range(number):
        visitor = town.stranger(f"Visitor {each} {town.clock.now():%d%H%M}")
        await visitor.opens(links.start(town.engine.me.username or "", links.SERVICE_POINT, code))
        await visitor.presses(level)


def counted(town: Town) -> tuple[int, int]:
    """How many ratings there are, and how many count."""
    rows = town.run(lambda tx: tx.execute(select(ratings.c.counted)).scalars().all())
    return len(rows), sum(rows)


async def test_a_burst_is_told_once_and_everything_counts(database: Database) -> None:
    async with lindvale(database, organisation=with_limits(burst=5)) as town:
        await many_rate(town, 8)
        told = [m for m in town.engine.messages(town.group.id) if "unusually many ratings" in m.text]
        assert len(told) == 1
        assert "counter 3" in told[0].text
        assert "More than 4 have come within ten minutes" in told[0].text
        assert "Nearly all of them gave the same face" in told[0].text
        assert "😡" not in told[0].text
        assert counted(town) == (8, 8)


async def test_the_team_leaves_a_burst_out_and_lets_it_count_again(database: Database) -> None:
    async with lindvale(database, organisation=with_limits(burst=5)) as town:
        await many_rate(town, 2, "🙂")
        town.clock.advance(timedelta(minutes=20))
        await many_rate(town, 8)
        await town.sam.presses_in(town.group, "Leave them out")
        assert town.group_sees("left out of the figures. They are kept.")
        assert counted(town) == (10, 2)
        await many_rate(town, 1)
        assert counted(town) == (11, 2)
        await town.sam.presses_in(town.group, "Let them count")
        assert counted(town) == (11, 11)
        assert [row.name for row in facts_of(town, "RatingsBurst", "BurstSetAside", "BurstCounted")]


async def test_a_busy_day_is_no_burst(database: Database) -> None:
    async with lindvale(database, organisation=with_limits(burst=5)) as town:
        for _ in range(6):  # 24 ratings over an hour: a usual day of this point
            await many_rate(town, 4)
            town.clock.advance(timedelta(minutes=10))
        await town.tick(timedelta(days=1))
        await many_rate(town, 6)
        assert not town.group_sees("unusually many")


async def test_when_the_figures_are_out_a_burst_stays_as_it_is(database: Database) -> None:
    async with lindvale(database, organisation=with_limits(burst=5)) as town:
        await many_rate(town, 8)
        await town.tick(timedelta(days=12))
        await town.sam.presses_in(town.group, "Leave them out")
        assert "The figures of that month are out" in town.sam.notice
        assert counted(town) == (8, 8)


async def test_only_the_team_that_answers_for_the_point_leaves_ratings_out(database: Database) -> None:
    """Lin is of the quality team for parks and streets alone; an app may send any button."""
    async with lindvale(database, organisation=with_limits(burst=5)) as town:
        lin = await newcomer(town, "Lin")
        await lin.opens(town.invitation(Role.QUALITY, unit="parks-streets"))
        await many_rate(town, 6)
        button = pack(LeaveOut("counter-3", 20261123))
        town.engine.press_data(lin.person, lin.person, lin.screen, button)
        await town.settle()
        assert "another team" in lin.notice
        assert counted(town) == (6, 6)
        town.engine.press_data(town.sam.person, town.sam.person, town.sam.screen, button)
        await town.settle()
        assert counted(town) == (6, 0)
