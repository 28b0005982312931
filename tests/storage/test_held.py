"""What is held about somebody: all of it is found, shown and erased, and nothing of anybody else."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from storage import (
    aside,
    authors,
    campaigns,
    drafts,
    facts,
    items,
    kudos,
    mentions,
    mutes,
    outbox,
    people,
    personal_data,
    ratings,
    resealing,
    sent_today,
    teams,
    voices,
)
from storage.db import Database, Tx
from storage.personal_data import HELD, Erasure, Whose, Words
from storage.records.author import NOBODY, Author
from storage.records.campaign import NewCampaign, Worded
from storage.records.facts import AuthorAsked, IdeaGainedVoice, ItemSent
from storage.records.item import Attachment, Identity, Item, Kind, NewItem
from storage.records.kudos import NewKudos
from storage.records.outgoing import Call
from storage.records.person import Grant, Person, Role
from storage.records.team import Binding
from storage.tables import comments, follows, metadata
from tests.storage.test_secrecy import files, traces

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
KEPT = timedelta(days=14)
GROUP = -5001
ANA, BO = 7_382_946_150, 6_271_835_049
NAME, USERNAME, WORDS, TALK = (
    "Xaverina Quillfeather",
    "xaverina_q",
    "The zeppelin hangar needs a handrail",
    "Left of the mast",
)
UNTIL_OVER = {each.name for each in HELD if each.erasure is Erasure.WHEN_OVER}
SECRETS = {NAME.encode(), b"Xaverina", USERNAME.encode(), *traces(ANA)}


def of(tx: Tx, chat_id: int = ANA) -> Whose:
    return personal_data.whose(tx, chat_id)


def said(tx: Tx, chat_id: int, person: Person, *, hidden: bool) -> Item:
    identity = Identity.HIDDEN if hidden else Identity.NAMED
    seal_id = authors.seal(tx, chat_id, "en") if hidden else None
    photo = Attachment("document", "file", f"{person.name}.pdf")
    author = None if hidden else person.id
    item = items.add(
        tx,
        NewItem(
            Kind.IDEA,
            f"{WORDS} ({person.name})",
            None,
            None,
            "quality",
            author,
            TODAY,
            TODAY,
            (photo,),
            identity,
            seal_id,
        ),
    )
    items.add_remark(tx, item.id, by_team=True, text="Where?", on=TODAY)
    items.add_remark(tx, item.id, by_team=False, text=f"{TALK} ({person.name})", on=TODAY, files=(photo,))
    facts.record(tx, ItemSent(TODAY, author, item_id=item.id))
    mentions.remember(tx, chat_id, item.id, item.id, NOW)
    return item


def a_life(tx: Tx, chat_id: int, name: str, username: str) -> Person:
    """Somebody who did everything that can be done."""
    person = people.keep(tx, Person(None, chat_id, name, username, "en"))
    person = people.grant(tx, person, Grant(Role.EMPLOYEE, "library", TODAY))
    assert person.id is not None
    said(tx, chat_id, person, hidden=False)
    said(tx, chat_id, person, hidden=True)
    other = items.add(tx, NewItem(Kind.IDEA, "Other", None, None, "quality", None, TODAY, TODAY))
    items.change(tx, other.id, taker_id=person.id, decider_id=person.id)
    tx.execute(
        comments.insert().values(
            item_id=other.id, author_id=person.id, text=f"{WORDS} ({person.name})", said_on=TODAY, state="shown"
        )
    )
    tx.execute(follows.insert().values(item_id=other.id, person_id=person.id))
    voices.give(tx, other.id, person.id, voices.VOICE, on=TODAY)
    facts.record(tx, IdeaGainedVoice(TODAY, person.id, item_id=other.id))
    facts.record(tx, AuthorAsked(TODAY, person.id, item_id=other.id))
    worded = Worded({"en": "What costs time?"})
    campaigns.add(tx, NewCampaign(campaigns.new_code(), worded, worded, (), TODAY, TODAY, person.id))
    kudos.give(tx, NewKudos(f"Thank you ({person.name})", TODAY, receiver_id=person.id, approver_id=person.id))
    for chat in (chat_id, GROUP):
        own = drafts.owner(tx, chat, chat_id)
        drafts.begin(tx, own, "idea", {"words": name}, asks=True, on=TODAY, kept=KEPT)
    drafts.begin(tx, drafts.owner(tx, chat_id, chat_id), drafts.FOUND, {"words": name}, asks=False, on=TODAY)
    ratings.remember(tx, chat_id, ratings.add(tx, "desk", None, 4, on=TODAY, counted=True), NOW)
    sent_today.add(tx, chat_id, TODAY)
    mutes.add(
        tx,
        Author(chat_id, "en", None, None),
        nameless=True,
        quiet=False,
        item_id=other.id,
        by_id=person.id,
        since=TODAY,
        until=TODAY,
        reason="Insults",
    )
    outbox.put(tx, Call(chat_id, "sendMessage", {"chat_id": chat_id, "text": name}))
    aside.put(tx, "update", {"update_id": 1, "message": {"from": {"id": chat_id, "first_name": name}}}, "bug", TODAY)
    return person


@pytest.fixture
def lived(database: Database) -> Database:
    """Two people with a life each."""

    def unit(tx: Tx) -> None:
        teams.bind(tx, Binding("quality", GROUP))
        a_life(tx, ANA, NAME, USERNAME)
        a_life(tx, BO, "Bo", "bo")

    database.run(unit)
    return database


def words(_team: str) -> str:
    return "gone"


def forget(database: Database, words: Words | None = None) -> None:
    """At once, and what the night after does."""
    database.run(lambda tx: personal_data.erase(tx, of(tx), words=words))
    a_night(database)


def a_night(database: Database) -> None:
    for part in database.look(lambda tx: list(resealing.planned(tx, lambda _: TODAY))):
        database.run(part)
    database.run(lambda tx: personal_data.erase_hidden_words(tx, TODAY, words))


def everything(database: Database) -> dict[str, list[Any]]:
    """Every row of every table."""

    def question(tx: Tx) -> dict[str, list[Any]]:
        tables = metadata.tables.items()
        return {name: list(tx.execute(select(table).order_by(*table.primary_key))) for name, table in tables}

    return database.look(question)


def test_every_line_of_the_list_finds_what_there_is(lived: Database) -> None:
    found = lived.look(lambda tx: personal_data.held(tx, of(tx)))
    counts = {name: len(rows) for name, rows in found.items()}
    twice = {"said": 2, "seals": 1, "talk": 4, "files": 4, "drafts": 2, "mentions": 2, "facts": 3, "forgotten": 0}
    assert counts == {**{each.name: 1 for each in HELD}, **twice}


def test_the_file_is_whole_and_can_be_read_by_a_program(lived: Database) -> None:
    text = lived.look(lambda tx: personal_data.as_json(personal_data.held(tx, of(tx)), made_on=TODAY.isoformat()))
    content = json.loads(text)
    assert content["made_on"] == "2026-11-23"
    assert set(content["held"]) == {each.name for each in HELD}
    assert [row["text"] for row in content["held"]["said"]["rows"]] == [f"{WORDS} ({NAME})"] * 2
    assert {row["identity"] for row in content["held"]["said"]["rows"]} == {"named", "hidden"}
    assert content["held"]["person"]["rows"][0]["name"] == NAME
    assert {row["name"] for row in content["held"]["files"]["rows"]} == {f"{NAME}.pdf"}
    assert content["held"]["drafts"]["rows"][0]["words"] == NAME
    assert content["held"]["messages"]["rows"][0]["params"]["text"] == NAME
    assert str(BO) not in text


def test_a_glance_tells_whether_there_is_anything_at_all(lived: Database) -> None:
    counts = lived.look(lambda tx: personal_data.at_a_glance(tx, of(tx)))
    assert {*counts, "mentions"} == {each.name for each in HELD}
    assert [name for name, count in counts.items() if not count] == ["forgotten"]
    lived.run(lambda tx: mentions.remember(tx, 5, 1, 1, NOW))
    assert lived.look(lambda tx: personal_data.at_a_glance(tx, of(tx, 5))) == {"mentions": 1}
    assert lived.look(lambda tx: personal_data.at_a_glance(tx, of(tx, 6))) == {"mentions": 0}


@pytest.mark.parametrize("chat_id", [5, ANA + 1])
def test_nothing_is_found_of_a_stranger(lived: Database, chat_id: int) -> None:
    """Rows without a person are nobody's, and not those of whoever has no row."""
    forget(lived)
    found = lived.look(lambda tx: personal_data.held(tx, of(tx, chat_id)))
    assert not any(found.values())
    before = everything(lived)
    lived.run(lambda tx: personal_data.erase(tx, of(tx, chat_id), words=words))
    assert {**everything(lived), "forgotten": []} == before, "but for the note, which is left by everybody"


def test_after_erasing_nothing_leads_to_the_person_and_figures_stay(lived: Database) -> None:
    before = everything(lived)
    forget(lived)
    found = lived.look(lambda tx: personal_data.held(tx, of(tx)))
    assert {name for name, rows in found.items() if rows} == UNTIL_OVER
    after = everything(lived)
    for table in ("items", "remarks", "comments", "voices", "facts", "campaigns"):
        assert len(after[table]) == len(before[table]), table
    assert len(after["seals"]) == 2, "one of them with nobody in it"
    assert {row.identity for row in after["items"] if row.text.startswith(WORDS)} == {"no trace", "named", "hidden"}
    texts = {"items": "text", "remarks": "text", "comments": "text"}
    left = [
        str(value).encode()
        for name, rows in after.items()
        for row in rows
        for column, value in row._mapping.items()
        if texts.get(name) != column
    ]
    named = (NAME.encode(), USERNAME.encode(), str(ANA).encode())
    assert not [value for value in left for secret in named if secret in value]


def test_erasing_the_words_leaves_none_of_them(lived: Database) -> None:
    forget(lived, lambda team: f"gone ({team})")
    after = everything(lived)
    assert [row.text for row in after["items"][:2]] == ["gone (quality)", "gone"]
    own = [row.id for row in after["items"][:3]]
    assert [row.text for row in after["remarks"] if row.item_id in own] == ["Where?", "Where?"], "the team's words stay"
    assert not [row for row in after["attachments"] if row.item_id in own]
    assert len(after["comments"]) == 1, "the other's"


def test_what_is_anothers_stays_untouched(lived: Database) -> None:
    before = lived.look(lambda tx: personal_data.held(tx, of(tx, BO)))
    forget(lived, words)
    assert lived.look(lambda tx: personal_data.held(tx, of(tx, BO))) == before


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_nothing_of_the_person_is_left_in_the_files(lived: Database) -> None:
    forget(lived, words)
    assert any(secret in content for secret in SECRETS for _, content in files(lived)), "the log has it still"
    assert lived.empty_log()
    for name, content in files(lived):
        assert not [secret for secret in SECRETS if secret in content], name


def test_of_what_is_hidden_nothing_changes_before_the_night_and_then_all_of_it(lived: Database) -> None:
    """Neither in copies before and after, nor in the lengths of what is sealed anew."""

    def sizes(rows: dict[str, list[Any]]) -> dict[str, list[int]]:
        return {name: sorted(len(row.sealed) for row in rows[name]) for name in ("seals", "mentions")}

    before = everything(lived)
    hidden = [row for row in before["items"] if row.identity == "hidden"]
    lived.run(lambda tx: personal_data.erase(tx, of(tx), words=words))
    after = everything(lived)
    assert [row for row in after["items"] if row.identity == "hidden"] == hidden
    assert after["seals"] == before["seals"]
    assert len(before["mentions"]) - len(after["mentions"]) == 1, "that of what was said by name"
    assert lived.look(lambda tx: [authors.of(tx, each) for each in items.of_ids(tx, [hidden[0].id])]) == [
        Author(NOBODY, "en")
    ]
    a_night(lived)
    night = everything(lived)
    assert sizes(night) == sizes(after)
    for name in ("seals", "mentions"):
        assert not {row.sealed for row in night[name]} & {row.sealed for row in after[name]}, "of others as well"
    assert night["forgotten"] == []
    assert lived.look(lambda tx: authors.hidden_items(tx, BO)) == [hidden[1].id]


def test_who_comes_back_the_same_day_is_answered(lived: Database) -> None:
    lived.run(lambda tx: personal_data.erase(tx, of(tx), words=words))

    def again(tx: Tx) -> int:
        return said(tx, ANA, people.keep(tx, Person(None, ANA, NAME, USERNAME, "en")), hidden=True).id

    new = lived.run(again)
    for _ in range(2):
        assert lived.look(lambda tx: authors.hidden_items(tx, ANA)) == [new]
        assert lived.look(lambda tx: mentions.item_of(tx, ANA, new)) == new
        a_night(lived)
    forget(lived)
    assert lived.look(lambda tx: authors.hidden_items(tx, ANA)) == []


@pytest.mark.parametrize("album", [False, True])
def test_what_was_put_aside_is_its_senders_alone(database: Database, album: bool) -> None:
    """Whoever is only spoken of in it, by a forward or a reply, neither reads nor erases it."""
    message = {
        "from": {"id": ANA, "first_name": NAME},
        "chat": {"id": ANA, "type": "private"},
        "forward_origin": {"type": "user", "sender_user": {"id": BO, "first_name": "Bo"}},
        "reply_to_message": {"from": {"id": BO}, "chat": {"id": BO}},
        "text": "What Bo told me in confidence",
    }
    update = {"update_id": 1, "message": message}
    pressed = {"update_id": 2, "callback_query": {"from": {"id": BO}, "message": message}}
    owed = {"method": "sendMessage", "params": {"chat_id": ANA, "text": "tg://user?id=6271835049", "reply": {"id": BO}}}
    database.run(lambda tx: aside.put(tx, "update", [update, update] if album else update, "bug", TODAY))
    database.run(lambda tx: aside.put(tx, "update", pressed, "bug", TODAY))
    database.run(lambda tx: aside.put(tx, "message", owed, "bug", TODAY))

    def found(chat_id: int) -> int:
        return database.look(lambda tx: len(personal_data.held(tx, of(tx, chat_id))["aside"]))

    assert (found(ANA), found(BO)) == (2, 1)
    database.run(lambda tx: personal_data.erase(tx, of(tx, BO), words=None))
    assert (found(ANA), found(BO)) == (2, 0)
