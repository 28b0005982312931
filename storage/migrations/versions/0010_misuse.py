"""Limits, bursts and mutes"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("ratings", sa.Column("in_burst", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("items", sa.Column("words_hash", sa.LargeBinary(length=16), nullable=True))
    _refer_to_the_first()
    op.create_index(op.f("ix_items_same_as"), "items", ["same_as"], unique=False)
    op.create_index("ix_items_words_hash", "items", ["words_hash"], unique=False)
    op.create_table(
        "paces",
        sa.Column("name", sa.LargeBinary(length=32), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_paces")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_paces_day"), "paces", ["day"], unique=False)
    op.create_table(
        "bursts",
        sa.Column("point", sa.String(length=20), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("counts", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("point", "day", name=op.f("pk_bursts")),
    )
    op.create_table(
        "sent_today",
        sa.Column("tag", sa.LargeBinary(length=32), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("tag", name=op.f("pk_sent_today")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_sent_today_day"), "sent_today", ["day"], unique=False)
    op.create_table(
        "mutes",
        sa.Column("id", ID, nullable=False),
        sa.Column("tag", sa.LargeBinary(length=32), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("nameless", sa.Boolean(), nullable=False),
        sa.Column("quiet", sa.Boolean(), nullable=False),
        sa.Column("item_id", ID, nullable=True),
        sa.Column("by_id", ID, nullable=True),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("objection", sa.Text(), nullable=True),
        sa.Column("stands", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_mutes_by_id_people"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_mutes_item_id_items"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mutes")),
    )
    op.create_index(op.f("ix_mutes_item_id"), "mutes", ["item_id"], unique=False)


def _refer_to_the_first() -> None:
    """On SQLite the reference can only come together with its column; Alembic's batch mode would make the table anew."""
    name = op.f("fk_items_same_as_items")
    if op.get_bind().dialect.name == "sqlite":
        op.execute(
            f"ALTER TABLE items ADD COLUMN same_as INTEGER CONSTRAINT {name} REFERENCES items (id) ON DELETE SET NULL"
        )
        return
    op.add_column("items", sa.Column("same_as", ID, nullable=True))
    op.create_foreign_key(name, "items", "items", ["same_as"], ["id"], ondelete="SET NULL")
