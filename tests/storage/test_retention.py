"""Retention: what is due goes, what is not stays, and what is foretold is what goes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from pydantic import SecretStr
from sqlalchemy import func, select, update

from bot import checking
from bot.privacy import rules
from config.organisation import Retention
from config.settings import Settings
from storage import aside, authors, drafts, facts, items, kudos, mentions, people, retention, voices
from storage.db import Database, Tx
from storage.records.facts import IdeaGainedVoice, ItemDone, ItemSent
from storage.records.item import Attachment, Identity, Item, Kind, NewItem, Stage
from storage.records.kudos import NewKudos
from storage.records.person import Person
from storage.tables import comments, follows, metadata
from storage.tables import items as item_rows

TODAY = date(2026, 11, 23)
PHOTO = Attachment("photo", "file", "elsa.jpg")
ALL_KINDS = {kind.name for kind in retention.KINDS}
NEVER = dict.fromkeys(ALL_KINDS, 0)


def closed(tx: Tx, days_ago: int, kind: Kind = Kind.IDEA, *, hidden: bool = False) -> Item:
    """An item with all that may hang on it, closed so many days ago."""
    on = TODAY - timedelta(days=days_ago)
    elsa = people.by_chat(tx, 1001) or people.keep(tx, Person(None, 1001, "Elsa"))
    bo = people.by_chat(tx, 1002) or people.keep(tx, Person(None, 1002, "Bo"))
    assert elsa.id is not None
    assert bo.id is not None
    new = NewItem(
        kind=kind,
        text="More chairs",
        unit=None,
        topic=None,
        team="quality",
        author_id=None if hidden else elsa.id,
        said_on=on,
        promised_on=on,
        attachments=(PHOTO,),
        identity=Identity.HIDDEN if hidden else Identity.NAMED,
        seal_id=authors.seal(tx, 1001, "en") if hidden else None,
    )
    item = items.add(tx, new)
    items.add_remark(tx, item.id, by_team=True, text="Where?", on=on, files=(PHOTO,))
    tx.execute(comments.insert().values(item_id=item.id, author_id=bo.id, text="Yes!", said_on=on, state="shown"))
    tx.execute(follows.insert().values(item_id=item.id, person_id=bo.id))
    voices.give(tx, item.id, bo.id, voices.VOICE, on=on)
    mentions.remember(tx, 1001, 100 + item.id, item.id, datetime(on.year, on.month, on.day, tzinfo=UTC))
    facts.record(tx, ItemSent(on, None if hidden else elsa.id, item_id=item.id))
    facts.record(tx, IdeaGainedVoice(on, bo.id, item_id=item.id))
    facts.record(tx, ItemDone(on, bo.id, item_id=item.id))
    return items.change(tx, item.id, stage=Stage.DONE, closed_on=on, taker_id=bo.id, decider_id=bo.id)


def run(database: Database, **days: int) -> dict[str, int]:
    """What the night does, held against what was foretold: slices as the timetable runs them."""
    wanted = {**NEVER, **days}
    said = database.look(lambda tx: retention.foretold(tx, wanted, TODAY))
    slices = planned(database, wanted)
    gone = sum(database.run(part) for part in slices)
    assert gone == sum(said.values())
    assert not any(database.look(lambda tx: retention.foretold(tx, wanted, TODAY)).values()), "all of it went"
    return {name: count for name, count in said.items() if count}


def planned(database: Database, days: dict[str, int]) -> list[retention.Slice]:
    night = retention.Night(TODAY, days, lambda tx, item: None)
    return database.look(lambda tx: list(retention.planned(tx, night)))


def rows(database: Database, name: str) -> int:
    table = metadata.tables[name]
    return database.look(lambda tx: tx.execute(select(func.count()).select_from(table)).scalar_one())


def persons(database: Database, item_id: int) -> set[Any]:
    """Everybody whom anything about an item names."""

    def question(tx: Tx) -> set[Any]:
        row = tx.execute(select(item_rows).where(item_rows.c.id == item_id)).one()
        found = {row.author_id, row.taker_id, row.decider_id}
        for name, column in (
            ("facts", "person_id"),
            ("voices", "person_id"),
            ("follows", "person_id"),
            ("comments", "author_id"),
        ):
            table = metadata.tables[name]
            found |= set(tx.execute(select(table.c[column]).where(table.c.item_id == item_id)).scalars())
        return found - {None}

    return database.look(question)


def test_the_list_and_the_organisations_file_name_the_same_kinds() -> None:
    assert set(Retention.model_fields) == ALL_KINDS


def test_nothing_goes_before_its_day(database: Database) -> None:
    database.run(lambda tx: [closed(tx, 59), closed(tx, 59, hidden=True), closed(tx, 59, Kind.FEEDBACK)])
    days = dict.fromkeys(ALL_KINDS, 60)
    assert not any(database.look(lambda tx: retention.foretold(tx, days, TODAY)).values())
    assert any(database.look(lambda tx: retention.foretold(tx, days, TODAY + timedelta(days=1))).values())


def test_what_is_open_stays_however_old_it_is(database: Database) -> None:
    item = database.run(lambda tx: closed(tx, 5000, hidden=True))
    database.run(lambda tx: items.change(tx, item.id, stage=Stage.IN_REVIEW, closed_on=None))
    assert run(database, **dict.fromkeys(ALL_KINDS, 1)) == {"mentions": 1}, "of a message long ago"


def test_a_seal_goes_and_with_it_whatever_leads_to_its_chat(database: Database) -> None:
    item = database.run(lambda tx: closed(tx, 60, hidden=True))
    young = database.run(lambda tx: closed(tx, 59, hidden=True))
    assert run(database, seals=60)["seals"] == 1
    now = database.look(lambda tx: items.get(tx, item.id))
    assert (now.identity, now.seal_id) == (Identity.HIDDEN, None)
    assert database.look(lambda tx: authors.of(tx, now)) is None
    assert database.look(lambda tx: mentions.item_of(tx, 1001, 100 + item.id)) is None
    assert database.look(lambda tx: mentions.item_of(tx, 1001, 100 + young.id)) == young.id
    assert database.look(lambda tx: authors.of(tx, items.get(tx, young.id))) is not None


def test_a_seal_without_its_item_goes_too(database: Database) -> None:
    database.run(lambda tx: authors.seal(tx, 1001, "en"))
    assert run(database, seals=60) == {"seals": 1}


def test_names_leave_an_item_and_its_figures_stay(database: Database) -> None:
    item = database.run(lambda tx: closed(tx, 10))
    before = rows(database, "facts")
    assert persons(database, item.id)
    assert run(database, names=10) == {"names": 1}
    assert persons(database, item.id) == set()
    now = database.look(lambda tx: items.get(tx, item.id))
    assert (now.identity, now.text, now.voices) == (Identity.NO_TRACE, "More chairs", 1)
    assert database.look(lambda tx: mentions.item_of(tx, 1001, 100 + item.id)) is None
    assert (rows(database, "facts"), rows(database, "voices"), rows(database, "people")) == (before, 1, 0)


@pytest.mark.parametrize("column", ["taker_id", "decider_id"])
def test_one_name_is_enough_to_be_due(database: Database, column: str) -> None:
    item = database.run(lambda tx: closed(tx, 10))
    run(database, names=10)
    carl = database.run(lambda tx: people.keep(tx, Person(None, 1003, "Carl")))
    database.run(lambda tx: tx.execute(update(item_rows).values({column: carl.id})))
    assert run(database, names=10) == {"names": 1}
    assert persons(database, item.id) == set()


def test_the_talk_goes_and_the_item_stays(database: Database) -> None:
    database.run(lambda tx: closed(tx, 10))
    assert run(database, talk=10) == {"talk": 1}
    assert [rows(database, name) for name in ("items", "remarks", "comments", "attachments")] == [1, 0, 0, 1]


def test_files_go_and_the_words_stay(database: Database) -> None:
    database.run(lambda tx: closed(tx, 10))
    assert run(database, files=10) == {"files": 1}
    assert [rows(database, name) for name in ("items", "remarks", "attachments")] == [1, 1, 0]


@pytest.mark.parametrize(("kind", "name"), [(Kind.IDEA, "ideas"), (Kind.FEEDBACK, "feedback")])
def test_a_whole_item_goes_with_all_that_hangs_on_it_and_figures_stay(
    database: Database, kind: Kind, name: str
) -> None:
    other = Kind.FEEDBACK if kind is Kind.IDEA else Kind.IDEA
    database.run(lambda tx: [closed(tx, 10, kind), closed(tx, 10, kind, hidden=True), closed(tx, 10, other)])
    assert run(database, **{name: 10}) == {name: 2}
    for table in ("items", "attachments", "remarks", "comments", "voices", "follows"):
        assert rows(database, table) == (2 if table == "attachments" else 1), table
    assert len(database.look(lambda tx: mentions.of_chat(tx, 1001))) == 1, "no message leads to what is gone"
    assert rows(database, "seals") == 0
    assert rows(database, "facts") == 9


def test_what_waits_goes_after_its_own_days(database: Database) -> None:
    def unit(tx: Tx) -> None:
        for days_ago in (3, 4):
            on = TODAY - timedelta(days=days_ago)
            own = drafts.owner(tx, 1, 1)
            drafts.begin(tx, own, "idea", {}, asks=True, on=on, kept=timedelta(days=3))
            at = datetime(on.year, on.month, on.day, tzinfo=UTC)
            mentions.remember(tx, 1, days_ago, 42, at, timedelta(days=3))
            aside.put(tx, "update", {}, "error", on)

    database.run(unit)
    assert run(database, drafts=3, mentions=3, aside=4) == {"drafts": 1, "mentions": 1, "aside": 1}
    assert [rows(database, name) for name in ("drafts", "mentions", "aside")] == [1, 1, 1]


def test_thanks_go_by_the_day_on_which_they_were_given(database: Database) -> None:
    for days in (9, 10):
        database.run(lambda tx, days=days: kudos.give(tx, NewKudos("Thanks", TODAY - timedelta(days=days))))  # type: ignore[misc]
    assert run(database, thanks=10) == {"thanks": 1}
    assert rows(database, "kudos") == 1


def test_what_was_joined_is_kept_and_goes_with_its_idea(database: Database) -> None:
    """Its seal, above all: its author hears what comes of the idea as long as that is open."""
    idea = database.run(lambda tx: closed(tx, 0))
    database.run(lambda tx: items.change(tx, idea.id, stage=Stage.IN_REVIEW, closed_on=None))
    sent = database.run(lambda tx: closed(tx, 0, Kind.FEEDBACK, hidden=True))
    values = {"stage": Stage.MERGED, "merged_into": idea.id, "closed_on": None}
    database.run(lambda tx: items.change(tx, sent.id, **values))
    assert run(database, seals=1, names=1, talk=1, files=1, feedback=1) == {}
    done_on = TODAY - timedelta(days=5)
    idea = database.look(lambda tx: items.get(tx, idea.id))
    assert database.run(lambda tx: items.move(tx, idea, Stage.DONE, closed_on=done_on))
    assert run(database, seals=6, feedback=6) == {}
    assert run(database, seals=5) == {"seals": 1}
    assert run(database, feedback=5) == {"feedback": 1}


def test_an_idea_waits_for_what_was_joined_with_it_later(database: Database) -> None:
    """It is the answer to that."""
    idea = database.run(lambda tx: closed(tx, 40))
    sent = database.run(lambda tx: closed(tx, 10, Kind.FEEDBACK))
    database.run(lambda tx: items.change(tx, sent.id, stage=Stage.MERGED, merged_into=idea.id))
    assert run(database, ideas=30) == {}
    assert run(database, ideas=11) == {}
    assert run(database, ideas=10) == {"ideas": 1}


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_operator_is_told_what_the_next_night_takes_and_nothing_is_changed(database: Database) -> None:
    long_ago = TODAY - timedelta(days=5000)
    database.run(lambda tx: [aside.put(tx, "update", {}, "error", long_ago) for _ in range(3)])
    settings = Settings(database_url=f"sqlite:///{database.path}", secret_key=SecretStr(bytes(range(32)).hex()))
    told = {result.what: result.words for result in checking._retention(settings)}
    assert set(told) == {f"Goes next: {name}" for name in ALL_KINDS}
    assert told["Goes next: aside"] == "3 of them, after 90 days"
    assert told["Goes next: ideas"] == "kept for good"
    assert rows(database, "aside") == 3


@pytest.mark.parametrize(("at", "day"), [((3, 9), 23), ((3, 10), 24), ((23, 59), 24)])
def test_the_next_night_is_the_one_that_has_not_been(at: tuple[int, int], day: int) -> None:
    assert rules.next_night(datetime(2026, 11, 23, *at, tzinfo=UTC)) == date(2026, 11, day)


def test_a_first_night_works_in_slices(database: Database) -> None:
    """Nobody waits for the whole of it: between two slices others have their turn."""
    old = TODAY - timedelta(days=100)
    more = retention.SLICE + 3
    database.run(lambda tx: [aside.put(tx, "update", {}, "error", old) for _ in range(more)])
    slices = planned(database, {**NEVER, "aside": 90})
    assert [database.run(part) for part in slices] == [retention.SLICE, 3]
    assert rows(database, "aside") == 0


def test_what_was_opened_again_meanwhile_stays(database: Database) -> None:
    item = database.run(lambda tx: closed(tx, 10))
    slices = planned(database, {**NEVER, "ideas": 10, "names": 10})
    database.run(lambda tx: items.change(tx, item.id, stage=Stage.IN_REVIEW, closed_on=None))
    assert [database.run(part) for part in slices] == [0, 0]
    now = database.look(lambda tx: items.get(tx, item.id))
    assert now == replace(item, stage=Stage.IN_REVIEW, closed_on=None)
