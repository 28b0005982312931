"""What names a person: one list, from which is shown, exported and erased what is held about somebody.

Rows that are sealed or found only by a keyed hash name nobody to a reader of the database; they stand here too,
because the bot itself can open them.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any

from sqlalchemy import Column, ColumnElement, Table, delete, false, select, update

from storage import authors, forgotten, mentions, people, ratings, sent_today, similar
from storage import drafts as stored_drafts
from storage import mutes as stored_mutes
from storage.db import Tx, sealing_of
from storage.items import FILE, by_author
from storage.outbox import PURPOSE as OUTBOX
from storage.records.item import Identity, Kind
from storage.records.person import Person
from storage.tables import (
    aside,
    attachments,
    bindings,
    campaigns,
    comments,
    day_keys,
    drafts,
    facts,
    follows,
    grants,
    items,
    kudos,
    mutes,
    outbox,
    paces,
    rated,
    remarks,
    seals,
    voices,
)
from storage.tables import forgotten as notes
from storage.tables import mentions as mention_rows
from storage.tables import people as people_rows
from storage.tables import sent_today as sent_rows
from storage.tags import Owner


class Erasure(Enum):
    """What happens to a row when the person is to be forgotten."""

    DELETE = "the row goes"
    EMPTY = "the row stays without the person, so that figures stay whole"
    AS_CHOSEN = "the row goes or stays without the person, as he or she chooses"
    WHEN_OVER = "the row stays until its last day or the end of this one: being forgotten ends no mute and no limit, and that it goes would tell whose it was"
    AT_NIGHT = "by the next morning nothing in it leads to the person; at once it would tell what was hidden"


@dataclass(frozen=True, slots=True)
class Whose:
    """Somebody, as the bot can find him or her: by a row, by the chat, by what was said by name and hidden."""

    chat_id: int
    person: Person | None
    named: tuple[int, ...]
    hidden: tuple[int, ...]
    looked_after: tuple[int, ...]
    decided: tuple[int, ...]

    @property
    def person_id(self) -> int | None:
        return self.person.id if self.person else None

    @property
    def said(self) -> tuple[int, ...]:
        return (*self.named, *self.hidden)


Row = dict[str, Any]
Rows = Callable[[Tx, Whose], list[Row]]
Erase = Callable[[Tx, Whose], None]
MENTIONS = "mentions"
Words = Callable[[str], str]
"""What stands in place of the words of an item that loses them; from its team."""


@dataclass(frozen=True, slots=True)
class Held:
    """A kind of data that names persons: by which columns of which table, why, and what erasing does."""

    name: str
    table: Table
    columns: tuple[str, ...]
    why: str
    erasure: Erasure
    rows: Rows
    erase: Erase


@dataclass(frozen=True, slots=True)
class Nameless:
    """Columns that look as if they named a person and do not."""

    table: Table
    columns: tuple[str, ...]
    why: str


def whose(tx: Tx, chat_id: int) -> Whose:
    """Whatever leads to this person; opens every seal there is."""
    person, hidden = people.by_chat(tx, chat_id), authors.hidden_items(tx, chat_id)
    if person is None or person.id is None:
        return Whose(chat_id, None, (), tuple(hidden), (), ())
    taken, decided = (
        tx.execute(select(items.c.id).where(column == person.id)).scalars().all()
        for column in (items.c.taker_id, items.c.decider_id)
    )
    return Whose(chat_id, person, tuple(by_author(tx, person.id)), tuple(hidden), tuple(taken), tuple(decided))


def held(tx: Tx, of: Whose) -> dict[str, list[Row]]:
    """All that is held about somebody, readable, by the names of the list."""
    return {each.name: each.rows(tx, of) for each in HELD}


def at_a_glance(tx: Tx, of: Whose) -> dict[str, int]:
    """How much is held of each kind. Mentions, of which there are many and each is opened, count only if all else is
    nothing: whether there is anything at all is told truly.
    """
    counts = {each.name: len(each.rows(tx, of)) for each in HELD if each.name != MENTIONS}
    return counts if any(counts.values()) else {MENTIONS: len(mentions.of_chat(tx, of.chat_id))}


def as_json(found: Mapping[str, Sequence[Row]], **about: object) -> str:
    """Everything in one text that a program can read, with what each part is for and what erasing does to it."""
    parts = {each.name: {"why": each.why, "when erased": each.erasure.value, "rows": found[each.name]} for each in HELD}
    return json.dumps({**about, "held": parts}, ensure_ascii=False, indent=1, default=_readable)


def asked_with_buttons(tx: Tx, of: Whose) -> list[tuple[int, int]]:
    """Messages whose buttons speak of what somebody began, by chat and number."""
    return [
        (chat_id, message_id)
        for chat_id, owner in _drafts_of(tx, of)
        for draft, _ in stored_drafts.held(tx, owner)
        for message_id in stored_drafts.carried_by(draft)
    ]


def erase(tx: Tx, of: Whose, *, words: Words | None) -> None:
    """Forget a person. With `words` those of his or her items go too, and what they stand for takes their place.

    Of what is hidden nothing changes at once: a note is left, and the next nights do it (`storage/resealing.py`,
    `erase_hidden_words`). Until then the note is taken for done.
    """
    if words is not None:
        _erase_words(tx, of.named, words)
        tx.execute(delete(comments).where(_is(comments.c.author_id, of)))
    for each in HELD:
        each.erase(tx, of)
    forgotten.leave(tx, of.chat_id, words_too=words is not None)


def erase_hidden_words(tx: Tx, today: date, words: Words) -> list[int]:
    """Erase the words of hidden items whose day has come; returns their ids."""
    due = authors.to_be_erased(tx, today)
    _erase_words(tx, due, words)
    return due


# -- rows in clear ---------------------------------------------------------------------------------


def _where(table: Table, where: Callable[[Whose], ColumnElement[bool]], shown: tuple[str, ...] = ()) -> Rows:
    columns = [table.c[name] for name in shown] if shown else list(table.c)

    def rows(tx: Tx, of: Whose) -> list[Row]:
        found = tx.execute(select(*columns).where(where(of)).order_by(*table.primary_key))
        return [dict(row) for row in found.mappings()]

    return rows


def _is(column: Column[Any], of: Whose) -> ColumnElement[bool]:
    """Rows of this person. Nobody's rows are not those of somebody who has no row."""
    return false() if of.person_id is None else column == of.person_id


def _of_person(column: Column[Any], shown: tuple[str, ...] = ()) -> Rows:
    return _where(column.table, lambda of: _is(column, of), shown)


def _delete(column: Column[Any]) -> Erase:
    def gone(tx: Tx, of: Whose) -> None:
        tx.execute(delete(column.table).where(_is(column, of)))

    return gone


def _empty(column: Column[Any]) -> Erase:
    def emptied(tx: Tx, of: Whose) -> None:
        tx.execute(update(column.table).where(_is(column, of)).values({column: None}))

    return emptied


# -- what somebody said ----------------------------------------------------------------------------

HIDDEN_COLUMNS = ("author_id", "taker_id", "decider_id", "seal_id", "claim_hash")
SAID = tuple(column.name for column in items.c if column.name not in HIDDEN_COLUMNS)
"""An item's columns that its author may see."""


def _leave_items(tx: Tx, of: Whose) -> None:
    """Nothing leads from what was said by name to its author any longer."""
    nobody = {"author_id": None, "seal_id": None, "claim_hash": None, "identity": Identity.NO_TRACE}
    tx.execute(update(items).where(items.c.id.in_(of.named)).values(nobody))


def _erase_words(tx: Tx, item_ids: Sequence[int], words: Words) -> None:
    """The author's words and files go, those of the team stay."""
    own = remarks.c.item_id.in_(item_ids), remarks.c.by_team.is_(False)
    by_team = select(remarks.c.id).where(remarks.c.item_id.in_(item_ids), remarks.c.by_team)
    files = attachments.c.remark_id.is_(None) | attachments.c.remark_id.not_in(by_team)
    tx.execute(delete(attachments).where(attachments.c.item_id.in_(item_ids), files))
    tx.execute(delete(remarks).where(*own))
    for row in tx.execute(select(items.c.id, items.c.kind, items.c.team).where(items.c.id.in_(item_ids))).all():
        tx.execute(update(items).where(items.c.id == row.id).values(text=words(row.team), words_hash=None))
        if row.kind == Kind.IDEA:
            similar.silence(tx, row.id)


def _files(tx: Tx, of: Whose) -> list[Row]:
    """With what each of them is, readable."""
    found = select(attachments.c.item_id, attachments.c.remark_id, attachments.c.sealed)
    rows = tx.execute(found.where(attachments.c.item_id.in_(of.said)).order_by(attachments.c.id)).all()
    return [{"item": row.item_id, "remark": row.remark_id, **_opened(tx, FILE, row.sealed)} for row in rows]


def _seals(tx: Tx, of: Whose) -> list[Row]:
    found = select(items.c.kind, items.c.number, seals.c.sealed).join(seals, seals.c.id == items.c.seal_id)
    rows = tx.execute(found.where(items.c.id.in_(of.hidden)).order_by(items.c.id))
    opened = [(row, _opened(tx, authors.PURPOSE, row.sealed)) for row in rows]
    return [
        {"kind": row.kind, "number": row.number, "chat": content["chat"], "language": content["language"]}
        for row, content in opened
    ]


def _nothing(_tx: Tx, _of: Whose) -> None:
    """Goes or stays with what it belongs to."""


# -- what is sealed --------------------------------------------------------------------------------


def _drafts_of(tx: Tx, of: Whose) -> Iterator[tuple[int, Owner]]:
    """Whose drafts they are in the private chat, and in the groups of teams."""
    for chat in {of.chat_id, *tx.execute(select(bindings.c.chat_id)).scalars()}:
        yield chat, stored_drafts.owner(tx, chat, of.chat_id)


def _draft_rows(*, searches: bool) -> Rows:
    """What somebody began, or only looked for."""

    def rows(tx: Tx, of: Whose) -> list[Row]:
        found = [each for _, owner in _drafts_of(tx, of) for each in stored_drafts.held(tx, owner)]
        return [
            {"kind": draft.kind, "until": until, **draft.answers}
            for draft, until in found
            if (draft.kind == stored_drafts.FOUND) is searches
        ]

    return rows


def _erase_drafts(tx: Tx, of: Whose) -> None:
    for _, owner in list(_drafts_of(tx, of)):
        stored_drafts.forget(tx, owner)


def _rated(tx: Tx, of: Whose) -> list[Row]:
    found = ratings.held(tx, of.chat_id)
    return [{"point": each.rating.point, "level": each.rating.level, "day": each.rating.given_on} for each in found]


def _muted(tx: Tx, of: Whose) -> list[Row]:
    shown = ("since", "until", "quiet", "nameless", "reason", "objection", "stands")
    return [
        {name: getattr(mute, name) for name in shown} for mute in stored_mutes.of(tx, of.chat_id) if not mute.is_lifted
    ]


def _sent_today(tx: Tx, of: Whose) -> list[Row]:
    return [{"day": day, "number": number} for day, number in sent_today.held(tx, of.chat_id).items()]


def _erase_mentions(tx: Tx, of: Whose) -> None:
    mentions.forget_chat(tx, of.chat_id)


def _sealed(table: Table, purpose: str, meant: Callable[[Any, Whose], bool]) -> tuple[Rows, Erase]:
    """Rows of which nothing in clear tells whose they are: all are opened."""

    def found(tx: Tx, of: Whose) -> Iterator[tuple[int, Row]]:
        for row in tx.execute(select(table.c.id, table.c.sealed).order_by(table.c.id)).all():
            content = sealing_of(tx).open(row.sealed, purpose)
            if meant(content, of):
                yield row.id, content

    def rows(tx: Tx, of: Whose) -> list[Row]:
        return [content for _, content in found(tx, of)]

    def gone(tx: Tx, of: Whose) -> None:
        tx.execute(delete(table).where(table.c.id.in_([key for key, _ in found(tx, of)])))

    return rows, gone


def _is_theirs(content: Any, of: Whose) -> bool:
    """Whether an update came from a person or a private chat, or a message goes there. Whoever is only spoken of in it,
    by a forward or a reply, may not read what somebody else wrote.
    """
    if isinstance(content, list):  # messages that belong together
        return any(_is_theirs(each, of) for each in content)
    for part in content.values() if isinstance(content, dict) else ():
        if not isinstance(part, dict):
            continue
        whose = [each.get("id") for each in (part.get("from"), part.get("chat")) if isinstance(each, dict)]
        if of.chat_id in (*whose, part.get("chat_id")):
            return True
    return False


def _opened(tx: Tx, purpose: str, sealed: bytes) -> Row:
    content: Row = sealing_of(tx).open(sealed, purpose)
    return content


def _readable(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def _drop_owed(tx: Tx, of: Whose) -> None:
    """But for the few that are on their way and may speak of hidden items: they arrive, as they would have."""
    hidden = set(of.hidden)
    for row in tx.execute(select(outbox.c.id, outbox.c.sealed)).all():
        content = _opened(tx, OUTBOX, row.sealed)
        if content["chat"] == of.chat_id and content["about"] not in hidden and not content.get("hidden"):
            tx.execute(delete(outbox).where(outbox.c.id == row.id))


_owed, _ = _sealed(outbox, OUTBOX, lambda content, of: bool(content["chat"] == of.chat_id))
_forgotten, _ = _sealed(notes, forgotten.PURPOSE, lambda content, of: bool(content["chat"] == of.chat_id))
_aside, _drop_aside = _sealed(aside, "aside", _is_theirs)

HELD = (
    Held(
        "roles",
        grants,
        ("person_id",),
        "to know what you may do",
        Erasure.DELETE,
        _of_person(grants.c.person_id, ("role", "unit", "since", "until")),
        _delete(grants.c.person_id),
    ),
    Held(
        "seals",
        seals,
        ("sealed",),
        "to answer whoever chose to be hidden",
        Erasure.AT_NIGHT,
        _seals,
        _nothing,
    ),
    Held(
        "said",
        items,
        ("author_id", "text", "seal_id"),
        "to answer whoever chose to be named or hidden",
        Erasure.AS_CHOSEN,
        _where(items, lambda of: items.c.id.in_(of.said), SAID),
        _leave_items,
    ),
    Held(
        "files",
        attachments,
        ("sealed",),
        "what you sent belongs to it",
        Erasure.AS_CHOSEN,
        _files,
        _nothing,
    ),
    Held(
        "talk",
        remarks,
        ("text",),
        "what you and the team said to each other",
        Erasure.AS_CHOSEN,
        _where(remarks, lambda of: remarks.c.item_id.in_(of.said)),
        _nothing,
    ),
    Held(
        "comments",
        comments,
        ("author_id",),
        "what you said about ideas of others",
        Erasure.AS_CHOSEN,
        _of_person(comments.c.author_id, ("item_id", "text", "said_on", "state")),
        _empty(comments.c.author_id),
    ),
    Held(
        "voices",
        voices,
        ("person_id",),
        "so that each voice counts once, and can be taken back",
        Erasure.EMPTY,
        _of_person(voices.c.person_id, ("item_id", "kind", "given_on")),
        _empty(voices.c.person_id),
    ),
    Held(
        "follows",
        follows,
        ("person_id",),
        "to tell you how an idea goes on",
        Erasure.DELETE,
        _of_person(follows.c.person_id, ("item_id",)),
        _delete(follows.c.person_id),
    ),
    Held(
        "looked after",
        items,
        ("taker_id",),
        "so that the team knows who looks after it",
        Erasure.EMPTY,
        _of_person(items.c.taker_id, ("kind", "number", "stage")),
        _empty(items.c.taker_id),
    ),
    Held(
        "decided",
        items,
        ("decider_id",),
        "so that somebody else takes a second look",
        Erasure.EMPTY,
        _of_person(items.c.decider_id, ("kind", "number", "stage")),
        _empty(items.c.decider_id),
    ),
    Held(
        "campaigns",
        campaigns,
        ("maker_id",),
        "so that whoever asked hears what came",
        Erasure.EMPTY,
        _of_person(campaigns.c.maker_id),
        _empty(campaigns.c.maker_id),
    ),
    Held(
        "thanks",
        kudos,
        ("receiver_id", "receiver_name", "text"),
        "so that you can read again what you were thanked for",
        Erasure.DELETE,
        _of_person(kudos.c.receiver_id, ("text", "unit", "point", "given_on")),
        _delete(kudos.c.receiver_id),
    ),
    Held(
        "thanks passed on",
        kudos,
        ("approver_id",),
        "so that the team knows who said yes",
        Erasure.EMPTY,
        _of_person(kudos.c.approver_id, ("given_on",)),
        _empty(kudos.c.approver_id),
    ),
    Held(
        "facts",
        facts,
        ("person_id",),
        "figures about what happened",
        Erasure.EMPTY,
        _of_person(facts.c.person_id, ("name", "happened_on", "item_id", "detail")),
        _empty(facts.c.person_id),
    ),
    Held(
        "drafts",
        drafts,
        ("owner", "sealed"),
        "what you began and have not sent",
        Erasure.DELETE,
        _draft_rows(searches=False),
        _erase_drafts,
    ),
    Held(
        "searches",
        drafts,
        ("owner", "sealed"),
        "so that you can turn the pages of what was found",
        Erasure.DELETE,
        _draft_rows(searches=True),
        _erase_drafts,
    ),
    Held("messages", outbox, ("lane", "sealed"), "messages on their way to you", Erasure.DELETE, _owed, _drop_owed),
    Held(
        MENTIONS,
        mention_rows,
        ("message_key", "sealed"),
        "so that a reply to a message finds what it speaks of",
        Erasure.AT_NIGHT,
        lambda tx, of: mentions.of_chat(tx, of.chat_id),
        _erase_mentions,
    ),
    Held(
        "aside",
        aside,
        ("sealed",),
        "what could not be handled waits for the operator",
        Erasure.DELETE,
        _aside,
        _drop_aside,
    ),
    Held(
        "forgotten",
        notes,
        ("sealed",),
        "so that the next night forgets what was hidden, too",
        Erasure.AT_NIGHT,
        _forgotten,
        _nothing,
    ),
    Held(
        "rated",
        rated,
        ("name", "sealed"),
        "so that a point is rated once a day, until the day is over",
        Erasure.WHEN_OVER,
        _rated,
        _nothing,
    ),
    Held(
        "muted",
        mutes,
        ("tag", "sealed"),
        "so that whoever misuses this pauses for some days",
        Erasure.WHEN_OVER,
        _muted,
        _nothing,
    ),
    Held(
        "muted others",
        mutes,
        ("by_id",),
        "so that somebody else looks at what is said against it",
        Erasure.EMPTY,
        _of_person(mutes.c.by_id, ("item_id", "since", "until")),
        _empty(mutes.c.by_id),
    ),
    Held(
        "sent today",
        sent_rows,
        ("tag",),
        "so that nobody sends more in a day than can be read",
        Erasure.WHEN_OVER,
        _sent_today,
        _nothing,
    ),
    # The last one, because the others are found by it.
    Held(
        "person",
        people_rows,
        ("chat_id", "name", "username"),
        "to speak with you, in the right language",
        Erasure.DELETE,
        _of_person(people_rows.c.id),
        _delete(people_rows.c.id),
    ),
)

NAMELESS = (
    Nameless(bindings, ("chat_id",), "the address of a team's group, no person's"),
    Nameless(day_keys, ("sealed",), "the key of a day, the same for all"),
    Nameless(paces, ("name",), "a point and ten minutes, under the key of the day"),
)
