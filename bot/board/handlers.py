"""The board: from what was asked to what is seen."""

from __future__ import annotations

from dataclasses import replace

from bot import access, doors, own
from bot.board import actions, finding, questions, rules, screens, sentences
from bot.board.rules import HOME, Place, Shelf
from bot.comments import rules as comments_rules
from bot.ideas import rules as ideas
from bot.refusal import Refused
from bot.request import Request
from bot.screen import Screen, page_of
from bot.texts import Html
from storage import board, campaigns, comments, items, voices
from storage.records.item import OPEN_STAGES, SHOWN_STAGES, Item, Stage
from storage.records.person import Role

# -- lists -----------------------------------------------------------------------------------------


def browse(request: Request, _pressed: doors.ShowBoard | None = None) -> Screen:
    """/ideas, with a number to open, with words to look for, or without either."""
    named = finding.numbered(request, request.payload)
    if named is not None and (rules.is_on_board(named) or own.is_own(request, named)):
        return _look(request, named, HOME)
    if ideas.says_something(request.payload):
        return finding.begin(request, request.payload)
    return _list(request, HOME)


def show_list(request: Request, pressed: screens.ShowList) -> Screen:
    return _list(request, Place.read(pressed.place))


def search(request: Request, pressed: screens.Search) -> Screen:
    return questions.begin_search(request)


def _list(request: Request, place: Place) -> Screen:
    tx, t = request.tx, request.t
    if place.shelf is Shelf.FOUND:
        return finding.page(request, place)
    if place.shelf is Shelf.CAMPAIGN:
        return _answers(request, place)
    if place.shelf is Shelf.UNITS:
        return screens.units(t, request.organisation, place, board.count_by_unit(tx))
    if place.shelf is Shelf.UNIT:
        return _page(request, place, board.count_of_unit(tx, place.of or None))
    if place.shelf is Shelf.NEW:
        return _page(request, place, board.count_in(tx, *OPEN_STAGES))
    if place.shelf is Shelf.WANTED:
        return _page(request, place, board.count_wanted(tx))
    if place.shelf is Shelf.STAGE and place.of in SHOWN_STAGES:
        return _page(request, place, board.count_in(tx, Stage(place.of)))
    counts = board.count_by_stage(tx)
    return screens.stage_list(t, counts) if place.shelf is Shelf.STAGES else screens.home(t, counts)


def _page(request: Request, place: Place, total: int) -> Screen:
    """A page that exists: the last one, when the list has become shorter."""
    place = place.turned(page_of(place.page, total, rules.PAGE))
    tx, limit, offset = request.tx, rules.PAGE, place.page * rules.PAGE
    if place.shelf is Shelf.NEW:
        shown = board.fresh(tx, limit=limit, offset=offset)
    elif place.shelf is Shelf.WANTED:
        shown = board.wanted(tx, limit=limit, offset=offset)
    elif place.shelf is Shelf.UNIT:
        shown = board.of_unit(tx, place.of or None, limit=limit, offset=offset)
    else:
        shown = board.in_stage(tx, Stage(place.of), limit=limit, offset=offset)
    return screens.listed(request.t, request.organisation, place, shown, total=total, today=request.today)


def look_at_answers(request: Request, pressed: doors.LookAtAnswers) -> Screen:
    """From a campaign, whose message stays."""
    return replace(_list(request, Place(Shelf.CAMPAIGN, str(pressed.campaign))), fresh=True)


def _answers(request: Request, place: Place) -> Screen:
    """A page of the ideas that answer a campaign; all lists where there is none."""
    tx = request.tx
    try:
        campaign = campaigns.get(tx, place.number)
    except campaigns.NotFound:
        return _list(request, HOME)
    total = board.count_of_campaign(tx, campaign.id)
    place = place.turned(page_of(place.page, total, rules.PAGE))
    shown = board.of_campaign(tx, campaign.id, limit=rules.PAGE, offset=place.page * rules.PAGE)
    return screens.answers(request.t, place, campaign, shown, total=total, today=request.today)


# -- one idea --------------------------------------------------------------------------------------


def look_at(request: Request, pressed: doors.LookAt) -> Screen:
    """From anywhere else in the bot."""
    return _look(request, own.seen(request, pressed.item), HOME)


def look(request: Request, pressed: doors.Look) -> Screen:
    return _look(request, own.seen(request, pressed.item), Place.read(pressed.place))


def open_link(request: Request) -> Screen:
    """`?start=o-I42`, `o-I-42` or `o-42`: one's own message, or an idea on the board for whoever works here."""
    item = finding.numbered(request, request.payload)
    if item is None:
        raise Refused(own.not_on_board(request.t))
    if not own.is_own(request, item) and not access.permits(request, Role.EMPLOYEE):
        raise Refused(sentences.for_colleagues(request.t))
    return _look(request, own.seen(request, item.id), HOME)


def give_voice(request: Request, pressed: screens.GiveVoice) -> Screen:
    seen = own.seen(request, pressed.item)
    item = actions.give_voice(request.tx, request.t, seen, by=request.person, today=request.today)
    return _told(request, item, pressed.place, screens.voice_counted(request.t, item))


def withdraw_voice(request: Request, pressed: screens.WithdrawVoice) -> Screen:
    seen = own.seen(request, pressed.item)
    item = actions.withdraw_voice(request.tx, request.t, seen, by=request.person, today=request.today)
    return _told(request, item, pressed.place, screens.voice_taken_back(request.t, item))


def follow(request: Request, pressed: screens.Follow) -> Screen:
    item = own.seen(request, pressed.item)
    actions.follow(request.tx, request.t, item, by=request.person)
    return _told(request, item, pressed.place, screens.following(request.t, item))


def unfollow(request: Request, pressed: screens.Unfollow) -> Screen:
    item = own.seen(request, pressed.item)
    actions.unfollow(request.tx, item, by=request.person)
    return _told(request, item, pressed.place, screens.not_following(request.t, item))


def thank(request: Request, pressed: screens.Thank) -> Screen:
    seen = own.seen(request, pressed.item)
    item = actions.thank(request.tx, request.t, seen, by=request.person, today=request.today)
    return _told(request, item, pressed.place, screens.thanks_said(request.t, item))


# -- who sees what ---------------------------------------------------------------------------------


def _look(request: Request, item: Item, place: Place) -> Screen:
    if not rules.is_on_board(item):
        return screens.own_only(request.t, item, request.today)
    tx, me = request.tx, request.person.id
    # A hidden author who works here sees what everybody sees.
    mine = (item.author_id is not None and item.author_id == me) or not access.permits(request, Role.EMPLOYEE)
    return screens.look(
        request.t,
        request.organisation,
        item,
        place,
        own=mine,
        supports=me is not None and voices.has(tx, item.id, me, voices.VOICE),
        follows=me is not None and voices.does_follow(tx, item.id, me),
        thanked=me is not None and voices.has(tx, item.id, me, voices.THANKS),
        commentable=comments_rules.are_taken(request.organisation, item),
        comments=comments.count(tx, item.id),
        files=len(items.files(tx, item.id)),
        today=request.today,
    )


def _told(request: Request, item: Item, place: str, notice: Html) -> Screen:
    """The idea as it stands now, in the place of the pressed message, and a word about what was done."""
    return replace(_look(request, item, Place.read(place)), notice=notice)
