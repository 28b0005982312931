"""Ideas: the dialogue from one message to something sent."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from bot import access, hearing, links, own
from bot.board import actions as board
from bot.campaigns import actions as asking
from bot.dialogue import Answers, Dialogue, Question, end, owner
from bot.ideas import actions, concerns, rules, screens
from bot.misuse import actions as misuse
from bot.refusal import Refused
from bot.request import Request
from bot.screen import Screen
from bot.texts import Html
from config.organisation import UNDECIDED
from storage import authors, drafts, items, mentions, similar
from storage.records.draft import Draft
from storage.records.item import FeedbackKind, Identity, Item, Kind
from storage.records.person import Role

ALREADY, BACK, BEHALF = "already", "back", "behalf"
BEFORE = "identity before"
"""The choice as it stands while it is asked anew."""
WAS = "was"
"""Among the answers: what stood in place of the one that is asked for again."""

ASKED_FIRST = ("identity", "change", concerns.CHANNEL)
"""What leads from the preview to a question, and back to it."""


def first_answers(request: Request) -> dict[str, Any]:
    """What a message answers already: its words and files, and what can be guessed. Raises Refused where it says nothing."""
    said = request.said
    require_readable(request)
    if not said.attachments and not rules.says_something(said.text):
        raise Refused(hearing.too_short(request.t))
    answers = {**empty(request), "files": hearing.with_files(request, None)}
    if said.album:
        answers["album"] = said.album
    if said.forwarded:
        answers["forwarded_at"] = request.now.timestamp()
    return {**answers, **words(request, said.parts)} if rules.says_something(said.text) else answers


def require_readable(request: Request) -> None:
    """Raise Refused for a kind of message that holds no words."""
    if request.said.other:
        raise Refused(screens.cannot_take(request.t, request.said.other))


def empty(request: Request) -> dict[str, Any]:
    """What a message begins with. Citizens are hidden unless they choose otherwise; they are answered all the same."""
    employee = access.permits(request, Role.EMPLOYEE)
    return {**rules.EMPTY, "identity": Identity.NAMED if employee else Identity.HIDDEN}


def words(request: Request, parts: Sequence[tuple[int, str]]) -> dict[str, Any]:
    """What messages answer: their words, the unit and topic that these point to, and what must be asked about them."""
    text = rules.as_text(parts)
    if len(text) > rules.LONGEST_TEXT:
        raise Refused(screens.too_long(request.t, rules.LONGEST_TEXT))
    named = rules.guess(text, request.organisation.units)
    own = access.unit_of(request.person, request.today)
    return {
        "parts": list(parts),
        "words": text,
        "unit": named or own or UNDECIDED,
        "own_unit": named is None and own is not None,
        "topic": rules.guess(text, request.organisation.topics) or UNDECIDED,
        **concerns.raised(request, text),
    }


def _ask_words(request: Request, draft: Draft) -> Screen:
    if draft.answers.get("parts"):
        return screens.ask_anew(request.t, draft)
    asked = asking.question(request.tx, draft.answers.get("campaign"), request.t.language)
    return screens.ask_words(request.t, draft, asked=asked)


def _hear_words(request: Request, draft: Draft) -> Answers:
    """The words, or files that belong to them."""
    said = request.said
    files = hearing.with_files(request, draft)
    if not said.text and said.attachments:
        return {"files": files}
    if not rules.says_something(said.text):
        raise Refused(hearing.too_short(request.t))
    if draft.answers.get("parts"):
        return {"files": files, **_in_other_words(request, said.parts)}
    return {"files": files, "more": "", **words(request, said.parts), **_of_point(draft)}


def _choose_words(request: Request, draft: Draft, value: str) -> Answers:
    """A voice message or a photo alone says enough; or the words stay as they are."""
    if value == screens.BACK:
        return {"words": rules.as_text(draft.answers["parts"]), "change": None}
    return {**words(request, []), **_of_point(draft), "words": screens.FILES_ALONE}


def _of_point(draft: Draft) -> Answers:
    """What is said about a service point is for its department, whatever the words name."""
    return {"unit": draft.answers["unit"], "own_unit": False} if draft.answers.get("point") else {}


def _ask_unit(request: Request, draft: Draft) -> Screen:
    return screens.ask_unit(request.t, request.organisation, draft)


def _choose_unit(request: Request, draft: Draft, value: str) -> Answers:
    if value == screens.BACK:
        return {"unit": draft.answers.get(WAS, UNDECIDED), "change": None}
    return {"unit": value, "own_unit": False}


def _ask_topic(request: Request, draft: Draft) -> Screen:
    return screens.ask_topic(request.t, request.organisation, draft)


def _choose_topic(request: Request, draft: Draft, value: str) -> Answers:
    if value == screens.BACK:
        return {"topic": draft.answers.get(WAS, UNDECIDED), "change": None}
    return {"topic": value}


def _ask_more(request: Request, draft: Draft) -> Screen:
    return screens.ask_more(request.t, draft)


def _leave_more(request: Request, draft: Draft, value: str) -> Answers:
    return {"more": "", "change": None}


def _hear_more(request: Request, draft: Draft) -> Answers:
    if request.said.other:
        raise Refused(screens.cannot_take(request.t, request.said.other))
    return {**added_words(request, draft), "files": hearing.with_files(request, draft), "more": ""}


def added_words(request: Request, draft: Draft) -> Answers:
    """The draft's words with those of this message behind them; unit and topic stay as they were."""
    if not request.said.text:
        return {}
    return _in_other_words(request, [*draft.answers.get("parts", ()), *request.said.parts])


def _changed_words(request: Request, draft: Draft) -> Answers:
    """The draft's words after one of its messages was changed."""
    changed = rules.with_part_changed(draft.answers["parts"], request.said.message_id, request.said.text)
    if not rules.says_something(rules.as_text(changed)):
        raise Refused(hearing.too_short(request.t))
    return _in_other_words(request, changed)


def _in_other_words(request: Request, parts: Sequence[tuple[int, str]]) -> Answers:
    """Unit and topic stay as they were; what must be asked about words is asked again."""
    known = words(request, parts)
    return {name: known[name] for name in ("parts", "words", concerns.PERSONAL, concerns.CHANNEL)}


def _ask_identity(request: Request, draft: Draft) -> Screen:
    answers = draft.answers
    return screens.ask_identity(
        request.t,
        draft,
        team=_team(request, draft),
        seal_days=request.organisation.retention.seals,
        files=bool(answers.get("files")),
        few=_asks_few(request, draft),
        now=_identity(request, draft),
    )


def _choose_identity(request: Request, draft: Draft, value: str) -> Answers:
    """Who may know. A department that only one's own role told goes with the name."""
    if value == BACK:
        return {"identity": _identity(request, draft)}
    drops_unit = value != Identity.NAMED and draft.answers.get("own_unit")
    return {"identity": value} | ({"unit": UNDECIDED, "own_unit": False} if drops_unit else {})


def _identity(request: Request, draft: Draft) -> Identity:
    """The choice that stands, also while it is asked anew."""
    known = draft.answers
    return Identity(known["identity"] or known.get(BEFORE) or empty(request)["identity"])


def _preview(request: Request, draft: Draft) -> Screen:
    person, employee = request.person, access.permits(request, Role.EMPLOYEE)
    waiting = authors.waiting_for(request.tx, chat_id=person.chat_id, person_id=person.id)
    kinds = (Kind.IDEA,) if employee and not draft.answers.get("point") else tuple(Kind)
    return screens.preview(
        request.t,
        request.organisation,
        draft,
        name=person.name,
        identity=Identity(draft.answers["identity"]),
        unit=_code(draft, "unit"),
        topic=_code(draft, "topic"),
        campaign=_campaign(request, draft),
        promised_on=max(rules.promised_on(request.organisation, each, request.today) for each in kinds),
        answerable=waiting[:2],
        alike=_alike(request, draft) if employee else [],
        employee=employee,
        held_up=misuse.held_up(request, Identity(draft.answers["identity"])),
    )


def _alike(request: Request, draft: Draft) -> list[Item]:
    """Ideas that others have had, worth supporting instead."""
    found = similar.find(request.tx, draft.answers["words"], limit=2 * rules.MOST_ALIKE)
    known = {item.id: item for item in items.of_ids(request.tx, [each.item_id for each in found])}
    alike = [known[each.item_id] for each in found if each.item_id in known]
    person = request.person
    return [
        item for item in alike if not authors.is_author(request.tx, item, chat_id=person.chat_id, person_id=person.id)
    ][: rules.MOST_ALIKE]


def _campaign(request: Request, draft: Draft) -> str | None:
    """The question that this idea answers, if it is sent with it."""
    if draft.answers["identity"] != Identity.NAMED and _asks_few(request, draft):
        return None
    return asking.question(request.tx, draft.answers.get("campaign"), request.t.language)


def _asks_few(request: Request, draft: Draft) -> bool:
    """Whether so few have the campaign's question that it goes with the name only."""
    asked = draft.answers.get("campaign")
    return asked is not None and asking.asks_few(request.tx, asked, request.today)


def _team(request: Request, draft: Draft) -> Html:
    return request.t.name(request.organisation.team_for(_code(draft, "unit")).name)


def _choose_what(request: Request, draft: Draft, value: str) -> Answers:
    """What to do with the message: send it, change something about it, or answer a question with it."""
    if value == Kind.FEEDBACK:
        return {"meant": None}
    if value not in ASKED_FIRST:
        return {"what": value}
    return {value: None} | ({BEFORE: draft.answers["identity"]} if value == "identity" else {})


def _may_choose(request: Request, value: str) -> bool:
    """What is offered to everybody, and what to employees alone; whose question it is, the answer itself looks."""
    if value == ALREADY or re.fullmatch(r"voice\d{1,18}", value):
        return access.permits(request, Role.EMPLOYEE)
    known = value in (*ASKED_FIRST, *FeedbackKind, *Kind)
    return known or re.fullmatch(r"answer\d{1,18}", value) is not None


def _ask_meant(request: Request, draft: Draft) -> Screen:
    return screens.ask_meant(request.t, draft)


def _choose_meant(request: Request, draft: Draft, value: str) -> Answers:
    return {"meant": ""} if value == BACK else {"meant": "", "what": value}


def _ask_change(request: Request, draft: Draft) -> Screen:
    before = drafts.before(request.tx, owner(request), draft)
    employee = access.permits(request, Role.EMPLOYEE)
    return screens.ask_change(request.t, draft, joinable=before is not None, employee=employee)


def _choose_change(request: Request, draft: Draft, value: str) -> Answers:
    """What shall be otherwise: one thing, and then back to the whole."""
    if value == "join":
        return {"change": "", **_joined(request, draft)}
    if value == ALREADY:
        return {"change": "", "already": not draft.answers.get("already")}
    if value == BEHALF:
        return {"change": "", BEHALF: not draft.answers.get(BEHALF)}
    return {"change": ""} | ({value: None, WAS: draft.answers[value]} if value != BACK else {})


def _joined(request: Request, draft: Draft) -> Answers:
    """The message continues the one before: one draft of both."""
    before = drafts.before(request.tx, owner(request), draft)
    if before is not None:
        drafts.end_with(request.tx, draft, before)  # with the day goes whatever joins a person to a rating
    if before is None or not end(request, before):
        raise Refused(request.t("The message before has been sent already."))
    parts = [*before.answers.get("parts", ()), *draft.answers["parts"]]
    files = [*before.answers.get("files", ()), *draft.answers.get("files", ())]
    campaign = draft.answers.get("campaign") or before.answers.get("campaign")
    joined = {**words(request, parts), "files": files[: rules.MOST_FILES], "campaign": campaign}
    for about in ("point", "rating", "level", BEHALF, ALREADY, concerns.MASKED):
        joined[about] = draft.answers.get(about) or before.answers.get(about)
    of_point = next((each for each in (draft, before) if each.answers.get("point")), None)
    joined |= _of_point(of_point) if of_point else {}
    identity = rules.tightest(_identity(request, before), _identity(request, draft))
    if identity is not Identity.NAMED and joined["own_unit"]:
        joined |= {"unit": UNDECIDED, "own_unit": False}
    return {**joined, "identity": identity}


def _finish(request: Request, draft: Draft) -> Screen:
    what, text = draft.answers["what"], draft.answers["words"]
    if what.startswith("answer"):
        item = own.there(request, int(what.removeprefix("answer")))
        return own.answer(request, item, text, hearing.attachments(draft), draft.answers["parts"])
    if what.startswith("voice"):
        return _supported(request, int(what.removeprefix("voice")))
    identity = Identity(draft.answers["identity"])
    misuse.require_welcome(request, identity)
    meant = FeedbackKind(what) if what in tuple(FeedbackKind) else None
    message = actions.Message(
        Kind.FEEDBACK if meant else Kind.IDEA,
        text,
        hearing.attachments(draft),
        _code(draft, "unit"),
        _code(draft, "topic"),
        identity,
        already=what == ALREADY,
        campaign_id=draft.answers.get("campaign"),
        feedback_kind=meant,
        point=draft.answers.get("point"),
        rating_id=draft.answers.get("rating"),
        on_behalf=bool(draft.answers.get(BEHALF)) and access.permits(request, Role.EMPLOYEE),
    )
    item, token = actions.send(
        request.tx, message, by=request.person, organisation=request.organisation, today=request.today
    )
    _remember_messages(request, draft, item)
    claim = links.start(request.bot_username, links.CLAIM, token) if token else None
    asked = asking.question(request.tx, item.campaign_id, request.t.language)
    return screens.receipt(request.t, request.organisation, item, request.person.name, asked=asked, claim=claim)


def _remember_messages(request: Request, draft: Draft, item: Item) -> None:
    """So that changes of these messages are followed; nothing leads to an item without a trace."""
    if item.identity is Identity.NO_TRACE:
        return
    mentions.remember_sent(request.tx, item.id, request.now)
    begins = 0
    for message_id, said in draft.answers.get("parts", ()):
        mentions.remember_original(
            request.tx,
            request.place.chat_id,
            message_id,
            item.id,
            said=said,
            begins=begins,
            at=request.now,
            masked=bool(draft.answers.get(concerns.MASKED)),
        )
        begins += len(rules.as_text([(message_id, said), (0, "-")])) - 1


def _supported(request: Request, item_id: int) -> Screen:
    """The idea is there already: a voice for it instead of the same once more."""
    item = own.there(request, item_id)
    supported = board.give_voice(request.tx, request.t, item, by=request.person, today=request.today)
    return screens.supported(request.t, supported)


def joined_files(request: Request, draft: Draft) -> dict[str, Any]:
    """Files without words of their own, put to a draft."""
    return {"files": hearing.with_files(request, draft)}


def _code(draft: Draft, key: str) -> str | None:
    code: str = draft.answers[key]
    return None if code == UNDECIDED else code


TELL = Dialogue(
    "idea",
    (
        Question("words", _ask_words, hear=_hear_words, choose=_choose_words),
        Question("unit", _ask_unit, choose=_choose_unit),
        Question("topic", _ask_topic, choose=_choose_topic),
        Question("more", _ask_more, hear=_hear_more, choose=_leave_more),
        *concerns.QUESTIONS,
        Question("identity", _ask_identity, choose=_choose_identity),
        Question("change", _ask_change, choose=_choose_change),
        Question("meant", _ask_meant, choose=_choose_meant),
        Question("what", _preview, choose=_choose_what, takes=_may_choose),
    ),
    _finish,
    first=first_answers,
    amend=_changed_words,
)
