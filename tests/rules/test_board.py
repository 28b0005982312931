"""The board: places that fit into buttons, and stages that are shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.board import rules
from bot.board.rules import HOME, LAST_PAGE, Place, Shelf
from storage.records.item import OPEN_STAGES, Item, Kind, Stage

DAY = date(2026, 11, 23)
IDEA = Item(1, Kind.IDEA, 1, Stage.RECEIVED, "More chairs", None, None, "quality", None, DAY, DAY)

codes = st.text("abcdefghijklmnopqrstuvwxyz0123456789-", max_size=20) | st.sampled_from([*Stage])
pages = st.integers(0, LAST_PAGE)
places = st.builds(Place, st.sampled_from(Shelf), codes, pages, pages)


@given(places)
def test_a_place_comes_back_from_a_button(place: Place) -> None:
    assert Place.read(place.packed) == place
    assert len(place.packed.encode()) <= 34
    assert ":" not in place.packed


@given(st.text(max_size=40) | st.from_regex(r"[a-z]-?[0-9]{1,7}\.[0-9]{0,6}\..{0,22}"))
def test_whatever_a_button_says_is_a_place(packed: str) -> None:
    place = Place.read(packed)
    assert place == HOME or Place.read(place.packed) == place


def test_a_page_beyond_all_pages_still_fits() -> None:
    assert Place.read(Place(Shelf.NEW, page=10**9, talk=10**9).packed) == Place(Shelf.NEW, "", LAST_PAGE, LAST_PAGE)


@pytest.mark.parametrize("stage", Stage)
def test_what_stands_on_the_board_and_what_can_be_done_with_it(stage: Stage) -> None:
    item = replace(IDEA, stage=stage)
    assert rules.is_on_board(item) == (stage not in (Stage.MERGED, Stage.WITHDRAWN, Stage.ASIDE))
    assert rules.takes_voices(item) == (stage in OPEN_STAGES)
    assert rules.takes_thanks(item) == (stage is Stage.DONE)
    feedback = replace(item, kind=Kind.FEEDBACK)
    assert not any(rule(feedback) for rule in (rules.is_on_board, rules.takes_voices, rules.takes_thanks))


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("I42", (Kind.IDEA, 42)),
        ("42", (Kind.IDEA, 42)),
        ("f7", (Kind.FEEDBACK, 7)),
        ("X1", None),
        ("I", None),
        ("", None),
        ("I-1", (Kind.IDEA, 1)),
        ("i-42", (Kind.IDEA, 42)),
        ("-1", None),
        ("I--1", None),
        ("I²", None),
        ("I9999999999", None),
    ],
)
def test_what_a_link_names(text: str, named: tuple[Kind, int] | None) -> None:
    assert rules.read_label(text) == named
