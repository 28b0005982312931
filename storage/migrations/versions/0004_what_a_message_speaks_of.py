"""What a message speaks of can be forgotten fast

The table is made anew, because nothing refers to it. What stands in it is sealed: it is opened here to learn of which
item each row speaks.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from storage.db import sealing_of

revision = "0004"
down_revision = "0003"

MENTIONS = sa.table(
    "mentions",
    sa.column("message_key", sa.LargeBinary),
    sa.column("subject", sa.LargeBinary),
    sa.column("sealed", sa.LargeBinary),
    sa.column("until", sa.Date),
)


def upgrade() -> None:
    tx = op.get_bind()
    rows = sa.select(MENTIONS.c.message_key, MENTIONS.c.sealed, MENTIONS.c.until)
    before = [dict(row) for row in tx.execute(rows).mappings()]
    op.drop_table("mentions")
    op.create_table(
        "mentions",
        sa.Column("message_key", sa.LargeBinary(length=32), nullable=False),
        sa.Column("subject", sa.LargeBinary(length=32), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("message_key", name=op.f("pk_mentions")),
    )
    op.create_index(op.f("ix_mentions_subject"), "mentions", ["subject"], unique=False)
    op.create_index(op.f("ix_mentions_until"), "mentions", ["until"], unique=False)
    if before:
        tx.execute(sa.insert(MENTIONS), [{**row, "subject": _subject(tx, row)} for row in before])


def _subject(tx: sa.Connection, row: dict[str, Any]) -> bytes:
    seal = sealing_of(tx)
    item = seal.open(row["sealed"], "mention")["item"]
    return seal.name("what a message speaks of", item, row["until"].toordinal())
