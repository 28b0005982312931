"""The outbox: messages owed, written in the transaction that owes them, deleted when Telegram has them."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import bindparam, delete, func, insert, or_, select, update

from storage.db import Tx, sealing_of
from storage.records.outgoing import Call, Class, Outgoing
from storage.tables import outbox

PURPOSE = "outbox"
KEY_LENGTH = 60
PRIVATE_PADDED_TO = 3840
"""A private message takes as much room in one language as in another; its row still fits a page of SQLite (4096)."""

WAITING, HELD, SUSPECT = "waiting", "held", "suspect"


AT_ONCE = 500
"""Messages to many that are written down by one statement."""

# Written once: each update asks this, and building a statement costs more than running it.
_INSERT = insert(outbox).returning(outbox.c.id)
_INSERT_MANY = insert(outbox).returning(outbox.c.id, sort_by_parameter_order=True)
_DONE = delete(outbox).where(outbox.c.id == bindparam("outgoing"))


def lane_of(tx: Tx, chat_id: int) -> bytes:
    """The name of a chat among the messages owed; for a private chat only in memory."""
    return sealing_of(tx).name(PURPOSE, chat_id)


def _kept_lane(lane: bytes, chat_id: int) -> bytes:
    """What stands in the row: for a private chat nothing that two rows share, or a hidden item's receipt would be
    joined to what its author is told by name.
    """
    return lane if chat_id < 0 else secrets.token_bytes(len(lane))


def put(tx: Tx, call: Call) -> Outgoing:
    """Owe a message. With a key it takes the place of the one that waits under the same key."""
    key = _key(tx, call)
    if key is not None:
        tx.execute(delete(outbox).where(outbox.c.key == key))
    lane = lane_of(tx, call.chat_id)
    made = tx.execute(_INSERT, _row(tx, call, lane, key)).scalar_one()
    owed = Outgoing(made, lane, call)
    tx.info["calls"].append(owed)
    return owed


def put_all(tx: Tx, calls: Iterable[Call]) -> None:
    """Owe messages, in order; those without a key many at a time, because they may be thousands."""
    alike: list[Call] = []
    for call in calls:
        if call.key is not None or len(alike) == AT_ONCE:
            _put_many(tx, alike)
            alike = []
        if call.key is not None:
            put(tx, call)
        else:
            alike.append(call)
    _put_many(tx, alike)


def _put_many(tx: Tx, calls: Sequence[Call]) -> None:
    if len(calls) < 2:
        for call in calls:
            put(tx, call)
        return
    lanes = [lane_of(tx, call.chat_id) for call in calls]
    rows = [_row(tx, call, lane, None) for call, lane in zip(calls, lanes, strict=True)]
    made = tx.execute(_INSERT_MANY, rows).scalars().all()
    tx.info["calls"] += [Outgoing(*owed) for owed in zip(made, lanes, calls, strict=True)]


def _row(tx: Tx, call: Call, lane: bytes, key: str | None) -> dict[str, Any]:
    kept = _kept_lane(lane, call.chat_id)
    return {"rank": int(call.rank), "lane": kept, "key": key, "state": WAITING, "sealed": _sealed(tx, call)}


def taken(tx: Tx) -> list[Outgoing]:
    """What this transaction owes so far, to be handed to the sender after the commit."""
    calls: list[Outgoing] = list(tx.info["calls"])
    return calls


def waiting(tx: Tx, *, limit: int, but: Iterable[int] = ()) -> list[Outgoing]:
    """Rows that may be sent, the most urgent first, without those that the sender has already."""
    rows = tx.execute(select(outbox).where(outbox.c.state == WAITING).order_by(outbox.c.rank, outbox.c.id).limit(limit))
    known = set(but)
    return [_outgoing(tx, row) for row in rows if row.id not in known]


def done(tx: Tx, ids: list[int]) -> None:
    if ids:
        tx.execute(_DONE, [{"outgoing": each} for each in ids])


def hold(tx: Tx, ids: Sequence[int]) -> None:
    """Their chat cannot be reached: these messages wait until it comes back."""
    tx.execute(update(outbox).where(outbox.c.id.in_(ids), outbox.c.state == WAITING).values(state=HELD))


def release(tx: Tx, chat_id: int) -> list[Outgoing]:
    """A private chat is back: what was held for it may go. Opens what is held, as nothing in clear tells for whom."""
    rows = tx.execute(select(outbox).where(outbox.c.state == HELD).order_by(outbox.c.id))
    freed = [owed for owed in (_outgoing(tx, row) for row in rows) if owed.call.chat_id == chat_id]
    if freed:
        tx.execute(update(outbox).where(outbox.c.id.in_([owed.id for owed in freed])).values(state=WAITING))
    known = {owed.id for owed in tx.info["calls"]}
    tx.info["calls"] += [owed for owed in freed if owed.id not in known]
    return freed


def suspect(tx: Tx, outgoing_id: int) -> None:
    """It is on its way and must not be repeated unasked, should nobody learn whether it arrived."""
    tx.execute(update(outbox).where(outbox.c.id == outgoing_id).values(state=SUSPECT))


def expect(tx: Tx, outgoing_id: int) -> None:
    """It certainly did not arrive: it waits again."""
    tx.execute(update(outbox).where(outbox.c.id == outgoing_id, outbox.c.state == SUSPECT).values(state=WAITING))


def drop(tx: Tx, chat_id: int) -> int:
    """Forget what waits for a chat (a group that is gone: its cards are made anew elsewhere)."""
    return tx.execute(delete(outbox).where(outbox.c.lane == lane_of(tx, chat_id))).rowcount


def readdress(tx: Tx, old_chat_id: int, new_chat_id: int) -> list[Outgoing]:
    """A group has a new address: so have its messages."""
    rows = tx.execute(select(outbox).where(outbox.c.lane == lane_of(tx, old_chat_id)).order_by(outbox.c.id))
    moved = []
    for owed in [_outgoing(tx, row) for row in rows]:
        call = replace(owed.call, chat_id=new_chat_id, params={**owed.call.params, "chat_id": new_chat_id})
        lane = lane_of(tx, new_chat_id)
        tx.execute(update(outbox).where(outbox.c.id == owed.id).values(lane=lane, sealed=_sealed(tx, call)))
        moved.append(Outgoing(owed.id, lane, call))
    return moved


def rewrite(tx: Tx, outgoing_id: int, call: Call) -> None:
    """The same message in another form (markup taken out, topic left)."""
    tx.execute(update(outbox).where(outbox.c.id == outgoing_id).values(sealed=_sealed(tx, call)))


def reword(tx: Tx, call: Call) -> None:
    """What is owed under this key, however it stands, goes out as this."""
    tx.execute(update(outbox).where(outbox.c.key == _key(tx, call)).values(sealed=_sealed(tx, call)))


def get(tx: Tx, outgoing_id: int) -> Outgoing | None:
    """A message as it is owed now; None when it is no longer."""
    row = tx.execute(select(outbox).where(outbox.c.id == outgoing_id)).one_or_none()
    return _outgoing(tx, row) if row else None


def drop_for_card(tx: Tx, chat_id: int, item_id: int) -> None:
    """Forget an item's waiting card and what belongs below it."""
    mine = or_(outbox.c.key == f"card:{item_id}", outbox.c.key.startswith(f"under:{item_id}:"))
    tx.execute(delete(outbox).where(outbox.c.lane == lane_of(tx, chat_id), mine))


def drop_keyed(tx: Tx, chat_id: int, key: str) -> None:
    """Forget what waits for a group under a key."""
    tx.execute(delete(outbox).where(outbox.c.lane == lane_of(tx, chat_id), outbox.c.key == key))


def withdraw(tx: Tx, key: str) -> None:
    """Forget what is owed to a group or a channel under a key, however it stands."""
    tx.execute(delete(outbox).where(outbox.c.key == key))


def let_go(tx: Tx, key: str) -> bool:
    """What was held, or perhaps did not arrive, may go (once more); False when nothing is owed under this key."""
    row = tx.execute(update(outbox).where(outbox.c.key == key).values(state=WAITING).returning(outbox)).one_or_none()
    if row is not None:
        tx.info["calls"].append(_outgoing(tx, row))
    return row is not None


def suspects(tx: Tx) -> list[Call]:
    """What was on its way, and nobody knows whether it arrived, in order."""
    rows = tx.execute(select(outbox).where(outbox.c.state == SUSPECT).order_by(outbox.c.id))
    return [_outgoing(tx, row).call for row in rows]


def is_there(tx: Tx, outgoing_id: int) -> bool:
    """Whether a message is still owed as it was (a newer one may have taken its place)."""
    return tx.execute(select(outbox.c.id).where(outbox.c.id == outgoing_id)).first() is not None


def count(tx: Tx) -> dict[str, int]:
    """How many rows there are in each state."""
    rows = tx.execute(select(outbox.c.state, func.count().label("n")).group_by(outbox.c.state))
    return {row.state: row.n for row in rows}


def _key(tx: Tx, call: Call) -> str | None:
    """Names an item or a person only where a group is written to; else a keyed hash, as the lane is."""
    if call.key is None or call.chat_id < 0:
        return call.key
    return sealing_of(tx).name("outbox key", call.key).hex()[:KEY_LENGTH]


def _sealed(tx: Tx, call: Call) -> bytes:
    content = {
        "chat": call.chat_id,
        "method": call.method,
        "params": call.params,
        "card": call.card,
        "under": call.under,
        "comment": call.comment,
        "about": call.about,
        "draft": call.draft,
        "announcement": call.announcement,
        "hidden": call.hidden,
    }
    if call.chat_id < 0:
        return sealing_of(tx).close(content, PURPOSE)
    return sealing_of(tx).close(content, PURPOSE, padded_to=PRIVATE_PADDED_TO)


def _outgoing(tx: Tx, row: Any) -> Outgoing:
    content = sealing_of(tx).open(row.sealed, PURPOSE)
    call = Call(
        chat_id=content["chat"],
        method=content["method"],
        params=content["params"],
        rank=Class(row.rank),
        key=row.key,
        card=content["card"],
        under=content["under"],
        comment=content.get("comment"),
        about=content["about"],
        draft=content.get("draft"),
        announcement=content.get("announcement"),
        hidden=content.get("hidden", False),
    )
    return Outgoing(row.id, lane_of(tx, call.chat_id), call)
