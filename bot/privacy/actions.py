"""Privacy: what changes because somebody asks to be forgotten; all or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from bot import rendering
from bot.ideas import actions as ideas
from bot.kudos import actions as kudos
from bot.merging import actions as merging
from bot.mine import rules as mine
from bot.privacy import sentences
from bot.privacy.rules import Words
from bot.texts import Texts
from config.organisation import Organisation
from storage import comments, facts, items, outbox, personal_data, teams
from storage.db import Tx
from storage.personal_data import Whose
from storage.records.facts import NameErased
from storage.records.outgoing import Call, Class


def whose(tx: Tx, chat_id: int) -> Whose:
    """Whatever leads to this person."""
    return personal_data.whose(tx, chat_id)


def forget(tx: Tx, of: Whose, words: Words, *, organisation: Organisation, today: date) -> None:
    """Erase a person; words stay without the name, or go too, and then what is open is closed. Cards that show the
    name are drawn anew.

    Nothing is seen of hidden items: they can be asked about as before, though nobody answers, and their words go on
    later nights. Else everybody in the group would see whose they were.
    """
    meant = kudos.perhaps_shown(tx, of.person) if of.person else []
    shown = teams.with_card(tx, [*of.named, *of.looked_after, *of.decided, *meant])
    comments.changing_of(tx, of.person_id, on=today)
    asking = personal_data.asked_with_buttons(tx, of)
    put = _in_place(organisation) if words is Words.ERASE else None
    personal_data.erase(tx, of, words=put)
    for item in items.of_ids(tx, of.named):
        ideas.forget_place(tx, item, organisation)
    if put is not None:
        _take_back(tx, of.named, organisation, today)
    _draw_anew(tx, shown, today)
    for chat_id, message_id in asking:
        outbox.put(tx, replace(rendering.without_buttons(chat_id, message_id), rank=Class.CARD))
    if of.person_id is not None:
        params = {"scope": {"type": "chat", "chat_id": of.chat_id}}
        outbox.put(tx, Call(of.chat_id, "deleteMyCommands", params, rank=Class.CARD))


def erase_hidden_words(tx: Tx, *, organisation: Organisation, today: date) -> None:
    """Erase the words of hidden items whose authors were forgotten and chose so, and whose day has come."""
    erased = personal_data.erase_hidden_words(tx, today, _in_place(organisation))
    _take_back(tx, erased, organisation, today)
    _draw_anew(tx, teams.with_card(tx, erased), today)


def _in_place(organisation: Organisation) -> personal_data.Words:
    """What stands in place of words, in the language of the team that reads it."""
    return lambda team: sentences.words_taken_back(Texts(organisation.team(team).language, organisation.zone)).plain


def _take_back(tx: Tx, item_ids: Sequence[int], organisation: Organisation, today: date) -> None:
    """What says nothing any longer waits for nobody's decision; but what is being tried out goes on."""
    for item_id in item_ids:
        item = items.get(tx, item_id)  # as it stands now: another one may have handed its place on to it
        if item.is_open and mine.is_withdrawable(item) and merging.take_back(tx, item, today=today):
            merging.let_go(tx, item, organisation=organisation, today=today)


def _draw_anew(tx: Tx, item_ids: Sequence[int], today: date) -> None:
    for item_id in item_ids:
        facts.pass_on(tx, NameErased(today, item_id=item_id))
