"""Privacy: what changes because somebody asks to be forgotten; all or nothing."""

from __future__ import annotations

from datetime import date

from bot.privacy import sentences
from bot.privacy.rules import Words
from bot.texts import Texts
from config.organisation import Organisation
from storage import facts, outbox, personal_data, teams
from storage.db import Tx
from storage.personal_data import Whose
from storage.records.facts import NameErased
from storage.records.outgoing import Call, Class


def whose(tx: Tx, chat_id: int, organisation: Organisation, today: date) -> Whose:
    """Whatever leads to this person."""
    return personal_data.whose(tx, chat_id, today=today, drafts_kept=organisation.retention.kept("drafts"))


def forget(tx: Tx, of: Whose, words: Words, *, organisation: Organisation, today: date) -> None:
    """Erase a person; words stay without the name, or go too. Cards that show the name are drawn anew.

    Cards of hidden items stay as they are until something else happens to them: were they drawn anew together with
    those that bear the name, everybody in the group would see whose they were.
    """

    def in_place(team: str, _language: str) -> str:
        return sentences.words_taken_back(Texts(organisation.team(team).language, organisation.zone)).plain

    shown = teams.with_card(tx, [*of.named, *of.looked_after])
    personal_data.erase(tx, of, words=in_place if words is Words.ERASE else None)
    for item_id in shown:
        facts.pass_on(tx, NameErased(today, item_id=item_id))
    if of.person_id is not None:
        params = {"scope": {"type": "chat", "chat_id": of.chat_id}}
        outbox.put(tx, Call(of.chat_id, "deleteMyCommands", params, rank=Class.CARD))
