"""Ideas: what changes them."""

from __future__ import annotations

from datetime import date

from bot.ideas import rules
from config.organisation import Organisation
from storage import facts, items, people
from storage.db import Tx
from storage.records.facts import ItemSent
from storage.records.item import Attachment, Item, Kind, NewItem
from storage.records.person import Person


def send(
    tx: Tx,
    kind: Kind,
    text: str,
    attachments: tuple[Attachment, ...],
    *,
    unit: str | None,
    topic: str | None,
    by: Person,
    organisation: Organisation,
    today: date,
) -> Item:
    """Store what somebody says by name, with its promised date, for the team that answers for the unit."""
    author = by if by.known else people.keep(tx, by)
    item = items.add(
        tx,
        NewItem(
            kind=kind,
            text=text,
            language=author.language,
            unit=unit,
            topic=topic,
            team=organisation.team_for(unit).code,
            author_id=author.id,
            said_on=today,
            promised_on=rules.promised_on(organisation, kind, today),
            attachments=attachments,
        ),
    )
    facts.record(tx, ItemSent(today, author.id, item_id=item.id))
    return item
