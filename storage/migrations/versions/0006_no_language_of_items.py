"""No language of items

Nobody asks for it, and an author's may be rare enough to tell who it was.
"""

from __future__ import annotations

from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    # Not in a batch: on SQLite the table would be made anew, and take with it all that hangs on it.
    op.drop_column("items", "language")
