"""The functions of each noun: who comes first wins, and only once, on both databases."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from storage import (
    drafts,
    facts,
    house,
    invitations,
    items,
    mentions,
    occurrences,
    outbox,
    people,
    teams,
    updates,
)
from storage.db import Database, Tx
from storage.records.facts import ItemSent, TeamBound
from storage.records.invitation import Invitation
from storage.records.item import Attachment, Kind, NewItem, Stage
from storage.records.outgoing import Call, Class
from storage.records.person import Grant, Person, Role
from storage.records.team import Binding, Card
from storage.tables import attachments
from storage.tables import drafts as draft_rows
from storage.tables import facts as fact_rows

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
ANA = Person(None, 1001, "Ana")
GROUP = -5001


def new(text: str = "More chairs", **other: Any) -> NewItem:
    plain = NewItem(Kind.IDEA, text, None, None, "quality", None, TODAY, TODAY + timedelta(days=7))
    return replace(plain, **other)


def all_at_once(database: Database, unit: Callable[[Tx], Any], times: int = 8) -> list[Any]:
    with ThreadPoolExecutor(4) as threads:
        return list(threads.map(lambda _: database.run(unit), range(times)))


# -- once, whoever asks ----------------------------------------------------------------------------


def test_an_update_is_claimed_once(database: Database) -> None:
    assert sorted(all_at_once(database, lambda tx: updates.claim(tx, 7, TODAY))) == [False] * 7 + [True]
    assert database.run(lambda tx: (updates.is_claimed(tx, 7), updates.is_claimed(tx, 8))) == (True, False)


def test_an_occurrence_is_claimed_once(database: Database) -> None:
    claimed = all_at_once(database, lambda tx: occurrences.claim(tx, "remind", "2026-11-23 09:00", "run"))
    assert sorted(claimed) == [False] * 7 + [True]
    assert database.run(lambda tx: occurrences.claim(tx, "remind", "2026-11-24 09:00", "run"))
    assert database.run(lambda tx: occurrences.claim(tx, "tidy", "2026-11-23 09:00", "run"))
    assert database.look(lambda tx: occurrences.last(tx, "remind")) == "2026-11-24 09:00"


def test_an_invitation_is_used_exactly_as_often_as_meant(database: Database) -> None:
    token = database.run(
        lambda tx: invitations.make(tx, Invitation(Role.EMPLOYEE, None, None, 3, NOW + timedelta(days=1)))
    )
    assert sorted(all_at_once(database, lambda tx: invitations.use(tx, token, NOW))) == [False] * 5 + [True] * 3
    found = database.look(lambda tx: invitations.find(tx, token))
    assert found is not None
    assert found.uses_left == 0
    assert database.look(lambda tx: invitations.find(tx, token + "x")) is None


def test_an_expired_invitation_cannot_be_used(database: Database) -> None:
    token = database.run(lambda tx: invitations.make(tx, Invitation(Role.EMPLOYEE, None, None, 3, NOW)))
    assert not database.run(lambda tx: invitations.use(tx, token, NOW))


def test_a_stage_is_left_once(database: Database) -> None:
    item = database.run(lambda tx: items.add(tx, new()))
    moved = all_at_once(database, lambda tx: items.move(tx, item, Stage.IN_REVIEW))
    assert sorted(moved) == [False] * 7 + [True]


def test_a_draft_changes_once_from_what_was_seen(database: Database) -> None:
    draft = database.run(lambda tx: drafts.begin(tx, b"owner", "idea", {"n": 0}, asks=True, on=TODAY))
    changed = all_at_once(database, lambda tx: drafts.change(tx, draft, {"n": 1}, asks=False))
    assert sum(one is not None for one in changed) == 1
    assert not database.run(lambda tx: drafts.end(tx, draft)), "the version that was seen is gone"
    now = database.look(lambda tx: drafts.get(tx, b"owner", draft.id))
    assert now is not None
    assert (now.version, now.answers) == (2, {"n": 1})
    assert sorted(all_at_once(database, lambda tx: drafts.end(tx, now))) == [False] * 7 + [True]


# -- drafts ----------------------------------------------------------------------------------------


def test_drafts_are_their_owners_and_the_newest_that_asks_hears(database: Database) -> None:
    def unit(tx: Tx) -> None:
        first = drafts.begin(tx, b"ana", "idea", {}, asks=True, on=TODAY)
        second = drafts.begin(tx, b"ana", "idea", {}, asks=True, on=TODAY)
        third = drafts.begin(tx, b"ana", "idea", {}, asks=False, on=TODAY)
        assert drafts.get(tx, b"bo", first.id) is None
        assert drafts.asking(tx, b"bo") == []
        assert drafts.asking(tx, b"ana")[0] == second
        assert drafts.latest(tx, b"ana", "idea") == third
        assert drafts.before(tx, b"ana", second) == first
        assert drafts.before(tx, b"ana", first) is None
        assert drafts.stop_asking(tx, b"ana") == 2
        assert drafts.asking(tx, b"ana") == []

    database.run(unit)


def test_a_message_leads_to_the_draft_whose_question_it_asks(database: Database) -> None:
    def unit(tx: Tx) -> None:
        first = drafts.begin(tx, b"ana", "idea", {"n": 1}, asks=True, on=TODAY)
        second = drafts.begin(tx, b"ana", "idea", {"n": 2}, asks=True, on=TODAY)
        for draft, message in ((first, 7), (second, 8), (first, 9)):
            drafts.was_asked_by(tx, draft.id, message)
        drafts.stop_asking(tx, b"ana")
        found = [drafts.asked_by(tx, b"ana", message) for message in (7, 8, 9, 10)]
        assert [draft and draft.answers["n"] for draft in found] == [1, 2, 1, None]
        assert drafts.asked_by(tx, b"bo", 7) is None
        assert drafts.end(tx, first)
        drafts.was_asked_by(tx, first.id, 11)
        assert drafts.asked_by(tx, b"ana", 7) is None

    database.run(unit)


def test_the_id_of_a_draft_is_never_given_again(database: Database) -> None:
    """A button of a draft that is gone must not press one of another person."""

    def begin_and_end(tx: Tx) -> int:
        draft = drafts.begin(tx, b"ana", "idea", {}, asks=True, on=TODAY)
        assert drafts.end(tx, draft)
        return draft.id

    ids = [database.run(begin_and_end) for _ in range(3)]
    assert sorted(set(ids)) == ids


def test_whoever_stops_is_heard_again_by_what_is_asked_anew(database: Database) -> None:
    def unit(tx: Tx) -> None:
        first = drafts.begin(tx, b"ana", "idea", {"n": 1}, asks=True, on=TODAY)
        second = drafts.begin(tx, b"ana", "idea", {"n": 2}, asks=True, on=TODAY)
        other = drafts.begin(tx, b"bo", "idea", {}, asks=True, on=TODAY)
        assert drafts.stop_asking(tx, b"ana") == 2
        assert drafts.stop_asking(tx, b"ana") == 0
        assert drafts.asking(tx, b"bo") == [other]
        assert drafts.all_of(tx, b"ana", "idea") == [second, first], "they stay, and their buttons go on working"
        changed = drafts.change(tx, first, {"n": 3}, asks=True)
        assert drafts.asking(tx, b"ana") == [changed]
        assert drafts.stop_asking(tx, b"ana") == 1
        third = drafts.begin(tx, b"ana", "idea", {}, asks=True, on=TODAY)
        assert drafts.asking(tx, b"ana") == [third]
        assert drafts.end(tx, third)
        assert drafts.asking(tx, b"ana") == [], "what was stopped before does not wake up"

    database.run(unit)


def test_nothing_joins_the_drafts_of_a_person(database: Database) -> None:
    """No value stands in two rows, and whoever stops changes none of them."""

    def unit(tx: Tx) -> None:
        ana = drafts.owner(tx, 1001, 1001)
        for _ in range(3):
            drafts.begin(tx, ana, "idea", {}, asks=True, on=TODAY)
        before = tx.execute(select(draft_rows).order_by(draft_rows.c.id)).all()
        parts = [part for row in before for part in (row.owner[:16], row.owner[16:])]
        assert len(set(parts)) == len(parts) == 6
        assert drafts.stop_asking(tx, ana) == 3
        after = tx.execute(select(draft_rows).order_by(draft_rows.c.id)).all()
        assert after[:3] == before
        assert after[3].owner[:16] not in parts

    database.run(unit)


def test_a_draft_is_one_persons_in_one_chat(database: Database) -> None:
    def unit(tx: Tx) -> None:
        draft = drafts.begin(tx, drafts.owner(tx, GROUP, 1001), "idea", {}, asks=True, on=TODAY)
        for chat_id, user_id, found in ((GROUP, 1001, draft), (GROUP, 1002, None), (1001, 1001, None)):
            owner = drafts.owner(tx, chat_id, user_id)
            assert drafts.get(tx, owner, draft.id) == found
            assert drafts.asking(tx, owner) == ([found] if found else [])

    database.run(unit)


# -- the outbox ------------------------------------------------------------------------------------


def message(text: str, chat: int = 1001, **other: Any) -> Call:
    return Call(chat, "sendMessage", {"chat_id": chat, "text": text}, **other)


def texts(database: Database) -> list[str]:
    return [owed.call.params["text"] for owed in database.look(lambda tx: outbox.waiting(tx, limit=99))]


def test_a_call_comes_back_as_it_was_put(database: Database) -> None:
    call = Call(
        GROUP,
        "sendMessage",
        {"text": "<b>ї</b>", "rows": [[1]]},
        Class.CARD,
        "card:1",
        card=1,
        under=2,
        about=3,
    )
    put = database.run(lambda tx: outbox.put(tx, call))
    (back,) = database.look(lambda tx: outbox.waiting(tx, limit=9))
    assert (back.id, back.lane, back.call) == (put.id, put.lane, call)


def test_the_most_urgent_waits_in_front_and_then_the_oldest(database: Database) -> None:
    for text, rank in (("d", Class.DIGEST), ("c", Class.CARD), ("r1", Class.REPLY), ("r2", Class.REPLY)):
        database.run(lambda tx, text=text, rank=rank: outbox.put(tx, message(text, rank=rank)))  # type: ignore[misc]
    assert texts(database) == ["r1", "r2", "c", "d"]


def test_under_one_key_only_the_newest_waits(database: Database) -> None:
    def unit(tx: Tx) -> list[bool]:
        rows = [outbox.put(tx, message(text, key="card:1")) for text in ("old", "new")]
        outbox.put(tx, message("other", key="card:2"))
        return [outbox.is_there(tx, row.id) for row in rows]

    assert database.run(unit) == [False, True]
    assert texts(database) == ["new", "other"]


def test_what_is_held_comes_back_in_order_and_is_handed_over_once(database: Database) -> None:
    def unit(tx: Tx) -> None:
        owed = [outbox.put(tx, message(text)) for text in ("1", "2")]
        outbox.put(tx, message("other", chat=1002))
        outbox.hold(tx, [each.id for each in owed])

    database.run(unit)
    assert texts(database) == ["other"]

    def back(tx: Tx) -> list[str]:
        outbox.put(tx, message("3"))
        outbox.release(tx, 1001)
        outbox.release(tx, 1001)
        return [owed.call.params["text"] for owed in outbox.taken(tx)]

    handed = database.run(back)
    assert sorted(handed) == ["1", "2", "3"]
    assert texts(database) == ["1", "2", "other", "3"]


def test_what_must_not_be_repeated_is_not_released_either(database: Database) -> None:
    """Nobody knows whether it arrived: that the person blocked the bot and came back changes nothing."""

    def unit(tx: Tx) -> None:
        owed = outbox.put(tx, message("perhaps there", rank=Class.ANNOUNCEMENT))
        outbox.suspect(tx, owed.id)
        outbox.hold(tx, [owed.id])
        outbox.release(tx, 1001)

    database.run(unit)
    assert texts(database) == []
    assert database.look(outbox.count) == {outbox.SUSPECT: 1}


def test_messages_follow_a_group_to_its_new_address(database: Database) -> None:
    def unit(tx: Tx) -> None:
        for text in ("1", "2"):
            outbox.put(tx, message(text, chat=GROUP))
        outbox.readdress(tx, GROUP, -100)

    database.run(unit)
    rows = database.look(lambda tx: outbox.waiting(tx, limit=9))
    assert [(row.call.chat_id, row.call.params["text"]) for row in rows] == [(-100, "1"), (-100, "2")]
    assert {row.call.params["chat_id"] for row in rows} == {-100}
    assert {row.lane for row in rows} == {database.look(lambda tx: outbox.lane_of(tx, -100))}


def test_a_withdrawn_card_takes_along_what_is_below_it_and_nothing_else(database: Database) -> None:
    def unit(tx: Tx) -> None:
        for key in ("card:1", "under:1:text0", "under:1:file0", "card:11", "under:11:text0", "under:2:text0"):
            outbox.put(tx, message(key, chat=GROUP, key=key))
        outbox.drop_for_card(tx, GROUP, 1)

    database.run(unit)
    assert texts(database) == ["card:11", "under:11:text0", "under:2:text0"]


def test_the_id_of_a_message_is_never_given_again(database: Database) -> None:
    """The sender knows messages by their ids: a new one under an old id would pass for sent."""

    def put_and_done(tx: Tx) -> int:
        owed = outbox.put(tx, message("x"))
        outbox.done(tx, [owed.id])
        return owed.id

    ids = [database.run(put_and_done) for _ in range(3)]
    assert sorted(set(ids)) == ids


# -- people ----------------------------------------------------------------------------------------


def test_a_person_is_kept_once_and_changed_in_place(database: Database) -> None:
    def unit(tx: Tx) -> None:
        ana = people.keep(tx, ANA)
        people.keep(tx, replace(ana, name="Ana Kovač", language="sl", language_chosen=True))
        people.set_reachable(tx, ANA.chat_id, False)
        found = people.by_chat(tx, ANA.chat_id)
        assert found is not None
        assert found == people.get(tx, found.id or 0)
        assert (found.id, found.name, found.language, found.reachable) == (ana.id, "Ana Kovač", "sl", False)
        assert people.by_chat(tx, 5) is None

    database.run(unit)


def test_a_role_is_not_doubled_and_a_past_one_can_be_given_again(database: Database) -> None:
    def unit(tx: Tx) -> list[str]:
        ana = people.keep(tx, ANA)
        past = Grant(Role.EMPLOYEE, "library", TODAY - timedelta(days=9), TODAY - timedelta(days=1))
        ana = people.grant(tx, people.grant(tx, ana, past), Grant(Role.EMPLOYEE, "library", TODAY))
        assert people.grant(tx, ana, Grant(Role.EMPLOYEE, "library", TODAY)) is ana
        ana = people.grant(tx, ana, Grant(Role.EMPLOYEE, "museum", TODAY))
        assert people.by_chat(tx, ANA.chat_id) == ana
        bo = people.grant(tx, people.keep(tx, Person(None, 1002, "Bo")), past)
        assert bo.known
        return [person.name for person in people.holding(tx, Role.EMPLOYEE, TODAY)]

    assert database.run(unit) == ["Ana"]


# -- items -----------------------------------------------------------------------------------------


def test_an_item_comes_back_as_it_was_said(database: Database) -> None:
    file = Attachment("photo", "AgACAgIAAxkBAAIC", size=2**40)

    def unit(tx: Tx) -> None:
        said = items.add(tx, new("Їжак & <b>chairs</b>", attachments=(file, replace(file, name="ї.png"))))
        assert (said.label, said.stage, said.text) == ("I-1", Stage.RECEIVED, "Їжак & <b>chairs</b>")
        assert items.get(tx, said.id) == said == items.by_number(tx, Kind.IDEA, 1)
        assert items.files(tx, said.id) == [file, replace(file, name="ї.png")]
        sealed = tx.execute(select(attachments.c.sealed)).scalars().all()
        assert len({len(each) for each in sealed}) == 1, "a long name is not told by the length"
        assert not [each for each in sealed if b"AgACAgIAAx" in each]
        assert items.add(tx, new(kind=Kind.FEEDBACK)).label == "F-1"
        with pytest.raises(items.NotFound):
            items.get(tx, 99)
        with pytest.raises(items.NotFound):
            items.by_number(tx, Kind.FEEDBACK, 2)

    database.run(unit)


def test_a_question_waits_until_the_author_spoke_last(database: Database) -> None:
    def unit(tx: Tx) -> None:
        ana = people.keep(tx, ANA)
        first, second, closed = (items.add(tx, new(author_id=ana.id)) for _ in range(3))
        for item in (first, second, closed):
            items.add_remark(tx, item.id, by_team=True, text="Where?", on=TODAY)
        items.add_remark(tx, first.id, by_team=False, text="There", on=TODAY)
        items.move(tx, closed, Stage.DECLINED)
        assert [item.id for item in items.asked(tx, ana.id or 0)] == [second.id]
        assert [item.id for item in items.asked(tx, None, [first.id, second.id, closed.id])] == [second.id]
        assert items.asked(tx, None) == []
        assert [remark.text for remark in items.remarks_of(tx, first.id)] == ["Where?", "There"]
        assert items.by_author(tx, ana.id or 0) == [closed.id, second.id, first.id]

    database.run(unit)


def test_promises_are_due_on_their_day_and_while_nobody_answered(database: Database) -> None:
    def unit(tx: Tx) -> list[str]:
        for days, stage in ((2, None), (1, None), (0, Stage.IN_REVIEW), (0, Stage.ACCEPTED), (-1, None)):
            item = items.add(tx, new(promised_on=TODAY - timedelta(days=days)))
            if stage:
                items.move(tx, item, stage)
        items.add(tx, new(team="streets", promised_on=TODAY))
        return [item.label for item in items.overdue(tx, "quality", TODAY)]

    assert database.run(unit) == ["I-1", "I-2", "I-3"]


# -- teams and cards -------------------------------------------------------------------------------


def test_a_team_meets_in_one_place_and_a_group_may_hold_several(database: Database) -> None:
    def unit(tx: Tx) -> None:
        teams.bind(tx, Binding("quality", GROUP, 7))
        teams.bind(tx, Binding("streets", GROUP))
        assert [bound.team for bound in teams.bound_to(tx, GROUP)] == ["quality", "streets"]
        teams.leave_topic(tx, GROUP, 7)
        assert teams.binding(tx, "quality") == Binding("quality", GROUP, None)
        teams.bind(tx, Binding("quality", -9))
        assert [bound.team for bound in teams.bound_to(tx, GROUP)] == ["streets"]
        assert teams.unbind(tx, GROUP) == ["streets"]
        assert teams.binding(tx, "streets") is None

    database.run(unit)


def test_cards_are_expected_once_found_by_message_and_lost_with_the_group(database: Database) -> None:
    def unit(tx: Tx) -> None:
        teams.bind(tx, Binding("quality", GROUP))
        first, second = items.add(tx, new()), items.add(tx, new())
        assert teams.expect_card(tx, first.id, GROUP)
        assert not teams.expect_card(tx, first.id, GROUP)
        assert teams.unsent(tx, GROUP) == [first.id]
        teams.card_sent(tx, first.id, GROUP, 44)
        assert teams.card_of_message(tx, GROUP, 44) == Card(first.id, GROUP, 44)
        assert teams.count_unsent(tx, GROUP) == 0
        assert teams.without_card(tx, "quality", GROUP, (Stage.RECEIVED,)) == [second.id]
        teams.move(tx, GROUP, -100)
        assert teams.binding(tx, "quality") == Binding("quality", -100)
        assert teams.card(tx, first.id, -100) is None, "messages have new numbers there"
        assert teams.count_unsent(tx, -100) == 0
        teams.card_sent(tx, first.id, -100, 45)
        assert teams.card_of_message(tx, -100, 45) == Card(first.id, -100, 45), "one was on its way"
        teams.unbind(tx, -100)
        assert teams.without_card(tx, "quality", -100, (Stage.RECEIVED,)) == [first.id, second.id]

    database.run(unit)


# -- the rest --------------------------------------------------------------------------------------


def test_replies_find_their_item(database: Database) -> None:
    database.run(lambda tx: mentions.remember(tx, 1001, 5, 42, NOW))
    database.run(lambda tx: mentions.remember(tx, 1001, 5, 43, NOW))
    assert database.look(lambda tx: mentions.item_of(tx, 1001, 5)) == 43
    assert database.look(lambda tx: mentions.item_of(tx, 1002, 5)) is None


def test_nothing_leads_to_what_is_forgotten(database: Database) -> None:
    def unit(tx: Tx) -> None:
        gone, stays = (items.add(tx, new()).id for _ in range(2))
        for chat, message, item in ((1001, 5, gone), (1001, 6, stays), (1002, 5, gone)):
            mentions.remember(tx, chat, message, item, NOW)
        assert sorted(each["item"] for each in mentions.of_chat(tx, 1001)) == [gone, stays]
        assert mentions.forget_items(tx, [gone]) == 2
        assert mentions.item_of(tx, 1001, 6) == stays
        assert mentions.forget_chat(tx, 1002) == 0
        assert mentions.forget_chat(tx, 1001) == 1
        assert mentions.of_chat(tx, 1001) == []

    database.run(unit)


def test_facts_are_kept_with_their_numbers_and_told_once(database: Database) -> None:
    def unit(tx: Tx) -> None:
        ana, item = people.keep(tx, ANA), items.add(tx, new())
        recorded = [ItemSent(TODAY, ana.id, item_id=item.id), TeamBound(TODAY, team="quality")]
        for fact in recorded:
            facts.record(tx, fact)
        assert facts.taken(tx) == recorded
        assert facts.taken(tx) == []

    database.run(unit)
    rows = database.look(lambda tx: tx.execute(select(fact_rows).order_by(fact_rows.c.name)).all())
    assert [(row.name, row.happened_on, row.item_id, row.detail) for row in rows] == [
        ("ItemSent", TODAY, 1, None),
        ("TeamBound", TODAY, None, '{"team": "quality"}'),
    ]


def test_attempts_count_up_until_forgotten(database: Database) -> None:
    assert [database.run(lambda tx: updates.count_attempt(tx, 7)) for _ in range(3)] == [1, 2, 3]
    database.run(updates.forget_attempts)
    assert database.run(lambda tx: updates.count_attempt(tx, 7)) == 1


def test_ids_of_updates_are_forgotten_after_some_days(database: Database) -> None:
    for number, back in ((1, 8), (2, 7)):
        database.run(lambda tx, n=number, d=back: updates.claim(tx, n, TODAY - timedelta(days=d)))  # type: ignore[misc]
    assert database.run(lambda tx: updates.forget_before(tx, TODAY - timedelta(days=7))) == 1
    assert not database.run(lambda tx: updates.claim(tx, 2, TODAY))


def test_the_house_remembers_one_value_a_name(database: Database) -> None:
    def unit(tx: Tx) -> None:
        house.keep(tx, "running", "yes")
        house.keep(tx, "running", "no")
        assert house.value(tx, "running") == "no"
        house.forget(tx, "running")
        assert house.value(tx, "running") is None

    database.run(unit)
