"""Similar ideas"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "sketches",
        sa.Column("item_id", ID, nullable=False),
        sa.Column("listed", sa.Boolean(), nullable=False),
        sa.Column("pieces", sa.LargeBinary(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_sketches_item_id_items"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_sketches")),
    )
    op.create_index(
        "ix_sketches_waiting",
        "sketches",
        ["item_id"],
        unique=False,
        sqlite_where=sa.text("listed = 0"),
        postgresql_where=sa.text("NOT listed"),
    )
    op.create_table(
        "beginnings",
        sa.Column("beginning", sa.LargeBinary(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("ideas", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("beginning", "part", name=op.f("pk_beginnings")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "piece_weights",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("ideas", sa.Integer(), nullable=False),
        sa.Column("mean", sa.Float(), nullable=False),
        sa.Column("length", sa.Float(), nullable=False),
        sa.Column("counts", sa.LargeBinary(), nullable=False),
        sa.Column("weights", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_piece_weights")),
    )
