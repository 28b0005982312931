"""Which idea a feedback was joined with, which feedback an idea was made of, and thanks

Columns are added one by one: on SQLite Alembic's batch mode would make the table of items anew.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.add_column("items", sa.Column("stage_before", sa.String(length=10), nullable=True))
    for name in ("merged_into", "made_of"):
        _add_reference(name)
        op.create_index(op.f(f"ix_items_{name}"), "items", [name], unique=False)
    refers = (
        ("item_id", "items", "SET NULL"),
        ("receiver_id", "people", "CASCADE"),
        ("approver_id", "people", "SET NULL"),
    )
    op.create_table(
        "kudos",
        sa.Column("id", ID, nullable=False),
        sa.Column("item_id", ID, nullable=True),
        sa.Column("receiver_id", ID, nullable=True),
        sa.Column("receiver_name", sa.Text(), nullable=True),
        sa.Column("unit", sa.String(length=20), nullable=True),
        sa.Column("point", sa.String(length=20), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.Column("approver_id", ID, nullable=True),
        *(
            sa.ForeignKeyConstraint([name], [f"{to}.id"], name=op.f(f"fk_kudos_{name}_{to}"), ondelete=at_deletion)
            for name, to, at_deletion in refers
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_kudos")),
    )
    for name in ("item_id", "receiver_id"):
        op.create_index(op.f(f"ix_kudos_{name}"), "kudos", [name], unique=False)
    op.create_index("ix_kudos_unit_given_on", "kudos", ["unit", "given_on"], unique=False)
    op.create_index("ix_kudos_given_on", "kudos", ["given_on"], unique=False)


def _add_reference(column: str) -> None:
    """A column that points to an item; SQLite takes the reference only together with the column."""
    name = op.f(f"fk_items_{column}_items")
    if op.get_bind().dialect.name == "sqlite":
        reference = f"CONSTRAINT {name} REFERENCES items (id) ON DELETE SET NULL"
        op.execute(f"ALTER TABLE items ADD COLUMN {column} INTEGER {reference}")
        return
    op.add_column("items", sa.Column(column, ID, nullable=True))
    op.create_foreign_key(name, "items", "items", [column], ["id"], ondelete="SET NULL")
