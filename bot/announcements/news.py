"""Announcements: what stands in the public channel, who hears of it, and what a team is asked about its posts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from random import SystemRandom

from bot import links, rendering
from bot.announcements import rules, screens
from bot.screen import Screen
from bot.telling import Teller
from bot.texts import Texts
from storage import announcements, authors, house, items, outbox, teams, voices
from storage.db import Tx
from storage.records.announcement import Announcement, Matter, Post
from storage.records.author import NOBODY, Author
from storage.records.facts import AnnouncementFact, MonthChanged, TeamBound
from storage.records.item import Item
from storage.records.outgoing import Call, Class
from storage.records.team import Binding


def in_channel(teller: Teller, fact: AnnouncementFact) -> Iterator[Call]:
    """The post, in the language of the channel."""
    told = announcements.get(teller.tx, fact.announcement_id)
    if told.channel is not None:
        yield rendering.post(told.channel, _as_posted(teller, told), told.id)


def out_of_channel(teller: Teller, fact: AnnouncementFact) -> Iterator[Call]:
    """The post is taken away, or written over where Telegram no longer lets it be deleted."""
    told = announcements.get(teller.tx, fact.announcement_id)
    if told.channel is None or told.message_id is None:
        return
    if rules.may_be_deleted(told, teller.today):
        yield rendering.post_gone(told.channel, told.message_id, told.id)
    else:
        screen = screens.taken_back(teller.speaks(teller.organisation.channel_language))
        yield rendering.edit_post(told.channel, told.message_id, screen, told.id)


def to_those_who_said_it(teller: Teller, fact: AnnouncementFact) -> Iterator[Call]:
    """Authors, named or hidden, and whoever supports or follows it: all in the same words, in no order."""
    told = announcements.get(teller.tx, fact.announcement_id)
    link = links.post(told.channel, told.message_id)
    answered = items.of_ids(teller.tx, announcements.items_of(teller.tx, told.id))
    those = _those(teller.tx, [each for item in answered for each in _with_the_same(teller.tx, item)])
    # In the order of the items it could be read off which messages go to one author.
    SystemRandom().shuffle(those)
    yield from teller.to_many(those, lambda t: screens.heard(t, teller.organisation, told, link))


def month_kept_current(teller: Teller, fact: AnnouncementFact) -> Iterator[Call]:
    """A month's post tells of nothing that was taken back: it is written over, or says so when it goes out. One that has just
    arrived is written over as well, should something have been taken back while it was on its way.
    """
    told = announcements.get(teller.tx, fact.announcement_id)
    if told.matter is not Matter.MONTH or told.channel is None or told.post is Post.BACK:
        return
    if told.message_id is not None:
        yield rendering.edit_post(told.channel, told.message_id, _as_posted(teller, told), told.id)
    elif not rules.is_only_said_to_stand(told):
        outbox.reword(teller.tx, rendering.post(told.channel, _as_posted(teller, told), told.id))
    elif isinstance(fact, MonthChanged):
        yield from _to_team(teller, told, screens.month_to_be_changed)


def month_to_group(teller: Teller, fact: AnnouncementFact) -> Iterator[Call]:
    """A month's post has no card: its team is told that it stands, and how it is taken back."""
    told = announcements.get(teller.tx, fact.announcement_id)
    if told.matter is Matter.MONTH:
        link = links.post(told.channel, told.message_id)
        yield from _to_team(teller, told, lambda t, told: screens.month_stands(t, told, link))


def unsure_to_group(teller: Teller, fact: AnnouncementFact) -> Iterator[Call]:
    """Nobody knows whether the post arrived: somebody of the team looks."""
    yield from _asked(teller, announcements.get(teller.tx, fact.announcement_id))


def refused_to_group(teller: Teller, fact: AnnouncementFact) -> Iterator[Call]:
    """Telegram did not take the post, or did not let it be taken away: what helps."""
    yield from _asked(teller, announcements.get(teller.tx, fact.announcement_id))


def open_questions(teller: Teller, fact: TeamBound) -> Iterator[Call]:
    """A group is bound: what the team has to be asked about its posts comes there."""
    for told in announcements.asking(teller.tx):
        bound = _asked_team(teller, told)
        if bound is not None and bound.team == fact.team:
            yield from _asked(teller, told)


def _asked_team(teller: Teller, told: Announcement) -> Binding | None:
    """The team that told it or, while it has no group, the default team."""
    default = teller.organisation.about.default_team
    return teams.binding(teller.tx, told.team) or teams.binding(teller.tx, default)


def _asked(teller: Teller, told: Announcement) -> Iterator[Call]:
    unsure = told.post is Post.UNSURE
    yield from _to_team(teller, told, screens.ask_whether_it_is_there if unsure else screens.not_taken)


def _to_team(teller: Teller, told: Announcement, screen: Callable[[Texts, Announcement], Screen]) -> Iterator[Call]:
    bound = _asked_team(teller, told)
    if bound is not None:
        said = screen(teller.speaks(teller.organisation.team(bound.team).language), told)
        yield rendering.message(bound.chat_id, said, thread_id=bound.thread_id, rank=Class.CARD)


def _as_posted(teller: Teller, told: Announcement) -> Screen:
    t = teller.speaks(teller.organisation.channel_language)
    bot = links.bot(house.value(teller.tx, house.USERNAME) or "")
    if told.matter is not Matter.MONTH:
        return screens.post(t, teller.organisation, told, bot=bot)
    first, last = rules.month_before(told.told_on)
    by_unit = rules.by_unit(teller.organisation, announcements.between(teller.tx, first, last))
    return screens.month(t, teller.organisation, first, by_unit, bot)


def _with_the_same(tx: Tx, item: Item) -> list[Item]:
    """An item, what came with the same words, and what was joined with it."""
    return [item, *items.alike(tx, item.id), *items.joined_with(tx, item.id)]


def _those(tx: Tx, said: Sequence[Item]) -> list[Author]:
    """Everybody who said, supports or follows one of these, each once.

    In place of whoever hears of it for another reason and is hidden here, a message goes to nobody: one less would tell
    who the author is.
    """
    found = [(item, author) for item in said if (author := authors.of(tx, item)) is not None]
    named = {author.chat_id: author for _, author in found if author.person_id is not None}
    for item in said:
        for each in voices.listeners(tx, item.id):
            named.setdefault(each.chat_id, Author(each.chat_id, each.language, person_id=each.person_id))
    hidden: list[Author] = []
    for _, author in found:
        if author.person_id is None:
            known = author.chat_id in named or any(each.chat_id == author.chat_id for each in hidden)
            hidden.append(replace(author, chat_id=NOBODY) if known else author)
    return [*named.values(), *hidden]
