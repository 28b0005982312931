"""The board: from what was asked to what is seen."""

from __future__ import annotations

from dataclasses import replace

from bot import access, doors, own
from bot.board import actions, finding, questions, rules, screens, sentences
from bot.board.rules import HOME, Place, Shelf
from bot.ideas import rules as ideas
from bot.refusal import Refused
from bot.request import Request
from bot.screen import Screen, page_of
from bot.texts import Html
from storage import authors, board, campaigns, comments, items, voices
from storage.records.comment import Comment
from storage.records.item import OPEN_STAGES, SHOWN_STAGES, Item, Stage
from storage.records.person import Role

# -- lists -----------------------------------------------------------------------------------------


def browse(request: Request, _pressed: doors.ShowBoard | None = None) -> Screen:
    """/ideas, with a number to open, with words to look for, or without either."""
    named = finding.numbered(request, request.payload)
    if named is not None and (rules.is_on_board(named) or _is_own(request, named)):
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
    return _look(request, _seen(request, pressed.item), HOME)


def look(request: Request, pressed: screens.Look) -> Screen:
    return _look(request, _seen(request, pressed.item), Place.read(pressed.place))


def open_link(request: Request) -> Screen:
    """`?start=o-I42`, `o-I-42` or `o-42`: one's own message, or an idea on the board for whoever works here."""
    item = finding.numbered(request, request.payload)
    if item is None:
        raise Refused(sentences.not_on_board(request.t))
    if not _is_own(request, item) and not access.permits(request, Role.EMPLOYEE):
        raise Refused(sentences.for_colleagues(request.t))
    return _look(request, _seen(request, item.id), HOME)


def give_voice(request: Request, pressed: screens.GiveVoice) -> Screen:
    seen = _seen(request, pressed.item)
    item = actions.give_voice(request.tx, request.t, seen, by=request.person, today=request.today)
    return _told(request, item, pressed.place, screens.voice_counted(request.t, item))


def withdraw_voice(request: Request, pressed: screens.WithdrawVoice) -> Screen:
    seen = _seen(request, pressed.item)
    item = actions.withdraw_voice(request.tx, request.t, seen, by=request.person, today=request.today)
    return _told(request, item, pressed.place, screens.voice_taken_back(request.t, item))


def follow(request: Request, pressed: screens.Follow) -> Screen:
    item = _seen(request, pressed.item)
    actions.follow(request.tx, request.t, item, by=request.person)
    return _told(request, item, pressed.place, screens.following(request.t, item))


def unfollow(request: Request, pressed: screens.Unfollow) -> Screen:
    item = _seen(request, pressed.item)
    actions.unfollow(request.tx, item, by=request.person)
    return _told(request, item, pressed.place, screens.not_following(request.t, item))


def thank(request: Request, pressed: screens.Thank) -> Screen:
    seen = _seen(request, pressed.item)
    item = actions.thank(request.tx, request.t, seen, by=request.person, today=request.today)
    return _told(request, item, pressed.place, screens.thanks_said(request.t, item))


# -- comments --------------------------------------------------------------------------------------


def write_comment(request: Request, pressed: screens.WriteComment) -> Screen:
    return questions.begin_comment(request, _seen(request, pressed.item), Place.read(pressed.place))


def read_comments(request: Request, pressed: screens.ReadComments) -> Screen:
    item, place = _seen(request, pressed.item), Place.read(pressed.place)
    total = comments.count(request.tx, item.id)
    place = replace(place, talk=page_of(place.talk, total, rules.COMMENTS_PAGE))
    shown = comments.page(request.tx, item.id, limit=rules.COMMENTS_PAGE, offset=place.talk * rules.COMMENTS_PAGE)
    may = _is_commentable(request, item)
    me = request.person.id
    return screens.talk(request.t, item, place, shown, total=total, commentable=may, reader=me)


def remove_comment(request: Request, pressed: screens.RemoveComment) -> Screen:
    gone = actions.remove_comment(request.tx, request.t, pressed.comment, by=request.person, today=request.today)
    return screens.comment_removed(request.t, items.get(request.tx, gone.item_id))


def show_comment(request: Request, pressed: screens.ShowComment) -> Screen:
    """The team has looked at a comment."""
    item, _ = _for_team(request, pressed.comment)
    shown = actions.show_comment(request.tx, request.t, pressed.comment, today=request.today)
    return screens.comment_decided(request.t, item, shown, shown=True)


def refuse_comment(request: Request, pressed: screens.RefuseComment) -> Screen:
    item, comment = _for_team(request, pressed.comment)
    actions.refuse_comment(request.tx, request.t, comment, today=request.today)
    return screens.comment_decided(request.t, item, comment, shown=False)


# -- who sees what ---------------------------------------------------------------------------------


def _seen(request: Request, item_id: int) -> Item:
    """An idea on the board, or anything of one's own."""
    try:
        item = items.get(request.tx, item_id)
    except items.NotFound:
        raise Refused(sentences.not_on_board(request.t)) from None
    if not rules.is_on_board(item) and not _is_own(request, item):
        raise Refused(sentences.not_on_board(request.t))
    return item


def _look(request: Request, item: Item, place: Place) -> Screen:
    if not rules.is_on_board(item):
        return screens.own_only(request.t, item, request.today)
    tx, me = request.tx, request.person.id
    # A hidden author who works here sees what everybody sees.
    own = (item.author_id is not None and item.author_id == me) or not access.permits(request, Role.EMPLOYEE)
    return screens.look(
        request.t,
        request.organisation,
        item,
        place,
        own=own,
        supports=me is not None and voices.has(tx, item.id, me, voices.VOICE),
        follows=me is not None and voices.does_follow(tx, item.id, me),
        thanked=me is not None and voices.has(tx, item.id, me, voices.THANKS),
        commentable=_is_commentable(request, item),
        comments=comments.count(tx, item.id),
        files=len(items.files(tx, item.id)),
        today=request.today,
    )


def _told(request: Request, item: Item, place: str, notice: Html) -> Screen:
    """The idea as it stands now, in the place of the pressed message, and a word about what was done."""
    return replace(_look(request, item, Place.read(place)), notice=notice)


def _is_own(request: Request, item: Item) -> bool:
    person = request.person
    return authors.is_author(request.tx, item, chat_id=person.chat_id, person_id=person.id)


def _is_commentable(request: Request, item: Item) -> bool:
    """Of a hidden author too, who is told then what a comment would show."""
    return request.organisation.ideas.comments != "off" and rules.takes_voices(item)


def _for_team(request: Request, comment_id: int) -> tuple[Item, Comment]:
    """A comment and its idea, if the team answers for it."""
    comment = comments.get(request.tx, comment_id)
    if comment is None:
        raise Refused(sentences.looked_at_already(request.t), over=True)
    return own.team_item(request, comment.item_id), comment
