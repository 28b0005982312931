"""Teams' groups and the cards that stand in them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, delete, func, insert, select, true, update

from storage.db import Tx
from storage.items import stands_alone
from storage.records.team import Binding, Card
from storage.tables import bindings, cards, items


def binding(tx: Tx, team: str) -> Binding | None:
    row = tx.execute(select(bindings).where(bindings.c.team == team)).one_or_none()
    return Binding(row.team, row.chat_id, row.thread_id) if row else None


def bound_to(tx: Tx, chat_id: int) -> list[Binding]:
    """The teams that meet in a group."""
    rows = tx.execute(select(bindings).where(bindings.c.chat_id == chat_id).order_by(bindings.c.team))
    return [Binding(row.team, row.chat_id, row.thread_id) for row in rows]


def bind(tx: Tx, binding: Binding) -> None:
    """From now on the team meets there, and nowhere else."""
    tx.execute(delete(bindings).where(bindings.c.team == binding.team))
    tx.execute(insert(bindings).values(team=binding.team, chat_id=binding.chat_id, thread_id=binding.thread_id))


def unbind(tx: Tx, chat_id: int) -> list[str]:
    """The group is gone: forget its bindings and cards; returns the teams that have no group now."""
    gone = [found.team for found in bound_to(tx, chat_id)]
    tx.execute(delete(bindings).where(bindings.c.chat_id == chat_id))
    tx.execute(delete(cards).where(cards.c.chat_id == chat_id))
    return gone


def leave_topic(tx: Tx, chat_id: int, thread_id: int) -> None:
    """The topic is gone: the team meets in the group itself."""
    tx.execute(
        update(bindings).where(bindings.c.chat_id == chat_id, bindings.c.thread_id == thread_id).values(thread_id=None)
    )


def move(tx: Tx, old_chat_id: int, new_chat_id: int) -> None:
    """A group became a supergroup: a new address. Its messages got new numbers, so no card there is known."""
    tx.execute(update(bindings).where(bindings.c.chat_id == old_chat_id).values(chat_id=new_chat_id))
    tx.execute(delete(cards).where(cards.c.chat_id == old_chat_id))


def card(tx: Tx, item_id: int, chat_id: int) -> Card | None:
    row = tx.execute(select(cards).where(cards.c.item_id == item_id, cards.c.chat_id == chat_id)).one_or_none()
    return Card(row.item_id, row.chat_id, row.message_id) if row else None


def card_of_message(tx: Tx, chat_id: int, message_id: int) -> Card | None:
    row = tx.execute(select(cards).where(cards.c.chat_id == chat_id, cards.c.message_id == message_id)).one_or_none()
    return Card(row.item_id, row.chat_id, row.message_id) if row else None


def expect_card(tx: Tx, item_id: int, chat_id: int) -> bool:
    """There is to be a card; False when there was to be one already."""
    if card(tx, item_id, chat_id):
        return False
    tx.execute(insert(cards).values(item_id=item_id, chat_id=chat_id, message_id=None))
    return True


def card_sent(tx: Tx, item_id: int, chat_id: int, message_id: int | None) -> None:
    """Remember which message the card is, also when it was given up meanwhile; None when that message is gone."""
    of_item = (cards.c.item_id == item_id, cards.c.chat_id == chat_id)
    known = tx.execute(update(cards).where(*of_item).values(message_id=message_id)).rowcount
    if not known and message_id is not None:
        tx.execute(insert(cards).values(item_id=item_id, chat_id=chat_id, message_id=message_id))


def drop_card(tx: Tx, item_id: int, chat_id: int) -> list[Card]:
    """No message is this card any longer; returns what was, because what it shows stays until it is written over."""
    return _dropped(tx, cards.c.item_id == item_id, cards.c.chat_id == chat_id)


def drop_cards_elsewhere(tx: Tx, item_id: int, chat_id: int | None) -> list[Card]:
    """The same for an item's cards in all groups but this one."""
    elsewhere = true() if chat_id is None else cards.c.chat_id != chat_id
    return _dropped(tx, cards.c.item_id == item_id, elsewhere)


def leave_cards(tx: Tx, team: str, chat_id: int) -> list[Card]:
    """The same for all cards of a team, which meets in this group alone."""
    own = select(items.c.id).where(items.c.team == team)
    return _dropped(tx, cards.c.chat_id != chat_id, cards.c.item_id.in_(own))


def without_card(tx: Tx, team: str, chat_id: int, stages: tuple[str, ...]) -> list[int]:
    """Ids of a team's items in these stages that no card shows in that group yet, the oldest first. Of those with the same
    words the first.
    """
    shown = select(cards.c.item_id).where(cards.c.chat_id == chat_id)
    found = tx.execute(
        select(items.c.id)
        .where(items.c.team == team, items.c.stage.in_(stages), stands_alone(), items.c.id.not_in(shown))
        .order_by(items.c.id)
    )
    return list(found.scalars())


def with_card(tx: Tx, item_ids: Sequence[int]) -> list[int]:
    """Which of these items a card shows, in order."""
    shown = select(cards.c.item_id).distinct().where(cards.c.item_id.in_(item_ids)).order_by(cards.c.item_id)
    return list(tx.execute(shown).scalars())


def unsent(tx: Tx, chat_id: int) -> list[int]:
    """Items whose cards are to come to a group and have not gone out yet."""
    return list(
        tx.execute(select(cards.c.item_id).where(cards.c.chat_id == chat_id, cards.c.message_id.is_(None))).scalars()
    )


def count_unsent(tx: Tx, chat_id: int) -> int:
    return tx.execute(select(func.count()).where(cards.c.chat_id == chat_id, cards.c.message_id.is_(None))).scalar_one()


def _dropped(tx: Tx, *which: ColumnElement[bool]) -> list[Card]:
    gone = tx.execute(delete(cards).where(*which).returning(*cards.c)).all()
    return [Card(row.item_id, row.chat_id, row.message_id) for row in sorted(gone, key=lambda row: row.item_id)]
