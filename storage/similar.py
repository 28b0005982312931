"""Ideas that say nearly the same, and ideas that say certain words.

An idea that was just kept waits, and is compared with whatever is asked; there are few of those. `tidy` lists them under
the beginnings of their words. Of the listed ones, those are compared that share the rarest beginnings with what is
asked. So keeping an idea inserts one row and touches nothing that others write, and asking stays fast.
"""

from __future__ import annotations

import math
from array import array
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest, nsmallest
from itertools import groupby
from operator import itemgetter, mul, neg
from typing import Any

from sqlalchemy import ColumnElement, and_, bindparam, delete, func, insert, select, update

from storage import words
from storage.db import Tx
from storage.records.item import TAKEN_OFF, Kind
from storage.tables import beginnings, items, piece_weights, sketches
from storage.words import Sketch, Word

ALIKE = 0.12
"""From which likeness on an idea is worth showing. Of the proposals to a city that were found less alike one in twenty
belonged together, of those above one in ten and, the more alike, up to one in two; 98 in 100 that did are above."""

MOST_COMPARED = 200
"""Of the listed ideas that share words with what is asked, so many are compared piece by piece."""

MOST_BEGINNINGS, MOST_LISTED = 48, 20_000
"""Of the beginnings that are asked for so many are followed, the rarest first, and so many entries of their lists."""

KEPT_AT_ONCE = 50
"""Missing ideas that are kept in one transaction."""

MOST_WAITING = 1_000
"""Waiting ideas that are looked at, the newest; `tidy` sees to it that there are not so many."""

AT_ONCE = 20
"""Ideas that are listed in one transaction: others wait that long. Fewer may always wait."""

LENGTH_COUNTS = 0.8
"""How much a long text is held to have more of everything just because it is long; the rest is a mean text's length."""

MOST_FOUND = 200
"""A search for words finds at most so many ideas."""

MOST_SOUGHT = 50_000
"""Of the ideas that have a word about so many are considered."""

SHORT = 2
"""Words of so few letters are searched for as they are; only those with two letters more are sought within others."""

PART = 14
"""Bits of an item's id that stand in a list; the others say which part of the list it is, so that no part grows large."""


_MISSING = (items.c.kind == Kind.IDEA, items.c.stage.not_in(TAKEN_OFF), sketches.c.item_id.is_(None))


@dataclass(frozen=True, slots=True)
class Found:
    """An idea, and how alike it is: from 0, nothing in common, to 1, the same."""

    item_id: int
    likeness: float


# -- keeping ---------------------------------------------------------------------------------------


def keep(tx: Tx, item_id: int, text: str) -> None:
    """Let an idea be found by this text, and by no older one."""
    said = list(words.words(text))
    if not said:
        silence(tx, item_id)
        return
    drop(tx, item_id)
    _insert(tx, item_id, said, listed=False)


def silence(tx: Tx, item_id: int) -> None:
    """Let an idea not be found by any words, whatever stands in their place: it is kept as one that says nothing."""
    drop(tx, item_id)
    _insert(tx, item_id, (), listed=True)


def drop(tx: Tx, item_id: int) -> None:
    """Let an idea not be found any more; nothing of it stays in any list."""
    gone = tx.execute(
        delete(sketches).where(sketches.c.item_id == item_id).returning(sketches.c.listed, sketches.c.words)
    ).one_or_none()
    if gone is not None and gone.listed:
        _change_lists(
            tx,
            item_id >> PART,
            {beginning: {item_id} for beginning in words.listed(words.unpack(gone.words))},
            set.difference,
        )


def missing(tx: Tx) -> list[int]:
    """Ids of ideas that are not kept yet, because they are older than the index or came by another way; the newest first."""
    found = select(items.c.id).outerjoin(sketches, sketches.c.item_id == items.c.id)
    return list(tx.execute(found.where(*_MISSING).order_by(items.c.id.desc())).scalars())


def keep_missing(tx: Tx, ids: Collection[int]) -> int:
    """Keep those of these ideas that are still missing; how many."""
    found = select(items.c.id, items.c.text).outerjoin(sketches, sketches.c.item_id == items.c.id)
    rows = tx.execute(found.where(items.c.id.in_(ids), *_MISSING)).all()
    for row in rows:
        keep(tx, row.id, row.text)
    return len(rows)


def turns(tx: Tx, *, more: int = 0) -> int:
    """How often `tidy` has something to do, each time in a transaction of its own, once so many more wait."""
    waiting = tx.execute(select(func.count()).select_from(sketches).where(~sketches.c.listed)).scalar_one()
    return (waiting + more) // AT_ONCE


def tidy(tx: Tx, *, many: int = AT_ONCE) -> int:
    """List the ideas that have waited longest, so many at once, or none where fewer wait; how many were listed."""
    rows = tx.execute(
        select(sketches.c.item_id, sketches.c.pieces, sketches.c.words)
        .where(~sketches.c.listed)
        .order_by(sketches.c.item_id)
        .limit(many)
    ).all()
    if len(rows) < many:
        return 0
    parts: dict[int, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    for row in rows:
        for beginning in words.listed(words.unpack(row.words)):
            parts[row.item_id >> PART][beginning].add(row.item_id)
    for part, lists in parts.items():
        _change_lists(tx, part, lists, set.union)
    _weigh(tx, [Sketch.unpack(row.pieces) for row in rows])
    tx.execute(
        update(sketches).where(sketches.c.item_id == bindparam("id")).values(listed=True),
        [{"id": row.item_id} for row in rows],
    )
    return len(rows)


def _insert(tx: Tx, item_id: int, said: Sequence[Word], *, listed: bool) -> None:
    pieces, packed = words.sketch(said).pack(), words.pack(said)
    tx.execute(insert(sketches).values(item_id=item_id, listed=listed, pieces=pieces, words=packed))


def _change_lists(tx: Tx, part: int, changes: dict[str, set[int]], how: Any) -> None:
    """Add items to lists, or take them away; a list without items goes."""
    there: dict[bytes, set[int]] = {}
    for some in _in_slices(sorted(_key(beginning) for beginning in changes)):
        rows = tx.execute(
            select(beginnings.c.beginning, beginnings.c.ideas).where(
                beginnings.c.part == part, beginnings.c.beginning.in_(some)
            )
        )
        there |= {bytes(row.beginning): set(words.as_numbers(row.ideas)) for row in rows}
    new: list[dict[str, Any]] = []
    changed: list[dict[str, Any]] = []
    empty: list[dict[str, Any]] = []
    for beginning, ids in changes.items():
        key = _key(beginning)
        then = how(there.get(key, set()), {item & (1 << PART) - 1 for item in ids})
        # In the order of ids, whenever each of them came.
        row = {"at": key, "in_part": part, "ids": words.numbers(sorted(then))}
        (empty if not then else changed if key in there else new).append(row)
    here = and_(beginnings.c.beginning == bindparam("at"), beginnings.c.part == bindparam("in_part"))
    if new:
        tx.execute(
            insert(beginnings).values(beginning=bindparam("at"), part=bindparam("in_part"), ideas=bindparam("ids")), new
        )
    if changed:
        tx.execute(update(beginnings).where(here).values(ideas=bindparam("ids")), changed)
    if empty:
        tx.execute(delete(beginnings).where(here), empty)


# -- weights ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Weights:
    """What each kind of piece weighs, the rarer the more; what a piece weighs, and how long a sketch is, in the mean."""

    ideas: int
    of: Sequence[float]
    mean: float
    length: float


def _weights(tx: Tx, waiting: Iterable[Sketch]) -> _Weights:
    """As counted when ideas were listed; before that, among those that wait."""
    known = piece_weights.c
    row = tx.execute(select(known.ideas, known.weights, known.mean, known.length)).one_or_none()
    if row is not None:
        return _Weights(row.ideas, words.as_numbers(row.weights, "f"), row.mean, row.length)
    return _weighed(0, 0, array("I", bytes(4 * words.KINDS)), list(waiting))


def _weigh(tx: Tx, more: Sequence[Sketch]) -> None:
    """Count the pieces of ideas that are being listed. Those that go are not taken off again: they were said."""
    row = tx.execute(select(piece_weights)).one_or_none()
    counts = words.as_numbers(row.counts, "I") if row else array("I", bytes(4 * words.KINDS))
    now = _weighed(row.ideas if row else 0, row.length if row else 0, counts, more)
    values = {
        "ideas": now.ideas,
        "mean": now.mean,
        "length": now.length,
        "weights": words.numbers(now.of, "f"),
        "counts": words.numbers(counts, "I"),
    }
    tx.execute(update(piece_weights).values(values) if row else insert(piece_weights).values(id=1, **values))


def _weighed(ideas: int, length: float, counts: array[int], more: Sequence[Sketch]) -> _Weights:
    """Weights after more ideas, whose pieces are added to the counts."""
    for piece, count in Counter(piece for sketch in more for piece in sketch.pieces).items():
        counts[piece] += count
    lengths = ideas * length + sum(math.hypot(*sketch.amounts) for sketch in more)
    ideas += len(more)
    begins = words.KINDS >> 1
    of = [
        (1 + math.log((1 + ideas) / (1 + count))) * (words.TWICE if kind >= begins else 1)
        for kind, count in enumerate(counts)
    ]
    squares = sum(count * weight * weight for count, weight in zip(counts, of, strict=True))
    return _Weights(ideas, of, math.sqrt(squares / max(1, sum(counts))), lengths / max(1, ideas))


# -- finding what is alike -------------------------------------------------------------------------


def find(tx: Tx, text: str, *, limit: int = 3) -> list[Found]:
    """The ideas most like a text that are alike enough to be shown, the most alike first."""
    return [found for found in ranked(tx, text, limit=limit) if found.likeness >= ALIKE]


def among(tx: Tx, text: str, others: Mapping[int, str], *, limit: int) -> list[Found]:
    """Of these texts, by the ids of what they belong to, those that are alike enough to be shown, the most alike first.

    Each is read anew: for hundreds, where ideas that wait in lists are tens of thousands.
    """
    said = list(words.words(text))
    compared = {item_id: words.sketch(words.words(other)) for item_id, other in others.items()}
    compared = {item_id: sketch for item_id, sketch in compared.items() if sketch.pieces}
    if not said or not compared:
        return []
    weights = _weights(tx, [*compared.values(), words.sketch(said)])
    return [found for found in _compared(said, compared, weights, limit) if found.likeness >= ALIKE]


def ranked(tx: Tx, text: str, *, limit: int) -> list[Found]:
    """The ideas most like a text, however little that is."""
    said = list(words.words(text))
    if not said:
        return []
    waiting = {row.item_id: Sketch.unpack(row.pieces) for row in _waiting(tx)}
    weights = _weights(tx, waiting.values())
    compared = {**_sketches(tx, _sharing_words(tx, said, weights)), **waiting}
    if not compared:
        return []
    return _compared(said, compared, weights, limit)


def _compared(said: Sequence[Word], compared: Mapping[int, Sketch], weights: _Weights, limit: int) -> list[Found]:
    worth = _worth(words.sketch(said), weights)
    found = (Found(item_id, _likeness(worth, sketch, weights)) for item_id, sketch in compared.items())
    return nsmallest(limit, found, key=lambda one: (-one.likeness, one.item_id))


def _worth(asked: Sketch, weights: _Weights) -> Sequence[float]:
    """What it is worth to have a piece of what is asked, for each kind of piece."""
    weighed = [weights.of[piece] * amount for piece, amount in zip(asked.pieces, asked.amounts, strict=True)]
    scale = math.hypot(*weighed) * weights.mean or 1.0  # nothing is known yet
    worth = array("d", bytes(8 * words.KINDS))
    for piece, weight in zip(asked.pieces, weighed, strict=True):
        worth[piece] = weight * weights.of[piece] / scale
    return worth


def _likeness(worth: Sequence[float], sketch: Sketch, weights: _Weights) -> float:
    """The cosine of both, but that a text's length is taken without weights, and counts less than all."""
    # One piece more, because of one alone there would be no tuple.
    common: float = sum(map(mul, itemgetter(*sketch.pieces, 0)(worth), sketch.amounts))
    length = LENGTH_COUNTS * math.hypot(*sketch.amounts) + (1 - LENGTH_COUNTS) * weights.length
    return min(1.0, common / length)


def _waiting(tx: Tx) -> Sequence[Any]:
    return tx.execute(
        select(sketches.c.item_id, sketches.c.pieces)
        .where(~sketches.c.listed)
        .order_by(sketches.c.item_id.desc())
        .limit(MOST_WAITING)
    ).all()


def _sketches(tx: Tx, ids: Iterable[int]) -> dict[int, Sketch]:
    found: dict[int, Sketch] = {}
    for some in _in_slices(sorted(ids)):
        rows = tx.execute(select(sketches.c.item_id, sketches.c.pieces).where(sketches.c.item_id.in_(some)))
        found |= {row.item_id: Sketch.unpack(row.pieces) for row in rows}
    return found


def _sharing_words(tx: Tx, said: Iterable[Word], weights: _Weights) -> list[int]:
    """The listed ideas that share the rarest beginnings with these words."""
    rarities = {_key(words.WORD + word.letters[: words.BEGINNING]): _rarity(word, weights) for word in said}
    followed: list[bytes] = []
    total = 0.0
    for key in sorted(rarities, key=lambda key: (-rarities[key], key))[:MOST_BEGINNINGS]:
        total += weights.ideas * math.exp(1 - rarities[key])
        if followed and total > MOST_LISTED:
            break
        followed.append(key)
    scores: defaultdict[int, float] = defaultdict(float)
    rows = select(beginnings.c.beginning, beginnings.c.part, beginnings.c.ideas).order_by(beginnings.c.beginning)
    those = tx.execute(rows.where(beginnings.c.beginning.in_(followed)))
    for _, lists in groupby(those, key=itemgetter(0)):
        ids = [(part << PART) + item for _, part, ideas in lists for item in words.as_numbers(ideas)]
        worth = (1 + math.log((1 + weights.ideas) / (1 + len(ids)))) ** 2
        for item in ids:
            scores[item] += worth
    return [-item for _, item in nlargest(MOST_COMPARED, zip(scores.values(), map(neg, scores), strict=True))]


def _rarity(word: Word, weights: _Weights) -> float:
    """How rare words are that begin like this one: as rare as its first piece."""
    return weights.of[next(words.pieces(word.letters))] / words.TWICE


# -- searching by words ----------------------------------------------------------------------------


def search(tx: Tx, question: str, *, limit: int, offset: int = 0) -> tuple[list[int], int]:
    """The ideas that have all the words, in any form, the best first, and how many they are (at most MOST_FOUND).

    Where no idea has all of them: those that have the most.
    """
    found = _having_most(tx, words.asked(question)) or _having_most(tx, words.asked(question, loosely=True))
    return found[offset : offset + limit], len(found)


def _having_most(tx: Tx, asked: Mapping[str, str]) -> list[int]:
    if not asked:
        return []
    lists = [_having(tx, stem) for stem in set(asked.values())]
    having, in_title = _most(found for found, _ in lists), set().union(*(titles for _, titles in lists))
    # Lists know five letters of a word, so the texts are read: of those with a word in the title, and of the newest.
    likely = nlargest(MOST_FOUND, having & in_title)
    likely += nlargest(MOST_FOUND - len(likely), having - in_title)
    texts = _texts(tx, [*likely, *(row.item_id for row in _waiting(tx))])
    scores = {item: _score(asked, text) for item, text in texts.items()}
    most = max((score[0] for score in scores.values()), default=0)
    best = [item for item, score in scores.items() if score[0] == most > 0]
    return sorted(best, key=lambda item: (-scores[item][1], -item))[:MOST_FOUND]


def _most(lists: Iterable[set[int]]) -> set[int]:
    """The ideas that are in all lists, or where there are none, in the most."""
    those = list(lists)
    if everywhere := set.intersection(*those):
        return everywhere
    times = Counter(item for one in those for item in one)
    most = max(times.values(), default=0)
    return {item for item, count in times.items() if count == most}


def _having(tx: Tx, stem: str) -> tuple[set[int], set[int]]:
    """The listed ideas that have a word like this, and those that have it in the title; of very many the newest."""
    within = _listed_under(tx, words.WITHIN, stem) if len(stem) > SHORT + 1 else set()
    return _listed_under(tx, words.WORD, stem) | within, _listed_under(tx, words.TITLE, stem)


def _listed_under(tx: Tx, kind: str, stem: str) -> set[int]:
    found: set[int] = set()
    rows = (
        select(beginnings.c.part, beginnings.c.ideas)
        .where(_begins(kind + stem[: words.BEGINNING], whole=not SHORT < len(stem) < words.BEGINNING))
        .order_by(beginnings.c.part.desc())
    )
    for part, ideas in tx.execute(rows):
        found.update(map((part << PART).__add__, words.as_numbers(ideas)))
        if len(found) > MOST_SOUGHT:
            break
    return found


def _begins(beginning: str, *, whole: bool) -> ColumnElement[bool]:
    key = _key(beginning)
    if whole:
        return beginnings.c.beginning == key
    return and_(beginnings.c.beginning >= key, beginnings.c.beginning < key + b"\xff")


def _texts(tx: Tx, ids: Iterable[int]) -> dict[int, str]:
    """What ideas say; those that are not to be found any more are left out."""
    found: dict[int, str] = {}
    for some in _in_slices(sorted(set(ids))):
        rows = tx.execute(
            select(items.c.id, items.c.text)
            .join(sketches, sketches.c.item_id == items.c.id)
            .where(items.c.id.in_(some))
        )
        found |= {row.id: row.text for row in rows}
    return found


def _score(asked: Mapping[str, str], text: str) -> tuple[int, int]:
    """How many of the words a text has, and how well."""
    small = words.composed(text).lower()
    title = len(words.title(small))
    scores = [_closeness(word, stem, small, title) for word, stem in asked.items()]
    return sum(score > 0 for score in scores), sum(scores)


def _closeness(word: str, stem: str, text: str, title: int) -> int:
    """3 for the word itself, 2 for one that begins like it, 1 for one that has it inside; twice that in the title."""
    best, at = 0, text.find(stem)
    while at >= 0:
        begins = at == 0 or not text[at - 1].isalnum()
        end = at + len(word)
        if begins and text.startswith(word, at) and not text[end : end + 1].isalnum():
            closeness = 3
        elif begins:
            closeness = 2 if len(stem) > SHORT else 0
        else:
            closeness = 1 if len(stem) > SHORT + 1 else 0
        best = max(best, closeness * (2 if at < title else 1))
        at = text.find(stem, at + 1)
    return best


# -- packed ----------------------------------------------------------------------------------------


def _key(beginning: str) -> bytes:
    """Bytes, because every database orders them alike."""
    return beginning.encode()


def _in_slices(those: Sequence[Any], size: int = 500) -> Iterable[Sequence[Any]]:
    return (those[start : start + size] for start in range(0, len(those), size))
