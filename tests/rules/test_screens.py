"""Screens: with the longest of everything, in every language, they fit into a message."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from bot import ratings, rendering, whole
from bot.announcements import screens as announced
from bot.announcements.rules import LONGEST_DID, LONGEST_SAID
from bot.board.rules import LAST_PAGE, Place, Shelf
from bot.comments import rules as comments
from bot.feedback.reports import Report
from bot.ideas import screens as ideas
from bot.ideas.rules import LONGEST_TEXT, MOST_ALIKE
from bot.kudos.rules import LONGEST as LONGEST_THANKS
from bot.kudos.rules import PAGE as KUDOS_PAGE
from bot.mine import screens as mine
from bot.mine.screens import PAGE
from bot.misuse.rules import Measure
from bot.misuse.screens import Burst, Muted
from bot.personal import PersonalKind
from bot.playground.markup import parse_html
from bot.privacy.rules import Subject, Words
from bot.privacy.screens import SECTIONS
from bot.routes import build
from bot.screen import Made, Screen, last_page, page_of
from bot.texts import LANGUAGES, Html, Texts, escaped
from bot.triage import cards
from bot.triage.rules import FOLLOWS
from config.organisation import Names, Organisation, load
from config.settings import SHIPPED_ORGANISATION
from storage.records.announcement import Announcement, Matter, Post
from storage.records.campaign import Campaign, Figures, State, Worded
from storage.records.comment import Comment, CommentState
from storage.records.draft import Draft
from storage.records.item import Attachment, FeedbackKind, Identity, Item, Kind, Remark, Stage
from storage.records.kudos import Colleague, Kudos
from storage.records.mute import Mute
from storage.records.person import Grant, Person, Role
from storage.records.rating import LEVELS, Rating

LONGEST_MESSAGE = 4096
LONGEST_NOTICE = 200
LONGEST_CAPTION = 1024
MOST_BUTTONS = 100
LARGEST_ID = 2**63 - 1
DAY = date(2026, 11, 25)
"""A Wednesday in November: long in every language."""

SAID = "Ґава & <b>жук</b> " * 250
"""What fits into one message of a person, and needs escaping."""

LONG_TEXT = (SAID * 4)[:LONGEST_TEXT]
NAME = "Ґ&" * 32 + " " + "<Ї>" * 21
"""First and last name have at most 64 signs each."""

CODE = "a" * 20
LABEL_NAME = "Відділ парків & зелених насаджень " * 3
ORGANISATION = load(SHIPPED_ORGANISATION)


def long_names(organisation: Organisation) -> Organisation:
    """The same organisation, which calls everything by a hundred signs."""
    names = Names.model_construct(dict.fromkeys(LANGUAGES, LABEL_NAME))

    def renamed(parts: Any) -> Any:
        return tuple(part.model_copy(update={"name": names}) for part in parts)

    about = organisation.about.model_copy(update={"name": names})
    parts = {name: renamed(getattr(organisation, name)) for name in NAMED}
    return organisation.model_copy(update={"about": about, **parts})


NAMED = ("units", "topics", "teams", "decline_reasons", "rating_reasons", "service_points")
LONG = long_names(ORGANISATION)


def item(stage: Stage = Stage.RECEIVED, kind: Kind = Kind.FEEDBACK) -> Item:
    reason = LONG.decline_reasons[0].code + "\n" + SAID if stage is Stage.DECLINED else None
    outcome = SAID if stage is Stage.DONE else None
    unit, topic, team = LONG.units[0].code, LONG.topics[0].code, LONG.teams[0].code
    return Item(
        id=LARGEST_ID,
        kind=kind,
        number=2**31 - 1,
        stage=stage,
        text=LONG_TEXT,
        unit=unit,
        topic=topic,
        team=team,
        author_id=LARGEST_ID,
        said_on=DAY,
        promised_on=DAY,
        closed_on=DAY,
        taker_id=LARGEST_ID,
        reason=reason,
        outcome=outcome,
        point=LONG.service_points[0].code,
        feedback_kind=FeedbackKind.COMPLAINT if kind is Kind.FEEDBACK else None,
    )


def after_a_decision() -> list[Item]:
    """On a second look, decided by it, reopened, and found to have helped."""
    refused = item(Stage.DECLINED).reason
    asked = replace(item(Stage.IN_REVIEW), appealed_on=DAY, reason=refused)
    reopened = replace(item(Stage.IN_REVIEW), appealed_on=DAY, outcome=SAID, helped="no")
    helped = replace(item(Stage.DONE), appealed_on=DAY, helped="yes")
    return [asked, replace(asked, stage=Stage.DECLINED), reopened, helped]


MUTES = [
    Mute(LARGEST_ID, nameless, quiet, LARGEST_ID, LARGEST_ID, DAY, DAY, SAID[:1000], objection, stands)
    for nameless, quiet, objection, stands in (
        (True, False, SAID[:1000], True),
        (False, True, None, False),
        (True, False, SAID[:1000], False),
    )
]
TALK = [Remark(number, LARGEST_ID, bool(number % 2), SAID, DAY) for number in range(30)]
FILES = [Attachment(kind, "f") for kind in ("voice", "photo")] * 5
PERSON = Person(LARGEST_ID, LARGEST_ID, NAME, "u" * 32)
DRAFT = Draft(
    LARGEST_ID,
    "idea",
    9999,
    {
        "words": LONG_TEXT,
        "parts": [(LARGEST_ID, LONG_TEXT)],
        "unit": LONG.units[0].code,
        "topic": LONG.topics[0].code,
        "reason": LONG.decline_reasons[0].code,
        "files": [Attachment("photo", "f")] * 10,
        "item": LARGEST_ID,
        "level": 5,
        "point": LONG.service_points[0].code,
    },
)


def campaign(state: State) -> Campaign:
    said = Worded(dict.fromkeys(LANGUAGES, SAID))
    return Campaign(CODE, said, said, tuple(unit.code for unit in LONG.units) * 20, DAY, DAY, None, LARGEST_ID, state)


def announcement(post: Post, matter: Matter, message_id: int | None = LARGEST_ID) -> Announcement:
    words = (SAID[:LONGEST_SAID], (SAID * 2)[:LONGEST_DID], LONG.units[0].code, LONG.teams[0].code)
    return Announcement(matter, *words, DAY, CHANNEL, LARGEST_ID, message_id, post)


CHANNEL = "@" + "k" * 32
TOLD = [
    announcement(post, matter, message_id) for post in Post for matter in Matter for message_id in (LARGEST_ID, None)
]

PLACES = [
    Place(shelf, of, LAST_PAGE, LAST_PAGE)
    for shelf, of in ((Shelf.NEW, ""), (Shelf.WANTED, ""), (Shelf.UNIT, CODE), (Shelf.STAGE, Stage.IN_REVIEW))
] + [Place(Shelf.STAGE, Stage.DONE, 1, 1)]
COMMENT = Comment(LARGEST_ID, LARGEST_ID, LARGEST_ID, NAME, SAID[: comments.LONGEST], DAY, CommentState.WAITING)


COLLEAGUE = Colleague(LARGEST_ID, LARGEST_ID, NAME, "uk", tuple(unit.code for unit in LONG.units))
KUDOS = Kudos(
    SAID[:LONGEST_THANKS],
    DAY,
    receiver_id=LARGEST_ID,
    unit=LONG.units[0].code,
    point=LONG.service_points[0].code,
    id=LARGEST_ID,
)

FIGURES = ratings.of({5: 10**5, 4: 10**5, 3: 10**5, 2: 10**5, 1: 10**5})
assert FIGURES
REPORTS = {
    place: Report(place, FIGURES, ratings.change(FIGURES, FIGURES))
    for place in (ratings.EVERYWHERE, *(ratings.Place(unit=unit.code) for unit in LONG.units[:7]))
}


# What a parameter of this name can be at its longest; several where they exclude each other.
LONGEST: dict[str, list[Any]] = {
    "organisation": [LONG],
    "draft": [DRAFT],
    "most": [10_000],
    "name": [NAME],
    "unit": [LONG.units[0].code, None],
    "topic": [LONG.topics[0].code, None],
    "promised_on": [DAY],
    "answerable": [[item(), item()]],
    "item": [*(item(stage, kind) for stage in Stage for kind in Kind), *after_a_decision()],
    "idea": [*(item(stage, Kind.IDEA) for stage in Stage), None],
    "meant": [[COLLEAGUE] * 3, []],
    "given": [
        KUDOS,
        replace(KUDOS, receiver_id=None, receiver_name=NAME),
        replace(KUDOS, receiver_id=None, point=None),
    ],
    "receiver": [NAME],
    "reached": [1, 0],
    "typed": [NAME, None],
    "settled_by": [item(Stage.DONE, Kind.IDEA)],
    "joined_with_it": [100_000, 0],
    "items": [[item(stage)] * PAGE for stage in Stage],
    "page": [1],
    "total": [100_000],
    "today": [DAY, date(2027, 9, 29)],
    "talk": [TALK],
    "enclosed": [{remark.id: FILES for remark in TALK}],
    "remark": TALK[:1],
    "first": [DAY],
    "files": [100],
    "question": [SAID],
    "asked": [SAID[:150], None],
    "now": list(Identity),
    "other": ["contact", "sticker"],
    "team": [escaped(LABEL_NAME)],
    "reason": [escaped(LABEL_NAME)],
    "words": [SAID],
    "author": [PERSON],
    "taker": [PERSON],
    "decider": [PERSON],
    "until": [DAY, None],
    "asker": [PERSON],
    "person": [PERSON],
    "part": ["<&>" * 1166],
    "text": [LONG_TEXT],
    "shown": [[item()] * PAGE],
    "waiting": [100_000],
    "next_day": [DAY],
    "late": [[item(), replace(item(), author_id=None, seal_id=None)] * 5000],
    "commands": [[(route.name, route.says) for route in build().all if route.kind == "command" and route.says]],
    "spoken": [LANGUAGES],
    "role": list(Role),
    "campaign": [campaign(state) for state in State],
    "figures": [Figures(*[100_000] * 5), Figures()],
    "best": [[item()] * 3, []],
    "came": [100_000, 0],
    "people": [100_000],
    "goes_out_on": [DAY],
    "starts_on": [DAY],
    "ends_on": [DAY],
    "day": [DAY],
    "example": [DAY],
    "offered": [[DAY] * 3],
    "weeks": [(2, 4, 8)],
    "new": [campaign(State.PLANNED)],
    "picked": [[unit.code for unit in LONG.units], []],
    "stage": list(Stage),
    "held": [dict.fromkeys(SECTIONS, 100_000)],
    "named": [100_000],
    "hidden": [100_000],
    "sent": [100_000],
    "made": [Made("kaiwa-mydata.json", "{}", "application/json")],
    "subject": list(Subject),
    "place": PLACES,
    "counts": [dict.fromkeys(Stage, 100_000), {}],
    "comments": [100_000, 0],
    "comment": [COMMENT],
    "comment_id": [LARGEST_ID],
    "reader": [LARGEST_ID, None],
    "said": [[COMMENT] * comments.PAGE],
    "thanks": [100_000],
    "identity": list(Identity),
    "alike": [[item(stage)] * MOST_ALIKE for stage in Stage],
    "claim": [f"https://t.me/{'k' * 32}?start=c-{'x' * 22}", None],
    "token": ["x" * 22],
    "size": [2 * 10**9, 0],
    "seal_days": [730],
    "point": list(LONG.service_points),
    "channels": [LONG.channels],
    "found": [[(kind, "x" * 60) for kind in PersonalKind] * 3],
    "rating": [Rating(LARGEST_ID, LONG.service_points[0].code, None, 5, DAY, True, LONG.rating_reasons[0].code), None],
    "kind": list(FeedbackKind),
    "level": list(LEVELS),
    "reports": [REPORTS, {}],
    "month": [DAY],
    "months": [[(DAY, report) for report in (list(REPORTS.values()) * 6)[:6]]],
    "days": [56],
    "before": [100],
    "picture": [b"PNG"],
    "near": [LONG.service_points[:3], []],
    "longest": [600],
    "held_up": [escaped(SAID[:200]), None],
    "mute": [*MUTES],
    "measure": list(Measure),
    "measures": [tuple(Measure), (Measure.WORD,)],
    "least": [10_000, 1],
    "told": TOLD,
    "link": [f"https://t.me/{'k' * 32}/{LARGEST_ID}", None],
    "by_unit": [[(unit.code, TOLD) for unit in LONG.units] + [(None, TOLD)], [(None, TOLD[:1])]],
    "bot": [f"https://t.me/{'k' * 32}"],
    "read": [SAID, None],
    "matter": list(Matter),
    "ticked": [[LARGEST_ID] * 6, []],
    "channel": [CHANNEL, None],
    "others": [6, 0],
}
IDEAS = [item(stage, Kind.IDEA) for stage in Stage]
# Where a name means something else.
OF_ONE: dict[tuple[str, str], list[Any]] = {
    **{
        (f"merging.{name}", "idea"): IDEAS
        for name in (
            "confirm_join",
            "made",
            "joined_with",
            "became_idea",
            "came_to_idea",
            "accepted",
            "late",
            "looked_at_again",
            "declined",
            "done",
            "idea_is_gone",
        )
    },
    ("merging.ask_personal", "found"): [["x" * 60] * 10],
    ("kudos.ask_personal", "found"): [["x" * 60] * 10],
    ("kudos.received", "shown"): [[KUDOS] * KUDOS_PAGE],
    ("kudos.confirm", "receiver"): [NAME, None],
    ("ask_which", "alike"): [IDEAS[:5]],
    ("fall", "now"): [100],
    ("confirm", "until"): [DAY, None],
    ("triage.card", "alike"): [100_000, 0],
    ("misuse.done", "until"): [DAY, None],
    ("forgotten", "muted_until"): [DAY, None],
    ("enough_for_today", "most"): [1000],
    ("said", "files"): [FILES, ()],
    ("mine.one", "campaign"): [SAID[:150], None],
    ("receipt", "campaign"): [SAID[:150], None],
    ("ask_words", "question"): [SAID[:150], None],
    ("not_sent_yet", "unsent"): [Screen(escaped(SAID[:3500]))],
    ("unit_figures", "reports"): [list(REPORTS.values())],
    ("unit_figures", "unit"): [LONG.units[0].code],
    ("points", "shown"): [LONG.service_points],
    ("welcome", "organisation"): [LONG.about.name],
    ("my_data", "person"): [replace(PERSON, grants=(Grant(Role.ADMIN, LONG.units[0].code, DAY),) * 40), None],
    ("ask_sure", "words"): list(Words),
    ("invited", "unit"): [LONG.about.name, None],
    ("for_leader", "decider"): [NAME],
    ("too_late_to_ask_again", "until"): [DAY],
    ("ask_whether_it_helped", "until"): [DAY],
    ("preview", "campaign"): [escaped(SAID[:150]), None],
    ("ask_units", "offered"): [[unit.code for unit in LONG.units]],
    ("ask_answer", "question"): [TALK[0], None],
    ("units", "counts"): [{unit.code: 100_000 for unit in LONG.units} | {None: 100_000}, {}],
    ("announcements.preview", "shown"): [announced.post(Texts("uk", LONG.zone), LONG, told) for told in TOLD[:3]],
    ("misuse.overview", "shown"): [
        [Muted(MUTES[0], item(Stage.DECLINED), NAME)] * 8,
        [Muted(MUTES[1], None, None)] * 8,
        [item(Stage.ASIDE)] * 8,
        [Burst(LONG.service_points[0], DAY, counts) for counts in (True, False)] * 4,
        [],
    ],
    ("listed", "shown"): [[(campaign(state), 100_000)] * 8 for state in State],
}
OF_ONE[("role_with_unit", "unit")] = OF_ONE["invited", "unit"]


SHARED = ("decisions", "hearing", "identities", "levels", "meanings", "own", "remarks", "stages")


def functions() -> list[Callable[..., Any]]:
    paths = [
        path for name in ("screens", "sentences", "steps", "cards") for path in sorted(Path("bot").glob(f"*/{name}.py"))
    ]
    of_features = [each for path in paths for each in public(f"bot.{path.parent.name}.{path.stem}")]
    shared = [each for name in SHARED for each in public(f"bot.{name}")]
    saying = [each for each in shared if inspect.signature(each).return_annotation in ("Html", "Screen")]
    return of_features + [each for each in saying if "t" in inspect.signature(each).parameters]


def public(name: str) -> list[Callable[..., Any]]:
    found = inspect.getmembers(import_module(name), inspect.isfunction)
    return [each for known, each in found if each.__module__ == name and not known.startswith("_")]


def calls(function: Callable[..., Any]) -> list[dict[str, Any]]:
    """The longest arguments: each value of each parameter occurs."""
    values = {}
    for name, parameter in inspect.signature(function).parameters.items():
        if name == "t":
            continue
        own = [(f"{function.__module__.split('.')[1]}.{function.__name__}", name), (function.__name__, name)]
        choices = next((OF_ONE[each] for each in own if each in OF_ONE), LONGEST.get(name))
        if parameter.annotation == "bool":
            choices = [True, False]
        assert choices, f"{function.__name__}({name}): say here what is the longest that it can be"
        values[name] = choices
    most = max([1, *(len(choices) for choices in values.values())])
    return [{name: choices[turn % len(choices)] for name, choices in values.items()} for turn in range(most)]


def results(function: Callable[..., Any], language: str) -> list[Any]:
    t = Texts(language, LONG.zone)
    first = {"t": t} if "t" in inspect.signature(function).parameters else {}
    return [function(**first, **arguments) for arguments in calls(function)]


OF_ONE["not_sent_yet", "unsent"] = results(ideas.preview, "uk")


def test_every_stage_occurs() -> None:
    assert set(FOLLOWS) == set(Stage)
    assert len(functions()) > 40


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("function", functions(), ids=lambda each: f"{each.__module__.split('.')[1]}.{each.__name__}")
def test_every_screen_fits_into_a_message(function: Callable[..., Any], language: str) -> None:
    for result in results(function, language):
        for part in result if isinstance(result, list) else [result]:
            if isinstance(part, Screen):
                fits(part)
            elif isinstance(part, Html):
                assert len(parse_html(part)[0]) <= LONGEST_MESSAGE
            else:
                assert part is None or isinstance(part, str)


def fits(screen: Screen) -> None:
    if screen.text is not None:
        assert isinstance(screen.text, Html)
        assert (
            0
            < len(parse_html(screen.text)[0])
            <= (LONGEST_CAPTION if screen.made or screen.picture else LONGEST_MESSAGE)
        )
    if screen.notice is not None:
        assert 0 < len(screen.notice.plain) <= LONGEST_NOTICE
    buttons = [button for row in screen.rows for button in row]
    assert len(buttons) <= MOST_BUTTONS
    assert all(len(row) <= 8 for row in screen.rows)
    assert all(button.label.plain.strip() for button in buttons)
    rendering.message(LARGEST_ID, screen)  # packs every press into its 64 bytes


def test_a_long_text_goes_to_the_group_whole() -> None:
    for text in (LONG_TEXT, "x" * (cards.CARD_TEXT + 1), "🙂" * 3000, "short"):
        parts = whole.rest_of(text, cards.CARD_TEXT)
        assert "".join(parts) == (text if len(text) > cards.CARD_TEXT else "")
        for part in parts:
            fits(whole.continued(item(), part))


@pytest.mark.parametrize(("words", "shown"), [("", ""), ("Not <now>", " – Not &lt;now&gt;")])
def test_a_reason_is_said_by_its_name_and_never_by_its_code(words: str, shown: str) -> None:
    reason = next(each for each in ORGANISATION.decline_reasons if each.code not in each.name.say("en"))
    declined = replace(item(Stage.DECLINED), reason=f"{reason.code}\n{words}")
    for language in LANGUAGES:
        t = Texts(language, ORGANISATION.zone)
        own = mine.one(
            t,
            ORGANISATION,
            declined,
            [],
            {},
            asked=None,
            files=0,
            today=DAY,
            open_question=False,
            withdrawable=True,
            colleague=True,
            editable=True,
        )
        card = cards.card(t, ORGANISATION, declined, [], {}, author=None, taker=None, decider=None, files=0)
        for screen in (own, card):
            assert screen.text
            assert reason.code not in screen.text
            assert escaped(reason.name.say(language)) + Html(shown) in screen.text


def test_a_reason_in_own_words_is_said_as_it_is() -> None:
    declined = replace(item(Stage.DECLINED), reason="\nThe house is listed")
    t = Texts("en", ORGANISATION.zone)
    own = mine.one(
        t,
        ORGANISATION,
        declined,
        [],
        {},
        asked=None,
        files=0,
        today=DAY,
        open_question=False,
        withdrawable=True,
        colleague=True,
        editable=True,
    )
    assert own.text
    assert "<b>Why:</b> The house is listed" in own.text


@pytest.mark.parametrize(("total", "last"), [(0, 0), (1, 0), (8, 0), (9, 1), (16, 1), (17, 2)])
def test_a_page_is_always_one_that_there_is(total: int, last: int) -> None:
    assert last_page(total, 8) == last
    assert [page_of(page, total, 8) for page in (-5, 0, last, last + 1, 10**9)] == [0, 0, last, last, last]
