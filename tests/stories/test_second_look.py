"""An author who is refused asks, once, that somebody else looks at it again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from bot import links
from bot.buttons import pack
from bot.closing.screens import AcceptAfterAll, LetStand
from bot.doors import AskSecondLook
from bot.playground.files import Upload
from bot.texts import Texts
from bot.triage import actions as triage
from storage import items
from storage import people as known
from storage.db import Tx
from storage.records.item import Identity, Stage
from storage.records.person import Person
from storage.tables import facts, people
from tests.stories.closing import appeals, declines, finishes, idea, leader, newcomer, tells
from tests.town import Town
from tests.wire.stand_in import picture

OTHERS = "somebody else decides"


async def test_a_refusal_is_looked_at_again_with_a_promise_of_its_own(town: Town) -> None:
    await leader(town, "Lin Berg", "library")
    ann = await newcomer(town, "Ann Marsh")
    await tells(ann)
    await declines(town, town.sam)
    assert ann.sees("declined", "Perhaps next year.", "Until Wed 23 Dec")
    await town.tick(timedelta(days=2))
    before = town.card("I-1")

    await ann.presses("🔁 Ask for a second look")
    assert ann.sees("What should be looked at again about I-1?")
    await ann.says("It need not cost anything, the river is near")
    assert ann.sees("the river is near", "Somebody else decides", "Wed 2 Dec")
    assert "in review" not in town.card("I-1").text, "nothing happens before it is sent"
    await ann.presses("🔁 Ask for the second look")
    assert ann.sees("I-1", "looked at again", "Wed 2 Dec", "5 working days")

    found = idea(town)
    assert (found.stage, found.appealed_on, found.closed_on) == (Stage.IN_REVIEW, date(2026, 11, 25), None)
    assert found.promised_on == date(2026, 12, 2)
    card = town.card("I-1")
    assert card is not before, "the card comes anew"
    for words in (
        "Second look asked for",
        "somebody other than Sam Hill decides",
        "Too expensive",
        "the river is near",
    ):
        assert words in card.text
    assert "Why it was declined before" in card.text
    assert town.group_sees("The author about I-1", "the river is near")
    await town.olena.opens(links.start(town.engine.me.username or "", links.ITEM, "I1"))
    assert town.olena.sees("Чому відхилили раніше"), "an old reason is not that of today"


async def test_whoever_declined_cannot_decide_and_a_colleague_can(town: Town) -> None:
    await leader(town, "Lin Berg", "library")
    ann = await newcomer(town, "Ann Marsh")
    await tells(ann)
    await town.sam.presses_in(town.group, "I take it")
    await declines(town, town.sam)
    await appeals(ann)
    assert idea(town).taker_id is None, "who said no does not look after it any longer"

    for label in ("👍 Accept", "✖️ Decline", "🏁 Done"):
        await town.sam.presses_in(town.group, label, on=town.card("I-1"))
        assert OTHERS in town.sam.notice
        assert idea(town).stage is Stage.IN_REVIEW

    await town.elsa.presses_in(town.group, "👍 Accept", on=town.card("I-1"))
    assert ann.sees("I-1 is accepted after all", "Somebody else has looked at it again")
    assert idea(town).reason is None
    assert "After a second look, decided by Elsa Lindqvist" in town.card("I-1").text
    await finishes(town, town.sam)
    assert idea(town).stage is Stage.DONE, "what was accepted after all may be finished by anybody"
    assert ann.sees("I-1 is done.")


async def test_where_there_is_no_leader_the_admins_are_asked(town: Town) -> None:
    """Not the one who declined; and one leader alone may be the hidden author."""
    ann = await newcomer(town, "Ann Marsh")
    await tells(ann)
    await declines(town, town.elsa)
    await ann.presses("🔁 Ask for a second look")
    await ann.says("The river is near")
    assert ann.sees("not whoever declined it: of the team, or a leader")
    await ann.presses("🔁 Ask for the second look")
    assert town.sam.sees("second look at I-1", "Declined by Elsa Lindqvist")
    await town.sam.presses("✖️ The no stands")
    await town.sam.says("The river belongs to our neighbours")
    await town.sam.presses("📨")
    assert ann.sees("stays declined", "Somebody else has looked at it again", "our neighbours")

    lin = await leader(town, "Lin Berg", "library")
    await tells(ann, "More chairs in the library", hidden=True)
    await declines(town, town.elsa, label="I-2")
    await appeals(ann)
    assert lin.sees("second look at I-2")
    assert town.sam.sees("second look at I-2")
    await tells(ann, "Fewer tables in the library")
    await declines(town, town.elsa, label="I-3")
    await appeals(ann)
    assert lin.sees("second look at I-3")
    assert not town.sam.has_seen("second look at I-3"), "a leader is asked, and cannot be the author"


@pytest.mark.parametrize(
    ("label", "says"),
    [("👍 Accept", "accepted after all"), ("🏁 Done", "done after all"), ("✖️ Decline", "stays declined")],
)
async def test_where_nobody_else_is_known_whoever_declined_decides_in_the_end(
    town: Town, label: str, says: str
) -> None:
    """Sam alone has a role. The group may hold colleagues without one, who go first."""
    ann = await newcomer(town, "Ann Marsh")
    await tells(ann)
    await declines(town, town.sam)
    await ann.presses("🔁 Ask for a second look")
    await ann.says("The river is near")
    assert ann.sees("If there is nobody else, whoever declined it looks at it once more")
    await ann.presses("🔁 Ask for the second look")
    assert ann.sees("looked at again", "if there is nobody else, by whoever declined it", "Mon 30 Nov")
    assert "second look" not in town.sam.screen.text
    await town.tick(timedelta(days=3))
    await town.sam.presses_in(town.group, label, on=town.card("I-1"))
    assert "From Fri 27 Nov on you can" in town.sam.notice
    assert idea(town).stage is Stage.IN_REVIEW

    await town.tick(timedelta(days=1))
    assert idea(town).promised_on == date(2026, 11, 30), "so that the answer is there on the promised day"
    await town.sam.presses_in(town.group, label, on=town.card("I-1"))
    if label.endswith("Decline"):
        await town.sam.presses_in(town.group, "Too expensive")
        await town.sam.presses_in(town.group, "Decline with this reason")
    elif label.endswith("Done"):
        await town.sam.in_group(town.group, "A tap at the river", reply_to=town.newest(town.group.id))
    assert ann.sees(says, "There was nobody else to decide, so whoever declined it has looked at it again")
    assert not ann.has_seen("Somebody else has looked at it again")
    assert "decided by Sam Hill" in town.card("I-1").text


async def test_whoever_declined_waits_for_a_leader_however_long(town: Town) -> None:
    await leader(town, "Lin Berg", "library")
    ann = await newcomer(town, "Ann Marsh")
    await tells(ann)
    await declines(town, town.sam)
    await appeals(ann)
    await town.tick(timedelta(days=20))
    await town.sam.presses_in(town.group, "👍 Accept", on=town.card("I-1"))
    assert OTHERS in town.sam.notice
    assert idea(town).stage is Stage.IN_REVIEW


async def test_a_colleague_may_find_it_done_already(town: Town) -> None:
    ann = await newcomer(town, "Ann Marsh")
    await tells(ann)
    await declines(town, town.sam)
    await appeals(ann)
    await finishes(town, town.elsa, "The river has a tap")
    assert ann.sees("I-1 is done after all", "The river has a tap")
    assert "After a second look, decided by Elsa Lindqvist" in town.card("I-1").text


async def test_a_second_refusal_is_final(town: Town) -> None:
    ann = await newcomer(town, "Ann Marsh")
    await tells(ann)
    await declines(town, town.sam)
    refusal = ann.screen
    await appeals(ann)
    await declines(town, town.elsa, "The river runs dry.")
    assert town.group_sees("with it the answer is final")
    assert ann.sees("stays declined", "Somebody else has looked at it again", "The river runs dry.", "final")
    assert not any("🔁" in label for label in ann.screen.labels)
    await ann.presses("📋")
    assert not any("🔁" in label for label in ann.screen.labels)

    await ann.presses("🔁", on=refusal)
    assert "asked for already" in ann.notice
    assert idea(town).stage is Stage.DECLINED


async def test_a_leader_accepts_what_the_team_declined(town: Town) -> None:
    lin = await leader(town, "Lin Berg", "library")
    everywhere = await leader(town, "Eva Holm", None)
    elsewhere = await leader(town, "Leo Roos", "schools")
    ann = await newcomer(town, "Ann Marsh")
    await tells(ann)
    await declines(town, town.sam)
    await ann.presses("🔁 Ask for a second look")
    await ann.sends(picture(), caption="The river is near, see here")
    await ann.presses("🔁 Ask for the second look")

    for reached in (lin, everywhere):
        assert reached.has_seen(
            "second look at I-1", "fountain", "Too expensive", "Perhaps next year.", "river is near"
        )
        assert reached.has_seen("Declined by Sam Hill", "Mon 30 Nov")
        assert not reached.has_seen("Ann Marsh")
        assert any(message.media for message in town.engine.messages(reached.id))
    assert not elsewhere.has_seen("second look")

    await lin.presses("👍 Accept after all")
    assert lin.has_seen("I-1 is accepted after all", "the team hear")
    assert ann.sees("I-1 is accepted after all")
    assert "decided by Lin Berg" in town.card("I-1").text

    await everywhere.presses("✖️ The no stands")
    assert everywhere.has_seen("Somebody was faster", "accepted")
    await town.elsa.presses_in(town.group, "🏁 Done", on=town.card("I-1"))
    assert idea(town).stage is Stage.ACCEPTED


async def test_a_picture_too_large_to_clean_is_refused_with_what_helps_and_a_photo_is_taken(town: Town) -> None:
    ann = await newcomer(town, "Ann Marsh")
    await tells(ann)
    await declines(town, town.sam)
    await ann.presses("🔁 Ask for a second look")
    large = Upload("river.jpg", b"\xff\xd8\xff" + bytes(20_000_001), "image/jpeg")
    await ann.sends(large, kind="document", caption="The river is near")
    assert ann.sees("too large", "send it as a photo")
    await ann.sends(picture(), caption="The river is near")
    await ann.presses("🔁 Ask for the second look")
    assert ann.sees("I-1", "looked at again")


async def test_a_leader_lets_the_no_stand_with_a_reason(town: Town) -> None:
    lin = await leader(town, "Lin Berg", "library")
    ann = await newcomer(town, "Ann Marsh")
    await tells(ann)
    await declines(town, town.sam)
    await appeals(ann)
    await lin.presses("✖️ The no stands")
    await lin.says("?")
    assert lin.sees("few words")
    await lin.says("The river belongs to our neighbours")
    assert lin.sees("The author of I-1 will read", "our neighbours", "final")
    await lin.presses("📨")
    assert ann.sees("stays declined", "our neighbours", "final")
    assert idea(town).stage is Stage.DECLINED
    await town.elsa.presses_in(town.group, "Ask the author", on=town.card("I-1"))  # the talk goes on


async def test_a_leader_who_is_slower_than_the_team_changes_nothing(town: Town) -> None:
    lin = await leader(town, "Lin Berg", "library")
    ann = await newcomer(town, "Ann Marsh")
    await tells(ann)
    await declines(town, town.sam)
    await appeals(ann)
    await lin.presses("✖️ The no stands")
    await lin.says("The river belongs to our neighbours")
    await town.elsa.presses_in(town.group, "👍 Accept", on=town.card("I-1"))
    await lin.presses("📨")
    assert lin.sees("Somebody was faster", "accepted")
    assert idea(town).stage is Stage.ACCEPTED


async def test_a_team_that_is_slower_than_the_leader_changes_nothing(town: Town) -> None:
    lin = await leader(town, "Lin Berg", "library")
    ann = await newcomer(town, "Ann Marsh")
    await tells(ann)
    await declines(town, town.sam)
    await appeals(ann)
    await town.elsa.presses_in(town.group, "✖️ Decline", on=town.card("I-1"))
    await town.elsa.presses_in(town.group, "Too expensive")
    await lin.presses("👍 Accept after all")
    await town.elsa.presses_in(town.group, "Decline with this reason")
    assert idea(town).stage is Stage.ACCEPTED
    assert "accepted" in town.elsa.notice


async def test_of_two_who_decide_at_one_moment_the_first_decides(town: Town) -> None:
    lin = await leader(town, "Lin Berg", "library")
    ann = await newcomer(town, "Ann Marsh")
    await tells(ann)
    await declines(town, town.sam)
    await appeals(ann)
    card, asked = town.card("I-1"), lin.screen
    town.engine.press_data(town.elsa.person, town.group, card, _data(card, "👍 Accept"))
    town.engine.press_data(lin.person, lin.id, asked, _data(asked, "👍 Accept after all"))
    await town.settle()
    assert town.run(lambda tx: tx.scalars(select(facts.c.name).where(facts.c.name == "ItemAccepted")).all()) == [
        "ItemAccepted"
    ]
    assert lin.sees("Somebody was faster")


async def test_a_leader_who_taps_twice_was_not_too_slow(town: Town) -> None:
    lin = await leader(town, "Lin Berg", "library")
    ann = await newcomer(town, "Ann Marsh")
    await tells(ann)
    await declines(town, town.sam)
    await appeals(ann)
    asked = lin.screen
    yes, no = _data(asked, "👍 Accept after all"), _data(asked, "✖️ The no stands")
    for press in (yes, yes, no):
        town.engine.press_data(lin.person, lin.id, asked, press)
    await town.settle()
    assert lin.sees("I-1 is accepted after all. The author and the team hear of it.")
    assert not lin.has_seen("Somebody was faster")


async def test_of_two_decisions_in_transactions_side_by_side_one_is_refused(town: Town) -> None:
    ann = await newcomer(town, "Ann Marsh")
    await tells(ann)
    await declines(town, town.sam)
    await appeals(ann)
    t, today = Texts("en", town.organisation.zone), town.clock.now().date()
    elsa, olena = (town.run(lambda tx, who=who: known.by_chat(tx, who.id)) for who in (town.elsa, town.olena))

    def accept(who: Person) -> Callable[[Tx], None]:
        return lambda tx: triage.accept(tx, t, items.get(tx, 1), by=who, organisation=town.organisation, today=today)

    transaction = town.bot.database.transaction
    ends = await asyncio.gather(transaction(accept(elsa)), transaction(accept(olena)), return_exceptions=True)
    assert sorted(type(end).__name__ for end in ends) == ["NoneType", "Refused"]
    assert idea(town).decider_id == (elsa if ends[0] is None else olena).id


async def test_a_leader_of_another_unit_or_of_none_cannot_decide(town: Town) -> None:
    leo = await leader(town, "Leo Roos", "schools")
    ann = await newcomer(town, "Ann Marsh")
    await tells(ann)
    await declines(town, town.sam)
    await appeals(ann)
    for press in (AcceptAfterAll(idea(town).id), LetStand(idea(town).id), AcceptAfterAll(2**40)):
        town.engine.press_data(leo.person, leo.id, leo.screen, pack(press))
        await town.settle()
        assert "another department" in leo.notice
        town.engine.press_data(town.maja.person, town.maja.id, town.maja.screen, pack(press))
        await town.settle()
    assert idea(town).stage is Stage.IN_REVIEW


async def test_a_leader_decides_about_nothing_but_second_looks(town: Town) -> None:
    lin = await leader(town, "Lin Berg", "library")
    await tells(await newcomer(town, "Ann Marsh"))
    town.engine.press_data(lin.person, lin.id, lin.screen, pack(AcceptAfterAll(idea(town).id)))
    await town.settle()
    assert lin.sees("nothing to decide")
    assert idea(town).stage is Stage.RECEIVED


async def test_a_leader_who_declined_or_who_sent_it_is_not_asked(town: Town) -> None:
    lin = await leader(town, "Lin Berg", "library")
    town.engine.join(town.group, lin.person)
    await town.settle()
    ann = await newcomer(town, "Ann Marsh")
    await tells(ann)
    await declines(town, lin)
    await appeals(ann)
    assert not lin.has_seen("second look at I-1")
    town.engine.press_data(lin.person, lin.id, lin.screen, pack(LetStand(idea(town).id)))
    await town.settle()
    assert OTHERS in lin.notice

    eva = await leader(town, "Eva Holm", None)
    await tells(eva, "The library should open earlier", hidden=True)
    await declines(town, town.sam, label="I-2")
    await appeals(eva)
    assert eva.has_seen("second look at I-2", "The team can decide as well"), "a message less would tell who it is"
    assert lin.has_seen("second look at I-2", "The team can decide as well")
    await eva.presses("👍 Accept after all")
    assert OTHERS in eva.notice
    await tells(lin, "The library should close later")
    await declines(town, town.sam, label="I-3")
    await appeals(lin)
    assert not lin.has_seen("second look at I-3", "The team can decide as well")
    assert eva.has_seen("second look at I-3", "The team can decide as well")
    assert idea(town, 2).stage is Stage.IN_REVIEW


async def test_who_declined_and_left_keeps_nobody_from_deciding(town: Town) -> None:
    ann = await newcomer(town, "Ann Marsh")
    await tells(ann)
    await declines(town, town.sam)
    town.run(lambda tx: tx.execute(people.delete().where(people.c.chat_id == town.sam.id)))
    await appeals(ann)
    assert "somebody else decides than before" in town.card("I-1").text
    await town.elsa.presses_in(town.group, "👍 Accept", on=town.card("I-1"))
    assert idea(town).stage is Stage.ACCEPTED


async def test_there_is_no_second_look_after_the_days(town: Town) -> None:
    ann = await newcomer(town, "Ann Marsh")
    await tells(ann)
    await declines(town, town.sam)
    refusal = ann.screen
    await town.tick(timedelta(days=30))
    await ann.presses("📋")
    assert any("🔁" in label for label in ann.screen.labels), "on the last day it is possible"
    await ann.presses("🔁")
    await ann.says("It need not cost anything")
    preview = ann.screen

    await town.tick(timedelta(days=1))
    await ann.presses("🔁 Ask for the second look", on=preview)
    assert "was possible until Wed 23 Dec" in ann.notice
    await ann.presses("🔁 Ask for a second look", on=refusal)
    assert "was possible until Wed 23 Dec" in ann.notice
    await ann.says("/mine")
    await ann.presses("I-1")
    assert not any("🔁" in label for label in ann.screen.labels)
    assert idea(town).stage is Stage.DECLINED


async def test_only_the_author_asks_and_only_about_a_refusal(town: Town) -> None:
    ann = await newcomer(town, "Ann Marsh")
    await tells(ann)
    for actor, said in ((ann, "not declined"), (town.maja, "")):
        town.engine.press_data(actor.person, actor.id, actor.screen, pack(AskSecondLook(idea(town).id)))
        await town.settle()
        assert said in actor.notice
        assert actor.notice
    assert idea(town).stage is Stage.RECEIVED


async def test_a_hidden_author_is_heard_again_and_stays_hidden(town: Town) -> None:
    ann = await newcomer(town, "Ann Marsh")
    await tells(ann, hidden=True)
    await declines(town, town.sam)
    await town.tick(timedelta(days=29))
    await ann.presses("🔁 Ask for a second look")
    assert ann.sees("does not see who you are")
    await ann.says("It need not cost anything, the river is near")
    await ann.presses("🔁 Ask for the second look")
    found = idea(town)
    assert (found.identity, found.stage, found.author_id) == (Identity.HIDDEN, Stage.IN_REVIEW, None)
    assert town.group_sees("The author about I-1", "the river is near")
    assert not town.group_sees("Ann Marsh")
    about = town.run(
        lambda tx: tx.execute(select(facts.c.name, facts.c.person_id).where(facts.c.item_id == found.id)).all()
    )
    assert {row.name for row in about if row.person_id is not None} == {"ItemDeclined"}, "only the team is named"
    await town.elsa.presses_in(town.group, "👍 Accept", on=town.card("I-1"))
    assert ann.sees("I-1 is accepted after all")


async def test_a_second_look_may_be_dropped_worded_anew_and_added_to(town: Town) -> None:
    ann = await newcomer(town, "Ann Marsh")
    await tells(ann)
    await declines(town, town.sam)
    refusal = ann.screen
    await ann.presses("🔁 Ask for a second look")
    await ann.says("First words")
    await ann.presses("↩️")
    assert ann.sees("Dropped")
    assert idea(town).stage is Stage.DECLINED

    await ann.presses("🔁 Ask for a second look", on=refusal)
    await ann.says("First words")
    await ann.presses("✍️")
    await ann.says("Other words")
    await ann.says("And more of them")
    await ann.sends(picture())
    assert ann.sees("Other words", "And more of them", "1 file") and not ann.sees("First words")
    await ann.presses("🔁 Ask for the second look")
    assert town.group_sees("about I-1", "Other words", "And more of them")
    said = next(m for m in town.engine.messages(ann.id) if m.text == "Other words")
    town.engine.edit(ann.person, said, "Still other words")
    await town.settle()
    assert ann.sees("I-1", "as it was"), "what the team has read stays"
    assert [m.media.kind for m in town.engine.messages(town.group.id) if m.media] == ["photo"]


async def test_two_presses_ask_once(town: Town) -> None:
    ann = await newcomer(town, "Ann Marsh")
    await tells(ann)
    await declines(town, town.sam)
    refusal = ann.screen
    await ann.presses("🔁 Ask for a second look")
    await ann.says("The river is near")
    one = ann.screen
    await ann.presses("🔁 Ask for a second look", on=refusal)
    await ann.says("The river is very near")
    other = ann.screen
    for shown in (one, other):
        town.engine.press_data(ann.person, ann.id, shown, _data(shown, "🔁"))
    await town.settle()
    assert town.run(lambda tx: [remark.text for remark in items.remarks_of(tx, 1)]) == ["The river is near"]
    assert "asked for already" in ann.notice


async def test_overdue_second_looks_head_the_reminder(town: Town) -> None:
    ann = await newcomer(town, "Ann Marsh")
    await tells(ann)
    await tells(ann, "More chairs in the library")
    await declines(town, town.sam)
    await town.tick(timedelta(days=1))
    town.clock.advance(timedelta(hours=-1))
    refusal = next(m for m in town.engine.messages(ann.id) if any("second look" in label for label in m.labels))
    await ann.presses("🔁 Ask for a second look", on=refusal)
    await ann.says("The river is near")
    await ann.presses("🔁 Ask for the second look")
    await town.tick(timedelta(days=9))
    reminder = next(m.text for m in town.engine.messages(town.group.id) if m.text.startswith("⏰ 2 answers are due"))
    assert reminder.index("🔁 I-1") < reminder.index("I-2"), "though it was promised later"


def _data(message: Any, label: str) -> str:
    data: str = next(button["callback_data"] for row in message.buttons for button in row if label in button["text"])
    return data


async def test_a_second_look_counts_its_own_days(town: Town) -> None:
    ann = await newcomer(town, "Ann Marsh")
    await tells(ann)
    await ann.says("/mine")
    assert ann.sees("sent today")
    await ann.presses("I-1")
    assert ann.sees("sent today") and not ann.sees("Sent on"), "once is enough"
    await declines(town, town.sam)
    await town.tick(timedelta(days=7))
    await appeals(ann)
    await ann.says("/mine")
    assert not ann.sees("waiting for") and not ann.sees("sent today")
    await town.tick(timedelta(days=2))
    await ann.says("/mine")
    assert ann.sees("waiting for 2 days")
    await ann.presses("I-1")
    assert ann.sees("Sent on Mon 23 Nov")
