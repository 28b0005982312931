"""Ideas: what says something, where it belongs, and by when it is answered."""

from __future__ import annotations

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ideas import rules
from config.organisation import Topic, Unit, load
from config.settings import SHIPPED_ORGANISATION
from storage.records.item import Item, Kind, Stage

ORGANISATION = load(SHIPPED_ORGANISATION)
UNITS, TOPICS = ORGANISATION.units, ORGANISATION.topics


def unit(code: str, *words: str) -> Unit:
    return Unit.model_validate({"code": code, "name": code, "words": words})


@pytest.mark.parametrize("text", ["", " ", "?", "a", "👍👍👍👍", "...", "🙂 7", "\n\n--\n"])
def test_signs_and_a_single_letter_say_nothing(text: str) -> None:
    assert not rules.says_something(text)


@pytest.mark.parametrize("text", ["ja", "їжа", "42", "a b", "椅子", "Več", "Chairs"])
def test_two_letters_or_digits_in_any_script_say_something(text: str) -> None:
    assert rules.says_something(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The library needs more chairs", "library"),
        ("Biblioteket behöver fler stolar", "library"),
        ("V knjižnici je premalo stolov", "library"),
        ("У БІБЛІОТЕЦІ замало стільців, у бібліотеки є місце", "library"),
        ("Lisää tuoleja kirjastoon", "library"),
        ("Nothing that anybody knows", None),
        ("", None),
    ],
)
def test_a_unit_is_guessed_in_every_language(text: str, code: str | None) -> None:
    assert rules.guess(text, UNITS) == code


def test_of_two_units_the_one_named_more_often_is_guessed_and_none_of_equals() -> None:
    choices = [unit("a", "chair"), unit("b", "lamp", "light")]
    assert rules.guess("A chair", choices) == "a"
    assert rules.guess("A chair and a lamp", choices) is None
    assert rules.guess("A chair, a lamp and more light", choices) == "b"
    assert rules.guess("Chairs! CHAIRS! And a lamp", choices) == "a"


def test_a_stem_counts_at_the_beginning_of_a_word_only() -> None:
    choices = [unit("park", "park")]
    assert rules.guess("Parking and parks", choices) == "park"
    assert rules.guess("A spark", choices) is None
    assert rules.guess("Näpärkkä", choices) is None


def test_signs_in_a_stem_mean_themselves() -> None:
    assert rules.guess("C++ (beginners)", [unit("x", "c++")]) == "x"
    assert rules.guess("Cccc", [unit("x", "c++")]) is None


@given(st.text(max_size=4000))
def test_any_text_is_guessed_as_one_of_the_choices_or_none(text: str) -> None:
    assert rules.guess(text, UNITS) in {None, *(each.code for each in UNITS)}


@given(st.sampled_from([*UNITS, *TOPICS]), st.data())
def test_every_word_of_the_shipped_description_points_to_its_owner(owner: Unit | Topic, data: st.DataObject) -> None:
    """Alone in a sentence it is never taken for another's."""
    if not owner.words:
        return
    word = data.draw(st.sampled_from(owner.words))
    choices = UNITS if isinstance(owner, Unit) else TOPICS
    claimed = [each.code for each in choices if any(re.match(re.escape(stem), word) for stem in each.words)]
    assert rules.guess(f"… {word} …", choices) in ({owner.code} if claimed == [owner.code] else {owner.code, None})


def test_a_promise_counts_working_days_of_its_kind() -> None:
    monday = date(2026, 11, 23)
    assert ORGANISATION.promises.idea_days == 5
    assert rules.promised_on(ORGANISATION, Kind.IDEA, monday) == date(2026, 11, 30)
    changed = ORGANISATION.model_copy(
        update={"promises": ORGANISATION.promises.model_copy(update={"feedback_days": 2})}
    )
    assert rules.promised_on(changed, Kind.FEEDBACK, monday) == date(2026, 11, 25)
    assert rules.promised_on(changed, Kind.IDEA, monday) == date(2026, 11, 30)


def test_an_item_is_open_until_it_is_decided() -> None:
    def item(stage: Stage) -> Item:
        day = date(2026, 11, 23)
        return Item(1, Kind.IDEA, 42, stage, "", None, None, "quality", None, day, day)

    assert [stage for stage in Stage if item(stage).is_open] == [
        Stage.RECEIVED,
        Stage.IN_REVIEW,
        Stage.ACCEPTED,
        Stage.TESTING,
    ]
    assert item(Stage.DONE).label == "I-42"
