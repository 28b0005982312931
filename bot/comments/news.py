"""Comments: what authors, followers, teams and whoever wrote them hear."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from bot import followers, rendering
from bot.comments import screens
from bot.misuse import actions as misuse
from bot.screen import Screen
from bot.telling import Teller
from bot.texts import Texts
from storage import authors, comments, items, outbox, people, teams
from storage.records.comment import Comment, CommentState
from storage.records.facts import CommentChanged, ItemFact, TeamBound
from storage.records.gathering import About
from storage.records.item import Identity, Item
from storage.records.listener import Listener
from storage.records.outgoing import Call, Class
from storage.records.team import Binding

# -- gathered, and told by the timetable, those of an hour together -------------------------------------


def gather(teller: Teller, fact: ItemFact) -> tuple[Call, ...]:
    followers.gather(teller, fact.item_id, About.COMMENTS, comments.newest_shown(teller.tx, fact.item_id))
    return ()


def gathered(teller: Teller) -> Iterator[Call]:
    """What colleagues said since the last message about it."""
    for item, told in followers.due(teller, About.COMMENTS):
        yield from _tell(teller, item, comments.shown_after(teller.tx, item.id, told))


def _tell(teller: Teller, item: Item, said: list[Comment]) -> Iterator[Call]:
    """To the author, named or hidden, and to followers; nobody hears of what he said himself, or of what was said
    before he began to follow.
    """
    author = authors.of(teller.tx, item)
    if author is not None and (new := _by_others(said, author.person_id)):
        yield teller.to(author, screens.came(teller.speaks(author.language), item, new, own=True))
    new_to = [(each, _new_to(each, said)) for each in followers.of(teller.tx, item)]
    yield from _came(teller, item, said, [each for each, new in new_to if new == said])
    for each, new in new_to:
        if new != said:
            yield from _came(teller, item, new, [each])


def _came(teller: Teller, item: Item, said: list[Comment], listeners: list[Listener]) -> Iterator[Call]:
    if said:
        yield from teller.to_many(listeners, lambda t: screens.came(t, item, said, own=False))


def _new_to(listener: Listener, said: Iterable[Comment]) -> list[Comment]:
    return [comment for comment in _by_others(said, listener.person_id) if comment.id > listener.after_comment]


def _by_others(said: Iterable[Comment], person_id: int | None) -> list[Comment]:
    return [comment for comment in said if person_id is None or comment.author_id != person_id]


# -- comments that the team looks at first ---------------------------------------------------------


def waiting_to_group(teller: Teller, fact: ItemFact) -> Iterator[Call]:
    """Below the card, with the choice to show it or not."""
    item = items.get(teller.tx, fact.item_id)
    binding, waiting = teams.binding(teller.tx, item.team), comments.newest_waiting(teller.tx, item.id)
    if binding is not None and waiting is not None:
        yield _under(teller, item, waiting, binding)


def waiting(teller: Teller, fact: TeamBound) -> Iterator[Call]:
    """A group is bound: what the team has to look at comes there."""
    binding = teams.binding(teller.tx, fact.team)
    for comment in comments.waiting_of(teller.tx, fact.team) if binding else ():
        assert binding is not None
        yield _under(teller, items.get(teller.tx, comment.item_id), comment, binding)


def kept_current(teller: Teller, fact: CommentChanged) -> Iterator[Call]:
    """Where groups see a comment, or are about to: as it stands now, or that it is gone."""
    comment = comments.get(teller.tx, fact.comment_id)
    for posted in fact.posted:
        here = teams.bound_to(teller.tx, posted.chat_id)
        organisation = teller.organisation
        t = teller.speaks(organisation.team(here[0].team).language if here else organisation.default_language)
        screen = _as_it_stands(teller, t, comment)
        yield replace(rendering.edit(posted.chat_id, posted.message_id, screen), rank=Class.CARD)
    if not fact.posted:
        yield from _waits_anew(teller, fact, comment)


def _as_it_stands(teller: Teller, t: Texts, comment: Comment | None) -> Screen:
    if comment is None:
        return screens.gone(t)
    item = items.get(teller.tx, comment.item_id)
    if comment.state is CommentState.WAITING:
        return screens.waits(t, item, comment)
    return screens.decided(t, item, comment, shown=comment.state is CommentState.SHOWN)


def _waits_anew(teller: Teller, fact: CommentChanged, comment: Comment | None) -> Iterator[Call]:
    """What has not gone out yet takes the place of what it was, or does not go out."""
    for item in items.of_ids(teller.tx, [fact.item_id]):
        binding = teams.binding(teller.tx, item.team)
        if binding is not None and comment is not None:
            yield _under(teller, item, comment, binding)
        elif binding is not None:
            outbox.drop_keyed(teller.tx, binding.chat_id, _waiting_key(item.id, fact.comment_id))


def shown_to_commenter(teller: Teller, fact: ItemFact) -> Iterator[Call]:
    """It has just been shown, so it is the newest."""
    newest = comments.newest_shown(teller.tx, fact.item_id)
    yield from _to_commenter(teller, fact, lambda t, item: screens.shown(t, item, newest))


def not_shown_to_commenter(teller: Teller, fact: ItemFact) -> Iterator[Call]:
    """Nothing to whoever's words are set aside quietly, for whom it has not been looked at."""
    commenter = people.get(teller.tx, fact.person_id) if fact.person_id is not None else None
    if commenter and not misuse.is_set_aside(teller.tx, commenter.chat_id, Identity.NAMED, teller.today):
        yield from _to_commenter(teller, fact, screens.not_shown)


def _to_commenter(teller: Teller, fact: ItemFact, screen: Callable[[Texts, Item], Screen]) -> Iterator[Call]:
    commenter = people.get(teller.tx, fact.person_id) if fact.person_id is not None else None
    if commenter is not None:
        item = items.get(teller.tx, fact.item_id)
        yield teller.to(commenter, screen(teller.speaks(commenter.language), item))


def _under(teller: Teller, item: Item, waiting: Comment, binding: Binding) -> Call:
    t = teller.speaks(teller.organisation.team(item.team).language)
    screen = screens.waits(t, item, waiting)
    call = rendering.message(binding.chat_id, screen, thread_id=binding.thread_id, rank=Class.CARD)
    return replace(call, under=item.id, comment=waiting.id, key=_waiting_key(item.id, waiting.id))


def _waiting_key(item_id: int, comment_id: int) -> str:
    return f"under:{item_id}:comment{comment_id}"
