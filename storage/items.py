"""Items: ideas and feedback, their files and remarks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, exists, func, insert, or_, select, update

from storage.db import Tx, sealing_of
from storage.records.item import (
    OPEN_STAGES,
    TAKEN_OFF,
    Attachment,
    FeedbackKind,
    Identity,
    Item,
    Kind,
    NewItem,
    Remark,
    Stage,
)
from storage.tables import attachments, counters, items, remarks

FILE = "attachment"
FILE_PADDED_TO = 512
HASH_BYTES = 16
FEWEST_LETTERS = 20
"""Two texts of fewer letters and digits may be the same by chance: “Thank you very much!”"""

ABOUT = ("kind", "feedback_kind", "team", "unit", "point")
"""What two items with the same words must have alike to be looked at together: a door may be broken in two places."""


class NotFound(LookupError):
    """There is no such item."""


def add(tx: Tx, new: NewItem) -> Item:
    """Store an item under the next number of its kind."""
    number = _next_number(tx, new.kind)
    item_id = tx.execute(
        insert(items)
        .values(
            kind=new.kind,
            number=number,
            stage=new.stage,
            text=new.text,
            unit=new.unit,
            topic=new.topic,
            team=new.team,
            identity=new.identity,
            author_id=new.author_id,
            seal_id=new.seal_id,
            claim_hash=new.claim_hash,
            said_on=new.said_on,
            promised_on=new.promised_on,
            closed_on=new.closed_on,
            already=new.already,
            campaign_id=new.campaign_id,
            point=new.point,
            feedback_kind=new.feedback_kind,
            on_behalf=new.on_behalf,
            taker_id=new.taker_id,
            made_of=new.made_of,
            words_hash=words_hash(tx, new.text),
            same_as=new.same_as,
        )
        .returning(items.c.id)
    ).scalar_one()
    add_files(tx, item_id, new.attachments)
    return get(tx, item_id)


def add_files(tx: Tx, item_id: int, files: Sequence[Attachment], *, remark_id: int | None = None) -> None:
    """Keep files of an item, or of a remark about it."""
    if files:
        rows = [{"item_id": item_id, "remark_id": remark_id, "sealed": _sealed(tx, each)} for each in files]
        tx.execute(insert(attachments), rows)


def get(tx: Tx, item_id: int) -> Item:
    """One item; raises NotFound."""
    row = tx.execute(select(items).where(items.c.id == item_id)).one_or_none()
    if row is None:
        raise NotFound(item_id)
    return _item(row)


def find(tx: Tx, item_id: int | None) -> Item | None:
    """One item, if it is (still) there."""
    return next(iter(of_ids(tx, [item_id])), None) if item_id is not None else None


def by_number(tx: Tx, kind: Kind, number: int) -> Item:
    """One item by what people call it; raises NotFound."""
    row = tx.execute(select(items).where(items.c.kind == kind, items.c.number == number)).one_or_none()
    if row is None:
        raise NotFound(f"{kind} {number}")
    return _item(row)


def by_claim(tx: Tx, claim_hash: bytes) -> Item | None:
    """The hidden item whose author holds this token."""
    row = tx.execute(select(items).where(items.c.claim_hash == claim_hash)).one_or_none()
    return _item(row) if row else None


def move(tx: Tx, item: Item, to: Stage, **values: Any) -> bool:
    """Put an item into another stage, with what goes with it; False when it is no longer where it was.

    What was joined with an idea is closed and open with it, so that it is kept as long, and its author can be told.
    """
    moved = tx.execute(
        update(items).where(items.c.id == item.id, items.c.stage == item.stage).values(stage=to, **values)
    )
    if moved.rowcount == 1 and "closed_on" in values:
        with_it = items.c.merged_into == item.id, items.c.stage == Stage.MERGED
        tx.execute(update(items).where(*with_it).values(closed_on=values["closed_on"]))
    return moved.rowcount == 1


def change(tx: Tx, item_id: int, **values: Any) -> Item:
    """Put other values into an item's columns, whatever its stage; returns it as it stands now."""
    if "text" in values:
        values["words_hash"] = words_hash(tx, values["text"])
    tx.execute(update(items).where(items.c.id == item_id).values(**values))
    return get(tx, item_id)


def by_author(tx: Tx, person_id: int) -> list[int]:
    """Ids of what somebody said by name, the newest first."""
    found = select(items.c.id).where(items.c.author_id == person_id).order_by(items.c.id.desc())
    return list(tx.execute(found).scalars())


def of_ids(tx: Tx, ids: Sequence[int]) -> list[Item]:
    rows = tx.execute(select(items).where(items.c.id.in_(ids)).order_by(items.c.id))
    return [_item(row) for row in rows]


def overdue(tx: Tx, team: str, on: date) -> list[Item]:
    """Items of a team without an answer whose promised date is this day or earlier, or was missed once, the oldest
    promise first.
    """
    rows = tx.execute(
        select(items)
        .where(
            items.c.team == team,
            items.c.stage.in_((Stage.RECEIVED, Stage.IN_REVIEW)),
            stands_alone(),
            or_(items.c.promised_on <= on, items.c.apologised_on.is_not(None)),
        )
        .order_by(items.c.promised_on, items.c.id)
    )
    return [_item(row) for row in rows]


def missed(tx: Tx, today: date) -> list[Item]:
    """Items whose promised day has passed without an answer; not where the team waits for the author, and for nobody else
    who was joined with it. What was set aside quietly is among them: its author hears what others hear.
    """
    waiting = items.c.stage.in_((Stage.RECEIVED, Stage.IN_REVIEW, Stage.ASIDE)), items.c.already.is_(False)
    open_ones = *waiting, items.c.promised_on < today
    joined = items.alias("joined")
    others_wait = exists().where(joined.c.merged_into == items.c.id, joined.c.stage == Stage.MERGED)
    due = or_(func.coalesce(awaits_answer(), False).is_(False), others_wait)
    rows = tx.execute(select(items).where(*open_ones, due).order_by(items.c.id))
    return [_item(row) for row in rows]


def set_aside(tx: Tx) -> list[Item]:
    """What was set aside as misuse, the newest first."""
    rows = tx.execute(select(items).where(items.c.stage == Stage.ASIDE).order_by(items.c.id.desc()))
    return [_item(row) for row in rows]


def words_hash(tx: Tx, text: str) -> bytes | None:
    """What two texts have in common that differ in no letter and no digit; None where that is too little to tell."""
    letters = "".join(sign for sign in text.casefold() if sign.isalnum())
    return sealing_of(tx).name("words", letters)[:HASH_BYTES] if len(letters) >= FEWEST_LETTERS else None


def first_alike(tx: Tx, new: NewItem, since: date) -> Item | None:
    """The item that came first with the very same words, since a day, is about the same and not decided: a new one is
    looked at together with it. What brings files of its own stands by itself.
    """
    found = words_hash(tx, new.text)
    if found is None or new.attachments:
        return None
    same = [items.c[name].is_not_distinct_from(getattr(new, name)) for name in ABOUT]
    undecided = items.c.stage.in_((Stage.RECEIVED, Stage.IN_REVIEW)), items.c.appealed_on.is_(None)
    first = items.c.words_hash == found, items.c.same_as.is_(None), items.c.said_on >= since
    row = tx.execute(select(items).where(*same, *undecided, *first).order_by(items.c.id).limit(1)).one_or_none()
    return _item(row) if row else None


def alike(tx: Tx, item_id: int) -> list[Item]:
    """What came with the same words after an item and is looked at together with it, in order."""
    return [_item(row) for row in tx.execute(select(items).where(_alike(item_id)).order_by(items.c.id))]


def count_alike(tx: Tx, item: Item) -> int:
    """How many these are; as long as it is open, those that are as well."""
    still = [items.c.stage.in_(OPEN_STAGES)] if item.is_open else []
    return tx.execute(select(func.count()).where(_alike(item.id), *still)).scalar_one()


def hand_on(tx: Tx, item_id: int) -> Item | None:
    """The next open one of those with the same words takes an item's place; None where there is none."""
    rest = alike(tx, item_id)
    following = next((other for other in rest if other.is_open), None)
    for other in rest:
        stays = following is not None and other.is_open and other.id != following.id
        same_as = following.id if stays and following else None
        tx.execute(update(items).where(items.c.id == other.id).values(same_as=same_as))
    return get(tx, following.id) if following else None


def stands_alone() -> ColumnElement[bool]:
    """That an item is not looked at together with an open one that has the same words."""
    first = items.alias("first")
    together = first.c.id == items.c.same_as, first.c.team == items.c.team, first.c.stage.in_(OPEN_STAGES)
    return or_(items.c.same_as.is_(None), ~exists().where(*together))


def _alike(item_id: int) -> ColumnElement[bool]:
    """Not what was taken back or set aside, nor what another team looks after by now."""
    team = select(items.c.team).where(items.c.id == item_id).scalar_subquery()
    out = items.c.stage.in_((Stage.WITHDRAWN, Stage.ASIDE))
    return and_(items.c.same_as == item_id, items.c.team == team, ~out)


def open_compliments(tx: Tx) -> list[Item]:
    compliments = items.c.feedback_kind == FeedbackKind.COMPLIMENT, items.c.stage.in_(OPEN_STAGES)
    return [_item(row) for row in tx.execute(select(items).where(*compliments).order_by(items.c.id))]


def joined_with(tx: Tx, idea_id: int) -> list[Item]:
    """The feedback that was joined with an idea, also what it was made of."""
    return [_item(row) for row in tx.execute(select(items).where(_joined_with(idea_id)).order_by(items.c.id))]


def count_joined(tx: Tx, idea_id: int) -> int:
    return tx.execute(select(func.count()).where(_joined_with(idea_id))).scalar_one()


def of_one_author(tx: Tx, item: Item) -> list[Item]:
    """What the same author said with an item, as everybody sees: the feedback that an idea was made of, and its ideas."""
    source = item.made_of or item.id
    same = or_(items.c.id == source, items.c.made_of == source), items.c.id != item.id
    return [_item(row) for row in tx.execute(select(items).where(*same).order_by(items.c.id))]


def _joined_with(idea_id: int) -> ColumnElement[bool]:
    return and_(items.c.merged_into == idea_id, items.c.stage == Stage.MERGED)


def done_unasked(tx: Tx, kind: Kind, first: date, last: date) -> list[Item]:
    """What of a kind was done in these days, by itself or by the idea that it was joined with, by others than its author,
    and nobody has been asked yet whether it helped. Whoever is asked about the idea as its author is asked only there.
    """
    idea = items.alias("idea")
    done = idea.c.id == items.c.merged_into, idea.c.stage == Stage.DONE, idea.c.made_of.is_distinct_from(items.c.id)
    with_idea = and_(items.c.stage == Stage.MERGED, exists().where(*done))
    rows = tx.execute(
        select(items).where(
            items.c.kind == kind,
            or_(items.c.stage == Stage.DONE, with_idea),
            items.c.closed_on.between(first, last),
            items.c.helped.is_(None),
            items.c.already.is_(False),
        )
    )
    return [_item(row) for row in rows]


def files(tx: Tx, item_id: int, *, remark_id: int | None = None) -> list[Attachment]:
    """The item's own files, or those of a remark about it."""
    rows = tx.execute(
        select(attachments.c.sealed)
        .where(attachments.c.item_id == item_id, attachments.c.remark_id.is_not_distinct_from(remark_id))
        .order_by(attachments.c.id)
    )
    return [Attachment(**sealing_of(tx).open(sealed, FILE)) for sealed in rows.scalars()]


def files_of_remarks(tx: Tx, item_id: int) -> dict[int, list[Attachment]]:
    """The files of all that was said about an item, by the remark that they came with."""
    found = select(attachments.c.remark_id, attachments.c.sealed).order_by(attachments.c.id)
    files: dict[int, list[Attachment]] = {}
    for row in tx.execute(found.where(attachments.c.item_id == item_id, attachments.c.remark_id.is_not(None))):
        files.setdefault(row.remark_id, []).append(Attachment(**sealing_of(tx).open(row.sealed, FILE)))
    return files


def add_remark(tx: Tx, item_id: int, *, by_team: bool, text: str, on: date, files: Sequence[Attachment] = ()) -> Remark:
    made = tx.execute(
        insert(remarks).values(item_id=item_id, by_team=by_team, text=text, said_on=on).returning(remarks.c.id)
    ).scalar_one()
    add_files(tx, item_id, files, remark_id=made)
    return Remark(made, item_id, by_team, text, on)


def remarks_of(tx: Tx, item_id: int) -> list[Remark]:
    """The talk about an item, in order."""
    rows = tx.execute(select(remarks).where(remarks.c.item_id == item_id).order_by(remarks.c.id))
    return [Remark(row.id, row.item_id, row.by_team, row.text, row.said_on) for row in rows]


def asked(tx: Tx, person_id: int | None, hidden: Sequence[int] = ()) -> list[Item]:
    """Open items where a question waits for an answer, the newest question first: what somebody said by name, and those
    of these hidden ones.
    """
    whose: ColumnElement[bool] = items.c.id.in_(hidden)
    if person_id is not None:
        whose = or_(items.c.author_id == person_id, whose)
    last = select(func.max(remarks.c.id)).where(remarks.c.item_id == items.c.id).scalar_subquery()
    rows = tx.execute(select(items).where(whose, awaits_answer()).order_by(last.desc()))
    return [_item(row) for row in rows]


def awaits_answer() -> ColumnElement[bool]:
    """That an item is open and the team spoke last: of each one its last remark is looked up, never all remarks."""
    said = select(remarks.c.by_team).where(remarks.c.item_id == items.c.id)
    return and_(items.c.stage.in_(OPEN_STAGES), said.order_by(remarks.c.id.desc()).limit(1).scalar_subquery())


def count(tx: Tx) -> dict[Stage, int]:
    """How many items there are in each stage."""
    rows = tx.execute(select(items.c.stage, func.count().label("n")).group_by(items.c.stage))
    return {Stage(row.stage): row.n for row in rows}


def _next_number(tx: Tx, kind: Kind) -> int:
    step = update(counters).where(counters.c.name == kind).values(value=counters.c.value + 1)
    number = tx.execute(step.returning(counters.c.value)).scalar_one_or_none()
    if number is None:
        tx.execute(insert(counters).values(name=kind, value=1))
        return 1
    return int(number)


def _sealed(tx: Tx, file: Attachment) -> bytes:
    return sealing_of(tx).close(asdict(file), FILE, padded_to=FILE_PADDED_TO)


def _item(row: Row[Any]) -> Item:
    return Item(
        id=row.id,
        kind=Kind(row.kind),
        number=row.number,
        stage=Stage(row.stage),
        text=row.text,
        unit=row.unit,
        topic=row.topic,
        team=row.team,
        author_id=row.author_id,
        said_on=row.said_on,
        promised_on=row.promised_on,
        closed_on=row.closed_on,
        taker_id=row.taker_id,
        reason=row.reason,
        outcome=row.outcome,
        identity=Identity(row.identity),
        seal_id=row.seal_id,
        decider_id=row.decider_id,
        appealed_on=row.appealed_on,
        helped=row.helped,
        already=row.already,
        campaign_id=row.campaign_id,
        voices=row.voices,
        thanks=row.thanks,
        point=row.point,
        feedback_kind=FeedbackKind(row.feedback_kind) if row.feedback_kind else None,
        apologised_on=row.apologised_on,
        on_behalf=row.on_behalf,
        merged_into=row.merged_into,
        stage_before=Stage(row.stage_before) if row.stage_before else None,
        made_of=row.made_of,
        same_as=row.same_as,
    )


def said_nearby(tx: Tx, item: Item, *, since: date, most: int) -> dict[int, str]:
    """What other feedback to the same team says about the same department or point, since a day; the newest."""
    nearby = items.c.unit.is_not_distinct_from(item.unit)
    if item.point is not None:
        nearby = or_(nearby, items.c.point == item.point)
    others = (items.c.kind == Kind.FEEDBACK, items.c.team == item.team, items.c.id != item.id)
    found = select(items.c.id, items.c.text).where(
        *others, nearby, items.c.stage.not_in(TAKEN_OFF), items.c.said_on >= since
    )
    return {row.id: row.text for row in tx.execute(found.order_by(items.c.id.desc()).limit(most))}


def texts(tx: Tx) -> list[str]:
    """What all items say, in order."""
    return list(tx.execute(select(items.c.text).order_by(items.c.id)).scalars())
