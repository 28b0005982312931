"""Which idea a feedback was joined with, and which feedback an idea was made of

Columns are added one by one: on SQLite Alembic's batch mode would make the table of items anew.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("items", sa.Column("stage_before", sa.String(length=10), nullable=True))
    for name in ("merged_into", "made_of"):
        _add_reference(name)
        op.create_index(op.f(f"ix_items_{name}"), "items", [name], unique=False)


def _add_reference(column: str) -> None:
    """A column that points to an item; SQLite takes the reference only together with the column."""
    name = op.f(f"fk_items_{column}_items")
    if op.get_bind().dialect.name == "sqlite":
        reference = f"CONSTRAINT {name} REFERENCES items (id) ON DELETE SET NULL"
        op.execute(f"ALTER TABLE items ADD COLUMN {column} INTEGER {reference}")
        return
    op.add_column("items", sa.Column(column, ID, nullable=True))
    op.create_foreign_key(name, "items", "items", [column], ["id"], ondelete="SET NULL")
