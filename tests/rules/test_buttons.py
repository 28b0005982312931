"""Buttons: what was packed comes back, in 64 bytes, and nothing else is believed."""

from __future__ import annotations

from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import dialogue, routes
from bot.board.rules import LAST_PAGE, Place, Shelf
from bot.buttons import LARGEST, LONGEST, Press, Presses, field_types, pack
from bot.ideas import screens
from bot.misuse.rules import Measure
from bot.texts import LANGUAGES
from config.organisation import OWN_WORDS
from storage.records.item import FeedbackKind, Identity, Kind, Stage

ROUTES = routes.build()
KINDS: list[type[Press]] = [route.press for route in ROUTES.all if route.press]
CODES = st.text("abcdefghijklmnopqrstuvwxyz0123456789-", min_size=1, max_size=20)
LARGEST_ID = LARGEST  # 19 digits
LONGEST_CODE = "a" * 20
"""The longest that an organisation may call a unit, a topic or a reason."""

LONGEST_TEXTS = {
    "point": LONGEST_CODE,
    "unit": LONGEST_CODE,
    "token": "x" * 22,
    "language": max(LANGUAGES, key=len),
    "place": Place(Shelf.UNIT, LONGEST_CODE, LAST_PAGE, LAST_PAGE).packed,
}


@dataclass(frozen=True, slots=True)
class Sample(Press):
    code: ClassVar[str] = "sample1"
    number: int
    word: str
    stage: Stage


def values(kind: type[Press]) -> st.SearchStrategy[Press]:
    texts = st.text(st.characters(codec="utf-8", exclude_characters=":"), max_size=3)
    strategies: list[st.SearchStrategy[Any]] = []
    for one in field_types(kind):
        if issubclass(one, StrEnum):
            strategies.append(st.sampled_from(list(one)))
        else:
            strategies.append(st.integers(-LARGEST, LARGEST) if one is int else texts)
    return st.builds(kind, *strategies)


@given(st.one_of(*(values(kind) for kind in [*KINDS, Sample] if kind is not dialogue.Choose)))
def test_what_was_packed_comes_back(press: Press) -> None:
    payload = pack(press)
    assert 1 <= len(payload.encode()) <= LONGEST
    assert Presses([*KINDS, Sample]).unpack(payload) == press


@given(st.integers(1, LARGEST), st.integers(1, 10**6), st.sampled_from(["unit", "topic", "what", "sure"]), CODES)
def test_an_answer_comes_back(draft: int, version: int, question: str, value: str) -> None:
    press = dialogue.Choose(draft, version, question, value)
    assert ROUTES.presses.unpack(pack(press)) == press


def largest(kind: type[Press]) -> Press:
    """A press with the longest values that its fields can have."""
    found: list[Any] = []
    for field, one in zip(fields(kind), field_types(kind), strict=True):  # type: ignore[arg-type]
        if one is int:
            found.append(LARGEST_ID)
        elif issubclass(one, StrEnum):
            found.append(max(one, key=len))
        else:
            assert field.name in LONGEST_TEXTS, f"{kind.__name__}.{field.name}: say here how long it can get"
            found.append(LONGEST_TEXTS[field.name])
    return kind(*found)


@pytest.mark.parametrize(
    "kind", [kind for kind in KINDS if kind is not dialogue.Choose], ids=lambda kind: kind.__name__
)
def test_the_largest_value_of_every_button_fits(kind: type[Press]) -> None:
    assert ROUTES.presses.unpack(pack(largest(kind))) == largest(kind)


def answers() -> list[tuple[str, str]]:
    """Each question that is answered by a press, with the longest answer that its buttons carry."""
    longest = {
        "unit": LONGEST_CODE,
        "topic": LONGEST_CODE,
        "reason": max(LONGEST_CODE, OWN_WORDS, key=len),
        "idea": str(LARGEST_ID),
        "whom": str(LARGEST_ID),
        "what": max(f"answer{LARGEST_ID}", *Kind, key=len),
        "change": "already",
        "identity": max(Identity, key=len),
        "sure": "question",
        "words": "erase",
        "more": screens.BACK,
        "until": "2026-12-18",
        "start": "2026-12-18",
        "units": LONGEST_CODE,
        "sponsor": "*",
        "channel": "keep",
        "personal": "keep",
        "did": "read",
        "others": str(LARGEST_ID),
        "meant": max(FeedbackKind, key=len),
        "measure": max(Measure, key=len),
        "level": "5",
        "why": max(LONGEST_CODE, "change", key=len),
    }
    found = []
    for each in routes.DIALOGUES:
        for question in each.questions:
            if question.choose is not None:
                assert question.key in longest, f"{each.kind}.{question.key}: say here how long its answers can get"
                found.append((question.key, longest[question.key]))
    return found


@pytest.mark.parametrize(("question", "value"), sorted(set(answers())))
def test_the_largest_answer_to_every_question_fits(question: str, value: str) -> None:
    """A draft of 19 digits that was changed a thousand times."""
    press = dialogue.Choose(LARGEST_ID, 9999, question, value)
    assert ROUTES.presses.unpack(pack(press)) == press


def test_every_kind_names_itself_and_its_version_differently() -> None:
    codes = [kind.code for kind in KINDS]
    assert len(set(codes)) == len(codes)
    assert all(code.isalnum() and code[-1].isdigit() and code.islower() for code in codes)
    with pytest.raises(ValueError, match="two kinds of buttons have the code"):
        Presses([Sample, Sample])


def test_what_would_not_come_back_is_not_packed() -> None:
    with pytest.raises(ValueError, match="colon"):
        pack(Sample(1, "a:b", Stage.DONE))
    with pytest.raises(ValueError, match="64 bytes"):
        pack(Sample(1, "ї" * 30, Stage.DONE))


@given(
    st.text(max_size=64)
    | st.builds("{}:{}".format, st.sampled_from([kind.code for kind in KINDS]), st.text(max_size=60))
)
def test_any_data_is_a_known_press_or_nothing(data: str) -> None:
    found = ROUTES.presses.unpack(data)
    assert found is None or type(found) in KINDS


@pytest.mark.parametrize(
    "data",
    [
        "",
        "sample1",
        "sample1:1:a",
        "sample1:1:a:done:x",
        "sample1:x:a:done",
        "sample1:1:a:elsewhere",
        "sample2:1:a:done",
        f"sample1:{LARGEST + 1}:a:done",
        f"sample1:-{LARGEST + 1}:a:done",
        "SAMPLE1:1:a:done",
    ],
)
def test_data_of_another_version_or_making_is_nothing(data: str) -> None:
    assert Presses([Sample]).unpack("sample1:1:a:done") == Sample(1, "a", Stage.DONE)
    assert Presses([Sample]).unpack(data) is None
