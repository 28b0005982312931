"""Identity, voices, comments, campaigns

Columns are added one by one: on SQLite Alembic's batch mode would make the table of items anew and drop the old one,
and with it, by its foreign keys, all that hangs on it. On the table of attachments nothing hangs.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from storage import tags
from storage.columns import Instant
from storage.db import sealing_of

revision = "0002"
down_revision = "0001"

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "campaigns",
        sa.Column("id", ID, nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("sponsor", sa.Text(), nullable=False),
        sa.Column("units", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("maker_id", ID, nullable=True),
        sa.ForeignKeyConstraint(
            ["maker_id"], ["people.id"], name=op.f("fk_campaigns_maker_id_people"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_campaigns")),
        sa.UniqueConstraint("code", name=op.f("uq_campaigns_code")),
    )
    op.create_index(op.f("ix_campaigns_state"), "campaigns", ["state"], unique=False)
    _widen_items()
    _part_drafts()
    _seal_attachments()
    op.create_table(
        "seals",
        sa.Column("id", sa.LargeBinary(length=16), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seals")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "forgotten",
        sa.Column("id", sa.LargeBinary(length=8), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forgotten")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "voices",
        sa.Column("id", ID, nullable=False),
        sa.Column("item_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=True),
        sa.Column("kind", sa.String(length=6), nullable=False),
        sa.Column("given_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_voices_item_id_items"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_voices_person_id_people"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_voices")),
        sa.UniqueConstraint("item_id", "person_id", "kind", name=op.f("uq_voices_item_id_person_id_kind")),
    )
    op.create_index(op.f("ix_voices_person_id"), "voices", ["person_id"], unique=False)
    op.create_table(
        "follows",
        sa.Column("item_id", ID, nullable=False),
        sa.Column("person_id", ID, nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_follows_item_id_items"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_follows_person_id_people"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("item_id", "person_id", name=op.f("pk_follows")),
    )
    op.create_index(op.f("ix_follows_person_id"), "follows", ["person_id"], unique=False)
    op.create_table(
        "comments",
        sa.Column("id", ID, nullable=False),
        sa.Column("item_id", ID, nullable=False),
        sa.Column("author_id", ID, nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("said_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_comments_item_id_items"), ondelete="CASCADE"),
        sa.ForeignKeyConstraint(
            ["author_id"], ["people.id"], name=op.f("fk_comments_author_id_people"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comments")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("ix_comments_item_id"), "comments", ["item_id"], unique=False)
    op.create_index(op.f("ix_comments_author_id"), "comments", ["author_id"], unique=False)
    op.create_table(
        "gathered",
        sa.Column("item_id", ID, nullable=False),
        sa.Column("about", sa.String(length=8), nullable=False),
        sa.Column("told_id", sa.BigInteger(), nullable=False),
        sa.Column("next_at", Instant(), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["items.id"], name=op.f("fk_gathered_item_id_items"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("item_id", "about", name=op.f("pk_gathered")),
    )
    op.create_index(op.f("ix_gathered_next_at"), "gathered", ["next_at"], unique=False)


def _widen_items() -> None:
    op.add_column("items", sa.Column("identity", sa.String(length=8), nullable=False, server_default="named"))
    op.add_column("items", sa.Column("seal_id", sa.LargeBinary(length=16), nullable=True))
    op.add_column("items", sa.Column("claim_hash", sa.LargeBinary(length=32), nullable=True))
    _add_reference("items", "decider_id", "people", "SET NULL")
    op.add_column("items", sa.Column("appealed_on", sa.Date(), nullable=True))
    op.add_column("items", sa.Column("helped", sa.String(length=5), nullable=True))
    op.add_column("items", sa.Column("already", sa.Boolean(), nullable=False, server_default=sa.false()))
    _add_reference("items", "campaign_id", "campaigns", "SET NULL")
    op.add_column("items", sa.Column("voices", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("items", sa.Column("thanks", sa.Integer(), nullable=False, server_default="0"))
    op.create_index(op.f("ix_items_seal_id"), "items", ["seal_id"], unique=True)
    op.create_index(op.f("ix_items_claim_hash"), "items", ["claim_hash"], unique=True)
    op.create_index(op.f("ix_items_campaign_id"), "items", ["campaign_id"], unique=False)
    for columns in (("stage", "closed_on", "id"), ("unit", "id", "stage"), ("voices", "id", "stage")):
        op.create_index(f"ix_items_kind_{'_'.join(columns)}", "items", ["kind", *columns], unique=False)


def _part_drafts() -> None:
    """One name for all drafts of a person becomes a value of its own in each row, made with that name as the key."""
    tx = op.get_bind()
    op.drop_index(op.f("ix_drafts_owner"), table_name="drafts")
    for row in tx.execute(sa.text("SELECT id, owner FROM drafts")).all():
        tx.execute(sa.text("UPDATE drafts SET owner = :tag WHERE id = :id"), {"tag": tags.tag(row.owner), "id": row.id})


def _seal_attachments() -> None:
    """The table is made anew, so that what stood in clear is nowhere left."""
    tx, seal = op.get_bind(), sealing_of(op.get_bind())
    found = tx.execute(sa.text("SELECT item_id, kind, file_id, name, mime, size FROM attachments ORDER BY id"))
    files = [dict(row) for row in found.mappings()]
    op.drop_table("attachments")
    made = op.create_table(
        "attachments",
        sa.Column("id", ID, nullable=False),
        sa.Column("item_id", ID, nullable=False),
        sa.Column("remark_id", ID, nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["item_id"], ["items.id"], name=op.f("fk_attachments_item_id_items"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["remark_id"], ["remarks.id"], name=op.f("fk_attachments_remark_id_remarks"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachments")),
    )
    for column in ("item_id", "remark_id"):
        op.create_index(op.f(f"ix_attachments_{column}"), "attachments", [column], unique=False)
    rows = [{"item_id": file.pop("item_id"), "sealed": seal.close(file, "attachment", padded_to=512)} for file in files]
    op.bulk_insert(made, rows)


def _add_reference(table: str, column: str, to: str, at_deletion: str) -> None:
    """A column that points to another table; SQLite takes the reference only together with the column."""
    name = op.f(f"fk_{table}_{column}_{to}")
    if op.get_bind().dialect.name == "sqlite":
        reference = f"CONSTRAINT {name} REFERENCES {to} (id) ON DELETE {at_deletion}"
        op.execute(f"ALTER TABLE {table} ADD COLUMN {column} INTEGER {reference}")
        return
    op.add_column(table, sa.Column(column, ID, nullable=True))
    op.create_foreign_key(name, table, to, [column], ["id"], ondelete=at_deletion)
