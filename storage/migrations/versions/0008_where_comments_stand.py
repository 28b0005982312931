"""Which messages of groups show a comment, so that it can be taken back there, too"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.add_column("comments", sa.Column("posted", sa.LargeBinary(), nullable=True))
