"""Ratings of service points"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("items", sa.Column("point", sa.String(length=20), nullable=True))
    op.add_column("items", sa.Column("feedback_kind", sa.String(length=10), nullable=True))
    op.add_column("items", sa.Column("on_behalf", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("items", sa.Column("apologised_on", sa.Date(), nullable=True))
    op.create_table(
        "ratings",
        sa.Column("id", ID, nullable=False),
        sa.Column("point", sa.String(length=20), nullable=False),
        sa.Column("unit", sa.String(length=20), nullable=True),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=20), nullable=True),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("counted", sa.Boolean(), nullable=False),
        sa.Column("item_id", ID, nullable=True),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_ratings_item_id_items"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ratings")),
    )
    op.create_index(op.f("ix_ratings_item_id"), "ratings", ["item_id"], unique=False)
    op.create_index("ix_ratings_point_given_on", "ratings", ["point", "given_on"], unique=False)
    op.create_index("ix_ratings_given_on", "ratings", ["given_on"], unique=False)
    op.create_table(
        "rated",
        sa.Column("name", sa.LargeBinary(length=32), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_rated")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_rated_day"), "rated", ["day"], unique=False)
    op.create_table(
        "day_keys",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("day", name=op.f("pk_day_keys")),
    )
    op.create_table(
        "alarms",
        sa.Column("point", sa.String(length=20), nullable=False),
        sa.Column("told_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("point", name=op.f("pk_alarms")),
    )
