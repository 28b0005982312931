"""Whoever was forgotten since the last night: sealed notes that the next night makes true.

Were the seals of somebody emptied, or the words of hidden items erased, the moment he or she is forgotten, whoever
compares two copies of the database, or looks at the group, would see whose they were. So a note stays. Until the
night a seal that a note means is taken for an empty one; the night seals all of them anew (`storage/resealing.py`).
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, insert, select

from storage.db import Tx, sealing_of
from storage.tables import forgotten

PURPOSE = "forgotten"
NOTE_BYTES = 8


@dataclass(frozen=True, slots=True)
class Note:
    """Everything that was sealed for this chat before the note is to lead nowhere; `words_too`: nor to say anything."""

    id: bytes
    chat_id: int
    words_too: bool

    def means(self, content: Mapping[str, Any]) -> bool:
        """Whether a seal is older than the note."""
        return content["chat"] == self.chat_id and self.id.hex() not in content.get("since", ())


def leave(tx: Tx, chat_id: int, *, words_too: bool) -> None:
    """Leave a note, whether there is anything hidden or not: otherwise the note would tell."""
    note_id = secrets.token_bytes(NOTE_BYTES)
    sealed = sealing_of(tx).close({"chat": chat_id, "words": words_too}, PURPOSE)
    tx.execute(insert(forgotten).values(id=note_id, sealed=sealed))


def notes(tx: Tx) -> Sequence[Note]:
    """All of them: those of one day."""
    seal = sealing_of(tx)
    rows = [(row.id, seal.open(row.sealed, PURPOSE)) for row in tx.execute(select(forgotten)).all()]
    return [Note(note_id, content["chat"], content["words"]) for note_id, content in rows]


def since(tx: Tx, chat_id: int) -> list[str]:
    """What a new seal of this chat says, so that notes from before do not mean it: who was forgotten may come back."""
    return [note.id.hex() for note in notes(tx) if note.chat_id == chat_id]


def drop(tx: Tx, done: Collection[bytes]) -> None:
    tx.execute(delete(forgotten).where(forgotten.c.id.in_(done)))
