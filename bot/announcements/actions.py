"""Announcements: what tells everybody, and what takes it back; each is all or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bot import rendering
from bot.announcements import rules, sentences
from bot.refusal import Refused
from bot.texts import Texts
from bot.triage import actions as triage
from bot.triage import rules as triage_rules
from config.organisation import Organisation
from storage import announcements, facts, items, outbox, people, similar
from storage.db import Tx
from storage.records.announcement import Announcement, Matter, NewAnnouncement, Post
from storage.records.facts import (
    AnnouncementMade,
    AnnouncementTakenBack,
    AnnouncementTold,
    AnnouncementUnsure,
    ItemAnnounced,
    MonthChanged,
)
from storage.records.item import TAKEN_OFF, Item, Kind
from storage.records.person import Person


@dataclass(frozen=True, slots=True)
class Words:
    """What people said and what came of it, in the team's own words; `matter`: what that was when they were written."""

    matter: Matter
    said: str
    did: str


def require_untold(tx: Tx, t: Texts, item: Item) -> None:
    """Raise Refused where there is nothing to tell everybody, or everybody has heard."""
    if not rules.may_be_told(item):
        passed_on = triage_rules.is_passed_on(item)
        raise Refused(sentences.passed_on(t, item) if passed_on else sentences.nothing_to_tell(t, item))
    told = announcements.of_item(tx, item.id)
    if told is not None and rules.is_told(told):
        raise Refused(sentences.told_already(t, item, told.told_on))


def alike(tx: Tx, item: Item, today: date) -> list[int]:
    """Ids of other messages that say nearly the same, open or closed, and were not told of; the most alike first. Those with
    the very same words go with it anyway.
    """
    if item.kind is Kind.IDEA:
        found = similar.find(tx, item.text, limit=2 * rules.MOST_ALIKE)
    else:
        nearby = items.said_nearby(tx, item, since=rules.compared_since(today), most=rules.COMPARED)
        found = similar.among(tx, item.text, nearby, limit=2 * rules.MOST_ALIKE)
    ids = [one.item_id for one in found if one.item_id != item.id]
    left = {each.id for each in still_untold(tx, ids) if each.same_as != item.id and rules.may_be_answered(each, item)}
    return [item_id for item_id in ids if item_id in left][: rules.MOST_ALIKE]


def still_untold(tx: Tx, item_ids: Sequence[int]) -> list[Item]:
    """Those of these items that still stand by themselves, and of which everybody has not heard."""
    told = announcements.answered(tx, item_ids)
    return [each for each in items.of_ids(tx, item_ids) if each.stage not in TAKEN_OFF and each.id not in told]


def publish(
    tx: Tx,
    t: Texts,
    item: Item,
    others: Sequence[int],
    words: Words,
    *,
    by: Person,
    organisation: Organisation,
    today: date,
) -> Announcement:
    """Tell everybody what came of an item, and of others that say the same; who said them hear of it. What is still open
    is closed with the same answer: nobody reads that it is done, and waits all the same.
    """
    by = by if by.known else people.keep(tx, by)
    require_untold(tx, t, item)
    if rules.MATTERS[item.stage] is not words.matter:
        raise Refused(sentences.came_otherwise(t, item))
    others_now = [each for each in still_untold(tx, others) if each.id != item.id and rules.may_be_answered(each, item)]
    those = [item, *others_now]
    channel = organisation.public_channel
    new = NewAnnouncement(
        words.matter,
        words.said,
        words.did,
        item.unit,
        item.team,
        today,
        channel.address if channel else None,
    )
    for each in those:
        if each.is_open:
            _close_alike(tx, t, each, words, by=by, organisation=organisation, today=today)
    made = announcements.add(tx, new, [each.id for each in those])
    for each in those:
        facts.record(tx, ItemAnnounced(today, by.id, item_id=each.id))
    _tell(tx, made)
    return made


def _close_alike(
    tx: Tx, t: Texts, item: Item, words: Words, *, by: Person, organisation: Organisation, today: date
) -> None:
    if words.matter is Matter.DONE:
        triage.finish(tx, t, item, words.did, by=by, organisation=organisation, today=today)
    else:
        reason = triage_rules.in_own_words(words.did)
        triage.decline(tx, t, item, reason, by=by, organisation=organisation, today=today)


def publish_month(tx: Tx, organisation: Organisation, today: date) -> None:
    """Tell in one post what was told in the last month; once, and not where there was nothing."""
    channel = organisation.public_channel
    first, last = rules.month_before(today)
    if channel is None or not rules.tells_of_month(today) or announcements.month_told(tx, *rules.month_after(last)):
        return
    if announcements.between(tx, first, last):
        team = organisation.about.default_team
        _tell(tx, announcements.add(tx, NewAnnouncement(Matter.MONTH, "", "", None, team, today, channel.address), ()))


def say_it_is_there(tx: Tx, t: Texts, announcement: Announcement, *, today: date) -> None:
    """Somebody has seen the post in the channel; as which message nobody knows."""
    if not announcements.stand(tx, announcement.id, Post.UNSURE, on=today):
        raise Refused(sentences.settled(t))
    outbox.withdraw(tx, rendering.post_key(announcement.id))
    facts.record(tx, AnnouncementTold(today, announcement_id=announcement.id))


def send_again(tx: Tx, t: Texts, announcement: Announcement) -> None:
    """The post, or what changes it or takes it away, goes out once more."""
    if announcement.post is Post.OWED or not outbox.let_go(tx, rendering.post_key(announcement.id)):
        raise Refused(sentences.settled(t))
    announcements.move(tx, announcement.id, Post.UNSURE, Post.REFUSED, to=Post.OWED)


def take_back(tx: Tx, t: Texts, announcement: Announcement, *, today: date) -> None:
    """The post leaves the channel, or does not come there; the month does not tell of it, or no longer."""
    if not _withdraw(tx, announcement, today):
        raise Refused(sentences.settled(t))
    month = announcements.month_told(tx, *rules.month_after(announcement.told_on))
    if announcement.post is not Post.STANDS or announcement.matter is Matter.MONTH or month is None:
        return
    left = announcements.between(tx, *rules.month_before(month.told_on))
    if left or rules.is_only_said_to_stand(month):
        facts.pass_on(tx, MonthChanged(today, announcement_id=month.id))
    else:
        _withdraw(tx, month, today)


def doubt_what_was_out(tx: Tx, today: date) -> None:
    """After a start: of posts that were on their way when the last run ended nobody knows whether they arrived."""
    for call in outbox.suspects(tx):
        if call.announcement is not None and announcements.move(tx, call.announcement, Post.OWED, to=Post.UNSURE):
            facts.record(tx, AnnouncementUnsure(today, announcement_id=call.announcement))


def _tell(tx: Tx, made: Announcement) -> None:
    """In the channel first, so that those who said it get a link; where there is none, they hear at once."""
    fact = AnnouncementMade if made.channel else AnnouncementTold
    facts.record(tx, fact(made.told_on, announcement_id=made.id))


def _withdraw(tx: Tx, announcement: Announcement, today: date) -> bool:
    """False when it was taken back before."""
    if not announcements.move(tx, announcement.id, *(each for each in Post if each is not Post.BACK), to=Post.BACK):
        return False
    outbox.withdraw(tx, rendering.post_key(announcement.id))
    facts.record(tx, AnnouncementTakenBack(today, announcement_id=announcement.id))
    return True
