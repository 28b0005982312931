"""Comments: from what was asked to what is seen."""

from __future__ import annotations

from dataclasses import replace

from bot import doors, own
from bot.board.rules import Place
from bot.comments import actions, questions, rules, screens, sentences
from bot.refusal import Refused
from bot.request import Request
from bot.screen import Screen, page_of
from storage import comments, items
from storage.records.comment import Comment
from storage.records.item import Item


def write(request: Request, pressed: doors.WriteComment) -> Screen:
    return questions.begin(request, own.seen(request, pressed.item), Place.read(pressed.place))


def read(request: Request, pressed: doors.ReadComments) -> Screen:
    item, place = own.seen(request, pressed.item), Place.read(pressed.place)
    total = comments.count(request.tx, item.id)
    place = replace(place, talk=page_of(place.talk, total, rules.PAGE))
    shown = comments.page(request.tx, item.id, limit=rules.PAGE, offset=place.talk * rules.PAGE)
    may = rules.are_taken(request.organisation, item)
    me = request.person.id
    return screens.talk(request.t, item, place, shown, total=total, commentable=may, reader=me)


def remove(request: Request, pressed: screens.RemoveComment) -> Screen:
    gone = actions.remove(request.tx, request.t, pressed.comment, by=request.person, today=request.today)
    return screens.removed(request.t, items.get(request.tx, gone.item_id))


def show(request: Request, pressed: screens.ShowComment) -> Screen:
    """The team has looked at a comment."""
    item, _ = _for_team(request, pressed.comment)
    shown = actions.show(request.tx, request.t, pressed.comment, today=request.today)
    return screens.decided(request.t, item, shown, shown=True)


def refuse(request: Request, pressed: screens.RefuseComment) -> Screen:
    item, comment = _for_team(request, pressed.comment)
    actions.refuse(request.tx, request.t, comment, today=request.today)
    return screens.decided(request.t, item, comment, shown=False)


def _for_team(request: Request, comment_id: int) -> tuple[Item, Comment]:
    """A comment and its idea, if the team answers for it."""
    comment = comments.get(request.tx, comment_id)
    if comment is None:
        raise Refused(sentences.looked_at_already(request.t), over=True)
    return own.team_item(request, comment.item_id), comment
