"""Announcements: what may be told, when a month is, in which order, and how much of it fits into one post."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot import links
from bot.announcements import rules, screens
from bot.texts import LANGUAGES, Texts
from bot.triage import rules as triage
from config.organisation import load
from config.settings import SHIPPED_ORGANISATION
from storage.records.announcement import Announcement, Matter, Post
from storage.records.item import Item, Kind, Stage

ORGANISATION = load(SHIPPED_ORGANISATION)
DAY = date(2026, 11, 23)
ITEM = Item(1, Kind.IDEA, 42, Stage.DONE, "", "library", None, "quality", 7, DAY, DAY, closed_on=DAY)
TOLD = Announcement(Matter.DONE, "said", "did", "library", "quality", DAY, "@lindvale", 1, 7, Post.STANDS)


@pytest.mark.parametrize("stage", list(Stage))
def test_everybody_is_told_what_was_done_and_why_not(stage: Stage) -> None:
    assert rules.may_be_told(replace(ITEM, stage=stage)) is (stage in (Stage.DONE, Stage.DECLINED))


def test_thanks_that_were_passed_on_are_not_told_to_everybody() -> None:
    assert not rules.may_be_told(replace(ITEM, outcome=triage.PASSED_ON))


@pytest.mark.parametrize("post", list(Post))
def test_only_what_was_taken_back_may_be_told_anew(post: Post) -> None:
    assert rules.is_told(replace(TOLD, post=post)) is (post is not Post.BACK)
    assert not rules.is_told(None)


@pytest.mark.parametrize(("day", "may"), [(23, True), (24, True), (25, False)])
def test_a_post_is_deleted_as_long_as_telegram_surely_lets_it_be(day: int, may: bool) -> None:
    assert rules.may_be_deleted(TOLD, DAY.replace(day=day)) is may


@pytest.mark.parametrize(
    ("today", "first", "last"),
    [
        (date(2026, 12, 1), date(2026, 11, 1), date(2026, 11, 30)),
        (date(2027, 1, 4), date(2026, 12, 1), date(2026, 12, 31)),
        (date(2028, 3, 1), date(2028, 2, 1), date(2028, 2, 29)),
    ],
)
def test_a_month_is_told_of_in_the_next_one(today: date, first: date, last: date) -> None:
    assert rules.month_before(today) == (first, last)
    then, until = rules.month_after(first)
    assert then == last + timedelta(days=1) and then <= today <= until
    assert rules.month_after(last) == (then, until)
    assert rules.month_before(until) == (first, last)


@pytest.mark.parametrize(("day", "tells"), [(1, True), (7, True), (8, False), (30, False)])
def test_a_month_is_made_up_for_within_a_week(day: int, tells: bool) -> None:
    assert rules.tells_of_month(date(2026, 12, 1).replace(day=day)) is tells


def test_departments_come_in_their_order_and_what_is_about_none_last() -> None:
    units = [ORGANISATION.units[1].code, None, "closed-since", ORGANISATION.units[0].code]
    told = [replace(TOLD, unit=unit, id=number) for number, unit in enumerate(units)]
    grouped = rules.by_unit(ORGANISATION, told)
    assert [code for code, _ in grouped] == [
        ORGANISATION.units[0].code,
        ORGANISATION.units[1].code,
        "closed-since",
        None,
    ]
    assert [each.id for _, those in grouped for each in those] == [3, 0, 2, 1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_of_very_much_the_month_shows_the_beginning_and_says_how_much_more_there_is(language: str) -> None:
    told = [replace(TOLD, said=f"said {number} " + "x" * 200, did="y" * 200) for number in range(40)]
    t = Texts(language, ORGANISATION.zone)
    screen = screens.month(t, ORGANISATION, DAY, rules.by_unit(ORGANISATION, told), links.bot("kaiwa"))
    assert screen.text
    shown = screen.text.plain.count("💬 said ")
    assert 5 < shown < 40
    assert t.n("… and {n} more", "… and {n} more", 40 - shown) in screen.text
    assert len(screen.text.plain) <= 4096


@pytest.mark.parametrize(
    ("channel", "message_id", "link"),
    [
        ("@lindvale", 7, "https://t.me/lindvale/7"),
        ("@lindvale", None, None),
        ("-1001234567890", 7, None),
        (None, 7, None),
    ],
)
def test_only_a_post_of_a_channel_with_a_name_has_a_link_for_everybody(
    channel: str | None, message_id: int | None, link: str | None
) -> None:
    assert links.post(channel, message_id) == link
