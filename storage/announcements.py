"""Announcements: what is told to everybody, and which items it answers."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row, delete, insert, select, update

from storage.db import Tx
from storage.records.announcement import Announcement, Matter, NewAnnouncement, Post
from storage.tables import announced, announcements


class NotFound(LookupError):
    """There is no such announcement."""


def add(tx: Tx, new: NewAnnouncement, item_ids: Sequence[int]) -> Announcement:
    """Keep an announcement that answers these items; of each there is none, or one that was taken back."""
    made = tx.execute(
        insert(announcements)
        .values(
            matter=new.matter,
            said=new.said,
            did=new.did,
            unit=new.unit,
            team=new.team,
            told_on=new.told_on,
            channel=new.channel,
            post=Post.OWED if new.channel else Post.STANDS,
        )
        .returning(announcements.c.id)
    ).scalar_one()
    tx.execute(delete(announced).where(announced.c.item_id.in_(item_ids)))
    if item_ids:
        tx.execute(insert(announced), [{"item_id": item_id, "announcement_id": made} for item_id in item_ids])
    return get(tx, made)


def get(tx: Tx, announcement_id: int) -> Announcement:
    """One announcement; raises NotFound."""
    row = tx.execute(select(announcements).where(announcements.c.id == announcement_id)).one_or_none()
    if row is None:
        raise NotFound(announcement_id)
    return _announcement(row)


def of_item(tx: Tx, item_id: int) -> Announcement | None:
    """The announcement that answers an item, if there is one."""
    found = select(announcements).join(announced, announced.c.announcement_id == announcements.c.id)
    row = tx.execute(found.where(announced.c.item_id == item_id)).one_or_none()
    return _announcement(row) if row else None


def items_of(tx: Tx, announcement_id: int) -> list[int]:
    """Ids of the items that an announcement answers, in order."""
    found = select(announced.c.item_id).where(announced.c.announcement_id == announcement_id)
    return list(tx.execute(found.order_by(announced.c.item_id)).scalars())


def answered(tx: Tx, item_ids: Collection[int]) -> set[int]:
    """Which of these items an announcement answers that was not taken back."""
    found = select(announced.c.item_id).join(announcements, announcements.c.id == announced.c.announcement_id)
    those = (announced.c.item_id.in_(item_ids), announcements.c.post != Post.BACK)
    return set(tx.execute(found.where(*those)).scalars())


def arrived(tx: Tx, announcement_id: int, message_id: int, on: date) -> Announcement:
    """Its post stands in the channel, unless it was taken back meanwhile."""
    this = announcements.c.id == announcement_id
    tx.execute(update(announcements).where(this).values(message_id=message_id))
    stand(tx, announcement_id, *(each for each in Post if each is not Post.BACK), on=on)
    return get(tx, announcement_id)


def stand(tx: Tx, announcement_id: int, *before: Post, on: date) -> bool:
    """Let its post stand, told on this day, so that it is in the month in which everybody can read it; False when it stood
    at none of those before. What gathers a month keeps the day that tells which.
    """
    if not move(tx, announcement_id, *before, to=Post.STANDS):
        return False
    single = (announcements.c.id == announcement_id, announcements.c.matter != Matter.MONTH)
    tx.execute(update(announcements).where(*single).values(told_on=on))
    return True


def move(tx: Tx, announcement_id: int, *before: Post, to: Post) -> bool:
    """Let its post stand otherwise; False when it stood at none of those before."""
    those = (announcements.c.id == announcement_id, announcements.c.post.in_(before))
    return tx.execute(update(announcements).where(*those).values(post=to)).rowcount == 1


def asking(tx: Tx) -> list[Announcement]:
    """Those about whose posts somebody is to be asked, the oldest first."""
    unsettled = announcements.c.post.in_((Post.UNSURE, Post.REFUSED))
    rows = tx.execute(select(announcements).where(unsettled).order_by(announcements.c.id))
    return [_announcement(row) for row in rows]


def between(tx: Tx, first: date, last: date) -> list[Announcement]:
    """What was told from the first to the last of these days and stands, in order; without what only gathers others."""
    those = (announcements.c.told_on.between(first, last), announcements.c.post == Post.STANDS)
    single = announcements.c.matter != Matter.MONTH
    rows = tx.execute(select(announcements).where(*those, single).order_by(announcements.c.id))
    return [_announcement(row) for row in rows]


def month_told(tx: Tx, first: date, last: date) -> Announcement | None:
    """What was made from the first to the last of these days to gather the month before, also if it was taken back."""
    told = (announcements.c.matter == Matter.MONTH, announcements.c.told_on.between(first, last))
    row = tx.execute(select(announcements).where(*told)).one_or_none()
    return _announcement(row) if row else None


def _announcement(row: Row[Any]) -> Announcement:
    return Announcement(
        matter=Matter(row.matter),
        said=row.said,
        did=row.did,
        unit=row.unit,
        team=row.team,
        told_on=row.told_on,
        channel=row.channel,
        id=row.id,
        message_id=row.message_id,
        post=Post(row.post),
    )
