"""Triage: what the team's group hears."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from bot import rendering, whole
from bot.kudos import actions as kudos
from bot.kudos import rules as kudos_rules
from bot.screen import Screen, page_of
from bot.telling import Teller
from bot.texts import Texts
from bot.triage import cards, rules, screens
from config.organisation import Organisation
from storage import announcements, authors, campaigns, comments, items, outbox, people, ratings, teams
from storage.db import Tx
from storage.records.facts import AnnouncementFact, FeedbackJoined, FeedbackSeparated, ItemFact, ItemSent, TeamBound
from storage.records.item import OPEN_STAGES, Attachment, Item, Kind, Stage
from storage.records.outgoing import Call, Class
from storage.records.team import Binding, Card


def card_in_group(teller: Teller, fact: ItemFact) -> Iterator[Call]:
    """The item's card, new or as it stands now; nothing while the team has no group, nor of what is set aside. What has the
    same words as another one is counted on the card of that.
    """
    item = items.get(teller.tx, fact.item_id)
    if item.same_as is not None:
        if isinstance(fact, ItemSent):  # of what is decided the first one's own fact draws the card
            yield from _kept_current(teller, items.get(teller.tx, item.same_as))
    elif item.stage is not Stage.ASIDE:
        yield from card_calls(teller.tx, teller.organisation, item)


def card_kept_current(teller: Teller, fact: ItemFact) -> Iterator[Call]:
    """The card as it stands now, where there is one: what asks nothing of the team brings no card."""
    yield from _kept_current(teller, items.get(teller.tx, fact.item_id))


def card_of_idea(teller: Teller, fact: FeedbackJoined | FeedbackSeparated) -> Iterator[Call]:
    """The card of the idea as it stands now, where there is one: how many were joined with it has changed."""
    yield from _kept_current(teller, items.get(teller.tx, fact.idea_id))


def cards_with_post(teller: Teller, fact: AnnouncementFact) -> Iterator[Call]:
    """The cards of all that an announcement answers: how its post stands."""
    for item in items.of_ids(teller.tx, announcements.items_of(teller.tx, fact.announcement_id)):
        if _has_card(teller.tx, item):
            yield from card_calls(teller.tx, teller.organisation, item)


def card_anew(teller: Teller, fact: ItemFact) -> Iterator[Call]:
    """The card comes to the end of the chat, because what was decided is open again."""
    yield from anew_calls(teller.tx, teller.organisation, items.get(teller.tx, fact.item_id))


def card_without_name(teller: Teller, fact: ItemFact) -> Iterator[Call]:
    """The card as it stands now, where there is one: also of an item that has come to another team with its name gone."""
    item = items.get(teller.tx, fact.item_id)
    if teams.with_card(teller.tx, [item.id]):
        yield from card_calls(teller.tx, teller.organisation, item)


def edited_to_group(teller: Teller, fact: ItemFact) -> Iterator[Call]:
    """The card with the author's new words; a text that the card has no room for comes once more, whole."""
    item = items.get(teller.tx, fact.item_id)
    binding = teams.binding(teller.tx, item.team)
    rest = whole.rest_of(item.text, cards.CARD_TEXT)
    if binding is not None and _has_card(teller.tx, item):
        yield from card_calls(teller.tx, teller.organisation, item)
        if rest:
            t = teller.speaks(teller.organisation.team(item.team).language)
            yield _under(binding, item, screens.reads_now(t, item), "reads now")
        for number, part in enumerate(rest):
            yield _under(binding, item, whole.continued(item, part), f"text{number}")


def answer_to_group(teller: Teller, fact: ItemFact) -> Iterator[Call]:
    """What the author says, below the card."""
    item = items.get(teller.tx, fact.item_id)
    binding = teams.binding(teller.tx, item.team)
    if binding is None:
        return
    t = teller.speaks(teller.organisation.team(item.team).language)
    said = [remark for remark in items.remarks_of(teller.tx, item.id) if not remark.by_team][-1]
    came = screens.answer_came(t, item, said.text)
    yield _under(binding, item, came, f"said{said.id}")
    for number, part in enumerate(whole.rest_of(said.text, cards.CARD_TEXT)):
        yield _under(binding, item, whole.continued(item, part), f"said{said.id}.{number}")
    yield from _files(binding, item, items.files(teller.tx, item.id, remark_id=said.id), f"said{said.id}.")


def waiting_cards(teller: Teller, fact: TeamBound) -> Iterator[Call]:
    """A group is bound: all open items that it has not seen come there."""
    binding = teams.binding(teller.tx, fact.team)
    if binding is None:
        return
    for card in teams.leave_cards(teller.tx, fact.team, binding.chat_id):
        outbox.drop_for_card(teller.tx, card.chat_id, card.item_id)
        for call in _stubs(teller.tx, teller.organisation, [card], screens.moved_away):
            yield replace(call, rank=Class.ROUND)  # there may be thousands
    waiting = teams.without_card(teller.tx, fact.team, binding.chat_id, OPEN_STAGES)
    if len(waiting) > rules.MOST_WAITING_CARDS:
        yield _list(teller.tx, teller.organisation, binding)
        return
    for item in items.of_ids(teller.tx, waiting):
        yield from card_calls(teller.tx, teller.organisation, item)


def card_calls(tx: Tx, organisation: Organisation, item: Item, *, crowded: bool = True) -> Iterator[Call]:
    """The card and, with a new one, what belongs below it. Where many new cards wait already, one list instead."""
    binding = teams.binding(tx, item.team)
    left = teams.drop_cards_elsewhere(tx, item.id, binding.chat_id if binding else None)
    yield from _stubs(tx, organisation, left, screens.moved_away)
    if binding is None:
        return
    new = teams.expect_card(tx, item.id, binding.chat_id)
    if new and crowded and teams.count_unsent(tx, binding.chat_id) > rules.MOST_WAITING_CARDS:
        _withdraw_new(tx, binding)
        yield _list(tx, organisation, binding)
        return
    yield _card(tx, organisation, item, binding)
    if new:
        for number, part in enumerate(whole.rest_of(item.text, cards.CARD_TEXT)):
            yield _under(binding, item, whole.continued(item, part), f"text{number}")
        yield from _files(binding, item, items.files(tx, item.id))


def anew_calls(tx: Tx, organisation: Organisation, item: Item, *, crowded: bool = True) -> Iterator[Call]:
    """The card at the end of its group's chat."""
    if binding := teams.binding(tx, item.team):
        before = teams.drop_card(tx, item.id, binding.chat_id)
        yield from _stubs(tx, organisation, before, screens.stands_below)
    yield from card_calls(tx, organisation, item, crowded=crowded)


def waiting_screen(tx: Tx, t: Texts, chat_id: int, team_codes: Sequence[str], page: int) -> Screen:
    """The list of a group's open items that no card shows."""
    ids = [found for code in team_codes for found in teams.without_card(tx, code, chat_id, OPEN_STAGES)]
    page = page_of(page, len(ids), screens.LIST_PAGE)
    first = page * screens.LIST_PAGE
    return screens.waiting_list(t, len(ids), items.of_ids(tx, ids[first : first + screens.LIST_PAGE]), page)


def _kept_current(teller: Teller, item: Item) -> Iterator[Call]:
    if _has_card(teller.tx, item):
        yield from card_calls(teller.tx, teller.organisation, item)


def _has_card(tx: Tx, item: Item) -> bool:
    """Whether a card shows it where its team meets now."""
    binding = teams.binding(tx, item.team)
    return binding is not None and teams.card(tx, item.id, binding.chat_id) is not None


def _card(tx: Tx, organisation: Organisation, item: Item, binding: Binding) -> Call:
    t = Texts(organisation.team(item.team).language, organisation.zone)
    screen = cards.card(
        t,
        organisation,
        item,
        items.remarks_of(tx, item.id),
        items.files_of_remarks(tx, item.id),
        author=authors.of(tx, item),
        taker=people.get(tx, item.taker_id) if item.taker_id is not None else None,
        decider=people.get(tx, item.decider_id) if item.decider_id is not None else None,
        files=len(items.files(tx, item.id)),
        campaign=campaigns.get(tx, item.campaign_id) if item.campaign_id is not None else None,
        comments=comments.count(tx, item.id),
        rating=ratings.of_item(tx, item.id) if item.point else None,
        idea=items.get(tx, item.merged_into) if item.merged_into is not None else None,
        alike=items.count_alike(tx, item),
        meant=kudos.perhaps_meant(tx, item)[: kudos_rules.MOST_ON_CARD],
        joined_with_it=items.count_joined(tx, item.id) if item.kind is Kind.IDEA else 0,
        told=announcements.of_item(tx, item.id),
    )
    call = rendering.message(binding.chat_id, screen, thread_id=binding.thread_id, rank=Class.CARD)
    return replace(call, key=f"card:{item.id}", card=item.id)


def _stubs(
    tx: Tx, organisation: Organisation, left: Sequence[Card], screen: Callable[[Texts, Item], Screen]
) -> Iterator[Call]:
    """What stands in place of cards that are changed no longer: neither a name nor words, which may go one day."""
    for card in left:
        if card.message_id is None:
            continue
        item, here = items.get(tx, card.item_id), teams.bound_to(tx, card.chat_id)
        team = here[0].team if here else item.team
        t = Texts(organisation.team(team).language, organisation.zone)
        yield replace(rendering.edit(card.chat_id, card.message_id, screen(t, item)), rank=Class.CARD)


def _under(binding: Binding, item: Item, screen: Screen, name: str) -> Call:
    call = rendering.message(binding.chat_id, screen, thread_id=binding.thread_id, rank=Class.CARD)
    return replace(call, under=item.id, about=item.id, key=f"under:{item.id}:{name}")


def _files(binding: Binding, item: Item, files: Sequence[Attachment], name: str = "") -> Iterator[Call]:
    """What belongs below the card; `name` tells the files of one message from those of another."""
    for number, call in enumerate(rendering.files(binding.chat_id, files, thread_id=binding.thread_id)):
        key = f"under:{item.id}:{name}file{number}"
        yield replace(call, rank=Class.CARD, key=key, under=item.id, about=item.id)


def _list(tx: Tx, organisation: Organisation, binding: Binding) -> Call:
    t = Texts(organisation.team(binding.team).language, organisation.zone)
    codes = [bound.team for bound in teams.bound_to(tx, binding.chat_id)]
    screen = waiting_screen(tx, t, binding.chat_id, codes, 0)
    call = rendering.message(binding.chat_id, screen, thread_id=binding.thread_id, rank=Class.CARD)
    return replace(call, key=f"list:{binding.team}")


def _withdraw_new(tx: Tx, binding: Binding) -> None:
    """The cards that have not gone out yet stand in the list now."""
    for item_id in teams.unsent(tx, binding.chat_id):
        outbox.drop_for_card(tx, binding.chat_id, item_id)
        teams.drop_card(tx, item_id, binding.chat_id)
