"""From which comment on somebody hears of an idea"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    for table in ("voices", "follows"):
        op.add_column(table, sa.Column("after_comment", sa.BigInteger(), server_default="0", nullable=False))
