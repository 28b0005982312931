"""Feedback: the dialogue after the first tap. The rating is stored already; all that follows may be left out."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot import dialogue
from bot.dialogue import Answers, Dialogue, Question
from bot.feedback import actions, rules, screens
from bot.refusal import Refused
from bot.request import Request
from bot.screen import Screen
from config.organisation import ServicePoint
from storage import ratings
from storage.records.draft import Draft
from storage.records.item import Identity
from storage.records.rating import Rating

NOTHING = "-"
UNTIL_THE_NIGHT = timedelta()
"""With the day goes whatever joins a person to a rating, also what is not sent yet."""


def answers(request: Request, rating: Rating, at: datetime) -> dict[str, object]:
    """What the first tap, given at that moment, answers."""
    point = request.organisation.service_point(rating.point)
    known = {"rating": rating.id, "point": rating.point, "level": rating.level, "counted": rating.counted}
    known["at"] = at.isoformat()
    return known if request.organisation.question_set(point).reasons else {**known, "why": NOTHING}


def _ask_level(request: Request, draft: Draft) -> Screen:
    return screens.faces_again(request.t, request.organisation, _point(request, draft), draft)


def _choose_level(request: Request, draft: Draft, value: str) -> Answers:
    _require_changeable(request, draft)
    rating = actions.change(
        request.tx, ratings.get(request.tx, draft.answers["rating"]), int(value), today=request.today
    )
    return answers(request, rating, datetime.fromisoformat(draft.answers["at"]))


def _ask_why(request: Request, draft: Draft) -> Screen:
    point, counted = _point(request, draft), draft.answers["counted"]
    return screens.ask_why(request.t, request.organisation, point, draft, counted=counted)


def _choose_why(request: Request, draft: Draft, value: str) -> Answers:
    if value in (screens.CHANGE, screens.ALL):
        return _choose_words(request, draft, value)
    actions.give_reason(request.tx, draft.answers["rating"], value)
    return {"why": value}


def _ask_words(request: Request, draft: Draft) -> Screen:
    why = draft.answers["why"]
    reason = request.t.name(request.organisation.rating_reason(why).name) if why != NOTHING else None
    return screens.ask_words(request.t, _point(request, draft), draft, reason=reason, counted=draft.answers["counted"])


def _hear_words(request: Request, draft: Draft) -> Answers:
    """Words or files belong to the rating, whichever question is open: with them the telling begins."""
    return {"why": draft.answers.get("why") or NOTHING, "words": dialogue.first_answers(request, "idea")}


def _choose_words(request: Request, draft: Draft, value: str) -> Answers:
    if value == screens.CHANGE:
        _require_changeable(request, draft)
        return {"level": None, "why": None}
    return {"why": draft.answers.get("why") or NOTHING, "words": NOTHING}


def _finish(request: Request, draft: Draft) -> Screen:
    known = draft.answers
    point = _point(request, draft)
    if known["words"] == NOTHING:
        return screens.thanks(request.t, point, draft, counted=known["counted"])
    about = {"point": point.code, "rating": known["rating"], "level": known["level"], "unit": point.unit}
    answers = {**known["words"], **about, "own_unit": False, "identity": Identity.HIDDEN}
    return dialogue.begin(request, "idea", answers, kept=UNTIL_THE_NIGHT)


def _point(request: Request, draft: Draft) -> ServicePoint:
    return request.organisation.service_point(draft.answers["point"])


def _require_changeable(request: Request, draft: Draft) -> None:
    if not rules.may_be_changed(datetime.fromisoformat(draft.answers["at"]), request.now):
        raise Refused(screens.no_longer(request.t))


RATING = Dialogue(
    "rating",
    (
        Question("level", _ask_level, choose=_choose_level),
        Question("why", _ask_why, hear=_hear_words, choose=_choose_why),
        Question("words", _ask_words, hear=_hear_words, choose=_choose_words),
    ),
    _finish,
    kept=UNTIL_THE_NIGHT,
)
