"""The board: what followers hear of what the team does, and authors of thanks."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from bot import followers
from bot.board import screens
from bot.screen import Screen
from bot.telling import Teller
from bot.texts import Texts
from storage import authors, items, voices
from storage.records.facts import ItemFact
from storage.records.gathering import About
from storage.records.item import Item
from storage.records.outgoing import Call

# -- what came of an idea: whoever supports or follows it asked for this, so it goes at once ------------


def accepted_to_followers(teller: Teller, fact: ItemFact) -> Iterator[Call]:
    yield from _step(teller, fact, screens.accepted)


def declined_to_followers(teller: Teller, fact: ItemFact) -> Iterator[Call]:
    yield from _step(teller, fact, lambda t, item: screens.declined(t, teller.organisation, item))


def done_to_followers(teller: Teller, fact: ItemFact) -> Iterator[Call]:
    yield from _step(teller, fact, screens.done)


def withdrawn_to_followers(teller: Teller, fact: ItemFact) -> Iterator[Call]:
    yield from _step(teller, fact, screens.withdrawn)


def again_to_followers(teller: Teller, fact: ItemFact) -> Iterator[Call]:
    """A second look, or it did not help; what the author says about it is for the team alone."""
    yield from _step(teller, fact, screens.looked_at_again)


def _step(teller: Teller, fact: ItemFact, screen: Callable[[Texts, Item], Screen]) -> Iterator[Call]:
    """To each follower but the author, who hears it as author, and whoever did it."""
    item = items.get(teller.tx, fact.item_id)
    those = [each for each in followers.of(teller.tx, item) if each.person_id != fact.person_id]
    yield from teller.to_many(those, lambda t: screen(t, item))


# -- thanks: gathered, and told by the timetable, those of an hour together -----------------------------


def gather_thanks(teller: Teller, fact: ItemFact) -> tuple[Call, ...]:
    followers.gather(teller, fact.item_id, About.THANKS, voices.newest_thanks(teller.tx, fact.item_id))
    return ()


def thanks_gathered(teller: Teller) -> Iterator[Call]:
    """To the author, named or hidden: how many said thanks since the last message about it."""
    for item, told in followers.due(teller, About.THANKS):
        author, thanks = authors.of(teller.tx, item), voices.count_thanks_after(teller.tx, item.id, told)
        if author is not None and thanks:
            yield teller.to(author, screens.thanks_came(teller.speaks(author.language), item, thanks))
